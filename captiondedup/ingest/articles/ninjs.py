"""Photos of ninjs items (IPTC, versions 1 to 3): the item itself, its associations, its body."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from captiondedup.ingest.articles.photo import Said, numbered, sight
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.model import FieldKind, Place, Problem, Sighting

#: Items of one file that are read, and how deep associations may hold associations.
MAX_ITEMS = 5_000
MAX_DEPTH = 8

#: Names of each property in the versions of ninjs: 1.x and 2.x in lower case with underscores,
#: 3.x in camel case. Source: ninjs schemas 1.3, 1.6, 2.2 and 3.1 (iptc/newsinjson).
_TEXTS = (
    (FieldKind.CAPTION, ("description_text", "description_caption", "descriptions", "description")),
    (FieldKind.CREDIT, ("byline", "bylines", "by", "creditline", "creditLine")),
    (FieldKind.CREDIT, ("copyrightholder", "copyrightHolder")),
    (FieldKind.RIGHTS, ("copyrightnotice", "copyrightNotice")),
    (FieldKind.RIGHTS, ("usageterms", "usageTerms")),
    (FieldKind.RIGHTS, ("ednote", "edNote")),
    (FieldKind.TITLE, ("headline", "headlines", "title", "titles")),
)
_RIGHTS_INFO = ("usageterms", "linkedrights", "linkedRights", "encodedrights", "encodedRights")

#: Characters of one rights text that are kept.
MAX_RIGHTS = 20_000


def looks_like_ninjs(head: bytes) -> bool:
    """Return whether the first bytes of a JSON file are those of a ninjs item.

    >>> looks_like_ninjs(b'{"uri": "urn:1", "type": "text", "body_html": ""}')
    True
    >>> looks_like_ninjs(b'{"name": "package", "version": "1"}')
    False
    """
    text = head.decode("utf-8", errors="ignore").lstrip("\ufeff \t\r\n")
    named = sum(f'"{mark}"' in text for mark in ("uri", "type", "renditions", "associations"))
    kinds = ("picture", "text", "composite", "package", "graphic", "video")
    said = any(f'"{kind}"' in text for kind in kinds)
    return text.startswith(("{", "[")) and named >= 2 and said


def read_ninjs(text: str, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the photos of a ninjs file: picture items, associated pictures, photos of the body."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return ArticleReading(problems=(_problem(source, str(error)[:200]),))
    items = value if isinstance(value, list) else [value]
    sightings: list[Sighting] = []
    title = ""
    for number, item in enumerate(items[:MAX_ITEMS]):
        if isinstance(item, dict):
            title = title or _text(item.get("headline") or item.get("headlines"))
            path = f"[{number}]" if isinstance(value, list) else ""
            sightings.extend(_item(item, source, path, reads_as_caption, 0))
    return ArticleReading(title=title, sightings=numbered(sightings[:MAX_ITEMS], source))


def _item(
    item: Mapping[str, object], source: str, path: str, cue: CaptionCue, depth: int
) -> Iterator[Sighting]:
    if depth > MAX_DEPTH:
        return
    if str(item.get("type", "")).lower() in {"picture", "graphic"}:
        place = Place(source=source, field="picture", path=path or None)
        yield sight(place, list(_references(item)), _said(item), "ninjs-picture")
    for name, body in _bodies(item):
        yield from _body(body, source, f"{path}.{name}".lstrip("."), cue)
    associations = item.get("associations")
    named = associations.items() if isinstance(associations, dict) else ()
    listed = enumerate(associations) if isinstance(associations, list) else ()
    for key, child in (*named, *listed):
        if isinstance(child, dict):
            step = f"{path}.associations.{key}".lstrip(".")
            yield from _item(child, source, step, cue, depth + 1)


def _body(body: str, source: str, path: str, cue: CaptionCue) -> Iterator[Sighting]:
    from captiondedup.ingest.articles.html.page import read_html

    for sighting in read_html(body, source, cue).sightings:
        place = Place(source=source, field=path, path=sighting.place.path)
        yield Sighting(
            "", source, place, sighting.role, sighting.image, sighting.texts, (), sighting.rule
        )


def _bodies(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name in ("body_html", "body_xhtml"):
        if body := item.get(name):
            yield name, str(body)
    bodies = item.get("bodies")
    for number, body in enumerate(bodies if isinstance(bodies, list) else ()):
        if isinstance(body, dict) and "html" in str(
            body.get("contentType") or body.get("contenttype")
        ):
            yield f"bodies.{number}", str(body.get("value") or "")


def _references(item: Mapping[str, object]) -> Iterator[str]:
    """Yield addresses, the largest rendition first, then the item's own."""
    renditions = item.get("renditions")
    values = list(renditions.values()) if isinstance(renditions, dict) else renditions
    found = [r for r in values if isinstance(r, dict)] if isinstance(values, list) else []
    found.sort(key=_width, reverse=True)
    for rendition in found:
        yield _text(rendition.get("href"))
    for rendition in found:
        yield _text(rendition.get("title"))
    yield _text(item.get("uri"))


def _width(rendition: Mapping[str, object]) -> int:
    width = rendition.get("width")
    return width if isinstance(width, int) else 0


def _said(item: Mapping[str, object]) -> Iterator[Said]:
    for kind, names in _TEXTS:
        name = next((name for name in names if item.get(name)), None)
        if name is not None:
            yield Said(kind, name, _text(item[name]))
    for name in ("rightsinfo", "rightsInfo"):
        rights = item.get(name)
        if isinstance(rights, dict):
            for key in _RIGHTS_INFO:
                yield Said(FieldKind.RIGHTS, f"{name}.{key}", _text(rights.get(key))[:MAX_RIGHTS])


def _text(value: object) -> str:
    """Return a text, or the main value of a list of texts as versions 2 and 3 have it."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _text(value.get("value") or value.get("name") or "")
    if isinstance(value, list):
        return next(filter(None, (_text(part) for part in value[:20])), "")
    return ""


def _problem(source: str, why: str) -> Problem:
    return Problem(
        code="unreadable",
        message=f"The file is not readable as JSON: {why}.",
        remedy="Export the item again.",
        place=Place(source=source, field="file"),
    )
