"""The fingerprint of one picture: everything later comparison needs, so the file rests.

Layout ``grid-brief-1``: two 64-bit perceptual hashes (imagehash's phash, upright and mirrored),
the features of :mod:`captiondedup.duplicates.image_features`, and a grey thumbnail as JPEG.
About 15 kB of features and 8 kB of thumbnail for a photograph.
"""

from __future__ import annotations

import cv2
import imagehash
import numpy as np
from PIL import Image, ImageOps

from captiondedup.duplicates.image_features import find_features
from captiondedup.model import Fingerprint

#: Names the layout of every field; fingerprints of another layout are not compared.
ALGORITHM = "grid-brief-1"
#: Long side of the grey picture the features are taken from, in pixels.
GREY_SIDE = 480
#: Long side of the thumbnail, in pixels.
THUMBNAIL_SIDE = 240
#: JPEG quality of the thumbnail: its noise stays below that of any published copy.
THUMBNAIL_QUALITY = 92


def fingerprint(grey: Image.Image, size: tuple[int, int]) -> Fingerprint:
    """Return the fingerprint of an upright picture.

    ``grey`` is the upright picture in mode ``L`` with a long side of about 480 pixels (a larger
    one is scaled down), ``size`` the upright size of the full picture in pixels.

    Raises:
        ValueError: ``grey`` is empty.

    >>> from PIL import Image
    >>> drawn = Image.linear_gradient("L")
    >>> fingerprint(drawn, (1024, 1024)).size
    (1024, 1024)
    """
    if grey.mode != "L":
        grey = grey.convert("L")
    if max(grey.size) > GREY_SIDE * 1.25:
        grey = ImageOps.contain(grey, (GREY_SIDE, GREY_SIDE), Image.Resampling.BOX)
    pixels = np.asarray(grey, np.uint8)
    if not pixels.size:
        raise ValueError("fingerprint: the picture has no pixels")
    # phash begins by scaling to 32 x 32 with this filter; doing it once serves both hashes.
    small = grey.resize((32, 32), Image.Resampling.LANCZOS)
    return Fingerprint(
        algorithm=ALGORITHM,
        phash=str(imagehash.phash(small)),
        phash_mirrored=str(imagehash.phash(ImageOps.mirror(small))),
        size=size,
        features=find_features(pixels).pack(),
        thumbnail=_thumbnail(pixels),
    )


def _thumbnail(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """Return the grey picture at THUMBNAIL_SIDE (never enlarged) as JPEG."""
    height, width = pixels.shape
    scale = min(1.0, THUMBNAIL_SIDE / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", small, (cv2.IMWRITE_JPEG_QUALITY, THUMBNAIL_QUALITY))
    return data.tobytes()
