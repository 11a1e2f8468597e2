"""One article out of its bytes: the format by content and name, then the reader for it."""

from __future__ import annotations

import zlib
from dataclasses import replace

from captiondedup.ingest.articles.decode import decode
from captiondedup.ingest.articles.formats import SNIFF_BYTES, ArticleFormat, article_format
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.model import Place, Problem

#: Most bytes of one article, packed or unpacked. Source: the largest article pages met in the
#: wild are below 5 MB; ten times that is a dump or an attack.
MAX_ARTICLE_BYTES = 50 * 1024 * 1024

_GZIP_MARK = b"\x1f\x8b"


def read_article(data: bytes, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the title, the photos and the problems of one article file.

    The format is decided by content and name; ``.gz`` is unpacked. Sightings have raw texts and
    no captions: those are for the rights parser. A file that cannot be read gives a Problem.
    """
    data, problem = unpack(data, source)
    if problem is not None:
        return ArticleReading(problems=(problem,))
    if not data.strip(b"\x00 \t\r\n"):
        return ArticleReading(problems=(_empty(source),))
    form = article_format(data[:SNIFF_BYTES], source)
    if form is None:
        return ArticleReading(problems=(_no_article(source),))
    return _with_reader(data, source, form, reads_as_caption)


def _with_reader(data: bytes, source: str, form: ArticleFormat, cue: CaptionCue) -> ArticleReading:
    """Return what the reader of a format says; readers are loaded when they are needed."""
    if form is ArticleFormat.DOCX:
        from captiondedup.ingest.articles.docx import read_docx

        return read_docx(data, source, cue)
    if form is ArticleFormat.NEWSML:
        from captiondedup.ingest.articles.newsml import read_newsml

        return read_newsml(data, source, cue)
    if form is ArticleFormat.WXR:
        from captiondedup.ingest.articles.wxr import read_wxr

        return read_wxr(data, source, cue)
    decoded = decode(data, source, declared=form is ArticleFormat.HTML)
    reading = _with_text_reader(decoded.text, source, form, cue)
    return replace(reading, problems=decoded.problems + reading.problems)


def _with_text_reader(
    text: str, source: str, form: ArticleFormat, cue: CaptionCue
) -> ArticleReading:
    if form is ArticleFormat.HTML:
        from captiondedup.ingest.articles.html.page import read_html

        return read_html(text, source, cue)
    if form is ArticleFormat.MARKDOWN:
        from captiondedup.ingest.articles.markdown import read_markdown

        return read_markdown(text, source, cue)
    if form is ArticleFormat.NINJS:
        from captiondedup.ingest.articles.ninjs import read_ninjs

        return read_ninjs(text, source, cue)
    if form is ArticleFormat.TABLE:
        from captiondedup.ingest.articles.table import read_table

        return read_table(text, source)
    from captiondedup.ingest.articles.plaintext import read_plaintext

    return read_plaintext(text, source, cue)


def unpack(data: bytes, source: str) -> tuple[bytes, Problem | None]:
    """Return the bytes of an article, unpacked when gzipped, or a Problem that tells why not."""
    if len(data) > MAX_ARTICLE_BYTES:
        return b"", _too_large(source)
    if not data.startswith(_GZIP_MARK):
        return data, None
    packed = zlib.decompressobj(wbits=31)
    try:
        text = packed.decompress(data, MAX_ARTICLE_BYTES)
    except zlib.error as error:
        return b"", _damaged(source, str(error))
    if packed.unconsumed_tail:
        return b"", _too_large(source)
    if not packed.eof:
        return b"", _damaged(source, "it ends too early")
    return text, None


def unpack_head(head: bytes) -> bytes:
    """Return the first bytes of a file, unpacked as far as they go when it is gzipped.

    >>> unpack_head(b"RIGA")
    b'RIGA'
    """
    if not head.startswith(_GZIP_MARK):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, SNIFF_BYTES)
    except zlib.error:
        return head


def _place(source: str) -> Place:
    return Place(source=source, field="file")


def _too_large(source: str) -> Problem:
    return Problem(
        code="too_large",
        message=f"The article is larger than {MAX_ARTICLE_BYTES // 2**20} MB.",
        remedy="Split it into stories, or leave it out of the scan.",
        place=_place(source),
    )


def _damaged(source: str, why: str) -> Problem:
    return Problem(
        code="unreadable",
        message=f"The compressed file is damaged: {why}.",
        remedy="Fetch or pack the file again.",
        place=_place(source),
    )


def _empty(source: str) -> Problem:
    return Problem(
        code="empty",
        message="The file has no content.",
        remedy="Fetch the file again, or remove it.",
        place=_place(source),
    )


def _no_article(source: str) -> Problem:
    return Problem(
        code="unreadable",
        message="The file is no article in a format that can be read.",
        remedy="Save it as HTML, Markdown, plain text, DOCX, ninjs, NewsML-G2 or NITF.",
        place=_place(source),
    )
