"""Reads vocabulary tables: TOML with known keys only, each entry named in every error.

Wordings are data. An entry that is wrong stops the run with the file, the entry's id and what
to do, because a rule that silently does not load is a restriction that is silently not read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

from captiondedup.errors import VocabularyError

Entry = Mapping[str, Any]


def read_packaged(name: str) -> dict[str, Any]:
    """The parsed table ``name`` (``territories.toml``) that ships with the package."""
    data = resources.files("captiondedup.vocabulary").joinpath(name).read_text(encoding="utf-8")
    return parse_table(data, name)


def read_house(path: Path) -> dict[str, Any]:
    """The parsed table of a house's own file.

    Raises:
        VocabularyError: the file cannot be read or is no TOML.
    """
    try:
        data = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise VocabularyError(
            f"{path}: cannot be read as UTF-8 text ({error}); check the path and the encoding"
        ) from error
    return parse_table(data, str(path))


def parse_table(data: str, name: str) -> dict[str, Any]:
    """TOML text as a dictionary.

    Raises:
        VocabularyError: the text is no TOML; the message has line and column.
    """
    try:
        return tomllib.loads(data)
    except tomllib.TOMLDecodeError as error:
        raise VocabularyError(f"{name}: is not valid TOML: {error}") from error


def entries(table: Mapping[str, Any], kind: str, name: str) -> list[dict[str, Any]]:
    """The entries ``[[kind]]`` of a parsed table; an absent kind is an empty list.

    Raises:
        VocabularyError: ``kind`` is there but is no array of tables.
    """
    found = table.get(kind, [])
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise VocabularyError(f"{name}: '{kind}' must be written as [[{kind}]] entries")
    return found


def check_kinds(table: Mapping[str, Any], known: Collection[str], name: str) -> None:
    """Nothing, if all top-level keys of the table are known.

    Raises:
        VocabularyError: an unknown key, named together with the known ones.
    """
    for key in table:
        if key not in known:
            raise VocabularyError(
                f"{name}: unknown table '{key}'; known are {', '.join(sorted(known))}"
            )


def check_keys(
    entry: Entry, required: Collection[str], optional: Collection[str], name: str
) -> None:
    """Nothing, if the entry has all required keys and no unknown one.

    Raises:
        VocabularyError: names the file, the entry and the key.
    """
    label = f"{name}: entry '{entry.get('id', '(without id)')}'"
    for key in required:
        if key not in entry:
            raise VocabularyError(f"{label}: the key '{key}' is missing; add it")
    for key in entry:
        if key not in required and key not in optional:
            known = ", ".join(sorted({*required, *optional}))
            raise VocabularyError(f"{label}: unknown key '{key}'; known are {known}")


def strings(entry: Entry, key: str, name: str) -> tuple[str, ...]:
    """The list of texts at ``key`` of an entry; an absent key is an empty tuple.

    Raises:
        VocabularyError: the value is no list of texts.
    """
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise VocabularyError(f"{name}: entry '{entry.get('id')}': '{key}' must be a list of texts")
    return tuple(value)
