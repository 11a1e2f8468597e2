"""Credit lines behind a mark ("Photo by", "©"), and names before one ("... 撮影")."""

from __future__ import annotations

import re
from dataclasses import replace

from captiondedup.model import CreditRole
from captiondedup.rights.credits.byline import before_prose, person_before
from captiondedup.rights.credits.chain import Chain
from captiondedup.rights.credits.name import ChainPart
from captiondedup.rights.credits.sheet import BLANKS, DASH, LONGEST_LINE, MOST_TRIES, CreditSheet
from captiondedup.rights.phrases import PhraseMatch
from captiondedup.vocabulary.phrases import PhraseKind

_ZONE_STOP = re.compile(r"\n|\s\*{2,}|\s\+{2,}|\s-{2,}\s|\x01\x01")
_ZONE_SHORTER = re.compile(
    r"\s[-\u2014]\s|[.!?]\s|,\s|\s{2,}|[)\]]|;\s|\s(?=[a-z]{3,})|\s\|\s|\u3002"
)
#: Words behind a colon that are no name, but a source all the same, are few.
_FREE_LENGTH = 60
_FREE_WORDS = 6
_FREE_STOP = re.compile(r"[^\W\d_]{5,}\.\s|[!?]\s|[;:\n\x01]")
#: So near before or behind it, reserved rights make a notice of a © and a name.
_NOTICE_GAP = 12
_CJK_STOP = re.compile(r"[\[(<=.,:;\u00b7|/\u3001\u3002\u300c\u300d\x01\n\u3010>)\]]")


def read_marked(sheet: CreditSheet) -> None:
    """Take every credit line that a mark announces."""
    for index, marker in enumerate(sheet.markers):
        code = marker.rule.code
        if code == "inline" or not sheet.free(marker.start, marker.end):
            continue
        following = sheet.markers[index + 1].start if index + 1 < len(sheet.markers) else None
        if code == "before":
            _read_before(sheet, marker)
        elif code == "copyright":
            _read_copyright(sheet, marker, following)
        else:
            _read_line(sheet, marker, following)


def _stop(sheet: CreditSheet, start: int, following: int | None) -> int:
    """Where the line behind a mark ends at the latest."""
    limit = min(len(sheet.text), start + LONGEST_LINE)
    if following is not None:
        limit = min(limit, max(start, following))
    stop = _ZONE_STOP.search(sheet.masked, start, limit)
    end = stop.start() if stop else limit
    depth = 0
    for position in range(start, end):
        if sheet.masked[position] in "([":
            depth += 1
        elif sheet.masked[position] in ")]":
            depth -= 1
            if depth < 0:
                return position
    return _before_description(sheet, start, end)


def _before_description(sheet: CreditSheet, start: int, end: int) -> int:
    """The end of a line at the head of a caption: the dash that leads to the description."""
    if sheet.masked[:start].strip(BLANKS):
        return end
    dash = DASH.search(sheet.masked, start, end)
    return dash.start() if dash is not None and before_prose(sheet, dash.end()) else end


def _longest_chain(sheet: CreditSheet, start: int, end: int) -> tuple[Chain, int] | None:
    """The longest line from ``start`` that holds names only."""
    stops = {stop.start() for stop in _ZONE_SHORTER.finditer(sheet.masked, start + 1, end)}
    ends = sorted(stops | {end}, reverse=True)
    for shorter in (*ends[:MOST_TRIES], *reversed(ends[MOST_TRIES:][-MOST_TRIES:])):
        chain = sheet.names(start, shorter)
        if chain is not None and _ends_well(sheet, chain, shorter, end):
            return chain, shorter
    return None


def _ends_well(sheet: CreditSheet, chain: Chain, shorter: int, end: int) -> bool:
    """Whether a line cut off before a small word is no mere first word of a sentence."""
    if shorter == end or not re.match(r"\s[a-z]", sheet.masked[shorter : shorter + 2]):
        return True
    return chain.known > 0 or len(chain.parts[0].name.split()) > 1


