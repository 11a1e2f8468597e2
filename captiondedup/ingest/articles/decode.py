"""Text out of bytes: byte order marks, declared encodings, and a guess that says it is one."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from captiondedup.model import Place, Problem

#: Bytes that the encoding guesser looks at; its time grows with the square of nothing but is
#: large, and the first 64 kB of a story hold every kind of letter that it uses.
GUESS_BYTES = 65_536

#: Bytes at the start of a page in which HTML 5 (section 13.2.3.2) looks for a declaration.
DECLARATION_BYTES = 4_096

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""")

#: Names of Python codecs that are character sets of pages; others, such as ``hex``, are not.
_CHARSET = re.compile(r"(?:utf-(?:8|16|32)|cp\d|iso8859|koi8|mac|gb|big5|euc_|shift_jis|johab|tis)")

#: Labels that pages write for a narrower set than the one they use (WHATWG Encoding Standard).
_WIDENED = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read with, and a Problem when that is uncertain."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, source: str, *, declared: bool = False) -> Decoded:
    r"""Return the text of a file; with ``declared`` a charset named near its start is believed.

    NUL characters are dropped. An encoding that had to be guessed without certainty, or bytes
    that do not fit the encoding, give a Problem ``encoding``; the text is returned all the same.

    >>> decode("Hafen Köln".encode(), "a.txt").text
    'Hafen Köln'
    >>> decode(b'<meta charset="iso-8859-1">K\xf6ln', "a.html", declared=True).text[-4:]
    'Köln'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _with(data, encoding, source)
    try:
        return Decoded(_clean(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        near_end = len(data) - error.start < 4
        broken = error.start
    if declared and (label := _declared_encoding(data)):
        return _with(data, label, source)
    if near_end or (broken > 200 and _mostly_utf8(data)):
        return _with(data, "utf-8", source)
    return _guess(data, source)


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def _with(data: bytes, encoding: str, source: str) -> Decoded:
    try:
        return Decoded(_clean(data.decode(encoding)), encoding)
    except UnicodeDecodeError:
        text = _clean(data.decode(encoding, errors="replace"))
    message = f"Some bytes are not {encoding}; they stand as U+FFFD in the text."
    return Decoded(text, encoding, (_problem(message, source),))


def _declared_encoding(data: bytes) -> str:
    found = _DECLARED.search(data[:DECLARATION_BYTES])
    if not found:
        return ""
    label = found.group(1).decode("ascii").lower()
    try:
        name = codecs.lookup(_WIDENED.get(label, label)).name
    except LookupError:
        return ""
    return name if _CHARSET.match(name) else ""


def _mostly_utf8(data: bytes) -> bool:
    text = data[:GUESS_BYTES].decode("utf-8", errors="replace")
    wide = sum(1 for letter in text if letter > "\x7f")
    return wide > 0 and text.count("\ufffd") / wide < 0.05


def _guess(data: bytes, source: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_BYTES]).best()
    encoding = best.encoding if best is not None else "cp1252"
    text = _clean(data.decode(encoding, errors="replace"))
    message = f"The encoding is not stated and not UTF-8; it was read as {encoding}."
    return Decoded(text, encoding, (_problem(message, source),))


def _problem(message: str, source: str) -> Problem:
    return Problem(
        code="encoding",
        message=message,
        remedy="Check the names in the captions; save the file as UTF-8 if they look wrong.",
        place=Place(source=source, field="file"),
    )
