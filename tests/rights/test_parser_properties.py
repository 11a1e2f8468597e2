"""Whatever a caption holds, the parser reads it, quotes it exactly and says the same again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from captiondedup import parse_caption
from captiondedup.model import FieldKind

#: Fragments of which wires' captions are made, and what damages them on the way.
FRAGMENTS = (
    "A ferry leaves port", "Ola Berg", "(Jo Hart/AP)", "Photo by ", "© ", "Foto: ", "via ", " for ",
    "NO SALES", "NOT FOR SALE", "EDITORIAL USE ONLY", "UK OUT", "no use ", "Germany", " / ", " - ",
    "; ", ". ", ", ", "\n", "(", ")", "[", "]", "=", "\u3010", "\u3011", "\u00a0", "\u200b",
    "&amp;", "Yonhap", "연합뉴스", "[사진=", "제공", "写真＝", "共同", "摄", "图片来源：",
    "Mandatory credit: ",
    "embargo until ", "May 3, 2026", "within 14 days", "CC BY-SA 4.0", "Courtesy of ", "FILE - ",
    "\u201c", "\u201d", "'", "Getty Images", "@harbour_pics", "harbour.example", "3.", "U.S.", "X",
)  # fmt: skip

captions = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=14).map("".join)


@settings(max_examples=400)
@given(captions, st.sampled_from([FieldKind.CAPTION, FieldKind.CREDIT, FieldKind.RIGHTS]))
def test_every_statement_quotes_its_own_words(text: str, kind: FieldKind) -> None:
    caption = parse_caption(text, kind=kind)
    for each in (*caption.credits, *caption.restrictions, *caption.notices):
        start, end = each.evidence.span
        assert 0 <= start <= end <= len(text)
        assert text[start:end] == each.evidence.text


@settings(max_examples=200)
@given(captions)
def test_names_keep_the_order_of_the_text_and_stand_once(text: str) -> None:
    credited = parse_caption(text).credits
    starts = [credit.evidence.span[0] for credit in credited]
    assert starts == sorted(starts)
    names = [" ".join(credit.name.split()).casefold() for credit in credited]
    assert len(names) == len(set(names))


@settings(max_examples=200)
@given(captions)
def test_reading_twice_says_the_same(text: str) -> None:
    assert parse_caption(text) == parse_caption(text)


@settings(max_examples=200)
@given(captions)
def test_a_description_holds_nothing_but_words_of_the_caption(text: str) -> None:
    caption = parse_caption(text)
    assert "\x01" not in caption.description
    assert caption.description == " ".join(caption.description.split())
