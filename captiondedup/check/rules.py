"""The table of rules: what the check looks for, under codes that never change.

A code is ``family.name``. ``select`` and ``ignore`` in the configuration, and waivers, take a code
or a family; waivers take a bare restriction code as well.

===============  ================================================================================
family           the rules in it
===============  ================================================================================
``restriction``  one for each restriction code: a condition weighed against the profile
``conflict``     statements about one photo that cannot all hold
``drift``        a condition that one copy states and another lost
``rights``       nothing at all is known about whose photo it is
``credit``       nobody is credited
``notice``       a statement of the agency that a desk must act on
``duplicate``    one photo, or one caption, in more than one place
``input``        a file that could not be read as it should
``waiver``       a waiver that does nothing
===============  ================================================================================
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from captiondedup.errors import ConfigError
from captiondedup.model import RestrictionCode, Severity

_CODE = RestrictionCode


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it means, how bad it is, what to do, and whether a waiver can lift it."""

    code: str
    title: str
    severity: Severity
    remedy: str
    waivable: bool = False

    @property
    def family(self) -> str:
        """The part of the code before the dot."""
        return self.code.partition(".")[0]


#: Restriction code: what it says, and what a desk can do about it.
_RESTRICTIONS: dict[RestrictionCode, tuple[str, str]] = {
    _CODE.TERRITORY_ONLY: (
        "may be used only in the territory named",
        "limit publication to that territory, or replace the photo",
    ),
    _CODE.TERRITORY_EXCLUDED: (
        "may not be used in the territory named",
        "keep the page out of that territory, or replace the photo",
    ),
    _CODE.NO_SALE: ("may not be sold", "take the photo out of sales, or replace it"),
    _CODE.NO_REDISTRIBUTION: (
        "may not be passed on",
        "take the photo out of what partners get, or replace it",
    ),
    _CODE.NO_ARCHIVE: (
        "may not be archived",
        "set a date on which the page comes down, and keep the photo out of the archive",
    ),
    _CODE.EDITORIAL_ONLY: ("is for editorial use only", "use another photo, or clear it first"),
    _CODE.NO_COMMERCIAL: ("is not for commercial use", "use another photo, or clear it first"),
    _CODE.MEDIUM_ONLY: ("is for the media named only", "keep it to those media, or replace it"),
    _CODE.MEDIUM_EXCLUDED: ("is not for the media named", "keep it out of them, or replace it"),
    _CODE.OUTLET_ONLY: ("is for the outlets named only", "keep it to those, or replace it"),
    _CODE.OUTLET_EXCLUDED: ("is not for the outlets named", "keep it out of those, or replace it"),
    _CODE.EMBARGO: ("is embargoed", "publish later, or wait for the release"),
    _CODE.EXPIRY: ("may be used for a limited time", "take it down in time, or replace it"),
    _CODE.ONE_TIME_USE: (
        "may be used a limited number of times",
        "make sure that it was not used before",
    ),
    _CODE.MANDATORY_CREDIT: (
        "must be credited as demanded",
        "print the credit exactly as demanded",
    ),
    _CODE.NO_ALTERATION: (
        "may not be altered",
        "run it as supplied: whole, unflipped and without overprint",
    ),
    _CODE.CONTEXT_ONLY: (
        "may be used in one context only",
        "make sure that the story is the one named",
    ),
    _CODE.PERMISSION_REQUIRED: ("needs permission", "ask the owner, then note it in a waiver"),
    _CODE.ALL_RIGHTS_RESERVED: (
        "has all rights reserved",
        "make sure that the house has a licence, then note it in a waiver",
    ),
    _CODE.PIXELATE_FACES: (
        "must have faces made unrecognisable",
        "pixelate the faces, then note it in a waiver",
    ),
    _CODE.NO_AI_TRAINING: (
        "may not be used to train models",
        "keep it out of training data and out of services that train on input",
    ),
    _CODE.NO_SEQUENCE: (
        "may not be shown as a video-like sequence",
        "show it as a still picture, not in a quick slide show",
    ),
    _CODE.DURATION_LIMIT: (
        "may be shown for a limited time on screen",
        "keep it on screen no longer than stated",
    ),
    _CODE.LICENSE: ("is under a public licence", "keep the terms of the licence"),
    _CODE.UNPARSED: (
        "has wording that restricts it and that is not understood",
        "read the words and decide; report them so that the vocabulary learns them",
    ),
}

#: The restrictions that a person's word settles (DESIGN: "review: always, unless a waiver").
_WAIVABLE = frozenset(
    {
        _CODE.CONTEXT_ONLY,
        _CODE.PIXELATE_FACES,
        _CODE.PERMISSION_REQUIRED,
        _CODE.ALL_RIGHTS_RESERVED,
    }
)

_CONFLICTS = {
    "territory_empty": "territories that leave no country",
    "media_empty": "media that leave none",
    "outlets_empty": "outlets that leave none",
    "embargo_after_expiry": "an embargo after the last day of use",
    "license_against_terms": "a public licence against a prohibition",
    "licenses_differ": "different licences in different copies",
    "mandatory_credits_differ": "different credits, each demanded",
    "agencies_differ": "different agencies in different copies",
    "photographers_differ": "different photographers in different copies",
    "holders_differ": "different copyright holders in different copies",
}

