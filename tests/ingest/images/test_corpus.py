"""Compares our fields with a referee's on real files; skipped where the files are absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from captiondedup.ingest.images import inspect_image

#: The referee's tag names and ours: a path prefix of XMP, or the path itself.
_XMP_PREFIXES = {"iptcExt": "Iptc4xmpExt", "iptcCore": "Iptc4xmpCore"}
_LOCAL_NAMES = {"Creator": "creator", "Rights": "rights", "Description": "description"}
_PLUS_CODES = "http://ns.useplus.org/ldf/vocab/"
_IIM = {
    "By-line": "2:80",
    "By-lineTitle": "2:85",
    "Caption-Abstract": "2:120",
    "CopyrightNotice": "2:116",
    "Credit": "2:110",
    "Headline": "2:105",
    "OriginalTransmissionReference": "2:103",
    "Source": "2:115",
    "SpecialInstructions": "2:40",
}


def _our_path(tag: str) -> str:
    group, name = tag.split(":")
    if group == "IPTC":
        return f"IIM {_IIM[name]}"
    if group == "IFD0":
        return f"IFD0:{name}"
    prefix = group.removeprefix("XMP-")
    name = _LOCAL_NAMES.get(name, name) if prefix == "dc" else name
    return f"{_XMP_PREFIXES.get(prefix, prefix)}:{name}"


def _flat(value: Any, member: str = "") -> list[tuple[str, str]]:
    """The referee's value as (member, text) pairs: lists and structures opened."""
    if isinstance(value, list):
        return [pair for item in value for pair in _flat(item, member)]
    if isinstance(value, dict):
        return [pair for name, item in sorted(value.items()) for pair in _flat(item, name)]
    return [(member, str(value))]


def _ours(fields: list[dict[str, Any]], path: str) -> list[tuple[str, str]]:
    """Our values at the path as written; where there are none, in any letter case."""
    stems = [(field["path"].partition("[")[0], field) for field in fields]
    exact = [field for stem, field in stems if path in (stem, field["path"])]
    loose = [field for stem, field in stems if stem.casefold() == path.casefold()]
    found = []
    for field in exact or loose:
        rest = field["path"].partition("[")[2]
        member = rest.rpartition("/")[2].rpartition(":")[2] if "/" in rest else ""
        # The referee shows PLUS codes without the vocabulary's address; we show the value.
        found.append((member, field["value"].removeprefix(_PLUS_CODES)))
    return sorted(found)


def _compare(shared: Path) -> tuple[int, list[str]]:
    folder = shared / "corpus" / "metadata"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    equal, differences = 0, []
    for entry in expected["files"]:
        inspected = inspect_image(folder / entry["file"])
        for tags in entry["fields"].values():
            wrong = [
                f"{entry['file']} {tag}: {_flat(value)} but we read {ours}"
                for tag, value in tags.items()
                if (ours := _ours(inspected["fields"], _our_path(tag))) != sorted(_flat(value))
            ]
            equal += not wrong
            differences += wrong
    return equal, differences


def test_real_files_lose_no_rights_field(
    shared: Path, record_property: pytest.RecordProperty
) -> None:
    equal, differences = _compare(shared)
    record_property("fields_equal", equal)
    print(f"{equal} fields are equal in every block; differences: {len(differences)}")
    print("\n".join(differences))
    assert equal == 204, "\n".join(differences)
