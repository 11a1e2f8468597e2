"""Whole pages in the manner of sixty-five template families, read as ``captiondedup extract`` does.

The pages and their labels (``gold.jsonl``) were written apart from the reader. A page in
``NOT_YET`` has a photo that is read otherwise than labelled; it fails when all of them are right.
"""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from captiondedup.cli.extract import photo_record
from captiondedup.ingest.imageurls import picture_keys
from captiondedup.pipeline import read_article_file

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "pages" / "families"
NOT_YET: dict[str, str] = {
    "ar_liveblog": "thanks to a named group are no mark of a credit yet",
    "at_tabloid": "art of a newsletter is taken for a photo",
    "au_webcomponent": "the picture of a contact box is taken for a photo",
    "ch_drupal": "the label before the credit is printed with it",
    "de_spiegel_tw": "the picture of a related story is taken for a photo",
    "de_typo3": "a credit in a list below the article is not given to its photos",
    "eg_arabic": "the paper's own name in brackets is no name that is known",
    "gr_portal": "a family's archive in brackets is no mark of a credit yet",
    "hr_overlay": "a caption that an overlay holds is not seen",
    "hu_portal": "a picture with a credit alone, after the last paragraph, is not seen",
    "is_federation": "the Icelandic words for a picture that was sent in are not known",
    "kz_telegraph": "the Russian words for a screenshot are not known as a credit",
    "ro_portal": "caption and credit in an element named for its source are not parted",
    "th_portal": "thanks for a picture are no mark of a credit yet",
    "us_oldtable": "words that name no source, as 'file photo', are no credit line",
    "za_afrikaans": "a credit alone in brackets is taken for a caption",
}


def pages() -> list[Any]:
    found = []
    for line in (FOLDER / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        page = json.loads(line)
        reason = NOT_YET.get(page["page"])
        marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
        found.append(pytest.param(page, id=page["page"], marks=marks))
    return found


def letters(text: str | None) -> str:
    """A text by its letters and digits alone: brackets, bars and marks at its ends do not count."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"[\W_]+", " ", folded).strip()


def same_picture(photo: dict[str, Any], address: str | None) -> bool:
    own = frozenset().union(
        *(picture_keys(each) for each in (photo["image"], *photo["image_alternates"]) if each)
    )
    return bool(own & picture_keys(address or ""))


@pytest.mark.parametrize("page", pages())
def test_a_page_gives_its_photos_with_captions_and_credits(page: dict[str, Any]) -> None:
    reading = read_article_file(FOLDER / page["file"])
    found = [photo_record(sighting) for sighting in reading.sightings]
    wrong = []
    for photo in page["photos"]:
        mine = [each for each in found if same_picture(photo, each["image"])]
        found = [each for each in found if each not in mine[:1]]
        if photo["role"] == "optional":
            continue
        told = [letters(photo["caption"]), letters(photo["credit"])]
        read = [letters(mine[0]["caption"]), letters(mine[0]["credit"])] if mine else ["", "none"]
        if told != read:
            wrong.append((photo["image"], told, read))
    assert wrong == []
    assert [each["image"] for each in found] == []
