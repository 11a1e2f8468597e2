"""Everything the check has to say about one photo before one profile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from captiondedup.check.findings import judged_finding, make_finding
from captiondedup.check.restrictions import weigh
from captiondedup.check.weighing import Weighing
from captiondedup.conditions.licenses import license_terms
from captiondedup.conditions.meaning import (
    describe_restriction,
    distinct_restrictions,
    same_meaning,
)
from captiondedup.config import Use
from captiondedup.model import (
    Decision,
    Evidence,
    Finding,
    NoticeCode,
    Photo,
    RestrictionCode,
    Sighting,
)

#: Notices that a desk must know before it publishes, and the rule that tells it.
_TOLD = {
    NoticeCode.UNVERIFIED: "notice.unverified",
    NoticeCode.DIGITALLY_ALTERED: "notice.altered",
    NoticeCode.AI_GENERATED: "notice.altered",
    NoticeCode.MINORS: "notice.sensitive",
    NoticeCode.GRAPHIC_CONTENT: "notice.sensitive",
}


def check_photo(weighing: Weighing, sightings: Mapping[str, Sighting]) -> Iterator[Finding]:
    """Yield the findings about one photo: its terms, contradictions, losses, credit, notices."""
    yield from _restrictions(weighing)
    yield from _conflicts(weighing)
    yield from _drifts(weighing)
    yield from _ownership(weighing, sightings)
    yield from _notices(weighing)


def _restrictions(weighing: Weighing) -> Iterator[Finding]:
    photo, profile = weighing.photo, weighing.profile
    for restriction in distinct_restrictions(photo):
        judgement = weigh(restriction, weighing)
        if judgement is not None:
            evidence = [each.evidence for each in same_meaning(photo, restriction)]
            yield judged_finding(restriction.code, judgement, profile, photo.id, evidence)


def _conflicts(weighing: Weighing) -> Iterator[Finding]:
    for conflict in weighing.photo.conflicts:
        yield make_finding(
            f"conflict.{conflict.code}",
            Decision.BLOCKED,
            conflict.message,
            photo=weighing.photo.id,
            evidence=conflict.evidence,
        )


def _drifts(weighing: Weighing) -> Iterator[Finding]:
    strict = weighing.profile.strict
    for drift in weighing.photo.drifts:
        lost = ", ".join(dict.fromkeys(place.source for place in drift.missing_in))
        yield make_finding(
            "drift.restriction_lost",
            Decision.BLOCKED if strict else Decision.REVIEW,
            f"{describe_restriction(drift.restriction)} is not stated in {lost}, "
            "and holds there as well",
            photo=weighing.photo.id,
            evidence=(
                drift.restriction.evidence,
                *(Evidence(place, (0, 0), "") for place in drift.missing_in),
            ),
            restriction=drift.restriction.code,
            profile=weighing.profile if strict else None,
            key="strict" if strict else "",
        )


def _ownership(weighing: Weighing, sightings: Mapping[str, Sighting]) -> Iterator[Finding]:
    """Ask about a photo that credits nobody, unless it is in the public domain."""
    photo, strict = weighing.photo, weighing.profile.strict
    if photo.credits or any(license_terms(each).public_domain for each in photo.licenses):
        return
    known = bool(photo.restrictions)
    yield make_finding(
        "credit.missing" if known else "rights.none",
        Decision.BLOCKED if strict else Decision.REVIEW,
        "its terms are known, its maker is not"
        if known
        else "no caption or metadata says anything of it",
        photo=photo.id,
        evidence=_first_words(photo, sightings),
        profile=weighing.profile if strict else None,
        key="strict" if strict else "",
    )


def _first_words(photo: Photo, sightings: Mapping[str, Sighting]) -> Iterator[Evidence]:
    """Yield the first text of each sighting, or its bare place, to find the photo by."""
    for identifier in photo.sightings:
        sighting = sightings.get(identifier)
        if sighting is None:
            continue
        if sighting.texts:
            text = sighting.texts[0]
            yield Evidence(text.place, (0, len(text.text)), text.text)
        else:
            yield Evidence(sighting.place, (0, 0), "")


def _notices(weighing: Weighing) -> Iterator[Finding]:
    photo = weighing.photo
    by_rule: dict[str, list[Evidence]] = {}
    for notice in photo.notices:
        rule = _TOLD.get(notice.code)
        if rule:
            by_rule.setdefault(rule, []).append(notice.evidence)
    for rule, evidence in by_rule.items():
        yield make_finding(
            rule, Decision.CLEAR, "the agency says so", photo=photo.id, evidence=evidence
        )
    see = [each.evidence for each in photo.notices if each.code is NoticeCode.SEE_RESTRICTIONS]
    readable = [each for each in photo.restrictions if each.code is not RestrictionCode.UNPARSED]
    if see and not readable:
        yield make_finding(
            "notice.see_restrictions",
            Decision.REVIEW,
            "no restriction is found in any copy",
            photo=photo.id,
            evidence=see,
        )
    yield from _releases(weighing)


def _releases(weighing: Weighing) -> Iterator[Finding]:
    photo, use = weighing.photo, weighing.profile.use
    missing = [each.evidence for each in photo.notices if each.code is NoticeCode.NOT_RELEASED]
    if not missing:
        return
    commercial = use in (Use.ADVERTISING, Use.PROMOTIONAL)
    yield make_finding(
        "notice.not_released",
        Decision.REVIEW if commercial else Decision.CLEAR,
        f"published as {use.value}" if use else "the use is not stated",
        photo=photo.id,
        evidence=missing,
        profile=weighing.profile if commercial else None,
        key="use" if commercial else "",
    )
