"""Scans image files for metadata blocks: JPEG, TIFF, PNG, WebP, GIF, PSD; HEIC and AVIF by bmff."""

from __future__ import annotations

import zlib

from captiondedup.ingest.images.blocks import (
    MAX_BLOCK,
    MAX_PARTS,
    BlockKind,
    Container,
    DamagedBlockError,
    Source,
)
from captiondedup.ingest.images.bmff import is_bmff, scan_bmff
from captiondedup.ingest.images.tiff import TiffTag, read_tags
from captiondedup.vocabulary.metadata_fields import metadata_table

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENDED_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_XMP_STARTS = (b"<?xpacket", b"<x:xmpmeta", b"<rdf:RDF")
_EXIF = b"Exif\0"
_PHOTOSHOP = (b"Photoshop 3.0\0", b"Adobe_Photoshop2.5:\0")
_GIF_XMP = b"XMP DataXMP"
#: Ends an XMP packet in GIF: whichever byte a reader of sub-blocks lands on leads to the zero.
_GIF_XMP_END = b"\1" + bytes(range(255, -1, -1))
_PNG = b"\x89PNG\r\n\x1a\n"
#: JPEG markers that carry no length: stand-alone RSTn, TEM (ITU-T T.81, table B.1).
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD8)})
_FRAME_MARKERS = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
#: Photoshop image resources: IIM, copyright flag, URL, EXIF, XMP (Adobe Photoshop File Formats).
_IIM_RESOURCE, _COPYRIGHT_FLAG, _URL, _EXIF_RESOURCE, _XMP_RESOURCE = 1028, 1034, 1035, 1058, 1060
_TIFF_BLOCKS = {700: BlockKind.XMP, 33723: BlockKind.IIM, 34377: BlockKind.PSD}
_TIFF_BLOCK_TAGS = frozenset(("IFD0", number) for number in _TIFF_BLOCKS)
#: ImageMagick keeps blocks in PNG text chunks with these keywords, in hexadecimal.
_RAW_PROFILES = {
    "Raw profile type iptc": "iptc",
    "Raw profile type 8bim": "iptc",
    "Raw profile type exif": "exif",
    "Raw profile type APP1": "app1",
    "Raw profile type xmp": "xmp",
}


def scan_source(source: Source) -> Container:
    """Return format, size and metadata blocks of an image file, read without decoding pixels.

    What is damaged is listed in ``damages``; the blocks before and after it are kept. A file of
    no known format has an empty ``format``. A bare XMP packet counts as a format.
    """
    container = Container()
    head = source.head(16)
    try:
        if head[:2] == b"\xff\xd8":
            _scan_jpeg(source, container)
        elif head[:8] == _PNG:
            _scan_png(source, container)
        elif head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
            _scan_tiff(source, container)
        elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            _scan_webp(source, container)
        elif head[:6] in (b"GIF87a", b"GIF89a"):
            _scan_gif(source, container)
        elif head[:4] == b"8BPS":
            _scan_psd(source, container)
        elif is_bmff(head):
            scan_bmff(source, container)
        elif any(start in source.head(512) for start in _XMP_STARTS):
            container.format, container.media_type = "XMP", "application/rdf+xml"
            container.add(BlockKind.XMP, source.read(0, source.size))
    except DamagedBlockError as error:
        container.damage(f"{container.format} file: {error}")
    _scan_exif_blocks(container)
    return container


