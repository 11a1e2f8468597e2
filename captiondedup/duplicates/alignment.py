"""How one picture lies on another, from the corners they share: a similarity transform.

Matches vote first (each match proposes a scale from its pyramid levels and a shift), so that
text, page furniture and repeated patterns around a picture do not drown it; then the transform
is fitted by RANSAC, whose random numbers OpenCV starts from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

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
#: Matches that must roughly agree before a perspective is tried, and the share of them that a
#: similarity must leave unexplained.
BENT_SUPPORT = 14
BENT_SHARE = 0.8
#: Most that the scale may change across a picture photographed askew.
MOST_BENT = 0.4
#: Differing bits, and distance in pixels of the coarser picture, of a match on what moved.
STRAY_BITS = 44
STRAY_REACH = 90.0
#: Scales outside this range are not plausible for two published versions of one picture.
SCALE_RANGE = (0.15, 6.5)


@dataclass(frozen=True, slots=True, eq=False)
class Matches:
    """Corners of A and B that are each other's nearest: positions (n, 2), scales, bits.

    ``scales`` are those that the pyramid levels propose, pixels of A for one of B.
    """

    a: Points
    b: Points
    scales: NDArray[np.float32]
    bits: NDArray[np.intp]

    def take(self, chosen: NDArray[np.intp]) -> Matches:
        """Return the chosen matches."""
        return Matches(self.a[chosen], self.b[chosen], self.scales[chosen], self.bits[chosen])


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A transform (3, 3) from pixels of B to pixels of A, and what supports it.

    ``support`` counts matches that agree, ``matches`` all mutual matches, ``strays`` close matches
    that lie nearby but elsewhere, as on something that moved; ``error`` is the root mean square
    distance of the supporting ones in pixels of A. ``bent`` marks a perspective transform.
    """

    matrix: Matrix
    support: int = 0
    matches: int = 0
    strays: int = 0
    error: float = 0.0
    bent: bool = False


def match_features(a: Features, b: Features) -> Matches:
    """Return the corners of A and B that are each other's nearest and near enough."""
    if not len(a.levels) or not len(b.levels):
        nothing = np.zeros((0, 2), np.float32)
        return Matches(nothing, nothing, nothing[:, 0], np.zeros(0, np.intp))
    # The product of two +1/-1 rows of 256 is 256 minus twice their differing bits, exactly.
    # OpenCV multiplies in one thread; numpy's BLAS would start threads for a millisecond's work.
    signs_a, signs_b = _signs(a.words), _signs(b.words)
    none = np.zeros((0, 0), np.float32)
    likeness = np.asarray(cv2.gemm(signs_a, signs_b, 1, none, 0, flags=cv2.GEMM_2_T), np.float32)
    nearest_b = likeness.argmax(axis=1)
    nearest_a = likeness.argmax(axis=0)
    index = np.arange(len(nearest_b))
    bits = ((256 - likeness[index, nearest_b]) / 2).astype(np.intp)
    in_a = np.flatnonzero((nearest_a[nearest_b] == index) & (bits <= MAX_BITS))
    in_b = nearest_b[in_a]
    steps = a.levels[in_a].astype(np.float32) - b.levels[in_b]
    return Matches(a.positions[in_a], b.positions[in_b], LEVEL_STEP**steps, bits[in_a])


