"""What stands around the story of a caption: labels, datelines, credits, restrictions, stamps.

The caption parser takes credits and restrictions away before captions are compared. This module
looks once more, because one of two copies may have been cut where the parser knows nothing of it,
and because bare captions may be compared too. It judges passages in place and removes nothing.
"""

from __future__ import annotations

import re

from captiondedup.duplicates.caption_lexicon import Lexicon
from captiondedup.duplicates.caption_normalise import PreparedCaption
from captiondedup.duplicates.caption_words_alike import phrase
from captiondedup.model import Span

OPENING = re.compile(r"[(\[\u3010{\u300c<]")
CLOSING = re.compile(r"[)\]\u3011}\u300d>]")
#: What ends a sentence, a label, a credit; what may stand before one.
BOUNDARY = re.compile("[.!?\u3002\uff01\uff1f:;\n|\u2026=\u00a9()\\[\\]]")
_DATELINE_END = re.compile("[\u2014:=)\u3011-]")
_DATELINE = re.compile(r"\s*[(\[\u3010]|[^a-z]{3,}")
_MARK = re.compile("[\u00a9|]")
#: Longest phrase of the tables, in tokens.
PHRASE = 6
#: Fewest tokens of a story.
_STORY_LENGTH = 2
#: Longest dateline and longest credit, in tokens.
_DATELINE_LENGTH, _CREDIT_LENGTH = 9, 18


def gap(side: PreparedCaption, at: int) -> str:
    """The characters between token ``at - 1`` and token ``at``; empty where dates were turned."""
    spans = side.spans()
    start = spans[at - 1][1] if at > 0 else 0
    end = spans[at][0] if at < len(spans) else len(side.text)
    return side.text[start:end] if start <= end else ""


def all_in(tokens: tuple[str, ...], phrases: frozenset[str]) -> bool:
    """Whether tokens are nothing but phrases of a table.

    >>> all_in(("prime", "minister"), frozenset({"prime minister"}))
    True
    """
    at = 0
    while at < len(tokens):
        for size in range(min(PHRASE, len(tokens) - at), 0, -1):
            if phrase(tokens[at : at + size]) in phrases:
                at += size
                break
        else:
            return False
    return True


