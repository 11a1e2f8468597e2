"""The words of dates and times: months, weekdays, units and time zones of the wires' languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from captiondedup.errors import VocabularyError
from captiondedup.vocabulary import load

_TABLE = "dates.toml"


@dataclass(frozen=True, slots=True)
class DateWords:
    """Lower-case words of dates; ``zones`` maps an abbreviation to an IANA name or an offset.

    ``announcers`` go before a time of day ("kl. 18"); ``hours`` follow one ("18 Uhr"), with whether
    they never count the hours of a duration.
    """

    months: Mapping[str, int]
    weekdays: frozenset[str]
    fillers: frozenset[str]
    units: Mapping[str, int]
    zones: Mapping[str, str]
    numbers: Mapping[str, int]
    announcers: frozenset[str]
    hours: Mapping[str, bool]


@lru_cache(maxsize=1)
def date_words() -> DateWords:
    """The date words that ship with the package.

    Raises:
        VocabularyError: the table does not list twelve months.
    """
    table = load.read_packaged(_TABLE)
    load.check_kinds(
        table,
        ("fillers", "months", "weekdays", "units", "zones", "numbers", "announcers", "hours"),
        _TABLE,
    )
    if len(table["months"]) != 12:
        raise VocabularyError(f"{_TABLE}: 'months' must list twelve months, January first")
    months = {word: number for number, words in enumerate(table["months"], 1) for word in words}
    return DateWords(
        months=months,
        weekdays=frozenset(table["weekdays"]),
        fillers=frozenset(table["fillers"]),
        units=dict(table["units"]),
        zones=dict(table["zones"]),
        numbers=dict(table["numbers"]),
        announcers=frozenset(table["announcers"]),
        hours=dict(table["hours"]),
    )
