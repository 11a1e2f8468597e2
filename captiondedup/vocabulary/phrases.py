"""Phrase rules: wordings of restrictions, notices, licences, stock phrases and credit marks.

A rule is a regular expression that is only tried near one of its trigger words, so a caption
without trade words costs one scan for all triggers. In a pattern, ``{name}`` stands for a named
list of alternatives of the same language (``[[list]]``), and a blank matches any white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from captiondedup.errors import VocabularyError
from captiondedup.model import CreditRole, NoticeCode, RestrictionCode
from captiondedup.vocabulary import load

#: The phrase tables of the package, in the order in which ``vocabulary list`` shows them.
PHRASE_TABLES = (
    "restrictions.toml",
    "notices.toml",
    "licenses.toml",
    "credit_phrases.toml",
    "stock_phrases.toml",
    "wordings_de.toml",
    "wordings_fr.toml",
    "wordings_es.toml",
    "wordings_pt.toml",
    "wordings_it.toml",
    "wordings_nl.toml",
    "wordings_nordic.toml",
    "wordings_ko.toml",
    "wordings_ja.toml",
    "wordings_zh.toml",
    "wordings_other.toml",
)

#: How far around a trigger a wording is looked for, in characters, where its rule says nothing.
_REACH = 160
#: In an example, these mark the words that the rule must quote.
MARK_START, MARK_END = "\u27e6", "\u27e7"


class PhraseKind(StrEnum):
    """What a phrase rule reads."""

    RESTRICTION = "restriction"
    NOTICE = "notice"
    LICENSE = "license"
    MARKER = "marker"
    STOCK = "stock"


class Boundary(StrEnum):
    """Where a phrase must stand to count.

    ``anywhere``: its words have one meaning only. ``clause``: it must fill a clause, a bracket or
    a line, because its words also occur in sentences ("a house not for sale"). ``start`` and
    ``end``: only that side must be at the edge of a clause.
    """

    ANYWHERE = "anywhere"
    CLAUSE = "clause"
    START = "start"
    END = "end"


class Wording:
    """A regular expression, compiled when it is first used: most runs meet few of the rules.

    ``label`` names its entry in an error.
    """

    __slots__ = ("_compiled", "flags", "label", "source")

    def __init__(self, source: str, label: str, flags: int = re.IGNORECASE) -> None:
        self.source = source
        self.label = label
        self.flags = flags
        self._compiled: re.Pattern[str] | None = None

    def compiled(self) -> re.Pattern[str]:
        """The compiled expression.

        Raises:
            VocabularyError: it is none.
        """
        if self._compiled is None:
            try:
                self._compiled = re.compile(self.source, self.flags)
            except re.error as error:
                raise VocabularyError(
                    f"{self.label}: the pattern does not compile: {error}"
                ) from error
        return self._compiled


@dataclass(frozen=True, slots=True)
class PhraseRule:
    """One wording: when it is tried, what it matches, and what it means.

    ``code`` is a restriction or notice code, an SPDX id, or empty. ``items`` names the list whose
    members the group ``items`` of the pattern holds; each member then gives its own code.
    ``reach`` is how far behind its trigger a match may end, ``before`` how far before it a match
    may begin, in characters; unless one of ``needs`` stands within, nothing is looked for.
    ``detach`` is false for a notice that stays in the description as part of its sentence.
    """

    id: str
    kind: PhraseKind
    code: str
    language: str
    triggers: tuple[str, ...]
    wording: Wording
    boundary: Boundary
    table: str
    items: str = ""
    media: tuple[str, ...] = ()
    role: CreditRole | None = None
    notice: str = ""
    detach: bool = True
    reach: int = _REACH
    before: int = _REACH
    needs: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    not_examples: tuple[str, ...] = ()
    source: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled wording."""
        return self.wording.compiled()


