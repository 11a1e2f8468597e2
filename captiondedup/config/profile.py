"""How and where the desk will publish: what every restriction is weighed against."""

from __future__ import annotations

import re
import string
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from captiondedup.conditions.territory import WORLD
from captiondedup.config.keys import Table, read_toml

#: The one territory that is everywhere.
WORLDWIDE = "worldwide"

#: Ways to publish, as restrictions name them.
MEDIA = (
    "book_cover",
    "broadcast",
    "magazine",
    "mobile",
    "newspaper",
    "online",
    "out_of_home",
    "print",
    "social",
    "usenet",
)

#: What a desk may do to a picture, as ``alterations`` lists it.
ALTERATIONS = ("colour", "crop", "mirror", "montage", "overprint", "resize", "retouch", "watermark")

#: What a ``credit_printed`` template may stand in for.
CREDIT_FIELDS = (
    "agency",
    "copyright_holder",
    "credit",
    "demanded",
    "photographer",
    "pool",
    "provider",
    "publication",
    "publisher",
)

#: The territories that a desk's word stands for: ISO 3166 codes, or None if there is no such place
#: or more than one.
TerritoryReader = Callable[[str], tuple[str, ...] | None]

_ISO_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


class Use(StrEnum):
    """What a photo is published for."""

    EDITORIAL = "editorial"
    PROMOTIONAL = "promotional"
    ADVERTISING = "advertising"


@dataclass(frozen=True, slots=True)
class PublicationProfile:
    """One way to publish. None means: not stated, so whatever depends on it needs a person.

    ``territories`` are ISO 3166 codes, or only :data:`WORLDWIDE`. ``credit_printed`` is the
    template of the credit as it will stand on the page (fields of :data:`CREDIT_FIELDS` in
    braces); an empty text says that no credit is printed. ``publish_at`` and ``unpublish_at`` have
    a zone, or count as uncertain by a day. With ``strict`` doubt blocks instead of asking.
    """

    name: str
    territories: tuple[str, ...] | None = None
    geo_blocking: bool | None = None
    media: tuple[str, ...] | None = None
    outlet: tuple[str, ...] | None = None
    use: Use | None = None
    syndication: bool | None = None
    partners: tuple[str, ...] | None = None
    resale: bool | None = None
    archive: bool | None = None
    publish_at: datetime | None = None
    unpublish_at: datetime | None = None
    credit_printed: str | None = None
    alterations: tuple[str, ...] | None = None
    ai_use: bool | None = None
    strict: bool = False


#: Nothing stated: what a photo is weighed against before anybody says where it will run.
NEUTRAL_PROFILE = PublicationProfile(name="neutral")

PROFILE_KEYS = frozenset(PublicationProfile.__dataclass_fields__)


def load_profiles(
    path: Path, read_territory: TerritoryReader | None = None
) -> tuple[PublicationProfile, ...]:
    """Return the profiles of a TOML file: each ``[profile.NAME]``, or the whole file as one.

    A file with one top-level profile is named by its ``name`` or else its file name. In a
    ``pyproject.toml`` the profiles stand under ``[tool.captiondedup.profile.NAME]``.
    ``read_territory`` turns a place name into ISO codes; by default the territory table does.

    Raises:
        ConfigError: the file cannot be read, or a key or value is wrong.
    """
    top = read_toml(path)
    tool = top.table("tool")
    section = tool.table("captiondedup") if tool else None
    if path.name == "pyproject.toml" and section is not None:
        top = section
    if "profile" in top.values and isinstance(top.values["profile"], dict):
        return read_profiles(top, read_territory)
    return (read_profile(top, path.stem, read_territory),)


