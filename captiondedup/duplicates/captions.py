"""The verdict on two captions: normalise, align, classify what is left.

A likeness score cannot tell "(R)" from "(L)" and calls a truncated alt text a different caption.
So the score is only reported; the verdict follows from what each difference means.
"""

from __future__ import annotations

from captiondedup.duplicates.caption_align import Edge, Region, align
from captiondedup.duplicates.caption_candidates import Proposal, propose_caption_pairs
from captiondedup.duplicates.caption_classify import Edit, Weight, classify
from captiondedup.duplicates.caption_furniture import credits_agree, has_story, rights_tail
from captiondedup.duplicates.caption_lexicon import Lexicon, default_lexicon, fold
from captiondedup.duplicates.caption_normalise import PreparedCaption, is_spaceless, prepare
from captiondedup.model import Caption, Comparison, CreditRole, Difference, Span, Verdict
from captiondedup.text import clean

__all__ = [
    "PreparedCaption",
    "Proposal",
    "compare_captions",
    "compare_prepared",
    "prepare",
    "propose_caption_pairs",
]

#: Shared text, as a share of the shorter caption, below which captions tell of other things.
#: Chosen on 1,500 pairs of news captions of different photographs (all below 0.55) against
#: pairs edited or changed in one fact (99 % above 0.6).
_RELATED = 0.55
#: Share of the same words in another order from which captions are compared all the same: it
#: takes two names that change places to rearrange a caption.
_REARRANGED = 0.9
#: Share of the shorter story that must be in the other for the same verdict. Chosen on the same
#: pairs: a text cut at either end is in the other whole, a spelling variant counts as shared.
_SAME_STORY = 0.72
#: Likeness, 0 to 100, that captions need which are credits from end to end.
_ALL_CREDIT = 60
#: Characters before and, less four, after a cut that make it a cut.
_CUT_LENGTH = 24
#: Shared letters that a caption contained in another must have to be recognised by them.
_ENOUGH = 12
_BRACKETS = frozenset({"()", "[]", "\uff08\uff09", "\u3010\u3011"})
#: A character of a spaceless script says about as much as three letters.
_SPACELESS_WEIGHT = 3


def compare_captions(a: Caption, b: Caption, lexicon: Lexicon | None = None) -> Comparison:
    """Verdict on two captions, with the words that decided; the same in either order.

    ``score`` is the likeness of the two texts, 0 to 100, and decides nothing. Spans of the
    differences are ``[start, end)`` in the raw texts.

    >>> from captiondedup.model import FieldKind
    >>> one, two = (
    ...     Caption(FieldKind.CAPTION, text, text)
    ...     for text in ("Mayor Ada Brandis (R) in Halden", "Mayor Ada Brandis (L) in Halden")
    ... )
    >>> verdict = compare_captions(one, two)
    >>> verdict.verdict.value, verdict.differences[0].a, verdict.differences[0].b
    ('different', '(R)', '(L)')
    """
    return compare_prepared(prepare(a, lexicon), prepare(b, lexicon), lexicon)


