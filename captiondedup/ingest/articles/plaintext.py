"""Photos of wire copy and text dumps: caption paragraphs told from body, slugs and furniture."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from captiondedup.ingest.articles.reading import ArticleReading, CaptionCue, CaptionSignals
from captiondedup.model import (
    FieldKind,
    FoundText,
    ImageReference,
    Place,
    Problem,
    Sighting,
    SightingRole,
)
from captiondedup.vocabulary.furniture import LineRole, article_words, furniture

#: Characters of one paragraph that are read; more is no caption, and its cue would cost seconds.
MAX_CAPTION_CHARACTERS = 4_000

#: Lines of one wrapped caption.
MAX_CAPTION_LINES = 60

#: Paragraphs of one story that are read.
MAX_PARAGRAPHS = 5_000

#: Characters in which the header of a wire file ends.
MAX_WIRE_HEADER = 2_000

#: A line longer than this was not wrapped by a wire or mail program: lines are paragraphs.
#: Source: wires and RFC 5322 wrap at 63 to 78; 120 leaves room for wide terminals.
WRAPPED_LINE_CHARACTERS = 120

#: Lowest likeness, 0 to 100 (rapidfuzz ratio of folded paragraphs), at which two neighbours are
#: twins. Source: captions printed twice differ in quotes, dashes and one or two letters; on
#: re-published wire stories twins lie above 98 and neighbouring body paragraphs below 70.
TWIN_SCORE = 96.0

#: Fewest words at which a doubled paragraph without credit is a caption and not a doubled heading.
TWIN_WORDS = 8

_IMAGE_LINE = re.compile(
    r"^[\[(<]?\s*(?:\w{3,12}\s*[:：]\s*)?"
    r"(?P<file>(?:https?://)?[^\s\[\]<>|*?\"]+\.(?:jpe?g|png|webp|gif|tiff?|avif|heic))\s*[\])>]?$",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


class ParagraphKind(StrEnum):
    """What a paragraph of a story was taken for."""

    BODY = "body"
    CAPTION = "caption"
    POSSIBLE = "possible"
    CREDIT = "credit"
    IMAGE = "image"
    FRAME = "frame"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands, with its first line (1-based)."""

    text: str
    line: int


def read_plaintext(text: str, source: str, reads_as_caption: CaptionCue) -> ArticleReading:
    """Return the photos of a plain-text story, one sighting for each caption paragraph.

    A caption is found by a credit or rights wording that ends the paragraph, or by standing
    twice in a row; one that only sounds like a caption has the role ``possible``.
    """
    text = without_wire_frame(text)
    paragraphs, problems = split_paragraphs(text, source, reads_as_caption)
    kinds = judge_paragraphs(paragraphs, reads_as_caption)
    return ArticleReading(
        title=_title(paragraphs),
        sightings=_sightings(paragraphs, kinds, source),
        problems=problems,
    )


def without_wire_frame(text: str) -> str:
    r"""Return the story of a wire file: what stands between start and end of text, lines kept.

    Source: IPTC 7901 (sections 2 and 3) and ANPA 1312 put STX before and ETX after the text, and
    other control characters into it.

    >>> without_wire_frame("\x01gb0123\n\x02A tug waits.\x03\x04")
    '\nA tug waits.'
    """
    start = text.find("\x02", 0, MAX_WIRE_HEADER)
    if start >= 0:
        end = text.find("\x03", start)
        kept = text[start + 1 : end if end >= 0 else len(text)]
        text = "\n" * text.count("\n", 0, start) + kept
    return _CONTROL.sub("", text)


def split_paragraphs(
    text: str, source: str, reads_as_caption: CaptionCue
) -> tuple[tuple[Paragraph, ...], tuple[Problem, ...]]:
    """Return the paragraphs of a text and a Problem when there are too many.

    Blank lines part paragraphs. Within a block, unwrapped lines are paragraphs, and so is a line
    that belongs to the frame of the story (an e-mail, an end mark) or ends with a credit.
    """
    found: list[Paragraph] = []
    block: list[str] = []
    start = 1
    for number, line in enumerate([*text.split("\n"), ""], start=1):
        if line.strip():
            if not block:
                start = number
            block.append(line)
            continue
        if block:
            found.extend(_split_block(block, start, reads_as_caption))
            block = []
        if len(found) > MAX_PARAGRAPHS:
            problem = Problem(
                code="too_large",
                message=f"Only the first {MAX_PARAGRAPHS} paragraphs of the text were read.",
                remedy="Split the file, or scan the stories one by one.",
                place=Place(source=source, field="paragraph", line=number),
            )
            return tuple(found[:MAX_PARAGRAPHS]), (problem,)
    return tuple(found), ()


