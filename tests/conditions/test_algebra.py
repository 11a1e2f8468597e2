"""The algebra of conditions: order-free, idempotent, associative, and never milder."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.check.restrictions import weigh
from captiondedup.check.run import worst
from captiondedup.check.weighing import Weighing
from captiondedup.conditions.meaning import (
    describe_restriction,
    is_at_least_as_strict,
    restriction_meaning,
)
from captiondedup.conditions.moments import is_before, moments_of, read_moments
from captiondedup.conditions.territory import (
    effective_territory,
    is_covered,
    overlaps,
    reduce_places,
)
from captiondedup.config import WORLDWIDE, PublicationProfile, Use
from captiondedup.config.profile import MEDIA
from captiondedup.model import (
    Credit,
    CreditRole,
    Decision,
    Evidence,
    Photo,
    Place,
    Restriction,
    RestrictionCode,
)

PLACES = ("GB", "GB-SCT", "GB-WLS", "US", "US-NY", "FR", "IS", "NO")
REGIONS = {"NORTH": ("IS", "NO"), "ISLES": ("GB", "IS")}
WIDER = {"NORTH": ("IS", "NO", "FR")}


def members(region: str, /, *, widest: bool = False) -> tuple[str, ...] | None:
    return (WIDER if widest else {}).get(region) or REGIONS.get(region)


place_sets = st.frozensets(st.sampled_from(PLACES), max_size=5).map(reduce_places)
evidences = st.builds(
    lambda text: Evidence(Place("a.html", "figcaption", 1), (0, len(text)), text),
    st.sampled_from(["NO X", "only y", ""]),
)


def tuples(values: tuple[str, ...], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=most).map(
        lambda found: tuple(sorted(found))
    )


restrictions = st.builds(
    Restriction,
    code=st.sampled_from([code for code in RestrictionCode if code is not RestrictionCode.LICENSE]),
    evidence=evidences,
    countries=tuples(PLACES),
    regions=tuples(("NORTH", "ISLES", "NOWHERE"), 1),
    media=tuples(MEDIA),
    outlets=tuples(("Fjord Gazette", "Harbour Echo"), 2),
    date=st.sampled_from([None, "2031-05", "2031-05-01", "2031-05-01T18:00Z", "2031-05-02T18:00"]),
    hours=st.sampled_from([None, 24, 48]),
    seconds=st.sampled_from([None, 10, 30]),
    credit=st.sampled_from([None, "Mira Olan", "Mira Olan/Nordbild"]),
    context=st.sampled_from([None, "the fire"]),
    count=st.sampled_from([None, 1, 2]),
    exceptions=tuples(("online", "crop"), 1),
    uncertain=st.booleans(),
)
flags = st.sampled_from([None, True, False])
moments = st.sampled_from(
    [None, datetime(2031, 4, 30, 12, tzinfo=UTC), datetime(2031, 5, 2, 17, tzinfo=UTC)]
)
profiles = st.builds(
    PublicationProfile,
    name=st.just("desk"),
    territories=st.none() | st.just((WORLDWIDE,)) | tuples(PLACES).filter(bool),
    geo_blocking=flags,
    media=st.none() | tuples(MEDIA).filter(bool),
    outlet=st.none() | tuples(("Fjord Gazette", "Harbour Echo"), 2),
    use=st.none() | st.sampled_from(list(Use)),
    syndication=flags,
    resale=flags,
    archive=flags,
    publish_at=moments,
    unpublish_at=st.sampled_from([None, datetime(2031, 5, 9, tzinfo=UTC)]),
    credit_printed=st.sampled_from([None, "", "{photographer}", "{credit}"]),
    alterations=st.none() | tuples(("crop", "mirror"), 2),
    ai_use=flags,
    strict=st.booleans(),
)


def outcome(restriction: Restriction, profile: PublicationProfile) -> Decision:
    credit = Credit(CreditRole.PHOTOGRAPHER, "Mira Olan", restriction.evidence)
    photo = Photo("p", "A pier.", ("a#1",), (), None, (credit,), (restriction,))
    judgement = weigh(restriction, Weighing(photo, profile, None, members))
    return judgement.decision if judgement else Decision.CLEAR


@given(place_sets, place_sets, place_sets)
def test_intersection_of_places_is_commutative_associative_and_idempotent(
    a: frozenset[str], b: frozenset[str], c: frozenset[str]
) -> None:
    assert overlaps(a, b) == overlaps(b, a)
    assert overlaps(a, overlaps(b, c)) == overlaps(overlaps(a, b), c)
    assert overlaps(a, a) == a


@given(place_sets, place_sets, st.sampled_from(PLACES))
def test_intersection_holds_exactly_the_places_that_lie_in_both(
    a: frozenset[str], b: frozenset[str], place: str
) -> None:
    assert is_covered(place, overlaps(a, b)) == (is_covered(place, a) and is_covered(place, b))


@given(st.lists(restrictions, max_size=5), st.randoms(use_true_random=False))
def test_effective_territory_does_not_depend_on_order_or_repetition(
    terms: list[Restriction], random: object
) -> None:
    shuffled = terms + terms[:2]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert effective_territory(shuffled, members) == effective_territory(terms, members)


@given(st.lists(restrictions, max_size=4), restrictions, st.sampled_from(PLACES))
def test_one_more_restriction_never_opens_a_place(
    terms: list[Restriction], more: Restriction, place: str
) -> None:
    def is_open(stated: list[Restriction]) -> bool:
        left = effective_territory(stated, members)
        inside = left.only is None or is_covered(place, left.only)
        return inside and not is_covered(place, left.excluded)

    assert is_open(terms) or not is_open([*terms, more])


@given(restrictions, restrictions, profiles)
def test_a_stricter_restriction_never_comes_out_milder(
    a: Restriction, b: Restriction, profile: PublicationProfile
) -> None:
    if is_at_least_as_strict(a, b, members):
        decisions = outcome(a, profile), outcome(b, profile)
        assert worst(decisions) is decisions[0]


@given(restrictions)
def test_a_restriction_is_as_strict_as_itself_wherever_it_stands(restriction: Restriction) -> None:
    if restriction.code is RestrictionCode.UNPARSED:
        return
    elsewhere = replace(restriction, evidence=Evidence(Place("b.jpg"), (3, 4), "x"), rule="other")
    assert restriction_meaning(elsewhere) == restriction_meaning(restriction)
    assert is_at_least_as_strict(restriction, elsewhere, members)


def term(code: str, **parameters: object) -> Restriction:
    evidence = Evidence(Place("a.html", "figcaption", 1), (0, 5), "WORDS")
    return Restriction(RestrictionCode(code), evidence, **parameters)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("a", "b", "stricter"),
    [
        # A shorter list of allowed places is stricter, in one direction only.
        (term("territory_only", countries=("IS",)), term("territory_only", regions=("NORTH",)), 1),
        (term("territory_only", regions=("NORTH",)), term("territory_only", countries=("IS",)), 0),
        # A longer list of forbidden places is stricter.
        (
            term("territory_excluded", countries=("GB",)),
            term("territory_excluded", countries=("GB-SCT",)),
            1,
        ),
        # Who publishes nothing but news publishes no advertisement; not the other way round.
        (term("editorial_only"), term("no_commercial"), 1),
        (term("no_commercial"), term("editorial_only"), 0),
        # A later embargo, an earlier expiry, a smaller count.
        (term("embargo", date="2031-05-02T00:00Z"), term("embargo", date="2031-05-01T00:00Z"), 1),
        (term("expiry", date="2031-05-01T00:00Z"), term("expiry", date="2031-05-02T00:00Z"), 1),
        (term("one_time_use"), term("one_time_use", count=2), 1),
        # Dates whose order hangs on a zone are not compared.
        (term("embargo", date="2031-05-01T12:00"), term("embargo", date="2031-05-01T06:00"), 0),
        # A condition for everywhere includes the one for a country.
        (term("no_sale"), term("no_sale", countries=("NO",)), 1),
        (term("no_sale", countries=("NO",)), term("no_sale"), 0),
        # An exception makes it milder.
        (term("no_sale", exceptions=("members",)), term("no_sale"), 0),
        (term("no_sale"), term("no_sale", exceptions=("members",)), 1),
        # What is read from an ambiguous name includes nothing.
        (
            term("territory_only", countries=("GE",), uncertain=True),
            term("territory_only", countries=("GE",)),
            0,
        ),
        # Different credits are different conditions.
        (term("mandatory_credit", credit="A"), term("mandatory_credit", credit="B"), 0),
    ],
)
def test_which_of_two_is_stricter(a: Restriction, b: Restriction, stricter: int) -> None:
    assert is_at_least_as_strict(a, b, members) is bool(stricter)


@pytest.mark.parametrize(
    ("text", "end", "first", "last"),
    [
        # An instant with a zone is one instant.
        ("2031-05-01T18:00:00+02:00", False, "2031-05-01T16:00", "2031-05-01T16:00"),
        # A month begins with its first day and ends with the next month's.
        ("2031-12", False, "2031-11-30T00:00", "2031-12-02T00:00"),
        ("2031-12", True, "2031-12-31T00:00", "2032-01-02T00:00"),
        ("2031", True, "2031-12-31T00:00", "2032-01-02T00:00"),
    ],
)
def test_dates_are_as_exact_as_they_are_written(
    text: str, end: bool, first: str, last: str
) -> None:
    found = read_moments(text, end=end)
    assert found is not None
    assert found.first == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert found.last == datetime.fromisoformat(last).replace(tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "tomorrow", "2031-13-01", "2031-02-30", "20310", "T18:00"])
def test_what_is_no_date_is_no_date(text: str) -> None:
    assert read_moments(text) is None


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "9999", "9999-12-31T23:59+00:00"])
def test_the_ends_of_the_calendar_do_not_overflow(text: str) -> None:
    for end in (False, True):
        found = read_moments(text, end=end)
        assert found is None or found.first <= found.last


@given(st.datetimes(), st.datetimes())
def test_before_and_after_exclude_each_other(a: datetime, b: datetime) -> None:
    one, other = moments_of(a), moments_of(b)
    assert not (is_before(one, other) is True and is_before(other, one) is True)


def test_restriction_is_described_with_all_that_it_says() -> None:
    full = term("outlet_only", outlets=("Fjord Gazette",), exceptions=("Sundays",), uncertain=True)
    assert describe_restriction(full) == "outlet_only “Fjord Gazette” except Sundays ?"
    assert describe_restriction(term("unparsed")) == "unparsed “WORDS”"
