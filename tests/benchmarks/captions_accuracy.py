"""Accuracy of caption verdicts on the shared labelled pairs, with the shared scorer.

    python tests/benchmarks/captions_accuracy.py [--parsed] [--misses N] [--part tune|aside|all]

A third of the pairs, chosen by caption so that no caption is on both sides, is set aside while
rules are written; both parts are printed. ``--parsed`` reads the captions with the caption parser
first, as the command line does.
"""

from __future__ import annotations

import argparse
import collections
import importlib.util
import json
import os
import sys
import time
import zlib
from pathlib import Path
from typing import Any

from captiondedup.duplicates.captions import compare_captions
from captiondedup.model import Caption, Comparison, FieldKind

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))
FOLDER = SHARED / "bench" / "captions"


def main() -> None:
    options = _options()
    if not FOLDER.is_dir():
        sys.exit(f"no labelled pairs in {FOLDER}; set CAPTIONDEDUP_SHARED to their folder")
    spec = importlib.util.spec_from_file_location("score", FOLDER / "score.py")
    assert spec
    assert spec.loader
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    for name in ("pairs.jsonl", "real_pairs.jsonl"):
        lines = (FOLDER / name).read_text("utf-8").strip().split("\n")
        pairs = [json.loads(line) for line in lines]
        started = time.perf_counter()
        found = {pair["id"]: _compare(pair, options.parsed) for pair in pairs}
        seconds = time.perf_counter() - started
        print(f"{name}: {len(pairs) / seconds:.0f} pairs a second, captions read each time")
        aside = _set_aside(pairs)
        for part in ("all", "tune", "aside"):
            chosen = [p for p in pairs if part == "all" or (p["id"] in aside) == (part == "aside")]
            _report(part, chosen, found, scorer, kinds=part == options.part)
        if options.misses:
            shown = [
                p
                for p in pairs
                if options.part == "all" or (p["id"] in aside) == (options.part == "aside")
            ]
            _show_misses(shown, found, options.misses)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parsed", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    parser.add_argument("--part", choices=("tune", "aside", "all"), default="tune")
    return parser.parse_args()


def _compare(pair: dict[str, Any], parsed: bool) -> Comparison:
    if parsed:
        from captiondedup import parse_caption

        return compare_captions(parse_caption(pair["a"]), parse_caption(pair["b"]))
    a, b = (Caption(FieldKind.CAPTION, pair[side], pair[side]) for side in "ab")
    return compare_captions(a, b)


def _set_aside(pairs: list[dict[str, Any]]) -> set[str]:
    """Ids of about a third of the pairs; pairs of one caption or one page stay together."""
    chosen = set()
    for pair in pairs:
        words = sorted(
            set(pair["a"].lower().split()) & set(pair["b"].lower().split()),
            key=lambda word: (len(word), word),
        )
        source = pair.get("page") or (words[-1] if words else pair["a"][:8])
        if zlib.crc32(source.encode()) % 3 == 0:
            chosen.add(pair["id"])
    return chosen


def _report(
    part: str, pairs: list[dict[str, Any]], found: dict[str, Comparison], scorer: Any, kinds: bool
) -> None:
    result = scorer.score(pairs, {p["id"]: found[p["id"]].verdict.value for p in pairs})
    accuracy = "  ".join(f"{label} {value:.4f}" for label, value in sorted(result["acc"].items()))
    print(
        f"  {part:6s} {len(pairs):5d}  same: precision {result['precision']:.4f}"
        f" recall {result['recall']:.4f} F1 {result['f1']:.4f}"
        f"  (fp {result['fp']}, fn {result['fn']})  right on {accuracy}"
    )
    if kinds:
        for (label, kind), (right, count) in sorted(result["kind"].items()):
            if right < count:
                print(f"      {label:10s}{kind:22s}{right:4d}/{count:<4d} {right / count:.3f}")


def _show_misses(pairs: list[dict[str, Any]], found: dict[str, Comparison], limit: int) -> None:
    shown: collections.Counter[tuple[str, str]] = collections.Counter()
    for pair in pairs:
        comparison = found[pair["id"]]
        if (comparison.verdict.value == "same") == (pair["label"] == "same"):
            continue
        kind = (pair["label"], pair["kind"].rstrip("+"))
        shown[kind] += 1
        if shown[kind] <= limit:
            print(f"{pair['id']} {kind} -> {comparison.verdict.value}: {comparison.reason}")
            print(f"    A {pair['a'][:420]!r}\n    B {pair['b'][:420]!r}")


if __name__ == "__main__":
    main()
