"""Whether two aligned pictures show the same, block by block.

Both thumbnails are brought into the coarser of the two grids and cut into small blocks. In a
copy nearly every textured block correlates, whatever was done to brightness or contrast; what
does not is something laid over one of the two. In another frame of the scene something moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.alignment import Matrix, least_squares_similarity, scale_of
from captiondedup.duplicates.image_features import peak_shift

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]

#: Side of a block in pixels of the common grid (thumbnails are 240 pixels long).
BLOCK = 10
#: Pixels left out along the edges, where bars and borders around a picture bleed into it.
RIM = 2
#: Fewest blocks that both pictures must cover for anything to be said.
FEWEST = 12
#: Standard deviation, in grey levels, above which a block has texture to correlate.
TEXTURE = 3.0
#: Correlation below which a textured block is taken to show something else.
BROKEN = 0.6
#: Correlation above which a block shows the same well enough to measure its place.
CLEAR = 0.8
#: Shifts in pixels over which a block may look for its best correlation; the middle one is first.
SHIFTS = ((0, 0), (1, 0), (-1, 0), (0, 1), (0, -1))
#: Broken blocks that are looked for elsewhere, how far, and the correlation that finds them.
SEARCHED = 32
REACH = 24
FOUND = 0.88


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Two pictures in one grid: that of the coarser, cut to what both cover.

    ``swapped`` when the grid is B's; ``origin`` is its (left, top) in the coarser thumbnail.
    ``mask`` is 1 where both cover the grid.
    """

    one: Floats
    two: Floats
    mask: Floats
    origin: tuple[int, int]
    swapped: bool


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """What was measured in each block of the common grid; arrays (rows, columns).

    ``valid`` marks blocks that both pictures cover; ``correlation`` is -1 to 1; ``spread_a`` and
    ``spread_b`` are standard deviations and ``offset`` the difference of the means, all in grey
    levels of A after matching B's brightness and contrast to A's. ``shift`` (rows, columns, 2) is
    how far B would have to move for the best correlation, in pixels of the grid.
    """

    valid: Flags
    correlation: Floats
    spread_a: Floats
    spread_b: Floats
    offset: Floats
    shift: Floats

    @property
    def textured(self) -> Flags:
        """Valid blocks where at least one of the pictures has texture."""
        return self.valid & (np.maximum(self.spread_a, self.spread_b) > TEXTURE)

    @property
    def broken(self) -> Flags:
        """Textured blocks that do not show the same."""
        return self.textured & (self.correlation < BROKEN)

    @property
    def clear(self) -> Flags:
        """Blocks with texture on both sides that show the same."""
        both = np.minimum(self.spread_a, self.spread_b) > TEXTURE
        return self.valid & both & (self.correlation > CLEAR)


def measure_blocks(grid: Grid) -> Blocks | None:
    """Return the blocks of a grid, or None when too few are covered by both pictures."""
    covered = _pool(grid.mask) > 0.95
    if covered.sum() < FEWEST:
        return None
    mean_a, mean_b = _pool(grid.one), _pool(grid.two)
    spread_a, spread_b = _spread(grid.one, mean_a), _spread(grid.two, mean_b)
    tried = np.stack(
        [_correlate(grid.one, _shifted(grid.two, shift), mean_a, spread_a) for shift in SHIFTS]
    )
    best = tried.max(axis=0)
    shift = np.stack(
        (peak_shift(tried[2], tried[0], tried[1]), peak_shift(tried[4], tried[0], tried[3])),
        axis=-1,
    )
    gain, level = _photometry(mean_a, mean_b, spread_a, spread_b, covered & (best > CLEAR))
    spread_b, offset = gain * spread_b, gain * mean_b + level - mean_a
    if grid.swapped:
        spread_a, spread_b, shift = spread_b, spread_a, -shift
    return Blocks(covered, best, spread_a, spread_b, offset, shift)


def _correlate(one: Floats, two: Floats, mean_a: Floats, spread_a: Floats) -> Floats:
    mean = _pool(two)
    joint = _pool(one * two) - mean_a * mean
    # One grey level of noise in the denominator keeps plain blocks from correlating by chance.
    return np.asarray(joint / (spread_a * _spread(two, mean) + 1.0), np.float32)


