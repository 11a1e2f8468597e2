"""What must hold for any two texts, however broken."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from captiondedup.duplicates.captions import (
    compare_captions,
    compare_prepared,
    prepare,
    propose_caption_pairs,
)
from captiondedup.model import Caption, Comparison, FieldKind, Verdict

WORDS = [
    "Ada",
    "Brandis",
    "(R)",
    "(L)",
    "(left)",
    ",",
    ".",
    "-",
    "Halden",
    "12",
    "2023",
    "Oct.",
    "4,",
    "not",
    "Photo:",
    "/",
    "©",
    "NO",
    "SALES",
    "before",
    "after",
    "and",
    "the",
    "red",
    "blue",
    "Müller",
    "春浜",
    "左",
    "右",
    "왼쪽",
    "FILE",
    "&amp;",
    "\u200b",
    "<em>",
    "Ã¶",
    "ƒ√§",
    "�",
    "'s",
    "4:55",
    "1,500",
    "Sen.",
]
texts = st.one_of(
    st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join),
    st.text(max_size=60),
)


def caption(text: str) -> Caption:
    return Caption(FieldKind.CAPTION, text, text)


@given(texts)
def test_a_caption_with_words_is_the_same_as_itself(text: str) -> None:
    ready = prepare(caption(text))
    expected = Verdict.SAME if ready.key else Verdict.UNSURE
    assert compare_captions(caption(text), caption(text)).verdict is expected


@given(texts, texts)
def test_order_of_the_two_does_not_matter(a: str, b: str) -> None:
    one, other = (
        compare_captions(caption(a), caption(b)),
        compare_captions(caption(b), caption(a)),
    )
    assert (one.verdict, one.score, one.rule, one.confidence) == (
        other.verdict,
        other.score,
        other.rule,
        other.confidence,
    )
    assert {"a": "b", "b": "a", "": ""}[one.contains] == other.contains
    assert [(d.a, d.b, d.span_a, d.span_b) for d in one.differences] == [
        (d.b, d.a, d.span_b, d.span_a) for d in other.differences
    ]


@given(texts, texts)
def test_spans_lie_in_the_raw_texts_and_quote_them(a: str, b: str) -> None:
    for difference in compare_captions(caption(a), caption(b)).differences:
        assert 0 <= difference.span_a[0] <= difference.span_a[1] <= len(a)
        assert a[slice(*difference.span_a)] == difference.a
        assert b[slice(*difference.span_b)] == difference.b


@given(texts, texts, texts)
def test_spans_survive_a_parser_that_took_words_away(a: str, b: str, credit: str) -> None:
    one = Caption(FieldKind.CAPTION, f"{credit} {a} {credit}", a)
    for difference in compare_captions(one, caption(b)).differences:
        assert one.raw[slice(*difference.span_a)] == difference.a


@given(texts, texts)
def test_score_and_confidence_stay_in_their_ranges(a: str, b: str) -> None:
    found: Comparison = compare_captions(caption(a), caption(b))
    assert 0 <= found.score <= 100
    assert 0 <= found.confidence <= 1
    assert found.reason
    assert found.rule


@given(texts, texts)
def test_prepared_captions_compare_alike_however_often(a: str, b: str) -> None:
    one, two = prepare(caption(a)), prepare(caption(b))
    first = compare_prepared(one, two)
    assert compare_prepared(one, two) == first == compare_captions(caption(a), caption(b))


@settings(max_examples=40)
@given(st.lists(texts, max_size=12), st.randoms(use_true_random=False))
def test_proposals_do_not_depend_on_the_order_of_captions(
    found: list[str], shuffled: random.Random
) -> None:
    captions = [(f"{number:02d}", caption(text)) for number, text in enumerate(found)]
    other = captions[:]
    shuffled.shuffle(other)
    assert propose_caption_pairs(dict(captions)) == propose_caption_pairs(dict(other))


@settings(max_examples=40)
@given(st.lists(texts, min_size=2, max_size=10))
def test_every_pair_called_same_is_proposed(found: list[str]) -> None:
    captions = {f"{number:02d}": caption(text) for number, text in enumerate(found)}
    proposed = set(propose_caption_pairs(captions).pairs)
    for a in captions:
        for b in captions:
            if a < b and compare_captions(captions[a], captions[b]).verdict is Verdict.SAME:
                assert (a, b) in proposed
