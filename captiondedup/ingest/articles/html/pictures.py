"""Every image of a page: its addresses, its description, its size, and where it links to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from captiondedup.ingest.articles.html.nodes import Element, fold
from captiondedup.ingest.articles.html.tree import Tree
from captiondedup.ingest.imageurls import decoded, path_of, picture_keys

#: Images of one page, and addresses of one image, that are read.
MAX_PICTURES = 1_000
MAX_ADDRESSES = 40

#: Characters of one style attribute that are read.
MAX_STYLE = 4_000

_IMAGE_TAGS = frozenset({"img", "amp-img", "image"})
_SOURCES = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-hi-res-src",
    "data-full-src", "data-large-src", "data-image", "data-img", "data-url", "data-original-src",
    "data-srcset", "srcset", "data-lazy-srcset", "data-src-medium", "data-default-src",
    "data-bg", "data-background-image", "data-image-url", "data-zoom-src", "data-flickity-lazyload",
)  # fmt: skip
_BACKGROUNDS = frozenset({"style", "data-bg", "data-background-image", "data-background"})
_NO_BACKGROUND = frozenset({"source", "html", "body", "head", "video"})
_STYLE_IMAGE = re.compile(r"background(?:-image)?\s*:[^;]*url\(\s*['\"]?([^'\")]+)", re.I)
_CANDIDATE = re.compile(r"\s*(\S*[^\s,])(?:\s+([\d.]+)([wxh]))?\s*(?:,|$)")
_PLACEHOLDER = re.compile(
    r"(?:^data:|(?:^|[/_.-])(?:blank|spacer|pixel|placeholder|transparent|grey|gray|lazy|loading|1x1"
    r"|dummy|empty|default-image|noimage|no-image)(?:[_.\-/]|$))",
    re.I,
)
_IMAGE_PATH = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|tiff?|heic|image|cms)(?:$|[/?&#;:!])", re.I)
_PIXELS = re.compile(r"^\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*$")
_URL_WIDTH = re.compile(r"[?&;,/](?:w|width|resize|wid)[=_:](\d{2,4})(?!\d)", re.I)
_URL_HEIGHT = re.compile(r"[?&;,/](?:h|height|hei)[=_:](\d{2,4})(?!\d)", re.I)
_URL_SIZE = re.compile(r"(?<!\d)(\d{2,4})x(\d{2,4}|0)(?!\d)")


@dataclass(frozen=True, slots=True)
class Picture:
    """One image element with its addresses, the best one first.

    ``link`` is the address that the image links to, ``size`` the stated width and height in
    pixels with 0 for what is not stated.
    """

    element: Element
    addresses: tuple[str, ...]
    alt: str
    title: str
    size: tuple[int, int]
    link: str
    keys: frozenset[str]


def find_pictures(tree: Tree) -> tuple[Picture, ...]:
    """Return the images of a page in reading order."""
    found: list[Picture] = []
    for element in tree.elements:
        if len(found) >= MAX_PICTURES:
            break
        if element.tag in _IMAGE_TAGS or _is_image_component(element):
            picture = _picture(element)
        elif _BACKGROUNDS.isdisjoint(element.attributes) or element.tag in _NO_BACKGROUND:
            continue
        else:
            picture = _background(element)
        if picture is not None:
            found.append(picture)
    return tuple(found)


def _is_image_component(element: Element) -> bool:
    """Whether a custom element (HTML 4.13), whose name has a hyphen, shows an image."""
    return "-" in element.tag and bool(_IMAGE_PATH.search(element.attributes.get("src", "")))


def _picture(element: Element) -> Picture | None:
    addresses: list[str] = []
    names = [name for name in element.attributes if name not in _SOURCES and _holds_source(name)]
    for attribute in (*_SOURCES, *names):
        if value := element.attributes.get(attribute):
            addresses.extend(_split(attribute, value))
    shown = element.attributes.get("src", "")
    if shown and not _stands_in(shown, addresses):
        addresses.append(shown)
    parent = element.parent
    if parent is not None and parent.tag in {"picture", "amp-img"}:
        for child in parent.children:
            if isinstance(child, Element) and child.tag == "source":
                for attribute in ("srcset", "data-srcset", "src", "data-src"):
                    addresses.extend(_split(attribute, child.attributes.get(attribute, "")))
    return _make(element, addresses)


def _stands_in(shown: str, addresses: list[str]) -> bool:
    """Whether ``src`` only holds the place until a script loads the real picture."""
    lazy = [picture_keys(address) for address in addresses if is_address(address)]
    own = picture_keys(shown)
    return bool(lazy) and not any(own & keys for keys in lazy)


def _holds_source(attribute: str) -> bool:
    """Whether a loading script keeps an address in an attribute, by the name of the attribute."""
    return attribute.startswith("data-") and attribute.endswith(("src", "srcset", "original"))


def _background(element: Element) -> Picture | None:
    style = element.attributes.get("style", "")
    found = _STYLE_IMAGE.search(style[:MAX_STYLE]) if "url(" in style else None
    addresses = [found.group(1)] if found else []
    for attribute in sorted(_BACKGROUNDS - {"style"}):
        value = element.attributes.get(attribute, "")
        if value and _IMAGE_PATH.search(value):
            addresses.append(value.removeprefix("url(").strip("'\")"))
    return _make(element, addresses) if addresses else None


def _make(element: Element, addresses: list[str]) -> Picture | None:
    real = [a for a in dict.fromkeys(a.strip() for a in addresses) if is_address(a)]
    if not real:
        return None
    solid = [a for a in real if not _PLACEHOLDER.search(path_of(a))] or real
    link = ""
    for ancestor in element.ancestors():
        if ancestor.tag == "a":
            link = ancestor.attributes.get("href", "")
            break
        if ancestor.tag in {"article", "section", "body", "li"}:
            break
    if link and _IMAGE_PATH.search(path_of(link)):
        solid.append(link)
    solid = solid[:MAX_ADDRESSES]
    return Picture(
        element=element,
        addresses=tuple(dict.fromkeys(solid)),
        alt=fold(element.attributes.get("alt", "")),
        title=fold(element.attributes.get("title", "")),
        size=_size(element, solid),
        link=link,
        keys=frozenset().union(*(picture_keys(address) for address in solid)),
    )


def _split(attribute: str, value: str) -> list[str]:
    if not value or len(value) > 40_000:
        return []
    return split_srcset(value) if attribute.endswith("srcset") else [value]


def split_srcset(value: str) -> list[str]:
    """Return the addresses of a srcset, the largest first; commas may stand in addresses.

    >>> split_srcset("/a/w_300,h_200/port.jpg 300w, /a/w_900,h_600/port.jpg 900w")
    ['/a/w_900,h_600/port.jpg', '/a/w_300,h_200/port.jpg']
    >>> split_srcset("port.jpg, port@2x.jpg 2x")
    ['port@2x.jpg', 'port.jpg']
    """
    found: list[tuple[float, int, str]] = []
    for number, match in enumerate(_CANDIDATE.finditer(value)):
        if match.group(1):
            found.append((-float(match.group(2) or 1), number, match.group(1)))
        if number >= MAX_ADDRESSES:
            break
    return [address for _, _, address in sorted(found)]


def is_address(text: str) -> bool:
    """Return whether a text can be the address of an image, data in the page excluded.

    >>> is_address("/media/port.jpg"), is_address("data:image/gif;base64,R0"), is_address("{{src}}")
    (True, False, False)
    """
    if not text or len(text) > 4_000 or text[:5].lower() in {"data:", "blob:", "about", "javas"}:
        return False
    return not any(mark in text for mark in ("{{", "<%", "\n", "<", "[["))


def _size(element: Element, addresses: list[str]) -> tuple[int, int]:
    sides = [
        int(match.group(1)) if (match := _PIXELS.match(element.attributes.get(side, ""))) else 0
        for side in ("width", "height")
    ]
    asked = [side for address in addresses for side in _asked(address)]
    if len(asked) == len(addresses) and max(asked)[0] < min(sides[0] or 150, 150):
        return max(asked)  # every rendition is that small, whatever the attributes say
    if not any(sides) and asked and (len(asked) == len(addresses) or max(asked)[0] >= 150):
        return max(asked)  # else what is loaded later may be of any size
    return sides[0], sides[1]


def _asked(address: str) -> list[tuple[int, int]]:
    """Return the size that an address asks for, in its path or in its query, as far as it does."""
    plain = decoded(address)
    if sizes := [(int(m.group(1)), int(m.group(2))) for m in _URL_SIZE.finditer(plain)]:
        return [max(sizes)]
    width, height = _URL_WIDTH.search(plain), _URL_HEIGHT.search(plain)
    if width is None and height is None:
        return []
    return [(int(width.group(1)) if width else 0, int(height.group(1)) if height else 0)]


def links_away(link: str, page: str) -> bool:
    """Return whether a link leads to another page: no image, no place on this page, no script.

    >>> links_away("/2031/storm", ""), links_away("port.jpg", ""), links_away("#photo-2", "")
    (True, False, False)
    """
    if not link or link.startswith("#") or link.lower().startswith(("javascript:", "data:")):
        return False
    if _IMAGE_PATH.search(path_of(link)):
        return False
    try:
        there, here = urlsplit(link), urlsplit(page)
    except ValueError:
        return True
    own = here.path.rstrip("/")
    return not (own and (there.path.rstrip("/") == own or there.path.startswith(own + "/")))
