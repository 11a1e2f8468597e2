"""Where two prepared captions agree and where they part."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from captiondedup.duplicates.caption_normalise import PreparedCaption, is_spaceless


class Edge(StrEnum):
    """Whether a region touches an end of both captions."""

    HEAD = "head"
    MIDDLE = "middle"
    TAIL = "tail"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Region:
    """Token ranges ``[a_start, a_end)`` and ``[b_start, b_end)`` that do not correspond.

    One of them may be empty: then the other caption has tokens more.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    edge: Edge = Edge.MIDDLE

    @property
    def one_sided(self) -> bool:
        """Whether one of the captions has nothing here."""
        return self.a_start == self.a_end or self.b_start == self.b_end


def align(a: PreparedCaption, b: PreparedCaption) -> tuple[Region, ...]:
    """The regions in which two captions differ, in reading order (longest common subsequence).

    >>> from captiondedup.duplicates.caption_normalise import prepare
    >>> from captiondedup.model import Caption, FieldKind
    >>> left, right = (
    ...     prepare(Caption(FieldKind.CAPTION, text, text))
    ...     for text in ("Milo Haas (L) in Halden", "Milo Haas (R) in Halden, Friday")
    ... )
    >>> [(region.a_start, region.a_end, region.edge.value) for region in align(left, right)]
    [(2, 3, 'middle'), (5, 5, 'tail')]
    """
    from rapidfuzz.distance import Indel

    a_size, b_size = len(a.tokens), len(b.tokens)
    regions: list[list[int]] = []
    for step in Indel.opcodes(a.tokens, b.tokens):
        if step.tag == "equal":
            continue
        if regions and _joins(a, regions[-1], step.src_start, step.dest_start):
            regions[-1][1], regions[-1][3] = step.src_end, step.dest_end
        else:
            regions.append([step.src_start, step.src_end, step.dest_start, step.dest_end])
    return tuple(
        Region(
            a_start,
            a_end,
            b_start,
            b_end,
            _edge(a_start + b_start == 0, a_end == a_size and b_end == b_size),
        )
        for a_start, a_end, b_start, b_end in regions
    )


def _joins(a: PreparedCaption, last: list[int], a_start: int, b_start: int) -> bool:
    """Whether a region continues the last one: adjacent, or one stray character between them."""
    gap = a_start - last[1]
    if gap == 0 and b_start == last[3]:
        return True
    return gap == 1 and b_start - last[3] == 1 and is_spaceless(a.tokens[last[1]])


def _edge(head: bool, tail: bool) -> Edge:
    if head and tail:
        return Edge.WHOLE
    if head:
        return Edge.HEAD
    return Edge.TAIL if tail else Edge.MIDDLE
