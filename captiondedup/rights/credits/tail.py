"""Credit lines without any mark: after the last sentence, and between sentences."""

from __future__ import annotations

import re

from captiondedup.model import CreditRole
from captiondedup.rights.credits.byline import before_prose, line_starts
from captiondedup.rights.credits.chain import Chain, after_prose
from captiondedup.rights.credits.name import ChainPart
from captiondedup.rights.credits.sheet import BLANKS, MOST_TRIES, CreditSheet, mostly_names

_HEAD = re.compile(r"([^\n\x01]{2,60}/[^\n\x01]{2,60}?)\s[-\u2014]\s")
_NAME_START = re.compile(r"(?:^|\s)(?=[A-Z\u00c0-\u00dd@])")
#: A sentence between others; a credit line between sentences is short.
_SENTENCE = re.compile(
    r"(?:[.!?](?<![.\s(][A-Z][.!?])\s|[\n\x01])\s*([A-Z][^.!?\n\x01]{1,59})(?=[.!?]\s|\n|\x01|[.]$)"
)
#: A tail longer than this is prose with an agency's name in it.
_LONGEST_TAIL = 140


def read_head(sheet: CreditSheet) -> None:
    """Take a credit line before the description: "Jo Hart/AP - A ferry leaves port"."""
    dash = _HEAD.match(sheet.masked)
    if dash is None or not sheet.free(0, dash.end()):
        return
    chain = sheet.names(0, dash.end(1))
    if (
        chain is not None
        and chain.known
        and mostly_names(chain)
        and before_prose(sheet, dash.end())
    ):
        sheet.take(chain, 0, dash.end())


def read_sentences(sheet: CreditSheet) -> None:
    """Credit lines that are sentences of their own between those of a caption."""
    for found in _SENTENCE.finditer(sheet.masked):
        start, end = found.span(1)
        if start == 0 or not sheet.free(start, end):
            continue
        chain = sheet.names(start, end)
        if chain is not None and _names_a_source(chain) and mostly_names(chain):
            sheet.take(chain, start, end)


def _names_a_source(chain: Chain) -> bool:
    """Whether a known name of the line is one that deals in pictures, not just a place or firm."""
    return any(
        part.canonical is not None and part.role is not CreditRole.PROVIDER for part in chain.parts
    )


def read_tail(sheet: CreditSheet) -> None:
    """Credit lines without any mark, after the last sentence."""
    for _ in range(4):
        end = _tail_end(sheet)
        start = (
            max(
                0,
                end - _LONGEST_TAIL,
                *(zone_end for zone_start, zone_end in sheet.zones if zone_end <= end),
            )
            if sheet.zones
            else max(0, end - _LONGEST_TAIL)
        )
        start = after_prose(sheet.masked, start, end, sheet.vocabulary)
        found = _tail_chain(sheet, start, end) or _glued_tail(sheet, start, end)
        if found is None:
            return
        chain, begin = found
        sheet.take(chain, begin, end)


def _tail_end(sheet: CreditSheet) -> int:
    end = len(sheet.text)
    moved = True
    while moved:
        moved = False
        while end > 0 and sheet.masked[end - 1] in BLANKS + ")]":
            if sheet.masked[end - 1] in ")]" and not any(
                zone_end == end for _, zone_end in sheet.zones
            ):
                opening = max(sheet.masked.rfind("(", 0, end), sheet.masked.rfind("[", 0, end))
                if opening < 0 or sheet.masked[opening + 1 : end - 1].strip(BLANKS):
                    break
                end = opening + 1
            end -= 1
            moved = True
        for zone_start, zone_end in sheet.zones:
            if zone_start < end <= zone_end:
                end = zone_start
                moved = True
    return end


def _tail_chain(sheet: CreditSheet, start: int, end: int) -> tuple[Chain, int] | None:
    for begin in line_starts(sheet, start, end)[-MOST_TRIES:]:
        if begin == 0 or begin >= end or "\n" in sheet.masked[begin:end].strip():
            continue
        chain = sheet.names(begin, end)
        if chain is None or _spans_sentences(sheet, chain):
            continue
        listed = chain.separators > 1 and not re.search(r"[/|]|\bvia\b", sheet.masked[begin:end])
        linked = chain.persons and "/" in sheet.masked[begin:end]
        barred = chain.persons and sheet.masked.startswith("| ", begin - 2)
        if (chain.known or linked or barred) and mostly_names(chain) and not listed:
            return chain, begin
    return None


def _spans_sentences(sheet: CreditSheet, chain: Chain) -> bool:
    """Whether the first name ends a sentence and the credit line only begins behind it."""
    if len(chain.parts) < 2:
        return False
    return ". " in sheet.masked[chain.parts[0].end : chain.parts[1].start]


def _glued_tail(sheet: CreditSheet, start: int, end: int) -> tuple[Chain, int] | None:
    """A line that follows the description without any break ("... in Rome Jo Hart/AP")."""
    stretch = sheet.masked[start:end]
    if not re.search(r"\S/\s?\S|\bvia\s|\s/\s", stretch):
        return None
    slash = min((found.start() for found in re.finditer(r"/|\svia\s", stretch)), default=0)
    begins = [
        start + found.end() for found in _NAME_START.finditer(stretch) if found.end() <= slash + 1
    ]
    for begin in begins[-6:]:
        if begin == 0:
            continue
        chain = sheet.names(begin, end)
        if chain is None or not chain.known or _subject_before_agency(sheet, chain):
            continue
        if _whole_byline(sheet, chain.parts[0]):
            return chain, begin
    return None


def _subject_before_agency(sheet: CreditSheet, chain: Chain) -> bool:
    """Whether the first name belongs to the description: "... beats Ann Lee AP/Jo Hart"."""
    if chain.persons < 2 or len(chain.parts) < 3:
        return False
    return not sheet.masked[chain.parts[0].end : chain.parts[1].start].strip()


def _whole_byline(sheet: CreditSheet, first: ChainPart) -> bool:
    """Whether the first name of a glued line is a likely byline: known, or of two words."""
    if first.canonical is not None:
        return True
    words = first.name.split()
    full = [
        word
        for word in words
        if len(word.strip(".")) > 1
        and word.lower() not in sheet.vocabulary.names.particles
        and word.lower().strip(".") not in sheet.vocabulary.names.name_suffixes
    ]
    return (len(full) == 2 and first.role is CreditRole.PHOTOGRAPHER) or first.sure
