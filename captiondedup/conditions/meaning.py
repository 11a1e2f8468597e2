"""When two statements mean the same, and when one is at least as strict as another."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from captiondedup.conditions.media import all_parts
from captiondedup.conditions.moments import is_before, read_moments
from captiondedup.conditions.territory import RegionMembers, is_covered, restriction_places
from captiondedup.conditions.words import name_words
from captiondedup.model import (
    Caption,
    Credit,
    Evidence,
    Notice,
    Photo,
    Restriction,
    RestrictionCode,
)

_CODE = RestrictionCode


def restriction_meaning(restriction: Restriction) -> Hashable:
    """Return what a restriction says, apart from where and in which words it says so.

    Equal meanings are equal values. Wording that was not understood has its words for a meaning.
    """
    return (
        restriction.code.value,
        frozenset(restriction.countries),
        frozenset(restriction.regions),
        frozenset(restriction.media),
        frozenset(name_words(outlet) for outlet in restriction.outlets),
        restriction.date,
        restriction.hours,
        restriction.seconds,
        name_words(restriction.credit or ""),
        name_words(restriction.context or ""),
        restriction.license,
        restriction.count,
        frozenset(name_words(exception) for exception in restriction.exceptions),
        restriction.uncertain,
        name_words(restriction.evidence.text) if restriction.code is _CODE.UNPARSED else (),
    )


def credit_meaning(credit: Credit) -> Hashable:
    """Return role and name of a credit, apart from where it is printed and how it is spelled."""
    return (credit.role.value, name_words(credit.canonical or credit.name) or credit.name)


def caption_terms(caption: Caption) -> tuple[Restriction, ...]:
    """Return the restrictions of a caption, with a licence of it that none of them states."""
    license_id = caption.license
    if license_id is None or any(each.license == license_id for each in caption.restrictions):
        return caption.restrictions
    evidence = Evidence(caption.place, (0, len(caption.raw)), caption.raw)
    return (*caption.restrictions, Restriction(_CODE.LICENSE, evidence, license=license_id))


def distinct_restrictions(photo: Photo) -> tuple[Restriction, ...]:
    """Return the photo's restrictions, each meaning once, in the order of the photo."""
    first: dict[Hashable, Restriction] = {}
    for restriction in photo.restrictions:
        first.setdefault(restriction_meaning(restriction), restriction)
    return tuple(first.values())


def distinct_credits(photo: Photo) -> tuple[Credit, ...]:
    """Return the photo's credits, each role and name once, in the order of the photo."""
    first: dict[Hashable, Credit] = {}
    for credit in photo.credits:
        first.setdefault(credit_meaning(credit), credit)
    return tuple(first.values())


def distinct_notices(photo: Photo) -> tuple[Notice, ...]:
    """Return the photo's notices, each code once, in the order of the photo."""
    first: dict[Hashable, Notice] = {}
    for notice in photo.notices:
        first.setdefault(notice.code, notice)
    return tuple(first.values())


def same_meaning(photo: Photo, restriction: Restriction) -> tuple[Restriction, ...]:
    """Return every statement of the photo that means what ``restriction`` means."""
    wanted = restriction_meaning(restriction)
    return tuple(each for each in photo.restrictions if restriction_meaning(each) == wanted)


def describe_restriction(restriction: Restriction) -> str:
    """Return a restriction as its code and parameters, short enough for a table cell.

    >>> from captiondedup.model import Evidence, Place
    >>> evidence = Evidence(Place(), (0, 0), "")
    >>> describe_restriction(Restriction(RestrictionCode.TERRITORY_ONLY, evidence, ("IS", "NO")))
    'territory_only IS NO'
    >>> describe_restriction(Restriction(RestrictionCode.EXPIRY, evidence, hours=48))
    'expiry 48 h'
    """
    words: list[str] = [restriction.code.value]
    words += [*restriction.countries, *restriction.regions, *restriction.media]
    words += [f"“{outlet}”" for outlet in restriction.outlets]
    words += [restriction.date] if restriction.date else []
    words += [f"{restriction.hours} h"] if restriction.hours is not None else []
    words += [f"{restriction.seconds} s"] if restriction.seconds is not None else []
    words += [f"“{restriction.credit}”"] if restriction.credit else []
    words += [f"“{restriction.context}”"] if restriction.context else []
    words += [restriction.license] if restriction.license else []
    words += [f"× {restriction.count}"] if restriction.count is not None else []
    words += [f"except {', '.join(restriction.exceptions)}"] if restriction.exceptions else []
    words += ["?"] if restriction.uncertain else []
    if restriction.code is _CODE.UNPARSED:
        words.append(f"“{restriction.evidence.text}”")
    return " ".join(words)


