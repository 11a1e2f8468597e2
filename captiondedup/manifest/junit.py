"""Findings as JUnit XML, which every build server shows as passed and failed tests.

A suite is a profile, a test is a photo. A blocked photo fails; one for review fails only when the
desk says so, and else is skipped with its reasons. Source: the XML that Ant's JUnit task writes and
the schemas that Jenkins and GitLab publish for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from captiondedup.manifest.write import printable
from captiondedup.model import Decision, Finding, Manifest, Photo

#: What XML 1.0 cannot hold, not even escaped (section 2.2).
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: So much of a description names a test, in characters.
_NAME_LENGTH = 80


def junit_report(checks: Sequence[Manifest], *, fail_on: Decision = Decision.BLOCKED) -> str:
    """Return the decisions of checked manifests as JUnit XML, a suite for each.

    ``fail_on`` is the mildest decision that counts as a failure.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="captiondedup">']
    for manifest in checks:
        lines += _suite(manifest, fail_on)
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _suite(manifest: Manifest, fail_on: Decision) -> list[str]:
    by_photo: dict[str | None, list[Finding]] = {}
    known = {photo.id for photo in manifest.photos}
    for finding in manifest.findings:
        owner = finding.photo if finding.photo in known else None
        by_photo.setdefault(owner, []).append(finding)
    cases = [
        (
            _name(photo),
            photo.lead or photo.sightings[0].partition("#")[0],
            by_photo.get(photo.id, []),
        )
        for photo in manifest.photos
    ]
    if None in by_photo:
        cases.append(("files and waivers", "captiondedup", by_photo[None]))
    outcomes = [_worst(findings) for _, _, findings in cases]
    failed = sum(_fails(outcome, fail_on) for outcome in outcomes)
    skipped = sum(outcome is not Decision.CLEAR for outcome in outcomes) - failed
    head = (
        f'<testsuite name={_attribute(manifest.profile or "no profile")} tests="{len(cases)}" '
        f'failures="{failed}" errors="0" skipped="{skipped}">'
    )
    body = [_case(*case, outcome, fail_on) for case, outcome in zip(cases, outcomes, strict=True)]
    return [head, *body, "</testsuite>"]


def _case(
    name: str, place: str, findings: Sequence[Finding], outcome: Decision, fail_on: Decision
) -> str:
    head = f"<testcase classname={_attribute(place)} name={_attribute(name)}"
    if outcome is Decision.CLEAR:
        return f"{head}/>"
    reasons = [each for each in findings if each.decision is not Decision.CLEAR]
    text = "\n".join(f"{each.decision.value} {each.code}: {each.message}" for each in reasons)
    message = f"{outcome.value}: {', '.join(dict.fromkeys(each.code for each in reasons))}"
    if _fails(outcome, fail_on):
        return (
            f"{head}><failure type={_attribute(outcome.value)} message={_attribute(message)}>"
            f"{escape(_legal(text))}</failure></testcase>"
        )
    return (
        f"{head}><skipped message={_attribute(message)}/>"
        f"<system-out>{escape(_legal(text))}</system-out></testcase>"
    )


def _name(photo: Photo) -> str:
    title = photo.description
    if len(title) > _NAME_LENGTH:
        title = f"{title[: _NAME_LENGTH - 1].rstrip()}…"
    return f"{title} ({photo.id})" if title else photo.id


def _worst(findings: Iterable[Finding]) -> Decision:
    decisions = (each.decision for each in findings)
    return max(decisions, key=lambda decision: decision.severity, default=Decision.CLEAR)


def _fails(outcome: Decision, fail_on: Decision) -> bool:
    return outcome is not Decision.CLEAR and outcome.severity >= fail_on.severity


def _attribute(text: str) -> str:
    return quoteattr(_legal(printable(text)))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("\ufffd", text)
