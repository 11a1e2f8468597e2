"""The word tables, folded the way captions are, ready to be asked about tokens."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from captiondedup.vocabulary.caption_words import (
    DECISIVE_KINDS,
    WordGroup,
    WordKind,
    load_caption_words,
)

_SPECIAL = str.maketrans(
    {
        "\u00f8": "o",
        "\u00e6": "ae",
        "\u0153": "oe",
        "\u0142": "l",
        "\u0111": "d",
        "\u00f0": "d",
        "\u00fe": "th",
        "\u0131": "i",
        "'": None,
    }
)
_WORD = re.compile(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*|[%&]")
#: Kinds whose words may be added to or dropped from a caption.
_INSERTABLE = frozenset({WordKind.TITLE, WordKind.FUNCTION, WordKind.ASIDE})

Meaning = tuple[str, int]


@lru_cache(maxsize=262_144)
def fold(word: str) -> str:
    """A word without case, diacritics and apostrophes, a number without leading zeros.

    >>> fold("Stra\u00dfe"), fold("Bj\u00f8rn"), fold("isn't"), fold("07")
    ('strasse', 'bjorn', 'isnt', '7')
    """
    if word.isdecimal():
        return str(int(word)) if len(word) < 19 else word
    if word.isascii():
        return word.lower().replace("'", "")
    folded = word.casefold()
    if max(folded) >= "\u3000":  # no diacritics to lose, and kana must keep its voicing marks
        return unicodedata.normalize("NFKC", folded)
    parts = unicodedata.normalize("NFKD", folded)
    bare = "".join(char for char in parts if unicodedata.category(char) != "Mn")
    return unicodedata.normalize("NFC", bare).translate(_SPECIAL) or folded


def fold_phrase(phrase: str) -> str:
    """The folded tokens of a phrase, joined by blanks; spaceless scripts joined by nothing.

    >>> fold_phrase("Prime Minister"), fold_phrase("N.C.")
    ('prime minister', 'n c')
    """
    return " ".join(map(fold, _WORD.findall(phrase)))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All word groups as look-up tables by folded phrase."""

    meanings: Mapping[str, frozenset[Meaning]]
    known: frozenset[str]
    decisive: Mapping[str, frozenset[Meaning]]
    kinds: Mapping[str, WordKind]
    insertable: frozenset[str]
    function: frozenset[str]
    negations: frozenset[str]
    positions: frozenset[str]
    weekdays: frozenset[str]
    labels: frozenset[str]
    rights: frozenset[str]
    months: Mapping[str, int]
    numbers: Mapping[str, frozenset[Meaning]]

    def opposed(self, a: str, b: str) -> WordKind | None:
        """The decisive kind in which two phrases mean different things, if there is one."""
        here, there = self.decisive.get(a), self.decisive.get(b)
        if not here or not there:
            return None
        for group, meaning in sorted(here):
            for other, other_meaning in sorted(there):
                if group == other and meaning != other_meaning:
                    return self.kinds[group]
        return None

    def synonymous(self, a: str, b: str) -> bool:
        """Whether two phrases are ways to write one meaning."""
        here = self.meanings.get(a)
        return bool(here and here & self.meanings.get(b, frozenset()))


def build_lexicon(groups: Iterable[WordGroup]) -> Lexicon:
    """The look-up tables of word groups; a house's own groups are simply added to the list.

    >>> build_lexicon(load_caption_words()).opposed("left", "right")
    <WordKind.POSITION: 'position'>
    """
    meanings: dict[str, set[Meaning]] = {}
    decisive: dict[str, set[Meaning]] = {}
    numbers: dict[str, set[Meaning]] = {}
    kinds: dict[str, WordKind] = {}
    by_kind: dict[WordKind, set[str]] = {kind: set() for kind in WordKind}
    months: dict[str, int] = {}
    for group in groups:
        kinds[group.id] = group.kind
        for index, spellings in enumerate(group.words):
            for phrase in map(fold_phrase, spellings):
                by_kind[group.kind].add(phrase)
                if group.kind in DECISIVE_KINDS:
                    decisive.setdefault(phrase, set()).add((group.id, index))
                if group.kind is WordKind.NUMBER:
                    numbers.setdefault(phrase, set()).add((fold_phrase(spellings[0]), 0))
                if len(spellings) > 1 and group.kind is not WordKind.NUMBER:
                    meanings.setdefault(phrase, set()).add((group.id, index))
                if group.kind is WordKind.MONTH:
                    months[phrase] = index + 1
    return Lexicon(
        meanings=_frozen(meanings),
        known=frozenset(meanings) | frozenset(numbers),
        decisive=_frozen(decisive),
        kinds=kinds,
        insertable=frozenset().union(*(by_kind[kind] for kind in _INSERTABLE)),
        function=frozenset(by_kind[WordKind.FUNCTION]),
        negations=frozenset(by_kind[WordKind.NEGATION]),
        positions=frozenset(by_kind[WordKind.POSITION]),
        weekdays=frozenset(by_kind[WordKind.WEEKDAY]),
        labels=frozenset(by_kind[WordKind.LABEL] | by_kind[WordKind.ASIDE]),
        rights=frozenset(by_kind[WordKind.RIGHTS]),
        months=months,
        numbers=_frozen(numbers),
    )


@lru_cache(maxsize=1)
def default_lexicon() -> Lexicon:
    """The lexicon of the tables that ship with captiondedup.

    >>> default_lexicon().synonymous("colour", "color")
    True
    """
    return build_lexicon(load_caption_words())


def _frozen(table: dict[str, set[Meaning]]) -> dict[str, frozenset[Meaning]]:
    return {phrase: frozenset(found) for phrase, found in table.items()}
