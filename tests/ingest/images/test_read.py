"""Reading rights metadata: every block, every spelling, and what happens when blocks disagree."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from captiondedup.ingest.images import ImageReading, inspect_image, read_image
from captiondedup.model import FieldKind

Make = Callable[..., bytes]


def _values(reading: ImageReading) -> dict[str, str]:
    return {field.path: field.value for field in reading.fields}


def _read(path: Path) -> ImageReading:
    return read_image(path, path.name)


@pytest.mark.parametrize(
    ("body", "attributes", "path", "value"),
    [
        # attribute shorthand
        ("", 'photoshop:Credit="Example News"', "photoshop:Credit", "Example News"),
        # element
        ("<photoshop:Credit>Example</photoshop:Credit>", "", "photoshop:Credit", "Example"),
        # list
        (
            "<dc:creator><rdf:Seq><rdf:li>Ada Ray</rdf:li></rdf:Seq></dc:creator>",
            "",
            "dc:creator[1]",
            "Ada Ray",
        ),
        # language alternatives
        (
            '<dc:rights><rdf:Alt><rdf:li xml:lang="de">Nur Inland</rdf:li></rdf:Alt></dc:rights>',
            "",
            "dc:rights[@xml:lang='de']",
            "Nur Inland",
        ),
        # structure, as resource
        (
            '<plus:Licensor><rdf:Bag><rdf:li rdf:parseType="Resource"><plus:LicensorName>Pix'
            "</plus:LicensorName></rdf:li></rdf:Bag></plus:Licensor>",
            "",
            "plus:Licensor[1]/plus:LicensorName",
            "Pix",
        ),
        # structure, as description with attributes
        (
            '<plus:Licensor><rdf:Bag><rdf:li><rdf:Description plus:LicensorName="Pix"/></rdf:li>'
            "</rdf:Bag></plus:Licensor>",
            "",
            "plus:Licensor[1]/plus:LicensorName",
            "Pix",
        ),
        # structure, as attributes of the item
        (
            '<plus:Licensor><rdf:Bag><rdf:li plus:LicensorName="Pix"/></rdf:Bag></plus:Licensor>',
            "",
            "plus:Licensor[1]/plus:LicensorName",
            "Pix",
        ),
        # IRI
        (
            '<plus:DataMining rdf:resource="http://ns.useplus.org/ldf/vocab/DMI-ALLOWED"/>',
            "",
            "plus:DataMining",
            "http://ns.useplus.org/ldf/vocab/DMI-ALLOWED",
        ),
        # value with qualifier
        (
            '<photoshop:Source rdf:parseType="Resource"><rdf:value>Wire</rdf:value>'
            "</photoshop:Source>",
            "",
            "photoshop:Source",
            "Wire",
        ),
        # letter case of another program
        ("", 'dc:Rights="Ada Ray"', "dc:Rights", "Ada Ray"),
    ],
)
def test_every_spelling_of_rdf_is_read(
    jpeg: Callable[..., Path], xmp: Make, body: str, attributes: str, path: str, value: str
) -> None:
    reading = _read(jpeg(xmp=xmp(body, attributes)))
    assert _values(reading) == {path: value}
    assert reading.problems == ()


def test_kinds_follow_the_fields_and_writer_is_no_credit(
    jpeg: Callable[..., Path], xmp: Make
) -> None:
    packet = xmp(
        "",
        'photoshop:Credit="Example News" photoshop:Instructions="No sales" '
        'photoshop:Headline="A day out" photoshop:CaptionWriter="qq" dc:description="A walk." '
        'plus:DataMining="http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"',
    )
    reading = _read(jpeg(xmp=packet))
    assert {(text.place.field, text.kind) for text in reading.texts} == {
        ("photoshop:Credit", FieldKind.CREDIT),
        ("photoshop:Instructions", FieldKind.RIGHTS),
        ("photoshop:Headline", FieldKind.TITLE),
        ("dc:description", FieldKind.CAPTION),
    }
    assert [text.place.field for text in reading.coded] == ["plus:DataMining"]
    assert "Description Writer" in {field.name for field in reading.fields}


def test_same_words_in_two_blocks_are_one_text_and_two_fields(
    jpeg: Callable[..., Path], xmp: Make, iim: Make
) -> None:
    reading = _read(jpeg(xmp=xmp("", 'photoshop:Credit="Example"'), iim=iim((2, 110, b"Example"))))
    assert [text.place.field for text in reading.texts] == ["photoshop:Credit"]
    assert [field.block for field in reading.fields] == ["XMP", "IIM"]


def test_words_that_differ_between_blocks_are_both_kept(
    jpeg: Callable[..., Path], xmp: Make, iim: Make
) -> None:
    reading = _read(
        jpeg(xmp=xmp("", 'photoshop:Instructions="None"'), iim=iim((2, 40, b"NO SALES")))
    )
    assert [text.text for text in reading.texts] == ["None", "NO SALES"]


@pytest.mark.parametrize(
    ("iim_value", "texts"),
    [
        (b"The Long Named Agency of Example", 1),  # 32 octets: cut by IIM's limit
        (b"The Long Named", 2),  # shorter than the limit: somebody wrote another name
    ],
)
def test_value_cut_by_iim_is_no_second_opinion(
    jpeg: Callable[..., Path], xmp: Make, iim: Make, iim_value: bytes, texts: int
) -> None:
    packet = xmp("", 'photoshop:Credit="The Long Named Agency of Exampleland"')
    reading = _read(jpeg(xmp=packet, iim=iim((2, 110, iim_value))))
    assert len(reading.texts) == texts


def test_camera_boilerplate_is_a_field_and_no_caption(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x010E] = "OLYMPUS DIGITAL CAMERA         "
    Image.new("L", (8, 8)).save(path, exif=exif)
    reading = _read(path)
    assert reading.texts == ()
    assert [field.name for field in reading.fields] == ["Description"]


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "avif"])
def test_exif_is_found_in_every_container(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    exif = Image.Exif()
    exif[0x013B] = "Ada Ray"
    exif[0x8298] = "(c) Example News"
    exif[0x0112] = 6
    try:
        Image.new("RGB", (40, 30)).save(path, exif=exif)
    except (KeyError, OSError):
        pytest.skip(f"this Pillow does not write {suffix}")
    reading = _read(path)
    assert _values(reading) == {"IFD0:Artist": "Ada Ray", "IFD0:Copyright": "(c) Example News"}
    assert reading.size == (30, 40)
    assert reading.problems == ()


@pytest.mark.parametrize("suffix", ["jpg", "png", "tif", "webp", "gif", "avif"])
def test_xmp_is_found_in_every_container(tmp_path: Path, xmp: Make, suffix: str) -> None:
    path = tmp_path / f"photo.{suffix}"
    packet = xmp("", 'photoshop:Credit="Example News"')
    picture = Image.new("RGB", (40, 30))
    try:
        if suffix == "png":
            info = PngImagePlugin.PngInfo()
            info.add_itxt("XML:com.adobe.xmp", packet.decode(), zip=True)
            picture.save(path, pnginfo=info)
        elif suffix == "tif":
            picture.save(path, tiffinfo={700: packet})
        elif suffix == "gif":
            picture.convert("P").save(path)
            data = path.read_bytes()
            trailer = b"\1" + bytes(range(255, -1, -1)) + b"\0"
            block = b"\x21\xff\x0bXMP DataXMP" + packet + trailer
            start = 13 + 3 * 2 ** ((data[10] & 7) + 1)
            path.write_bytes(data[:start] + block + data[start:])
        else:
            picture.save(path, xmp=packet)
    except (KeyError, OSError):
        pytest.skip(f"this Pillow does not write {suffix}")
    reading = _read(path)
    assert _values(reading) == {"photoshop:Credit": "Example News"}
    assert reading.size == (40, 30)
    assert reading.problems == ()


def test_heic_from_the_extra_keeps_exif_and_xmp(tmp_path: Path, xmp: Make) -> None:
    heif = pytest.importorskip("pillow_heif")
    path = tmp_path / "phone.heic"
    heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x013B] = "Ada Ray"
    packet = xmp("", 'photoshop:Credit="Example News"')
    Image.new("RGB", (64, 48)).save(path, exif=exif, xmp=packet)
    reading = _read(path)
    assert _values(reading) == {"photoshop:Credit": "Example News", "IFD0:Artist": "Ada Ray"}
    assert (reading.media_type, reading.size) == ("image/heic", (64, 48))


def test_png_texts_and_raw_profiles_are_read(tmp_path: Path, iim: Make) -> None:
    path = tmp_path / "photo.png"
    info = PngImagePlugin.PngInfo()
    info.add_text("Copyright", "© Example News")
    info.add_text("Software", "Some program")  # no rights field
    block = iim((2, 110, b"Example News"))
    info.add_text(
        "Raw profile type iptc", f"\nIPTC profile\n  {len(block)}\n{block.hex()}\n", zip=True
    )
    Image.new("L", (8, 8)).save(path, pnginfo=info)
    assert _values(_read(path)) == {"IIM 2:110": "Example News", "PNG Copyright": "© Example News"}


def test_extended_xmp_is_put_together(
    jpeg: Callable[..., Path], xmp: Make, segment: Callable[[int, bytes], bytes]
) -> None:
    packet = xmp("", 'photoshop:Instructions="No archives"')
    parts = [(0, packet[:100]), (100, packet[100:])]
    extended = b"".join(
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\0"
            + b"A" * 32
            + len(packet).to_bytes(4, "big")
            + offset.to_bytes(4, "big")
            + data,
        )
        for offset, data in reversed(parts)
    )
    reading = _read(jpeg(segments=extended))
    assert _values(reading) == {"photoshop:Instructions": "No archives"}
    assert reading.problems == ()
    missing = _read(jpeg(segments=extended[: len(extended) // 2 - 60]))
    assert {problem.code for problem in missing.problems} == {"metadata_unreadable"}


def test_photoshop_document_gives_its_resources(
    tmp_path: Path, iim: Make, resource: Callable[[int, bytes], bytes]
) -> None:
    resources = (
        resource(1028, iim((2, 80, b"Ada Ray"), (2, 80, b"Ben Low")))
        + resource(1034, b"\1")
        + resource(1035, b"https://example.org/rights")
    )
    head = b"8BPS\0\1" + b"\0" * 6 + b"\0\3" + (30).to_bytes(4, "big") + (40).to_bytes(4, "big")
    path = tmp_path / "page.psd"
    path.write_bytes(
        head + b"\0\x08\0\3" + b"\0" * 4 + len(resources).to_bytes(4, "big") + resources
    )
    reading = _read(path)
    assert reading.size == (40, 30)
    assert _values(reading) == {
        "IIM 2:80[1]": "Ada Ray",
        "IIM 2:80[2]": "Ben Low",
        "PSD 1034": "True",
        "PSD 1035": "https://example.org/rights",
    }


def test_bad_block_is_reported_and_the_others_are_kept(
    jpeg: Callable[..., Path], xmp: Make, iim: Make
) -> None:
    broken = xmp("<photoshop:Source>Wire", 'photoshop:Credit="Example"')
    reading = _read(jpeg(xmp=broken, iim=iim((2, 40, b"NO SALES")), exif=b"MM\0*\xff\xff\xff\xff"))
    assert _values(reading)["photoshop:Credit"] == "Example"  # stood before the break
    assert _values(reading)["IIM 2:40"] == "NO SALES"
    assert [(problem.code, problem.place.field) for problem in reading.problems] == [
        ("metadata_unreadable", "EXIF"),
        ("metadata_unreadable", "XMP"),
    ]


def test_entities_are_never_expanded(jpeg: Callable[..., Path], xmp: Make) -> None:
    packet = b'<!DOCTYPE x [<!ENTITY a "secret">]>' + xmp("", 'photoshop:Credit="&a;"')
    reading = _read(jpeg(xmp=packet))
    assert reading.fields == ()
    assert [problem.code for problem in reading.problems] == ["metadata_unreadable"]


def test_deep_nesting_is_refused_not_followed(jpeg: Callable[..., Path], xmp: Make) -> None:
    packet = xmp("<dc:creator><rdf:Seq><rdf:li>" * 500)
    assert [problem.code for problem in _read(jpeg(xmp=packet)).problems] == ["metadata_unreadable"]


def test_sidecars_speak_beside_the_picture(jpeg: Callable[..., Path], xmp: Make, iim: Make) -> None:
    path = jpeg(iim=iim((2, 110, b"Example")))
    path.with_suffix(".xmp").write_bytes(xmp("", 'photoshop:Instructions="No sales"'))
    path.with_name("photo.jpg.json").write_text(
        json.dumps({"usageTerms": "Print only", "by": "Ada Ray", "headlines": [{"value": "Walk"}]})
    )
    found = {
        (field["file"], field["path"]): field["value"] for field in inspect_image(path)["fields"]
    }
    assert found == {
        ("photo.jpg", "IIM 2:110"): "Example",
        ("photo.xmp", "photoshop:Instructions"): "No sales",
        ("photo.jpg.json", "usageTerms"): "Print only",
        ("photo.jpg.json", "by"): "Ada Ray",
        ("photo.jpg.json", "headlines[1]/value"): "Walk",
    }


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jpg", b"", "empty"),
        ("text.jpg", b"notes of the night desk", "not_an_image"),
        ("missing.jpg", None, "unreadable"),
        ("cut.jpg", b"\xff\xd8\xff\xe1\x40\x00Exif", "metadata_unreadable"),
    ],
)
def test_file_that_is_no_picture_is_a_problem(
    tmp_path: Path, name: str, content: bytes | None, code: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert [problem.code for problem in read_image(path, name).problems] == [code]


def test_inspection_is_plain_json(jpeg: Callable[..., Path], iim: Make) -> None:
    name = "서울 시청 앞 사진".encode("cp949")
    inspected = inspect_image(jpeg(iim=iim((2, 110, name))))
    assert json.loads(json.dumps(inspected)) == inspected
    assert inspected["fields"] == [
        {
            "name": "Credit Line",
            "block": "IIM",
            "path": "IIM 2:110",
            "value": "서울 시청 앞 사진",
            "file": "photo.jpg",
            "charset": "cp949",
            "raw": name.hex(),
        }
    ]


@pytest.mark.parametrize(
    ("spoil", "reported"),
    [
        (lambda packet: packet.decode().encode("utf-16-be"), False),  # no byte order mark
        (lambda packet: packet.decode().encode("utf-16"), False),  # with one
        (lambda packet: packet.replace(b"Example", b"Exa\x01mple"), True),  # control character
        (lambda packet: packet.replace(b'xmlns:dc="', b'xmlns:dq="'), False),  # nobody uses dc
        (lambda packet: packet.replace(b'xmlns:photoshop="', b'xmlns:q="'), True),  # undeclared
        (lambda packet: packet + b"\0\0  \n", False),  # padding
    ],
)
def test_packet_of_a_careless_program_is_mended_and_reported(
    jpeg: Callable[..., Path], xmp: Make, spoil: Callable[[bytes], bytes], reported: bool
) -> None:
    packet = spoil(xmp("", 'photoshop:Credit="Example News"'))
    reading = _read(jpeg(xmp=packet))
    value = _values(reading)["photoshop:Credit"].replace("\ufffd", "")
    assert value == "Example News"
    assert bool(reading.problems) == reported
