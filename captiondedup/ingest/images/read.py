"""Reads the rights metadata of one image and its sidecars, block by block."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from captiondedup.ingest.images.blocks import (
    MAX_BLOCK,
    Block,
    BlockKind,
    Container,
    DamagedBlockError,
    Source,
)
from captiondedup.ingest.images.charsets import Decoded, decode
from captiondedup.ingest.images.containers import scan_source
from captiondedup.ingest.images.exif import read_exif
from captiondedup.ingest.images.fields import (
    ImageReading,
    MetadataField,
    name_of,
    read_coded,
    read_texts,
    rule_of,
    spelled,
)
from captiondedup.ingest.images.iim import read_iim
from captiondedup.ingest.images.sidecars import read_json
from captiondedup.ingest.images.xmp import read_xmp
from captiondedup.model import Place, Problem
from captiondedup.vocabulary.metadata_fields import metadata_table

_SIDECAR_SUFFIXES = (".xmp", ".json")
#: XMP speaks first: it has no length limits and names its languages (MWG Guidelines 2.0, 4).
_ORDER = ("XMP", "IIM", "EXIF", "PSD", "PNG", "JSON", "Comment")
_REMEDY = (
    "check caption and rights of this picture by hand, or save them again with a metadata editor"
)


class _Collector:
    """Gathers fields and problems of the image and its sidecars; ``source`` is the file read."""

    def __init__(self) -> None:
        self.fields: list[MetadataField] = []
        self.problems: list[Problem] = []
        self.orientation = 1
        self.source = ""

    def add(
        self,
        block: str,
        field: str,
        path: str,
        decoded: Decoded,
        raw: bytes = b"",
        language: str | None = None,
    ) -> None:
        rule = rule_of(field)
        if rule is None or not decoded.text.strip():
            return
        self.fields.append(
            MetadataField(
                id=rule.id,
                name=name_of(rule, field),
                block=block,
                field=spelled(rule, field),
                path=path,
                value=decoded.text,
                source=self.source,
                language=language,
                charset=decoded.charset if decoded.guessed else "",
                raw=raw if decoded.guessed else b"",
            )
        )

    def damage(self, messages: Iterable[str], field: str = "metadata") -> None:
        for message in messages:
            self.problem("metadata_unreadable", message, _REMEDY, field)

    def problem(self, code: str, message: str, remedy: str, field: str = "image") -> None:
        found = Problem(code, message, remedy, Place(source=self.source, field=field))
        if found not in self.problems:
            self.problems.append(found)


def read_image(path: Path, source: str, sidecars: Sequence[tuple[Path, str]] = ()) -> ImageReading:
    """Return what the image and its sidecars say about rights; nothing is raised.

    ``source`` is how the scan names the file; ``sidecars`` are (file, name) pairs. Pixels are
    not decoded. What cannot be read becomes a Problem, the other blocks are kept.
    """
    collector = _Collector()
    collector.source = source
    container = _scan(path, collector)
    for block in container.blocks:
        _read_block(block, collector)
    size, orientation = container.size, collector.orientation
    turned = container.turned or (orientation >= 5 and container.format not in ("HEIC", "AVIF"))
    for file, name in sidecars:
        collector.source = name
        _read_sidecar(file, collector)
    fields = tuple(sorted(collector.fields, key=_rank))
    return ImageReading(
        media_type=container.media_type,
        format=container.format,
        size=(size[1], size[0]) if size and turned else size,
        texts=read_texts(fields),
        coded=read_coded(fields),
        fields=fields,
        problems=tuple(collector.problems),
    )


def find_sidecars(path: Path) -> tuple[Path, ...]:
    """Return the sidecars beside an image: ``name.xmp``, ``name.jpg.xmp``, and the same in JSON."""
    names = [
        name
        for suffix in _SIDECAR_SUFFIXES
        for name in (path.with_suffix(suffix), path.with_name(path.name + suffix))
    ]
    return tuple(name for name in names if name != path and name.is_file())


def inspect_image(path: Path) -> dict[str, Any]:
    """Return the rights metadata of an image and the sidecars beside it, ready for JSON.

    Keys: ``file``, ``format``, ``media_type``, ``size`` (upright pixels or None), ``fields``
    (``name``, ``block``, ``path``, ``value``, ``file``; ``language`` where one is named;
    ``charset`` and ``raw``, in hexadecimal, where the character set was guessed) and
    ``problems``.
    """
    found = find_sidecars(path)
    reading = read_image(path, path.name, [(sidecar, sidecar.name) for sidecar in found])
    return {
        "file": path.name,
        "format": reading.format,
        "media_type": reading.media_type,
        "size": list(reading.size) if reading.size else None,
        "fields": [_field_entry(field) for field in reading.fields],
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "remedy": problem.remedy,
                "file": problem.place.source,
            }
            for problem in reading.problems
        ],
    }


def _field_entry(field: MetadataField) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": field.name,
        "block": field.block,
        "path": field.path,
        "value": field.value,
        "file": field.source,
    }
    if field.language:
        entry["language"] = field.language
    if field.charset:
        entry["charset"] = field.charset
        entry["raw"] = field.raw.hex()
    return entry


def _rank(field: MetadataField) -> int:
    return _ORDER.index(field.block)


def _scan(path: Path, collector: _Collector) -> Container:
    try:
        with path.open("rb") as stream:
            source = Source(stream)
            container = scan_source(source)
            if container.format == "TIFF":
                # A TIFF file's own tags are its EXIF block.
                _read_exif_tags(source, collector)
    except OSError as error:
        collector.problem(
            "unreadable",
            f"the file cannot be read ({error.strerror or error})",
            "check that the file is there and may be read",
        )
        return Container()
    if not source.size:
        collector.problem("empty", "the file is empty", "fetch the picture again")
    elif not container.format:
        collector.problem(
            "not_an_image",
            "the file is no picture of a known format",
            "check what the file is, or export it again as JPEG",
        )
    collector.damage(container.damages)
    return container


def _read_sidecar(path: Path, collector: _Collector) -> None:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BLOCK + 1)
    except OSError as error:
        collector.damage([f"the sidecar cannot be read ({error.strerror or error})"])
        return
    if len(data) > MAX_BLOCK:
        collector.damage([f"the sidecar is over the limit of {MAX_BLOCK} bytes"])
        return
    kind = BlockKind.JSON if path.suffix.casefold() == ".json" else BlockKind.XMP
    _read_block(Block(kind, data), collector)


def _read_block(block: Block, collector: _Collector) -> None:
    """Read one block into the collector; its damage is its own."""
    if block.kind is BlockKind.XMP:
        _read_xmp_block(block, collector)
    elif block.kind is BlockKind.IIM:
        _read_iim_block(block, collector)
    elif block.kind is BlockKind.EXIF:
        _read_exif_tags(Source.of(block.data), collector)
    elif block.kind is BlockKind.JSON:
        values, damages = read_json(block.data)
        for value in values:
            plain = Decoded(value.value, "utf-8", guessed=False)
            collector.add("JSON", f"JSON {value.key}", value.path, plain)
        collector.damage(damages, "JSON")
    elif block.kind is BlockKind.PSD:
        _read_resource(block, collector)
    elif block.kind is BlockKind.PNG:
        field = f"PNG {block.label}"
        collector.add("PNG", field, field, decode(block.data), block.data)
    else:
        where = f"{block.label} comment"
        collector.add("Comment", "PNG Comment", where, decode(block.data), block.data)


def _read_xmp_block(block: Block, collector: _Collector) -> None:
    properties, damages = read_xmp(block.data)
    for found in properties:
        plain = Decoded(found.value, "utf-8", guessed=False)
        collector.add("XMP", found.key, found.path, plain, language=found.language)
    collector.damage(damages, "XMP")


def _read_iim_block(block: Block, collector: _Collector) -> None:
    sets, damages = read_iim(block.data)
    repeated = Counter(found.dataset for found in sets)
    positions: Counter[str] = Counter()
    for found in sets:
        field = path = f"IIM {found.dataset}"
        positions[field] += 1
        if repeated[found.dataset] > 1:
            path = f"{field}[{positions[field]}]"
        collector.add("IIM", field, path, found.decoded, found.raw)
    collector.damage(damages, "IIM")


def _read_exif_tags(source: Source, collector: _Collector) -> None:
    try:
        texts, orientation, damages = read_exif(source, metadata_table().exif_tags)
    except DamagedBlockError as error:
        collector.damage([f"EXIF: {error}"], "EXIF")
        return
    collector.orientation = max(collector.orientation, orientation)
    for text in texts:
        path = f"{text.ifd}:{text.name}"
        collector.add("EXIF", f"EXIF {text.name}", path, text.decoded, text.raw)
    collector.damage((f"EXIF: {message}" for message in damages), "EXIF")


def _read_resource(block: Block, collector: _Collector) -> None:
    field = f"PSD {block.label}"
    if block.label == "1034":
        value = Decoded(str(block.data[:1] > b"\0"), "ascii", guessed=False)
        collector.add("PSD", field, field, value)
    else:
        collector.add("PSD", field, field, decode(block.data), block.data)
