"""Files are written whole or not at all; texts are harmless on a terminal."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.errors import OutputError
from captiondedup.manifest import write
from captiondedup.manifest.write import (
    printable,
    write_bytes_atomically,
    write_text_atomically,
)


def test_text_is_written_as_it_is_and_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "out" / "deep" / "captions.csv"
    write_text_atomically(path, "항구\r\nفي\n")
    assert path.read_bytes() == "항구\r\nفي\n".encode()
    assert [each.name for each in path.parent.iterdir()] == ["captions.csv"]


def test_new_files_are_readable_by_whoever_may_read_the_house_s_files(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    mask = os.umask(0o027)
    try:
        write_bytes_atomically(path, b"{}")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")
    path.chmod(0o604)
    write_bytes_atomically(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o604)


def test_a_failure_leaves_the_old_file_and_no_half_written_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(OutputError, match=r"manifest\.json: cannot be written \(No space left"):
        write_bytes_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["manifest.json"]


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="check the folder"):
        write_text_atomically(tmp_path / "file" / "out.csv", "x")
    with pytest.raises(OutputError, match="cannot be written"):
        write_text_atomically(tmp_path, "x")


def test_a_very_long_name_is_no_longer_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250)
    write_text_atomically(path, "x")
    assert path.read_text() == "x"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # Colours, titles, cursor moves: the escape goes, its letters stay.
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x9b2Jgone", "2Jgone"),
        # Text that pretends to be another: overrides, isolates, tags.
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("\u2066a\u2069b", "ab"),
        ("flag\U000e0041", "flag"),
        # Lines and tabs become blanks, so that one photo is one row.
        ("one\r\ntwo\tthree\u2028four", "one two three four"),
        # Scripts that need their marks keep them.
        ("می\u200cخواهم \u200f(AFP)", "می\u200cخواهم \u200f(AFP)"),
        ("한강 日本 Ü", "한강 日本 Ü"),
        # Halves of characters cannot be written out at all.
        ("a\ud800b", "ab"),
    ],
)
def test_what_a_terminal_would_obey_is_taken_out(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters()))
def test_nothing_that_a_terminal_obeys_is_left(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cs", "Zl", "Zp"}
    shown.encode("utf-8")
