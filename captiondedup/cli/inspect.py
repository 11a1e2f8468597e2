"""``captiondedup inspect``: the rights metadata written into pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.terminal import say, write_json
from captiondedup.errors import UsageError


@ends_with_code
def inspect(
    images: Annotated[
        list[Path],
        typer.Argument(metavar="IMAGE", help="Pictures; sidecars beside them are read as well."),
    ],
    pretty: Annotated[
        bool, typer.Option("--pretty", help="Spread each answer over several lines.")
    ] = False,
) -> ExitCode:
    """Show the rights metadata written into pictures.

    One JSON object a picture: every rights field with its block (XMP, IIM, EXIF, ...).
    """
    from captiondedup.ingest.images import inspect_image

    missing = [str(image) for image in images if not image.is_file()]
    if missing:
        raise UsageError(f"{', '.join(missing)}: no such file; check the path")
    code = ExitCode.CLEAR
    for image in images:
        found = {**inspect_image(image), "file": str(image)}
        write_json(found, indent=2 if pretty else None)
        for problem in found["problems"]:
            say(f"{image}: {problem['message']}: {problem['remedy']}")
            code = ExitCode.UNREADABLE
    return code
