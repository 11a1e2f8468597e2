"""The few lines about a scan that a terminal shows."""

from __future__ import annotations

from dataclasses import dataclass

from captiondedup.conditions.meaning import (
    describe_restriction,
    distinct_credits,
    distinct_restrictions,
)
from captiondedup.manifest.tables import credit_line
from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Manifest

#: So much of a description stands for a photo that has no file, in characters.
_TITLE_LENGTH = 60


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One photo in the terminal's table; every text is on one line and harmless to show.

    ``copies`` counts the other appearances of the photo; ``reason`` is the worst finding.
    """

    photo: str
    credit: str
    restrictions: str
    copies: int
    decision: Decision
    reason: str = ""


def summary_rows(manifest: Manifest) -> tuple[SummaryRow, ...]:
    """Return a row for each photo, in the order of the manifest."""
    decisions = dict(manifest.decisions)
    reasons: dict[str, str] = {}
    for finding in manifest.findings:
        if finding.photo and finding.decision is decisions.get(finding.photo):
            reasons.setdefault(finding.photo, finding.message)
    return tuple(
        SummaryRow(
            photo=printable(photo.lead or _title(photo.description) or photo.id),
            credit=printable(credit_line(distinct_credits(photo))),
            restrictions=printable(
                "; ".join(map(describe_restriction, distinct_restrictions(photo)))
            ),
            copies=len(photo.sightings) - 1,
            decision=decisions.get(photo.id, Decision.CLEAR),
            reason=printable(reasons.get(photo.id, "")),
        )
        for photo in manifest.photos
    )


def _title(description: str) -> str:
    if len(description) <= _TITLE_LENGTH:
        return description
    return f"{description[: _TITLE_LENGTH - 1].rstrip()}…"
