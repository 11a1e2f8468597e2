"""Zip archives of article folders, good ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from captiondedup import scan
from captiondedup.ingest import archives

STORY = "Harbour opens\n\nA ferry leaves port on May 3, 2026. (PHOTO NOT FOR SALE) (Yonhap)\n"
PAGE = """<html><body><article><h1>Harbour opens</h1><figure><img src="img/pier.jpg" alt="">
<figcaption>The pier at dawn on Friday. (Jo Hart/AP)</figcaption></figure><p>The harbour of Halden
opened on Friday after a winter in dock, and the ferry carried its first guests.</p>
</article></body></html>"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def pack(file: Path, entries: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return file


def test_an_archive_is_read_as_the_folder_in_it(tmp_path: Path) -> None:
    file = pack(tmp_path / "story.zip", {"page.html": PAGE, "img/pier.jpg": picture()})
    manifest = scan([file])
    assert [photo.files for photo in manifest.photos] == [("story.zip/img/pier.jpg",)]
    assert manifest.photos[0].credits[0].name == "Jo Hart"
    assert not manifest.problems


def test_an_archive_beside_other_stories_keeps_its_name(tmp_path: Path) -> None:
    pack(tmp_path / "b.zip", {"wire.txt": STORY})
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    manifest = scan([tmp_path])
    assert {sighting.source for sighting in manifest.sightings} == {"a.txt", "b.zip/wire.txt"}
    assert len(manifest.photos) == 1


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:/e.txt"])
def test_an_entry_cannot_leave_the_archive(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    pack(tmp_path / "in" / "x.zip", {name: STORY, "wire.txt": STORY})
    manifest = scan([tmp_path / "in"])
    assert [problem.code for problem in manifest.problems] == ["unreadable"]
    assert {sighting.source for sighting in manifest.sightings} == {"x.zip/wire.txt"}
    assert sorted(each.name for each in tmp_path.iterdir()) == ["in"]


def test_a_bomb_is_told_and_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRY_BYTES", 100_000)
    file = pack(tmp_path / "bomb.zip", {"zeros.txt": b"\0" * 5_000_000, "wire.txt": STORY})
    manifest = scan([file])
    assert [problem.code for problem in manifest.problems] == ["too_large"]
    assert [sighting.source for sighting in manifest.sightings] == ["bomb.zip/wire.txt"]


def test_an_archive_with_too_many_entries_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    file = pack(tmp_path / "many.zip", {f"{number}.txt": STORY for number in range(3)})
    assert [problem.code for problem in scan([file]).problems] == ["too_large"]


def test_a_damaged_archive_does_not_stop_the_scan(tmp_path: Path) -> None:
    file = pack(tmp_path / "cut.zip", {"wire.txt": STORY * 200, "b.txt": STORY})
    data = bytearray(file.read_bytes())
    data[60:90] = b"\xff" * 30
    file.write_bytes(data)
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    manifest = scan([tmp_path])
    assert any(problem.place.source.startswith("cut.zip") for problem in manifest.problems)
    assert "a.txt" in {sighting.source for sighting in manifest.sightings}


def test_an_archive_in_an_archive_stays_packed(tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", {"wire.txt": STORY}).read_bytes()
    (tmp_path / "inner.zip").unlink()
    manifest = scan([pack(tmp_path / "outer.zip", {"inner.zip": inner, "wire.txt": STORY})])
    assert [sighting.source for sighting in manifest.sightings] == ["outer.zip/wire.txt"]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(archives.tempfile, "tempdir", str(temporary))
    scan([pack(tmp_path / "story.zip", {"wire.txt": STORY})])
    assert list(temporary.iterdir()) == []
