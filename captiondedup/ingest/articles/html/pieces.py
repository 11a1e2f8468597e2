"""The texts around a photo, cut where the markup changes, and what the markup calls them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from captiondedup.ingest.articles.html.nodes import INLINE, Element, Text, fold
from captiondedup.ingest.articles.html.pictures import links_away
from captiondedup.ingest.articles.html.region import HEADINGS, is_caption_heading
from captiondedup.ingest.articles.reading import CaptionCue
from captiondedup.model import FieldKind
from captiondedup.vocabulary.furniture import article_words, furniture

#: Longest text whose only mark is a credit class and that is a credit all the same.
MAX_CREDIT = 160

#: Longest text that is a credit by its class, whatever else is in it.
MIN_CAPTION = 40

#: Places in one caption at which markup changes and a credit may begin.
MAX_CUTS = 12

#: Longest name that stands in an element of its own after the caption's sentence.
MAX_NAME = 60

#: Elements that name a source (HTML 5, 4.5.6 and 4.3.9); within a photo's box, its credit.
_CREDIT_TAGS = frozenset({"cite", "footer"})

#: Small print at the end of a caption is its credit.
_SMALL = frozenset({"small", "cite"})

_SKIPPED = frozenset(
    {"script", "button", "form", "select", "noscript", "time", "input", "textarea", "dialog", "nav"}
)


#: A bracket at the end of a name, which holds an agency.
_AGENCY = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of the box: what it is by its markup, and the element that says so.

    ``parts`` are the runs of text of the elements in it, in reading order; from part ``small`` on
    they are in small print (-1: none is).
    """

    kind: FieldKind | None
    text: str
    element: Element
    order: int
    parts: tuple[str, ...] = ()
    small: int = -1


def find_pieces(box: Element, cue: CaptionCue) -> list[Piece]:
    """Return the texts of a box without furniture and repeats, credits cut from captions."""
    pieces = _labelled(list(_pieces(box)))
    kept: list[Piece] = []
    for piece in pieces:
        if not piece.text or furniture().is_line(piece.text):
            continue
        if piece.kind is FieldKind.CREDIT and _holds_caption(piece.text, cue):
            piece = replace(piece, kind=FieldKind.CAPTION)
        if piece.kind is not FieldKind.CAPTION:
            kept.append(piece)
        elif len(piece.text) <= MAX_CREDIT and (
            cue(piece.text).bare or (piece.small == 0 and is_name_shaped(piece.text))
        ):
            kept.append(replace(piece, kind=FieldKind.CREDIT))
        else:
            kept.extend(_cut(piece, cue))
    return _distinct(kept)


def _holds_caption(text: str, cue: CaptionCue) -> bool:
    """Whether an element that is named for its credit holds the caption as well."""
    if len(text) <= MIN_CAPTION:
        return False
    signals = cue(text)
    return not signals.bare and (signals.tail or len(text) > MAX_CREDIT)


def _pieces(box: Element) -> Iterator[Piece]:
    """Yield the texts of a box, each run of text nodes with the same mark as one piece."""
    run: list[Text] = []
    mark: tuple[FieldKind | None, Element] | None = None
    for text in box.texts():
        found = _mark(text, box)
        if found is None:
            continue
        if mark is not None and (found[0], id(found[1])) != (mark[0], id(mark[1])):
            yield _piece(run, mark)
            run = []
        mark = found
        run.append(text)
    if mark is not None:
        yield _piece(run, mark)


def _piece(run: Sequence[Text], mark: tuple[FieldKind | None, Element]) -> Piece:
    """Return one piece; words of different elements do not run together."""
    parts: list[str] = []
    small: list[bool] = []
    before: Text | None = None
    for text in run:
        if before is None or text.parent is before.parent:
            parts[-1:] = ["".join(parts[-1:]) + text.value]
            small = small or [text.parent.tag in _SMALL]
        else:
            apart = _block(text) is not _block(before)
            touching = parts[-1][-1:] in ".!?)。" and text.value[:1].isalnum()
            apart = apart or _styled_apart(before, text)
            parts.append(" " + text.value if apart or touching else text.value)
            small.append(text.parent.tag in _SMALL)
        before = text
    solid = [(part, each) for part, each in zip(parts, small, strict=True) if part.strip()]
    shrunk = next((at for at, (_, each) in enumerate(solid) if each), -1)
    if any(not each for _, each in solid[shrunk:]):
        shrunk = -1
    text_of_run = fold("".join(parts))
    return Piece(
        mark[0], text_of_run, mark[1], run[0].order, tuple(part for part, _ in solid), shrunk
    )


