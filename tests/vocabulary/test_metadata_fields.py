"""The table of metadata fields: complete, consistent, and strict about its own keys."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from captiondedup.errors import VocabularyError
from captiondedup.model import CreditRole, FieldKind, NoticeCode, RestrictionCode
from captiondedup.vocabulary.load import read_packaged
from captiondedup.vocabulary.metadata_fields import build_table, metadata_table


@pytest.mark.parametrize(
    ("place", "name", "kind", "role"),
    [
        ("dc:creator", "Creator", FieldKind.CREDIT, CreditRole.PHOTOGRAPHER),
        ("IIM 2:110", "Credit Line", FieldKind.CREDIT, CreditRole.AGENCY),
        ("EXIF Copyright", "Copyright Notice", FieldKind.RIGHTS, None),
        ("xmpRights:UsageTerms", "Rights Usage Terms", FieldKind.RIGHTS, None),
        ("XMPRIGHTS:usageterms", "Rights Usage Terms", FieldKind.RIGHTS, None),  # letter case
        ("IIM 2:120", "Description", FieldKind.CAPTION, None),
        # The writer of the description made no picture.
        ("photoshop:CaptionWriter", "Description Writer", None, None),
        ("IIM 2:122", "Description Writer", None, None),
        # An address is no prose.
        ("xmpRights:WebStatement", "Web Statement of Rights", None, None),
        ("JSON usageterms", "Rights Usage Terms", FieldKind.RIGHTS, None),
    ],
)
def test_place_is_read_as_what_it_is(
    place: str, name: str, kind: FieldKind | None, role: CreditRole | None
) -> None:
    rule = metadata_table().at(place)
    assert rule is not None
    assert (rule.name, rule.kind, rule.role) == (name, kind, role)


@pytest.mark.parametrize(
    ("place", "value", "restriction", "notice"),
    [
        # bare code, IRI, and IRI with a slash behind
        ("plus:DataMining", "DMI-PROHIBITED", RestrictionCode.NO_AI_TRAINING, None),
        (
            "plus:DataMining",
            "http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED-GENAIMLTRAINING",
            RestrictionCode.NO_AI_TRAINING,
            None,
        ),
        ("plus:DataMining", "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED/", None, None),
        ("plus:ImageAlterationConstraints", "AL-CRP", RestrictionCode.NO_ALTERATION, None),
        (
            "Iptc4xmpExt:DigitalSourceType",
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            None,
            NoticeCode.AI_GENERATED,
        ),
        ("plus:MinorModelAgeDisclosure", "AG-A17", None, NoticeCode.MINORS),
        ("plus:MinorModelAgeDisclosure", "AG-A18", None, None),
    ],
)
def test_code_says_what_its_vocabulary_says(
    place: str, value: str, restriction: RestrictionCode | None, notice: NoticeCode | None
) -> None:
    meaning = metadata_table().meaning(place, value)
    assert meaning is not None
    assert (meaning.restriction, meaning.notice) == (restriction, notice)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("plus:DataMining", "AL-CRP"),  # a code of another field
        ("plus:DataMining", "never heard of"),
        ("dc:creator", "DMI-PROHIBITED"),  # no coded field
        ("plus:Nothing", "DMI-PROHIBITED"),  # no field at all
    ],
)
def test_unknown_code_has_no_meaning(place: str, value: str) -> None:
    assert metadata_table().meaning(place, value) is None


def test_codes_belong_to_coded_fields() -> None:
    coded = {rule.id for rule in metadata_table().fields if rule.coded}
    assert {field for field, _ in metadata_table().codes} <= coded


def test_words_are_no_boilerplate() -> None:
    table = metadata_table()
    assert table.is_boilerplate("  sony   DSC ")
    assert not table.is_boilerplate("A Sony DSC lies on a table in Porto.")


def _spoiled(change: str, value: Any) -> dict[str, Any]:
    table = copy.deepcopy(read_packaged("metadata_fields.toml"))
    if change == "table":
        table[value] = []
    elif change == "prefix":
        table["field"][0]["xmp"] = [value]
    elif change == "twice":
        table["field"][-1]["iim"] = [value]
    elif change == "order":
        table["field"].reverse()
    elif change == "code":
        table["code"][0]["field"] = value
    else:
        table["field"][0][change] = value
    return table


@pytest.mark.parametrize(
    ("change", "value", "said"),
    [
        ("table", "fields", "unknown table 'fields'"),
        ("colour", "red", "unknown key 'colour'"),
        ("kind", "poem", "'kind' is 'poem'"),
        ("role", "cook", "'role' is 'cook'"),
        ("prefix", "nope:Name", "the prefix of 'nope:Name'"),
        ("twice", "2:80", "'iim 2:80' stands at"),
        ("order", None, "unique and in order"),
        ("code", "nothing", "names no known field"),
        ("exif", ["Artist"], "'exif' must be a list"),
    ],
)
def test_wrong_entry_is_named(change: str, value: Any, said: str) -> None:
    with pytest.raises(VocabularyError, match=said):
        build_table(_spoiled(change, value))
