"""Where the article is on a page: its heading, its body paragraphs, its first and last place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from captiondedup.ingest.articles.html.nodes import Element, Text, fold
from captiondedup.ingest.articles.html.tree import Passage, Tree
from captiondedup.vocabulary.furniture import article_words, furniture

#: Fewest characters of a body paragraph; wide (CJK) letters count as 2.5.
#: Source: teasers, captions and bylines of the measured pages are mostly shorter, and an article
#: without one paragraph of this length has no body.
MIN_PARAGRAPH = 80.0

#: Fewest characters of a body paragraph in an article that has no longer one.
MIN_SHORT_PARAGRAPH = 30.0

#: Largest share of links in a body paragraph.
MAX_LINK_SHARE = 0.5

#: Likeness to the title (Dice of words, h1 counts 0.35 more) from which an element is a heading,
#: and from which no better one is sought. Source: the headings of the measured pages lie above
#: 0.9 where the page states a title, and an h1 is the heading where it states none.
LEAST_HEADING = 0.35
SURE_HEADING = 0.9

#: Nodes in a heading; an element with more is a part of the page.
MAX_HEADING_NODES = 60

#: Parts of a page that hold no body paragraphs.
OUTSIDE = frozenset(
    {
        "nav", "footer", "form", "button", "select", "figure", "figcaption", "noscript", "head",
        "textarea", "dialog", "menu", "label", "caption", "picture", "aside",
    }
)  # fmt: skip
IMAGES = frozenset({"img", "amp-img"})

#: So many elements out, a box with an image and hardly another word makes a passage its label;
#: "1 of 7" and a button are hardly a word.
MAX_LABEL_STEPS = 4
MAX_LABEL_REST = 40
MAX_LABEL_PASSAGES = 6

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Region:
    """The article on a page.

    ``body`` are its paragraphs, ``container`` the smallest element around them, ``heading`` the
    element of its title, ``first`` and ``last`` the places of heading and last paragraph.
    """

    title: str
    heading: Element | None
    body: tuple[Passage, ...]
    container: Element
    first: int
    last: int


def find_region(tree: Tree) -> Region:
    """Return where the article is; without any body paragraph the whole page."""
    title = _page_title(tree)
    heading = _find_heading(tree, title)
    body = _find_body(tree, heading)
    container = common_ancestor([passage.element for passage in body]) or tree.root
    if container.tag == "p" and container.parent is not None:  # an article of one paragraph
        container = container.parent
    first = heading.order if heading is not None else container.order
    if body and first > body[0].first:
        first = container.order
    last = body[-1].last if body else container.last
    shown = title or (heading.text() if heading is not None else "")
    return Region(shown, heading, body, container, first, last)


def weight(text: str) -> float:
    """Return the length of a text in characters, wide letters counted as 2.5.

    >>> weight("port"), weight("港口")
    (4.0, 5.0)
    """
    return len(text) + 1.5 * len(_WIDE.findall(text))


def common_ancestor(elements: Sequence[Element]) -> Element | None:
    """Return the smallest element that holds all of ``elements``, or None for no elements."""
    if not elements:
        return None
    low = min(element.order for element in elements)
    high = max(element.order for element in elements)
    ancestor: Element | None = elements[0]
    while ancestor is not None and not ancestor.order <= low <= high <= ancestor.last:
        ancestor = ancestor.parent
    return ancestor


def meta(tree: Tree, *names: str) -> str:
    """Return the content of the first meta element with one of these names."""
    for name in names:
        for element in tree.elements:
            if element.tag == "meta" and name in {
                element.attributes.get("property", "").lower(),
                element.attributes.get("name", "").lower(),
            }:
                if value := fold(element.attributes.get("content", "")):
                    return value
            elif element.tag == "body":
                break
    return ""


def _page_title(tree: Tree) -> str:
    found = meta(tree, "og:title", "twitter:title")
    if found:
        return found
    for element in tree.elements:
        if element.tag == "title":
            return element.text()
    return ""


def _find_heading(tree: Tree, title: str) -> Element | None:
    """Return the heading most like the title: an h1 where there is one, else a headline."""
    headings = [element for element in tree.elements if element.tag in HEADINGS]
    best = _best_heading(headings, title)
    if best is not None and best[0] >= SURE_HEADING:
        return best[1]
    headline = article_words().class_words["headline"]
    named = [e for e in tree.elements if e.tag in {"div", "span", "p"} and e.words & headline]
    others = _best_heading(named, title)
    if others is not None and (best is None or others[0] > best[0]):
        return others[1]
    return best[1] if best is not None else None


def _best_heading(elements: Sequence[Element], title: str) -> tuple[float, Element] | None:
    """Return the element whose text is most like the title, and how much; the first of equals."""
    wanted = frozenset(_WORD.findall(title.casefold()))
    best: tuple[float, Element] | None = None
    for element in elements:
        if element.last - element.order > MAX_HEADING_NODES:
            continue
        text = element.text()
        if not 3 <= len(text) <= 400:
            continue
        words = frozenset(_WORD.findall(text.casefold()))
        shared = 2 * len(words & wanted) / max(1, len(words) + len(wanted))
        rank = shared + {"h1": 0.35, "div": 0.0, "span": 0.0, "p": 0.0}.get(element.tag, 0.1)
        if rank >= LEAST_HEADING and (best is None or rank > best[0]):
            best = (rank, element)
    return best


def _find_body(tree: Tree, heading: Element | None) -> tuple[Passage, ...]:
    candidates: list[Passage] = []
    for least in (MIN_PARAGRAPH, MIN_SHORT_PARAGRAPH):
        candidates = [p for p in tree.passages if _is_paragraph(p, least)]
        if candidates:
            break
    else:
        return ()
    images = [element for element in tree.elements if element.tag in IMAGES]
    candidates = [p for p in candidates if not _labels_image(tree, p, images)] or candidates
    mass: dict[tuple[str, ...], float] = defaultdict(float)
    start = heading.order if heading is not None else 0
    for passage in candidates:
        near = 1.0 if passage.first > start else 0.5
        mass[_signature(passage)] += near * weight(passage.text)
    chief = max(mass.items(), key=lambda item: item[1])[0]
    chiefs = [passage for passage in candidates if _signature(passage) == chief]
    container = common_ancestor([passage.element for passage in chiefs])
    first, last = chiefs[0].first, chiefs[-1].last
    if heading is not None and heading.order < first:
        first = heading.order
    return tuple(
        passage
        for passage in candidates
        if _signature(passage) == chief
        or (
            first <= passage.first <= last
            and container is not None
            and not _is_set_apart(passage, container)
        )
        or passage.element is container
    )


def _labels_image(tree: Tree, passage: Passage, images: Sequence[Element]) -> bool:
    """Whether a passage is all that is said in the smallest box around it that holds an image.

    A paragraph must repeat the alternative text, too: a lead photo and the first paragraph of the
    story often share a box.
    """
    element: Element | None = passage.element
    if _image_in(passage.element, images) is None:
        element = passage.element.parent
    elif passage.element.tag == "p" or _has_bare_text(passage):
        return False
    for _ in range(MAX_LABEL_STEPS):
        if element is None or element.tag in {"body", "main", "article", "section"}:
            return False
        image = _image_in(element, images)
        if image is not None:
            if passage.element.tag == "p" and not _repeats(passage.text, image):
                return False
            inside = tree.passages_between(element.order, element.last)
            if len(inside) > MAX_LABEL_PASSAGES:
                return False
            return sum(len(each.text) for each in inside) - len(passage.text) <= MAX_LABEL_REST
        element = element.parent
    return False


def _image_in(element: Element, images: Sequence[Element]) -> Element | None:
    """Return the first image in an element."""
    at = bisect_left(images, element.order, key=_order)
    return images[at] if at < len(images) and images[at].order <= element.last else None


def _order(element: Element) -> int:
    return element.order


def _repeats(text: str, image: Element) -> bool:
    alt = fold(image.attributes.get("alt", "")).casefold()
    return len(alt) >= MIN_SHORT_PARAGRAPH and (alt in text.casefold() or text.casefold() in alt)


def _has_bare_text(passage: Passage) -> bool:
    """Whether words of a passage stand in its block itself and in no element of their own."""
    children = passage.element.children_between(passage.first, passage.last)
    return any(isinstance(node, Text) and node.value.strip() for node in children)


def _is_set_apart(passage: Passage, container: Element) -> bool:
    """Whether a passage between body paragraphs stands in a card, an advert or a form."""
    words = article_words().class_words
    apart = words["card"] | words["furniture"] | words["person"]
    element: Element | None = passage.element
    while element is not None and element is not container and not element.holds(container):
        if element.words & apart:
            return True
        element = element.parent
    return False


def _signature(passage: Passage) -> tuple[str, ...]:
    """Return what body paragraphs of one page have in common: tags and classes, two levels up."""
    element = passage.element
    parent = element.parent
    if parent is None:
        return (element.tag,)
    steps = [element.tag, parent.tag, parent.attributes.get("class", "")]
    if element.tag != "p":
        steps.append(element.attributes.get("class", ""))
    return tuple(steps)


def _is_paragraph(passage: Passage, least: float) -> bool:
    text = passage.text
    if weight(text) < least or passage.link_share > MAX_LINK_SHARE:
        return False
    element = passage.element
    if element.tag in OUTSIDE or element.tag in HEADINGS or furniture().is_line(text):
        return False
    if any(ancestor.tag in OUTSIDE or ancestor.tag == "a" for ancestor in element.ancestors()):
        return False
    return not _is_marked(passage)


def _is_marked(passage: Passage) -> bool:
    """Whether markup says that the passage is a caption or a comment."""
    words = article_words().class_words
    parent = passage.element.parent
    own = passage.element.words | (parent.words if parent is not None else frozenset())
    if passage.element.words & words["caption"] or "comment" in own:
        return True
    return any(
        isinstance(node, Element) and node.words & words["caption"]
        for node in passage.element.children_between(passage.first, passage.last)
    )


def is_caption_heading(element: Element) -> bool:
    """Return whether a heading element holds a sentence, as captions of old pages do."""
    text = element.text()
    return weight(text) > MIN_PARAGRAPH and text[-1] in ".。…!?"
