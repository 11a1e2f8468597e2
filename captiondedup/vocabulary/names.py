"""Names in credit lines: agencies and other known names, words that tell organisations, persons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from captiondedup.errors import VocabularyError
from captiondedup.model import CreditRole
from captiondedup.vocabulary import load

NAME_TABLES = ("agencies.toml", "organisations.toml")
_ROLES = frozenset(role.value for role in CreditRole)
_SPACE = re.compile(r"\s+")
#: Words that stand in lower case inside the names of organisations, beside the particles.
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "&", "in", "on", "at", "to"})


@dataclass(frozen=True, slots=True)
class Agency:
    """A known name: canonical form, role in a credit, seat (ISO 3166-1 alpha-2, may be empty).

    ``stock`` is set for libraries whose photographers sign with a handle ("Shutterstock/oldpier").
    """

    id: str
    name: str
    role: CreditRole
    country: str
    aliases: tuple[str, ...]
    exact: tuple[str, ...]
    examples: tuple[str, ...]
    not_examples: tuple[str, ...]
    stock: bool = False


@dataclass(frozen=True, slots=True)
class NameTable:
    """All names and name words.

    ``folded`` maps a folded printed form to its agency, ``exact`` an exact one. ``words`` maps a
    lower-case word to the role it gives and where it must stand ("first", "last" or "any");
    ``endings`` does so for the last part of compound words ("Stadtarchiv").
    ``suffixes`` are endings of names in scripts without blanks. ``small_words`` are those that
    stand in lower case inside names, ``title_articles`` and ``ranks`` (with the blank behind them)
    stand before titles and persons. ``longest`` is the greatest number of words in a known name.
    """

    folded: Mapping[str, Agency]
    exact: Mapping[str, Agency]
    words: Mapping[str, tuple[CreditRole, str]]
    endings: Mapping[str, CreditRole]
    suffixes: Mapping[str, CreditRole]
    particles: frozenset[str]
    small_words: frozenset[str]
    name_suffixes: frozenset[str]
    title_articles: tuple[str, ...]
    ranks: tuple[str, ...]
    jobs: frozenset[str]
    nobody: frozenset[str]
    longest: int
    agencies: tuple[Agency, ...]

    def find(self, name: str) -> Agency | None:
        """The known name that is printed so, whatever its case; exact forms only as they are."""
        return self.exact.get(name) or self.folded.get(fold_name(name))

    def lower_case_words(self) -> frozenset[str]:
        """Every word that can stand in lower case within a name, a job or a stand-in for one."""
        forms = (*self.folded, *self.exact, *self.words, *self.jobs, *self.nobody)
        words = {
            part
            for form in forms
            for word in form.casefold().split()
            for part in (word, word.strip("."))
        }
        return frozenset(words) | self.small_words | self.name_suffixes

    def organisation_role(self, name: str) -> CreditRole | None:
        """The role that the words of an unknown name give it; None for a person's name."""
        words = [word.strip(".,()'\"").lower() for word in re.split(r"[\s-]+", name)]
        last = len(words) - 1
        for position in range(last, -1, -1):
            found = self.words.get(words[position])
            if found is None:
                role = self._role_of_compound(words[position])
                if role is not None:
                    return role
                continue
            role, where = found
            if (
                where == "any"
                or (where == "last" and position == last)
                or (where == "first" and position == 0)
            ):
                return role
        if not name.isascii():
            for size in range(min(5, len(name) - 1), 0, -1):
                role_of_suffix = self.suffixes.get(name[-size:])
                if role_of_suffix is not None:
                    return role_of_suffix
        return None

    def _role_of_compound(self, word: str) -> CreditRole | None:
        """The role that the ending of a compound word gives, three letters or more before it."""
        for size in range(len(word) - 3, 2, -1):
            role = self.endings.get(word[-size:])
            if role is not None:
                return role
        return None


@lru_cache(maxsize=65_536)
def fold_name(name: str) -> str:
    """A printed name as it is compared: case folded, white space folded, no full stop at its end.

    >>> fold_name("The  Associated PRESS.")
    'the associated press'
    """
    return _SPACE.sub(" ", name).strip(" .").casefold()


