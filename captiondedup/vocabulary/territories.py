"""Reads names of countries, regions and lists of them, in a field or in running text.

What a name means stands in ``territories.toml``. Small closed groups come out as their countries,
wide or open ones as region ids, and a name that may mean several places is marked uncertain
rather than guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from captiondedup.vocabulary.name_folding import LONGEST_NAME, fold_name, fold_window, raw_end
from captiondedup.vocabulary.territory_table import (
    NameStyle,
    TerritoryEntry,
    TerritoryTable,
    load_territories,
)

#: Most names that one list may hold; the world has about 250 territories.
_LONGEST_LIST = 300

#: Most letters that a language adds to the stem of an adjective.
_LONGEST_ENDING = 4

#: Most characters of a field that are read; what stands behind comes back as not understood.
_LONGEST_FIELD = 20_000

#: First and last letters of scripts that part words by nothing but meaning.
_UNSPACED = (("\u0e00", "\u0eff"), ("\u1100", "\u11ff"), ("\u3040", "\u9fff"), ("\uac00", "\ud7af"))


@dataclass(frozen=True, slots=True)
class TerritoryReading:
    """What a whole text names: sorted ISO codes, region ids, and the parts not understood."""

    countries: tuple[str, ...]
    regions: tuple[str, ...]
    uncertain: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TerritoryMatch:
    """One territory name in running text, at ``[start, end)`` in raw characters."""

    start: int
    end: int
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    uncertain: bool


@dataclass(frozen=True, slots=True)
class TerritoryListMatch:
    """A list of territory names in running text: what it names, and its span."""

    start: int
    end: int
    countries: tuple[str, ...]
    regions: tuple[str, ...]
    uncertain: bool


@lru_cache(maxsize=1)
def shipped_territories() -> TerritoryTable:
    """Return the shipped table, loaded at the first call."""
    return load_territories()


def match_territory(
    text: str, start: int, table: TerritoryTable | None = None
) -> TerritoryMatch | None:
    """Return the longest territory name that begins at ``start``; None where none does.

    Acronyms count in capitals only; an ISO code counts in capitals, at the end of a phrase, and
    unless it is a word of some language.

    >>> match_territory("not for use in South Korea.", 15).countries
    ('KR',)
    >>> match_territory("let us go", 4) is None
    True
    """
    if _inside_word(text, start):
        return None
    return _match(text, start, table or shipped_territories(), running=True)


def read_territory_list(
    text: str, start: int, table: TerritoryTable | None = None
) -> TerritoryListMatch | None:
    """Return the list of territories that begins at ``start``; it ends with its last name.

    Articles and prepositions may stand before a name; the first word that is no territory ends
    the list.

    >>> found = read_territory_list("NO USE FRANCE, THE UK AND BELGIUM FOR 24 HOURS", 7)
    >>> found.countries, found.end
    (('BE', 'FR', 'GB'), 33)
    """
    table = table or shipped_territories()
    first = _match_after_articles(text, start, table, running=True)
    if first is None or _inside_word(text, start):
        return None
    matches = [first]
    while len(matches) < _LONGEST_LIST:
        following = _following(text, matches[-1].end, table, running=True)
        if following is None:
            break
        matches.append(following)
    countries, regions, uncertain = _united(matches)
    return TerritoryListMatch(first.start, matches[-1].end, countries, regions, uncertain)


def read_territories(text: str, table: TerritoryTable | None = None) -> TerritoryReading:
    """Return what a text that should hold nothing but territories names.

    Codes are taken as codes here, and every part that is not understood is handed back.

    >>> read_territories("Germany, AT und die Schweiz")
    TerritoryReading(countries=('AT', 'CH', 'DE'), regions=(), uncertain=False, unknown=())
    >>> read_territories("Korea and Atlantis").unknown
    ('Atlantis',)
    """
    table = table or shipped_territories()
    whole = " ".join(text.split())
    text, rest = whole[:_LONGEST_FIELD], whole[_LONGEST_FIELD:]
    matches: list[TerritoryMatch] = []
    unknown: list[str] = [rest] if rest else []
    position = 0
    while position < len(text):
        match = None
        if len(matches) < _LONGEST_LIST:
            match = _following(text, position, table, running=False)
        if match is not None:
            matches.append(match)
            position = match.end
            continue
        separator = table.grammar.separator.match(text, position)
        if separator is not None and separator.end() > position:
            position = separator.end()
            continue
        end = _end_of_part(text, position, table)
        if any(character.isalnum() for character in text[position:end]):
            unknown.append(text[position:end].strip())
        position = end
    countries, regions, uncertain = _united(matches)
    return TerritoryReading(countries, regions, uncertain, tuple(unknown))


def read_adjectives(text: str, table: TerritoryTable | None = None) -> tuple[str, ...]:
    """The sorted countries that a list of national adjectives names; empty if a word is none.

    >>> read_adjectives("German and Austrian"), read_adjectives("deutschen"), read_adjectives("big")
    (('AT', 'DE'), ('DE',), ())
    """
    table = table or shipped_territories()
    found: set[str] = set()
    for part in re.split(r"\s*[,/&]\s*|\s+", text.strip()):
        if not part or table.grammar.separator.fullmatch(f" {part} "):
            continue
        word = fold_name(part)
        sizes = range(len(word), max(3, len(word) - _LONGEST_ENDING) - 1, -1)
        stem = next((word[:size] for size in sizes if word[:size] in table.adjectives), None)
        if stem is None:
            return ()
        found.add(table.adjectives[stem])
    return tuple(sorted(found))


def region_members(
    region: str,
    on: date | None = None,
    *,
    widest: bool = False,
    table: TerritoryTable | None = None,
) -> tuple[str, ...] | None:
    """Return the sorted countries of a region on a day; None for an id that is no region.

    Without ``on``, the members without an end date. ``widest`` adds the countries that only some
    count in, for a question that must err on the side of "inside".

    >>> "GB" in region_members("EU"), "GB" in region_members("EU", date(2019, 5, 1))
    (False, True)
    >>> "TR" in region_members("150"), "TR" in region_members("150", widest=True)
    (False, True)
    """
    table = table or shipped_territories()
    if region not in table.regions:
        return None
    found: set[str] = set()
    pending, seen = [region], {region}
    while pending:
        held = table.regions[pending.pop()]
        found.update(
            member.country
            for member in held.members
            if (member.until is None or (on is not None and on <= member.until))
            and (on is None or member.since is None or member.since <= on)
        )
        found.update(held.possible if widest else ())
        pending += [inner for inner in held.contains if inner not in seen]
        seen.update(held.contains)
    return tuple(sorted(found))


def _match(text: str, start: int, table: TerritoryTable, *, running: bool) -> TerritoryMatch | None:
    window = text[start : start + LONGEST_NAME]
    folded = fold_window(window)
    for length in table.lengths.get(folded[:2], ()):
        entry = table.names.get(folded[:length])
        if entry is None:
            continue
        size = raw_end(window, length)
        if size is None or _joined(window[size - 1], text[start + size : start + size + 1]):
            continue
        end = _with_last_dot(text, start, start + size)
        if _well_written(text, start, end, entry, table, running=running):
            return TerritoryMatch(start, end, entry.countries, entry.regions, entry.uncertain)
    return None


def _match_after_articles(
    text: str, start: int, table: TerritoryTable, *, running: bool
) -> TerritoryMatch | None:
    """Match at ``start`` or after at most three articles, prepositions and the like."""
    position = start
    for _ in range(4):
        match = _match(text, position, table, running=running)
        if match is not None:
            return match
        skipped = table.grammar.skip.match(text, position)
        if skipped is None:
            return None
        position = skipped.end()
    return None


def _following(
    text: str, position: int, table: TerritoryTable, *, running: bool
) -> TerritoryMatch | None:
    """Match the next name of a list: after a separator, or after mere spaces."""
    separator = table.grammar.separator.match(text, position)
    if separator is not None:
        match = _match_after_articles(text, separator.end(), table, running=running)
        if match is not None:
            return match
    spaces = position
    while spaces < len(text) and text[spaces] in " \t\u00a0":
        spaces += 1
    if spaces == position and (position or running):
        return None
    return _match_after_articles(text, spaces, table, running=running)


def _end_of_part(text: str, start: int, table: TerritoryTable) -> int:
    for position in range(start + 1, len(text)):
        if not text[position].isalnum() and table.grammar.separator.match(text, position):
            return position
    return len(text)


def _with_last_dot(text: str, start: int, end: int) -> int:
    """Take the last dot of "U.S." in, but not the full stop after "S. Korea"."""
    dotted = end - start >= 3 and text[end - 2] == "." and text[end - 1].isalpha()
    return end + 1 if dotted and text[end : end + 1] == "." else end


def _well_written(
    text: str, start: int, end: int, entry: TerritoryEntry, table: TerritoryTable, *, running: bool
) -> bool:
    if entry.style is NameStyle.NAME:
        return True
    raw = text[start:end]
    if not running and entry.style is NameStyle.ACRONYM and len(raw) > 2:
        return True
    if raw != raw.upper():
        return False
    if entry.style is NameStyle.ACRONYM:
        return True
    is_word = raw in table.grammar.code_words
    if is_word and running:
        return False
    if not is_word and not running:
        return True
    return table.grammar.after_code.match(text, end) is not None


def _joined(before: str, after: str) -> bool:
    """Tell whether two neighbouring characters belong to one word."""
    if not (before.isalnum() and after.isalnum()):
        return False
    return not any(
        first <= character <= last for character in (before, after) for first, last in _UNSPACED
    )


def _inside_word(text: str, start: int) -> bool:
    return 0 < start < len(text) and _joined(text[start - 1], text[start])


def _united(matches: list[TerritoryMatch]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    countries = {country for match in matches for country in match.countries}
    regions = dict.fromkeys(region for match in matches for region in match.regions)
    return tuple(sorted(countries)), tuple(regions), any(match.uncertain for match in matches)
