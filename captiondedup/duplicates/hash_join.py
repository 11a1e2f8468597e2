"""All pairs of 64-bit hashes within a few bits of each other, without comparing all with all.

Pigeonhole: hashes within 8 bits differ by at most 2 bits in one of three parts. Each part is
looked up under every change of up to two bits, in a table of all values of that part. Memory:
about 45 bytes a hash, 17 MB of table and 24 bytes a pair found; independent of the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Index = NDArray[np.int64]

#: First bit and width of the three parts.
PARTS = ((0, 21), (21, 21), (42, 22))
#: Largest radius that three parts with two changed bits find completely.
LARGEST_RADIUS = 8
#: Below this many comparisons it is quicker to compare all with all.
BRUTE_FORCE = 60_000_000
#: Rows compared at once, which bounds memory.
ROWS = 4_000_000


def join_hashes(left: Hashes, right: Hashes, radius: int) -> tuple[Index, Index]:
    """Return indices ``(i, j)`` of all pairs of hashes within ``radius`` bits of each other.

    Sorted by i, then j. Radius 0 to 8.

    Raises:
        ValueError: the radius is outside that range.

    >>> one = np.array([0b1111, 0], np.uint64)
    >>> [x.tolist() for x in join_hashes(one, np.array([0b0111], np.uint64), 2)]
    [[0], [0]]
    """
    if not 0 <= radius <= LARGEST_RADIUS:
        raise ValueError(f"join_hashes: radius {radius} is not between 0 and {LARGEST_RADIUS}")
    if len(left) * len(right) <= BRUTE_FORCE:
        found = list(_compare_all(left, right, radius))
    else:
        found = list(_look_up(left, right, radius))
    if not found:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing
    codes = np.unique(np.concatenate(found))
    return codes // len(right), codes % len(right)


def count_bits(values: Hashes) -> NDArray[np.uint8]:
    """Bits set in each of the values."""
    if hasattr(np, "bitwise_count"):
        return np.asarray(np.bitwise_count(values), np.uint8)
    octets = np.unpackbits(np.ascontiguousarray(values).view(np.uint8).reshape(-1, 8), axis=1)
    return np.asarray(octets.sum(axis=1, dtype=np.uint8).reshape(values.shape))


def _compare_all(left: Hashes, right: Hashes, radius: int) -> Iterator[Index]:
    step = max(1, ROWS // max(1, len(right)))
    for start in range(0, len(left), step):
        near = count_bits(left[start : start + step, None] ^ right[None]) <= radius
        i, j = np.nonzero(near)
        yield (i + start) * len(right) + j


def _look_up(left: Hashes, right: Hashes, radius: int) -> Iterator[Index]:
    changes = radius // len(PARTS)
    for first, width in PARTS:
        low = np.uint64((1 << width) - 1)
        keys = ((right >> np.uint64(first)) & low).astype(np.int64)
        order = np.argsort(keys, kind="stable")
        starts = np.searchsorted(keys[order], np.arange((1 << width) + 1)).astype(np.int32)
        asked = ((left >> np.uint64(first)) & low).astype(np.int64)
        for mask in _masks(width, changes):
            yield from _matches(left, right, asked ^ mask, starts, order, radius)


def _masks(width: int, changes: int) -> Iterator[int]:
    for count in range(changes + 1):
        for bits in combinations(range(width), count):
            yield sum(1 << bit for bit in bits)


def _matches(
    left: Hashes, right: Hashes, keys: Index, starts: NDArray[np.int32], order: Index, radius: int
) -> Iterator[Index]:
    """Codes ``i * len(right) + j`` of the near pairs that fall under the same key."""
    begin = starts[keys]
    counts = starts[keys + 1] - begin
    asked = np.flatnonzero(counts)
    while len(asked):
        # One partner of each key at a time keeps memory at one row a hash.
        j = order[begin[asked]]
        near = count_bits(left[asked] ^ right[j]) <= radius
        if near.any():
            yield asked[near] * len(right) + j[near]
        begin[asked] += 1
        counts[asked] -= 1
        asked = asked[counts[asked] > 0]
