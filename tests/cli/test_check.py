from __future__ import annotations

import csv
import io
import json

import pytest

FREE = "The ferry lands at the pier of Larnholm on May 2, 2025. (Ida Brask/Yonhap)"
NOT_FOR_SALE = (
    "The captain greets the harbour master of Larnholm on May 2, 2025. "
    "(PHOTO NOT FOR SALE) (Yonhap)"
)
NOBODYS = "A gull sits on a bollard at the pier of Larnholm on May 2, 2025."
EMBARGOED = "A ship is named at Larnholm. EMBARGOED UNTIL 2031-05-01 06:00 GMT (Ida Brask/Yonhap)"


@pytest.mark.parametrize(
    ("caption", "profile", "options", "code"),
    [
        (FREE, "editorial", (), 0),
        (NOBODYS, "editorial", (), 0),
        (NOBODYS, "editorial", ("--fail-on", "review"), 3),
        (NOT_FOR_SALE, "shop", (), 1),
        (NOT_FOR_SALE, "shop", ("--fail-on", "review"), 1),
    ],
)
def test_the_exit_code_is_the_worst_decision(
    run, story, request, caption, profile, options, code
) -> None:
    file = request.getfixturevalue(profile)
    assert run("check", story(caption), "--profile", file, *options).code == code


def test_a_reason_quotes_words_file_line_rule_key_and_remedy(run, story, shop) -> None:
    outcome = run("check", story(NOT_FOR_SALE), "--profile", shop)
    lines = outcome.out.splitlines()
    assert lines[0] == "blocked  profile shop"
    assert lines[2].startswith("blocked  ferry.jpg (photo-")
    assert "  blocked  restriction.no_sale  shop: resale" in lines
    reason = next(line for line in lines if "“PHOTO NOT FOR SALE”" in line)
    assert "story.html, line " in reason
    assert "may not be sold" in reason
    assert any(line.strip().startswith("to do: take the photo out of sales") for line in lines)


def test_a_photo_without_findings_is_shown_as_clear(run, story, editorial) -> None:
    outcome = run("check", story(FREE), "--profile", editorial)
    assert outcome.out.splitlines()[0] == "clear    profile editorial"
    assert "clear    ferry.jpg" in outcome.out


def test_json_holds_the_whole_answer(run, story, shop) -> None:
    outcome = run("check", story(NOT_FOR_SALE), "--profile", shop, "--format", "json")
    answer = json.loads(outcome.out)
    assert answer["decision"] == "blocked"
    (check,) = answer["checks"]
    assert (check["profile"], check["decision"]) == ("shop", "blocked")
    (photo,) = check["photos"]
    finding = next(each for each in photo["findings"] if each["decision"] == "blocked")
    assert finding["code"] == "restriction.no_sale"
    assert finding["profile_key"] == "resale"
    for evidence in finding["evidence"]:
        assert evidence["text"] == "PHOTO NOT FOR SALE"
        assert evidence["source"] == "story.html"
    assert any(evidence["line"] for evidence in finding["evidence"])


def test_csv_is_one_table_of_findings_for_all_profiles(run, story, tmp_path) -> None:
    profiles = tmp_path / "both.toml"
    profiles.write_text(
        "[profile.web]\nresale = false\nsyndication = true\n[profile.shop]\nresale = true\n",
        encoding="utf-8",
    )
    outcome = run("check", story(NOT_FOR_SALE), "--profile", profiles, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(outcome.out, newline="")))
    found = {
        (row["Profile"], row["Decision"]) for row in rows if row["Code"] == "restriction.no_sale"
    }
    assert found == {("web", "review"), ("shop", "blocked")}


