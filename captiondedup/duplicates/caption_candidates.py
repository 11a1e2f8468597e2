"""Which pairs of captions are worth comparing, without comparing all.

Equal captions are grouped first. The others meet at their rare words: from every stretch of a
caption the words that the fewest captions have are its keys, so that a caption cut short, put
together with another or changed in a fact still meets its twin. Two captions that share a key
become a pair when their words overlap by enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.caption_lexicon import Lexicon
from captiondedup.duplicates.caption_normalise import PreparedCaption, is_spaceless, prepare
from captiondedup.model import Caption

Index = NDArray[np.int64]
Bits = NDArray[np.uint64]

#: Up to this many distinct captions every pair is tried against the overlap of words.
COMPARE_ALL = 300
#: Equal captions, or captions with one key, beyond this number are paired with neighbours only.
CLUMP = 60
#: Neighbours, in alphabetical order, that a caption of a clump is paired with.
NEIGHBOURS = 4
#: Length of a stretch in tokens, and how many of its rarest tokens become keys.
_STRETCH, _KEYS = 10, 3
#: Cross pairs between two groups of equal captions up to this number are all proposed.
_CROSS = 16
#: Smallest share of the shorter caption's words that the other must have. The verdict asks for
#: 0.55 of the letters; the sketch of 256 bits only ever overestimates the overlap.
_OVERLAP = 0.45
_WORDS_OF_SKETCH = 4


@dataclass(frozen=True, slots=True)
class CaptionClump:
    """Captions that share a text or a rare word, too many to compare each with each."""

    key: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Pairs ``(a, b)`` with ``a < b``, sorted, and the clumps that were not paired in full."""

    pairs: tuple[tuple[str, str], ...]
    clumps: tuple[CaptionClump, ...] = ()


def propose_caption_pairs(
    captions: Mapping[str, Caption | PreparedCaption], lexicon: Lexicon | None = None
) -> Proposal:
    """Pairs of captions, by id, that may tell of one photograph; the same for any order of input.

    >>> from captiondedup.model import FieldKind
    >>> texts = {"1": "Mill at the Orrin", "2": "Mill at the Orrin.", "3": "A tram in Halden"}
    >>> propose_caption_pairs(
    ...     {name: Caption(FieldKind.ALT, text, text) for name, text in texts.items()}
    ... ).pairs
    (('1', '2'),)
    """
    members: dict[str, list[str]] = {}
    samples: dict[str, PreparedCaption] = {}
    for name in sorted(captions):
        caption = captions[name]
        ready = caption if isinstance(caption, PreparedCaption) else prepare(caption, lexicon)
        if ready.key:
            members.setdefault(ready.key, []).append(name)
            samples.setdefault(ready.key, ready)
    keys = sorted(members)
    pairs: set[tuple[str, str]] = set()
    clumps: list[CaptionClump] = []
    for key in keys:
        pairs.update(_within(members[key]))
        if len(members[key]) > CLUMP:
            clumps.append(CaptionClump(key, tuple(members[key])))
    features = [_features(samples[key].tokens) for key in keys]
    left, right, hot = _candidates(features)
    for one, two in zip(left.tolist(), right.tolist(), strict=True):
        pairs.update(_across(members[keys[one]], members[keys[two]]))
    for word, indexes in hot:
        clumps.append(CaptionClump(word, tuple(sorted(members[keys[i]][0] for i in indexes))))
    return Proposal(tuple(sorted(pairs)), tuple(clumps))


