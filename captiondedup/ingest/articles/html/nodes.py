"""The nodes of a page: elements with the words of their classes, and texts, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Union

INLINE = frozenset(
    {
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em",
        "font", "i", "ins", "kbd", "label", "mark", "q", "rb", "rp", "rt", "ruby", "s", "samp",
        "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    }
)  # fmt: skip
_WORD_ATTRIBUTES = ("class", "id", "itemprop", "data-testid", "data-component", "data-type", "role")
_WORD = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
#: White space that is not one plain blank, which most of it is.
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u200b\ufeff]{2,}|[\t\n\r\f\v\u00a0\u200b\ufeff]")

Node = Union["Element", "Text"]


class Text:
    """A text node: its characters with white space folded, its place in reading order."""

    __slots__ = ("order", "parent", "value")

    def __init__(self, value: str, parent: Element, order: int) -> None:
        """Make a text node below ``parent``."""
        self.value = value
        self.parent = parent
        self.order = order


class Element:
    """An element: ``order`` and ``last`` are the places of itself and its last descendant."""

    __slots__ = (
        "_names",
        "_steps",
        "_words",
        "attributes",
        "children",
        "is_inline",
        "last",
        "order",
        "parent",
        "tag",
    )

    def __init__(
        self, tag: str, attributes: dict[str, str], parent: Element | None, order: int
    ) -> None:
        """Make an element without children."""
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.order = order
        self.last = order
        self.children: list[Node] = []
        self.is_inline = False
        self._steps: dict[int, str] | None = None
        self._words: frozenset[str] | None = None
        self._names: tuple[tuple[str, ...], ...] | None = None

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Return the names of class, id and kin, each as its words in lower case."""
        if self._names is None:
            self._names = names_of(self.attributes)
        return self._names

    @property
    def words(self) -> frozenset[str]:
        """Return the words of class, id and kin, in lower case, single and run together."""
        if self._words is None:
            self._words = name_words(self.names)
        return self._words

    def holds(self, other: Node) -> bool:
        """Return whether ``other`` is this element or stands in it."""
        return self.order <= other.order <= self.last

    def children_between(self, first: int, last: int) -> Sequence[Node]:
        """Return the children that stand at the places ``first`` to ``last``."""
        start = bisect_left(self.children, first, key=_place)
        return self.children[start : bisect_right(self.children, last, key=_place)]

    def step(self, child: Element) -> str:
        """Return the step of a CSS path from this element to a child."""
        if self._steps is None:
            counts: dict[str, list[Element]] = {}
            for node in self.children:
                if isinstance(node, Element):
                    counts.setdefault(node.tag, []).append(node)
            self._steps = {
                same.order: tag if len(nodes) == 1 else f"{tag}:nth-of-type({number})"
                for tag, nodes in counts.items()
                for number, same in enumerate(nodes, start=1)
            }
        return self._steps[child.order]

    def ancestors(self) -> Iterator[Element]:
        """Yield the elements around this one, the nearest first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def descendants(self) -> Iterator[Node]:
        """Yield what stands in this element, in reading order."""
        stack: list[Node] = list(reversed(self.children))
        while stack:
            node = stack.pop()
            yield node
            if isinstance(node, Element):
                stack.extend(reversed(node.children))

    def texts(self) -> Iterator[Text]:
        """Yield the text nodes in this element."""
        for node in self.descendants():
            if isinstance(node, Text):
                yield node

    def text(self) -> str:
        """Return all text in this element, white space folded."""
        return fold("".join(text.value for text in self.texts()))

    def path(self) -> str:
        """Return a CSS path: ``html > body > figure:nth-of-type(2)``."""
        steps: list[str] = []
        element: Element | None = self
        while element is not None:
            parent = element.parent
            steps.append(parent.step(element) if parent is not None else element.tag)
            element = parent
        return " > ".join(reversed(steps))


def _place(node: Node) -> int:
    return node.order


def fold(text: str) -> str:
    r"""Return a text with runs of white space as one space, without soft hyphens.

    >>> fold("  A tug\n waits. ")
    'A tug waits.'
    """
    if text.isascii():
        return " ".join(text.split())
    return _SPACE.sub(" ", text.replace("\u00ad", "")).strip()


def names_of(attributes: dict[str, str]) -> tuple[tuple[str, ...], ...]:
    """Return the names in class, id and kin, each as its words in lower case.

    >>> names_of({"class": "media__photo-credit leadImage"})
    (('media', 'photo', 'credit'), ('lead', 'image'))
    """
    found = [attributes[name] for name in _WORD_ATTRIBUTES if name in attributes]
    return _names(" ".join(value[:500] for value in found)) if found else ()


@lru_cache(maxsize=16_384)
def _names(values: str) -> tuple[tuple[str, ...], ...]:
    split = (
        tuple(part.lower() for part in _WORD.findall(_HUMP.sub(" ", name)))
        for name in values.split()
    )
    return tuple(parts for parts in split if parts)


@lru_cache(maxsize=16_384)
def name_words(names: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """Return the words of names: each by itself, the last two and all of them run together.

    >>> sorted(name_words((("media", "photo", "credit"),)))
    ['credit', 'media', 'mediaphotocredit', 'photo', 'photocredit']
    """
    found: set[str] = set()
    for parts in names:
        found.update(parts)
        if len(parts) > 1:
            found.add("".join(parts))
            found.add("".join(parts[-2:]))
    return frozenset(found)
