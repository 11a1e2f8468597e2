"""Reads tags of TIFF directories: of TIFF files and of EXIF blocks, which are small TIFF files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from captiondedup.ingest.images.blocks import MAX_BLOCK, DamagedBlockError, Source

#: Bytes of one value by TIFF type (TIFF 6.0, section 2; BigTIFF 13, 16 to 18).
_TYPE_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_TYPE_BYTES |= {13: 4, 16: 8, 17: 8, 18: 8, 129: 1}
#: TIFF 6.0 allows 65,535 entries a directory; real ones have under 200.
_MAX_ENTRIES = 1000
_EXIF_IFD = 0x8769
_POINTER_TYPES = frozenset({3, 4, 13, 16, 18})


@dataclass(frozen=True, slots=True)
class TiffTag:
    """One directory entry with its raw bytes; ``order`` is ``little`` or ``big``."""

    ifd: str
    tag: int
    type: int
    data: bytes
    order: str

    def numbers(self) -> tuple[int, ...]:
        """Return the values of a tag of whole numbers, none for other types."""
        width = _TYPE_BYTES.get(self.type, 0)
        if self.type not in {1, 3, 4, 7, 13, 16, 18} or not width:
            return ()
        order: str = self.order
        return tuple(
            int.from_bytes(self.data[at : at + width], "little" if order == "little" else "big")
            for at in range(0, len(self.data) - width + 1, width)
        )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Byte order and the widths that differ between TIFF and BigTIFF."""

    order: str
    offset: int
    count: int


def read_tags(
    source: Source, wanted: Collection[tuple[str, int]]
) -> tuple[list[TiffTag], list[str]]:
    """Return the wanted tags (directory, number) of IFD0 and ExifIFD, and what was damaged.

    A damaged entry costs itself only. Later pages and the maker's notes are not read.

    Raises:
        DamagedBlockError: the header is no TIFF header.

    Source: TIFF 6.0 section 2; EXIF 2.32 section 4.6.3.
    """
    layout, first = _header(source)
    wanted = frozenset(wanted) | {("IFD0", _EXIF_IFD)}
    damages: list[str] = []
    tags = _directory(source, layout, first, "IFD0", wanted, damages)
    pointer = next((tag for tag in tags if tag.tag == _EXIF_IFD), None)
    tags = [tag for tag in tags if tag.tag != _EXIF_IFD]
    if pointer is not None:
        offsets = pointer.numbers() if pointer.type in _POINTER_TYPES else ()
        if len(offsets) == 1 and offsets[0] != first:
            tags += _directory(source, layout, offsets[0], "ExifIFD", wanted, damages)
        else:
            damages.append("the EXIF directory's place makes no sense")
    return tags, damages


def _header(source: Source) -> tuple[_Layout, int]:
    head = source.head(16)
    order = {b"II": "little", b"MM": "big"}.get(head[:2])
    if order is None or len(head) < 8:
        raise DamagedBlockError("no TIFF header")
    magic = source.number(2, 2, order)
    if magic == 43:
        if source.number(4, 2, order) != 8:
            raise DamagedBlockError("a BigTIFF header with strange offsets")
        return _Layout(order, 8, 8), source.number(8, 8, order)
    # 42 is TIFF; Panasonic, Olympus and others write their own number in the same layout.
    return _Layout(order, 4, 2), source.number(4, 4, order)


def _directory(
    source: Source,
    layout: _Layout,
    offset: int,
    ifd: str,
    wanted: Collection[tuple[str, int]],
    damages: list[str],
) -> list[TiffTag]:
    tags: list[TiffTag] = []
    try:
        count = source.number(offset, layout.count, layout.order)
        if count > _MAX_ENTRIES:
            damages.append(f"{ifd} claims {count} entries, only {_MAX_ENTRIES} are read")
            count = _MAX_ENTRIES
        width = 4 + 2 * layout.offset
        for index in range(count):
            at = offset + layout.count + index * width
            number = source.number(at, 2, layout.order)
            if (ifd, number) in wanted:
                try:
                    tags.append(_entry(source, layout, at, ifd))
                except DamagedBlockError as error:
                    damages.append(f"{ifd} tag {number}: {error}")
    except DamagedBlockError as error:
        damages.append(f"{ifd}: {error}")
    return tags


def _entry(source: Source, layout: _Layout, at: int, ifd: str) -> TiffTag:
    number = source.number(at, 2, layout.order)
    kind = source.number(at + 2, 2, layout.order)
    count = source.number(at + 4, layout.offset, layout.order)
    width = _TYPE_BYTES.get(kind)
    if width is None:
        raise DamagedBlockError(f"unknown value type {kind}")
    length = width * count
    if length > MAX_BLOCK:
        raise DamagedBlockError(f"a value of {length} bytes is over the limit of {MAX_BLOCK}")
    value = at + 4 + layout.offset
    if length > layout.offset:
        value = source.number(value, layout.offset, layout.order)
    return TiffTag(ifd, number, kind, source.read(value, length), layout.order)
