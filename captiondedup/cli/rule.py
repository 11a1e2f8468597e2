"""``captiondedup rule``: what a finding means and what to do about it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.errors import ConfigError, UsageError


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
    from captiondedup.check.rules import Rule, all_rules, find_rule

    if code is None:
        width = max(len(each.code) for each in all_rules())
        for each in all_rules():
            sys.stdout.write(f"{each.code:{width}}  {each.title}\n")
        return ExitCode.CLEAR
    known = {each.code for each in all_rules()}
    full = f"restriction.{code}" if f"restriction.{code}" in known else code
    try:
        found: Rule = find_rule(full)
    except ConfigError as error:
        raise UsageError(str(error)) from error
    waiver = "yes, in the configuration" if found.waivable else "no"
    sys.stdout.write(
        f"{found.code}\n"
        f"  means     {found.title}\n"
        f"  severity  {found.severity.value}\n"
        f"  to do     {found.remedy}\n"
        f"  waiver    {waiver}\n"
    )
    return ExitCode.CLEAR