def _split_block(block: Sequence[str], start: int, cue: CaptionCue) -> list[Paragraph]:
    unwrapped = any(len(line) > WRAPPED_LINE_CHARACTERS for line in block)
    found: list[Paragraph] = []
    lines: list[str] = []
    for offset, line in enumerate(block):
        alone = unwrapped or _is_frame(line.strip()) or bool(_IMAGE_LINE.match(line.strip()))
        indented = line[:1] in " \t" and bool(lines) and lines[-1][:1] not in " \t"
        if lines and (alone or indented):
            found.append(Paragraph("\n".join(lines).strip(), start + offset - len(lines)))
            lines = []
        lines.append(line)
        if alone or (len(lines) <= MAX_CAPTION_LINES and _ends_caption(lines, cue)):
            found.append(Paragraph("\n".join(lines).strip(), start + offset + 1 - len(lines)))
            lines = []
    if lines:
        found.append(Paragraph("\n".join(lines).strip(), start + len(block) - len(lines)))
    return found


def _ends_caption(lines: Sequence[str], cue: CaptionCue) -> bool:
    """Whether a credit in brackets ends the paragraph that the lines make so far."""
    if lines[-1].rstrip()[-1:] not in ")]）】":
        return False
    text = "\n".join(lines).strip()
    if len(text) > MAX_CAPTION_CHARACTERS or not _may_be_caption(text):
        return False
    return cue(text).tail


def _may_be_caption(text: str) -> bool:
    return article_words().role(text) in {None, LineRole.CAPTION_STYLE}


def _is_frame(text: str) -> bool:
    role = article_words().role(text)
    return role in {LineRole.EMAIL, LineRole.END, LineRole.ATTENTION} or furniture().is_line(text)


def judge_paragraphs(
    paragraphs: Sequence[Paragraph], reads_as_caption: CaptionCue
) -> tuple[ParagraphKind, ...]:
    """Return what each paragraph is, from its own words and from its neighbours."""
    signals = [_signals(paragraph, reads_as_caption) for paragraph in paragraphs]
    kinds = [_own_kind(p, s) for p, s in zip(paragraphs, signals, strict=True)]
    for index in range(1, len(paragraphs)):
        first, second = paragraphs[index - 1], paragraphs[index]
        pair = (kinds[index - 1], kinds[index])
        if ParagraphKind.FRAME in pair or ParagraphKind.IMAGE in pair or index == 1:
            continue
        if _are_twins(first.text, second.text) and (
            ParagraphKind.CAPTION in pair or len(second.text.split()) >= TWIN_WORDS
        ):
            kinds[index - 1] = kinds[index] = ParagraphKind.CAPTION
    for index, kind in enumerate(kinds):
        if kind is ParagraphKind.CREDIT and not _credits_neighbour(index, paragraphs, kinds):
            kinds[index] = ParagraphKind.FRAME
    return tuple(kinds)


def _signals(paragraph: Paragraph, cue: CaptionCue) -> CaptionSignals:
    text = paragraph.text
    if len(text) > MAX_CAPTION_CHARACTERS or not _may_be_caption(text):
        return CaptionSignals()
    return cue(text)


def _own_kind(paragraph: Paragraph, signals: CaptionSignals) -> ParagraphKind:
    text = paragraph.text
    if _IMAGE_LINE.match(text):
        return ParagraphKind.IMAGE
    role = article_words().role(text)
    if role is LineRole.DATELINE:
        return ParagraphKind.BODY
    if role not in {None, LineRole.CAPTION_STYLE}:
        return ParagraphKind.FRAME
    if signals.bare and (signals.credit or signals.restriction):
        return ParagraphKind.CREDIT
    if furniture().is_line(text):
        return ParagraphKind.FRAME
    if signals.tail and (signals.credit or signals.restriction):
        return ParagraphKind.CAPTION
    if role is LineRole.CAPTION_STYLE and len(text) < MAX_CAPTION_CHARACTERS:
        return ParagraphKind.CAPTION if signals.credit else ParagraphKind.POSSIBLE
    return ParagraphKind.BODY


