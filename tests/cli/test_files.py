"""The commands that read or write single files: extract, inspect, duplicates, report, init."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

from captiondedup.cli.extract import printed_credit
from captiondedup.config import STARTER_CONFIG, load_settings
from captiondedup.model import FieldKind
from captiondedup.rights.caption import parse_caption

CAPTION = "The ferry lands at the pier of Larnholm on May 2, 2025. (Ida Brask/Yonhap)"


def test_extract_gives_the_photos_of_a_page_under_its_name_as_typed(run, story) -> None:
    page = story(CAPTION) / "story.html"
    (answer,) = map(json.loads, run("extract", page).out.splitlines())
    assert answer["page"] == str(page)
    (photo,) = answer["photos"]
    assert photo["image"] == "ferry.jpg"
    assert photo["caption"] == "The ferry lands at the pier of Larnholm on May 2, 2025."
    assert photo["alt"] == CAPTION
    assert photo["credit"] == "Ida Brask/Yonhap"
    assert photo["evidence"]["line"] > 1


def test_extract_reads_packed_pages(run, story, tmp_path) -> None:
    page = story(CAPTION) / "story.html"
    packed = tmp_path / "story.html.gz"
    packed.write_bytes(gzip.compress(page.read_bytes()))
    plain, unpacked = (json.loads(run("extract", path).out)["photos"] for path in (page, packed))
    assert plain == unpacked


def test_extract_goes_on_after_a_bad_file_and_ends_with_4(run, story, tmp_path) -> None:
    page = story(CAPTION) / "story.html"
    bad = tmp_path / "cut.html.gz"
    bad.write_bytes(gzip.compress(page.read_bytes())[:40])
    outcome = run("extract", bad, tmp_path / "missing.html", page)
    assert outcome.code == 4
    assert "cut.html.gz" in outcome.err
    assert "missing.html" in outcome.err
    assert [json.loads(line)["page"] for line in outcome.out.splitlines()] == [str(page)]


def _credit_of(*texts: tuple[FieldKind, str]) -> str:
    return printed_credit(tuple(parse_caption(text, kind=kind) for kind, text in texts))


def test_a_credit_keeps_its_separators_and_brackets() -> None:
    chain = (FieldKind.CAPTION, "A pier at dusk. (Ida Brask/AFP via Getty Images)")
    assert _credit_of(chain) == "Ida Brask/AFP via Getty Images"


def test_a_credit_line_of_its_own_counts_before_the_caption() -> None:
    assert (
        _credit_of((FieldKind.CAPTION, "A pier. (Yonhap)"), (FieldKind.CREDIT, "Ida Brask / AFP"))
        == "Ida Brask / AFP"
    )


def test_a_restriction_between_two_credits_is_no_part_of_them() -> None:
    text = "A pier, published by the Associated Press. (PHOTO NOT FOR SALE) (Yonhap)"
    assert "SALE" not in _credit_of((FieldKind.CAPTION, text))


def test_a_line_that_names_nobody_is_a_credit_all_the_same() -> None:
    text = "Ein Boot liegt im Hafen von Larnholm. Foto: Privat"
    assert _credit_of((FieldKind.CAPTION, text)) == "Foto: Privat"
    assert _credit_of((FieldKind.CAPTION, "Privat")) == "Privat"
    assert _credit_of((FieldKind.CAPTION, "Ein Boot liegt im Hafen von Larnholm.")) == ""


def test_an_alternative_text_is_asked_last() -> None:
    alt = (FieldKind.ALT, "A pier at dusk. (Ida Brask/AFP)")
    assert _credit_of(alt) == "Ida Brask/AFP"
    assert _credit_of(alt, (FieldKind.CAPTION, "A pier. (Yonhap)")) == "Yonhap"


def test_inspect_gives_one_object_a_picture(run, story) -> None:
    picture = story(CAPTION) / "ferry.jpg"
    sidecar = picture.with_suffix(".xmp")
    sidecar.write_text(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description '
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Yonhap"/>'
        "</rdf:RDF></x:xmpmeta>",
        encoding="utf-8",
    )
    outcome = run("inspect", picture)
    (answer,) = map(json.loads, outcome.out.splitlines())
    assert (answer["file"], answer["format"]) == (str(picture), "JPEG")
    assert [(each["name"], each["value"], each["block"]) for each in answer["fields"]] == [
        ("Credit Line", "Yonhap", "XMP")
    ]
    assert outcome.code == 0
    assert json.loads(run("inspect", "--pretty", picture).out) == answer


def test_inspect_of_a_broken_picture_is_told_and_the_next_is_read(run, story, tmp_path) -> None:
    picture = story(CAPTION) / "ferry.jpg"
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    outcome = run("inspect", broken, picture)
    assert outcome.code == 4
    assert "broken.jpg" in outcome.err
    assert len(outcome.out.splitlines()) == 2


def test_duplicates_lists_pairs_with_the_photo_of_each_side(run, story) -> None:
    folder = story(CAPTION)
    (folder / "copy.jpg").write_bytes((folder / "ferry.jpg").read_bytes())
    outcome = run("duplicates", folder)
    rows = list(csv.DictReader(io.StringIO(outcome.out, newline="")))
    equal = next(row for row in rows if row["Rule"] == "equal-bytes")
    assert {equal["A"], equal["B"]} == {"copy.jpg", "ferry.jpg"}
    assert equal["Photo A"] == equal["Photo B"]
    assert equal["Verdict"] == "same"


def test_duplicates_ends_with_the_clusters_as_json_lines(run, story) -> None:
    folder = story(CAPTION)
    (folder / "copy.jpg").write_bytes((folder / "ferry.jpg").read_bytes())
    lines = [
        json.loads(line) for line in run("duplicates", folder, "--format", "jsonl").out.splitlines()
    ]
    assert lines[-1] == {"cluster": ["copy.jpg", "ferry.jpg", "story.html#1"], "weak": []}
    assert all("pair" in line for line in lines[:-1])


def test_duplicates_compares_only_what_is_asked_for(run, story) -> None:
    folder = story(CAPTION)
    (folder / "copy.jpg").write_bytes((folder / "ferry.jpg").read_bytes())
    (folder / "again.html").write_bytes((folder / "story.html").read_bytes())

    def rules(option: str) -> set[str]:
        out = run("duplicates", folder, option).out
        return {row["Kind"] for row in csv.DictReader(io.StringIO(out, newline=""))} | {
            row["Rule"] for row in csv.DictReader(io.StringIO(out, newline=""))
        }

    assert "caption" not in rules("--images")
    assert "equal-bytes" not in rules("--captions")
    assert "caption" in rules("--captions")


def test_report_writes_the_tables_that_the_scan_wrote(run, story, tmp_path) -> None:
    run("scan", story(CAPTION), "--out", tmp_path / "out")
    run("report", tmp_path / "out" / "manifest.json", "--out", tmp_path / "again")
    for path in (tmp_path / "out").glob("*.csv"):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_report_of_one_table_writes_one(run, story, tmp_path) -> None:
    run("scan", story(CAPTION), "--out", tmp_path / "out")
    manifest = tmp_path / "out" / "manifest.json"
    run("report", manifest, "--table", "credits", "--out", tmp_path / "again")
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["credits.csv"]
    wrong = run("report", manifest, "--table", "credit")
    assert wrong.code == 2
    assert "credits" in wrong.err


def test_init_writes_a_configuration_that_loads(run, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").code == 0
    assert Path("captiondedup.toml").read_text("utf-8") == STARTER_CONFIG
    assert load_settings(tmp_path).use_profile == ("web",)


def test_init_never_overwrites_unless_told_to(run, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("captiondedup.toml").write_text("# the house's own\n", encoding="utf-8")
    outcome = run("init")
    assert outcome.code == 2
    assert "--force" in outcome.err
    assert Path("captiondedup.toml").read_text("utf-8") == "# the house's own\n"
    assert run("init", "--force").code == 0
    assert Path("captiondedup.toml").read_text("utf-8") == STARTER_CONFIG