def _within(names: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Pairs of one group of equal captions: all of them, or a chain through a large group."""
    return combinations(names, 2) if len(names) <= CLUMP else pairwise(names)


def _across(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs between two groups of equal captions: all of them, or one for large groups."""
    if len(one) * len(two) > _CROSS:
        one, two = one[:1], two[:1]
    for a, b in product(one, two):
        yield (a, b) if a < b else (b, a)


def _features(tokens: Sequence[str]) -> list[str]:
    """The words of a caption in order; two characters each of a script without blanks."""
    if not any(map(is_spaceless, tokens)):
        return list(tokens)
    words = []
    for at, token in enumerate(tokens):
        follower = tokens[at + 1] if at + 1 < len(tokens) else ""
        if is_spaceless(token) and is_spaceless(follower):
            words.append(token + follower)
        elif not is_spaceless(token) or not (at and is_spaceless(tokens[at - 1])):
            words.append(token)
    return words


def _candidates(
    features: Sequence[Sequence[str]],
) -> tuple[Index, Index, list[tuple[str, list[int]]]]:
    """Indexes of captions that share a key and enough words, and the keys with too many."""
    count = len(features)
    sketches = _sketches(features)
    if count <= COMPARE_ALL:
        left, right = (side.astype(np.int64) for side in np.triu_indices(count, 1))
        kept = _overlapping(sketches, left, right)
        return left[kept], right[kept], []
    spread = Counter(word for words in features for word in set(words))
    buckets: dict[str, list[int]] = {}
    for index, words in enumerate(features):
        for word in _rarest(words, spread):
            buckets.setdefault(word, []).append(index)
    hot = [(word, found) for word, found in sorted(buckets.items()) if len(found) > CLUMP]
    left, right = _bucket_pairs(list(buckets.values()), count)
    kept = _overlapping(sketches, left, right)
    return left[kept], right[kept], hot


def _rarest(words: Sequence[str], spread: Mapping[str, int]) -> set[str]:
    """The keys of a caption: the rarest words of each stretch that another caption has too.

    Where these are frequent all the same, pairs of them are keys as well.
    """
    keys: set[str] = set()
    for start in range(0, len(words), _STRETCH):
        stretch = {word for word in words[start : start + _STRETCH] if spread[word] > 1}
        rarest = sorted(stretch, key=lambda word: (spread[word], word))[:_KEYS]
        keys.update(rarest)
        frequent = [word for word in rarest if spread[word] > CLUMP]
        if len(frequent) > 1:
            keys.update(f"{one} {two}" for one, two in combinations(rarest, 2))
    return keys


def _bucket_pairs(buckets: Sequence[Sequence[int]], count: int) -> tuple[Index, Index]:
    """Distinct pairs of captions in one bucket; in large buckets those of near neighbours."""
    codes: list[Index] = []
    by_size: dict[int, list[Sequence[int]]] = {}
    for bucket in buckets:
        by_size.setdefault(len(bucket), []).append(bucket)
    for size, found in sorted(by_size.items()):
        table = np.array(found, np.int64)
        upper, lower = np.triu_indices(size, 1)
        if size > CLUMP:  # captions are in alphabetical order: neighbours begin alike
            near = lower - upper <= NEIGHBOURS
            upper, lower = upper[near], lower[near]
        codes.append((table[:, upper] * count + table[:, lower]).ravel())
    every = np.concatenate([np.empty(0, np.int64), *codes])
    every.sort()
    every = every[np.diff(every, prepend=-1) > 0]
    return every // count, every % count


def _sketches(features: Sequence[Sequence[str]]) -> Bits:
    """256 bits per caption, one set for each word (shape: captions by 4)."""
    bits: dict[str, int] = {}
    sketch = np.zeros((len(features), _WORDS_OF_SKETCH), np.uint64)
    for index, words in enumerate(features):
        whole = 0
        for word in words:
            bit = bits.get(word)
            if bit is None:
                bit = bits[word] = 1 << (_stable_hash(word) & 255)
            whole |= bit
        data = whole.to_bytes(32, "little")
        sketch[index] = np.frombuffer(data, np.uint64)
    return sketch


def _stable_hash(word: str) -> int:
    """A hash that is the same in every run, unlike that of Python."""
    return crc32(word.encode("utf-8", "surrogatepass"))


def _overlapping(sketches: Bits, left: Index, right: Index) -> NDArray[np.bool_]:
    """Which pairs share enough words to be compared."""
    kept = np.zeros(len(left), np.bool_)
    sizes = _popcount(sketches)
    for start in range(0, len(left), 1 << 20):
        part = slice(start, start + (1 << 20))
        one, two = left[part], right[part]
        shared = _popcount(sketches[one] & sketches[two])
        kept[part] = shared >= _OVERLAP * np.minimum(sizes[one], sizes[two])
    return kept


def _popcount(sketches: Bits) -> Index:
    """Number of bits set in each row."""
    octets = np.ascontiguousarray(sketches).view(np.uint8)
    counts: Index = _OCTET_BITS[octets].sum(axis=1, dtype=np.int64)
    return counts


_OCTET_BITS = np.array([value.bit_count() for value in range(256)], np.uint8)
