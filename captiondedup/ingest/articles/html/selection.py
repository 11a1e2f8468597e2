"""Which pictures of a page are photos of its article; cards, heads, logos and ads are not."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import PurePosixPath

from captiondedup.ingest.articles.html.captions import find_box
from captiondedup.ingest.articles.html.pictures import Picture, links_away
from captiondedup.ingest.articles.html.region import HEADINGS, Region, common_ancestor
from captiondedup.ingest.articles.html.tree import Element, Tree
from captiondedup.ingest.imageurls import path_of
from captiondedup.vocabulary.furniture import article_words

#: Stated side in pixels below which an image is a mark or a head, not a photo.
MIN_SIDE = 100

_PARTS = frozenset({"nav", "footer", "form", "button", "select", "label", "dialog", "menu"})
_NAME_WORD = re.compile(r"[a-z]+|\d+x\d+")


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
    body.sort()
    found: list[Candidate] = []
    for picture in solid:
        others = {p.element.order for p in solid if not p.keys & picture.keys}
        headings = {e.order for e in tree.elements if e.tag in HEADINGS and e.last > e.order}
        box = find_box(picture.element, sorted({*body, *others, *headings}))
        zone = find_box(picture.element, body)
        found.append(Candidate(picture, box, zone))
    return found


def is_graphic(picture: Picture) -> bool:
    """Return whether a picture is a mark of the page: by its size, its name or its class."""
    words = article_words().class_words
    width, height = picture.size
    if (0 < width < MIN_SIDE or 0 < height < MIN_SIDE) and not (width > 300 or height > 300):
        return True
    names = [PurePosixPath(path_of(address)).name.casefold() for address in picture.addresses]
    if all(name.endswith(".svg") for name in names):
        return True
    if any(set(_NAME_WORD.findall(name)) & words["graphic"] for name in names[:1]):
        return True
    return bool(picture.element.words & (words["graphic"] | words["person"]))


def is_article_photo(
    candidate: Candidate, region: Region, named: frozenset[str], page: str, captioned: bool
) -> bool:
    """Return whether a candidate is a photo of the article.

    ``named`` are keys of images that the page's metadata names as its own; ``captioned`` tells
    that markup gives the candidate a caption or a credit.
    """
    order = candidate.picture.element.order
    is_named = bool(candidate.picture.keys & named)
    if _in_part(candidate, captioned or is_named):
        return False
    if _is_card(candidate, page, captioned, is_named):
        return False
    if region.first <= order <= region.last:
        return True
    if order < region.first:
        return is_named or (captioned and _near_heading(candidate, region))
    return region.container.holds(candidate.picture.element) and (captioned or is_named)


def _in_part(candidate: Candidate, supported: bool) -> bool:
    words = article_words().class_words
    stop = candidate.zone
    element: Element | None = candidate.picture.element
    while element is not None:
        if element.tag in _PARTS or (element.tag == "aside" and not supported):
            return True
        if element.words & (words["furniture"] | words["person"]) and not supported:
            return True
        if element is stop:
            break
        element = element.parent
    return any(ancestor.tag in _PARTS - {"form"} for ancestor in candidate.zone.ancestors())


def _is_card(candidate: Candidate, page: str, captioned: bool, is_named: bool) -> bool:
    words = article_words().class_words
    away = links_away(candidate.picture.link, page)
    if away and not captioned and not is_named:
        return True
    element: Element | None = candidate.picture.element
    while element is not None:
        if element.words & words["card"] and (away or not (captioned or is_named)):
            return True
        if element is candidate.zone:
            break
        element = element.parent
    return False


def _near_heading(candidate: Candidate, region: Region) -> bool:
    if region.heading is None:
        return False
    around = common_ancestor([candidate.picture.element, region.heading])
    return around is not None and around.tag not in {"body", "html"}


def first_after(places: list[int], place: int) -> int:
    """Return the first of sorted places after ``place``, or a place beyond all.

    >>> first_after([3, 7], 4)
    7
    """
    at = bisect_left(places, place + 1)
    return places[at] if at < len(places) else 2**31
