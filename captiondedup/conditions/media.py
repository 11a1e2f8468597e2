"""Media as restrictions and profiles name them, and which is part of which.

Source: the media codes of the vocabulary (``medium_only``, ``medium_excluded``). "Print" covers
whatever is printed; whether an online licence covers apps and social networks is disputed between
agencies and desks, so it is never taken for granted when it would allow something.
"""

from __future__ import annotations

from collections.abc import Iterable

#: Parts of a medium that any licence for the whole covers.
_CERTAIN_PARTS = {"print": frozenset({"newspaper", "magazine"})}
#: Parts that a ban on the whole covers; a licence for the whole perhaps does not.
_PARTS = {
    "print": frozenset({"newspaper", "magazine", "book_cover"}),
    "online": frozenset({"mobile", "social", "usenet"}),
}


def is_allowed_medium(medium: str, only: Iterable[str]) -> bool | None:
    """Return whether a medium is within the media allowed; None when that is disputed.

    >>> is_allowed_medium("newspaper", ["print"]), is_allowed_medium("online", ["print"])
    (True, False)
    >>> is_allowed_medium("social", ["online"]) is None
    True
    """
    allowed = frozenset(only)
    certain = allowed.union(*(_CERTAIN_PARTS.get(each, frozenset()) for each in allowed))
    if medium in certain:
        return True
    disputed = frozenset[str]().union(*(_PARTS.get(each, frozenset()) for each in allowed))
    return None if medium in disputed or _PARTS.get(medium, frozenset()) & allowed else False


def is_excluded_medium(medium: str, excluded: Iterable[str]) -> bool | None:
    """Return whether a ban covers a medium; None when it bans a part of it.

    >>> is_excluded_medium("mobile", ["online"]), is_excluded_medium("print", ["online"])
    (True, False)
    >>> is_excluded_medium("print", ["magazine"]) is None
    True
    """
    banned = frozenset(excluded)
    if medium in banned.union(*(_PARTS.get(each, frozenset()) for each in banned)):
        return True
    return None if _PARTS.get(medium, frozenset()) & banned else False


def all_parts(media: Iterable[str]) -> frozenset[str]:
    """Return the media with every part of them, disputed ones too.

    >>> sorted(all_parts(["print"]))
    ['book_cover', 'magazine', 'newspaper', 'print']
    """
    named = frozenset(media)
    return named.union(*(_PARTS.get(each, frozenset()) for each in named))
