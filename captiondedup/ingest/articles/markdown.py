"""Photos of Markdown stories: images with titles, captions below them, figure shortcodes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from captiondedup.ingest.articles.plaintext import (
    Paragraph,
    ParagraphKind,
    judge_paragraphs,
    split_paragraphs,
)
from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue
from captiondedup.model import (
    FieldKind,
    FoundText,
    ImageReference,
    Place,
    Sighting,
    SightingRole,
)

#: Characters of one address, title or shortcode that are read.
_MAX = 2_000

#: Lines from an image to its caption: the next line, or the one after a blank line.
MAX_LINES_BELOW = 2

_IMAGE = re.compile(
    rf"!\[(?P<alt>[^\[\]]{{0,{_MAX}}})\]"
    rf"(?:\(\s*<?(?P<src>[^\s()<>]{{1,{_MAX}}}(?:\([^\s()]{{0,200}}\)[^\s()<>]{{0,200}})?)>?"
    rf"(?:\s+(?P<quote>[\"'(])(?P<title>.{{0,{_MAX}}}?)[\"')])?\s*\)|\[(?P<label>[^\]]{{0,200}})\])",
    re.DOTALL,
)
_SHORTCODE = re.compile(
    r"\{\{[<%]\s*(?:figure|image|img|photo)\s+(?P<body>(?:(?!\{\{).){1,4000}?)/?\s*[%>]\}\}", re.S
)
_PARAMETER = re.compile(
    r"(?P<key>[\w-]+)\s*=\s*(?:\"(?P<a>(?:\\.|[^\"\\])*)\"|`(?P<b>[^`]*)`|'(?P<c>[^']*)')"
)
_DEFINITION = re.compile(
    r"^ {0,3}\[(?P<label>[^\]]{1,200})\]:\s*<?(?P<src>[^\s<>]+)>?"
    r"(?:\s+[\"'(](?P<title>.*?)[\"')])?\s*$",
    re.M,
)
_FIGURE = re.compile(
    r"<figure\b(?:(?!<figure).){0,20000}?</figure>|<img\b[^<>]{0,4000}>", re.S | re.I
)
_EMPHASIS = re.compile(r"^(?P<mark>\*{1,3}|_{1,3})(?P<text>(?!\s).+?)(?P=mark)$", re.S)
_FRONT = re.compile(r"\A(?P<fence>-{3}|\+{3})\s*\n(?P<body>.*?)\n(?P=fence)\s*(?:\n|\Z)", re.S)
_FRONT_LINE = re.compile(r"^\s*(?P<key>[\w-]+)\s*[:=]\s*(?P<value>.*?)\s*$", re.M)
_HEADING = re.compile(r"^#\s+(?P<title>.+?)\s*#*\s*$", re.M)

#: Keys of front matter, and parameters of shortcodes, as static site generators name them.
_IMAGE_KEYS = (
    "image",
    "cover",
    "featured_image",
    "featuredimage",
    "thumbnail",
    "banner",
    "src",
    "hero",
)
_CAPTION_KEYS = ("caption", "image_caption", "imagecaption", "cover_caption", "description_image")
_ALT_KEYS = ("alt", "image_alt", "imagealt", "cover_alt")
_CREDIT_KEYS = (
    "attr",
    "credit",
    "image_credit",
    "imagecredit",
    "cover_credit",
    "photographer",
    "author_photo",
)


@dataclass(frozen=True, slots=True)
class _Image:
    """An image of the text: where, and what it says of itself."""

    start: int
    end: int
    reference: str
    texts: tuple[tuple[FieldKind, str, str], ...]
    rule: str

    @property
    def has_caption(self) -> bool:
        """Return whether the image comes with a caption of its own."""
        return any(kind is FieldKind.CAPTION for kind, _, _ in self.texts)


def read_markdown(text: str, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the title and the photos of a Markdown story, in reading order.

    An emphasised paragraph below an image, or one that ends with a credit, is its caption.
    """
    front = _FRONT.match(text)
    values = _front_matter(front.group("body")) if front else {}
    images = sorted((*_images(text), *_html_images(text, source, reads_as_caption)), key=_start)
    images = [i for n, i in enumerate(images) if n == 0 or i.start >= images[n - 1].end]
    sightings = list(_front_image(values, source))
    sightings.extend(_story(text, images, source, reads_as_caption, front.end() if front else 0))
    heading = _HEADING.search(text)
    title = values.get("title", "") or (heading.group("title") if heading else "")
    numbered = tuple(replace(s, id=f"{source}#{n}") for n, s in enumerate(sightings, start=1))
    return ArticleReading(title=title, sightings=numbered)


