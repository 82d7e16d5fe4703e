"""A document in the shape that each source serves, written by hand, down to the parts of its articles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from monitor.sources import profile
from tests.core.reading import parts_of, rss

if TYPE_CHECKING:
    from monitor.core.reading import EntryParts

SEVEN = datetime(2026, 3, 2, 7, tzinfo=UTC)


def first_of(source: str, document: str | bytes, *, url: str = "https://feed.example/x.xml") -> EntryParts:
    return parts_of(document, url=url, profile=profile(source), source=source)[0]


def test_tass_english() -> None:
    parts = first_of(
        "tass",
        rss(
            "<title>Ferry line to reopen in spring — minister</title><link>https://tass.com/economy/2000001</link>"
            "<pubDate>Mon, 02 Mar 2026 10:00:00 +0300</pubDate>"
            "<description>The first ship is to leave Vladivostok in April</description>",
            head="<title>TASS</title><link>https://tass.com</link><language>en</language>",
        ),
    )
    assert parts.title == "Ferry line to reopen in spring — minister"
    assert parts.text == "The first ship is to leave Vladivostok in April"
    assert (parts.url, parts.published) == ("https://tass.com/economy/2000001", SEVEN)


@pytest.mark.parametrize("cdata", [True, False])
def test_tass_for_aggregators(cdata: bool) -> None:
    text = "<p>ВЛАДИВОСТОК, 2 марта. /ТАСС/. Паром вышел в рейс.</p><p>На борту 120 человек.</p>"
    full = f"<![CDATA[{text}]]>" if cdata else text.replace("<", "&lt;").replace(">", "&gt;")
    parts = first_of(
        "tass",
        rss(
            '<title>Паром вышел в рейс — "Морские линии"</title>'
            "<link><![CDATA[https://tass.ru/ekonomika/20000001]]></link>"
            "<description>На борту 120 человек</description>"
            "<pubDate>Mon, 02 Mar 2026 10:00:00 +0300</pubDate>"
            f"<yandex:full-text>{full}</yandex:full-text>"
        ),
    )
    assert parts.text == "Паром вышел в рейс.\n\nНа борту 120 человек."
    assert parts.dateline == "ВЛАДИВОСТОК, 2 марта. /ТАСС/."
    assert parts.url == "https://tass.ru/ekonomika/20000001"


def test_yonhap_korean() -> None:
    parts = first_of(
        "yonhap",
        rss(
            "<title><![CDATA[[속보] 속초∼블라디보스토크 여객선 출항(종합)]]></title>"
            "<link>https://www.yna.co.kr/view/AKR20260302001251062</link><dc:creator>홍길동</dc:creator>"
            "<description><![CDATA[(속초=연합뉴스) 홍길동 기자 = "
            "여객선이 2일 블라디보스토크로 출항했다. 승객은 120명으]]></description>"
            "<pubDate>Mon, 02 Mar 2026 16:00:00 +0900</pubDate>"
        ),
    )
    assert parts.title == "속초∼블라디보스토크 여객선 출항"
    assert parts.markers == ("urgent", "lead")
    assert (parts.dateline, parts.byline) == ("(속초=연합뉴스)", "홍길동 기자")
    assert parts.text.startswith("여객선이 2일")
    assert parts.chain == "AKR202603020012"


def test_yonhap_english() -> None:
    parts = first_of(
        "yonhap",
        rss(
            "<title>(2nd LD) Ferry leaves for Vladivostok with E&amp;amp;S cargo</title>"
            "<link>https://en.yna.co.kr/view/AEN20260302000252315?section=news&amp;input=rss</link>"
            "<description>SOKCHO, March 2 (Yonhap) -- A ferry left for Vladivosto...</description>"
            "<pubDate>Mon, 02 Mar 2026 16:00:00</pubDate>"
        ),
    )
    assert parts.title == "Ferry leaves for Vladivostok with E&S cargo"
    assert (parts.markers, parts.chain) == (("2nd-lead",), "AEN202603020002")
    assert parts.published == SEVEN
    assert parts.text == "A ferry left for Vladivosto..."


def test_yonhap_chinese_with_fourteen_digits_and_a_bare_id() -> None:
    document = """<?xml version='1.0' encoding='utf8'?><rss version="2.0"><channel><title>YonhapNews</title>
    <link>https://cn.yna.co.kr</link><lastBuilldDate>Mon, 2 Mar 2026</lastBuilldDate>
    <item><id>ACK20260302001300881</id><title>详讯：渡轮驶往符拉迪沃斯托克</title>
    <link>https://cn.yna.co.kr/view/ACK20260302001300881?section=news&amp;input=rss</link>
    <description>韩联社束草3月2日电 渡轮2日启航。

    （完）

    hong@yna.co.kr

    【版权归韩联社所有，未经授权严禁转载复制和用于人工智能开发及利用】</description>
    <pubDate>20260302160000</pubDate></item></channel></rss>"""
    parts = first_of("yonhap", document)
    assert (parts.guid, parts.published) == ("ACK20260302001300881", SEVEN)
    assert (parts.title, parts.markers) == ("渡轮驶往符拉迪沃斯托克", ("full",))
    assert parts.text == "渡轮2日启航。"


def test_federation_council() -> None:
    page = """<!DOCTYPE html><html lang="ru"><head><title>Совет Федерации</title></head><body>
    <div class="slider__wide_text"><h2 class="slider__wide_title">
      <a href="/events/news/200001/">Сенаторы о паромах</a></h2>
      <div class="slider__wide_meta">2 марта<span> — Главные темы</span></div></div>
    <ul class="hentry__events"><li class="h-entry hentry"><h4 class="hentry__title"><a class="u-url"
      href="/events/news/200001/">Сенаторы обсудили паромное сообщение с Кореей</a></h4>
      <time class="dt-published hentry__meta" datetime="2026-03-02T10:00:00+03:00">2 марта 2026</time></li>
    <li class="h-entry hentry"><h4 class="hentry__title">
      <a href="/events/news/200002/">Встреча в палате</a></h4></li></ul>
    </body></html>"""
    first, second = parts_of(page, url="http://council.gov.ru/events/news/", profile=profile("council"))
    assert first.title == "Сенаторы обсудили паромное сообщение с Кореей"
    assert first.url == "http://council.gov.ru/events/news/200001/"
    assert second.url == "http://council.gov.ru/events/news/200002/"


def test_presidential_library() -> None:
    page = """<html lang="ru"><body><div class="node node-news"><a href="/news/763968" class="node-link">
    <div class="node-date">
      <span class="date-display-single" content="2026-03-02T10:00:00+03:00">2 марта 2026</span></div>
    <h3 class="node-title"> Выставка о морских путях   </h3></a></div></body></html>"""
    (parts,) = parts_of(page, url="https://www.prlib.ru/news", profile=profile("prlib"))
    assert (parts.title, parts.published) == ("Выставка о морских путях", SEVEN)
    assert parts.url == "https://www.prlib.ru/news/763968"


def test_kremlin() -> None:
    document = """<?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru-RU">
    <title>Президент России</title><link href="http://kremlin.ru/" rel="alternate"/>
    <entry><title>Встреча о паромном сообщении</title><id>http://kremlin.ru/events/president/news/80001</id>
    <link href="http://kremlin.ru/events/president/news/80001" rel="alternate"/>
    <updated>2026-03-02T10:00:00+03:00</updated><summary type="html">Обсуждались порты.</summary>
    <content type="html">&lt;p&gt;Обсуждались порты и суда.&lt;/p&gt;</content></entry></feed>"""
    parts = first_of("kremlin", document)
    assert (parts.text, parts.published, parts.language) == ("Обсуждались порты и суда.", SEVEN, "ru")


def test_rt_links_without_tracking_are_in_the_guid() -> None:
    parts = first_of(
        "rt",
        rss(
            "<title>Ferry line opens</title><guid>https://www.rt.com/news/612345-ferry-line-opens/</guid>"
            "<link><![CDATA[https://www.rt.com/news/612345-ferry-line-opens/?utm_source=rss&utm_medium=rss]]></link>"
            "<description><![CDATA[<img src='https://cdn.example/1.jpg'/> Ships sail again <br/>"
            "<a href='x'>Read on</a>]]></description>"
            "<content:encoded><![CDATA[<p>Ships sail again.</p><p>The line is open.</p>]]></content:encoded>"
        ),
    )
    assert parts.text == "Ships sail again.\n\nThe line is open."


def test_interfax_in_windows_1251() -> None:
    document = rss(
        "<title>Паром вышел в рейс</title><link>https://www.interfax.ru/russia/900001</link>"
        "<description>Москва. 2 марта. INTERFAX.RU - Паром вышел во Владивосток.</description>"
        "<pubDate>Mon, 02 Mar 2026 10:00:00 +0300</pubDate>"
    ).replace("UTF-8", "windows-1251")
    parts = first_of("interfax", document.encode("cp1251"))
    assert (parts.title, parts.text) == ("Паром вышел в рейс", "Паром вышел во Владивосток.")


def test_wordpress_of_korea_watchers() -> None:
    parts = first_of(
        "38north",
        rss(
            "<title>What the Ferry Carries</title><link>https://www.38north.org/2026/03/ferry/</link>"
            "<guid isPermaLink='false'>https://www.38north.org/?p=20001</guid>"
            "<pubDate>Mon, 02 Mar 2026 07:00:00 +0000</pubDate>"
            "<dc:creator><![CDATA[A. Analyst]]></dc:creator>"
            "<description><![CDATA[<p>Satellite imagery shows a ferry. [&#8230;]</p>\n"
            "<p>The post <a href='x'>What the Ferry Carries</a> appeared first on "
            "<a href='y'>38 North</a>.</p>]]></description>"
        ),
    )
    assert parts.text == "Satellite imagery shows a ferry. […]"
    assert parts.url == "https://www.38north.org/2026/03/ferry/"


def test_russian_news_sitemap() -> None:
    document = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
    <url><loc>https://www.kommersant.ru/doc/8000001</loc><news:news><news:publication><news:name>Ъ</news:name>
    <news:language>ru</news:language></news:publication><news:publication_date>2026-03-02T10:00:00+03:00
    </news:publication_date><news:title>Паромы вернутся весной</news:title></news:news></url></urlset>"""
    parts = first_of("kommersant", document)
    assert (parts.title, parts.published, parts.language) == ("Паромы вернутся весной", SEVEN, "ru")
