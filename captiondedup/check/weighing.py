"""What a restriction is weighed against, and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from captiondedup.conditions.territory import RegionMembers
from captiondedup.config import NEUTRAL_PROFILE, PublicationProfile
from captiondedup.model import Decision, Evidence, Photo

#: Answers, for a photo, where it was published before; None when nobody keeps count.
EarlierUses = Callable[[Photo], tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True)
class Weighing:
    """One photo before one profile at one time.

    ``on`` is the time of the check. ``shown_altered`` says in words how copies of the photo were
    found to be altered, with the kind first: ``crop``, ``mirror`` or ``overprint``.
    """

    photo: Photo
    profile: PublicationProfile
    on: datetime | None
    region_members: RegionMembers
    earlier_uses: EarlierUses | None = None
    shown_altered: tuple[tuple[str, str], ...] = ()

    @property
    def publication(self) -> datetime | None:
        """When the photo runs: as the profile says, or else at the time of the check."""
        return self.profile.publish_at or self.on


@dataclass(frozen=True, slots=True)
class Judgement:
    """The outcome for one restriction: the decision, the profile key behind it, and why."""

    decision: Decision
    key: str
    because: str


def blocked(key: str, because: str) -> Judgement:
    """Return a judgement that the photo may not run."""
    return Judgement(Decision.BLOCKED, key, because)


def review(key: str, because: str) -> Judgement:
    """Return a judgement that a person must decide."""
    return Judgement(Decision.REVIEW, key, because)


def not_stated(weighing: Weighing, key: str) -> Judgement:
    """Return the judgement for a profile key that nobody filled in."""
    if weighing.profile is NEUTRAL_PROFILE:
        return review(key, f"no profile was given to say {key}")
    return review(key, f"the profile does not say {key}")


def stated(key: str, value: object) -> str:
    """Return a key with its value as the desk would write it in the profile.

    >>> stated("resale", True)
    'resale = true'
    >>> stated("media", ("online", "print"))
    'media = ["online", "print"]'
    """
    return f"{key} = {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    return value.isoformat() if isinstance(value, datetime) else f'"{value}"'
