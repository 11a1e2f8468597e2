"""What the check says of a folder: findings, decisions, waivers, in a fixed order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.check.run import check_photos, decide, decide_each
from captiondedup.config import PublicationProfile, Use, Waiver
from captiondedup.model import (
    Alignment,
    CandidatePair,
    Caption,
    Comparison,
    Conflict,
    Credit,
    CreditRole,
    Decision,
    Drift,
    Evidence,
    FieldKind,
    Finding,
    FoundText,
    ImageReference,
    Notice,
    NoticeCode,
    PairKind,
    Photo,
    Place,
    Problem,
    Restriction,
    RestrictionCode,
    Severity,
    Sighting,
    SightingRole,
    Verdict,
)

MAY = datetime(2031, 5, 10, 12, tzinfo=UTC)


def words(text: str, source: str = "pier.html", line: int | None = 7) -> Evidence:
    return Evidence(Place(source, "figcaption", line), (0, len(text)), text)


def term(code: str, text: str = "TERMS", **parameters: object) -> Restriction:
    return Restriction(RestrictionCode(code), words(text), **parameters)  # type: ignore[arg-type]


CREDIT = Credit(CreditRole.AGENCY, "Nordbild", words("Nordbild"))


def photo(identifier: str = "photo-1", *terms: Restriction, **more: object) -> Photo:
    values: dict[str, object] = {
        "description": "A pier.",
        "sightings": (f"{identifier}.html#1",),
        "files": (),
        "lead": None,
        "credits": (CREDIT,),
        "restrictions": terms,
    }
    return Photo(identifier, **(values | more))  # type: ignore[arg-type]


def check(*photos: Photo, **more: object) -> tuple[Finding, ...]:
    arguments: dict[str, object] = {
        "sightings": {},
        "problems": [],
        "profile": None,
        "on": None,
    }
    return check_photos(photos, **(arguments | more))  # type: ignore[arg-type]


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


# --- without a profile -------------------------------------------------------------------------


def test_without_a_profile_a_credited_photo_without_terms_is_clear() -> None:
    assert check(photo()) == ()


@pytest.mark.parametrize(
    "code", [code for code in RestrictionCode if code is not RestrictionCode.LICENSE]
)
def test_without_a_profile_every_restriction_is_for_review(code: RestrictionCode) -> None:
    findings = check(photo("photo-1", Restriction(code, words("TERMS"))))
    assert decide(findings) is Decision.REVIEW
    assert [finding.profile for finding in findings] == [""]
    assert "neutral" not in findings[0].message


def test_without_a_profile_a_contradiction_is_blocked() -> None:
    conflict = Conflict("agencies_differ", "they differ", (words("A"), words("B", "b.html")))
    findings = check(photo(conflicts=(conflict,)))
    assert decide(findings) is Decision.BLOCKED
    assert "“A” (pier.html, line 7, figcaption), “B” (b.html, line 7," in findings[0].message


# --- words -------------------------------------------------------------------------------------


def test_message_quotes_the_words_and_the_place_of_every_copy() -> None:
    first = term("no_sale", "NOT FOR SALE")
    again = replace(first, evidence=words("NOT FOR SALE", "copy.html", 3))
    profile = PublicationProfile("shop", resale=True)
    (finding,) = check(photo("photo-1", first, again), profile=profile)
    assert finding.message == (
        "“NOT FOR SALE” (pier.html, line 7, figcaption; copy.html, line 3, figcaption): "
        "may not be sold; resale = true (profile “shop”, resale). "
        "To do: take the photo out of sales, or replace it."
    )
    assert finding.evidence == (first.evidence, again.evidence)
    assert finding.severity is Severity.ERROR


def test_a_long_quotation_is_cut_in_the_message_and_whole_in_the_evidence() -> None:
    (finding,) = check(photo("photo-1", term("unparsed", "NO " * 200)))
    assert "NO NO N…”" in finding.message or "…”" in finding.message
    assert finding.evidence[0].text == "NO " * 200


def test_drift_names_the_restriction_and_the_copy_that_lost_it() -> None:
    lost = Drift(term("no_archive", "NO ARCHIVE"), (Place("copy.html", "figcaption", 3),))
    (finding,) = check(photo(drifts=(lost,)))
    assert (finding.code, finding.decision) == ("drift.restriction_lost", Decision.REVIEW)
    assert "no_archive is not stated in copy.html" in finding.message


def test_uncredited_photo_is_found_by_its_first_words() -> None:
    place = Place("pier.html", "figcaption", 9)
    text = FoundText(FieldKind.CAPTION, "A pier at night.", place)
    sighting = Sighting("photo-1.html#1", "pier.html", place, SightingRole.LEAD, texts=(text,))
    findings = check(photo(credits=()), sightings={sighting.id: sighting})
    assert rules(findings) == ["rights.none"]
    assert findings[0].message.startswith("“A pier at night.” (pier.html, line 9, figcaption)")


def test_public_domain_photo_needs_no_credit() -> None:
    assert check(photo(credits=(), licenses=("CC0-1.0",))) == ()
    assert rules(check(photo(credits=(), licenses=("CC-BY-4.0",)))) == ["rights.none"]


# --- notices -----------------------------------------------------------------------------------


def test_pointing_to_restrictions_that_are_nowhere_is_for_review() -> None:
    see = Notice(NoticeCode.SEE_RESTRICTIONS, words("see special instructions"))
    assert decide(check(photo(notices=(see,)))) is Decision.REVIEW
    answered = photo("photo-1", term("no_ai_training"), notices=(see,))
    profile = PublicationProfile("desk", ai_use=False)
    assert decide(check(answered, profile=profile)) is Decision.CLEAR


def test_missing_release_matters_for_promotion_only() -> None:
    notice = Notice(NoticeCode.NOT_RELEASED, words("no model release"))
    for use, decision in ((Use.EDITORIAL, Decision.CLEAR), (Use.PROMOTIONAL, Decision.REVIEW)):
        findings = check(photo(notices=(notice,)), profile=PublicationProfile("desk", use=use))
        assert decide(findings) is decision


def test_unverified_and_altered_pictures_are_told_but_not_stopped() -> None:
    notices = (
        Notice(NoticeCode.UNVERIFIED, words("unverified")),
        Notice(NoticeCode.AI_GENERATED, words("made with AI")),
        Notice(NoticeCode.HANDOUT, words("handout")),
    )
    findings = check(photo(notices=notices))
    assert rules(findings) == ["notice.altered", "notice.unverified"]
    assert decide(findings) is Decision.CLEAR


# --- input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "rule", "decision", "strictly"),
    [
        # A picture that cannot be read may forbid anything.
        ("metadata_unreadable", "input.metadata_unreadable", "review", "blocked"),
        ("unreadable", "input.unreadable", "review", "blocked"),
        ("truncated", "input.unreadable", "review", "blocked"),
        ("not_an_image", "input.unreadable", "review", "blocked"),
        ("encoding", "input.encoding", "review", "blocked"),
        # A page that is checked without its pictures is the ordinary case.
        ("unlinked", "input.unlinked", "clear", "review"),
    ],
)
def test_input_problems(code: str, rule: str, decision: str, strictly: str) -> None:
    problem = Problem(code, "It is damaged.", "Mend it.", Place("pier.jpg", "file"))
    owner = photo(files=("pier.jpg",))
    (finding,) = check(owner, problems=[problem])
    assert (finding.code, finding.decision.value) == (rule, decision)
    assert finding.photo == "photo-1"
    assert "pier.jpg" in finding.message
    strict = check(owner, problems=[problem], profile=PublicationProfile("desk", strict=True))
    assert decide(strict).value == strictly


def test_problem_of_a_file_that_shows_no_photo_counts_for_the_whole() -> None:
    problem = Problem("empty", "It is empty.", "Replace it.", Place("nothing.jpg"))
    findings = check(photo(), problems=[problem])
    assert findings[0].photo is None
    assert decide(findings) is Decision.REVIEW
    assert decide_each([photo()], findings) == (("photo-1", Decision.CLEAR),)


# --- copies ------------------------------------------------------------------------------------


def pair(kind: PairKind, verdict: Verdict, **more: object) -> CandidatePair:
    found = Comparison(verdict, 90.0, "they look alike", "test", **more)  # type: ignore[arg-type]
    return CandidatePair(kind, "photo-1.html#1", "photo-2.html#1", found)


def test_alteration_of_another_photo_does_not_count() -> None:
    cropped = Alignment((0.2, 0.0, 1.0, 1.0), mirrored=False, overlay=0.0, larger="a")
    profile = PublicationProfile("desk", alterations=())
    one, other = photo("photo-1", term("no_alteration")), photo("photo-2")
    for verdict in Verdict:
        between = pair(PairKind.IMAGE, verdict, alignment=cropped)
        findings = check(one, other, pairs=[between], profile=profile)
        assert decide(findings) is Decision.CLEAR


def test_an_edge_lost_to_compression_is_no_crop() -> None:
    nearly = Alignment((0.005, 0.0, 1.0, 0.99), mirrored=False, overlay=0.01, larger="a")
    both = photo("photo-1", term("no_alteration"), sightings=("photo-1.html#1", "photo-2.html#1"))
    between = pair(PairKind.IMAGE, Verdict.SAME, alignment=nearly)
    profile = PublicationProfile("desk", alterations=())
    assert check(both, pairs=[between], profile=profile) == ()


def test_photos_that_may_be_one_and_captions_under_two_photos_are_told() -> None:
    pairs = [
        pair(PairKind.IMAGE, Verdict.UNSURE),
        pair(PairKind.CAPTION, Verdict.SAME),
        pair(PairKind.CAPTION, Verdict.DIFFERENT),
    ]
    findings = check(photo("photo-1"), photo("photo-2"), pairs=pairs)
    assert rules(findings) == ["duplicate.caption_under_two_photos", "duplicate.unsure"]
    assert decide(findings) is Decision.CLEAR


def sighting(identifier: str, text: str, file: str | None) -> Sighting:
    source = identifier.partition("#")[0]
    place = Place(source, "figcaption", 3)
    image = ImageReference(file, file=file) if file else None
    read = Caption(FieldKind.CAPTION, text, text, place)
    return Sighting(identifier, source, place, SightingRole.INLINE, image, captions=(read,))


def test_a_caption_printed_twice_is_no_photo_shown_twice() -> None:
    doubled = [sighting("pier.txt#1", "A pier.", None), sighting("pier.txt#2", "A pier.", None)]
    shown = [sighting("a.html#1", "A pier.", "p.jpg"), sighting("a.html#2", "A pier!", "p.jpg")]
    for sightings, expected in ((doubled, []), (shown, ["duplicate.on_one_page"])):
        owner = photo(sightings=tuple(each.id for each in sightings))
        assert rules(check(owner, sightings={each.id: each for each in sightings})) == expected


def test_one_photo_under_two_captions_is_told() -> None:
    sightings = [
        sighting("a.html#1", "A pier.", "p.jpg"),
        sighting("b.html#1", "Protests in the capital.", "p.jpg"),
    ]
    owner = photo(sightings=("a.html#1", "b.html#1"))
    findings = check(owner, sightings={each.id: each for each in sightings})
    assert rules(findings) == ["duplicate.two_captions"]


# --- order, select, ignore ---------------------------------------------------------------------


def test_findings_stand_by_photo_and_the_worst_first() -> None:
    profile = PublicationProfile("desk", resale=True, syndication=False)
    terms = (term("all_rights_reserved"), term("no_sale"))
    findings = check(photo("photo-2", *terms), photo("photo-1", *terms), profile=profile)
    assert [(f.photo, f.decision.value) for f in findings] == [
        ("photo-1", "blocked"),
        ("photo-1", "review"),
        ("photo-2", "blocked"),
        ("photo-2", "review"),
    ]


def test_select_and_ignore_take_rules_families_and_restriction_codes() -> None:
    owner = photo("photo-1", term("no_sale"), term("no_archive"), credits=())
    assert rules(check(owner, ignore=["no_sale", "credit"])) == ["restriction.no_archive"]
    assert rules(check(owner, select=["restriction"], ignore=["no_archive"])) == [
        "restriction.no_sale"
    ]


# --- waivers -----------------------------------------------------------------------------------


def waiver(code: str, name: str = "photo-1.html", **more: date) -> Waiver:
    days = {"date": date(2031, 5, 1), "until": date(2031, 5, 31)} | more
    return Waiver(name, code, "Ann", "cleared by phone", place="w.toml: [waiver 1]", **days)


PERMISSION = term("permission_required")


@pytest.mark.parametrize(
    "name", ["photo-1", "photo-1.html", "photo-1.html#1", "*.html", "pier.jpg"]
)
def test_waiver_finds_its_photo_by_id_sighting_file_or_pattern(name: str) -> None:
    owner = photo("photo-1", PERMISSION, files=("pier.jpg",))
    findings = check(owner, waivers=[waiver("permission_required", name)], on=MAY)
    assert decide(findings) is Decision.CLEAR
    assert findings[0].message.endswith("Waived by Ann until 2031-05-31: cleared by phone.")


def test_waiver_holds_on_its_first_and_last_day() -> None:
    owner = photo("photo-1", PERMISSION)
    for day, decision in (
        (datetime(2031, 4, 30, 23, tzinfo=UTC), Decision.REVIEW),
        (datetime(2031, 5, 1, 0, tzinfo=UTC), Decision.CLEAR),
        (datetime(2031, 5, 31, 23, tzinfo=UTC), Decision.CLEAR),
        (datetime(2031, 6, 1, 0, tzinfo=UTC), Decision.REVIEW),
    ):
        assert decide(check(owner, waivers=[waiver("permission_required")], on=day)) is decision


@pytest.mark.parametrize(
    ("code", "name", "on", "expected"),
    [
        # Nothing of that kind, no such photo.
        ("drift", "photo-1", MAY, "waiver.unused"),
        ("permission_required", "other.html", MAY, "waiver.unused"),
        # What the profile forbids, the profile must allow.
        ("no_sale", "photo-1", MAY, "waiver.not_allowed"),
        # A date nobody gave, and one that is over.
        ("permission_required", "photo-1", None, "waiver.undated"),
        ("permission_required", "photo-1", MAY.replace(year=2032), "waiver.expired"),
    ],
)
def test_waiver_that_does_nothing_is_told(
    code: str, name: str, on: datetime | None, expected: str
) -> None:
    owner = photo("photo-1", PERMISSION, term("no_sale"))
    findings = check(owner, waivers=[waiver(code, name)], on=on)
    assert [code for code in rules(findings) if code.startswith("waiver.")] == [expected]
    assert decide(findings) is Decision.REVIEW
    assert "w.toml: [waiver 1]" in findings[-1].message


def test_waiver_of_a_conflict_lifts_that_conflict_only() -> None:
    conflicts = (
        Conflict("agencies_differ", "they differ", (words("A"),)),
        Conflict("territory_empty", "none is left", (words("B"),)),
    )
    findings = check(
        photo(conflicts=conflicts), waivers=[waiver("conflict.agencies_differ")], on=MAY
    )
    assert [(f.code, f.decision.value) for f in findings] == [
        ("conflict.territory_empty", "blocked"),
        ("conflict.agencies_differ", "clear"),
    ]


# --- properties --------------------------------------------------------------------------------

flags = st.sampled_from([None, True, False])
profiles = st.none() | st.builds(
    PublicationProfile,
    name=st.just("desk"),
    territories=st.sampled_from([None, ("worldwide",), ("IS",), ("IS", "NO")]),
    media=st.sampled_from([None, ("online",), ("newspaper",)]),
    use=st.none() | st.sampled_from(list(Use)),
    syndication=flags,
    resale=flags,
    archive=flags,
    credit_printed=st.sampled_from([None, "", "{credit}"]),
    alterations=st.sampled_from([None, (), ("crop",)]),
    ai_use=flags,
    strict=st.booleans(),
)
restrictions = st.builds(
    Restriction,
    code=st.sampled_from([code for code in RestrictionCode if code is not RestrictionCode.LICENSE]),
    evidence=st.just(words("TERMS")),
    countries=st.sampled_from([(), ("IS",), ("NO", "SE")]),
    media=st.sampled_from([(), ("print",), ("online",)]),
    date=st.sampled_from([None, "2031-05-01", "2031-06-01T00:00Z"]),
    credit=st.sampled_from([None, "Nordbild", "Mira Olan"]),
    uncertain=st.booleans(),
)


@given(st.lists(restrictions, max_size=4), restrictions, profiles, st.booleans(), st.booleans())
def test_one_more_restriction_never_makes_a_decision_milder(
    terms: list[Restriction],
    more: Restriction,
    profile: PublicationProfile | None,
    credited: bool,
    dated: bool,
) -> None:
    def decision(stated: list[Restriction]) -> Decision:
        owner = photo("photo-1", *stated, credits=(CREDIT,) if credited else ())
        return decide(check(owner, profile=profile, on=MAY if dated else None))

    order = list(Decision)
    assert order.index(decision([*terms, more])) >= order.index(decision(terms))


@given(st.lists(restrictions, max_size=4), profiles, st.randoms(use_true_random=False))
def test_the_order_of_photos_does_not_matter(
    terms: list[Restriction], profile: PublicationProfile | None, random: object
) -> None:
    photos = [photo(f"photo-{number}", each) for number, each in enumerate(terms)]
    expected = check(*photos, profile=profile)
    random.shuffle(photos)  # type: ignore[attr-defined]
    assert check(*photos, profile=profile) == expected
