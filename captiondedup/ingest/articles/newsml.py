"""Photos of NewsML-G2 and NITF documents: picture items, media with captions, inline bodies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from captiondedup.ingest.articles.photo import Said, numbered, sight
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.ingest.articles.xml import local, parse_xml, texts_of
from captiondedup.model import FieldKind, Place, Sighting

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Elements of a NewsML-G2 item that say something of its picture.
#: Source: NewsML-G2 2.35 specification, rightsInfo and contentMeta.
_ITEM_TEXTS = (
    (FieldKind.CAPTION, "description"),
    (FieldKind.CREDIT, "creditline"),
    (FieldKind.RIGHTS, "copyrightNotice"),
    (FieldKind.RIGHTS, "usageTerms"),
    (FieldKind.RIGHTS, "edNote"),
    (FieldKind.TITLE, "headline"),
)


def read_newsml(data: bytes, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the photos of a NewsML-G2 or NITF document, entities and external parts left out."""
    root, problem = parse_xml(data, source)
    if root is None:
        return ArticleReading(problems=(problem,) if problem else ())
    sightings: list[Sighting] = []
    for item in root.iter():
        if local(item) == "newsItem":
            sightings.extend(_item(item, source, reads_as_caption))
    sightings.extend(_nitf_media(root, source))
    title = next(iter(texts_of(root, "hl1")), "") or next(iter(texts_of(root, "headline")), "")
    return ArticleReading(title=title, sightings=numbered(sightings, source))


def _item(item: Element, source: str, cue: CaptionCue) -> Iterator[Sighting]:
    kind = next((e.get("qcode", "") for e in item.iter() if local(e) == "itemClass"), "")
    remote = [e for e in item.iter() if local(e) == "remoteContent"]
    pictures = [e for e in remote if e.get("contenttype", "image/").startswith("image/")]
    place = Place(source=source, field="newsItem", path=item.get("guid") or None)
    if kind.endswith(("picture", "graphic")) or (pictures and not kind.endswith("text")):
        pictures.sort(key=_width, reverse=True)
        references = [_file(e.get("href", "")) for e in pictures]
        yield sight(place, references, _item_texts(item), "newsml-picture")
    for inline in item.iter():
        if local(inline) == "inlineXML" and "html" in inline.get("contenttype", ""):
            yield from _html(inline, source, cue)


def _width(element: Element) -> int:
    width = element.get("width", "")
    return int(width) if width.isdecimal() and len(width) < 7 else 0


def _file(href: str) -> str:
    return href.removeprefix("file:///").strip()


def _item_texts(item: Element) -> Iterator[Said]:
    for kind, name in _ITEM_TEXTS:
        for text in texts_of(item, name)[:4]:
            yield Said(kind, name, text)
    for element in item.iter():
        if local(element) in {"creator", "copyrightHolder"}:
            names = texts_of(element, "name") or [element.text or ""]
            yield Said(FieldKind.CREDIT, local(element), names[0])


def _html(inline: Element, source: str, cue: CaptionCue) -> Iterator[Sighting]:
    from xml.etree.ElementTree import tostring

    from captiondedup.ingest.articles.html.page import read_html

    for child in inline:
        markup = tostring(child, encoding="unicode", method="html")
        yield from read_html(_plain_names(markup), source, cue).sightings


def _plain_names(markup: str) -> str:
    """Return HTML without the namespace prefixes that an XML writer puts before its tags."""
    return markup.replace("<html:", "<").replace("</html:", "</")


def _nitf_media(root: Element, source: str) -> Iterator[Sighting]:
    """Yield NITF ``media`` elements of images: reference, caption, producer, copyright."""
    for media in root.iter():
        if local(media) != "media" or media.get("media-type", "image") not in {"image", "photo"}:
            continue
        references = [e for e in media.iter() if local(e) == "media-reference"]
        names = [e.get("source") or e.get("data-location") or "" for e in references]
        texts = [
            *(
                Said(FieldKind.CAPTION, "media-caption", t)
                for t in texts_of(media, "media-caption")
            ),
            *(
                Said(FieldKind.CREDIT, "media-producer", t)
                for t in texts_of(media, "media-producer")
            ),
            *(
                Said(FieldKind.ALT, "alternate-text", e.get("alternate-text", ""))
                for e in references
            ),
            *(Said(FieldKind.RIGHTS, "copyright", e.get("copyright", "")) for e in references),
        ]
        place = Place(source=source, field="media", path=media.get("id") or None)
        yield sight(place, names, texts, "nitf-media")
