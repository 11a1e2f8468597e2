"""Puts what was found into words a photo desk can act on."""

from __future__ import annotations

from collections.abc import Iterable

from captiondedup.check.rules import find_rule
from captiondedup.check.weighing import Judgement
from captiondedup.config import NEUTRAL_PROFILE, PublicationProfile
from captiondedup.model import Decision, Evidence, Finding, Place, RestrictionCode

#: Longest quotation in a message, in characters; the evidence keeps all of it.
MAX_QUOTE = 160
#: So many pieces of evidence are quoted in one message.
_QUOTED = 3


def make_finding(
    code: str,
    decision: Decision,
    because: str,
    *,
    photo: str | None = None,
    evidence: Iterable[Evidence] = (),
    restriction: RestrictionCode | None = None,
    profile: PublicationProfile | None = None,
    key: str = "",
) -> Finding:
    """Return a finding whose message quotes the words, says where, why, and what to do."""
    rule = find_rule(code)
    statements = tuple(dict.fromkeys(evidence))
    words = quote_all(statements)
    start = f"{words}: " if words else ""
    return Finding(
        code=code,
        decision=decision,
        severity=rule.severity,
        message=f"{start}{rule.title}; {because}{_by(profile, key)}. To do: {rule.remedy}.",
        photo=photo,
        restriction=restriction,
        profile=profile.name if profile and profile is not NEUTRAL_PROFILE else "",
        profile_key=key,
        evidence=statements,
    )


def _by(profile: PublicationProfile | None, key: str) -> str:
    if profile is None or profile is NEUTRAL_PROFILE or not key:
        return ""
    return f" (profile “{profile.name}”, {key})"


def judged_finding(
    restriction: RestrictionCode,
    judgement: Judgement,
    profile: PublicationProfile,
    photo: str,
    evidence: Iterable[Evidence],
) -> Finding:
    """Return the finding for a restriction that stands against a photo."""
    return make_finding(
        f"restriction.{restriction.value}",
        judgement.decision,
        judgement.because,
        photo=photo,
        evidence=evidence,
        restriction=restriction,
        profile=profile,
        key=judgement.key,
    )


def quote_all(evidence: tuple[Evidence, ...]) -> str:
    """Return the quoted words of some evidence with their places; the same words once.

    Evidence without words is a mere place, and is told only where nothing else is.

    >>> place = Place("pier.html", "figcaption", 12)
    >>> quote_all((Evidence(place, (0, 7), "NO SALE"),))
    '“NO SALE” (pier.html, line 12, figcaption)'
    """
    by_words: dict[str, list[str]] = {}
    worded = [each for each in evidence if each.text.strip()]
    for each in worded or evidence:
        places = by_words.setdefault(_shorten(each.text), [])
        where = describe_place(each.place)
        if where not in places:
            places.append(where)
    shown = [_with_places(words, places) for words, places in list(by_words.items())[:_QUOTED]]
    more = len(by_words) - _QUOTED
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def describe_place(place: Place) -> str:
    """Return where a text stands, as a desk would look it up.

    >>> describe_place(Place("pier.jpg", "IIM 2:40"))
    'pier.jpg, IIM 2:40'
    """
    parts = [place.source, f"line {place.line}" if place.line is not None else "", place.field]
    return ", ".join(part for part in parts if part)


def _with_places(words: str, places: list[str]) -> str:
    more = len(places) - _QUOTED
    shown = "; ".join(places[:_QUOTED]) + (f"; {more} more" if more > 0 else "")
    if not words:
        return shown
    return f"“{words}” ({shown})" if shown else f"“{words}”"


def _shorten(text: str) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= MAX_QUOTE else f"{folded[: MAX_QUOTE - 1]}…"
