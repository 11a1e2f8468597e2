"""Puts everything read, judged and decided in one scan together, in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from captiondedup.model import (
    CandidatePair,
    Decision,
    Finding,
    Manifest,
    Photo,
    Problem,
    Sighting,
    SourceFile,
)

#: Version of the manifest's layout: the first number changes when old readers would misread it.
SCHEMA_VERSION = "1.0"


def build_manifest(
    *,
    sources: Iterable[SourceFile],
    sightings: Iterable[Sighting],
    photos: Iterable[Photo],
    pairs: Iterable[CandidatePair] = (),
    problems: Iterable[Problem] = (),
    findings: Iterable[Finding] = (),
    decisions: Iterable[tuple[str, Decision]] = (),
    decision: Decision = Decision.CLEAR,
    profile: str = "",
    checked_on: datetime | None = None,
) -> Manifest:
    """Return the manifest; sources, sightings, photos, pairs and problems come out sorted.

    Findings keep the order in which the check gave them: worst first within each photo.
    """
    return Manifest(
        schema_version=SCHEMA_VERSION,
        sources=tuple(sorted(sources, key=lambda source: source.path)),
        sightings=tuple(sorted(sightings, key=lambda sighting: sighting.id)),
        photos=tuple(sorted(photos, key=_photo_order)),
        pairs=tuple(sorted(pairs, key=lambda pair: (pair.a, pair.b, pair.kind))),
        problems=tuple(sorted(problems, key=_problem_order)),
        findings=tuple(findings),
        decisions=tuple(sorted(decisions)),
        decision=decision,
        profile=profile,
        checked_on=checked_on.isoformat() if checked_on else None,
    )


def _photo_order(photo: Photo) -> tuple[str, str]:
    """Order photos as they stand in the folder: by their first sighting."""
    return (min(photo.sightings, default=""), photo.id)


def _problem_order(problem: Problem) -> tuple[str, int, str, str, str]:
    place = problem.place
    return (place.source, place.line or 0, problem.code, place.field, problem.message)
