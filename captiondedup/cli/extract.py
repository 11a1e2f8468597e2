"""``captiondedup extract``: article files in, their photos with captions and credits out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from captiondedup.cli.exits import ExitCode, ends_with_code
from captiondedup.cli.options import HouseTables, house_vocabulary
from captiondedup.cli.terminal import say, write_json
from captiondedup.errors import CaptionDedupError
from captiondedup.model import Caption, FieldKind, NoticeCode, Sighting

#: Notices that say where a photo is from.
_ORIGINS = frozenset(
    {
        NoticeCode.COURTESY,
        NoticeCode.HANDOUT,
        NoticeCode.SCREENSHOT,
        NoticeCode.THIRD_PARTY_SUPPLIED,
    }
)


@ends_with_code
def extract(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Article files: .html, .html.gz, .txt, .md and whatever else a scan reads.",
        ),
    ],
    vocabulary: HouseTables = None,
) -> ExitCode:
    """List the photos of articles with captions and credits.

    One JSON object a file: its name as typed (page), and its photos with image, caption,
    alternative text and credit.
    """
    from captiondedup.pipeline import read_article_file

    words = house_vocabulary(vocabulary)
    code = ExitCode.CLEAR
    for file in files:
        try:
            reading = read_article_file(file, words)
        except CaptionDedupError as error:
            say(str(error))
            code = ExitCode.UNREADABLE
            continue
        for problem in reading.problems:
            say(f"{file}: {problem.message} {problem.remedy}")
            code = ExitCode.UNREADABLE
        if reading.sightings or not reading.problems:
            photos = [photo_record(sighting) for sighting in reading.sightings]
            write_json({"page": str(file), "photos": photos})
    return code


def photo_record(sighting: Sighting) -> dict[str, Any]:
    """Return one photo of an article, ready for JSON."""
    captions = sighting.captions
    place = sighting.place
    return {
        "image": sighting.image.reference if sighting.image else None,
        "caption": _joined(each.description for each in captions if each.kind is FieldKind.CAPTION),
        "alt": _joined(each.raw for each in captions if each.kind is FieldKind.ALT),
        "credit": printed_credit(captions),
        "role": sighting.role.value,
        "evidence": {
            "field": place.field,
            "line": place.line,
            "path": place.path,
            "rule": sighting.rule,
        },
    }


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(" ".join(text.split()) for text in texts if text.strip()))


def printed_credit(captions: tuple[Caption, ...]) -> str:
    """Return the credit line as printed: a credit field whole, or the names within a caption.

    The alternative text counts only where no caption or field names anybody.
    """
    for kinds in ((FieldKind.CREDIT,), (FieldKind.CAPTION, FieldKind.RIGHTS), (FieldKind.ALT,)):
        lines = [
            " ".join(line.split())
            for caption in captions
            if caption.kind in kinds and (caption.description or caption.kind is not FieldKind.ALT)
            for line in _credit_lines(caption)
        ]
        if lines:
            return " | ".join(dict.fromkeys(lines))
    return ""


def _credit_lines(caption: Caption) -> list[str]:
    if caption.kind is FieldKind.CREDIT:
        return [caption.raw] if caption.raw.strip() else []
    if caption.credit_lines:
        return [_without_brackets(line.text) for line in caption.credit_lines]
    if caption.credits:
        return [credit.evidence.text for credit in caption.credits]
    return _nameless_line(caption)


def _without_brackets(line: str) -> str:
    """Return a line without the brackets that hold all of it."""
    inner = line[1:-1]
    enclosed = line[:1] + line[-1:] in {"()", "[]"}
    return inner.strip() if enclosed and not set(inner) & set("()[]") else line


def _nameless_line(caption: Caption) -> list[str]:
    """Return the end of a caption that says where the photo is from and names nobody.

    "Photo: private" is a credit line, though nobody is credited.
    """
    text = " ".join(caption.raw.split())
    if not any(notice.code in _ORIGINS for notice in caption.notices):
        return []
    if not text.startswith(caption.description):
        return []
    line = text[len(caption.description) :].strip(" |/-\u2013\u2014")
    return [line] if line else []
