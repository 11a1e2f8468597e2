"""Which rule read which words of a caption, and why words that look like a rule were left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captiondedup.model import Span
from captiondedup.rights.clauses import Covered, fills_clause
from captiondedup.rights.phrases import PhraseMatch, find_phrases
from captiondedup.rights.terms import Terms, read_terms
from captiondedup.text import Cleaned, clean
from captiondedup.vocabulary.phrases import Boundary, PhraseKind, PhraseRule
from captiondedup.vocabulary.tables import Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule and the words it met: ``span`` in raw characters, what they mean, and why it counts.

    ``accepted`` is false for words that the rule's pattern matches and that were not read.
    """

    rule: PhraseRule
    span: Span
    text: str
    meaning: str
    accepted: bool
    reason: str


def explain_caption(text: str, vocabulary: Vocabulary) -> tuple[Reading, ...]:
    """Return what every rule that matches somewhere in a caption made of it, in text order."""
    cleaned = clean(text)
    accepted = find_phrases(cleaned.text, vocabulary)
    readings = [
        _reading(cleaned, match.rule, (match.start, match.end), match.terms, "")
        for match in accepted
    ]
    readings.extend(_left(cleaned, vocabulary, accepted))
    return tuple(sorted(readings, key=lambda each: (each.span, not each.accepted, each.rule.id)))


def _left(
    cleaned: Cleaned, vocabulary: Vocabulary, accepted: Sequence[PhraseMatch]
) -> Iterator[Reading]:
    """Yield the matches of patterns that did not count, with the reason."""
    covered = Covered()
    for match in accepted:
        if match.rule.kind is not PhraseKind.MARKER:
            covered.add(match.start, match.end)
    read = {(match.rule.id, match.start, match.end) for match in accepted}
    lower = cleaned.text.lower()
    for rule in vocabulary.rules:
        if not any(trigger in lower for trigger in rule.triggers):
            continue
        for found in rule.pattern.finditer(cleaned.text):
            if found.start() == found.end():
                continue
            if rule.kind is not PhraseKind.RESTRICTION:
                spans: list[tuple[Span, Terms | None]] = [(found.span(), None)]
            else:
                terms = read_terms(found, rule, vocabulary)
                if not terms:
                    reason = "what it is about (place, date, outlet, use) is not understood"
                    yield _reading(cleaned, rule, found.span(), None, reason)
                spans = [((each.start, each.end), each) for each in terms]
            for span, each in spans:
                if (rule.id, *span) not in read:
                    reason = _why_left(cleaned.text, rule, span, accepted, covered)
                    yield _reading(cleaned, rule, span, each, reason)


def _why_left(
    text: str, rule: PhraseRule, span: Span, accepted: Sequence[PhraseMatch], covered: Covered
) -> str:
    for other in accepted:
        overlaps = span[0] < other.end and other.start < span[1]
        if overlaps and other.rule.kind is rule.kind:
            return f"{other.rule.id} reads these words"
    left, right = fills_clause(text, *span, covered)
    sides = [side for side, at_edge in (("before", left), ("after", right)) if not at_edge]
    if sides and rule.boundary is not Boundary.ANYWHERE:
        where = " and ".join(sides)
        return f"it is part of a sentence that goes on {where} it"
    return "it stands where the rule does not count"


def _reading(
    cleaned: Cleaned, rule: PhraseRule, span: Span, terms: Terms | None, left: str
) -> Reading:
    raw = cleaned.raw_span(*span)
    return Reading(
        rule=rule,
        span=raw,
        text=cleaned.raw[raw[0] : raw[1]],
        meaning=terms.code.value if terms else rule.code or rule.kind.value,
        accepted=not left,
        reason=left or f"{rule.table}, {_standing(rule.boundary)}",
    )


def _standing(boundary: Boundary) -> str:
    return {
        Boundary.ANYWHERE: "counts anywhere",
        Boundary.CLAUSE: "counts because it fills a clause",
        Boundary.START: "counts because it begins a clause",
        Boundary.END: "counts because it ends a clause",
    }[boundary]
