"""Reads a caption or a rights field: description, credits, restrictions, notices, licence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from captiondedup.model import (
    Caption,
    Credit,
    Evidence,
    FieldKind,
    Notice,
    NoticeCode,
    Place,
    Restriction,
    RestrictionCode,
)
from captiondedup.rights.clauses import Covered, clause_span, fills_clause
from captiondedup.rights.credits.read import find_credits
from captiondedup.rights.credits.sheet import CreditReading
from captiondedup.rights.phrases import PhraseMatch, find_phrases
from captiondedup.text import Cleaned, clean
from captiondedup.vocabulary.phrases import PhraseKind
from captiondedup.vocabulary.tables import Vocabulary, default_vocabulary

_HOLE = "\x01"
_EMPTY_BRACKET = re.compile(
    r"[(\[<{\u3010][\s\x01.,;:/|*\u2014-]*\x01[\s\x01.,;:/|*\u2014-]*[)\]>}\u3011]"
)
_HOLES = re.compile(r"[\s/|\u2014_*,;\x01-]*\x01[\s\x01/|\u2014_*,;:.+-]*")
#: What goes with a hole at the end or at the start of a text: characters before it and behind it.
_BEFORE_LAST = " /|\u2014_*,;:([\x01-"
_BEHIND_LAST = " \x01/|\u2014_*,;:.)]+-"
_BEFORE_FIRST = " /|\u2014_*,;:.)\x01-"
_BEHIND_FIRST = " \x01/|\u2014_*,;:.+)]-"
#: What is no part of a credit line at its ends.
_EDGE_OF_LINE = " \n\t,;|/*=\u2014-\u3001\u3002"
#: What is no part of a restriction or a notice at its ends.
_EDGE_OF_PHRASE = " \n,;:-/|*"
#: Notices that say where a picture is from.
_ORIGINS = frozenset(
    {
        NoticeCode.COURTESY.value,
        NoticeCode.HANDOUT.value,
        NoticeCode.SCREENSHOT.value,
        NoticeCode.THIRD_PARTY_SUPPLIED.value,
        NoticeCode.FILE_PHOTO.value,
    }
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_SCRIPTS = (
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
)
_SENTENCE_END = re.compile(r"[^\d.]{3}[.!?][\"'\u201d\u2019]?$")
#: What remains of a rights line may hold so many words and still say nothing of a picture.
_RESIDUE_WORDS = 2


def parse_caption(
    text: str,
    *,
    kind: FieldKind = FieldKind.CAPTION,
    place: Place | None = None,
    vocabulary: Vocabulary | None = None,
) -> Caption:
    """What a caption or rights field says, each statement with its span in the raw text.

    Args:
        text: the caption as printed.
        kind: what field it is; a credit field's bare name is a photographer.
        place: where it stands, copied into all evidence.
        vocabulary: the rules to read with; the package's own by default.

    >>> caption = parse_caption("Leaders meet. (PHOTO NOT FOR SALE) (Yonhap)")
    >>> [(each.code.value, each.evidence.text) for each in caption.restrictions]
    [('no_sale', 'PHOTO NOT FOR SALE')]
    >>> caption.description
    'Leaders meet.'
    >>> [(credit.role.value, credit.name) for credit in caption.credits]
    [('agency', 'Yonhap')]
    """
    vocabulary = vocabulary or default_vocabulary()
    place = place or Place()
    cleaned = clean(text)
    matches = find_phrases(cleaned.text, vocabulary)
    credited = find_credits(
        cleaned.text, matches, vocabulary, credit_field=kind is FieldKind.CREDIT
    )
    return Caption(
        kind=kind,
        raw=text,
        description=_description(cleaned, matches, credited),
        place=place,
        credits=_credits(cleaned, credited, place),
        restrictions=_restrictions(cleaned, matches, place),
        notices=_notices(cleaned, matches, place),
        license=_license(cleaned.text, matches),
        language=_language(cleaned.text, matches),
        credit_lines=_credit_lines(cleaned, matches, credited, place),
    )


def _evidence(cleaned: Cleaned, start: int, end: int, place: Place) -> Evidence:
    span = cleaned.raw_span(start, end)
    return Evidence(place, span, cleaned.raw[span[0] : span[1]])


def _credits(cleaned: Cleaned, reading: CreditReading, place: Place) -> tuple[Credit, ...]:
    found = []
    for part in reading.parts:
        evidence = _evidence(cleaned, part.start, part.end, place)
        name = " ".join(evidence.text.split())
        found.append(Credit(part.role, name, evidence, part.canonical))
    return tuple(found)


def _credit_lines(
    cleaned: Cleaned, matches: Sequence[PhraseMatch], reading: CreditReading, place: Place
) -> tuple[Evidence, ...]:
    """The credit lines as printed; what has nothing but separators between it is one line.

    Words of origin beside a line ("Photo: private", "Jo Hart/AP/File Photo") belong to it.
    """
    text = cleaned.text
    spans = [(start, end, True) for start, end in reading.zones]
    spans += [(*match.frame, False) for match in matches if _tells_origin(match)]
    joined: list[tuple[int, int, bool]] = []
    for start, end, named in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip(_EDGE_OF_LINE):
            first, last, before = joined[-1]
            joined[-1] = (first, max(last, end), before or named)
        else:
            joined.append((start, end, named))
    lines = []
    for start, end, named in joined:
        start, end = _trimmed(text, start, end, _EDGE_OF_LINE)
        if named and start < end:
            lines.append(_evidence(cleaned, start, end, place))
    return tuple(lines)


def _tells_origin(match: PhraseMatch) -> bool:
    return match.rule.kind is PhraseKind.NOTICE and match.rule.code in _ORIGINS


def _restrictions(
    cleaned: Cleaned, matches: Sequence[PhraseMatch], place: Place
) -> tuple[Restriction, ...]:
    """One restriction a distinct meaning; a wording printed twice counts once."""
    found: dict[tuple[object, ...], Restriction] = {}
    for match in matches:
        terms = match.terms
        if terms is None:
            continue
        evidence = _evidence(cleaned, *_trimmed(cleaned.text, match.start, match.end), place)
        restriction = Restriction(
            code=terms.code,
            evidence=evidence,
            countries=terms.countries,
            regions=terms.regions,
            media=terms.media,
            outlets=terms.outlets,
            date=terms.date,
            hours=terms.hours,
            seconds=terms.seconds,
            credit=terms.credit,
            context=terms.context,
            uncertain=terms.uncertain,
            rule=match.rule.id,
        )
        key = (
            terms.code, terms.countries, terms.regions, terms.media, terms.outlets, terms.date,
            terms.hours, terms.seconds, (terms.credit or "").casefold(),
            evidence.text if terms.code is RestrictionCode.UNPARSED else "",
        )  # fmt: skip
        found.setdefault(key, restriction)
    kept = list(found.values())
    if any(r.code is RestrictionCode.MANDATORY_CREDIT and r.credit for r in kept):
        kept = [r for r in kept if r.code is not RestrictionCode.MANDATORY_CREDIT or r.credit]
    return tuple(kept)


def _trimmed(text: str, start: int, end: int, edge: str = _EDGE_OF_PHRASE) -> tuple[int, int]:
    while start < end and text[start] in edge:
        start += 1
    while start < end and text[end - 1] in edge:
        end -= 1
    return start, end


def _notices(cleaned: Cleaned, matches: Sequence[PhraseMatch], place: Place) -> tuple[Notice, ...]:
    found: dict[NoticeCode, Notice] = {}
    for match in matches:
        if match.rule.kind is PhraseKind.NOTICE:
            code = NoticeCode(match.rule.code)
        elif match.rule.kind is PhraseKind.MARKER and match.rule.notice:
            code = NoticeCode(match.rule.notice)
        else:
            continue
        if code not in found:
            evidence = _evidence(cleaned, *_trimmed(cleaned.text, match.start, match.end), place)
            found[code] = Notice(code, evidence, match.rule.id)
    return tuple(found.values())


def _license(text: str, matches: Sequence[PhraseMatch]) -> str | None:
    """The SPDX id of the first licence statement."""
    for match in matches:
        if match.rule.kind is not PhraseKind.LICENSE:
            continue
        code = match.rule.code
        if "{" not in code:
            return code
        parts = match.rule.pattern.search(text, match.start, match.end)
        if parts is None:
            continue
        terms = re.sub(r"[\s_]+", "-", parts["terms"].strip()).upper()
        for long, short in _LICENSE_WORDS:
            terms = terms.replace(long, short)
        return code.format(terms=terms, version=parts["version"] or "4.0")
    return None


#: Long names of Creative Commons terms and their SPDX parts.
_LICENSE_WORDS = (
    ("ATTRIBUTION", "BY"), ("SHAREALIKE", "SA"), ("SHARE-ALIKE", "SA"), ("NONCOMMERCIAL", "NC"),
    ("NON-COMMERCIAL", "NC"), ("NODERIVATIVES", "ND"), ("NO-DERIVATIVES", "ND"),
    ("NODERIVS", "ND"), ("NAMENSNENNUNG", "BY"), ("RECONOCIMIENTO", "BY"), ("PATERNITÉ", "BY"),
)  # fmt: skip


def _language(text: str, matches: Iterable[PhraseMatch]) -> str | None:
    """Language as far as script or a rule's wording tells it; None where neither does."""
    if not text.isascii():
        for language, letters in _SCRIPTS:
            if letters.search(text):
                return language
    for match in matches:
        if match.rule.language != "mul":
            return match.rule.language
    return None


