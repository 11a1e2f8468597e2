"""The verdict on two pictures from their fingerprints, in words for a picture editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.alignment import Fit, Matrix, find_fits
from captiondedup.duplicates.correlation import (
    FEWEST,
    Blocks,
    Grid,
    lay_out,
    measure_blocks,
    refine,
)
from captiondedup.duplicates.fingerprint import ALGORITHM
from captiondedup.duplicates.image_features import Features, unpack_features
from captiondedup.duplicates.image_signals import Signals, read_signals
from captiondedup.model import Alignment, Comparison, Fingerprint, Verdict

#: Likelihood from which a pair is the same photograph.
SAME_FROM = 0.75
#: Likelihood down to which the tool is not sure.
UNSURE_FROM = 0.3
#: Hash distance in bits of 64 up to which whole pictures are laid on each other unaligned.
WHOLE_RADIUS = 14
#: Share of textured blocks that must show the same for no other alignment to be tried.
SETTLED = 0.9
#: Share of textured blocks that must correlate before a pair counts as one scene.
SCENE_FROM = 0.25
#: Matches that must agree before features alone speak for one scene.
SCENE_SUPPORT = 15
#: Differences of the shown area below this share are not worth telling.
MARGIN = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A fingerprint opened for comparing."""

    phash: int
    features: Features
    thumbnail: NDArray[np.uint8]

    def mirrored(self, phash: int) -> Picture:
        """Return the left-right mirrored picture, whose hash is given."""
        flipped = np.ascontiguousarray(self.thumbnail[:, ::-1])
        return Picture(phash, self.features.mirrored(), flipped)


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """One way to lay B on A: the transform, upright or mirrored, and what the blocks then say."""

    fit: Fit
    mirrored: bool
    grid: Grid
    blocks: Blocks
    crop: tuple[float, float, float, float]

    def merit(self) -> int:
        """Return blocks that show the same, less those that do not: for choosing among ways."""
        return int(self.blocks.clear.sum()) - int(self.blocks.broken.sum())

    def settled(self) -> bool:
        """Whether so much agrees that no other way of laying B on A needs to be tried."""
        return int(self.blocks.clear.sum()) > SETTLED * int(self.blocks.textured.sum())

    def signals(self) -> Signals:
        """Return what the classifier weighs."""
        return read_signals(self.grid, self.blocks, self.fit, _overlap(self.crop))


def compare_fingerprints(a: Fingerprint, b: Fingerprint) -> Comparison:
    """Whether two pictures are one photograph, with the reason and how B lies on A.

    ``same``: one photograph, whatever was cropped, scaled, mirrored or laid over it;
    ``different``: the same scene in another frame; ``unsure``: a person must look;
    ``unrelated``: nothing in common was found.

    Raises:
        ValueError: a fingerprint is of another layout than this release writes.

    >>> from PIL import Image
    >>> from captiondedup.duplicates.fingerprint import fingerprint
    >>> print_ = fingerprint(Image.linear_gradient("L"), (256, 256))
    >>> compare_fingerprints(print_, print_).verdict.value
    'same'
    """
    for each in (a, b):
        if each.algorithm != ALGORITHM:
            raise ValueError(f"fingerprint of layout {each.algorithm!r}, not {ALGORITHM!r}")
    if (a.features, a.thumbnail) == (b.features, b.thumbnail):
        return _identical(a, b)
    best = align(a, b)
    if best is None:
        return Comparison(
            Verdict.UNRELATED, 0.0, "The pictures have nothing in common.", "image-no-alignment"
        )
    return _judge(a, b, best)


def align(a: Fingerprint, b: Fingerprint) -> Aligned | None:
    """Return the way to lay B on A, upright or mirrored, in which most agrees, or None."""
    best: Aligned | None = None
    for aligned in _ways(_open(a), _open(b), int(b.phash_mirrored, 16)):
        if best is None or aligned.merit() > best.merit():
            best = aligned
        if best.settled():
            break
    return best


def _ways(one: Picture, upright: Picture, phash_mirrored: int) -> Iterator[Aligned]:
    for two in (upright, upright.mirrored(phash_mirrored)):
        turned = two is not upright
        for fit in find_fits(one.features, two.features):
            yield from _laid(one, two, fit, turned)
        if (one.phash ^ two.phash).bit_count() <= WHOLE_RADIUS:
            yield from _laid(one, two, _stretched(one, two), turned)


def _open(print_: Fingerprint) -> Picture:
    data = np.frombuffer(print_.thumbnail, np.uint8)
    thumbnail = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if len(data) else None
    if thumbnail is None:
        raise ValueError("fingerprint: the thumbnail cannot be read")
    return Picture(
        int(print_.phash, 16),
        unpack_features(print_.features),
        np.asarray(thumbnail, np.uint8),
    )


def _stretched(one: Picture, two: Picture) -> Fit:
    """B laid on the whole of A, unaligned: for pictures too plain to have features."""
    x = one.features.size[0] / two.features.size[0]
    y = one.features.size[1] / two.features.size[1]
    return Fit(np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]]))


def _laid(one: Picture, two: Picture, fit: Fit, mirrored: bool) -> Iterator[Aligned]:
    """Lays B on A by a transform, and once more after correcting it by what the blocks say."""
    to_one, to_two = _to_thumbnail(one), _to_thumbnail(two)
    matrix = np.asarray(to_one @ fit.matrix @ np.linalg.inv(to_two), np.float64)
    laid = _laid_out(one, two, matrix)
    if laid is not None and laid[1].clear.sum() >= FEWEST:
        matrix = refine(matrix, *laid, similar=not fit.bent)
        laid = _laid_out(one, two, matrix)
    if laid is not None:
        corrected = replace(fit, matrix=np.linalg.inv(to_one) @ matrix @ to_two)
        yield Aligned(corrected, mirrored, *laid, _crop(one, two, corrected.matrix))


