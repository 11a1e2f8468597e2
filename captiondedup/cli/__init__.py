"""The command line: parses what is typed, calls the pipeline, prints, and ends with a code."""

from __future__ import annotations


def main() -> None:
    """Run ``captiondedup``; the console entry point."""
    from captiondedup.cli.app import build_app
    from captiondedup.cli.terminal import prepare_streams

    prepare_streams()
    build_app()(prog_name="captiondedup")
