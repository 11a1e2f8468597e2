"""One Photo out of the sightings that show it: the strictest terms win, nothing is lost.

Prohibitions unite, and with every statement kept the rest follows: a photo may run only where all
ONLY sets allow it and no EXCLUDED set forbids it, after the latest embargo and before the earliest
expiry. What one copy says and another lost is a drift; what cannot all hold is a conflict.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from captiondedup.conditions.meaning import (
    caption_terms,
    is_at_least_as_strict,
    restriction_meaning,
)
from captiondedup.conditions.territory import RegionMembers
from captiondedup.model import (
    Caption,
    Cluster,
    Drift,
    FieldKind,
    Photo,
    Place,
    Restriction,
    RestrictionCode,
    Sighting,
    SightingRole,
)
from captiondedup.rights.conflicts import find_conflicts

_T = TypeVar("_T")

#: Hexadecimal digits of a photo id: 64 bits, so that a million photos have no two alike.
_ID_DIGITS = 16

#: Texts that describe the picture, best first: what a desk would read as its caption.
_DESCRIBING = (FieldKind.CAPTION, FieldKind.ALT, FieldKind.TITLE)

#: Says nothing that another copy could lose: a licence is compared as a conflict.
_NOT_LOST = frozenset({RestrictionCode.LICENSE})


def reconcile(
    cluster: Cluster,
    sightings: Mapping[str, Sighting],
    sizes: Mapping[str, tuple[int, int]],
    region_members: RegionMembers | None = None,
) -> Photo:
    """Return the photo that all sightings of a cluster show, with what they say about it.

    ``sizes`` gives the upright size in pixels of image files by path; the largest becomes the
    photo's ``lead``. Statements are kept one for each piece of evidence, in the order of the
    sighting ids, so the result is independent of the order in which anything was found.
    ``region_members`` answers for region ids; by default the territory table does.

    Raises:
        KeyError: the cluster names a sighting that is not there.
    """
    if region_members is None:
        from captiondedup.vocabulary.territories import region_members as by_table

        region_members = by_table
    members = [sightings[identifier] for identifier in sorted(set(cluster.members))]
    captions = [caption for member in members for caption in member.captions]
    files = sorted({path for member in members for path in _files_of(member)})
    return Photo(
        id=_photo_id(members),
        description=_best_description(captions),
        sightings=tuple(member.id for member in members),
        files=tuple(files),
        lead=_largest(files, sizes),
        credits=_once(captions, lambda caption: caption.credits),
        restrictions=_once(captions, caption_terms),
        notices=_once(captions, lambda caption: caption.notices),
        licenses=_licenses(captions),
        drifts=find_drifts(members, region_members),
        conflicts=find_conflicts(members, region_members),
    )


def find_drifts(members: Sequence[Sighting], region_members: RegionMembers) -> tuple[Drift, ...]:
    """Return what some sightings state and others, though they carry a caption, do not.

    A sighting keeps a restriction if it states one at least as strict, in any of its texts. A
    sighting without caption, or with a bare credit line or a short alt text only, loses nothing.
    """
    drifts = []
    captioned = [(member, _terms_of(member)) for member in members if _telling(member)]
    for restriction in _distinct(members):
        if restriction.code in _NOT_LOST:
            continue
        missing = [
            _telling(member)[0].place
            for member, stated in captioned
            if not any(is_at_least_as_strict(each, restriction, region_members) for each in stated)
        ]
        if missing:
            drifts.append(Drift(restriction, tuple(sorted(missing, key=_place_order))))
    return tuple(drifts)


def _distinct(members: Iterable[Sighting]) -> tuple[Restriction, ...]:
    first: dict[Hashable, Restriction] = {}
    for member in members:
        for restriction in _terms_of(member):
            first.setdefault(restriction_meaning(restriction), restriction)
    return tuple(first.values())


def _terms_of(member: Sighting) -> tuple[Restriction, ...]:
    return tuple(each for caption in member.captions for each in caption_terms(caption))


def _telling(member: Sighting) -> tuple[Caption, ...]:
    """Return the texts of a sighting in which its terms would stand, best first.

    An alt text tells only if it is a whole caption: one that carries a credit or a condition.
    """
    found = [
        caption
        for caption in member.captions
        if caption.raw.strip()
        and (
            caption.kind in (FieldKind.CAPTION, FieldKind.RIGHTS)
            or (caption.kind is FieldKind.ALT and (caption.credits or caption.restrictions))
        )
    ]
    return tuple(sorted(found, key=lambda caption: caption.kind is not FieldKind.CAPTION))


def _files_of(member: Sighting) -> tuple[str, ...]:
    if member.role is SightingRole.FILE:
        return (member.source,)
    return (member.image.file,) if member.image and member.image.file else ()


def _photo_id(members: Sequence[Sighting]) -> str:
    """Return an id that stays when copies which sort later are found."""
    digest = hashlib.sha256(members[0].id.encode("utf-8", "surrogatepass")).hexdigest()
    return f"photo-{digest[:_ID_DIGITS]}"


def _best_description(captions: Sequence[Caption]) -> str:
    """Return the longest description of the best kind of text; the first of equally long ones."""
    for kind in _DESCRIBING:
        found = [caption.description for caption in captions if caption.kind is kind]
        longest = max(found, key=len, default="")
        if longest:
            return longest
    return ""


def _largest(files: Sequence[str], sizes: Mapping[str, tuple[int, int]]) -> str | None:
    def area(path: str) -> int:
        width, height = sizes.get(path, (0, 0))
        return width * height

    return max(files, key=area, default=None)


def _once(
    captions: Iterable[Caption], statements: Callable[[Caption], tuple[_T, ...]]
) -> tuple[_T, ...]:
    """Return every statement, in order, without exact repetitions of statement and evidence."""
    return tuple(dict.fromkeys(each for caption in captions for each in statements(caption)))


def _licenses(captions: Iterable[Caption]) -> tuple[str, ...]:
    stated = (each.license for caption in captions for each in caption_terms(caption))
    return tuple(sorted({license_id for license_id in stated if license_id}))


def _place_order(place: Place) -> tuple[str, int, str, str]:
    return (place.source, place.line or 0, place.path or "", place.field)