def _styled_apart(before: Text, text: Text) -> bool:
    """Whether two texts stand in elements of the same level that a style sheet tells apart."""
    one, other = before.parent, text.parent
    return one.parent is other.parent and bool(one.names and other.names)


def _block(text: Text) -> Element:
    """Return the element that breaks the line around a text."""
    element = text.parent
    while element.tag in INLINE and element.parent is not None:
        element = element.parent
    return element


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
        kind = marked_as(element)
        if kind is FieldKind.CAPTION or (kind is FieldKind.CREDIT and element is not box):
            return kind, element
        if block is None and element.tag not in INLINE:
            block = element
        if element is box:
            break
        element = element.parent
    return None, block or box


def marked_as(element: Element) -> FieldKind | None:
    """Return whether the markup of an element calls it caption or credit.

    In a name such as ``caption__credit`` the last word counts. An element that has names of both
    kinds, or is a figcaption by its tag, is a caption unless all its names say credit.
    """
    words = article_words().class_words
    votes: set[FieldKind] = set()
    for name in element.names:
        joined = {"".join(name), "".join(name[-2:])}
        for part in (*reversed(name), *joined):
            if part in words["credit"]:
                votes.add(FieldKind.CREDIT)
                break
            if part in words["caption"]:
                votes.add(FieldKind.CAPTION)
                break
    if element.tag in _CREDIT_TAGS:
        return FieldKind.CREDIT
    if FieldKind.CAPTION in votes or (element.tag == "figcaption" and not votes):
        return FieldKind.CAPTION
    return FieldKind.CREDIT if votes else None


def _labelled(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, a label such as ``Photo:`` joined to the credit that follows it."""
    found: list[Piece] = []
    for piece in pieces:
        before = found[-1] if found else None
        if (
            piece.kind is FieldKind.CREDIT
            and before is not None
            and before.kind is not FieldKind.CREDIT
            and len(before.text) <= 24
            and before.text.endswith((":", "："))
        ):
            found[-1] = replace(piece, text=f"{before.text} {piece.text}", order=before.order)
        else:
            found.append(piece)
    return found


def _cut(piece: Piece, cue: CaptionCue) -> list[Piece]:
    """Return a caption and the credit that stands in elements of its own before or after it."""
    parts = tuple(part for part in map(furniture().cut, piece.parts) if part.strip())
    if not 1 < len(parts) <= MAX_CUTS:
        return [piece]
    small = piece.small - len(piece.parts) + len(parts) if piece.small > 0 else -1
    for at in range(1, len(parts)):
        head, tail = fold("".join(parts[:at])), fold("".join(parts[at:]))
        if not head or not tail:
            continue
        if _is_credit(tail, head, cue, last=at == len(parts) - 1, small=small == at):
            return [_part(piece, head, FieldKind.CAPTION), _part(piece, tail, FieldKind.CREDIT)]
        if len(head) <= MAX_CREDIT and at == 1 and cue(head).bare:
            return [_part(piece, head, FieldKind.CREDIT), _part(piece, tail, FieldKind.CAPTION)]
    return [piece]


def _is_credit(tail: str, head: str, cue: CaptionCue, *, last: bool, small: bool) -> bool:
    """Whether the tail of a caption is its credit; ``small`` if it alone is in small print."""
    if len(tail) > MAX_CREDIT:
        return False
    named = last and (head[-1] in ".!?。" or small) and is_name_shaped(tail)
    return cue(tail).bare or named


def is_name_shaped(text: str) -> bool:
    """Return whether a text is short, without a sentence, and in capitalised words.

    >>> is_name_shaped("Ilze Kalna (picture union via Sea)"), is_name_shaped("Nobody was hurt.")
    (True, False)
    """
    names = _AGENCY.sub("", text).split()
    return (
        len(text) <= MAX_NAME
        and (len(names) > 1 or "/" in text)
        and text[-1] not in ".!?。:"
        and all(name[0].isupper() or not name[0].isalpha() for name in names if len(name) > 3)
    )


def _part(piece: Piece, text: str, kind: FieldKind) -> Piece:
    return Piece(kind, text, piece.element, piece.order)


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
