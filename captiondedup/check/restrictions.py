"""Weighs one restriction against a profile: the decision table, one function for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from captiondedup.check import attribution, carriers, places, times, uses
from captiondedup.check.weighing import Judgement, Weighing
from captiondedup.model import Decision, Restriction, RestrictionCode

_CODE = RestrictionCode

Weigher = Callable[[Restriction, Weighing], Judgement | None]

#: The row of the decision table for every restriction code.
TABLE: Mapping[RestrictionCode, Weigher] = {
    _CODE.TERRITORY_ONLY: places.territory_only,
    _CODE.TERRITORY_EXCLUDED: places.territory_excluded,
    _CODE.NO_SALE: uses.no_sale,
    _CODE.NO_REDISTRIBUTION: uses.no_redistribution,
    _CODE.NO_ARCHIVE: uses.no_archive,
    _CODE.EDITORIAL_ONLY: uses.editorial,
    _CODE.NO_COMMERCIAL: uses.editorial,
    _CODE.MEDIUM_ONLY: carriers.medium_only,
    _CODE.MEDIUM_EXCLUDED: carriers.medium_excluded,
    _CODE.OUTLET_ONLY: carriers.outlet_only,
    _CODE.OUTLET_EXCLUDED: carriers.outlet_excluded,
    _CODE.EMBARGO: times.embargo,
    _CODE.EXPIRY: times.expiry,
    _CODE.ONE_TIME_USE: uses.one_time_use,
    _CODE.MANDATORY_CREDIT: attribution.mandatory_credit,
    _CODE.NO_ALTERATION: uses.no_alteration,
    _CODE.CONTEXT_ONLY: uses.personal_decision,
    _CODE.PERMISSION_REQUIRED: uses.personal_decision,
    _CODE.ALL_RIGHTS_RESERVED: uses.personal_decision,
    _CODE.PIXELATE_FACES: uses.personal_decision,
    _CODE.NO_AI_TRAINING: uses.no_ai_training,
    _CODE.NO_SEQUENCE: uses.on_screen,
    _CODE.DURATION_LIMIT: uses.on_screen,
    _CODE.LICENSE: attribution.license_kept,
    _CODE.UNPARSED: uses.unparsed,
}

_TERRITORIAL = (_CODE.TERRITORY_ONLY, _CODE.TERRITORY_EXCLUDED)


def weigh(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Return what stands against the photo because of one restriction; None if nothing does.

    What the wording allows all the same ("except ...") is for a person to read: an exception
    turns a block into a question if it names an outlet, medium, partner or place of the profile.
    """
    if restriction.code not in _TERRITORIAL and not places.applies_here(restriction, weighing):
        return None
    judgement = TABLE[restriction.code](restriction, weighing)
    if judgement is None or judgement.decision is not Decision.BLOCKED:
        return judgement
    excepted = _excepted(restriction, weighing)
    if excepted:
        because = f"{judgement.because}; but the words except {', '.join(excepted)}"
        return Judgement(Decision.REVIEW, judgement.key, because)
    return judgement


def _excepted(restriction: Restriction, weighing: Weighing) -> tuple[str, ...]:
    profile = weighing.profile
    named = (
        *(profile.outlet or ()),
        *(profile.partners or ()),
        *(profile.media or ()),
        *(profile.territories or ()),
    )
    ours = {name.casefold() for name in named}
    return tuple(each for each in restriction.exceptions if each.casefold() in ours)
