"""Turns raw values of metadata blocks into named fields and into texts for the caption parser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from captiondedup.model import FieldKind, FoundText, Place, Problem
from captiondedup.vocabulary.metadata_fields import FieldRule, metadata_table

#: A UTF-8 character takes up to four bytes, so that IIM may cut three bytes before its limit.
_CUT_SLACK = 3


@dataclass(frozen=True, slots=True)
class MetadataField:
    """One value of a rights field and where it stands.

    ``name`` is the IPTC name, ``id`` the field's id in ``metadata_fields.toml``, ``block`` the
    standard (XMP, IIM, EXIF, PSD, PNG, JSON, Comment), ``field`` the place as a desk names it
    (``dc:creator``, ``IIM 2:80``), ``path`` the same with positions and languages
    (``dc:creator[1]``), ``source`` the image or sidecar. ``charset`` and ``raw`` (the bytes) are
    set when the character set was guessed.
    """

    id: str
    name: str
    block: str
    field: str
    path: str
    value: str
    source: str
    language: str | None = None
    charset: str = ""
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class ImageReading:
    """What an image file and its sidecars say about rights.

    ``texts`` are the prose for the caption parser: the same words in a second block count once,
    and an IIM value that is cut at IIM's length counts as the longer one. ``coded`` are codes
    and dates (PLUS, Digital Source Type, release and expiration), to be read with
    :meth:`captiondedup.vocabulary.metadata_fields.MetadataTable.meaning` by ``place.field``.
    ``fields`` has every value of every block. ``size`` is upright, in pixels; None if unknown.
    """

    media_type: str
    format: str
    size: tuple[int, int] | None
    texts: tuple[FoundText, ...]
    coded: tuple[FoundText, ...]
    fields: tuple[MetadataField, ...]
    problems: tuple[Problem, ...]


def rule_of(field: str) -> FieldRule | None:
    """Return the rule of a place name; a structure's member falls back to the structure.

    >>> rule_of("plus:Licensor/plus:LicensorCity").name
    'Licensor'
    """
    table = metadata_table()
    while field:
        rule = table.at(field)
        if rule is not None:
            return rule
        field = field.rpartition("/")[0]
    return None


def spelled(rule: FieldRule, field: str) -> str:
    """Return the place name as the table writes it, whatever letter case the file has.

    >>> spelled(rule_of("dc:Rights"), "dc:Rights")
    'dc:rights'
    """
    return next((name for name in rule.xmp if name.casefold() == field.casefold()), field)


def name_of(rule: FieldRule, field: str) -> str:
    """Return the IPTC name, with the member's own name where the table has the structure only.

    >>> field = "plus:Licensor/plus:LicensorCity"
    >>> name_of(rule_of(field), field)
    'Licensor: LicensorCity'
    """
    if metadata_table().at(field) is rule:
        return rule.name
    return f"{rule.name}: {field.rpartition('/')[2].rpartition(':')[2]}"


def read_texts(fields: Iterable[MetadataField]) -> tuple[FoundText, ...]:
    """Return the prose of the fields in their order, each wording of a field once."""
    kept: list[FoundText] = []
    seen: dict[str, list[str]] = {}
    table = metadata_table()
    for field in fields:
        rule = table.at(field.field)
        if rule is None or rule.kind is None or rule.coded or table.is_boilerplate(field.value):
            continue
        words = " ".join(field.value.split())
        said = seen.setdefault(rule.id, [])
        if not words or words in said or _cut_short(field, rule, said):
            continue
        said.append(words)
        place = Place(source=field.source, field=field.field, path=field.path)
        kept.append(FoundText(rule.kind, field.value, place))
    return tuple(kept)


def read_coded(fields: Iterable[MetadataField]) -> tuple[FoundText, ...]:
    """Return the codes and dates of the fields in their order, as texts with their place."""
    kept = []
    for field in fields:
        rule = metadata_table().at(field.field)
        if rule is not None and rule.coded:
            place = Place(source=field.source, field=field.field, path=field.path)
            kept.append(FoundText(rule.kind or FieldKind.RIGHTS, field.value, place))
    return tuple(kept)


def _cut_short(field: MetadataField, rule: FieldRule, said: list[str]) -> bool:
    """Return whether IIM cut this value off and another block has all of it."""
    if field.block != "IIM" or rule.iim_octets is None:
        return False
    longest = max(len(field.value.encode()), len(field.value))
    words = " ".join(field.value.split())
    return longest >= rule.iim_octets - _CUT_SLACK and any(text.startswith(words) for text in said)