def compare_prepared(
    a: PreparedCaption, b: PreparedCaption, lexicon: Lexicon | None = None
) -> Comparison:
    """:func:`compare_captions` for captions already prepared, for one caption against many."""
    if a.key == b.key:
        if not a.key:
            return Comparison(Verdict.UNSURE, 0.0, "no words to compare", "empty", 0.0)
        if _other_photographer(a.caption, b.caption):
            return _doubted_photographer(100.0)
        return Comparison(Verdict.SAME, 100.0, "the captions are equal", "equal")
    if (b.key, b.text) < (a.key, a.text):
        return _mirrored(compare_prepared(b, a, lexicon))
    lexicon = lexicon or default_lexicon()
    if a.doubled != b.doubled and not (a.key.startswith(b.key) or b.key.startswith(a.key)):
        return compare_prepared(
            prepare(a.caption, lexicon, halve=False),
            prepare(b.caption, lexicon, halve=False),
            lexicon,
        )
    if _cut_short(a, b) or _cut_short(b, a):
        return _truncated(a, b)
    regions = align(a, b)
    share = _Share(a, b, regions)
    if share.at_most() < _RELATED and share.of_words() < _REARRANGED:
        return _unrelated(share)
    edits = [edit for region in regions for edit in classify(a, b, region, lexicon)]
    share.allow(edits)
    if share.of_shorter() < _RELATED and share.of_words() < _REARRANGED:
        return _unrelated(share)
    a_tail, b_tail = len(a.tokens), len(b.tokens)
    if any(edit.weight is not Weight.FREE or edit.region.edge is not Edge.TAIL for edit in edits):
        a_tail, b_tail = rights_tail(a, lexicon), rights_tail(b, lexicon)
        edits = [_pardoned(a, b, edit, a_tail, b_tail, lexicon) for edit in edits]
    moved = _moved_name(a, b, edits)
    if moved is not None:
        edits.append(moved)
    if all(edit.weight is Weight.FREE for edit in edits):
        if share.of_story(a_tail, b_tail) < _SAME_STORY:
            return _unrelated(share)
        if share.score < _ALL_CREDIT and not (has_story(a, lexicon) and has_story(b, lexicon)):
            return Comparison(Verdict.UNSURE, share.score, "credits without a story", "short", 0.3)
        if _other_photographer(a.caption, b.caption):
            return _doubted_photographer(share.score)
    return _judged(a, b, edits, share)


def _cut_short(short: PreparedCaption, long: PreparedCaption) -> bool:
    """Whether one caption is the beginning of the other, cut anywhere, with much text after it."""
    ours, theirs = len(short.text), len(long.text)
    if ours < _CUT_LENGTH or theirs < ours + _CUT_LENGTH - 4:
        return False
    start = short.text.rstrip(" .\u2026[]()\n")
    return len(start) >= _CUT_LENGTH and long.text.startswith(start)


def _truncated(a: PreparedCaption, b: PreparedCaption) -> Comparison:
    shorter, longer = sorted((len("".join(a.tokens)), len("".join(b.tokens))))
    score = round(200 * shorter / (shorter + longer), 1) if longer else 0.0
    side = "b" if len(a.text) < len(b.text) else "a"
    reason = "one caption is the beginning of the other"
    return Comparison(Verdict.SAME, score, reason, "truncated", 0.95, side)


class _Share:
    """Letters that two captions share, as counts and shares."""

    def __init__(self, a: PreparedCaption, b: PreparedCaption, regions: tuple[Region, ...]) -> None:
        self.a, self.b, self.regions = a, b, regions
        self.a_size = sum(map(_letters, a.tokens))
        self.b_size = sum(map(_letters, b.tokens))
        self.a_apart = {at for region in regions for at in range(region.a_start, region.a_end)}
        self.b_apart = {at for region in regions for at in range(region.b_start, region.b_end)}
        self.shared = self.a_size - sum(_letters(a.tokens[at]) for at in self.a_apart)
        both = self.a_size + self.b_size
        self.score = round(200 * self.shared / both, 1) if both else 0.0

    def of_shorter(self) -> float:
        """Shared letters as a share of the shorter caption."""
        smaller = min(self.a_size, self.b_size)
        return self.shared / smaller if smaller else 0.0

    def at_most(self) -> float:
        """What :meth:`of_shorter` can become when all words replaced are spelling variants."""
        smaller = min(self.a_size, self.b_size)
        replaced = 0
        for region in self.regions:
            if not region.one_sided:
                ours = sum(map(_letters, self.a.tokens[region.a_start : region.a_end]))
                theirs = sum(map(_letters, self.b.tokens[region.b_start : region.b_end]))
                replaced += min(ours, theirs)
        return (self.shared + replaced) / smaller if smaller else 0.0

    def of_words(self) -> float:
        """Distinct words that both captions have in whatever order, as a share of the fewer."""
        here, there = set(self.a.tokens), set(self.b.tokens)
        return len(here & there) / max(1, min(len(here), len(there)))

    def allow(self, edits: list[Edit]) -> None:
        """Counts words that are the same but for spelling as shared."""
        for edit in edits:
            region = edit.region
            if edit.weight is Weight.FREE and not region.one_sided and region.edge is Edge.MIDDLE:
                self.shared += sum(map(_letters, self.a.tokens[region.a_start : region.a_end]))
                self.a_apart.difference_update(range(region.a_start, region.a_end))
                self.b_apart.difference_update(range(region.b_start, region.b_end))

    def of_story(self, a_tail: int, b_tail: int) -> float:
        """Share of the shorter story, without the credits at its end, that the other has too."""
        shares = []
        for side, apart, tail in ((self.a, self.a_apart, a_tail), (self.b, self.b_apart, b_tail)):
            size = sum(map(_letters, side.tokens[:tail]))
            missing = sum(_letters(side.tokens[at]) for at in apart if at < tail)
            if size:
                shares.append((size - missing) / size)
        return max(shares, default=1.0)


