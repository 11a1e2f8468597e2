# ruff: noqa: E501 - markup is read more easily when it is not broken
"""Article pages in the manner of many systems and countries: every photo, its words, no more.

Each case is a whole page with invented names. A photo is written as (image, caption, credit).
"""

from __future__ import annotations

import re

import pytest

from captiondedup.ingest.articles import ArticleReading, CaptionSignals, read_article
from captiondedup.model import FieldKind, Sighting

Photo = tuple[str, str, str]

_CREDIT = re.compile(
    r"(?:\((?:[^()]* )?(?:Baltwire|Nordfoto)\)|(?:Foto|Photo|Bild|Picture|Kuva|写真|Фото|사진)"
    r"\s*[:：=]\s*\S[^.]*|[/—–-]\s*(?:Baltwire|Nordfoto)|©\s*\S[^.]*)$",
    re.IGNORECASE,
)


def cue(text: str) -> CaptionSignals:
    """A rights parser that knows two agencies and the labels of a few languages."""
    found = _CREDIT.search(text.strip())
    bare = bool(found) and found is not None and found.start() == 0
    return CaptionSignals(credit=bool(found), tail=bool(found), bare=bare)


BODY = (
    "The ferry Aurelia was towed into the harbour of Ventspils on Friday evening, hours after the "
    "storm had torn her from the mole, the harbour master said.",
    "All 212 passengers were safe, and most of them spent the night in the gym of the local "
    "school, where volunteers had put up camp beds and cooked soup.",
    "An inquiry has been opened into why the ship left port at all, the ministry said, and a first "
    "report is expected before the end of the month.",
)
HEAD = (
    '<meta property="og:title" content="Ferry towed into Ventspils after the storm">'
    '<meta property="og:image" content="https://img.example/2031/ferry-aurelia-ventspils.jpg">'
)
H1 = "<h1>Ferry towed into Ventspils after the storm</h1>"


def paragraphs(*numbers: int, of: str = "<p>{}</p>") -> str:
    return "".join(of.format(BODY[number]) for number in numbers or (0, 1, 2))


def page(body: str, head: str = HEAD) -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def read(html: str) -> ArticleReading:
    return read_article(html.encode(), "page.html", cue)


def words(sighting: Sighting, kind: FieldKind) -> str:
    return " | ".join(text.text for text in sighting.texts if text.kind is kind)


def photos(html: str) -> list[Photo]:
    return [
        (
            s.image.reference if s.image else "",
            words(s, FieldKind.CAPTION),
            words(s, FieldKind.CREDIT),
        )
        for s in read(html).sightings
    ]


LEAD = "https://img.example/2031/ferry-aurelia-ventspils.jpg"

