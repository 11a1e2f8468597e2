"""``captiondedup scan``: the main job, from folders to the rights manifest."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code, scanned_something, verdict_code
from captiondedup.cli.options import (
    ConfigFile,
    FailOnOption,
    HouseTables,
    On,
    Paths,
    ProfileFile,
    ProfileName,
    find_profiles,
    find_settings,
    house_vocabulary,
    only_profile,
    read_moment,
)
from captiondedup.cli.terminal import progress_bar, say

Out = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        help="Folder for the manifest and the tables. Normally captiondedup-out.",
    ),
]


@ends_with_code
def scan(
    paths: Paths,
    out: Out = None,
    profile: ProfileFile = None,
    profile_name: ProfileName = None,
    on: On = None,
    config: ConfigFile = None,
    fail_on: FailOnOption = None,
    vocabulary: HouseTables = None,
) -> ExitCode:
    """Read folders of stories and write the rights manifest.

    Writes manifest.json and the tables photos, captions, duplicates, restrictions, credits,
    findings and problems (.csv), and shows a row for each photo.
    """
    from captiondedup import pipeline
    from captiondedup.cli.outputs import write_manifest, write_tables
    from captiondedup.cli.summary import print_summary, say_counts

    settings = find_settings(paths[0], config)
    wanted = only_profile(find_profiles(settings, profile, profile_name))
    moment = read_moment(on)
    words = house_vocabulary(vocabulary)
    with progress_bar() as progress:
        manifest = pipeline.scan(
            paths,
            profile=wanted,
            on=moment,
            settings=settings,
            vocabulary=words,
            progress=progress,
        )
    if not scanned_something(manifest):
        say("Nothing was scanned: there is no article, caption table or picture in what you named.")
    folder = out or settings.out
    _warn_of_output_among_input(folder, paths)
    tables = write_tables(manifest, folder, bom=settings.csv_bom, delimiter=settings.csv_delimiter)
    written = write_manifest(manifest, folder)
    print_summary(manifest)
    say_counts(manifest)
    if wanted is None:
        say("No profile says how the photos will be published; name one with --profile.")
    say(f"Written: {written} and {len(tables)} tables beside it.")
    return verdict_code(manifest.decision, manifest, fail_on or settings.fail_on)


def _warn_of_output_among_input(folder: Path, paths: Sequence[Path]) -> None:
    """Say it when the next scan of the same folder would read what this one writes."""
    from captiondedup.ingest.folder import OUTPUT_FOLDER

    inside = any(
        path.is_dir() and folder.resolve().is_relative_to(path.resolve()) for path in paths
    )
    if inside and folder.name != OUTPUT_FOLDER:
        say(
            f"Warning: {folder} lies in a folder that is scanned, so the next scan reads it as "
            f"well; choose a folder elsewhere, or one named {OUTPUT_FOLDER}."
        )
