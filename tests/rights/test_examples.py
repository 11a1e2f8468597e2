"""The checker of examples: that it finds what is wrong with a rule, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from captiondedup.rights.examples import check_examples, unmark
from captiondedup.vocabulary.tables import load_vocabulary

RULE = """
[[restriction]]
id = "house-kiosk"
code = "no_redistribution"
language = "en"
boundary = "clause"
triggers = ["kiosk"]
pattern = '\\b(?:image )?not for kiosk use\\b'
examples = {examples}
not_examples = {not_examples}
"""


@pytest.mark.parametrize(
    ("examples", "not_examples", "fault"),
    [
        (["(⟦NOT FOR KIOSK USE⟧)"], ["A kiosk"], ""),
        (["Not for kiosk use"], ["A kiosk"], ""),  # no marks: any words will do
        (["⟦NOT FOR KIOSK USE⟧. ⟦Not for kiosk use⟧."], ["A kiosk"], ""),  # twice
        (["NOT FOR ⟦KIOSK USE⟧"], ["A kiosk"], "“NOT FOR KIOSK USE” is read"),  # other words
        (["⟦NOT FOR KIOSK USE⟧. Image not for kiosk use."], ["A kiosk"], "marked, and"),  # more
        (["⟦KIOSKS KEEP OUT⟧"], ["A kiosk"], "is not read"),
        (["⟦NOT FOR KIOSK USE⟧"], ["(Not for kiosk use)"], "is read all the same"),
        (["A bench not for kiosk use stood there"], ["A kiosk"], "is not read"),  # in a sentence
    ],
)
def test_a_wrong_example_is_found(tmp_path: Path, examples, not_examples, fault) -> None:
    path = tmp_path / "house.toml"
    path.write_text(RULE.format(examples=examples, not_examples=not_examples), encoding="utf-8")
    vocabulary = load_vocabulary([path])
    own = [rule for rule in vocabulary.rules if rule.table == str(path)]
    messages = [failure.message for failure in check_examples(own, vocabulary)]
    assert len(messages) == bool(fault)
    assert all(fault in message for message in messages)


def test_an_example_that_another_rule_reads_otherwise_is_found(tmp_path: Path) -> None:
    """A longer wording of another meaning takes the words away."""
    path = tmp_path / "house.toml"
    anywhere = RULE.replace('"clause"', '"anywhere"')
    longer = anywhere.replace("house-kiosk", "house-longer").replace(
        "no_redistribution", "no_archive"
    )
    longer = longer.replace("(?:image )?not", "image not")
    path.write_text(
        anywhere.format(examples=["⟦IMAGE NOT FOR KIOSK USE⟧"], not_examples=["A kiosk"])
        + longer.replace("kiosk use\\b", "kiosk use at all\\b").format(
            examples=["⟦IMAGE NOT FOR KIOSK USE AT ALL⟧"], not_examples=["A kiosk"]
        ),
        encoding="utf-8",
    )
    vocabulary = load_vocabulary([path])
    own = [rule for rule in vocabulary.rules if rule.table == str(path)]
    assert list(check_examples(own, vocabulary)) == []
    path.write_text(
        path.read_text("utf-8").replace(
            "['⟦IMAGE NOT FOR KIOSK USE⟧']", "['⟦IMAGE NOT FOR KIOSK USE⟧ AT ALL']"
        ),
        encoding="utf-8",
    )
    vocabulary = load_vocabulary([path])
    own = [rule for rule in vocabulary.rules if rule.table == str(path)]
    (failure,) = check_examples(own, vocabulary)
    assert failure.rule == "house-kiosk"
    assert "house-longer" in failure.message


@pytest.mark.parametrize(
    ("example", "text", "spans"),
    [
        ("A pier", "A pier", ()),
        ("⟦NO SALES⟧", "NO SALES", ((0, 8),)),
        ("(⟦a⟧) ⟦bc⟧.", "(a) bc.", ((1, 2), (4, 6))),
    ],
)
def test_marks_are_taken_out_and_remembered(example, text, spans) -> None:
    assert unmark(example) == (text, spans)
