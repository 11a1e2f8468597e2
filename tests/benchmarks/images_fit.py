"""Fits the coefficients of ``captiondedup/duplicates/image_weights.toml`` on the image bench.

    python tests/benchmarks/images_fit.py > captiondedup/duplicates/image_weights.toml

A third of the photos and of the scenes with several frames is kept aside, three times in turn, to
tell what the coefficients are worth on pictures they have not seen; those figures go into the
file as comments. The printed coefficients are fitted on all of them.
"""

from __future__ import annotations

import tempfile
import zlib
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.image_verdict import align
from captiondedup.duplicates.images import propose_image_pairs
from captiondedup.model import Fingerprint

if TYPE_CHECKING:
    from images_accuracy import Bench, Pair

SEEDS = (11, 12)
PER, HARD_PER = 50, 8
FOLDS = 3
#: Strength of the pull of coefficients towards zero: few scenes must not decide much.
RIDGE = 0.01
#: What all frames of one scene together weigh, in pairs.
SCENE = 1200.0

Floats = NDArray[np.float64]


def terms(prints: tuple[Fingerprint, Fingerprint]) -> dict[str, float] | None:
    """Return the terms of the most likely alignment of a pair, or None without one."""
    best = align(*prints)
    return None if best is None else best.signals().terms()


def gather() -> tuple[list[str], Floats, Floats, Floats, NDArray[np.intp]]:
    """Return names and rows of terms, whether each pair is true, weights and folds."""
    names: list[str] = []
    rows, labels, scenes, folds = [], [], [], []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as name:
            pairs, measured, bench = measure(Path(name), seed)
        for (query, original), found in zip(pairs, measured, strict=True):
            if found is None:
                continue
            names = names or list(found)
            rows.append(list(found.values()))
            labels.append(float((query, original) in bench.true))
            scenes.append(bench.hard.get((query, original), ""))
            folds.append(zlib.crc32(original.split("__")[0].encode()) % FOLDS)
    counts = {scene: scenes.count(scene) for scene in set(scenes)}
    weights = [SCENE / counts[scene] if scene else 1.0 for scene in scenes]
    return names, np.array(rows), np.array(labels), np.array(weights), np.array(folds)


def measure(folder: Path, seed: int) -> tuple[list[Pair], list[dict[str, float] | None], Bench]:
    """Return the pairs of one bench, their terms, and the bench."""
    # Imported here, so that pytest, which collects doctests of every file, can import this one.
    from images_accuracy import build, read

    build(folder, seed, PER, HARD_PER)
    bench = read(folder)
    proposed = propose_image_pairs(bench.prints).pairs
    asked = {(q[2:], o[2:]) for o, q in proposed if o[0] == "o" and q[0] == "q"}
    pairs = sorted(asked | set(bench.true) | set(bench.hard))
    with ProcessPoolExecutor(2) as pool:
        prints = [(bench.prints[f"o/{o}"], bench.prints[f"q/{q}"]) for q, o in pairs]
        return pairs, list(pool.map(terms, prints, chunksize=64)), bench


def fit(rows: Floats, labels: Floats, weights: Floats) -> tuple[float, Floats]:
    """Return intercept and coefficients of a ridge logistic regression, by Newton's method."""
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.column_stack((np.ones(len(rows)), (rows - mean) / spread))
    ridge = np.r_[0, np.full(rows.shape[1], RIDGE)]
    found = np.zeros(design.shape[1])
    for _ in range(50):
        guess = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (weights * (guess - labels)) / weights.sum() + ridge * found
        bend = (design * (weights * guess * (1 - guess))[:, None]).T @ design / weights.sum()
        found -= np.linalg.solve(bend + np.diag(ridge + 1e-9), slope)
    scaled = found[1:] / spread
    return float(found[0] - scaled @ mean), scaled


def main() -> None:
    names, rows, labels, weights, folds = gather()
    unseen = np.zeros(len(labels))
    for fold in range(FOLDS):
        kept = folds != fold
        intercept, found = fit(rows[kept], labels[kept], weights[kept])
        total = intercept + rows[~kept] @ found
        unseen[~kept] = 1 / (1 + np.exp(-np.clip(total, -30, 30)))
    intercept, found = fit(rows, labels, weights)
    print("# Logistic regression of image copies against other frames and unrelated pictures.")
    print("# Fitted by tests/benchmarks/images_fit.py on seeds", *SEEDS, "of the image bench.")
    print("# On pictures not fitted on (three folds by photo and by scene):")
    print("# likelihood from | copies found | other frames and pictures taken for copies")
    for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        taken = unseen >= limit
        share, wrong = taken[labels == 1].mean(), int(taken[labels == 0].sum())
        print(f"# {limit:.1f} | {share:.4f} | {wrong} of {int((labels == 0).sum())}")
    print("[weights]")
    print(f"intercept = {intercept:.4f}")
    for name, value in zip(names, found.tolist(), strict=True):
        print(f"{name} = {value:.4f}")


if __name__ == "__main__":
    main()
