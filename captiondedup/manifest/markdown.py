"""The outcome of a check as Markdown: the summary of a pull request or a build."""

from __future__ import annotations

import re
from collections.abc import Sequence

from captiondedup.manifest.summary import SummaryRow, summary_rows
from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Finding, Manifest

#: What Markdown or HTML would take for markup; a backslash makes any of it plain (CommonMark 2.4).
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~@&:])")


#: A summary of this many photos is still read; GitHub cuts one of more than a megabyte.
MAX_ROWS = 200


def markdown_summary(checks: Sequence[Manifest]) -> str:
    """Return the outcome for each profile: a count, a table of photos, the reasons below it.

    Photos that are clear are counted, not listed.
    """
    return "\n".join(_section(manifest) for manifest in checks)


def _section(manifest: Manifest) -> str:
    rows = [row for row in summary_rows(manifest) if row.decision is not Decision.CLEAR]
    rows.sort(key=lambda row: -row.decision.severity)
    counts = [
        f"{count} {decision.value}"
        for decision in reversed(Decision)
        if (count := sum(each is decision for _, each in manifest.decisions))
    ]
    profile = f"profile {_plain(manifest.profile)}" if manifest.profile else "no profile"
    lines = [
        f"### captiondedup: {manifest.decision.value} ({profile})",
        "",
        f"Photos: {', '.join(counts) or 'none'}.",
        "",
    ]
    if rows:
        lines += ["| Decision | Photo | Credit | Restrictions |", "| --- | --- | --- | --- |"]
        lines += [_row(row) for row in rows[:MAX_ROWS]]
        lines += [f"\n{len(rows) - MAX_ROWS} more are not shown."] if rows[MAX_ROWS:] else []
        lines.append("")
    reasons = [each for each in manifest.findings if each.decision is not Decision.CLEAR]
    reasons.sort(key=lambda finding: -finding.decision.severity)
    lines += [_reason(finding) for finding in reasons[:MAX_ROWS]]
    lines += [f"\n{len(reasons) - MAX_ROWS} more are not shown."] if reasons[MAX_ROWS:] else []
    return "\n".join(lines).rstrip() + "\n"


def _row(row: SummaryRow) -> str:
    cells = (row.decision.value, row.photo, row.credit, row.restrictions)
    return f"| {' | '.join(map(_plain, cells))} |"


def _reason(finding: Finding) -> str:
    return f"- **{finding.decision.value}** `{finding.code}`: {_plain(finding.message)}"


def _plain(text: str) -> str:
    """The text with no markup in it: a backslash keeps signs, entities keep tags from reading."""
    escaped = _MARKUP.sub(r"\\\1", printable(text))
    return escaped.replace("\\<", "&lt;").replace("\\>", "&gt;")
