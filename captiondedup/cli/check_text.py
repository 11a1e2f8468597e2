"""The check as words: profile by profile, photo by photo, reason by reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from captiondedup.check.rules import find_rule
from captiondedup.cli.summary import DECISION_STYLES
from captiondedup.cli.terminal import stdout_console
from captiondedup.manifest.summary import summary_rows
from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Finding, Manifest

if TYPE_CHECKING:
    from rich.console import Console

_TO_DO = " To do: "
#: What stands before a finding that lets the photo run.
_NOTE = "note"


def print_checks(checks: Sequence[Manifest]) -> None:
    """Print the answers of a check on stdout.

    On a terminal long reasons are folded under their place; elsewhere each stands on one line, so
    that it can be searched for.
    """
    console = stdout_console()
    for number, manifest in enumerate(checks):
        if number:
            console.print()
        _print_check(console, manifest)


def _print_check(console: Console, manifest: Manifest) -> None:
    when = f" on {manifest.checked_on}" if manifest.checked_on else ""
    _line(console, 0, manifest.decision, f"profile {manifest.profile}{when}")
    by_photo: dict[str | None, list[Finding]] = {}
    for finding in manifest.findings:
        by_photo.setdefault(finding.photo, []).append(finding)
    decisions = dict(manifest.decisions)
    for photo, row in zip(manifest.photos, summary_rows(manifest), strict=True):
        console.print()
        name = row.photo if row.photo == photo.id else f"{row.photo} ({photo.id})"
        _line(console, 0, decisions.get(photo.id, Decision.CLEAR), name)
        for finding in by_photo.get(photo.id, []):
            _print_finding(console, finding)
    others = by_photo.get(None, [])
    if others:
        console.print("\nnot about one photo", soft_wrap=True)
        for finding in others:
            _print_finding(console, finding)


def _print_finding(console: Console, finding: Finding) -> None:
    key = f"  {finding.profile}: {finding.profile_key}" if finding.profile_key else ""
    _line(console, 2, finding.decision, f"{finding.code}{key}")
    message, _, remedy = finding.message.partition(_TO_DO)
    _indented(console, message)
    _indented(console, f"to do: {remedy or find_rule(finding.code).remedy}")


def _line(console: Console, indent: int, decision: Decision, words: str) -> None:
    from rich.text import Text

    lenient = indent > 0 and decision is Decision.CLEAR
    label = _NOTE if lenient else decision.value
    line = Text(" " * indent)
    line.append(f"{label:8}", "dim" if lenient else DECISION_STYLES[decision])
    line.append(f" {printable(words)}")
    console.print(line, soft_wrap=True)


def _indented(console: Console, words: str) -> None:
    from rich.padding import Padding
    from rich.text import Text

    text = Text(printable(words))
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, 11)))
    else:
        console.print(Text(" " * 11) + text, soft_wrap=True)
