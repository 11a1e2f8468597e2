"""Weighs when a photo may run against when the desk publishes."""

from __future__ import annotations

from datetime import timedelta

from captiondedup.check.weighing import Judgement, Weighing, blocked, not_stated, review
from captiondedup.conditions.moments import Moments, is_before, moments_of, read_moments
from captiondedup.model import Restriction


def embargo(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block before the release; ask where either time is not exact enough to tell."""
    release = read_moments(restriction.date)
    if release is None:
        return review("publish_at", "the time of its release is not stated as a date")
    if weighing.publication is None:
        return not_stated(weighing, "publish_at")
    published = moments_of(weighing.publication)
    early = is_before(published, release)
    if early is None:
        return review(
            "publish_at",
            f"published {_shown(weighing)}, within a day of {restriction.date}, "
            "and a time zone is missing",
        )
    if early:
        return blocked("publish_at", f"published {_shown(weighing)}, before {restriction.date}")
    return None


def expiry(restriction: Restriction, weighing: Weighing) -> Judgement | None:
    """Block what is published or still up after the last day; ask where that is not known."""
    if restriction.date is None and restriction.hours is not None:
        return _expiry_after_hours(restriction.hours, weighing)
    end = read_moments(restriction.date, end=True)
    if end is None:
        return review("unpublish_at", "its last day of use is not stated as a date")
    late = _after(weighing, end)
    if late is not None:
        return late
    if weighing.profile.unpublish_at is None:
        if _is_print_only(weighing):
            return None if weighing.publication else not_stated(weighing, "publish_at")
        return not_stated(weighing, "unpublish_at")
    up = is_before(end, moments_of(weighing.profile.unpublish_at))
    if up is None:
        return review(
            "unpublish_at", f"comes down within a day of {restriction.date}, without a time zone"
        )
    if up:
        return blocked(
            "unpublish_at",
            f"still up after {restriction.date}: "
            f"unpublish_at = {weighing.profile.unpublish_at.isoformat()}",
        )
    return None


def _after(weighing: Weighing, end: Moments) -> Judgement | None:
    """Judge publication itself against the last instant of use."""
    if weighing.publication is None:
        return None
    published = moments_of(weighing.publication)
    past = is_before(end, published)
    if past:
        return blocked("publish_at", f"published {_shown(weighing)}, after its last day of use")
    if past is None:
        return review(
            "publish_at",
            f"published {_shown(weighing)}, within a day of its last day of use, "
            "and a time zone is missing",
        )
    return None


def _expiry_after_hours(hours: int, weighing: Weighing) -> Judgement:
    """Judge a time that runs from the delivery of the photo, which no file states.

    Whoever publishes does so after delivery: a page that is up for longer breaks the condition
    for sure; one that is up for less perhaps does.
    """
    profile = weighing.profile
    start, end = weighing.publication, profile.unpublish_at
    if start is not None and end is not None:
        up = moments_of(end).first - moments_of(start).last
        if up > timedelta(hours=hours):
            return blocked("unpublish_at", f"up for more than {hours} hours")
    return review("unpublish_at", f"its {hours} hours run from a time that is not stated")


def _is_print_only(weighing: Weighing) -> bool:
    printed = {"print", "newspaper", "magazine", "book_cover"}
    return bool(weighing.profile.media) and set(weighing.profile.media or ()) <= printed


def _shown(weighing: Weighing) -> str:
    return weighing.publication.isoformat() if weighing.publication else "at an unknown time"
