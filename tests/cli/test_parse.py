from __future__ import annotations

import json

import pytest

from captiondedup.cli.marking import Mark, marked_text
from captiondedup.cli.terminal import json_text

CAPTION = "A crane lifts the mast at Larnholm. (PHOTO NOT FOR SALE) (Yonhap)"


def records(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_caption_becomes_one_record(run) -> None:
    (record,) = records(run("parse", stdin=CAPTION + "\n").out)
    assert record == {
        "id": 1,
        "description": "A crane lifts the mast at Larnholm.",
        "credits": [{"role": "agency", "name": "Yonhap", "span": [58, 64], "canonical": "Yonhap"}],
        "restrictions": [{"code": "no_sale", "span": [37, 55], "text": "PHOTO NOT FOR SALE"}],
        "notices": [],
        "license": None,
        "language": "en",
    }


def test_only_parameters_that_are_set_are_written(run) -> None:
    text = "A pier. (For Use Only in the Republic of Korea. No Redistribution) (Yonhap)"
    (record,) = records(run("parse", stdin=text).out)
    assert [
        {key: value for key, value in each.items() if key not in ("span", "text")}
        for each in record["restrictions"]
    ] == [{"code": "territory_only", "countries": ["KR"]}, {"code": "no_redistribution"}]


def test_spans_count_characters_of_the_text_as_given(run) -> None:
    text = "A mast &amp; a sail \u2013 \u201cAlma\u201d. (PHOTO NOT FOR SALE) (Yonhap)"
    (record,) = records(run("parse", stdin=json.dumps({"id": "k", "text": text})).out)
    for each in (*record["restrictions"], *record["notices"]):
        start, end = each["span"]
        assert text[start:end] == each["text"]
    assert [text[slice(*each["span"])] for each in record["credits"]] == ["Yonhap"]


def test_text_and_json_lines_may_be_mixed_and_blank_lines_do_not_count(run) -> None:
    lines = ["A pier.", "", '{"id": "two", "text": "A mast."}', '{"text": "A sail."}']
    found = records(run("parse", stdin="\n".join(lines)).out)
    assert [(each["id"], each["description"]) for each in found] == [
        (1, "A pier."),
        ("two", "A mast."),
        (4, "A sail."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": 1, "text": ',  # cut
        '{"id": 1}',  # no text
        '{"id": 1, "text": 5}',  # a number
        '{"text": ' + "[" * 100_000,  # deeper than any reader goes
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(run, line: str) -> None:
    outcome = run("parse", stdin=f"A pier.\n{line}\nA mast.\n")
    assert outcome.code == 4
    assert "stdin, line 2" in outcome.err
    assert [each["id"] for each in records(outcome.out)] == [1, 3]


def test_bytes_that_are_no_utf8_are_told_and_the_rest_is_read(run) -> None:
    outcome = run("parse", stdin=b"\xef\xbb\xbfCaf\xe9 am Hafen. (Yonhap)\r\nA mast.\r\n")
    assert outcome.code == 4
    assert "line 1" in outcome.err
    assert [each["description"] for each in records(outcome.out)] == [
        "Caf\ufffd am Hafen.",
        "A mast.",
    ]


def test_a_file_is_read_like_standard_input(run, tmp_path) -> None:
    path = tmp_path / "captions.txt"
    path.write_text(CAPTION, encoding="utf-8")
    assert run("parse", path).out == run("parse", "-", stdin=CAPTION).out


def test_a_missing_file_is_wrong_usage(run, tmp_path) -> None:
    assert run("parse", tmp_path / "none.txt").code == 2


def test_a_bare_name_is_a_photographer_only_on_a_credit_line(run) -> None:
    as_caption, as_credit = (
        records(run("parse", "--kind", kind, stdin="Ida Brask").out)[0]["credits"]
        for kind in ("caption", "credit")
    )
    assert as_caption == []
    assert [(each["role"], each["name"]) for each in as_credit] == [("photographer", "Ida Brask")]


def test_text_form_marks_the_parts_in_brackets(run) -> None:
    outcome = run("parse", "--format", "text", stdin=CAPTION)
    assert outcome.out == (
        "A crane lifts the mast at Larnholm. (⟦no_sale PHOTO NOT FOR SALE⟧) (⟦agency Yonhap⟧)\n"
    )


def test_text_form_shows_no_control_characters(run) -> None:
    text = json.dumps({"text": "A pier\x1b[31m\u202e red. (Yonhap)"})
    outcome = run("parse", "--format", "text", stdin=text)
    assert outcome.out == "A pier[31m red. (⟦agency Yonhap⟧)\n"


def test_json_does_nothing_to_a_terminal_and_loses_nothing() -> None:
    text = "pier \x1b[31m \x9b31m \u202e \u2028 \x7f Straße 부두"
    line = json_text({"text": text})
    assert not set(line) & set("\x1b\x9b\u202e\u2028\x7f")
    assert "Straße 부두" in line
    assert json.loads(line) == {"text": text}


@pytest.mark.parametrize(
    ("marks", "shown"),
    [
        ([], "one two three"),
        ([((0, 3), "a")], "⟦a one⟧ two three"),
        ([((8, 13), "a"), ((0, 3), "b")], "⟦b one⟧ two ⟦a three⟧"),  # in any order
        ([((0, 13), "a"), ((4, 7), "b")], "⟦a one ⟦b two⟧ three⟧"),  # one in the other
        ([((0, 7), "a"), ((4, 13), "b")], "⟦a one ⟦b two⟧⟧ three"),  # crossing: cut at the edge
        ([((0, 3), ""), ((3, 3), "b")], "⟦one⟧ two three"),  # no label; nothing to mark
    ],
)
def test_marks_stand_around_their_words(marks, shown) -> None:
    wanted = [Mark(span, label, "bold") for span, label in marks]
    assert marked_text("one two three", wanted, coloured=False).plain == shown


def test_colour_takes_the_place_of_brackets() -> None:
    text = marked_text("one two", [Mark((0, 3), "a", "green")], coloured=True)
    assert text.plain == "one a two"
    assert [(span.start, span.end, span.style) for span in text.spans] == [
        (0, 3, "green"),
        (3, 5, "dim"),
    ]
