from __future__ import annotations

import json

import pytest
from PIL import Image

LEFT = "Ada Brandt (L) opens the lock at Larnholm. (Yonhap)"
RIGHT = "Ada Brandt (R) opens the lock at Larnholm. (Yonhap)"


@pytest.fixture
def pictures(story, tmp_path):
    """An original, a smaller copy of it, and another picture."""
    original = story("A pier.") / "ferry.jpg"
    small = tmp_path / "small.jpg"
    with Image.open(original) as picture:
        picture.resize((240, 180)).save(small, quality=70)
    other = story("A pier.", "another story") / "ferry.jpg"
    return original, small, other


def test_two_captions_that_differ_in_one_fact_are_shown_with_it(run) -> None:
    outcome = run("compare", LEFT, RIGHT)
    assert outcome.code == 0
    lines = outcome.out.splitlines()
    assert lines[0] == "verdict  different"
    assert "⟦(L)⟧" in lines[-2]
    assert "⟦(R)⟧" in lines[-1]


def test_json_gives_the_verdict_with_its_reason(run) -> None:
    answer = json.loads(run("compare", LEFT, RIGHT, "--format", "json").out)
    assert answer["verdict"] == "different"
    (difference,) = answer["differences"]
    assert LEFT[slice(*difference["span_a"])] == difference["a"] == "(L)"


def test_two_files_are_compared_as_pictures(run, pictures) -> None:
    original, small, other = pictures
    same = json.loads(run("compare", original, small, "--format", "json").out)
    assert same["verdict"] == "same"
    unlike = json.loads(run("compare", original, other, "--format", "json").out)
    assert unlike["verdict"] != "same"


def test_files_may_be_compared_as_words(run, pictures) -> None:
    original, small, _ = pictures
    answer = json.loads(run("compare", "--captions", original, original, "--format", "json").out)
    assert (answer["verdict"], answer["reason"]) == ("same", "the captions are equal")
    assert run("compare", "--captions", "--images", original, small).code == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("missing.jpg", "also-missing.jpg"),  # two names of pictures are no captions
        ("A pier at Larnholm.", "missing.png"),
    ],
)
def test_a_mistyped_file_name_is_not_taken_for_a_caption(run, a, b) -> None:
    outcome = run("compare", a, b)
    assert outcome.code == 2
    assert "missing" in outcome.err


def test_a_caption_against_a_file_is_wrong_usage(run, pictures) -> None:
    assert run("compare", pictures[0], "A pier at Larnholm.").code == 2


def test_a_picture_that_cannot_be_read_gives_no_verdict(run, pictures, tmp_path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("only words", encoding="utf-8")
    outcome = run("compare", pictures[0], broken)
    assert (outcome.code, outcome.out) == (4, "")


def test_pairs_come_back_in_order_with_verdict_score_and_reason(run, pictures, tmp_path) -> None:
    original, small, _ = (str(path) for path in pictures)
    file = tmp_path / "pairs.jsonl"
    pairs = [
        {"id": "words", "a": LEFT, "b": RIGHT},
        {"id": "files", "a": original, "b": small},
        {"id": "gone", "a": original, "b": "gone.jpg"},
        {"a": LEFT, "b": LEFT},
    ]
    file.write_text("\n".join(map(json.dumps, pairs)), encoding="utf-8")
    outcome = run("compare", "--pairs", file)
    found = [json.loads(line) for line in outcome.out.splitlines()]
    assert [(each["id"], each["verdict"]) for each in found] == [
        ("words", "different"),
        ("files", "same"),
        (4, "same"),
    ]
    assert all(list(each) == ["id", "verdict", "score", "reason"] for each in found)
    assert outcome.code == 4  # one pair has no verdict
    assert "line 3: gone.jpg" in outcome.err


def test_pairs_and_arguments_together_are_wrong_usage(run, tmp_path) -> None:
    assert run("compare", LEFT, RIGHT, "--pairs", "-").code == 2
