"""``captiondedup vocabulary``: the wordings that are read, a house's own, and why one was read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.options import HouseTables, house_vocabulary
from captiondedup.cli.terminal import say
from captiondedup.errors import UsageError
from captiondedup.manifest.write import printable

vocabulary_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Show, test and explain the wordings that are read.",
)


@vocabulary_app.command("list")
@ends_with_code
def list_rules(
    language: Annotated[
        str | None,
        typer.Option(
            "--language", metavar="XX", help="Only wordings of this language (en, de, ko, ...)."
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            help="Only this kind: restriction, notice, license, marker or stock.",
        ),
    ] = None,
    vocabulary: HouseTables = None,
) -> ExitCode:
    """List the wordings: id, kind, meaning, language and an example."""
    from captiondedup.vocabulary.phrases import PhraseKind

    if kind is not None and kind not in tuple(PhraseKind):
        raise UsageError(f"--kind: no kind “{kind}”; known are {', '.join(PhraseKind)}")
    words = house_vocabulary(vocabulary)
    shown = [
        (rule.id, rule.kind.value, rule.code or rule.items, rule.language, rule.examples[0])
        for rule in words.rules
        if (language is None or rule.language == language) and (kind is None or rule.kind == kind)
    ]
    if not shown:
        raise UsageError(
            f"--language: no wording of “{language}”; there are "
            f"{', '.join(sorted({rule.language for rule in words.rules}))}"
        )
    widths = [max(len(row[at]) for row in shown) for at in range(4)]
    for row in shown:
        cells = [f"{cell:{width}}" for cell, width in zip(row[:4], widths, strict=True)]
        sys.stdout.write("  ".join([*cells, printable(row[4])]) + "\n")
    return ExitCode.CLEAR


@vocabulary_app.command()
@ends_with_code
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="The house's own tables (TOML).")
    ],
) -> ExitCode:
    """Test a house's own wordings: each must read its examples and leave its not_examples alone."""
    from captiondedup.rights.examples import check_examples
    from captiondedup.vocabulary.tables import load_vocabulary

    words = load_vocabulary(files)
    tables = {str(file) for file in files}
    own = [rule for rule in words.rules if rule.table in tables]
    failures = list(check_examples(own, words))
    for failure in failures:
        sys.stdout.write(printable(f"{failure.table}: {failure.rule}: {failure.message}") + "\n")
    tested = sum(len(rule.examples) + len(rule.not_examples) for rule in own)
    say(f"Wordings: {len(own)}. Examples: {tested}. Wrong: {len(failures)}.")
    return ExitCode.USAGE if failures else ExitCode.CLEAR


@vocabulary_app.command()
@ends_with_code
def explain(
    caption: Annotated[str, typer.Argument(metavar="CAPTION", help="A caption, in quotes.")],
    vocabulary: HouseTables = None,
) -> ExitCode:
    """Say which wording read which words of a caption, and why others did not count."""
    from captiondedup.cli.parse import print_marked_caption
    from captiondedup.rights.caption import parse_caption
    from captiondedup.rights.explain import explain_caption

    words = house_vocabulary(vocabulary)
    parsed = parse_caption(caption, vocabulary=words)
    print_marked_caption(parsed)
    sys.stdout.write(f"description: {printable(parsed.description)}\n")
    readings = explain_caption(caption, words)
    for reading in readings:
        state = "read" if reading.accepted else "not read"
        line = (
            f"{state:8} “{reading.text}” {reading.rule.id} ({reading.rule.code or reading.meaning})"
        )
        sys.stdout.write(printable(f"{line}: {reading.reason}") + "\n")
    for credit in parsed.credits:
        known = f", known as {credit.canonical}" if credit.canonical else ""
        sys.stdout.write(printable(f"credit   “{credit.name}” {credit.role.value}{known}") + "\n")
    if not readings and not parsed.credits:
        sys.stdout.write("No wording of the vocabulary occurs in it.\n")
    return ExitCode.CLEAR
