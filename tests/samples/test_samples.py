"""The sample stories hold what they are there to show."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, IptcImagePlugin

from captiondedup.config import load_profiles
from captiondedup.duplicates.images import compare_fingerprints, fingerprint
from captiondedup.ingest.images.open import open_grey
from captiondedup.model import Verdict

#: Folder; the files of each photograph, the original first.
PHOTOGRAPHS = [
    (
        "harbour-bridge-clear",
        [
            ["skerry-bridge.jpg", "skerry-bridge-web.jpg", "skerry-bridge-small.jpg"],
            ["skerry-bridge-minutes-later.jpg"],
        ],
    ),
    (
        "shipyard-visit-blocked",
        [
            ["haemaru-visit.jpg", "haemaru-visit-web.jpg", "haemaru-visit-small.jpg"],
            ["haemaru-visit-second-frame.jpg"],
            ["haemaru-crew.jpg"],
        ],
    ),
    (
        "lantern-night-review",
        [
            ["lantern-night.jpg", "lantern-night-web.jpg", "lantern-night-small.jpg"],
            ["lantern-night-later.jpg"],
        ],
    ),
]
FOLDERS = [folder for folder, _ in PHOTOGRAPHS]


@pytest.fixture(scope="module")
def samples(root: Path) -> Path:
    return root / "samples"


def test_the_samples_stay_small_enough_for_every_clone(samples: Path) -> None:
    sizes = [file.stat().st_size for file in samples.rglob("*") if file.is_file()]
    assert sum(sizes) < 3_000_000


@pytest.mark.parametrize(("folder", "photographs"), PHOTOGRAPHS)
def test_copies_join_their_original_and_other_frames_do_not(
    samples: Path, folder: str, photographs: list[list[str]]
) -> None:
    names = sorted(file.name for file in (samples / folder).glob("*.jpg"))
    assert names == sorted(name for photograph in photographs for name in photograph)
    prints = {}
    for name in names:
        grey = open_grey(samples / folder / name)
        prints[name] = fingerprint(grey.image, grey.size)
    photograph_of = {name: p[0] for p in photographs for name in p}
    joined = {
        (a, b)
        for a, b in combinations(names, 2)
        if compare_fingerprints(prints[a], prints[b]).verdict is Verdict.SAME
    }
    expected = {(a, b) for a, b in combinations(names, 2) if photograph_of[a] == photograph_of[b]}
    assert joined == expected


def test_originals_are_of_the_size_that_wires_send(samples: Path) -> None:
    for folder, photographs in PHOTOGRAPHS:
        for photograph in photographs:
            with Image.open(samples / folder / photograph[0]) as picture:
                assert picture.size == (1600, 1067)


@pytest.mark.parametrize(
    ("path", "credit", "instructions"),
    [
        ("harbour-bridge-clear/skerry-bridge.jpg", b"AP", None),
        (
            "shipyard-visit-blocked/haemaru-crew.jpg",
            b"YONHAP",
            b"For Use Only in the Republic of Korea. No Redistribution",
        ),
        ("lantern-night-review/lantern-night.jpg", b"dpa via AP", b"NO ARCHIVE; NO SALES"),
    ],
)
def test_originals_carry_their_rights_in_both_blocks(
    samples: Path, path: str, credit: bytes, instructions: bytes | None
) -> None:
    with Image.open(samples / path) as picture:
        iim = IptcImagePlugin.getiptcinfo(picture)
        packet = picture.info["xmp"]
    assert iim is not None
    assert iim[2, 110] == credit
    assert iim.get((2, 40)) == instructions
    assert b'photoshop:Credit="' + credit in packet
    assert instructions is None or instructions in packet


@pytest.mark.parametrize(
    "path",
    [
        "harbour-bridge-clear/skerry-bridge-web.jpg",
        "lantern-night-review/lantern-night-small.jpg",
        "shipyard-visit-blocked/haemaru-visit.jpg",
    ],
)
def test_web_copies_have_lost_their_metadata(samples: Path, path: str) -> None:
    with Image.open(samples / path) as picture:
        assert "xmp" not in picture.info
        assert IptcImagePlugin.getiptcinfo(picture) is None


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_caption_stands_twice_with_straight_and_with_curly_quotes(
    samples: Path, folder: str
) -> None:
    lines = (samples / folder / "story.txt").read_text("utf-8").splitlines()
    captions = [line for line in lines if line.endswith((" (Yonhap)", "Marant)", " via AP)"))]
    straight, curly = captions[::2], captions[1::2]
    assert len(straight) == len(curly) >= 2
    for first, second in zip(straight, curly, strict=True):
        assert first.count('"') == 2
        assert "“" not in first
        assert '"' not in second
        words = second.replace("“", '"').replace("”", '"')
        assert words in (first, first.replace(" (NO SALES. NO ARCHIVE)", ""))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_picture_of_the_page_is_in_the_folder(samples: Path, folder: str) -> None:
    page = (samples / folder / "story.html").read_text("utf-8")
    named = set(re.findall(r'[\w-]+\.jpg(?=["\s])', page.partition("<body>")[2]))
    there = {file.name for file in (samples / folder).glob("*.jpg")}
    assert named <= there
    assert len(named) >= 3


def test_profiles_are_read(samples: Path) -> None:
    profiles = [load_profiles(path)[0] for path in sorted((samples / "profiles").glob("*.toml"))]
    assert [profile.name for profile in profiles] == ["Korean print daily", "world-wide news site"]
    assert [profile.territories for profile in profiles] == [("KR",), ("worldwide",)]
