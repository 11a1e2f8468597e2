"""Every phrase rule reads its own examples, quotes the marked words, and lets its traps go."""

from __future__ import annotations

import pytest

from captiondedup.rights.caption import parse_caption
from captiondedup.rights.examples import check_examples
from captiondedup.vocabulary.tables import default_vocabulary


def tables() -> list[str]:
    return sorted({rule.table for rule in default_vocabulary().rules})


@pytest.mark.parametrize("table", tables())
def test_rules_read_their_examples_and_no_counter_example(table: str) -> None:
    vocabulary = default_vocabulary()
    rules = [rule for rule in vocabulary.rules if rule.table == table]
    assert [failure.message for failure in check_examples(rules, vocabulary)] == []


def test_names_are_read_from_the_credits_that_print_them() -> None:
    vocabulary = default_vocabulary()
    missed = []
    for agency in vocabulary.names.agencies:
        for example in agency.examples[:1]:
            caption = parse_caption(f"A harbour at night. {example}")
            if agency.name not in {credit.canonical for credit in caption.credits}:
                missed.append((agency.id, example))
    # Names that hold a separator or a mark in themselves cannot stand alone in such a line.
    assert len(missed) <= len(vocabulary.names.agencies) * 0.02, missed


def test_a_name_in_a_sentence_is_no_credit() -> None:
    vocabulary = default_vocabulary()
    wrong = [
        (agency.id, text)
        for agency in vocabulary.names.agencies
        for text in agency.not_examples
        if parse_caption(text).credits
    ]
    assert wrong == []
