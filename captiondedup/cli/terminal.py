"""Where words and data go: data on stdout, words and progress on stderr, colour on a terminal."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from captiondedup.manifest.write import printable

if TYPE_CHECKING:
    from rich.console import Console

#: What JSON may hold as it stands and a terminal would obey: DEL, C1 controls, separators,
#: bidirectional embeddings, overrides and isolates.
_OBEYED = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

Progress = Callable[[str, int, int], None]


def prepare_streams() -> None:
    """Make stdout the same bytes everywhere: UTF-8, plain line feeds, no character that fails.

    Half of a surrogate pair comes out as its JSON escape, which in JSON is what it was.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace", newline="\n")


def say(text: str) -> None:
    """Tell the user one line of words, on stderr, after what was written to stdout so far."""
    sys.stdout.flush()
    sys.stderr.write(f"{printable(text)}\n")
    sys.stderr.flush()


def json_text(value: Any, indent: int | None = None) -> str:
    r"""Return a value as JSON that does nothing to a terminal; on one line without ``indent``.

    >>> json_text({"text": "Kór \x9b31m"})
    '{"text": "Kór \\u009b31m"}'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if _OBEYED.search(text):
        text = _OBEYED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    return text


def write_json(value: Any, indent: int | None = None) -> None:
    """Write a value as JSON on stdout, on one line without ``indent``."""
    sys.stdout.write(json_text(value, indent) + "\n")


def stdout_console() -> Console:
    """Return the console for tables and marked text; it has colours on a terminal only."""
    return _console(sys.stdout)


def is_coloured(console: Console) -> bool:
    """Return whether colour reaches the reader."""
    return console.is_terminal and console.color_system is not None and not console.no_color


def _console(stream: TextIO) -> Console:
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False, safe_box=True)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """Yield what to tell of progress, shown as a bar on stderr; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=_console(sys.stderr), transient=True) as bar:
        stages: dict[str, Any] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                for earlier in stages.values():
                    bar.update(earlier, visible=False)
                stages[stage] = bar.add_task(stage, total=total)
            bar.update(stages[stage], completed=done + 1, total=total)

        yield told