def _description(cleaned: Cleaned, matches: Sequence[PhraseMatch], credited: CreditReading) -> str:
    """The text without credits, restrictions and detached notices, white space folded."""
    if credited.whole:
        return ""
    text = cleaned.text
    holes = list(credited.zones)
    restricted = False
    covered = Covered()
    for start, end in credited.zones:
        covered.add(start, end)
    for match in matches:
        hole = _hole(text, match, covered)
        if hole is not None:
            restricted = restricted or match.rule.kind is PhraseKind.RESTRICTION
            holes.append(hole)
    characters = cleaned.raw if cleaned.starts is None else _raw_characters(cleaned)
    if not holes:
        return " ".join(characters.split())
    kept: list[str] = []
    done = 0
    for start, end in sorted(holes):
        if start > done:
            kept.append(characters[done:start])
        kept.append(_HOLE)
        done = max(done, end)
    kept.append(characters[done:])
    return _closed("".join(kept), strict=restricted)


def _hole(text: str, match: PhraseMatch, covered: Covered) -> tuple[int, int] | None:
    """What a phrase takes out of the description; None if it stays in its sentence."""
    kind = match.rule.kind
    if kind is PhraseKind.MARKER:
        return None
    if kind is PhraseKind.RESTRICTION:
        return clause_span(text, match.start, match.end)
    if kind is PhraseKind.NOTICE and not match.rule.detach:
        left, right = fills_clause(text, match.start, match.end, covered)
        if not (left and right):
            return None
    return match.start, match.end


