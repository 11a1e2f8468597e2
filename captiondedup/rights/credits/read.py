"""Finds the credits of a caption: where credit lines stand, and who is named in them.

Credit lines stand behind a mark ("Photo by"), in brackets, after the last sentence, before the
first, or make up the whole text; names of providers and publishers also stand inside a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from captiondedup.rights.credits.brackets import read_brackets
from captiondedup.rights.credits.chain import read_chain
from captiondedup.rights.credits.marked import read_marked
from captiondedup.rights.credits.name import ChainPart
from captiondedup.rights.credits.sheet import (
    BLANKS,
    DASH,
    LONGEST_LINE,
    CreditReading,
    CreditSheet,
    mostly_names,
)
from captiondedup.rights.credits.tail import read_head, read_sentences, read_tail
from captiondedup.rights.phrases import PhraseMatch
from captiondedup.vocabulary.phrases import PhraseKind
from captiondedup.vocabulary.tables import Vocabulary

#: What links the names of a credit line that has no mark.
_LINK = re.compile(r"[/|]|\b(?:via|for|on|auf|sur)\b")
_BEFORE_BRACKET = re.compile(r"([^()\[\]]{3,}?)\s?[(\[][^()\[\]]+[)\]]\W*$")
_INLINE_NAME = re.compile(
    r"(?:(?:[A-Z]\w+(?:'s|s')|[a-z]+(?:'s)?|the|The)\s){0,3}?"
    r"(?P<name>(?![A-Z]\w+'s?\s)[A-Z@][\w.&'@-]*"
    r"(?:(?:\s|\s(?:of|and|for|de|del|the|of the|&|and the|for the)\s|/)[A-Z0-9@][\w.&'-]*){0,9})"
)
_SENTENCE_BREAK = re.compile(r"(?:[^\W\d_]{3,}|[\uac00-\ud7a3]{2,})[.!?]\s+/?\s?\S")


def find_credits(
    text: str, matches: Sequence[PhraseMatch], vocabulary: Vocabulary, *, credit_field: bool = False
) -> CreditReading:
    """The credits of a cleaned text, given the phrases already found in it.

    ``credit_field`` says that the text is a credit line by its place (IPTC Credit Line, Creator):
    a bare name is then a photographer.
    """
    sheet = CreditSheet(text, matches, vocabulary)
    if read_whole(sheet, credit_field=credit_field):
        return sheet.reading(whole=True)
    read_demanded(sheet)
    read_marked(sheet)
    read_brackets(sheet)
    read_head(sheet)
    read_sentences(sheet)
    read_tail(sheet)
    read_inline(sheet)
    return sheet.reading(whole=False)


def read_whole(sheet: CreditSheet, *, credit_field: bool) -> bool:
    """Whether the whole text is one credit line."""
    text = sheet.text
    if len(text) > LONGEST_LINE or "\n" in text.strip():
        return False
    if any(
        match.rule.code == "inline" or (match.start > 1 and match.rule.code == "line")
        for match in sheet.markers
    ):
        return False
    chain = sheet.names(0, len(text))
    if chain is None or _SENTENCE_BREAK.search(text) or _describes_before_bracket(sheet):
        return False
    rest = sheet.masked.strip(BLANKS)
    marked = any(match.start <= 1 for match in sheet.markers)
    if not credit_field and not marked and not mostly_names(chain):
        return False
    named = chain.known or any(part.sure for part in chain.parts)
    linked = chain.separators and (
        _LINK.search(rest) or (DASH.search(rest) and _begins_with_label(sheet))
    )
    linked = linked or sheet.has_label_between(0, len(text))
    licensed = any(match.rule.kind is PhraseKind.LICENSE for match in sheet.matches)
    if not (
        credit_field
        or marked
        or (named and (linked or (len(chain.parts) == 1 and chain.known)))
        or (licensed and chain.persons)
    ):
        return False
    if any(match.rule.code == "copyright" for match in sheet.markers):
        read_marked(sheet)
        return bool(sheet.zones) and _all_read(sheet.masked, sheet.zones)
    sheet.take(chain, 0, len(text))
    return True


def _describes_before_bracket(sheet: CreditSheet) -> bool:
    """Whether words that are no byline stand before a closing bracket of names."""
    if "(" not in sheet.masked and "[" not in sheet.masked:
        return False
    found = _BEFORE_BRACKET.match(sheet.masked)
    if found is None:
        return False
    chain = sheet.chain(*found.span(1))
    return not chain.known and not (chain.parts and chain.persons == len(chain.parts))


def _begins_with_label(sheet: CreditSheet) -> bool:
    """Whether the text begins with "Photo" or the like, without any mark."""
    return sheet.vocabulary.lists["credit_prefix"].compiled().match(sheet.masked) is not None


def read_demanded(sheet: CreditSheet) -> None:
    """Names in credit lines that a restriction demands."""
    for match in sheet.matches:
        if match.terms is not None and match.terms.credit_span is not None:
            sheet.parts.extend(
                read_chain(sheet.text, *match.terms.credit_span, sheet.vocabulary).parts
            )


def read_inline(sheet: CreditSheet) -> None:
    """Names of providers and publishers inside sentences; the sentence stays."""
    for marker in sheet.markers:
        if marker.rule.code != "inline" or marker.rule.role is None:
            continue
        found = _INLINE_NAME.match(sheet.text, marker.end)
        if found is None:
            continue
        name = found["name"].rstrip(".'")
        start = found.start("name")
        if re.fullmatch(r"[A-Z]\w+'s?", name):
            continue
        known = sheet.vocabulary.names.find(name)
        sheet.parts.append(
            ChainPart(
                marker.rule.role,
                name,
                start,
                start + len(name),
                known.name if known else None,
                sure=True,
            )
        )


def _all_read(masked: str, zones: Iterable[tuple[int, int]]) -> bool:
    rest = list(masked)
    for start, end in zones:
        rest[start:end] = " " * (end - start)
    return not "".join(rest).strip(BLANKS + "()[]<>")
