"""``captiondedup report``: the tables of a manifest, made again."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.options import ConfigFile, find_settings
from captiondedup.cli.terminal import say
from captiondedup.errors import UsageError


class ReportFormat(StrEnum):
    """How a manifest is shown."""

    CSV = "csv"
    TEXT = "text"


@ends_with_code
def report(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="The manifest.json that a scan wrote.")
    ],
    form: Annotated[
        ReportFormat,
        typer.Option(
            "--format",
            metavar="csv|text",
            help="csv: tables for a spreadsheet. text: a row for each photo, on the terminal.",
        ),
    ] = ReportFormat.CSV,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder for the tables. Normally that of the manifest."
        ),
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(
            "--table",
            metavar="NAME",
            help="Write only this table (photos, captions, ...); may be repeated.",
        ),
    ] = None,
    config: ConfigFile = None,
) -> ExitCode:
    """Write the desk's tables from a manifest."""
    from captiondedup.cli.outputs import read_manifest, write_tables
    from captiondedup.cli.summary import print_summary, say_counts

    found = read_manifest(manifest)
    if form is ReportFormat.TEXT:
        print_summary(found)
        say_counts(found)
        return ExitCode.CLEAR
    settings = find_settings(manifest, config)
    written = write_tables(
        found,
        out or manifest.parent,
        _wanted(table),
        bom=settings.csv_bom,
        delimiter=settings.csv_delimiter,
    )
    say(f"Written: {', '.join(map(str, written))}")
    return ExitCode.CLEAR


def _wanted(names: list[str] | None) -> tuple[str, ...]:
    from captiondedup.config.keys import suggestion
    from captiondedup.manifest.tables import COLUMNS

    for name in names or ():
        if name not in COLUMNS:
            raise UsageError(f"--table: no table “{name}”{suggestion(name, COLUMNS)}")
    return tuple(dict.fromkeys(names)) if names else tuple(COLUMNS)
