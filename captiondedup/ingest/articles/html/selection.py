"""Which pictures of a page are photos of its article; cards, heads, logos and ads are not."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from captiondedup.ingest.articles.html.nodes import Element
from captiondedup.ingest.articles.html.pictures import Picture, links_away
from captiondedup.ingest.articles.html.region import (
    HEADINGS,
    Region,
    common_ancestor,
    is_caption_heading,
)
from captiondedup.ingest.articles.html.tree import Tree
from captiondedup.ingest.imageurls import decoded, path_of
from captiondedup.vocabulary.furniture import article_words

#: Stated longer side in pixels up to which an image is a mark or a head, not a photo.
#: Source: heads and list thumbnails of the measured pages are 40 to 120 pixels.
MAX_MARK_SIDE = 120

#: Stated shorter side in pixels below which an image is a rule, a button or a logo.
MIN_SIDE = 60

#: Fewest letters that two names must share from the start to be one picture.
MIN_SHARED_NAME = 12

_PARTS = frozenset({"nav", "footer", "form", "select", "menu"})
_NAME_WORD = re.compile(r"[a-z]+|\d+x\d+")


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a candidate.

    ``named``: the page's metadata names the picture as its own. ``marked``: markup gives it a
    caption or a credit. ``captioned``: markup gives it a caption. ``credited``: somebody is
    credited beside it; asked only where neither metadata nor markup speaks for it.
    """

    named: bool
    marked: bool
    captioned: bool
    credited: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A picture with its box (its own alone) and its zone (no body paragraph, no heading)."""

    picture: Picture
    box: Element
    zone: Element


def candidates(tree: Tree, region: Region, pictures: tuple[Picture, ...]) -> list[Candidate]:
    """Return each picture that could be a photo, with its box and its zone."""
    solid = [picture for picture in pictures if not is_graphic(picture)]
    body = [passage.first for passage in region.body]
    if region.heading is not None:
        body.append(region.heading.order)
    headings = [
        element.order
        for element in tree.elements
        if element.tag in HEADINGS and element.last > element.order
        if not is_caption_heading(element)
    ]
    zones = Walls(body)
    boxes = Walls([*body, *headings], [(p.element.order, p.keys) for p in solid])
    return [
        Candidate(
            picture,
            boxes.box(picture.element, picture.keys),
            zones.box(picture.element, picture.keys),
        )
        for picture in solid
    ]


class Walls:
    """What bounds the box of a photo: places of text, and places of other pictures."""

    def __init__(
        self, places: Iterable[int], pictures: Sequence[tuple[int, frozenset[str]]] = ()
    ) -> None:
        """Take places in reading order; ``pictures`` are place and keys, in reading order."""
        self._places = sorted(places)
        self._pictures = pictures
        self._starts = [place for place, _ in pictures]

    def box(self, element: Element, keys: frozenset[str]) -> Element:
        """Return the largest element around a photo that holds no wall and no other picture."""
        box = element
        for ancestor in element.ancestors():
            if ancestor.tag in {"body", "html", "main"} or self._bounds(ancestor, keys):
                break
            box = ancestor
        return box

    def _bounds(self, element: Element, keys: frozenset[str]) -> bool:
        at = bisect_left(self._places, element.order)
        if at < len(self._places) and self._places[at] <= element.last:
            return True
        first = bisect_left(self._starts, element.order)
        last = bisect_right(self._starts, element.last)
        return any(not keys & other for _, other in self._pictures[first:last])


def is_graphic(picture: Picture) -> bool:
    """Return whether a picture is surely no photo: by its stated size, a class or its format."""
    width, height = picture.size
    if 0 < max(width, height) <= MAX_MARK_SIDE or 0 < min(width, height) < MIN_SIDE:
        return True
    if picture.element.words & article_words().class_words["person"]:
        return True
    return all(path_of(address).lower().endswith(".svg") for address in picture.addresses)


def is_elsewhere(candidate: Candidate, region: Region, *, named: bool) -> bool:
    """Return whether a candidate stands where no caption can make it a photo of the article."""
    order = candidate.picture.element.order
    if named or region.first <= order <= region.last:
        return False
    if order < region.first:
        return not _near_heading(candidate, region)
    return not _scope(region).holds(candidate.picture.element)


def is_article_photo(candidate: Candidate, region: Region, support: Support, page: str) -> bool:
    """Return whether a candidate is a photo of the article; ``page`` is the page's own address."""
    if _is_outside(candidate, support) or _is_card(candidate, support, page):
        return False
    if not (support.named or support.marked) and _looks_like_graphic(candidate.picture):
        return False
    order = candidate.picture.element.order
    if region.first <= order <= region.last:
        return True
    if order < region.first:
        return support.named or (support.marked and _near_heading(candidate, region))
    supported = support.marked or support.named or support.credited
    if supported and not candidate.picture.link:
        return _scope(region).holds(candidate.picture.element)
    in_body = region.container.holds(candidate.picture.element)
    return in_body and (supported or _follows_body(candidate, region))


