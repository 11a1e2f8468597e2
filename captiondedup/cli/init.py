"""``captiondedup init``: a configuration to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.terminal import say
from captiondedup.errors import UsageError


@ends_with_code
def init(
    force: Annotated[
        bool, typer.Option("--force", help="Replace a captiondedup.toml that is already there.")
    ] = False,
) -> ExitCode:
    """Begin a captiondedup.toml for this house, in this folder."""
    from captiondedup.config import STARTER_CONFIG
    from captiondedup.config.settings import CONFIG_NAME
    from captiondedup.manifest.write import write_text_atomically

    path = Path(CONFIG_NAME)
    if path.exists() and not force:
        raise UsageError(f"{path} is already there; edit it, or replace it with --force")
    write_text_atomically(path, STARTER_CONFIG)
    say(f"Written: {path}. Say in it how your house publishes, then run “captiondedup check”.")
    return ExitCode.CLEAR
