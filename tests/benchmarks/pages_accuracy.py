"""Measures photos, captions and credits read from pages, and the speed beside a peer's.

    CAPTIONDEDUP_SHARED=../shared python tests/benchmarks/pages_accuracy.py [--peers] [--per-page]

Reads each page as ``captiondedup extract`` does and hands the photos to the scorer that comes
with the measuring pages: first those, then the pages of this project (``tests/cases/pages``).
``--peers`` times trafilatura in the same run (``pip install trafilatura lxml_html_clean``).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from captiondedup.cli.extract import photo_record
from captiondedup.pipeline import read_article_file

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))
MEASURING = SHARED / "corpus" / "pages"
OWN = ROOT / "tests" / "cases" / "pages" / "families"
ROUNDS = 5


def read_pages(folder: Path) -> list[dict[str, Any]]:
    """The labelled pages of a folder, with the file of each."""
    lines = (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [{**page, "path": folder / page["file"]} for page in map(json.loads, lines)]


def score(folder: Path, options: list[str]) -> None:
    """Print what the scorer says of the photos read from a folder's pages."""
    with tempfile.TemporaryDirectory() as temporary:
        predictions = Path(temporary) / "predictions.jsonl"
        with predictions.open("w", encoding="utf-8") as out:
            for page in read_pages(folder):
                photos = [photo_record(each) for each in read_article_file(page["path"]).sightings]
                line = {"page": page["page"], "photos": photos}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")
        command = [sys.executable, str(MEASURING / "score.py"), str(folder / "gold.jsonl")]
        subprocess.run([*command, str(predictions), *options], check=True)


def pages_a_second(paths: list[Path], read: Callable[[Path], object]) -> float:
    """Pages a second of processor time, the best of some rounds; the first is not counted."""
    spent = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for path in paths:
            read(path)
        spent.append(time.process_time() - start)
    return len(paths) / min(spent[1:])


def read_with_trafilatura(path: Path) -> object:
    """What the peer extracts of a page, images included."""
    import trafilatura

    html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
    return trafilatura.extract(html, include_images=True, include_comments=False)


def main() -> int:
    """Return 0 after printing the figures, 2 when the measuring data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--per-page", action="store_true", help="a line for each page")
    parser.add_argument("--peers", action="store_true", help="time trafilatura, too")
    chosen = parser.parse_args()
    if not MEASURING.is_dir():
        print("measuring data not found: set CAPTIONDEDUP_SHARED", file=sys.stderr)
        return 2
    options = ["--per-page"] if chosen.per_page else []
    for name, folder in (("measuring pages", MEASURING), ("pages of this project", OWN)):
        print(name, flush=True)
        score(folder, options)
    paths = [page["path"] for page in read_pages(MEASURING)]
    ours = pages_a_second(paths, read_article_file)
    print(f"pages a second, one core       {ours:.0f}")
    if chosen.peers:
        theirs = pages_a_second(paths, read_with_trafilatura)
        print(f"trafilatura, same run          {theirs:.0f} ({ours / theirs:.1f} times slower)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
