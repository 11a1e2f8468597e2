"""Where clauses of a caption begin and end.

This is what makes "(NOT FOR SALE)" a term and "the house is not for sale" a sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right

#: Characters that end a clause wherever they stand.
_STRONG = frozenset(
    ".;:!?()[]{}<>|/\\*+\u2022\u00b7_\n\u2014\u3002\uff1b\u3001\u30fb\u2026\u3010\u3011\u2192#=~\u00a9"
)
#: Characters that join two terms of one list.
_WEAK = frozenset(",&")
#: Words that join two terms of one list, in the languages of the wires.
_JOINS = (
    "and|or|nor|but|and/or|plus|und|oder|sowie|noch|und/oder|aber|bzw\\.|et|ou|ni|mais|et/ou|y|o|e|u|"
    "pero|y/o|ed|né|ma|e/o|mas|nem|en|of|maar|en/of|och|eller|samt|og|men|og/eller|ja|tai|eikä|sekä|"
    "i|oraz|lub|ani|a|nebo|és|vagy|și|sau|ve|veya|ile|dan|atau|serta|και|ή|και/ή|"
    "и|или|а также|та|або|và|hoặc|\ubc0f"
)
_JOIN_BEFORE = re.compile(rf"(?:\s|^)(?:{_JOINS})$", re.I)
_JOIN_AFTER = re.compile(rf"(?:{_JOINS})(?=\s)", re.I)
#: The longest of them, with a blank, in characters.
_JOIN_REACH = 10
_QUOTES = ('"', "'")
#: So many blanks part two statements as a full stop would.
_WIDE_GAP = 2
#: How far a clause is followed to find its edge, in characters.
_REACH = 400


class Covered:
    """Stretches of text that were read as terms, for asking whether a character lies in one."""

    __slots__ = ("_ends", "_starts")

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> None:
        """Note that ``[start, end)`` was read."""
        at = bisect_right(self._starts, start)
        self._starts.insert(at, start)
        self._ends.insert(at, max(end, self._ends[at - 1] if at else 0))

    def __contains__(self, position: int) -> bool:
        """Whether a character lies in a stretch that was read."""
        at = bisect_right(self._starts, position)
        return at > 0 and position < self._ends[at - 1]


def fills_clause(text: str, start: int, end: int, covered: Covered) -> tuple[bool, bool]:
    """Whether ``[start, end)`` begins at the left edge of a clause and ends at its right edge.

    A neighbouring term counts as an edge, also across a comma or a joining word; so does a change
    of script or of case (a capitalised term within running text).
    """
    left = _left_edge(text, start, covered)
    right = _right_edge(text, end, covered)
    if not (left and right) and _stands_out(text, start, end):
        return True, True
    return left, right


def _left_edge(text: str, start: int, covered: Covered) -> bool:
    if text[start] in "([{":
        return True
    at = start - 1
    while at >= 0 and text[at] == " ":
        at -= 1
    if at < 0 or start - at > _WIDE_GAP or text[at] in _STRONG or at in covered:
        return True
    if text[at] == "-":
        return at == 0 or not text[at - 1].isalnum()
    if text[at] in _WEAK:
        return _covered_before(at - 1, text, covered)
    join = _JOIN_BEFORE.search(text, max(0, at - _JOIN_REACH), at + 1)
    if join is not None and _covered_before(join.start(), text, covered):
        return True
    return _other_script(text[at], text[start])


def _covered_before(at: int, text: str, covered: Covered) -> bool:
    while at >= 0 and text[at] in " ,":
        at -= 1
    return at < 0 or at in covered


def _right_edge(text: str, end: int, covered: Covered) -> bool:
    if end > 0 and text[end - 1] in _STRONG:
        return True
    at = end
    size = len(text)
    while at < size and text[at] == " ":
        at += 1
    if at >= size or at - end >= _WIDE_GAP or text[at] in _STRONG or at in covered:
        return True
    if text[at] == "-":
        return at + 1 >= size or not text[at + 1].isalnum() or at > end
    if text[at] in _WEAK:
        return _covered_after(at + 1, text, covered)
    join = _JOIN_AFTER.match(text, at)
    if join is not None and _covered_after(join.end(), text, covered):
        return True
    return _other_script(text[at], text[end - 1])


def _covered_after(at: int, text: str, covered: Covered) -> bool:
    while at < len(text) and text[at] in " ,":
        at += 1
    return at >= len(text) or at in covered


def _other_script(neighbour: str, own: str) -> bool:
    """Whether a Latin-script term touches text of a script without upper case."""
    return own.isascii() and neighbour.isalpha() and neighbour.lower() == neighbour.upper()


def _stands_out(text: str, start: int, end: int) -> bool:
    """Whether a capitalised term of two words or more stands between words that are not.

    In quotation marks it is what a placard or a speaker says.
    """
    term = text[start:end]
    if text[start - 1 : start] in _QUOTES and text[end : end + 1] in _QUOTES:
        return False
    if not term.isupper() or " " not in term.strip():
        return False
    before = text[max(0, start - 40) : start].split()
    after = text[end : end + 40].split()
    neighbours = [words[index] for words, index in ((before, -1), (after, 0)) if words]
    return all(not word.isupper() or len(word) < 2 for word in neighbours)


def clause_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence, bracket content or line around ``[start, end)``, in characters of the text.

    >>> text = "A port. Please note, no sales at all. Photo: X"
    >>> text[slice(*clause_span(text, 21, 29))]
    'Please note, no sales at all.'
    """
    left = start
    while left > 0 and start - left < _REACH and not _breaks(text, left - 1):
        left -= 1
    while left < start and text[left] == " ":
        left += 1
    right = end
    size = len(text)
    while right < size and right - end < _REACH and not _breaks(text, right):
        right += 1
    if right < size and text[right] in ".!?\u3002":
        right += 1
    return left, right


def _breaks(text: str, at: int) -> bool:
    char = text[at]
    if char in "()[]{}<>|\n*\u3002;!?\u3010\u3011\u2014":
        return True
    if char != ".":
        return False
    following = text[at + 1 : at + 2]
    if following and not following.isspace():
        return False
    word = text[max(0, at - 3) : at].rpartition(" ")[2]
    return len(word) > 1 or not word.isalpha()
