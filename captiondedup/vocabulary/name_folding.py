"""Folds names for comparison, and finds the way back to the raw text.

Case, diacritics, dots, apostrophes and the kind of space or dash do not count; ``&`` reads as
``and``. Folding works character by character, so that a match in the folded text can be walked
back to the raw one.
"""

from __future__ import annotations

import unicodedata

#: Longest name looked for in running text, in raw characters.
LONGEST_NAME = 80

#: Letters that Unicode does not decompose although every wire writes them plain.
_PLAIN_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
_VOICING_MARKS = "\u3099\u309a"


class _CharacterFolds(dict[int, str]):
    """Folded form of each character, worked out when first met; a table for ``str.translate``."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in ".'`´‘’ʼ·" or unicodedata.category(character) == "Cf":
        return ""
    if character.isspace() or unicodedata.category(character) == "Pd":
        return " "
    if character in "&+＆":
        return " and "
    if character in ",，":
        return ", "
    if character in "(（":
        return " ("
    decomposed = unicodedata.normalize("NFKD", character.casefold())
    kept = "".join(
        _PLAIN_LETTERS.get(c, c)
        for c in decomposed
        if unicodedata.category(c) != "Mn" or c in _VOICING_MARKS
    ).casefold()
    if kept == character:
        return kept
    return "".join(_fold_character(each) for each in kept)  # U+2024 decomposes into a full stop


_FOLDS = _CharacterFolds()


def fold_name(text: str) -> str:
    """Return the name as the table compares it.

    >>> fold_name("Côte d’Ivoire"), fold_name("U.S.A."), fold_name("Trinidad & Tobago")
    ('cote divoire', 'usa', 'trinidad and tobago')
    """
    return fold_window(text).strip()


def fold_window(text: str) -> str:
    """Return ``text`` folded, runs of space as one space, without looking at its ends."""
    folded = text.translate(_FOLDS)
    while "  " in folded:
        folded = folded.replace("  ", " ")
    return folded


def raw_end(window: str, length: int) -> int | None:
    """Return how many raw characters make the first ``length`` folded ones; None if none do.

    >>> raw_end("U.S.A. and", 3)
    5
    """
    have = 0
    after_space = False
    for index, character in enumerate(window):
        for piece in _FOLDS[ord(character)]:
            if piece == " " and after_space:
                continue
            after_space = piece == " "
            have += 1
        if have >= length:
            return _past_marks(window, index + 1) if have == length else None
    return None


def _past_marks(window: str, end: int) -> int:
    while end < len(window) and unicodedata.category(window[end]) == "Mn":
        end += 1
    return end
