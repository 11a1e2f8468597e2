"""Weighs what a photo may be used for against what the desk does with it."""

from __future__ import annotations

from captiondedup.check.weighing import Judgement, Weighing, blocked, not_stated, review, stated
from captiondedup.config import Use
from captiondedup.model import Restriction

#: Media on which a page stays until somebody takes it down.
_LASTING = frozenset({"online", "mobile", "social", "usenet"})
#: Media in which pictures follow each other on a screen.
_MOVING = frozenset({"broadcast", *_LASTING, "out_of_home"})


def no_sale(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block sales; ask where the photo is passed on to others, who may pay for it."""
    profile = weighing.profile
    if profile.resale:
        return blocked("resale", stated("resale", True))
    if profile.syndication:
        return review("syndication", "passed on to partners, perhaps for money")
    for key, value in (("resale", profile.resale), ("syndication", profile.syndication)):
        if value is None:
            return not_stated(weighing, key)
    return None


def no_redistribution(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block passing on and sales."""
    profile = weighing.profile
    values = (("syndication", profile.syndication), ("resale", profile.resale))
    for key, value in values:
        if value:
            return blocked(key, stated(key, value))
    for key, value in values:
        if value is None:
            return not_stated(weighing, key)
    return None


def no_archive(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block archiving; ask about a web page that nobody takes down."""
    profile = weighing.profile
    if profile.archive:
        return blocked("archive", stated("archive", True))
    if profile.archive is None:
        return not_stated(weighing, "archive")
    stays = profile.media is None or bool(_LASTING & set(profile.media))
    if stays and profile.unpublish_at is None:
        return review("unpublish_at", "the page has no date on which it comes down")
    return None


def editorial(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block advertising; ask about promotion."""
    use = weighing.profile.use
    if use is None:
        return not_stated(weighing, "use")
    if use is Use.ADVERTISING:
        return blocked("use", stated("use", use.value))
    if use is Use.PROMOTIONAL:
        return review("use", f"{stated('use', use.value)}; promotion may count as commercial")
    return None


def personal_decision(restriction: Restriction, weighing: Weighing) -> Judgement:
    """Block advertising; otherwise a person must decide, and say so in a waiver."""
    use = weighing.profile.use
    if use is Use.ADVERTISING:
        return blocked("use", stated("use", use.value))
    return review("waiver", "only a person can say whether it is kept")


def one_time_use(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block a photo whose uses are spent; ask where nobody keeps count."""
    allowed = restriction.count or 1
    if weighing.earlier_uses is None:
        return review("catalog", "without a catalog nobody knows whether it was used before")
    uses = weighing.earlier_uses(weighing.photo)
    if len(uses) >= allowed:
        places = ", ".join(dict.fromkeys(use.place.source for use in uses))
        return blocked("catalog", f"used before, in {places}")
    return None


def no_alteration(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block alterations, those planned and those that copies of the photo show."""
    allowed = set(restriction.exceptions)
    seen = [words for kind, words in weighing.shown_altered if kind not in allowed]
    if seen:
        return blocked("alterations", f"a copy of it is altered: {'; '.join(seen)}")
    planned = weighing.profile.alterations
    if planned is None:
        return not_stated(weighing, "alterations")
    wrong = tuple(each for each in planned if each not in allowed)
    return blocked("alterations", stated("alterations", wrong)) if wrong else None


def no_ai_training(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block use for training models."""
    if weighing.profile.ai_use is None:
        return not_stated(weighing, "ai_use")
    return blocked("ai_use", stated("ai_use", True)) if weighing.profile.ai_use else None


def on_screen(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Ask about media with moving pictures: how a photo is shown there no profile says."""
    media = weighing.profile.media
    if media is None:
        return not_stated(weighing, "media")
    moving = sorted(_MOVING & set(media))
    if moving:
        return review("media", f"published in {', '.join(moving)}, where it may be shown so")
    return None


def unparsed(restriction: Restriction, weighing: Weighing) -> Judgement:
    """Ask a person to read the words; block when the profile is strict."""
    if weighing.profile.strict:
        return blocked("strict", f"{stated('strict', True)}, and nobody knows what it forbids")
    return review("strict", "it may forbid this publication")
