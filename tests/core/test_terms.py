"""Finding terms: what a term finds in a text, and what it does not."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.terms import Mode, Term, TermIndex
from monitor.core.text import fold
from monitor.core.words.exact import Exact
from monitor.core.words.phrases import cut


def found(term: str, text: str, mode: Mode = Mode.INFLECTED) -> list[str]:
    folded = fold(text)
    return [
        text[slice(*folded.span(hit.start, hit.end))] for hit in TermIndex([Term(1, term, mode)]).find(folded)
    ]


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        # English: number, tense, possessives; hyphens and line breaks in phrases
        ("missile", "Missiles, a missile's range; antimissile", ["Missiles", "missile"]),
        (
            "artillery shell",
            "artillery\nshells and artillery-shells",
            ["artillery\nshells", "artillery-shells"],
        ),
        ("North Korea leader", "North Korea's leader", ["North Korea's leader"]),
        ("S. Korea", "S. Korea, S Korea; versus Korea", ["S. Korea", "S Korea"]),
        ("U.S.", "the U.S. told us", ["U.S"]),
        ("cease-fire", "a ceasefire, cease-fires", ["ceasefire", "cease-fires"]),
        (
            "Russian-Korean",
            "Russian-S. Korean, Russian-Korean, Russian Korean",
            ["Russian-Korean", "Russian Korean"],
        ),
        ("Russian-S. Korean", "Russian-Korean and Russian-S. Korean", ["Russian-S. Korean"]),
        ("U.S.-South Korea", "U.S.-South Korea, U.S. South Korea", ["U.S.-South Korea", "U.S. South Korea"]),
        ("N.Korea", "N. Korea's, N.Korea; N Korea; a plan. Korea", ["N. Korea", "N.Korea", "N Korea"]),
        ("Д.Медведев", "Д. Медведеву, Д.Медведев", ["Д. Медведеву", "Д.Медведев"]),
        ("Straße", "STRASSE, straße", ["STRASSE", "straße"]),
        ("Rason-Khasan", "Rason – Khasan, Rason-Khasan", ["Rason – Khasan", "Rason-Khasan"]),
        ("Rosneft & Co", "Rosneft & Co, Rosneft Co; Rosneft + Co", ["Rosneft & Co", "Rosneft Co"]),
        ("Workers' Party", "the Workers’ Party", ["Workers’ Party"]),
        ("South Korea", "in the south. Korea said; South, Korea", []),
        # Russian: cases, agreeing phrases, names, ё
        ("ракета", "ракетами, ракетный", ["ракетами"]),
        ("Южная Корея", "с Южной Кореей, Южную Корею; южнокорейский", ["Южной Кореей", "Южную Корею"]),
        ("Ким Чен Ын", "Ким Чен Ыном и Ким Чен-ына", ["Ким Чен Ыном", "Ким Чен-ына"]),
        ("трехсторонний", "в трёхстороннем формате", ["трёхстороннем"]),
        ("Росатом", "в «Росатоме»", ["Росатоме"]),
        # Korean: particles, endings, compounds, spacing
        ("러시아", "러시아가 주러시아대사관과 러시아워에", ["러시아", "러시아"]),
        ("정상회담", "북러정상회담이, 정상 회담을", ["정상회담", "정상 회담"]),
        ("정상 회담", "북러정상회담이", ["정상회담"]),
        ("북·러", "북러 관계, 북·러 관계, 북ㆍ러", ["북러", "북·러", "북ㆍ러"]),
        ("북러", "북-러 정상, 北-러, 한-러", ["북-러"]),
        ("한미일", "한-미-일, 한미-일", ["한-미-일", "한미-일"]),
        ("나진-하산", "나진-하산, 나진·하산 철도, 나진하산", ["나진-하산", "나진·하산", "나진하산"]),
        ("6자회담", "6자회담이, 6자 회담을; 6자", ["6자회담", "6자 회담"]),
        ("1만", "북한군 1만명이, 1만 명, 1만여 명; 11만, 1만두", ["1만", "1만", "1만"]),
        ("1만 명", "1만명을, 1만 명이; 1만 시간", ["1만명", "1만 명"]),
        ("3천명", "3천명이, 3천 명도; 3천여 명", ["3천명", "3천 명"]),
        ("2억달러", "2억달러와 2억 달러의; 2억엔", ["2억달러", "2억 달러"]),
        ("러시아군", "러시아 군이, 러시아군; 러시아 군사력", ["러시아 군", "러시아군"]),
        ("대사관", "대사관과 대사 관련", ["대사관"]),
        ("북한 미사일", "북한의 미사일을, 북한미사일이", ["북한의 미사일", "북한미사일"]),
        ("파병하다", "파병했다고 밝혔다. 파병", ["파병했다고"]),
        ("파병", "파병된 군인, 파병을", ["파병", "파병"]),
        # Chinese and Japanese: anywhere, in any of the scripts
        ("俄羅斯", "俄罗斯和俄羅斯", ["俄罗斯", "俄羅斯"]),
        ("会談", "首脳會談で", ["會談"]),
        ("尹锡悦", "尹錫悅與尹錫悦", ["尹錫悅", "尹錫悦"]),
        ("卫星", "衞星、衛星", ["衞星", "衛星"]),
        ("战后", "戰後", ["戰後"]),
        ("ロシア", "ﾛｼｱ軍とロシア", ["ﾛｼｱ", "ロシア"]),
        ("金正恩", "金 正恩", []),
        (
            "キム・ジョンウン",
            "キム・ジョンウン氏、ｷﾑ･ｼﾞｮﾝｳﾝ、キムジョンウン",
            ["キム・ジョンウン", "ｷﾑ･ｼﾞｮﾝｳﾝ", "キムジョンウン"],
        ),
        # Scripts side by side
        ("NATO", "NATO가 nato’s", ["NATO", "nato"]),
        ("KN-23", "KN-23과 KN23, KN 23", ["KN-23", "KN23", "KN 23"]),
        ("G20", "G20 and G2", ["G20"]),
        ("F-35", "two F-35s, F35s and an F-35's wing; F-35A", ["F-35s", "F35s", "F-35"]),
        ("뉴스1", "뉴스1이", ["뉴스1"]),
    ],
)
def test_finds_every_form_and_nothing_else(term, text, hits):
    assert found(term, text) == hits


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("US", "The US told us: US-led, USA", ["US", "US"]),
        ("Корея", "Корея, корея, Кореей", ["Корея"]),
        ("Южная Корея", "Южная  Корея и южная Корея", ["Южная  Корея"]),
        ("러시아", "러시아 러시아가", ["러시아"]),
        ("№5", "№5", ["№5"]),
        ("Семён", "Семён, Семен", ["Семён"]),
        ("US", "ＵＳ", ["ＵＳ"]),
    ],
)
def test_exact_is_as_written(term, text, hits):
    assert found(term, text, Mode.EXACT) == hits


@pytest.mark.parametrize(
    ("term", "text", "hits"),
    [
        ("росси", "россиянам из России, белорусский", ["россиянам", "России"]),
        ("러시", "러시아가", ["러시아가"]),
        ("露", "露朝", ["露"]),
    ],
)
def test_a_prefix_begins_a_word(term, text, hits):
    assert found(term, text, Mode.PREFIX) == hits


def test_overlapping_hits_are_kept_in_a_fixed_order():
    index = TermIndex([Term("b", "South Korea"), Term("a", "Korea"), Term("c", "Korea")])
    hits = index.find(fold("South Korea"))
    assert [(hit.key, hit.start, hit.end) for hit in hits] == [("b", 0, 11), ("a", 6, 11), ("c", 6, 11)]


def test_terms_may_share_a_key():
    index = TermIndex([Term("dprk", "КНДР"), Term("dprk", "북한")])
    assert [hit.key for hit in index.find(fold("КНДР, 북한은"))] == ["dprk", "dprk"]


def test_nothing_to_look_for_is_an_error():
    with pytest.raises(ValueError, match="nothing to look for"):
        TermIndex([Term(1, "!!!")])


def test_no_terms_find_nothing():
    assert TermIndex([]).find(fold("Корея")) == []


TERMS = ["Южная Корея", "Ким Чен Ын", "러시아", "정상회담", "missile", "露朝", "Семён"]
TEXTS = st.lists(
    st.sampled_from(
        ["Южной Кореей", "Ким Чен Ына", "러시아가", "정상 회담", "missiles", "露朝", "Семёна", "и", "."]
    ),
    max_size=8,
).map(" ".join)
INDEX = TermIndex([Term(term, term) for term in TERMS])


def places(text: str) -> list[tuple[object, str]]:
    folded = fold(text)
    return [(hit.key, fold(text[slice(*folded.span(hit.start, hit.end))]).text) for hit in INDEX.find(folded)]


@given(TEXTS)
def test_how_a_text_is_encoded_does_not_matter(text):
    expected = places(text)
    assert places(unicodedata.normalize("NFD", text)) == expected
    assert places(text.upper()) == expected
    assert places("".join(map(wide, text))) == expected
    assert places(text.replace("о", "о\u00ad")) == expected


PHRASES = [
    *(
        "North Korea",
        "S. Korea",
        "Republic of Korea",
        "Korea's leader",
        "Kim Jong-un",
        "U.S.-South Korea",
        "F-16",
    ),
    *(
        "South South Korea",
        "s s",
        "Южная Корея",
        "Д. Медведев",
        "북한 미사일",
        "러시아 외무장관",
        "KN-23 발사",
        "뉴스1",
    ),
    *("露朝 会談", "№ 5", "C. 북한", "the 朝鮮"),
]
PIECES = st.sampled_from(
    [
        *("north", "korea", "korea's", "s", "s.", "south", "republic", "of", "leader", "kim", "jong", "un"),
        *("u.s", "f", "16", "f16", "южной", "кореей", "д", "медведеву", "북한", "북한의", "미사일", "러시아"),
        *(
            "외무",
            "외무장관",
            "kn",
            "23",
            "kn23",
            "발사",
            "뉴스",
            "1",
            "露朝",
            "会談",
            "№",
            "5",
            "c",
            "the",
            "朝鮮",
        ),
    ]
)
GAPS = st.sampled_from([" ", "", "-", " - ", "\n", ", ", ".", ". ", "'s ", '"', " '", ".-"])


@given(st.lists(st.tuples(PIECES, GAPS), max_size=10), st.sampled_from([Mode.INFLECTED, Mode.EXACT]))
def test_the_word_beside_only_saves_looks(pieces, mode):
    """What is found is what would be if each way of each term were tried wherever its word stands."""
    folded = fold("".join(piece + gap for piece, gap in pieces))
    index = EXACT_PHRASES if mode is Mode.EXACT else INFLECTED_PHRASES
    expected = set()
    for term in PHRASES:
        for way in [Exact.of(term)] if mode is Mode.EXACT else cut(term):
            for surface in way.surfaces:
                for start in range(len(folded.text)):
                    if folded.text.startswith(surface, start):
                        span = way.check(folded, start, start + len(surface))
                        expected |= {(term, *span)} if span else set()
    assert set(map(tuple, index.find(folded))) == expected


INFLECTED_PHRASES = TermIndex([Term(term, term) for term in PHRASES])
EXACT_PHRASES = TermIndex([Term(term, term, Mode.EXACT) for term in PHRASES])


def wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0) if character.isascii() and character.isalpha() else character


@pytest.mark.parametrize(
    "absurd",
    ["Корея " * 200_000, "러시아" * 100_000, "a" * 300_000, "к" + "\u0301" * 100_000, "South-" * 100_000],
)
def test_work_is_bounded(absurd):
    index = TermIndex([Term(term, term) for term in ("Корея", "러시아", "a", "South South South")])
    started = time.process_time()
    index.find(fold(absurd))
    assert time.process_time() - started < 3