def is_at_least_as_strict(a: Restriction, b: Restriction, region_members: RegionMembers) -> bool:
    """Return whether whoever keeps ``a`` keeps ``b`` as well; False where that is not sure.

    Editorial use excludes commercial use; a condition for everywhere includes the condition for
    one country; a shorter list of allowed places is stricter than a longer one, a longer list of
    forbidden ones than a shorter.
    """
    if restriction_meaning(a) == restriction_meaning(b):
        return True
    if a.uncertain or b.uncertain:
        return False
    if not set(map(name_words, a.exceptions)) <= set(map(name_words, b.exceptions)):
        return False
    if a.code is _CODE.EDITORIAL_ONLY and b.code is _CODE.NO_COMMERCIAL:
        return not (a.countries or a.regions)
    if a.code is not b.code or a.code is _CODE.UNPARSED:
        return False
    if a.code in _STRICTER and a.code not in _TERRITORIES and _elsewhere_only(a, b):
        return False
    return _STRICTER.get(a.code, _same_elsewhere)(a, b, region_members)


_TERRITORIES = (_CODE.TERRITORY_ONLY, _CODE.TERRITORY_EXCLUDED)


def _elsewhere_only(a: Restriction, b: Restriction) -> bool:
    """Whether ``a`` is limited to places that ``b`` does not name in the same words."""
    places = (a.countries, a.regions)
    return any(places) and places != (b.countries, b.regions)


def _stricter_territory(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    places_a, unknown_a = restriction_places(a, members)
    places_b, unknown_b = restriction_places(b, members)
    if a.code is _CODE.TERRITORY_ONLY:
        return not unknown_a and bool(places_a) and _all_covered(places_a, places_b)
    return bool(places_b) and not unknown_b and _all_covered(places_b, places_a)


def _stricter_list(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    listed_a, listed_b = _listed(a), _listed(b)
    if a.code in (_CODE.MEDIUM_ONLY, _CODE.OUTLET_ONLY):
        return bool(listed_a) and listed_a <= listed_b
    return listed_b <= listed_a


def _stricter_date(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    is_end = a.code is _CODE.EXPIRY
    moments_a, moments_b = read_moments(a.date, end=is_end), read_moments(b.date, end=is_end)
    if moments_a is None or moments_b is None:
        return (
            a.date == b.date and a.hours is not None and b.hours is not None and a.hours <= b.hours
        )
    earlier, later = (moments_a, moments_b) if is_end else (moments_b, moments_a)
    return is_before(earlier, later) is True


def _stricter_count(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    return (a.count or 1) <= (b.count or 1)


def _stricter_duration(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    return a.seconds is not None and b.seconds is not None and a.seconds <= b.seconds


def _same_elsewhere(a: Restriction, b: Restriction, members: RegionMembers) -> bool:
    """Compare conditions that differ in where they hold; any other difference is a difference."""
    if a.context != b.context or a.credit != b.credit or a.license != b.license:
        return False
    places_a, _ = restriction_places(a, members)
    places_b, unknown_b = restriction_places(b, members)
    holds_everywhere = not (a.countries or a.regions)
    is_limited = bool(b.countries or b.regions)
    covered = is_limited and not unknown_b and _all_covered(places_b, places_a)
    return (holds_everywhere or covered) and _listed(b) == _listed(a)


def _all_covered(codes: Iterable[str], by: frozenset[str]) -> bool:
    return all(is_covered(code, by) for code in codes)


def _listed(restriction: Restriction) -> frozenset[Hashable]:
    return all_parts(restriction.media) | frozenset(map(name_words, restriction.outlets))


_STRICTER = {
    _CODE.TERRITORY_ONLY: _stricter_territory,
    _CODE.TERRITORY_EXCLUDED: _stricter_territory,
    _CODE.MEDIUM_ONLY: _stricter_list,
    _CODE.MEDIUM_EXCLUDED: _stricter_list,
    _CODE.OUTLET_ONLY: _stricter_list,
    _CODE.OUTLET_EXCLUDED: _stricter_list,
    _CODE.EMBARGO: _stricter_date,
    _CODE.EXPIRY: _stricter_date,
    _CODE.ONE_TIME_USE: _stricter_count,
    _CODE.DURATION_LIMIT: _stricter_duration,
}
