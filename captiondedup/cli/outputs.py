"""Writes the files of a scan, and reads a manifest back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from captiondedup.errors import ManifestError, UsageError
from captiondedup.manifest.csv import write_csv
from captiondedup.manifest.json import dump_manifest, load_manifest
from captiondedup.manifest.tables import table_rows
from captiondedup.manifest.write import write_text_atomically
from captiondedup.model import Manifest

MANIFEST_NAME = "manifest.json"

#: The tables that a scan writes beside the manifest.
SCAN_TABLES = (
    "photos",
    "captions",
    "duplicates",
    "restrictions",
    "credits",
    "findings",
    "problems",
)

#: So much of a file is looked at to tell a manifest from another JSON file, in characters.
_HEAD = 200


def write_tables(
    manifest: Manifest,
    folder: Path,
    names: Sequence[str] = SCAN_TABLES,
    *,
    bom: bool = False,
    delimiter: str = ",",
) -> tuple[Path, ...]:
    """Write tables of a manifest as CSV files into a folder and return their paths.

    All texts are made before the first file is touched, and each file is replaced whole.

    Raises:
        OutputError: a file could not be written.
    """
    tables = table_rows(manifest)
    texts = {
        folder / f"{name}.csv": write_csv(tables[name], bom=bom, delimiter=delimiter)
        for name in names
    }
    for path, text in texts.items():
        write_text_atomically(path, text)
    return tuple(texts)


def write_manifest(manifest: Manifest, folder: Path) -> Path:
    """Write the manifest into a folder and return its path.

    Raises:
        OutputError: it could not be written.
    """
    path = folder / MANIFEST_NAME
    write_text_atomically(path, dump_manifest(manifest))
    return path


def is_manifest(path: Path) -> bool:
    """Return whether a file looks like a manifest that a scan wrote."""
    if path.suffix.casefold() != ".json" or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return '"schema_version"' in file.read(_HEAD)
    except OSError:
        return False


def read_manifest(path: Path) -> Manifest:
    """Return the manifest that a file holds.

    Raises:
        UsageError: there is no such file.
        ManifestError: it is no manifest, or cannot be read.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file; name the {MANIFEST_NAME} that a scan wrote")
    try:
        return load_manifest(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(f"{path}: cannot be read ({error}); scan the folder again") from error
    except ManifestError as error:
        raise ManifestError(f"{path}: {error}") from error
