"""Photo credits, usage restrictions and duplicate photographs of news articles.

Five verbs make the public library: :func:`parse_caption`, :func:`compare_captions`,
:func:`compare_images`, :func:`scan` and :func:`check`. They are imported when first used, so
that ``import captiondedup`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from captiondedup.matching import compare_captions, compare_images
    from captiondedup.pipeline import check, scan
    from captiondedup.rights.caption import parse_caption

__all__ = ["check", "compare_captions", "compare_images", "parse_caption", "scan"]

_HOMES = {
    "check": "captiondedup.pipeline",
    "compare_captions": "captiondedup.matching",
    "compare_images": "captiondedup.matching",
    "parse_caption": "captiondedup.rights.caption",
    "scan": "captiondedup.pipeline",
}


def __getattr__(name: str) -> Any:
    """The verb of that name, imported from its home."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'captiondedup' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
