"""Reads one credit line: the names in it, in order, and what each name is.

A chain has names separated by slashes, bars, commas, "via" and the like ("Jo Hart/Pool via AP").
What a name is, its entry in the names table tells, or the words it is made of, or its shape.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from captiondedup.model import CreditRole
from captiondedup.rights.credits.name import CJK, ChainPart
from captiondedup.rights.credits.piece import EDGE, names_in, strip
from captiondedup.vocabulary.names import NameTable
from captiondedup.vocabulary.tables import Vocabulary

#: Each alternative begins with a plain character, so that the others cost next to nothing. Blanks
#: beside a separator are left to the parts, which are stripped.
_SEPARATOR = re.compile(
    r"[/|=;\uff5c\u30fb\n\u00a9()\[\]<>{}+]|\x01+|,\s+(?:(?:via|VIA)\s+)?|\s(?:[\u2014\u00b7\u2022-]|via|VIA)\s"
    r"|\s(?:for|pour|für)\s+(?=[A-Z])|\s(?:on|from|auf|sur)\s+(?=[A-Z]\w+\s*$)|:(?<=\w:)\s"
    r"|\.(?<=[\uac00-\ud7a3]\.)\s"
)
#: The words among the separators.
_JOINING_WORDS = frozenset(
    {"via", "for", "pour", "für", "on", "from", "auf", "sur"}
    | {"and", "und", "et", "y", "e", "og", "och", "en"}
)
#: A photographer of an agency works for a client: whose name follows is nobody who took pictures.
_FOR = (" for ", " pour ", " für ")
#: A credit line has at most so many names; longer text is prose.
_MOST_PARTS = 14


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
            joined = text[bounds[index][0] : bounds[last - 1][1]].strip(EDGE)
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
    start, end = strip(text, start, end)
    if start >= end:
        return None
    role = marks.after.get(start) or marks.before.get(end)
    if role is None and text.endswith(_FOR, max(0, start - 6), start):
        role = CreditRole.PROVIDER
    found = names_in(text[start:end], role, vocabulary)
    if found is None:
        return None
    return [
        ChainPart(
            part.role, part.name, part.start + start, part.end + start, part.canonical, part.sure
        )
        for part in found
    ]


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