def test_of_several_profiles_the_worst_counts(run, story, tmp_path) -> None:
    profiles = tmp_path / "both.toml"
    profiles.write_text(
        "[profile.web]\nresale = false\nsyndication = false\n[profile.shop]\nresale = true\n",
        encoding="utf-8",
    )
    folder = story(NOT_FOR_SALE)
    both = run("check", folder, "--profile", profiles)
    assert both.code == 1
    assert [line for line in both.out.splitlines() if " profile " in line] == [
        "clear    profile web",
        "blocked  profile shop",
    ]
    assert run("check", folder, "--profile", profiles, "--profile-name", "web").code == 0


def test_a_manifest_is_checked_as_its_folder_is(run, story, shop, tmp_path) -> None:
    folder = story(NOT_FOR_SALE)
    run("scan", folder, "--out", tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    form = ("--profile", shop, "--format", "json")
    assert run("check", manifest, *form) == run("check", folder, *form)


def test_a_manifest_that_is_damaged_gives_no_verdict(run, shop, tmp_path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text('{"schema_version": "1.0", "photos": [', encoding="utf-8")
    outcome = run("check", path, "--profile", shop)
    assert outcome.code == 4
    assert str(path) in outcome.err


def test_without_a_profile_there_is_nothing_to_check_against(run, story) -> None:
    outcome = run("check", story(FREE))
    assert outcome.code == 2
    assert "--profile" in outcome.err


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2031-05-01T05:00+00:00", 1),  # before the release
        ("2031-05-01T09:00+02:00", 0),  # after it, in another zone
    ],
)
def test_an_embargo_is_weighed_at_the_moment_given(run, story, editorial, moment, code) -> None:
    assert run("check", story(EMBARGOED), "--profile", editorial, "--on", moment).code == code


def test_a_moment_that_is_none_is_refused(run, story, editorial) -> None:
    outcome = run("check", story(FREE), "--profile", editorial, "--on", "next Friday")
    assert outcome.code == 2
    assert "next Friday" in outcome.err


def test_a_wrong_profile_names_the_key(run, story, tmp_path) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('resal = true\nuse = "editorial"\n', encoding="utf-8")
    outcome = run("check", story(FREE), "--profile", path)
    assert outcome.code == 2
    assert "resal" in outcome.err
    assert "resale" in outcome.err


def test_the_profiles_that_the_settings_name_are_used(run, story, tmp_path) -> None:
    (tmp_path / "captiondedup.toml").write_text(
        'use_profile = ["shop"]\n[profile.web]\nresale = false\n[profile.shop]\nresale = true\n',
        encoding="utf-8",
    )
    outcome = run("check", story(NOT_FOR_SALE))
    assert outcome.code == 1
    assert "profile web" not in outcome.out


def test_a_waiver_of_the_settings_lets_a_photo_pass(run, story, editorial, tmp_path) -> None:
    folder = story("A pier at Larnholm. No use without prior written permission. (Yonhap)")
    asked = run("check", folder, "--profile", editorial, "--fail-on", "review")
    assert asked.code == 3
    (tmp_path / "captiondedup.toml").write_text(
        '[[waiver]]\nphoto = "*"\ncode = "permission_required"\nperson = "Desk"\n'
        'reason = "asked by telephone"\ndate = 2031-05-01\nuntil = 2031-05-31\n',
        encoding="utf-8",
    )
    waived = run(
        "check", folder, "--profile", editorial, "--fail-on", "review", "--on", "2031-05-02T12:00Z"
    )
    assert "restriction.permission_required" not in [
        line.split()[1] for line in waived.out.splitlines() if line.startswith("  review")
    ]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("sarif", '"ruleId": "restriction.no_sale"'),
        ("junit", "<failure"),
        ("github", "::error file="),
        ("markdown", "**blocked** `restriction.no_sale`"),
    ],
)
def test_build_servers_get_the_blocked_photo_in_their_own_form(
    run, story, shop, form, words
) -> None:
    folder = story(NOT_FOR_SALE)
    outcome = run("check", folder, "--profile", shop, "--format", form)
    assert outcome.code == 1
    assert words in outcome.out
    if form == "github":
        assert f"file={folder.as_posix()}/story.html,line=" in outcome.out
