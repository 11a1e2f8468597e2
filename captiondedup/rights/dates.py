"""Reads the date, time, zone or duration that follows an embargo or expiry wording."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from captiondedup.vocabulary.dates import DateWords, date_words

_TOKEN = re.compile(
    r"""\s*[,(]?\s*(?:
    (?P<iso>(?:19|20)\d\d-\d\d?-\d\d?)(?:T(?=\d\d:))?
    |(?P<cjk>(?:(?P<cy>\d{4})\s?[年년]\s?)?(?P<cm>\d\d?)\s?[月월]\s?(?P<cd>\d\d?)\s?[日일])
    |(?P<cjktime>(?P<half>午前|午後|오전|오후|上午|下午)?\s?(?P<ch>\d\d?)\s?[時时시](?:\s?(?P<cmin>\d\d?)\s?[分분])?)
    |(?P<numeric>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d\d)(?!\d))
    |(?P<time>\d{1,2}[:.h]\d\d(?::\d\d)?(?!\d)(?:\s?(?:am|pm|a\.m\.|p\.m\.))?|\d{4}(?=\s?(?:hrs?|hours|GMT|UTC|BST|CES?T)\b)|\d{1,2}\s?(?:am|pm|a\.m\.|p\.m\.)|noon|midnight)
    |(?P<offset>(?:UTC|GMT)?[+-]\d\d:?\d\d|Z(?![A-Za-z]))
    |(?P<number>\d{1,4})(?:st|nd|rd|th|er|º|(?<!\d{3})\.|\.(?=\s(?-i:[a-záéíóöőúüű]))|-(?=[^\W\d_]))?
    |(?P<word>[^\W\d_]+(?:-feira|-four|-five|-eight|-(?=(?:19|20)\d\d(?!\d)))?\.?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NEXT_WORD = re.compile(r"\s*,?\s*(?:on\s+)?([^\W\d_]+)", re.IGNORECASE)
_PM = ("pm", "p.m", "午後", "오후", "下午")
#: A date stands within so many characters of its wording; longer is prose.
_REACH = 70


@dataclass(frozen=True, slots=True)
class DateReading:
    """What was read: an ISO 8601 date or date-time, or a duration in hours; and where it ends.

    ``uncertain`` is set for a date without a year, a bare weekday or a date whose day and month
    could be the other way round.
    """

    end: int
    iso: str | None = None
    hours: int | None = None
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was read so far; ``announced`` once a word for a time of day went before."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    zone: str | None = None
    number: int | None = None
    hours: int | None = None
    weekday: bool = False
    announced: bool = False
    uncertain: bool = False
    end: int = 0


def read_date(text: str, start: int) -> DateReading | None:
    """The date, date-time or duration that begins at ``start`` of a cleaned text, if any.

    >>> read_date("2025-10-04 06:00 PT", 0).iso
    '2025-10-04T06:00-07:00'
    >>> read_date("3 SEPTIEMBRE 2026 12:00 GMT", 0).iso
    '2026-09-03T12:00Z'
    >>> read_date("14 days of publication", 0).hours
    336
    """
    words = date_words()
    parts = _Parts(end=start)
    at = start
    while at < min(len(text), start + _REACH):
        token = _TOKEN.match(text, at)
        if token is None:
            break
        after = _take(token, parts, words)
        if after is None:
            break
        parts = after
        at = token.end()
        if parts.hours is not None:
            break
    return _finish(parts, start)


def _take(token: re.Match[str], parts: _Parts, words: DateWords) -> _Parts | None:
    """The parts with one more token, or None when the token is no part of a date."""
    end = token.end()
    kind = token.lastgroup
    if token["iso"]:
        year, month, day = map(int, token["iso"].split("-"))
        return replace(parts, year=year, month=month, day=day, end=end)
    if token["cjk"]:
        cjk_year = int(token["cy"]) if token["cy"] else parts.year
        return replace(parts, year=cjk_year, month=int(token["cm"]), day=int(token["cd"]), end=end)
    if token["cjktime"]:
        hour = int(token["ch"]) + (12 if token["half"] in _PM and int(token["ch"]) < 12 else 0)
        return replace(parts, hour=hour, minute=int(token["cmin"] or 0), end=end)
    if kind == "numeric":
        return _take_numeric(token["numeric"], replace(parts, end=end))
    if kind == "time":
        return _take_time(token["time"].lower(), replace(parts, end=end))
    if kind == "offset":
        return replace(parts, zone=token["offset"], end=end) if parts.hour is not None else None
    if kind == "number" and (clock := _clock(token, parts, words)) is not None:
        return replace(parts, hour=clock // 100, minute=clock % 100, end=end, announced=False)
    if kind == "number":
        return _take_number(int(token["number"]), replace(parts, end=end), parts)
    return _take_word(token["word"], parts, end, words)


def _take_numeric(value: str, parts: _Parts) -> _Parts:
    first, second, year = map(int, re.split(r"[./]", value))
    year += 2000 if year < 100 else 0
    if second > 12:
        return replace(parts, year=year, month=first, day=second)
    uncertain = "/" in value and first <= 12 and first != second
    return replace(parts, year=year, month=second, day=first, uncertain=uncertain)


def _take_time(value: str, parts: _Parts) -> _Parts:
    if value in ("noon", "midnight"):
        return replace(parts, hour=12 if value == "noon" else 0)
    digits = [int(number) for number in re.findall(r"\d+", value)]
    hour, minute = (digits[0], digits[1]) if len(digits) > 1 else (digits[0], 0)
    if len(digits) == 1 and digits[0] > 99:
        hour, minute = digits[0] // 100, digits[0] % 100
    if value.rstrip(".").endswith(_PM) and hour < 12:
        hour += 12
    return replace(parts, hour=hour, minute=minute)


def _clock(token: re.Match[str], parts: _Parts, words: DateWords) -> int | None:
    """The time of day that bare digits are, as hours and minutes in one number ("2230").

    Four digits are one if they open the date and a weekday follows ("2230 Friday"); up to two if
    the word for hours follows ("18 Uhr") or a word that announces a time goes before ("kl. 18").
    """
    digits = token["number"]
    number = int(digits)
    following = _NEXT_WORD.match(token.string, token.end())
    word = following.group(1).lower() if following else ""
    dated = parts.month is not None or parts.weekday
    if parts.hour is not None:
        return None
    if len(digits) == 4:
        opens = not dated and parts.year is None
        valid = number // 100 <= 24 and number % 100 <= 59
        return number if opens and valid and word in words.weekdays else None
    if len(digits) > 2 or number > 24:
        return None
    complete = parts.day is not None and parts.month is not None
    if word in words.hours and (complete or words.hours[word]):
        return number * 100
    return number * 100 if complete and parts.announced else None


def _take_number(number: int, parts: _Parts, before: _Parts) -> _Parts | None:
    if number >= 1900 and before.year is None:
        return replace(parts, year=number)
    if number <= 31 and before.month is not None and before.day is None:
        return replace(parts, day=number)
    if before.number is not None or before.day is not None:
        return None
    return replace(parts, number=number)


def _take_word(word: str, parts: _Parts, end: int, words: DateWords) -> _Parts | None:
    plain = word.rstrip(".-")
    lower = plain.lower()
    if plain in words.zones and (parts.hour is not None or parts.number is not None):
        return replace(parts, zone=plain, end=end)
    if parts.number is not None and lower in words.units and parts.month is None:
        return replace(parts, hours=parts.number * words.units[lower], number=None, end=end)
    if lower in words.months and parts.month is None:
        day = parts.day if parts.day is not None else parts.number
        return replace(parts, month=words.months[lower], day=day, number=None, end=end)
    if lower in words.numbers and parts.number is None and parts.month is None:
        return replace(parts, number=words.numbers[lower], end=end)
    if lower in words.weekdays:
        return replace(parts, weekday=True, end=end)
    if lower in words.announcers:
        return replace(parts, announced=True)
    return parts if lower in words.fillers else None


def _finish(parts: _Parts, start: int) -> DateReading | None:
    if parts.hours is not None:
        return DateReading(parts.end, hours=parts.hours)
    if parts.month is None or parts.day is None:
        if parts.weekday or parts.hour is not None:
            return DateReading(parts.end, uncertain=True)
        return None
    if parts.year is None:
        return DateReading(parts.end, uncertain=True)
    try:
        day = date(parts.year, parts.month, parts.day)
    except ValueError:
        return DateReading(parts.end, uncertain=True)
    if parts.hour is None or parts.hour > 24 or parts.minute > 59:
        return DateReading(parts.end, day.isoformat(), uncertain=parts.uncertain)
    hour = min(parts.hour, 23)
    iso = f"{day.isoformat()}T{hour:02d}:{parts.minute:02d}"
    zone = _zone(parts.zone, datetime(day.year, day.month, day.day, hour, parts.minute))  # noqa: DTZ001 - the zone is found next
    return DateReading(parts.end, iso + zone, uncertain=parts.uncertain or not zone)


def _zone(name: str | None, at: datetime) -> str:
    """The UTC offset that a zone's abbreviation stands for at a local time; empty if unknown."""
    if name is None:
        return ""
    known = date_words().zones.get(name)
    if known == "UTC" or name.upper() == "Z":
        return "Z"
    if known is None:
        digits = re.sub(r"[^\d+-]", "", name)
        return f"{digits[:3]}:{digits[3:5]}"
    if known[0] in "+-":
        return known
    offset = at.replace(tzinfo=ZoneInfo(known)).strftime("%z")
    return f"{offset[:3]}:{offset[3:]}"
