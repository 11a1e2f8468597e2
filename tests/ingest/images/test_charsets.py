"""Unmarked character sets: sentences of several languages in the sets that programs write."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from captiondedup.ingest.images.charsets import decode, guess_charset
from captiondedup.ingest.images.iim import read_iim

KOREAN = "지난 3일 오후 부산 해운대 해변에서 시민들이 산책하고 있다. 재판매 및 DB 금지"
JAPANESE = "港の朝市で魚を選ぶ買い物客（3日午後、架空新聞撮影）無断転載を禁じます"
CHINESE = "三月五日，市民在河边公园散步。未经授权不得转载（图片由本报记者拍摄）"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (KOREAN, "utf-8"),
        (KOREAN, "cp949"),
        (KOREAN, "euc_kr"),
        ("똠방각하 특별전이 열린 전시장을 찾은 관람객들", "cp949"),  # a syllable outside EUC-KR
        ("사진제공 김하나", "cp949"),  # a credit alone
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        ("本报记者王小明摄", "gb2312"),
        ("Müßiggänger in der Größe von Äpfeln", "cp1252"),
        ("INFORMAÇÃO E PRODUÇÃO EM SÃO JOÃO", "cp1252"),  # capitals in pairs
        ("Photographer’s “own” picture – café", "cp1252"),
        ("Été à Liège, où l’élève a été reçu", "cp1252"),
        ("© 2026 Ada Ray", "cp1252"),
        ("Øystein Åsgård, Ærø", "cp1252"),
    ],
)
def test_language_survives_without_a_mark(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_block_is_guessed_as_a_whole(iim: Callable[..., bytes]) -> None:
    # One syllable is also two Latin characters; the caption beside it decides.
    block = iim((2, 80, "김".encode("cp949")), (2, 120, KOREAN.encode("cp949")))
    sets, damages = read_iim(block)
    assert [found.decoded.text for found in sets] == ["김", KOREAN]
    assert all(found.decoded.guessed for found in sets)
    assert damages == []


def test_marked_utf8_is_no_guess(iim: Callable[..., bytes]) -> None:
    block = iim((1, 90, b"\x1b%G"), (2, 80, "Łukasz Ørn".encode()))
    (found,), _ = read_iim(block)
    assert (found.decoded.text, found.decoded.guessed) == ("Łukasz Ørn", False)


def test_wrong_mark_does_not_garble(iim: Callable[..., bytes]) -> None:
    block = iim((1, 90, b"\x1b%G"), (2, 120, KOREAN.encode("cp949")))
    (found,), _ = read_iim(block)
    assert (found.decoded.text, found.decoded.charset) == (KOREAN, "cp949")


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (b"\x1c\x02\x50\x00\x10Ada", ["Ada"]),  # longer than the block
        (b"\x1c\x02\x50\x00\x03Ada\x1c\x02", ["Ada"]),  # cut in a header
        (b"\x1c\x02\x50\x00\x03Adaxxxxxx", ["Ada"]),  # a wrong length
        (b"\x1c\x02\x50\x80\xff\x00\x00", []),  # a length of 255 bytes
    ],
)
def test_damaged_iim_keeps_what_came_before(data: bytes, values: list[str]) -> None:
    sets, damages = read_iim(data)
    assert [found.decoded.text for found in sets] == values
    assert len(damages) == 1


def test_long_data_set_is_read(iim: Callable[..., bytes]) -> None:
    text = b"a" * 40_000
    sets, damages = read_iim(b"\x1c\x02\x78\x80\x04" + len(text).to_bytes(4, "big") + text)
    assert ([len(found.raw) for found in sets], damages) == ([40_000], [])


def test_ascii_is_utf8_and_certain() -> None:
    assert guess_charset(b"plain") == "utf-8"
    assert not decode(b"plain").guessed
