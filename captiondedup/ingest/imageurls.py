"""What an image address means: the path in it, and the name that all its renditions share."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

#: Characters of an address that are read; a longer one is data, not an address.
MAX_ADDRESS_CHARACTERS = 4_000

_EXTENSION = re.compile(
    r"(?:\.(?:jpe?g|jpe|jfif|png|webp|gif|avif|heic|heif|tiff?|bmp|svg|image|cms|jxl))+$", re.I
)
#: Ends of a file name that tell the size, the density or the crop, not the picture.
#: Source: WordPress (-1024x683, -scaled, -rotated, -e1612345678), Apple (@2x), Drupal, Arc,
#: Escenic, Blogger (s1600) and resizing proxies.
_RENDITION = re.compile(
    r"(?:[-_.,](?:\d{2,5}x\d{2,5}(?:_\d{1,3})*|\d{2,4}[wh]|[wh]\d{2,4}|[wh]_\d{2,4}|s\d{3,4}(?:-c\d*)?"
    r"|scaled|rotated|edited|large|small|medium|thumb(?:nail)?|square|original|full|big|xs|sm|md|lg|xl|xxl|rt"
    r"|e\d{8,}|\d{1,2}x\d{1,2}(?:_(?:sm|md|lg|rt|xs|xl))?|web|lowres|hires|preview|c\d{1,3}|q\d{1,3})|@\d(?:\.\d)?x)$",
    re.I,
)
#: Words that many different pictures bear as their whole name.
_GENERIC = frozenset(
    {
        "default", "image", "images", "photo", "img", "full", "master", "original", "poster",
        "index", "picture", "thumb", "large", "small", "medium", "resizer", "crop", "landscape",
        "portrait", "square", "main", "scale", "file", "media", "preview", "hero", "lead", "body",
        "standard", "content", "normal", "web", "download", "asset", "view", "get", "show",
    }
)  # fmt: skip
_IDENTITY = re.compile(
    r"^(?:[0-9a-f]{16,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{13,}|\d{9,})(?:$|[-_.])", re.I
)
_SCRIPT = re.compile(r"\.(?:php\d?|aspx?|ashx|cgi|jsp|do)$", re.I)
_INNER = re.compile(r"(?<=.)https?:/{1,2}(?=[^/])", re.I)
_NAME_PARAMETER = re.compile(
    r"(?:^|[?&])(?:url|src|image|img|imgurl|file|path|u|source|href|imageid|id)=([^&#]+)", re.I
)

#: Shortest file name stem that stands for a picture by itself.
MIN_STEM_CHARACTERS = 8


def decoded(address: str) -> str:
    """Return an address with percent signs undone, also when they were applied twice.

    >>> decoded("a%2520b.jpg")
    'a b.jpg'
    """
    for _ in range(2):
        plain = unquote(address)
        if plain == address:
            break
        address = plain
    return address


def innermost(address: str) -> str:
    """Return the address that a resizing service was asked for, or the address itself.

    >>> innermost("https://img.example/resize/800/https://example.org/a/port.jpg?w=1")
    'https://example.org/a/port.jpg?w=1'
    >>> innermost("https://example.org/next/image?url=%2Fmedia%2Fport.jpg&w=640")
    '/media/port.jpg'
    """
    plain = decoded(address[:MAX_ADDRESS_CHARACTERS]).strip()
    wrapped = [found.start() for found in _INNER.finditer(plain)]
    if wrapped:
        return plain[wrapped[-1] :]
    named = _NAME_PARAMETER.search(plain.partition("?")[2])
    if named and _EXTENSION.search(named.group(1)):
        return named.group(1)
    return plain


@lru_cache(maxsize=65_536)
def path_of(address: str) -> str:
    """Return the path in an address: without scheme, host, query and fragment.

    >>> path_of("https://example.org/media/port.jpg?w=640#top")
    '/media/port.jpg'
    >>> path_of("images/port.jpg?x=1")
    'images/port.jpg'
    """
    inner = innermost(address)
    try:
        parts = urlsplit(inner)
    except ValueError:
        return inner
    path = parts.path if parts.scheme in {"", "http", "https", "file"} else inner
    return path.split("&")[0]


def stem_of(name: str) -> str:
    """Return what is left of a file name when endings, sizes and densities are taken off it.

    >>> stem_of("Port-1024x683.jpg"), stem_of("port@2x.png"), stem_of("port-scaled.jpeg.webp")
    ('port', 'port', 'port')
    """
    stem = _EXTENSION.sub("", name.strip())
    while (shorter := _RENDITION.sub("", stem)) != stem and shorter:
        stem = shorter
    return re.sub(r"=[wsh]\d+.*$", "", stem).casefold()


@lru_cache(maxsize=65_536)
def picture_keys(address: str) -> frozenset[str]:
    """Return names that this address shares with other renditions of the same picture.

    Two addresses are renditions of one picture when their keys meet. Empty for ``data:``.

    >>> a = picture_keys("https://cdn.example/w_800/https://example.org/a/port-storm.jpg")
    >>> sorted(a & picture_keys("/a/port-storm-300x200.jpg?x=1"))
    ['port-storm']
    >>> picture_keys("/a/port-storm.jpg") & picture_keys("/a/port-calm.jpg")
    frozenset()
    """
    if not address or address[:5].lower() in {"data:", "blob:"}:
        return frozenset()
    segments = [part for part in path_of(address).split("/") if part]
    if not segments:
        return frozenset()
    stem = stem_of(segments[-1])
    keys: set[str] = set()
    if len(stem) >= MIN_STEM_CHARACTERS and stem not in _GENERIC:
        keys.add(stem)
    else:  # the folder may name the picture, and the file only its size
        keys.update(part.casefold() for part in segments[:-1] if _IDENTITY.match(part))
    if not keys:
        last = [*segments[-3:-1], stem]
        keys.add("/".join(last).casefold())
    if _SCRIPT.search(segments[-1]):
        keys = {f"{'/'.join(segments[-2:])}?{decoded(address).partition('?')[2]}".casefold()}
    return frozenset(keys)
