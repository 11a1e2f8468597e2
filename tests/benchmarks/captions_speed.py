"""Captions a second of the caption parser on one core, and how its time grows with length.

Run: ``python tests/benchmarks/captions_speed.py [FILE.jsonl]``; the file has a caption a line in
``text``. Without one, captions made here are read.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from captiondedup.rights.caption import parse_caption
from captiondedup.vocabulary.tables import default_vocabulary

BODY = (
    "Harbour master Ola Berg (R) greets the crew of the ferry Signe on its first call at Halden, "
    "Friday, May 3, 2026, after a winter in dock. The line will carry {} passengers a year. "
)
TAILS = (
    "(Ilse Marant/AFP via Getty Images)",
    "(PHOTO NOT FOR SALE) (Yonhap)",
    "REUTERS/Jonas Weidt",
    "Foto: Jonas Weidt/dpa",
    "",
)
HOSTILE = {"brackets": "(", "blanks": " ", "terms": "not for sale ", "slashes": "/AP", "dots": "."}


def captions() -> list[str]:
    if len(sys.argv) > 1:
        lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
        return [json.loads(line)["text"] for line in lines]
    return [BODY.format(number) + TAILS[number % len(TAILS)] for number in range(4000)]


def main() -> None:
    start = time.process_time()
    vocabulary = default_vocabulary()
    for wording in (*vocabulary.rules, *vocabulary.uses):
        _ = wording.pattern  # compiled when first used; a long run pays for it once
    print(f"reading the vocabulary and compiling all of it: {time.process_time() - start:.2f} s")
    texts = captions()
    start = time.process_time()
    for text in texts:
        parse_caption(text, vocabulary=vocabulary)
    spent = time.process_time() - start
    mean = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} captions of {mean:.0f} characters: {len(texts) / spent:,.0f} a second")
    for name, unit in HOSTILE.items():
        times = []
        for size in (250_000, 500_000, 1_000_000):
            text = unit * (size // len(unit))
            start = time.process_time()
            parse_caption(text, vocabulary=vocabulary)
            times.append(time.process_time() - start)
        print(f"{name:10s} " + "  ".join(f"{seconds:6.2f} s" for seconds in times))


if __name__ == "__main__":
    main()
