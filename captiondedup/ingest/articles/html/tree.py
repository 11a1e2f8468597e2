"""A page as a tree: its elements and passages of text in reading order, its data scripts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from captiondedup.ingest.articles.html.nodes import INLINE, Element, Node, Text, fold

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

    def release(self) -> None:
        """Take the tree apart, so that its memory is free at once.

        Elements and their children hold each other; left to the collector of cycles, that costs
        a fifth of the time of reading a page.
        """
        for element in self.elements:
            element.parent = None
            element.children = []

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