def _doubted_photographer(score: float) -> Comparison:
    reason = "one story, but the photographers named are others"
    return Comparison(Verdict.UNSURE, score, reason, "photographer", 0.5)


def _other_photographer(a: Caption, b: Caption) -> bool:
    """Whether both captions name photographers, by full name, and have no name in common."""
    names = []
    for caption in (a, b):
        credited = [c.name for c in caption.credits if c.role is CreditRole.PHOTOGRAPHER]
        full = [clean(name).text for name in credited if " " in name]
        names.append({word for name in full for word in fold(name).split()})
    return bool(names[0] and names[1] and not names[0] & names[1])


def _unrelated(share: _Share) -> Comparison:
    reason = "the captions share little"
    return Comparison(Verdict.UNRELATED, share.score, reason, "unrelated", 0.9)


def _pardoned(
    a: PreparedCaption, b: PreparedCaption, edit: Edit, a_tail: int, b_tail: int, lexicon: Lexicon
) -> Edit:
    """The edit, free when it lies among the credits and restrictions at the ends of both."""
    region = edit.region
    if region.a_start < a_tail or region.b_start < b_tail:
        return edit
    a_range, b_range = (region.a_start, region.a_end), (region.b_start, region.b_end)
    if not region.one_sided and not credits_agree(a, a_range, b, b_range, lexicon):
        return edit
    return Edit(Weight.FREE, "credit or restriction", region)


def _letters(token: str) -> int:
    return _SPACELESS_WEIGHT if is_spaceless(token) else len(token)


def _moved_name(a: PreparedCaption, b: PreparedCaption, edits: list[Edit]) -> Edit | None:
    """The edit by which a name changed its place among other names, if there is one."""
    a_extra: dict[str, Edit] = {}
    b_extra: dict[str, Edit] = {}
    for edit in edits:
        region = edit.region
        for at in range(region.a_start, region.a_end):
            if a.words[at][:1].isupper() and len(a.words[at]) > 1:
                a_extra[a.tokens[at]] = edit
        for at in range(region.b_start, region.b_end):
            if b.words[at][:1].isupper() and len(b.words[at]) > 1:
                b_extra[b.tokens[at]] = edit
    for token, edit in a_extra.items():
        other = b_extra.get(token)
        free = ("aside", "credit or restriction", "date", "addition", "sentence")
        if other is None or other is edit or (edit.kind in free and other.kind in free):
            continue
        return Edit(Weight.DECISIVE, "order of names", _spanning(edit.region, other.region))
    return None


def _spanning(a_region: Region, b_region: Region) -> Region:
    return Region(a_region.a_start, a_region.a_end, b_region.b_start, b_region.b_end)


