"""Measures photos, captions and credits read from the measuring pages, and the speed.

    CAPTIONDEDUP_SHARED=../shared python tests/benchmarks/pages_accuracy.py [--predictions FILE]

Reads each page as ``captiondedup extract`` does and hands the photos to the scorer that comes
with the pages.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from captiondedup.model import FieldKind, Sighting

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))


def main() -> int:
    """Return 0 after printing the figures, 2 when the measuring data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--predictions", type=Path, help="keep the predictions in this file")
    chosen = parser.parse_args()
    folder = SHARED / "corpus" / "pages"
    if not folder.is_dir():
        print("measuring data not found: set CAPTIONDEDUP_SHARED", file=sys.stderr)
        return 2
    gold = folder / "gold.jsonl"
    pages = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as temporary:
        predictions = chosen.predictions or Path(temporary) / "predictions.jsonl"
        seconds = write_predictions(pages, folder, predictions)
        scorer = [sys.executable, str(folder / "score.py"), str(gold), str(predictions)]
        subprocess.run([*scorer, "--per-page"], check=True)
    print(f"pages per second               {len(pages) / seconds:.0f}")
    return 0


def write_predictions(pages: list[dict[str, str]], folder: Path, file: Path) -> float:
    """Write one line a page and return the seconds of reading."""
    from captiondedup.pipeline import read_article_file

    seconds = 0.0
    with file.open("w", encoding="utf-8") as out:
        for page in pages:
            start = time.perf_counter()
            reading = read_article_file(folder / page["file"])
            seconds += time.perf_counter() - start
            line = {"page": page["page"], "photos": [record(s) for s in reading.sightings]}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return seconds


def record(sighting: Sighting) -> dict[str, str]:
    """Return what the scorer compares: image, caption without credit, alt, credit as printed."""
    found = {"image": sighting.image.reference if sighting.image else ""}
    found |= {"caption": "", "alt": "", "credit": ""}
    for caption in sighting.captions:
        if caption.kind is FieldKind.CAPTION:
            found["caption"] = found["caption"] or caption.description
            if caption.credits and not found["credit"]:
                spans = [credit.evidence.span for credit in caption.credits]
                start, end = min(s for s, _ in spans), max(e for _, e in spans)
                found["credit"] = caption.raw[start:end]
        elif caption.kind is FieldKind.ALT:
            found["alt"] = caption.raw
    printed = [c.raw for c in sighting.captions if c.kind is FieldKind.CREDIT]
    found["credit"] = " ".join(printed) or found["credit"]
    return found


if __name__ == "__main__":
    sys.exit(main())
