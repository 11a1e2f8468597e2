"""Captions and credits of one photo: sought in the largest box that is the photo's alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captiondedup.ingest.articles.html.pictures import links_away
from captiondedup.ingest.articles.html.region import HEADINGS, is_caption_heading
from captiondedup.ingest.articles.html.tree import INLINE, Element, Passage, Text, Tree, fold
from captiondedup.ingest.articles.reading import CaptionCue
from captiondedup.model import FieldKind, FoundText, Place
from captiondedup.vocabulary.furniture import article_words, furniture

#: Longest text beside a photo that is its caption when no markup says so.
MAX_UNMARKED = 600

#: Name of the field of a text that no markup calls caption or credit.
UNMARKED = "text"

#: Longest text whose only mark is a credit class and that is a credit all the same.
MAX_CREDIT = 160

_SKIPPED = frozenset(
    {"script", "button", "form", "select", "noscript", "time", "input", "textarea", "dialog", "nav"}
)
_FIGURE_WORDS = frozenset(
    {
        "figure", "photo", "foto", "image", "img", "picture", "media", "bild", "imagen", "imagem",
        "immagine", "photograph", "illustration", "wpcaption", "fotos", "photos",
    }
)  # fmt: skip
_CAPTION_ATTRIBUTES = ("data-caption", "data-description", "data-title", "data-sub-html")
_CREDIT_ATTRIBUTES = ("data-credit", "data-copyright", "data-photographer", "data-author")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the box: what it is by its markup, and the element that says so."""

    kind: FieldKind | None
    text: str
    element: Element
    order: int


def find_box(element: Element, walls: Sequence[int]) -> Element:
    """Return the largest element around a photo that holds none of the walls.

    ``walls`` are places in reading order, sorted: other photos, headings, body paragraphs.
    """
    from bisect import bisect_left

    box = element
    for ancestor in element.ancestors():
        if ancestor.tag in {"body", "html", "main"}:
            break
        at = bisect_left(walls, ancestor.order)
        if at < len(walls) and walls[at] <= ancestor.last:
            break
        box = ancestor
    return box


def find_texts(
    box: Element, photo: Element, alt: str, source: str, cue: CaptionCue
) -> tuple[FoundText, ...]:
    """Return caption and credit texts of a box, in reading order, furniture taken out."""
    pieces = _distinct(_merged(list(_pieces(box)), cue))
    captions = [piece for piece in pieces if piece.kind is FieldKind.CAPTION]
    credit_lines = [piece for piece in pieces if piece.kind is FieldKind.CREDIT]
    loose = [piece for piece in pieces if piece.kind is None]
    more, bare = _unmarked(loose, box, alt, cue)
    captions = captions or more
    credit_lines = credit_lines or bare
    found: list[FoundText] = []
    if captions:
        text = furniture().cut(" ".join(piece.text for piece in captions))
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


def _pieces(box: Element) -> Iterator[Piece]:
    """Yield the texts of a box, each run of text nodes with the same mark as one piece."""
    run: list[str] = []
    mark: tuple[FieldKind | None, Element] | None = None
    order = 0
    for text in box.texts():
        found = _mark(text, box)
        if found is None:
            continue
        if mark is not None and (found[0], id(found[1])) != (mark[0], id(mark[1])):
            yield Piece(mark[0], fold("".join(run)), mark[1], order)
            run = []
        if not run:
            order = text.order
        mark = found
        run.append(text.value)
    if mark is not None:
        yield Piece(mark[0], fold("".join(run)), mark[1], order)


