"""Reads text and JSON line by line, from a file or stdin; a bad line is told and passed over."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from captiondedup.cli.exits import ExitCode
from captiondedup.cli.terminal import say
from captiondedup.errors import UsageError

#: Most bytes of one line: far above the longest caption, far below what fills the memory.
MAX_LINE = 4_000_000

STDIN = Path("-")


@dataclass(slots=True)
class LineReader:
    """Reads the lines of one input and counts those that could not be read as they should."""

    path: Path
    wrong: int = 0

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield number (from 1) and text of each line that is not blank.

        Raises:
            UsageError: the file cannot be opened.
        """
        with _opened(self.path) as stream:
            number = 0
            while raw := stream.readline(MAX_LINE):
                number += 1
                if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
                    self.tell(number, f"longer than {MAX_LINE} bytes; it was left out")
                    while raw and not raw.endswith(b"\n"):
                        raw = stream.readline(MAX_LINE)
                    continue
                line = self._decoded(number, raw)
                if line.strip():
                    yield number, line

    def record(self, number: int, line: str, keys: tuple[str, ...]) -> dict[str, Any] | None:
        """Return a line as a JSON object with texts under some keys; None if it is not that."""
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            self.tell(number, f"no valid JSON ({error}); it was left out")
            return None
        if not isinstance(value, dict):
            self.tell(number, "no JSON object; it was left out")
            return None
        for key in keys:
            if not isinstance(value.get(key), str):
                self.tell(number, f"the JSON object needs a text under “{key}”; it was left out")
                return None
        return value

    def tell(self, number: int, message: str) -> None:
        """Say what is wrong with a line, and remember that something was."""
        self.wrong += 1
        name = "stdin" if self.path == STDIN else self.path
        say(f"{name}, line {number}: {message}")

    @property
    def code(self) -> ExitCode:
        """How the command ends after this input."""
        return ExitCode.UNREADABLE if self.wrong else ExitCode.CLEAR

    def _decoded(self, number: int, raw: bytes) -> str:
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        raw = raw.removesuffix(b"\n").removesuffix(b"\r")
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            self.tell(number, f"not UTF-8 at byte {error.start}; read with � in its place")
            return raw.decode("utf-8", "replace")


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STDIN:
        yield sys.stdin.buffer
        return
    try:
        stream = path.open("rb")
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"{path}: cannot be read ({reason}); check the path") from error
    with stream:
        yield stream