def load_names(house: Iterable[tuple[str, Mapping[str, Any]]] = ()) -> NameTable:
    """The name tables of the package, and a house's own entries after them.

    Raises:
        VocabularyError: an entry is wrong, or one printed form belongs to two names.
    """
    tables = [(name, load.read_packaged(name)) for name in NAME_TABLES]
    tables.extend((name, dict(table)) for name, table in house)
    agencies = [
        _agency(entry, name)
        for name, table in tables
        for entry in load.entries(table, "agency", name)
    ]
    folded: dict[str, Agency] = {}
    exact: dict[str, Agency] = {}
    for agency in agencies:
        _index(
            folded,
            (fold_name(form) for form in (agency.name, *agency.aliases)),
            agency,
            agency.exact,
        )
        _index(exact, agency.exact, agency, ())
    words: dict[str, tuple[CreditRole, str]] = {}
    endings: dict[str, CreditRole] = {}
    suffixes: dict[str, CreditRole] = {}
    persons: dict[str, set[str]] = {
        "particle": set(),
        "suffix": set(),
        "job": set(),
        "nobody": set(),
        "title_article": set(),
        "rank": set(),
    }
    for name, table in tables:
        _read_words(table, name, words, endings, suffixes)
        _read_persons(table, name, persons)
    return NameTable(
        folded=folded,
        exact=exact,
        words=words,
        endings=endings,
        suffixes=suffixes,
        particles=frozenset(persons["particle"]),
        small_words=frozenset(persons["particle"]) | _SMALL_WORDS,
        name_suffixes=frozenset(persons["suffix"]),
        title_articles=tuple(
            word if word.endswith("'") else word + " " for word in sorted(persons["title_article"])
        ),
        ranks=tuple(sorted((f"{word} " for word in persons["rank"]), key=len, reverse=True)),
        jobs=frozenset(persons["job"]),
        nobody=frozenset(persons["nobody"]),
        longest=max((len(form.split()) for form in folded), default=1),
        agencies=tuple(agencies),
    )


def _agency(entry: dict[str, Any], name: str) -> Agency:
    load.check_keys(
        entry,
        ("id", "name", "role", "examples"),
        ("country", "aliases", "exact", "stock", "not_examples", "notes", "source"),
        name,
    )
    if entry["role"] not in _ROLES:
        raise VocabularyError(
            f"{name}: entry '{entry['id']}': unknown role '{entry['role']}'; "
            f"known are {', '.join(sorted(_ROLES))}"
        )
    return Agency(
        id=entry["id"],
        name=entry["name"],
        role=CreditRole(entry["role"]),
        country=entry.get("country", ""),
        aliases=load.strings(entry, "aliases", name),
        exact=load.strings(entry, "exact", name),
        examples=load.strings(entry, "examples", name),
        not_examples=load.strings(entry, "not_examples", name),
        stock=bool(entry.get("stock", False)),
    )


def _index(
    index: dict[str, Agency], forms: Iterable[str], agency: Agency, exact: tuple[str, ...]
) -> None:
    """Enter printed forms, but for those that only count in their exact case."""
    hidden = {fold_name(form) for form in exact}
    for form in forms:
        if form in hidden:
            continue
        other = index.setdefault(form, agency)
        if other.id != agency.id:
            raise VocabularyError(
                f"'{form}' is a form of both '{other.id}' and '{agency.id}'; keep it in one"
            )


def _read_words(
    table: Mapping[str, Any],
    name: str,
    words: dict[str, tuple[CreditRole, str]],
    endings: dict[str, CreditRole],
    suffixes: dict[str, CreditRole],
) -> None:
    for entry in load.entries(table, "word", name):
        load.check_keys(
            entry,
            ("id", "role", "words"),
            ("position", "language", "examples", "not_examples", "notes"),
            name,
        )
        role = CreditRole(entry["role"])
        for word in load.strings(entry, "words", name):
            if word.startswith("-"):
                endings[word[1:].lower()] = role
            elif word.isascii() or (word[0].isalpha() and word.lower() != word.upper()):
                words[word.lower()] = (role, entry.get("position", "any"))
            else:
                suffixes[word] = role


def _read_persons(table: Mapping[str, Any], name: str, persons: dict[str, set[str]]) -> None:
    for entry in load.entries(table, "person", name):
        load.check_keys(
            entry, ("id", "kind", "words"), ("language", "examples", "not_examples", "notes"), name
        )
        if entry["kind"] not in persons:
            raise VocabularyError(
                f"{name}: entry '{entry['id']}': unknown kind '{entry['kind']}'; "
                f"known are {', '.join(persons)}"
            )
        persons[entry["kind"]].update(word.lower() for word in load.strings(entry, "words", name))
