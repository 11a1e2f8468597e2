"""Wire copy: captions are found, and nothing else is taken for one."""

from __future__ import annotations

import re

import pytest

from captiondedup.ingest.articles import CaptionSignals, read_article
from captiondedup.ingest.articles.plaintext import MAX_PARAGRAPHS
from captiondedup.model import SightingRole

_TAIL = re.compile(r"\((?:[^()]* )?(?:Baltwire|Nordfoto|PHOTO NOT FOR SALE)\)\s*$")


def cue(text: str) -> CaptionSignals:
    """A rights parser that knows two agencies and one restriction."""
    tail = bool(_TAIL.search(text))
    return CaptionSignals(
        credit="Baltwire" in text or "Nordfoto" in text,
        restriction="NOT FOR SALE" in text,
        tail=tail,
        bare=bool(re.fullmatch(r"\(?(?:Photo: )?(?:Baltwire|Nordfoto)\)?", text.strip())),
    )


def captions(story: str) -> list[str]:
    reading = read_article(story.encode(), "story.txt", cue)
    return [text.text for sighting in reading.sightings for text in sighting.texts]


STORY = """\
(3rd LD) Ferry ‘Aurelia’ aground off Ventspils, all 212 aboard safe


(ATTN: UPDATES with captain in paras 4-6; ADDS photo)

VENTSPILS, Oct. 4 (Baltwire) — The ferry Aurelia ran aground on Friday, officials said (see map).

“Everyone is ashore,” Captain Ilze Kalna said.

Captain Ilze Kalna (R) thanks the pilot on Oct. 4, 2031. (PHOTO NOT FOR SALE) (Baltwire)

Captain Ilze Kalna (R) thanks the pilot on Oct. 4, 2031. (PHOTO NOT FOR SALE) (Baltwire)

Passengers spent the night in the town's "Kurzeme" gym. (Baltwire)

Passengers spent the night in the town’s “Kurzeme” gym. (Baltwire)

The inquiry will take weeks, the ministry told Baltwire.

desk@baltwire.example

ilze@baltwire.example
(END)



Source link

Leave a Reply

Your email address will not be published. Required fields are marked *

  +  two  =  nine"""


def test_doubled_captions_are_two_sightings_and_the_frame_is_none() -> None:
    reading = read_article(STORY.encode(), "wire/story.txt", cue)
    assert [(s.id, s.place.line) for s in reading.sightings] == [
        ("wire/story.txt#1", 10),
        ("wire/story.txt#2", 12),
        ("wire/story.txt#3", 14),
        ("wire/story.txt#4", 16),
    ]
    assert reading.sightings[2].texts[0].text.endswith('"Kurzeme" gym. (Baltwire)')
    assert reading.sightings[3].texts[0].text.endswith("“Kurzeme” gym. (Baltwire)")
    assert reading.title == "Ferry ‘Aurelia’ aground off Ventspils, all 212 aboard safe"
    assert all(s.role is SightingRole.INLINE and not s.captions for s in reading.sightings)


@pytest.mark.parametrize(
    "paragraph",
    [
        # the agency stands in the dateline
        "RIGA, March 3 (Baltwire) — The port reopened on Monday, sailors said.",
        "Riga (Baltwire) - Der Hafen ist wieder offen.",
        "Riga, 3 mar (Nordfoto).- El puerto abrió.",
        # the agency is quoted by name
        "The storm sank two boats, Baltwire reported.",
        # frame
        "(ATTN: CORRECTS spelling in para 2)",
        "(Reporting by Ann Writer; Editing by Bo Editor)",
        "ann@baltwire.example",
        "(END)",
        "-30-",
        # comment form and buttons
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Source link",
        "Share this article",
        # a credit alone belongs to nothing
        "(Baltwire)",
    ],
)
def test_frame_and_body_are_no_captions(paragraph: str) -> None:
    story = f"Storm over the gulf\n\n{paragraph}\n\nSailors waited in the harbour for a day.\n"
    assert captions(story) == []


def test_a_lone_caption_style_is_only_possible() -> None:
    reading = read_article(
        b"Storm\n\nCaptain Ilze Kalna (R) thanks the pilot on the mole.\n\nIt was calm.",
        "a.txt",
        cue,
    )
    assert [s.role for s in reading.sightings] == [SightingRole.POSSIBLE]


def test_a_credit_line_below_makes_a_possible_caption_certain() -> None:
    reading = read_article(
        b"Storm\n\nIt was dark.\n\nIlze Kalna (R) on the mole.\n\nPhoto: Nordfoto\n\nIt was calm.",
        "a.txt",
        cue,
    )
    [sighting] = reading.sightings
    assert sighting.role is SightingRole.INLINE
    assert [(t.kind.value, t.text) for t in sighting.texts] == [
        ("caption", "Ilze Kalna (R) on the mole."),
        ("credit", "Photo: Nordfoto"),
    ]


def test_doubled_headings_and_short_lines_are_no_captions() -> None:
    assert (
        captions("Storm over the gulf\n\nStorm over the gulf\n\nMore\n\nMore\n\nThe sea rose.")
        == []
    )


