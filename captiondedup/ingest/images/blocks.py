"""What a container scan hands on: metadata blocks as raw bytes, and a bounded way to read them."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from enum import StrEnum
from typing import BinaryIO

#: Longest block in bytes. Adobe's own XMP packets with embedded thumbnails stay under 2 MB.
MAX_BLOCK = 16 * 1024 * 1024
#: Most parts (segments, chunks, boxes, directory entries, data sets) looked at in one container.
MAX_PARTS = 20_000
#: Most blocks that one file may hand on: the rest is reported, not read.
MAX_BLOCKS = 64


class BlockKind(StrEnum):
    """Which metadata standard a block follows."""

    XMP = "XMP"
    IIM = "IIM"
    EXIF = "EXIF"
    PSD = "PSD"
    PNG = "PNG"
    JSON = "JSON"
    COMMENT = "Comment"


class DamagedBlockError(Exception):
    """A block or container breaks off or contradicts itself; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Block:
    """One metadata block: its standard, its bytes, and what it is called inside the file.

    ``label`` is the keyword of a PNG text chunk or the number of a Photoshop resource.
    """

    kind: BlockKind
    data: bytes
    label: str = ""


@dataclass(slots=True)
class Container:
    """A scanned file: format, declared size in pixels as stored, orientation, blocks and damage.

    ``turned`` says that the container itself shows the picture with width and height exchanged.
    """

    format: str = ""
    media_type: str = ""
    size: tuple[int, int] | None = None
    turned: bool = False
    blocks: list[Block] = field(default_factory=list)
    damages: list[str] = field(default_factory=list)

    def add(self, kind: BlockKind, data: bytes, label: str = "") -> None:
        """Keep a block; too many of them are a damage that is reported once."""
        if len(self.blocks) < MAX_BLOCKS:
            self.blocks.append(Block(kind, data, label))
        elif len(self.blocks) == MAX_BLOCKS:
            self.damage(f"more than {MAX_BLOCKS} metadata blocks; the rest is not read")

    def damage(self, message: str) -> None:
        """Remember what could not be read, each message once."""
        if message not in self.damages:
            self.damages.append(message)


class Source:
    """Bytes at absolute offsets of a file or a block; reading past the end is damage."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.size = stream.seek(0, io.SEEK_END)

    @classmethod
    def of(cls, data: bytes) -> Source:
        """Return a source over bytes in memory."""
        return cls(io.BytesIO(data))

    def read(self, offset: int, length: int) -> bytes:
        """Return exactly ``length`` bytes from ``offset``.

        Raises:
            DamagedBlockError: they are not there, or are more than ``MAX_BLOCK``.
        """
        if length > MAX_BLOCK:
            raise DamagedBlockError(f"a block of {length} bytes is over the limit of {MAX_BLOCK}")
        if offset < 0 or length < 0 or offset + length > self.size:
            raise DamagedBlockError(
                f"{length} bytes at {offset} are missing, the data ends at {self.size}"
            )
        self._stream.seek(offset)
        data = self._stream.read(length)
        if len(data) != length:
            raise DamagedBlockError(f"the data ends before {offset + length}")
        return data

    def head(self, length: int) -> bytes:
        """Return at most ``length`` bytes from the start."""
        return self.read(0, min(length, self.size))

    def number(self, offset: int, length: int, order: str = "big") -> int:
        """Return an unsigned number of ``length`` bytes in ``order`` (``big``, ``little``)."""
        data = self.read(offset, length)
        return int.from_bytes(data, "little" if order == "little" else "big")
