"""Articles: pages, wire copy and documents become Sightings with raw texts."""

from __future__ import annotations

from captiondedup.ingest.articles.read import read_article
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue, CaptionSignals

__all__ = ["ArticleReading", "CaptionCue", "CaptionSignals", "read_article"]
