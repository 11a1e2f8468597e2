"""XML that may come from anyone: no entities, no external parts, limits on size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captiondedup.model import Place, Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Bytes of one XML document that are parsed; its tree takes about ten times as much memory.
MAX_XML_BYTES = 30 * 1024 * 1024


def parse_xml(data: bytes, source: str) -> tuple[Element | None, Problem | None]:
    """Return the root of a document, or a Problem when it is too large, broken or unsafe."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(data) > MAX_XML_BYTES:
        message = f"The XML document is larger than {MAX_XML_BYTES // 2**20} MB."
        return None, _problem("too_large", message, "Split it into items.", source)
    try:
        root: Element = fromstring(data)
    except DefusedXmlException:
        message = "The XML document defines entities or refers to external parts."
        return None, _problem("unreadable", message, "Remove its document type definition.", source)
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        message = f"The file is not readable as XML: {error}."
        return None, _problem("unreadable", message, "Export the document again.", source)
    return root, None


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def texts_of(element: Element, name: str) -> list[str]:
    """Return the texts of the elements of one name below an element, white space folded."""
    found = (" ".join("".join(e.itertext()).split()) for e in element.iter() if local(e) == name)
    return [text for text in found if text]


def _problem(code: str, message: str, remedy: str, source: str) -> Problem:
    return Problem(code, message, remedy, Place(source=source, field="file"))
