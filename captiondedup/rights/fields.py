"""Reads rights out of the texts of a sighting, knowing which field each stands in.

A Creator field names its photographer without any mark; a PLUS code states a restriction
without any words. What a field is, the metadata table says.
"""

from __future__ import annotations

from dataclasses import replace

from captiondedup.model import (
    Caption,
    Credit,
    CreditRole,
    Evidence,
    FieldKind,
    FoundText,
    Notice,
    Restriction,
    RestrictionCode,
)
from captiondedup.rights.caption import parse_caption
from captiondedup.rights.dates import read_date
from captiondedup.vocabulary.metadata_fields import metadata_table
from captiondedup.vocabulary.tables import Vocabulary


def read_field(found: FoundText, vocabulary: Vocabulary | None = None) -> Caption:
    """What a found text says, read as its field asks: prose, a credit, or a title."""
    if found.kind is FieldKind.TITLE:
        return Caption(found.kind, found.text, " ".join(found.text.split()), found.place)
    caption = parse_caption(found.text, kind=found.kind, place=found.place, vocabulary=vocabulary)
    rule = metadata_table().at(found.place.field)
    if rule is None or rule.role is None:
        return caption
    if not caption.credits and found.kind is FieldKind.CREDIT and found.text.strip():
        caption = replace(caption, description="", credits=(_bare_credit(found, rule.role),))
    return replace(
        caption, credits=tuple(_with_role(credit, rule.role) for credit in caption.credits)
    )


def _bare_credit(found: FoundText, role: CreditRole) -> Credit:
    """A name that has no shape the parser knows, but stands where only names stand."""
    text = found.text.strip()
    start = found.text.index(text)
    return Credit(
        role, " ".join(text.split()), Evidence(found.place, (start, start + len(text)), text)
    )


def _with_role(credit: Credit, role: CreditRole) -> Credit:
    """The field's role for a name that no table knows; a known agency stays an agency."""
    if credit.canonical is not None and role is not CreditRole.COPYRIGHT_HOLDER:
        return credit
    return replace(credit, role=role)


def read_code(found: FoundText) -> Caption | None:
    """What a coded value (PLUS, Digital Source Type, IIM dates) says; None if no condition."""
    meaning = metadata_table().meaning(found.place.field, found.text)
    evidence = Evidence(found.place, (0, len(found.text)), found.text)
    if meaning is not None:
        restrictions = (
            (Restriction(meaning.restriction, evidence, rule=meaning.code),)
            if meaning.restriction
            else ()
        )
        notices = (Notice(meaning.notice, evidence, meaning.code),) if meaning.notice else ()
        if restrictions or notices:
            return Caption(
                found.kind, found.text, "", found.place,
                restrictions=restrictions, notices=notices,
            )  # fmt: skip
        return None
    return _dated(found, evidence)


#: Fields whose whole value is the date of a restriction, by id of the metadata table.
_DATED: dict[str, RestrictionCode] = {
    "release_date": RestrictionCode.EMBARGO,
    "expiration_date": RestrictionCode.EXPIRY,
    "license_end_date": RestrictionCode.EXPIRY,
    "license_start_date": RestrictionCode.EMBARGO,
}


def _dated(found: FoundText, evidence: Evidence) -> Caption | None:
    rule = metadata_table().at(found.place.field)
    code = _DATED.get(rule.id) if rule is not None else None
    if code is None:
        return None
    text = found.text.strip()
    if len(text) == 8 and text.isdigit():  # IIM CCYYMMDD
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    read = read_date(text, 0)
    restriction = Restriction(
        code, evidence,
        date=read.iso if read else None,
        uncertain=read is None or read.uncertain,
        rule=f"field:{found.place.field}",
    )  # fmt: skip
    return Caption(found.kind, found.text, "", found.place, restrictions=(restriction,))
