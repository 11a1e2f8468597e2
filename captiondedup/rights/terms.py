"""The parameters of a wording: countries, media, outlets, dates, durations, credit and context.

A pattern names its parameters by groups. A filled group (``territories_before``, ``outlets``,
``items``) holds the parameter's words; an empty group (``territories``, ``date``, ``credit``)
marks where they begin in the text, and reading them moves the end of the wording.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from captiondedup.model import RestrictionCode
from captiondedup.rights.dates import read_date
from captiondedup.vocabulary.dates import date_words
from captiondedup.vocabulary.phrases import PhraseRule
from captiondedup.vocabulary.tables import Vocabulary
from captiondedup.vocabulary.territories import (
    TerritoryListMatch,
    TerritoryReading,
    match_territory,
    read_adjectives,
    read_territories,
    read_territory_list,
)

_CREDIT_END = re.compile(
    r"""\s*(?:\(\d[\w]{4,}\)|[)\]}\n*;|]|\.(?=\s|$)(?<!\b[A-Z]\.)(?<!\bSt\.)(?<!\bJr\.)(?<!\bDr\.)(?<!\bKungl\.)|\s\u2014\s|$)""",
    re.VERBOSE,
)
#: A credit line in quotation marks ends with them, whatever follows.
_QUOTED = re.compile(r"""\s*"[^"\n]{2,110}"|\s*'[^'\n]{2,110}'(?!\w)""")
_OUTLET_SEPARATOR = re.compile(r"\s*[,/&]\s*|\s+(?:and|or|AND|OR|und|oder|et|y|e|och|og|en)\s+")
_WORD_START = re.compile(r"(?<![\w.\x27])(?<!\w-)\w")
_SMALL_ACRONYM = re.compile(r"[a-z]{3,4}(?=\s*(?:[,;/.)\]]|$))")
#: UN M49 code of the world: a territory that leaves nothing out restricts nothing.
_WORLD = "001"
#: A mandatory credit line longer than this is prose that happens to follow the wording.
_LONGEST_CREDIT = 120


