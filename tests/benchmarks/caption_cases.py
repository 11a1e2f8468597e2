"""Measures the caption parser on the cases of this project: those in sight, and those set aside.

    CAPTIONDEDUP_SHARED=../shared python tests/benchmarks/caption_cases.py

Hands both to the scorer that comes with the measuring captions.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from captiondedup import parse_caption
from captiondedup.cli.parse import caption_record

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))
CASES = ROOT / "tests" / "cases" / "captions"


def gold(*, aside: bool) -> list[dict[str, Any]]:
    """The cases in the form of the scorer."""
    found = []
    for file in sorted(CASES.glob("*.toml")):
        if file.stem.endswith("_aside") != aside:
            continue
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            notices = [{"code": n} if isinstance(n, str) else n for n in case["notices"]]
            found.append({"license": None, **case, "notices": notices, "source_group": file.stem})
    return found


def main() -> int:
    """Return 0 after printing the figures, 2 when the scorer is not there."""
    scorer = SHARED / "corpus" / "captions" / "score.py"
    if not scorer.is_file():
        print("measuring data not found: set CAPTIONDEDUP_SHARED", file=sys.stderr)
        return 2
    for aside in (False, True):
        print("set aside" if aside else "in sight", flush=True)
        records = gold(aside=aside)
        with tempfile.TemporaryDirectory() as temporary:
            files = [Path(temporary) / name for name in ("gold.jsonl", "predictions.jsonl")]
            read = [caption_record(r["id"], parse_caption(r["text"])) for r in records]
            for file, lines in zip(files, (records, read), strict=True):
                text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
                file.write_text(text + "\n", encoding="utf-8")
            subprocess.run([sys.executable, str(scorer), *map(str, files)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