def _raw_characters(cleaned: Cleaned) -> str:
    """For each cleaned character the raw one it stands for, or itself where several do."""
    if cleaned.starts is None or cleaned.ends is None:
        return cleaned.raw
    return "".join(
        cleaned.raw[start] if end - start == 1 else char
        for char, start, end in zip(cleaned.text, cleaned.starts, cleaned.ends, strict=True)
    )


def _closed(text: str, *, strict: bool) -> str:
    """The text with its holes closed: empty brackets and orphaned separators go with them."""
    for _ in range(3):
        closed = _EMPTY_BRACKET.sub(_HOLE, text)
        if closed == text:
            break
        text = closed
    text = _without_end_holes(" ".join(text.split()))
    if _HOLE in text:
        text = " ".join(_HOLES.sub(" ", text).split())
    if not _WORDS.search(text):
        return ""
    if strict and len(_WORDS.findall(text)) <= _RESIDUE_WORDS and not _SENTENCE_END.search(text):
        return ""
    return text


def _without_end_holes(text: str) -> str:
    """The text without the holes at its two ends and the separators that led to them."""
    begin = len(text) - len(text.lstrip(_BEFORE_FIRST))
    last = text.rfind(_HOLE, 0, begin)
    if last >= 0:
        text = text[last:].lstrip(_BEHIND_FIRST)
    first = text.find(_HOLE, len(text.rstrip(_BEHIND_LAST)))
    return text if first < 0 else text[:first].rstrip(_BEFORE_LAST)
