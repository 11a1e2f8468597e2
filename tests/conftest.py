"""Fixtures that every folder of tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's top folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of measuring data; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("CAPTIONDEDUP_SHARED", ROOT.parent / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip("measuring data not found: set CAPTIONDEDUP_SHARED to its folder")
    return folder
