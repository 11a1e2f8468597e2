"""Whether two aligned pictures show the same, block by block.

Both thumbnails are brought into the coarser of the two grids and cut into small blocks. In a
copy nearly every textured block correlates, whatever was done to brightness or contrast; what
does not is something laid over one of the two. In another frame of the scene something moved.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.alignment import Matrix, scale_of

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

#: Side of a block in pixels of the common grid (thumbnails are 240 pixels long).
BLOCK = 10
#: Standard deviation, in grey levels, above which a block has texture to correlate.
TEXTURE = 3.0
#: Shifts in pixels over which a block may look for its best correlation.
SHIFTS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """What was measured in each block of the common grid; arrays (rows, columns).

    ``valid`` marks blocks that both pictures cover; ``correlation`` is -1 to 1; ``spread_a`` and
    ``spread_b`` are standard deviations and ``offset`` the difference of the means, all in grey
    levels of A after matching B's brightness and contrast to A's.
    """

    valid: Flags
    correlation: Floats
    spread_a: Floats
    spread_b: Floats
    offset: Floats

    @property
    def textured(self) -> Flags:
        """Valid blocks where at least one of the pictures has texture."""
        return self.valid & (np.maximum(self.spread_a, self.spread_b) > TEXTURE)


def measure_blocks(a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: Matrix) -> Blocks | None:
    """Return the blocks of grey thumbnails A and B; ``matrix`` takes B's pixels to A's.

    None when the two overlap by less than 12 blocks.
    """
    common = _common_grid(a, b, matrix)
    if common is None:
        return None
    one, two, mask = common
    covered = _pool(mask) > 0.95
    if covered.sum() < 12:
        return None
    mean_a, mean_b = _pool(one), _pool(two)
    spread_a = _spread(one, mean_a)
    best = np.full(mean_a.shape, -1, np.float32)
    spread_b = _spread(two, mean_b)
    for shift in SHIFTS:
        moved = _shifted(two, shift)
        mean = _pool(moved) if shift != (0, 0) else mean_b
        spread = _spread(moved, mean) if shift != (0, 0) else spread_b
        joint = _pool(one * moved) - mean_a * mean
        np.maximum(best, joint / (spread_a * spread + 1.0), out=best)
    gain, level = _photometry(mean_a, mean_b, spread_a, spread_b, covered & (best > 0.8))
    return Blocks(covered, best, spread_a, gain * spread_b, gain * mean_b + level - mean_a)


def _common_grid(
    a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: Matrix
) -> tuple[Floats, Floats, Floats] | None:
    """Both pictures and the mask of what both cover, in the grid of the coarser one."""
    scale = scale_of(matrix)
    full = np.vstack((matrix, (0, 0, 1))) if matrix.shape == (2, 3) else matrix
    if scale > 1:
        swapped = _common_grid(b, a, np.linalg.inv(full))
        return None if swapped is None else (swapped[1], swapped[0], swapped[2])
    height, width = a.shape
    corners = np.array([[0, 0], [b.shape[1], 0], [b.shape[1], b.shape[0]], [0, b.shape[0]]])
    moved = cv2.perspectiveTransform(corners[None].astype(np.float64), full)[0]
    left, top = np.maximum(np.floor(moved.min(axis=0)), 0).astype(int)
    right, bottom = np.minimum(np.ceil(moved.max(axis=0)), (width, height)).astype(int)
    if right - left < 2 * BLOCK or bottom - top < 2 * BLOCK:
        return None
    shift = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64)
    finer, full = _shrunk(b, scale, shift @ full)
    size = (int(right - left), int(bottom - top))
    two = np.asarray(cv2.warpPerspective(finer, full, size, flags=cv2.INTER_LINEAR), np.uint8)
    mask = cv2.warpPerspective(np.ones_like(finer), full, size, flags=cv2.INTER_NEAREST)
    one = a[top:bottom, left:right]
    return _smooth(one), _smooth(two), mask.astype(np.float32)


def _shrunk(b: NDArray[np.uint8], scale: float, full: Matrix) -> tuple[NDArray[np.uint8], Matrix]:
    """B averaged down towards the common grid, so that warping it does not alias."""
    if scale > 0.8:
        return b, full
    size = (max(2, round(b.shape[1] * scale)), max(2, round(b.shape[0] * scale)))
    small = cv2.resize(b, size, interpolation=cv2.INTER_AREA)
    x, y = b.shape[1] / size[0], b.shape[0] / size[1]
    back = np.array([[x, 0, (x - 1) / 2], [0, y, (y - 1) / 2], [0, 0, 1]])
    return np.asarray(small, np.uint8), full @ back


def _smooth(picture: NDArray[np.uint8]) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.9), np.float32)


def _pool(picture: Floats) -> Floats:
    """Means of the blocks; the last row and column of blocks may be cut a little."""
    rows, columns = picture.shape[0] // BLOCK, picture.shape[1] // BLOCK
    whole = picture[: rows * BLOCK, : columns * BLOCK]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _spread(picture: Floats, mean: Floats) -> Floats:
    return np.sqrt(np.maximum(_pool(picture * picture) - mean * mean, 0))


def _shifted(picture: Floats, shift: tuple[int, int]) -> Floats:
    if shift == (0, 0):
        return picture
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    size = (picture.shape[1], picture.shape[0])
    return np.asarray(
        cv2.warpAffine(
            picture, matrix, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE
        ),
        np.float32,
    )


def _photometry(
    mean_a: Floats, mean_b: Floats, spread_a: Floats, spread_b: Floats, good: Flags
) -> tuple[float, float]:
    """Gain and level that take B's grey values to A's, from the blocks that correlate."""
    if good.sum() < 6:
        return 1.0, float(np.median(mean_a - mean_b))
    x, y = mean_b[good], mean_a[good]
    textured = (spread_a[good] > TEXTURE) & (spread_b[good] > TEXTURE)
    ratio = spread_a[good][textured] / spread_b[good][textured] if textured.any() else np.ones(1)
    gain = float(np.clip(np.median(ratio), 0.3, 3.0))
    return gain, float(np.median(y - gain * x))
