"""Compares what was found, pair by pair, and joins the sightings of one photograph."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from captiondedup.errors import UnreadableInputError
from captiondedup.model import (
    CandidatePair,
    Caption,
    Cluster,
    Comparison,
    FieldKind,
    Fingerprint,
    PairKind,
    Place,
    Problem,
    Sighting,
    SightingRole,
    SourceFile,
    SourceKind,
    Verdict,
)
from captiondedup.rights.caption import parse_caption
from captiondedup.vocabulary.tables import Vocabulary

#: Told of progress: what is being done, how much of it is done, how much there is.
Progress = Callable[[str, int, int], None]

#: Long side, in pixels, to which pictures are decoded for comparison.
COMPARE_SIDE = 480


@dataclass(frozen=True, slots=True)
class Found:
    """Everything read from a folder, with rights read out of every text."""

    sources: tuple[SourceFile, ...]
    sightings: tuple[Sighting, ...]
    problems: tuple[Problem, ...]
    sizes: Mapping[str, tuple[int, int]]
    files: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """All compared pairs, and the clusters that their verdicts make."""

    pairs: tuple[CandidatePair, ...]
    clusters: tuple[Cluster, ...]
    problems: tuple[Problem, ...] = ()


def find_duplicates(
    found: Found, *, images: bool = True, captions: bool = True, progress: Progress | None = None
) -> Duplicates:
    """All pairs of sightings that were compared, and the clusters of one photograph each."""
    pairs: list[CandidatePair] = list(_linked_pairs(found.sightings))
    prints: dict[str, Fingerprint] = {}
    problems: tuple[Problem, ...] = ()
    if images:
        prints, problems = _fingerprints(found, progress)
        pairs.extend(_image_pairs(found, prints, progress))
    if captions:
        alike = _caption_pairs(found.sightings)
        pairs.extend(alike)
        pairs.extend(_pictures_behind(alike, found.sightings, prints, pairs))
    from captiondedup.duplicates.clusters import join_clusters

    clusters = join_clusters((sighting.id for sighting in found.sightings), pairs)
    return Duplicates(tuple(pairs), clusters, problems)


def _linked_pairs(sightings: Sequence[Sighting]) -> Iterable[CandidatePair]:
    """A place of an article and the file it shows are one photograph."""
    files = {sighting.id for sighting in sightings if sighting.role is SightingRole.FILE}
    for sighting in sightings:
        linked = sighting.image.file if sighting.image else None
        if linked in files and linked is not None and linked != sighting.id:
            reason = "the article shows this file"
            comparison = Comparison(Verdict.SAME, 100.0, reason, "linked-file")
            a, b = sorted((linked, sighting.id))
            yield CandidatePair(PairKind.IMAGE, a, b, comparison)


def _fingerprints(
    found: Found, progress: Progress | None
) -> tuple[dict[str, Fingerprint], tuple[Problem, ...]]:
    """A fingerprint for each distinct picture, made on all cores; and pictures that failed."""
    from captiondedup.duplicates.fingerprint import fingerprint
    from captiondedup.ingest.images.open import UnreadableImageError, open_grey

    known_bad = {problem.place.source for problem in found.problems if problem.code != "unlinked"}
    wanted = [path for path in _distinct(found.sources) if path not in known_bad]

    def make(path: str) -> Fingerprint | Problem:
        try:
            picture = open_grey(found.files[path], COMPARE_SIDE)
            return fingerprint(picture.image, picture.size)
        except UnreadableImageError as error:
            return error.problem(path)

    prints: dict[str, Fingerprint] = {}
    problems: list[Problem] = []
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for done, (path, made) in enumerate(zip(wanted, pool.map(make, wanted), strict=True)):
            if progress is not None:
                progress("Looking", done, len(wanted))
            if isinstance(made, Problem):
                problems.append(made)
            else:
                prints[path] = made
    return prints, tuple(problems)


def _distinct(sources: Iterable[SourceFile]) -> list[str]:
    """The first path of each distinct image content."""
    first: dict[str, str] = {}
    for source in sources:
        if source.kind is SourceKind.IMAGE and source.sha256 and source.size:
            first.setdefault(source.sha256, source.path)
    return sorted(first.values())


def _image_pairs(
    found: Found, prints: Mapping[str, Fingerprint], progress: Progress | None
) -> Iterable[CandidatePair]:
    from captiondedup.duplicates.image_candidates import propose_image_pairs
    from captiondedup.duplicates.image_verdict import compare_fingerprints

    first: dict[str, str] = {}
    for source in found.sources:
        if source.kind is SourceKind.IMAGE and source.sha256 and source.size:
            original = first.setdefault(source.sha256, source.path)
            if original != source.path:
                comparison = Comparison(Verdict.SAME, 100.0, "the same bytes", "equal-bytes")
                yield CandidatePair(PairKind.IMAGE, original, source.path, comparison)
    proposed = propose_image_pairs(prints).pairs
    for done, (a, b) in enumerate(proposed):
        if progress is not None:
            progress("Comparing", done, len(proposed))
        comparison = compare_fingerprints(prints[a], prints[b])
        if comparison.verdict is not Verdict.UNRELATED:
            yield CandidatePair(PairKind.IMAGE, a, b, comparison)


def _caption_pairs(sightings: Sequence[Sighting]) -> list[CandidatePair]:
    from captiondedup.duplicates.caption_candidates import propose_caption_pairs
    from captiondedup.duplicates.caption_normalise import prepare
    from captiondedup.duplicates.captions import compare_prepared

    prepared = {
        sighting.id: prepare(caption)
        for sighting in sightings
        if (caption := describing_caption(sighting)) is not None
    }
    pairs = []
    for a, b in propose_caption_pairs(prepared).pairs:
        comparison = compare_prepared(prepared[a], prepared[b])
        if comparison.verdict is not Verdict.UNRELATED:
            pairs.append(CandidatePair(PairKind.CAPTION, a, b, comparison))
    return pairs


def describing_caption(sighting: Sighting) -> Caption | None:
    """The caption that tells the picture: the printed one, else the alternative text."""
    for kind in (FieldKind.CAPTION, FieldKind.ALT):
        for caption in sighting.captions:
            if caption.kind is kind and caption.description:
                return caption
    return None


def _pictures_behind(
    alike: Sequence[CandidatePair],
    sightings: Sequence[Sighting],
    prints: Mapping[str, Fingerprint],
    known: Sequence[CandidatePair],
) -> Iterable[CandidatePair]:
    """The pictures behind equal captions, compared even where nothing proposed it.

    Two photographs can carry one caption; the pictures must be able to say so.
    """
    from captiondedup.duplicates.image_verdict import compare_fingerprints

    shows = {
        sighting.id: sighting.image.file
        for sighting in sightings
        if sighting.image and sighting.image.file in prints
    }
    shows.update({path: path for path in prints})
    done = {(pair.a, pair.b) for pair in known if pair.kind is PairKind.IMAGE}
    for pair in alike:
        if pair.comparison is None or pair.comparison.verdict is not Verdict.SAME:
            continue
        a, b = sorted((shows.get(pair.a) or "", shows.get(pair.b) or ""))
        if a and a != b and (a, b) not in done:
            done.add((a, b))
            yield CandidatePair(PairKind.IMAGE, a, b, compare_fingerprints(prints[a], prints[b]))


def compare_images(a: Path, b: Path) -> Comparison:
    """Whether two image files show one photograph.

    Raises:
        UnreadableInputError: a file is no image that can be read.
    """
    from captiondedup.duplicates.fingerprint import fingerprint
    from captiondedup.duplicates.image_verdict import compare_fingerprints
    from captiondedup.ingest.images.open import open_grey

    made = []
    for path in (a, b):
        if not path.is_file():
            raise UnreadableInputError(f"{path}: no such file; check the path")
        picture = open_grey(path, COMPARE_SIDE)
        made.append(fingerprint(picture.image, picture.size))
    return compare_fingerprints(made[0], made[1])


def compare_captions(a: str, b: str, *, vocabulary: Vocabulary | None = None) -> Comparison:
    """Whether two captions tell of one photograph.

    >>> verdict = compare_captions("Ann Lee (L) waves. (Yonhap)", "Ann Lee (R) waves. (Yonhap)")
    >>> verdict.verdict.value
    'different'
    """
    from captiondedup.duplicates.captions import compare_captions as compare

    return compare(
        parse_caption(a, place=Place(field="a"), vocabulary=vocabulary),
        parse_caption(b, place=Place(field="b"), vocabulary=vocabulary),
    )
