"""Image references find their files, and only theirs."""

from __future__ import annotations

import pytest

from captiondedup.ingest.imageurls import picture_keys
from captiondedup.ingest.linking import link_references
from captiondedup.model import (
    ImageReference,
    Place,
    Sighting,
    SightingRole,
    SourceFile,
    SourceKind,
)


def files(*paths: str) -> list[SourceFile]:
    return [SourceFile(path, SourceKind.IMAGE, 100, "") for path in paths]


def sighting(reference: str, source: str = "news/story.html", *alternates: str) -> Sighting:
    place = Place(source=source, field="img", line=3)
    image = ImageReference(reference, alternates)
    return Sighting(f"{source}#1", source, place, SightingRole.INLINE, image)


@pytest.mark.parametrize(
    ("reference", "path"),
    [
        # beside the article, below it, above it
        ("tug.jpg", "news/tug.jpg"),
        ("img/tug-dawn.jpg", "news/img/tug-dawn.jpg"),
        ("../shots/mole.jpg", "shots/mole.jpg"),
        ("./story_files/buoy.jpg", "news/story_files/buoy.jpg"),
        ("/shots/mole.jpg", "shots/mole.jpg"),
        # query strings, fragments, encoded names
        ("tug.jpg?w=640#x", "news/tug.jpg"),
        ("img/K%C3%B6ln%20Hafen.jpg", "news/img/Köln Hafen.jpg"),
        ("img/K%25C3%25B6ln%2520Hafen.jpg", "news/img/Köln Hafen.jpg"),
        # a web address, by its file name
        ("https://cdn.example/2031/10/mole.jpg", "shots/mole.jpg"),
        ("https://cdn.example/2031/10/MOLE.JPG", "shots/mole.jpg"),
        # renditions
        ("https://cdn.example/tug-dawn-1024x683.jpg", "news/img/tug-dawn.jpg"),
        ("tug-dawn@2x.jpg", "news/img/tug-dawn.jpg"),
        ("tug-dawn-scaled.jpg.webp", "news/img/tug-dawn.jpg"),
        # resizing services
        ("https://img.example/w_800,h_600/https://x.example/a/mole.jpg", "shots/mole.jpg"),
        ("/_next/image?url=%2Fmedia%2Fmole.jpg&w=640", "shots/mole.jpg"),
    ],
)
def test_references_are_linked(reference: str, path: str) -> None:
    folder = files(
        "news/tug.jpg",
        "news/img/tug-dawn.jpg",
        "news/img/Köln Hafen.jpg",
        "news/story_files/buoy.jpg",
        "shots/mole.jpg",
    )
    [linked], problems = link_references([sighting(reference)], folder)
    assert linked.image is not None
    assert (linked.image.file, problems) == (path, ())


@pytest.mark.parametrize(
    "reference",
    [
        # another picture
        "https://cdn.example/tug-dusk.jpg",
        # out of the folder
        "../../../etc/passwd.jpg",
        # a short name in another folder is another picture
        "https://cdn.example/1.jpg",
        # text is no image file
        "notes.txt",
    ],
)
def test_other_pictures_stay_unlinked_and_are_told(reference: str) -> None:
    folder = [*files("news/tug-dawn.jpg", "x/1-300x200.png")]
    folder.append(SourceFile("news/notes.txt", SourceKind.ARTICLE, 5, ""))
    [same], [problem] = link_references([sighting(reference)], folder)
    assert same.image is not None
    assert same.image.file is None
    assert (problem.code, problem.place.line) == ("unlinked", 3)


def test_the_nearest_of_equal_names_is_taken_then_the_largest() -> None:
    folder = [
        SourceFile("b/photo.jpg", SourceKind.IMAGE, 900, ""),
        SourceFile("news/x/photo.jpg", SourceKind.IMAGE, 10, ""),
        SourceFile("news/y/photo.jpg", SourceKind.IMAGE, 20, ""),
    ]
    [linked], _ = link_references([sighting("https://a.example/photo.jpg")], folder)
    assert linked.image is not None
    assert linked.image.file == "news/y/photo.jpg"


def test_an_alternate_rendition_links_when_the_first_does_not() -> None:
    folder = files("news/mole-original.jpg")
    [linked], _ = link_references([sighting("a/9.jpg", "news/s.html", "mole-original.jpg")], folder)
    assert linked.image is not None
    assert linked.image.file == "news/mole-original.jpg"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        # sizes, densities, formats
        ("/a/tug-at-dawn-300x200.jpg", "/a/tug-at-dawn-1024x683.webp", True),
        ("/a/tug-at-dawn.jpg", "https://cdn.example/x/tug-at-dawn.jpg?crop=1", True),
        ("/f:300/9f86d081884c7d65/x.jpg", "/f:900/9f86d081884c7d65/y.jpg", True),
        # different pictures
        ("/a/tug-at-dawn.jpg", "/a/tug-at-dusk.jpg", False),
        ("/a/1.jpg", "/a/2.jpg", False),
        ("/photo.php?id=17", "/photo.php?id=18", False),
        # one folder name that many pictures share
        ("/2031/10/04/a.jpg", "/2031/10/04/b.jpg", False),
    ],
)
def test_renditions_share_a_key_and_others_do_not(a: str, b: str, same: bool) -> None:
    assert bool(picture_keys(a) & picture_keys(b)) is same
