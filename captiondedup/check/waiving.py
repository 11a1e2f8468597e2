"""Applies waivers to findings, and tells of waivers that do nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from fnmatch import fnmatchcase

from captiondedup.check.findings import make_finding
from captiondedup.check.rules import find_rule, is_named
from captiondedup.config import Waiver
from captiondedup.model import Decision, Evidence, Finding, Photo, Place, Severity


def apply_waivers(
    findings: Iterable[Finding],
    waivers: Iterable[Waiver],
    photos: Mapping[str, Photo],
    on: datetime | None,
) -> tuple[Finding, ...]:
    """Return the findings, those that a waiver lifts turned clear, and one for each idle waiver.

    A waiver lifts contradictions and the questions that only a person can answer; a block because
    of the profile is lifted by changing the profile. Whether it has begun or run out is judged by
    the day of ``on``; without ``on`` no waiver is applied.
    """
    left = list(findings)
    idle: list[Finding] = []
    for waiver in waivers:
        matched = [position for position, each in enumerate(left) if _names(waiver, each, photos)]
        problem = _why_idle(waiver, [left[position] for position in matched], on)
        if problem is not None:
            idle.append(problem)
            continue
        for position in matched:
            if _can_lift(left[position]):
                left[position] = _lifted(left[position], waiver)
    return (*left, *idle)


def _names(waiver: Waiver, finding: Finding, photos: Mapping[str, Photo]) -> bool:
    photo = photos.get(finding.photo or "")
    if photo is None or not is_named(finding.code, (waiver.code,)):
        return False
    names = {photo.id, *photo.sightings, *photo.files}
    names |= {sighting.partition("#")[0] for sighting in photo.sightings}
    return any(fnmatchcase(name, waiver.photo) for name in names)


def _can_lift(finding: Finding) -> bool:
    """Return whether a waiver answers a finding: what the profile blocks stays blocked."""
    if not find_rule(finding.code).waivable or finding.decision is Decision.CLEAR:
        return False
    return finding.decision is Decision.REVIEW or finding.restriction is None


def _lifted(finding: Finding, waiver: Waiver) -> Finding:
    by = f"Waived by {waiver.person} until {waiver.until.isoformat()}: {waiver.reason}."
    return replace(
        finding,
        decision=Decision.CLEAR,
        severity=Severity.INFO,
        message=f"{finding.message} {by}",
    )


def _why_idle(waiver: Waiver, matched: list[Finding], on: datetime | None) -> Finding | None:
    if not matched:
        return _about(waiver, "waiver.unused", Decision.CLEAR, "nothing like it was found")
    if not any(_can_lift(finding) for finding in matched):
        return _about(waiver, "waiver.not_allowed", Decision.CLEAR, f"it names {matched[0].code}")
    if on is None:
        return _about(waiver, "waiver.undated", Decision.CLEAR, "no date was given")
    if not waiver.date <= on.date() <= waiver.until:
        held = f"it held from {waiver.date.isoformat()} to {waiver.until.isoformat()}"
        return _about(waiver, "waiver.expired", Decision.REVIEW, held)
    return None


def _about(waiver: Waiver, code: str, decision: Decision, because: str) -> Finding:
    text = f"{waiver.photo}: {waiver.code}"
    evidence = Evidence(Place(waiver.place, "waiver"), (0, len(text)), text)
    return make_finding(code, decision, because, evidence=(evidence,))