def _credits_neighbour(
    index: int, paragraphs: Sequence[Paragraph], kinds: list[ParagraphKind]
) -> bool:
    """Whether a bare credit line belongs to the paragraph or image line before it."""
    if index == 0:
        return False
    before = kinds[index - 1]
    under_image = index > 1 and kinds[index - 2] is ParagraphKind.IMAGE
    if before is ParagraphKind.POSSIBLE or (before is ParagraphKind.BODY and under_image):
        kinds[index - 1] = ParagraphKind.CAPTION
    return kinds[index - 1] in {ParagraphKind.CAPTION, ParagraphKind.IMAGE}


def _are_twins(first: str, second: str) -> bool:
    from rapidfuzz.fuzz import ratio

    if not 0.8 < (len(first) + 1) / (len(second) + 1) < 1.25 or len(first) > MAX_CAPTION_CHARACTERS:
        return False
    return ratio(_folded(first), _folded(second), score_cutoff=TWIN_SCORE) >= TWIN_SCORE


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split()).casefold()


def _title(paragraphs: Sequence[Paragraph]) -> str:
    words = article_words()
    for paragraph in paragraphs[:6]:
        role = words.role(paragraph.text)
        if role is LineRole.DATELINE or len(paragraph.text) > 300:
            return ""
        if role in {None, LineRole.CAPTION_STYLE} and not furniture().is_line(paragraph.text):
            return " ".join(paragraph.text.split())
        if role is LineRole.SLUG and paragraph.text.startswith("("):
            return " ".join(paragraph.text.partition(")")[2].split())
    return ""


@dataclass(slots=True)
class _Draft:
    """A photo while its paragraphs are being put together."""

    line: int
    image: str | None
    texts: list[FoundText]
    role: SightingRole
    rule: str


def _sightings(
    paragraphs: Sequence[Paragraph], kinds: Sequence[ParagraphKind], source: str
) -> tuple[Sighting, ...]:
    drafts: list[_Draft] = []
    pending: _Draft | None = None  # an image line that waits for its caption
    for paragraph, kind in zip(paragraphs, kinds, strict=True):
        place = Place(source=source, field="paragraph", line=paragraph.line)
        if kind is ParagraphKind.IMAGE:
            found = _IMAGE_LINE.match(paragraph.text)
            name = found.group("file") if found else paragraph.text
            pending = _Draft(paragraph.line, name, [], SightingRole.INLINE, "text-image-line")
            drafts.append(pending)
            continue
        if kind in {ParagraphKind.CAPTION, ParagraphKind.POSSIBLE}:
            text = FoundText(FieldKind.CAPTION, paragraph.text, place)
            if pending is not None:
                pending.texts.append(text)
            else:
                drafts.append(_caption_draft(paragraph, kind, text))
        elif kind is ParagraphKind.CREDIT and drafts:
            drafts[-1].texts.append(FoundText(FieldKind.CREDIT, paragraph.text, place))
        pending = None
    return tuple(_finished(draft, n, source) for n, draft in enumerate(drafts, start=1))


def _caption_draft(paragraph: Paragraph, kind: ParagraphKind, text: FoundText) -> _Draft:
    if kind is ParagraphKind.POSSIBLE:
        return _Draft(paragraph.line, None, [text], SightingRole.POSSIBLE, "text-caption-style")
    return _Draft(paragraph.line, None, [text], SightingRole.INLINE, "text-caption")


def _finished(draft: _Draft, number: int, source: str) -> Sighting:
    return Sighting(
        id=f"{source}#{number}",
        source=source,
        place=Place(source=source, field="paragraph", line=draft.line),
        role=draft.role,
        image=ImageReference(draft.image) if draft.image else None,
        texts=tuple(draft.texts),
        rule=draft.rule,
    )
