"""Photos of an HTML page: pictures of the article, each with its captions, credits and alt."""

from __future__ import annotations

from dataclasses import dataclass, field

from captiondedup.ingest.articles.html.captions import UNMARKED, caption_after, find_texts
from captiondedup.ingest.articles.html.pictures import find_pictures
from captiondedup.ingest.articles.html.region import Region, find_region, meta
from captiondedup.ingest.articles.html.selection import (
    Candidate,
    Support,
    candidates,
    first_after,
    is_article_photo,
    shares_name,
)
from captiondedup.ingest.articles.html.tree import Element, Tree, parse
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


@dataclass(slots=True)
class _Photo:
    """A photo while its renditions are being gathered."""

    candidate: Candidate
    texts: list[FoundText]
    alt: str
    addresses: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)


def read_html(html: str, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the title of a page and one sighting for each photo of its article."""
    tree = parse(html)
    region = find_region(tree)
    photos = _gather(tree, region, source, reads_as_caption)
    lines = _Lines(html)
    sightings = tuple(
        _sighting(photo, number, region, source, lines)
        for number, photo in enumerate(photos, start=1)
    )
    return ArticleReading(region.title, sightings, _problems(tree, source))


def _gather(tree: Tree, region: Region, source: str, cue: CaptionCue) -> list[_Photo]:
    named = _named_images(tree)
    page = meta(tree, "og:url")
    found = candidates(tree, region, find_pictures(tree))
    places = sorted(candidate.picture.element.order for candidate in found)
    photos: list[_Photo] = []
    for candidate in found:
        picture = candidate.picture
        texts = list(find_texts(candidate.box, picture.element, picture.alt, source, cue))
        marked = [text for text in texts if text.place.field != UNMARKED]
        support = Support(
            named=shares_name(picture.keys, named),
            marked=bool(marked),
            captioned=any(text.kind is FieldKind.CAPTION for text in marked),
        )
        if not is_article_photo(candidate, region, support, page):
            continue
        if not texts:
            limit = first_after(places, candidate.box.last) - 1
            after = caption_after(tree, candidate.box, limit, cue)
            if after is not None:
                place = Place(source=source, field="paragraph", path=after.element.path())
                texts.append(FoundText(FieldKind.CAPTION, after.text, place))
        photo = _Photo(candidate, texts, picture.alt, list(picture.addresses), set(picture.keys))
        _join(photos, photo)
    return photos


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


def _named_images(tree: Tree) -> frozenset[str]:
    address = meta(tree, "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    return picture_keys(address)


def _sighting(photo: _Photo, number: int, region: Region, source: str, lines: _Lines) -> Sighting:
    element = photo.candidate.picture.element
    place = Place(source, element.tag, lines.find(photo.addresses[0]), element.path())
    texts = [
        FoundText(t.kind, t.text, Place(source, t.place.field, lines.find(t.text), t.place.path))
        for t in photo.texts
    ]
    if photo.alt:
        alt_place = Place(source, "alt", lines.find(photo.alt), element.path())
        texts.append(FoundText(FieldKind.ALT, photo.alt, alt_place))
    return Sighting(
        id=f"{source}#{number}",
        source=source,
        place=place,
        role=_role(photo.candidate, number, region),
        image=ImageReference(photo.addresses[0], tuple(photo.addresses[1:])),
        texts=tuple(texts),
        rule="html-photo",
    )


def _role(candidate: Candidate, number: int, region: Region) -> SightingRole:
    words = article_words().class_words["gallery"]
    element: Element | None = candidate.picture.element
    while element is not None:
        if element.words & words:
            return SightingRole.GALLERY
        if element is candidate.zone:
            break
        element = element.parent
    early = not region.body or candidate.picture.element.order < region.body[0].first
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

    def find(self, text: str) -> int | None:
        """Return the line (1-based) where a text first stands as it is, or None."""
        words = text.split()
        start = " ".join(words[:6])
        at = self._html.find(start) if len(start) >= 8 else -1
        return self._html.count("\n", 0, at) + 1 if at >= 0 else None