def _read_line(sheet: CreditSheet, marker: PhraseMatch, following: int | None) -> None:
    end = _stop(sheet, marker.end, following)
    found = _longest_chain(sheet, marker.end, end)
    if found is not None:
        chain, stop = found
        if chain.known or not _heads_description(sheet, marker, stop):
            sheet.take(chain, marker.start, stop)
    elif not sheet.chain(marker.end, end).strangers:
        sheet.zones.append((marker.start, end))  # "Photo: private" names nobody
    else:
        _read_free_words(sheet, marker, end)


def _read_free_words(sheet: CreditSheet, marker: PhraseMatch, end: int) -> None:
    """Take what follows a colon at the end of a caption: "Foto: archive of school no. 2"."""
    words = sheet.masked[marker.end : end].strip(BLANKS)
    rest = sheet.masked[end:].lstrip(" .")
    told = sheet.masked[: marker.start].strip(BLANKS + "([")
    if (
        told
        and (not rest or rest[0] in ")]")
        and sheet.text[marker.start : marker.end].rstrip().endswith((":", "="))
        and 0 < len(words) <= _FREE_LENGTH
        and len(words.split()) <= _FREE_WORDS
        and not _FREE_STOP.search(words)
    ):
        known = sheet.chain(marker.end, end).parts
        at = marker.end
        for piece in re.split(r"[/|]", sheet.masked[marker.end : end]):
            sheet.parts.extend(_part_of_free_words(sheet, piece, at, known, marker.rule.role))
            at += len(piece) + 1
        sheet.zones.append((marker.start, end))


def _part_of_free_words(
    sheet: CreditSheet,
    piece: str,
    at: int,
    known: tuple[ChainPart, ...],
    role: CreditRole | None,
) -> list[ChainPart]:
    """The names in one piece of such a line; a single word beside a known name is a handle."""
    inside = [part for part in known if at <= part.start < at + len(piece)]
    words = piece.strip(BLANKS)
    if inside or not words:
        return inside
    handle = known and " " not in words
    role = role or (CreditRole.PHOTOGRAPHER if handle else CreditRole.PROVIDER)
    start = sheet.masked.index(words, at)
    return [ChainPart(role, words, start, start + len(words))]


def _heads_description(sheet: CreditSheet, marker: PhraseMatch, stop: int) -> bool:
    """Whether "Image:" opens the caption and labels the picture, not who took it."""
    if sheet.masked.startswith(". ", stop):
        return False
    return not sheet.masked[: marker.start].strip(BLANKS) and before_prose(sheet, stop)


def _read_copyright(sheet: CreditSheet, marker: PhraseMatch, following: int | None) -> None:
    end = _stop(sheet, marker.end, following)
    found = _longest_chain(sheet, marker.end, end)
    if found is None:
        if not sheet.masked[marker.end : end].strip(BLANKS):
            sheet.zones.append((marker.start, end))
        return
    chain, end = found
    if _is_notice(sheet, marker, end):
        chain = replace(chain, parts=tuple(_as_holder(part) for part in chain.parts))
    start = person_before(sheet, marker.start)
    sheet.take(chain, start, end)


def _is_notice(sheet: CreditSheet, marker: PhraseMatch, end: int) -> bool:
    """Whether a © opens a copyright notice (year, or reserved rights) and not a credit."""
    if re.search(r"(?:19|20)\d\d", sheet.text[marker.start : marker.end]):
        return True
    if re.search(r"(?:19|20)\d\d\s*$", sheet.text[marker.end : end]):
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
        for match in sheet.matches
        if 0 <= match.start - end <= _NOTICE_GAP or 0 <= marker.start - match.end <= _NOTICE_GAP
    )


def _read_before(sheet: CreditSheet, marker: PhraseMatch) -> None:
    stops = [
        stop.end()
        for stop in _CJK_STOP.finditer(sheet.masked, max(0, marker.start - 60), marker.start)
    ]
    start = stops[-1] if stops else max(0, marker.start - 60)
    if not stops and marker.start > 60:
        return
    chain = sheet.names(start, marker.start)
    if chain is not None:
        sheet.take(chain, start, marker.end)


def _as_holder(part: ChainPart) -> ChainPart:
    return replace(part, role=CreditRole.COPYRIGHT_HOLDER)
