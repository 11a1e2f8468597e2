"""One part of a credit line: the label around a name taken off, and the name or names read."""

from __future__ import annotations

import re
from functools import lru_cache

from captiondedup.model import CreditRole
from captiondedup.rights.credits.name import CJK, ChainPart, read_name
from captiondedup.vocabulary.names import NameTable
from captiondedup.vocabulary.tables import Vocabulary

_WORD = re.compile(r"\S+")
#: A name in Latin letters and one in CJK characters, written as one word.
_GLUED = re.compile(r"([A-Z][A-Za-z]+)([^\x00-\x7f]+)")
#: A word behind the short name of a place.
_LAST_WORD = re.compile(r"^\S{1,8}\s(\S+)$")
_AND = re.compile(r"\s+(?:and|und|et|y|e|&|og|och|en)\s+")
#: Blanks and marks at the ends of a part.
EDGE = " \t.,:;'\"*-\u2014_!\u201c\u201d\u300c\u300d\u3010\u3011\x01"
_NUMBER = re.compile(
    r"[\d\s.,:/\u2014#-]+(?:[A-Za-z]{0,3})?|(?:19|20)\d\d\b.*|\d+[A-Za-z]*"
    r"|[\d.]+ ?[A-Za-z]{3,9}\.? ?\d{2,4}"
)
#: The year of a copyright behind its holder's name.
_YEAR_BEHIND = re.compile(r"(?<=\w),?\s+(?:19|20)\d\d(?:\s?[-\u2014/]\s?(?:19|20)?\d\d)?\.?$")
#: A full stop that belongs to the last word: an initial or an abbreviation.
_SHORTENED = re.compile(r"(?:^|[\s.])(?:[A-Z]|Jr|Sr|Ltd|Inc|Co|Corp|S\.A|e\.V|Dr)\.$")
#: From so many words on, a name may be a byline and an agency without anything between.
_TWO_NAMES = 4


@lru_cache(maxsize=65_536)
def names_in(
    text: str, role: CreditRole | None, vocabulary: Vocabulary
) -> tuple[ChainPart, ...] | None:
    """The names of a part, with places in the part itself; None if it names nobody.

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


def strip(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the blanks and marks at its ends; an abbreviation keeps its stop."""
    while start < end and text[start] in EDGE:
        if text[start] == "\u300c" and "\u300d" in text[start : end - 1]:
            break  # 「...」 is a part of the name
        start += 1
    while start < end and text[end - 1] in EDGE and not _SHORTENED.search(text, start, end):
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
        start, end = strip(text, label.end(), end)
    if vocabulary.names.find(text[start:end]) is not None:
        return _shortest_known(text, start, end, suffix, vocabulary.names)
    for found in suffix.finditer(text, start, end):
        if found.end() == end and found.start() > start:
            short_start, short_end = strip(text, start, found.start())
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
        start, end = strip(text, start, year.start())
    words = text[start:end].split()
    while len(words) > 1 and words[-1].lower().strip(".,") in vocabulary.names.jobs:
        end = start + text[start:end].rindex(words.pop())
        start, end = strip(text, start, end)
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
