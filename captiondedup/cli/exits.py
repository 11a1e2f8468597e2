"""How a command ends: one table of exit codes, and the guard that keeps crashes out of it."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from enum import IntEnum
from functools import wraps
from typing import ParamSpec

import typer

from captiondedup.errors import CaptionDedupError, ConfigError, UsageError, VocabularyError
from captiondedup.model import Decision, Manifest, SourceKind

#: Set by ``--debug``: show where the tool failed.
DEBUG: ContextVar[bool] = ContextVar("debug", default=False)
DEBUG_VARIABLE = "CAPTIONDEDUP_DEBUG"

#: Problems that leave nothing unread: the picture of an article is simply not in the folder.
_READ_ALL_THE_SAME = frozenset({"unlinked"})
_SCANNED = frozenset({SourceKind.ARTICLE, SourceKind.IMAGE, SourceKind.TABLE})

_P = ParamSpec("_P")


class ExitCode(IntEnum):
    """What the shell is told."""

    CLEAR = 0
    BLOCKED = 1
    USAGE = 2
    REVIEW = 3
    UNREADABLE = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141


#: The table that ``--help`` shows, in the order in which the codes win over one another.
EXIT_TABLE: tuple[tuple[ExitCode, str], ...] = (
    (ExitCode.CLEAR, "clear, or the work is done"),
    (ExitCode.BLOCKED, "blocked: a photo may not run (wins over 4 and 3)"),
    (ExitCode.USAGE, "wrong command, option, profile, configuration or vocabulary"),
    (ExitCode.REVIEW, "review needed, with --fail-on review"),
    (ExitCode.UNREADABLE, "nothing scanned, input partly unreadable, or the tool failed"),
    (ExitCode.INTERRUPTED, "interrupted with Ctrl-C"),
    (ExitCode.PIPE_CLOSED, "the reader of the output went away"),
)


def verdict_code(decision: Decision, manifest: Manifest, fail_on: str) -> ExitCode:
    """Return how a scan or check ends.

    ``fail_on`` is the mildest decision that fails: ``blocked``, ``review`` or ``never``.
    """
    if decision is Decision.BLOCKED and fail_on != "never":
        return ExitCode.BLOCKED
    if not scanned_something(manifest) or not read_everything(manifest):
        return ExitCode.UNREADABLE
    if decision is Decision.REVIEW and fail_on == "review":
        return ExitCode.REVIEW
    return ExitCode.CLEAR


def scanned_something(manifest: Manifest) -> bool:
    """Return whether there was an article, a table of captions or an image at all."""
    return any(source.kind in _SCANNED for source in manifest.sources)


def read_everything(manifest: Manifest) -> bool:
    """Return whether every file was read whole."""
    return all(problem.code in _READ_ALL_THE_SAME for problem in manifest.problems)


def ends_with_code(command: Callable[_P, ExitCode]) -> Callable[_P, None]:
    """Return the command as the shell sees it: it ends with a code, and never with a traceback."""

    @wraps(command)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> None:
        try:
            code = command(*args, **kwargs)
            sys.stdout.flush()
        except typer.Exit:
            raise
        except BrokenPipeError:
            _abandon_stdout()
            code = ExitCode.PIPE_CLOSED
        except KeyboardInterrupt:
            code = ExitCode.INTERRUPTED
        except Exception as error:
            code = _told(error)
        raise typer.Exit(int(code))

    return run


def _told(error: Exception) -> ExitCode:
    """Say on stderr what went wrong, in one line, and return the code for it."""
    from captiondedup.cli.terminal import say

    if DEBUG.get() or os.environ.get(DEBUG_VARIABLE, "") not in ("", "0"):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, CaptionDedupError):
        say(f"Error: {error}")
        wrong_usage = isinstance(error, (ConfigError, UsageError, VocabularyError))
        return ExitCode.USAGE if wrong_usage else ExitCode.UNREADABLE
    say(
        f"Error: captiondedup failed ({type(error).__name__}: {error}). This is no verdict on any "
        f"photo. Set {DEBUG_VARIABLE}=1 to see where, and report it."
    )
    return ExitCode.UNREADABLE


def _abandon_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter ends without complaint."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
