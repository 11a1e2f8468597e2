"""Photos of an HTML page: pictures of the article, each with its captions, credits and alt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from captiondedup.ingest.articles.html.captions import (
    UNMARKED,
    caption_after,
    caption_of_figure,
    find_texts,
    lone_captions,
)
from captiondedup.ingest.articles.html.nodes import Element
from captiondedup.ingest.articles.html.pictures import find_pictures
from captiondedup.ingest.articles.html.pieces import Piece, find_pieces
from captiondedup.ingest.articles.html.region import Region, find_region, meta
from captiondedup.ingest.articles.html.selection import (
    Candidate,
    Support,
    candidates,
    first_after,
    is_article_photo,
    is_elsewhere,
    shares_name,
)
from captiondedup.ingest.articles.html.structured import (
    StructuredImage,
    author_names,
    drawn_images,
    linked_data,
    linked_data_images,
)
from captiondedup.ingest.articles.html.tree import Tree, parse
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.ingest.imageurls import picture_keys
from captiondedup.model import (
    FieldKind,
    FoundText,
    ImageReference,
    Place,
    Problem,
    Sighting,
    SightingRole,
)
from captiondedup.vocabulary.furniture import article_words

#: Fewest words of a caption in a figure without any picture.
MIN_LONE_WORDS = 3

#: Characters that are searched for the lines of texts; beyond, texts have a path but no line.
MAX_SEARCHED = 200_000_000


@dataclass(slots=True)
class _Photo:
    """A photo while its renditions are being gathered; ``zone`` is what its role is read from."""

    element: Element
    zone: Element
    texts: list[FoundText]
    rule: str
    alt: str = ""
    addresses: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def read_html(html: str, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the title of a page and one sighting for each photo of its article."""
    tree = parse(html)
    try:
        return _read(tree, _Lines(html), source, reads_as_caption)
    finally:
        tree.release()


def _read(tree: Tree, lines: _Lines, source: str, cue: CaptionCue) -> ArticleReading:
    region = find_region(tree)
    linked = linked_data(tree)
    data = linked_data_images(linked)
    authors = author_names(linked) | {meta(tree, "author", "article:author").casefold()}
    photos: list[_Photo] = []
    for photo in _gather(tree, region, data, authors, source, cue):
        _join(photos, photo)
    photos.extend(_lone(tree, region, source, cue))
    photos.sort(key=_order)
    if not photos:
        data = (*data, *drawn_images(tree))
        photos.extend(_drawn(tree, data))
    for photo in photos:
        _add_data(photo, data, region.title, source)
    sightings = tuple(
        _sighting(photo, number, region, source, lines)
        for number, photo in enumerate(photos, start=1)
    )
    return ArticleReading(region.title, sightings, _problems(tree, source))


def _order(photo: _Photo) -> int:
    return photo.element.order


def _gather(
    tree: Tree,
    region: Region,
    data: Sequence[StructuredImage],
    authors: frozenset[str],
    source: str,
    cue: CaptionCue,
) -> Iterator[_Photo]:
    """Yield each picture of the article with the texts of its box."""
    named = _named_images(tree, data)
    page = meta(tree, "og:url")
    found = candidates(tree, region, find_pictures(tree))
    places = sorted(candidate.picture.element.order for candidate in found)
    pieces: dict[int, list[Piece]] = {}
    for candidate in found:
        picture, box = candidate.picture, candidate.box
        own = shares_name(picture.keys, named)
        if is_elsewhere(candidate, region, named=own):
            continue
        if box.order not in pieces:
            pieces[box.order] = find_pieces(box, cue)
        read = find_texts(pieces[box.order], box, picture.element, picture.alt, source, cue)
        texts = list(read) or list(caption_of_figure(picture.element, cue, source))
        marked = [text for text in texts if text.place.field != UNMARKED]
        support = Support(
            named=own,
            marked=bool(marked),
            captioned=any(text.kind is FieldKind.CAPTION for text in marked),
            credited=not (own or marked) and any(cue(text.text).credit for text in texts),
        )
        if not is_article_photo(candidate, region, support, page):
            continue
        if not support.named and _is_portrait(picture.alt, texts, authors):
            continue
        if not texts:
            texts.extend(_after(tree, candidate, places, source, cue))
        yield _Photo(
            picture.element,
            candidate.zone,
            texts,
            "html-picture",
            picture.alt,
            list(picture.addresses),
            set(picture.keys),
        )


def _is_portrait(alt: str, texts: Sequence[FoundText], authors: frozenset[str]) -> bool:
    """Whether all that is said of a picture is the name of an author of the page."""
    said = {alt.casefold(), *(text.text.casefold() for text in texts)} - {""}
    return bool(said) and said <= authors


def _after(
    tree: Tree, candidate: Candidate, places: list[int], source: str, cue: CaptionCue
) -> Iterator[FoundText]:
    """Yield the caption in the paragraph after a picture that has none in its box."""
    limit = first_after(places, candidate.box.last) - 1
    after = caption_after(tree, candidate.box, candidate.picture.alt, limit, cue)
    if after is not None:
        place = Place(source=source, field="paragraph", path=after.element.path())
        yield FoundText(FieldKind.CAPTION, after.text, place)


