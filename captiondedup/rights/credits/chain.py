"""Reads one credit line: the names in it, in order, and what each name is.

A chain has names separated by slashes, bars, commas, "via" and the like ("Jo Hart/Pool via AP").
What a name is, its entry in the names table tells, or the words it is made of, or its shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from captiondedup.model import CreditRole
from captiondedup.rights.credits.name import CJK, ChainPart, read_name
from captiondedup.vocabulary.names import NameTable
from captiondedup.vocabulary.tables import Vocabulary

#: Each alternative begins with a plain character, so that the others cost next to nothing. Blanks
#: beside a separator are left to the parts, which are stripped.
_SEPARATOR = re.compile(
    r"[/|=;\uff5c\u30fb\n\u00a9()\[\]<>{}+]|\x01+|,\s+(?:(?:via|VIA)\s+)?|\s(?:[\u2014\u00b7\u2022-]|via|VIA)\s"
    r"|\s(?:for|pour|für)\s+(?=[A-Z])|\s(?:on|from|auf|sur)\s+(?=[A-Z]\w+\s*$)|:(?<=\w:)\s"
    r"|\.(?<=[\uac00-\ud7a3]\.)\s"
)
_WORD = re.compile(r"\S+")
#: A name in Latin letters and one in CJK characters, written as one word.
_GLUED = re.compile(r"([A-Z][A-Za-z]+)([^\x00-\x7f]+)")
#: A word behind the short name of a place.
_LAST_WORD = re.compile(r"^\S{1,8}\s(\S+)$")
_AND = re.compile(r"\s+(?:and|und|et|y|e|&|og|och|en)\s+")
#: The words among the separators.
_JOINING_WORDS = frozenset(
    {"via", "for", "pour", "für", "on", "from", "auf", "sur"}
    | {"and", "und", "et", "y", "e", "og", "och", "en"}
)
#: A photographer of an agency works for a client: whose name follows is nobody who took pictures.
_FOR = (" for ", " pour ", " für ")
_EDGE = " \t.,:;'\"*-\u2014_!\u201c\u201d\u300c\u300d\u3010\u3011\x01"
_NUMBER = re.compile(
    r"[\d\s.,:/\u2014#-]+(?:[A-Za-z]{0,3})?|(?:19|20)\d\d\b.*|\d+[A-Za-z]*"
    r"|[\d.]+ ?[A-Za-z]{3,9}\.? ?\d{2,4}"
)
#: The year of a copyright behind its holder's name.
_YEAR_BEHIND = re.compile(r"(?<=\w),?\s+(?:19|20)\d\d(?:\s?[-\u2014/]\s?(?:19|20)?\d\d)?\.?$")
#: A full stop that belongs to the last word: an initial or an abbreviation.
_SHORTENED = re.compile(r"(?:^|[\s.])(?:[A-Z]|Jr|Sr|Ltd|Inc|Co|Corp|S\.A|e\.V|Dr)\.$")
#: A credit line has at most so many names; longer text is prose.
_MOST_PARTS = 14
#: From so many words on, a name may be a byline and an agency without anything between.
_TWO_NAMES = 4


@dataclass(frozen=True, slots=True)
class RoleMarks:
    """Roles that a mark gives to the name that begins (``after``) or ends (``before``) at a place.

    Keys are characters of the cleaned text: the first of the name, or the one behind its last.
    """

    after: Mapping[int, CreditRole]
    before: Mapping[int, CreditRole]


NO_MARKS = RoleMarks({}, {})


@dataclass(frozen=True, slots=True)
class Chain:
    """The names of a credit line, and how many of its parts are no names (``strangers``).

    ``known`` counts names that the table knows; ``persons`` those shaped like a person's.
    """

    parts: tuple[ChainPart, ...]
    known: int
    persons: int
    strangers: int
    separators: int


def read_chain(
    text: str,
    start: int,
    end: int,
    vocabulary: Vocabulary,
    marks: RoleMarks = NO_MARKS,
) -> Chain:
    """The chain in ``[start, end)`` of a cleaned text; ``marks`` give roles to single names."""
    parts: list[ChainPart] = []
    strangers = 0
    pieces = _pieces(text, start, end, vocabulary.names)
    for piece_start, piece_end in pieces[:_MOST_PARTS]:
        found = _read_piece(text, piece_start, piece_end, vocabulary, marks)
        if found is None:
            continue
        if not found:
            strangers += 1
            continue
        parts.extend(found)
    strangers += max(0, len(pieces) - _MOST_PARTS)
    return _chain(text, parts, strangers, len(pieces), vocabulary.names)


def _chain(
    text: str, parts: list[ChainPart], strangers: int, pieces: int, names: NameTable
) -> Chain:
    if len(parts) > 1:
        parts = _unique(_with_neighbours(text, parts, names))
    known = persons = 0
    for part in parts:
        known += part.canonical is not None
        persons += part.role is CreditRole.PHOTOGRAPHER
    return Chain(tuple(parts), known, persons, strangers, separators=max(0, pieces - 1))


def read_names(
    text: str,
    start: int,
    end: int,
    vocabulary: Vocabulary,
    marks: RoleMarks = NO_MARKS,
) -> Chain | None:
    """The chain in ``[start, end)``, or None unless there are names in it and nothing else.

    Most stretches that are asked about are sentences; those are told by their first plain word.
    """
    if _is_prose(text[start:end], vocabulary):
        return None
    pieces = _pieces(text, start, end, vocabulary.names)
    if len(pieces) > _MOST_PARTS:
        return None
    parts: list[ChainPart] = []
    for piece_start, piece_end in pieces:
        found = _read_piece(text, piece_start, piece_end, vocabulary, marks)
        if found is None:
            continue
        if not found:
            return None
        parts.extend(found)
    return _chain(text, parts, 0, len(pieces), vocabulary.names) if parts else None


def _is_prose(stretch: str, vocabulary: Vocabulary) -> bool:
    """Whether a lower-case word stands in a stretch that no credit line can have.

    A stretch with a CJK name in it is not judged here.
    """
    if not stretch.isascii() and CJK.search(stretch):
        return False
    return any(is_plain_word(word, vocabulary) for word in stretch.split())


def is_plain_word(word: str, vocabulary: Vocabulary) -> bool:
    """Whether a word is in lower case and none of those that stand so in credit lines."""
    return (
        word.islower()
        and word not in vocabulary.credit_words
        and word.isalpha()
        and word not in _JOINING_WORDS
    )


def after_prose(text: str, start: int, end: int, vocabulary: Vocabulary) -> int:
    """Where the first credit line can begin that ends at ``end``: behind the last plain word."""
    stretch = text[start:end]
    if not stretch.isascii() and CJK.search(stretch):
        return start
    at = len(stretch)
    for word in reversed(stretch.split()):
        at = stretch.rindex(word, 0, at)
        if is_plain_word(word, vocabulary):
            return start + at + len(word)
    return start


def _pieces(text: str, start: int, end: int, names: NameTable) -> list[tuple[int, int]]:
    """The parts between separators; a known name that contains a separator stays whole."""
    bounds: list[tuple[int, int]] = []
    at = start
    for separator in _SEPARATOR.finditer(text, start, end):
        bounds.append((at, separator.start()))
        at = separator.end()
    bounds.append((at, end))
    pieces: list[tuple[int, int]] = []
    index = 0
    while index < len(bounds):
        for last in range(min(len(bounds), index + 3), index + 1, -1):
            joined = text[bounds[index][0] : bounds[last - 1][1]].strip(_EDGE)
            if "/" in joined and names.find(joined) is None:
                continue
            if names.find(joined) is not None:
                pieces.append((bounds[index][0], bounds[last - 1][1]))
                index = last
                break
        else:
            pieces.append(bounds[index])
            index += 1
    return pieces


def _read_piece(
    text: str, start: int, end: int, vocabulary: Vocabulary, marks: RoleMarks
) -> list[ChainPart] | None:
    """The names of one part: None if it is empty or names nobody, [] if it is no name."""
    start, end = _strip(text, start, end)
    if start >= end:
        return None
    role = marks.after.get(start) or marks.before.get(end)
    if role is None and text.endswith(_FOR, max(0, start - 6), start):
        role = CreditRole.PROVIDER
    found = _names_in(text[start:end], role, vocabulary)
    if found is None:
        return None
    return [
        ChainPart(
            part.role, part.name, part.start + start, part.end + start, part.canonical, part.sure
        )
        for part in found
    ]


@lru_cache(maxsize=65_536)
def _names_in(
    text: str, role: CreditRole | None, vocabulary: Vocabulary
) -> tuple[ChainPart, ...] | None:
    """What :func:`_read_piece` tells of a part, with places in the part itself.

    Kept, since the same agencies and photographers stand in a desk's captions all day.
    """
    start, end = _without_labels(text, 0, len(text), vocabulary)
    if start >= end:
        return None
    start, end = _undoubled(text, start, end)
    piece = text[start:end]
    names = vocabulary.names
    if piece.lower() in names.nobody or _NUMBER.fullmatch(piece):
        return None
    joint = _around_label(text, start, end, role, vocabulary) or _known_in_cjk(
        text, start, end, names
    )
    if joint:
        return joint
    single = read_name(text, start, end, names, role)
    both = _AND.search(piece)
    if both is not None and (single is None or not single.sure):
        first = read_name(text, start, start + both.start(), names, role)
        second = read_name(text, start + both.end(), end, names, role)
        if (
            first
            and second
            and (first.canonical or _is_person(first))
            and (second.canonical or _is_person(second))
        ):
            return first, second
    hyphen = piece.rfind("-")
    if hyphen > 0 and single is not None and single.canonical is None:
        agency = names.find(piece[hyphen + 1 :])
        person = read_name(text, start, start + hyphen, names, role)
        if agency is not None and person is not None and _is_person(person):
            at = start + hyphen + 1
            return person, ChainPart(agency.role, text[at:end], at, end, agency.name, sure=True)
    if single is not None and (
        single.sure or (len(piece.split()) < _TWO_NAMES and not _ends_in_capitals(piece, names))
    ):
        return (single,)
    return _two_names(text, start, end, names, role) or ((single,) if single else ())


def _around_label(
    text: str, start: int, end: int, role: CreditRole | None, vocabulary: Vocabulary
) -> tuple[ChainPart, ...]:
    """The two names around a label: "U.S. Army photo by Jo Hart"."""
    label = vocabulary.lists["credit_middle"].compiled().search(text, start, end)
    if label is None or label.start() == start or label.end() == end:
        return ()
    first = read_name(text, start, label.start(), vocabulary.names, role)
    second = read_name(text, label.end(), end, vocabulary.names, role)
    return (first, second) if first is not None and second is not None else ()


def _known_in_cjk(text: str, start: int, end: int, names: NameTable) -> tuple[ChainPart, ...]:
    """Known names in a part without separators: glued ("EPA時事"), or a wire behind its place."""
    piece = text[start:end]
    if piece.isascii() or names.find(piece) is not None:
        return ()
    glued = _GLUED.fullmatch(piece)
    last_word = _LAST_WORD.search(piece) if CJK.search(piece) else None
    if glued is not None:
        spans = [glued.span(1), glued.span(2)]
    else:
        spans = [last_word.span(1)] if last_word is not None else []
    found = []
    for first, last in spans:
        agency = names.find(piece[first:last])
        if agency is None or agency.role is CreditRole.PROVIDER:
            return ()
        name = piece[first:last]
        found.append(
            ChainPart(agency.role, name, start + first, start + last, agency.name, sure=True)
        )
    return tuple(found)


def _ends_in_capitals(piece: str, names: NameTable) -> bool:
    """Whether the last word is the initials of a known agency, or POOL, behind a name."""
    last = piece.rpartition(" ")[2]
    return last.isupper() and len(last) > 1 and not piece.isupper() and names.find(last) is not None


def _is_person(part: ChainPart) -> bool:
    return part.role is CreditRole.PHOTOGRAPHER


def _two_names(
    text: str, start: int, end: int, names: NameTable, role: CreditRole | None
) -> tuple[ChainPart, ...]:
    """A known name and another one written without a separator ("PA Jo Hart", "Jo Hart AFP")."""
    words = [word.span() for word in _WORD.finditer(text, start, end)]
    for split in range(1, len(words)):
        head, tail = (start, words[split - 1][1]), (words[split][0], end)
        for known, other in ((head, tail), (tail, head)):
            agency = names.find(text[slice(*known)])
            if agency is None:
                continue
            rest = read_name(text, *other, names, role)
            if rest is not None and (rest.canonical or _is_person(rest)):
                first = ChainPart(agency.role, text[slice(*known)], *known, agency.name, sure=True)
                return (first, rest) if first.start < rest.start else (rest, first)
    return ()


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        if text[start] == "\u300c" and "\u300d" in text[start : end - 1]:
            break  # 「...」 is a part of the name
        start += 1
    while start < end and text[end - 1] in _EDGE and not _SHORTENED.search(text, start, end):
        end -= 1
    return start, end


def _without_labels(text: str, start: int, end: int, vocabulary: Vocabulary) -> tuple[int, int]:
    """The part without "Photo by" before and "photo", "file pic", "제공" after its name."""
    prefix = vocabulary.lists["credit_prefix"].compiled()
    suffix = vocabulary.lists["credit_suffix"].compiled()
    for _ in range(3):
        label = prefix.match(text, start, end)
        if label is None or label.end() == start:
            break
        start, end = _strip(text, label.end(), end)
    if vocabulary.names.find(text[start:end]) is not None:
        return _shortest_known(text, start, end, suffix, vocabulary.names)
    for found in suffix.finditer(text, start, end):
        if found.end() == end and found.start() > start:
            short_start, short_end = _strip(text, start, found.start())
            name = text[short_start:short_end]
            if (
                vocabulary.names.find(name) is not None
                or not name.isascii()
                or " for" in found.group()
            ):
                return short_start, short_end
            break
    year = _YEAR_BEHIND.search(text, start, end)
    if year is not None:
        start, end = _strip(text, start, year.start())
    words = text[start:end].split()
    while len(words) > 1 and words[-1].lower().strip(".,") in vocabulary.names.jobs:
        end = start + text[start:end].rindex(words.pop())
        start, end = _strip(text, start, end)
    return start, end


def _shortest_known(
    text: str, start: int, end: int, suffix: re.Pattern[str], names: NameTable
) -> tuple[int, int]:
    """Without its last word ("AP Photo") if that is the same agency; "Alamy Stock Photo" whole."""
    whole = names.find(text[start:end])
    for found in suffix.finditer(text, start, end):
        if found.end() == end and found.start() > start:
            short = names.find(text[start : found.start()])
            if short is not None and whole is not None and short.id == whole.id:
                return start, found.start()
    return start, end


def _undoubled(text: str, start: int, end: int) -> tuple[int, int]:
    """Half of "JO HARTJO HART": agencies' systems write the byline twice, without a blank."""
    piece = text[start:end]
    half = len(piece) // 2
    if half > 3 and len(piece) % 2 == 0 and piece[:half].casefold() == piece[half:].casefold():
        return start, start + half
    return start, end


