"""Writes files whole or not at all, and makes any text safe to show on a terminal."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from captiondedup.errors import OutputError

#: What a terminal would obey instead of show: C0 and C1 controls, line and paragraph separators,
#: bidirectional embeddings, overrides and isolates (Unicode 16, section 23.2), invisible tags and
#: halves of surrogate pairs. Marks that only order neighbouring letters (U+200E, U+200F) stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)
_SPACE_LIKE = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")


def write_text_atomically(path: Path, text: str) -> None:
    """Write a text file as UTF-8, without changing its line ends, by renaming a finished copy.

    Raises:
        OutputError: it could not be written; an older file of that name is then untouched.
    """
    write_bytes_atomically(path, text.encode("utf-8", "surrogatepass"))


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file by renaming a finished copy of it; folders above it are made as needed.

    Raises:
        OutputError: it could not be written; an older file of that name is then untouched.
    """
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name[:80]}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_file_mode(path))
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        reason = error.strerror or str(error)
        raise OutputError(
            f"{path}: cannot be written ({reason}); check the folder and the space left"
        ) from error


def printable(text: str) -> str:
    r"""Return a text on one line, without characters that a terminal would obey.

    >>> printable("harbour\x1b[31m\u202egpj.exe\nnight")
    'harbour[31mgpj.exe night'
    """
    return _UNPRINTABLE.sub(
        lambda match: " " if _SPACE_LIKE.search(match.group()) else "", text
    ).strip(" ")


def _file_mode(path: Path) -> int:
    """Return the mode of the file that is replaced, or what the process gives new files."""
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
