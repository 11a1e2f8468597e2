"""A folder of articles, images and sidecars becomes sources, sightings and problems."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from captiondedup.errors import UsageError
from captiondedup.ingest.archives import Archives, is_archive
from captiondedup.ingest.articles import CaptionCue, read_article
from captiondedup.ingest.articles.formats import SNIFF_BYTES
from captiondedup.ingest.articles.read import MAX_ARTICLE_BYTES, unpack_head
from captiondedup.ingest.filekinds import kind_of, named_as_image
from captiondedup.ingest.linking import link_references
from captiondedup.model import (
    FoundText,
    Place,
    Problem,
    Sighting,
    SightingRole,
    SourceFile,
    SourceKind,
)

#: The tool's own output folder, which is no input.
OUTPUT_FOLDER = "captiondedup-out"

#: Most bytes of one image file. Source: medium-format TIFF scans reach about 0.6 GB.
MAX_IMAGE_BYTES = 1024 * 1024 * 1024

_CHUNK = 1024 * 1024


class ImageReadingLike(Protocol):
    """What the pipeline's image reader returns for one image file."""

    @property
    def media_type(self) -> str:
        """Return the media type, such as ``image/jpeg``; empty when it is no image."""

    @property
    def size(self) -> tuple[int, int] | None:
        """Return width and height in pixels, or None when they are not known."""

    @property
    def texts(self) -> tuple[FoundText, ...]:
        """Return the captions, credits and rights fields of the file and its sidecars."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return what could not be read."""


#: Reads one image: file, its source path, and the sidecars that belong to it.
ReadImage = Callable[[Path, str, Sequence[tuple[Path, str]]], ImageReadingLike]