def read_profiles(
    table: Table, read_territory: TerritoryReader | None = None
) -> tuple[PublicationProfile, ...]:
    """Return the profiles under ``profile`` of an opened configuration, in its order.

    Raises:
        ConfigError: a key or value is wrong.
    """
    profiles = table.table("profile")
    if profiles is None:
        return ()
    found = []
    for name in profiles.values:
        profile = profiles.table(name)
        if profile is not None:
            found.append(read_profile(profile, name, read_territory))
    if not found:
        raise table.error("profile", "holds no profile; write one under [profile.NAME]")
    return tuple(found)


def read_profile(
    table: Table, name: str, read_territory: TerritoryReader | None = None
) -> PublicationProfile:
    """Return the profile that a TOML table holds.

    Raises:
        ConfigError: a key or value is wrong.
    """
    table.reject_unknown(PROFILE_KEYS)
    use = table.choice("use", tuple(Use))
    profile = PublicationProfile(
        name=table.text("name") or name,
        territories=_territories(table, read_territory or _from_territory_table),
        geo_blocking=table.flag("geo_blocking"),
        media=table.choices("media", MEDIA),
        outlet=table.texts("outlet"),
        use=Use(use) if use else None,
        syndication=table.flag("syndication"),
        partners=table.texts("partners"),
        resale=table.flag("resale"),
        archive=table.flag("archive"),
        publish_at=table.moment("publish_at"),
        unpublish_at=table.moment("unpublish_at"),
        credit_printed=_credit_template(table),
        alterations=table.choices("alterations", ALTERATIONS),
        ai_use=table.flag("ai_use"),
        strict=table.flag("strict") or False,
    )
    _check_order(table, profile)
    return profile


def _check_order(table: Table, profile: PublicationProfile) -> None:
    start, end = profile.publish_at, profile.unpublish_at
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return
    if end <= start:
        raise table.error("unpublish_at", "must be later than publish_at")


def _territories(table: Table, read_territory: TerritoryReader) -> tuple[str, ...] | None:
    words = table.texts("territories")
    if words is None:
        return None
    if not words:
        raise table.error("territories", 'must name a territory, or be left out; try "worldwide"')
    if any(word.strip().casefold() == WORLDWIDE for word in words):
        return (WORLDWIDE,)
    codes: set[str] = set()
    for word in words:
        members = read_territory(word.strip())
        if members == (WORLDWIDE,):
            return members
        if not members:
            raise table.error(
                "territories",
                f"{word!r} is no place known, or more than one; write ISO 3166 codes "
                '(such as "KR" or "GB-SCT"), a country or region name, or "worldwide"',
            )
        codes.update(members)
    return tuple(sorted(codes))


def _from_territory_table(word: str) -> tuple[str, ...] | None:
    """Read a code, a country or a region by the territory table; doubt is no answer.

    A region counts with the countries that only some count in: whoever publishes there may reach
    them.
    """
    from captiondedup.vocabulary.territories import read_territories, region_members

    if _ISO_CODE.fullmatch(word):
        reading = read_territories(word.partition("-")[0])
        return (word,) if reading.countries else None
    reading = read_territories(word)
    if reading.uncertain or reading.unknown:
        return None
    codes = set(reading.countries)
    for region in reading.regions:
        if region == WORLD:
            return (WORLDWIDE,)
        members = region_members(region, widest=True)
        if members is None:
            return None
        codes.update(members)
    return tuple(sorted(codes)) or None


def _credit_template(table: Table) -> str | None:
    value = table.values.get("credit_printed")
    if isinstance(value, bool):
        if value:
            raise table.error("credit_printed", 'must be the credit as printed, such as "{credit}"')
        return ""
    template = table.text("credit_printed")
    if template is None:
        return None
    try:
        pieces = list(string.Formatter().parse(template))
    except ValueError as error:
        raise table.error("credit_printed", f"wrong braces: {error}") from None
    for _, field, layout, conversion in pieces:
        if field is not None and (field not in CREDIT_FIELDS or layout or conversion):
            raise table.error(
                "credit_printed",
                f"no such field: {{{field}}}. Known: {', '.join(CREDIT_FIELDS)}",
            )
    return template
