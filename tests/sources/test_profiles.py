"""What is known of sources: found by id or host, and true of their links, ids and texts."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest

from monitor.core.furniture import separate
from monitor.core.profile import GENERIC, SourceProfile
from monitor.sources import PROFILES, profile


@pytest.mark.parametrize(
    ("source", "url", "found"),
    [
        ("tass", "", "tass"),
        ("tass-en", "", "tass"),
        ("TASS-ru", "", "tass"),
        ("yonhap-ko-northkorea", "", "yonhap"),
        ("korea-herald", "", "korea-herald"),
        ("wire", "https://en.yna.co.kr/RSS/news.xml", "yonhap"),
        ("en.yna.co.kr", "", "yonhap"),
        ("kcna.kp", "", "kcna"),
        ("wire", "http://en.kremlin.ru/events/all/feed", "kremlin"),
        ("wire", "https://user:pass@www.kommersant.ru:443/RSS/news.xml", "kommersant"),
        ("wire", "https://notyna.co.kr.example/", ""),
        ("wire", "http://[broken", ""),
        ("wire", "", ""),
        ("", "", ""),
    ],
)
def test_a_profile_is_found_by_id_or_host(source: str, url: str, found: str) -> None:
    assert profile(source, url).source == found
    assert (profile(source, url) is GENERIC) == (not found)


def test_ids_and_hosts_are_each_one_sources() -> None:
    ids = [known.source for known in PROFILES]
    hosts = [host for known in PROFILES for host in known.hosts]
    assert len(set(ids)) == len(ids)
    assert len(set(hosts)) == len(hosts)


@pytest.mark.parametrize("known", PROFILES, ids=lambda known: known.source)
def test_what_is_known_is_well_formed(known: SourceProfile) -> None:
    for pattern in (*known.datelines, *known.trailers, known.chain, known.identity):
        assert re.compile(pattern)
    for pattern in filter(None, (known.chain, known.identity)):
        assert re.compile(pattern).groups == 1
    assert known.timezone is None or ZoneInfo(known.timezone)
    assert known.languages


FILINGS = [
    "AEN20260302001200315",
    "AEN20260302001251315",
    "https://en.yna.co.kr/view/AEN20260302001252315?section=nk",
]


def test_filings_of_one_yonhap_report_share_their_serial() -> None:
    yonhap = profile("yonhap")
    assert {yonhap.chain_of(filing) for filing in FILINGS} == {"AEN202603020012"}
    assert yonhap.chain_of("AEN20260302001300315") == "AEN202603020013"
    assert yonhap.chain_of(None, "https://x.example/") is None
    assert GENERIC.chain_of(*FILINGS) is None


@pytest.mark.parametrize(
    ("source", "links"),
    [
        ("yonhap", ["https://en.yna.co.kr/view/AEN20260302001200315?section=nk", "https://m-en.yna.co.kr/view/AEN20260302001200315"]),
        ("tass", ["https://tass.com/world/2198907", "http://tass.com/politics/2198907?utm_source=x"]),
        ("ria", ["https://ria.ru/20260302/parom-1894012345.html", "https://ria.ru/20260302/1894012345.html?in=t"]),
        ("kommersant", ["https://www.kommersant.ru/doc/7196240?from=top", "https://kommersant.ru/amp/doc/7196240"]),
        ("council", ["http://council.gov.ru/events/news/90404/", "https://council.gov.ru/events/main_themes/90404"]),
        ("prlib", ["https://www.prlib.ru/news/763968", "https://prlib.ru/en/news/763968"]),
        ("rt", ["https://www.rt.com/news/612345-ferry-line-opens/?utm_source=rss", "https://www.rt.com/russia/612345-ferry-line-opens/"]),
    ],
)  # fmt: skip
def test_the_sources_own_id_is_in_every_form_of_a_link(source: str, links: list[str]) -> None:
    found = {profile(source).identity_of(link) for link in links}
    assert len(found) == 1
    assert None not in found


@pytest.mark.parametrize(
    ("source", "original", "translation"),
    [
        ("kremlin", "http://kremlin.ru/events/president/news/76000", "http://en.kremlin.ru/events/president/news/76000"),
        ("duma", "http://duma.gov.ru/news/60000/", "http://duma.gov.ru/en/news/60000/"),
        ("kbs", "http://world.kbs.co.kr/x.htm?lang=e&Seq_Code=1928", "http://world.kbs.co.kr/x.htm?lang=r&Seq_Code=1928"),
    ],
)  # fmt: skip
def test_a_translation_is_another_article_than_its_original(
    source: str, original: str, translation: str
) -> None:
    known = profile(source)
    assert known.identity_of(original)
    assert known.identity_of(original) != known.identity_of(translation)


@pytest.mark.parametrize(
    ("source", "text", "left"),
    [
        ("yonhap", "The ferry has left.\nhong@yna.co.kr\n(END)", "The ferry has left."),
        (
            "kcna",
            "(평양 3월 2일발 조선중앙통신) 려객선이 떠났다.\nwww.kcna.kp (2026.03.02.)",
            "려객선이 떠났다.",
        ),
        (
            "mid",
            "Министр провёл переговоры о паромах.\n254-02-03-2026",
            "Министр провёл переговоры о паромах.",
        ),
        ("tass", "Паром вышел в рейс.\nТеги: Россия", "Паром вышел в рейс."),
        ("council", "Главные темы\nСенаторы обсудили паромы.", "Сенаторы обсудили паромы."),
    ],
)
def test_what_only_one_source_does_is_taken_off(source: str, text: str, left: str) -> None:
    assert separate("A title", text, profile(source)).text == left


def test_sources_that_ask_for_a_gap() -> None:
    gaps = {known.source: known.min_gap.total_seconds() for known in PROFILES if known.min_gap}
    assert gaps["kremlin"] == 15
    assert gaps["mid"] == 10
    assert gaps["kcna"] >= 10
