"""The manifest as JSON text and back, without loss.

Each array of the top holds one record a line, so that large manifests can be compared and searched
line by line. Every object is one noun of :mod:`captiondedup.model` with the names of its fields;
enums are their values, tuples arrays. A field that has the value it has by default is left out,
except at the top. ``manifest.schema.json`` describes the same for other readers.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from captiondedup.errors import ManifestError
from captiondedup.manifest.build import SCHEMA_VERSION
from captiondedup.model import Manifest

#: The largest manifest that is read, in characters: far above a million photos' worth.
MAX_CHARACTERS = 4_000_000_000

SCHEMA_FILE = "manifest.schema.json"

#: Halves of surrogate pairs: legal in a JSON escape, illegal in UTF-8.
_SURROGATE = re.compile("[\ud800-\udfff]")


def dump_manifest(manifest: Manifest) -> str:
    """Return the manifest as JSON text that ends with a line feed; equal manifests, equal text.

    Raises:
        ManifestError: a score is not a number that JSON can hold.
    """
    try:
        lines = [
            f'"{field.name}": {_dump_top(getattr(manifest, field.name))}'
            for field in fields(manifest)
        ]
    except ValueError as error:
        raise ManifestError(f"manifest: cannot be written as JSON: {error}") from error
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def load_manifest(text: str) -> Manifest:
    """Return the manifest that JSON text holds; exactly the one that was dumped.

    Raises:
        ManifestError: the text is no JSON, no manifest, or of another schema version; the message
            names the place in it.
    """
    if len(text) > MAX_CHARACTERS:
        raise ManifestError("manifest: too large to be one")
    try:
        data = json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError) as error:
        raise ManifestError(
            f"manifest: no valid JSON ({error}); give the manifest.json that a scan wrote"
        ) from error
    if not isinstance(data, dict) or "schema_version" not in data:
        raise ManifestError("manifest: no schema_version; give the manifest.json that a scan wrote")
    version = data["schema_version"]
    if version != SCHEMA_VERSION:
        raise ManifestError(
            f"manifest: schema_version {version!r} cannot be read, only {SCHEMA_VERSION!r}; "
            "scan the folder again with this release"
        )
    return cast(Manifest, _reader_of(Manifest)(data, "manifest"))


def read_schema() -> str:
    """Return the JSON Schema (2020-12) of the manifest, as shipped."""
    return resources.files("captiondedup.manifest").joinpath(SCHEMA_FILE).read_text("utf-8")


def _dump_top(value: Any) -> str:
    """Return a field of the manifest as JSON: an array with each record on its own line."""
    if not isinstance(value, tuple) or not value:
        return _dump(value)
    return "[\n" + ",\n".join(map(_dump, value)) + "\n]"


def _dump(value: Any) -> str:
    return json.dumps(_to_json(value), ensure_ascii=False, allow_nan=False)


def _to_json(value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: _to_json(held)
            for name, default in _defaults(type(value))
            if (held := getattr(value, name)) != default or default is MISSING
        }
    return value


@cache
def _defaults(noun: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in fields(noun))


_Reader = Callable[[Any, str], Any]


@cache
def _reader_of(kind: Any) -> _Reader:
    """Return the function that reads a value of a type of the model out of parsed JSON."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = _reader_of(next(each for each in arguments if each is not type(None)))
        return lambda value, place: None if value is None else inner(value, place)
    if origin is tuple:
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return _list_reader(_reader_of(arguments[0]))
        return _fixed_reader(tuple(_reader_of(each) for each in arguments))
    if is_dataclass(kind):
        return _noun_reader(cast(type, kind))
    if issubclass(kind, StrEnum):
        return _enum_reader(kind)
    return _plain_reader(kind)


def _noun_reader(noun: type) -> _Reader:
    hints = get_type_hints(noun)
    readers = {field.name: _reader_of(hints[field.name]) for field in fields(noun)}
    required = frozenset(field.name for field in fields(noun) if not _has_default(field))

    def read(value: Any, place: str) -> Any:
        if not isinstance(value, dict):
            raise _wrong(place, f"must be an object ({noun.__name__})", value)
        for name in value:
            if name not in readers:
                raise ManifestError(f"{place}: unknown key {name!r} in a {noun.__name__}")
        missing = required - value.keys()
        if missing:
            raise ManifestError(f"{place}: a {noun.__name__} needs {', '.join(sorted(missing))}")
        return noun(**_read_fields(value, readers, place))

    return read


def _read_fields(
    value: Mapping[str, Any], readers: Mapping[str, _Reader], place: str
) -> dict[str, Any]:
    return {name: readers[name](held, f"{place}.{name}") for name, held in value.items()}


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING


def _list_reader(inner: _Reader) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, list):
            raise _wrong(place, "must be an array", value)
        return tuple(inner(each, f"{place}[{number}]") for number, each in enumerate(value))

    return read


def _fixed_reader(inner: tuple[_Reader, ...]) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if not isinstance(value, list) or len(value) != len(inner):
            raise _wrong(place, f"must be an array of {len(inner)}", value)
        pairs = zip(inner, value, strict=True)
        return tuple(each(held, f"{place}[{n}]") for n, (each, held) in enumerate(pairs))

    return read


def _enum_reader(kind: type[StrEnum]) -> _Reader:
    def read(value: Any, place: str) -> Any:
        try:
            return kind(value)
        except ValueError:
            names = ", ".join(kind)
            raise _wrong(place, f"must be one of {names}", value) from None

    return read


def _plain_reader(kind: type) -> _Reader:
    def read(value: Any, place: str) -> Any:
        if kind is float and type(value) is int:
            return float(value)
        if type(value) is not kind:
            raise _wrong(place, f"must be a {_JSON_NAMES[kind]}", value)
        return value

    return read


_JSON_NAMES = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def _wrong(place: str, wanted: str, value: Any) -> ManifestError:
    shown = repr(value)
    return ManifestError(f"{place}: {wanted}, not {shown[:60]}")


def _reject_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
