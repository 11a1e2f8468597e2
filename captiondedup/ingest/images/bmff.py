"""Scans HEIC and AVIF files: the boxes that say where EXIF and XMP stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from captiondedup.ingest.images.blocks import (
    MAX_PARTS,
    BlockKind,
    Container,
    DamagedBlockError,
    Source,
)

_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_MAX_ITEMS = 4000
_MAX_EXTENTS = 4000


@dataclass(frozen=True, slots=True)
class _Box:
    """A box: type, and where its content starts and ends."""

    type: bytes
    start: int
    end: int


@dataclass(slots=True)
class _Items:
    """What the meta box says: item types, extents (offset, length) and the primary picture."""

    types: dict[int, bytes] = field(default_factory=dict)
    extents: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    properties: list[_Box] = field(default_factory=list)
    of_item: dict[int, list[int]] = field(default_factory=dict)
    primary: int = 0
    data: int = 0


def is_bmff(head: bytes) -> bool:
    """Return whether a file that begins so is HEIC or AVIF.

    >>> is_bmff(bytes([0, 0, 0, 24]) + b"ftypavif")
    True
    """
    return head[4:8] == b"ftyp" and head[8:12] in _AVIF_BRANDS | _HEIF_BRANDS


def scan_bmff(source: Source, container: Container) -> None:
    """Fill the container from an ISO base media file with pictures.

    Source: ISO/IEC 14496-12 section 8.11 (meta, iloc, iinf, pitm, iprp), ISO/IEC 23008-12.
    """
    avif = source.head(12)[8:12] in _AVIF_BRANDS
    container.format = "AVIF" if avif else "HEIC"
    container.media_type = "image/avif" if avif else "image/heic"
    for box in _boxes(source, 0, source.size):
        if box.type == b"meta":
            items = _Items()
            _read_meta(source, box, items, container)
            _read_size(source, items, container)
            _read_blocks(source, items, container)
            return
    raise DamagedBlockError("the file has no meta box")


def _boxes(source: Source, start: int, end: int) -> Iterator[_Box]:
    for _ in range(MAX_PARTS):
        if start + 8 > end:
            return
        length, kind, content = source.number(start, 4), source.read(start + 4, 4), start + 8
        if length == 1:
            length, content = source.number(start + 8, 8), start + 16
        elif length == 0:
            length = end - start
        if length < content - start or start + length > end:
            raise DamagedBlockError(f"the box at {start} claims {length} bytes")
        yield _Box(kind, content, start + length)
        start += length
    raise DamagedBlockError(f"more than {MAX_PARTS} boxes")


def _read_meta(source: Source, meta: _Box, items: _Items, container: Container) -> None:
    located: _Box | None = None
    for box in _boxes(source, meta.start + 4, meta.end):
        try:
            if box.type == b"iinf":
                _read_types(source, box, items)
            elif box.type == b"pitm":
                wide = source.number(box.start, 1) > 0
                items.primary = source.number(box.start + 4, 4 if wide else 2)
            elif box.type == b"iprp":
                _read_properties(source, box, items)
            elif box.type == b"idat":
                items.data = box.start
            elif box.type == b"iloc":
                located = box
        except DamagedBlockError as error:
            container.damage(f"{container.format} box {box.type.decode('latin-1')}: {error}")
    if located is not None:
        # Places may be relative to idat, which may stand after iloc.
        _read_places(source, located, items)


def _read_types(source: Source, box: _Box, items: _Items) -> None:
    version = source.number(box.start, 1)
    for entry in _boxes(source, box.start + (6 if version == 0 else 8), box.end):
        if entry.type != b"infe" or len(items.types) >= _MAX_ITEMS:
            continue
        version = source.number(entry.start, 1)
        if version < 2:
            continue
        wide = 4 if version > 2 else 2
        item = source.number(entry.start + 4, wide)
        at = entry.start + 4 + wide + 2
        kind = source.read(at, 4)
        if kind == b"mime":
            text = source.read(at + 4, min(entry.end - at - 4, 256))
            mime = text.split(b"\0")[1:2]
            kind = b"xmp " if mime == [b"application/rdf+xml"] else kind
        items.types[item] = kind


def _read_places(source: Source, box: _Box, items: _Items) -> None:
    version = source.number(box.start, 1)
    sizes = source.number(box.start + 4, 2)
    offset_bytes, length_bytes, base_bytes = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_bytes = sizes & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    at = box.start + 6
    count, at = source.number(at, wide), at + wide
    extents_seen = 0
    for _ in range(min(count, _MAX_ITEMS)):
        item, at = source.number(at, wide), at + wide
        method = 0
        if version in (1, 2):
            method, at = source.number(at, 2) & 15, at + 2
        base = source.number(at + 2, base_bytes)
        at += 2 + base_bytes
        extent_count, at = source.number(at, 2), at + 2
        for _ in range(extent_count):
            extents_seen += 1
            if extents_seen > _MAX_EXTENTS:
                raise DamagedBlockError(f"more than {_MAX_EXTENTS} extents")
            at += index_bytes
            offset = source.number(at, offset_bytes)
            length = source.number(at + offset_bytes, length_bytes)
            at += offset_bytes + length_bytes
            start = base + offset + (items.data if method == 1 else 0)
            if method in (0, 1):
                items.extents.setdefault(item, []).append((start, length))


def _read_properties(source: Source, box: _Box, items: _Items) -> None:
    for part in _boxes(source, box.start, box.end):
        if part.type == b"ipco":
            items.properties = list(_boxes(source, part.start, part.end))
        elif part.type == b"ipma":
            version, flags = source.number(part.start, 1), source.number(part.start + 3, 1)
            count, at = source.number(part.start + 4, 4), part.start + 8
            wide, step = (2 if version < 1 else 4), (2 if flags & 1 else 1)
            for _ in range(min(count, _MAX_ITEMS)):
                item, number = source.number(at, wide), source.number(at + wide, 1)
                at += wide + 1
                mask = 0x7FFF if step == 2 else 0x7F
                items.of_item[item] = [
                    source.number(at + index * step, step) & mask for index in range(number)
                ]
                at += number * step


def _read_size(source: Source, items: _Items, container: Container) -> None:
    indexes = items.of_item.get(items.primary) or range(1, len(items.properties) + 1)
    for index in indexes:
        if not 1 <= index <= len(items.properties):
            continue
        box = items.properties[index - 1]
        if box.type == b"ispe" and container.size is None:
            container.size = (source.number(box.start + 4, 4), source.number(box.start + 8, 4))
        elif box.type == b"clap":
            # Clean aperture: the picture without the padding that the codec's blocks need.
            parts = [source.number(box.start + 4 * index, 4) for index in range(4)]
            if parts[1] and parts[3]:
                container.size = (parts[0] // parts[1], parts[2] // parts[3])
        elif box.type == b"irot":
            container.turned = source.number(box.start, 1) & 1 == 1


def _read_blocks(source: Source, items: _Items, container: Container) -> None:
    for item, kind in items.types.items():
        if kind not in (b"Exif", b"xmp "):
            continue
        try:
            data = b"".join(
                source.read(start, length or source.size - start)
                for start, length in items.extents.get(item, [])
            )
            if kind == b"xmp ":
                container.add(BlockKind.XMP, data)
            else:
                skip = int.from_bytes(data[:4], "big") + 4
                container.add(BlockKind.EXIF, data[skip:])
        except DamagedBlockError as error:
            container.damage(f"{kind.decode().strip()} of the {container.format} file: {error}")