@dataclass(frozen=True, slots=True)
class Use:
    """One kind of use that a list phrase can forbid ("no sales, no archives")."""

    id: str
    code: RestrictionCode
    language: str
    wording: Wording
    media: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled wording."""
        return self.wording.compiled()


_REQUIRED = ("id", "pattern", "examples", "not_examples")
_OPTIONAL = (
    "code", "language", "triggers", "boundary", "items", "media", "role", "notice", "detach",
    "case", "reach", "before", "needs", "source", "notes",
)  # fmt: skip
_LIST = re.compile(r"\{([a-z_]+(?:\.[a-z]{2})?)\}")


@dataclass(frozen=True, slots=True)
class PhraseTables:
    """All phrase rules and uses, and the lists that their patterns were built from."""

    rules: tuple[PhraseRule, ...]
    uses: tuple[Use, ...]
    lists: Mapping[str, Wording]


def load_phrases(house: Iterable[tuple[str, Mapping[str, Any]]] = ()) -> PhraseTables:
    """The phrase rules of the package, followed by those of a house's own tables.

    Args:
        house: pairs of file name and parsed table.

    Raises:
        VocabularyError: an entry is wrong; names the file, the entry and the remedy.
    """
    tables = [(name, load.read_packaged(name)) for name in PHRASE_TABLES]
    tables.extend((name, dict(table)) for name, table in house)
    lists: dict[str, str] = {}
    uses: list[Use] = []
    for name, table in tables:
        _read_lists(table, name, lists)
        uses.extend(_read_uses(table, name, lists))
    rules = [
        _rule(entry, kind, name, lists)
        for name, table in tables
        for kind in PhraseKind
        for entry in load.entries(table, kind.value, name)
    ]
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise VocabularyError(f"{rule.table}: the id '{rule.id}' is used twice; rename one")
        seen.add(rule.id)
    for rule in rules:
        if rule.table not in PHRASE_TABLES:
            rule.wording.compiled()  # a house learns of its mistakes at once
    named = {key: _wording(words, f"list '{key}'") for key, words in lists.items()}
    return PhraseTables(tuple(rules), tuple(uses), named)


def _read_lists(table: Mapping[str, Any], name: str, lists: dict[str, str]) -> None:
    for entry in load.entries(table, "list", name):
        load.check_keys(entry, ("id", "words"), ("notes",), name)
        words = load.strings(entry, "words", name)
        lists[entry["id"]] = _alternatives(words, lists, f"{name}: list '{entry['id']}'")


def _read_uses(table: Mapping[str, Any], name: str, lists: dict[str, str]) -> list[Use]:
    uses: list[Use] = []
    grouped: dict[str, list[str]] = {}
    for entry in load.entries(table, "use", name):
        load.check_keys(entry, ("id", "code", "language", "words"), ("media", "notes"), name)
        label = f"{name}: use '{entry['id']}'"
        words = load.strings(entry, "words", name)
        alternatives = _alternatives(words, lists, label)
        media = load.strings(entry, "media", name)
        code = _code(entry["code"], RestrictionCode, label)
        language = entry["language"]
        uses.append(
            Use(entry["id"], RestrictionCode(code), language, _wording(alternatives, label), media)
        )
        grouped.setdefault(f"use.{language}", []).append(alternatives)
    for key, found in grouped.items():
        lists[key] = "(?:" + "|".join([*found, *([lists[key]] if key in lists else [])]) + ")"
    return uses


def _alternatives(words: Iterable[str], lists: Mapping[str, str], label: str) -> str:
    """Words as one group, longest first so that the most specific one wins."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(_expand(word, lists, label) for word in ordered) + ")"


def _expand(pattern: str, lists: Mapping[str, str], label: str) -> str:
    def named(match: re.Match[str]) -> str:
        try:
            return lists[match.group(1)]
        except KeyError:
            raise VocabularyError(
                f"{label}: '{match.group()}' is no known list; define [[list]] id = "
                f"'{match.group(1)}' before it"
            ) from None

    return _LIST.sub(named, pattern)


_BLANK = re.compile(
    r"(?P<behind>\(\?<[=!](?:[^()\\\[]|\\.|\[(?:[^\]\\]|\\.)*\])*\))|(?<!\\)(?<!\[) (?![?*+{\]])"
)


def _blanks_as_space(pattern: str) -> str:
    """The pattern with each blank as one to four white-space characters.

    Look-behinds keep theirs, because they must have one width.
    """
    return _BLANK.sub(lambda found: found["behind"] or r"\s{1,4}", pattern)


def _wording(pattern: str, label: str, *, exact_case: bool = False) -> Wording:
    return Wording(_blanks_as_space(pattern), label, 0 if exact_case else re.IGNORECASE)


def _code(value: object, codes: type[RestrictionCode] | type[NoticeCode], label: str) -> str:
    try:
        return codes(str(value)).value
    except ValueError:
        known = ", ".join(code.value for code in codes)
        raise VocabularyError(f"{label}: unknown code '{value}'; known are {known}") from None


def _rule(
    entry: dict[str, Any], kind: PhraseKind, name: str, lists: Mapping[str, str]
) -> PhraseRule:
    load.check_keys(entry, _REQUIRED, _OPTIONAL, name)
    label = f"{name}: entry '{entry['id']}'"
    code = str(entry.get("code", ""))
    if kind is PhraseKind.RESTRICTION and not entry.get("items"):
        code = _code(code, RestrictionCode, label)
    elif kind is PhraseKind.NOTICE:
        code = _code(code, NoticeCode, label)
    examples = load.strings(entry, "examples", name)
    not_examples = load.strings(entry, "not_examples", name)
    if not examples or not not_examples:
        raise VocabularyError(f"{label}: give at least one example and one not_example")
    triggers = tuple(word.lower() for word in load.strings(entry, "triggers", name))
    if not triggers:
        raise VocabularyError(f"{label}: give 'triggers': words, one of which is in every match")
    role = entry.get("role")
    notice = entry.get("notice", "")
    return PhraseRule(
        id=entry["id"],
        kind=kind,
        code=code,
        language=str(entry.get("language", "mul")),
        triggers=triggers,
        wording=_wording(
            _expand(entry["pattern"], lists, label), label, exact_case=entry.get("case") == "exact"
        ),
        boundary=Boundary(entry.get("boundary", "clause")),
        table=name,
        items=str(entry.get("items", "")),
        media=load.strings(entry, "media", name),
        role=CreditRole(role) if role else None,
        notice=_code(notice, NoticeCode, label) if notice else "",
        detach=bool(entry.get("detach", True)),
        reach=int(entry.get("reach", _REACH)),
        before=int(entry.get("before", entry.get("reach", _REACH))),
        needs=tuple(word.lower() for word in load.strings(entry, "needs", name)),
        examples=examples,
        not_examples=not_examples,
        source=str(entry.get("source", "")),
    )