def test_a_doubled_long_paragraph_without_credit_is_a_caption() -> None:
    text = "Sailors haul a net on the beach of Pape in heavy rain."
    assert captions(f"Storm\n\nBody text.\n\n{text}\n\n{text}\n\nMore body.") == [text, text]


def test_left_and_right_twins_stay_two_captions() -> None:
    left = "Minister Osis (L) visits the yard. (Baltwire)"
    right = "Minister Osis (R) visits the yard. (Baltwire)"
    assert captions(f"Yard\n\nBody.\n\n{left}\n\n{right}\n") == [left, right]


def test_wrapped_copy_keeps_the_caption_in_one_piece_and_its_line() -> None:
    story = (
        "Storm\n\nRIGA (Baltwire) - Boats sank\nin the gulf.\n\n"
        "A tug waits in the harbour of\nLiepaja for the end of the\nstorm. (Baltwire)\n"
        "A second tug waits. (Nordfoto)\n\nend"
    )
    reading = read_article(story.encode(), "a.txt", cue)
    assert [(s.place.line, s.texts[0].text) for s in reading.sightings] == [
        (6, "A tug waits in the harbour of\nLiepaja for the end of the\nstorm. (Baltwire)"),
        (9, "A second tug waits. (Nordfoto)"),
    ]


def test_an_image_line_takes_the_caption_below_it() -> None:
    story = "Storm\n\n[Image: tug-2.jpg]\n\nA tug waits. (Baltwire)\n\nBody."
    [sighting] = read_article(story.encode(), "a.txt", cue).sightings
    assert sighting.image is not None
    assert sighting.image.reference == "tug-2.jpg"
    assert sighting.texts[0].text == "A tug waits. (Baltwire)"


def test_a_giant_line_costs_no_cue() -> None:
    def refuses(text: str) -> CaptionSignals:
        assert len(text) < 10_000
        return CaptionSignals()

    data = b"Storm\n\n" + b"wave " * 400_000 + b"(Baltwire)\n"
    assert read_article(data, "a.txt", refuses).sightings == ()


def test_wrapped_caption_with_positions_ends_at_its_credit() -> None:
    story = (
        "Yard\n\nBody.\n\nMinister Osis (L) visits\nthe yard. (Baltwire)\nThe mole. (Nordfoto)\n"
    )
    assert captions(story) == [
        "Minister Osis (L) visits\nthe yard. (Baltwire)",
        "The mole. (Nordfoto)",
    ]


@pytest.mark.parametrize(
    "text",
    [
        # patterns that a careless expression would try again from every place
        "." * 300_000 + "x",
        "a@a" + ".a" * 100_000 + "!",
        "(" * 300_000,
        "word " * 14 + "\n",
        "w (X)\n" * 3_000,
    ],
    ids=["dots", "mail", "brackets", "line", "lines"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_hostile_texts_have_no_photo(text: str, name: str) -> None:
    assert read_article(text.encode(), name, cue).sightings == ()


def test_more_paragraphs_than_the_limit_are_told() -> None:
    reading = read_article(b"Some words.\n\n" * (MAX_PARAGRAPHS + 10), "a.txt", cue)
    assert [p.code for p in reading.problems] == ["too_large"]


def test_seed_story_gives_three_photos_twice(shared: object) -> None:
    from pathlib import Path

    data = (Path(str(shared)) / "corpus/seed/story.txt").read_bytes()

    def seed_cue(text: str) -> CaptionSignals:
        tail = bool(re.search(r"\((?:Yonhap|PHOTO NOT FOR SALE)\)\s*$", text))
        return CaptionSignals(credit="(Yonhap)" in text, tail=tail)

    reading = read_article(data, "story.txt", seed_cue)
    assert [s.place.line for s in reading.sightings] == [18, 20, 26, 28, 46, 48]


def test_the_frame_of_a_wire_file_is_no_text_and_lines_are_kept() -> None:
    story = (
        "\x16\x16\x01gbw0123 4 GEN 120\nLV-Storm, 1st Ld\n\x02Storm over the gulf\n\n\x1fBody.\n\n"
        "A tug waits. (Baltwire)\n\n\x03041530 Oct 31\n\x04Tug talk. (Baltwire)\n"
    )
    [sighting] = read_article(story.encode(), "story.txt", cue).sightings
    assert (sighting.place.line, sighting.texts[0].text) == (7, "A tug waits. (Baltwire)")


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        # German, with the agency at the end; the dateline is body
        ("Berlin (dpa) - Die Fähre liegt wieder im Hafen. (Baltwire)", 0),
        ("Die Fähre im Hafen von Ventspils. (Baltwire)", 1),
        # Korean dateline
        ("(부산=가상통신) 김하나 기자 = 여객선이 항구로 예인됐다. (Baltwire)", 0),
        # Japanese dateline
        ("【釜山共同】旅客船が港に曳航された。 (Baltwire)", 0),
        # French, with a town in capitals and a dash
        ("VENTSPILS, 4 oct 2031 — Le ferry est au port. (Baltwire)", 0),
        # a caption that begins with a name in brackets
        ("Ilze Kalna (43) — capitaine du ferry — au port. (Baltwire)", 1),
    ],
)
def test_datelines_of_many_languages_are_body(paragraph: str, expected: int) -> None:
    assert len(captions(f"Storm\n\n{paragraph}\n\nThe sea was calm.")) == expected
