"""Where a photo may run: sets of countries and of parts of countries.

A code is ISO 3166-1 alpha-2 (``GB``) or ISO 3166-2 (``GB-SCT``); a country covers its parts. A
set of codes therefore stands for a set of places, and is kept without codes that another code of
the same set covers already. That makes intersection and union independent of order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from captiondedup.model import Restriction, RestrictionCode

#: The region that is the whole world. Source: UN M49.
WORLD = "001"


class RegionMembers(Protocol):
    """Answers for a region id: its countries, or None if there are no fixed ones.

    With ``widest`` those countries are added that only some count in.
    """

    def __call__(self, region: str, /, *, widest: bool = False) -> tuple[str, ...] | None:
        """Return the countries of a region."""


@dataclass(frozen=True, slots=True)
class Territory:
    """The largest territory that all restrictions together can leave.

    ``only`` is None where no restriction limits the world to a list. ``unresolved`` names regions
    whose countries are not known; ``uncertain`` is set when a name could be read in two ways:
    the territory is then smaller still, by how much nobody knows.
    """

    only: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    unresolved: tuple[str, ...] = ()
    uncertain: bool = False

    @property
    def empty(self) -> bool:
        """Whether for sure no place at all is left."""
        return self.only is not None and all(is_covered(code, self.excluded) for code in self.only)


def is_covered(code: str, by: Iterable[str]) -> bool:
    """Return whether a place lies within one of the places of ``by``.

    >>> is_covered("GB-SCT", {"GB"}), is_covered("GB", {"GB-SCT"})
    (True, False)
    """
    country = code.partition("-")[0]
    return any(place in (code, country) for place in by)


def overlaps(codes: Iterable[str], others: Iterable[str]) -> frozenset[str]:
    """Return the places that lie in both sets, each by its narrower code.

    >>> sorted(overlaps({"GB", "FR"}, {"GB-SCT", "DE"}))
    ['GB-SCT']
    """
    left, right = frozenset(codes), frozenset(others)
    return reduce_places(
        {code for code in left if is_covered(code, right)}
        | {code for code in right if is_covered(code, left)}
    )


def reduce_places(codes: Iterable[str]) -> frozenset[str]:
    """Return the set without codes that another code of it covers.

    >>> sorted(reduce_places({"GB", "GB-SCT", "US-NY"}))
    ['GB', 'US-NY']
    """
    places = frozenset(codes)
    return frozenset(
        code for code in places if "-" not in code or code.partition("-")[0] not in places
    )


def restriction_places(
    restriction: Restriction, region_members: RegionMembers, *, widest: bool = False
) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the places a restriction names and the ids of regions without known members.

    With ``widest`` a region counts with the countries that only some count in.
    """
    places = set(restriction.countries)
    unresolved = []
    for region in restriction.regions:
        members = region_members(region, widest=widest)
        if members is None:
            unresolved.append(region)
        else:
            places.update(members)
    return reduce_places(places), tuple(unresolved)


def effective_territory(
    restrictions: Iterable[Restriction], region_members: RegionMembers
) -> Territory:
    """Return the territory that is left when ONLY sets intersect and EXCLUDED sets unite.

    What is not understood for sure takes nothing away and is reported instead: wording with an
    ambiguous name, an ONLY set with an unresolved region, and the dispute which countries belong
    to a region.
    """
    only: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    unresolved: set[str] = set()
    uncertain = False
    for restriction in restrictions:
        if restriction.code not in _TERRITORIAL:
            continue
        forbids = restriction.code is RestrictionCode.TERRITORY_EXCLUDED
        places, unknown = restriction_places(restriction, region_members, widest=not forbids)
        unresolved.update(unknown)
        uncertain = uncertain or restriction.uncertain
        if restriction.uncertain or not places:
            continue
        if forbids:
            excluded = reduce_places(excluded | places)
        elif not unknown and WORLD not in restriction.regions:
            only = places if only is None else overlaps(only, places)
    return Territory(only, excluded, tuple(sorted(unresolved)), uncertain)


_TERRITORIAL = frozenset({RestrictionCode.TERRITORY_ONLY, RestrictionCode.TERRITORY_EXCLUDED})
