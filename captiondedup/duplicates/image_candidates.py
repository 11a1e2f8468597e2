"""Which pairs of pictures are worth comparing, without comparing all.

Two nets are thrown: perceptual hashes within RADIUS bits of each other, upright and mirrored,
and local features that fall on the same words. The first holds whole copies, the second crops,
screenshots and collages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from captiondedup.duplicates.hash_join import join_hashes
from captiondedup.duplicates.image_features import unpack_features
from captiondedup.duplicates.image_votes import count_votes
from captiondedup.model import Fingerprint

#: Largest distance, in bits of 64, of two hashes that makes a candidate.
RADIUS = 8
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
    near, clumps = _near_hashes(ids, fingerprints)
    features = [unpack_features(fingerprints[name].features) for name in ids]
    near.update((vote.a, vote.b) for vote in count_votes(features))
    return Proposal(tuple((ids[a], ids[b]) for a, b in sorted(near)), clumps)


def _near_hashes(
    ids: list[str], fingerprints: Mapping[str, Fingerprint]
) -> tuple[set[tuple[int, int]], tuple[Clump, ...]]:
    """Pairs of indices whose hashes are near, upright or mirrored, and the clumps cut short."""
    upright = np.array([int(fingerprints[name].phash, 16) for name in ids], np.uint64)
    mirrored = np.array([int(fingerprints[name].phash_mirrored, 16) for name in ids], np.uint64)
    hashes, group = np.unique(upright, return_inverse=True)
    members: list[list[int]] = [[] for _ in hashes]
    for index, number in enumerate(group.tolist()):
        members[number].append(index)
    pairs: set[tuple[int, int]] = set()
    for asked, named in ((hashes, members), (mirrored, [[index] for index in range(len(ids))])):
        left, right = join_hashes(asked, hashes, RADIUS)
        for i, j in zip(left.tolist(), right.tolist(), strict=True):
            pairs.update(_cross(named[i], members[j]))
    clumps = tuple(
        Clump(f"{int(value):016x}", tuple(ids[index] for index in found))
        for value, found in zip(hashes, members, strict=True)
        if len(found) > CLUMP
    )
    return pairs, clumps


def _cross(left: list[int], right: list[int]) -> set[tuple[int, int]]:
    """Every pair across two groups; in full for small groups, with their first few otherwise."""
    if len(left) * len(right) > CLUMP * CLUMP:
        few, many = sorted((left, right), key=len)
        near_few = few[:2]
        return {(min(a, b), max(a, b)) for a in near_few for b in many if a != b}
    return {(min(a, b), max(a, b)) for a in left for b in right if a != b}
