"""Tables: documented columns, exact CSV both ways, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.manifest.csv import neutralise_cell, read_csv, restore_cell, write_csv
from captiondedup.manifest.summary import summary_rows
from captiondedup.manifest.tables import COLUMNS, TableRows, table_rows
from captiondedup.model import Decision, Manifest, Photo

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def row(manifest: Manifest, table: str, number: int = 0) -> dict[str, str]:
    header, rows = table_rows(manifest)[table]
    return dict(zip(header, rows[number], strict=True))


def test_every_table_has_its_documented_columns(full_manifest: Manifest) -> None:
    tables = table_rows(full_manifest)
    assert list(tables) == list(COLUMNS)
    for name, (header, rows) in tables.items():
        assert header == tuple(COLUMNS[name])
        assert all(COLUMNS[name].values())
        assert rows, name
        assert {len(each) for each in rows} == {len(header)}


def test_photo_row_tells_all_a_desk_asks(full_manifest: Manifest) -> None:
    assert row(full_manifest, "photos") == {
        "Photo": "photo-1",
        "Decision": "blocked",
        "Description": "=Fähre am Kai, 항구.",
        "Creator": "Mira Olan",
        "Credit Line": "Mira Olan; Nordbild",
        "Supplier": "",
        "Copyright Owner": "",
        "Rights Usage Terms": "no_sale",
        "License": "CC-BY-4.0",
        "Notices": "handout",
        "Copies": "2",
        "Articles and Files": "2",
        "Lead File": "story/pier.jpg",
        "Files": "story/pier.jpg",
        "Drifts": "no_sale",
        "Conflicts": "license_against_terms",
    }


def test_restriction_row_points_to_its_words(full_manifest: Manifest) -> None:
    found = row(full_manifest, "restrictions")
    caption = row(full_manifest, "captions")["Text"]
    assert caption[int(found["Start"]) : int(found["End"])] == found["Words"] == "NO SALE"
    assert (found["Source File"], found["Line"]) == ("story/pier.html", "7")
    assert found["Lost In"] == "story/pier.jpg"


def test_pair_rows_with_and_without_an_outcome(full_manifest: Manifest) -> None:
    waiting, compared = (row(full_manifest, "duplicates", number) for number in (0, 1))
    assert (waiting["Kind"], waiting["Verdict"], waiting["Score"]) == ("caption", "", "")
    assert (compared["Verdict"], compared["Score"], compared["Confidence"]) == (
        "same",
        "97.25",
        "0.5",
    )
    assert compared["Crop"] == "0, 0.125, 1, 0.9"
    assert (compared["Photo A"], compared["Photo B"]) == ("photo-1", "photo-1")


def test_finding_without_evidence_has_empty_cells(full_manifest: Manifest) -> None:
    found = row(full_manifest, "findings", 1)
    assert (found["Code"], found["Words"], found["Photo"]) == ("waiver.unused", "", "")


# --- CSV ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        # What a spreadsheet would run.
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-2", "'-2"),
        ("@cmd", "'@cmd"),
        ("\t=1", "'\t=1"),
        ("\r", "'\r"),
        ("  =1+1", "'  =1+1"),
        # Its full-width twins, which some take for the same.
        ("＝1+1", "'＝1+1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        # Apostrophes that were there already.
        ("'=1+1", "''=1+1"),
        ("''-", "'''-"),
        # What is harmless stays as it is.
        ("'Tis the pier", "'Tis the pier"),
        ("A - B", "A - B"),
        ("", ""),
        ("서울=연합", "서울=연합"),
    ],
)
def test_cells_that_would_run_are_neutralised(text: str, cell: str) -> None:
    assert neutralise_cell(text) == cell
    assert restore_cell(cell) == text


@given(texts | st.text("'=+-@\t\r\n ＝", max_size=6))
def test_neutralising_is_exactly_reversible_and_never_leaves_a_formula(text: str) -> None:
    cell = neutralise_cell(text)
    assert restore_cell(cell) == text
    assert cell.lstrip()[:1] not in {"=", "+", "-", "@", "＝", "＋", "－", "＠"}
    assert cell[:1] not in {"\t", "\r", "\n"}


@given(
    st.lists(st.tuples(texts, texts), max_size=4),
    st.booleans(),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_csv_comes_back_exactly(rows: list[tuple[str, str]], bom: bool, delimiter: str) -> None:
    table = TableRows(("Photo", "=Text"), tuple(rows))
    text = write_csv(table, bom=bom, delimiter=delimiter)
    assert text.startswith("\ufeff") is bom
    assert read_csv(text, delimiter=delimiter) == table


def test_csv_is_quoted_throughout_and_ends_lines_as_the_standard_says() -> None:
    text = write_csv(TableRows(("a", "b"), (('x "y"', "1,2\n3"),)))
    assert text == '"a","b"\r\n"x ""y""","1,2\n3"\r\n'


def test_another_separator_in_a_text_starts_no_cell() -> None:
    text = write_csv(TableRows(("a",), (("pier;=1+1",),)))
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[1] == ["pier;=1+1"]


def test_an_empty_file_is_an_empty_table() -> None:
    assert read_csv("") == TableRows((), ())


# --- the terminal's table ----------------------------------------------------------------------


def test_summary_row_says_what_decides(full_manifest: Manifest) -> None:
    (found,) = summary_rows(full_manifest)
    assert (found.photo, found.credit, found.restrictions, found.copies) == (
        "story/pier.jpg",
        "Mira Olan; Nordbild",
        "no_sale",
        1,
    )
    assert found.decision is Decision.BLOCKED
    assert found.reason.startswith("“NO SALE”")


def test_hostile_names_do_nothing_to_a_terminal(full_manifest: Manifest) -> None:
    hostile = Photo("photo-2", "A\x1b]0;owned\x07 pier\u202e\n" + "x" * 90, ("a#1",), (), None)
    (found,) = summary_rows(replace(full_manifest, photos=(hostile,), decisions=()))
    assert found.photo.startswith("A]0;owned pier x")
    assert found.photo.endswith("…")
    assert found.photo.isprintable()
    assert found.decision is Decision.CLEAR