#: Told before each file: files done, files in all, path of the file.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Ingested:
    """All that a scan found: files by path, sightings by file and place, problems by file."""

    sources: tuple[SourceFile, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Found:
    """A file on the way in."""

    file: Path
    path: str
    source: SourceFile
    problem: Problem | None = None
    sidecars: list[tuple[Path, str]] = field(default_factory=list)


def ingest(
    paths: Sequence[Path],
    *,
    read_image: ReadImage,
    reads_as_caption: CaptionCue,
    archives: Archives,
    progress: Progress | None = None,
) -> Ingested:
    """Return every file under ``paths``, each sighting in them, and what could not be read.

    Paths of sources are relative to their root; with several roots the root's name goes before.
    A zip archive is read as the folder that it holds, for as long as ``archives`` is open.
    Hidden files, the tool's own output folder and links that lead out of a root are left out.

    Raises:
        UsageError: a path does not exist, or no path is given.
    """
    listed, problems = list_files(paths, archives)
    found = [_examine(file, path) for path, file in listed]
    problems.extend(entry.problem for entry in found if entry.problem is not None)
    problems.extend(_join_sidecars(found))
    sightings: list[Sighting] = []
    sources: list[SourceFile] = []
    for done, entry in enumerate(found):
        if progress is not None:
            progress(done, len(found), entry.path)
        source, seen, wrong = _read(entry, read_image, reads_as_caption)
        sources.append(source)
        sightings.extend(seen)
        problems.extend(wrong)
    linked, unlinked = link_references(sightings, sources)
    problems.extend(unlinked)
    order = {source.path: number for number, source in enumerate(sources)}
    problems.sort(key=lambda problem: order.get(problem.place.source, len(order)))
    return Ingested(tuple(sources), linked, tuple(problems))


def list_files(
    paths: Sequence[Path], archives: Archives
) -> tuple[list[tuple[str, Path]], list[Problem]]:
    """Return source path and file for each file under ``paths``, sorted, and what was left out.

    Raises:
        UsageError: a path does not exist, or no path is given.
    """
    if not paths:
        raise UsageError("No path is given; name a folder or a file to scan.")
    roots: list[Path] = []
    for path in paths:
        if not path.exists():
            raise UsageError(f"{path}: no such file or folder; check the spelling of the path.")
        if path.resolve() not in {root.resolve() for root in roots}:
            roots.append(path)
    files: dict[str, Path] = {}
    seen: set[Path] = set()
    problems: list[Problem] = []
    pending = [(root, prefix, False) for root, prefix in zip(roots, _prefixes(roots), strict=True)]
    for root, prefix, unpacked in pending:
        for relative, file in _walk(root):
            name = f"{prefix}/{relative}" if prefix and root.is_dir() else prefix or relative
            real = _resolved(file)
            if real is None or not real.is_relative_to(root.resolve()):
                problems.append(_outside(name))
            elif real not in seen:
                seen.add(real)
                files[name] = file
                if not unpacked and is_archive(file):  # an archive in an archive stays packed
                    folder, wrong = archives.unpack(file, name)
                    problems.extend(wrong)
                    pending.append((folder, name, True))
    return sorted(files.items()), problems


def _resolved(file: Path) -> Path | None:
    try:
        return file.resolve()
    except (OSError, RuntimeError):  # RuntimeError: a loop of links, up to Python 3.12
        return None


def _prefixes(roots: Sequence[Path]) -> list[str]:
    if len(roots) == 1:
        return [""]
    prefixes: list[str] = []
    for root in roots:
        name = _printable(root.resolve().name) or "root"
        candidate, number = name, 2
        while candidate in prefixes:
            plain = PurePosixPath(name)
            candidate, number = f"{plain.stem}-{number}{plain.suffix}", number + 1
        prefixes.append(candidate)
    return prefixes


def _walk(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield path from the root and file; folders behind links are not entered."""
    if not root.is_dir():
        yield _printable(root.name), root
        return
    for folder, names, files in os.walk(root):
        names[:] = sorted(n for n in names if not n.startswith(".") and n != OUTPUT_FOLDER)
        for name in sorted(files):
            if not name.startswith("."):
                file = Path(folder) / name
                yield _printable(file.relative_to(root).as_posix()), file


def _printable(path: str) -> str:
    """Return a path that can be written as UTF-8; bytes of a name that are none become U+FFFD."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _examine(file: Path, path: str) -> _Found:
    """Return the file with its kind and hash; one that cannot be opened has a Problem."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            return _unread(file, path, 0, "It is no regular file (a pipe, socket or device).")
        head, digest = _hash(file)
    except OSError as error:
        return _unread(file, path, 0, f"It cannot be opened: {error.strerror or error}.")
    kind = kind_of(unpack_head(head)[:SNIFF_BYTES], path)
    found = _Found(file, path, SourceFile(path, kind, status.st_size, digest))
    limit = MAX_IMAGE_BYTES if kind is SourceKind.IMAGE else MAX_ARTICLE_BYTES
    if status.st_size == 0:
        found.problem = _problem("empty", path, "The file has no content.", "Fetch it again.")
    elif kind is SourceKind.OTHER and named_as_image(path):
        message = "The file is named as an image, but its content is none."
        found.problem = _problem("not_an_image", path, message, "Fetch or export it again.")
    elif status.st_size > limit and kind is not SourceKind.OTHER:
        message = f"The file is larger than {limit // 2**20} MB and was not read."
        found.problem = _problem("too_large", path, message, "Make it smaller or leave it out.")
    return found


def _hash(file: Path) -> tuple[bytes, str]:
    digest = hashlib.sha256()
    head = b""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            head = head or chunk[: 4 * SNIFF_BYTES]
            digest.update(chunk)
    return head, digest.hexdigest()


def _join_sidecars(found: Sequence[_Found]) -> list[Problem]:
    """Give each image its sidecars (``a.jpg.xmp`` or ``a.xmp``); Problems for those left over."""
    by_name: dict[str, list[_Found]] = {}
    for entry in found:
        if entry.source.kind is SourceKind.IMAGE:
            path = PurePosixPath(entry.path.casefold())
            by_name.setdefault(str(path), []).append(entry)
            by_name.setdefault(str(path.with_suffix("")), []).append(entry)
    problems: list[Problem] = []
    for entry in found:
        if entry.source.kind is not SourceKind.SIDECAR or entry.problem is not None:
            continue
        owners = by_name.get(str(PurePosixPath(entry.path.casefold()).with_suffix("")), [])
        for owner in owners:
            owner.sidecars.append((entry.file, entry.path))
        if not owners:
            message = "No image of the folder belongs to this sidecar; it was not read."
            remedy = "Put the image of the same name beside it."
            problems.append(_problem("unlinked", entry.path, message, remedy))
    return problems


def _read(
    entry: _Found, read_image: ReadImage, cue: CaptionCue
) -> tuple[SourceFile, tuple[Sighting, ...], tuple[Problem, ...]]:
    source = entry.source
    if entry.problem is not None:
        return source, (), ()
    if source.kind is SourceKind.IMAGE:
        return _read_image(entry, read_image)
    if source.kind in {SourceKind.ARTICLE, SourceKind.TABLE}:
        try:
            data = entry.file.read_bytes()
        except OSError as error:
            message = f"It cannot be opened: {error.strerror or error}."
            return source, (), (_problem("unreadable", source.path, message, _CHECK_FILE),)
        reading = read_article(data, source.path, cue)
        return source, reading.sightings, reading.problems
    return source, (), ()


def _read_image(
    entry: _Found, read_image: ReadImage
) -> tuple[SourceFile, tuple[Sighting, ...], tuple[Problem, ...]]:
    source = entry.source
    reading = read_image(entry.file, source.path, tuple(sorted(entry.sidecars, key=_second)))
    typed = SourceFile(source.path, source.kind, source.size, source.sha256, reading.media_type)
    if not reading.media_type:
        return typed, (), reading.problems
    sighting = Sighting(
        id=source.path,
        source=source.path,
        place=Place(source=source.path, field="file"),
        role=SightingRole.FILE,
        texts=reading.texts,
        rule="image-file",
    )
    return typed, (sighting,), reading.problems


_CHECK_FILE = "Check the file and its permissions, then scan again."


def _second(pair: tuple[Path, str]) -> str:
    return pair[1]


def _unread(file: Path, path: str, size: int, message: str) -> _Found:
    source = SourceFile(path, SourceKind.OTHER, size, "")
    return _Found(file, path, source, _problem("unreadable", path, message, _CHECK_FILE))


def _outside(path: str) -> Problem:
    message = "The link leads out of the scanned folder, or in a circle; it was not followed."
    return _problem(
        "unreadable", path, message, "Scan the folder it leads to as well, or remove the link."
    )


def _problem(code: str, path: str, message: str, remedy: str) -> Problem:
    return Problem(code, message, remedy, Place(source=path, field="file"))
