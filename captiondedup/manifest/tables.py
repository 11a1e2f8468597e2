"""The manifest as flat tables, under the names that photo desks and IPTC use.

:data:`COLUMNS` is the one list of tables and columns: their order, names and meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from captiondedup.conditions.meaning import (
    describe_restriction,
    distinct_credits,
    distinct_notices,
    distinct_restrictions,
)
from captiondedup.model import (
    CandidatePair,
    Caption,
    Credit,
    CreditRole,
    Evidence,
    Finding,
    Manifest,
    Photo,
    Place,
    Restriction,
    Sighting,
    Span,
)

#: Between several values in one cell.
SEPARATOR = "; "

_PLACE = {
    "Source File": "file, relative to the scanned folder",
    "Field": "field of the file: figcaption, alt, IIM 2:40, dc:rights, ...",
    "Line": "line in the file, from 1",
    "Path": "place in the page's or the metadata's structure",
}
_EVIDENCE = {
    **_PLACE,
    "Start": "first character of the words in the field, from 0",
    "End": "character after the last of the words",
    "Words": "the words as printed",
}

#: Every table with its columns in order, each with what it holds.
COLUMNS: dict[str, dict[str, str]] = {
    "photos": {
        "Photo": "id of the distinct photograph",
        "Decision": "clear, review or blocked",
        "Description": "IPTC Description: the caption without credits and restrictions",
        "Creator": "IPTC Creator: the photographers",
        "Credit Line": "IPTC Credit Line: all credited names, in order",
        "Supplier": "IPTC Image Supplier: who handed the photo out",
        "Copyright Owner": "IPTC Copyright Owner: the copyright holders",
        "Rights Usage Terms": "IPTC Rights Usage Terms: the restrictions, as codes",
        "License": "SPDX ids of public licences",
        "Notices": "statements that are no conditions",
        "Copies": "number of appearances",
        "Articles and Files": "number of files it appears in",
        "Lead File": "the largest image file of it",
        "Files": "all image files of it",
        "Drifts": "restrictions that a copy lost",
        "Conflicts": "statements that cannot all hold",
    },
    "captions": {
        "Photo": "id of the photograph under which it stands",
        "Sighting": "id of the appearance",
        **_PLACE,
        "Kind": "caption, alt, credit, rights or title",
        "Description": "IPTC Description: the text without credits and restrictions",
        "Text": "the text as printed",
        "Credit Line": "IPTC Credit Line: the names credited in it",
        "Rights Usage Terms": "IPTC Rights Usage Terms: the restrictions in it, as codes",
        "License": "SPDX id of a public licence named in it",
        "Language": "language of the text, if known",
    },
    "duplicates": {
        "Kind": "image or caption: what was compared",
        "Verdict": "same, different, unrelated or unsure",
        "Score": "0 to 100; 100 is alike",
        "Confidence": "0 to 1",
        "A": "id of one appearance",
        "B": "id of the other",
        "Photo A": "photograph that A belongs to",
        "Photo B": "photograph that B belongs to",
        "Rule": "the rule that decided",
        "Reason": "why, in words",
        "Contains": "a or b, if that side holds all of the other and more",
        "Crop": "left, top, right, bottom of B in fractions of A",
        "Mirrored": "yes if one is the mirror image of the other",
        "Overlay": "share of B, 0 to 1, that is covered by something not in A",
    },
    "restrictions": {
        "Photo": "id of the photograph",
        "Restriction": "code of the condition",
        "Countries": "ISO 3166 codes",
        "Regions": "ids of regions",
        "Media": "media named",
        "Outlets": "outlets named",
        "Date": "ISO 8601 date or date-time",
        "Hours": "duration in hours",
        "Seconds": "duration in seconds",
        "Credit": "credit demanded",
        "Context": "context named",
        "License": "SPDX id",
        "Count": "number of uses",
        "Exceptions": "what is allowed all the same",
        "Uncertain": "yes if a name in it can be read in two ways",
        **_EVIDENCE,
        "Rule": "vocabulary entry that read it",
        "Lost In": "places of captions that do not state it",
    },
    "credits": {
        "Photo": "id of the photograph",
        "Role": "photographer, agency, provider, publisher, publication, ...",
        "Name": "name as printed",
        "Agency": "canonical name of a known agency",
        **_EVIDENCE,
    },
    "findings": {
        "Decision": "clear, review or blocked",
        "Severity": "info, warning or error",
        "Code": "rule",
        "Photo": "id of the photograph",
        "Restriction": "code of the condition",
        "Profile": "name of the publication profile",
        "Profile Key": "key of the profile that decided",
        "Message": "what was found, why it matters, what to do",
        **_EVIDENCE,
    },
    "sources": {
        "Source File": "file, relative to the scanned folder",
        "Kind": "article, image, sidecar, table or other",
        "Media Type": "what its content is",
        "Bytes": "size",
        "SHA-256": "digest of its content",
    },
    "problems": {
        "Code": "what kind of problem",
        "Message": "what is wrong",
        "Remedy": "what to do",
        **_PLACE,
    },
}


class TableRows(NamedTuple):
    """A table: the names of its columns, and its rows of as many cells."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_rows(manifest: Manifest) -> dict[str, TableRows]:
    """Return every table of :data:`COLUMNS` by name, filled from a manifest, in its order."""
    photo_of = {each: photo.id for photo in manifest.photos for each in photo.sightings}
    rows: dict[str, Iterable[tuple[str, ...]]] = {
        "photos": _photo_rows(manifest),
        "captions": _caption_rows(manifest.sightings, photo_of),
        "duplicates": (_pair_row(pair, photo_of) for pair in manifest.pairs),
        "restrictions": (
            _restriction_row(photo, each)
            for photo in manifest.photos
            for each in photo.restrictions
        ),
        "credits": (
            _credit_row(photo, each) for photo in manifest.photos for each in photo.credits
        ),
        "findings": map(_finding_row, manifest.findings),
        "sources": (
            (each.path, each.kind.value, each.media_type, str(each.size), each.sha256)
            for each in manifest.sources
        ),
        "problems": (
            (each.code, each.message, each.remedy, *_place_cells(each.place))
            for each in manifest.problems
        ),
    }
    return {name: TableRows(tuple(COLUMNS[name]), tuple(rows[name])) for name in COLUMNS}


