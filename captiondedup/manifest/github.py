"""Findings as workflow commands, which GitHub shows beside the lines of a pull request.

Source: GitHub Actions, "Workflow commands": ``::error file=,line=,title=::message`` with percent,
CR and LF escaped, and colon and comma too in properties.
"""

from __future__ import annotations

from collections.abc import Sequence

from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Finding, Manifest

_COMMANDS = {Decision.BLOCKED: "error", Decision.REVIEW: "warning", Decision.CLEAR: "notice"}


def github_annotations(checks: Sequence[Manifest], *, prefix: str = "") -> str:
    """Return a workflow command a line for every finding, the worst first; empty without any.

    GitHub shows the first ten of a kind, hence the order. ``prefix`` goes before every path, so
    that it is relative to the repository and not to the scanned folder.
    """
    found = [finding for manifest in checks for finding in manifest.findings]
    found.sort(key=lambda finding: -finding.decision.severity)
    return "".join(f"{_command(finding, prefix)}\n" for finding in found)


def _command(finding: Finding, prefix: str) -> str:
    properties = {}
    place = finding.evidence[0].place if finding.evidence else None
    if place is not None and place.source:
        properties["file"] = prefix + place.source
        if place.line is not None:
            properties["line"] = str(place.line)
    profile = f" ({finding.profile})" if finding.profile else ""
    properties["title"] = f"{finding.decision.value}: {finding.code}{profile}"
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.decision]} {written}::{_data(finding.message)}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
