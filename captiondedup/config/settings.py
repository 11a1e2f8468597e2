"""A house's own settings: where they are looked for, and what they may say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from captiondedup.config.keys import Table, read_toml
from captiondedup.config.profile import PublicationProfile, TerritoryReader, read_profiles
from captiondedup.config.waivers import Waiver, load_waivers, read_waivers
from captiondedup.errors import ConfigError

CONFIG_NAME = "captiondedup.toml"
PROJECT_NAME = "pyproject.toml"
DEFAULT_OUT = Path("captiondedup-out")

_KEYS = ("fail_on", "ignore", "out", "profile", "select", "use_profile", "waiver", "waiver_file")
_CSV_KEYS = ("bom", "delimiter")
_DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the configuration says; every field has the value that counts without one.

    ``path`` is the file it comes from. ``fail_on`` is the mildest decision that ends a check with
    an exit code other than 0. ``select`` and ``ignore`` name rules or families of rules.
    """

    path: Path | None = None
    out: Path = DEFAULT_OUT
    fail_on: str = "blocked"
    use_profile: tuple[str, ...] = ()
    profiles: tuple[PublicationProfile, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    csv_bom: bool = False
    csv_delimiter: str = ","

    def profile(self, name: str) -> PublicationProfile:
        """Return the profile of that name.

        Raises:
            ConfigError: there is none; the text lists those there are.
        """
        for profile in self.profiles:
            if profile.name == name:
                return profile
        known = ", ".join(profile.name for profile in self.profiles) or "none"
        raise ConfigError(
            f"{self.path or CONFIG_NAME}: no [profile.{name}]; profiles there: {known}"
        )


def load_settings(start: Path, read_territory: TerritoryReader | None = None) -> Settings:
    """Return the settings that count for a folder or file: its own, or the nearest above it.

    In each folder ``captiondedup.toml`` counts before ``[tool.captiondedup]`` of
    ``pyproject.toml``. Without either anywhere the defaults are returned.

    Raises:
        ConfigError: the file found is wrong.
    """
    folder = start.absolute() if start.is_dir() else start.absolute().parent
    for place in (folder, *folder.parents):
        own = place / CONFIG_NAME
        if own.is_file():
            return read_settings(read_toml(own), own, read_territory)
        project = place / PROJECT_NAME
        if project.is_file():
            tool = read_toml(project).table("tool")
            section = tool.table("captiondedup") if tool else None
            if section is not None:
                return read_settings(section, project, read_territory)
    return Settings()


def read_settings(
    table: Table, path: Path, read_territory: TerritoryReader | None = None
) -> Settings:
    """Return the settings of an opened configuration; paths in it are relative to its folder.

    Raises:
        ConfigError: a key or value is wrong.
    """
    table.reject_unknown((*_KEYS, "csv"))
    csv = table.table("csv") or Table(table.file, "csv", {})
    csv.reject_unknown(_CSV_KEYS)
    out, waiver_file = table.text("out"), table.text("waiver_file")
    waivers = read_waivers(table)
    if waiver_file is not None:
        waivers += load_waivers(path.parent / waiver_file)
    profiles = read_profiles(table, read_territory)
    settings = Settings(
        path=path,
        out=path.parent / out if out else DEFAULT_OUT,
        fail_on=table.choice("fail_on", ("blocked", "review")) or "blocked",
        use_profile=table.texts("use_profile") or (),
        profiles=profiles,
        waivers=waivers,
        select=table.texts("select") or (),
        ignore=table.texts("ignore") or (),
        csv_bom=csv.flag("bom") or False,
        csv_delimiter=csv.choice("delimiter", _DELIMITERS) or ",",
    )
    for name in settings.use_profile:
        settings.profile(name)
    return settings