def _mark(text: Text, box: Element) -> tuple[FieldKind | None, Element] | None:
    """Return what the markup says of a text and the element that says it; None: not to be read."""
    words = article_words().class_words
    block: Element | None = None
    element: Element | None = text.parent
    while element is not None:
        if element.tag in _SKIPPED:
            return None
        if element.tag in HEADINGS:
            return (FieldKind.CAPTION, element) if is_caption_heading(element) else None
        if element.words & words["hidden"] and not element.words & words["caption"]:
            return None
        if element.tag == "a" and links_away(element.attributes.get("href", ""), ""):
            block = block or element
        if element.words & words["credit"] and element is not box:
            return FieldKind.CREDIT, element
        if element.tag == "figcaption" or element.words & words["caption"]:
            return FieldKind.CAPTION, element
        if block is None and element.tag not in INLINE:
            block = element
        if element is box:
            break
        element = element.parent
    return None, block or box


def _merged(pieces: Sequence[Piece], cue: CaptionCue) -> list[Piece]:
    """Return the pieces without furniture, and long sentences under a credit class as captions."""
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text or furniture().is_line(piece.text):
            continue
        kind = piece.kind
        if kind is FieldKind.CREDIT and len(piece.text) > MAX_CREDIT and not cue(piece.text).bare:
            kind = FieldKind.CAPTION
        kept.append(Piece(kind, piece.text, piece.element, piece.order))
    return kept


def _distinct(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that repeat another of their kind, in full or in part."""
    kept: list[Piece] = []
    for piece in pieces:
        twins = [other for other in kept if other.kind is piece.kind]
        if any(piece.text in other.text for other in twins):
            continue
        kept = [o for o in kept if not (o.kind is piece.kind and o.text in piece.text)]
        kept.append(piece)
    return kept


def _unmarked(
    loose: Sequence[Piece], box: Element, alt: str, cue: CaptionCue
) -> tuple[list[Piece], list[Piece]]:
    """Return captions and credits among texts that no markup names."""
    figure = box.tag == "figure" or bool(box.words & _FIGURE_WORDS)
    captions: list[Piece] = []
    credit_lines: list[Piece] = []
    for piece in loose:
        if len(piece.text) > MAX_UNMARKED or piece.element.tag == "a":
            continue
        signals = cue(piece.text)
        if signals.bare:
            credit_lines.append(piece)
        elif figure or signals.tail or _alike(piece.text, alt):
            captions.append(piece)
    return captions, credit_lines


def _alike(text: str, alt: str) -> bool:
    if len(alt) < 12:
        return False
    return alt.casefold() in text.casefold() or text.casefold() in alt.casefold()


def _from_attributes(box: Element, photo: Element, source: str) -> tuple[FoundText, ...]:
    found: list[FoundText] = []
    chain = [photo, *photo.ancestors()]
    for kind, names in (
        (FieldKind.CAPTION, _CAPTION_ATTRIBUTES),
        (FieldKind.CREDIT, _CREDIT_ATTRIBUTES),
    ):
        for element in chain:
            if not box.holds(element):
                break
            for name in names:
                value = fold(element.attributes.get(name, ""))
                if value and "<" not in value and not furniture().is_line(value):
                    place = Place(source=source, field=name, path=element.path())
                    found.append(FoundText(kind, value, place))
                    break
            if found and found[-1].kind is kind:
                break
    return tuple(found)


def caption_after(tree: Tree, box: Element, limit: int, cue: CaptionCue) -> Passage | None:
    """Return the passage right after a box when it is marked or sounds as the photo's caption."""
    words = article_words().class_words
    following = tree.passages_between(box.last + 1, limit)
    for passage in following[:1]:
        element = passage.element
        if len(passage.text) > MAX_UNMARKED or passage.link_share > 0.5:
            return None
        if element.words & (words["caption"] | words["credit"]) or _emphasised(passage):
            return passage
        if cue(passage.text).tail and len(passage.text) < MAX_UNMARKED // 2:
            return passage
    return None


def _emphasised(passage: Passage) -> bool:
    """Whether all of a passage stands in small, em, i, strong or centre."""
    marked = sum(
        len(node.text())
        for node in passage.element.descendants()
        if isinstance(node, Element) and node.tag in {"small", "em", "i", "cite"}
    )
    return marked >= 0.9 * len(passage.text) or passage.element.tag in {"center", "small"}
