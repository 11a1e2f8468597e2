"""Encodings: nothing is lost silently, and doubt is said."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.ingest.articles import CaptionSignals, read_article
from captiondedup.ingest.articles.decode import decode
from captiondedup.ingest.articles.read import MAX_ARTICLE_BYTES


def cue(text: str) -> CaptionSignals:
    return CaptionSignals(tail=text.endswith("(Baltwire)"), credit=text.endswith("(Baltwire)"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # byte order marks
        ("Rīga".encode("utf-8-sig"), "Rīga"),
        ("Rīga".encode("utf-16"), "Rīga"),
        # line ends of other systems
        (b"a\r\nb\rc", "a\nb\nc"),
        # NUL bytes
        (b"po\x00rt", "port"),
    ],
)
def test_certain_encodings_have_no_problem(data: bytes, text: str) -> None:
    decoded = decode(data, "a.txt")
    assert (decoded.text, decoded.problems) == (text, ())


def test_declared_charset_of_a_page_is_believed() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">Порт'
    assert decode(page.encode("cp1251"), "a.html", declared=True).text.endswith("Порт")


def test_an_unknown_declared_charset_does_not_raise() -> None:
    page = b'<meta charset="x-no-such">K\xf6ln und D\xfcsseldorf'
    decoded = decode(page, "a.html", declared=True)
    assert "ln und" in decoded.text


@pytest.mark.parametrize("label", ["hex", "base64", "zlib", "rot13", "idna", "undefined"])
def test_a_charset_that_is_no_charset_is_not_used(label: str) -> None:
    page = f'<meta charset="{label}">'.encode() + b"K\xf6ln"
    assert "<meta" in decode(page, "a.html", declared=True).text


def test_a_guess_says_so() -> None:
    text = "Порт Вентспилс снова открыт после шторма, сообщает служба. " * 8
    decoded = decode(text.encode("cp1251"), "a.txt")
    assert decoded.text == text
    assert [p.code for p in decoded.problems] == ["encoding"]


@given(st.binary(max_size=400))
def test_no_bytes_raise(data: bytes) -> None:
    for name in ("a.txt", "a.html", "a.md"):
        assert read_article(data, name, cue).title is not None


def test_gzip_is_unpacked() -> None:
    data = gzip.compress(b"Storm\n\nBody.\n\nA tug waits. (Baltwire)\n", mtime=0)
    [sighting] = read_article(data, "story.txt.gz", cue).sightings
    assert sighting.id == "story.txt.gz#1"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        # nothing there
        (b"", "empty"),
        (b" \n\x00", "empty"),
        # cut off
        (gzip.compress(b"Storm" * 99, mtime=0)[:-9], "unreadable"),
        # packed zeros that would fill the memory
        (gzip.compress(b"\x00" * (MAX_ARTICLE_BYTES + 1), 9, mtime=0), "too_large"),
        # another kind of file
        (bytes(range(256)), "unreadable"),
    ],
)
def test_bad_files_are_problems(data: bytes, code: str) -> None:
    reading = read_article(data, "story.txt", cue)
    assert [p.code for p in reading.problems] == [code]
    assert reading.sightings == ()