def _scan_jpeg(source: Source, container: Container) -> None:
    """Fill the container from a JPEG file. Source: ITU-T T.81 annex B; XMP Specification 3."""
    container.format, container.media_type = "JPEG", "image/jpeg"
    photoshop, extended = bytearray(), dict[bytes, list[tuple[int, int, bytes]]]()
    at = 2
    try:
        for _ in range(MAX_PARTS):
            marker = source.read(at, 2)
            if marker[0] != 0xFF:
                raise DamagedBlockError(f"no segment at {at}")
            if marker[1] == 0xFF or marker[1] in _BARE_MARKERS:
                at += 1 if marker[1] == 0xFF else 2
                continue
            if marker[1] in (0xD9, 0xDA):
                break
            length = source.number(at + 2, 2)
            if length < 2:
                raise DamagedBlockError(f"the segment at {at} claims {length} bytes")
            if marker[1] in _FRAME_MARKERS:
                frame = source.read(at + 5, 4)
                container.size = (
                    int.from_bytes(frame[2:], "big"),
                    int.from_bytes(frame[:2], "big"),
                )
            elif marker[1] in (0xE1, 0xED, 0xFE):
                data = source.read(at + 4, length - 2)
                _take_segment(marker[1], data, container, photoshop, extended)
            at += 2 + length
    finally:
        # Also after damage: what was read so far counts.
        if photoshop:
            _take_resources(bytes(photoshop), container)
        for parts in extended.values():
            _take_extended(parts, container)


def _take_segment(
    marker: int,
    data: bytes,
    container: Container,
    photoshop: bytearray,
    extended: dict[bytes, list[tuple[int, int, bytes]]],
) -> None:
    if marker == 0xFE:
        container.add(BlockKind.COMMENT, data, "JPEG")
    elif marker == 0xED:
        for start in _PHOTOSHOP:
            if data.startswith(start) and len(photoshop) < MAX_BLOCK:
                photoshop += data[len(start) :]
        if data.startswith(b"\x1c\x02"):
            container.add(BlockKind.IIM, data)
    elif data.startswith(_EXTENDED_XMP):
        head = data[len(_EXTENDED_XMP) :]
        if len(head) < 40 or len(extended) > 8:
            container.damage("extended XMP: a part is cut off")
            return
        total, offset = int.from_bytes(head[32:36], "big"), int.from_bytes(head[36:40], "big")
        extended.setdefault(head[:32], []).append((total, offset, head[40:]))
    elif data.startswith(_EXIF):
        container.add(BlockKind.EXIF, data[6:])
    elif data.startswith(_XMP):
        container.add(BlockKind.XMP, data[len(_XMP) :])
    elif any(start in data[:128] for start in _XMP_STARTS):
        # Some programs write a wrong name in front of the packet (ImageMagick: "XMP").
        container.add(BlockKind.XMP, data[data.find(b"<") :])


def _take_extended(parts: list[tuple[int, int, bytes]], container: Container) -> None:
    """Put the parts of one extended XMP packet together. Source: XMP Specification 3, 1.1.3.1."""
    total = parts[0][0]
    if total > MAX_BLOCK:
        container.damage(f"extended XMP: {total} bytes are over the limit of {MAX_BLOCK}")
        return
    packet = bytearray()
    for _, offset, data in sorted(parts, key=lambda part: part[1]):
        if offset != len(packet):
            container.damage("extended XMP: parts are missing or stand twice")
            break
        packet += data
    if len(packet) < total:
        container.damage(f"extended XMP: {len(packet)} of {total} bytes are there")
    if packet:
        container.add(BlockKind.XMP, bytes(packet), "extended")


def _take_resources(data: bytes, container: Container) -> None:
    """Take the blocks out of Photoshop image resources."""
    at = 0
    for _ in range(MAX_PARTS):
        if data[at : at + 3] not in (b"8BI", b"PHU", b"AgH", b"DCS", b"Mes"):
            if data[at:].strip(b"\0 "):
                container.damage("Photoshop resources: they break off")
            return
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        name = data[at + 6] if at + 6 < len(data) else 0
        at += 6 + (name + 2 - name % 2 if (name + 1) % 2 else name + 1)
        length = int.from_bytes(data[at : at + 4], "big")
        at += 4
        content = data[at : at + length]
        if len(content) < length:
            container.damage(f"Photoshop resource {number}: {length - len(content)} bytes missing")
        if number == _IIM_RESOURCE:
            container.add(BlockKind.IIM, content)
        elif number == _XMP_RESOURCE:
            container.add(BlockKind.XMP, content)
        elif number == _EXIF_RESOURCE:
            container.add(BlockKind.EXIF, content)
        elif number in (_COPYRIGHT_FLAG, _URL):
            container.add(BlockKind.PSD, content, str(number))
        at += length + length % 2


