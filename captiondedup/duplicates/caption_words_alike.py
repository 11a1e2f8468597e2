"""Whether two words or short phrases are the same but for how a newsroom writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from captiondedup.duplicates.caption_lexicon import Lexicon
from captiondedup.duplicates.caption_normalise import is_spaceless

_UMLAUT = re.compile("([aou])e")
#: British endings and their American counterparts; the words themselves stand in the tables.
_BRITISH = (
    (re.compile("is(e|ed|es|ing|er|ers|ation|ations)$"), r"iz\1"),
    (re.compile("ys(e|ed|es|ing|er)$"), r"yz\1"),
    (re.compile("our(?=s$|ed$|ing$|ful$|able$|ite$|hood$|$)"), "or"),
    (re.compile("ll(?=ed$|ing$|er$|ers$)"), "l"),
    (re.compile("tre(?=s?$)"), "ter"),
    (re.compile("ogue(?=s?$)"), "og"),
    (re.compile("enc(?=e$|es$)"), "ens"),
)
#: Shorter words than this are not taken for typos of each other: "then" and "than" are two words.
_TYPO_LENGTH = 5
#: Replacing one letter makes another word more often than leaving one out, hence longer words.
_REPLACED_LENGTH = 8


def phrase(tokens: Sequence[str]) -> str:
    """Tokens as the word tables know them: joined by blanks, spaceless scripts by nothing.

    >>> phrase(["prime", "minister"]), phrase(["오", "른", "쪽"])
    ('prime minister', '오른쪽')
    """
    return ("" if all(map(is_spaceless, tokens)) else " ").join(tokens)


def words_alike(a: str, b: str, a_word: str, b_word: str, lexicon: Lexicon) -> str:
    """Why two words are one (``spelling``, ``typo``, ``number``, ``abbreviation``), else empty.

    ``a_word`` and ``b_word`` are the same words as printed, abbreviations with their stop.

    >>> from captiondedup.duplicates.caption_lexicon import default_lexicon
    >>> words_alike("kenedy", "kennedy", "Kenedy", "Kennedy", default_lexicon())
    'typo'
    >>> words_alike("enters", "leaves", "enters", "leaves", default_lexicon())
    ''
    """
    if a == b:
        return "equal"
    if lexicon.synonymous(a, b):
        return "spelling"
    if _value(a, lexicon) & _value(b, lexicon):
        return "number"
    return "" if lexicon.opposed(a, b) else _one_word(a, b, a_word, b_word)


def phrases_alike(
    ours: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]], lexicon: Lexicon
) -> tuple[int, int, str]:
    """Sizes of the shortest phrases of two lists that are one, and why; 0, 0 and empty for none.

    The lists hold the beginnings, or the ends, of two passages by size.

    >>> from captiondedup.duplicates.caption_lexicon import default_lexicon
    >>> ours, theirs = [("n",), ("n", "c")], [("north",), ("north", "carolina")]
    >>> phrases_alike(ours, theirs, default_lexicon())
    (2, 2, 'spelling')
    >>> phrases_alike([("photocall",)], [("photo",), ("photo", "call")], default_lexicon())
    (1, 2, 'spacing')
    """
    known = [(len(one), text) for one in ours if (text := phrase(one)) in lexicon.known]
    if known:
        for two in theirs:
            other = phrase(two)
            for size, text in known:
                if other in lexicon.known and _same_phrase(text, other, lexicon):
                    return size, len(two), "spelling"
    joined = {"".join(one): one for one in ours}
    for two in theirs:
        one = joined.get("".join(two))
        if one is not None and _joined_equal(one, two):
            return len(one), len(two), "spacing"
    return 0, 0, ""


def _same_phrase(a: str, b: str, lexicon: Lexicon) -> bool:
    return lexicon.synonymous(a, b) or bool(_value(a, lexicon) & _value(b, lexicon))


def _value(text: str, lexicon: Lexicon) -> frozenset[tuple[str, int]]:
    """What number a phrase can be; empty for no number."""
    known = lexicon.numbers.get(text, frozenset())
    return known | {(text, 0)} if text.isdecimal() else known


def _joined_equal(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether phrases are equal but for blanks; digits only as groups of thousands."""
    one, two = "".join(a), "".join(b)
    if one != two:
        return False
    if not one.isdecimal():
        return True
    return all(len(part) == 3 for part in (*a[1:], *b[1:]))


def _one_word(a: str, b: str, a_word: str, b_word: str) -> str:
    if a.isdecimal() or b.isdecimal() or is_spaceless(a) or is_spaceless(b):
        return ""
    if _UMLAUT.sub(r"\1", a) == _UMLAUT.sub(r"\1", b) or _american(a) == _american(b):
        return "spelling"
    if "\ufffd" in a or "\ufffd" in b:
        return "encoding" if _fits(a, b) or _fits(b, a) else ""
    shorter, longer = sorted((a, b), key=len)
    if _abbreviates(a, b, a_word, b_word) or _abbreviates(b, a, b_word, a_word):
        return "abbreviation"
    if shorter + "s" == longer and (a_word[:1].islower() or "'" in a_word + b_word):
        return "inflection"
    return (
        "typo" if len(shorter) >= _TYPO_LENGTH and _is_typo(shorter, longer, a_word, b_word) else ""
    )


def _american(word: str) -> str:
    """The American spelling of a British word, by rule; other words may come out as no word."""
    if len(word) < 5 or not word.isascii():
        return word
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def _fits(pattern: str, text: str) -> bool:
    """Whether a word with unreadable characters can be the other word."""
    parts = map(re.escape, re.split("\ufffd+", pattern))
    return "\ufffd" in pattern and re.fullmatch("[^\\s]{1,4}".join(parts), text) is not None


def _abbreviates(short: str, long: str, short_word: str, long_word: str) -> bool:
    """Whether a word with its stop abbreviates the other: "Prof." and "J." for their beginnings."""
    if not short_word.endswith(".") or len(short) >= len(long) or not long.startswith(short):
        return False
    if len(short) == 1:
        return short_word[0].isupper() and long_word[:1].isupper()
    return len(short) >= 3


def _is_typo(shorter: str, longer: str, a_word: str, b_word: str) -> bool:
    """One letter left out, doubled or exchanged with its neighbour inside the word."""
    if shorter[0] != longer[0]:
        return False
    gap = len(longer) - len(shorter)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if gap == 1:
        if shorter[start:] != longer[start + 1 :]:
            return False
        # A letter more at the end is an ending (Martin, Martina) unless the word is no name.
        return start < len(shorter) or a_word[:1].islower()
    if gap or shorter[start + 2 :] != longer[start + 2 :]:
        if gap == 0 and shorter[start + 1 :] == longer[start + 1 :]:
            return len(shorter) >= _REPLACED_LENGTH and 0 < start < len(shorter) - 2
        return False
    return shorter[start : start + 2] == longer[start : start + 2][::-1]
