"""The wordings of pages and stories: each example is hit, no counter-example is."""

from __future__ import annotations

import pytest

from captiondedup.vocabulary.furniture import LineRule, article_words, furniture


@pytest.mark.parametrize("rule", article_words().lines, ids=lambda rule: rule.id)
def test_each_rule_hits_its_examples_and_no_counter_example(rule: LineRule) -> None:
    assert rule.examples
    assert rule.not_examples
    for example in rule.examples:
        assert rule.pattern.match(example), example
        assert article_words().role(example) is rule.role, example
    for example in rule.not_examples:
        assert not rule.pattern.match(example), example


def test_rule_ids_are_unique() -> None:
    ids = [rule.id for rule in article_words().lines]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "words", ["card", "furniture", "person", "graphic", "caption", "credit", "hidden", "gallery"]
)
def test_class_words_are_lower_case_and_there(words: str) -> None:
    found = article_words().class_words[words]
    assert found
    assert all(word == word.lower() for word in found)


@pytest.mark.parametrize(
    "text",
    [
        # buttons and viewers, in any case and with any edge
        "View image in fullscreen",
        "ADVERTISEMENT",
        "« 3 of 17 »",
        "Legende:",
        "사진 확대",
        # what starts so is furniture to its end
        "Read more: Storm over the gulf",
        "Your email address will not be published.",
        # nothing at all
        " — ",
    ],
)
def test_furniture_is_known(text: str) -> None:
    assert furniture().is_line(text)


@pytest.mark.parametrize(
    "text",
    [
        # captions that begin with a furniture word
        "Advertisements cover the walls of the port of Riga.",
        "Image of the mole after the storm",
        "Photo: Ilze Kalna",
        "End of the line: the tram depot",
        "Related families wait on the mole",
        # rights wording is never furniture
        "<저작권자 © 가상통신, 무단 전재 및 재배포 금지>",
        "7 of the 12 sailors",
    ],
)
def test_captions_are_not_furniture(text: str) -> None:
    assert not furniture().is_line(text)


@pytest.mark.parametrize(
    ("caption", "cut"),
    [
        ("View image in fullscreen A tug waits.", "A tug waits."),
        ("A tug waits. hide caption", "A tug waits."),
        ("Legende: Ein Schlepper wartet.", "Ein Schlepper wartet."),
        # nothing to cut leaves the text as it is
        ("A  tug waits.", "A  tug waits."),
    ],
)
def test_viewer_words_are_cut_out_of_captions(caption: str, cut: str) -> None:
    assert furniture().cut(caption) == cut
