"""Makes sightings out of what document formats say of their pictures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from captiondedup.model import (
    FieldKind,
    FoundText,
    ImageReference,
    Place,
    Sighting,
    SightingRole,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a picture: its kind, the field a desk knows it by, and the words."""

    kind: FieldKind
    field: str
    text: str


def sight(
    place: Place,
    references: Sequence[str],
    texts: Iterable[Said],
    rule: str,
    role: SightingRole = SightingRole.INLINE,
) -> Sighting:
    """Return a sighting without a number; empty texts and empty references are left out.

    >>> empty = Said(FieldKind.ALT, "alt", " ")
    >>> found = sight(Place("a.json", "picture"), ["a.jpg", ""], [empty], "r")
    >>> found.image, found.texts
    (ImageReference(reference='a.jpg', alternates=(), file=None), ())
    """
    solid = [reference.strip() for reference in references if reference and reference.strip()]
    return Sighting(
        id="",
        source=place.source,
        place=place,
        role=role,
        image=ImageReference(solid[0], tuple(dict.fromkeys(solid[1:]))) if solid else None,
        texts=tuple(
            FoundText(said.kind, said.text.strip(), replace(place, field=said.field))
            for said in texts
            if said.text and said.text.strip()
        ),
        rule=rule,
    )


def numbered(sightings: Iterable[Sighting], source: str) -> tuple[Sighting, ...]:
    """Return the sightings that say anything, with ids ``source#n`` in their order."""
    solid = [s for s in sightings if s.image is not None or s.texts]
    return tuple(replace(s, id=f"{source}#{n}") for n, s in enumerate(solid, start=1))
