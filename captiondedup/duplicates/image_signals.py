"""What the blocks of two aligned pictures say, in numbers, and how likely they make a copy.

The likelihood is a logistic regression on a few terms made of the signals; its coefficients are
published in ``image_weights.toml`` with the data and the command that fitted them.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from captiondedup.duplicates.alignment import Fit, scale_of
from captiondedup.duplicates.correlation import BROKEN, Blocks, Grid, found_elsewhere, unrest

#: One side's contrast must exceed the other's this many times to count as added on one side.
ONE_SIDED = 2.2
#: Grey levels by which a block has become another colour, and lighter or darker.
OFFSET = 20
LIGHTER = 15
#: Added below the line where shares are divided, so that a single block makes no ratio.
FEW = 0.02


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals of one alignment; shares are 0 to 1, of the textured blocks unless said.

    ``alike``: correlation above .9; ``fair``: above .75; ``broken``: below BROKEN. Of the broken,
    ``moved`` have like contrast on both sides, ``added_more`` and ``added_less`` have it on one
    side only: the side with more such blocks and the side with less. ``offset``: share of valid
    blocks whose grey value differs; ``lighter_darker``: the smaller of the shares that became
    lighter and darker. ``texture``: share of valid blocks with texture; ``overlap``: share of the
    smaller picture that both cover. ``support``: matches of features that agree, ``matches`` all,
    ``strays`` those that agree with something that moved; ``error``: root mean square distance of
    the agreeing, pixels of the coarser picture; ``unrest``: see
    :func:`captiondedup.duplicates.correlation.unrest`; ``elsewhere``: broken blocks found nearby
    both ways, of ``sought``; ``scale``: pixels of A for one of B.
    """

    alike: float
    fair: float
    broken: float
    moved: float
    added_more: float
    added_less: float
    offset: float
    lighter_darker: float
    texture: float
    overlap: float
    support: int
    matches: int
    strays: int
    error: float
    unrest: float
    elsewhere: int
    sought: int
    scale: float

    def terms(self) -> dict[str, float]:
        """Return the terms of the regression by name, in the order of the coefficients."""
        found = self.elsewhere / (self.sought + 3)
        return {
            "alike": self.alike,
            "fair": self.fair,
            "moved": math.sqrt(self.moved),
            "added_less": math.sqrt(self.added_less),
            "added_more": self.added_more,
            "overlap": self.overlap,
            "log_support": math.log1p(self.support),
            "support": self.support / max(1, self.matches),
            "error": self.error,
            "strays": math.sqrt(self.strays / (self.strays + self.support + 3)),
            "unrest": self.unrest,
            "moved_of_broken": self.moved / (self.broken + FEW),
            "added_less_of_broken": self.added_less / (self.broken + FEW),
            "lighter_darker": math.sqrt(self.lighter_darker),
            "lighter_darker_of_offset": self.lighter_darker / (self.offset + FEW),
            "log_scale": abs(math.log(self.scale)),
            "texture": self.texture,
            "log_elsewhere": math.log1p(self.elsewhere),
            "broken_elsewhere": math.sqrt(self.broken * found),
        }

    def likelihood(self) -> float:
        """Return the likelihood, 0 to 1, that the pair is one photograph."""
        weights = load_weights()
        total = weights["intercept"]
        for name, value in self.terms().items():
            total += weights[name] * value
        return 1 / (1 + math.exp(-max(-40.0, min(40.0, total))))


@cache
def load_weights() -> dict[str, float]:
    """Return the published coefficients by the name of their term, and the ``intercept``."""
    text = files("captiondedup.duplicates").joinpath("image_weights.toml").read_text("utf-8")
    return {name: float(value) for name, value in tomllib.loads(text)["weights"].items()}


def read_signals(grid: Grid, blocks: Blocks, fit: Fit, overlap: float) -> Signals:
    """Return the signals of one alignment; ``overlap``: share of the smaller picture covered."""
    textured = blocks.textured
    correlation = blocks.correlation[textured]
    one, two = blocks.spread_a[textured], blocks.spread_b[textured]
    bad = correlation < BROKEN
    added_a = _share(bad & (one > ONE_SIDED * two))
    added_b = _share(bad & (two > ONE_SIDED * one))
    offset = blocks.offset[blocks.valid]
    scale = scale_of(fit.matrix)
    found, sought = found_elsewhere(grid, blocks)
    return Signals(
        alike=_share(correlation > 0.9),
        fair=_share(correlation > 0.75),
        broken=_share(bad),
        moved=max(0.0, _share(bad) - added_a - added_b),
        added_more=max(added_a, added_b),
        added_less=min(added_a, added_b),
        offset=_share(np.abs(offset) > OFFSET),
        lighter_darker=min(_share(offset > LIGHTER), _share(offset < -LIGHTER)),
        texture=_share(textured[blocks.valid]),
        overlap=overlap,
        support=fit.support,
        matches=fit.matches,
        strays=fit.strays,
        error=fit.error / max(1.0, scale),
        unrest=unrest(blocks),
        elsewhere=found,
        sought=sought,
        scale=scale,
    )


def _share(flags: NDArray[np.bool_]) -> float:
    return float(flags.mean()) if flags.size else 0.0
