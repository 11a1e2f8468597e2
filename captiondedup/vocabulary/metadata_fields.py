"""The rights fields of image files by their IPTC names, from ``metadata_fields.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from captiondedup.errors import VocabularyError
from captiondedup.model import CreditRole, FieldKind, NoticeCode, RestrictionCode
from captiondedup.vocabulary.load import check_keys, check_kinds, entries, read_packaged, strings

_TABLE = "metadata_fields.toml"
_OPTIONAL = {"kind", "role", "coded", "xmp", "iim", "iim_octets", "exif", "png", "psd", "json"}
_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ExifTag:
    """An EXIF tag: the directory it stands in (``IFD0``, ``ExifIFD``), number and name."""

    ifd: str
    tag: int
    name: str


@dataclass(frozen=True, slots=True)
class FieldRule:
    """One metadata field: its IPTC name, how to read it, and where image files keep it.

    ``kind`` is None for what is no prose; ``iim_octets`` is the longest value IIM allows.
    """

    id: str
    name: str
    kind: FieldKind | None
    role: CreditRole | None
    coded: bool
    xmp: tuple[str, ...]
    iim: tuple[str, ...]
    iim_octets: int | None
    exif: tuple[ExifTag, ...]
    png: tuple[str, ...]
    psd: tuple[int, ...]
    json: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CodeMeaning:
    """What one code of a coded field says, and the restriction or notice it amounts to."""

    field: str
    code: str
    meaning: str
    restriction: RestrictionCode | None
    notice: NoticeCode | None


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """All field rules, and the ways to find one: by place name, XMP prefix, EXIF tag or code.

    ``places`` has the names that :class:`captiondedup.model.Place` uses in ``field``:
    ``dc:creator``, ``IIM 2:80``, ``EXIF Artist``, ``PNG Author``, ``PSD 1035``, ``JSON byline``;
    its keys are case-folded.
    ``prefixes`` maps XMP namespaces to prefixes.
    """

    fields: tuple[FieldRule, ...]
    places: Mapping[str, FieldRule]
    exif_tags: Mapping[tuple[str, int], str]
    prefixes: Mapping[str, str]
    codes: Mapping[tuple[str, str], CodeMeaning]
    boilerplate: frozenset[str]

    def at(self, place_field: str) -> FieldRule | None:
        """Return the rule of a place name, or None where the table has no such field.

        Letter case does not count: programs write ``dc:Rights`` and mean ``dc:rights``.

        >>> metadata_table().at("IIM 2:80").name
        'Creator'
        """
        return self.places.get(place_field.casefold())

    def meaning(self, place_field: str, value: str) -> CodeMeaning | None:
        """Return what a coded value says; codes count as bare code or as IRI.

        >>> table = metadata_table()
        >>> found = table.meaning("plus:DataMining", "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED")
        >>> found.restriction
        <RestrictionCode.NO_AI_TRAINING: 'no_ai_training'>
        """
        rule = self.at(place_field)
        if rule is None:
            return None
        code = value.strip().rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        return self.codes.get((rule.id, code.casefold()))

    def is_boilerplate(self, value: str) -> bool:
        """Return whether a camera or program fills this value in by itself.

        >>> metadata_table().is_boilerplate("OLYMPUS DIGITAL CAMERA         ")
        True
        """
        return " ".join(value.split()).casefold() in self.boilerplate


@cache
def metadata_table() -> MetadataTable:
    """Return the packaged table.

    Raises:
        VocabularyError: an entry is wrong; names the entry and the key.
    """
    return build_table(read_packaged(_TABLE))


def build_table(table: Mapping[str, Any]) -> MetadataTable:
    """Return the checked table of a parsed TOML document.

    Raises:
        VocabularyError: unknown keys or words, ids out of order, a place claimed twice.
    """
    check_kinds(table, {"schema", "namespaces", "field", "code", "boilerplate"}, _TABLE)
    prefixes = {uri: prefix for prefix, uris in table.get("namespaces", {}).items() for uri in uris}
    rules = tuple(_rule(entry) for entry in entries(table, "field", _TABLE))
    ids = [rule.id for rule in rules]
    if ids != sorted(set(ids)):
        raise VocabularyError(f"{_TABLE}: the [[field]] ids must be unique and in order")
    return MetadataTable(
        fields=rules,
        places=_places(rules, frozenset(prefixes.values())),
        exif_tags={(tag.ifd, tag.tag): tag.name for rule in rules for tag in rule.exif},
        prefixes=prefixes,
        codes=_codes(table, frozenset(ids)),
        boilerplate=frozenset(
            " ".join(str(entry["text"]).split()).casefold()
            for entry in entries(table, "boilerplate", _TABLE)
        ),
    )


def _rule(entry: Mapping[str, Any]) -> FieldRule:
    check_keys(entry, {"id", "name", "source"}, _OPTIONAL, _TABLE)
    try:
        exif = tuple(
            ExifTag(str(tag["ifd"]), int(tag["tag"]), str(tag["name"]))
            for tag in entry.get("exif", [])
        )
    except (KeyError, TypeError, ValueError) as error:
        raise VocabularyError(
            f"{_TABLE}: entry '{entry['id']}': 'exif' must be a list of {{ ifd, tag, name }}"
        ) from error
    return FieldRule(
        id=str(entry["id"]),
        name=str(entry["name"]),
        kind=_word(FieldKind, entry, "kind"),
        role=_word(CreditRole, entry, "role"),
        coded=bool(entry.get("coded", False)),
        xmp=strings(entry, "xmp", _TABLE),
        iim=strings(entry, "iim", _TABLE),
        iim_octets=entry.get("iim_octets"),
        exif=exif,
        png=strings(entry, "png", _TABLE),
        psd=tuple(entry.get("psd", [])),
        json=tuple(key.casefold() for key in strings(entry, "json", _TABLE)),
        source=str(entry["source"]),
    )


def _word(words: type[_Word], entry: Mapping[str, Any], key: str) -> _Word | None:
    if key not in entry:
        return None
    try:
        return words(entry[key])
    except ValueError as error:
        known = ", ".join(words)
        label = entry.get("id", entry.get("code"))
        raise VocabularyError(
            f"{_TABLE}: entry '{label}': '{key}' is '{entry[key]}'; known are {known}"
        ) from error


def _places(rules: tuple[FieldRule, ...], prefixes: frozenset[str]) -> dict[str, FieldRule]:
    places: dict[str, FieldRule] = {}
    for rule in rules:
        names = [
            *rule.xmp,
            *(f"IIM {dataset}" for dataset in rule.iim),
            *(f"EXIF {tag.name}" for tag in rule.exif),
            *(f"PNG {keyword}" for keyword in rule.png),
            *(f"PSD {number}" for number in rule.psd),
            *(f"JSON {key}" for key in rule.json),
        ]
        for name in (name.casefold() for name in names):
            if name in places:
                raise VocabularyError(
                    f"{_TABLE}: '{name}' stands at '{places[name].id}' and at '{rule.id}'"
                )
            places[name] = rule
        for step in (step for path in rule.xmp for step in path.split("/")):
            if step.partition(":")[0] not in prefixes:
                raise VocabularyError(
                    f"{_TABLE}: entry '{rule.id}': the prefix of '{step}' is not in [namespaces]"
                )
    return places


def _codes(table: Mapping[str, Any], fields: frozenset[str]) -> dict[tuple[str, str], CodeMeaning]:
    codes: dict[tuple[str, str], CodeMeaning] = {}
    for entry in entries(table, "code", _TABLE):
        check_keys(entry, {"field", "code", "meaning"}, {"restriction", "notice"}, _TABLE)
        key = (str(entry["field"]), str(entry["code"]).casefold())
        if key[0] not in fields or key in codes:
            raise VocabularyError(
                f"{_TABLE}: [[code]] '{entry['code']}' names no known field, or stands twice"
            )
        codes[key] = CodeMeaning(
            field=key[0],
            code=str(entry["code"]),
            meaning=str(entry["meaning"]),
            restriction=_word(RestrictionCode, entry, "restriction"),
            notice=_word(NoticeCode, entry, "notice"),
        )
    return codes
