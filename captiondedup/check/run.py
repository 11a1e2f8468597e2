"""Weighs every photo against a profile and a date, and says what may run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from captiondedup.check.copies import check_copies, find_alterations
from captiondedup.check.findings import make_finding
from captiondedup.check.photo import check_photo
from captiondedup.check.rules import all_rules, is_named
from captiondedup.check.waiving import apply_waivers
from captiondedup.check.weighing import EarlierUses, Weighing
from captiondedup.conditions.territory import RegionMembers
from captiondedup.config import NEUTRAL_PROFILE, PublicationProfile, Waiver
from captiondedup.model import (
    CandidatePair,
    Decision,
    Evidence,
    Finding,
    Photo,
    Problem,
    Sighting,
)


def check_photos(
    photos: Sequence[Photo],
    sightings: Mapping[str, Sighting],
    problems: Iterable[Problem],
    profile: PublicationProfile | None,
    on: datetime | None,
    *,
    pairs: Sequence[CandidatePair] = (),
    waivers: Iterable[Waiver] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    region_members: RegionMembers | None = None,
    earlier_uses: EarlierUses | None = None,
) -> tuple[Finding, ...]:
    """Return what the desk must know before these photos run as the profile says.

    Without a profile nothing counts as stated: restrictions come back for review, contradictions
    are blocked. ``on`` is the time of the check. ``pairs`` tell of altered copies and of photos
    that may be one. ``select`` and ``ignore`` name rules or families. Findings are ordered by
    photo, the worst first.
    """
    if region_members is None:
        from captiondedup.vocabulary.territories import region_members as by_table

        region_members = by_table
    wanted = profile or NEUTRAL_PROFILE
    photo_of = {each: photo.id for photo in photos for each in photo.sightings}
    altered = find_alterations(pairs, photo_of)
    found: list[Finding] = []
    for photo in photos:
        weighing = Weighing(
            photo, wanted, on, region_members, earlier_uses, altered.get(photo.id, ())
        )
        found += check_photo(weighing, sightings)
    found += check_copies(photos, sightings, pairs, photo_of)
    found += _input_findings(problems, photos, wanted)
    by_id = {photo.id: photo for photo in photos}
    judged = apply_waivers(found, waivers, by_id, on)
    shown = [each for each in judged if _is_wanted(each.code, select, ignore)]
    return tuple(sorted(shown, key=_finding_order))


def decide(findings: Iterable[Finding]) -> Decision:
    """Return the worst decision of all findings; clear without any.

    >>> decide([]).value
    'clear'
    """
    return worst(finding.decision for finding in findings)


def worst(decisions: Iterable[Decision]) -> Decision:
    """Return the worst of some decisions: blocked, then review, then clear.

    >>> worst([Decision.REVIEW, Decision.BLOCKED, Decision.CLEAR]).value
    'blocked'
    """
    return max(decisions, key=lambda decision: decision.severity, default=Decision.CLEAR)


def decide_each(
    photos: Iterable[Photo], findings: Iterable[Finding]
) -> tuple[tuple[str, Decision], ...]:
    """Return id and decision of every photo, in the order of the photos."""
    by_photo: dict[str, list[Decision]] = {photo.id: [] for photo in photos}
    for finding in findings:
        if finding.photo in by_photo:
            by_photo[finding.photo].append(finding.decision)
    return tuple((photo, worst(decisions)) for photo, decisions in by_photo.items())


def _input_findings(
    problems: Iterable[Problem], photos: Iterable[Photo], profile: PublicationProfile
) -> list[Finding]:
    known = {rule.code for rule in all_rules()}
    photo_of = {file: photo.id for photo in photos for file in photo.files}
    found = []
    for problem in problems:
        code = f"input.{problem.code}"
        if code not in known:
            code = "input.unreadable"
        decision = Decision.BLOCKED if profile.strict else Decision.REVIEW
        if code == "input.unlinked":
            decision = Decision.REVIEW if profile.strict else Decision.CLEAR
        found.append(
            make_finding(
                code,
                decision,
                problem.message.rstrip("."),
                photo=photo_of.get(problem.place.source),
                evidence=(Evidence(problem.place, (0, 0), ""),),
            )
        )
    return found


def _is_wanted(code: str, select: Sequence[str], ignore: Sequence[str]) -> bool:
    return (not select or is_named(code, select)) and not is_named(code, ignore)


def _finding_order(finding: Finding) -> tuple[bool, str, int, str, str]:
    return (
        finding.photo is None,
        finding.photo or "",
        -finding.decision.severity,
        finding.code,
        finding.message,
    )
