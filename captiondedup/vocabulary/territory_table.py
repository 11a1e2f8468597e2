"""Loads ``territories.toml`` and house tables into one look-up table of folded names.

The table says what each name stands for, which forms count only in capitals, who belongs to which
region and since when, and which words part the names of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from captiondedup.errors import VocabularyError
from captiondedup.vocabulary.load import read_house, read_packaged
from captiondedup.vocabulary.name_folding import LONGEST_NAME, fold_name

TABLE = "territories.toml"

_TOP_KEYS = {
    "source",
    "notes",
    "languages",
    "countries",
    "parts",
    "groups",
    "regions",
    "ambiguous",
    "adjectives",
    "lists",
}
_SECTION_KEYS: dict[str, frozenset[str]] = {
    "countries": frozenset({"m49", "alpha3", "acronyms"}),
    "parts": frozenset({"of", "acronyms"}),
    "groups": frozenset({"members", "acronyms"}),
    "regions": frozenset({"contains", "members", "possible", "acronyms"}),
}
_AMBIGUOUS_KEYS = {"names", "acronyms", "countries", "reason"}
_LIST_KEYS = {"marks", "words", "glued_words", "skip", "code_words", "after_code"}

_COUNTRY_ID = re.compile(r"[A-Z]{2}\Z")
_PART_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}\Z")
_MEMBER = re.compile(
    r"(?P<country>[A-Z]{2})"
    r"(?:@(?P<since>\d{4}-\d{2}-\d{2})(?:\.\.(?P<until>\d{4}-\d{2}-\d{2}))?)?\Z"
)


class NameStyle(Enum):
    """How a name must be written in running text to count."""

    NAME = "name"
    ACRONYM = "acronym"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class TerritoryEntry:
    """What a name stands for: countries (ISO), regions (ids of the table), and how sure."""

    countries: tuple[str, ...]
    regions: tuple[str, ...] = ()
    uncertain: bool = False
    style: NameStyle = NameStyle.NAME


@dataclass(frozen=True, slots=True)
class Membership:
    """A country's time in a region, both days included; None where there is no bound."""

    country: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its own members, the regions inside it, and countries that only some count in."""

    id: str
    members: tuple[Membership, ...]
    contains: tuple[str, ...]
    possible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListGrammar:
    """The words of a list of territories: what parts two names, what stands before one."""

    separator: re.Pattern[str]
    skip: re.Pattern[str]
    after_code: re.Pattern[str]
    code_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class TerritoryTable:
    """All names by folded form, with the lengths worth trying for each pair of first letters.

    ``adjectives`` maps the folded stem of a national adjective ("deutsch") to its country.
    """

    names: Mapping[str, TerritoryEntry]
    lengths: Mapping[str, tuple[int, ...]]
    regions: Mapping[str, Region]
    countries: frozenset[str]
    grammar: ListGrammar
    adjectives: Mapping[str, str]


def load_territories(extra: Iterable[Path] = ()) -> TerritoryTable:
    """Return the shipped table, with a house's own tables laid over it.

    A house table has the same layout; its names win over shipped ones.

    Raises:
        VocabularyError: a table cannot be read, has an unknown key, or gives one name twice.
    """
    builder = _Builder()
    builder.add(read_packaged(TABLE), TABLE)
    for path in extra:
        builder.add(read_house(path), str(path))
    return builder.table()


class _Builder:
    """Gathers the tables one after the other; later ones win, one table may not quarrel."""

    def __init__(self) -> None:
        self._names: dict[str, TerritoryEntry] = {}
        self._codes: dict[str, TerritoryEntry] = {}
        self._regions: dict[str, Region] = {}
        self._countries: set[str] = set()
        self._subregions: dict[str, list[str]] = {}
        self._lists: dict[str, list[str]] = {key: [] for key in _LIST_KEYS}
        self._adjectives: dict[str, str] = {}
        self._languages: set[str] = set()
        self._owners: dict[str, str] = {}
        self._source = ""

    def add(self, data: Mapping[str, object], source: str) -> None:
        self._source, self._owners = source, {}
        self._demand_keys(data, _TOP_KEYS, "top level")
        self._languages.update(self._strings(data, "languages", "top level"))
        for section in _SECTION_KEYS:  # countries first: the others name them
            for key, entry in self._tables(data, section):
                self._add_entry(section, key, entry)
        for number, entry in self._ambiguous(data):
            where = f"ambiguous[{number}]"
            self._demand_keys(entry, _AMBIGUOUS_KEYS, where)
            countries = self._ids(self._string(entry, "countries", where), where)
            self._add_names(entry, ("names",), where, countries, (), uncertain=True)
        adjectives = self._table(data.get("adjectives", {}), "adjectives")
        for country in adjectives:
            self._ids(country, "adjectives")
            for stem in self._string(adjectives, country, "adjectives").split("|"):
                self._adjectives[fold_name(stem)] = country
        lists = self._table(data.get("lists", {}), "lists")
        self._demand_keys(lists, _LIST_KEYS, "lists")
        for key in _LIST_KEYS:
            self._lists[key] += self._strings(lists, key, "lists")

    def table(self) -> TerritoryTable:
        names = {**self._codes, **self._names}
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:2], set()).add(len(name))
        for region, members in self._subregions.items():
            found = self._regions.get(region)
            if found is None:
                raise VocabularyError(f"{self._source}: m49 = {region!r} names no region")
            joined = (*found.members, *map(Membership, sorted(members)))
            self._regions[region] = Region(region, joined, found.contains, found.possible)
        for held in self._regions.values():
            for inner in held.contains:
                if inner not in self._regions:
                    raise VocabularyError(
                        f"{self._source}: regions.{held.id} contains {inner!r}: no such region"
                    )
        return TerritoryTable(
            names,
            {start: tuple(sorted(found, reverse=True)) for start, found in lengths.items()},
            self._regions,
            frozenset(self._countries),
            _grammar(self._lists),
            self._adjectives,
        )

    def _add_entry(self, section: str, key: str, entry: Mapping[str, object]) -> None:
        where = f"{section}.{key}"
        self._demand_keys(entry, _SECTION_KEYS[section] | self._languages, where)
        countries: tuple[str, ...] = (key,)
        regions: tuple[str, ...] = ()
        if section == "countries":
            self._add_country(key, entry, where)
        elif section == "parts":
            if not _PART_ID.match(key):
                raise self._error(where, "a part of a country has an id such as GB-SCT")
            self._ids(self._string(entry, "of", where), where)
        elif section == "groups":
            countries = self._ids(self._string(entry, "members", where), where)
        else:
            countries, regions = (), (key,)
            self._add_region(key, entry, where)
        self._add_names(entry, sorted(self._languages), where, countries, regions, uncertain=False)

    def _add_country(self, key: str, entry: Mapping[str, object], where: str) -> None:
        if not _COUNTRY_ID.match(key):
            raise self._error(where, "a country has an ISO 3166-1 alpha-2 id such as FR")
        if key not in self._countries or "m49" in entry:
            self._subregions.setdefault(self._string(entry, "m49", where), []).append(key)
        self._countries.add(key)
        code = TerritoryEntry((key,), style=NameStyle.CODE)
        self._codes[key.lower()] = code
        if "alpha3" in entry:
            self._codes[self._string(entry, "alpha3", where).lower()] = code

    def _add_region(self, key: str, entry: Mapping[str, object], where: str) -> None:
        members = tuple(
            self._membership(word, where)
            for word in self._string(entry, "members", where, default="").split()
        )
        contains = tuple(self._string(entry, "contains", where, default="").split())
        possible = self._ids(self._string(entry, "possible", where, default=""), where)
        self._regions[key] = Region(key, members, contains, possible)

    def _membership(self, word: str, where: str) -> Membership:
        match = _MEMBER.match(word)
        if match is None:
            raise self._error(
                where, f"{word!r} is no member; write XX or XX@YYYY-MM-DD..YYYY-MM-DD"
            )
        since, until = match["since"], match["until"]
        try:
            return Membership(
                self._ids(match["country"], where)[0],
                date.fromisoformat(since) if since else None,
                date.fromisoformat(until) if until else None,
            )
        except ValueError as error:
            raise self._error(where, f"{word!r}: {error}") from error

    def _add_names(
        self,
        entry: Mapping[str, object],
        keys: Iterable[str],
        where: str,
        countries: tuple[str, ...],
        regions: tuple[str, ...],
        *,
        uncertain: bool,
    ) -> None:
        for key in (*keys, "acronyms"):
            style = NameStyle.ACRONYM if key == "acronyms" else NameStyle.NAME
            found = TerritoryEntry(countries, regions, uncertain, style)
            for name in filter(None, self._string(entry, key, where, default="").split("|")):
                for form in _forms(name):
                    self._claim(form, found, where)

    def _claim(self, form: str, entry: TerritoryEntry, where: str) -> None:
        if len(form) < 2 or len(form) > LONGEST_NAME:
            raise self._error(where, f"name {form!r}: 2 to {LONGEST_NAME} letters are possible")
        owner = self._owners.setdefault(form, where)
        if owner != where:
            raise self._error(where, f"name {form!r} is taken by {owner}; list it as ambiguous")
        self._names[form] = entry

    def _ambiguous(self, data: Mapping[str, object]) -> list[tuple[int, Mapping[str, object]]]:
        entries = data.get("ambiguous", [])
        if not isinstance(entries, list):
            raise self._error("ambiguous", "must be a list of tables")
        return [(n, self._table(e, f"ambiguous[{n}]")) for n, e in enumerate(entries)]

    def _tables(
        self, data: Mapping[str, object], section: str
    ) -> list[tuple[str, Mapping[str, object]]]:
        entries = self._table(data.get(section, {}), section)
        return [(key, self._table(e, f"{section}.{key}")) for key, e in entries.items()]

    def _ids(self, text: str, where: str) -> tuple[str, ...]:
        ids = tuple(sorted(text.split()))
        for known in ids:
            if known not in self._countries:
                raise self._error(where, f"{known!r} is no country of the table")
        return ids

    def _table(self, value: object, where: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._error(where, "must be a table")
        return value

    def _string(
        self, entry: Mapping[str, object], key: str, where: str, *, default: str | None = None
    ) -> str:
        value = entry.get(key, default)
        if not isinstance(value, str):
            raise self._error(where, f"{key} is missing or no text")
        return value

    def _strings(self, data: Mapping[str, object], key: str, where: str) -> list[str]:
        value = data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._error(where, f"{key} must be a list of texts")
        return value

    def _demand_keys(self, entry: Mapping[str, object], allowed: Iterable[str], where: str) -> None:
        for key in entry:
            if key not in allowed:
                raise self._error(where, f"unknown key {key!r}; remove it or correct its spelling")

    def _error(self, where: str, what: str) -> VocabularyError:
        return VocabularyError(f"{self._source}: {where}: {what}")


def _forms(name: str) -> tuple[str, ...]:
    """Return the folded name and, for an inverted one ("Korea, Republic of"), its variants."""
    folded = fold_name(name)
    head, comma, tail = folded.partition(", ")
    return (folded, f"{head} ({tail})", f"{head} {tail}") if comma else (folded,)


def _grammar(lists: Mapping[str, list[str]]) -> ListGrammar:
    def either(key: str) -> str:
        words = sorted(set(lists[key]), key=lambda word: (-len(word), word))
        return "|".join(map(re.escape, words)) or r"(?!)"

    mark, word, glued = either("marks"), either("words"), either("glued_words")
    flags = re.IGNORECASE
    return ListGrammar(
        re.compile(
            rf"\s*(?:(?:{mark})\s*(?:(?:{word})\s+|(?:{glued})\s*)?"
            rf"|(?<=\s)(?:{word})\s+|(?:{glued})\s*)",
            flags,
        ),
        re.compile(rf"(?:{either('skip')})(?<=['’])|(?:{either('skip')})\s+", flags),
        re.compile(rf"\s*(?:$|[^\w\s]|(?:{either('after_code')}|{word})\b)", flags),
        frozenset(word.upper() for word in lists["code_words"]),
    )
