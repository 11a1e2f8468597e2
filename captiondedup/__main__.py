"""``python -m captiondedup``: the same as ``captiondedup``."""

from __future__ import annotations

from captiondedup.cli import main

if __name__ == "__main__":
    main()
