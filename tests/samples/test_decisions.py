"""The sample stories from end to end: which photos are in them, and what a desk may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from captiondedup.config import load_profiles
from captiondedup.model import Decision, Manifest, Photo
from captiondedup.pipeline import scan


def _scanned(root: Path, story: str, profile: str) -> Manifest:
    settings = load_profiles(root / "samples" / "profiles" / f"{profile}.toml")[0]
    return scan([root / "samples" / story], profile=settings)


def _photo_of(manifest: Manifest, sighting: str) -> Photo:
    return next(photo for photo in manifest.photos if sighting in photo.sightings)


@pytest.mark.parametrize(
    ("story", "profile", "decision"),
    [
        ("harbour-bridge-clear", "worldwide-news-site", Decision.CLEAR),
        ("harbour-bridge-clear", "korea-print-daily", Decision.CLEAR),
        ("shipyard-visit-blocked", "worldwide-news-site", Decision.BLOCKED),
        # the territory that blocks the world is this paper's own
        ("shipyard-visit-blocked", "korea-print-daily", Decision.CLEAR),
        ("lantern-night-review", "worldwide-news-site", Decision.REVIEW),
        # print needs no date for taking a page down; the lost words remain
        ("lantern-night-review", "korea-print-daily", Decision.REVIEW),
    ],
)
def test_each_story_is_decided_as_its_folder_says(
    root: Path, story: str, profile: str, decision: Decision
) -> None:
    assert _scanned(root, story, profile).decision is decision


PHOTOS = [
    (
        "harbour-bridge-clear",
        [
            "skerry-bridge-small.jpg skerry-bridge-web.jpg skerry-bridge.jpg "
            "story.html#1 story.txt#1 story.txt#2",
            "skerry-bridge-minutes-later.jpg story.html#2 story.txt#3 story.txt#4",
        ],
    ),
    (
        "shipyard-visit-blocked",
        [
            "haemaru-visit-small.jpg haemaru-visit-web.jpg haemaru-visit.jpg "
            "story.html#1 story.txt#1 story.txt#2",
            "haemaru-visit-second-frame.jpg story.html#2 story.txt#3 story.txt#4",
            "haemaru-crew.jpg story.html#3 story.txt#5 story.txt#6",
        ],
    ),
    (
        "lantern-night-review",
        [
            "lantern-night-small.jpg lantern-night-web.jpg lantern-night.jpg "
            "story.html#1 story.txt#1 story.txt#2",
            "lantern-night-later.jpg story.html#2 story.txt#3 story.txt#4",
        ],
    ),
]


@pytest.mark.parametrize(("story", "photos"), PHOTOS)
def test_copies_and_doubled_captions_join_and_second_frames_stay_apart(
    root: Path, story: str, photos: list[str]
) -> None:
    manifest = _scanned(root, story, "worldwide-news-site")
    found = sorted(" ".join(sorted(photo.sightings)) for photo in manifest.photos)
    assert found == sorted(photos)
    assert manifest.problems == ()


def test_the_blocked_story_quotes_the_words_that_block_it(root: Path) -> None:
    manifest = _scanned(root, "shipyard-visit-blocked", "worldwide-news-site")
    blocking = [f for f in manifest.findings if f.decision is Decision.BLOCKED]
    assert {finding.code for finding in blocking} == {"restriction.territory_only"}
    assert {finding.photo for finding in blocking} == {_photo_of(manifest, "haemaru-crew.jpg").id}
    assert "For Use Only in the Republic of Korea" in blocking[0].message
    assert "story.txt" in {evidence.place.source for evidence in blocking[0].evidence}


def test_the_story_for_review_gives_each_of_its_reasons(root: Path) -> None:
    manifest = _scanned(root, "lantern-night-review", "worldwide-news-site")
    codes = {finding.code for finding in manifest.findings}
    assert codes >= {"drift.restriction_lost", "restriction.no_archive"}


def test_restrictive_words_that_nobody_reads_are_shown(root: Path) -> None:
    manifest = _scanned(root, "lantern-night-review", "worldwide-news-site")
    later = _photo_of(manifest, "lantern-night-later.jpg")
    quoted = {each.evidence.text for each in later.restrictions if each.code == "unparsed"}
    assert any("USE RESTRICTED PENDING SETTLEMENT" in text for text in quoted)
    assert "restriction.unparsed" in {
        finding.code for finding in manifest.findings if finding.photo == later.id
    }
