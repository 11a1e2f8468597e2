"""Verdicts on pairs of captions as a desk meets them: newsroom edits against decisive facts."""

from __future__ import annotations

import pytest

from captiondedup.duplicates.captions import compare_captions
from captiondedup.model import (
    Caption,
    Comparison,
    Credit,
    CreditRole,
    Evidence,
    FieldKind,
    Place,
    Verdict,
)

BRIDGE = "Mayor Tessa Corrigan (R) opens the rebuilt Orrin Bridge with Milo Haas on Oct. 4, 2023"


def caption(text: str) -> Caption:
    return Caption(FieldKind.CAPTION, text, text)


def compare(a: str, b: str) -> Comparison:
    return compare_captions(caption(a), caption(b))


SAME = [
    # the doubled caption of a re-published wire story: straight and curly quotes
    ('The "Halden Star" leaves port', "The \u201cHalden Star\u201d leaves port"),
    # entities, also encoded twice
    ("Haas & Sons' yard in Halden", "Haas &amp;amp; Sons&#8217; yard in Halden"),
    # mark-up left in an alt attribute
    ("The Halden Star leaves port", "<p>The <em>Halden Star</em> leaves port</p>"),
    # UTF-8 read as Windows-1252, as Mac Roman, and as Windows-1252 twice
    ("Björn Sørensen in Göteborg", "BjÃ¶rn SÃ¸rensen in GÃ¶teborg"),
    ("Björn Sørensen in Göteborg", "Björn Sørensen in Göteborg".encode().decode("mac_roman")),
    ("Ida’s kiosk in Göteborg", "IdaÃ¢â‚¬â„¢s kiosk in GÃƒÂ¶teborg"),
    # invisible characters, a no-break blank, full-width digits
    ("Gate 12 of the Halden yard", "Gate\u00a0\uff11\uff12 of the Hal\u00adden\u200b yard"),
    # capitals
    (BRIDGE, BRIDGE.upper()),
    # alt text cut at a blank, inside a word, inside a date, with and without an ellipsis
    (BRIDGE, BRIDGE[:43]),
    (BRIDGE, BRIDGE[:51]),
    (BRIDGE + " before a crowd of 300", BRIDGE[:-3] + "…"),
    # dateline, label, file-photo wording, credit and restriction added
    (BRIDGE, "HALDEN, NORWAY - OCTOBER 04: " + BRIDGE),
    (BRIDGE, "HALDEN (Nordpress) — " + BRIDGE),
    ("Image caption " + BRIDGE, "FILE PHOTO: " + BRIDGE),
    (BRIDGE + " (Photo by Ilse Marten/Nordpress via Blickbild)", BRIDGE + " NO SALES."),
    (BRIDGE + " AP Photo/Ilse Marten", BRIDGE + " Credit: Ilse Marten/AP"),
    (BRIDGE + " (Blickbild) (PHOTO NOT FOR SALE)", BRIDGE + " (PHOTO NOT FOR SALE) (Blickbild)"),
    # another headline before it, glued on without a blank
    ("Gulls over the Halden yard", "NatureGulls over the Halden yard"),
    # date formats
    (BRIDGE, BRIDGE.replace("Oct. 4, 2023", "4 October 2023")),
    (BRIDGE, BRIDGE.replace("Oct. 4, 2023", "2023-10-04")),
    ("Regatta vor Plön am 4. Oktober 2023", "Regatta vor Plön am 04.10.2023"),
    # the weekday or the year left out
    ("Fog in Halden on Monday, Oct. 4, 2023", "Fog in Halden on Oct. 4"),
    # spelling, abbreviation, number word, title, initial
    ("Labour groups in the harbour of Halden", "Labor groups in the harbor of Halden"),
    ("Organised walks in Ashdale, Calif.", "Organized walks in Ashdale, California"),
    ("Twelve tugs wait off Halden harbour", "12 tugs wait off Halden harbour"),
    ("Sen. Tessa Corrigan at the Halden yard", "Tessa Corrigan at the Halden yard"),
    ("Tessa B. Corrigan at the Halden yard", "Tessa Corrigan at the Halden yard"),
    ("Prof. Milo Haas at the Halden yard", "Professor Milo Haas at the Halden yard"),
    # hyphens in romanised names
    ("Yoon Ha-ram at the pier of Hansol", "Yoon Ha Ram at the pier of Hansol"),
    # a letter left out, doubled, exchanged
    ("Thousands of visitors in Halden", "Thosands of visitors in Halden"),
    ("Thousands of visitors in Halden", "Thousands of vissitors in Halden"),
    ("Thousands of visitors in Halden", "Thousands of viistors in Halden"),
    # an aside and a sentence left out
    ("Milo Haas (34) at the Halden yard", "Milo Haas at the Halden yard"),
    ("Fog in Halden. Ferries wait. Gulls sleep.", "Fog in Halden. Gulls sleep."),
    # the caption twice in one text, with and without a blank
    ("Gulls over the Halden yard", "Gulls over the Halden yard Gulls over the Halden yard"),
    ("Gulls over the Halden yard", "Gulls over the Halden yardGulls over the Halden yard"),
    # its file name
    ("Gulls over the Müller yard in Halden", "gulls-over-the-mueller-yard-in-halden-800x600.jpg"),
    # scripts without blanks
    ("春浜港に停泊する漁船", "【春浜共同】春浜港に停泊する漁船（資料写真）"),
    ("한솔역 광장에 모인 시민들", "한솔역 광장에 모인 시민들 무단 전재 및 재배포 금지"),
]

