"""What the comparison of photos adds to the check: alterations, repetitions, doubtful pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from captiondedup.check.findings import make_finding
from captiondedup.conditions.words import name_words
from captiondedup.model import (
    CandidatePair,
    Caption,
    Decision,
    Evidence,
    FieldKind,
    Finding,
    PairKind,
    Photo,
    Sighting,
    Verdict,
)

#: Share of a side, or of the area, below which a difference is the compression's and not a crop
#: or overprint: two pixels of a 100-pixel thumbnail.
_SLACK = 0.02


def find_alterations(
    pairs: Iterable[CandidatePair], photo_of: Mapping[str, str]
) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return, by photo id, how its copies are altered: kind and words.

    Kinds are ``crop``, ``mirror`` and ``overprint``. Only pairs judged the same photograph count.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        comparison = pair.comparison
        photo = photo_of.get(pair.a)
        if comparison is None or comparison.alignment is None or photo is None:
            continue
        if comparison.verdict is not Verdict.SAME or photo_of.get(pair.b) != photo:
            continue
        alignment = comparison.alignment
        between = f"between {pair.a} and {pair.b}"
        kinds = found.setdefault(photo, [])
        if alignment.mirrored:
            kinds.append(("mirror", f"mirrored {between}"))
        if any(
            abs(edge - whole) > _SLACK
            for edge, whole in zip(alignment.crop, (0.0, 0.0, 1.0, 1.0), strict=True)
        ):
            kinds.append(("crop", f"cropped {between}"))
        if alignment.overlay > _SLACK:
            kinds.append(("overprint", f"overprinted {between}"))
    return {photo: tuple(kinds) for photo, kinds in found.items() if kinds}


def check_copies(
    photos: Iterable[Photo],
    sightings: Mapping[str, Sighting],
    pairs: Iterable[CandidatePair],
    photo_of: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield what the desk should know about photos and captions that stand in several places."""
    for photo in photos:
        members = [sightings[each] for each in photo.sightings if each in sightings]
        yield from _on_one_page(photo, members)
        yield from _two_captions(photo, members)
    yield from _between_photos(pairs, sightings, photo_of)


def _on_one_page(photo: Photo, members: list[Sighting]) -> Iterator[Finding]:
    """Tell of one photo shown twice by one article; a caption printed twice shows no photo."""
    shown = Counter(member.source for member in members if member.image is not None)
    for source, times in sorted(shown.items()):
        if times > 1:
            evidence = [
                Evidence(member.place, (0, 0), "")
                for member in members
                if member.source == source and member.image is not None
            ]
            yield make_finding(
                "duplicate.on_one_page",
                Decision.CLEAR,
                f"{times} times in {source}",
                photo=photo.id,
                evidence=evidence,
            )


def _two_captions(photo: Photo, members: list[Sighting]) -> Iterator[Finding]:
    different: dict[tuple[str, ...], Evidence] = {}
    for member in members:
        for caption in member.captions:
            if caption.kind is FieldKind.CAPTION and name_words(caption.description):
                different.setdefault(name_words(caption.description), _words_of(caption))
    if len(different) > 1:
        yield make_finding(
            "duplicate.two_captions",
            Decision.CLEAR,
            f"{len(different)} captions that are not the same",
            photo=photo.id,
            evidence=different.values(),
        )


def _between_photos(
    pairs: Iterable[CandidatePair],
    sightings: Mapping[str, Sighting],
    photo_of: Mapping[str, str],
) -> Iterator[Finding]:
    seen: set[tuple[str, str, str]] = set()
    for pair in sorted(pairs, key=lambda pair: (pair.a, pair.b, pair.kind)):
        a, b = photo_of.get(pair.a), photo_of.get(pair.b)
        if pair.comparison is None or a is None or b is None or a == b:
            continue
        code = _pair_rule(pair.kind, pair.comparison.verdict)
        if code is None or (code, min(a, b), max(a, b)) in seen:
            continue
        seen.add((code, min(a, b), max(a, b)))
        evidence = [
            _words_of(caption)
            for side in (pair.a, pair.b)
            if side in sightings
            for caption in sightings[side].captions[:1]
        ]
        yield make_finding(
            code,
            Decision.CLEAR,
            f"{pair.a} and {pair.b}: {pair.comparison.reason}",
            photo=a,
            evidence=evidence,
        )


def _pair_rule(kind: PairKind, verdict: Verdict) -> str | None:
    if verdict is Verdict.UNSURE:
        return "duplicate.unsure"
    if kind is PairKind.CAPTION and verdict is Verdict.SAME:
        return "duplicate.caption_under_two_photos"
    return None


def _words_of(caption: Caption) -> Evidence:
    return Evidence(caption.place, (0, len(caption.raw)), caption.raw)