def _scope(region: Region) -> Element:
    """The element around body and heading, in which photos follow a short text; never the page."""
    if region.heading is None:
        return region.container
    around = common_ancestor([region.container, region.heading])
    return region.container if around is None or around.tag in {"body", "html"} else around


def _follows_body(candidate: Candidate, region: Region) -> bool:
    """Whether a bare picture stands where the body's paragraphs stand, after the last of them."""
    if candidate.picture.link or candidate.box.text():
        return False
    beside = {id(passage.element.parent) for passage in region.body}
    beside.add(id(region.container))
    return id(candidate.box.parent) in beside


def _looks_like_graphic(picture: Picture) -> bool:
    """Whether a picture without any caption is named like a mark, a head or an advert."""
    words = article_words().class_words
    marks = words["graphic"] | words["person"] | words["furniture"]
    if picture.element.words & words["graphic"]:
        return True
    path = PurePosixPath(path_of(picture.addresses[0]).casefold())
    if any(set(_NAME_WORD.findall(part)) & marks for part in path.parts):
        return True
    if words["site"] & set(path.parent.parts):
        return True
    return path.suffix == ".gif" or (bool(picture.alt) and picture.alt.casefold() in marks)


def _chain(candidate: Candidate) -> Iterator[Element]:
    """Yield the elements from the picture out to its zone."""
    element: Element | None = candidate.picture.element
    while element is not None:
        yield element
        if element is candidate.zone:
            return
        element = element.parent


def _is_outside(candidate: Candidate, support: Support) -> bool:
    words = article_words().class_words
    supported = support.marked or support.named
    for element in _chain(candidate):
        if element.tag in _PARTS or (element.tag == "aside" and not supported):
            return True
        if element.words & words["furniture"] and not supported:
            return True
        if element.words & words["person"] and not (support.captioned or support.named):
            return True
    return any(ancestor.tag in _PARTS - {"form"} for ancestor in candidate.zone.ancestors())


def _is_card(candidate: Candidate, support: Support, page: str) -> bool:
    """Whether a candidate advertises another page: it links there, or stands among such."""
    if support.named:
        return False
    link = candidate.picture.link
    away = links_away(link, page) and not any(
        key in decoded(link).casefold() for key in candidate.picture.keys
    )
    if away and (not support.marked or _is_linked_title(candidate.box, link)):
        return True
    words = article_words().class_words["card"]
    cards = any(e.words & words and e.tag != "figure" for e in _chain(candidate))
    return cards and (away or not support.marked)


def _is_linked_title(box: Element, link: str) -> bool:
    """Whether the text of a box is the link that its picture is, too."""
    linked = sum(
        len(node.text())
        for node in box.descendants()
        if isinstance(node, Element) and node.tag == "a" and node.attributes.get("href") == link
    )
    return linked > 0.9 * max(1, len(box.text()))


def _near_heading(candidate: Candidate, region: Region) -> bool:
    if region.heading is None:
        return False
    around = common_ancestor([candidate.picture.element, region.heading])
    return around is not None and around.tag not in {"body", "html"}


def shares_name(keys: frozenset[str], others: frozenset[str]) -> bool:
    """Return whether two pictures share a key, or a long one begins with the other.

    >>> shares_name(frozenset({"port-2031-storm"}), frozenset({"port-2031-storm_wide"}))
    True
    >>> shares_name(frozenset({"port"}), frozenset({"port-2"}))
    False
    """
    if keys & others:
        return True
    return any(
        len(short) >= MIN_SHARED_NAME and long.startswith(short) and not long[len(short)].isalnum()
        for one in keys
        for other in others
        if one != other
        for short, long in [sorted((one, other), key=len)]
    )


def first_after(places: list[int], place: int) -> int:
    """Return the first of sorted places after ``place``, or a place beyond all.

    >>> first_after([3, 7], 4)
    7
    """
    at = bisect_left(places, place + 1)
    return places[at] if at < len(places) else 2**31
