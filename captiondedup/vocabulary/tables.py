"""The vocabulary as one value: phrase rules with their trigger index, and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import ahocorasick_rs

from captiondedup.vocabulary import load
from captiondedup.vocabulary.names import NameTable, load_names
from captiondedup.vocabulary.phrases import PhraseRule, PhraseTables, Use, Wording, load_phrases

_STEM = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """All rules that the caption parser works with; immutable, compared by identity.

    ``triggers`` finds, in lower-cased text, the words near which rules are tried; the n-th
    pattern of the automaton belongs to the rules ``rules_of_trigger[n]`` (indices into ``rules``).
    ``credit_words`` are all words that can stand in lower case in a credit line.
    """

    rules: tuple[PhraseRule, ...]
    uses: tuple[Use, ...]
    lists: Mapping[str, Wording]
    names: NameTable
    credit_words: frozenset[str]
    triggers: ahocorasick_rs.AhoCorasick
    rules_of_trigger: tuple[tuple[int, ...], ...]

    def uses_of(self, language: str) -> tuple[Use, ...]:
        """The uses that list phrases of a language can forbid."""
        return tuple(use for use in self.uses if use.language == language)


@lru_cache(maxsize=1)
def default_vocabulary() -> Vocabulary:
    """The vocabulary that ships with the package, read once per process."""
    return load_vocabulary(())


def load_vocabulary(house: Sequence[Path]) -> Vocabulary:
    """The package's vocabulary with a house's own tables after it.

    Raises:
        VocabularyError: a table is wrong; names the file, the entry and the remedy.
    """
    tables = [(str(path), load.read_house(path)) for path in house]
    kinds = {"list", "use", "restriction", "notice", "license", "marker", "stock"}
    kinds |= {"agency", "word", "person"}
    for name, table in tables:
        load.check_kinds(table, kinds, name)
    return build_vocabulary(load_phrases(tables), load_names(tables))


def build_vocabulary(phrases: PhraseTables, names: NameTable) -> Vocabulary:
    """A vocabulary from its parts, with the trigger index made."""
    index: dict[str, list[int]] = {}
    for number, rule in enumerate(phrases.rules):
        for trigger in rule.triggers:
            index.setdefault(trigger, []).append(number)
    return Vocabulary(
        rules=phrases.rules,
        uses=phrases.uses,
        lists=phrases.lists,
        names=names,
        credit_words=names.lower_case_words() | _label_words(phrases.lists),
        triggers=ahocorasick_rs.AhoCorasick(list(index)),
        rules_of_trigger=tuple(tuple(numbers) for numbers in index.values()),
    )


def _label_words(lists: Mapping[str, Wording]) -> frozenset[str]:
    """The words in the patterns of credit labels ("photo by"), singular and plural."""
    patterns = (lists[key].source for key in ("credit_prefix", "credit_suffix") if key in lists)
    stems = {stem for pattern in patterns for stem in _STEM.findall(pattern)}
    return frozenset(stems | {stem + "s" for stem in stems} | {stem[:-1] for stem in stems})
