"""Shows a text with passages of it marked: in colour on a terminal, in brackets elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from captiondedup.manifest.write import printable
from captiondedup.model import Span

if TYPE_CHECKING:
    from rich.text import Text

#: What stands around a marked passage without colour, as in the examples of the vocabulary.
OPEN, CLOSE = "\u27e6", "\u27e7"


class Mark(NamedTuple):
    """A passage, ``[start, end)`` in characters of the text, what it is, and its colour."""

    span: Span
    label: str
    style: str


def marked_text(raw: str, marks: Iterable[Mark], *, coloured: bool) -> Text:
    """Return a text on one line with its passages marked; passages may lie within one another."""
    from rich.text import Text

    text = Text()
    wanted = sorted(
        (mark for mark in marks if mark.span[0] < mark.span[1]),
        key=lambda mark: (mark.span[0], -mark.span[1]),
    )
    open_marks: list[Mark] = []
    at = 0
    for mark in [*wanted, Mark((len(raw), len(raw) + 1), "", "")]:
        while open_marks and open_marks[-1].span[1] <= mark.span[0]:
            end = min(open_marks[-1].span[1], len(raw))
            text.append(_part(raw, at, end), _style(open_marks, coloured))
            text.append(_closing(open_marks.pop(), coloured), "dim" if coloured else "")
            at = max(at, end)
        text.append(_part(raw, at, mark.span[0]), _style(open_marks, coloured))
        at = max(at, mark.span[0])
        if mark.span[0] < len(raw):
            start, end = mark.span
            limit = open_marks[-1].span[1] if open_marks else len(raw)
            inside = Mark((start, min(end, limit)), mark.label, mark.style)
            text.append(_opening(inside, coloured))
            open_marks.append(inside)
    return text


def _part(raw: str, start: int, end: int) -> str:
    """Return a part of the text that is harmless to show, with the blanks at its ends."""
    if start >= end:
        return ""
    return printable(f"x{raw[start:end]}x")[1:-1]


def _style(open_marks: list[Mark], coloured: bool) -> str:
    return open_marks[-1].style if coloured and open_marks else ""


def _opening(mark: Mark, coloured: bool) -> str:
    if coloured:
        return ""
    return f"{OPEN}{mark.label} " if mark.label else OPEN


def _closing(mark: Mark, coloured: bool) -> str:
    if coloured:
        return f" {mark.label}" if mark.label else ""
    return CLOSE