#: One use named in a list: where it stands, what forbids it, and the media it means.
_Use = tuple[int, int, RestrictionCode, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Terms:
    """One condition that a match states, before it is known whether it stands where it counts.

    ``start`` and ``end`` are characters of the cleaned text; ``frame`` is the whole wording when
    several conditions share it ("no sales, no archives"); ``credit_span`` is where a demanded
    credit line stands in it.
    """

    code: RestrictionCode
    start: int
    end: int
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    date: str | None = None
    hours: int | None = None
    seconds: int | None = None
    credit: str | None = None
    context: str | None = None
    uncertain: bool = False
    credit_span: tuple[int, int] | None = None
    bare: bool = False
    frame: tuple[int, int] | None = None


def read_terms(match: re.Match[str], rule: PhraseRule, vocabulary: Vocabulary) -> tuple[Terms, ...]:
    """The conditions that a match of a restriction rule states; none if a parameter is missing."""
    groups = match.re.groupindex
    text = match.string
    if "media_items" in groups:
        return _media_only(match, rule, vocabulary)
    if rule.items:
        return _items(match, rule, vocabulary)
    terms = Terms(RestrictionCode(rule.code), match.start(), match.end(), media=rule.media)
    if any(name.startswith("territories_adjective") for name in groups):
        group = _first(match, "territories_adjective")
        countries = read_adjectives(match[group]) if group else ()
        return (replace(terms, countries=countries),) if countries else ()
    if any(name.startswith("territories_before") for name in groups):
        return _territory_before(match, terms)
    if "territories" in groups or "iso3" in groups:
        return _territory_after(match, terms)
    if any(name.startswith("outlets") for name in groups):
        return _outlets(match, terms, vocabulary)
    if "date" in groups:
        return _date(match, terms)
    if "amount" in groups:
        amount = match["amount"].lower()
        count = int(amount) if amount.isdigit() else date_words().numbers.get(amount)
        if count is None:
            return ()
        seconds = count * (60 if match["unit"][:1].lower() in "m分분" else 1)
        return (replace(terms, seconds=seconds),)
    if any(name.startswith("credit") for name in groups):
        return _credit(match, terms)
    if terms.code is RestrictionCode.CONTEXT_ONLY:
        return (replace(terms, context=text[match.start() : match.end()].strip()),)
    return (terms,)


def _skip(match: re.Match[str], group: str) -> int:
    """Where the words behind an empty group begin."""
    at = match.start(group)
    while match.string[at : at + 1].isspace():
        at += 1
    return at


def _first(match: re.Match[str], stem: str) -> str | None:
    """Name of the first group of a family (``outlets``, ``outlets_after``) that took part."""
    for name in match.re.groupindex:
        if name.startswith(stem) and match.start(name) >= 0:
            return name
    return None


def _items(match: re.Match[str], rule: PhraseRule, vocabulary: Vocabulary) -> tuple[Terms, ...]:
    """One condition for each kind of use in a list phrase, with the territory it is limited to."""
    start, end = match.span("items")
    whole_end = match.end()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    uncertain = False
    if "territories_maybe" in match.re.groupindex:
        found = read_territory_list(match.string, _skip(match, "territories_maybe"))
        if found is not None:
            countries, regions, uncertain = found.countries, found.regions, found.uncertain
            whole_end = found.end
        elif re.search(r"\b(?:in|to|for|within)$", match.group()):
            return ()
    found_items = _uses_in(match.string, start, end, rule.items.partition(".")[2], vocabulary)
    found_items = _one_for_all_media(match.string, match.start(), found_items)
    terms: list[Terms] = []
    for number, (item_start, item_end, code, media) in enumerate(found_items):
        terms.append(
            Terms(
                code,
                match.start() if number == 0 else item_start,
                whole_end if number == len(found_items) - 1 else item_end,
                countries,
                regions,
                media,
                uncertain=uncertain,
                frame=(match.start(), whole_end),
            )
        )
    return tuple(terms)


def _one_for_all_media(text: str, start: int, found: list[_Use]) -> list[_Use]:
    """The uses, with the media under one "no" as one: "no TV or web", not "no TV, no web"."""
    head = text[start : start + 2].casefold()
    joined: list[_Use] = []
    for use in found:
        if joined and use[2] is joined[-1][2] is RestrictionCode.MEDIUM_EXCLUDED:
            before = joined[-1]
            between = text[before[1] : use[0]].casefold()
            if not any(word.startswith(head) for word in between.split()):
                media = tuple(dict.fromkeys((*before[3], *use[3])))
                joined[-1] = (before[0], use[1], before[2], media)
                continue
        joined.append(use)
    return joined


def _uses_in(text: str, start: int, end: int, language: str, vocabulary: Vocabulary) -> list[_Use]:
    """The kinds of use named in ``[start, end)``: at each place the longest, left to right."""
    uses = vocabulary.uses_of(language)
    found: list[_Use] = []
    at = start
    while at < end:
        best: tuple[int, RestrictionCode, tuple[str, ...]] | None = None
        if at == start or not (text[at - 1].isalnum() and text[at - 1].isascii()):
            for use in uses:
                hit = use.pattern.match(text, at, end)
                if hit and hit.end() > at and (best is None or hit.end() > best[0]):
                    best = (hit.end(), use.code, use.media)
        if best is None:
            at += 1
            continue
        if found and found[-1][2] is best[1] and found[-1][3] == best[2]:
            found[-1] = (found[-1][0], best[0], best[1], best[2])
        elif not any(item[2] is best[1] and item[3] == best[2] for item in found):
            found.append((at, best[0], best[1], best[2]))
        at = best[0]
    return found


def _media_only(
    match: re.Match[str], rule: PhraseRule, vocabulary: Vocabulary
) -> tuple[Terms, ...]:
    group = _first(match, "media_items")
    if group is None:
        return ()
    start, end = match.span(group)
    found = _uses_in(match.string, start, end, rule.items.partition(".")[2], vocabulary)
    if not found or any(item[2] is not RestrictionCode.MEDIUM_EXCLUDED for item in found):
        return ()
    media = tuple(sorted({medium for item in found for medium in item[3]}))
    return (Terms(RestrictionCode.MEDIUM_ONLY, match.start(), match.end(), media=media),)


def _territory_before(match: re.Match[str], terms: Terms) -> tuple[Terms, ...]:
    """The longest run of territory names that ends where the wording goes on.

    "in Prague, FRANCE OUT" has more before the wording than territories; the run is tried from
    each word on.
    """
    group = _first(match, "territories_before")
    if group is None:
        return ()
    start, end = match.span(group)
    text = match.string
    for word in _WORD_START.finditer(text, start, end):
        if match_territory(text, word.start()) is None:  # "NO" is no Norway in running text
            continue
        found = read_territories(text[word.start() : end])
        if not found.unknown and (found.countries or found.regions) and _WORLD not in found.regions:
            begin = terms.start if word.start() == start else word.start()
            return (_with_territories(replace(terms, start=begin), found),)
    return ()


def _territory_after(match: re.Match[str], terms: Terms) -> tuple[Terms, ...]:
    groups = match.re.groupindex
    text = match.string
    countries: set[str] = set()
    found: TerritoryListMatch | None = None
    end = terms.end
    if "territories" in groups and match.start("territories") >= 0:
        at = _skip(match, "territories")
        found = read_territory_list(text, at)
        if found is None and match.group().islower():
            found = _in_small_letters(text, at)
        if found is None:
            return ()
        end = max(end, found.end)
    if "iso3" in groups:
        codes = re.compile(r"[\s*]*([A-Z]{3})OUT(?![A-Za-z])")
        at = match.start("iso3") if match.start("iso3") >= 0 else end
        while code := codes.match(text, at):
            reading = read_territories(code.group(1))
            if not reading.countries:
                break
            countries.update(reading.countries)
            at = code.end()
            end = max(end, at)
        if found is None and not countries:
            return ()
    if found is not None:
        if _WORLD in found.regions:
            return ()
        terms = _with_territories(terms, found)
    countries.update(terms.countries)
    return (replace(terms, end=end, countries=tuple(sorted(countries))),)


def _in_small_letters(text: str, at: int) -> TerritoryListMatch | None:
    """The acronyms behind a wording typed in small letters ("no access rok").

    Those of two letters are words too often ("not available to us").
    """
    word = _SMALL_ACRONYM.match(text, at)
    if word is None:
        return None
    return read_territory_list(text[:at] + word.group().upper() + text[word.end() :], at)


def _with_territories(terms: Terms, found: TerritoryReading | TerritoryListMatch) -> Terms:
    return replace(
        terms, countries=found.countries, regions=found.regions, uncertain=found.uncertain
    )


def _outlets(match: re.Match[str], terms: Terms, vocabulary: Vocabulary) -> tuple[Terms, ...]:
    group = _first(match, "outlets")
    if group is None:
        return ()
    names = tuple(name for name in _OUTLET_SEPARATOR.split(match[group].strip()) if name)
    for name in names:
        reading = read_territories(name)
        if not reading.unknown or name.lower() in ("use", "all"):
            return ()
    if "sure" in group:  # the pattern itself tells a title by its words
        believed = True
    elif "known" in group:
        believed = all(_known_title(name, vocabulary) for name in names)
    elif any(use.pattern.fullmatch(name) for name in names for use in vocabulary.uses):
        believed = False
    else:
        doubtful = terms.code is RestrictionCode.OUTLET_EXCLUDED or group == "outlets_after"
        believed = not doubtful or all(_known_outlet(name, vocabulary) for name in names)
        if not believed and len(names) > 1:  # one known title vouches for its list
            believed = any(_known_title(name, vocabulary) for name in names)
    if not believed or (group == "outlets_before" and _ends_in_territory(match[group], vocabulary)):
        return ()
    return (replace(terms, outlets=names),)


def _ends_in_territory(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is a credit and the place behind it: "via WIRE JAPAN OUT"."""
    if vocabulary.names.find(name) is not None:
        return False
    words = [found.start() for found in _WORD_START.finditer(name)][1:]
    return any(not read_territories(name[at:]).unknown for at in words)


def _known_title(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name is known as it stands and is no kind of use ("ARCHIVE", "Press")."""
    if vocabulary.names.find(name) is None:
        return False
    return not any(use.pattern.fullmatch(name) for use in vocabulary.uses)


def _known_outlet(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name, or the house before its desk ("Harbour TV Persian"), is a known one."""
    names = vocabulary.names
    first = name.split()[0]
    return bool(names.find(name) or names.organisation_role(name) or names.find(first))


def _date(match: re.Match[str], terms: Terms) -> tuple[Terms, ...]:
    found = read_date(match.string, match.start("date"))
    if found is None:
        bare = terms.code is RestrictionCode.EMBARGO and "embargo" in match.group().lower()
        return (replace(terms, uncertain=True, bare=True),) if bare else ()
    if terms.code is RestrictionCode.EXPIRY and found.iso is None and found.hours is None:
        return ()
    rest = match.re.pattern  # the words after a duration ("of publication") belong to it
    tail = re.compile(
        r"\s+(?:of|from|after)\s+(?:the\s+)?(?:\w+\s+){0,2}(?:publication|release|transmission|receipt|use)",
        re.I,
    )
    after = tail.match(match.string, found.end) if "publication" in rest else None
    return (
        replace(
            terms,
            end=max(match.end(), after.end() if after else found.end),
            date=found.iso,
            hours=found.hours,
            uncertain=found.uncertain,
        ),
    )


def _credit(match: re.Match[str], terms: Terms) -> tuple[Terms, ...]:
    group = _first(match, "credit")
    if group is None:
        return ()
    text = match.string
    start = match.start(group)
    if match[group]:
        return _filled_credit(match, group, terms)
    quoted = _QUOTED.match(text, start, start + _LONGEST_CREDIT)
    stop = _CREDIT_END.search(text, start, start + _LONGEST_CREDIT)
    end = stop.start() if stop else min(len(text), start + _LONGEST_CREDIT)
    end = quoted.end() if quoted else end
    line = text[start:end].strip(" '\"")
    if not line:
        return (replace(terms, end=start),)
    begin = text.index(line, start)
    return (replace(terms, end=end, credit=line, credit_span=(begin, begin + len(line))),)


def _filled_credit(match: re.Match[str], group: str, terms: Terms) -> tuple[Terms, ...]:
    """A credit line between words of its wording ("name X as the source")."""
    line = match[group].strip(" '\"")
    if not line:
        return (terms,)
    begin = match.string.index(line, match.start(group))
    return (replace(terms, credit=line, credit_span=(begin, begin + len(line))),)
