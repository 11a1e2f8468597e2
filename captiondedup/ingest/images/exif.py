"""Reads the texts of EXIF blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from captiondedup.ingest.images.blocks import Source
from captiondedup.ingest.images.charsets import Decoded, decode, guess_charset
from captiondedup.ingest.images.tiff import TiffTag, read_tags

_ORIENTATION = ("IFD0", 0x0112)
_USER_COMMENT = 0x9286
_COPYRIGHT = 0x8298
#: Windows Explorer's own tags are UTF-16 (XPTitle, XPComment, XPAuthor, XPKeywords, XPSubject).
_WINDOWS_TAGS = range(0x9C9B, 0x9CA0)
#: First eight bytes of UserComment (EXIF 2.32, table 9).
_COMMENT_CHARSETS = {b"ASCII\0\0\0": None, b"JIS\0\0\0\0\0": "iso2022_jp", b"\0" * 8: None}


@dataclass(frozen=True, slots=True)
class ExifText:
    """One text: directory, number and name of its tag, its bytes, and its decoded value."""

    ifd: str
    name: str
    raw: bytes
    decoded: Decoded


def read_exif(
    source: Source, names: Mapping[tuple[str, int], str]
) -> tuple[list[ExifText], int, list[str]]:
    """Return the texts of the named tags, the orientation (1 to 8), and what was damaged.

    Raises:
        DamagedBlockError: the block is no EXIF.

    Source: EXIF 2.32 sections 4.6.4 and 4.6.5; the character set is guessed, since EXIF allows
    ASCII only and programs write UTF-8 and national sets.
    """
    tags, damages = read_tags(source, {*names, _ORIENTATION})
    orientation = 1
    texts: list[ExifText] = []
    wide = b"\n".join(tag.data for tag in tags if tag.type == 2 and not tag.data.isascii())
    hint = guess_charset(wide) if wide else None
    for tag in tags:
        if (tag.ifd, tag.tag) == _ORIENTATION:
            numbers = tag.numbers()
            orientation = numbers[0] if numbers and 1 <= numbers[0] <= 8 else 1
            continue
        name = names[tag.ifd, tag.tag]
        texts.append(ExifText(tag.ifd, name, tag.data, _text(tag, hint)))
    return texts, orientation, damages


def _text(tag: TiffTag, hint: str | None) -> Decoded:
    data = tag.data
    if tag.tag in _WINDOWS_TAGS:
        text = data.decode("utf-16-le", errors="replace")
        return Decoded(text.split("\0", 1)[0], "utf-16-le", guessed=False)
    if tag.tag == _USER_COMMENT:
        return _comment(data, tag.order)
    if tag.tag == _COPYRIGHT:
        # Photographer's and editor's copyright stand behind one another, separated by NUL.
        parts = (part.strip() for part in data.split(b"\0"))
        data = b"\n".join(part for part in parts if part)
    else:
        data = data.split(b"\0", 1)[0]
    return decode(data, hint=hint)


def _comment(data: bytes, order: str) -> Decoded:
    code, rest = data[:8], data[8:]
    if code == b"UNICODE\0":
        if rest[:3] == b"\xef\xbb\xbf":
            return decode(rest[3:])
        charset = "utf-16-le" if order == "little" else "utf-16-be"
        if rest[:2] in (b"\xff\xfe", b"\xfe\xff"):
            charset = "utf-16"
        text = rest.decode(charset, errors="replace").split("\0", 1)[0]
        return Decoded(text, charset, guessed=False)
    if code in _COMMENT_CHARSETS:
        return decode(rest.split(b"\0", 1)[0], _COMMENT_CHARSETS[code])
    return decode(data.split(b"\0", 1)[0])