def lay_out(a: NDArray[np.uint8], b: NDArray[np.uint8], matrix: Matrix) -> Grid | None:
    """Return thumbnails A and B in one grid, or None where they hardly overlap.

    ``matrix`` (3, 3) takes B's pixels to A's.
    """
    scale = scale_of(matrix)
    if scale > 1:
        inverse = np.asarray(np.linalg.inv(matrix), np.float64)
        if scale_of(inverse) >= scale:  # no enlargement either way: a degenerate transform
            return None
        swapped = None if scale_of(inverse) > 1 else lay_out(b, a, inverse)
        return None if swapped is None else replace(swapped, swapped=True)
    height, width = a.shape
    corners = np.array([[0, 0], [b.shape[1], 0], [b.shape[1], b.shape[0]], [0, b.shape[0]]])
    moved = cv2.perspectiveTransform(corners[None].astype(np.float64), matrix)[0]
    left, top = np.maximum(np.floor(moved.min(axis=0)), 0).astype(int) + RIM
    right, bottom = np.minimum(np.ceil(moved.max(axis=0)), (width, height)).astype(int) - RIM
    if right - left < 2 * BLOCK or bottom - top < 2 * BLOCK:
        return None
    finer, full = _shrunk(b, scale_of(matrix), _move(-left, -top) @ matrix)
    size = (int(right - left), int(bottom - top))
    two = np.asarray(cv2.warpPerspective(finer, full, size, flags=cv2.INTER_LINEAR), np.uint8)
    mask = cv2.warpPerspective(np.ones_like(finer), full, size, flags=cv2.INTER_NEAREST)
    one = a[top:bottom, left:right]
    origin = (int(left), int(top))
    return Grid(_smooth(one), _smooth(two), np.asarray(mask, np.float32), origin, swapped=False)


def _move(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def refine(matrix: Matrix, grid: Grid, blocks: Blocks, *, similar: bool) -> Matrix:
    """Return the transform corrected by where the clear blocks want to move.

    The correction is a similarity, or with ``similar`` off (after a perspective) affine.
    """
    clear = blocks.clear
    if clear.sum() < FEWEST:
        return matrix
    centres = _centres(clear)
    shift = blocks.shift[clear] * (-1 if grid.swapped else 1)
    target = np.asarray(centres + shift, np.float64)
    if similar:
        change = least_squares_similarity(
            np.asarray(target, np.float32), np.asarray(centres, np.float32)
        )
    else:
        ones = np.column_stack((centres, np.ones(len(centres))))
        change = np.eye(3)
        change[:2] = np.linalg.lstsq(np.asarray(ones, np.float64), target, rcond=None)[0].T
    back, there = _move(*grid.origin), _move(-grid.origin[0], -grid.origin[1])
    if grid.swapped:
        return np.asarray(matrix @ back @ np.linalg.inv(change) @ there, np.float64)
    return np.asarray(back @ change @ there @ matrix, np.float64)


def unrest(blocks: Blocks) -> float:
    """Return how far clear blocks still want to move, each its own way: pixels of the grid.

    A copy lies still, within 0.1 pixel or so; in another frame of the scene the parts shift.
    """
    shift = blocks.shift[blocks.clear]
    if len(shift) < FEWEST:
        return 0.5
    apart = np.abs(shift - np.median(shift, axis=0)).max(axis=1)
    return float(np.percentile(apart, 75))


def _centres(flags: Flags) -> Floats:
    rows, columns = np.nonzero(flags)
    return np.asarray(np.column_stack((columns, rows)) * BLOCK + (BLOCK - 1) / 2, np.float32)


def found_elsewhere(grid: Grid, blocks: Blocks) -> tuple[int, int]:
    """Return how many broken blocks stand nearby on the other side too, and how many were sought.

    What moved between two frames is found again both ways, so the lesser of the two counts; what
    was laid over one picture is not in the other.
    """
    both = np.minimum(blocks.spread_a, blocks.spread_b)
    rows, columns = np.nonzero(blocks.broken & (both > TEXTURE))
    order = np.argsort(-both[rows, columns], kind="stable")[:SEARCHED]
    places = list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))
    there = sum(_stands_in(grid.one, grid.two, *place) for place in places)
    back = sum(_stands_in(grid.two, grid.one, *place) for place in places) if there else 0
    return min(there, back), len(places)


def _stands_in(source: Floats, target: Floats, row: int, column: int) -> bool:
    """Whether the block of the source, with a small margin, is found near its place in target."""
    top, left = row * BLOCK, column * BLOCK
    piece = source[max(0, top - 2) : top + BLOCK + 2, max(0, left - 2) : left + BLOCK + 2]
    area = target[
        max(0, top - REACH) : top + BLOCK + REACH, max(0, left - REACH) : left + BLOCK + REACH
    ]
    return bool(cv2.matchTemplate(area, piece, cv2.TM_CCOEFF_NORMED).max() > FOUND)


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
