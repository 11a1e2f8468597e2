"""``captiondedup parse``: captions in, what they say about rights out."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.lines import STDIN, LineReader
from captiondedup.cli.marking import Mark, marked_text
from captiondedup.cli.options import HouseTables, house_vocabulary
from captiondedup.cli.terminal import is_coloured, stdout_console, write_json
from captiondedup.model import Caption, FieldKind, Restriction

#: Parameters of a restriction, in the order in which they are written.
_PARAMETERS = (
    "countries", "regions", "media", "outlets", "date", "hours", "seconds", "credit", "context",
    "license", "count", "exceptions", "uncertain",
)  # fmt: skip


class TextKind(StrEnum):
    """What the lines are."""

    CAPTION = "caption"
    CREDIT = "credit"
    RIGHTS = "rights"


class ParseFormat(StrEnum):
    """How the answer is written."""

    JSONL = "jsonl"
    TEXT = "text"


@ends_with_code
def parse(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|-",
            show_default=False,
            help="Captions, one a line, or JSON lines with id and text; - is standard input.",
        ),
    ] = STDIN,
    output: Annotated[
        ParseFormat,
        typer.Option(
            "--format",
            metavar="jsonl|text",
            help="jsonl: a JSON object a caption. text: the caption with its parts marked.",
        ),
    ] = ParseFormat.JSONL,
    kind: Annotated[
        TextKind,
        typer.Option(
            "--kind",
            metavar="caption|credit|rights",
            help="What the lines are: captions, credit lines (a bare name is a photographer), "
            "or instructions and usage terms.",
        ),
    ] = TextKind.CAPTION,
    vocabulary: HouseTables = None,
) -> ExitCode:
    """Read credits, restrictions and notices out of captions."""
    from captiondedup.rights.caption import parse_caption

    words = house_vocabulary(vocabulary)
    field = FieldKind(kind.value)
    show = _write_marked if output is ParseFormat.TEXT else _write_record
    reader = LineReader(file)
    for number, line in reader.lines():
        identifier: Any = number
        text = line
        if line.lstrip().startswith("{"):
            record = reader.record(number, line, ("text",))
            if record is None:
                continue
            identifier, text = record.get("id", number), record["text"]
        show(identifier, parse_caption(text, kind=field, vocabulary=words))
    return reader.code


def _write_record(identifier: Any, caption: Caption) -> None:
    write_json(caption_record(identifier, caption))


def caption_record(identifier: Any, caption: Caption) -> dict[str, Any]:
    """Return what a caption says, ready for JSON; spans are in characters of the text given."""
    return {
        "id": identifier,
        "description": caption.description,
        "credits": [
            {
                "role": credit.role.value,
                "name": credit.name,
                "span": credit.evidence.span,
                **({"canonical": credit.canonical} if credit.canonical else {}),
            }
            for credit in caption.credits
        ],
        "restrictions": [_restriction_record(each) for each in caption.restrictions],
        "notices": [
            {"code": each.code.value, "span": each.evidence.span, "text": each.evidence.text}
            for each in caption.notices
        ],
        "license": caption.license,
        "language": caption.language,
    }


def _restriction_record(restriction: Restriction) -> dict[str, Any]:
    """Return code, the parameters that are set, and the words."""
    values = ((name, getattr(restriction, name)) for name in _PARAMETERS)
    return {
        "code": restriction.code.value,
        **{name: value for name, value in values if value not in (None, (), False)},
        "span": restriction.evidence.span,
        "text": restriction.evidence.text,
    }


def _write_marked(_: Any, caption: Caption) -> None:
    print_marked_caption(caption)


def print_marked_caption(caption: Caption) -> None:
    """Print a caption with the passages marked that say something about rights."""
    console = stdout_console()
    text = marked_text(caption.raw, _marks(caption), coloured=is_coloured(console))
    console.print(text, soft_wrap=True)


def _marks(caption: Caption) -> list[Mark]:
    marks = [Mark(each.evidence.span, each.role.value, "green") for each in caption.credits]
    marks += [
        Mark(each.evidence.span, each.code.value, "bold red") for each in caption.restrictions
    ]
    marks += [Mark(each.evidence.span, each.code.value, "yellow") for each in caption.notices]
    return marks
