"""A caption in the form in which it is compared: folded tokens, made once per caption.

Everything a newsroom changes without touching the picture's story and that needs no second
caption to be seen is folded here: case, diacritics, punctuation, entities, mark-up, mojibake,
date formats, a text doubled inside itself. What needs both captions (spelling variants, typos,
truncation) is left to :mod:`captiondedup.duplicates.caption_classify`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from captiondedup.duplicates.caption_lexicon import Lexicon, default_lexicon, fold
from captiondedup.model import Caption, Span
from captiondedup.text import Cleaned, clean

#: Longer captions are compared by their first characters; no desk writes such captions.
MAX_LENGTH = 20_000

#: Scripts written without blanks between words: one token per character.
_SPACELESS = "\u3005-\u3007\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
#: Vowel signs that Python does not count among word characters (Indic, Thai, Lao, Arabic).
_MARKS = (
    "\u0300-\u036f\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0981-\u0d4d\u0e31-\u0e4e\u0eb1-\u0ecd"
)
_LETTER = f"(?:[^\\W\\d_{_SPACELESS}]|[{_MARKS}\ufffd])"
_TOKEN = re.compile(
    f"\\d+|[{_SPACELESS}]|{_LETTER}+(?:'{_LETTER}+)*|(?<=\\w)\\+|[$\u20ac\u00a3\u00a5%]"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_FILE_NAME = re.compile(r"(?i)^[^\s]{6,300}(\.(?:jpe?g|png|webp|gif|tiff?|avif|heic))$")
_NUMERIC_DATE = re.compile(
    r"(?<!\d)(?:(\d{4})([-./_])(\d{1,2})\2(\d{1,2})|(\d{1,2})([./_-])(\d{1,2})\6(\d{4}))(?!\d)"
)
#: What UTF-8 read as Mac Roman looks like (a lead byte and its followers, a combining accent),
#: and UTF-8 read as Windows-1252 twice. The latter once is mended by ``clean``.
_BROKEN = re.compile(
    "(?P<twice>[\u00c2\u00c3][^\x00-\x7f]{3,})|[\u221a\u00ac\u201a\u2248\u0192][^\x00-\x7f]{1,2}"
    "|\u00c3[\u00c4\u00c5\u00c7\u00c9\u00e0\u00e4\u00e5\u00df]"
)
#: Letters that a text must have for twice the same to be a text doubled by mistake.
_HALF_LENGTH = 12
#: Size that image servers put behind a file name.
_SIZE = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled|\d{2,5}px)$")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er"})
_YEARS = frozenset(map(str, range(1800, 2200)))
_DATE_LINKS = frozenset({"of", "de", "del", "den"})


@dataclass(slots=True, eq=False)
class PreparedCaption:
    """A caption ready for comparison; made by :func:`prepare`, kept as long as it is useful.

    ``text`` is the cleaned raw text, ``tokens`` its folded tokens and ``words`` the same
    tokens as printed. ``origin`` gives the index of each token among the tokens of ``text``
    (None: one to one). ``key`` is equal for captions that differ by nothing at all. ``doubled``:
    the text is twice the same and the tokens are those of its first half. The fields
    after it are found when first asked for, since most comparisons need no places.
    """

    caption: Caption
    text: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]
    origin: tuple[int, ...] | None
    key: str
    doubled: bool = False
    _spans: tuple[Span, ...] | None = field(default=None, repr=False)
    _raw_spans: tuple[Span, ...] | None = field(default=None, repr=False)
    _marked: frozenset[int] | None = field(default=None, repr=False)

    def spans(self) -> tuple[Span, ...]:
        """Where each token stands in ``text``."""
        if self._spans is None:
            found = [match.span() for match in _TOKEN.finditer(self.text)]
            order = self.origin if self.origin is not None else range(len(self.tokens))
            self._spans = tuple(found[at] for at in order)
        return self._spans

    def raw_spans(self) -> tuple[Span, ...]:
        """Where each token stands in the caption's raw text."""
        if self._raw_spans is None:
            raw_span = _cleaned(self.caption.raw).raw_span
            self._raw_spans = tuple(raw_span(start, end) for start, end in self.spans())
        return self._raw_spans

    def marked(self) -> frozenset[int]:
        """Indexes of the tokens in which the caption parser read credits, restrictions, notices."""
        if self._marked is None:
            self._marked = _marked(self)
        return self._marked


