"""A small manifest that holds every noun, and hypothesis strategies for any manifest."""

from __future__ import annotations

import pytest

from captiondedup.manifest.build import build_manifest
from captiondedup.model import (
    Alignment,
    CandidatePair,
    Caption,
    Comparison,
    Conflict,
    Credit,
    CreditRole,
    Decision,
    Difference,
    Drift,
    Evidence,
    FieldKind,
    Finding,
    FoundText,
    ImageReference,
    Manifest,
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
    SourceFile,
    SourceKind,
    Verdict,
)

RAW = "=Fähre am Kai, 항구. (NO SALE) (Mira Olan/Nordbild)"
PLACE = Place("story/pier.html", "figcaption", 7, "html/body/figure[1]")


def words(text: str) -> Evidence:
    start = RAW.index(text)
    return Evidence(PLACE, (start, start + len(text)), text)


@pytest.fixture(scope="session")
def full_manifest() -> Manifest:
    """A manifest with one of everything."""
    credits_ = (
        Credit(CreditRole.PHOTOGRAPHER, "Mira Olan", words("Mira Olan")),
        Credit(CreditRole.AGENCY, "Nordbild", words("Nordbild"), canonical="Nordbild"),
    )
    no_sale = Restriction(RestrictionCode.NO_SALE, words("NO SALE"), rule="no-sale.en")
    notice = Notice(NoticeCode.HANDOUT, words("Kai"), "handout.de")
    caption = Caption(
        FieldKind.CAPTION,
        RAW,
        "=Fähre am Kai, 항구.",
        PLACE,
        credits_,
        (no_sale,),
        (notice,),
        license="CC-BY-4.0",
        language="de",
    )
    page = Sighting(
        "story/pier.html#1",
        "story/pier.html",
        PLACE,
        SightingRole.LEAD,
        ImageReference("img/pier.jpg?w=640", ("img/pier-2x.jpg",), "story/pier.jpg"),
        (FoundText(FieldKind.CAPTION, RAW, PLACE),),
        (caption,),
        "figure",
    )
    file = Sighting("story/pier.jpg", "story/pier.jpg", Place("story/pier.jpg"), SightingRole.FILE)
    photo = Photo(
        "photo-1",
        "=Fähre am Kai, 항구.",
        (page.id, file.id),
        ("story/pier.jpg",),
        "story/pier.jpg",
        credits_,
        (no_sale,),
        (notice,),
        ("CC-BY-4.0",),
        (Drift(no_sale, (file.place,)),),
        (Conflict("license_against_terms", "it allows it", (words("NO SALE"),)),),
    )
    compared = Comparison(
        Verdict.SAME,
        97.25,
        "aligned",
        "homography",
        0.5,
        "a",
        (Difference("R", "L", (1, 2), (1, 2), "side"),),
        Alignment((0.0, 0.125, 1.0, 0.9), mirrored=False, overlay=0.0, larger="a"),
    )
    finding = Finding(
        "restriction.no_sale",
        Decision.BLOCKED,
        Severity.ERROR,
        "“NO SALE” (story/pier.html, line 7, figcaption): may not be sold. To do: replace it.",
        "photo-1",
        RestrictionCode.NO_SALE,
        "shop",
        "resale",
        (words("NO SALE"),),
    )
    problem = Problem("empty", "It is empty.", "Replace it.", Place("story/empty.jpg", "file"))
    idle = Finding("waiver.unused", Decision.CLEAR, Severity.INFO, "it matches nothing")
    return build_manifest(
        sources=(
            SourceFile("story/pier.jpg", SourceKind.IMAGE, 4096, "ab" * 32, "image/jpeg"),
            SourceFile("story/pier.html", SourceKind.ARTICLE, 512, "cd" * 32, "text/html"),
            SourceFile("story/empty.jpg", SourceKind.IMAGE, 0, ""),
        ),
        sightings=(file, page),
        photos=(photo,),
        pairs=(
            CandidatePair(PairKind.IMAGE, page.id, file.id, compared),
            CandidatePair(PairKind.CAPTION, page.id, file.id),
        ),
        problems=(problem,),
        findings=(finding, idle),
        decisions=(("photo-1", Decision.BLOCKED),),
        decision=Decision.BLOCKED,
        profile="shop",
    )
