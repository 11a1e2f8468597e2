"""The story in its order: ingest, rights, duplicates, reconcile, check, manifest.

Every step is a function of what came before; nothing here reads a clock or the network, and the
same files give the same manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from captiondedup.check.run import check_photos, decide, decide_each
from captiondedup.config import PublicationProfile, Settings
from captiondedup.errors import UsageError
from captiondedup.ingest.archives import Archives
from captiondedup.ingest.articles import ArticleReading, CaptionSignals, read_article
from captiondedup.ingest.folder import ingest
from captiondedup.manifest.build import build_manifest
from captiondedup.matching import Found, Progress, find_duplicates
from captiondedup.model import (
    Cluster,
    FoundText,
    Manifest,
    Photo,
    Sighting,
)
from captiondedup.rights.caption import parse_caption
from captiondedup.rights.fields import read_code, read_field
from captiondedup.vocabulary.tables import Vocabulary, default_vocabulary


@dataclass(slots=True)
class _Images:
    """What the image reader noted on the way, by source path."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    coded: dict[str, tuple[FoundText, ...]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


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
    with Archives() as archives:
        found = read_folder(paths, archives, vocabulary=vocabulary, progress=progress)
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
    archives: Archives,
    *,
    vocabulary: Vocabulary | None = None,
    progress: Progress | None = None,
) -> Found:
    """Sources and sightings under some paths, with the rights read out of every text.

    The files of zip archives are there for as long as ``archives`` is open.
    """
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
        archives=archives,
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


def reconcile_all(
    clusters: Iterable[Cluster],
    sightings: Mapping[str, Sighting],
    sizes: Mapping[str, tuple[int, int]],
) -> tuple[Photo, ...]:
    """One photo for each cluster."""
    from captiondedup.rights.reconcile import reconcile

    return tuple(reconcile(cluster, sightings, sizes) for cluster in clusters)