def credit_line(credited: Iterable[Credit]) -> str:
    """Return credited names in order, each once."""
    return SEPARATOR.join(dict.fromkeys(credit.name for credit in credited))


def _photo_rows(manifest: Manifest) -> Iterator[tuple[str, ...]]:
    decisions = dict(manifest.decisions)
    source_of = {sighting.id: sighting.source for sighting in manifest.sightings}
    for photo in manifest.photos:
        credited = distinct_credits(photo)
        decision = decisions.get(photo.id)
        yield (
            photo.id,
            decision.value if decision else "",
            photo.description,
            _names(credited, CreditRole.PHOTOGRAPHER),
            credit_line(credited),
            _names(credited, CreditRole.PROVIDER),
            _names(credited, CreditRole.COPYRIGHT_HOLDER),
            SEPARATOR.join(map(describe_restriction, distinct_restrictions(photo))),
            SEPARATOR.join(photo.licenses),
            SEPARATOR.join(notice.code.value for notice in distinct_notices(photo)),
            str(len(photo.sightings)),
            str(len({source_of.get(each, each) for each in photo.sightings})),
            photo.lead or "",
            SEPARATOR.join(photo.files),
            SEPARATOR.join(describe_restriction(each.restriction) for each in photo.drifts),
            SEPARATOR.join(each.code for each in photo.conflicts),
        )


def _names(credited: Iterable[Credit], role: CreditRole) -> str:
    return credit_line(credit for credit in credited if credit.role is role)


def _caption_rows(
    sightings: Iterable[Sighting], photo_of: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    for sighting in sightings:
        for caption in sighting.captions:
            yield (photo_of.get(sighting.id, ""), sighting.id, *_caption_cells(caption))


def _caption_cells(caption: Caption) -> tuple[str, ...]:
    return (
        *_place_cells(caption.place),
        caption.kind.value,
        caption.description,
        caption.raw,
        credit_line(caption.credits),
        SEPARATOR.join(map(describe_restriction, caption.restrictions)),
        caption.license or "",
        caption.language or "",
    )


def _pair_row(pair: CandidatePair, photo_of: dict[str, str]) -> tuple[str, ...]:
    found = pair.comparison
    alignment = found.alignment if found else None
    photos = (photo_of.get(pair.a, ""), photo_of.get(pair.b, ""))
    judged = (
        (found.verdict.value, _number(found.score), _number(found.confidence))
        if found
        else ("", "", "")
    )
    words = (found.rule, found.reason, found.contains) if found else ("", "", "")
    laid = (
        (
            ", ".join(map(_number, alignment.crop)),
            _yes(alignment.mirrored),
            _number(alignment.overlay),
        )
        if alignment
        else ("", "", "")
    )
    return (pair.kind.value, *judged, pair.a, pair.b, *photos, *words, *laid)


def _restriction_row(photo: Photo, restriction: Restriction) -> tuple[str, ...]:
    lost = [
        place.source
        for drift in photo.drifts
        if drift.restriction == restriction
        for place in drift.missing_in
    ]
    return (
        photo.id,
        restriction.code.value,
        SEPARATOR.join(restriction.countries),
        SEPARATOR.join(restriction.regions),
        SEPARATOR.join(restriction.media),
        SEPARATOR.join(restriction.outlets),
        restriction.date or "",
        _count(restriction.hours),
        _count(restriction.seconds),
        restriction.credit or "",
        restriction.context or "",
        restriction.license or "",
        _count(restriction.count),
        SEPARATOR.join(restriction.exceptions),
        _yes(restriction.uncertain),
        *_evidence_cells(restriction.evidence),
        restriction.rule,
        SEPARATOR.join(dict.fromkeys(lost)),
    )


def _credit_row(photo: Photo, credit: Credit) -> tuple[str, ...]:
    return (
        photo.id,
        credit.role.value,
        credit.name,
        credit.canonical or "",
        *_evidence_cells(credit.evidence),
    )


def _finding_row(finding: Finding) -> tuple[str, ...]:
    evidence = _evidence_cells(finding.evidence[0]) if finding.evidence else ("",) * len(_EVIDENCE)
    return (
        finding.decision.value,
        finding.severity.value,
        finding.code,
        finding.photo or "",
        finding.restriction.value if finding.restriction else "",
        finding.profile,
        finding.profile_key,
        finding.message,
        *evidence,
    )


def _place_cells(place: Place) -> tuple[str, ...]:
    return (place.source, place.field, _count(place.line), place.path or "")


def _evidence_cells(evidence: Evidence) -> tuple[str, ...]:
    return (*_place_cells(evidence.place), *_span_cells(evidence.span), evidence.text)


def _span_cells(span: Span) -> tuple[str, str]:
    return (str(span[0]), str(span[1]))


def _count(value: int | None) -> str:
    return "" if value is None else str(value)


def _number(value: float) -> str:
    """Return a number with at most four decimals and no trailing noughts."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _yes(value: bool) -> str:
    return "yes" if value else ""
