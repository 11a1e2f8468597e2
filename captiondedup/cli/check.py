"""``captiondedup check``: whether photos may run as the desk means to publish them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from captiondedup.cli.check_formats import CheckFormat, write_checks
from captiondedup.cli.exits import ExitCode, ends_with_code, scanned_something, verdict_code
from captiondedup.cli.options import (
    ConfigFile,
    FailOnOption,
    HouseTables,
    On,
    ProfileFile,
    ProfileName,
    find_profiles,
    find_settings,
    house_vocabulary,
    read_moment,
)
from captiondedup.cli.terminal import progress_bar, say
from captiondedup.errors import UsageError
from captiondedup.model import Decision, Manifest

if TYPE_CHECKING:
    from captiondedup.config import Settings


@ends_with_code
def check(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Folders of stories, single articles or pictures, or a scan's manifest.json.",
        ),
    ],
    profile: ProfileFile = None,
    profile_name: ProfileName = None,
    on: On = None,
    output: Annotated[
        CheckFormat,
        typer.Option(
            "--format",
            metavar="|".join(CheckFormat),
            help="text for people; the others for programs, spreadsheets and build servers.",
        ),
    ] = CheckFormat.TEXT,
    config: ConfigFile = None,
    fail_on: FailOnOption = None,
    vocabulary: HouseTables = None,
) -> ExitCode:
    """Say which photos may run, which may not, and why.

    Every reason quotes the words, the file and line, the rule and the key of the profile. With
    several profiles the check answers for each, and the worst decision counts.
    """
    from captiondedup import pipeline
    from captiondedup.check.run import worst
    from captiondedup.cli.summary import say_problems

    settings = find_settings(paths[0], config)
    profiles = find_profiles(settings, profile, profile_name)
    if not profiles:
        raise UsageError(
            "nothing says how the photos will be published; give --profile FILE, or write a "
            "[profile.NAME] into captiondedup.toml (“captiondedup init” begins one)"
        )
    moment = read_moment(on)
    manifest = _manifest_of(paths, settings, vocabulary)
    checks = [
        pipeline.check(manifest, profile=each, on=moment, settings=settings) for each in profiles
    ]
    fails = fail_on or settings.fail_on
    write_checks(
        checks,
        output,
        prefix=f"{paths[0].as_posix()}/" if len(paths) == 1 and paths[0].is_dir() else "",
        fails_from=Decision.REVIEW if fails == "review" else Decision.BLOCKED,
    )
    if not scanned_something(manifest):
        say("Nothing was checked: there is no article, caption table or picture in what you named.")
    say_problems(manifest)
    decision = worst(each.decision for each in checks)
    return verdict_code(decision, manifest, fails)


def _manifest_of(
    paths: Sequence[Path], settings: Settings, vocabulary: Sequence[Path] | None
) -> Manifest:
    """Return the manifest named, or that of a scan of the paths."""
    from captiondedup import pipeline
    from captiondedup.cli.outputs import is_manifest, read_manifest

    manifests = [path for path in paths if is_manifest(path)]
    if manifests and len(paths) > 1:
        raise UsageError(f"{manifests[0]}: a manifest is checked by itself; leave the rest out")
    if manifests:
        return read_manifest(manifests[0])
    words = house_vocabulary(vocabulary)
    with progress_bar() as progress:
        return pipeline.scan(paths, settings=settings, vocabulary=words, progress=progress)