def is_rights(side: PreparedCaption, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a range reads like a credit or a restriction that the caption parser left."""
    tokens = side.tokens[start:end]
    if any(token in lexicon.rights for token in tokens):
        return True
    if side.marked() and not side.marked().isdisjoint(range(start, end)):
        return True
    if _MARK.search(gap(side, start)):
        return True
    inner = "".join(gap(side, at) for at in range(start + 1, end))
    if "/" in inner or _MARK.search(inner):
        return True
    words = side.words[start:end]
    return len(words) > 1 and all(map(str.isupper, words)) and not side.text.isupper()


def is_inner_rights(side: PreparedCaption, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a range inside a caption is a credit or restriction from its first word on."""
    known = [token in lexicon.rights for token in side.tokens[start:end]]
    begins = known[0] or BOUNDARY.search(gap(side, start)) or 2 * sum(known) >= len(known)
    capitals = all(map(str.isupper, side.words[start:end]))
    return bool(begins or capitals) and is_rights(side, start, end, lexicon)


def head_furniture(side: PreparedCaption, end: int, lexicon: Lexicon) -> str:
    """What the first tokens are: ``label``, ``dateline``, ``title``, ``rights`` or nothing."""
    tokens = side.tokens[:end]
    if all_in(tokens, lexicon.labels):
        return "label"
    if all_in(tokens, lexicon.insertable):
        return "title"
    after = gap(side, end)
    if end <= _DATELINE_LENGTH and _DATELINE_END.search(after):
        head = side.text[: side.spans()[end - 1][1]]
        if _DATELINE.match(head if head[0] not in "([\u3010" else side.text):
            return "dateline"
    return "rights" if is_rights(side, 0, end, lexicon) else ""


def tail_furniture(side: PreparedCaption, start: int, lexicon: Lexicon) -> str:
    """What the last tokens are: ``label``, ``stamp``, ``rights`` or nothing."""
    tokens = side.tokens[start:]
    if all_in(tokens, lexicon.labels):
        return "label"
    dated = any(token.startswith("@") for token in tokens)
    if dated and all(
        token.isdecimal() or token.startswith("@") or token in lexicon.weekdays for token in tokens
    ):
        return "stamp"
    return "rights" if start >= rights_tail(side, lexicon) else ""


def credits_agree(
    a: PreparedCaption, a_range: Span, b: PreparedCaption, b_range: Span, lexicon: Lexicon
) -> bool:
    """Whether two passages of credit lines may stand for each other.

    They may where one of them only has labels and initials of agencies ("AP Photo", "Credit:");
    two names, or two numbers, are two photographers or two frames.
    """
    if lexicon.opposed(phrase(a.tokens[slice(*a_range)]), phrase(b.tokens[slice(*b_range)])):
        return False
    here = {token for token in a.tokens[slice(*a_range)] if token.isdecimal()}
    there = {token for token in b.tokens[slice(*b_range)] if token.isdecimal()}
    if here and there and here != there:
        return False
    return _names_nobody(a, a_range, lexicon) or _names_nobody(b, b_range, lexicon)


def _names_nobody(side: PreparedCaption, span: Span, lexicon: Lexicon) -> bool:
    return all(
        side.tokens[at] in lexicon.rights or side.words[at].isupper() or side.words[at].islower()
        for at in range(*span)
    )


def rights_tail(side: PreparedCaption, lexicon: Lexicon) -> int:
    """Index of the first token of the credits and restrictions at the end; all tokens if none.

    A credit is left in its place when next to nothing would be left of the caption without it.
    """
    end = len(side.tokens)
    while end:
        start = _last_credit(side, end, lexicon)
        if start == end or start < _STORY_LENGTH:
            break
        end = start
    return end


def has_story(side: PreparedCaption, lexicon: Lexicon) -> bool:
    """Whether a caption says more than who took the picture and who may use it."""
    return _story_end(side, lexicon) >= _STORY_LENGTH


def _story_end(side: PreparedCaption, lexicon: Lexicon) -> int:
    end = len(side.tokens)
    while end:
        start = _last_credit(side, end, lexicon)
        if start == end:
            break
        end = start
    return end


def _last_credit(side: PreparedCaption, end: int, lexicon: Lexicon) -> int:
    """Where the credit or restriction begins that ends before token ``end``; else ``end``."""
    marked = side.marked()
    if end - 1 in marked:
        while end and end - 1 in marked:
            end -= 1
        return end
    first = max(0, end - _CREDIT_LENGTH)
    if CLOSING.search(gap(side, end)):
        for at in range(end - 1, first - 1, -1):
            if OPENING.search(gap(side, at)):
                known = is_rights(side, at, end, lexicon)
                return at if known or all_in(side.tokens[at:end], lexicon.labels) else end
        return end
    for at in range(end - 1, first - 1, -1):
        before, after = gap(side, at), gap(side, at + 1)
        if "\u00a9" in before or (side.tokens[at] in lexicon.rights and ":" in after):
            return at
        if CLOSING.search(before):
            break
    start = _capitals(side, end)
    for size in range(PHRASE, 0, -1):
        if start == end and size < end and phrase(side.tokens[end - size : end]) in lexicon.rights:
            return end - size
    return start


def _capitals(side: PreparedCaption, end: int) -> int:
    """Where a run of capitals ("NO SALES") or an "AGENCY/Name" begins; else ``end``."""
    start = end
    if not side.text.isupper():
        while start and side.words[start - 1].isupper():
            start -= 1
    if end - start > 1:
        return start
    for at in range(end - 1, max(0, end - 5), -1):
        if gap(side, at) == "/":
            start = at - 1
            while start and side.words[start].istitle() and side.words[start - 1].isupper():
                start -= 1
            return start
    return end