CASES: dict[str, tuple[str, list[Photo]]] = {
    # WordPress, classic editor: caption box by shortcode, linked to the full file
    "wordpress classic": (
        f'<article class="post">{H1}<div class="entry-content">{paragraphs(0)}'
        '<div id="attachment_17" class="wp-caption aligncenter" style="width: 610px">'
        '<a href="/wp-content/uploads/2031/10/mole-at-night.jpg"><img class="wp-image-17 size-large" '
        'src="/wp-content/uploads/2031/10/mole-at-night-1024x683.jpg" width="600" height="400" '
        'alt="mole"></a><p class="wp-caption-text">The mole at night. (Nordfoto)</p></div>'
        f"{paragraphs(1, 2)}</div></article>",
        [
            (
                "/wp-content/uploads/2031/10/mole-at-night-1024x683.jpg",
                "The mole at night. (Nordfoto)",
                "",
            )
        ],
    ),
    # WordPress blocks, with the featured image above the heading and a gallery below
    "wordpress blocks": (
        f'<main><figure class="wp-block-post-featured-image"><img src="{LEAD}?w=1200" alt="">'
        f"</figure>{H1}<div class='wp-block-post-content'>{paragraphs(0)}"
        '<figure class="wp-block-gallery"><figure class="wp-block-image"><img src="/u/gym-beds-one.jpg">'
        "<figcaption>Camp beds in the gym.</figcaption></figure>"
        '<figure class="wp-block-image"><img src="/u/gym-soup-two.jpg"><figcaption>Soup for all.'
        f"</figcaption></figure></figure>{paragraphs(1, 2)}</div></main>",
        [
            (f"{LEAD}?w=1200", "", ""),
            ("/u/gym-beds-one.jpg", "Camp beds in the gym.", ""),
            ("/u/gym-soup-two.jpg", "Soup for all.", ""),
        ],
    ),
    # credit in an element of its own, behind the caption, within the figcaption
    "credit in figcaption": (
        f'<article>{H1}<figure><img src="{LEAD}"><figcaption><span class="c-caption__text">The ferry in tow.'
        '</span> <span class="c-caption__credit">Photo: Ilze Kalna/Nordfoto</span></figcaption></figure>'
        f"{paragraphs()}</article>",
        [(LEAD, "The ferry in tow.", "Photo: Ilze Kalna/Nordfoto")],
    ),
    # credit laid over the picture, caption below the figure
    "credit over the picture": (
        f'<article>{H1}<div class="article-image"><div class="image-holder"><img src="{LEAD}">'
        '<span class="image-copyright">© Nordfoto</span></div><div class="image-legend">The ferry in tow.</div>'
        f"</div>{paragraphs()}</article>",
        [(LEAD, "The ferry in tow.", "© Nordfoto")],
    ),
    # hashed class names say nothing; structure must
    "hashed classes": (
        f'<div class="css-1a2b">{H1}<div class="css-9z"><figure class="css-7q"><div class="css-0"><img '
        f'class="css-11" src="{LEAD}"></div><figcaption class="css-q1"><span class="css-8e">The ferry in tow.'
        '</span><span class="css-9f"><span>Photo: Ilze Kalna</span></span></figcaption></figure></div>'
        f'<section class="css-body">{paragraphs()}</section></div>',
        [(LEAD, "The ferry in tow.", "Photo: Ilze Kalna")],
    ),
    # the picture is drawn late: a placeholder, real addresses in data attributes, a noscript twin
    "lazy loading": (
        f'<article>{H1}{paragraphs(0)}<figure><img class="lazyload" src="data:image/gif;base64,R0lGOD" '
        'data-src="/i/tug-in-rain-640.jpg" data-srcset="/i/tug-in-rain-640.jpg 640w, /i/tug-in-rain-1280.jpg 1280w">'
        '<noscript><img src="/i/tug-in-rain-1280.jpg"></noscript><figcaption>A tug in the rain.</figcaption>'
        f"</figure>{paragraphs(1, 2)}</article>",
        [("/i/tug-in-rain-640.jpg", "A tug in the rain.", "")],
    ),
    # addresses with commas in a srcset
    "commas in srcset": (
        f"<article>{H1}{paragraphs(0)}<figure><picture>"
        '<source srcset="https://c.example/w_400,h_300,c_fill/tug-in-rain.jpg 400w, '
        'https://c.example/w_800,h_600,c_fill/tug-in-rain.jpg 800w">'
        '<img src="https://c.example/w_400,h_300,c_fill/tug-in-rain.jpg"></picture>'
        f"<figcaption>A tug.</figcaption></figure>{paragraphs(1, 2)}</article>",
        [("https://c.example/w_400,h_300,c_fill/tug-in-rain.jpg", "A tug.", "")],
    ),
    # one photo for phones, one for desktops, one in the overlay
    "repeated for mobile": (
        f'<article>{H1}<figure class="only-mobile"><img src="/i/ferry-tow-square-320x320.jpg">'
        '<figcaption>The ferry in tow.</figcaption></figure><figure class="only-desktop">'
        '<img src="/i/ferry-tow-square-1200x675.jpg"><figcaption>The ferry in tow.</figcaption></figure>'
        f"{paragraphs()}</article>",
        [("/i/ferry-tow-square-320x320.jpg", "The ferry in tow.", "")],
    ),
    # the same file under two captions is two sightings
    "same file, other caption": (
        f'<article>{H1}{paragraphs(0)}<figure><img src="/i/harbour-view.jpg"><figcaption>The harbour before.'
        f'</figcaption></figure>{paragraphs(1)}<figure><img src="/i/harbour-view.jpg"><figcaption>The pilots '
        f"go home.</figcaption></figure>{paragraphs(2)}</article>",
        [
            ("/i/harbour-view.jpg", "The harbour before.", ""),
            ("/i/harbour-view.jpg", "The pilots go home.", ""),
        ],
    ),
    # related stories in the middle of the body: cards with pictures, titles and links
    "related card in the body": (
        f'<article>{H1}{paragraphs(0)}<div class="inline-promo"><a href="/2031/other"><img src="/i/other-story-pic.jpg">'
        "<span>Storm floods the old town of Liepaja</span></a></div>"
        f'{paragraphs(1)}<aside class="related"><ul><li><a href="/2031/third"><img src="/i/third-story-pic.jpg" '
        f'alt="Tram"></a><a href="/2031/third">Trams stand still</a></li></ul></aside>{paragraphs(2)}</article>',
        [],
    ),
    # a list of stories below the article, each a figure with a caption-like title
    "cards as figures": (
        f'<main><article>{H1}{paragraphs()}</article><section class="more"><h2>More</h2>'
        '<a href="/a"><figure><img src="/i/a-story-picture.jpg"><figcaption>Trams stand still</figcaption></figure></a>'
        '<a href="/b"><figure><img src="/i/b-story-picture.jpg"><figcaption>Town hall floods</figcaption></figure></a>'
        "</section></main>",
        [],
    ),
    # author head, logo, newsletter art, tracker, QR code, app badges
    "furniture pictures": (
        '<header><a href="/"><img src="/static/site-logo.png" alt="The Gulf Times"></a></header>'
        f'<article>{H1}<div class="byline"><img src="/people/ann-writer.jpg" alt="Ann Writer"><a href="/ann">Ann Writer</a>'
        f'</div>{paragraphs(0)}<div class="newsletter-signup"><img src="/art/morning-letter.png"><p>Sign up</p></div>'
        f'{paragraphs(1)}<img src="https://t.example/count.gif" width="1" height="1">'
        f'<img src="/qr/qrcode-2031.png" alt="QR code">{paragraphs(2)}'
        '<a href="https://app.example"><img src="/static/app-store-badge.png" alt="Get the app"></a></article>',
        [],
    ),
    # words such as sidebar and teaser around the whole article mean nothing
    "misleading outer classes": (
        f'<div class="has-sidebar teaser-page widget"><div class="story-card-container">{H1}'
        f'<figure><img src="{LEAD}"><figcaption>The ferry in tow.</figcaption></figure>{paragraphs()}</div></div>',
        [(LEAD, "The ferry in tow.", "")],
    ),
    # a lead photo in the page header, before the article element
    "lead above the heading": (
        f'<div id="page"><div class="hero"><img src="{LEAD}?crop=16:9"><div class="hero-credit">Photo: Nordfoto</div>'
        f'</div><div class="story">{H1}{paragraphs()}</div></div>',
        [(f"{LEAD}?crop=16:9", "", "Photo: Nordfoto")],
    ),
    # tables and font tags of the nineties
    "old table layout": (
        f"<table><tr><td>{H1}{BODY[0]}<br><br><table align=right width=200><tr><td>"
        '<img src="photos/0410tug.jpg" width=180 height=140></td></tr><tr><td><font size=1>A tug waits off the mole. '
        f"(Nordfoto)</font></td></tr></table>{BODY[1]}<br><br>{BODY[2]}</td></tr></table>",
        [("photos/0410tug.jpg", "A tug waits off the mole. (Nordfoto)", "")],
    ),
    # picture and caption as paragraphs between paragraphs
    "italic paragraph below": (
        f'<div class="post">{H1}{paragraphs(0)}<p><img src="/i/pilot-boat-crew.jpg"></p>'
        f"<p><em>The pilot boat’s crew.</em></p>{paragraphs(1, 2)}</div>",
        [("/i/pilot-boat-crew.jpg", "The pilot boat’s crew.", "")],
    ),
    # a paragraph below that is body text is no caption
    "body paragraph below": (
        f'<div class="post">{H1}{paragraphs(0)}<p><img src="/i/pilot-boat-crew.jpg" alt="Crew"></p>{paragraphs(1, 2)}'
        "</div>",
        [("/i/pilot-boat-crew.jpg", "", "")],
    ),
    # player furniture in the caption
    "viewer words": (
        f'<article>{H1}<figure><button>View image in fullscreen</button><img src="{LEAD}"><span>1 of 7</span>'
        "<figcaption><span>Legende:</span> Die Fähre im Schlepp. <a href='#'>hide caption</a></figcaption>"
        f"</figure>{paragraphs()}</article>",
        [(LEAD, "Die Fähre im Schlepp.", "")],
    ),
    # a screen reader label is not part of the caption
    "screen reader label": (
        f'<article>{H1}<figure><img src="{LEAD}"><figcaption><span class="visually-hidden">Image caption, </span>'
        "The ferry in tow.</figcaption></figure>" + paragraphs() + "</article>",
        [(LEAD, "The ferry in tow.", "")],
    ),
    # CJK: short paragraphs weigh more, credit in brackets
    "japanese": (
        "<article><h1>フェリー、港に曳航</h1><figure><img src='/i/ferry-in-tow-jp.jpg'><figcaption>曳航されるフェリー＝10月4日"
        "</figcaption></figure><p>嵐で係留が切れたフェリー「アウレリア」は金曜日の夕方、港に曳航された。港湾当局が明らかにした。乗客212人は全員無事だった。</p>"
        "<p>乗客の多くは地元の学校の体育館で夜を過ごし、ボランティアが簡易ベッドを並べてスープを用意したという。調査が始まっている。</p></article>",
        [("/i/ferry-in-tow-jp.jpg", "曳航されるフェリー＝10月4日", "")],
    ),
    # photo credits of the data attributes only
    "data attributes": (
        f'<article>{H1}<div class="pic"><img src="{LEAD}" data-caption="The ferry in tow." '
        f'data-credit="Ilze Kalna"></div>{paragraphs()}</article>',
        [(LEAD, "The ferry in tow.", "Ilze Kalna")],
    ),
    # a photo that links to its own page in the viewer
    "linked to the viewer": (
        f'<article>{H1}{paragraphs(0)}<div class="img"><a href="/photo/AB20311004.html"><img src="/i/AB20311004.jpg">'
        f"</a></div>{paragraphs(1, 2)}</article>",
        [("/i/AB20311004.jpg", "", "")],
    ),
    # microdata
    "microdata": (
        f'<article itemscope>{H1}<div itemprop="image" itemscope itemtype="https://schema.org/ImageObject"><img '
        f'itemprop="contentUrl" src="{LEAD}"><p itemprop="caption">The ferry in tow.</p><p>Photo: <span '
        f'itemprop="copyrightHolder">Ilze Kalna</span></p></div>{paragraphs()}</article>',
        [(LEAD, "The ferry in tow.", "Photo: Ilze Kalna")],
    ),
    # amp
    "amp": (
        f'<article>{H1}<figure><amp-img src="{LEAD}" width="1200" height="675"><noscript><img src="{LEAD}"></noscript>'
        f"</amp-img><figcaption>The ferry in tow.</figcaption></figure>{paragraphs()}</article>",
        [(LEAD, "The ferry in tow.", "")],
    ),
    # a caption without any picture is a photo all the same
    "caption without picture": (
        f"<article>{H1}{paragraphs(0)}<figure><figcaption>The pilot on the mole. (Nordfoto)</figcaption></figure>"
        f"{paragraphs(1, 2)}</article>",
        [("", "The pilot on the mole. (Nordfoto)", "")],
    ),
    # figures that hold something else are no photos
    "quotes, tables and embeds": (
        f"<article>{H1}{paragraphs(0)}<figure><blockquote>Everyone is ashore.</blockquote><figcaption>The captain"
        "</figcaption></figure><figure><table><tr><td>212</td></tr></table><figcaption>Passengers</figcaption></figure>"
        f'<figure><iframe src="https://v.example/1"></iframe><figcaption>Video</figcaption></figure>{paragraphs(1, 2)}'
        "</article>",
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_pages(name: str) -> None:
    body, expected = CASES[name]
    assert photos(page(body)) == expected


def test_a_page_without_article_has_no_photo() -> None:
    body = "".join(
        f'<div class="card"><a href="/{n}"><img src="/i/card-{n}.jpg"><h3>T{n}</h3></a></div>'
        for n in range(9)
    )
    assert photos(page(f"<main>{body}</main>", "<title>Front page</title>")) == []
