"""How one picture lies on another, from the corners they share: a similarity transform.

Matches vote first (each match proposes a scale from its pyramid levels and a shift), so that
text, page furniture and repeated patterns around a picture do not drown it; then the transform
is fitted by RANSAC, whose random numbers OpenCV starts from a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.image_features import LEVEL_STEP, Features

Matrix = NDArray[np.float64]
Points = NDArray[np.float32]

#: Most differing bits of 256 between two descriptions of one corner. Chosen on the image bench:
#: 95 % of true matches after JPEG quality 50 and scaling stay below it.
MAX_BITS = 76
#: Fewest matches that support a transform worth looking at.
MIN_SUPPORT = 5
#: Largest distance, in pixels of the coarser picture, of a supporting match after fitting.
TOLERANCE = 3.0
#: Scales outside this range are not plausible for two published versions of one picture.
SCALE_RANGE = (0.15, 6.5)


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A transform (2, 3) or (3, 3) from pixels of B to pixels of A, and what supports it.

    ``support`` counts matches that agree, ``matches`` all mutual matches, ``error`` is the root
    mean square distance of the supporting ones in pixels of A.
    """

    matrix: Matrix
    support: int
    matches: int
    error: float
    mirrored: bool = False
    bent: bool = False


def match_features(a: Features, b: Features) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return indices into A and B of corners that are each other's nearest and near enough."""
    none = np.zeros(0, np.intp)
    if not len(a.levels) or not len(b.levels):
        return none, none
    # The product of two +1/-1 rows of 256 is 256 minus twice their differing bits, exactly.
    likeness = _signs(a.words) @ _signs(b.words).T
    nearest_b = likeness.argmax(axis=1)
    nearest_a = likeness.argmax(axis=0)
    index = np.arange(len(nearest_b))
    mutual = nearest_a[nearest_b] == index
    near = likeness[index, nearest_b] >= 256 - 2 * MAX_BITS
    chosen = np.flatnonzero(mutual & near)
    return chosen, nearest_b[chosen]


def _signs(words: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.unpackbits(words, axis=1).astype(np.float32) * 2 - 1


def fit_similarity(a: Features, b: Features) -> Fit | None:
    """Return the similarity transform from B to A that most matches support, or None."""
    index_a, index_b = match_features(a, b)
    if len(index_a) < MIN_SUPPORT:
        return None
    points_a, points_b = a.positions[index_a], b.positions[index_b]
    steps = a.levels[index_a].astype(np.float32) - b.levels[index_b]
    chosen = _agreeing(points_a, points_b, LEVEL_STEP**steps)
    if len(chosen) < MIN_SUPPORT:
        return None
    fit = _fit(points_a[chosen], points_b[chosen])
    if fit is None:
        return None
    return _refit(fit, points_a, points_b)


def _agreeing(points_a: Points, points_b: Points, scales: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return matches that fit the scale and shift proposed by the best-supported single match."""
    delta_a = points_a[None] - points_a[:, None]
    delta_b = points_b[None] - points_b[:, None]
    error = np.abs(delta_a - scales[:, None, None] * delta_b).max(axis=2)
    # A scale read from pyramid levels is right within about 15 %, so far points may miss more.
    reach = 6 + 0.17 * np.abs(delta_a).max(axis=2)
    ratio = np.abs(np.log(scales[None] / scales[:, None]))
    agree = (error < reach) & (ratio < 0.6)
    return np.flatnonzero(agree[agree.sum(axis=1).argmax()])


def _fit(points_a: Points, points_b: Points) -> Matrix | None:
    matrix, _ = cv2.estimateAffinePartial2D(
        points_b, points_a, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=600
    )
    # OpenCV's own stubs do not say that nothing may have been found: then it is None or empty.
    fitted = np.asarray(matrix, np.float64)
    return fitted if fitted.shape == (2, 3) and plausible(fitted) else None


def plausible(matrix: Matrix) -> bool:
    """Whether a transform keeps within the scales of published copies."""
    scale = scale_of(matrix)
    return bool(np.isfinite(scale) and SCALE_RANGE[0] <= scale <= SCALE_RANGE[1])


def scale_of(matrix: Matrix) -> float:
    """Pixels of A for one pixel of B."""
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def _refit(matrix: Matrix, points_a: Points, points_b: Points) -> Fit | None:
    """Return the transform fitted again, by least squares, to every match that it explains."""
    limit = TOLERANCE * max(1.0, scale_of(matrix))
    close = np.zeros(len(points_a), bool)
    for _ in range(2):
        close = _distances(matrix, points_a, points_b) < limit
        if close.sum() < MIN_SUPPORT:
            return None
        matrix = least_squares_similarity(points_a[close], points_b[close])
    distances = _distances(matrix, points_a[close], points_b[close])
    if not plausible(matrix):
        return None
    error = float(np.sqrt((distances**2).mean()))
    return Fit(matrix, int(close.sum()), len(points_a), error)


def _distances(matrix: Matrix, points_a: Points, points_b: Points) -> NDArray[np.float64]:
    moved = points_b @ matrix[:, :2].T + matrix[:, 2]
    return np.asarray(np.hypot(*(moved - points_a).T), np.float64)


def least_squares_similarity(points_a: Points, points_b: Points) -> Matrix:
    """Return the (2, 3) similarity that takes points B (n, 2) to points A with least squared error.

    >>> square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    >>> least_squares_similarity(square * 2 + 3, square).round(6).tolist()[1]
    [0.0, 2.0, 3.0]
    """
    mean_a, mean_b = points_a.mean(axis=0), points_b.mean(axis=0)
    one = (points_b - mean_b) @ np.array([1, 1j])
    two = (points_a - mean_a) @ np.array([1, 1j])
    power = float((np.abs(one) ** 2).sum())
    turn = complex((np.conj(one) * two).sum() / power) if power else 1.0 + 0j
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    shift = mean_a - linear @ mean_b
    return np.column_stack((linear, shift)).astype(np.float64)
