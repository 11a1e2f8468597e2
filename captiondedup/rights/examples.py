"""Whether a rule of the vocabulary reads its own examples and leaves its not_examples alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from captiondedup.model import Span
from captiondedup.rights.phrases import PhraseMatch, find_phrases
from captiondedup.text import clean
from captiondedup.vocabulary.phrases import (
    MARK_END,
    MARK_START,
    PhraseKind,
    PhraseRule,
    PhraseTables,
)
from captiondedup.vocabulary.tables import Vocabulary, build_vocabulary

_MARKED = re.compile(f"{MARK_START}([^{MARK_END}]*){MARK_END}")
#: What may stand at the edge of a wording without being part of it.
_EDGES = " \n,;:-/|*()[]"


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that does not do what it is there for: rule, its table, the example, and why."""

    rule: str
    table: str
    example: str
    message: str


def check_examples(rules: Iterable[PhraseRule], vocabulary: Vocabulary) -> Iterator[ExampleFailure]:
    """Yield every example that fails, in the order of the rules.

    An example must be read by its rule, and where words are marked in it, exactly these; it
    counts as read if another rule of the same meaning reads the same words and more. A
    not_example must not be read by its rule.
    """
    for rule in rules:
        alone = _only(rule, vocabulary)
        for example in rule.examples:
            message = _example_fault(rule, example, vocabulary, alone)
            if message:
                yield ExampleFailure(rule.id, rule.table, example, message)
        for example in rule.not_examples:
            message = _not_example_fault(rule, example, vocabulary)
            if message:
                yield ExampleFailure(rule.id, rule.table, example, message)


def unmark(example: str) -> tuple[str, tuple[Span, ...]]:
    """Return an example without its marks, and the spans of the words that were marked.

    >>> unmark("A pier. (⟦NO SALES⟧)")
    ('A pier. (NO SALES)', ((9, 17),))
    """
    spans: list[Span] = []
    pieces: list[str] = []
    size = at = 0
    for mark in _MARKED.finditer(example):
        before, words = example[at : mark.start()], mark.group(1)
        start = size + len(before)
        spans.append((start, start + len(words)))
        pieces += (before, words)
        size = start + len(words)
        at = mark.end()
    return "".join([*pieces, example[at:]]), tuple(spans)


def _only(rule: PhraseRule, vocabulary: Vocabulary) -> Vocabulary:
    """Return the vocabulary with one rule in it, to see what that rule reads by itself."""
    tables = PhraseTables((rule,), vocabulary.uses, vocabulary.lists)
    return build_vocabulary(tables, vocabulary.names)


def _example_fault(
    rule: PhraseRule, example: str, vocabulary: Vocabulary, alone: Vocabulary
) -> str:
    text, marked = unmark(example)
    found = _read(text, vocabulary)
    own = [span for match, span in found if match.rule.id == rule.id]
    if own and _covers(own, marked, text):
        return ""
    by_itself = [span for match, span in _read(text, alone)]
    if by_itself and _covers(by_itself, marked, text):
        rivals = _rivals(rule, by_itself, found)
        if rivals and all(_code(match) in _codes(rule, text, alone) for match in rivals):
            return ""
        names = ", ".join(dict.fromkeys(match.rule.id for match in rivals))
        return f"the example “{text}” is read by {names or 'nothing'} instead"
    if not own and not by_itself:
        others = ", ".join(dict.fromkeys(match.rule.id for match, _ in found)) or "nothing"
        return f"the example “{text}” is not read; what reads it: {others}"
    words = ", ".join(f"“{text[start:end]}”" for start, end in own or by_itself)
    wanted = ", ".join(f"“{text[start:end]}”" for start, end in marked)
    return f"the example “{text}” has {wanted} marked, and {words} is read"


def _not_example_fault(rule: PhraseRule, example: str, vocabulary: Vocabulary) -> str:
    text, _ = unmark(example)
    for match, (start, end) in _read(text, vocabulary):
        if match.rule.id == rule.id:
            return f"the not_example “{text}” is read all the same: “{text[start:end]}”"
    return ""


def _read(text: str, vocabulary: Vocabulary) -> list[tuple[PhraseMatch, Span]]:
    """Return the phrases of a raw text with their spans in it, edges trimmed."""
    cleaned = clean(text)
    return [
        (match, _trimmed(text, cleaned.raw_span(match.start, match.end)))
        for match in find_phrases(cleaned.text, vocabulary)
    ]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    return start, end


def _covers(read: Sequence[Span], marked: Sequence[Span], text: str) -> bool:
    """Return whether the words read are exactly those marked; anything will do without marks.

    One wording can state several conditions ("no sales, no archives"), each with its own words.
    """
    if not marked:
        return True
    left = list(read)
    for start, end in marked:
        inside = [span for span in left if span[0] < end and start < span[1]]
        if not inside:
            return False
        whole = (min(span[0] for span in inside), max(span[1] for span in inside))
        if whole != _trimmed(text, (start, end)):
            return False
        left = [span for span in left if span not in inside]
    return not left


def _rivals(
    rule: PhraseRule, spans: Sequence[Span], found: Sequence[tuple[PhraseMatch, Span]]
) -> list[PhraseMatch]:
    """Return the matches of other rules of the same kind that took the words."""
    return [
        match
        for match, (start, end) in found
        if match.rule.kind is rule.kind
        and any(start < other_end and other < end for other, other_end in spans)
    ]


def _codes(rule: PhraseRule, text: str, alone: Vocabulary) -> set[str]:
    return {_code(match) for match, _ in _read(text, alone)} | {rule.code}


def _code(match: PhraseMatch) -> str:
    if match.rule.kind is PhraseKind.RESTRICTION and match.terms is not None:
        return match.terms.code.value
    return match.rule.code
