"""Territory names as fields and captions write them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captiondedup.errors import VocabularyError
from captiondedup.vocabulary.name_folding import fold_name, fold_window, raw_end
from captiondedup.vocabulary.territories import (
    match_territory,
    read_territories,
    read_territory_list,
    region_members,
    shipped_territories,
)
from captiondedup.vocabulary.territory_table import load_territories

READINGS = [
    # one name, in the languages that wires write
    ("South Korea", "KR"),
    ("Südkorea", "KR"),
    ("Corée du Sud", "KR"),
    ("Corea del Sur", "KR"),
    ("Corea del Sud", "KR"),
    ("Coreia do Sul", "KR"),
    ("Zuid-Korea", "KR"),
    ("Sydkorea", "KR"),
    ("Sør-Korea", "KR"),
    ("Korea Południowa", "KR"),
    ("Южная Корея", "KR"),
    ("كوريا الجنوبية", "KR"),
    ("대한민국", "KR"),
    ("韓国", "KR"),
    ("韩国", "KR"),  # simplified
    ("南韓", "KR"),  # traditional
    # spellings of one name
    ("S. Korea", "KR"),
    ("R.O.K.", "KR"),
    ("Korea, Republic of", "KR"),  # inverted; a fuzzy search answers North Korea here
    ("Korea (Republic of)", "KR"),
    ("Korea, Democratic People's Republic of", "KP"),
    ("ＪＡＰＡＮ", "JP"),  # full-width
    ("Cote d'Ivoire", "CI"),  # without diacritics
    ("Côte d’Ivoire", "CI"),
    ("Bosnia & Herzegovina", "BA"),  # "and" inside a name parts no list
    ("Trinidad and Tobago", "TT"),
    ("Saint Vincent and the Grenadines", "VC"),
    ("Guinea-Bissau", "GW"),
    ("Burma", "MM"),
    ("Swaziland", "SZ"),
    ("Holland", "NL"),
    ("Kosovo", "XK"),
    ("mainland China", "CN"),
    ("Chinese mainland", "CN"),
    ("中国大陆", "CN"),
    # parts of a country
    ("Wales", "GB-WLS"),
    ("Écosse", "GB-SCT"),
    # codes
    ("GB", "GB"),
    ("DEU", "DE"),
    ("IT", "IT"),  # a word elsewhere, a code when it is the whole field
    ("US, IN, NO", "IN,NO,US"),
    ("US, ET, FR", "ET,FR,US"),  # Ethiopia, no French "and"
    ("GBR IRL", "GB,IE"),
    # closed groups are their countries, wide ones stay
    ("Benelux", "BE,LU,NL"),
    ("D-A-CH", "AT,CH,DE"),
    ("deutschsprachiger Raum", "AT,CH,DE"),
    ("Nordic countries", "DK,FI,IS,NO,SE"),
    ("Iberia", "ES,PT"),
    ("EEA", "@EEA"),
    ("weltweit", "@001"),
    ("東南アジア", "@035"),
    ("Middle East & North Africa", "@MENA"),
    # lists
    ("Germany, Austria and Switzerland", "AT,CH,DE"),
    ("la France et l'Italie", "FR,IT"),
    ("UK, Francia y España", "ES,FR,GB"),
    ("Niederlande und die Schweiz", "CH,NL"),
    ("België en Nederland", "BE,NL"),
    ("한국, 일본 및 미국", "JP,KR,US"),
    ("한국과 일본", "JP,KR"),
    ("日本、韓国", "JP,KR"),
    ("日本と韓国", "JP,KR"),
    ("فرنسا وألمانيا", "DE,FR"),
    ("GERMANY - AUSTRIA", "AT,DE"),
    ("AUSTRALIA/NZ", "AU,NZ"),
    ("EU, Norway", "NO,@EU"),
    ("United States\nCanada", "CA,US"),
    # names that may mean more than one place
    ("Korea", "KR?"),
    ("Corée", "KR?"),
    ("국내", "KR?"),
    ("América", "US?"),
    ("Congo", "CD,CG?"),
    ("Republic of the Congo", "CG"),
    ("Georgia", "GE?"),
    ("Virgin Islands", "VG,VI?"),
    ("Island", "IS?"),
]


@pytest.mark.parametrize(("text", "expected"), READINGS)
def test_a_field_is_read_as_its_territories(text: str, expected: str) -> None:
    reading = read_territories(text)
    assert _written(reading.countries, reading.regions, reading.uncertain) == expected
    assert reading.unknown == ()


def _written(countries: tuple[str, ...], regions: tuple[str, ...], uncertain: bool) -> str:
    return ",".join((*countries, *(f"@{r}" for r in regions))) + ("?" if uncertain else "")


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Atlantis", ("Atlantis",)),
        ("France, Atlantis and Spain", ("Atlantis",)),
        ("Europe except UK", ("except UK",)),  # an exception is not quietly dropped
        ("it", ("it",)),  # a word, no Italy
        ("us", ("us",)),
        ("x" * 20_010, ("x" * 10, "x" * 20_000)),  # what lies behind the limit is handed back
    ],
)
def test_what_is_not_understood_is_handed_back(text: str, unknown: tuple[str, ...]) -> None:
    assert read_territories(text).unknown == unknown


@pytest.mark.parametrize("text", ["", "   ", "???", " , / & "])
def test_a_field_without_words_names_nothing(text: str) -> None:
    reading = read_territories(text)
    assert (reading.countries, reading.regions, reading.unknown) == ((), (), ())


def test_the_shared_spellings_are_read(shared: Path) -> None:
    rows = json.loads((shared / "standards" / "territory-spellings.json").read_text("utf-8"))
    wrong = []
    for row in rows:
        reading = read_territories(row["text"])
        found = {*reading.countries, *(f"@{region}" for region in reading.regions)}
        expected = row["expect"]
        if (
            found != set(expected.rstrip("?").split(","))
            or reading.uncertain != expected.endswith("?")
            or reading.unknown
        ):
            wrong.append((row, reading))
    assert wrong == []
    assert len(rows) == 86


LISTS = [
    # text with the list in brackets, what it names
    ("NO USE [FRANCE, THE UK AND BELGIUM] FOR 24 HOURS", "BE,FR,GB"),
    ("no use [Germany]. Austria won the cup", "DE"),  # a full stop ends the list
    ("not in the [U.S. and S. Korea]. The", "KR,US"),  # the dot of "U.S." belongs to it
    ("[US/CANADA] OUT", "CA,US"),
    ("[GBR] OUT", "GB"),
    ("[Korea, Republic of], only", "KR"),
    ("use in [Germany] in 2024", "DE"),
    ("use in [UK & Ireland] only", "GB,IE"),
    ("[Bosnia and Herzegovina and Serbia] out", "BA,RS"),
    ("[France]\nGermany won the match", "FR"),  # a new line is a new sentence
    ("[France and\nGermany] out", "DE,FR"),  # a wrapped line is not
    ("[한국]에서만 사용", "KR"),  # a particle hangs on the name
    ("[日本と韓国]を除く", "JP,KR"),
    ("no access [EU and Norway] please", "NO,@EU"),
    ("for [Korea] only", "KR?"),
]


@pytest.mark.parametrize(("marked", "expected"), LISTS)
def test_a_list_in_running_text_ends_with_its_last_name(marked: str, expected: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = read_territory_list(text, start)
    assert found is not None
    assert (found.start, found.end) == (start, end)
    assert _written(found.countries, found.regions, found.uncertain) == expected


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Franceville", 0),  # a town
        ("Indiana", 0),
        ("Unfrance", 2),  # the middle of a word
        ("NO USE IT", 7),  # codes that are words
        ("DE LA FOTO", 0),
        ("let us go", 4),
        ("GBR IS WELL", 0),
        ("rok 2020", 0),  # a Czech and Polish year, no ROK
        ("Dach", 0),  # a German roof
        ("man", 0),
        ("Le Monde", 3),  # newspapers, no worlds
        ("", 0),
        ("France", 99),
    ],
)
def test_words_that_look_like_territories_are_none(text: str, start: int) -> None:
    assert match_territory(text, start) is None
    assert read_territory_list(text, start) is None


def test_articles_before_the_first_name_are_skipped() -> None:
    found = read_territory_list("only in the Nordic countries", 5)
    assert found is not None
    assert (found.start, found.end) == (12, 28)
    assert found.countries == ("DK", "FI", "IS", "NO", "SE")


def test_a_country_may_be_named_after_a_decomposed_accent() -> None:
    found = match_territory("Espan\u0303a fuera", 0)
    assert found is not None
    assert (found.end, found.countries) == (7, ("ES",))


def test_members_of_a_region_depend_on_the_day() -> None:
    assert len(region_members("EU") or ()) == 27
    assert len(region_members("EU", date(2020, 1, 31)) or ()) == 28
    assert "GB" not in (region_members("EU", date(2020, 2, 1)) or ())
    assert "HR" not in (region_members("EU", date(2013, 6, 30)) or ())
    assert set(region_members("EEA") or ()) - set(region_members("EU") or ()) == {"IS", "LI", "NO"}


def test_disputed_members_are_inside_only_when_asked_for_the_widest() -> None:
    assert "CY" not in (region_members("150") or ())
    assert "CY" in (region_members("150", widest=True) or ())
    assert "SO" not in (region_members("MENA") or ())
    assert "SO" in (region_members("MENA", widest=True) or ())


def test_the_world_holds_every_country() -> None:
    assert region_members("001") == tuple(sorted(shipped_territories().countries))


def test_an_unknown_region_is_none_and_not_empty() -> None:
    assert region_members("KR") is None


def test_every_region_has_members() -> None:
    assert [r for r in shipped_territories().regions if not region_members(r)] == []


def test_all_iso_countries_are_there_in_every_main_language() -> None:
    table = shipped_territories()
    assert len(table.countries) == 250  # ISO 3166-1 has 249; and Kosovo
    for names in (
        ["Fiji", "피지", "フィジー", "斐济", "斐濟", "Fidschi", "Fidji", "Fiyi", "Figi"],
        ["Latvia", "라트비아", "ラトビア", "拉脱维亚", "Lettland", "Lettonie", "Letonia"],
        ["Chad", "차드", "チャド", "乍得", "查德", "Tschad", "Tchad", "Ciad", "Chade", "Tsjaad"],
    ):
        assert len({table.names[fold_name(name)].countries for name in names}) == 1


HOUSE = """
languages = ["en"]
[groups]
ALPINE = { members = "AT CH", en = "Alpine editions" }
[[ambiguous]]
countries = "FR"
names = "Home market"
"""


def test_a_house_table_adds_names_and_wins(tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    path.write_text(HOUSE.replace("Home market", "Home market|Korea"), encoding="utf-8")
    table = load_territories([path])
    assert read_territories("Alpine editions", table).countries == ("AT", "CH")
    home = read_territories("home market and Spain", table)
    assert (home.countries, home.uncertain) == (("ES", "FR"), True)
    assert read_territories("Korea", table).countries == ("FR",)
    assert read_territories("Korea").countries == ("KR",)  # the shipped table is untouched


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("colour = 1", "unknown key 'colour'"),
        ("[groups]\nX = { members = 'AT', en = 'X1', xx = 'Y' }", "groups.X: unknown key 'xx'"),
        ("[regions]\nX = { open = true }", "regions.X: unknown key 'open'"),
        ("[lists]\nsigns = []", "lists: unknown key 'signs'"),
        ("[[ambiguous]]\ncountries = 'FR'\nname = 'X'", "unknown key 'name'"),
        ("[groups]\nX = { members = 'ZZ', en = 'Xland' }", "'ZZ' is no country"),
        ("[groups]\nX = { en = 'Xland' }", "members is missing"),
        ("[groups]\nX = 'AT'", "groups.X: must be a table"),
        ("[parts]\nTYROL = { of = 'AT', en = 'Tyrol' }", "has an id such as GB-SCT"),
        ("[countries]\nFRA = { m49 = '155', en = 'Xland' }", "alpha-2 id"),
        ("[countries]\nQX = { m49 = '999', en = 'Xland' }", "names no region"),
        ("[regions]\nX = { contains = 'NOWHERE', en = 'Xland' }", "no such region"),
        ("[regions]\nX = { members = 'FR@2020', en = 'Xland' }", "'FR@2020' is no member"),
        ("[regions]\nX = { members = 'FR@2020-13-01', en = 'Xland' }", "month must be in"),
        ("[groups]\nX = { members = 'AT', en = 'Q' }", "2 to 80 letters"),
        (
            "[groups]\nX = { members = 'AT', en = 'Same' }\nY = { members = 'FR', en = 'Samé' }",
            "'same' is taken by groups.X",
        ),
        ("languages = 'en'", "languages must be a list of texts"),
        ("ambiguous = 3", "must be a list of tables"),
        ("= nonsense", "not valid TOML"),
    ],
)
def test_a_wrong_house_table_is_refused_by_name(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "house.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_territories([path])
    assert "house.toml" in str(caught.value)
    assert complaint in str(caught.value)


def test_a_missing_house_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="cannot be read"):
        load_territories([tmp_path / "absent.toml"])


@given(st.text(max_size=60))
def test_reading_any_text_gives_spans_inside_it(text: str) -> None:
    for start in range(len(text)):
        found = read_territory_list(text, start)
        assert found is None or start <= found.start < found.end <= len(text)


@given(st.sampled_from(sorted(shipped_territories().names)), st.text(max_size=5))
def test_every_name_of_the_table_is_found_at_its_start(name: str, tail: str) -> None:
    reading = read_territories(name.upper())
    entry = shipped_territories().names[name]
    assert reading.countries == entry.countries
    assert reading.regions == entry.regions
    found = match_territory(name + tail, 0)
    assert found is None or found.end <= len(name) + len(tail)


@given(st.text(max_size=40))
def test_folding_is_idempotent_and_walks_back(text: str) -> None:
    folded = fold_window(text)
    assert fold_window(folded) == folded
    end = raw_end(text, len(folded))
    assert end is None or fold_window(text[:end]) == folded