def _scan_tiff(source: Source, container: Container) -> None:
    """Fill the container from a TIFF file, whose own tags count as its EXIF block."""
    container.format, container.media_type = "TIFF", "image/tiff"
    tags, damages = read_tags(source, {("IFD0", 256), ("IFD0", 257), *_TIFF_BLOCK_TAGS})
    sides = {tag.tag: tag.numbers()[0] for tag in tags if tag.tag < 258 and tag.numbers()}
    if len(sides) == 2:
        container.size = (sides[256], sides[257])
    for message in damages:
        container.damage(f"TIFF file: {message}")
    _take_tiff_blocks(tags, container)


def _scan_exif_blocks(container: Container) -> None:
    """Add what EXIF blocks hold of the other standards: programs copy a TIFF's tags into them."""
    for block in tuple(container.blocks):
        if block.kind is BlockKind.EXIF:
            try:
                tags, _ = read_tags(Source.of(block.data), _TIFF_BLOCK_TAGS)
            except DamagedBlockError:
                continue  # the EXIF reader meets the same damage and reports it
            _take_tiff_blocks(tags, container)


def _take_tiff_blocks(tags: list[TiffTag], container: Container) -> None:
    for tag in tags:
        if tag.tag == 34377:
            _take_resources(tag.data, container)
        elif tag.tag in _TIFF_BLOCKS:
            data = tag.data
            if tag.tag == 33723 and tag.type == 4 and data[:1] != b"\x1c":
                # IIM written as numbers in the byte order of the file: turn each back.
                data = b"".join(data[at : at + 4][::-1] for at in range(0, len(data), 4))
            container.add(_TIFF_BLOCKS[tag.tag], data)


def _scan_png(source: Source, container: Container) -> None:
    """Fill the container from a PNG file. Source: PNG Specification (Third Edition), 11.3."""
    container.format, container.media_type = "PNG", "image/png"
    at = len(_PNG)
    for _ in range(MAX_PARTS):
        if at == source.size:
            raise DamagedBlockError("the file ends without its last chunk")
        length, kind = source.number(at, 4), source.read(at + 4, 4)
        if kind == b"IEND":
            return
        if kind == b"IHDR":
            container.size = (source.number(at + 8, 4), source.number(at + 12, 4))
        elif kind == b"eXIf":
            container.add(BlockKind.EXIF, source.read(at + 8, length))
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            try:
                _take_png_text(kind, source.read(at + 8, length), container)
            except DamagedBlockError as error:
                container.damage(f"PNG text: {error}")
        at += 12 + length
    raise DamagedBlockError(f"more than {MAX_PARTS} chunks")


def _take_png_text(kind: bytes, data: bytes, container: Container) -> None:
    raw_keyword, _, rest = data.partition(b"\0")
    keyword = raw_keyword.decode("latin-1")
    if kind == b"zTXt":
        rest = _inflate(rest[1:])
    elif kind == b"iTXt":
        compressed, rest = rest[:1] == b"\1", rest[2:]
        rest = rest.split(b"\0", 2)[-1]
        rest = _inflate(rest) if compressed else rest
    if keyword == "XML:com.adobe.xmp":
        container.add(BlockKind.XMP, rest)
    elif keyword in _RAW_PROFILES:
        _take_raw_profile(_RAW_PROFILES[keyword], rest, container)
    elif metadata_table().at(f"PNG {keyword}") is not None:
        text = rest if kind == b"iTXt" else rest.decode("latin-1").encode()
        container.add(BlockKind.PNG, text, keyword)


def _inflate(data: bytes) -> bytes:
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(data, MAX_BLOCK)
    except zlib.error as error:
        raise DamagedBlockError(f"it does not unpack ({error})") from error
    if stream.unconsumed_tail:
        raise DamagedBlockError(f"it unpacks to more than {MAX_BLOCK} bytes")
    return text


