from __future__ import annotations

import numpy as np
import pytest

from captiondedup.duplicates import hash_join
from captiondedup.duplicates.hash_join import count_bits, join_hashes


def hashes(seed: int, count: int, flips: int) -> np.ndarray:
    """Random hashes, every second one a copy of the one before with up to ``flips`` bits turned."""
    source = np.random.RandomState(seed)
    made = source.randint(0, 2**62, count, dtype=np.uint64) << np.uint64(2)
    for n in range(1, count, 2):
        made[n] = made[n - 1]
        for bit in source.randint(0, 64, source.randint(0, flips + 1)):
            made[n] ^= np.uint64(1) << np.uint64(bit)
    return made


@pytest.mark.parametrize("radius", [0, 1, 3, 8])
def test_look_up_misses_no_pair_that_comparing_all_finds(
    radius: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = hashes(1, 600, 10)
    right = left[::-1].copy()
    i, j = join_hashes(left, right, radius)
    monkeypatch.setattr(hash_join, "BRUTE_FORCE", 0)
    looked_i, looked_j = join_hashes(left, right, radius)
    assert len(i) >= 600
    assert i.tolist() == looked_i.tolist()
    assert j.tolist() == looked_j.tolist()


def test_pairs_within_and_just_outside_the_radius() -> None:
    zero = np.zeros(1, np.uint64)
    eight, nine = np.array([0xFF << 30], np.uint64), np.array([0x1FF << 30], np.uint64)
    assert [len(join_hashes(zero, other, 8)[0]) for other in (eight, nine)] == [1, 0]


@pytest.mark.parametrize("radius", [-1, 9])
def test_radius_that_cannot_be_searched_is_refused(radius: int) -> None:
    with pytest.raises(ValueError, match="radius"):
        join_hashes(np.zeros(1, np.uint64), np.zeros(1, np.uint64), radius)


def test_no_hashes_give_no_pairs() -> None:
    none = np.zeros(0, np.uint64)
    assert [part.tolist() for part in join_hashes(none, none, 8)] == [[], []]


def test_bits_are_counted_with_an_old_numpy_too(monkeypatch: pytest.MonkeyPatch) -> None:
    values = hashes(5, 64, 20).reshape(8, 8)
    counted = count_bits(values)
    monkeypatch.delattr(np, "bitwise_count", raising=False)
    assert count_bits(values).tolist() == counted.tolist()
    assert counted.tolist() == [[int(value).bit_count() for value in row] for row in values]
