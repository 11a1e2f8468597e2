"""``captiondedup compare``: one photograph or two, by picture or by caption."""

from __future__ import annotations

import re
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.lines import LineReader
from captiondedup.cli.marking import Mark, marked_text
from captiondedup.cli.terminal import is_coloured, stdout_console, write_json
from captiondedup.errors import UnreadableInputError, UsageError
from captiondedup.manifest.write import printable
from captiondedup.model import Comparison

if TYPE_CHECKING:
    from rich.console import Console

#: A single word with the ending of a picture is a file name, not a caption.
_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|tiff?|webp|avif|hei[cf]|bmp|psd|jp2)", re.IGNORECASE
)

#: Share of a picture from which an overprint is told: below it shows as 0 %.
_SHOWN_OVERLAY = 0.005


class CompareFormat(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"


class Matter(StrEnum):
    """What is compared."""

    IMAGES = "images"
    CAPTIONS = "captions"


@ends_with_code
def compare(
    a: Annotated[
        str | None, typer.Argument(metavar="A", help="A picture file, or a caption in quotes.")
    ] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="The other one.")] = None,
    pairs: Annotated[
        Path | None,
        typer.Option(
            "--pairs",
            metavar="FILE|-",
            help="Many pairs: JSON lines with id, a and b; the answer is a JSON object a pair.",
        ),
    ] = None,
    images: Annotated[
        bool, typer.Option("--images", help="A and B are picture files, whatever their names.")
    ] = False,
    captions: Annotated[
        bool, typer.Option("--captions", help="A and B are captions, whatever they look like.")
    ] = False,
    output: Annotated[
        CompareFormat,
        typer.Option("--format", metavar="text|json", help="Words, or one JSON object."),
    ] = CompareFormat.TEXT,
) -> ExitCode:
    """Say whether two pictures or captions are of one photograph."""
    if images and captions:
        raise UsageError("--images and --captions cannot both be; leave one out")
    forced = Matter.IMAGES if images else Matter.CAPTIONS if captions else None
    if pairs is not None:
        if a is not None:
            raise UsageError("--pairs brings its own pairs; leave A and B out, or --pairs")
        return _compare_pairs(pairs, forced)
    if a is None or b is None:
        raise UsageError("two things are compared: name A and B, or give --pairs FILE")
    matter = forced or _matter(a, b)
    found = _compare(a, b, matter)
    if output is CompareFormat.JSON:
        write_json(_record(found))
    else:
        _print_text(a, b, matter, found)
    return ExitCode.CLEAR


def _matter(a: str, b: str) -> Matter:
    """Return what two arguments are: two files that are there are pictures, the rest captions.

    Raises:
        UsageError: one is a picture file and the other is not there.
    """
    there = [_is_file(text) for text in (a, b)]
    if all(there):
        return Matter.IMAGES
    for text, found in zip((a, b), there, strict=True):
        if not found and (any(there) or _FILE_NAME.fullmatch(text)):
            raise UsageError(
                f"{text}: no such file; check the path, or use --captions if it is a caption"
            )
    return Matter.CAPTIONS


def _is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except (OSError, ValueError):  # too long for a path, or with a null character in it
        return False


def _compare(a: str, b: str, matter: Matter) -> Comparison:
    from captiondedup.matching import compare_captions, compare_images

    if matter is Matter.IMAGES:
        return compare_images(Path(a), Path(b))
    return compare_captions(a, b)


def _compare_pairs(file: Path, forced: Matter | None) -> ExitCode:
    reader = LineReader(file)
    for number, line in reader.lines():
        record = reader.record(number, line, ("a", "b"))
        if record is None:
            continue
        a, b = record["a"], record["b"]
        try:
            found = _compare(a, b, forced or _matter(a, b))
        except (UsageError, UnreadableInputError) as error:
            reader.tell(number, str(error))
            continue
        write_json(
            {
                "id": record.get("id", number),
                "verdict": found.verdict.value,
                "score": found.score,
                "reason": found.reason,
            }
        )
    return reader.code


def _record(found: Comparison) -> dict[str, Any]:
    record: dict[str, Any] = {
        "verdict": found.verdict.value,
        "score": found.score,
        "reason": found.reason,
        "rule": found.rule,
        "confidence": found.confidence,
        "contains": found.contains,
        "differences": [
            {
                "kind": each.kind,
                "a": each.a,
                "b": each.b,
                "span_a": each.span_a,
                "span_b": each.span_b,
            }
            for each in found.differences
        ],
    }
    if found.alignment is not None:
        laid = found.alignment
        record["alignment"] = {
            "crop": laid.crop,
            "mirrored": laid.mirrored,
            "overlay": laid.overlay,
            "larger": laid.larger,
        }
    return record


def _print_text(a: str, b: str, matter: Matter, found: Comparison) -> None:
    sys.stdout.write(
        f"verdict  {found.verdict.value}\nscore    {found.score:g} of 100\n"
        f"reason   {printable(found.reason)} ({found.rule})\n"
    )
    if matter is Matter.CAPTIONS:
        console = stdout_console()
        _print_marked(
            console, "A", a, [Mark(each.span_a, "", "bold") for each in found.differences]
        )
        _print_marked(
            console, "B", b, [Mark(each.span_b, "", "bold") for each in found.differences]
        )
    elif found.alignment is not None:
        laid = found.alignment
        words = ["mirrored"] if laid.mirrored else []
        words += [f"{laid.overlay:.0%} of B is covered"] if laid.overlay >= _SHOWN_OVERLAY else []
        if words:
            sys.stdout.write(f"picture  {', '.join(words)}\n")


def _print_marked(console: Console, name: str, text: str, marks: list[Mark]) -> None:
    from rich.text import Text

    line = Text(f"{name}        ")
    line.append_text(marked_text(text, marks, coloured=is_coloured(console)))
    console.print(line, soft_wrap=True)
