"""Weighs the media and outlets a photo is for against those the desk publishes in."""

from __future__ import annotations

from captiondedup.check.weighing import Judgement, Weighing, blocked, not_stated, review, stated
from captiondedup.conditions.media import is_allowed_medium, is_excluded_medium
from captiondedup.conditions.words import has_words, name_words
from captiondedup.model import Restriction

#: How alike two names of outlets must be to be perhaps one: rapidfuzz ``token_sort_ratio``, 0 to
#: 100. Chosen on invented pairs of titles: a changed article or ending scores above 80, two
#: titles of one town below 75.
SIMILAR_OUTLET = 80.0


def medium_only(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block a medium that is not named; ask about one that is disputed."""
    media = weighing.profile.media
    if media is None:
        return not_stated(weighing, "media")
    if not restriction.media:
        return review("media", "the media allowed are not understood")
    answers = {medium: is_allowed_medium(medium, restriction.media) for medium in media}
    return _judge_media(answers, barred=False, media=media)


def medium_excluded(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block a medium that is named; ask about one of which a part is named."""
    media = weighing.profile.media
    if media is None:
        return not_stated(weighing, "media")
    if not restriction.media:
        return review("media", "the media barred are not understood")
    answers = {medium: is_excluded_medium(medium, restriction.media) for medium in media}
    return _judge_media(answers, barred=True, media=media)


def _judge_media(
    answers: dict[str, bool | None], *, barred: bool, media: tuple[str, ...]
) -> Judgement | None:
    wrong = [medium for medium, answer in answers.items() if answer is barred]
    if wrong:
        return blocked("media", f"{stated('media', media)}, and {', '.join(wrong)} is not allowed")
    disputed = [medium for medium, answer in answers.items() if answer is None]
    if disputed:
        return review("media", f"whether the words cover {', '.join(disputed)} is disputed")
    return None


def outlet_only(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block an outlet or partner that is not named; ask about one whose name is similar."""
    return _judge_outlets(restriction, weighing, barred=False)


def outlet_excluded(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block an outlet or partner that is named; ask about one whose name is similar."""
    return _judge_outlets(restriction, weighing, barred=True)


def _judge_outlets(
    restriction: Restriction, weighing: Weighing, *, barred: bool
) -> Judgement | None:
    if weighing.profile.outlet is None:
        return not_stated(weighing, "outlet")
    if not restriction.outlets:
        return review("outlet", "the outlets meant are not understood")
    doubt: Judgement | None = None
    for key, names in _receivers(weighing).items():
        for name in names:
            listed = _is_listed(name, restriction.outlets)
            if listed is barred:
                which = "named" if barred else "not named"
                return blocked(key, f"{stated(key, names)}, and “{name}” is {which}")
            if listed is None:
                doubt = doubt or review(key, f"“{name}” may be one of those meant")
    return doubt


def _receivers(weighing: Weighing) -> dict[str, tuple[str, ...]]:
    """Return who gets the photo, by profile key; partners only if it is passed on."""
    profile = weighing.profile
    receivers = {"outlet": profile.outlet or ()}
    if profile.syndication and profile.partners:
        receivers["partners"] = profile.partners
    return receivers


def _is_listed(name: str, outlets: tuple[str, ...]) -> bool | None:
    from rapidfuzz import fuzz

    words = name_words(name)
    if any(name_words(outlet) == words for outlet in outlets):
        return True
    for outlet in outlets:
        within = has_words(outlet, name) or has_words(name, outlet)
        score = fuzz.token_sort_ratio(" ".join(words), " ".join(name_words(outlet)))
        if within or score >= SIMILAR_OUTLET:
            return None
    return False
