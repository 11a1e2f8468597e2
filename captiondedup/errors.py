"""Every error that captiondedup raises on purpose.

The text of an error says what is wrong, where (path, field, place) and what to do.
A file that cannot be read is not an error of the run: it becomes a
:class:`captiondedup.model.Problem` and the scan goes on.
"""

from __future__ import annotations


class CaptionDedupError(Exception):
    """Base of all errors; what a caller catches who wants to catch ours only."""


class UsageError(CaptionDedupError):
    """The command line or a library call was used wrongly (exit code 2)."""


class ConfigError(CaptionDedupError):
    """A configuration or profile file is wrong: names the file, the TOML key and a remedy."""


class VocabularyError(CaptionDedupError):
    """A vocabulary table is wrong: names the file, the entry and a remedy."""


class UnreadableInputError(CaptionDedupError):
    """One input file cannot be read; ingest turns it into a Problem, the scan goes on."""


class ManifestError(CaptionDedupError):
    """A manifest file is no manifest, or of a schema version that this release cannot read."""


class OutputError(CaptionDedupError):
    """A report or manifest could not be written: names the path and the reason."""
