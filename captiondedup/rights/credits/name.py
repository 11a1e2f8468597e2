"""One name of a credit line: whose it is, by the names table, its words or its shape."""

from __future__ import annotations

import re
from dataclasses import dataclass

from captiondedup.model import CreditRole
from captiondedup.vocabulary.names import NameTable

#: A word that ends a sentence and is no abbreviation of a title or rank.
_SENTENCE_WORD = re.compile(r"[^\W\d_]{5,}\.$|\d{4}\.$")
#: A name in a script without capitals has at most so many words; more are a sentence.
_CASELESS_WORDS = 4
_INITIAL = re.compile(r"(?:[A-Z\u00c0-\u00dd]\.?){1,3}$")
_HANDLE = re.compile(
    r"@\w[\w.]{1,40}$|(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}(?:/\S*)?$", re.I
)
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|fr|es|it|pt|nl|be|at|ch|uk|kr|jp|cn|tw|gov|edu|int|info|eu|no|se|dk|fi|pl|ru|br|mx|au|ca|us|tv|io|ai)(?:/\S*)?$",
    re.I,
)
CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ChainPart:
    """One name of a chain, ``[start, end)`` in cleaned text. ``sure`` if table or words tell."""

    role: CreditRole
    name: str
    start: int
    end: int
    canonical: str | None = None
    sure: bool = False


def read_name(
    text: str, start: int, end: int, names: NameTable, role: CreditRole | None
) -> ChainPart | None:
    """One name with its role, or None when the words have not the shape of a name."""
    name = text[start:end]
    agency = names.find(name)
    if agency is not None:
        return ChainPart(agency.role, name, start, end, agency.name, sure=True)
    if len(name) > _LONGEST_NAME or not name:
        return None
    if name.startswith("@") and _HANDLE.match(name):
        return ChainPart(role or CreditRole.PROVIDER, name, start, end)
    if _DOMAIN.match(name):
        return ChainPart(CreditRole.PROVIDER, name, start, end)
    organisation = names.organisation_role(name)
    if not _name_shaped(name, names, organisation is not None):
        return None
    if organisation is not None:
        return ChainPart(organisation, name, start, end, sure=True)
    if role is not None and role is not CreditRole.PHOTOGRAPHER:
        return ChainPart(role, name, start, end)
    if person_shaped(name, names):
        return ChainPart(CreditRole.PHOTOGRAPHER, name, start, end)
    return ChainPart(CreditRole.PROVIDER, name, start, end)


def _name_shaped(name: str, names: NameTable, organisation: bool) -> bool:
    """Whether words can be a name: capitalised but for particles; short in CJK scripts."""
    if CJK.search(name):
        return len(name) <= (24 if organisation else 16) and not re.search(r"[\u3002\uff0c]", name)
    words = name.split()
    if len(words) > (12 if organisation else 6):
        return False
    small = names.small_words
    if any(_SENTENCE_WORD.search(word) for word in words[:-1]):
        return False
    content = [word.strip("'\"().,") for word in words]
    if not content[0] or not (
        content[0][0].isupper()
        or content[0][0].isdigit()
        or content[0].lower() in names.particles
        or (_is_caseless(content[0]) and len(words) <= _CASELESS_WORDS)
    ):
        return False
    return all(
        not word
        or not word[0].isalpha()
        or word[0].isupper()
        or not word[0].islower()
        or word.lower() in small
        or word.lower().split("-")[0] in small
        or "'" in word[:3]
        for word in content
    ) and any(char.isalpha() for char in name)


def _is_caseless(word: str) -> bool:
    """Whether a word is in a script without capitals, as Arabic, Hebrew, Thai or Devanagari."""
    first = word[0]
    return first.isalpha() and first.lower() == first.upper()


def person_shaped(name: str, names: NameTable) -> bool:
    """Whether a name has the shape of a person's: two to five names, initials and particles.

    CJK names count by their length: two to five characters, or up to twelve in kana.
    """
    if CJK.search(name):
        bare = name.replace(" ", "")
        kana = re.fullmatch(r"[\u30a0-\u30ff\u30fb=]+", bare)
        spaced_hangul = " " in name and re.search(r"[\uac00-\ud7a3]", name)
        return not spaced_hangul and 2 <= len(bare) <= (12 if kana else 5)
    if "/" in name:
        return False
    for rank in names.ranks:
        if name.casefold().startswith(rank):
            name = name[len(rank) :]
            break
    words = [word.strip(",") for word in name.split()]
    if len(words) == 1:
        return bool(re.fullmatch(r"[A-Z]\.[ -]?[A-Z][\w'-]+", name))
    if len(words) > 5 or any(char.isdigit() for char in name) or name.endswith("!"):
        return False
    full = [
        word for word in words if len(word.strip(".")) > 1 and word.lower() not in names.particles
    ]
    if "of" in words or "the" in (word.lower() for word in words) or "and" in words or "&" in words:
        return False
    return bool(full) and all(
        word[0].isupper()
        or _is_caseless(word)
        or word.lower() in names.particles
        or _INITIAL.match(word)
        or "'" in word[:3]
        or word.lower().split("-")[0] in names.particles
        for word in words
    )
