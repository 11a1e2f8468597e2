"""``captiondedup.toml``, ``[tool.captiondedup]`` and profile files into typed values."""

from __future__ import annotations

from captiondedup.config.profile import (
    NEUTRAL_PROFILE,
    WORLDWIDE,
    PublicationProfile,
    Use,
    load_profiles,
)
from captiondedup.config.settings import Settings, load_settings
from captiondedup.config.starter import STARTER_CONFIG
from captiondedup.config.waivers import Waiver, load_waivers

__all__ = [
    "NEUTRAL_PROFILE",
    "STARTER_CONFIG",
    "WORLDWIDE",
    "PublicationProfile",
    "Settings",
    "Use",
    "Waiver",
    "load_profiles",
    "load_settings",
    "load_waivers",
]
