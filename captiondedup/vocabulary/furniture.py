"""The wordings of articles and pages, from ``furniture.toml`` and ``articles.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from captiondedup.errors import VocabularyError
from captiondedup.vocabulary.load import check_keys, check_kinds, entries, read_packaged, strings

#: Characters of a paragraph by which it is known as a part of a story's frame, or as furniture.
MAX_LINE = 400

_NUMBER = re.compile(r"\d+")
_EDGES = re.compile(r"^[\s\W]+|[\s\W]+$")


class LineRole(StrEnum):
    """What a paragraph of a text story is, when it is not plain body text."""

    ATTENTION = "attention"
    BYLINE = "byline"
    CAPTION_STYLE = "caption_style"
    DATELINE = "dateline"
    EMAIL = "email"
    END = "end"
    SIGNOFF = "signoff"
    SLUG = "slug"


@dataclass(frozen=True, slots=True)
class LineRule:
    """One wording of a story's frame, with the examples that prove it."""

    id: str
    role: LineRole
    language: str
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArticleWords:
    """The rules for paragraphs of a story and the class words for parts of a page."""

    lines: tuple[LineRule, ...]
    class_words: dict[str, frozenset[str]]

    def role(self, text: str) -> LineRole | None:
        """Return what a paragraph is, by the first rule that fits, or None for plain text.

        >>> article_words().role("(ATTN: ADDS photo)")
        <LineRole.ATTENTION: 'attention'>
        """
        if len(text) > MAX_LINE:  # no rule looks further, and "$" must not hold at the cut
            text = text[:MAX_LINE] + "…"
        for rule in self.lines:
            if rule.pattern.match(text):
                return rule.role
        return None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Phrases of page furniture, ready for comparison."""

    lines: frozenset[str]
    starts: re.Pattern[str]
    inside: re.Pattern[str]

    def is_line(self, text: str) -> bool:
        """Return whether a whole text is furniture: a button, a heading of a form, a counter.

        >>> furniture().is_line("  3 of 7 ")
        True
        >>> furniture().is_line("Advertisement")
        True
        >>> furniture().is_line("A ferry leaves the port of Rostock.")
        False
        """
        if len(text) > MAX_LINE:
            return False
        folded = _fold_line(text)
        return not folded or folded in self.lines or bool(self.starts.match(folded))

    def cut(self, text: str) -> str:
        """Return a caption without the words of a picture viewer.

        >>> furniture().cut("View image in fullscreen A ferry leaves.")
        'A ferry leaves.'
        """
        if not self.inside.search(text):
            return text
        return " ".join(self.inside.sub(" ", text).split())


def _fold_line(text: str) -> str:
    folded = " ".join(text.replace("’", "'").split()).casefold()
    return _NUMBER.sub("#", _EDGES.sub("", folded))


@cache
def furniture() -> Furniture:
    """Return the page furniture of all languages.

    Raises:
        VocabularyError: the table is wrong; the message names the entry.
    """
    name = "furniture.toml"
    table = read_packaged(name)
    check_kinds(table, {"furniture"}, name)
    found = entries(table, "furniture", name)
    for entry in found:
        check_keys(entry, ("id", "language", "lines", "starts", "inside"), (), name)
    lines = {
        _fold_line(line.replace("#", "0"))
        for entry in found
        for line in strings(entry, "lines", name)
    }
    starts = {" ".join(t.casefold().split()) for e in found for t in strings(e, "starts", name)}
    inside = {phrase for entry in found for phrase in strings(entry, "inside", name)}
    longest_first = sorted(inside, key=lambda phrase: (-len(phrase), phrase))
    pattern = "|".join(re.escape(p).replace(r"\ ", r"\s+") for p in longest_first)
    cut = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)\s*", re.IGNORECASE)
    start = "|".join(re.escape(text) for text in sorted(starts - {""}))
    return Furniture(frozenset(lines - {""}), re.compile(rf"(?:{start})(?!\w)"), cut)


@cache
def article_words() -> ArticleWords:
    """Return the rules for story paragraphs and the class words of page parts.

    Raises:
        VocabularyError: the table is wrong; the message names the entry.
    """
    name = "articles.toml"
    table = read_packaged(name)
    check_kinds(table, {"line", "class_words", "table_columns"}, name)
    rules: list[LineRule] = []
    for entry in entries(table, "line", name):
        keys = ("id", "role", "language", "pattern", "examples", "not_examples")
        check_keys(entry, keys, (), name)
        try:
            rule = LineRule(
                id=entry["id"],
                role=LineRole(entry["role"]),
                language=entry["language"],
                pattern=re.compile(entry["pattern"]),
                examples=strings(entry, "examples", name),
                not_examples=strings(entry, "not_examples", name),
            )
        except (ValueError, re.error) as error:
            raise VocabularyError(f"{name}: entry '{entry['id']}': {error}") from error
        rules.append(rule)
    words = {key: frozenset(values) for key, values in table["class_words"].items()}
    return ArticleWords(lines=tuple(rules), class_words=words)


@cache
def table_columns() -> dict[str, str]:
    """Return what a column of a caption table holds, by its folded name.

    Raises:
        VocabularyError: one name stands for two things.

    >>> table_columns()["captionabstract"]
    'caption'
    """
    name = "articles.toml"
    found: dict[str, str] = {}
    for role, names in read_packaged(name)["table_columns"].items():
        for alias in names:
            folded = "".join(letter for letter in alias.casefold() if letter.isalnum())
            if found.setdefault(folded, role) != role:
                raise VocabularyError(
                    f"{name}: the column '{alias}' stands for {found[folded]} and for {role}; "
                    "keep it in one list"
                )
    return found