DIFFERENT = [
    # one side of the picture
    (BRIDGE, BRIDGE.replace("(R)", "(L)"), "position"),
    ("Ada Brandis, second from left", "Ada Brandis, second from right", "position"),
    ("Ada Brandis, second from left", "Ada Brandis, third from left", "number"),
    ("Gesa Poppinga (2.v.l.) in Emden", "Gesa Poppinga (2.v.r.) in Emden", "position"),
    ("握手する汐見玲子氏（右）", "握手する汐見玲子氏（左）", "position"),
    ("윤하람 시장(왼쪽)", "윤하람 시장(오른쪽)", "position"),
    # a name, a first name, two names exchanged
    (BRIDGE, BRIDGE.replace("Milo Haas", "Jonas Wieland"), "name"),
    (BRIDGE, BRIDGE.replace("Milo", "Jonas"), "name"),
    ("Tessa Corrigan greets Milo Haas in Halden", "Milo Haas greets Tessa Corrigan in Halden", ""),
    # a date, a weekday, a month, a year
    (BRIDGE, BRIDGE.replace("Oct. 4", "Oct. 5"), "date"),
    (BRIDGE, BRIDGE.replace("Oct.", "Nov."), ""),
    (BRIDGE, BRIDGE.replace("2023", "2022"), "date"),
    (BRIDGE, BRIDGE.replace("Oct. 4, 2023", "5 October 2023"), "date"),
    ("Fog in Halden on Monday evening", "Fog in Halden on Tuesday evening", "weekday"),
    # a number, a score, a time, a frame counter
    ("Milo Haas (29) scores for Halden", "Milo Haas (30) scores for Halden", "number"),
    ("Halden beat Ashdale 5-4 on Monday", "Halden beat Ashdale 5-3 on Monday", "number"),
    ("Fog in Halden at 4:55 p.m.", "Fog in Halden at 4:56 p.m.", "number"),
    ("Gulls over the Halden yard (1 of 8)", "Gulls over the Halden yard (2 of 8)", "number"),
    ("Gulls over the Halden yard 1", "Gulls over the Halden yard 12", "number"),
    ("gulls_over_the_halden_yard_7.jpg", "gulls_over_the_halden_yard_8.jpg", "number"),
    # a place
    ("Fog over the harbour of Halden", "Fog over the harbour of Ashdale", "name"),
    # a colour, a verb, before and after, a negation, he and she
    ("A red tug off Halden harbour", "A blue tug off Halden harbour", "colour"),
    ("Milo Haas arrives in Halden", "Milo Haas leaves Halden", "action"),
    ("Haas before the cup tie in Halden", "Haas after the cup tie in Halden", "order"),
    ("The Orrin Bridge is open", "The Orrin Bridge is not open", "negation"),
    ("The girl and her dog in Halden", "The boy and his dog in Halden", "person"),
    # the fact stays decisive beside newsroom edits
    (BRIDGE, "FILE - " + BRIDGE.replace("(R)", "(L)").upper() + " (Blickbild)", "position"),
]

