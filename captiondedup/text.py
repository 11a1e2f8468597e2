"""Plain text out of raw text, with a map back to the raw characters.

Wire captions pass through a dozen systems before they reach a desk: quotes curl, dashes grow,
entities are encoded twice, full-width forms and zero-width characters creep in, UTF-8 is read as
Windows-1252. Rules and comparisons work on the cleaned text, evidence quotes the raw one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

#: One character for one: quotes, dashes, spaces, line ends, full-width ASCII (Unicode FF01-FF5E).
_TRANSLATE: dict[int, str] = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201a\u201b\u2032\u00b4\u02bc\uff07"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2212\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2012\u2013\u2014\u2015\u2e3a"), "\u2014"),
    **dict.fromkeys(
        map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"),
        " ",
    ),
    **dict.fromkeys(map(ord, "\u202f\u205f\u3000\t\x0b\x0c"), " "),
    **dict.fromkeys(map(ord, "\r\x85\u2028\u2029"), "\n"),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in (0xFF02, 0xFF07)},
}

#: Zero-width, bidirectional and other invisible characters, and C0 controls: deleted.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1f\x7f"
)
#: Joiners, which spell words in Arabic and Indic scripts and mean nothing elsewhere.
_JOINERS = "(?<![\u0590-\u08ff\u0900-\u0dff])[\u200c\u200d]+"
#: A lead byte of UTF-8 and its continuation bytes, as Windows-1252 shows them.
_CP1252_TAIL = (
    "\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039"
    "\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178"
)
_MOJIBAKE = (
    f"[\u00c2-\u00df][{_CP1252_TAIL}]|[\u00e0-\u00ef][{_CP1252_TAIL}]{{2}}"
    f"|[\u00f0-\u00f4][{_CP1252_TAIL}]{{3}}"
)
_ENTITY = r"&(?:amp;){0,3}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
_COMBINING = "\u0300-\u036f\u3099\u309a"
_DECOMPOSED = (
    f"[^{_COMBINING}\\s][{_COMBINING}]{{1,8}}|[\u1100-\u115f][\u1160-\u11a7][\u11a8-\u11ff]?"
)
_PIECE = re.compile(
    f"(?P<entity>{_ENTITY})|(?P<invisible>[{_INVISIBLE}]+|{_JOINERS})|(?P<newline>\r\n)"
    f"|(?P<mojibake>(?:{_MOJIBAKE})+)|(?P<decomposed>{_DECOMPOSED})"
)
#: One of these stands in every special piece; looking for them is much cheaper than for pieces.
_SUSPECT = re.compile(f"[&\r{_INVISIBLE}\u200c\u200d{_COMBINING}\u1100-\u115f]")
_SUSPECT_PAIR = re.compile(f"[\u00c2-\u00f4][{_CP1252_TAIL}]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Cleaned text and, for each of its characters, where it stands in the raw text.

    ``starts`` and ``ends`` hold raw offsets per cleaned character; both are None when cleaned
    and raw characters correspond one to one.
    """

    raw: str
    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Span ``[start, end)`` in raw characters of a span in cleaned characters.

        >>> clean("Bill &amp; Ben").raw_span(5, 10)
        (5, 14)
        """
        if self.starts is None or self.ends is None:
            return start, end
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.raw)
            return at, at
        return self.starts[start], self.ends[end - 1]


def clean(raw: str) -> Cleaned:
    r"""Cleaned text of a raw caption, with its offset map; cleaning twice changes nothing more.

    >>> clean("\u201cQuoted\u201d \u2013 it\u2019s &amp;amp; here").text
    '"Quoted" \u2014 it\'s & here'
    """
    if raw.isascii():
        if "&" not in raw and raw.isprintable():
            return Cleaned(raw, raw)
    elif _SUSPECT.search(raw) is None and _SUSPECT_PAIR.search(raw) is None:
        return Cleaned(raw, raw.translate(_TRANSLATE))
    return _clean_pieces(raw)


def _clean_pieces(raw: str) -> Cleaned:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(start: int, end: int) -> None:
        parts.append(raw[start:end].translate(_TRANSLATE))
        starts.extend(range(start, end))
        ends.extend(range(start + 1, end + 1))

    done = 0
    for piece in _PIECE.finditer(raw):
        start, end = piece.span()
        replacement = _replacement(piece.lastgroup or "", piece.group())
        if replacement is None:
            continue
        keep(done, start)
        parts.append(replacement)
        starts.extend([start] * len(replacement))
        ends.extend([end] * len(replacement))
        done = end
    keep(done, len(raw))
    return Cleaned(raw, "".join(parts), tuple(starts), tuple(ends))


def _replacement(group: str, piece: str) -> str | None:
    """What stands for a special piece in cleaned text; None when it is ordinary after all."""
    if group == "invisible":
        return ""
    if group == "newline":
        return "\n"
    if group == "decomposed":
        return unicodedata.normalize("NFC", piece).translate(_TRANSLATE)
    if group == "mojibake":
        return _mend(piece)
    mended = piece
    for _ in range(4):
        unescaped = html.unescape(mended)
        if unescaped == mended:
            break
        mended = unescaped
    if mended == piece:
        return None
    return re.sub(f"[{_INVISIBLE}]", "", mended).translate(_TRANSLATE)


def _mend(piece: str) -> str | None:
    """UTF-8 that was read as Windows-1252, read as UTF-8; None when it is no such thing."""
    try:
        data = b"".join(
            bytes([ord(char)]) if ord(char) < 0x100 else char.encode("cp1252") for char in piece
        )
        mended = data.decode("utf-8")
    except UnicodeError:
        return None
    return re.sub(f"[{_INVISIBLE}]", "", mended).translate(_TRANSLATE)


def fold_space(text: str) -> str:
    r"""Text with each run of white space folded into one blank and none at its ends.

    >>> fold_space(" a\n  b ")
    'a b'
    """
    return " ".join(text.split())
