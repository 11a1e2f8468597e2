"""``captiondedup duplicates``: which pictures and captions are the same."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from captiondedup.cli.exits import (
    ExitCode,
    ends_with_code,
    read_everything,
    scanned_something,
)
from captiondedup.cli.options import Paths
from captiondedup.cli.summary import say_problems
from captiondedup.cli.terminal import progress_bar, say, write_json
from captiondedup.model import CandidatePair, Cluster, Manifest


class DuplicatesFormat(StrEnum):
    """How the answer is written."""

    CSV = "csv"
    JSONL = "jsonl"


@ends_with_code
def duplicates(
    paths: Paths,
    images: Annotated[bool, typer.Option("--images", help="Compare pictures only.")] = False,
    captions: Annotated[bool, typer.Option("--captions", help="Compare captions only.")] = False,
    output: Annotated[
        DuplicatesFormat,
        typer.Option(
            "--format",
            metavar="csv|jsonl",
            help="csv: a row for each pair, with the photograph that each side belongs to. "
            "jsonl: the pairs, then the clusters.",
        ),
    ] = DuplicatesFormat.CSV,
) -> ExitCode:
    """Find photographs and captions that stand in several places."""
    from captiondedup import matching, pipeline
    from captiondedup.ingest.archives import Archives
    from captiondedup.manifest.build import build_manifest

    both = images == captions
    with progress_bar() as progress, Archives() as archives:
        found = pipeline.read_folder(paths, archives, progress=progress)
        same = matching.find_duplicates(
            found, images=images or both, captions=captions or both, progress=progress
        )
    sightings = {sighting.id: sighting for sighting in found.sightings}
    manifest = build_manifest(
        sources=found.sources,
        sightings=found.sightings,
        photos=pipeline.reconcile_all(same.clusters, sightings, found.sizes),
        pairs=same.pairs,
        problems=(*found.problems, *same.problems),
    )
    if output is DuplicatesFormat.CSV:
        _write_csv(manifest)
    else:
        _write_jsonl(manifest, same.clusters)
    say_problems(manifest)
    if not scanned_something(manifest):
        say("Nothing was compared: there is no article, caption table or picture there.")
        return ExitCode.UNREADABLE
    return ExitCode.CLEAR if read_everything(manifest) else ExitCode.UNREADABLE


def _write_csv(manifest: Manifest) -> None:
    from captiondedup.manifest.csv import write_csv
    from captiondedup.manifest.tables import table_rows

    sys.stdout.write(write_csv(table_rows(manifest)["duplicates"]))


def _write_jsonl(manifest: Manifest, clusters: tuple[Cluster, ...]) -> None:
    for pair in manifest.pairs:
        write_json(_pair_record(pair))
    for cluster in clusters:
        if len(cluster.members) > 1:
            write_json({"cluster": list(cluster.members), "weak": [list(e) for e in cluster.weak]})


def _pair_record(pair: CandidatePair) -> dict[str, Any]:
    found = pair.comparison
    record: dict[str, Any] = {"pair": pair.kind.value, "a": pair.a, "b": pair.b}
    if found is not None:
        record |= {
            "verdict": found.verdict.value,
            "score": found.score,
            "confidence": found.confidence,
            "rule": found.rule,
            "reason": found.reason,
        }
    return record
