from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

FREE = "The ferry lands at the pier of Larnholm on May 2, 2025. (Ida Brask/Yonhap)"
NOT_FOR_SALE = (
    "The captain greets the harbour master of Larnholm on May 2, 2025. "
    "(PHOTO NOT FOR SALE) (Yonhap)"
)
NOBODYS = "A gull sits on a bollard at the pier of Larnholm on May 2, 2025."
FILES = (
    "captions.csv",
    "credits.csv",
    "duplicates.csv",
    "findings.csv",
    "manifest.json",
    "photos.csv",
    "problems.csv",
    "restrictions.csv",
)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_scan_writes_the_manifest_and_the_tables(run, story, tmp_path) -> None:
    out = tmp_path / "out"
    outcome = run("scan", story(NOT_FOR_SALE), "--out", out)
    assert outcome.code == 0
    assert sorted(path.name for path in out.iterdir()) == list(FILES)
    (photo,) = table(out / "photos.csv")
    assert photo["Rights Usage Terms"] == "no_sale"
    assert photo["Credit Line"] == "Yonhap"
    assert {row["Restriction"] for row in table(out / "restrictions.csv")} == {"no_sale"}
    assert {row["Words"] for row in table(out / "restrictions.csv")} == {"PHOTO NOT FOR SALE"}
    assert json.loads((out / "manifest.json").read_text("utf-8"))["schema_version"]


