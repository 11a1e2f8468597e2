"""Measures duplicate images on the bench: candidates, verdicts, and the bench's own scorer.

    python tests/benchmarks/images_accuracy.py [--seed 1] [--per 40] [--hard-per 3]

Prints candidate recall, the scorer's table, how often another frame of a scene is called
``same`` at the shipped threshold, and the time spent.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from captiondedup.duplicates.images import compare_fingerprints, fingerprint, propose_image_pairs
from captiondedup.ingest.images.open import open_grey
from captiondedup.model import Comparison, Fingerprint

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))
TOOLS = SHARED / "bench" / "images"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bench:
    """Fingerprints of a bench by ``o/name`` and ``q/name``, and which pairs are what.

    ``true`` and ``hard`` hold ``(query, original)``: with the transform, and with the group.
    """

    prints: dict[str, Fingerprint]
    true: dict[Pair, str]
    hard: dict[Pair, str]


def build(folder: Path, seed: int, per: int, hard_per: int) -> None:
    """Make the bench's pictures and tables in ``folder``."""
    if not TOOLS.is_dir():
        sys.exit("measuring data not found: set CAPTIONDEDUP_SHARED to its folder")
    originals = TOOLS / "originals"
    command = [sys.executable, TOOLS / "make.py", originals / "photos", folder]
    command += ["--hard", originals / "hard", "--distractors", originals / "distractors"]
    command += ["--seed", seed, "--per", per, "--hardper", hard_per, "--jobs", 2]
    subprocess.run(list(map(str, command)), check=True, stdout=sys.stderr)


def read(folder: Path) -> Bench:
    """Fingerprint every picture of a bench, on two cores."""
    files = sorted([*(folder / "originals").iterdir(), *(folder / "queries").iterdir()])
    with ProcessPoolExecutor(2) as pool:
        made = pool.map(read_picture, files, chunksize=32)
        prints = {
            f"{path.parent.name[0]}/{path.name}": one for path, one in zip(files, made, strict=True)
        }
    with (folder / "truth.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if row["original"]]
    with (folder / "hardneg.csv").open() as table:
        hard = {(row["query"], row["original"]): row["group"] for row in csv.DictReader(table)}
    true = {(row["query"], row["original"]): row["transform"] for row in rows}
    return Bench(prints, true, hard)


def read_picture(path: Path) -> Fingerprint:
    """Return the fingerprint of one file."""
    picture = open_grey(path)
    return fingerprint(picture.image, picture.size)


def compare(pair: tuple[Fingerprint, Fingerprint]) -> tuple[Comparison, float]:
    """Return the verdict on one pair and the processor time it took, in seconds."""
    start = time.process_time()
    return compare_fingerprints(*pair), time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per", type=int, default=40, help="photos for each transform")
    parser.add_argument("--hard-per", type=int, default=3, help="transforms of each frame")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    build(folder, options.seed, options.per, options.hard_per)
    start = time.perf_counter()
    bench = read(folder)
    print(f"fingerprints: {len(bench.prints)} in {time.perf_counter() - start:.1f} s, 2 cores")
    start = time.perf_counter()
    proposal = propose_image_pairs(bench.prints)
    took = time.perf_counter() - start
    asked = [(q[2:], o[2:]) for o, q in proposal.pairs if o[0] == "o" and q[0] == "q"]
    found = len(set(asked) & set(bench.true)) / len(bench.true)
    print(f"candidates: {len(proposal.pairs)} pairs in {took:.1f} s, recall {found:.4f}")
    with ProcessPoolExecutor(2) as pool:
        prints = [(bench.prints[f"o/{o}"], bench.prints[f"q/{q}"]) for q, o in asked]
        judged = list(pool.map(compare, prints, chunksize=64))
    print(f"verdicts: {1000 * sum(spent for _, spent in judged) / len(judged):.1f} ms a pair")
    verdicts = {pair: verdict for pair, (verdict, _) in zip(asked, judged, strict=True)}
    for label, pairs in (("true", bench.true), ("hard", bench.hard)):
        print(f"{label} pairs: {tally(pairs, verdicts)}")
    rest = [pair for pair in asked if pair not in bench.true and pair not in bench.hard]
    print(f"other pairs proposed: {tally(dict.fromkeys(rest, ''), verdicts)}")
    write(folder / "pred.csv", verdicts)
    command = [sys.executable, TOOLS / "score.py", folder, folder / "pred.csv"]
    subprocess.run(list(map(str, command)), check=True)


def tally(pairs: dict[Pair, str], verdicts: dict[Pair, Comparison]) -> dict[str, int]:
    """Count the verdicts on some pairs; those not proposed count as ``not proposed``."""
    names = (verdicts[pair].verdict.value if pair in verdicts else "not proposed" for pair in pairs)
    return dict(sorted(Counter(names).items()))


def write(path: Path, verdicts: dict[Pair, Comparison]) -> None:
    with path.open("w", newline="") as file:
        table = csv.writer(file)
        table.writerow(("query", "original", "score"))
        for (query, original), verdict in verdicts.items():
            if verdict.score > 0:
                table.writerow((query, original, verdict.score))


if __name__ == "__main__":
    main()