def _judged(
    a: PreparedCaption,
    b: PreparedCaption,
    edits: list[Edit],
    share: _Share,
) -> Comparison:
    """The verdict that follows from the edits."""
    decisive = [edit for edit in edits if edit.weight is Weight.DECISIVE]
    doubtful = [edit for edit in edits if edit.weight is Weight.DOUBTFUL]
    contains = _contains(edits)
    if decisive:
        shown = tuple(_difference(a, b, edit) for edit in decisive[:5])
        confidence = 0.75 if all(edit.kind == "wording" for edit in decisive) else 0.95
        return Comparison(
            Verdict.DIFFERENT,
            share.score,
            _reason(shown),
            decisive[0].kind,
            confidence,
            "",
            shown,
        )
    if doubtful:
        shown = tuple(_difference(a, b, edit) for edit in doubtful[:5])
        return Comparison(
            Verdict.UNSURE, share.score, _reason(shown), doubtful[0].kind, 0.5, contains, shown
        )
    if share.shared < _ENOUGH:
        return Comparison(
            Verdict.UNSURE, share.score, "too little text in common", "short", 0.3, contains
        )
    shown = tuple(_difference(a, b, edit) for edit in edits[:5])
    kinds = sorted({edit.kind for edit in edits})
    confidence = 0.9 if kinds and contains else 0.95
    return Comparison(
        Verdict.SAME,
        share.score,
        "newsroom edits only: " + ", ".join(kinds),
        kinds[0] if kinds else "equal",
        confidence,
        contains,
        shown,
    )


def _contains(edits: list[Edit]) -> str:
    """Which side holds all of the other and more: ``a``, ``b`` or neither."""
    a_more = any(edit.region.b_start == edit.region.b_end for edit in edits)
    b_more = any(edit.region.a_start == edit.region.a_end for edit in edits)
    if a_more == b_more:
        return ""
    return "a" if a_more else "b"


def _difference(a: PreparedCaption, b: PreparedCaption, edit: Edit) -> Difference:
    region = edit.region
    a_span = _bracketed(a.caption.raw, _raw_span(a, region.a_start, region.a_end))
    b_span = _bracketed(b.caption.raw, _raw_span(b, region.b_start, region.b_end))
    return Difference(
        a.caption.raw[slice(*a_span)], b.caption.raw[slice(*b_span)], a_span, b_span, edit.kind
    )


def _raw_span(side: PreparedCaption, start: int, end: int) -> Span:
    """Raw span of tokens; for none of them, the place where they are missing."""
    spans = side.raw_spans()
    if start < end:
        chosen = spans[start:end]
        return min(first for first, _ in chosen), max(last for _, last in chosen)
    at = spans[start - 1][1] if start else 0
    return at, at


def _bracketed(raw: str, span: Span) -> Span:
    """The span with the brackets right around it: "(R)" rather than "R"."""
    start, end = span
    last = end + 1 if raw[end : end + 1] == "." else end
    if start and raw[start - 1 : start] + raw[last : last + 1] in _BRACKETS and start < end:
        return start - 1, last + 1
    return span


def _reason(differences: tuple[Difference, ...]) -> str:
    parts = []
    for difference in differences[:3]:
        here, there = _quoted(difference.a), _quoted(difference.b)
        parts.append(f"{difference.kind}: {here} against {there}")
    return "; ".join(parts)


def _quoted(text: str) -> str:
    folded = " ".join(text.split())
    if not folded:
        return "nothing"
    return f'"{folded}"' if len(folded) <= 60 else f'"{folded[:57]}..."'


def _mirrored(comparison: Comparison) -> Comparison:
    """The comparison of B with A, given that of A with B."""
    reason = comparison.reason
    differences = tuple(
        Difference(d.b, d.a, d.span_b, d.span_a, d.kind) for d in comparison.differences
    )
    if comparison.verdict in (Verdict.DIFFERENT, Verdict.UNSURE) and differences:
        reason = _reason(differences)
    return Comparison(
        comparison.verdict,
        comparison.score,
        reason,
        comparison.rule,
        comparison.confidence,
        {"a": "b", "b": "a"}.get(comparison.contains, ""),
        differences,
    )
