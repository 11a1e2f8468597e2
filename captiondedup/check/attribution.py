"""Weighs the credit that is demanded against the credit that will be printed."""

from __future__ import annotations

import string
from collections.abc import Mapping

from captiondedup.check.weighing import Judgement, Weighing, blocked, not_stated, review
from captiondedup.conditions.licenses import license_terms
from captiondedup.conditions.meaning import distinct_credits, distinct_restrictions
from captiondedup.conditions.words import has_words, name_words
from captiondedup.config import Use
from captiondedup.config.profile import CREDIT_FIELDS
from captiondedup.model import Photo, Restriction, RestrictionCode

#: How alike a printed credit must be to the one demanded to be perhaps meant as it: rapidfuzz
#: ``token_set_ratio``, 0 to 100. Chosen on invented credits: one name of two missing or one word
#: misspelled scores above 75, another house's credit below 55.
SIMILAR_CREDIT = 70.0


def mandatory_credit(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block if the demanded credit is not printed at all; ask if it is printed differently."""
    key = "credit_printed"
    template = weighing.profile.credit_printed
    if template is None:
        return not_stated(weighing, key)
    printed = printed_credit(template, weighing.photo, restriction.credit)
    if not name_words(printed):
        return blocked(key, "no credit is printed")
    if restriction.credit is None:
        if distinct_credits(weighing.photo):
            return None
        return review(key, f"“{printed}” is printed, and which credit is demanded is not known")
    if has_words(printed, restriction.credit):
        return None
    if _similarity(printed, restriction.credit) >= SIMILAR_CREDIT:
        return review(key, f"“{printed}” is printed, “{restriction.credit}” demanded")
    return blocked(key, f"“{printed}” is printed, and not “{restriction.credit}”")


def license_kept(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block what the elements of a public licence forbid; ask about a licence not known."""
    terms = license_terms(restriction.license or "")
    profile = weighing.profile
    if not terms.known:
        return review("use", f"the terms of {restriction.license or 'it'} are not known here")
    if terms.non_commercial:
        if profile.resale:
            return blocked("resale", "the licence is for non-commercial use")
        if profile.use is Use.ADVERTISING:
            return blocked("use", "the licence is for non-commercial use")
        return review("use", "whether a publication is non-commercial is for a person to say")
    if terms.no_derivatives and profile.alterations:
        return blocked("alterations", "the licence allows no derivative works")
    if terms.no_derivatives and profile.alterations is None:
        return not_stated(weighing, "alterations")
    if terms.attribution and profile.credit_printed is None:
        return not_stated(weighing, "credit_printed")
    if terms.attribution and not name_words(profile.credit_printed or ""):
        return blocked("credit_printed", "the licence asks for attribution, and none is printed")
    return None


def printed_credit(template: str, photo: Photo, demanded: str | None) -> str:
    """Return the credit line that a template makes for a photo; unknown names leave a gap."""
    names: dict[str, list[str]] = {}
    for credit in distinct_credits(photo):
        names.setdefault(credit.role.value, []).append(credit.name)
        names.setdefault("credit", []).append(credit.name)
    filled = {field: "/".join(names.get(field, [])) for field in CREDIT_FIELDS}
    filled["demanded"] = demanded or _demanded(photo) or filled["credit"]
    return _fill(template, filled).strip(" /,;-")


def _fill(template: str, values: Mapping[str, str]) -> str:
    pieces = []
    for literal, field, _, _ in string.Formatter().parse(template):
        pieces.append(literal)
        if field is not None:
            pieces.append(values[field])
    return "".join(pieces)


def _demanded(photo: Photo) -> str:
    """Return the fullest credit that the photo's terms demand; empty if none is spelled out."""
    demanded = [
        each.credit
        for each in distinct_restrictions(photo)
        if each.code is RestrictionCode.MANDATORY_CREDIT and each.credit
    ]
    return max(demanded, key=lambda credit: (len(name_words(credit)), credit), default="")


def _similarity(printed: str, demanded: str) -> float:
    from rapidfuzz import fuzz

    return float(
        fuzz.token_set_ratio(" ".join(name_words(printed)), " ".join(name_words(demanded)))
    )
