"""Local features of a grey picture: corners spread over a grid and mirror-ready binary words.

A corner is described by 256 comparisons of smoothed grey values around it (BRIEF: Calonder et
al., ECCV 2010), upright, on a pyramid of scales. The comparisons come in two halves, and the
second half holds the left-right reflections of the first: the description of the mirrored
picture is the same bytes with the halves swapped, so mirrored copies cost nothing to look for.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: Each level of the pyramid is this much smaller than the one before.
LEVEL_STEP = 1.3
#: Number of levels: copies up to 3.7 times smaller still share levels with the original.
LEVELS = 6
#: Most corners that are kept of one picture.
MAX_FEATURES = 400
#: Side of the grid cells, in pixels of the level, over which corners are spread.
CELL = 36
#: Reach of the comparisons around a corner, in pixels of the level.
REACH = 13
#: Comparisons in one half of a description.
HALF_BITS = 128
#: Smallest corner response (least eigenvalue of the structure tensor) that is no noise.
FLOOR = 2e-5
#: Sub-pixel steps in which positions are stored.
POSITION_STEPS = 32

_HEADER = struct.Struct("<HHH")


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Corners of one picture.

    ``positions`` (n, 2) are in pixels of its grey picture of ``size``, ``levels`` (n,) those of
    the pyramid, ``words`` (n, 32) the descriptions in bytes.
    """

    size: tuple[int, int]
    positions: Floats
    levels: NDArray[np.uint8]
    words: NDArray[np.uint8]

    def mirrored(self) -> Features:
        """Return the features of the left-right mirrored picture."""
        positions = self.positions.copy()
        positions[:, 0] = self.size[0] - 1 - positions[:, 0]
        words = np.concatenate((self.words[:, 16:], self.words[:, :16]), axis=1)
        return Features(self.size, positions, self.levels, words)

    def pack(self) -> bytes:
        """Return the features as bytes: header, x, y (1/32 pixel), levels, descriptions."""
        steps = np.rint(self.positions * POSITION_STEPS).astype("<u2")
        return b"".join(
            (
                _HEADER.pack(self.size[0], self.size[1], len(self.levels)),
                steps.T.tobytes(),
                self.levels.tobytes(),
                self.words.tobytes(),
            )
        )


def unpack_features(data: bytes) -> Features:
    """Return the :class:`Features` that :meth:`Features.pack` wrote.

    Raises:
        ValueError: the bytes are not of that layout.
    """
    if len(data) < _HEADER.size:
        raise ValueError("image features: too few bytes for a header")
    width, height, count = _HEADER.unpack_from(data)
    if len(data) != _HEADER.size + 37 * count:
        raise ValueError(f"image features: {len(data)} bytes do not hold {count} features")
    body = np.frombuffer(data, np.uint8, offset=_HEADER.size)
    steps = body[: 4 * count].view("<u2").reshape(2, count)
    positions = np.ascontiguousarray(steps.T, dtype=np.float32) / np.float32(POSITION_STEPS)
    return Features(
        (width, height),
        positions,
        body[4 * count : 5 * count],
        body[5 * count :].reshape(count, 32),
    )


@cache
def _comparisons() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Offsets (dx, dy) of the two points of each of the 256 comparisons, each (256, 2)."""
    # RandomState's stream is frozen by numpy's policy: a fixed table, written as its recipe.
    source = np.random.RandomState(19)
    points = np.clip(np.rint(source.normal(0, 5.5, (HALF_BITS, 2, 2))), -REACH, REACH)
    first = points.astype(np.intp)
    both = np.concatenate((first, first * np.array([-1, 1])))
    return both[:, 0], both[:, 1]


def find_features(grey: Grey) -> Features:
    """Corners of a grey picture (height, width), at most MAX_FEATURES, best spread first."""
    height, width = grey.shape
    positions, levels, words, ranks, strengths = [], [], [], [], []
    for level in range(LEVELS):
        scale = LEVEL_STEP**level
        size = (round(width / scale), round(height / scale))
        if min(size) < 2 * REACH + 6:
            break
        picture = grey if level == 0 else _scaled(grey, size)
        spots, strength, rank = _corners(picture)
        if not len(spots):
            continue
        words.append(_describe(picture, np.rint(spots).astype(np.intp)))
        # Pixel centres: level coordinates to those of the full grey picture.
        factor = np.array([width / size[0], height / size[1]], np.float32)
        positions.append((spots + 0.5) * factor - 0.5)
        levels.append(np.full(len(spots), level, np.uint8))
        ranks.append(rank)
        strengths.append(strength)
    if not words:
        nothing = np.zeros((0, 2), np.float32)
        return Features(
            (width, height), nothing, np.zeros(0, np.uint8), np.zeros((0, 32), np.uint8)
        )
    order = np.lexsort((-np.concatenate(strengths), np.concatenate(ranks)))[:MAX_FEATURES]
    return Features(
        (width, height),
        np.maximum(np.concatenate(positions)[order], 0).astype(np.float32),
        np.concatenate(levels)[order],
        np.concatenate(words)[order],
    )


def _scaled(grey: Grey, size: tuple[int, int]) -> Grey:
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _corners(picture: Grey) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Corner positions (n, 2) with sub-pixel parts, strengths, and rank within the grid cell."""
    strength = cv2.cornerMinEigenVal(picture, 5)
    peaks = (strength == cv2.dilate(strength, np.ones((5, 5), np.uint8))) & (strength > FLOOR)
    edge = REACH + 2
    peaks[:edge] = peaks[-edge:] = False
    peaks[:, :edge] = peaks[:, -edge:] = False
    y, x = np.nonzero(peaks)
    value = strength[y, x]
    columns = picture.shape[1] // CELL + 1
    cell = (y // CELL) * columns + x // CELL
    order = np.lexsort((-value, cell))
    y, x, value, cell = y[order], x[order], value[order], cell[order]
    first = np.flatnonzero(np.r_[True, cell[1:] != cell[:-1]]) if len(cell) else cell
    sizes = np.diff(np.r_[first, len(cell)])
    rank = np.arange(len(cell)) - np.repeat(first, sizes)
    kept = rank < 8
    y, x, value, rank = y[kept], x[kept], value[kept], rank[kept]
    spots = np.empty((len(x), 2), np.float32)
    spots[:, 0] = x + peak_shift(strength[y, x - 1], value, strength[y, x + 1])
    spots[:, 1] = y + peak_shift(strength[y - 1, x], value, strength[y + 1, x])
    return spots, value, rank


def peak_shift(before: Floats, peak: Floats, after: Floats) -> Floats:
    """Return where the parabola through three neighbouring values peaks, -0.49 to 0.49."""
    bend = before - 2 * peak + after
    shift = (before - after) / (2 * np.where(bend < -1e-12, bend, -1))
    return np.asarray(np.clip(np.where(bend < -1e-12, shift, 0), -0.49, 0.49), np.float32)


def _describe(picture: Grey, spots: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Descriptions (n, 32) of the corners at whole-pixel spots (n, 2)."""
    smooth = cv2.GaussianBlur(picture, (0, 0), 1.8)
    width = picture.shape[1]
    centre = spots[:, 1] * width + spots[:, 0]
    one, two = _comparisons()
    flat = smooth.reshape(-1)
    left = flat[centre[:, None] + (one[:, 1] * width + one[:, 0])]
    right = flat[centre[:, None] + (two[:, 1] * width + two[:, 0])]
    return np.packbits(left < right, axis=1)
