"""Findings as a SARIF log, for code hosts and editors that show them beside the files.

Source: OASIS SARIF 2.1.0. One run for each profile, one result for each finding; blocked is
``error``, review ``warning``, anything else ``note``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import quote

from captiondedup.model import Decision, Evidence, Finding, Manifest, Severity

SCHEMA_URI = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

#: The folder that all paths are relative to; the reader knows where it is.
ROOT_ID = "SRCROOT"

#: Longest words repeated in a log, in characters; the manifest keeps all of them.
_MAX_SNIPPET = 1000

_LEVELS = {Decision.BLOCKED: "error", Decision.REVIEW: "warning", Decision.CLEAR: "note"}
_RULE_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class RuleText(Protocol):
    """What a log tells of a rule."""

    @property
    def code(self) -> str:
        """The stable code, ``family.name``."""

    @property
    def title(self) -> str:
        """What the rule finds."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""

    @property
    def remedy(self) -> str:
        """What to do."""


def sarif_log(
    checks: Sequence[Manifest], rules: Iterable[RuleText], *, version: str, prefix: str = ""
) -> str:
    """Return the findings of checked manifests as SARIF text, a run for each.

    ``version`` is the tool's; ``prefix`` goes before every path, so that it is relative to the
    folder the reader knows and not to the scanned one (``stories/`` for example).
    """
    known = sorted(rules, key=lambda rule: rule.code)
    log = {
        "$schema": SCHEMA_URI,
        "version": "2.1.0",
        "runs": [_run(manifest, known, version, prefix) for manifest in checks],
    }
    text = json.dumps(log, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode("utf-8") + "\n"


def _run(
    manifest: Manifest, rules: Sequence[RuleText], version: str, prefix: str
) -> dict[str, Any]:
    positions = {rule.code: position for position, rule in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "captiondedup",
                "version": version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"captiondedup/{manifest.profile or 'no profile'}/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT_ID: {"description": {"text": "The folder that paths are relative to."}}
        },
        "results": [_result(finding, positions, prefix) for finding in manifest.findings],
        "properties": {"decision": manifest.decision.value, "checkedOn": manifest.checked_on or ""},
    }


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": f"{rule.title[:1].upper()}{rule.title[1:]}."},
        "help": {"text": f"{rule.remedy[:1].upper()}{rule.remedy[1:]}."},
        "defaultConfiguration": {"level": _RULE_LEVELS[rule.severity]},
    }


def _result(finding: Finding, positions: Mapping[str, int], prefix: str) -> dict[str, Any]:
    located = [_location(each, prefix) for each in finding.evidence if each.place.source]
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.decision],
        "message": {"text": finding.message},
        "locations": located[:1],
        "partialFingerprints": {"captiondedup/v1": finding_fingerprint(finding)},
        "properties": {
            "decision": finding.decision.value,
            "severity": finding.severity.value,
            "photo": finding.photo or "",
            "profile": finding.profile,
            "profileKey": finding.profile_key,
        },
    }
    if finding.code in positions:
        result["ruleIndex"] = positions[finding.code]
    if located[1:]:
        result["relatedLocations"] = [
            {"id": number, **location} for number, location in enumerate(located[1:], 1)
        ]
    return result


def _location(evidence: Evidence, prefix: str) -> dict[str, Any]:
    place = evidence.place
    physical: dict[str, Any] = {
        "artifactLocation": {"uri": _uri(prefix + place.source), "uriBaseId": ROOT_ID}
    }
    if place.line is not None:
        physical["region"] = {"startLine": place.line}
        if evidence.text:
            physical["region"]["snippet"] = {"text": evidence.text[:_MAX_SNIPPET]}
    logical = {"name": place.field, "fullyQualifiedName": place.path or place.field}
    return {"physicalLocation": physical, "logicalLocations": [logical]}


def finding_fingerprint(finding: Finding) -> str:
    """Return a digest that stays as long as the finding is about the same words of the same photo.

    Lines are left out: a story grows above a caption without changing what the caption says.
    """
    first = finding.evidence[0] if finding.evidence else None
    parts = [
        finding.code,
        finding.photo or "",
        finding.profile,
        finding.profile_key,
        first.place.source if first else "",
        first.place.field if first else "",
        " ".join(first.text.split()) if first else finding.message,
    ]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _uri(path: str) -> str:
    """Return a relative path as a URI reference; a colon in it would look like a scheme."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/")
