"""Whether two pictures are one photograph: fingerprints, candidates, verdicts with reasons.

A 64-bit hash cannot tell a copy from the next frame of the scene. What decides is the picture
after alignment: features give the transform, blocks of the thumbnails are correlated, and a
small classifier weighs what was measured.
"""

from __future__ import annotations

from captiondedup.duplicates.fingerprint import ALGORITHM, fingerprint
from captiondedup.duplicates.image_candidates import Clump, Proposal, propose_image_pairs
from captiondedup.duplicates.image_verdict import compare_fingerprints

__all__ = [
    "ALGORITHM",
    "Clump",
    "Proposal",
    "compare_fingerprints",
    "fingerprint",
    "propose_image_pairs",
]
