"""Weighs where a photo may run against where the desk publishes."""

from __future__ import annotations

from captiondedup.check.weighing import Judgement, Weighing, blocked, not_stated, review, stated
from captiondedup.conditions.territory import (
    WORLD,
    is_covered,
    overlaps,
    restriction_places,
)
from captiondedup.config import WORLDWIDE
from captiondedup.model import Restriction

#: So many countries are named before "and N more".
_NAMED = 8


def territory_only(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block outside the territory named; ask where its extent is not sure."""
    profile = weighing.profile
    if profile.territories is None:
        return not_stated(weighing, "territories")
    if WORLD in restriction.regions:
        return None
    places, unresolved = restriction_places(restriction, weighing.region_members)
    outside = [code for code in profile.territories if not is_covered(code, places)]
    if restriction.uncertain or (outside and (unresolved or not places)):
        return review("territories", _unsure(unresolved))
    if not outside:
        return None
    widest, _ = restriction_places(restriction, weighing.region_members, widest=True)
    if all(is_covered(code, widest) for code in outside):
        return review("territories", f"whether {_listed(outside)} belongs to it is disputed")
    return _beyond(weighing, f"published outside it: {_listed(outside)}")


def territory_excluded(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block within the territory named; ask where its extent is not sure."""
    profile = weighing.profile
    if profile.territories is None:
        return not_stated(weighing, "territories")
    places, unresolved = restriction_places(restriction, weighing.region_members)
    if restriction.uncertain:
        return review("territories", _unsure(unresolved))
    within = _published_in(weighing, places)
    if within:
        return _beyond(weighing, f"published in it: {_listed(within)}")
    if unresolved or not places:
        return review("territories", _unsure(unresolved))
    widest, _ = restriction_places(restriction, weighing.region_members, widest=True)
    disputed = _published_in(weighing, widest)
    if disputed:
        return review("territories", f"whether {_listed(disputed)} belongs to it is disputed")
    return None


def applies_here(restriction: Restriction, weighing: Weighing) -> bool:
    """Return whether a condition that names countries may hold where the desk publishes.

    A condition without countries holds everywhere; in doubt it holds.
    """
    if not restriction.countries and not restriction.regions:
        return True
    territories = weighing.profile.territories
    if territories is None or territories == (WORLDWIDE,) or restriction.uncertain:
        return True
    places, unresolved = restriction_places(restriction, weighing.region_members, widest=True)
    return bool(unresolved or overlaps(territories, places))


def _published_in(weighing: Weighing, places: frozenset[str]) -> list[str]:
    territories = weighing.profile.territories or ()
    return sorted(places if territories == (WORLDWIDE,) else overlaps(territories, places))


def _beyond(weighing: Weighing, because: str) -> Judgement:
    if weighing.profile.geo_blocking:
        return review(
            "geo_blocking",
            f"{because}, but geo_blocking = true; make sure that it covers this photo",
        )
    territories = stated("territories", weighing.profile.territories)
    shown = territories if len(territories) <= 80 else "territories"
    return blocked("territories", f"{because}, by {shown} without geo-blocking")


def _unsure(unresolved: tuple[str, ...]) -> str:
    if unresolved:
        return f"which countries belong to {', '.join(unresolved)} is not settled"
    return "the place named can be read in more than one way"


def _listed(codes: list[str]) -> str:
    more = len(codes) - _NAMED
    return ", ".join(codes[:_NAMED]) + (f" and {more} more" if more > 0 else "")
