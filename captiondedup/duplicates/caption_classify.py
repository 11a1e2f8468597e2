"""What each difference between two captions means: free, doubtful or decisive.

The rules follow how newsrooms edit. Text is added and dropped at the ends, in brackets, between
commas and as whole sentences; names, numbers, sides, colours and negations are not exchanged.
Whatever is not recognised as an edit is never taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import product

from captiondedup.duplicates.caption_align import Edge, Region
from captiondedup.duplicates.caption_furniture import (
    CLOSING,
    OPENING,
    PHRASE,
    all_in,
    credits_agree,
    gap,
    head_furniture,
    is_inner_rights,
    is_rights,
    tail_furniture,
)
from captiondedup.duplicates.caption_lexicon import Lexicon
from captiondedup.duplicates.caption_normalise import PreparedCaption, is_spaceless
from captiondedup.duplicates.caption_words_alike import phrase, phrases_alike, words_alike
from captiondedup.model import Span

_SENTENCE_END = re.compile("[.!?\u3002\uff01\uff1f:;\n|\u2026=]")
_PAUSE = re.compile("[,\u3001\uff0c\u2014;:-]")
#: A negation among more added words than this belongs to a clause of its own.
_NEGATION_REACH = 3
#: Letters beyond which a longer last word is text cut off, not an ending.
_CUT_OFF = 3
#: Added words slide along equal neighbours to find a sentence or bracket boundary.
_SLIDE = 12


class Weight(IntEnum):
    """How much a difference weighs."""

    FREE = 0
    DOUBTFUL = 1
    DECISIVE = 2


@dataclass(frozen=True, slots=True)
class Edit:
    """One judged difference; ``kind`` is a word for the desk: ``name``, ``position``."""

    weight: Weight
    kind: str
    region: Region


def classify(
    a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon
) -> tuple[Edit, ...]:
    """The edits of which one region consists, in reading order."""
    if region.one_sided:
        return (_addition(a, b, region, lexicon),)
    if region.edge is not Edge.MIDDLE:
        kind = _at_edge(a, b, region, lexicon)
        if kind:
            return (Edit(Weight.FREE, kind, region),)
    rest, edits = _consume(a, b, region, lexicon)
    if rest is None:
        return tuple(edits) or (Edit(Weight.FREE, "spelling", region),)
    if rest.one_sided:
        return (*edits, _addition(a, b, rest, lexicon))
    return (*edits, _replacement(a, b, rest, lexicon))


# --- words on one side only -------------------------------------------------------------------


def _addition(a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon) -> Edit:
    """The judgement on words that only one caption has."""
    if region.a_start == region.a_end:
        side, start, end = b, region.b_start, region.b_end
    else:
        side, start, end = a, region.a_start, region.a_end
    tokens = side.tokens[start:end]
    if region.edge is Edge.HEAD and _joins_names(side, end, lexicon):
        return Edit(Weight.DOUBTFUL, "more names", region)
    at_edge = region.edge is not Edge.MIDDLE
    if at_edge and is_rights(side, start, end, lexicon):
        return Edit(Weight.FREE, "credit or restriction", region)
    bracketed = OPENING.search(gap(side, start)) and CLOSING.search(gap(side, end))
    if not bracketed and _negates(side, start, end, lexicon):
        return Edit(Weight.DECISIVE, "negation", region)
    if all_in(tokens, lexicon.insertable):
        return Edit(Weight.FREE, "title or link word", region)
    if at_edge:
        if all(token.isdecimal() for token in tokens) and not _dated(side, start, end):
            return Edit(Weight.DOUBTFUL, "counter", region)
        return Edit(Weight.FREE, "addition", region)
    for first, last in _slides(side, start, end):
        kind = _set_apart(side, first, last, lexicon)
        if kind:
            return Edit(Weight.FREE, kind, region)
    if all(token in lexicon.weekdays or token in lexicon.months for token in tokens):
        return Edit(Weight.FREE, "date", region)
    if _dated(side, start, end):
        return Edit(Weight.FREE, "date", region)
    if is_inner_rights(side, start, end, lexicon):
        return Edit(Weight.FREE, "credit or restriction", region)
    if _name_part(side, start, end, lexicon):
        return Edit(Weight.FREE, "part of a name", region)
    return Edit(Weight.DOUBTFUL, "added words", region)


def _joins_names(side: PreparedCaption, end: int, lexicon: Lexicon) -> bool:
    """Whether the first words are other people in one list with the name that follows."""
    named = (
        side.words[0][:1].isupper()
        and side.words[end : end + 1] != ()
        and side.words[end][:1].isupper()
    )
    return named and ("/" in gap(side, end) or lexicon.synonymous(side.tokens[end - 1], "and"))


def _negates(side: PreparedCaption, start: int, end: int, lexicon: Lexicon) -> bool:
    if end - start > _NEGATION_REACH:
        return False
    for at in range(start, end):
        if side.tokens[at] in lexicon.negations:
            follows_number = at + 1 < len(side.tokens) and side.tokens[at + 1].isdecimal()
            if not follows_number:
                return True
    return phrase(side.tokens[start:end]) in lexicon.negations


def _slides(side: PreparedCaption, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The added range and its equivalents: "in Rome. Here [in Rome.]" is "in [Rome. Here in]"."""
    yield start, end
    first, last = start, end
    for _ in range(_SLIDE):
        if first == 0 or side.tokens[first - 1] != side.tokens[last - 1]:
            break
        first, last = first - 1, last - 1
        yield first, last
    first, last = start, end
    for _ in range(_SLIDE):
        if last == len(side.tokens) or side.tokens[first] != side.tokens[last]:
            break
        first, last = first + 1, last + 1
        yield first, last


