"""One photo out of many sightings: nothing is lost, the order does not matter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.conditions.meaning import distinct_credits, distinct_restrictions
from captiondedup.model import (
    Caption,
    Cluster,
    Credit,
    CreditRole,
    Evidence,
    FieldKind,
    ImageReference,
    Photo,
    Place,
    Restriction,
    RestrictionCode,
    Sighting,
    SightingRole,
)
from captiondedup.rights.reconcile import reconcile

NORTH = ("IS", "NO")


def members(region: str, /, *, widest: bool = False) -> tuple[str, ...] | None:
    return NORTH if region == "NORTH" else None


def term(code: str, words: str = "WORDS", **parameters: object) -> Restriction:
    evidence = Evidence(Place(), (0, len(words)), words)
    return Restriction(RestrictionCode(code), evidence, **parameters)  # type: ignore[arg-type]


def name(role: str, printed: str, canonical: str | None = None) -> Credit:
    return Credit(
        CreditRole(role), printed, Evidence(Place(), (0, len(printed)), printed), canonical
    )


def caption(
    *stated: Restriction | Credit,
    text: str = "A pier at night.",
    kind: FieldKind = FieldKind.CAPTION,
    license_id: str | None = None,
) -> Caption:
    return Caption(
        kind,
        raw=text,
        description=text,
        credits=tuple(each for each in stated if isinstance(each, Credit)),
        restrictions=tuple(each for each in stated if isinstance(each, Restriction)),
        license=license_id,
    )


def sighting(identifier: str, *captions: Caption, file: str | None = None) -> Sighting:
    """Return an appearance whose captions and statements stand where it stands."""
    source = identifier.partition("#")[0]

    def placed(number: int, each: Caption) -> Caption:
        place = Place(source, "figcaption", number)
        return replace(
            each,
            place=place,
            credits=tuple(
                replace(c, evidence=replace(c.evidence, place=place)) for c in each.credits
            ),
            restrictions=tuple(
                replace(r, evidence=replace(r.evidence, place=place)) for r in each.restrictions
            ),
        )

    return Sighting(
        identifier,
        source,
        Place(source),
        SightingRole.INLINE if "#" in identifier else SightingRole.FILE,
        image=ImageReference(file, file=file) if file else None,
        captions=tuple(placed(number, each) for number, each in enumerate(captions, 1)),
    )


def photo_of(*sightings: Sighting, sizes: dict[str, tuple[int, int]] | None = None) -> Photo:
    by_id = {each.id: each for each in sightings}
    return reconcile(Cluster(tuple(by_id)), by_id, sizes or {}, members)


def codes(photo: Photo) -> list[str]:
    return [conflict.code for conflict in photo.conflicts]


# --- what a photo holds ------------------------------------------------------------------------


def test_every_statement_of_one_meaning_keeps_its_evidence() -> None:
    no_sale = term("no_sale", "NOT FOR SALE")
    photo = photo_of(sighting("a.html#1", caption(no_sale)), sighting("b.html#1", caption(no_sale)))
    assert [each.evidence.place.source for each in photo.restrictions] == ["a.html", "b.html"]
    assert distinct_restrictions(photo) == photo.restrictions[:1]


def test_all_credits_are_kept_in_the_order_of_the_chain() -> None:
    chain = caption(name("photographer", "Mira Olan"), name("agency", "Nordbild"))
    again = caption(name("agency", "NORDBILD"))
    photo = photo_of(sighting("a.html#1", chain), sighting("b.html#1", again))
    assert [credit.name for credit in distinct_credits(photo)] == ["Mira Olan", "Nordbild"]
    assert len(photo.credits) == 3


def test_largest_file_leads_and_longest_caption_describes() -> None:
    photo = photo_of(
        sighting("a.html#1", caption(text="A pier."), file="small.jpg"),
        sighting("big.jpg", caption(text="A pier at night, seen from the mole.")),
        sighting("small.jpg"),
        sizes={"small.jpg": (300, 200), "big.jpg": (3000, 2000)},
    )
    assert photo.lead == "big.jpg"
    assert photo.files == ("big.jpg", "small.jpg")
    assert photo.description == "A pier at night, seen from the mole."


def test_alt_text_describes_only_where_there_is_no_caption() -> None:
    alt = caption(text="A very long alternative text of a pier", kind=FieldKind.ALT)
    assert photo_of(sighting("a.html#1", alt, caption(text="A pier."))).description == "A pier."
    assert photo_of(sighting("a.html#1", alt)).description.startswith("A very long")


def test_photo_without_any_file_has_no_lead() -> None:
    assert photo_of(sighting("a.html#1", caption())).lead is None


def test_licence_of_a_caption_is_a_term_of_the_photo() -> None:
    photo = photo_of(sighting("a.html#1", caption(license_id="CC-BY-4.0")))
    assert photo.licenses == ("CC-BY-4.0",)
    assert [each.license for each in photo.restrictions] == ["CC-BY-4.0"]


# --- drift -------------------------------------------------------------------------------------

NO_SALE = term("no_sale", "NOT FOR SALE")

DRIFTS = [
    # The copy lost it.
    ([sighting("a.html#1", caption(NO_SALE)), sighting("b.html#1", caption())], ["b.html"]),
    # A caption printed twice in one article, once as alternative text: nothing is lost.
    ([sighting("a.html#1", caption(NO_SALE), caption(NO_SALE, kind=FieldKind.ALT))], []),
    # ... nor if only one of the two states it.
    ([sighting("a.html#1", caption(NO_SALE), caption(kind=FieldKind.ALT))], []),
    # A text dump prints the caption twice, as two sightings that both state it.
    ([sighting("a.txt#1", caption(NO_SALE)), sighting("a.txt#2", caption(NO_SALE))], []),
    # An image file without any metadata has nothing to lose.
    ([sighting("a.html#1", caption(NO_SALE)), sighting("pier.jpg")], []),
    # An image file whose caption lost it has.
    ([sighting("a.html#1", caption(NO_SALE)), sighting("pier.jpg", caption())], ["pier.jpg"]),
    # A short alternative text is no caption, nor is a credit line.
    (
        [
            sighting("a.html#1", caption(NO_SALE)),
            sighting("b.html#1", caption(text="Pier", kind=FieldKind.ALT)),
            sighting("c.html#1", caption(name("agency", "Nordbild"), kind=FieldKind.CREDIT)),
        ],
        [],
    ),
    # An alternative text with its credit is a whole caption.
    (
        [
            sighting("a.html#1", caption(NO_SALE)),
            sighting("b.html#1", caption(name("agency", "Nordbild"), kind=FieldKind.ALT)),
        ],
        ["b.html"],
    ),
    # An empty caption says nothing, so it lost nothing.
    ([sighting("a.html#1", caption(NO_SALE)), sighting("b.html#1", caption(text=" "))], []),
    # Stricter words keep it.
    (
        [
            sighting("a.html#1", caption(term("no_sale", countries=("NO",)))),
            sighting("b.html#1", caption(NO_SALE)),
        ],
        ["a.html"],
    ),
    # A longer list of allowed countries lost the shorter one.
    (
        [
            sighting("a.html#1", caption(term("territory_only", countries=("IS",)))),
            sighting("b.html#1", caption(term("territory_only", regions=("NORTH",)))),
        ],
        ["b.html"],
    ),
]


@pytest.mark.parametrize(("sightings", "lost_in"), DRIFTS)
def test_drift_is_what_a_captioned_copy_lost(sightings: list[Sighting], lost_in: list[str]) -> None:
    photo = photo_of(*sightings)
    assert [place.source for drift in photo.drifts for place in drift.missing_in] == lost_in


# --- conflict ----------------------------------------------------------------------------------


def two(first: Caption, second: Caption) -> Photo:
    return photo_of(sighting("a.html#1", first), sighting("b.html#1", second))


CONFLICTS = [
    # Two countries, each the only one.
    (
        caption(term("territory_only", countries=("IS",))),
        caption(term("territory_only", countries=("NO",))),
        ["territory_empty"],
    ),
    # The only region, and its countries out.
    (
        caption(term("territory_only", countries=("NO",))),
        caption(term("territory_excluded", regions=("NORTH",))),
        ["territory_empty"],
    ),
    # A country and a part of it have the part in common.
    (
        caption(term("territory_only", countries=("GB",))),
        caption(term("territory_only", countries=("GB-SCT",))),
        [],
    ),
    # An unknown region may leave something.
    (
        caption(term("territory_only", countries=("IS",))),
        caption(term("territory_only", regions=("SOMEWHERE",))),
        [],
    ),
    # An ambiguous name contradicts nothing for sure.
    (
        caption(term("territory_only", countries=("IS",))),
        caption(term("territory_only", countries=("GE",), uncertain=True)),
        [],
    ),
    # Magazines only, newspapers only: nothing is left, though both are print.
    (
        caption(term("medium_only", media=("magazine",))),
        caption(term("medium_only", media=("newspaper",))),
        ["media_empty"],
    ),
    (
        caption(term("medium_only", media=("print",))),
        caption(term("medium_only", media=("newspaper",))),
        [],
    ),
    (
        caption(term("medium_only", media=("newspaper",))),
        caption(term("medium_excluded", media=("print",))),
        ["media_empty"],
    ),
    # One paper only, and that paper out.
    (
        caption(term("outlet_only", outlets=("Fjord Gazette",))),
        caption(term("outlet_excluded", outlets=("fjord gazette",))),
        ["outlets_empty"],
    ),
    # Not before June, not after May.
    (
        caption(term("embargo", date="2031-06-03")),
        caption(term("expiry", date="2031-05-01")),
        ["embargo_after_expiry"],
    ),
    (
        caption(term("embargo", date="2031-05-01")),
        caption(term("expiry", date="2031-05-02")),
        [],
    ),
    # Free for all, and not for sale.
    (caption(license_id="CC-BY-4.0"), caption(NO_SALE), ["license_against_terms"]),
    # A non-commercial licence agrees with that.
    (caption(license_id="CC-BY-NC-4.0"), caption(NO_SALE), []),
    # Licences of two copies differ; a choice of licences in one place does not.
    (caption(license_id="CC-BY-4.0"), caption(license_id="CC0-1.0"), ["licenses_differ"]),
    (
        caption(
            term("license", license="CC-BY-4.0"),
            term("license", license="GFDL-1.2-or-later"),
        ),
        caption(license_id="CC-BY-4.0"),
        [],
    ),
    # Two credits demanded; one that includes the other does not contradict it.
    (
        caption(term("mandatory_credit", credit="Mira Olan/Nordbild")),
        caption(term("mandatory_credit", credit="Jon Vik/Seepress")),
        ["mandatory_credits_differ"],
    ),
    (
        caption(term("mandatory_credit", credit="Mira Olan/Nordbild")),
        caption(term("mandatory_credit", credit="NORDBILD")),
        [],
    ),
    # Two agencies claim it.
    (caption(name("agency", "Nordbild")), caption(name("agency", "Seepress")), ["agencies_differ"]),
    # A chain shares a name with what is left of it.
    (
        caption(name("agency", "Seepress"), name("agency", "Nordbild")),
        caption(name("agency", "Nordbild")),
        [],
    ),
    # A hand-out that two agencies carry.
    (
        caption(name("agency", "Nordbild"), name("provider", "Harbour Office")),
        caption(name("agency", "Seepress"), name("provider", "Harbour Office")),
        [],
    ),
    # One house under a short and a long name, known and not known to the vocabulary.
    (
        caption(name("agency", "NB", "Nordbild")),
        caption(name("agency", "Nordbild Oslo", "Nordbild")),
        [],
    ),
    (caption(name("agency", "Nordbild")), caption(name("agency", "Nordbild Oslo")), []),
    # An initial stands for a first name; another first name is another person.
    (caption(name("photographer", "M. Olan")), caption(name("photographer", "Mira Olan")), []),
    (
        caption(name("photographer", "Jon Olan")),
        caption(name("photographer", "Mira Olan")),
        ["photographers_differ"],
    ),
    (
        caption(name("copyright_holder", "Nordbild")),
        caption(name("copyright_holder", "Seepress")),
        ["holders_differ"],
    ),
    # Nothing said on one side contradicts nothing.
    (caption(name("agency", "Nordbild")), caption(), []),
]


@pytest.mark.parametrize(("first", "second", "expected"), CONFLICTS)
def test_conflict_is_what_cannot_all_hold(
    first: Caption, second: Caption, expected: list[str]
) -> None:
    assert codes(two(first, second)) == expected
    assert codes(two(second, first)) == expected


def test_conflict_keeps_every_side() -> None:
    photo = two(caption(name("agency", "Nordbild")), caption(name("agency", "Seepress")))
    sides = [(each.place.source, each.text) for each in photo.conflicts[0].evidence]
    assert sides == [("a.html", "Nordbild"), ("b.html", "Seepress")]


# --- properties --------------------------------------------------------------------------------

terms = st.sampled_from(
    [
        NO_SALE,
        term("no_archive"),
        term("territory_only", countries=("IS",)),
        term("territory_only", regions=("NORTH",)),
        term("territory_excluded", countries=("NO",)),
        term("embargo", date="2031-05-01"),
        term("mandatory_credit", credit="Mira Olan"),
        name("agency", "Nordbild"),
        name("agency", "Seepress"),
        name("photographer", "Mira Olan"),
    ]
)
captions = st.lists(terms, max_size=4).map(lambda stated: caption(*stated))
clusters = st.lists(st.lists(captions, max_size=2), min_size=1, max_size=4).map(
    lambda all_captions: [
        sighting(f"page{number}.html#1", *each) for number, each in enumerate(all_captions)
    ]
)


@given(clusters, st.randoms(use_true_random=False))
def test_the_order_in_which_copies_are_found_does_not_matter(
    found: list[Sighting], random: object
) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert photo_of(*shuffled) == photo_of(*found)


@given(clusters)
def test_naming_a_copy_twice_changes_nothing(found: list[Sighting]) -> None:
    by_id = {each.id: each for each in found}
    twice = Cluster((*by_id, *by_id))
    assert reconcile(twice, by_id, {}, members) == photo_of(*found)


@given(clusters, st.integers(0, 4))
def test_joining_in_steps_gives_what_joining_at_once_gives(
    found: list[Sighting], split: int
) -> None:
    whole = photo_of(*found)
    parts = [part for part in (found[:split], found[split:]) if part]
    joined = [photo_of(*part) for part in parts]
    assert {r for photo in joined for r in photo.restrictions} == set(whole.restrictions)
    assert {c for photo in joined for c in photo.credits} == set(whole.credits)
    for photo in joined:
        # A contradiction within a part is one of the whole.
        assert set(codes(photo)) <= set(codes(whole))


@given(clusters)
def test_everything_that_is_lost_somewhere_is_stated_somewhere(found: list[Sighting]) -> None:
    photo = photo_of(*found)
    for drift in photo.drifts:
        assert drift.restriction in photo.restrictions
        assert drift.restriction.evidence.place.source not in {
            place.source for place in drift.missing_in
        }
