"""Finds the phrase rules that apply in a cleaned text, where they stand and what they state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from captiondedup.model import RestrictionCode
from captiondedup.rights.clauses import Covered, fills_clause
from captiondedup.rights.terms import Terms, read_terms
from captiondedup.vocabulary.phrases import Boundary, PhraseKind, PhraseRule
from captiondedup.vocabulary.tables import Vocabulary

#: Rounds in which phrases can fall because a neighbour fell; a text that needs more is no caption.
_ROUNDS = 12
#: Characters of a stretch of text in which overlapping phrases are looked for.
_STRETCH = 256


@dataclass(frozen=True, slots=True)
class PhraseMatch:
    """A rule and the words it read, ``[start, end)`` in cleaned text, with the terms it states."""

    rule: PhraseRule
    start: int
    end: int
    terms: Terms | None = None

    @property
    def frame(self) -> tuple[int, int]:
        """The whole wording, of which the words that state this condition may be a part."""
        if self.terms is not None and self.terms.frame is not None:
            return self.terms.frame
        return self.start, self.end


def find_phrases(text: str, vocabulary: Vocabulary) -> tuple[PhraseMatch, ...]:
    """All phrases of a cleaned text that stand where their rule lets them, in text order.

    Work is linear in the text: a rule is tried once in each window around its trigger words.
    """
    candidates = list(_candidates(text, vocabulary))
    if not candidates:
        return ()
    return _settle(text, candidates)


def _candidates(text: str, vocabulary: Vocabulary) -> Iterator[PhraseMatch]:
    for rule, start, end in _windows(text, vocabulary):
        for match in rule.pattern.finditer(text, start, end):
            if match.start() == match.end():
                continue
            if rule.kind is PhraseKind.RESTRICTION:
                for terms in read_terms(match, rule, vocabulary):
                    yield PhraseMatch(rule, terms.start, terms.end, terms)
            else:
                yield PhraseMatch(rule, match.start(), match.end())


def _windows(text: str, vocabulary: Vocabulary) -> Iterator[tuple[PhraseRule, int, int]]:
    """For each rule the stretches of text around its triggers, joined where they overlap."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text.replace("\u0130", "I").lower()
    stretches: dict[int, list[list[int]]] = {}
    hits = vocabulary.triggers.find_matches_as_indexes(lower, overlapping=True)
    for trigger, hit_start, hit_end in hits:
        if hit_end - hit_start == 2 and _inside_word(lower, hit_start, hit_end):
            continue
        for number in vocabulary.rules_of_trigger[trigger]:
            rule = vocabulary.rules[number]
            start, end = max(0, hit_start - rule.before), hit_end + rule.reach
            known = stretches.setdefault(number, [])
            if known and start <= known[-1][1]:
                known[-1][1] = max(known[-1][1], end)
            else:
                known.append([start, end])
    for number in sorted(stretches):
        rule = vocabulary.rules[number]
        for start, end in stretches[number]:
            if rule.needs and not any(lower.find(word, start, end) >= 0 for word in rule.needs):
                continue
            yield rule, start, min(len(text), end)


def _inside_word(lower: str, start: int, end: int) -> bool:
    """Whether two Latin letters are part of a longer word; no rule means them there."""
    pair = lower[start:end]
    if not (pair.isascii() and pair.isalpha()):
        return False
    neighbours = (lower[end : end + 1], lower[max(0, start - 1) : start])
    return any(each.isascii() and each.isalpha() for each in neighbours)


def _settle(text: str, candidates: list[PhraseMatch]) -> tuple[PhraseMatch, ...]:
    """The candidates that stand where they may, with the longer of two overlapping ones kept.

    Terms of one list vouch for each other, so all are believed at first; those whose edge is
    neither a clause's nor a believed neighbour's are dropped until no more fall.
    """
    pending = sorted(set(candidates), key=_preference)
    for _ in range(_ROUNDS):
        believed: list[PhraseMatch] = []
        near: dict[int, list[PhraseMatch]] = {}
        for match in pending:
            stretches = range(match.start // _STRETCH, match.end // _STRETCH + 1)
            if any(_overlaps(match, near.get(stretch, ())) for stretch in stretches):
                continue
            believed.append(match)
            for stretch in stretches:
                near.setdefault(stretch, []).append(match)
        covered = Covered()
        for match in sorted(believed, key=lambda each: each.frame):
            if match.rule.kind is not PhraseKind.MARKER:
                covered.add(*match.frame)
        fallen = {match for match in believed if not _stands(text, match, covered)}
        if not fallen:
            return tuple(sorted(believed, key=lambda each: (each.start, each.end, each.rule.id)))
        pending = [match for match in pending if match not in fallen]
    return ()


def _preference(match: PhraseMatch) -> tuple[bool, int, int, str]:
    """Longer matches first, then earlier ones, so that the most specific wording wins.

    What is only known to restrict comes last: any rule that understands the words goes before.
    """
    start, end = match.frame
    unread = match.rule.code == RestrictionCode.UNPARSED
    return (unread, start - end, match.start, match.rule.id)


def _overlaps(match: PhraseMatch, accepted: Iterable[PhraseMatch]) -> bool:
    """Whether the words were already read, by a rule that says as much."""
    for other in accepted:
        if match.start >= other.end or other.start >= match.end:
            continue
        if match.rule.code == RestrictionCode.UNPARSED and other.rule.kind is not PhraseKind.MARKER:
            return True
        if match.rule.kind is PhraseKind.NOTICE and other.rule.kind is PhraseKind.RESTRICTION:
            if other.frame[0] <= match.start and match.end <= other.frame[1]:
                return True  # "no archive pictures" tells of no archive picture
            continue
        if match.rule.kind is not other.rule.kind:
            continue
        inside = other.start <= match.start and match.end <= other.end
        if inside or _code(match) == _code(other):
            return True
    return False


def _code(match: PhraseMatch) -> str:
    return match.terms.code.value if match.terms else match.rule.code


def _labels(text: str, match: PhraseMatch) -> bool:
    """Whether a credit mark is a label wherever it stands: "... im Winter Foto: Jo Hart"."""
    if text[max(0, match.start - 2) : match.start].rstrip().endswith(","):
        return True
    first = text[match.start]
    return text[match.start : match.end].rstrip().endswith((":", "=")) and not first.islower()


def _is_headline(text: str, start: int, end: int) -> bool:
    """Whether words open a caption and a colon leads on: "Not for sale: the last farm ..."."""
    if text[end : end + 1] != ":" or text[:start].strip():
        return False
    return not text[start:end].isupper() and bool(text[end + 1 :].strip())


def _stands(text: str, match: PhraseMatch, covered: Covered) -> bool:
    boundary = match.rule.boundary
    if match.terms is not None and match.terms.bare:
        boundary = Boundary.CLAUSE
    if boundary is Boundary.ANYWHERE:
        return True
    if match.rule.kind is PhraseKind.MARKER and _labels(text, match):
        return True
    if match.terms is not None and _is_headline(text, *match.frame):
        return False
    left, right = fills_clause(text, *match.frame, covered)
    if boundary is Boundary.START:
        return left
    if boundary is Boundary.END:
        return right
    return left and right
