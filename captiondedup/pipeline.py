"""The story in its order: ingest, rights, duplicates, reconcile, check, manifest.

Every step is a function of what came before; nothing here reads a clock or the network, and the
same files give the same manifest.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from captiondedup.check.run import check_photos, decide, decide_each
from captiondedup.config import PublicationProfile, Settings
from captiondedup.errors import UnreadableInputError, UsageError
from captiondedup.ingest.articles import ArticleReading, CaptionSignals, read_article
from captiondedup.ingest.folder import ingest
from captiondedup.manifest.build import build_manifest
from captiondedup.model import (
    CandidatePair,
    Caption,
    Cluster,
    Comparison,
    FieldKind,
    Fingerprint,
    FoundText,
    Manifest,
    PairKind,
    Photo,
    Place,
    Problem,
    Sighting,
    SightingRole,
    SourceFile,
    SourceKind,
    Verdict,
)
from captiondedup.rights.caption import parse_caption
from captiondedup.rights.fields import read_code, read_field
from captiondedup.vocabulary.tables import Vocabulary, default_vocabulary

#: Told of progress: what is being done, how much of it is done, how much there is.
Progress = Callable[[str, int, int], None]

#: Long side, in pixels, to which pictures are decoded for comparison.
COMPARE_SIDE = 480


@dataclass(slots=True)
class _Images:
    """What the image reader noted on the way, by source path."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    coded: dict[str, tuple[FoundText, ...]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


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


def scan(
    paths: Sequence[Path],
    *,
    profile: PublicationProfile | None = None,
    on: datetime | None = None,
    settings: Settings | None = None,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Manifest:
    """The rights manifest of folders and files.

    Args:
        paths: folders to walk, or single files.
        profile: how the photos will be published; without one, restrictions come back for review.
        on: the moment that dates are weighed at; without one, dates come back for review.
        settings: a house's waivers and choice of rules.
        vocabulary: the rules to read with; the package's own by default.
        progress: told of what is done.

    Raises:
        UsageError: a path does not exist.
    """
    found = read_folder(paths, vocabulary=vocabulary, progress=progress)
    duplicates = find_duplicates(found, progress=progress)
    sightings = {sighting.id: sighting for sighting in found.sightings}
    photos = reconcile_all(duplicates.clusters, sightings, found.sizes)
    manifest = build_manifest(
        sources=found.sources,
        sightings=found.sightings,
        photos=photos,
        pairs=duplicates.pairs,
        problems=(*found.problems, *duplicates.problems),
    )
    return check(manifest, profile=profile, on=on, settings=settings)


def check(
    manifest: Manifest,
    *,
    profile: PublicationProfile | None = None,
    on: datetime | None = None,
    settings: Settings | None = None,
) -> Manifest:
    """The manifest with findings and decisions of a check against a profile at a moment."""
    settings = settings or Settings()
    findings = check_photos(
        manifest.photos,
        {sighting.id: sighting for sighting in manifest.sightings},
        manifest.problems,
        profile,
        on,
        pairs=manifest.pairs,
        waivers=settings.waivers,
        select=settings.select,
        ignore=settings.ignore,
    )
    return replace(
        manifest,
        findings=findings,
        decisions=tuple(sorted(decide_each(manifest.photos, findings))),
        decision=decide(findings),
        profile=profile.name if profile else "",
        checked_on=on.isoformat() if on else None,
    )


def read_folder(
    paths: Sequence[Path],
    *,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Found:
    """Sources and sightings under some paths, with the rights read out of every text."""
    from captiondedup.ingest.images import ImageReading, read_image

    vocabulary = vocabulary or default_vocabulary()
    images = _Images()

    def read(path: Path, source: str, sidecars: Sequence[tuple[Path, str]]) -> ImageReading:
        reading = read_image(path, source, sidecars)
        if reading.size is not None:
            images.sizes[source] = reading.size
        images.coded[source] = reading.coded
        images.files[source] = path
        return reading

    ingested = ingest(
        paths,
        read_image=read,
        reads_as_caption=caption_cue(vocabulary),
        progress=_stage(progress, "Reading"),
    )
    sightings = tuple(
        read_rights(sighting, vocabulary, images.coded.get(sighting.id, ()))
        for sighting in ingested.sightings
    )
    return Found(ingested.sources, sightings, ingested.problems, images.sizes, images.files)


def _stage(progress: Progress | None, name: str) -> Callable[[int, int, str], None] | None:
    if progress is None:
        return None
    return lambda done, total, _: progress(name, done, total)


def caption_cue(vocabulary: Vocabulary) -> Callable[[str], CaptionSignals]:
    """The question that article readers ask of the parser: is there rights wording in a text."""

    def cue(text: str) -> CaptionSignals:
        caption = parse_caption(text, vocabulary=vocabulary)
        spans = [credit.evidence.span for credit in caption.credits]
        spans += [restriction.evidence.span for restriction in caption.restrictions]
        last = max((end for _, end in spans), default=0)
        rest = text[last:].strip(" .)]}\n\"'\u201d\u2019|/*")
        return CaptionSignals(
            credit=bool(caption.credits),
            restriction=bool(caption.restrictions),
            tail=bool(spans) and not rest and caption.description != " ".join(text.split()),
            bare=bool(spans) and not caption.description,
        )

    return cue


def read_rights(
    sighting: Sighting, vocabulary: Vocabulary, coded: Iterable[FoundText] = ()
) -> Sighting:
    """The sighting with what its texts say about rights, and what its coded fields say."""
    captions = [read_field(text, vocabulary) for text in sighting.texts]
    captions.extend(caption for caption in map(read_code, coded) if caption is not None)
    return replace(sighting, captions=tuple(captions))


def read_article_file(path: Path, vocabulary: Vocabulary | None = None) -> ArticleReading:
    """One article file with its photos and their rights.

    Raises:
        UsageError: the file does not exist or cannot be opened.
    """
    vocabulary = vocabulary or default_vocabulary()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); check the path") from error
    reading = read_article(data, path.name, caption_cue(vocabulary))
    return replace(
        reading,
        sightings=tuple(read_rights(sighting, vocabulary) for sighting in reading.sightings),
    )


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


def reconcile_all(
    clusters: Iterable[Cluster],
    sightings: Mapping[str, Sighting],
    sizes: Mapping[str, tuple[int, int]],
) -> tuple[Photo, ...]:
    """One photo for each cluster."""
    from captiondedup.rights.reconcile import reconcile

    return tuple(reconcile(cluster, sightings, sizes) for cluster in clusters)


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
