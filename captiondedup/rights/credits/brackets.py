"""Credit lines in brackets."""

from __future__ import annotations

import re
from dataclasses import replace

from captiondedup.rights.credits.byline import person_before
from captiondedup.rights.credits.chain import Chain
from captiondedup.rights.credits.sheet import BLANKS, MASK, CreditSheet

#: A name of so many words, alone in square brackets at the end, is a byline.
_LONGEST_ALONE = 3
_BRACKETS = re.compile(r"[(\[<\u3010]([^()\[\]<>\u3010\u3011]{1,240})[)\]>\u3011]")


def read_brackets(sheet: CreditSheet) -> None:
    """Take every bracket that is a credit line, with a byline before it."""
    for bracket in _BRACKETS.finditer(sheet.masked):
        start, end = bracket.span()
        if not sheet.free(start, end):
            _close(sheet, start, end)
            continue
        chain = _bracket_chain(sheet, bracket)
        if chain is None or not _ends_statement(sheet, start, end, chain):
            continue
        sheet.take(chain, person_before(sheet, start), end)


def _close(sheet: CreditSheet, start: int, end: int) -> None:
    """Give a zone inside brackets the brackets too, when nothing else stands in them."""
    for index, (zone_start, zone_end) in enumerate(sheet.zones):
        if start <= zone_start and zone_end < end:
            rest = sheet.masked[start + 1 : zone_start] + sheet.masked[zone_end : end - 1]
            if rest.strip(BLANKS):
                chain = _beside_zone(sheet, start + 1, zone_start, zone_end, end - 1)
                if chain is None:
                    return
                sheet.parts.extend(chain.parts)
            sheet.zones[index] = (person_before(sheet, start), end)
            return


def _beside_zone(
    sheet: CreditSheet, start: int, zone_start: int, zone_end: int, end: int
) -> Chain | None:
    """The names on the one side of a zone where a bracket holds more than the zone."""
    if not sheet.masked[zone_end:end].strip(BLANKS):
        return sheet.names(start, zone_start)
    if not sheet.masked[start:zone_start].strip(BLANKS):
        return sheet.names(zone_end, end)
    return None


def _bracket_chain(sheet: CreditSheet, bracket: re.Match[str]) -> Chain | None:
    start, end = bracket.span(1)
    chain = sheet.names(start, end)
    if chain is None:
        return None
    if "=" in bracket.group(1):
        kept = tuple(
            part
            for part in chain.parts
            if part.canonical or part.start in sheet.marks.after or part.end in sheet.marks.before
        )
        if not kept:
            return None
        chain = replace(chain, parts=kept)
    marked = any(
        part.start in sheet.marks.after or part.end in sheet.marks.before for part in chain.parts
    )
    linked = bool(re.search(r"/|\bvia\b|\|", bracket.group(1))) and (
        chain.persons or any(part.sure for part in chain.parts)
    )
    marked = marked or bool(
        chain.persons and sheet.vocabulary.lists["credit_prefix"].compiled().match(bracket.group(1))
    )
    alone = (
        bracket.group().startswith("[")
        and len(chain.parts) == chain.persons == 1
        and len(chain.parts[0].name.split()) <= _LONGEST_ALONE
        and not sheet.masked[bracket.end() :].strip(BLANKS)
    )
    linked = linked or sheet.has_label_between(start, end)
    masked = MASK in bracket.group(1) and any(part.sure for part in chain.parts)
    return chain if chain.known or marked or linked or masked or alone else None


def _ends_statement(sheet: CreditSheet, start: int, end: int, chain: Chain) -> bool:
    """Whether a bracket stands where credits stand, not behind a name in a sentence."""
    after = sheet.masked[end : end + 3].lstrip(" ")
    if not after or after[0] in "\n\x01([.,;|/*\u3002-\u2014" or start == 0:
        if after[:1] in (",", "-", ";") and not chain.separators:
            return False
        return not _abbreviates(sheet, start, chain, after)
    if sheet.masked[start] == "[" and chain.known:
        return True
    before = sheet.masked[max(0, start - 2) : start].rstrip()
    return before.endswith((".", "!", "?", '"', MASK)) or (chain.separators > 0 and chain.known > 0)


def _abbreviates(sheet: CreditSheet, start: int, chain: Chain, after: str) -> bool:
    """Whether "(AFP)" only shortens a name of the same sentence, which goes on."""
    if len(chain.parts) != 1 or chain.parts[0].sure is False:
        return False
    return bool(after) and after[0] in ",;" and sheet.masked[start - 1 : start] == " "
