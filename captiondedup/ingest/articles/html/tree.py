"""A light tree of a page: elements with their class words, text nodes, and passages of text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Union, cast

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Nodes of one page that are read, and how deep. Source: article pages measured have at most
#: 10,000 nodes and depth 60; the limits keep hostile pages cheap.
MAX_NODES = 400_000
MAX_DEPTH = 400

#: Open tags at one place of a page; more is no page.
MAX_OPEN = 3_000

#: Elements that are not closed, or need not be.
_LOOSE = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "option", "path",
        "tbody", "thead", "rect", "circle", "use", "line", "polygon",
    }
)  # fmt: skip
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]{0,40})")
_SKIPPED = frozenset({"style", "template", "math", "map", "link"})

#: Elements that count, while what stands in them does not.
_LEAVES = frozenset({"iframe", "object", "embed", "svg", "canvas", "audio"})
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
_SPACE = re.compile(r"[ \t\n\r\f\v\u00a0\u200b\ufeff]+")


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


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text that is read in one go: a paragraph, a heading, a line between breaks."""

    element: Element
    first: int
    last: int
    text: str
    linked: int

    @property
    def link_share(self) -> float:
        """Return the share of the characters that are links."""
        return self.linked / max(1, len(self.text))


@dataclass(frozen=True, slots=True)
class Script:
    """A data script of the page: its type, its id and its text."""

    type: str
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Tree:
    """A page: the root, its elements and passages in reading order, its data scripts."""

    root: Element
    elements: tuple[Element, ...]
    passages: tuple[Passage, ...]
    scripts: tuple[Script, ...]
    truncated: bool
    _starts: tuple[int, ...]

    def passages_in(self, element: Element) -> Sequence[Passage]:
        """Return the passages that start in an element."""
        return self.passages_between(element.order, element.last)

    def passages_between(self, first: int, last: int) -> Sequence[Passage]:
        """Return the passages that start at the places ``first`` to ``last``."""
        start = bisect_left(self._starts, first)
        return self.passages[start : bisect_right(self._starts, last)]


def cut_nesting(html: str) -> str:
    """Return a page up to the place where it is nested beyond reason.

    The time of an HTML 5 parser grows with the square of the depth (section 13.2.4.2, elements
    in scope), so that a megabyte of open tags would hold up a scan for minutes.

    >>> cut_nesting("<p>port</p>")
    '<p>port</p>'
    """
    if html.count("<") < MAX_OPEN:
        return html
    depth = 0
    for found in _TAG.finditer(html):
        if found.group(2).lower() in _LOOSE:
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        if depth > MAX_OPEN:
            return html[: found.start()]
    return html


def parse(html: str) -> Tree:
    """Return the tree of a page; parts beyond the limits of size and depth are left out."""
    from selectolax.lexbor import LexborHTMLParser

    shallow = cut_nesting(html)
    parser = LexborHTMLParser(shallow)
    builder = _Builder()
    builder.truncated = len(shallow) < len(html)
    if parser.root is not None:
        builder.add(parser.root)
    root = builder.root or Element("html", {}, None, 0)
    passages = tuple(sorted(_passages(root), key=lambda passage: passage.first))
    return Tree(
        root=root,
        elements=tuple(builder.elements),
        passages=passages,
        scripts=tuple(builder.scripts),
        truncated=builder.truncated,
        _starts=tuple(passage.first for passage in passages),
    )


class _Builder:
    """Copies lexbor nodes into a tree, without recursion."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self.elements: list[Element] = []
        self.scripts: list[Script] = []
        self.truncated = False
        self._order = 0

    def add(self, start: LexborNode) -> None:
        stack: list[tuple[LexborNode, Element | None, int]] = [(start, None, 0)]
        while stack:
            node, parent, depth = stack.pop()
            if self._order >= MAX_NODES:
                self.truncated = True
                break
            tag = node.tag or ""
            if tag == "-text":
                self._add_text(node, parent)
                continue
            if tag in _SKIPPED or tag.startswith(("-", "!")):
                continue
            if tag == "script":
                self._add_script(node)
                continue
            element = self._add_element(tag, node, parent)
            if tag == "br":  # a line break parts words
                element.children.append(Text("\n", element, self._order))
                self._order += 1
            if tag in _LEAVES:
                continue
            if depth >= MAX_DEPTH:
                self.truncated = True
                continue
            children: list[tuple[LexborNode, Element | None, int]] = []
            child = node.first_child
            while child is not None:
                children.append((child, element, depth + 1))
                child = child.next
            stack.extend(reversed(children))
        self._close()

    def _add_element(self, tag: str, node: LexborNode, parent: Element | None) -> Element:
        found = node.attributes
        if None in found.values():  # an attribute without a value; copied only then, for speed
            found = {name: value or "" for name, value in found.items()}
        attributes = cast("dict[str, str]", found)
        element = Element(tag, attributes, parent, self._order)
        self._order += 1
        self.elements.append(element)
        if parent is None:
            self.root = element
        else:
            parent.children.append(element)
        return element

    def _add_text(self, node: LexborNode, parent: Element | None) -> None:
        value = node.text_content or ""
        if parent is None or not value:
            return
        parent.children.append(Text(value, parent, self._order))
        self._order += 1

    def _add_script(self, node: LexborNode) -> None:
        kind = (node.attributes.get("type") or "").lower()
        if "json" in kind:
            text = node.text(deep=True) or ""
            self.scripts.append(Script(kind, node.attributes.get("id") or "", text))

    def _close(self) -> None:
        """Tell each element the place of its last descendant, and whether it breaks the line."""
        for element in reversed(self.elements):
            element.is_inline = element.tag in INLINE and all(
                isinstance(node, Text) or node.is_inline or node.tag == "br"
                for node in element.children
            )
            if element.children:
                tail = element.children[-1]
                element.last = tail.last if isinstance(tail, Element) else tail.order


def _passages(root: Element) -> Iterator[Passage]:
    """Yield the runs of inline text of every block."""
    stack = [root]
    while stack:
        block = stack.pop()
        run: list[Node] = []
        for child in block.children:
            if isinstance(child, Text) or child.is_inline:
                if run or not isinstance(child, Text) or not child.value.isspace():
                    run.append(child)
                continue
            if run:
                yield from _passage(block, run)
                run = []
            if isinstance(child, Element):
                stack.append(child)
        if run:
            yield from _passage(block, run)


def _passage(block: Element, run: Sequence[Node]) -> Iterator[Passage]:
    parts: list[str] = []
    linked = 0
    for node in run:
        if isinstance(node, Text):
            parts.append(node.value)
            continue
        parts.extend(text.value for text in node.texts())
        linked += _linked(node)
    text = fold("".join(parts))
    if text:
        tail = run[-1]
        last = tail.last if isinstance(tail, Element) else tail.order
        yield Passage(block, run[0].order, last, text, linked)


def _linked(element: Element) -> int:
    if element.tag == "a":
        return len(element.text())
    return sum(
        len(n.text()) for n in element.descendants() if isinstance(n, Element) and n.tag == "a"
    )