def _start(image: _Image) -> int:
    return image.start


def _images(text: str) -> Iterator[_Image]:
    definitions = {
        found.group("label").casefold(): (found.group("src"), found.group("title") or "")
        for found in _DEFINITION.finditer(text)
    }
    for found in _IMAGE.finditer(text):
        src, title = found.group("src"), found.group("title") or ""
        if src is None:
            label = (found.group("label") or found.group("alt")).casefold()
            src, title = definitions.get(label, ("", ""))
        if src:
            texts = _texts(
                (FieldKind.CAPTION, title, "title"), (FieldKind.ALT, found.group("alt"), "alt")
            )
            yield _Image(found.start(), found.end(), src, texts, "markdown-image")
    for found in _SHORTCODE.finditer(text):
        values = {
            m.group("key").lower(): m.group("a") or m.group("b") or m.group("c") or ""
            for m in _PARAMETER.finditer(found.group("body"))
        }
        if src := values.get("src", ""):
            yield _Image(found.start(), found.end(), src, _known(values), "markdown-shortcode")


def _html_images(text: str, source: str, cue: CaptionCue) -> Iterator[_Image]:
    from captiondedup.ingest.articles.html.page import read_html

    for found in _FIGURE.finditer(text):
        for sighting in read_html(found.group(), source, cue).sightings:
            if sighting.image is not None:
                texts = tuple((t.kind, t.text, t.place.field) for t in sighting.texts)
                reference = sighting.image.reference
                yield _Image(found.start(), found.end(), reference, texts, "markdown-html")


def _texts(*parts: tuple[FieldKind, str | None, str]) -> tuple[tuple[FieldKind, str, str], ...]:
    return tuple(
        (kind, text.strip(), field) for kind, text, field in parts if text and text.strip()
    )


def _known(values: Mapping[str, str]) -> tuple[tuple[FieldKind, str, str], ...]:
    """Return caption, credit and alt out of named values."""
    found: list[tuple[FieldKind, str | None, str]] = []
    for kind, keys in (
        (FieldKind.CAPTION, _CAPTION_KEYS),
        (FieldKind.CREDIT, _CREDIT_KEYS),
        (FieldKind.ALT, _ALT_KEYS),
    ):
        key = next((key for key in keys if values.get(key)), None)
        if key is not None:
            found.append((kind, values[key], key))
    return _texts(*found)


def _front_matter(body: str) -> dict[str, str]:
    """Return the plain values of YAML or TOML front matter; nested keys by their own name."""
    values: dict[str, str] = {}
    for found in _FRONT_LINE.finditer(body):
        value = found.group("value").strip()
        if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        if value and value[0] not in "[{|>&*":
            values.setdefault(found.group("key").lower(), value)
    return values


def _front_image(values: Mapping[str, str], source: str) -> Iterator[Sighting]:
    key = next((key for key in _IMAGE_KEYS if values.get(key)), None)
    if key is None:
        return
    place = Place(source=source, field="front matter", line=1)
    texts = tuple(
        FoundText(kind, text, replace(place, path=name)) for kind, text, name in _known(values)
    )
    image = ImageReference(values[key])
    yield Sighting("", source, place, SightingRole.LEAD, image, texts, (), "markdown-front-matter")


