"""Damaged files: cut off, flipped, lying about lengths; nothing raises, and cuts are reported."""

from __future__ import annotations

import contextlib
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from captiondedup.errors import UnreadableInputError
from captiondedup.ingest.images import inspect_image, read_image
from captiondedup.ingest.images.open import open_grey

FORMATS = ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "AVIF"]


@pytest.fixture(scope="module")
def rich(
    xmp: Callable[..., bytes],
    iim: Callable[..., bytes],
    resource: Callable[[int, bytes], bytes],
    segment: Callable[[int, bytes], bytes],
) -> Callable[[str], bytes]:
    """A small picture with every block that its format can carry."""

    def make(name: str) -> bytes:
        packet = xmp(
            "<dc:creator><rdf:Seq><rdf:li>Ada Ray</rdf:li></rdf:Seq></dc:creator>",
            'photoshop:Credit="Example News" photoshop:Instructions="No sales"',
        )
        block = iim((1, 90, b"\x1b%G"), (2, 80, b"Ada Ray"), (2, 120, b"A walk. " * 20))
        exif = Image.Exif()
        exif[0x013B], exif[0x010E], exif[0x0112] = "Ada Ray", "A walk in the park", 6
        picture = Image.effect_noise((48, 32), 50).convert("RGB")
        stream = io.BytesIO()
        if name == "PNG":
            info = PngImagePlugin.PngInfo()
            info.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=True)
            info.add_text(
                "Raw profile type iptc", f"\niptc\n {len(block)}\n{block.hex()}", zip=True
            )
            picture.save(stream, name, exif=exif, pnginfo=info)
        elif name == "TIFF":
            picture.save(stream, name, exif=exif, tiffinfo={700: packet, 33723: block})
        elif name == "GIF":
            picture.convert("P").save(stream, name, comment=b"Example News")
        else:
            picture.save(stream, name, exif=exif, xmp=packet)
        data = stream.getvalue()
        if name == "JPEG":
            app13 = segment(0xED, b"Photoshop 3.0\0" + resource(1028, block))
            data = data[:2] + app13 + data[2:]
        return data

    return make


def _made(rich: Callable[[str], bytes], name: str) -> bytes:
    try:
        return rich(name)
    except (KeyError, OSError):
        pytest.skip(f"this Pillow does not write {name}")


def _survives(path: Path) -> None:
    """Nothing but our own error leaves the readers."""
    inspect_image(path)
    with contextlib.suppress(UnreadableInputError):
        open_grey(path, 64)


@pytest.mark.parametrize("name", FORMATS)
def test_file_cut_anywhere_is_read_as_far_as_it_goes(
    rich: Callable[[str], bytes], tmp_path: Path, name: str
) -> None:
    data = _made(rich, name)
    whole = read_image(_written(tmp_path, data), "whole")
    assert whole.problems == ()
    assert whole.fields
    for length in range(0, len(data), 97):
        path = _written(tmp_path, data[:length])
        _survives(path)
        reading = read_image(path, "cut")
        lost = len(reading.fields) < len(whole.fields)
        assert reading.problems or not lost, f"cut at {length}: fields were lost in silence"


@pytest.mark.parametrize("name", FORMATS)
def test_flipped_bytes_never_raise(rich: Callable[[str], bytes], tmp_path: Path, name: str) -> None:
    data = _made(rich, name)
    dice = random.Random(20260101)
    for _ in range(60):
        broken = bytearray(data)
        for _ in range(dice.randint(1, 12)):
            broken[dice.randrange(len(broken))] = dice.choice((0, 1, 0x7F, 0x80, 0xFF))
        _survives(_written(tmp_path, bytes(broken)))


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "photo.bin"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "exif",
    [
        # EXIF pointer to its own directory
        b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x08\0\0\0\0\0\0\0",
        # 65,535 entries
        b"II*\0\x08\0\0\0\xff\xff" + b"\x3b\x01\x02\0\xff\xff\xff\xff\0\0\0\0" * 20,
        # a value of four gigabytes
        b"II*\0\x08\0\0\0\x01\0\x3b\x01\x02\0\xff\xff\xff\xff\x08\0\0\0\0\0\0\0",
        # no value type of that number
        b"II*\0\x08\0\0\0\x01\0\x3b\x01\x63\0\x01\0\0\0\x08\0\0\0\0\0\0\0",
        # a directory behind the end
        b"MM\0*\x7f\xff\xff\xff",
    ],
)
def test_hostile_exif_is_reported(jpeg: Callable[..., Path], exif: bytes) -> None:
    reading = read_image(jpeg(exif=exif), "photo.jpg")
    assert {problem.code for problem in reading.problems} == {"metadata_unreadable"}


def test_compressed_text_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.png"
    info = PngImagePlugin.PngInfo()
    info.add_itxt("XML:com.adobe.xmp", "<a>" + " " * 20_000_000, zip=True)
    Image.new("L", (8, 8)).save(path, pnginfo=info)
    reading = read_image(path, "bomb.png")
    assert [problem.code for problem in reading.problems] == ["metadata_unreadable"]
