"""Findings for other tools: SARIF, JUnit XML, GitHub annotations, Markdown."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.manifest.github import github_annotations
from captiondedup.manifest.junit import junit_report
from captiondedup.manifest.markdown import markdown_summary
from captiondedup.manifest.sarif import finding_fingerprint, sarif_log
from captiondedup.model import Decision, Evidence, Finding, Manifest, Photo, Place, Severity


@dataclass(frozen=True)
class Rule:
    code: str
    title: str = "may not be sold"
    severity: Severity = Severity.ERROR
    remedy: str = "replace it"


RULES = [Rule("waiver.unused", "a waiver matches nothing"), Rule("restriction.no_sale")]


def log_of(manifest: Manifest, **more: Any) -> dict[str, Any]:
    text = sarif_log([manifest], RULES, version="1.2.3", **more)
    found: dict[str, Any] = json.loads(text)
    return found


def hostile(manifest: Manifest, text: str) -> Manifest:
    """Return the manifest with a text from a stranger in every place that takes one."""
    evidence = Evidence(Place(text, text, 1, text), (0, len(text)), text)
    finding = replace(
        manifest.findings[0], message=text, evidence=(evidence, evidence), profile=text
    )
    photo = replace(manifest.photos[0], description=text, lead=text)
    return replace(manifest, findings=(finding,), photos=(photo,), profile=text)


# --- SARIF -------------------------------------------------------------------------------------


def test_sarif_result_points_to_the_file_and_line(full_manifest: Manifest) -> None:
    (run,) = log_of(full_manifest, prefix="news desk/")["runs"]
    first, second = run["results"]
    assert (first["ruleId"], first["level"], second["level"]) == (
        "restriction.no_sale",
        "error",
        "note",
    )
    assert run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"] == "restriction.no_sale"
    location = first["locations"][0]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "news%20desk/story/pier.html", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 7, "snippet": {"text": "NO SALE"}},
    }
    assert location["logicalLocations"][0]["name"] == "figcaption"
    assert "“NO SALE”" in first["message"]["text"]
    assert run["tool"]["driver"]["version"] == "1.2.3"


def test_sarif_has_a_run_for_each_profile(full_manifest: Manifest) -> None:
    other = replace(full_manifest, profile="print", findings=())
    found = json.loads(sarif_log([full_manifest, other], RULES, version="1"))
    names = [run["automationDetails"]["id"] for run in found["runs"]]
    assert names == ["captiondedup/shop/", "captiondedup/print/"]
    assert found["runs"][1]["results"] == []


def test_sarif_of_a_rule_that_is_not_listed_is_valid(full_manifest: Manifest) -> None:
    unknown = replace(full_manifest.findings[0], code="house.own")
    found = log_of(replace(full_manifest, findings=(unknown,)))
    assert "ruleIndex" not in found["runs"][0]["results"][0]


@given(text=st.text(st.characters(), min_size=1, max_size=12))
def test_sarif_of_hostile_texts_is_valid(full_manifest: Manifest, text: str) -> None:
    log_of(hostile(full_manifest, text))


def test_fingerprint_stays_when_the_line_moves_and_not_when_the_words_change(
    full_manifest: Manifest,
) -> None:
    finding = full_manifest.findings[0]
    evidence = finding.evidence[0]
    moved = replace(evidence, place=replace(evidence.place, line=99))
    reworded = replace(evidence, text="NOT FOR SALE")
    fingerprint = finding_fingerprint(finding)
    assert finding_fingerprint(replace(finding, evidence=(moved,))) == fingerprint
    for other in (
        replace(finding, evidence=(reworded,)),
        replace(finding, photo="photo-2"),
        replace(finding, profile="print"),
        replace(finding, evidence=()),
    ):
        assert finding_fingerprint(other) != fingerprint


# --- JUnit -------------------------------------------------------------------------------------


def suites(manifest: Manifest, fail_on: Decision = Decision.BLOCKED) -> ElementTree.Element:
    return ElementTree.fromstring(junit_report([manifest], fail_on=fail_on).encode())


def test_a_blocked_photo_is_a_failed_test_with_its_reasons(full_manifest: Manifest) -> None:
    (suite,) = suites(full_manifest)
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == ("shop", "2", "1")
    photo, others = suite
    assert photo.get("classname") == "story/pier.jpg"
    failure = photo.find("failure")
    assert failure is not None
    assert failure.get("message") == "blocked: restriction.no_sale"
    assert "“NO SALE” (story/pier.html, line 7, figcaption)" in (failure.text or "")
    assert (others.get("name"), len(others)) == ("files and waivers", 0)


@pytest.mark.parametrize(
    ("fail_on", "failures", "skipped"),
    [(Decision.BLOCKED, "0", "1"), (Decision.REVIEW, "1", "0")],
)
def test_review_fails_only_if_the_desk_says_so(
    full_manifest: Manifest, fail_on: Decision, failures: str, skipped: str
) -> None:
    doubtful = replace(full_manifest.findings[0], decision=Decision.REVIEW)
    (suite,) = suites(replace(full_manifest, findings=(doubtful,)), fail_on)
    assert (suite.get("failures"), suite.get("skipped")) == (failures, skipped)
    assert "NO SALE" in "".join(suite.itertext())


def test_counts_of_a_suite_agree_with_its_cases(full_manifest: Manifest) -> None:
    photos = tuple(
        Photo(f"photo-{number}", "A pier.", (f"p{number}.html#1",), (), None)
        for number in range(1, 4)
    )
    findings = tuple(
        Finding("rights.none", decision, Severity.WARNING, "It is.", f"photo-{number}")
        for number, decision in enumerate(Decision, 1)
    )
    (suite,) = suites(replace(full_manifest, photos=photos, findings=findings))
    assert suite.get("tests") == str(len(suite.findall("testcase"))) == "3"
    assert suite.get("failures") == str(len(suite.findall(".//failure"))) == "1"
    assert suite.get("skipped") == str(len(suite.findall(".//skipped"))) == "1"


@given(text=st.text(st.characters(), min_size=1, max_size=12))
def test_junit_of_hostile_texts_is_well_formed(full_manifest: Manifest, text: str) -> None:
    (suite,) = suites(hostile(full_manifest, text))
    assert len(suite) == 1


# --- GitHub ------------------------------------------------------------------------------------


def test_annotation_stands_at_the_line_and_the_worst_comes_first(full_manifest: Manifest) -> None:
    note, blocked = full_manifest.findings[1], full_manifest.findings[0]
    lines = github_annotations([replace(full_manifest, findings=(note, blocked))], prefix="news/")
    first, second = lines.splitlines()
    assert first == (
        "::error file=news/story/pier.html,line=7,title=blocked%3A restriction.no_sale (shop)::"
        "“NO SALE” (story/pier.html, line 7, figcaption): may not be sold. To do: replace it."
    )
    assert second.startswith("::notice title=clear%3A waiver.unused::")


@given(text=st.text(st.characters(), max_size=12) | st.just("x\r\n::error::y%0Az,line=1:"))
def test_a_caption_cannot_give_commands(full_manifest: Manifest, text: str) -> None:
    (line,) = github_annotations([hostile(full_manifest, text)]).split("\n")[:-1]
    command, _, rest = line.removeprefix("::").partition("::")
    assert command.startswith("error ")
    assert "\r" not in rest
    # Every percent sign is one of our own escapes.
    for piece in line.split("%")[1:]:
        assert piece[:2] in {"25", "3A", "2C"}
    assert {part.partition("=")[0] for part in command[6:].split(",")} <= {"file", "line", "title"}


# --- Markdown ----------------------------------------------------------------------------------


def test_summary_lists_what_needs_somebody_and_counts_the_rest(full_manifest: Manifest) -> None:
    text = markdown_summary([full_manifest])
    assert text == (
        "### captiondedup: blocked (profile shop)\n"
        "\n"
        "Photos: 1 blocked.\n"
        "\n"
        "| Decision | Photo | Credit | Restrictions |\n"
        "| --- | --- | --- | --- |\n"
        "| blocked | story/pier\\.jpg | Mira Olan; Nordbild | no\\_sale |\n"
        "\n"
        "- **blocked** `restriction.no_sale`: “NO SALE” \\(story/pier\\.html, line 7, "
        "figcaption\\)\\: may not be sold\\. To do\\: replace it\\.\n"
    )


def test_clear_photos_are_counted_only(full_manifest: Manifest) -> None:
    clear = replace(
        full_manifest,
        findings=(),
        decision=Decision.CLEAR,
        decisions=(("photo-1", Decision.CLEAR),),
        profile="",
    )
    assert markdown_summary([clear]) == (
        "### captiondedup: clear (no profile)\n\nPhotos: 1 clear.\n"
    )


def test_markup_in_a_caption_stays_text(full_manifest: Manifest) -> None:
    text = markdown_summary([hostile(full_manifest, "<img src=x>|[a](b)\n# x")])
    assert "<img" not in text
    assert "&lt;img src=x&gt;\\|\\[a\\]\\(b\\) \\# x" in text