def _story(
    text: str, images: Sequence[_Image], source: str, cue: CaptionCue, start: int
) -> Iterator[Sighting]:
    """Yield the photos of the text proper: images with their captions, and captions alone."""
    blank = _without(text, images, start)
    split, _ = split_paragraphs(blank, source, cue)
    paragraphs = [_unmarked(paragraph) for paragraph in split]
    kinds = judge_paragraphs([paragraph for paragraph, _ in paragraphs], cue)
    said = [kind in {ParagraphKind.CAPTION, ParagraphKind.POSSIBLE} for kind in kinds]
    lines = _LineNumbers(text)
    below: dict[int, int] = {}
    used: set[int] = set()
    for image in images:
        end = lines.at(image.end)
        first = bisect_left(paragraphs, end, key=_first_line)
        for number in range(first, min(first + MAX_LINES_BELOW + 1, len(paragraphs))):
            paragraph, emphasised = paragraphs[number]
            near = paragraph.line - end <= MAX_LINES_BELOW and number not in used
            if near and (emphasised or said[number]) and not image.has_caption:
                below[image.start] = number
                used.add(number)
                break
    found: list[tuple[int, Sighting]] = []
    for image in images:
        line = lines.at(image.start)
        caption = paragraphs[below[image.start]][0] if image.start in below else None
        found.append((line, _image_sighting(image, line, caption, source)))
    for number, (paragraph, _) in enumerate(paragraphs):
        if said[number] and number not in used:
            found.append((paragraph.line, _text_sighting(paragraph, kinds[number], source)))
    yield from (sighting for _, sighting in sorted(found, key=_line))


class _LineNumbers:
    """Finds the line (1-based) of a place in a text."""

    def __init__(self, text: str) -> None:
        self._ends = [found.start() for found in re.finditer("\n", text)]

    def at(self, place: int) -> int:
        """Return the line of a character."""
        return bisect_left(self._ends, place) + 1


def _first_line(paragraph: tuple[Paragraph, bool]) -> int:
    return paragraph[0].line


def _line(pair: tuple[int, Sighting]) -> int:
    return pair[0]


def _without(text: str, images: Sequence[_Image], start: int) -> str:
    """Return the text with front matter and images blanked, line numbers unchanged."""
    parts = ["\n" * text.count("\n", 0, start)]
    at = start
    for image in images:
        if image.start >= at:
            parts.append(text[at : image.start])
            parts.append("\n" * text.count("\n", image.start, image.end))
            at = image.end
    parts.append(text[at:])
    return "".join(parts)


def _unmarked(paragraph: Paragraph) -> tuple[Paragraph, bool]:
    """Return a paragraph without the marks of emphasis around it, and whether it had any."""
    found = _EMPHASIS.match(paragraph.text)
    if not found:
        return paragraph, False
    return Paragraph(found.group("text"), paragraph.line), True


def _image_sighting(image: _Image, line: int, caption: Paragraph | None, source: str) -> Sighting:
    place = Place(source=source, field="image", line=line)
    texts = [FoundText(kind, text, replace(place, field=name)) for kind, text, name in image.texts]
    if caption is not None:
        below = FoundText(
            FieldKind.CAPTION, caption.text, replace(place, field="paragraph", line=caption.line)
        )
        texts.insert(0, below)
    reference = ImageReference(image.reference)
    return Sighting("", source, place, SightingRole.INLINE, reference, tuple(texts), (), image.rule)


def _text_sighting(paragraph: Paragraph, kind: ParagraphKind, source: str) -> Sighting:
    place = Place(source=source, field="paragraph", line=paragraph.line)
    role = SightingRole.POSSIBLE if kind is ParagraphKind.POSSIBLE else SightingRole.INLINE
    texts = (FoundText(FieldKind.CAPTION, paragraph.text, place),)
    return Sighting("", source, place, role, None, texts, (), "markdown-caption")
