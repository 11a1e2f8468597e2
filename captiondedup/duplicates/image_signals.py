"""What the blocks of two aligned pictures say, in numbers, and how likely they make a copy.

The likelihood is a logistic regression on the signals; its coefficients are published in
``image_weights.toml`` with the data and the command that fitted them.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import astuple, dataclass, fields
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.alignment import Fit, scale_of
from captiondedup.duplicates.correlation import BROKEN, Blocks, Grid, found_elsewhere, unrest

#: One side's contrast must exceed the other's this many times to count as added on one side.
ONE_SIDED = 2.2


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals, each a share from 0 to 1 unless its name says otherwise.

    ``alike``: textured blocks with correlation above .9; ``fair``: above .75; ``broken``: below
    BROKEN; ``median``: their median correlation; ``best``: their 80th percentile. ``moved``:
    broken blocks with like contrast on both sides; ``added_more`` and ``added_less``: broken
    blocks with contrast on one side only, the side with more and the side with less of them.
    ``offset``: valid blocks whose grey value differs; ``flat_offset``: the same among blocks
    without texture; ``lighter_darker``: the smaller of the shares that became lighter or darker.
    ``texture``: valid blocks with texture; ``overlap``: share of the smaller picture that both
    cover; ``log_support``: logarithm of matches that agree; ``support``: their share of all
    matches; ``error``: root mean square of their distances, pixels of the coarser picture.
    """

    alike: float
    fair: float
    broken: float
    median: float
    best: float
    moved: float
    added_more: float
    added_less: float
    offset: float
    flat_offset: float
    lighter_darker: float
    texture: float
    overlap: float
    log_support: float
    support: float
    error: float
    log_scale: float
    strays: float
    unrest: float
    elsewhere: float
    bent: float

    @property
    def likelihood(self) -> float:
        """Likelihood, 0 to 1, that the pair is one photograph."""
        weights = load_weights()
        total = weights.intercept + sum(
            weight * value for weight, value in zip(weights.weights, expand(self), strict=True)
        )
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@dataclass(frozen=True, slots=True)
class Weights:
    """Coefficients of the logistic regression, in the order of :func:`expand`."""

    intercept: float
    weights: tuple[float, ...]


def signal_names() -> tuple[str, ...]:
    """Names of the terms of the regression, in order."""
    return tuple(field.name for field in fields(Signals))


def expand(signals: Signals) -> tuple[float, ...]:
    """Return the terms of the regression."""
    return tuple(float(value) for value in astuple(signals))


@cache
def load_weights() -> Weights:
    """Return the published coefficients.

    Raises:
        ValueError: the table does not name exactly the terms of the regression.
    """
    text = files("captiondedup.duplicates").joinpath("image_weights.toml").read_text("utf-8")
    table = tomllib.loads(text)
    if tuple(table["weights"]) != signal_names():
        raise ValueError("image_weights.toml: [weights] must name the signals in their order")
    return Weights(float(table["intercept"]), tuple(map(float, table["weights"].values())))


def read_signals(grid: Grid, blocks: Blocks, fit: Fit, overlap: float) -> Signals:
    """Return the signals of one alignment; ``overlap``: share of the smaller picture covered."""
    textured = blocks.textured
    correlation = blocks.correlation[textured]
    one, two = blocks.spread_a[textured], blocks.spread_b[textured]
    bad = correlation < BROKEN
    added_a = _share(bad & (one > ONE_SIDED * two))
    added_b = _share(bad & (two > ONE_SIDED * one))
    offset = blocks.offset[blocks.valid]
    flat = blocks.offset[blocks.valid & ~textured]
    scale = scale_of(fit.matrix)
    return Signals(
        alike=_share(correlation > 0.9),
        fair=_share(correlation > 0.75),
        broken=_share(bad),
        median=float(np.median(correlation)) if correlation.size else 0.0,
        best=float(np.percentile(correlation, 80)) if correlation.size else 0.0,
        moved=max(0.0, _share(bad) - added_a - added_b),
        added_more=max(added_a, added_b),
        added_less=min(added_a, added_b),
        offset=_share(np.abs(offset) > 20),
        flat_offset=_share(np.abs(flat) > 10),
        lighter_darker=min(_share(offset > 15), _share(offset < -15)),
        texture=_share(textured[blocks.valid]),
        overlap=overlap,
        log_support=math.log1p(fit.support),
        support=fit.support / max(1, fit.matches),
        error=fit.error / max(1.0, scale),
        log_scale=abs(math.log(scale)),
        strays=fit.strays / (fit.strays + fit.support + 3),
        unrest=unrest(blocks),
        elsewhere=found_elsewhere(grid, blocks),
        bent=float(fit.bent),
    )


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if flags.size else 0.0
