"""A real page's text dump: three photographs, each caption twice, nothing else."""

from __future__ import annotations

from pathlib import Path

from captiondedup import scan


def test_a_republished_wire_story_has_three_photos(shared: Path) -> None:
    manifest = scan([shared / "corpus" / "seed" / "story.txt"])
    assert len(manifest.sightings) == 6
    assert [len(photo.sightings) for photo in manifest.photos] == [2, 2, 2]
    codes = [sorted({each.code.value for each in photo.restrictions}) for photo in manifest.photos]
    assert codes == [["no_sale"], ["no_redistribution", "territory_only"], ["no_sale"]]
