"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from captiondedup.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from captiondedup.config import PublicationProfile, Settings
    from captiondedup.vocabulary.tables import Vocabulary


class FailOn(StrEnum):
    """The mildest decision that ends a command with an exit code other than 0."""

    BLOCKED = "blocked"
    REVIEW = "review"
    NEVER = "never"


Paths = Annotated[
    list[Path],
    typer.Argument(metavar="PATH", help="Folders of stories, or single articles and pictures."),
]
ProfileFile = Annotated[
    Path | None,
    typer.Option(
        "--profile",
        metavar="FILE",
        help="TOML file that says how and where the photos will be published.",
    ),
]
ProfileName = Annotated[
    str | None,
    typer.Option(
        "--profile-name",
        metavar="NAME",
        help="Which of several profiles counts: the NAME of its [profile.NAME].",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on",
        metavar="DATETIME",
        help="The moment that embargoes and time limits are weighed at, with its zone: "
        "2031-05-01T06:00+02:00, or “now”. Without it such photos come back for review.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The house's settings. Without it, captiondedup.toml (or [tool.captiondedup] of "
        "pyproject.toml) in the folder of the first PATH, or the nearest above it.",
    ),
]
FailOnOption = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        metavar="blocked|review|never",
        help="The mildest decision that makes the command fail. Normally blocked.",
    ),
]
HouseTables = Annotated[
    list[Path] | None,
    typer.Option(
        "--vocabulary",
        metavar="FILE",
        help="The house's own wordings, read beside those that are built in; may be repeated.",
    ),
]


def read_moment(text: str | None) -> datetime | None:
    """Return the moment that ``--on`` names; None without it.

    Raises:
        UsageError: it is no date.
    """
    if text is None:
        return None
    if text.strip().casefold() == "now":
        return datetime.now().astimezone()
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"--on: “{text}” is no date; write it like 2031-05-01T06:00+02:00, or “now”"
        ) from None


def find_settings(start: Path, config: Path | None) -> Settings:
    """Return the settings of the file named, or of the nearest one from a path upward.

    Raises:
        ConfigError: the file is wrong, or names a rule that does not exist.
    """
    from captiondedup.check.rules import check_names
    from captiondedup.config import load_settings

    settings = load_settings(start) if config is None else _read_config(config)
    where = settings.path or Path()
    check_names(settings.select, f"{where}: select")
    check_names(settings.ignore, f"{where}: ignore")
    for waiver in settings.waivers:
        check_names((waiver.code,), f"{waiver.place}: code")
    return settings


def _read_config(path: Path) -> Settings:
    from captiondedup.config.keys import read_toml
    from captiondedup.config.settings import PROJECT_NAME, read_settings

    table = read_toml(path)
    if path.name == PROJECT_NAME:
        tool = table.table("tool")
        section = tool.table("captiondedup") if tool else None
        if section is None:
            raise ConfigError(f"{path}: no [tool.captiondedup]; write one, or name another file")
        table = section
    return read_settings(table, path)


def find_profiles(
    settings: Settings, file: Path | None, name: str | None
) -> tuple[PublicationProfile, ...]:
    """Return the profiles that are asked for, in their order; none if nothing says how to publish.

    A file counts before the settings; a name picks one profile; without a name the settings'
    ``use_profile`` counts, or else every profile.

    Raises:
        ConfigError: the file is wrong.
        UsageError: there is no profile of that name.
    """
    from captiondedup.config import load_profiles

    profiles = load_profiles(file) if file is not None else settings.profiles
    if name is not None:
        return (_named(profiles, name, file or settings.path),)
    if file is None and settings.use_profile:
        return tuple(settings.profile(each) for each in settings.use_profile)
    return profiles


def _named(
    profiles: Sequence[PublicationProfile], name: str, path: Path | None
) -> PublicationProfile:
    for profile in profiles:
        if profile.name == name:
            return profile
    where = path or "no configuration was found"
    raise UsageError(f"--profile-name: no profile “{name}” ({where}); {_known(profiles)}")


def only_profile(profiles: Sequence[PublicationProfile]) -> PublicationProfile | None:
    """Return the one profile of a scan, or None if nothing says how to publish.

    Raises:
        UsageError: there are several, and none was named.
    """
    if len(profiles) > 1:
        raise UsageError(
            f"a scan weighs photos for one profile; pick one with --profile-name; "
            f"{_known(profiles)}. To answer for all of them, use “captiondedup check”"
        )
    return profiles[0] if profiles else None


def _known(profiles: Iterable[PublicationProfile]) -> str:
    return f"profiles there: {', '.join(profile.name for profile in profiles) or 'none'}"


def house_vocabulary(files: Sequence[Path] | None) -> Vocabulary:
    """Return the vocabulary with a house's own tables.

    Raises:
        VocabularyError: a table is wrong.
    """
    from captiondedup.vocabulary.tables import default_vocabulary, load_vocabulary

    return load_vocabulary(files) if files else default_vocabulary()
