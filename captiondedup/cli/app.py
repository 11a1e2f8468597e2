"""The commands of ``captiondedup``, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from captiondedup.cli.check import check
from captiondedup.cli.compare import compare
from captiondedup.cli.duplicates import duplicates
from captiondedup.cli.exits import DEBUG, DEBUG_VARIABLE, EXIT_TABLE
from captiondedup.cli.extract import extract
from captiondedup.cli.init import init
from captiondedup.cli.inspect import inspect
from captiondedup.cli.parse import parse
from captiondedup.cli.report import report
from captiondedup.cli.rule import rule
from captiondedup.cli.scan import scan
from captiondedup.cli.vocabulary import vocabulary_app

#: ``\b`` keeps the lines of a paragraph as they are.
_EPILOG = "\b\nExit codes:\n" + "\n".join(
    f"{code.value:>5}  {meaning}" for code, meaning in EXIT_TABLE
)


def build_app() -> typer.Typer:
    """Return the command line with all its commands."""
    app = typer.Typer(
        name="captiondedup",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        epilog=_EPILOG,
    )
    app.callback()(_main_options)
    for command in (
        scan, check, report, parse, extract, inspect, compare, duplicates, init, rule,
    ):  # fmt: skip
        app.command(epilog=_EPILOG)(command)
    app.add_typer(vocabulary_app, name="vocabulary")
    return app


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"captiondedup {version('captiondedup')}")
        raise typer.Exit


def _main_options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and stop."
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help=f"Show where the tool failed, if it does (also: {DEBUG_VARIABLE}=1).",
        ),
    ] = False,
) -> None:
    """Photo credits, usage restrictions and duplicates of news photographs.

    Reads article folders, says what may run where, and why not.
    """
    DEBUG.set(debug)
