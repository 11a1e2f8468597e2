"""Pairs of pictures whose local features fall on the same words: crops, screenshots, collages.

A word is a fixed choice of bits of a feature's description; several tables take different
bits. A pair gets a vote for each feature that meets a feature of the other under one word.
Words that too many features share (text, page furniture, plain edges) do not vote.
Memory: tables hold 8 bytes a feature and table, 0.5 GB for 100,000 pictures; votes are counted
for one block of pictures at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.image_features import Features

Keys = NDArray[np.uint32]
Ids = NDArray[np.int64]

#: Tables of words.
TABLES = 6
#: Features of one picture that vote: the best spread come first.
VOTERS = 160
#: Features under one word beyond which it says nothing.
COMMON = 48
#: Pictures whose votes are counted at once.
BLOCK = 2048
#: Votes beyond chance that make a candidate.
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Vote:
    """Two pictures by their index, ``a < b``, and how many words they share."""

    a: int
    b: int
    votes: int


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Keys of one table in order, and the picture each belongs to."""

    keys: Keys
    owners: Ids


def count_votes(features: Sequence[Features]) -> tuple[Vote, ...]:
    """Pairs of pictures that share more words than chance explains, sorted by ``(a, b)``."""
    words = [item.words[:VOTERS] for item in features]
    mirrored = [np.concatenate((item[:, 16:], item[:, :16]), axis=1) for item in words]
    counts = np.array([len(item) for item in words], np.int64)
    total = int(counts.sum())
    if total == 0:
        return ()
    owners = np.repeat(np.arange(len(words)), counts)
    bits = int(np.clip(np.ceil(np.log2(total)) + 1, 14, 26))
    choices = _bit_choices(bits)
    upright = [_keys(np.concatenate(words), choice) for choice in choices]
    reflected = [_keys(np.concatenate(mirrored), choice) for choice in choices]
    tables = [_table(keys, owners) for keys in upright]
    enough = ENOUGH + int(np.ceil(2 * TABLES * VOTERS**2 * 2.0**-bits))
    found: dict[tuple[int, int], int] = {}
    edges = np.r_[0, np.cumsum(counts)]
    for start in range(0, len(words), BLOCK):
        stop = min(start + BLOCK, len(words))
        part = slice(int(edges[start]), int(edges[stop]))
        for asked in (upright, reflected):
            keys = [item[part] for item in asked]
            for a, b, votes in _count(keys, owners[part], tables, len(words)):
                if a != b and votes >= enough:
                    pair = (min(a, b), max(a, b))
                    found[pair] = max(found.get(pair, 0), votes)
    return tuple(Vote(a, b, votes) for (a, b), votes in sorted(found.items()))


def _bit_choices(bits: int) -> list[NDArray[np.intp]]:
    """Return the bits of 256 that make the words of each table; fixed for ever."""
    source = np.random.RandomState(7)
    return [np.sort(source.permutation(256)[:bits]) for _ in range(TABLES)]


def _keys(words: NDArray[np.uint8], choice: NDArray[np.intp]) -> Keys:
    keys = np.zeros(len(words), np.uint32)
    for bit in choice:
        keys = (keys << np.uint32(1)) | ((words[:, bit >> 3] >> (7 - (bit & 7))) & 1)
    return keys


def _table(keys: Keys, owners: Ids) -> _Table:
    order = np.argsort(keys, kind="stable")
    return _Table(keys[order], owners[order])


def _count(
    keys: Sequence[Keys], asking: Ids, tables: Sequence[_Table], pictures: int
) -> Iterator[tuple[int, int, int]]:
    """(asking picture, picture met, votes) for every meeting of at least ENOUGH words."""
    codes = [
        met
        for asked, table in zip(keys, tables, strict=True)
        for met in _meet(asked, asking, table, pictures)
    ]
    if not codes:
        return
    pairs, votes = np.unique(np.concatenate(codes), return_counts=True)
    kept = votes >= ENOUGH
    for code, count in zip(pairs[kept].tolist(), votes[kept].tolist(), strict=True):
        yield code // pictures, code % pictures, count


def _meet(keys: Keys, asking: Ids, table: _Table, pictures: int) -> Iterator[Ids]:
    begin = np.searchsorted(table.keys, keys, "left")
    counts = np.searchsorted(table.keys, keys, "right") - begin
    asked = np.flatnonzero((counts > 0) & (counts <= COMMON))
    while len(asked):
        met = table.owners[begin[asked]]
        codes = asking[asked] * pictures + met
        yield codes[met != asking[asked]]
        begin[asked] += 1
        counts[asked] -= 1
        asked = asked[counts[asked] > 0]
