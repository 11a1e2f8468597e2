"""Reads IIM blocks: data sets of the IPTC-NAA Information Interchange Model."""

from __future__ import annotations

from dataclasses import dataclass

from captiondedup.ingest.images.blocks import MAX_PARTS
from captiondedup.ingest.images.charsets import Decoded, decode, guess_charset, marked_charset

_MARK = 0x1C
_CHARACTER_SET = (1, 90)


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set of record 2: ``2:80``, its bytes, and its text with the character set."""

    dataset: str
    raw: bytes
    decoded: Decoded


def read_iim(data: bytes) -> tuple[list[DataSet], list[str]]:
    """Return the data sets of record 2 in their order, and what was damaged.

    The character set is what 1:90 announces; without it, it is guessed from all data sets
    together, because a name alone is too short to tell Korean from Chinese.

    >>> sets, damages = read_iim(bytes([0x1C, 2, 80, 0, 3]) + b"Ada")
    >>> sets[0].dataset, sets[0].decoded.text, damages
    ('2:80', 'Ada', [])

    Source: IIM 4.2 sections 1.5 (data set structure) and 5 (envelope record, 1:90).
    """
    sets, damages = _split(data)
    escape = next((raw for record, number, raw in sets if (record, number) == _CHARACTER_SET), b"")
    charset = marked_charset(escape)
    found = [(f"{record}:{number}", raw) for record, number, raw in sets if record == 2]
    unread = [raw for _, raw in found if not raw.isascii()]
    hint = guess_charset(b"\n".join(unread)) if unread else None
    return [DataSet(name, raw, decode(raw, charset, hint)) for name, raw in found], damages


def _split(data: bytes) -> tuple[list[tuple[int, int, bytes]], list[str]]:
    sets: list[tuple[int, int, bytes]] = []
    at = 0
    while at + 5 <= len(data) and len(sets) < MAX_PARTS:
        if data[at] != _MARK:
            # Padding with zeros is common; anything else means that a length was wrong.
            rest = data[at:].strip(b"\0")
            return sets, [f"IIM: no data set at {at}"] if rest else []
        record, number = data[at + 1], data[at + 2]
        length, at = int.from_bytes(data[at + 3 : at + 5], "big"), at + 5
        if length & 0x8000:
            width = length & 0x7FFF
            if width > 8:
                return sets, [f"IIM {record}:{number}: a length of {width} bytes"]
            length, at = int.from_bytes(data[at : at + width], "big"), at + width
        raw = data[at : at + length]
        if len(raw) < length:
            message = f"IIM {record}:{number}: {length - len(raw)} of {length} bytes are missing"
            return [*sets, (record, number, raw)] if raw else sets, [message]
        sets.append((record, number, raw))
        at += length
    if len(sets) >= MAX_PARTS:
        return sets, [f"IIM: more than {MAX_PARTS} data sets"]
    return sets, ["IIM: the last data set is cut off"] if data[at:].strip(b"\0") else []
