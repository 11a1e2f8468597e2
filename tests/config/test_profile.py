"""Profiles: what a desk writes is understood, and what it mistypes is named."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from captiondedup.config import (
    NEUTRAL_PROFILE,
    STARTER_CONFIG,
    WORLDWIDE,
    PublicationProfile,
    Use,
    load_profiles,
)
from captiondedup.errors import ConfigError


def write(folder: Path, text: str, name: str = "web.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def one(folder: Path, text: str) -> PublicationProfile:
    (profile,) = load_profiles(write(folder, text))
    return profile


def test_every_key_is_read(tmp_path: Path) -> None:
    text = """
        name = "web desk"
        territories = ["IS", "Norway"]
        geo_blocking = true
        media = ["online", "mobile"]
        outlet = "Fjord Gazette"
        use = "editorial"
        syndication = true
        partners = ["Harbour Echo"]
        resale = false
        archive = true
        publish_at = 2031-05-01T06:00:00Z
        unpublish_at = "2031-06-01T06:00:00+00:00"
        credit_printed = "Photo: {credit}"
        alterations = ["crop"]
        ai_use = false
        strict = true
    """
    assert one(tmp_path, text) == PublicationProfile(
        name="web desk",
        territories=("IS", "NO"),
        geo_blocking=True,
        media=("mobile", "online"),
        outlet=("Fjord Gazette",),
        use=Use.EDITORIAL,
        syndication=True,
        partners=("Harbour Echo",),
        resale=False,
        archive=True,
        publish_at=datetime(2031, 5, 1, 6, tzinfo=UTC),
        unpublish_at=datetime(2031, 6, 1, 6, tzinfo=UTC),
        credit_printed="Photo: {credit}",
        alterations=("crop",),
        ai_use=False,
        strict=True,
    )


def test_what_is_not_written_is_not_stated(tmp_path: Path) -> None:
    assert one(tmp_path, "") == PublicationProfile(name="web")
    assert PublicationProfile(name="neutral") == NEUTRAL_PROFILE


def test_one_file_holds_several_profiles_in_its_order(tmp_path: Path) -> None:
    path = write(tmp_path, "[profile.web]\nresale = true\n[profile.print]\nresale = false\n")
    assert [(each.name, each.resale) for each in load_profiles(path)] == [
        ("web", True),
        ("print", False),
    ]


def test_profiles_stand_in_a_pyproject_under_the_tools_name(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n[tool.captiondedup.profile.web]\narchive = true\n"
    (profile,) = load_profiles(write(tmp_path, text, "pyproject.toml"))
    assert (profile.name, profile.archive) == ("web", True)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # Codes, parts of countries, names, mixed.
        ('["KR"]', ("KR",)),
        ('["GB-SCT", "Iceland"]', ("GB-SCT", "IS")),
        # One text instead of a list.
        ('"Norway"', ("NO",)),
        # The whole world, under the tool's own word and in other words.
        ('["worldwide"]', (WORLDWIDE,)),
        ('["Worldwide", "KR"]', (WORLDWIDE,)),
        ('["global"]', (WORLDWIDE,)),
    ],
)
def test_territories(tmp_path: Path, written: str, read: tuple[str, ...]) -> None:
    assert one(tmp_path, f"territories = {written}").territories == read


def test_a_region_stands_for_all_countries_that_anybody_counts_in_it(tmp_path: Path) -> None:
    codes = one(tmp_path, 'territories = ["European Union", "Europe"]').territories or ()
    assert {"DE", "IS", "TR"} <= set(codes)
    assert "BR" not in codes


def test_territories_are_read_by_whoever_is_asked(tmp_path: Path) -> None:
    path = write(tmp_path, 'territories = ["the islands"]')
    (profile,) = load_profiles(path, {"the islands": ("FO", "IS")}.get)
    assert profile.territories == ("FO", "IS")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A key mistyped, with the likeliest one named.
        ("teritories = ['KR']", ["web.toml", "teritories", 'did you mean "territories"']),
        ("geo-blocking = true", ["geo-blocking", 'did you mean "geo_blocking"']),
        ("[profile.web]\nresell = true", ["[profile.web] resell", "Known:", "resale"]),
        # A value of another kind, or outside the list.
        ("resale = 'no'", ["resale", "must be true or false", "'no'"]),
        ("use = 'editoral'", ["use", "'editoral'", 'did you mean "editorial"']),
        ("media = ['web']", ["media", "'web'", "online"]),
        ("media = [1]", ["media", "list of texts"]),
        ("outlet = ['']", ["outlet", "empty"]),
        ("alterations = ['croped']", ["alterations", 'did you mean "crop"']),
        # A place that does not exist, or exists twice: the desk must know where it publishes.
        ("territories = ['Atlantis']", ["territories", "'Atlantis'", "ISO 3166"]),
        ("territories = ['Georgia']", ["territories", "more than one"]),
        ("territories = ['XQ']", ["territories", "'XQ'"]),
        ("territories = []", ["territories", "worldwide"]),
        # Times.
        ("publish_at = 'soon'", ["publish_at", "2031-05-01T06:00:00+02:00"]),
        ("publish_at = 12", ["publish_at", "date and time"]),
        (
            "publish_at = 2031-05-02T00:00:00Z\nunpublish_at = 2031-05-01T00:00:00Z",
            ["unpublish_at", "later than publish_at"],
        ),
        # A credit template.
        ("credit_printed = '{fotographer}'", ["credit_printed", "{fotographer}", "photographer"]),
        ("credit_printed = '{credit.__class__}'", ["credit_printed", "no such field"]),
        ("credit_printed = '{credit:>99999999}'", ["credit_printed", "no such field"]),
        ("credit_printed = '{'", ["credit_printed", "braces"]),
        ("credit_printed = true", ["credit_printed", '"{credit}"']),
        # No profile at all.
        ("[profile]", ["profile", "[profile.NAME]"]),
        ("resale = ", ["web.toml", "no valid TOML"]),
    ],
)
def test_what_is_wrong_is_named_with_its_key_and_a_remedy(
    tmp_path: Path, text: str, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        load_profiles(write(tmp_path, text))
    for word in words:
        assert word in str(caught.value)


def test_no_credit_printed_is_written_as_false_or_empty(tmp_path: Path) -> None:
    assert one(tmp_path, "credit_printed = false").credit_printed == ""
    assert one(tmp_path, 'credit_printed = ""').credit_printed == ""


def test_a_day_is_its_midnight_in_a_zone_nobody_named(tmp_path: Path) -> None:
    start = one(tmp_path, "publish_at = 2031-05-01").publish_at
    assert start is not None
    assert (start.isoformat(), start.tzinfo) == ("2031-05-01T00:00:00", None)


def test_a_missing_and_a_huge_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"absent\.toml: cannot be read"):
        load_profiles(tmp_path / "absent.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_profiles(tmp_path)
    with pytest.raises(ConfigError, match="no configuration"):
        load_profiles(write(tmp_path, "#" * 1_000_001))
    deep = "x = " + "[" * 5_000 + "]" * 5_000
    with pytest.raises(ConfigError, match="no valid TOML"):
        load_profiles(write(tmp_path, deep))


def test_a_byte_order_mark_does_not_hurt(tmp_path: Path) -> None:
    assert one(tmp_path, "\ufeffresale = true").resale is True


def test_starter_configuration_loads_with_its_ready_made_profiles(tmp_path: Path) -> None:
    profiles = load_profiles(write(tmp_path, STARTER_CONFIG))
    assert [profile.name for profile in profiles] == [
        "web",
        "print",
        "syndication",
        "archive-sale",
    ]
    assert profiles[0].territories == (WORLDWIDE,)
    assert profiles[3].resale is True


def test_starter_configuration_explains_every_key_of_a_profile() -> None:
    for key in PublicationProfile.__dataclass_fields__:
        if key != "name":
            assert f"{key} = " in STARTER_CONFIG, key
