"""Waivers: a named person took responsibility for one finding about one photo, for a time."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from captiondedup.config.keys import Table, read_toml

_KEYS = ("photo", "code", "person", "reason", "date", "until")


@dataclass(frozen=True, slots=True)
class Waiver:
    """What is let pass, by whom and why.

    ``photo`` is a photo id, a sighting id or a file path (``*`` and ``?`` stand for any
    characters), ``code`` a rule, a family of rules or a restriction code. It holds from ``date``
    to ``until``, both days included. ``place`` says where it is written.
    """

    photo: str
    code: str
    person: str
    reason: str
    date: datetime.date
    until: datetime.date
    place: str = ""


def load_waivers(path: Path) -> tuple[Waiver, ...]:
    """Return the waivers of a TOML file of ``[[waiver]]`` tables.

    Raises:
        ConfigError: the file cannot be read, or a key or value is wrong or missing.
    """
    top = read_toml(path)
    top.reject_unknown(("waiver",))
    return read_waivers(top)


def read_waivers(table: Table) -> tuple[Waiver, ...]:
    """Return the ``[[waiver]]`` tables of an opened configuration, in its order.

    Raises:
        ConfigError: a key or value is wrong or missing.
    """
    return tuple(_read_waiver(each) for each in table.tables("waiver"))


def _read_waiver(table: Table) -> Waiver:
    table.reject_unknown(_KEYS)
    for key in _KEYS:
        if key not in table.values:
            raise table.error(
                key, f"is missing; a waiver names {', '.join(_KEYS[:-1])} and {_KEYS[-1]}"
            )
    photo, code, person, reason = (_filled(table, key) for key in _KEYS[:4])
    start, end = table.day("date"), table.day("until")
    if start is None or end is None or end < start:
        raise table.error("until", "must be the last day on which the waiver holds, after its date")
    return Waiver(photo, code, person, reason, start, end, f"{table.file}: [{table.name}]")


def _filled(table: Table, key: str) -> str:
    value = table.text(key)
    if value is None or not value.strip():
        raise table.error(key, "must not be empty")
    return value
