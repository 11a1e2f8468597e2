"""A folder: every file is accounted for, nothing raises, paths are stable."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from captiondedup.errors import UsageError
from captiondedup.ingest.archives import Archives
from captiondedup.ingest.articles import CaptionSignals
from captiondedup.ingest.folder import Ingested, ingest
from captiondedup.model import FieldKind, FoundText, Place, Problem, SightingRole, SourceKind

JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 60
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 60


@dataclass(frozen=True)
class FakeImage:
    media_type: str
    size: tuple[int, int] | None
    texts: tuple[FoundText, ...]
    problems: tuple[Problem, ...] = ()


def read_image(file: Path, source: str, sidecars: Sequence[tuple[Path, str]]) -> FakeImage:
    texts = tuple(
        FoundText(FieldKind.CAPTION, file.name, Place(source=path, field="dc:description"))
        for _, path in sidecars
    )
    return FakeImage("image/jpeg", (40, 30), texts)


def cue(text: str) -> CaptionSignals:
    tail = text.rstrip().endswith("(Baltwire)")
    return CaptionSignals(credit=tail, tail=tail)


def scan(*paths: Path) -> Ingested:
    with Archives() as archives:
        return ingest(paths, read_image=read_image, reads_as_caption=cue, archives=archives)


def write(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return root


def test_each_file_is_a_source_with_its_kind_and_hash(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "story.txt": b"Storm\n\nBody.\n\nA tug waits. (Baltwire)\n",
            "tug.jpg": JPEG,
            "tug.jpg.xmp": b"<x:xmpmeta/>",
            "style.css": b"p { margin: 0 }",
        },
    )
    found = scan(root)
    assert [(s.path, s.kind) for s in found.sources] == [
        ("story.txt", SourceKind.ARTICLE),
        ("style.css", SourceKind.OTHER),
        ("tug.jpg", SourceKind.IMAGE),
        ("tug.jpg.xmp", SourceKind.SIDECAR),
    ]
    assert found.sources[2].sha256 == hashlib.sha256(JPEG).hexdigest()
    assert found.sources[2].media_type == "image/jpeg"
    assert [(s.id, s.role) for s in found.sightings] == [
        ("story.txt#1", SightingRole.INLINE),
        ("tug.jpg", SightingRole.FILE),
    ]
    assert found.problems == ()


def test_sidecars_join_by_full_name_and_by_stem(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"a.jpg": JPEG, "A.xmp": b"<x/>", "b.jpg": JPEG, "b.jpg.xmp": b"<x/>", "c.xmp": b"<x/>"},
    )
    found = scan(root)
    assert {s.id: [t.place.source for t in s.texts] for s in found.sightings} == {
        "a.jpg": ["A.xmp"],
        "b.jpg": ["b.jpg.xmp"],
    }
    assert [(p.code, p.place.source) for p in found.problems] == [("unlinked", "c.xmp")]


def test_bad_files_are_sources_with_a_problem(tmp_path: Path) -> None:
    root = write(
        tmp_path, {"empty.txt": b"", "empty.jpg": b"", "text.jpg": b"RIGA, March 3", "ok.jpg": JPEG}
    )
    found = scan(root)
    assert [(p.code, p.place.source) for p in found.problems] == [
        ("empty", "empty.jpg"),
        ("empty", "empty.txt"),
        ("not_an_image", "text.jpg"),
    ]
    assert len(found.sources) == 4
    assert [s.id for s in found.sightings] == ["ok.jpg"]


def test_hidden_files_and_own_output_are_left_out(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {"a.jpg": JPEG, ".b.jpg": JPEG, ".git/c.jpg": JPEG, "captiondedup-out/photos.csv": b"x"},
    )
    assert [s.path for s in scan(root).sources] == ["a.jpg"]


def test_tables_and_documents_are_read_and_notes_are_not(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "captions.csv": b"Filename,Caption\ntug.jpg,A tug waits.\n",
            "tug.jpg": JPEG,
            "README.md": b"![x](tug.jpg)",
            "sales.csv": b"date,amount\n1,2\n",
        },
    )
    found = scan(root)
    assert {s.path: s.kind.value for s in found.sources} == {
        "README.md": "other",
        "captions.csv": "table",
        "sales.csv": "other",
        "tug.jpg": "image",
    }
    assert [(s.id, s.image.file if s.image else None) for s in found.sightings] == [
        ("captions.csv#1", "tug.jpg"),
        ("tug.jpg", None),
    ]


def test_content_counts_more_than_the_name(tmp_path: Path) -> None:
    root = write(tmp_path, {"photo": PNG, "page.txt": b"<!doctype html><title>x</title>"})
    assert {s.path: s.kind for s in scan(root).sources} == {
        "page.txt": SourceKind.ARTICLE,
        "photo": SourceKind.IMAGE,
    }


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="the system has no symbolic links")
def test_links_out_of_the_folder_and_in_circles_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "secret", {"s.txt": b"Secret"})
    root = write(tmp_path / "scan", {"a.jpg": JPEG})
    (root / "out.txt").symlink_to(tmp_path / "secret/s.txt")
    (root / "out").symlink_to(tmp_path / "secret")
    (root / "circle").symlink_to(root)
    (root / "loop.jpg").symlink_to(root / "loop.jpg")
    (root / "again.jpg").symlink_to(root / "a.jpg")
    found = scan(root)
    assert [s.path for s in found.sources] == ["a.jpg"]
    assert {p.place.source: p.code for p in found.problems} == {
        "loop.jpg": "unreadable",
        "out.txt": "unreadable",
    }


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_does_not_hang_the_scan(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    [problem] = scan(tmp_path).problems
    assert (problem.code, problem.place.source) == ("unreadable", "pipe.txt")


def test_several_roots_keep_paths_apart(tmp_path: Path) -> None:
    write(tmp_path, {"x/photos/a.jpg": JPEG, "y/photos/a.jpg": JPEG, "z.jpg": JPEG})
    found = scan(tmp_path / "x/photos", tmp_path / "y/photos", tmp_path / "z.jpg")
    assert [s.path for s in found.sources] == ["photos-2/a.jpg", "photos/a.jpg", "z.jpg"]


def test_a_path_given_twice_or_within_another_counts_once(tmp_path: Path) -> None:
    write(tmp_path, {"s/a.jpg": JPEG, "s/t/b.jpg": JPEG})
    found = scan(tmp_path / "s", tmp_path / "s", tmp_path / "s/t/..")
    assert [s.path for s in found.sources] == ["a.jpg", "t/b.jpg"]
    found = scan(tmp_path / "s", tmp_path / "s/t")
    assert [s.path for s in found.sources] == ["s/a.jpg", "s/t/b.jpg"]


def test_a_single_file_is_scanned(tmp_path: Path) -> None:
    write(tmp_path, {"a.jpg": JPEG, "b.jpg": JPEG})
    assert [s.path for s in scan(tmp_path / "b.jpg").sources] == ["b.jpg"]


def test_missing_paths_are_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no-such"):
        scan(tmp_path / "no-such")
    with pytest.raises(UsageError):
        scan()


def test_progress_is_told_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, {"a.jpg": JPEG, "b.jpg": JPEG})
    told: list[tuple[int, int, str]] = []
    ingest(
        [tmp_path],
        read_image=read_image,
        reads_as_caption=cue,
        archives=Archives(),
        progress=lambda done, total, path: told.append((done, total, path)),
    )
    assert told == [(0, 2, "a.jpg"), (1, 2, "b.jpg")]


def test_an_unreadable_image_is_no_sighting(tmp_path: Path) -> None:
    write(tmp_path, {"a.jpg": JPEG})
    problem = Problem("unreadable", "broken", "fetch again", Place(source="a.jpg", field="file"))

    def broken(file: Path, source: str, sidecars: Sequence[tuple[Path, str]]) -> FakeImage:
        return FakeImage("", None, (), (problem,))

    found = ingest([tmp_path], read_image=broken, reads_as_caption=cue, archives=Archives())
    assert found.sightings == ()
    assert found.problems == (problem,)
    assert len(found.sources) == 1


def test_undecodable_names_can_be_written_as_utf8(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")).write_bytes(JPEG)
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    [source] = scan(tmp_path).sources
    assert source.path == "caf\ufffd.jpg"
