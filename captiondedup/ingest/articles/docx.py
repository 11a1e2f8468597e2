"""Photos of Word documents: pictures with their alternative texts, captions by style or words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from captiondedup.ingest.articles.photo import Said, numbered, sight
from captiondedup.ingest.articles.plaintext import Paragraph, ParagraphKind, judge_paragraphs
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.ingest.articles.xml import MAX_XML_BYTES, local, parse_xml
from captiondedup.model import FieldKind, Place, Problem, Sighting, SightingRole

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BODY = "word/document.xml"
_STYLES = "word/styles.xml"
_RELATIONS = "word/_rels/document.xml.rels"


@dataclass(slots=True)
class _Block:
    """A paragraph of the document: its text, its style and the pictures in it."""

    number: int
    text: str
    style: str
    pictures: list[tuple[list[str], str]] = field(default_factory=list)


def is_docx(head: bytes, name: str) -> bool:
    r"""Return whether a file is a Word document by its first bytes and its name.

    >>> is_docx(b"PK\x03\x04...", "story.docx")
    True
    """
    return head.startswith(b"PK\x03\x04") and name.lower().endswith((".docx", ".docm"))


def read_docx(data: bytes, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the photos of a Word document; a caption is a paragraph in the caption style.

    Without that style, the paragraph after a picture is its caption when it reads as one.
    """
    parts, problem = _parts(data, source)
    if problem is not None:
        return ArticleReading(problems=(problem,))
    root, problem = parse_xml(parts[_BODY], source)
    if root is None:
        return ArticleReading(problems=(problem,) if problem else ())
    blocks = _blocks(root, _targets(parts, source))
    styles = _caption_styles(parts, source)
    title = next((b.text for b in blocks if "title" in b.style.lower() and b.text), "")
    found = _photos(blocks, styles, source, reads_as_caption)
    return ArticleReading(title=title, sightings=numbered(found, source))


def _parts(data: bytes, source: str) -> tuple[dict[str, bytes], Problem | None]:
    """Return the XML parts that are needed, none larger than the limit."""
    parts: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in (_BODY, _STYLES, _RELATIONS):
                if name in archive.namelist():
                    with archive.open(name) as stream:
                        parts[name] = stream.read(MAX_XML_BYTES + 1)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        EOFError,
    ) as e:
        return {}, _problem(f"The document is damaged: {e}.", source)
    if _BODY not in parts:
        return {}, _problem("The file is no Word document.", source)
    return parts, None


def _targets(parts: dict[str, bytes], source: str) -> dict[str, str]:
    """Return the media file of each relation id."""
    root, _ = parse_xml(parts[_RELATIONS], source) if _RELATIONS in parts else (None, None)
    if root is None:
        return {}
    return {e.get("Id", ""): e.get("Target", "") for e in root.iter() if local(e) == "Relationship"}


def _caption_styles(parts: dict[str, bytes], source: str) -> frozenset[str]:
    """Return the ids of the caption style; its built-in name is ``caption`` in every language."""
    root, _ = parse_xml(parts[_STYLES], source) if _STYLES in parts else (None, None)
    found = {"Caption"}
    for style in root.iter() if root is not None else ():
        if local(style) == "style":
            names = [_value(e).lower() for e in style if local(e) == "name"]
            if any(name.startswith("caption") for name in names):
                found.update(v for k, v in style.attrib.items() if k.endswith("styleId"))
    return frozenset(found)


def _value(element: Element) -> str:
    return next((v for k, v in element.attrib.items() if k.endswith("val")), "")


def _blocks(root: Element, targets: dict[str, str]) -> list[_Block]:
    found: list[_Block] = []
    for paragraph in root.iter():
        if local(paragraph) != "p":
            continue
        block = _Block(len(found) + 1, "", "")
        words: list[str] = []
        for element in paragraph.iter():
            name = local(element)
            if name == "pStyle":
                block.style = block.style or _value(element)
            elif name == "t":
                words.append(element.text or "")
            elif name in {"tab", "br"}:
                words.append(" ")
            elif name in {"inline", "anchor"}:
                block.pictures.append(_picture(element, targets))
        block.text = "".join(words).strip()
        found.append(block)
    return found


def _picture(drawing: Element, targets: dict[str, str]) -> tuple[list[str], str]:
    """Return the references and the alternative text of a drawing."""
    references: list[str] = []
    alt = ""
    for element in drawing.iter():
        if local(element) == "docPr":
            alt = element.get("descr", "") or element.get("title", "")
        elif local(element) == "cNvPr" and PurePosixPath(element.get("name", "")).suffix:
            references.append(element.get("name", ""))
        elif local(element) == "blip":
            ids = [v for k, v in element.attrib.items() if k.endswith(("embed", "link"))]
            references.extend(targets.get(i, "") for i in ids)
    return references, alt


def _photos(
    blocks: Sequence[_Block], styles: frozenset[str], source: str, cue: CaptionCue
) -> Iterator[Sighting]:
    kinds = judge_paragraphs([Paragraph(b.text, b.number) for b in blocks], cue)
    captions = {
        block.number: block.style in styles
        or (kind in {ParagraphKind.CAPTION, ParagraphKind.POSSIBLE} and bool(block.text))
        for block, kind in zip(blocks, kinds, strict=True)
    }
    owned: dict[int, _Block] = {}
    for at, block in enumerate(blocks):
        near = [b for b in _neighbours(blocks, at) if b.text and captions[b.number]]
        free = [b for b in near if b not in owned.values()]
        if block.pictures and free:
            owned[block.number] = free[0]
    used = {caption.number for caption in owned.values()}
    for at, block in enumerate(blocks):
        place = Place(source=source, field="paragraph", line=block.number)
        for references, alt in block.pictures:
            said = [Said(FieldKind.ALT, "alternative text", alt)]
            if block.number in owned:
                said.insert(0, Said(FieldKind.CAPTION, "caption", owned[block.number].text))
            yield sight(place, references, said, "docx-picture")
        if captions[block.number] and block.number not in used:
            sure = block.style in styles or kinds[at] is ParagraphKind.CAPTION
            role = SightingRole.INLINE if sure else SightingRole.POSSIBLE
            said = [Said(FieldKind.CAPTION, "caption", block.text)]
            yield sight(place, [], said, "docx-caption", role)


def _neighbours(blocks: Sequence[_Block], at: int) -> Iterator[_Block]:
    """Yield the paragraph of a picture itself, the next with words, and the one before."""
    yield blocks[at]
    after = [b for b in blocks[at + 1 : at + 4] if b.text or b.pictures]
    if after and not after[0].pictures:
        yield after[0]
    if at > 0 and not blocks[at - 1].pictures:
        yield blocks[at - 1]


def _problem(message: str, source: str) -> Problem:
    remedy = "Save the document again as .docx."
    return Problem("unreadable", message, remedy, Place(source=source, field="file"))
