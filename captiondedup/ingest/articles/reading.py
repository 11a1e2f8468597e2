"""What reading an article gives, and the question that article readers ask of the rights parser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from captiondedup.model import Problem, Sighting


@dataclass(frozen=True, slots=True)
class CaptionSignals:
    """How a text sounds to the rights parser.

    ``credit``: it holds a credit mark, such as a bracketed agency. ``restriction``: it holds
    restriction wording. ``tail``: credit or restriction wording ends it, outside the sentence.
    ``bare``: it is nothing but credit and restriction wording.
    """

    credit: bool = False
    restriction: bool = False
    tail: bool = False
    bare: bool = False


#: Given by the pipeline, because ingest does not import the rights parser.
CaptionCue = Callable[[str], CaptionSignals]


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """One article: its title, every photo sighted in it in reading order, and what went wrong."""

    title: str = ""
    sightings: tuple[Sighting, ...] = ()
    problems: tuple[Problem, ...] = ()
