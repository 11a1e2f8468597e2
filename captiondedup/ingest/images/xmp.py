"""Reads XMP packets: RDF/XML properties with their paths, entities off, damage survived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from captiondedup.ingest.images.blocks import MAX_BLOCK
from captiondedup.ingest.images.charsets import decode
from captiondedup.vocabulary.metadata_fields import metadata_table

#: Real packets nest under 20 deep and have under 10,000 elements (edit histories of Photoshop).
_MAX_DEPTH = 60
_MAX_NODES = 200_000
_RDF_URI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDF = "{" + _RDF_URI + "}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ARRAYS = (f"{_RDF}Bag", f"{_RDF}Seq", f"{_RDF}Alt")
_VALUE = f"{_RDF}value"
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: Characters that XML 1.0 forbids (section 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class XmpProperty:
    """One value of a packet.

    ``path`` has positions and languages (``plus:Licensor[1]/plus:LicensorName``), ``key`` has
    not (``plus:Licensor/plus:LicensorName``); ``language`` is the xml:lang that holds for it.
    """

    key: str
    path: str
    value: str
    language: str | None = None


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[_Node] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _TooMuchError(Exception):
    """The packet nests too deep or has too many elements."""


class _Builder:
    """Parser target that keeps what came before an error, and counts depth and elements."""

    def __init__(self) -> None:
        self.root = _Node("", {})
        self._stack = [self.root]
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MAX_NODES or len(self._stack) > _MAX_DEPTH:
            raise _TooMuchError(f"over {_MAX_NODES} elements, or {_MAX_DEPTH} deep")
        node = _Node(tag, attributes)
        self._stack[-1].children.append(node)
        self._stack.append(node)

    def end(self, tag: str) -> None:
        self._stack.pop()

    def data(self, data: str) -> None:
        self._stack[-1].text.append(data)

    def close(self) -> _Node:
        return self.root


def read_xmp(data: bytes) -> tuple[list[XmpProperty], list[str]]:
    """Return the properties in known namespaces, in the packet's order, and what was damaged.

    A packet that breaks off keeps what stands before the break. Empty values are left out.

    >>> packet = b'''<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    ...  xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
    ...  <rdf:Description photoshop:Credit="Example News"/></rdf:RDF>'''
    >>> properties, damages = read_xmp(packet)
    >>> properties[0].path, properties[0].value, damages
    ('photoshop:Credit', 'Example News', [])

    Source: XMP Specification Part 1 (ISO 16684-1:2019), section 7, RDF serialisation.
    """
    packet = _narrow(data).strip(b"\0 \t\r\n")
    if len(packet) > MAX_BLOCK:
        return [], [f"XMP: {len(packet)} bytes are over the limit of {MAX_BLOCK}"]
    if not packet:
        return [], []
    root, error = _parse(packet)
    if error is not None and error.mendable:
        mended, again = _parse(_mended(packet))
        if again is None or len(mended.children) >= len(root.children):
            root = mended
        error = error if again is None else again
    properties = [found for rdf in _find_rdf(root) for found in _read_rdf(rdf)]
    return properties, [f"XMP: {error.message}"] if error is not None else []


def _narrow(data: bytes) -> bytes:
    """Return a UTF-16 packet, with or without byte order mark, as UTF-8; others as they are."""
    charset = {
        b"\xff\xfe": "utf-16",
        b"\xfe\xff": "utf-16",
        b"<\0": "utf-16-le",
        b"\0<": "utf-16-be",
    }
    wide = charset.get(data[:2])
    if wide is None:
        return data.removeprefix(b"\xef\xbb\xbf")
    text = data[: len(data) // 2 * 2].decode(wide, errors="replace")
    return _DECLARATION.sub("", text).encode()


@dataclass(frozen=True, slots=True)
class _ParseFailure:
    message: str
    mendable: bool


def _parse(packet: bytes) -> tuple[_Node, _ParseFailure | None]:
    builder = _Builder()
    parser: Any = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        parser.feed(packet)
        parser.close()
    except ParseError as error:
        return builder.root, _ParseFailure(f"not well formed ({error})", mendable=True)
    except DefusedXmlException:
        return builder.root, _ParseFailure("it has a DTD or entities", mendable=False)
    except _TooMuchError as error:
        return builder.root, _ParseFailure(str(error), mendable=False)
    except (ValueError, LookupError) as error:
        # expat: unknown or multi-byte encodings in the XML declaration.
        return builder.root, _ParseFailure(f"unknown encoding ({error})", mendable=True)
    return builder.root, None


def _mended(packet: bytes) -> bytes:
    """Return the packet with legal characters only and with all known prefixes declared."""
    text = _FORBIDDEN.sub("\ufffd", _DECLARATION.sub("", decode(packet).text))
    # Reversed, so that of several versions of a namespace the current one counts.
    pairs = reversed(list(metadata_table().prefixes.items()))
    known = {**{prefix: uri for uri, prefix in pairs}, "rdf": _RDF_URI}
    names = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in known.items())
    return f'<packet xmlns:x="adobe:ns:meta/" {names}>{text}</packet>'.encode()


def _find_rdf(node: _Node, depth: int = 0) -> Iterator[_Node]:
    for child in node.children:
        if child.tag == f"{_RDF}RDF":
            yield child
        elif depth < 4:
            yield from _find_rdf(child, depth + 1)


def _read_rdf(rdf: _Node) -> Iterator[XmpProperty]:
    for description in rdf.children:
        yield from _members(description, "", "", None)


def _members(node: _Node, key: str, path: str, language: str | None) -> Iterator[XmpProperty]:
    """Yield the properties of a description or structure: attributes first, then elements."""
    slash = "/" if key else ""
    for tag, value in node.attributes.items():
        name = _name(tag)
        if name and value.strip():
            yield XmpProperty(f"{key}{slash}{name}", f"{path}{slash}{name}", value, language)
    for child in node.children:
        name = _name(child.tag)
        if name:
            yield from _value(child, f"{key}{slash}{name}", f"{path}{slash}{name}", language)


def _value(node: _Node, key: str, path: str, language: str | None) -> Iterator[XmpProperty]:
    """Yield what a property element or array item holds, in any of RDF's spellings."""
    language = node.attributes.get(_LANG, language)
    only = node.children[0] if len(node.children) == 1 else None
    if only is not None and only.tag in _ARRAYS:
        yield from _items(only, key, path, language)
    elif only is not None and only.tag == f"{_RDF}Description":
        yield from _structure(only, key, path, language)
    elif node.children or any(_name(tag) or tag == _VALUE for tag in node.attributes):
        yield from _structure(node, key, path, language)
    else:
        text = "".join(node.text)
        if not text.strip():
            text = node.attributes.get(f"{_RDF}resource", "")
        if text.strip():
            yield XmpProperty(key, path, text, language)


def _structure(node: _Node, key: str, path: str, language: str | None) -> Iterator[XmpProperty]:
    """Yield the members of a structure; rdf:value makes it one value with qualifiers."""
    value = node.attributes.get(_VALUE, "")
    for child in node.children:
        if child.tag == _VALUE:
            yield from _value(child, key, path, language)
    if value.strip():
        yield XmpProperty(key, path, value, language)
    yield from _members(node, key, path, language)


def _items(array: _Node, key: str, path: str, language: str | None) -> Iterator[XmpProperty]:
    alternatives = array.tag == f"{_RDF}Alt"
    for position, item in enumerate(array.children, start=1):
        tongue = item.attributes.get(_LANG)
        where = f"@xml:lang='{tongue}'" if alternatives and tongue else str(position)
        yield from _value(item, key, f"{path}[{where}]", language)


def _name(tag: str) -> str:
    """Return ``prefix:Name`` for a tag in a known namespace, else an empty text."""
    uri, _, name = tag[1:].rpartition("}")
    prefix = metadata_table().prefixes.get(uri)
    return f"{prefix}:{name}" if prefix else ""