def _signs(words: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.unpackbits(words, axis=1).astype(np.float32) * 2 - 1


def find_fits(a: Features, b: Features) -> Iterator[Fit]:
    """Yield transforms from B to A that many matches support: a similarity, then a perspective."""
    matches = match_features(a, b)
    if len(matches.bits) < MIN_SUPPORT:
        return
    chosen = _agreeing(matches)
    if len(chosen) < MIN_SUPPORT:
        return
    near = matches.take(chosen)
    flat = _similarity(near)
    fit = None if flat is None else _refined(flat, matches)
    if fit is not None:
        yield fit
    if len(chosen) >= BENT_SUPPORT and (fit is None or fit.support < BENT_SHARE * len(chosen)):
        bent = _perspective(near)
        if bent is not None and (fit is None or bent.support > fit.support):
            yield _with_strays(bent, matches)


def _agreeing(matches: Matches) -> NDArray[np.intp]:
    """Return the matches that fit the scale and shift of the best-supported single match."""
    delta_a = matches.a[None] - matches.a[:, None]
    delta_b = matches.b[None] - matches.b[:, None]
    error = np.abs(delta_a - matches.scales[:, None, None] * delta_b).max(axis=2)
    # A scale read from pyramid levels is right within about 15 %, so far points may miss more.
    reach = 6 + 0.17 * np.abs(delta_a).max(axis=2)
    ratio = np.abs(np.log(matches.scales[None] / matches.scales[:, None]))
    agree = (error < reach) & (ratio < 0.6)
    return np.flatnonzero(agree[agree.sum(axis=1).argmax()])


def _similarity(matches: Matches) -> Matrix | None:
    matrix, _ = cv2.estimateAffinePartial2D(
        matches.b, matches.a, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=600
    )
    # OpenCV's own stubs do not say that nothing may have been found: then it is None or empty.
    fitted = np.asarray(matrix, np.float64)
    if fitted.shape != (2, 3):
        return None
    full = np.vstack((fitted, (0, 0, 1)))
    return full if plausible(full) else None


def _perspective(matches: Matches) -> Fit | None:
    """Return the perspective of a picture photographed from a screen or a page."""
    matrix, mask = cv2.findHomography(
        matches.b, matches.a, method=cv2.RANSAC, ransacReprojThreshold=TOLERANCE, maxIters=800
    )
    fitted = np.asarray(matrix, np.float64)
    if fitted.shape != (3, 3) or not plausible(fitted):
        return None
    if np.abs(fitted[2, :2]).max() * max(1.0, float(matches.b.max())) > MOST_BENT:
        return None
    inside = np.asarray(mask, bool).ravel()
    error = _distances(fitted, matches)[inside]
    return Fit(
        fitted,
        support=int(inside.sum()),
        matches=len(matches.bits),
        error=float(np.sqrt((error**2).mean())) if error.size else 0.0,
        bent=True,
    )


def plausible(matrix: Matrix) -> bool:
    """Whether a transform keeps within the scales of published copies."""
    scale = scale_of(matrix)
    return bool(np.isfinite(scale) and SCALE_RANGE[0] <= scale <= SCALE_RANGE[1])


def scale_of(matrix: Matrix) -> float:
    """Pixels of A for one pixel of B."""
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def _refined(matrix: Matrix, matches: Matches) -> Fit | None:
    """Return the transform fitted again, by least squares, to every match that it explains."""
    limit = TOLERANCE * max(1.0, scale_of(matrix))
    close = np.zeros(len(matches.bits), bool)
    for _ in range(2):
        close = _distances(matrix, matches) < limit
        if close.sum() < MIN_SUPPORT:
            return None
        matrix = least_squares_similarity(matches.a[close], matches.b[close])
    if not plausible(matrix):
        return None
    error = _distances(matrix, matches)[close]
    support, root = int(close.sum()), float(np.sqrt((error**2).mean()))
    return _with_strays(Fit(matrix, support, len(matches.bits), error=root), matches)


def _with_strays(fit: Fit, matches: Matches) -> Fit:
    size = max(1.0, scale_of(fit.matrix))
    distance = _distances(fit.matrix, matches) / size
    strays = (matches.bits <= STRAY_BITS) & (distance > 2 * TOLERANCE) & (distance < STRAY_REACH)
    return replace(fit, strays=int(strays.sum()), matches=len(matches.bits))


def _distances(matrix: Matrix, matches: Matches) -> NDArray[np.float64]:
    points = matches.b.astype(np.float64)
    moved = points @ matrix[:2, :2].T + matrix[:2, 2]
    weight = points @ matrix[2, :2] + matrix[2, 2]
    return np.asarray(np.hypot(*(moved / weight[:, None] - matches.a).T), np.float64)


def least_squares_similarity(points_a: Points, points_b: Points) -> Matrix:
    """Return the (3, 3) similarity that takes points B (n, 2) to points A, least squares.

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
    full = np.eye(3)
    full[:2, :2], full[:2, 2] = linear, shift
    return full