def prepare(
    caption: Caption, lexicon: Lexicon | None = None, *, halve: bool = True
) -> PreparedCaption:
    """The caption's tokens as they are compared, those of credits and restrictions included.

    Reads ``raw``: of two copies one may have been cut where the parser no longer knows a credit,
    so what it read is marked (:meth:`PreparedCaption.marked`) and not taken away. A text that is
    twice the same is halved unless ``halve`` is false.

    >>> from captiondedup.model import FieldKind
    >>> text = "<p>Mill on the &#8220;Orrin&#8221;, Oct. 4, 2023</p>"
    >>> " ".join(prepare(Caption(FieldKind.CAPTION, text, text)).tokens)
    'mill on the orrin 4 @10 2023'
    """
    text = _cleaned(caption.raw).text
    if "<" in text:
        text = _TAG.sub(lambda tag: " " * len(tag.group()), text)
    text = _without_extension(text)
    words: tuple[str, ...] = tuple(_TOKEN.findall(text))
    tokens = tuple(map(fold, words))
    origin: tuple[int, ...] | None = None
    lexicon = lexicon or default_lexicon()
    half, token, word = _halved(tokens, words) if halve else (0, "", "")
    if half:
        tokens, words = (*tokens[: half - 1], token), (*words[: half - 1], word)
    order = _date_order(text, tokens, lexicon)
    if order is not None:
        origin = tuple(at for at, _ in order)
        tokens = tuple(token for _, token in order)
        words = tuple(words[at] for at in origin)
    return PreparedCaption(caption, text, tokens, words, origin, " ".join(tokens), half > 0)


def _without_extension(text: str) -> str:
    """A file name without extension and size, of the same length; other text as it is.

    >>> _without_extension("mill-on-the-orrin-800x600.jpg").rstrip()
    'mill-on-the-orrin'
    """
    bare = text.rstrip()
    if " " in bare or ("-" not in bare and "_" not in bare):
        return text
    named = _FILE_NAME.match(bare)
    bare = bare[: named.start(1)] if named else bare
    size = _SIZE.search(bare)
    bare = bare[: size.start()] if size else bare
    return bare + " " * (len(text) - len(bare))


def _cleaned(source: str) -> Cleaned:
    """``clean``, after mojibake that it does not know is mended."""
    source = source[:MAX_LENGTH]
    return _mended(source) if _BROKEN.search(source) else clean(source)


def _mended(source: str) -> Cleaned:
    """``clean`` of the source with every Mac Roman and doubled mojibake mended."""
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in _BROKEN.finditer(source):
        mended = _mend_twice(match["twice"]) if match["twice"] else _mend_mac(match.group())
        if mended is None:
            continue
        kept = source[done : match.start()]
        parts.append(kept + mended)
        starts.extend((*range(done, match.start()), *[match.start()] * len(mended)))
        ends.extend((*range(done + 1, match.start() + 1), *[match.end()] * len(mended)))
        done = match.end()
    parts.append(source[done:])
    starts.extend(range(done, len(source)))
    ends.extend(range(done + 1, len(source) + 1))
    text = "".join(parts)
    return _chained(Cleaned(source, text, tuple(starts), tuple(ends)), clean(text))


def _chained(first: Cleaned, second: Cleaned) -> Cleaned:
    """The second cleaning with offsets into the raw text of the first."""
    spans = [first.raw_span(*second.raw_span(at, at + 1)) for at in range(len(second.text))]
    starts = tuple(start for start, _ in spans)
    return Cleaned(first.raw, second.text, starts, tuple(end for _, end in spans))


def _mend_mac(piece: str) -> str | None:
    """UTF-8 that was read as Mac Roman, read as UTF-8; None when it is no such thing."""
    for end in (len(piece), 2):
        try:
            return piece[:end].encode("mac_roman").decode("utf-8") + piece[end:]
        except UnicodeError:
            continue
    return None


def _mend_twice(piece: str) -> str | None:
    """UTF-8 that was read as Windows-1252 two times over, read as UTF-8; None otherwise."""
    try:
        for _ in range(2):
            data = b"".join(
                char.encode("latin-1" if char < "\u0100" else "cp1252") for char in piece
            )
            piece = data.decode("utf-8")
    except UnicodeError:
        return None
    return piece


def _halved(tokens: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, str, str]:
    """Tokens of the first half, its last token and word, when the text is twice the same; else 0.

    The halves may be glued: "gulls above seaGulls above sea".

    >>> words = ("Gulls", "above", "seaGulls", "above", "sea")
    >>> _halved(tuple(map(str.lower, words)), words)
    (3, 'sea', 'sea')
    """
    joined = "".join(tokens)
    half, odd = divmod(len(joined), 2)
    if odd or half < _HALF_LENGTH or joined[:half] != joined[half:]:
        return 0, "", ""
    size = count = 0
    while size < half:
        size += len(tokens[count])
        count += 1
    kept = len(tokens[count - 1]) - (size - half)
    return count, tokens[count - 1][:kept], words[count - 1][:kept]


