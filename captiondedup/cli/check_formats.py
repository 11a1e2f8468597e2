"""The forms in which ``captiondedup check`` answers, on stdout."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from captiondedup.cli.check_text import print_checks
from captiondedup.cli.terminal import write_json
from captiondedup.model import Decision, Evidence, Finding, Manifest


class CheckFormat(StrEnum):
    """How the answer is written."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    MARKDOWN = "markdown"


def write_checks(
    checks: Sequence[Manifest], form: CheckFormat, *, prefix: str, fails_from: Decision
) -> None:
    """Write the answers of a check, one for each profile, on stdout.

    Args:
        checks: the checked manifests.
        form: how to write.
        prefix: what leads from the reader's folder to the scanned one, for build servers.
        fails_from: the mildest decision that is a failure in JUnit's sense.
    """
    if form is CheckFormat.TEXT:
        print_checks(checks)
    elif form is CheckFormat.JSON:
        write_json(checks_record(checks))
    elif form is CheckFormat.CSV:
        _write_csv(checks)
    else:
        sys.stdout.write(_for_build_servers(checks, form, prefix, fails_from))


def _for_build_servers(
    checks: Sequence[Manifest], form: CheckFormat, prefix: str, fails_from: Decision
) -> str:
    if form is CheckFormat.SARIF:
        from importlib.metadata import version

        from captiondedup.check.rules import all_rules
        from captiondedup.manifest.sarif import sarif_log

        return sarif_log(checks, all_rules(), version=version("captiondedup"), prefix=prefix)
    if form is CheckFormat.JUNIT:
        from captiondedup.manifest.junit import junit_report

        return junit_report(checks, fail_on=fails_from)
    if form is CheckFormat.GITHUB:
        from captiondedup.manifest.github import github_annotations

        return github_annotations(checks, prefix=prefix)
    from captiondedup.manifest.markdown import markdown_summary

    return markdown_summary(checks)


def _write_csv(checks: Sequence[Manifest]) -> None:
    """Write the findings of all profiles as one table."""
    from captiondedup.manifest.csv import write_csv
    from captiondedup.manifest.tables import TableRows, table_rows

    tables = [table_rows(each)["findings"] for each in checks]
    rows = tuple(row for table in tables for row in table.rows)
    sys.stdout.write(write_csv(TableRows(tables[0].header, rows)))


def checks_record(checks: Sequence[Manifest]) -> dict[str, Any]:
    """Return the answers ready for JSON: the worst decision, then profile by profile."""
    from captiondedup.check.run import worst

    return {
        "decision": worst(each.decision for each in checks).value,
        "checks": [_check_record(each) for each in checks],
        "problems": [
            {
                "code": problem.code,
                "message": problem.message,
                "remedy": problem.remedy,
                "source": problem.place.source,
            }
            for problem in checks[0].problems
        ],
    }


def _check_record(manifest: Manifest) -> dict[str, Any]:
    decisions = dict(manifest.decisions)
    by_photo: dict[str | None, list[Finding]] = {}
    for finding in manifest.findings:
        by_photo.setdefault(finding.photo, []).append(finding)
    return {
        "profile": manifest.profile,
        "checked_on": manifest.checked_on,
        "decision": manifest.decision.value,
        "photos": [
            {
                "photo": photo.id,
                "lead": photo.lead,
                "description": photo.description,
                "decision": decisions.get(photo.id, Decision.CLEAR).value,
                "findings": [_finding_record(each) for each in by_photo.get(photo.id, [])],
            }
            for photo in manifest.photos
        ],
        "findings": [_finding_record(each) for each in by_photo.get(None, [])],
    }


def _finding_record(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "decision": finding.decision.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "restriction": finding.restriction.value if finding.restriction else None,
        "profile_key": finding.profile_key or None,
        "evidence": [_evidence_record(each) for each in finding.evidence],
    }


def _evidence_record(evidence: Evidence) -> dict[str, Any]:
    place = evidence.place
    return {
        "source": place.source,
        "field": place.field,
        "line": place.line,
        "path": place.path,
        "span": evidence.span,
        "text": evidence.text,
    }
