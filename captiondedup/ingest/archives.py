"""Zip archives of article folders, unpacked for the time of a scan into a folder of its own.

An archive is input from outside: its entries may claim any name and any size. Nothing is written
outside the temporary folder, and what is left out is told.
"""

from __future__ import annotations

import lzma
import tempfile
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from types import TracebackType

from captiondedup.model import Place, Problem

#: What an article folder in an archive may hold at most; an archive with more is no story.
MAX_ENTRIES = 50_000
#: Most bytes of one entry, and of all archives of a scan.
MAX_ENTRY_BYTES = 1024**3
MAX_BYTES = 8 * 1024**3
_CHUNK = 1024 * 1024
_DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, NotImplementedError, RuntimeError,
    ValueError, zlib.error, lzma.LZMAError,
)  # fmt: skip


def is_archive(file: Path) -> bool:
    """Whether a file is a zip archive by its name and its content; a Word file is a document."""
    try:
        return file.suffix.lower() == ".zip" and file.is_file() and zipfile.is_zipfile(file)
    except OSError:
        return False


class Archives:
    """Unpacks archives, and takes the unpacked files away when its ``with`` statement ends."""

    def __init__(self) -> None:
        self._base: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0
        self._left = MAX_BYTES

    def __enter__(self) -> Archives:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._base is not None:
            self._base.cleanup()
            self._base = None

    def unpack(self, file: Path, source: str) -> tuple[Path, list[Problem]]:
        """A folder with the entries of an archive, and what could not be unpacked.

        ``source`` is the archive's path as the scan names it; an entry's is ``source/entry``.
        """
        self._base = self._base or tempfile.TemporaryDirectory(prefix="captiondedup-")
        self._number += 1
        folder = Path(self._base.name) / str(self._number)
        folder.mkdir()
        try:
            with zipfile.ZipFile(file) as archive:
                entries = [each for each in archive.infolist() if not each.is_dir()]
                if len(entries) > MAX_ENTRIES:
                    message = f"The archive has more than {MAX_ENTRIES:,} files; none was read."
                    return folder, [_problem("too_large", source, message)]
                found = [self._unpack_entry(archive, entry, folder, source) for entry in entries]
        except _DAMAGED as error:
            return folder, [_problem("unreadable", source, f"The archive is damaged ({error}).")]
        return folder, [problem for problem in found if problem is not None]

    def _unpack_entry(
        self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, folder: Path, source: str
    ) -> Problem | None:
        place = f"{source}/{entry.filename.encode('utf-8', 'replace').decode()}"
        target = _target(folder, entry.filename)
        if target is None:
            return _problem("unreadable", place, "The entry's name leads out of the archive.")
        limit = min(MAX_ENTRY_BYTES, self._left)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(entry) as packed, target.open("xb") as out:
                written = 0
                while chunk := packed.read(_CHUNK):
                    written += len(chunk)
                    if written > limit:
                        break
                    out.write(chunk)
        except _DAMAGED as error:
            target.unlink(missing_ok=True)
            return _problem("unreadable", place, f"The entry cannot be unpacked ({error}).")
        if written > limit:
            target.unlink()
            return _problem("too_large", place, "The entry unpacks to more than is read.")
        self._left -= written
        return None


def _target(folder: Path, name: str) -> Path | None:
    """Where an entry is unpacked to; None when its name leads elsewhere."""
    path = PurePosixPath(name.replace("\\", "/"))
    parts = path.parts
    if path.is_absolute() or not parts or ".." in parts or "\0" in name or ":" in parts[0]:
        return None
    return folder.joinpath(*parts)


def _problem(code: str, path: str, message: str) -> Problem:
    remedy = "Unpack the archive by hand and scan the folder."
    return Problem(code, message, remedy, Place(source=path, field="file"))
