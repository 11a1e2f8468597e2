"""Captions and credits of one photo: sought in the largest box that is the photo's alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from captiondedup.ingest.articles.html.nodes import Element, fold
from captiondedup.ingest.articles.html.pieces import Piece, find_pieces, is_name_shaped
from captiondedup.ingest.articles.html.region import Region
from captiondedup.ingest.articles.html.tree import Passage, Tree
from captiondedup.ingest.articles.reading import CaptionCue
from captiondedup.model import FieldKind, FoundText, Place
from captiondedup.vocabulary.furniture import article_words, furniture

#: Fewest letters of an alternative text that is known again within a longer text.
MIN_ALT = 12

#: Fewest words of a sentence that is a caption because it is all that a photo's box says.
MIN_SENTENCE_WORDS = 4

#: Longest text beside a photo that is its caption when no markup says so.
MAX_UNMARKED = 600

#: Most texts without a mark in the box of a photo; a box with more is a part of the page.
MAX_LOOSE = 12

#: Most photos of one figure that share its caption.
MAX_TOGETHER = 6

#: Name of the field of a text that no markup calls caption or credit.
UNMARKED = "text"

#: What a figure may hold that is no photo, or a photo that is found by its picture.
_SHOWN = frozenset(
    {
        "img", "picture", "amp-img", "image", "video", "audio", "iframe", "object", "embed", "svg",
        "canvas", "figure", "table", "pre", "code", "blockquote", "ul", "ol", "form",
    }
)  # fmt: skip
#: A counter or a pointer that a page prints before a caption: "[1/2]", a triangle.
_LEADING_MARKS = re.compile(
    r"^(?:(?:\[\d{1,3}\s?/\s?\d{1,3}\]|[\u25a0-\u25ff\u2190-\u21ff\u203b\u261d-\u261f])\s*)+"
)
_CAPTION_ATTRIBUTES = ("data-caption", "data-description", "data-title", "data-sub-html")
_CREDIT_ATTRIBUTES = ("data-credit", "data-copyright", "data-photographer", "data-author")


def find_texts(
    pieces: Sequence[Piece], box: Element, photo: Element, alt: str, source: str, cue: CaptionCue
) -> tuple[FoundText, ...]:
    """Return caption and credit of a photo out of the pieces of its box, furniture taken out."""
    captions = [piece for piece in pieces if piece.kind is FieldKind.CAPTION]
    credit_lines = [piece for piece in pieces if piece.kind is FieldKind.CREDIT]
    loose = [piece for piece in pieces if piece.kind is None]
    more, bare = _unmarked(loose, photo, alt, cue)
    if captions and not credit_lines and not bare:
        bare = [piece for piece in more if is_name_shaped(piece.text)]
    captions = captions or more
    credit_lines = credit_lines or bare
    found: list[FoundText] = []
    if captions:
        text = _LEADING_MARKS.sub("", furniture().cut(" ".join(piece.text for piece in captions)))
        if text and not furniture().is_line(text):
            found.append(_found(FieldKind.CAPTION, text, captions[0], source))
    if credit_lines:
        text = furniture().cut(" ".join(piece.text for piece in sorted(credit_lines, key=_order)))
        if text and text not in {other.text for other in found}:
            found.append(_found(FieldKind.CREDIT, text, credit_lines[0], source))
    return tuple(found) or _from_attributes(box, photo, source)


def _order(piece: Piece) -> int:
    return piece.order


def _found(kind: FieldKind, text: str, piece: Piece, source: str) -> FoundText:
    element = piece.element
    field = UNMARKED if piece.kind is None else str(kind)
    if element.tag in {"figcaption", "cite", "small"}:
        field = element.tag
    return FoundText(kind, text, Place(source=source, field=field, path=element.path()))


def _unmarked(
    loose: Sequence[Piece], photo: Element, alt: str, cue: CaptionCue
) -> tuple[list[Piece], list[Piece]]:
    """Return captions and credits among texts that no markup names."""
    captions: list[Piece] = []
    credit_lines: list[Piece] = []
    if len(loose) > MAX_LOOSE:
        return [], []
    others: list[Piece] = []
    for piece in loose:
        if len(piece.text) > MAX_UNMARKED or piece.element.tag == "a":
            continue
        signals = cue(piece.text)
        if signals.bare:
            credit_lines.append(piece)
        elif signals.tail or _in_figure(piece.element, photo) or _alike(piece.text, alt):
            captions.append(piece)
        else:
            others.append(piece)
    alone = len(loose) - len(credit_lines) == len(others) == 1
    if alone and others[0].order > photo.order and _is_sentence(others[0].text):
        captions = others
    return captions, credit_lines


def _in_figure(element: Element, photo: Element) -> bool:
    """Whether text and photo stand together in a figure, or in a box that is named as one."""
    figure = article_words().class_words["figure"]
    for ancestor in photo.ancestors():
        if ancestor.holds(element):
            around = (ancestor, *ancestor.ancestors())
            return bool(ancestor.words & figure) or any(e.tag == "figure" for e in around)
    return False


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= MIN_SENTENCE_WORDS and text[-1] in ".!?…)»”\"'"


def _alike(text: str, alt: str) -> bool:
    if len(alt) < MIN_ALT:
        return len(alt) > 3 and text.casefold() == alt.casefold()
    return alt.casefold() in text.casefold() or text.casefold() in alt.casefold()


def _from_attributes(box: Element, photo: Element, source: str) -> tuple[FoundText, ...]:
    """Return caption and credit that stand in attributes, from which scripts print them."""
    found: list[FoundText] = []
    title = fold(photo.attributes.get("title", ""))
    if title and photo.words & article_words().class_words["caption"]:
        place = Place(source=source, field="title", path=photo.path())
        return (FoundText(FieldKind.CAPTION, title, place),)
    chain = [photo, *photo.ancestors()]
    for kind, names in (
        (FieldKind.CAPTION, _CAPTION_ATTRIBUTES),
        (FieldKind.CREDIT, _CREDIT_ATTRIBUTES),
    ):
        for element in chain:
            if not box.holds(element):
                break
            for name in (*names, *_named_so(element, kind)):
                value = fold(element.attributes.get(name, ""))
                if value and "<" not in value and not furniture().is_line(value):
                    place = Place(source=source, field=name, path=element.path())
                    found.append(FoundText(kind, value, place))
                    break
            if found and found[-1].kind is kind:
                break
    return tuple(found)


def _named_so(element: Element, kind: FieldKind) -> list[str]:
    """Return the attributes whose name ends in the kind: ``caption``, ``data-c-credit``."""
    return [name for name in element.attributes if name.endswith(kind.value)]


def caption_of_figure(photo: Element, cue: CaptionCue, source: str) -> tuple[FoundText, ...]:
    """Return the caption that a figure gives to several photos in it; each of them has it."""
    figure = next((e for e in photo.ancestors() if e.tag == "figure"), None)
    if figure is None:
        return ()
    inside = [node for node in figure.descendants() if isinstance(node, Element)]
    captions = [node for node in inside if node.tag == "figcaption"]
    pictures = [node for node in inside if node.tag == "img"]
    if len(captions) != 1 or not 1 < len(pictures) <= MAX_TOGETHER:
        return ()
    return find_texts(find_pieces(captions[0], cue), captions[0], captions[0], "", source, cue)


def lone_captions(tree: Tree, region: Region) -> Iterator[Element]:
    """Yield the figures of the article that hold a caption and nothing to look at."""
    for element in tree.elements:
        if element.tag != "figure" or not region.first <= element.order <= region.last:
            continue
        inside = [node for node in element.descendants() if isinstance(node, Element)]
        tags = {node.tag for node in inside}
        captions = [node for node in inside if node.tag == "figcaption"]
        if captions and not tags & _SHOWN and captions[0].text() == element.text():
            yield element


def caption_after(
    tree: Tree, box: Element, alt: str, limit: int, cue: CaptionCue
) -> Passage | None:
    """Return the passage right after a box when it is marked or sounds as the photo's caption."""
    words = article_words().class_words
    following = tree.passages_between(box.last + 1, limit)
    for passage in following[:1]:
        element = passage.element
        if len(passage.text) > MAX_UNMARKED or passage.link_share > 0.5:
            return None
        if element.words & (words["caption"] | words["credit"]) or _emphasised(passage):
            return passage
        if alt.casefold() == passage.text.casefold() and len(alt) > 3:
            return passage
        if cue(passage.text).tail and len(passage.text) < MAX_UNMARKED // 2:
            return passage
    return None


def _emphasised(passage: Passage) -> bool:
    """Whether all of a passage is in small or slanted print, or centred."""
    element = passage.element
    marked = sum(
        len(node.text())
        for child in element.children_between(passage.first, passage.last)
        if isinstance(child, Element)
        for node in (child, *child.descendants())
        if isinstance(node, Element) and node.tag in {"small", "em", "i", "cite"}
    )
    centred = "center" in (
        element.tag,
        element.attributes.get("align", "").lower(),
        element.attributes.get("style", "")
        .replace(" ", "")
        .lower()
        .partition("text-align:")[2][:6],
    )
    return marked >= 0.9 * len(passage.text) or element.tag == "small" or centred
