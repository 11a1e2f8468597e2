"""The field's own examples of what goes wrong, in stories written for these tests."""

from __future__ import annotations

import pytest

from captiondedup import compare_captions, parse_caption
from captiondedup.model import Caption


def credited(caption: Caption) -> list[tuple[str, str]]:
    return [(credit.role.value, credit.name) for credit in caption.credits]


def restrictions(caption: Caption) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.code.value, each.countries, each.evidence.text) for each in caption.restrictions]


def test_not_for_sale_is_a_restriction_and_the_bracket_behind_it_a_credit() -> None:
    caption = parse_caption("A minister (R) visits a yard. (PHOTO NOT FOR SALE) (Yonhap)")
    assert restrictions(caption) == [("no_sale", (), "PHOTO NOT FOR SALE")]
    assert credited(caption) == [("agency", "Yonhap")]
    assert caption.description == "A minister (R) visits a yard."


def test_published_by_names_a_publisher_and_stays_in_the_sentence() -> None:
    caption = parse_caption("This photo, published by the Associated Press, shows a pier. (Yonhap)")
    assert ("publisher", "Associated Press") in credited(caption)
    assert caption.description == "This photo, published by the Associated Press, shows a pier."


def test_a_provider_behind_a_possessive_and_an_adjective_is_named_whole() -> None:
    text = (
        "A ship leaves port in this photo provided by the North's official Korean Central News "
        "Agency the following day. (For Use Only in the Republic of Korea. No Redistribution) "
        "(Yonhap)"
    )
    caption = parse_caption(text)
    assert credited(caption) == [("provider", "Korean Central News Agency"), ("agency", "Yonhap")]
    assert restrictions(caption) == [
        ("territory_only", ("KR",), "For Use Only in the Republic of Korea"),
        ("no_redistribution", (), "No Redistribution"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A \u201cquoted\u201d pier.\u00a0(PHOTO\u00a0NOT FOR SALE) (Yonhap)",  # no-break blanks
        "A pier &amp;amp; a boat. (PHOTO NOT FOR\u200b SALE) (Yonhap)",  # entities, zero width
        "A pier.\n(PHOTO NOT FOR SALE)\n(Yonhap)",  # a line each
    ],
)
def test_spans_point_into_the_raw_text(text: str) -> None:
    caption = parse_caption(text)
    assert [each.code.value for each in caption.restrictions] == ["no_sale"]
    for statement in (*caption.credits, *caption.restrictions):
        start, end = statement.evidence.span
        assert text[start:end] == statement.evidence.text


def test_left_and_right_are_two_photographs() -> None:
    text = "Ola Berg ({}) greets a crew in Halden on May 3, 2026. (PHOTO NOT FOR SALE) (Yonhap)"
    assert compare_captions(text.format("R"), text.format("L")).verdict.value == "different"


def test_curly_quotes_make_no_second_photograph() -> None:
    straight = 'Ola Berg signs the "Treaty of Halden" at the King\'s House. (Yonhap)'
    curly = "Ola Berg signs the \u201cTreaty of Halden\u201d at the King\u2019s House. (Yonhap)"
    assert compare_captions(straight, curly).verdict.value == "same"


def test_hostile_length_costs_no_more_than_length() -> None:
    for text in ("(" * 200_000, " " * 200_000, "not for sale " * 20_000, "/AP" * 50_000):
        assert parse_caption(text).raw == text
