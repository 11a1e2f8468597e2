from __future__ import annotations

from pathlib import Path

HOUSE = """
[[restriction]]
id = "house-kiosk"
code = "no_redistribution"
language = "en"
boundary = "clause"
triggers = ["kiosk"]
pattern = '\\bnot for kiosk use\\b'
examples = [{examples}]
not_examples = ["The shop is not for kiosk use only in summer, they say."]
"""


def house(tmp_path: Path, examples: str) -> Path:
    path = tmp_path / "house.toml"
    path.write_text(HOUSE.format(examples=examples), encoding="utf-8")
    return path


def test_the_wordings_of_a_language_are_listed_with_an_example(run) -> None:
    lines = run("vocabulary", "list", "--language", "en", "--kind", "restriction").out.splitlines()
    row = next(line for line in lines if line.startswith("en-not-for-sale "))
    assert "no_sale" in row
    assert "⟦PHOTO NOT FOR SALE⟧" in row
    assert not [line for line in lines if line.startswith(("ko-", "de-"))]


def test_a_language_without_wordings_is_told(run) -> None:
    outcome = run("vocabulary", "list", "--language", "tlh")
    assert outcome.code == 2
    assert "en" in outcome.err


def test_a_house_table_that_reads_its_examples_is_clear(run, tmp_path) -> None:
    outcome = run("vocabulary", "check", house(tmp_path, '"A mast. (⟦NOT FOR KIOSK USE⟧)"'))
    assert (outcome.code, outcome.out) == (0, "")
    assert "Wordings: 1. Examples: 2. Wrong: 0." in outcome.err


def test_a_house_table_with_a_wrong_example_names_it(run, tmp_path) -> None:
    outcome = run("vocabulary", "check", house(tmp_path, '"⟦KEEP OUT OF THE KIOSK⟧"'))
    assert outcome.code == 2
    assert "house-kiosk" in outcome.out
    assert "KEEP OUT OF THE KIOSK" in outcome.out


def test_a_house_table_with_a_wrong_key_names_it(run, tmp_path) -> None:
    path = house(tmp_path, '"⟦NOT FOR KIOSK USE⟧"')
    path.write_text(path.read_text("utf-8").replace("boundary", "boundry"), encoding="utf-8")
    outcome = run("vocabulary", "check", path)
    assert outcome.code == 2
    assert "boundry" in outcome.err


def test_a_house_table_counts_in_a_scan(run, tmp_path) -> None:
    path = house(tmp_path, '"⟦NOT FOR KIOSK USE⟧"')
    without, with_it = (
        run("parse", *options, stdin="A mast. (NOT FOR KIOSK USE) (Yonhap)").out
        for options in ((), ("--vocabulary", path))
    )
    assert "no_redistribution" not in without
    assert "no_redistribution" in with_it


def test_explain_says_what_was_read_and_what_was_left(run) -> None:
    text = "A house not for sale in the old town. (PHOTO NOT FOR SALE) (Yonhap)"
    out = run("vocabulary", "explain", text).out
    assert "read     “PHOTO NOT FOR SALE” en-not-for-sale (no_sale)" in out
    assert "not read “not for sale” en-not-for-sale (no_sale): it is part of a sentence" in out
    assert "credit   “Yonhap” agency" in out


def test_explain_of_plain_words_says_so(run) -> None:
    out = run("vocabulary", "explain", "A mast stands in the harbour.").out
    assert "No wording of the vocabulary occurs in it." in out


def test_a_rule_of_the_check_is_explained_by_either_name(run) -> None:
    full, short = run("rule", "restriction.no_sale"), run("rule", "no_sale")
    assert full.out == short.out
    assert "may not be sold" in full.out
    assert "to do" in full.out


def test_a_mistyped_rule_gets_a_suggestion(run) -> None:
    outcome = run("rule", "no_sail")
    assert outcome.code == 2
    assert "restriction.no_sale" in outcome.err


def test_all_rules_are_listed(run) -> None:
    lines = run("rule").out.splitlines()
    assert any(line.startswith("drift.restriction_lost ") for line in lines)
    assert lines == sorted(lines)
