from __future__ import annotations

import pytest

from captiondedup.rights.explain import Reading, explain_caption
from captiondedup.vocabulary.tables import default_vocabulary


def readings(text: str) -> tuple[Reading, ...]:
    return explain_caption(text, default_vocabulary())


def test_words_that_were_read_name_their_rule_and_place() -> None:
    text = "A pier &amp; a mast. (PHOTO NOT FOR SALE)"
    (read,) = (each for each in readings(text) if each.accepted)
    assert (read.rule.id, read.meaning) == ("en-not-for-sale", "no_sale")
    assert text[slice(*read.span)] == read.text == "PHOTO NOT FOR SALE"


@pytest.mark.parametrize(
    ("text", "rule", "reason"),
    [
        # inside a sentence
        ("Our land is not for sale to anybody", "en-not-for-sale", "part of a sentence"),
        # a longer wording says the same
        ("(PHOTO NOT FOR SALE)", "en-no-list", "en-not-for-sale reads these words"),
        # the place is none
        ("No access to the pier", "en-no-use-territory", "not understood"),
    ],
)
def test_words_that_were_left_say_why(text: str, rule: str, reason: str) -> None:
    left = [each for each in readings(text) if not each.accepted and each.rule.id == rule]
    assert left, [(each.rule.id, each.reason) for each in readings(text)]
    assert any(reason in each.reason for each in left)


def test_a_caption_without_trade_words_has_nothing_to_explain() -> None:
    assert readings("A mast stands in the harbour.") == ()