def _lone(tree: Tree, region: Region, source: str, cue: CaptionCue) -> Iterator[_Photo]:
    """Yield the captions of figures that hold no picture."""
    for figure in lone_captions(tree, region):
        texts = find_texts(find_pieces(figure, cue), figure, figure, "", source, cue)
        words = sum(len(text.text.split()) for text in texts if text.kind is FieldKind.CAPTION)
        if words >= MIN_LONE_WORDS:
            yield _Photo(figure, figure, list(texts), "html-figure-without-picture")


def _drawn(tree: Tree, data: Sequence[StructuredImage]) -> Iterator[_Photo]:
    """Yield the photos of a page whose pictures are drawn by script.

    They stand in the page's JSON with a caption or a credit, and the article names them.
    """
    named = _named_images(tree, data)
    seen: set[str] = set()
    for image in data:
        said = image.first(FieldKind.CAPTION) or image.first(FieldKind.CREDIT)
        if not said or not shares_name(image.keys, named) or image.keys & seen:
            continue
        seen |= image.keys
        keys = set(image.keys)
        yield _Photo(tree.root, tree.root, [], "html-data", "", [image.address], keys)


def _add_data(photo: _Photo, data: Sequence[StructuredImage], title: str, source: str) -> None:
    """Give a photo the rights that data scripts state, and a caption or credit it lacks.

    The title of the page, which some systems write as the caption of its picture, is none.
    """
    for image in data:
        if not image.keys & photo.keys:
            continue
        for kind, name, text in image.texts:
            known = {(t.kind, t.text) for t in photo.texts}
            lacking = kind not in {t.kind for t in photo.texts} and text not in {photo.alt, title}
            if kind is FieldKind.ALT:
                photo.alt = photo.alt or text
            elif (kind, text) not in known and (kind is FieldKind.RIGHTS or lacking):
                place = Place(source=source, field=f"JSON {name}")
                photo.texts.append(FoundText(kind, text, place))


def _join(photos: list[_Photo], new: _Photo) -> None:
    """Add a photo, or add its renditions to the one that it repeats."""
    for old in photos:
        if not old.keys & new.keys or _differ(old.texts, new.texts):
            continue
        old.addresses.extend(a for a in new.addresses if a not in old.addresses)
        old.keys |= new.keys
        old.alt = old.alt or new.alt
        kinds = {text.kind for text in old.texts}
        old.texts.extend(text for text in new.texts if text.kind not in kinds)
        return
    photos.append(new)


def _differ(first: list[FoundText], second: list[FoundText]) -> bool:
    ours = [t.text.casefold() for t in first if t.kind is FieldKind.CAPTION]
    theirs = [t.text.casefold() for t in second if t.kind is FieldKind.CAPTION]
    if not ours or not theirs:
        return False
    return ours[0] not in theirs[0] and theirs[0] not in ours[0]


def _named_images(tree: Tree, data: Sequence[StructuredImage]) -> frozenset[str]:
    """Return the keys of the images that the page's metadata names as the article's own."""
    address = meta(tree, "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    return picture_keys(address).union(*(image.keys for image in data if image.own))


def _sighting(photo: _Photo, number: int, region: Region, source: str, lines: _Lines) -> Sighting:
    path = photo.element.path()
    address = photo.addresses[0] if photo.addresses else ""
    texts = [
        FoundText(t.kind, t.text, Place(source, t.place.field, lines.find(t.text), t.place.path))
        for t in photo.texts
    ]
    if photo.alt:
        texts.append(
            FoundText(FieldKind.ALT, photo.alt, Place(source, "alt", lines.find(photo.alt), path))
        )
    line = lines.find(address) or (texts[0].place.line if texts else None)
    return Sighting(
        id=f"{source}#{number}",
        source=source,
        place=Place(source, photo.element.tag, line, path),
        role=_role(photo, number, region),
        image=ImageReference(address, tuple(photo.addresses[1:])) if address else None,
        texts=tuple(texts),
        rule=photo.rule,
    )


def _role(photo: _Photo, number: int, region: Region) -> SightingRole:
    words = article_words().class_words["gallery"]
    element: Element | None = photo.element
    while element is not None:
        if element.words & words:
            return SightingRole.GALLERY
        if element is photo.zone:
            break
        element = element.parent
    early = not region.body or photo.element.order < region.body[0].first
    return SightingRole.LEAD if number == 1 and early else SightingRole.INLINE


def _problems(tree: Tree, source: str) -> tuple[Problem, ...]:
    if not tree.truncated:
        return ()
    problem = Problem(
        code="too_large",
        message="The page has too many nodes or is nested too deep; the rest was not read.",
        remedy="Save the article alone, without the page around it.",
        place=Place(source=source, field="file"),
    )
    return (problem,)


class _Lines:
    """Finds the line of a text in the source of a page."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._left = MAX_SEARCHED

    def find(self, text: str) -> int | None:
        """Return the line (1-based) where a text first stands as it is, or None."""
        start = " ".join(text[:200].split()[:6])
        if len(start) < 8 or self._left <= 0:
            return None
        at = self._html.find(start)
        self._left -= at if at >= 0 else len(self._html)
        return self._html.count("\n", 0, at) + 1 if at >= 0 else None
