"""What a file is: image, sidecar, article, table or other, by its first bytes and its name."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from captiondedup.ingest.articles.formats import ArticleFormat, article_format
from captiondedup.model import SourceKind

_IMAGE_NAMES = frozenset(
    {
        ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".gif", ".webp", ".tif", ".tiff", ".heic",
        ".heif", ".avif", ".bmp", ".psd", ".jp2", ".jxl", ".dng",
    }
)  # fmt: skip
_SIDECAR_NAMES = frozenset({".xmp"})

#: Names of files that lie in article folders and hold no story.
_OTHER_STEMS = frozenset(
    {"readme", "changelog", "license", "licence", "makefile", "dockerfile", "robots", "humans"}
)

#: First bytes of image files. Source: the format specifications (JFIF, PNG, GIF, RIFF, TIFF 6,
#: ISO 14496-12 brands, Adobe PSD, BMP, ISO 15444, ISO 18181).
_IMAGE_START = re.compile(
    rb"^(?:\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+"
    rb"|.{4}ftyp(?:avi[fs]|heic|heix|hevc|heim|heis|mif1|msf1)|8BPS\x00|BM.{4}\x00\x00\x00\x00"
    rb"|\x00\x00\x00\x0cj[P ]|\xff\x0a|\x00\x00\x00\x0cJXL )",
    re.DOTALL,
)


def is_image(head: bytes) -> bool:
    r"""Return whether the first bytes are those of an image format.

    >>> is_image(b"\xff\xd8\xff\xe0"), is_image(b"RIGA, March 3")
    (True, False)
    """
    return bool(_IMAGE_START.match(head))


def named_as_image(name: str) -> bool:
    """Return whether a file name promises an image.

    >>> named_as_image("Port.JPG"), named_as_image("port.txt")
    (True, False)
    """
    return PurePosixPath(name.lower()).suffix in _IMAGE_NAMES


def kind_of(head: bytes, name: str) -> SourceKind:
    r"""Return what a file is; ``head`` are its first bytes, unpacked when it is gzipped.

    >>> kind_of(b"\x89PNG\r\n\x1a\n", "port.txt")
    <SourceKind.IMAGE: 'image'>
    >>> kind_of(b"RIGA, March 3 (Baltwire)", "port.jpg")
    <SourceKind.OTHER: 'other'>
    """
    path = PurePosixPath(name.lower())
    if is_image(head):
        return SourceKind.IMAGE
    if path.suffix in _SIDECAR_NAMES:
        return SourceKind.SIDECAR
    if named_as_image(name) or path.stem in _OTHER_STEMS:
        return SourceKind.OTHER
    form = article_format(head, name)
    if form is None:
        return SourceKind.OTHER
    return SourceKind.TABLE if form is ArticleFormat.TABLE else SourceKind.ARTICLE
