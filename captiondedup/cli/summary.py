"""What a scan shows on the terminal: a table of photos, and the counts below it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from captiondedup.cli.terminal import say, stdout_console
from captiondedup.manifest.summary import summary_rows
from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Manifest, Photo

if TYPE_CHECKING:
    from rich.table import Table

DECISION_STYLES = {
    Decision.CLEAR: "green",
    Decision.REVIEW: "yellow",
    Decision.BLOCKED: "bold red",
}
#: So many problems are told one by one; the rest stand in ``problems.csv``.
_TOLD_PROBLEMS = 10


def print_summary(manifest: Manifest) -> None:
    """Print a row for each photo on stdout, as wide as the terminal."""
    if manifest.photos:
        stdout_console().print(_table(manifest))


def _table(manifest: Manifest) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, expand=False)
    table.add_column("Photo", overflow="fold", ratio=3)
    table.add_column("Credit", overflow="fold", ratio=2)
    table.add_column("Restrictions", overflow="fold", ratio=3)
    table.add_column("Copies", justify="right", no_wrap=True)
    table.add_column("Decision", no_wrap=True)
    for photo, row in zip(manifest.photos, summary_rows(manifest), strict=True):
        table.add_row(
            Text(_name(photo, row.photo)),
            Text(row.credit or "-"),
            Text(row.restrictions or "-"),
            str(len(photo.sightings)),  # as in photos.csv: appearances, the first one included
            Text(row.decision.value, style=DECISION_STYLES[row.decision]),
        )
    return table


def _name(photo: Photo, name: str) -> str:
    """Return what a photo is called; without a file, where it stands goes before its caption.

    Captions that differ only at their end, (R) or (L), would otherwise look the same here.
    """
    if photo.lead is not None or not photo.sightings:
        return name
    return f"{printable(photo.sightings[0])}: {name}"


def say_counts(manifest: Manifest) -> None:
    """Say on stderr how many photos may run, and what could not be read."""
    counts = Counter(decision for _, decision in manifest.decisions)
    for decision in reversed(Decision):
        number = counts[decision]
        say(f"{decision.value:8} {number} {'photo' if number == 1 else 'photos'}")
    if not manifest.photos:
        say(f"No photo was found in {len(manifest.sources)} files.")
    say_problems(manifest)


def say_problems(manifest: Manifest) -> None:
    """Say on stderr which files could not be read as they should."""
    for problem in manifest.problems[:_TOLD_PROBLEMS]:
        say(f"{problem.place.source}: {problem.message} {problem.remedy}")
    more = len(manifest.problems) - _TOLD_PROBLEMS
    if more > 0:
        say(f"... and {more} more problems.")
