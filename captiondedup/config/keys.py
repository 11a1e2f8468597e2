"""Reads typed values out of a TOML table, and says exactly which key is wrong and why."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from captiondedup.errors import ConfigError

#: A configuration is written by hand; anything larger is some other file.
MAX_CONFIG_BYTES = 1_000_000
#: How alike a known key must be to be suggested: rapidfuzz ``ratio``, 0 to 100. Chosen on the
#: profile keys with one or two letters dropped, doubled or swapped, which score 75 and more,
#: while two different keys of the table stay below 70.
SUGGEST_FROM = 70.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Table:
    """A TOML table with its place for messages: file, and dotted name (empty for the top)."""

    file: str
    name: str
    values: Mapping[str, Any]

    def error(self, key: str, message: str) -> ConfigError:
        """Return the error to raise about one key of this table."""
        where = f"[{self.name}] " if self.name else ""
        return ConfigError(f"{self.file}: {where}{key}: {message}")

    def reject_unknown(self, known: Iterable[str]) -> None:
        """Check that every key is known.

        Raises:
            ConfigError: one is not; the text names it, the likeliest meant, and all known ones.
        """
        names = sorted(known)
        for key in self.values:
            if key not in names:
                raise self.error(key, f"unknown key{suggestion(key, names)}")

    def text(self, key: str) -> str | None:
        """Return a string, or None if the key is absent."""
        return self._typed(key, str, "a text in quotes")

    def flag(self, key: str) -> bool | None:
        """Return true or false, or None if the key is absent."""
        return self._typed(key, bool, "true or false")

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of strings (one string is a list of one), or None if absent."""
        value = self.values.get(key)
        if value is None:
            return None
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.error(key, 'must be a list of texts, such as ["one", "two"]')
        if any(not item.strip() for item in items):
            raise self.error(key, "must not hold an empty text")
        return tuple(items)

    def choice(self, key: str, choices: Iterable[str]) -> str | None:
        """Return one of the choices, or None if absent."""
        value = self.text(key)
        return None if value is None else self._checked(key, value, sorted(choices))

    def choices(self, key: str, choices: Iterable[str]) -> tuple[str, ...] | None:
        """Return a list whose items are all choices, sorted and each once, or None if absent."""
        values = self.texts(key)
        if values is None:
            return None
        names = sorted(choices)
        return tuple(sorted({self._checked(key, value, names) for value in values}))

    def moment(self, key: str) -> datetime | None:
        """Return a date-time from a TOML date, date-time or ISO 8601 text, or None if absent.

        A day counts as its midnight, without a zone.
        """
        value: Any = self.values.get(key)
        if value is None or isinstance(value, datetime):
            return value
        if isinstance(value, date):
            return datetime.combine(value, time())
        try:
            return datetime.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(
                key, "must be a date and time with its zone, such as 2031-05-01T06:00:00+02:00"
            ) from None

    def day(self, key: str) -> date | None:
        """Return a day from a TOML date or ISO 8601 text, or None if absent."""
        value = self.values.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            raise self.error(key, "must be a day, such as 2031-05-01") from None

    def table(self, key: str) -> Table | None:
        """Return the sub-table of that name, or None if absent."""
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.error(key, "must be a table")
        return Table(self.file, f"{self.name}.{key}" if self.name else key, value)

    def tables(self, key: str) -> tuple[Table, ...]:
        """Return the tables of an array of tables (``[[key]]``); none if absent."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.error(key, f"must be an array of tables, each under its own [[{key}]]")
        prefix = f"{self.name}.{key}" if self.name else key
        return tuple(
            Table(self.file, f"{prefix} {number}", item) for number, item in enumerate(value, 1)
        )

    def _typed(self, key: str, kind: type[_T], wanted: str) -> _T | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, kind):
            raise self.error(key, f"must be {wanted}, not {value!r}")
        return value

    def _checked(self, key: str, value: str, names: list[str]) -> str:
        if value not in names:
            raise self.error(key, f"no such value: {value!r}{suggestion(value, names)}")
        return value


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return the end of an error text: the likeliest known word, and all of them.

    >>> suggestion("teritories", ["media", "territories"])
    '; did you mean "territories"? Known: media, territories'
    >>> suggestion("zzz", ["media"])
    '. Known: media'
    """
    from rapidfuzz import fuzz, process  # a second of imports that a right file never needs

    names = list(known)
    best = process.extractOne(
        word.casefold().replace("-", "_"), names, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM
    )
    hint = f'; did you mean "{best[0]}"?' if best else "."
    return f"{hint} Known: {', '.join(names)}"


def read_toml(path: Path) -> Table:
    """Return the top table of a TOML file.

    Raises:
        ConfigError: the file cannot be read, is too large, or is no TOML.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_CONFIG_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"{path}: cannot be read ({reason}); check the path") from error
    if len(data) > MAX_CONFIG_BYTES:
        raise ConfigError(f"{path}: larger than {MAX_CONFIG_BYTES} bytes; this is no configuration")
    try:
        return Table(str(path), "", tomllib.loads(data.decode("utf-8-sig")))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(f"{path}: no valid TOML: {error}") from error