def _with_neighbours(text: str, parts: list[ChainPart], names: NameTable) -> list[ChainPart]:
    """The parts with roles that a name's neighbours tell better than its own shape."""
    known = [part.canonical is not None for part in parts]
    role_after = [any(known[index + 1 :]) for index in range(len(parts))]
    handle = _handle(parts, names)
    told: list[ChainPart] = []
    person = False
    for index, part in enumerate(parts):
        role = part.role
        if not part.sure:
            linked = index > 0 and "/" in text[parts[index - 1].end : part.start]
            role = _role_beside(
                part, names, person=person and linked, agency_follows=role_after[index]
            )
            if part is handle:
                role = CreditRole.PHOTOGRAPHER
            elif role is CreditRole.PROVIDER and any(known) and _is_acronym(part.name):
                role = CreditRole.AGENCY
        person = person or role is CreditRole.PHOTOGRAPHER
        told.append(part if role is part.role else replace(part, role=role))
    return told


def _role_beside(
    part: ChainPart, names: NameTable, *, person: bool, agency_follows: bool
) -> CreditRole:
    """The role of an unknown name; ``person`` if a photographer stands before it and a slash.

    "Jo Hart/The Harbour Record" names the paper, "Jo Hart/Blue Frame/Getty" a smaller agency.
    """
    if not person or part.role not in (CreditRole.PHOTOGRAPHER, CreditRole.PROVIDER):
        return part.role
    if part.name.lower().startswith(names.title_articles):
        return CreditRole.PUBLICATION
    if part.role is CreditRole.PHOTOGRAPHER and agency_follows:
        return CreditRole.AGENCY
    return part.role


def _handle(parts: list[ChainPart], names: NameTable) -> ChainPart | None:
    """The single word beside a stock library, where nobody else took the picture."""
    if any(part.role is CreditRole.PHOTOGRAPHER for part in parts):
        return None
    unknown = [part for part in parts if not part.sure and part.role is CreditRole.PROVIDER]
    if len(unknown) != 1 or " " in unknown[0].name:
        return None
    found = (names.find(part.name) for part in parts if part.canonical is not None)
    return unknown[0] if any(agency is not None and agency.stock for agency in found) else None


def _is_acronym(name: str) -> bool:
    return name.isupper() and name.isalpha() and 2 < len(name) <= 5


def _unique(parts: list[ChainPart]) -> list[ChainPart]:
    """The parts without a name that stands there already, in whatever case."""
    seen: set[str] = set()
    kept: list[ChainPart] = []
    for part in parts:
        key = part.name.casefold()
        if key not in seen:
            seen.add(key)
            kept.append(part)
    return kept