def _set_apart(side: PreparedCaption, start: int, end: int, lexicon: Lexicon) -> str:
    """What punctuation makes of added words: an aside, a whole sentence, or nothing."""
    before, after = gap(side, start), gap(side, end)
    if OPENING.search(before) and CLOSING.search(after):
        return "aside"
    starts = start == 0 or _SENTENCE_END.search(before)
    if starts and (end == len(side.tokens) or _SENTENCE_END.search(after)):
        return "sentence"
    if _PAUSE.search(before) and (_PAUSE.search(after) or _SENTENCE_END.search(after)):
        return "apposition"
    return ""


def _dated(side: PreparedCaption, start: int, end: int) -> bool:
    """Whether added numbers are part of a date that the other caption has, less exactly."""
    around = side.tokens[max(0, start - 2) : end + 2]
    return all(
        token.isdecimal() or token.startswith("@") for token in side.tokens[start:end]
    ) and any(token.startswith("@") for token in around)


def _name_part(side: PreparedCaption, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether added words are a middle initial, or a first or middle name of a name that stays."""
    words = side.words[start:end]
    if end - start > 2 or side.text.isupper():
        return False
    if not all(word[:1].isupper() for word in words):
        return False
    if any(token in lexicon.decisive for token in side.tokens[start:end] if len(token) > 1):
        return False
    after = side.words[end] if end < len(side.words) else ""
    before = side.words[start - 1] if start else ""
    glued_after = after[:1].isupper() and not _PAUSE.search(gap(side, end))
    glued_before = before[:1].isupper() and not gap(side, start).strip()
    return glued_after and (glued_before or len(words[-1]) == 1)


# --- words on both sides ----------------------------------------------------------------------


def _at_edge(a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon) -> str:
    """Why two different heads or tails mean nothing, else empty."""
    a_range, b_range = _a_range(region), _b_range(region)
    if region.edge is Edge.TAIL:
        if _is_cut(a, a_range, b, b_range) or _is_cut(b, b_range, a, a_range):
            return "truncated"
        one = tail_furniture(a, region.a_start, lexicon)
        two = tail_furniture(b, region.b_start, lexicon)
    elif region.edge is Edge.HEAD:
        if _digits(a.tokens[: region.a_end]) and _digits(b.tokens[: region.b_end]):
            return ""
        if _is_glued(a, a_range, b, b_range) or _is_glued(b, b_range, a, a_range):
            return "label"
        one = head_furniture(a, region.a_end, lexicon)
        two = head_furniture(b, region.b_end, lexicon)
    else:
        return ""
    if not one or not two or (one == two and one in ("dateline", "stamp")):
        return ""
    if one == two == "rights" and not credits_agree(a, a_range, b, b_range, lexicon):
        return ""
    return "credit or restriction" if "rights" in (one, two) else "label or dateline"


def _is_cut(short: PreparedCaption, here: Span, long: PreparedCaption, there: Span) -> bool:
    """Whether the last words of ``short`` are the first letters of those of ``long``.

    A word more or less at the end of a name (Martin, Martina) is no cut: there must be an
    ellipsis, a new word glued on, or more text after it.
    """
    one = "".join(short.tokens[slice(*here)])
    two = "".join(long.tokens[slice(*there)])
    printed = "".join(long.words[slice(*there)])
    if not two.startswith(one) or _splits_number(two, len(one)):
        return False
    more = len(two) - len(one)
    glued = len(printed) == len(two) and printed[len(one) : len(one) + 1].isupper()
    return more >= _CUT_OFF or glued or gap(short, here[1]).strip().endswith(("\u2026", ".."))


def _is_glued(short: PreparedCaption, here: Span, long: PreparedCaption, there: Span) -> bool:
    """Whether a label without a blank after it is all that ``long`` has more ("captionWho")."""
    one = "".join(short.tokens[slice(*here)])
    two = "".join(long.tokens[slice(*there)])
    printed = "".join(long.words[slice(*there)])
    at = len(two) - len(one)
    return two.endswith(one) and len(printed) == len(two) and printed[at].isupper()


def _a_range(region: Region) -> Span:
    return region.a_start, region.a_end


def _b_range(region: Region) -> Span:
    return region.b_start, region.b_end


def _splits_number(text: str, at: int) -> bool:
    """Whether a cut falls between two digits: "photo 1" is not the beginning of "photo 12"."""
    return text[at - 1 : at].isdecimal() and text[at : at + 1].isdecimal()


def _consume(
    a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon
) -> tuple[Region | None, list[Edit]]:
    """What is left of a region once equivalent words are taken from both its ends, and they."""
    a0, a1, b0, b1 = region.a_start, region.a_end, region.b_start, region.b_end
    edits: list[Edit] = []
    while a0 < a1 and b0 < b1:
        i, j, kind = _first_match(a, a0, a1, b, b0, b1, lexicon)
        if not kind:
            break
        edits.append(Edit(Weight.FREE, kind, Region(a0, a0 + i, b0, b0 + j)))
        a0, b0 = a0 + i, b0 + j
    while a0 < a1 and b0 < b1:
        i, j, kind = _last_match(a, a0, a1, b, b0, b1, lexicon)
        if not kind:
            break
        edits.append(Edit(Weight.FREE, kind, Region(a1 - i, a1, b1 - j, b1)))
        a1, b1 = a1 - i, b1 - j
    if a0 == a1 and b0 == b1:
        return None, edits
    left = a0 == region.a_start and b0 == region.b_start
    right = a1 == region.a_end and b1 == region.b_end
    edge = region.edge
    if (edge is Edge.HEAD and not left) or (edge is Edge.TAIL and not right):
        edge = Edge.MIDDLE
    return Region(a0, a1, b0, b1, edge), edits


def _first_match(
    a: PreparedCaption,
    a0: int,
    a1: int,
    b: PreparedCaption,
    b0: int,
    b1: int,
    lexicon: Lexicon,
) -> tuple[int, int, str]:
    """How many tokens at the beginning of two ranges are one phrase, and why; else 0, 0, ""."""
    kind = words_alike(a.tokens[a0], b.tokens[b0], _printed(a, a0), _printed(b, b0), lexicon)
    if kind:
        return 1, 1, kind
    here, there = a.tokens[a0 : min(a1, a0 + PHRASE)], b.tokens[b0 : min(b1, b0 + PHRASE)]
    ours = [here[:size] for size in range(1, len(here) + 1)]
    theirs = [there[:size] for size in range(1, len(there) + 1)]
    return phrases_alike(ours, theirs, lexicon)


def _last_match(
    a: PreparedCaption,
    a0: int,
    a1: int,
    b: PreparedCaption,
    b0: int,
    b1: int,
    lexicon: Lexicon,
) -> tuple[int, int, str]:
    """:func:`_first_match` for the ends of two ranges."""
    one, two = a1 - 1, b1 - 1
    kind = words_alike(a.tokens[one], b.tokens[two], _printed(a, one), _printed(b, two), lexicon)
    if kind:
        return 1, 1, kind
    here, there = a.tokens[max(a0, a1 - PHRASE) : a1], b.tokens[max(b0, b1 - PHRASE) : b1]
    ours = [here[-size:] for size in range(1, len(here) + 1)]
    theirs = [there[-size:] for size in range(1, len(there) + 1)]
    return phrases_alike(ours, theirs, lexicon)


def _printed(side: PreparedCaption, at: int) -> str:
    """A token as printed, with the stop that makes it an abbreviation."""
    return side.words[at] + ("." if gap(side, at + 1).startswith(".") else "")


def _replacement(a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon) -> Edit:
    """The judgement on words that stand for other words."""
    here = a.tokens[region.a_start : region.a_end]
    there = b.tokens[region.b_start : region.b_end]
    if all_in(here, lexicon.function) and all_in(there, lexicon.function):
        return Edit(Weight.FREE, "link word", region)
    opposed = lexicon.opposed(phrase(here), phrase(there))
    if opposed is None:
        ours = [token for token in here if token in lexicon.decisive]
        theirs = [token for token in there if token in lexicon.decisive]
        kinds = (lexicon.opposed(one, two) for one, two in product(ours, theirs))
        opposed = next((kind for kind in kinds if kind is not None), None)
    if _digits(here) and _digits(there) and _digits(here) != _digits(there):
        return Edit(Weight.DECISIVE, "date" if _near_date(a, region) else "number", region)
    if opposed is not None:
        return Edit(Weight.DECISIVE, opposed.value, region)
    if _number_words(here, lexicon) and _number_words(there, lexicon):
        return Edit(Weight.DECISIVE, "number", region)
    if _negates(a, region.a_start, region.a_end, lexicon) != _negates(
        b, region.b_start, region.b_end, lexicon
    ):
        return Edit(Weight.DECISIVE, "negation", region)
    if any(map(is_spaceless, here)) and any(map(is_spaceless, there)):
        return _replaced_characters(a, b, region, lexicon)
    names = _has_name(a, region.a_start, region.a_end) and _has_name(
        b, region.b_start, region.b_end
    )
    if names:
        return Edit(Weight.DECISIVE, "name", region)
    return Edit(Weight.DOUBTFUL, "wording", region)


def _replaced_characters(
    a: PreparedCaption, b: PreparedCaption, region: Region, lexicon: Lexicon
) -> Edit:
    """The judgement on characters of a script without blanks, with the words they are part of."""
    for before, after in product(range(3), range(3)):
        here = a.tokens[max(0, region.a_start - before) : region.a_end + after]
        there = b.tokens[max(0, region.b_start - before) : region.b_end + after]
        opposed = lexicon.opposed(phrase(here), phrase(there))
        if opposed is not None:
            return Edit(Weight.DECISIVE, opposed.value, region)
        if lexicon.synonymous(phrase(here), phrase(there)):
            return Edit(Weight.FREE, "spelling", region)
    return Edit(Weight.DECISIVE, "wording", region)


def _digits(tokens: tuple[str, ...]) -> list[str]:
    return [token for token in tokens if token.isdecimal()]


def _number_words(tokens: tuple[str, ...], lexicon: Lexicon) -> bool:
    return any(token.isdecimal() or token in lexicon.numbers for token in tokens)


def _near_date(a: PreparedCaption, region: Region) -> bool:
    around = a.tokens[max(0, region.a_start - 2) : region.a_end + 2]
    return any(token.startswith("@") for token in around)


def _has_name(side: PreparedCaption, start: int, end: int) -> bool:
    return any(word[:1].isupper() for word in side.words[start:end])
