"""``captiondedup rule``: what a finding means and what to do about it."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.errors import UsageError

if TYPE_CHECKING:
    from captiondedup.check.rules import Rule


@ends_with_code
def rule(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE",
            help="Code of a finding (restriction.no_sale) or a restriction (no_sale).",
        ),
    ] = None,
) -> ExitCode:
    """Explain a rule of the check; without a code, list all rules."""
    from captiondedup.check.rules import all_rules

    if code is None:
        width = max(len(each.code) for each in all_rules())
        for each in all_rules():
            sys.stdout.write(f"{each.code:{width}}  {each.title}\n")
        return ExitCode.CLEAR
    found = _find(code)
    waiver = "yes, in the configuration" if found.waivable else "no"
    sys.stdout.write(
        f"{found.code}\n"
        f"  means     {found.title}\n"
        f"  severity  {found.severity.value}\n"
        f"  to do     {found.remedy}\n"
        f"  waiver    {waiver}\n"
    )
    return ExitCode.CLEAR


def _find(code: str) -> Rule:
    """Return the rule of a code, or of a restriction's code without its family."""
    from captiondedup.check.rules import all_rules

    rules = {each.code: each for each in all_rules()}
    found = rules.get(code) or rules.get(f"restriction.{code}")
    if found is not None:
        return found
    short = {each.partition(".")[2]: each for each in rules}
    alike = get_close_matches(code, [*rules, *short], n=1)
    hint = f"did you mean “{short.get(alike[0], alike[0])}”? " if alike else ""
    raise UsageError(f"no such rule: {code}; {hint}“captiondedup rule” lists them all")
