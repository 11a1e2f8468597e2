"""Opening pictures: upright, in every mode, within limits, and one clear error for each fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from captiondedup.errors import UnreadableInputError
from captiondedup.ingest.images.open import UnreadableImageError, open_grey, open_thumbnail

#: A white picture whose upper left quarter is black: shows which way is up.
WIDTH, HEIGHT = 160, 100


def _marked(mode: str = "RGB") -> Image.Image:
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    picture.paste((0, 0, 0), (0, 0, WIDTH // 2, HEIGHT // 2))
    return picture.convert(mode)


def _corners(image: Image.Image) -> list[bool]:
    """Whether upper left, upper right, lower left and lower right are dark."""
    right, low = image.width - 3, image.height - 3
    return [
        int(image.convert("L").getpixel(at)) < 128
        for at in ((2, 2), (right, 2), (2, low), (right, low))
    ]


@pytest.mark.parametrize(
    ("orientation", "dark_corner"),
    [
        (1, 0),  # as stored
        (2, 1),  # mirrored
        (3, 3),  # upside down
        (4, 2),  # mirrored, upside down
        (5, 0),  # mirrored along the diagonal
        (6, 1),  # camera turned left
        (7, 3),  # mirrored along the other diagonal
        (8, 2),  # camera turned right
    ],
)
@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp"])
def test_picture_stands_upright_whatever_the_camera_did(
    tmp_path: Path, suffix: str, orientation: int, dark_corner: int
) -> None:
    path = tmp_path / f"photo.{suffix}"
    exif = Image.Exif()
    exif[0x0112] = orientation
    _marked().save(path, exif=exif)
    picture = open_grey(path, long_side=80)
    assert picture.size == ((WIDTH, HEIGHT) if orientation < 5 else (HEIGHT, WIDTH))
    assert max(picture.image.size) == 80
    assert _corners(picture.image).index(True) == dark_corner
    assert sum(_corners(picture.image)) == 1


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("1", "png"),
        ("L", "jpg"),
        ("P", "gif"),
        ("P", "png"),
        ("LA", "png"),
        ("RGBA", "webp"),
        ("CMYK", "jpg"),  # prepress
        ("CMYK", "tif"),
        ("YCbCr", "jpg"),
        ("LAB", "tif"),
    ],
)
def test_every_colour_mode_shows_the_same_picture(tmp_path: Path, mode: str, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    _marked(mode).save(path)
    assert _corners(open_grey(path).image) == [True, False, False, False]
    thumbnail = open_thumbnail(path, 50)
    assert (thumbnail.mode, max(thumbnail.size)) == ("RGB", 50)
    assert _corners(thumbnail) == [True, False, False, False]


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_are_not_blown_out_to_white(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"scan.{suffix}"
    Image.new("I;16", (30, 20), 32768).save(path)
    assert open_grey(path).image.getextrema() == (128, 128)


def test_transparent_parts_become_white_not_black(tmp_path: Path) -> None:
    path = tmp_path / "cutout.png"
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(path)
    assert open_grey(path).image.getextrema() == (255, 255)


def test_first_frame_counts_in_an_animation(tmp_path: Path) -> None:
    path = tmp_path / "moving.gif"
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 255)]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert open_grey(path).image.getextrema() == (0, 0)


def test_small_picture_is_not_enlarged(tmp_path: Path) -> None:
    path = tmp_path / "small.png"
    _marked().save(path)
    assert open_grey(path, long_side=480).image.size == (WIDTH, HEIGHT)


def test_progressive_jpeg_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "progressive.jpg"
    _marked().save(path, progressive=True)
    assert _corners(open_grey(path).image) == [True, False, False, False]


def test_damaged_exif_does_not_cost_the_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    _marked().save(path, exif=b"Exif\0\0MM\0*\xff\xff\xff\xff")
    assert open_grey(path).size == (WIDTH, HEIGHT)


def _cut_jpeg(path: Path) -> None:
    Image.effect_noise((200, 200), 60).save(path)
    path.write_bytes(path.read_bytes()[:-2000])


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("empty", lambda path: path.write_bytes(b"")),
        ("not_an_image", lambda path: path.write_text("notes of the night desk\n" * 20)),
        ("truncated", _cut_jpeg),
        ("unreadable", lambda path: None),  # no such file
        ("not_an_image", lambda path: path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n" * 9)),
    ],
)
def test_each_fault_has_its_code_and_a_remedy(tmp_path: Path, code: str, make: object) -> None:
    path = tmp_path / "photo.jpg"
    make(path)  # type: ignore[operator]
    with pytest.raises(UnreadableInputError) as caught:
        open_grey(path)
    assert isinstance(caught.value, UnreadableImageError)
    problem = caught.value.problem("desk/photo.jpg")
    assert (problem.code, problem.place.source) == (code, "desk/photo.jpg")
    assert "photo.jpg" in str(caught.value)
    assert problem.remedy in str(caught.value)


def test_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    limit = Image.MAX_IMAGE_PIXELS
    path = tmp_path / "bomb.png"
    Image.new("1", (3000, 3000)).save(path)
    with pytest.raises(UnreadableImageError) as caught:
        open_grey(path, max_pixels=1_000_000)
    assert caught.value.code == "too_large"
    assert limit == Image.MAX_IMAGE_PIXELS


def test_size_only_claimed_in_the_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "claim.bmp"
    Image.new("L", (8, 8)).save(path)
    data = bytearray(path.read_bytes())
    data[18:26] = (60_000).to_bytes(4, "little") * 2
    path.write_bytes(data)
    with pytest.raises(UnreadableImageError) as caught:
        open_grey(path)
    assert caught.value.code == "too_large"
