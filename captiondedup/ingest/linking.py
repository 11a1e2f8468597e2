"""Which file of the folder an article's image reference means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from captiondedup.ingest.imageurls import MIN_STEM_CHARACTERS, decoded, path_of, stem_of
from captiondedup.model import ImageReference, Problem, Sighting, SourceFile, SourceKind

#: Shortest stem by which a reference is linked to a file of another name in another folder.
MIN_LINK_STEM = 4


class ImageFiles:
    """The image files of a scan, ready to be found by path, by name and by stem."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        """Index the image files among ``files``."""
        images = sorted((f for f in files if f.kind is SourceKind.IMAGE), key=lambda f: f.path)
        self._paths = {file.path: file for file in images}
        self._names: dict[str, list[SourceFile]] = defaultdict(list)
        self._stems: dict[str, list[SourceFile]] = defaultdict(list)
        for file in images:
            name = PurePosixPath(file.path).name
            self._names[name.casefold()].append(file)
            self._stems[stem_of(name)].append(file)

    def find(self, reference: ImageReference, article: str) -> str | None:
        """Return the path of the file that a reference of ``article`` means, or None.

        The address as written counts first, then the other renditions; for each a path from the
        article's folder, then an equal file name, then a name equal but for size and density.
        Of several files the nearest to the article wins, then the largest, then the first.
        """
        addresses = (reference.reference, *reference.alternates)
        for step in (self._by_path, self._by_name, self._by_stem):
            for address in addresses:
                if address and address[:5].lower() != "data:" and (found := step(address, article)):
                    return found.path
        return None

    def _by_path(self, address: str, article: str) -> SourceFile | None:
        folder = PurePosixPath(article).parent
        for spelling in (path_of(address), decoded(address.split("?")[0]), address):
            relative = _normal(folder, spelling)
            if relative is not None and relative in self._paths:
                return self._paths[relative]
        return None

    def _by_name(self, address: str, article: str) -> SourceFile | None:
        name = PurePosixPath(path_of(address)).name.casefold()
        return _nearest(self._names.get(name, ()), article) if name else None

    def _by_stem(self, address: str, article: str) -> SourceFile | None:
        stem = stem_of(PurePosixPath(path_of(address)).name)
        files = self._stems.get(stem, ())
        if len(stem) < MIN_STEM_CHARACTERS:  # short names repeat: only beside the article
            top = PurePosixPath(article).parent
            files = [f for f in files if PurePosixPath(f.path).is_relative_to(top)]
        return _nearest(files, article) if len(stem) >= MIN_LINK_STEM else None


def link_references(
    sightings: Sequence[Sighting], files: Iterable[SourceFile]
) -> tuple[tuple[Sighting, ...], tuple[Problem, ...]]:
    """Return the sightings with their image files, and a Problem ``unlinked`` for each without."""
    index = ImageFiles(files)
    linked: list[Sighting] = []
    problems: list[Problem] = []
    for sighting in sightings:
        image = sighting.image
        if image is None or image.file is not None or not image.reference:
            linked.append(sighting)
            continue
        found = index.find(image, sighting.source)
        if found is None:
            problems.append(_unlinked(sighting, image.reference))
            linked.append(sighting)
        else:
            linked.append(replace(sighting, image=replace(image, file=found)))
    return tuple(linked), tuple(problems)


def _normal(folder: PurePosixPath, address: str) -> str | None:
    """Return a path from the scan root, or None when it leads out of it."""
    parts: list[str] = [] if address.startswith("/") else list(folder.parts)
    for part in address.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _nearest(files: Sequence[SourceFile], article: str) -> SourceFile | None:
    folder = PurePosixPath(article).parent.parts

    def distance(file: SourceFile) -> tuple[int, int, str]:
        parts = PurePosixPath(file.path).parent.parts
        shared = 0
        for ours, theirs in zip(folder, parts, strict=False):
            if ours != theirs:
                break
            shared += 1
        return len(folder) + len(parts) - 2 * shared, -file.size, file.path

    return min(files, key=distance, default=None)


def _unlinked(sighting: Sighting, reference: str) -> Problem:
    shown = reference if len(reference) <= 200 else reference[:197] + "..."
    return Problem(
        code="unlinked",
        message=f"No file of the folder answers to the image {shown}.",
        remedy="Put the image file beside the article, or ignore this for an image on the web.",
        place=sighting.place,
    )