def _take_raw_profile(name: str, text: bytes, container: Container) -> None:
    """Take a block that ImageMagick wrote as text: lines of name, length, hexadecimal digits."""
    parts = text.strip().split(b"\n", 2)
    try:
        data = bytes.fromhex(parts[2].decode("ascii")) if len(parts) == 3 else b""
    except ValueError as error:
        raise DamagedBlockError(f"the {name} profile is no hexadecimal text") from error
    if data.startswith(_XMP):
        container.add(BlockKind.XMP, data[len(_XMP) :])
    elif data.startswith(_EXIF):
        container.add(BlockKind.EXIF, data[6:])
    elif name == "xmp":
        container.add(BlockKind.XMP, data)
    elif name == "exif":
        container.add(BlockKind.EXIF, data)
    elif data.startswith(b"\x1c"):
        container.add(BlockKind.IIM, data)
    elif data:
        _take_resources(data, container)


def _scan_webp(source: Source, container: Container) -> None:
    """Fill the container from a WebP file. Source: WebP Container Specification."""
    container.format, container.media_type = "WEBP", "image/webp"
    at, end = 12, 8 + source.number(4, 4, "little")
    for _ in range(MAX_PARTS):
        if at + 8 > end:
            return
        kind, length = source.read(at, 4), source.number(at + 4, 4, "little")
        if kind == b"VP8X":
            container.size = (
                source.number(at + 12, 3, "little") + 1,
                source.number(at + 15, 3, "little") + 1,
            )
        elif kind == b"VP8L" and container.size is None:
            bits = source.number(at + 9, 4, "little")
            container.size = ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
        elif kind == b"VP8 " and container.size is None:
            container.size = (
                source.number(at + 14, 2, "little") & 0x3FFF,
                source.number(at + 16, 2, "little") & 0x3FFF,
            )
        elif kind == b"XMP ":
            container.add(BlockKind.XMP, source.read(at + 8, length))
        elif kind == b"EXIF":
            data = source.read(at + 8, length)
            container.add(BlockKind.EXIF, data[6:] if data.startswith(_EXIF) else data)
        at += 8 + length + length % 2
    raise DamagedBlockError(f"more than {MAX_PARTS} chunks")


def _scan_gif(source: Source, container: Container) -> None:
    """Fill the container from a GIF file: comments, and XMP in its application extension.

    Source: GIF89a section 24 and 26; XMP Specification 3, 1.1.2 (the packet is one run of bytes
    whose end makes a reader of sub-blocks fall into step again).
    """
    container.format, container.media_type = "GIF", "image/gif"
    container.size = (source.number(6, 2, "little"), source.number(8, 2, "little"))
    at = 13 + _colours(source.number(10, 1))
    for _ in range(MAX_PARTS):
        kind = source.number(at, 1)
        if kind == 0x3B:
            return
        if kind == 0x2C:
            at += 10 + _colours(source.number(at + 9, 1)) + 1
            at = _after_sub_blocks(source, at)
        elif kind == 0x21:
            label, start = source.number(at + 1, 1), at + 2
            at = _after_sub_blocks(source, start)
            if label == 0xFF and source.read(start + 1, 11) == _GIF_XMP:
                packet = source.read(start + 12, at - start - 12)
                container.add(BlockKind.XMP, packet.partition(_GIF_XMP_END)[0])
            elif label == 0xFE and at - start > 2:
                container.add(BlockKind.COMMENT, source.read(start + 1, at - start - 2), "GIF")
        else:
            raise DamagedBlockError(f"no block at {at}")
    raise DamagedBlockError(f"more than {MAX_PARTS} blocks")


def _colours(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_sub_blocks(source: Source, at: int) -> int:
    while length := source.number(at, 1):
        at += 1 + length
    return at + 1


def _scan_psd(source: Source, container: Container) -> None:
    """Fill the container from a Photoshop document. Source: Adobe Photoshop File Formats."""
    container.format, container.media_type = "PSD", "image/vnd.adobe.photoshop"
    container.size = (source.number(18, 4), source.number(14, 4))
    start = 26 + 4 + source.number(26, 4)
    length = source.number(start, 4)
    _take_resources(source.read(start + 4, length), container)