def test_the_table_shows_photo_credit_restrictions_copies_and_decision(
    run, story, tmp_path, monkeypatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    outcome = run("scan", story(NOT_FOR_SALE), "--out", tmp_path / "out")
    heading, _, row = (line.split() for line in outcome.out.splitlines())
    assert heading == ["Photo", "Credit", "Restrictions", "Copies", "Decision"]
    assert row == ["ferry.jpg", "Yonhap", "no_sale", "2", "review"]


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal_and_nothing_is_cut(
    run, story, tmp_path, monkeypatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    folder = story(NOT_FOR_SALE)
    long_name = "a-very-long-file-name-" * 6 + "ferry.jpg"
    (folder / "ferry.jpg").rename(folder / long_name)
    page = folder / "story.html"
    page.write_text(page.read_text("utf-8").replace("ferry.jpg", long_name), encoding="utf-8")
    outcome = run("scan", folder, "--out", tmp_path / "out")
    assert max(len(line) for line in outcome.out.splitlines()) <= width
    cells = (line[: line.find("  ")] for line in outcome.out.splitlines()[2:])
    assert long_name in "".join(cells)
    assert "…" not in outcome.out


def test_a_name_that_commands_the_terminal_is_shown_as_text(run, story, tmp_path) -> None:
    folder = story(FREE)
    (folder / "ferry.jpg").rename(folder / "ferry\x1b[2J\u202egpj.jpg")
    outcome = run("scan", folder, "--out", tmp_path / "out")
    assert "ferry[2Jgpj.jpg" in outcome.out
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", outcome.out + outcome.err)


def test_colour_is_for_terminals_only(run, story, tmp_path) -> None:
    assert "\x1b" not in run("scan", story(FREE), "--out", tmp_path / "out").out


def test_words_and_counts_go_to_stderr(run, story, tmp_path) -> None:
    outcome = run("scan", story(NOBODYS), "--out", tmp_path / "out")
    assert "review   1 photo\n" in outcome.err
    assert "blocked  0 photos\n" in outcome.err
    assert str(tmp_path / "out" / "manifest.json") in outcome.err
    assert "Written" not in outcome.out


@pytest.mark.parametrize(
    ("caption", "profile", "options", "code"),
    [
        (FREE, "editorial", (), 0),  # nothing forbids it
        (NOT_FOR_SALE, "editorial", (), 0),  # forbids what is not done
        (NOT_FOR_SALE, "shop", (), 1),  # forbids what is done
        (NOT_FOR_SALE, "shop", ("--fail-on", "never"), 0),
        (NOBODYS, "editorial", (), 0),  # a question does not fail
        (NOBODYS, "editorial", ("--fail-on", "review"), 3),
    ],
)
def test_the_exit_code_is_the_worst_decision(
    run, story, tmp_path, request, caption, profile, options, code
) -> None:
    file = request.getfixturevalue(profile)
    outcome = run("scan", story(caption), "--out", tmp_path / "out", "--profile", file, *options)
    assert outcome.code == code


def test_the_same_folder_gives_the_same_bytes(run, story, tmp_path) -> None:
    folder = story(NOT_FOR_SALE)
    for name in ("one", "two"):
        run("scan", folder, "--out", tmp_path / name)
    for file in FILES:
        first, second = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert first == second, file


def test_a_second_scan_beside_its_own_output_reads_nothing_of_it(run, story, monkeypatch) -> None:
    monkeypatch.chdir(story(FREE))
    run("scan", ".")
    first = Path("captiondedup-out/manifest.json").read_bytes()
    run("scan", ".")
    assert Path("captiondedup-out/manifest.json").read_bytes() == first


def test_output_among_the_input_is_warned_of(run, story) -> None:
    folder = story(FREE)
    assert "Warning" in run("scan", folder, "--out", folder / "report").err


def test_files_that_cannot_be_read_are_named_and_the_rest_is_scanned(run, story, tmp_path) -> None:
    folder = story(FREE)
    (folder / "cut.jpg").write_bytes((folder / "ferry.jpg").read_bytes()[:900])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "words.jpg").write_text("no picture at all, only words", encoding="utf-8")
    outcome = run("scan", folder, "--out", tmp_path / "out")
    assert outcome.code == 4
    for name in ("cut.jpg", "empty.jpg", "words.jpg"):
        assert f"{name}: " in outcome.err
    assert {row["Source File"] for row in table(tmp_path / "out" / "problems.csv")} == {
        "cut.jpg",
        "empty.jpg",
        "words.jpg",
    }
    assert "ferry.jpg" in outcome.out


def test_blocked_wins_over_unreadable(run, story, shop, tmp_path) -> None:
    folder = story(NOT_FOR_SALE)
    (folder / "empty.jpg").write_bytes(b"")
    assert run("scan", folder, "--out", tmp_path / "out", "--profile", shop).code == 1


def test_an_empty_folder_is_not_clear(run, tmp_path) -> None:
    (tmp_path / "nothing").mkdir()
    outcome = run("scan", tmp_path / "nothing", "--out", tmp_path / "out")
    assert outcome.code == 4
    assert "Nothing was scanned" in outcome.err


def test_output_that_cannot_be_written_is_told(run, story, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    outcome = run("scan", story(FREE), "--out", tmp_path / "file")
    assert outcome.code == 4
    assert str(tmp_path / "file") in outcome.err


def test_a_scan_asks_which_of_several_profiles_counts(run, story, tmp_path) -> None:
    profiles = tmp_path / "profiles.toml"
    profiles.write_text(
        '[profile.web]\nuse = "editorial"\nresale = false\n[profile.shop]\nresale = true\n',
        encoding="utf-8",
    )
    folder = story(NOT_FOR_SALE)
    common = ("scan", folder, "--out", tmp_path / "out", "--profile", profiles)
    asked = run(*common)
    assert asked.code == 2
    assert "web, shop" in asked.err
    assert run(*common, "--profile-name", "shop").code == 1
    assert run(*common, "--profile-name", "kiosk").code == 2


def test_the_settings_of_the_house_count(run, story, tmp_path) -> None:
    folder = story(NOT_FOR_SALE)
    (tmp_path / "captiondedup.toml").write_text(
        'out = "desk"\nfail_on = "review"\n[csv]\nbom = true\ndelimiter = ";"\n'
        "[profile.web]\nresale = false\n",
        encoding="utf-8",
    )
    outcome = run("scan", folder)
    assert outcome.code == 3  # syndication is not stated
    assert (tmp_path / "desk" / "photos.csv").read_text("utf-8").startswith('\ufeff"Photo";')


def test_a_setting_that_names_no_rule_is_refused(run, story, tmp_path) -> None:
    (tmp_path / "captiondedup.toml").write_text('ignore = ["no_sails"]\n', encoding="utf-8")
    outcome = run("scan", story(FREE), "--out", tmp_path / "out")
    assert outcome.code == 2
    assert "no_sails" in outcome.err


def test_photos_without_a_file_are_told_apart_by_their_place(run, tmp_path) -> None:
    start = "The captain of the ferry Alma shows the new bridge to the harbour master of Larnholm"
    page = "".join(
        f"<figure><img src='{side}.jpg'><figcaption>{start} ({side}) on May 2, 2025. (Yonhap)"
        "</figcaption></figure><p>The ferry reached the new pier on Friday, in heavy rain.</p>"
        for side in "LR"
    )
    story = tmp_path / "story.html"
    story.write_text(f"<html><body><article><h1>Alma</h1>{page}</article></body></html>", "utf-8")
    out = run("scan", story, "--out", tmp_path / "out").out
    assert "story.html#1: The captain" in " ".join(out.split())
    assert "story.html#2: The captain" in " ".join(out.split())
