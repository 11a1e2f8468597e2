# ruff: noqa: E501 - markup is read more easily when it is not broken
"""Documents that are no pages: ninjs, NewsML-G2, NITF, WordPress exports, tables, Word, Markdown."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest

from captiondedup.ingest.articles import ArticleReading, CaptionSignals, read_article
from captiondedup.model import SightingRole

PARAGRAPH = "The ferry was towed into the harbour after the storm had passed the town. " * 2


def cue(text: str) -> CaptionSignals:
    found = text.rstrip().endswith("(Nordfoto)")
    return CaptionSignals(credit=found, tail=found, bare=text.strip() == "(Nordfoto)")


def read(text: str | bytes, name: str) -> ArticleReading:
    return read_article(text if isinstance(text, bytes) else text.encode(), name, cue)


def said(reading: ArticleReading) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (s.image.reference if s.image else "", [(t.kind.value, t.text) for t in s.texts])
        for s in reading.sightings
    ]


def test_ninjs_1_story_with_associated_pictures() -> None:
    item = {
        "uri": "urn:baltwire:77",
        "type": "text",
        "headline": "Ferry towed in",
        "body_html": f'<p>{PARAGRAPH}</p><figure><img src="tug.jpg"><figcaption>A tug.</figcaption></figure>'
        f"<p>{PARAGRAPH}</p>",
        "associations": {
            "featured": {
                "uri": "urn:baltwire:p1",
                "type": "picture",
                "description_text": "The ferry in tow.",
                "byline": "Ilze Kalna",
                "copyrightholder": "Nordfoto",
                "usageterms": "NO ARCHIVE",
                "renditions": {
                    "web": {"href": "https://i.example/ferry-web.jpg", "width": 640},
                    "full": {"href": "https://i.example/ferry.jpg", "width": 4000},
                },
            }
        },
    }
    reading = read(json.dumps(item), "story.json")
    assert reading.title == "Ferry towed in"
    assert said(reading) == [
        ("tug.jpg", [("caption", "A tug.")]),
        (
            "https://i.example/ferry.jpg",
            [
                ("caption", "The ferry in tow."),
                ("credit", "Ilze Kalna"),
                ("credit", "Nordfoto"),
                ("rights", "NO ARCHIVE"),
            ],
        ),
    ]
    assert reading.sightings[1].place.path == "associations.featured"


def test_ninjs_3_picture_with_lists_of_texts() -> None:
    item = {
        "uri": "urn:baltwire:p1",
        "type": "picture",
        "by": "Ilze Kalna",
        "descriptions": [{"role": "caption", "value": "The ferry in tow."}],
        "copyrightNotice": "(c) 2031 Nordfoto",
        "usageTerms": "NOT FOR SALE",
        "renditions": [{"name": "full", "href": "ferry.jpg", "width": 4000}],
    }
    assert said(read(json.dumps(item), "p1.json")) == [
        (
            "ferry.jpg",
            [
                ("caption", "The ferry in tow."),
                ("credit", "Ilze Kalna"),
                ("rights", "(c) 2031 Nordfoto"),
                ("rights", "NOT FOR SALE"),
            ],
        )
    ]


NEWSML = """<?xml version="1.0"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem guid="urn:p1">
<rightsInfo><copyrightHolder><name>Nordfoto</name></copyrightHolder><usageTerms>NO ARCHIVE</usageTerms></rightsInfo>
<itemMeta><itemClass qcode="ninat:picture"/></itemMeta>
<contentMeta><creator><name>Ilze Kalna</name></creator><creditline>Nordfoto</creditline>
<headline>Storm</headline><description role="drol:caption">The ferry
 in tow.</description></contentMeta>
