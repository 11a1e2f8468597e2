"""The text that credits are read from, and what was found in it so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from captiondedup.model import CreditRole
from captiondedup.rights.credits.chain import Chain, RoleMarks, read_chain, read_names
from captiondedup.rights.credits.name import ChainPart
from captiondedup.rights.phrases import PhraseMatch
from captiondedup.vocabulary.phrases import PhraseKind
from captiondedup.vocabulary.tables import Vocabulary

#: Stands for each character of a phrase that is no part of a name.
MASK = "\x01"
#: What may surround a credit line and says nothing.
BLANKS = " \n\t\x01.,;:|/*-\u2014_!"
#: Stands between two statements of one line.
DASH = re.compile(r"\s[-\u2014]\s")
#: A credit line is no longer than this; from one place, so many lines are tried.
LONGEST_LINE = 200
MOST_TRIES = 10


@dataclass(frozen=True, slots=True)
class CreditReading:
    """Names in text order, and the stretches of cleaned text that are credit lines."""

    parts: tuple[ChainPart, ...]
    zones: tuple[tuple[int, int], ...]
    whole: bool = False


class CreditSheet:
    """A cleaned text with its phrases blotted out, and the names and zones found in it.

    ``masked`` has the length of ``text``. A zone is a stretch of text that is a credit line.
    """

    def __init__(self, text: str, matches: Sequence[PhraseMatch], vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.matches = matches
        self.markers = [match for match in matches if match.rule.kind is PhraseKind.MARKER]
        self.masked = _mask(text, matches)
        self.marks = _role_marks(self.masked, self.markers)
        self.zones: list[tuple[int, int]] = []
        self.parts: list[ChainPart] = []

    def reading(self, *, whole: bool) -> CreditReading:
        """What was found, each name once; ``whole`` says that the text is one credit line."""
        ordered = sorted(self.parts, key=lambda part: (part.start, part.end))
        return CreditReading(tuple(_distinct(ordered)), tuple(sorted(self.zones)), whole)

    def chain(self, start: int, end: int) -> Chain:
        """The chain of a stretch, whatever else stands in it."""
        return read_chain(self.masked, start, end, self.vocabulary, self.marks)

    def names(self, start: int, end: int) -> Chain | None:
        """The chain of a stretch that holds nothing but names, else None."""
        return read_names(self.masked, start, end, self.vocabulary, self.marks)

    def has_label_between(self, start: int, end: int) -> bool:
        """Whether a label stands between two names: "Harbour Post photo by Jo Hart"."""
        label = self.vocabulary.lists["credit_middle"].compiled().search(self.masked, start, end)
        return label is not None and start < label.start() and label.end() < end

    def take(self, chain: Chain, start: int, end: int) -> None:
        """Note a credit line and its names."""
        self.parts.extend(chain.parts)
        self.zones.append((start, end))

    def free(self, start: int, end: int) -> bool:
        """Whether no credit line was found in a stretch yet."""
        return not any(start < zone_end and zone_start < end for zone_start, zone_end in self.zones)


def mostly_names(chain: Chain) -> bool:
    """Whether at most one name of an unmarked line is neither known nor a person's."""
    vague = [part for part in chain.parts if not part.sure and part.role is CreditRole.PROVIDER]
    return len(vague) <= 1 and chain.known + chain.persons >= len(chain.parts) / 2


def _mask(text: str, matches: Iterable[PhraseMatch]) -> str:
    """The text with all phrases but inline marks blotted out, at the same length."""
    chars: list[str] | None = None
    for match in matches:
        rule = match.rule
        if rule.kind is PhraseKind.MARKER and rule.code == "inline":
            continue
        if rule.kind is PhraseKind.NOTICE and rule.code == "pool":
            continue
        if (
            rule.kind is PhraseKind.NOTICE
            and not rule.detach
            and " " in text[match.start : match.end].strip()
            and rule.code not in ("courtesy", "file_photo", "screenshot")
        ):
            continue
        if chars is None:
            chars = list(text)
        start, end = match.frame
        chars[start:end] = MASK * (end - start)
    return text if chars is None else "".join(chars)


def _role_marks(masked: str, markers: Iterable[PhraseMatch]) -> RoleMarks:
    after: dict[int, CreditRole] = {}
    before: dict[int, CreditRole] = {}
    for marker in markers:
        if marker.rule.role is None:
            continue
        if marker.rule.code == "before":
            end = marker.start
            while end > 0 and masked[end - 1] == " ":
                end -= 1
            before[end] = marker.rule.role
        elif marker.rule.code == "line":
            start = marker.end
            while start < len(masked) and masked[start] in " \x01":
                start += 1
            after[start] = marker.rule.role
    return RoleMarks(after, before)


def _distinct(parts: Iterable[ChainPart]) -> list[ChainPart]:
    """Parts without a name printed twice (folded for case); the one with a sure role stays."""
    kept: dict[str, ChainPart] = {}
    for part in parts:
        key = re.sub(r"\s+", " ", part.name).casefold()
        kept.setdefault(key, part)
    return list(kept.values())
