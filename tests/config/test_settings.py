"""A house's settings: found from any folder below, wrong keys named, waivers complete."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from captiondedup.config import STARTER_CONFIG, Settings, Waiver, load_settings, load_waivers
from captiondedup.errors import ConfigError

WAIVER = """
[[waiver]]
photo = "pier.jpg"
code = "permission_required"
person = "Ann"
reason = "cleared by phone"
date = 2031-05-01
until = "2031-05-31"
"""


def write(folder: Path, text: str, name: str = "captiondedup.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_nearest_file_above_counts(tmp_path: Path) -> None:
    write(tmp_path, 'fail_on = "review"')
    below = tmp_path / "stories" / "pier"
    story = write(below, "<p>", "pier.html")
    assert load_settings(below).fail_on == "review"
    assert load_settings(story).path == tmp_path / "captiondedup.toml"
    write(tmp_path / "stories", 'fail_on = "blocked"')
    assert load_settings(below).fail_on == "blocked"


def test_own_file_counts_before_pyproject_and_a_foreign_pyproject_does_not(tmp_path: Path) -> None:
    write(tmp_path, '[tool.captiondedup]\nignore = ["drift"]', "pyproject.toml")
    assert load_settings(tmp_path).ignore == ("drift",)
    inner = tmp_path / "inner"
    write(inner, '[project]\nname = "x"', "pyproject.toml")
    assert load_settings(inner).ignore == ("drift",)
    write(tmp_path, 'ignore = ["duplicate"]')
    assert load_settings(tmp_path).ignore == ("duplicate",)


def test_everything_is_read_and_paths_are_relative_to_the_file(tmp_path: Path) -> None:
    write(tmp_path, WAIVER, "waivers.toml")
    text = """
        out = "reports"
        use_profile = ["web"]
        waiver_file = "waivers.toml"
        select = ["restriction"]
        [csv]
        bom = true
        delimiter = ";"
        [profile.web]
        resale = false
    """
    found = load_settings(write(tmp_path, text))
    assert found.out == tmp_path / "reports"
    assert found.profile("web").resale is False
    assert (found.csv_bom, found.csv_delimiter, found.select) == (True, ";", ("restriction",))
    place = f"{tmp_path / 'waivers.toml'}: [waiver 1]"
    expected = Waiver(
        "pier.jpg",
        "permission_required",
        "Ann",
        "cleared by phone",
        date(2031, 5, 1),
        date(2031, 5, 31),
        place,
    )
    assert found.waivers == (expected,)


def test_starter_configuration_loads(tmp_path: Path) -> None:
    found = load_settings(write(tmp_path, STARTER_CONFIG))
    assert found.use_profile == ("web",)
    assert len(found.profiles) == 4


def test_everything_the_starter_configuration_comments_out_is_right_as_well(tmp_path: Path) -> None:
    write(tmp_path, "", "waivers.toml")
    keys = ("out", "fail_on", "select", "ignore", "waiver_file", "bom", "delimiter", "outlet")
    keys += ("partners", "publish_at", "unpublish_at", "strict", "photo", "code", "person")
    keys += ("reason", "date", "until")
    starts = (*(f"# {key} = " for key in keys), "# [csv]", "# [[waiver]]")
    lines = [
        line.removeprefix("# ") if line.startswith(starts) else line
        for line in STARTER_CONFIG.splitlines()
    ]
    found = load_settings(write(tmp_path, "\n".join(lines)))
    assert found.csv_delimiter == ";"
    assert found.profile("web").strict is True
    assert found.profile("web").publish_at is not None
    assert [waiver.code for waiver in found.waivers] == ["permission_required"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("fial_on = 'review'", ["fial_on", 'did you mean "fail_on"']),
        ("fail_on = 'clear'", ["fail_on", "'clear'", "blocked, review"]),
        ("[csv]\ndelimeter = ';'", ["[csv] delimeter", 'did you mean "delimiter"']),
        ("[csv]\ndelimiter = '::'", ["[csv] delimiter", "'::'"]),
        ("use_profile = ['app']\n[profile.web]", ["[profile.app]", "profiles there: web"]),
        ("profile = 'web'", ["profile", "must be a table"]),
        (WAIVER.replace("until", "# until"), ["[waiver 1] until", "is missing"]),
        (WAIVER.replace("reason =", "reasons ="), ["reasons", 'did you mean "reason"']),
        (WAIVER.replace('"Ann"', '" "'), ["person", "must not be empty"]),
        (WAIVER.replace("2031-05-01", '"May"'), ["date", "must be a day"]),
        (WAIVER.replace("2031-05-31", "2031-04-30"), ["until", "last day"]),
        ("waiver = 'none'", ["waiver", "[[waiver]]"]),
        ("waiver_file = 'gone.toml'", ["gone.toml", "cannot be read"]),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load_settings(path)
    for word in words:
        assert word in str(caught.value)


def test_waiver_file_holds_nothing_but_waivers(tmp_path: Path) -> None:
    path = write(tmp_path, WAIVER + "[profile.web]\n", "waivers.toml")
    with pytest.raises(ConfigError, match="profile: unknown key"):
        load_waivers(path)


def test_settings_without_any_file_are_the_defaults() -> None:
    assert Settings().profiles == ()
    with pytest.raises(ConfigError, match="profiles there: none"):
        Settings().profile("web")