<contentSet><remoteContent href="file:///./ferry-web.jpg" width="640" contenttype="image/jpeg"/>
<remoteContent href="./ferry.jpg" width="4000" contenttype="image/jpeg"/></contentSet></newsItem></itemSet></newsMessage>
"""


def test_newsml_picture_has_its_largest_file_and_its_rights() -> None:
    [(reference, texts)] = said(read(NEWSML, "p1.xml"))
    assert reference == "./ferry.jpg"
    assert texts == [
        ("caption", "The ferry in tow."),
        ("credit", "Nordfoto"),
        ("rights", "NO ARCHIVE"),
        ("title", "Storm"),
        ("credit", "Nordfoto"),
        ("credit", "Ilze Kalna"),
    ]


def test_nitf_media_with_a_document_type() -> None:
    nitf = (
        '<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-6.dtd"><nitf><head><title>T</title></head><body>'
        "<body.head><hedline><hl1>Ferry towed in</hl1></hedline></body.head><body.content><p>Text.</p>"
        '<media media-type="image"><media-reference mime-type="image/jpeg" source="ferry.jpg" alternate-text="Ferry"/>'
        "<media-caption><p>The ferry in tow.</p></media-caption><media-producer>Ilze Kalna/Nordfoto</media-producer>"
        '</media><media media-type="video"><media-reference source="v.mp4"/></media></body.content></body></nitf>'
    )
    reading = read(nitf, "story.xml")
    assert reading.title == "Ferry towed in"
    assert said(reading) == [
        (
            "ferry.jpg",
            [("caption", "The ferry in tow."), ("credit", "Ilze Kalna/Nordfoto"), ("alt", "Ferry")],
        )
    ]


@pytest.mark.parametrize(
    "xml",
    [
        # entities that grow, that read files, that read the network
        '<!DOCTYPE nitf [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><nitf>&b;</nitf>',
        '<!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/hostname">]><nitf>&f;</nitf>',
        # not well formed, or in no encoding
        "<nitf><body></nitf>",
        '<?xml version="1.0" encoding="no-such"?><nitf/>',
    ],
)
def test_unsafe_or_broken_xml_is_a_problem(xml: str) -> None:
    reading = read(xml, "story.xml")
    assert ([p.code for p in reading.problems], reading.sightings) == (["unreadable"], ())


def test_wordpress_export_posts_and_attachments() -> None:
    wxr = f"""<?xml version="1.0"?><rss xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<item><title>Ferry towed in</title><wp:post_name>ferry</wp:post_name><wp:post_type>post</wp:post_type>
<content:encoded><![CDATA[{PARAGRAPH}

[caption id="attachment_7" align="alignnone" width="600"]<a href="/u/mole.jpg"><img src="/u/mole-600x400.jpg" alt="Mole"></a> The mole. (Nordfoto)[/caption]

{PARAGRAPH}]]></content:encoded></item>
<item><title>ferry</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>
<wp:attachment_url>https://w.example/u/ferry.jpg</wp:attachment_url>
<excerpt:encoded><![CDATA[The ferry in tow.]]></excerpt:encoded><content:encoded><![CDATA[]]></content:encoded>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Ferry</wp:meta_value></wp:postmeta>
</item></channel></rss>"""
    assert said(read(wxr, "export.xml")) == [
        ("/u/mole-600x400.jpg", [("caption", "The mole. (Nordfoto)"), ("alt", "Mole")]),
        ("https://w.example/u/ferry.jpg", [("caption", "The ferry in tow."), ("alt", "Ferry")]),
    ]


@pytest.mark.parametrize(
    "table",
    [
        # comma, semicolon and tab; quotes, a line break in a cell, columns nobody knows
        'Filename,Caption,Photographer,Special Instructions,Rating\nferry.jpg,"The ferry, in\ntow.",Ilze Kalna,NO SALES,5\n',
        'Dateiname;Bildunterschrift;Fotograf;Hinweise\nferry.jpg;"The ferry, in\ntow.";Ilze Kalna;NO SALES\n',
        'SourceFile\tCaption-Abstract\tBy-line\tInstructions\nferry.jpg\t"The ferry, in\ntow."\tIlze Kalna\tNO SALES\n',
    ],
)
def test_caption_tables(table: str) -> None:
    assert said(read(table, "captions.csv")) == [
        (
            "ferry.jpg",
            [("caption", "The ferry, in\ntow."), ("credit", "Ilze Kalna"), ("rights", "NO SALES")],
        )
    ]


def test_other_tables_and_json_are_no_articles() -> None:
    for text, name in (
        ("date,amount\n1,2\n", "sales.csv"),
        ('{"name": "x", "type": "module"}', "p.json"),
    ):
        assert [p.code for p in read(text, name).problems] == ["unreadable"]


def word(body: str, styles: str = "") -> bytes:
    names = (
        'xmlns:w="http://w.example" xmlns:r="http://r.example" xmlns:a="http://a.example" '
        'xmlns:wp="http://wp.example" xmlns:pic="http://pic.example"'
    )
    relations = (
        '<Relationships><Relationship Id="rId4" Target="media/image1.jpeg"/></Relationships>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {names}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/styles.xml", f"<w:styles {names}>{styles}</w:styles>")
        archive.writestr("word/_rels/document.xml.rels", relations)
    return file.getvalue()


def w_paragraph(text: str, style: str = "Normal") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="A ferry"/><pic:pic><pic:cNvPr '
    'name="ferry.jpg"/><a:blip r:embed="rId4"/></pic:pic></wp:inline></w:drawing></w:r></w:p>'
)


def test_word_picture_with_caption_style_in_another_language() -> None:
    styles = '<w:style w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>'
    body = w_paragraph(PARAGRAPH) + PICTURE + w_paragraph("The ferry in tow.", "Beschriftung")
    reading = read(word(body + w_paragraph(PARAGRAPH), styles), "story.docx")
    assert said(reading) == [("ferry.jpg", [("caption", "The ferry in tow."), ("alt", "A ferry")])]
    assert reading.sightings[0].image is not None
    assert reading.sightings[0].image.alternates == ("media/image1.jpeg",)


def test_word_captions_before_and_without_pictures() -> None:
    body = (
        w_paragraph("The ferry in tow. (Nordfoto)")
        + PICTURE
        + w_paragraph(PARAGRAPH)
        + w_paragraph("The mole at night. (Nordfoto)")
    )
    assert said(read(word(body), "story.docx")) == [
        ("ferry.jpg", [("caption", "The ferry in tow. (Nordfoto)"), ("alt", "A ferry")]),
        ("", [("caption", "The mole at night. (Nordfoto)")]),
    ]


@pytest.mark.parametrize(
    "data",
    [
        # cut off, another archive, a broken part
        word(w_paragraph("x"))[:-40],
        b"PK\x03\x04 no archive",
        word("<w:p>"),
    ],
)
def test_damaged_word_documents_are_a_problem(data: bytes) -> None:
    assert [p.code for p in read(data, "story.docx").problems] == ["unreadable"]


def test_markdown_images_titles_and_captions_below() -> None:
    story = f"""---
