"""Names and credit lines made comparable."""

from __future__ import annotations

import unicodedata


def name_words(text: str) -> tuple[str, ...]:
    """Return the words of a name, case, width and punctuation folded away.

    >>> name_words("Ｍira Olan / NORDBILD")
    ('mira', 'olan', 'nordbild')
    >>> name_words("MIRA OLAN—Nordbild")
    ('mira', 'olan', 'nordbild')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (
        character if character.isalnum() or unicodedata.category(character)[0] == "M" else " "
        for character in folded
    )
    return tuple("".join(kept).split())


def has_words(text: str, wanted: str) -> bool:
    """Return whether the words of ``wanted`` stand in ``text``, together and in order.

    An empty ``wanted`` stands nowhere.

    >>> has_words("Photo: Mira Olan/Nordbild", "Mira Olan / Nordbild")
    True
    >>> has_words("Photo: Mira Olander/Nordbild", "Mira Olan")
    False
    """
    words, sought = name_words(text), name_words(wanted)
    length = len(sought)
    return bool(sought) and any(
        words[start : start + length] == sought for start in range(len(words) - length + 1)
    )
