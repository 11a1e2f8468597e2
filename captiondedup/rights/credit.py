"""Finds the credits of a caption: where credit lines stand, and who is named in them.

Credit lines stand behind a mark ("Photo by"), in brackets, after the last sentence, before the
first, or make up the whole text; names of providers and publishers also stand inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from captiondedup.model import CreditRole
from captiondedup.rights.chain import (
    Chain,
    ChainPart,
    RoleMarks,
    after_prose,
    person_shaped,
    read_chain,
    read_names,
)
from captiondedup.rights.phrases import PhraseMatch
from captiondedup.vocabulary.phrases import PhraseKind
from captiondedup.vocabulary.tables import Vocabulary

MASK = "\x01"
_BRACKETS = re.compile(r"[(\[<\u3010]([^()\[\]<>\u3010\u3011]{1,240})[)\]>\u3011]")
_SPACE_OR_MASK = " \n\t\x01.,;:|/*-\u2014_!"
#: Where a credit line may begin: after a sentence, a line, a wide gap or a dash.
_TAIL_STARTS = (
    re.compile(r"[.!?\u3002\u2026)\]\x01]\s*(?=[^\s.,)\]])"),
    re.compile(r"[\"'](?:\s+(?=\S)|(?<=[.!?][\"'])(?=\S))"),
    re.compile(r"\n\s*|\s(?:\s+|[-\u2014|/]\s?)|[_|\u2014]\s?|/\s"),
)
_BEFORE_BRACKET = re.compile(r"([^()\[\]]{3,})\s[(\[][^()\[\]]+[)\]]\W*$")
_ZONE_STOP = re.compile(r"\n|\s\*{2,}|\s\+{2,}|\s-{2,}\s|\x01\x01")
_ZONE_SHORTER = re.compile(
    r"\s[-\u2014]\s|[.!?]\s|,\s|\s{2,}|[)\]]|;\s|\s(?=[a-z]{3,})|\s\|\s|\u3002"
)
_INLINE_NAME = re.compile(
    r"(?:(?:[A-Z]\w+(?:'s|s')|[a-z]+(?:'s)?|the|The)\s){0,3}?"
    r"(?P<name>(?![A-Z]\w+'s?\s)[A-Z@][\w.&'@-]*"
    r"(?:(?:\s|\s(?:of|and|for|de|del|the|of the|&|and the|for the)\s|/)[A-Z0-9@][\w.&'-]*){0,9})"
)
_CJK_STOP = re.compile(r"[\[(<=.,:;\u00b7|/\u3001\u3002\u300c\u300d\x01\n\u3010>)\]]")
_GLUED_BYLINE = re.compile(
    r"(?<!\S)([A-Z\u00c0-\u00dd][\w'-]+\s(?:[A-Z]\.?\s)?[A-Z\u00c0-\u00dd][\w'-]+(?:\s(?:I{2,3}|[JS]r\.?))?)\s?/\s?$"
)
_NAME_START = re.compile(r"(?:^|\s)(?=[A-Z\u00c0-\u00dd@])")
#: A sentence between others; a credit line between sentences is short.
_SENTENCE = re.compile(r"(?:[.!?]\s|[\n\x01])\s*([A-Z][^.!?\n\x01]{1,59})(?=[.!?]\s|\n|\x01|[.]$)")
_SENTENCE_BREAK = re.compile(r"[^\W\d_]{3,}[.!?]\s+/?\s?\S")
#: A tail longer than this is prose with an agency's name in it.
_LONGEST_TAIL = 140
_LONGEST_ZONE = 200
_MOST_TRIES = 10


@dataclass(frozen=True, slots=True)
class CreditReading:
    """Names in text order, and the stretches of cleaned text that are credit lines."""

    parts: tuple[ChainPart, ...]
    zones: tuple[tuple[int, int], ...]
    whole: bool = False


def find_credits(
    text: str, matches: Sequence[PhraseMatch], vocabulary: Vocabulary, *, credit_field: bool = False
) -> CreditReading:
    """The credits of a cleaned text, given the phrases already found in it.

    ``credit_field`` says that the text is a credit line by its place (IPTC Credit Line, Creator):
    a bare name is then a photographer.
    """
    finder = _Finder(text, matches, vocabulary)
    if finder.read_whole(credit_field=credit_field):
        return finder.reading(whole=True)
    finder.read_demanded()
    finder.read_marked()
    finder.read_brackets()
    finder.read_sentences()
    finder.read_tail()
    finder.read_inline()
    return finder.reading(whole=False)


class _Finder:
    """Collects names and zones of one text; each method reads one kind of place."""

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
        ordered = sorted(self.parts, key=lambda part: (part.start, part.end))
        return CreditReading(tuple(_distinct(ordered)), tuple(sorted(self.zones)), whole)

    def chain(self, start: int, end: int) -> Chain:
        return read_chain(self.masked, start, end, self.vocabulary, self.marks)

    def names(self, start: int, end: int) -> Chain | None:
        """The chain of a stretch that holds nothing but names, else None."""
        return read_names(self.masked, start, end, self.vocabulary, self.marks)

    def take(self, chain: Chain, start: int, end: int) -> None:
        self.parts.extend(chain.parts)
        self.zones.append((start, end))

    def free(self, start: int, end: int) -> bool:
        return not any(start < zone_end and zone_start < end for zone_start, zone_end in self.zones)

    def read_whole(self, *, credit_field: bool) -> bool:
        """Whether the whole text is one credit line."""
        text = self.text
        if len(text) > _LONGEST_ZONE or "\n" in text.strip():
            return False
        if any(
            match.rule.code == "inline" or (match.start > 1 and match.rule.code == "line")
            for match in self.markers
        ):
            return False
        chain = self.names(0, len(text))
        if chain is None or _SENTENCE_BREAK.search(text) or self._describes_before_bracket():
            return False
        rest = self.masked.strip(_SPACE_OR_MASK)
        marked = any(match.start <= 1 for match in self.markers)
        if not credit_field and not marked and not self._mostly_names(chain):
            return False
        named = chain.known or any(part.sure for part in chain.parts)
        linked = chain.separators and re.search(r"[/|]|\b(?:via|for)\b", rest)
        licensed = any(match.rule.kind is PhraseKind.LICENSE for match in self.matches)
        if not (
            credit_field
            or marked
            or (named and (linked or (len(chain.parts) == 1 and chain.known)))
            or (licensed and chain.persons)
        ):
            return False
        if any(match.rule.code == "copyright" for match in self.markers):
            self.read_marked()
            return bool(self.zones) and _all_read(self.masked, self.zones)
        self.take(chain, 0, len(text))
        return True

    def _describes_before_bracket(self) -> bool:
        """Whether words that are no byline stand before a closing bracket of names."""
        if "(" not in self.masked and "[" not in self.masked:
            return False
        found = _BEFORE_BRACKET.match(self.masked)
        if found is None:
            return False
        chain = self.chain(*found.span(1))
        return not chain.known and not (chain.parts and chain.persons == len(chain.parts))

    def read_demanded(self) -> None:
        """Names in credit lines that a restriction demands."""
        for match in self.matches:
            if match.terms is not None and match.terms.credit_span is not None:
                self.parts.extend(
                    read_chain(self.text, *match.terms.credit_span, self.vocabulary).parts
                )

    def read_marked(self) -> None:
        for index, marker in enumerate(self.markers):
            code = marker.rule.code
            if code == "inline" or not self.free(marker.start, marker.end):
                continue
            following = self.markers[index + 1].start if index + 1 < len(self.markers) else None
            if code == "before":
                self._read_before(marker)
            elif code == "copyright":
                self._read_copyright(marker, following)
            else:
                self._read_line(marker, following)

    def _stop(self, start: int, following: int | None) -> int:
        """Where the line behind a mark ends at the latest."""
        limit = min(len(self.text), start + _LONGEST_ZONE)
        if following is not None:
            limit = min(limit, max(start, following))
        stop = _ZONE_STOP.search(self.masked, start, limit)
        end = stop.start() if stop else limit
        depth = 0
        for position in range(start, end):
            if self.masked[position] in "([":
                depth += 1
            elif self.masked[position] in ")]":
                depth -= 1
                if depth < 0:
                    return position
        return end

    def _longest_chain(self, start: int, end: int) -> tuple[Chain, int] | None:
        """The longest line from ``start`` that holds names only."""
        stops = {stop.start() for stop in _ZONE_SHORTER.finditer(self.masked, start + 1, end)}
        ends = sorted(stops | {end}, reverse=True)
        for shorter in (*ends[:_MOST_TRIES], *reversed(ends[_MOST_TRIES:][-_MOST_TRIES:])):
            chain = self.names(start, shorter)
            if chain is not None and self._ends_well(chain, shorter, end):
                return chain, shorter
        return None

    def _ends_well(self, chain: Chain, shorter: int, end: int) -> bool:
        """Whether a line cut off before a small word is no mere first word of a sentence."""
        if shorter == end or not re.match(r"\s[a-z]", self.masked[shorter : shorter + 2]):
            return True
        return chain.known > 0 or len(chain.parts[0].name.split()) > 1

    def _read_line(self, marker: PhraseMatch, following: int | None) -> None:
        end = self._stop(marker.end, following)
        found = self._longest_chain(marker.end, end)
        if found is not None:
            self.take(found[0], marker.start, found[1])
        elif not self.masked[marker.end : end].strip(_SPACE_OR_MASK):
            self.zones.append((marker.start, end))

    def _read_copyright(self, marker: PhraseMatch, following: int | None) -> None:
        end = self._stop(marker.end, following)
        found = self._longest_chain(marker.end, end)
        if found is None:
            if not self.masked[marker.end : end].strip(_SPACE_OR_MASK):
                self.zones.append((marker.start, end))
            return
        chain, end = found
        if self._is_notice(marker, end):
            chain = replace(chain, parts=tuple(_as_holder(part) for part in chain.parts))
        start = self._person_before(marker.start)
        self.take(chain, start, end)

    def _is_notice(self, marker: PhraseMatch, end: int) -> bool:
        """Whether a © opens a copyright notice (year, or reserved rights) and not a credit."""
        if re.search(r"(?:19|20)\d\d", self.text[marker.start : marker.end]):
            return True
        if re.search(r"(?:19|20)\d\d\s*$", self.text[marker.end : end]):
            return True
        return any(
            (
                match.rule.kind is PhraseKind.RESTRICTION
                and match.rule.code in ("all_rights_reserved", "permission_required")
            )
            or (
                match.terms is not None
                and match.rule.kind is PhraseKind.RESTRICTION
                and match.terms.code.value == "no_redistribution"
            )
            for match in self.matches
            if 0 <= match.start - end <= 12
        )

    def _read_before(self, marker: PhraseMatch) -> None:
        stops = [
            stop.end()
            for stop in _CJK_STOP.finditer(self.masked, max(0, marker.start - 60), marker.start)
        ]
        start = stops[-1] if stops else max(0, marker.start - 60)
        if not stops and marker.start > 60:
            return
        chain = self.names(start, marker.start)
        if chain is not None:
            self.take(chain, start, marker.end)

    def read_brackets(self) -> None:
        for bracket in _BRACKETS.finditer(self.masked):
            start, end = bracket.span()
            if not self.free(start, end):
                self._close(start, end)
                continue
            chain = self._bracket_chain(bracket)
            if chain is None or not self._ends_statement(start, end, chain):
                continue
            self.take(chain, self._person_before(start), end)

    def _close(self, start: int, end: int) -> None:
        """Give a zone inside brackets the brackets too, when nothing else stands in them."""
        for index, (zone_start, zone_end) in enumerate(self.zones):
            if start < zone_start and zone_end < end:
                rest = self.masked[start + 1 : zone_start] + self.masked[zone_end : end - 1]
                if rest.strip(_SPACE_OR_MASK):
                    chain = self._beside_zone(start + 1, zone_start, zone_end, end - 1)
                    if chain is None:
                        return
                    self.parts.extend(chain.parts)
                self.zones[index] = (self._person_before(start), end)
                return

    def _beside_zone(self, start: int, zone_start: int, zone_end: int, end: int) -> Chain | None:
        """The names on the one side of a zone where a bracket holds more than the zone."""
        if not self.masked[zone_end:end].strip(_SPACE_OR_MASK):
            return self.names(start, zone_start)
        if not self.masked[start:zone_start].strip(_SPACE_OR_MASK):
            return self.names(zone_end, end)
        return None

    def _bracket_chain(self, bracket: re.Match[str]) -> Chain | None:
        start, end = bracket.span(1)
        chain = self.names(start, end)
        if chain is None:
            return None
        if "=" in bracket.group(1):
            kept = tuple(
                part
                for part in chain.parts
                if part.canonical or part.start in self.marks.after or part.end in self.marks.before
            )
            if not kept:
                return None
            chain = replace(chain, parts=kept)
        marked = any(
            part.start in self.marks.after or part.end in self.marks.before for part in chain.parts
        )
        linked = bool(re.search(r"/|\bvia\b|\|", bracket.group(1))) and (
            chain.persons or any(part.sure for part in chain.parts)
        )
        marked = marked or bool(
            chain.persons and self.vocabulary.lists["credit_prefix"].match(bracket.group(1))
        )
        masked = MASK in bracket.group(1) and any(part.sure for part in chain.parts)
        return chain if chain.known or marked or linked or masked else None

    def _ends_statement(self, start: int, end: int, chain: Chain) -> bool:
        """Whether a bracket stands where credits stand, not behind a name in a sentence."""
        after = self.masked[end : end + 3].lstrip(" ")
        if not after or after[0] in "\n\x01([.,;|/*\u3002-\u2014" or start == 0:
            if after[:1] in (",", "-", ";") and not chain.separators:
                return False
            return not self._abbreviates(start, chain, after)
        if self.masked[start] == "[" and chain.known:
            return True
        before = self.masked[max(0, start - 2) : start].rstrip()
        return before.endswith((".", "!", "?", '"', MASK)) or (
            chain.separators > 0 and chain.known > 0
        )

    def _abbreviates(self, start: int, chain: Chain, after: str) -> bool:
        """Whether "(AFP)" only shortens a name of the same sentence, which goes on."""
        if len(chain.parts) != 1 or chain.parts[0].sure is False:
            return False
        return bool(after) and after[0] in ",;" and self.masked[start - 1 : start] == " "

    def _person_before(self, start: int) -> int:
        """Where a credit begins that has a bare byline before it; takes the byline as a name."""
        before = self.masked[:start].rstrip(" /")
        for begin in self._tail_starts(max(0, len(before) - 60), len(before)):
            name = before[begin:].strip(" ,")
            whole = name[:1].isupper() and not name.endswith(".")
            if whole and 1 < len(name.split()) <= 5 and person_shaped(name, self.vocabulary.names):
                at = self.text.index(name, begin)
                if not self.free(at, at + len(name)):
                    return start
                if begin == 0 or self.vocabulary.names.organisation_role(name):
                    return start
                self.parts.append(ChainPart(CreditRole.PHOTOGRAPHER, name, at, at + len(name)))
                return begin
        return self._glued_byline(start)

    def _glued_byline(self, start: int) -> int:
        """Where a byline begins that runs on from a sentence: "... in Rome Jo Hart/© AP"."""
        found = _GLUED_BYLINE.search(self.masked, max(0, start - 60), start)
        if found is None or not self.free(found.start(1), found.end(1)):
            return start
        begin, end = found.span(1)
        name = self.text[begin:end]
        self.parts.append(ChainPart(CreditRole.PHOTOGRAPHER, name, begin, end))
        return begin

    def read_sentences(self) -> None:
        """Credit lines that are sentences of their own between those of a caption."""
        for found in _SENTENCE.finditer(self.masked):
            start, end = found.span(1)
            if start == 0 or not self.free(start, end):
                continue
            chain = self.names(start, end)
            if chain is not None and chain.known and self._mostly_names(chain):
                self.take(chain, start, end)

    def read_tail(self) -> None:
        """Credit lines without any mark, after the last sentence."""
        for _ in range(4):
            end = self._tail_end()
            start = (
                max(
                    0,
                    end - _LONGEST_TAIL,
                    *(zone_end for zone_start, zone_end in self.zones if zone_end <= end),
                )
                if self.zones
                else max(0, end - _LONGEST_TAIL)
            )
            start = after_prose(self.masked, start, end, self.vocabulary)
            found = self._tail_chain(start, end) or self._glued_tail(start, end)
            if found is None:
                return
            chain, begin = found
            self.take(chain, begin, end)

    def _tail_end(self) -> int:
        end = len(self.text)
        moved = True
        while moved:
            moved = False
            while end > 0 and self.masked[end - 1] in _SPACE_OR_MASK + ")]":
                if self.masked[end - 1] in ")]" and not any(
                    zone_end == end for _, zone_end in self.zones
                ):
                    opening = max(self.masked.rfind("(", 0, end), self.masked.rfind("[", 0, end))
                    if opening < 0 or self.masked[opening + 1 : end - 1].strip(_SPACE_OR_MASK):
                        break
                    end = opening + 1
                end -= 1
                moved = True
            for zone_start, zone_end in self.zones:
                if zone_start < end <= zone_end:
                    end = zone_start
                    moved = True
        return end

    def _tail_starts(self, start: int, end: int) -> list[int]:
        """Where a credit line may begin in a stretch, in order; also at the start of the text."""
        starts = {
            found.end()
            for pattern in _TAIL_STARTS
            for found in pattern.finditer(self.masked, max(0, start - 1), end)
            if found.end() >= start
        }
        if start == 0:
            starts.add(0)
        return sorted(starts)

    def _tail_chain(self, start: int, end: int) -> tuple[Chain, int] | None:
        for begin in self._tail_starts(start, end)[-_MOST_TRIES:]:
            if begin == 0 or begin >= end or "\n" in self.masked[begin:end].strip():
                continue
            chain = self.names(begin, end)
            if chain is None:
                continue
            listed = chain.separators > 1 and not re.search(r"[/|]|\bvia\b", self.masked[begin:end])
            linked = chain.persons and "/" in self.masked[begin:end]
            barred = chain.persons and self.masked.startswith("| ", begin - 2)
            if (chain.known or linked or barred) and self._mostly_names(chain) and not listed:
                return chain, begin
        return None

    @staticmethod
    def _mostly_names(chain: Chain) -> bool:
        """Whether at most one name of an unmarked line is neither known nor a person's."""
        vague = [part for part in chain.parts if not part.sure and part.role is CreditRole.PROVIDER]
        return len(vague) <= 1 and chain.known + chain.persons >= len(chain.parts) / 2

    def _glued_tail(self, start: int, end: int) -> tuple[Chain, int] | None:
        """A line that follows the description without any break ("... in Rome Jo Hart/AP")."""
        stretch = self.masked[start:end]
        if not re.search(r"\S/\s?\S|\bvia\s|\s/\s", stretch):
            return None
        slash = min((found.start() for found in re.finditer(r"/|\svia\s", stretch)), default=0)
        begins = [
            start + found.end()
            for found in _NAME_START.finditer(stretch)
            if found.end() <= slash + 1
        ]
        for begin in begins[-6:]:
            if begin == 0:
                continue
            chain = self.names(begin, end)
            if chain is not None and chain.known and self._whole_byline(chain.parts[0]):
                return chain, begin
        return None

    def _whole_byline(self, first: ChainPart) -> bool:
        """Whether the first name of a glued line is a likely byline: known, or of two words."""
        if first.canonical is not None:
            return True
        words = first.name.split()
        full = [
            word
            for word in words
            if len(word.strip(".")) > 1
            and word.lower() not in self.vocabulary.names.particles
            and word.lower().strip(".") not in self.vocabulary.names.name_suffixes
        ]
        return (len(full) == 2 and first.role is CreditRole.PHOTOGRAPHER) or first.sure

    def read_inline(self) -> None:
        """Names of providers and publishers inside sentences; the sentence stays."""
        for marker in self.markers:
            if marker.rule.code != "inline" or marker.rule.role is None:
                continue
            found = _INLINE_NAME.match(self.text, marker.end)
            if found is None:
                continue
            name = found["name"].rstrip(".'")
            start = found.start("name")
            if re.fullmatch(r"[A-Z]\w+'s?", name):
                continue
            known = self.vocabulary.names.find(name)
            self.parts.append(
                ChainPart(
                    marker.rule.role,
                    name,
                    start,
                    start + len(name),
                    known.name if known else None,
                    sure=True,
                )
            )


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


def _as_holder(part: ChainPart) -> ChainPart:
    return replace(part, role=CreditRole.COPYRIGHT_HOLDER)


def _all_read(masked: str, zones: Iterable[tuple[int, int]]) -> bool:
    rest = list(masked)
    for start, end in zones:
        rest[start:end] = " " * (end - start)
    return not "".join(rest).strip(_SPACE_OR_MASK + "()[]<>")


def _distinct(parts: Iterable[ChainPart]) -> list[ChainPart]:
    """Parts without a name printed twice (folded for case); the one with a sure role stays."""
    kept: dict[str, ChainPart] = {}
    for part in parts:
        key = re.sub(r"\s+", " ", part.name).casefold()
        kept.setdefault(key, part)
    return list(kept.values())
