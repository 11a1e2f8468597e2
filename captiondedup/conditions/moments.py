"""Instants that a written date may mean.

A date in a caption is as exact as its wording: a year, a month, a day, a minute; with a zone or
without. It is read as the span of instants it may stand for, so that "before", "after" and "cannot
tell" are three different answers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: Doubt about an instant that is written without a zone. Local times on Earth lie between UTC-12
#: and UTC+14; the desk's rule is a whole day either way.
ZONE_DOUBT = timedelta(hours=24)

_EARLIEST = datetime.min.replace(tzinfo=UTC)
_LATEST = datetime.max.replace(tzinfo=UTC)
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Moments:
    """A closed span of instants, both in UTC; ``zoned`` is False when the zone was not written."""

    first: datetime
    last: datetime
    zoned: bool = True


def read_moments(text: str | None, *, end: bool = False) -> Moments | None:
    """Return the instants that an ISO 8601 date or date-time may mean, or None if it is neither.

    A day, month or year counts as its beginning ("not before May"), with ``end`` as its end ("not
    after May"). Without a zone the instant is widened by :data:`ZONE_DOUBT` either way.

    >>> read_moments("2031-05-01T18:00:00+02:00").first.isoformat()
    '2031-05-01T16:00:00+00:00'
    >>> moments = read_moments("2031-05-01", end=True)
    >>> moments.first.isoformat(), moments.last.isoformat()
    ('2031-05-01T00:00:00+00:00', '2031-05-03T00:00:00+00:00')
    >>> read_moments("May Day") is None
    True
    """
    if text is None:
        return None
    partial = _PARTIAL.fullmatch(text)
    try:
        if partial is None:
            return moments_of(datetime.fromisoformat(text))
        start = datetime(  # noqa: DTZ001 - the zone is unknown, which moments_of widens for
            int(partial["year"]), int(partial["month"] or 1), int(partial["day"] or 1)
        )
        return moments_of(_end_of(start, partial) if end else start)
    except (ValueError, OverflowError):
        return None


def moments_of(instant: datetime) -> Moments:
    """Return the instants that a date-time may mean: one with a zone, two days' worth without."""
    if instant.tzinfo is not None:
        # Within a day of the calendar's ends a change of zone would overflow.
        try:
            exact = instant.astimezone(UTC)
        except OverflowError:
            exact = instant.replace(tzinfo=UTC)
        return Moments(exact, exact)
    middle = instant.replace(tzinfo=UTC)
    first = middle - ZONE_DOUBT if middle - _EARLIEST > ZONE_DOUBT else _EARLIEST
    last = middle + ZONE_DOUBT if _LATEST - middle > ZONE_DOUBT else _LATEST
    return Moments(first, last, zoned=False)


def is_before(a: Moments, b: Moments) -> bool | None:
    """Return whether ``a`` lies before ``b``; None when it depends on how they are read.

    >>> noon, one = read_moments("2031-05-01T12:00Z"), read_moments("2031-05-01T13:00Z")
    >>> is_before(noon, one), is_before(one, noon), is_before(noon, noon)
    (True, False, False)
    >>> is_before(noon, read_moments("2031-05-02")) is None
    True
    """
    if a.last < b.first:
        return True
    if a.first >= b.last:
        return False
    return None


def _end_of(start: datetime, partial: re.Match[str]) -> datetime:
    """Return the first instant after the day, month or year that begins at ``start``."""
    if partial["day"]:
        return start + timedelta(days=1)
    if partial["month"]:
        return (start.replace(day=1) + timedelta(days=32)).replace(day=1)
    return start.replace(year=start.year + 1)