title: Ferry towed in
image: /img/ferry.jpg
image_caption: The ferry in tow.
image_credit: Nordfoto
---

{PARAGRAPH}

![A tug](img/tug.jpg "A tug waits off the mole.")

{PARAGRAPH}

![Mole][mole]
*The mole at night. (Nordfoto)*

{PARAGRAPH}

{{{{< figure src="gym.jpg" caption="Camp beds in the gym." attr="Ilze Kalna" alt="Beds" >}}}}

<figure><img src="soup.jpg"><figcaption>Soup for all.</figcaption></figure>

The crew come ashore. (Nordfoto)

[mole]: img/mole.jpg
"""
    reading = read(story, "story.md")
    assert reading.title == "Ferry towed in"
    assert said(reading) == [
        ("/img/ferry.jpg", [("caption", "The ferry in tow."), ("credit", "Nordfoto")]),
        ("img/tug.jpg", [("caption", "A tug waits off the mole."), ("alt", "A tug")]),
        ("img/mole.jpg", [("caption", "The mole at night. (Nordfoto)"), ("alt", "Mole")]),
        (
            "gym.jpg",
            [("caption", "Camp beds in the gym."), ("credit", "Ilze Kalna"), ("alt", "Beds")],
        ),
        ("soup.jpg", [("caption", "Soup for all.")]),
        ("", [("caption", "The crew come ashore. (Nordfoto)")]),
    ]
    assert reading.sightings[0].role is SightingRole.LEAD
    assert [s.place.line for s in reading.sightings[1:4]] == [10, 14, 19]


def test_markdown_body_emphasis_is_no_caption() -> None:
    story = f"# Ferry\n\n*From our reporter*\n\n{PARAGRAPH}\n\n![](tug.jpg)\n\nThe tug left.\n"
    assert said(read(story, "story.md")) == [("tug.jpg", [])]


def test_iptc_examples_are_read(shared: Path) -> None:
    folder = shared / "standards"
    listing = folder / "newsml-g2" / "LISTING_3_Photo_in_NewsML-G2.xml"
    [sighting] = read(listing.read_bytes(), listing.name).sightings
    assert sighting.image is not None
    assert sighting.image.reference == "./GYI0062134533.jpg"
    for file in sorted((folder / "ninjs").glob("example*.json")):
        reading = read(file.read_bytes(), file.name)
        assert len(reading.sightings) == 1, file.name
        assert any(t.kind.value == "rights" for t in reading.sightings[0].texts), file.name
