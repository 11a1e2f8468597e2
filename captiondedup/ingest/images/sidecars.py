"""Reads JSON sidecars: ninjs 1.3 to 3.1 and files with plain field names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from captiondedup.ingest.images.charsets import decode
from captiondedup.vocabulary.metadata_fields import metadata_table

_MAX_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class JsonValue:
    """One value: its key as the table names it, its path with positions, its text."""

    key: str
    path: str
    value: str


def read_json(data: bytes) -> tuple[list[JsonValue], list[str]]:
    """Return the values of known keys in the order of the file, and what was damaged.

    An object that is wrapped in a list or in one outer key is unwrapped.

    >>> values, damages = read_json(b'{"usageTerms": "Not for sale", "by": "Ada Ray"}')
    >>> [(value.path, value.value) for value in values], damages
    ([('usageTerms', 'Not for sale'), ('by', 'Ada Ray')], [])

    Source: ninjs 1.3 and 3.1 (IPTC).
    """
    try:
        document = json.loads(decode(data).text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        detail = "nested too deep" if isinstance(error, RecursionError) else str(error)
        return [], [f"JSON: not well formed ({detail})"]
    if isinstance(document, list) and len(document) == 1:
        document = document[0]
    if isinstance(document, dict) and len(document) == 1:
        (inner,) = document.values()
        document = inner if isinstance(inner, dict) else document
    if not isinstance(document, dict):
        return [], ["JSON: it is no object with named fields"]
    return list(_values(document, "", "", 0)), []


def _values(value: Any, key: str, path: str, depth: int) -> Iterator[JsonValue]:
    if isinstance(value, dict) and depth < 2:
        for name, member in list(value.items())[:_MAX_ITEMS]:
            slash = "/" if key else ""
            step = f"{key}{slash}{str(name).casefold()}"
            yield from _values(member, step, f"{path}{slash}{name}", depth + 1)
    elif isinstance(value, list):
        for position, item in enumerate(value[:_MAX_ITEMS], start=1):
            if not isinstance(item, list):
                yield from _values(item, key, f"{path}[{position}]", depth)
    elif metadata_table().at(f"JSON {key}") is not None:
        text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value
        if isinstance(text, str | int | float) and not isinstance(text, bool) and str(text).strip():
            yield JsonValue(key, path, str(text))
