"""Hostile and broken pages cost a problem at most, never an exception and never a hang."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captiondedup.ingest.articles import CaptionSignals, read_article
from captiondedup.ingest.articles.html.pictures import MAX_PICTURES
from captiondedup.model import FieldKind

PARAGRAPH = "<p>" + "The ferry was towed into the harbour after the storm had passed. " * 3 + "</p>"


def cue(text: str) -> CaptionSignals:
    return CaptionSignals()


@pytest.mark.parametrize(
    "html",
    [
        # nesting beyond reason, closed or not
        "<div>" * 100_000 + PARAGRAPH,
        "<p><div>" * 50_000,
        "<td><table>" * 20_000 + '<img src="pilot-boat.jpg">',
    ],
)
def test_deep_nesting_is_cut_and_told(html: str) -> None:
    reading = read_article(html.encode(), "a.html", cue)
    assert [p.code for p in reading.problems] == ["too_large"]


@pytest.mark.parametrize(
    "html",
    [
        # inline elements to the limit of depth, around many blocks
        "<span>" * 390 + PARAGRAPH * 2_000,
        # one block of very many lines
        "<div>"
        + "Some words that are long enough for a paragraph of a story, indeed.<br>" * 20_000,
        # unclosed headings and figures
        "<h1>x<h1>" * 20_000 + PARAGRAPH,
        "<figure>" * 300 + "<figcaption>x" * 100,
        # a very long word, a very long attribute, a very long srcset
        "<p>" + "word" * 500_000,
        '<img src="' + "a" * 2_000_000 + '">',
        '<img srcset="' + "a,b.jpg 1w, " * 100_000 + '">',
        # JSON that is deep, wrong or not what it says
        '<script type="application/ld+json">' + "[" * 200_000 + "</script>",
        '<script type="application/ld+json">' + '{"image":' * 20_000 + "</script>",
        '<script type="application/ld+json">{"image": [null, 3, {"url": [1]}]}</script>',
        '<script type="application/ld+json">[[{"@type": ["ImageObject", 7], "url": {}}]]</script>',
        # nothing, markup only, no markup
        "<!doctype html>",
        "<html></html>",
        "<html>port",
        "<![CDATA[" * 10_000,
    ],
    ids=range(15),
)
def test_hostile_pages_have_no_photo(html: str) -> None:
    assert read_article(html.encode(), "a.html", cue).sightings == ()


def test_pictures_are_counted_up_to_a_limit() -> None:
    many = "".join(f'<img src="/i/harbour-picture-{n}.jpg">' for n in range(MAX_PICTURES + 500))
    html = f"<article>{PARAGRAPH}{many}{PARAGRAPH}</article>"
    assert len(read_article(html.encode(), "a.html", cue).sightings) == MAX_PICTURES


def test_nul_characters_do_not_cut_the_page() -> None:
    html = f"<article>{PARAGRAPH}\0<img src='/i/pilot\0-boat.jpg'>{PARAGRAPH}</article>"
    [sighting] = read_article(html.encode(), "a.html", cue).sightings
    assert sighting.image is not None
    assert sighting.image.reference == "/i/pilot-boat.jpg"


TAGS = """
<div> </div> <p> </p> <figure> </figure> <figcaption> <a> <h1> <noscript> <picture> <br> <table>
<td> <svg> </svg> <template> <!-- --> <script> <img/src=a.jpg> <source/srcset=b.jpg> text
"""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(TAGS.split()), max_size=60))
def test_any_mixture_of_tags_can_be_read(parts: list[str]) -> None:
    data = f"<html>{PARAGRAPH}{' '.join(parts)}{PARAGRAPH}".encode()
    first = read_article(data, "a.html", cue)
    assert first == read_article(data, "a.html", cue)
    assert [s.id for s in first.sightings] == [
        f"a.html#{n + 1}" for n in range(len(first.sightings))
    ]


def test_each_text_has_a_path_or_a_line() -> None:
    html = (
        f"<html><body><article><h1>Ferry towed in</h1>\n{PARAGRAPH}\n<figure>\n"
        '<img src="/i/pilot-boat.jpg" alt="A pilot boat">\n'
        "<figcaption>The crew of the pilot boat.</figcaption></figure></article></body></html>"
    )
    [sighting] = read_article(html.encode(), "a.html", cue).sightings
    caption, alt = sighting.texts
    assert (caption.kind, caption.place.field, caption.place.line) == (
        FieldKind.CAPTION,
        "figcaption",
        5,
    )
    assert caption.place.path == "html > body > article > figure > figcaption"
    assert (alt.kind, alt.place.field, alt.place.line) == (FieldKind.ALT, "alt", 4)
