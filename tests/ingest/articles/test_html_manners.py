"""Article pages in the manner of many systems and countries, from ``tests/cases/pages``."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from captiondedup.ingest.articles import CaptionSignals, read_article
from captiondedup.model import FieldKind, Sighting

CASES = Path(__file__).resolve().parents[2] / "cases" / "pages"
TEXT = {
    "h1": "<h1>Ferry towed into Ventspils after the storm</h1>",
    "lead": "https://img.example/2031/ferry-aurelia-ventspils.jpg",
    "t0": "The ferry Aurelia was towed into the harbour of Ventspils on Friday evening, hours "
    "after the storm had torn her from the mole, the harbour master said.",
    "t1": "All 212 passengers were safe, and most of them spent the night in the gym of the local "
    "school, where volunteers had put up camp beds and cooked soup.",
    "t2": "An inquiry has been opened into why the ship left port at all, the ministry said, and a "
    "first report is expected before the end of the month.",
}
_CREDIT = re.compile(
    r"(?:[(\[](?:[^()]* )?(?:Baltwire|Nordfoto)[)\]]"
    r"|(?:Foto|Photo|Bild|Picture|Kuva|写真|Фото|사진)(?:graph)?\s*(?:by\b|[:：=])\s*\S[^.]*"
    r"|[/—–-]\s*(?:Baltwire|Nordfoto)|(?:©|Credit)\s*\S[^.]*|^Nordfoto)$",
    re.IGNORECASE,
)


def cue(text: str) -> CaptionSignals:
    """A rights parser that knows two agencies and the labels of a few languages."""
    found = _CREDIT.search(text.strip())
    if found is None:
        return CaptionSignals()
    return CaptionSignals(credit=True, tail=True, bare=found.start() == 0)


def filled(text: str) -> str:
    for number in range(3):
        text = text.replace(f"{{p{number}}}", f"<p>{{t{number}}}</p>")
    text = text.replace("{p}", "<p>{t0}</p><p>{t1}</p><p>{t2}</p>")
    for name, value in TEXT.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def words(sighting: Sighting, kind: FieldKind) -> str:
    return " | ".join(text.text for text in sighting.texts if text.kind is kind)


def pages() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*.toml")):
        cases = tomllib.loads(file.read_text(encoding="utf-8"))["page"]
        found.extend(pytest.param(case, id=f"{file.stem}-{case['name']}") for case in cases)
    return found


@pytest.mark.parametrize("case", pages())
def test_photos_of_pages(case: dict[str, Any]) -> None:
    assert set(case) <= {"name", "html", "head", "photos"}, "unknown key in the case"
    head = case.get(
        "head",
        '<meta property="og:title" content="Ferry towed into Ventspils after the storm">'
        '<meta property="og:image" content="{lead}">',
    )
    html = f"<!doctype html><html><head>{head}</head><body>{case['html']}</body></html>"
    reading = read_article(filled(html).encode(), "page.html", cue)
    found = [
        [
            s.image.reference if s.image else "",
            words(s, FieldKind.CAPTION),
            words(s, FieldKind.CREDIT),
        ]
        for s in reading.sightings
    ]
    assert found == [[filled(text) for text in photo] for photo in case["photos"]]
