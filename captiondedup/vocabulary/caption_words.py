"""The word tables by which two captions are compared: decisive words and free words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from captiondedup.errors import VocabularyError
from captiondedup.vocabulary import load

_TABLES = ("decisive_words.toml", "free_words.toml")
_REQUIRED = ("id", "kind", "language", "words", "examples", "counter_examples")
_OPTIONAL = ("notes", "source")


class WordKind(StrEnum):
    """What a group of words does when two captions differ by one of them.

    The first block is decisive: another meaning of the same group is another picture. The second
    block is free: its words may be exchanged, added or dropped and the picture stays the same.
    """

    POSITION = "position"
    NEGATION = "negation"
    ACTION = "action"
    ORDER = "order"
    COLOUR = "colour"
    WEEKDAY = "weekday"
    MONTH = "month"
    PERSON = "person"
    DIRECTION = "direction"

    VARIANT = "variant"
    NUMBER = "number"
    TITLE = "title"
    FUNCTION = "function"
    LABEL = "label"
    ASIDE = "aside"
    RIGHTS = "rights"


DECISIVE_KINDS = frozenset(
    {
        WordKind.POSITION,
        WordKind.NEGATION,
        WordKind.ACTION,
        WordKind.ORDER,
        WordKind.COLOUR,
        WordKind.WEEKDAY,
        WordKind.MONTH,
        WordKind.PERSON,
        WordKind.DIRECTION,
    }
)


@dataclass(frozen=True, slots=True)
class WordGroup:
    """One entry of a table.

    ``words`` holds one tuple per meaning, each with all the ways to write it. ``examples`` are
    pairs of captions that the entry decides (different for a decisive kind, same for a free one),
    ``counter_examples`` pairs that must come out the other way.
    """

    id: str
    kind: WordKind
    language: str
    words: tuple[tuple[str, ...], ...]
    examples: tuple[tuple[str, str], ...]
    counter_examples: tuple[tuple[str, str], ...]


@lru_cache(maxsize=1)
def load_caption_words() -> tuple[WordGroup, ...]:
    """All groups of the tables shipped with captiondedup, in the order of the files.

    Raises:
        VocabularyError: a table is wrong.

    >>> any(group.kind is WordKind.NEGATION for group in load_caption_words())
    True
    """
    groups = [group for name in _TABLES for group in _groups(load.read_packaged(name), name)]
    return tuple(groups)


def parse_caption_words(data: str, name: str) -> tuple[WordGroup, ...]:
    """The groups of one table's text; ``name`` is the file name that errors quote.

    Raises:
        VocabularyError: the text is no table as documented.

    >>> parse_caption_words('''[[group]]
    ... id = "en-side"
    ... kind = "position"
    ... language = "en"
    ... words = [["left"], ["right"]]
    ... examples = [["Ann (left)", "Ann (right)"]]
    ... counter_examples = [["Ann (left)", "Ann, left"]]
    ... ''', "house.toml")[0].words
    (('left',), ('right',))
    """
    return tuple(_groups(load.parse_table(data, name), name))


def _groups(table: dict[str, Any], name: str) -> list[WordGroup]:
    load.check_kinds(table, {"group"}, name)
    groups = []
    seen: set[str] = set()
    for entry in load.entries(table, "group", name):
        load.check_keys(entry, _REQUIRED, _OPTIONAL, name)
        group = _group(entry, f"{name}: entry '{entry['id']}'")
        if group.id in seen:
            raise VocabularyError(f"{name}: the id '{group.id}' occurs twice; rename one")
        seen.add(group.id)
        groups.append(group)
    return groups


def _group(entry: dict[str, Any], label: str) -> WordGroup:
    kinds = ", ".join(WordKind)
    if entry["kind"] not in set(WordKind):
        raise VocabularyError(f"{label}: unknown kind '{entry['kind']}'; known are {kinds}")
    group = WordGroup(
        id=str(entry["id"]),
        kind=WordKind(entry["kind"]),
        language=str(entry["language"]),
        words=_lists(entry, "words", label),
        examples=_pairs(entry, "examples", label),
        counter_examples=_pairs(entry, "counter_examples", label),
    )
    if not group.words or not all(group.words):
        raise VocabularyError(f"{label}: 'words' must hold at least one word per meaning")
    return group


def _lists(entry: dict[str, Any], key: str, label: str) -> tuple[tuple[str, ...], ...]:
    value = entry[key]
    if not isinstance(value, list) or not all(
        isinstance(inner, list) and all(isinstance(word, str) and word for word in inner)
        for inner in value
    ):
        raise VocabularyError(f"{label}: '{key}' must be a list of lists of texts")
    return tuple(tuple(inner) for inner in value)


def _pairs(entry: dict[str, Any], key: str, label: str) -> tuple[tuple[str, str], ...]:
    pairs = _lists(entry, key, label)
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise VocabularyError(f"{label}: '{key}' needs at least one pair of captions")
    return tuple((pair[0], pair[1]) for pair in pairs)
