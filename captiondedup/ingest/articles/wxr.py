"""Photos of WordPress exports (WXR): the pictures of every post, and the media library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from captiondedup.ingest.articles.photo import Said, numbered, sight
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.ingest.articles.xml import local, parse_xml
from captiondedup.model import FieldKind, Place, Sighting

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: The shortcode of the classic editor: an image, linked or not, then its caption.
_CAPTION = re.compile(
    r"\[caption\b[^\]]{0,400}\]\s*(?P<image>(?:<a\b[^<>]{0,2000}>\s*)?<img\b[^<>]{0,4000}>(?:\s*</a>)?)"
    r"(?P<text>(?:(?!\[caption).){0,4000}?)\[/caption\]",
    re.DOTALL,
)


def read_wxr(data: bytes, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the photos of all posts and attachments of an export, in its order."""
    root, problem = parse_xml(data, source)
    if root is None:
        return ArticleReading(problems=(problem,) if problem else ())
    sightings: list[Sighting] = []
    title = ""
    for element in root.iter():
        if local(element) == "item":
            values = {(_space(child), local(child)): child.text or "" for child in element}
            kind = values.get(("wp", "post_type"), "post")
            title = title or values.get(("", "title"), "")
            if kind == "attachment":
                sightings.append(_attachment(element, values, source))
            elif kind in {"post", "page"}:
                body = values.get(("content", "encoded"), "")
                name = values.get(("wp", "post_name"), "") or values.get(("", "title"), "")
                sightings.extend(_post(body, name, source, reads_as_caption))
    return ArticleReading(title=title, sightings=numbered(sightings, source))


def _space(element: Element) -> str:
    """Return a short name of an element's namespace: wp, content, excerpt or nothing."""
    space = str(element.tag).partition("}")[0]
    for name in ("excerpt", "content"):
        if name in space:
            return name
    return "wp" if "wordpress.org/export" in space else ""


def _attachment(item: Element, values: dict[tuple[str, str], str], source: str) -> Sighting:
    alt = ""
    for meta in item:
        if local(meta) == "postmeta":
            pair = {local(child): child.text or "" for child in meta}
            if pair.get("meta_key") == "_wp_attachment_image_alt":
                alt = pair.get("meta_value", "")
    texts = [
        Said(FieldKind.CAPTION, "caption", values.get(("excerpt", "encoded"), "")),
        Said(FieldKind.RIGHTS, "description", values.get(("content", "encoded"), "")),
        Said(FieldKind.ALT, "alt", alt),
    ]
    place = Place(source=source, field="attachment", path=values.get(("wp", "post_id")) or None)
    return sight(place, [values.get(("wp", "attachment_url"), "")], texts, "wxr-attachment")


def _post(body: str, name: str, source: str, cue: CaptionCue) -> Iterator[Sighting]:
    from captiondedup.ingest.articles.html.page import read_html

    markup = _CAPTION.sub(r"<figure>\g<image><figcaption>\g<text></figcaption></figure>", body)
    markup = "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", markup))
    for sighting in read_html(markup, source, cue).sightings:
        yield replace(sighting, place=replace(sighting.place, path=name or None, line=None))
