"""Statements about one photo that cannot all hold, with every side kept.

========================== ==================================================================
code                       cannot all hold because
========================== ==================================================================
``territory_empty``        the territories allowed and forbidden leave no country
``media_empty``            the media allowed and forbidden leave none
``outlets_empty``          the outlets allowed and forbidden leave none
``embargo_after_expiry``   the photo may not run before a date that lies after its last one
``license_against_terms``  a public licence allows what other wording forbids
``licenses_differ``        two copies name different licences
``mandatory_credits_differ`` two different credits are each demanded
``agencies_differ``        copies name agencies, and share none
``photographers_differ``   copies name photographers, and share none
``holders_differ``         copies name copyright holders, and share none
========================== ==================================================================
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from captiondedup.conditions.licenses import license_terms
from captiondedup.conditions.meaning import caption_terms, credit_meaning
from captiondedup.conditions.media import all_parts
from captiondedup.conditions.moments import is_before, read_moments
from captiondedup.conditions.territory import RegionMembers, effective_territory
from captiondedup.conditions.words import has_words, name_words
from captiondedup.model import (
    Conflict,
    Credit,
    CreditRole,
    Evidence,
    Restriction,
    RestrictionCode,
    Sighting,
)

_CODE = RestrictionCode

#: What every public licence allows, so that wording against it contradicts the licence.
_AGAINST_ANY_LICENSE = frozenset(
    {
        _CODE.NO_REDISTRIBUTION,
        _CODE.NO_ARCHIVE,
        _CODE.ALL_RIGHTS_RESERVED,
        _CODE.PERMISSION_REQUIRED,
        _CODE.TERRITORY_ONLY,
        _CODE.TERRITORY_EXCLUDED,
        _CODE.ONE_TIME_USE,
        _CODE.EXPIRY,
    }
)
#: What a licence allows unless it is non-commercial, or bars derivatives.
_AGAINST_COMMERCIAL = frozenset({_CODE.NO_SALE, _CODE.NO_COMMERCIAL, _CODE.EDITORIAL_ONLY})
_AGAINST_DERIVATIVES = frozenset({_CODE.NO_ALTERATION})

#: So many different credit chains of one photo are compared each with each.
_MOST_COMPARED = 100


def find_conflicts(
    members: Sequence[Sighting], region_members: RegionMembers
) -> tuple[Conflict, ...]:
    """Return the conflicts among the statements of a photo's sightings, in the table's order."""
    terms = [
        restriction
        for member in members
        for caption in member.captions
        for restriction in caption_terms(caption)
    ]
    found = [
        _territory(terms, region_members),
        _media(terms),
        _outlets(terms),
        _dates(terms),
        _license_against_terms(terms),
        _licenses(members),
        _mandatory_credits(terms),
        _names(members, "agencies_differ", "agencies", (CreditRole.AGENCY,)),
        _names(members, "photographers_differ", "photographers", (CreditRole.PHOTOGRAPHER,)),
        _names(members, "holders_differ", "copyright holders", (CreditRole.COPYRIGHT_HOLDER,)),
    ]
    return tuple(conflict for conflict in found if conflict is not None)


def _territory(terms: Sequence[Restriction], members: RegionMembers) -> Conflict | None:
    if not effective_territory(terms, members).empty:
        return None
    involved = _with_code(terms, _CODE.TERRITORY_ONLY, _CODE.TERRITORY_EXCLUDED)
    return _conflict("territory_empty", "the territories stated leave no country at all", involved)


def _media(terms: Sequence[Restriction]) -> Conflict | None:
    involved = _with_code(terms, _CODE.MEDIUM_ONLY, _CODE.MEDIUM_EXCLUDED)
    allowed = [all_parts(each.media) for each in involved if each.code is _CODE.MEDIUM_ONLY]
    barred = all_parts(
        medium for each in involved if each.code is _CODE.MEDIUM_EXCLUDED for medium in each.media
    )
    understood = [media for media in allowed if media]
    if not understood or frozenset.intersection(*understood) - barred:
        return None
    return _conflict("media_empty", "the media stated leave none at all", involved)


def _outlets(terms: Sequence[Restriction]) -> Conflict | None:
    involved = _with_code(terms, _CODE.OUTLET_ONLY, _CODE.OUTLET_EXCLUDED)
    allowed = [_outlet_names(each) for each in involved if each.code is _CODE.OUTLET_ONLY]
    barred = {
        name
        for each in involved
        if each.code is _CODE.OUTLET_EXCLUDED
        for name in _outlet_names(each)
    }
    understood = [names for names in allowed if names]
    if not understood or frozenset.intersection(*understood) - barred:
        return None
    return _conflict("outlets_empty", "the outlets stated leave none at all", involved)


def _dates(terms: Sequence[Restriction]) -> Conflict | None:
    for embargo in _with_code(terms, _CODE.EMBARGO):
        start = read_moments(embargo.date)
        for expiry in _with_code(terms, _CODE.EXPIRY):
            end = read_moments(expiry.date, end=True)
            if start and end and is_before(end, start):
                return _conflict(
                    "embargo_after_expiry",
                    f"embargoed until {embargo.date}, but to be used no later than {expiry.date}",
                    (embargo, expiry),
                )
    return None


def _license_against_terms(terms: Sequence[Restriction]) -> Conflict | None:
    for licensed in _with_code(terms, _CODE.LICENSE):
        elements = license_terms(licensed.license or "")
        if not elements.known:
            continue
        against = set(_AGAINST_ANY_LICENSE)
        against |= set() if elements.non_commercial else _AGAINST_COMMERCIAL
        against |= set() if elements.no_derivatives else _AGAINST_DERIVATIVES
        prohibitions = _with_code(terms, *against)
        if prohibitions:
            return _conflict(
                "license_against_terms",
                f"{licensed.license} allows what other wording about the same photo forbids",
                (licensed, *prohibitions),
            )
    return None


def _licenses(members: Sequence[Sighting]) -> Conflict | None:
    """Find copies with different licences; several licences in one place are a choice."""
    by_member = []
    evidence: list[Restriction] = []
    for member in members:
        stated = [
            each
            for caption in member.captions
            for each in _with_code(caption_terms(caption), _CODE.LICENSE)
        ]
        if stated:
            by_member.append({each.license for each in stated})
            evidence += stated
    if not by_member or set.intersection(*by_member):
        return None
    return _conflict("licenses_differ", "copies of the photo name different licences", evidence)


def _mandatory_credits(terms: Sequence[Restriction]) -> Conflict | None:
    """Find two demanded credits of which neither includes the other."""
    first: dict[tuple[str, ...], Restriction] = {}
    for restriction in _with_code(terms, _CODE.MANDATORY_CREDIT):
        if name_words(restriction.credit or ""):
            first.setdefault(name_words(restriction.credit or ""), restriction)
    demanded = list(first.values())[:_MOST_COMPARED]
    for position, one in enumerate(demanded):
        for other in demanded[position + 1 :]:
            a, b = one.credit or "", other.credit or ""
            if not _words_within(a, b) and not _words_within(b, a):
                return _conflict(
                    "mandatory_credits_differ",
                    "different credits are each demanded in full",
                    demanded,
                )
    return None


def _names(
    members: Sequence[Sighting], code: str, what: str, roles: tuple[CreditRole, ...]
) -> Conflict | None:
    """Find two captions that name different people or houses in one role and share none at all.

    A hand-out reaches desks through several agencies: two captions that share any name, in
    whichever role, tell of one chain and do not contradict each other.
    """
    speaking = _differing_credits(members, roles)
    for position, one in enumerate(speaking):
        for other in speaking[position + 1 :]:
            if not _share_name(_in_role(one, roles), other) and not _share_name(
                _in_role(other, roles), one
            ):
                if code == "agencies_differ" and _share_name(one, other):
                    continue
                named = (*_in_role(one, roles), *_in_role(other, roles))
                return _conflict(code, f"copies of the photo credit different {what}", named)
    return None


def _differing_credits(
    members: Sequence[Sighting], roles: tuple[CreditRole, ...]
) -> list[tuple[Credit, ...]]:
    """Return the credits of captions that name anybody in these roles; equal ones once."""
    first: dict[Hashable, tuple[Credit, ...]] = {}
    for member in members:
        for caption in member.captions:
            if any(credit.role in roles for credit in caption.credits):
                first.setdefault(frozenset(map(credit_meaning, caption.credits)), caption.credits)
    return list(first.values())[:_MOST_COMPARED]


def _in_role(credits_: Iterable[Credit], roles: tuple[CreditRole, ...]) -> tuple[Credit, ...]:
    return tuple(credit for credit in credits_ if credit.role in roles)


def _share_name(one: Iterable[Credit], other: Iterable[Credit]) -> bool:
    others = tuple(other)
    return any(_same_name(a, b) for a in one for b in others)


def _same_name(a: Credit, b: Credit) -> bool:
    """Return whether two printed names may be one: equal, one within the other, or initials."""
    if a.canonical and b.canonical:
        return a.canonical == b.canonical
    words_a, words_b = name_words(a.canonical or a.name), name_words(b.canonical or b.name)
    if words_a == words_b or _words_within(a.name, b.name) or _words_within(b.name, a.name):
        return True
    is_person = a.role is b.role is CreditRole.PHOTOGRAPHER
    return (
        is_person
        and bool(words_a and words_b)
        and words_a[-1] == words_b[-1]
        and (words_a[0][0] == words_b[0][0])
    )


def _words_within(part: str, whole: str) -> bool:
    return has_words(whole, part) or set(name_words(part)) <= set(name_words(whole))


def _outlet_names(restriction: Restriction) -> frozenset[tuple[str, ...]]:
    return frozenset(map(name_words, restriction.outlets))


def _with_code(terms: Iterable[Restriction], *codes: RestrictionCode) -> tuple[Restriction, ...]:
    return tuple(each for each in terms if each.code in codes)


def _conflict(code: str, message: str, statements: Iterable[Restriction | Credit]) -> Conflict:
    evidence: dict[Evidence, None] = dict.fromkeys(each.evidence for each in statements)
    return Conflict(code, message, tuple(evidence))
