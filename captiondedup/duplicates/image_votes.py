"""Pairs of pictures whose local features fall on the same words: crops, screenshots, collages.

A word is a fixed choice of bits of a feature's description; several tables take different
bits. A pair gets a vote for each feature that meets a feature of the other under one word.
Words that many features share (text, page furniture, plain edges) do not vote.

Memory: the tables hold 8 bytes for each voter and table, at most 1.2 GB (from 80,000 pictures
upward; fewer voters a picture beyond), and votes are counted for one block of pictures at a
time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.image_features import Features

Keys = NDArray[np.uint32]
Ids = NDArray[np.int32]
Codes = NDArray[np.int64]
Votes = NDArray[np.float64]
Worths = NDArray[np.float32]

#: Tables of words.
TABLES = 6
#: Features of one picture that vote: the best spread come first.
VOTERS = 300
#: Fewest voters of a picture when there are very many pictures, and most voters in all.
FEWEST_VOTERS = 96
MOST_VOTERS = 24_000_000
#: Bits of a word beyond those that would number all voters, so that chance meetings are rare, and
#: at least: neighbouring bits go together, so few of them tell little.
SPARE_BITS = 5
FEWEST_BITS = 24
#: Features under one word beyond which it says nothing.
COMMON = 16
#: Votes that make a candidate, and votes that make one whatever else the pictures met. On the
#: image bench (2,000 to 2,700 pictures) 99.7 % of true pairs have ENOUGH and 99 % PLENTY, of
#: unrelated pairs 1 in 150 and 1 in 6,000.
ENOUGH = 3.0
PLENTY = 6.0
#: Votes in which a pair must exceed what its picture shares with every other, times this.
USUAL = 1.5
#: Partners of one picture that are kept below PLENTY.
PARTNERS = 16
#: Pictures whose votes are counted at once.
BLOCK = 1024


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """Keys of one table in order, and the picture each belongs to."""

    keys: Keys
    owners: Ids


def count_votes(features: Sequence[Features]) -> dict[tuple[int, int], float]:
    """Return the votes of pairs ``(a, b)``, a < b, that share more words than chance explains.

    The votes count words that features of one picture share with the other, upright or mirrored.
    """
    voters = int(np.clip(MOST_VOTERS // max(1, len(features)), FEWEST_VOTERS, VOTERS))
    counts = np.array([min(voters, len(item.levels)) for item in features], np.int64)
    if not counts.sum():
        return {}
    owners = np.repeat(np.arange(len(features), dtype=np.int32), counts)
    words = np.concatenate([item.words[:voters] for item in features])
    bits = int(np.clip(np.ceil(np.log2(len(words))) + SPARE_BITS, FEWEST_BITS, 32))
    choices = _bit_choices(bits)
    tables = [_table(_keys(words, choice), owners) for choice in choices]
    edges = np.r_[0, np.cumsum(counts)]
    found: dict[tuple[int, int], float] = {}
    for start in range(0, len(features), BLOCK):
        part = slice(int(edges[start]), int(edges[min(start + BLOCK, len(features))]))
        upright = words[part]
        for asked in (upright, np.concatenate((upright[:, 16:], upright[:, :16]), axis=1)):
            keys = [_keys(asked, choice) for choice in choices]
            for a, b, votes in _partners(keys, owners[part], tables, len(features)):
                pair = (min(a, b), max(a, b))
                found[pair] = max(votes, found.get(pair, 0))
    return found


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


def _partners(
    keys: Sequence[Keys], asking: Ids, tables: Sequence[_Table], pictures: int
) -> Iterator[tuple[int, int, float]]:
    """Asking picture, picture that it shares enough words with, and votes."""
    met = [
        each
        for asked, table in zip(keys, tables, strict=True)
        for each in _meet(asked, asking, table, pictures)
    ]
    if not met:
        return
    pairs, place = np.unique(np.concatenate([codes for codes, _ in met]), return_inverse=True)
    worths = np.concatenate([worth for _, worth in met])
    votes: Votes = np.bincount(place, worths).astype(np.float64)
    votes = votes - _background(pairs // pictures, votes, pictures)
    pairs, votes = pairs[votes >= ENOUGH], votes[votes >= ENOUGH]
    asker = pairs // pictures
    order = np.lexsort((pairs, -votes, asker))
    pairs, votes, asker = pairs[order], votes[order], asker[order]
    rank = np.arange(len(asker)) - np.searchsorted(asker, asker)
    kept = (votes >= PLENTY) | (rank < PARTNERS)
    partner = pairs[kept] % pictures
    yield from zip(asker[kept].tolist(), partner.tolist(), votes[kept].tolist(), strict=True)


def _background(asker: Codes, votes: Votes, pictures: int) -> Votes:
    """Return for each pair what its asking picture shares with every other one, times USUAL.

    Drawings and charts are made of the same few corners, and share words with everything. The
    median over all pictures is nothing for a photograph among photographs.
    """
    usual = np.zeros(pictures)
    half = pictures // 2
    for one in np.flatnonzero(np.bincount(asker, minlength=pictures) > half).tolist():
        own = np.sort(votes[asker == one])[::-1]
        usual[one] = own[half]
    return np.asarray(USUAL * usual[asker], np.float64)


def _meet(keys: Keys, asking: Ids, table: _Table, pictures: int) -> Iterator[tuple[Codes, Worths]]:
    """Codes ``asking picture * pictures + picture met``, one for each vote, and their worth.

    The more features share a word the less it says: the worth is one over the root of their number.
    """
    begin = np.searchsorted(table.keys, keys, "left")
    counts = np.searchsorted(table.keys, keys, "right") - begin
    worth = (1 / np.sqrt(np.maximum(counts - 1, 1))).astype(np.float32)
    asked = np.flatnonzero((counts > 0) & (counts <= COMMON))
    while len(asked):
        met = table.owners[begin[asked]]
        others = met != asking[asked]
        chosen = asked[others]
        yield asking[chosen].astype(np.int64) * pictures + met[others], worth[chosen]
        begin[asked] += 1
        counts[asked] -= 1
        asked = asked[counts[asked] > 0]
