"""Which reader an article file needs, by its content first and its name second."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath

from captiondedup.ingest.articles.docx import is_docx
from captiondedup.ingest.articles.ninjs import looks_like_ninjs
from captiondedup.ingest.articles.table import looks_like_table

#: Bytes at the start of a file that decide its format.
SNIFF_BYTES = 4_096


class ArticleFormat(StrEnum):
    """The formats of articles that can be read."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    NEWSML = "newsml"
    NINJS = "ninjs"
    PLAIN_TEXT = "plain_text"
    TABLE = "table"
    WXR = "wxr"


#: Control characters of text files and of wires (IPTC 7901, ANPA 1312).
_TEXT_CONTROL = b"\t\n\r\f\x1b\x01\x02\x03\x04\x0e\x0f\x11\x12\x13\x14\x16\x1e\x1f"
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_TEXT_NAMES = frozenset({".txt", ".text", ".wire", ".asc"})
_TABLE_NAMES = frozenset({".csv", ".tsv"})
_NEWSML_START = re.compile(
    rb"<(?:[\w-]+:)?(?:newsItem|packageItem|newsMessage|conceptItem|nitf)\b|-//IPTC//DTD NITF"
)
_WXR_START = re.compile(rb"wordpress\.org/export/|generator>https?://wordpress\.org")
_HTML_START = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|article|meta|figure)\b",
    re.IGNORECASE | re.DOTALL,
)


def article_format(head: bytes, name: str) -> ArticleFormat | None:
    r"""Return the format of a file from its first bytes and its name, or None for no article.

    A ``.gz`` at the end of the name is not looked at: ``head`` is unpacked.

    >>> article_format(b"<!DOCTYPE html><title>Port</title>", "port.txt")
    <ArticleFormat.HTML: 'html'>
    >>> article_format(b"RIGA, March 3 (Baltwire) - The port", "port")
    <ArticleFormat.PLAIN_TEXT: 'plain_text'>
    >>> article_format(b"Filename,Caption\n1.jpg,A tug", "captions.csv")
    <ArticleFormat.TABLE: 'table'>
    >>> article_format(b"body { margin: 0 }", "port.css") is None
    True
    """
    path = PurePosixPath(name.lower().removesuffix(".gz"))
    if is_docx(head, path.name):
        return ArticleFormat.DOCX
    if b"<" in head and (_WXR_START.search(head) or _NEWSML_START.search(head)):
        return ArticleFormat.WXR if _WXR_START.search(head) else ArticleFormat.NEWSML
    if _HTML_START.match(head) or (path.suffix in _HTML_NAMES and b"<" in head):
        return ArticleFormat.HTML
    if is_binary(head):
        return None
    if path.suffix == ".json":
        return ArticleFormat.NINJS if looks_like_ninjs(head) else None
    if path.suffix in _TABLE_NAMES:
        text = head.decode("utf-8", errors="replace")
        return ArticleFormat.TABLE if looks_like_table(text) else None
    if path.suffix in _MARKDOWN_NAMES:
        return ArticleFormat.MARKDOWN
    if path.suffix in _TEXT_NAMES or path.suffix in _HTML_NAMES or not path.suffix:
        return ArticleFormat.PLAIN_TEXT
    return None


def is_binary(head: bytes) -> bool:
    """Return whether the first bytes of a file are no text in any usual encoding.

    >>> is_binary(bytes(range(32)))
    True
    >>> is_binary("Кёльн".encode("cp1251"))
    False
    """
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(1 for byte in head if byte < 32 and byte not in _TEXT_CONTROL)
    return control * 50 > len(head)
