"""What a page's data scripts say of its images: JSON-LD, and the JSON that scripts draw from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from captiondedup.ingest.articles.html.nodes import fold
from captiondedup.ingest.articles.html.pictures import is_address
from captiondedup.ingest.articles.html.tree import Script, Tree
from captiondedup.ingest.imageurls import picture_keys
from captiondedup.model import FieldKind

#: Characters of one data script, and values in it, that are read.
MAX_SCRIPT = 6_000_000
MAX_VALUES = 200_000

#: Properties of an image, by schema.org and IPTC names and as page systems write them.
_ADDRESSES = ("contentUrl", "url", "@id", "src", "imageUrl", "image_url", "href", "path")
_CAPTIONS = ("caption", "captionText", "imageCaption", "image_caption")
_CREDITS = ("creditText", "credit", "imageCredit", "photographer", "creator", "byline")
_RIGHTS = ("copyrightNotice", "copyrightHolder", "copyright", "usageInfo", "license", "rights")
_ALTS = ("alternateName", "alt", "altText", "alt_text")
_OWN = ("image", "primaryImageOfPage", "associatedMedia", "thumbnailUrl")
_NO_ARTICLE = frozenset({"organization", "newsmediaorganization", "person", "website", "brand"})


@dataclass(frozen=True, slots=True)
class StructuredImage:
    """An image of a data script: keys and address, and texts as (kind, property, text).

    ``own`` tells that the script names it as an image of the article.
    """

    keys: frozenset[str]
    address: str
    texts: tuple[tuple[FieldKind, str, str], ...]
    own: bool

    def first(self, kind: FieldKind) -> str:
        """Return the first text of a kind, or an empty text."""
        return next((text for found, _, text in self.texts if found is kind), "")


def linked_data(tree: Tree) -> tuple[object, ...]:
    """Return the values of the page's JSON-LD scripts."""
    return tuple(_load(script) for script in tree.scripts if "ld+json" in script.type)


def linked_data_images(values: Sequence[object]) -> tuple[StructuredImage, ...]:
    """Return the images of JSON-LD values."""
    return tuple(image for value in values for image in _walk(value, own=False))


def drawn_images(tree: Tree) -> tuple[StructuredImage, ...]:
    """Return the captioned images of the JSON from which scripts draw the page."""
    return tuple(
        image
        for script in tree.scripts
        if "ld+json" not in script.type
        for image in _walk(_load(script), own=False)
        if image.first(FieldKind.CAPTION) or image.first(FieldKind.CREDIT)
    )


def author_names(values: Sequence[object]) -> frozenset[str]:
    """Return the names of authors in JSON-LD values, case folded."""
    names: set[str] = set()
    stack: list[object] = list(values)
    for _ in range(MAX_VALUES):
        if not stack:
            break
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            stack.extend(v for k, v in item.items() if k != "author" and isinstance(v, dict | list))
            authors = item.get("author")
            for author in authors if isinstance(authors, list) else [authors]:
                names.add(_text(author).casefold())
    return frozenset(names - {""})


def _load(script: Script) -> object:
    if len(script.text) > MAX_SCRIPT:
        return None
    try:
        return json.loads(script.text, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: object, *, own: bool) -> Iterator[StructuredImage]:
    """Yield the images of a JSON value; ``own`` holds for values of an article's image property."""
    stack: list[tuple[object, bool]] = [(value, own)]
    count = 0
    while stack and count < MAX_VALUES:
        count += 1
        item, is_own = stack.pop()
        if isinstance(item, str):
            if is_own and is_address(item):
                yield StructuredImage(picture_keys(item), item, (), own=True)
        elif isinstance(item, list):
            stack.extend((child, is_own) for child in reversed(item))
        elif isinstance(item, dict):
            if _type(item) in _NO_ARTICLE:
                continue
            if image := _image(item, is_own):
                yield image
            article = "article" in _type(item) or "posting" in _type(item)
            stack.extend(
                (child, article and key in _OWN)
                for key, child in reversed(list(item.items()))
                if isinstance(child, dict | list) or (article and key in _OWN)
            )


def _type(item: Mapping[str, object]) -> str:
    kind = item.get("@type", "")
    if isinstance(kind, list):
        kind = " ".join(str(part) for part in kind)
    return str(kind).lower()


def _image(item: Mapping[str, object], own: bool) -> StructuredImage | None:
    is_image = _type(item) in {"imageobject", "photograph"}
    address = next((v for v in (_text(item.get(name)) for name in _ADDRESSES) if is_address(v)), "")
    if not address or not (is_image or own or _looks_like_image(item)):
        return None
    texts: list[tuple[FieldKind, str, str]] = []
    for kind, names in (
        (FieldKind.CAPTION, _CAPTIONS),
        (FieldKind.CREDIT, _CREDITS),
        (FieldKind.ALT, _ALTS),
    ):
        for name in names:
            if text := _text(item.get(name)):
                texts.append((kind, name, text))
                break
    texts.extend(
        (FieldKind.RIGHTS, name, text) for name in _RIGHTS if (text := _text(item.get(name)))
    )
    return StructuredImage(picture_keys(address), address, tuple(texts), own)


def _looks_like_image(item: Mapping[str, object]) -> bool:
    return any(name in item for name in _CAPTIONS) or ("width" in item and "height" in item)


def _text(value: object) -> str:
    """Return a text, the name of an object, or the names of a list of them."""
    if isinstance(value, str):
        return fold(value) if "<" not in value else ""
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("text") or "")
    if isinstance(value, list):
        return ", ".join(filter(None, (_text(v) for v in value[:8] if not isinstance(v, list))))
    return ""