def _laid_out(one: Picture, two: Picture, matrix: Matrix) -> tuple[Grid, Blocks] | None:
    grid = lay_out(one.thumbnail, two.thumbnail, matrix)
    blocks = None if grid is None else measure_blocks(grid)
    return None if grid is None or blocks is None else (grid, blocks)


def _to_thumbnail(picture: Picture) -> Matrix:
    height, width = picture.thumbnail.shape
    x, y = width / picture.features.size[0], height / picture.features.size[1]
    return np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])


def _crop(one: Picture, two: Picture, matrix: Matrix) -> tuple[float, float, float, float]:
    """Return the rectangle of B in fractions of A."""
    width, height = two.features.size
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]]) - 0.5
    there = cv2.perspectiveTransform(corners[None], matrix)[0]
    moved = (there + 0.5) / np.array(one.features.size)
    # Opposite sides averaged: a slight turn does not make the rectangle larger.
    left, right = moved[[0, 3], 0].mean(), moved[[1, 2], 0].mean()
    top, bottom = moved[[0, 1], 1].mean(), moved[[2, 3], 1].mean()
    return float(left), float(top), float(right), float(bottom)


def _overlap(crop: tuple[float, float, float, float]) -> float:
    """Share of the smaller picture that both cover."""
    left, top, right, bottom = crop
    common = max(0.0, min(1, right) - max(0, left)) * max(0.0, min(1, bottom) - max(0, top))
    smaller = min(1.0, abs((right - left) * (bottom - top)))
    return min(1.0, common / smaller) if smaller else 0.0


def _identical(a: Fingerprint, b: Fingerprint) -> Comparison:
    alignment = Alignment((0.0, 0.0, 1.0, 1.0), False, 0.0, _larger(a, b))
    return Comparison(
        Verdict.SAME,
        100.0,
        "The pictures are identical." if a.size == b.size else "The pictures differ in size only.",
        "image-identical",
        alignment=alignment,
    )


def _larger(a: Fingerprint, b: Fingerprint) -> str:
    """Which picture has more pixels: ``a``, ``b`` or ``equal``."""
    one, two = a.size[0] * a.size[1], b.size[0] * b.size[1]
    return "equal" if one == two else "a" if one > two else "b"


def _judge(a: Fingerprint, b: Fingerprint, best: Aligned) -> Comparison:
    signals = best.signals()
    likelihood = signals.likelihood()
    if likelihood >= SAME_FROM:
        verdict, rule, confidence = Verdict.SAME, "image-aligned", likelihood
    elif likelihood >= UNSURE_FROM:
        verdict, rule, confidence = Verdict.UNSURE, "image-doubtful", 1 - likelihood
    elif signals.alike >= SCENE_FROM or best.fit.support >= SCENE_SUPPORT:
        verdict, rule, confidence = Verdict.DIFFERENT, "image-other-frame", 1 - likelihood
    else:
        verdict, rule, confidence = Verdict.UNRELATED, "image-no-agreement", 1 - likelihood
    left, top, right, bottom = (round(value, 4) + 0.0 for value in best.crop)
    overlay = round(float(best.blocks.broken.sum() / best.blocks.valid.sum()), 4)
    alignment = Alignment((left, top, right, bottom), best.mirrored, overlay, _larger(a, b))
    return Comparison(
        verdict,
        round(100 * likelihood, 2),
        _reason(verdict, signals, alignment),
        rule,
        round(confidence, 4),
        contains=_contains(alignment.crop) if verdict is Verdict.SAME else "",
        alignment=None if verdict is Verdict.UNRELATED else alignment,
    )


def _reason(verdict: Verdict, signals: Signals, alignment: Alignment) -> str:
    """One sentence for a picture editor."""
    if verdict is Verdict.UNRELATED:
        return "The pictures have nothing in common."
    if verdict is Verdict.DIFFERENT:
        return f"The same scene in another frame: {signals.broken:.0%} of the detail has changed."
    if verdict is Verdict.UNSURE:
        return (
            f"The pictures lie on each other, but {signals.broken:.0%} of the detail differs: "
            "an altered copy or another frame; look at both."
        )
    return "One photograph: " + ", ".join(_alterations(alignment)) + "."


def _alterations(alignment: Alignment) -> Iterator[str]:
    left, top, right, bottom = alignment.crop
    covered = max(0.0, min(1, right) - max(0, left)) * max(0.0, min(1, bottom) - max(0, top))
    whole = (right - left) * (bottom - top)
    plain = True
    if covered < 1 - MARGIN:
        plain = False
        yield f"B shows {covered:.0%} of A"
    if whole > covered + MARGIN:
        plain = False
        yield f"{1 - covered / whole:.0%} of B lies outside A"
    if alignment.mirrored:
        plain = False
        yield "mirrored"
    if alignment.overlay > MARGIN:
        plain = False
        yield f"something covers {alignment.overlay:.0%} of the picture"
    if plain:
        yield "both show all of it"


def _contains(crop: tuple[float, float, float, float]) -> str:
    """Return ``a`` or ``b`` when that picture shows all of the other and more, else nothing."""
    left, top, right, bottom = crop
    inside_a = min(left, top, 1 - right, 1 - bottom) > -MARGIN / 2
    inside_b = max(left, top, 1 - right, 1 - bottom) < MARGIN / 2
    if inside_a and not inside_b:
        return "a"
    return "b" if inside_b and not inside_a else ""
