"""Decodes metadata bytes that do not say their character set, and says what was guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: ISO/IEC 2022 escape sequences in IIM 1:90 (IIM 4.2, 1:90; ISO-IR registry numbers).
_MARKED = {
    b"\x1b%G": "utf-8",
    b"\x1b%/I": "utf-8",
    b"\x1b.A": "latin-1",
    b"\x1b$)C": "cp949",
    b"\x1b$)A": "gb18030",
    b"\x1b$)B": "euc_jp",
}
#: Share of the two-byte characters that must belong to the script. Korean prose has over 95 %
#: Hangul syllables, Chinese read as Korean under 65 %; Japanese prose has over 30 % kana.
#: Chosen on sentences of the three languages in all encodings (tests/ingest/images).
_HANGUL_SHARE = 0.85
_KANA_SHARE = 0.1
_HANZI_SHARE = 0.85
_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30fc]")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_WIDE_PUNCTUATION = re.compile(
    "[\u2010-\u203b\u2190-\u22ff\u25a0-\u26ff\u3000-\u301c\uff00-\uffef]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and the character set it was read in; ``guessed`` when no mark said so."""

    text: str
    charset: str
    guessed: bool


def marked_charset(escape: bytes) -> str | None:
    r"""Return Python's name of the character set that IIM 1:90 announces, None if unknown.

    >>> marked_charset(b"\x1b%G")
    'utf-8'
    """
    return _MARKED.get(escape.strip(b"\0 "))


def guess_charset(data: bytes) -> str:
    """Return the character set of unmarked bytes: the longer they are, the surer it is.

    Strict UTF-8 first; then Korean, Japanese and Chinese sets when the characters form that
    script; else Windows-1252, where every byte means something.

    >>> guess_charset("서울 광화문에서 열린 행사".encode("cp949"))
    'cp949'
    >>> guess_charset("Prêmio à São Paulo".encode("cp1252"))
    'cp1252'
    """
    if data.isascii() or _decodes(data, "utf-8") is not None:
        return "utf-8"
    if _latin_like(data):
        return "cp1252"
    japanese = [name for name in ("euc_jp", "cp932") if _share(data, name, _KANA) >= _KANA_SHARE]
    if japanese:
        return max(japanese, key=lambda name: _share(data, name, _KANA))
    if _share(data, "cp949", _HANGUL) >= _HANGUL_SHARE:
        return "cp949"
    if _share(data, "gb18030", _IDEOGRAPH) >= _HANZI_SHARE and _common_hanzi(data):
        return "gb18030"
    return "cp1252"


def decode(data: bytes, charset: str | None = None, hint: str | None = None) -> Decoded:
    r"""Return the text of ``data``: in the marked set where it fits, else in a guessed one.

    ``hint`` is a guess made on more bytes of the same block; it is used where it fits.

    >>> decode(b"caf\xe9").text
    'café'
    """
    data = data.rstrip(b"\0")
    if charset is not None:
        text = _decodes(data, charset)
        if text is not None:
            return Decoded(text, charset, guessed=False)
    for name in ("utf-8", hint or guess_charset(data), "cp1252"):
        text = _decodes(data, name)
        if text is not None:
            return Decoded(text, name, guessed=not data.isascii())
    # Windows-1252 leaves five bytes undefined; ISO 8859-1 never fails.
    return Decoded(data.decode("latin-1"), "latin-1", guessed=True)


def _decodes(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, LookupError):
        return None


def _latin_like(data: bytes) -> bool:
    """Return whether most high bytes stand alone between ASCII letters, as accents do."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    glued = re.findall(rb"(?<=[A-Za-z])[\x80-\xff]{1,2}(?=[A-Za-z .,;:!?]|$)", data)
    alone = [run for run in runs if len(run) == 1]
    return len(alone) > len(runs) * 0.5 or len(glued) > len(runs) * 0.5


def _share(data: bytes, charset: str, script: re.Pattern[str]) -> float:
    """Return the share, 0 to 1, of the non-ASCII characters that belong to the script."""
    text = _decodes(data, charset)
    if text is None:
        return 0.0
    wide = [char for char in text if char > "\x7f" and not _WIDE_PUNCTUATION.match(char)]
    return sum(1 for char in wide if script.match(char)) / len(wide) if len(wide) > 1 else 0.0


def _common_hanzi(data: bytes) -> bool:
    """Return whether most two-byte characters are GB 2312 level 1, the 3,755 common ones."""
    pairs = re.findall(rb"[\xa1-\xfe][\x40-\xfe]", data)
    common = [pair for pair in pairs if 0xB0 <= pair[0] <= 0xD7 and pair[1] >= 0xA1]
    marks = [pair for pair in pairs if pair[0] <= 0xA3]
    return len(common) >= _HANZI_SHARE * (len(pairs) - len(marks)) and bool(common)