def _date_order(
    text: str, tokens: tuple[str, ...], lexicon: Lexicon
) -> list[tuple[int, str]] | None:
    """Token indexes and tokens with every date as day, month, year; None without any date."""
    numeric = any(map(_YEARS.__contains__, tokens)) and _NUMERIC_DATE.search(text) is not None
    at = next((i for i, token in enumerate(tokens) if token in lexicon.months), -1)
    if at < 0 and not numeric:
        return None
    moved: dict[int, list[tuple[int, str]]] = {}
    dropped: set[int] = set()
    if numeric:
        _numeric_dates(text, len(tokens), moved, dropped)
    if at >= 0:
        _worded_dates(tokens, lexicon, moved, dropped)
    if not moved:
        return None
    order: list[tuple[int, str]] = []
    for index, token in enumerate(tokens):
        if index in moved:
            order.extend(moved[index])
        elif index not in dropped:
            order.append((index, token))
    return order


def _worded_dates(
    tokens: tuple[str, ...],
    lexicon: Lexicon,
    moved: dict[int, list[tuple[int, str]]],
    dropped: set[int],
) -> None:
    """Notes every "Oct. 4, 2023", "4th of October 2023", "4 de octubre de 2023"."""
    for index, token in enumerate(tokens):
        month = lexicon.months.get(token)
        if month is None or index in dropped:
            continue
        before, links = index - 1, []
        while before >= 0 and tokens[before] in _DATE_LINKS | _ORDINAL_ENDINGS:
            links.append(before)
            before -= 1
        if before >= 0 and _is_day(tokens[before]) and before not in dropped:
            day, first, after = before, before, index + 1
        else:
            links = []
            day, first, after = -1, index, index + 1
            if after < len(tokens) and _is_day(tokens[after]):
                day, after = after, after + 1
        skipped = []
        while after < len(tokens) and tokens[after] in _DATE_LINKS | _ORDINAL_ENDINGS:
            skipped.append(after)
            after += 1
        year = after if after < len(tokens) and _is_year(tokens[after]) else -1
        if year < 0:
            skipped = [at for at in skipped if tokens[at] in _ORDINAL_ENDINGS and at == day + 1]
        if day < 0 and year < 0:
            continue
        parts = [(at, tokens[at]) for at in (day,) if at >= 0]
        parts.append((index, f"@{month}"))
        parts.extend((at, tokens[at]) for at in (year,) if at >= 0)
        moved[first] = parts
        dropped.update(at for at, _ in parts)
        dropped.update(links)
        dropped.update(skipped)


def _numeric_dates(
    text: str, count: int, moved: dict[int, list[tuple[int, str]]], dropped: set[int]
) -> None:
    """Notes every 2023-10-04, 4.10.2023 and 10/14/2023 whose order is beyond doubt."""
    starts = {match.start(): i for i, match in enumerate(_TOKEN.finditer(text)) if i < count}
    for match in _NUMERIC_DATE.finditer(text):
        first = starts.get(match.start())
        if first is None or first + 2 >= count:
            continue
        if match[1]:
            year, month, day = (int(match[1]), int(match[3]), int(match[4]))
            places = (first + 2, first + 1, first)
        else:
            day, month, year = int(match[5]), int(match[7]), int(match[8])
            places = (first, first + 1, first + 2)
            if match[6] == "/" and day <= 12 and month <= 12 and day != month:
                continue
            if month > 12:
                day, month = month, day
                places = (first + 1, first, first + 2)
        if not (1 <= month <= 12 and 1 <= day <= 31):
            continue
        values = (str(day), f"@{month}", str(year))
        moved[first] = list(zip(places, values, strict=True))
        dropped.update(places)


def _is_day(token: str) -> bool:
    return len(token) <= 2 and token.isdecimal() and 1 <= int(token) <= 31


def _is_year(token: str) -> bool:
    return token in _YEARS


def _marked(prepared: PreparedCaption) -> frozenset[int]:
    caption = prepared.caption
    ranges = [credit.evidence.span for credit in caption.credits]
    ranges.extend(restriction.evidence.span for restriction in caption.restrictions)
    ranges.extend(notice.evidence.span for notice in caption.notices)
    if not ranges:
        return frozenset()
    return frozenset(
        at
        for at, (start, end) in enumerate(prepared.raw_spans())
        if any(start < last and first < end for first, last in ranges)
    )


@lru_cache(maxsize=65_536)
def is_spaceless(token: str) -> bool:
    """Whether a token is one character of a script written without blanks.

    >>> is_spaceless("左"), is_spaceless("left")
    (True, False)
    """
    return len(token) == 1 and unicodedata.name(token, "").startswith(
        ("CJK", "HIRAGANA", "KATAKANA", "HANGUL")
    )
