"""Where credit lines may begin, and bylines that stand before one."""

from __future__ import annotations

import re

from captiondedup.model import CreditRole
from captiondedup.rights.credits.chain import after_prose
from captiondedup.rights.credits.name import ChainPart, person_shaped
from captiondedup.rights.credits.sheet import MASK, CreditSheet

#: Where a credit line may begin: after a sentence, a line, a wide gap or a dash.
_LINE_STARTS = (
    re.compile(r"[!?\u3002\u2026)\]\x01]\s*(?=[^\s.,)\]])"),
    re.compile(r"\.(?:\s+(?=[^\s.,)\]])|(?<![.\s(][A-Z]\.)(?=[^\W\d_a-z]))"),
    re.compile(r"[\"'](?:\s+(?=\S)|(?<=[.!?][\"'])(?=\S))"),
    re.compile(r"\n\s*|\s(?:\s+|[-\u2014|/]\s?)|[_|\u2014]\s?|/\s"),
)
#: So near behind a credit line at the head of a caption its description has a plain word.
_PROSE_WITHIN = 80
_GLUED_BYLINE = re.compile(
    r"(?<!\S)([A-Z\u00c0-\u00dd][\w'-]+\s(?:[A-Z]\.?\s)?[A-Z\u00c0-\u00dd][\w'-]+(?:\s(?:I{2,3}|[JS]r\.?))?)\s?/\s?$"
)


def line_starts(sheet: CreditSheet, start: int, end: int) -> list[int]:
    """Where a credit line may begin in a stretch, in order; also at the start of the text."""
    starts = {
        found.end()
        for pattern in _LINE_STARTS
        for found in pattern.finditer(sheet.masked, max(0, start - 1), end)
        if found.end() >= start
    }
    if start == 0:
        starts.add(0)
    return sorted(starts)


def before_prose(sheet: CreditSheet, start: int) -> bool:
    """Whether words that are no names follow."""
    end = min(len(sheet.masked), start + _PROSE_WITHIN)
    return after_prose(sheet.masked, start, end, sheet.vocabulary) > start


def person_before(sheet: CreditSheet, start: int) -> int:
    """Where a credit begins that has a bare byline before it; takes the byline as a name."""
    before = sheet.masked[:start].rstrip(" /")
    for begin in line_starts(sheet, max(0, len(before) - 60), len(before)):
        name = before[begin:].strip(" ,")
        whole = name[:1].isupper() and not name.endswith(".") and MASK not in name
        if whole and 1 < len(name.split()) <= 5 and person_shaped(name, sheet.vocabulary.names):
            at = sheet.masked.index(name, begin)
            if not sheet.free(at, at + len(name)):
                return start
            if begin == 0 or sheet.vocabulary.names.organisation_role(name):
                return start
            sheet.parts.append(ChainPart(CreditRole.PHOTOGRAPHER, name, at, at + len(name)))
            return begin
    return _glued_byline(sheet, start)


def _glued_byline(sheet: CreditSheet, start: int) -> int:
    """Where a byline begins that runs on from a sentence: "... in Rome Jo Hart/© AP"."""
    found = _GLUED_BYLINE.search(sheet.masked, max(0, start - 60), start)
    if found is None or not sheet.free(found.start(1), found.end(1)):
        return start
    begin, end = found.span(1)
    name = sheet.text[begin:end]
    sheet.parts.append(ChainPart(CreditRole.PHOTOGRAPHER, name, begin, end))
    return begin
