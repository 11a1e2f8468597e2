"""Every cell of the decision table, from tests/cases/decision_table.toml."""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from captiondedup.check.run import check_photos, decide
from captiondedup.config import Waiver
from captiondedup.config.keys import Table
from captiondedup.config.profile import read_profile
from captiondedup.model import (
    Alignment,
    CandidatePair,
    Comparison,
    Conflict,
    Credit,
    CreditRole,
    Decision,
    Drift,
    Evidence,
    Finding,
    PairKind,
    Photo,
    Place,
    Problem,
    Restriction,
    RestrictionCode,
    Verdict,
)

TABLE = Path(__file__).resolve().parent.parent / "cases" / "decision_table.toml"
CASES: list[dict[str, Any]] = tomllib.loads(TABLE.read_text("utf-8"))["case"]
KEYS = {
    *("name", "restriction", "profile", "decision", "key", "on", "alteration", "earlier_uses"),
    *("waived", "drift", "conflict", "problem", "uncredited"),
}
HERE = Place("pier.html", "figcaption", 7)
ALIGNMENTS = {
    "crop": Alignment((0.1, 0.0, 1.0, 1.0), mirrored=False, overlay=0.0, larger="a"),
    "mirror": Alignment((0.0, 0.0, 1.0, 1.0), mirrored=True, overlay=0.0, larger="a"),
    "overprint": Alignment((0.0, 0.0, 1.0, 1.0), mirrored=False, overlay=0.2, larger="a"),
}


def words(text: str) -> Evidence:
    return Evidence(HERE, (0, len(text)), text)


def restriction_of(case: dict[str, Any]) -> Restriction | None:
    stated = case.get("restriction")
    if stated is None:
        return None
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in stated.items()}
    code = RestrictionCode(values.pop("code"))
    return Restriction(code, words("TERMS AS PRINTED"), **values)


def photo_of(case: dict[str, Any]) -> Photo:
    restriction = restriction_of(case)
    credits_ = (
        Credit(CreditRole.PHOTOGRAPHER, "Mira Olan", words("Mira Olan")),
        Credit(CreditRole.AGENCY, "Nordbild", words("Nordbild")),
    )
    drifts = (Drift(restriction, (Place("copy.html", "figcaption", 3),)),) if restriction else ()
    conflict = Conflict(case.get("conflict", ""), "they leave nothing", (words("A"), words("B")))
    return Photo(
        id="photo-1",
        description="A pier at night.",
        sightings=("pier.html#1", "pier.jpg"),
        files=("pier.jpg",),
        lead="pier.jpg",
        credits=() if case.get("uncredited") else credits_,
        restrictions=(restriction,) if restriction else (),
        drifts=drifts if case.get("drift") else (),
        conflicts=(conflict,) if "conflict" in case else (),
    )


def findings_of(case: dict[str, Any]) -> tuple[Finding, ...]:
    profile = read_profile(Table("case", "profile", case["profile"]), "desk")
    alignment = ALIGNMENTS.get(case.get("alteration", ""))
    comparison = Comparison(Verdict.SAME, 99.0, "aligned", "test", alignment=alignment)
    code = case["restriction"]["code"] if "restriction" in case else "conflict"
    waiver = Waiver("pier.jpg", code, "Ann", "seen", date(2031, 5, 1), date(2031, 5, 31), "w.toml")
    problem = Problem(case.get("problem", ""), "It is damaged.", "Mend it.", Place("pier.jpg"))
    uses = tuple(words("earlier") for _ in range(case.get("earlier_uses", 0)))
    return check_photos(
        [photo_of(case)],
        {},
        [problem] if "problem" in case else [],
        profile,
        datetime.fromisoformat(case["on"]) if "on" in case else None,
        pairs=[CandidatePair(PairKind.IMAGE, "pier.html#1", "pier.jpg", comparison)],
        waivers=[waiver] if case.get("waived") else [],
        earlier_uses=(lambda photo: uses) if "earlier_uses" in case else None,
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cell_of_the_decision_table(case: dict[str, Any]) -> None:
    assert case.keys() <= KEYS
    findings = findings_of(case)
    assert decide(findings).value == case["decision"]
    keys = {f.profile_key for f in findings if f.decision.value == case["decision"]}
    if case["decision"] != "clear" and "key" in case:
        assert case["key"] in keys


def test_every_restriction_has_a_case_for_every_outcome_it_can_have() -> None:
    # Only a person can say how a picture is shown on a screen, and what unread words forbid.
    impossible = {
        (RestrictionCode.NO_SEQUENCE, Decision.BLOCKED),
        (RestrictionCode.DURATION_LIMIT, Decision.BLOCKED),
        (RestrictionCode.UNPARSED, Decision.CLEAR),
    }
    tried = {
        (RestrictionCode(case["restriction"]["code"]), Decision(case["decision"]))
        for case in CASES
        if "restriction" in case and not case.get("drift")
    }
    wanted = {(code, decision) for code in RestrictionCode for decision in Decision}
    assert wanted - impossible - tried == set()
    assert tried & impossible == set()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_reason_quotes_words_file_and_line_and_says_what_to_do(case: dict[str, Any]) -> None:
    for finding in findings_of(case):
        if finding.code.startswith("restriction."):
            assert "“TERMS AS PRINTED” (pier.html, line 7, figcaption)" in finding.message
            assert f"(profile “desk”, {finding.profile_key})" in finding.message
        assert " To do: " in finding.message
