"""The table of rules: complete, stable, documented."""

from __future__ import annotations

import pytest

from captiondedup.check import rules
from captiondedup.check.restrictions import TABLE
from captiondedup.errors import ConfigError
from captiondedup.model import RestrictionCode
from captiondedup.rights import conflicts


def test_every_restriction_has_a_rule_and_a_row_of_the_decision_table() -> None:
    codes = {rule.code for rule in rules.all_rules()}
    assert {f"restriction.{code.value}" for code in RestrictionCode} <= codes
    assert set(TABLE) == set(RestrictionCode)


def test_codes_are_unique_and_of_a_documented_family() -> None:
    found = [rule.code for rule in rules.all_rules()]
    assert found == sorted(set(found))
    documented = rules.__doc__ or ""
    for rule in rules.all_rules():
        assert f"``{rule.family}``" in documented
        assert rule.title
        assert rule.remedy
        assert not rule.title.endswith(".")
        assert not rule.remedy.endswith(".")


def test_every_conflict_that_reconciling_finds_has_a_rule() -> None:
    documented = {
        line.split("``")[1]
        for line in (conflicts.__doc__ or "").splitlines()
        if line.startswith("``")
    }
    known = {rule.code.partition(".")[2] for rule in rules.all_rules() if rule.family == "conflict"}
    assert documented == known


def test_a_person_can_settle_only_what_a_person_can_know() -> None:
    waivable = {rule.code for rule in rules.all_rules() if rule.waivable}
    assert {code for code in waivable if not code.startswith("conflict.")} == {
        "restriction.all_rights_reserved",
        "restriction.context_only",
        "restriction.permission_required",
        "restriction.pixelate_faces",
    }


def test_a_rule_that_does_not_exist_is_named_with_the_likeliest() -> None:
    with pytest.raises(ConfigError, match=r'"restriction\.no_sale"'):
        rules.find_rule("restriction.no_sales")
    with pytest.raises(ConfigError, match=r'ignore: no such rule: drfit; did you mean "drift"\?'):
        rules.check_names(["no_sale", "drfit"], "captiondedup.toml: ignore")
