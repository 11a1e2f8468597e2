"""The word tables: every entry decides its examples and leaves its counter-examples alone."""

from __future__ import annotations

import pytest

from captiondedup.duplicates.caption_lexicon import build_lexicon
from captiondedup.duplicates.captions import compare_captions
from captiondedup.errors import VocabularyError
from captiondedup.model import Caption, FieldKind, Verdict
from captiondedup.vocabulary.caption_words import (
    DECISIVE_KINDS,
    WordGroup,
    WordKind,
    load_caption_words,
    parse_caption_words,
)

GROUPS = load_caption_words()
ENTRY = """[[group]]
id = "house-berth"
kind = "position"
language = "en"
words = [["portside"], ["starboard"]]
examples = [["Ada Brandis (portside)", "Ada Brandis (starboard)"]]
counter_examples = [["Ada Brandis (portside)", "Ada Brandis, portside"]]
"""


def verdict(a: str, b: str) -> Verdict:
    one, two = (Caption(FieldKind.CAPTION, text, text) for text in (a, b))
    return compare_captions(one, two).verdict


@pytest.mark.parametrize(
    ("group", "pair"),
    [(group, pair) for group in GROUPS for pair in group.examples],
    ids=lambda value: value.id if isinstance(value, WordGroup) else value[0][:30],
)
def test_example_is_decided_by_its_entry(group: WordGroup, pair: tuple[str, str]) -> None:
    found = verdict(*pair)
    if group.kind in DECISIVE_KINDS:
        assert found is Verdict.DIFFERENT
    else:
        assert found is Verdict.SAME


@pytest.mark.parametrize(
    ("group", "pair"),
    [(group, pair) for group in GROUPS for pair in group.counter_examples],
    ids=lambda value: value.id if isinstance(value, WordGroup) else value[0][:30],
)
def test_counter_example_comes_out_the_other_way(group: WordGroup, pair: tuple[str, str]) -> None:
    found = verdict(*pair)
    if group.kind in DECISIVE_KINDS:
        assert found is Verdict.SAME
    else:
        assert found is not Verdict.SAME


@pytest.mark.parametrize("decisive", [True, False])
def test_ids_are_sorted_so_that_a_desk_finds_them(decisive: bool) -> None:
    ids = [group.id for group in GROUPS if (group.kind in DECISIVE_KINDS) == decisive]
    assert ids == sorted(ids)


@pytest.mark.parametrize("language", ["en", "ko", "ja", "zh", "de", "fr", "es"])
def test_language_has_sides_and_negations(language: str) -> None:
    kinds = {group.kind for group in GROUPS if group.language == language}
    assert {WordKind.POSITION, WordKind.NEGATION} <= kinds


def test_no_word_means_two_things_in_one_group() -> None:
    for group in GROUPS:
        if group.kind in DECISIVE_KINDS:
            words = [word for meaning in group.words for word in meaning]
            assert len(words) == len(set(words)), group.id


def test_house_words_decide_like_our_own() -> None:
    house = build_lexicon((*GROUPS, *parse_caption_words(ENTRY, "house.toml")))
    one, two = (
        Caption(FieldKind.CAPTION, text, text)
        for text in ("Ada Brandis at the portside rail", "Ada Brandis at the starboard rail")
    )
    assert compare_captions(one, two).verdict is Verdict.UNSURE
    assert compare_captions(one, two, house).verdict is Verdict.DIFFERENT


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('kind = "position"', 'kind = "sideways"', "unknown kind 'sideways'"),
        ('language = "en"\n', "", "'language' is missing"),
        ('language = "en"', 'language = "en"\nweight = 3', "unknown key 'weight'"),
        ('[["portside"], ["starboard"]]', '["portside"]', "'words' must be a list of lists"),
        ('[["portside"], ["starboard"]]', "[[]]", "at least one word"),
        (', "Ada Brandis (starboard)"]]', "]]", "'examples' needs"),
        ("[[group]]", "[[groups]]", "unknown table 'groups'"),
    ],
)
def test_wrong_entry_is_named_with_file_and_key(before: str, after: str, says: str) -> None:
    with pytest.raises(VocabularyError, match=r"house\.toml") as caught:
        parse_caption_words(ENTRY.replace(before, after), "house.toml")
    assert says in str(caught.value)


def test_id_that_occurs_twice_is_refused() -> None:
    with pytest.raises(VocabularyError, match="'house-berth' occurs twice"):
        parse_caption_words(ENTRY * 2, "house.toml")