_OTHERS = (
    Rule(
        "drift.restriction_lost",
        "a copy of the photo lost a condition",
        Severity.WARNING,
        "keep to the stricter terms, and put the words back into the copy that lost them",
    ),
    Rule(
        "rights.none",
        "neither a credit nor any terms are known",
        Severity.WARNING,
        "find out whose photo it is before it runs",
    ),
    Rule(
        "credit.missing",
        "nobody is credited",
        Severity.WARNING,
        "add the credit of the photographer or agency",
    ),
    Rule(
        "notice.see_restrictions",
        "the words point to restrictions that are not there",
        Severity.WARNING,
        "get the full instructions of the agency",
    ),
    Rule(
        "notice.not_released",
        "no release of the people or property shown",
        Severity.WARNING,
        "use it for news only, or get the release",
    ),
    Rule(
        "notice.unverified",
        "the source could not verify the picture",
        Severity.INFO,
        "say so in the caption, or wait for verification",
    ),
    Rule(
        "notice.altered",
        "the picture is altered or made by a machine",
        Severity.INFO,
        "say so in the caption",
    ),
    Rule(
        "notice.sensitive",
        "the picture shows minors or graphic content",
        Severity.INFO,
        "have an editor look at it",
    ),
    Rule(
        "duplicate.on_one_page",
        "the photo stands more than once in one article",
        Severity.INFO,
        "take one of them out, if that is not meant",
    ),
    Rule(
        "duplicate.two_captions",
        "one photo runs under captions that differ",
        Severity.INFO,
        "make sure that both captions are right",
    ),
    Rule(
        "duplicate.caption_under_two_photos",
        "one caption runs under different photos",
        Severity.INFO,
        "make sure that the caption belongs to both",
    ),
    Rule(
        "duplicate.unsure",
        "two photos may be one; their terms are not merged",
        Severity.INFO,
        "compare the two, and keep to the stricter terms if they are one",
    ),
    Rule(
        "input.unlinked",
        "the picture file of an article is not in the folder",
        Severity.INFO,
        "add the file, so that the terms written into it are read too",
    ),
    Rule(
        "input.metadata_unreadable",
        "the terms written into a picture file cannot be read",
        Severity.WARNING,
        "open the picture in an editor that shows its metadata",
    ),
    Rule(
        "input.encoding",
        "the text of a file is damaged or of unknown encoding",
        Severity.WARNING,
        "save the file as UTF-8 and check its captions",
    ),
    Rule(
        "input.unreadable",
        "a file cannot be read",
        Severity.WARNING,
        "get a sound copy of the file",
    ),
    Rule(
        "waiver.expired",
        "a waiver has run out or has not begun",
        Severity.WARNING,
        "decide anew, then write a new waiver or delete it",
    ),
    Rule(
        "waiver.undated",
        "a waiver cannot be applied without a date of the check",
        Severity.WARNING,
        "run the check with --on, or give the profile a publish_at",
    ),
    Rule(
        "waiver.not_allowed",
        "a waiver names a finding that no waiver lifts",
        Severity.WARNING,
        "change the profile or the photo; delete the waiver",
    ),
    Rule(
        "waiver.unused",
        "a waiver matches nothing",
        Severity.INFO,
        "delete it, or correct the photo and code it names",
    ),
)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    restrictions = [
        Rule(
            f"restriction.{code.value}",
            title,
            Severity.WARNING if code in (_CODE.UNPARSED, _CODE.LICENSE) else Severity.ERROR,
            remedy,
            waivable=code in _WAIVABLE,
        )
        for code, (title, remedy) in _RESTRICTIONS.items()
    ]
    conflicts = [
        Rule(
            f"conflict.{name}",
            f"contradictory terms: {title}",
            Severity.ERROR,
            "ask the owner which statement holds, then note the answer in a waiver",
            waivable=True,
        )
        for name, title in _CONFLICTS.items()
    ]
    return tuple(sorted((*restrictions, *conflicts, *_OTHERS), key=lambda rule: rule.code))


def find_rule(code: str) -> Rule:
    """Return the rule of that code.

    Raises:
        ConfigError: there is none; the text suggests the likeliest.

    >>> find_rule("restriction.no_sale").title
    'may not be sold'
    """
    for rule in all_rules():
        if rule.code == code:
            return rule
    from captiondedup.config.keys import suggestion

    raise ConfigError(f"no such rule: {code}{suggestion(code, [r.code for r in all_rules()])}")


def is_named(rule_code: str, names: Iterable[str]) -> bool:
    """Return whether a list of codes and families names a rule.

    A restriction may be named without its family: ``no_sale``.

    >>> is_named("restriction.no_sale", ["drift", "no_sale"])
    True
    >>> is_named("conflict.territory_empty", ["conflict"])
    True
    """
    family, _, name = rule_code.partition(".")
    wanted = frozenset(names)
    return bool(wanted & {rule_code, family}) or (family == "restriction" and name in wanted)


def check_names(names: Iterable[str], where: str) -> None:
    """Check that each name of a list is a rule, a family or a restriction code.

    Raises:
        ConfigError: one is not; the text suggests the likeliest.
    """
    known = {rule.code for rule in all_rules()} | {rule.family for rule in all_rules()}
    known |= {code.value for code in RestrictionCode}
    for name in names:
        if name not in known:
            from captiondedup.config.keys import suggestion

            raise ConfigError(f"{where}: no such rule: {name}{suggestion(name, sorted(known))}")
