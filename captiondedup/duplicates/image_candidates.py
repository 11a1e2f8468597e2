"""Which pairs of pictures are worth comparing, without comparing all.

Two nets are thrown: perceptual hashes within RADIUS bits of each other, upright and mirrored,
and local features that fall on the same words. The first holds whole copies, the second crops,
screenshots and collages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from captiondedup.duplicates.hash_join import Hashes, Index, count_bits, join_hashes
from captiondedup.duplicates.image_features import Features, unpack_features
from captiondedup.duplicates.image_votes import PLENTY, count_votes
from captiondedup.model import Fingerprint

IndexPair = tuple[int, int]
Groups = Sequence[Sequence[int]]

#: Largest distance, in bits of 64, of two hashes that makes a candidate.
RADIUS = 8
#: Distance up to which pictures are taken together when features vote.
TIGHT = 2
#: Up to this many pictures every pair is compared.
COMPARE_ALL = 24
#: Pictures with equal hashes beyond this number are paired with a few of them only.
CLUMP = 40


@dataclass(frozen=True, slots=True)
class Clump:
    """Pictures with one and the same hash, too many to compare each with each."""

    phash: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pairs ``(a, b)`` with ``a < b``, sorted, and the clumps that were not paired in full."""

    pairs: tuple[tuple[str, str], ...]
    clumps: tuple[Clump, ...] = ()


def propose_image_pairs(fingerprints: Mapping[str, Fingerprint]) -> Proposal:
    """Pairs of pictures, by id, that may be one photograph; the same for any order of input.

    Raises:
        ValueError: a fingerprint's hash or features cannot be read.

    >>> from PIL import Image
    >>> from captiondedup.duplicates.fingerprint import fingerprint
    >>> print_ = fingerprint(Image.linear_gradient("L"), (256, 256))
    >>> propose_image_pairs({"b.jpg": print_, "a.jpg": print_}).pairs
    (('a.jpg', 'b.jpg'),)
    """
    ids = sorted(fingerprints)
    if len(ids) <= COMPARE_ALL:
        every = ((a, b) for n, a in enumerate(ids) for b in ids[n + 1 :])
        return Proposal(tuple(every))
    upright = _hashes(fingerprints[name].phash for name in ids)
    mirrored = _hashes(fingerprints[name].phash_mirrored for name in ids)
    values, members = _grouped(upright)
    values_mirrored, members_mirrored = _grouped(mirrored)
    left, right = join_hashes(values, values, RADIUS)
    pairs = _across(left, right, members, members)
    pairs |= _across(*join_hashes(values_mirrored, values, RADIUS), members_mirrored, members)
    tight = count_bits(values[left] ^ values[right]) <= TIGHT
    pairs |= _by_features(
        [unpack_features(fingerprints[name].features) for name in ids],
        _joined(left[tight].tolist(), right[tight].tolist(), members),
    )
    clumps = tuple(
        Clump(f"{int(value):016x}", tuple(ids[index] for index in found))
        for value, found in zip(values, members, strict=True)
        if len(found) > CLUMP
    )
    return Proposal(tuple((ids[a], ids[b]) for a, b in sorted(pairs)), clumps)


def _hashes(texts: Iterable[str]) -> Hashes:
    return np.array([int(text, 16) for text in texts], np.uint64)


def _grouped(hashes: Hashes) -> tuple[Hashes, list[list[int]]]:
    """Return the distinct hashes, and for each the pictures that have it."""
    values, group = np.unique(hashes, return_inverse=True)
    members: list[list[int]] = [[] for _ in values]
    for index, number in enumerate(group.tolist()):
        members[number].append(index)
    return values, members


def _joined(left: list[int], right: list[int], members: Groups) -> list[list[int]]:
    """Return groups of pictures whose hashes are linked, each sorted, in order of their first."""
    leader = list(range(len(members)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for one, two in zip(left, right, strict=True):
        first, second = sorted((find(one), find(two)))
        leader[second] = first
    groups: dict[int, list[int]] = {}
    for number, found in enumerate(members):
        groups.setdefault(find(number), []).extend(found)
    return sorted(sorted(group) for group in groups.values())


def _by_features(features: Sequence[Features], groups: Groups) -> set[IndexPair]:
    """Pairs found by features, where one picture votes for its whole group of near copies.

    Otherwise the words of a much copied picture would count as common, and its crops be lost.
    """
    voters = [
        max(group, key=lambda index: (len(features[index].levels), -index)) for group in groups
    ]
    pairs: set[IndexPair] = set()
    for (i, j), votes in count_votes([features[index] for index in voters]).items():
        if votes >= PLENTY:
            pairs |= _cross(groups[i], groups[j])
        else:
            pairs.add((min(voters[i], voters[j]), max(voters[i], voters[j])))
    return pairs


def _across(left: Index, right: Index, named: Groups, members: Groups) -> set[IndexPair]:
    pairs: set[IndexPair] = set()
    for i, j in zip(left.tolist(), right.tolist(), strict=True):
        pairs.update(_cross(named[i], members[j]))
    return pairs


def _cross(left: Sequence[int], right: Sequence[int]) -> set[IndexPair]:
    """Every pair across two groups; in full for small groups, with their first few otherwise."""
    if len(left) * len(right) > CLUMP * CLUMP:
        few, many = sorted((left, right), key=len)
        near_few = few[:2]
        return {(min(a, b), max(a, b)) for a in near_few for b in many if a != b}
    return {(min(a, b), max(a, b)) for a in left for b in right if a != b}
