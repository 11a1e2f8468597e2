"""Pictures and metadata blocks made on the spot, byte by byte where a library would hide faults."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" '
    'xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"'
)
IimMaker = Callable[..., bytes]
JpegMaker = Callable[..., Path]


def _xmp(body: str, attributes: str = "") -> bytes:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}>'
        f'<rdf:Description rdf:about="" {NAMESPACES} {attributes}>{body}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    ).encode()


def _iim(*sets: tuple[int, int, bytes]) -> bytes:
    return b"".join(
        bytes([0x1C, record, number]) + len(raw).to_bytes(2, "big") + raw
        for record, number, raw in sets
    )


def _resource(number: int, content: bytes) -> bytes:
    padding = b"\0" * (len(content) % 2)
    head = b"8BIM" + number.to_bytes(2, "big") + b"\0\0" + len(content).to_bytes(4, "big")
    return head + content + padding


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


@pytest.fixture(scope="session")
def xmp() -> Callable[..., bytes]:
    return _xmp


@pytest.fixture(scope="session")
def iim() -> IimMaker:
    return _iim


@pytest.fixture(scope="session")
def resource() -> Callable[[int, bytes], bytes]:
    return _resource


@pytest.fixture(scope="session")
def segment() -> Callable[[int, bytes], bytes]:
    return _segment


@pytest.fixture(scope="session")
def plain_jpeg() -> bytes:
    """A grey 40 x 30 JPEG without metadata."""
    stream = io.BytesIO()
    Image.new("L", (40, 30), 128).save(stream, "JPEG")
    return stream.getvalue()


@pytest.fixture
def jpeg(tmp_path: Path, plain_jpeg: bytes) -> JpegMaker:
    """Write a JPEG with the given blocks; ``segments`` go in as they are."""

    def make(
        name: str = "photo.jpg",
        *,
        xmp: bytes = b"",
        iim: bytes = b"",
        exif: bytes = b"",
        segments: bytes = b"",
    ) -> Path:
        extra = segments
        if exif:
            extra += _segment(0xE1, b"Exif\0\0" + exif)
        if xmp:
            extra += _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp)
        if iim:
            extra += _segment(0xED, b"Photoshop 3.0\0" + _resource(1028, iim))
        path = tmp_path / name
        path.write_bytes(plain_jpeg[:2] + extra + plain_jpeg[2:])
        return path

    return make