NOT_SAME = [
    # a verb that no table knows may be rewording or another moment: nobody can tell
    ("Milo Haas juggles in the Halden yard", "Milo Haas snores in the Halden yard"),
    # the name of another person may be one letter longer
    ("Portrait of Martin in Halden", "Portrait of Martina in Halden"),
    # one more person in the list
    ("Tessa Corrigan and Milo Haas at the Halden yard", "Milo Haas at the Halden yard"),
    # a counter on one side only
    ("Gulls over the Halden yard", "Gulls over the Halden yard 2"),
    # the same agency lines under other pictures
    (
        "Fog in Halden. Photo: Ilse Marten/Nordpress via Blickbild. NO SALES. NO ARCHIVES.",
        "A tram in Ashdale. Photo: Ilse Marten/Nordpress via Blickbild. NO SALES. NO ARCHIVES.",
    ),
    # nothing but credits
    ("© Ilse Marten / Nordpress", "© Milo Haas / Nordpress Gulls over the Halden yard at dawn"),
    # too short to know
    ("Halden", "Halden harbour at dawn in October"),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_newsroom_edit_is_found(a: str, b: str) -> None:
    found = compare(a, b)
    assert found.verdict is Verdict.SAME, found.reason
    assert found.confidence >= 0.9


@pytest.mark.parametrize(("a", "b", "kind"), DIFFERENT)
def test_decisive_fact_keeps_captions_apart(a: str, b: str, kind: str) -> None:
    found = compare(a, b)
    assert found.verdict is Verdict.DIFFERENT, found.reason
    assert found.rule == kind or not kind
    for difference in found.differences:
        assert a[slice(*difference.span_a)] == difference.a
        assert b[slice(*difference.span_b)] == difference.b


@pytest.mark.parametrize(("a", "b"), NOT_SAME)
def test_doubt_is_never_called_same(a: str, b: str) -> None:
    assert compare(a, b).verdict is not Verdict.SAME


def test_reason_quotes_both_passages() -> None:
    found = compare(BRIDGE, BRIDGE.replace("(R)", "(L)"))
    assert found.reason == 'position: "(R)" against "(L)"'
    (difference,) = found.differences
    assert (difference.a, difference.b) == ("(R)", "(L)")
    assert found.score > 98


def test_spans_are_raw_though_the_description_was_cleaned() -> None:
    raw = "(FILE) Milo &amp; Ada Haas  (R) in Halden. (PHOTO NOT FOR SALE) (Blickbild)"
    one = Caption(FieldKind.CAPTION, raw, "Milo & Ada Haas (R) in Halden.")
    two = caption("Milo & Ada Haas (L) in Halden.")
    (difference,) = compare_captions(one, two).differences
    assert raw[slice(*difference.span_a)] == difference.a == "(R)"


def test_missing_words_are_placed_where_they_are_missing() -> None:
    (difference,) = compare("The bridge is open", "The bridge is not open").differences
    assert (difference.a, difference.b) == ("", "not")
    assert difference.span_a == (13, 13)


@pytest.mark.parametrize(
    ("a", "b", "contains"),
    [
        (BRIDGE, BRIDGE[:60], "a"),
        (BRIDGE[:60], BRIDGE, "b"),
        (BRIDGE + " (Blickbild)", BRIDGE, "a"),
        (BRIDGE, BRIDGE.upper(), ""),
    ],
)
def test_longer_caption_is_named(a: str, b: str, contains: str) -> None:
    assert compare(a, b).contains == contains


def test_two_photographers_under_one_story_are_not_merged() -> None:
    def credited(name: str) -> Caption:
        raw = f"{BRIDGE} (Photo by {name})"
        at = (raw.index(name), raw.index(name) + len(name))
        credit = Credit(CreditRole.PHOTOGRAPHER, name, Evidence(Place(), at, name))
        return Caption(FieldKind.CAPTION, raw, BRIDGE + ".", credits=(credit,))

    plain = caption(BRIDGE)
    one, two = credited("Ilse Marten"), credited("Jonas Wieland")
    assert compare_captions(one, plain).verdict is Verdict.SAME
    assert compare_captions(one, credited("I. Marten")).verdict is Verdict.SAME
    assert compare_captions(one, two).verdict is not Verdict.SAME


def test_caption_of_credits_only_is_compared_by_its_raw_text() -> None:
    one = Caption(FieldKind.CAPTION, "Photo: Ilse Marten / Nordpress", "")
    assert compare_captions(one, one).verdict is Verdict.SAME


def test_story_that_prints_each_caption_twice(shared: object) -> None:
    text = (shared / "corpus" / "seed" / "story.txt").read_text("utf-8")  # type: ignore[operator]
    lines = [line for line in text.split("\n") if line.endswith("(Yonhap)")]
    assert len(lines) == 6
    verdicts = {
        (a, b): compare(lines[a], lines[b]).verdict for a in range(6) for b in range(a + 1, 6)
    }
    assert [pair for pair, found in verdicts.items() if found is Verdict.SAME] == [
        (0, 1),
        (2, 3),
        (4, 5),
    ]
    assert {verdicts[pair] for pair in ((0, 4), (0, 5), (1, 4), (1, 5))} == {Verdict.DIFFERENT}
