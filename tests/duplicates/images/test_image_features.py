from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from captiondedup.duplicates.image_features import MAX_FEATURES, find_features, unpack_features


def noise(seed: int, width: int = 480, height: int = 320) -> np.ndarray:
    source = np.random.RandomState(seed)
    small = Image.fromarray(source.randint(0, 256, (height // 8, width // 8)).astype(np.uint8))
    return np.asarray(small.resize((width, height), Image.Resampling.BICUBIC))


def test_features_survive_packing() -> None:
    found = find_features(noise(1))
    kept = unpack_features(found.pack())
    assert kept.size == found.size == (480, 320)
    assert kept.words.tolist() == found.words.tolist()
    assert kept.levels.tolist() == found.levels.tolist()
    assert np.abs(kept.positions - found.positions).max() <= 1 / 64


@pytest.mark.parametrize("data", [b"", b"abc", b"\x10\x00\x10\x00\x05\x00rest"])
def test_bytes_of_another_layout_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="features"):
        unpack_features(data)


def test_mirrored_features_are_those_of_the_mirrored_picture() -> None:
    picture = noise(2)
    turned = find_features(picture).mirrored()
    direct = find_features(np.ascontiguousarray(picture[:, ::-1]))
    known, seen = (
        list(zip(map(tuple, each.positions.round().tolist()), map(bytes, each.words), strict=True))
        for each in (turned, direct)
    )
    same = len(set(known) & set(seen))
    # Scaling to the smaller levels rounds differently from the left and from the right.
    assert same > 0.4 * len(direct.levels)


def test_text_in_one_corner_does_not_take_all_features() -> None:
    picture = noise(3) // 6 + 90
    picture[10:90, 10:150] = np.random.RandomState(4).choice([0, 255], (80, 140))
    positions = find_features(picture.astype(np.uint8)).positions
    outside = (positions[:, 0] > 160) | (positions[:, 1] > 100)
    assert outside.mean() > 0.75


def test_features_are_capped_and_a_blank_picture_has_none() -> None:
    assert len(find_features(noise(5)).levels) == MAX_FEATURES
    blank = find_features(np.full((320, 480), 128, np.uint8))
    assert len(unpack_features(blank.pack()).levels) == 0
