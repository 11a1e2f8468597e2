"""Image files: opened safely for comparison, and read for their rights metadata."""

from captiondedup.ingest.images.fields import ImageReading, MetadataField
from captiondedup.ingest.images.read import find_sidecars, inspect_image, read_image

__all__ = ["ImageReading", "MetadataField", "find_sidecars", "inspect_image", "read_image"]
