"""Captions in the manner of the trade, from ``tests/cases/captions``: one test a caption.

A case says what a reader finds in its text. ``expected_failure`` gives the reason why the parser
does not find it yet; such a case fails when the parser does. Files ending in ``_aside`` are not
looked at while rules are written: they only tell, as a whole, how the rules do on new captions.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from captiondedup import parse_caption
from captiondedup.model import Caption

FOLDER = Path(__file__).resolve().parents[1] / "cases" / "captions"
PARAMETERS = ("countries", "regions", "media", "outlets")
#: How many captions that were set aside must be read as their labels say, in all of 490.
ASIDE_READ_WELL = 360


def cases(*, aside: bool) -> Iterator[dict[str, Any]]:
    for file in sorted(FOLDER.glob("*.toml")):
        if file.stem.endswith("_aside") == aside:
            yield from tomllib.loads(file.read_text(encoding="utf-8"))["case"]


def as_tests(*, aside: bool) -> list[Any]:
    found = []
    for case in cases(aside=aside):
        reason = case.get("expected_failure")
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        found.append(pytest.param(case, id=case["id"], marks=marks))
    return found


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def told(case: dict[str, Any]) -> dict[str, Any]:
    """What the case says, in the form of :func:`read`."""
    notices = [each if isinstance(each, str) else each["code"] for each in case["notices"]]
    return {
        "description": folded(case["description"]).strip(" .,;:|-\u2013\u2014/"),
        "credits": sorted((each["role"], folded(each["name"])) for each in case["credits"]),
        "restrictions": sorted(
            (each["code"], *(tuple(sorted(map(folded, each.get(key, ())))) for key in PARAMETERS))
            for each in case["restrictions"]
        ),
        "notices": sorted(notices),
        "license": case.get("license"),
    }


def read(caption: Caption) -> dict[str, Any]:
    return {
        "description": folded(caption.description).strip(" .,;:|-\u2013\u2014/"),
        "credits": sorted((credit.role.value, folded(credit.name)) for credit in caption.credits),
        "restrictions": sorted(
            (
                each.code.value,
                *(tuple(sorted(map(folded, getattr(each, key)))) for key in PARAMETERS),
            )
            for each in caption.restrictions
        ),
        "notices": sorted(notice.code.value for notice in caption.notices),
        "license": caption.license,
    }


@pytest.mark.parametrize("case", as_tests(aside=False))
def test_caption_is_read_as_its_reader_does(case: dict[str, Any]) -> None:
    caption = parse_caption(case["text"])
    assert read(caption) == told(case)
    for each in (*caption.credits, *caption.restrictions, *caption.notices):
        start, end = each.evidence.span
        assert caption.raw[start:end] == each.evidence.text


def test_no_restriction_is_seen_where_a_reader_sees_none() -> None:
    seen = [
        case["id"]
        for aside in (False, True)
        for case in cases(aside=aside)
        if not case["restrictions"]
        and "expected_failure" not in case
        and parse_caption(case["text"]).restrictions
    ]
    assert seen == []


def test_captions_set_aside_are_read_no_worse_than_before() -> None:
    well = sum(read(parse_caption(case["text"])) == told(case) for case in cases(aside=True))
    assert well >= ASIDE_READ_WELL
