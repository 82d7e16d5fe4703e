"""Documents that are no feeds by feedparser's measure: JSON Feed, list pages, sitemaps, and none at all."""

from __future__ import annotations

import contextlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.reading.document import feeds_named_in
from monitor.core.settings import FeedFormat, HtmlSelectors
from tests.core.reading import parts_of, read

SEVEN = datetime(2026, 3, 2, 7, tzinfo=UTC)


def refusal(body: str | bytes, **more: object) -> ReadError:
    with pytest.raises(ReadError) as raised:
        read(body, **more)
    return raised.value


# --- JSON Feed ------------------------------------------------------------------------------------


def json_feed(*items: object, version: str = "https://jsonfeed.org/version/1.1") -> str:
    return json.dumps({"version": version, "title": "Ferry News", "language": "en", "items": items})


def test_json_feed() -> None:
    item = {
        "id": 7,
        "url": "/view/1",
        "title": "Ferry & bridge",
        "content_html": "<p>It carries 120 people.</p>",
        "summary": "Ferry",
        "date_published": "2026-03-02T16:00:00+09:00",
        "authors": [{"name": "Kim Min-su"}],
        "tags": ["sea", 5],
    }
    document = read(json_feed(item))
    (entry,) = document.entries
    assert (document.kind, document.title, document.language) == ("json", "Ferry News", "en")
    assert (entry.guid, entry.link, entry.title) == ("7", "https://news.example/view/1", "Ferry & bridge")
    assert (entry.published, entry.authors, entry.categories) == (SEVEN, ("Kim Min-su",), ("sea",))
    (parts,) = parts_of(json_feed(item))
    assert parts.text == "It carries 120 people."


def test_bad_items_of_a_json_feed_are_counted() -> None:
    document = read(
        json_feed({"title": "One"}, "text", None, {"id": "x"}, {"title": ["no"], "url": 5}, {"title": "Two"})
    )
    assert [entry.title for entry in document.entries] == ["One", "Two"]
    assert len(document.bad_entries) == 4


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        ('{"items": []}', Outcome.NOT_A_FEED),
        ('{"error": "try later"}', Outcome.NOT_A_FEED),
        ("[1, 2]", Outcome.NOT_A_FEED),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', Outcome.NOT_A_FEED),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, Outcome.HOSTILE),
    ],
)
def test_other_json_is_no_feed(body: str, outcome: Outcome) -> None:
    assert refusal(body).outcome is outcome


def test_json_in_utf16_and_with_a_mark() -> None:
    assert len(read(json_feed({"title": "Паром"}).encode("utf-16")).entries) == 1
    assert len(read("\ufeff" + "\n" * 200 + json_feed({"title": "Паром"})).entries) == 1


# --- list pages -----------------------------------------------------------------------------------

PAGE = """<!DOCTYPE html><html lang="ru"><head><title>Новости порта</title><base href="https://port.example/ru/"></head>
<body><nav><a href="/about">О порте</a></nav>
<ul>
 <li class="news"><a href="/news/3/"><img alt="Причал" src="x.jpg"></a>
   <h3><a href="/news/3/">Паром вышел в рейс</a></h3>
   <time datetime="2026-03-02T16:00:00+09:00">2 марта</time></li>
 <li class="news"><h3><a href="news/2#top">Причал открыт</a></h3><span class="date">1 марта 2026</span>
   <p>После <b>ремонта</b>.</p></li>
 <li class="news"><h3>Без ссылки</h3></li>
 <li class="news"><h3><a href="javascript:void(0)">Пустая</a></h3></li>
</ul>
<a class="news" href="https://port.example/news/3/">Паром вышел в рейс во Владивосток</a>
</body></html>"""


def test_a_list_page() -> None:
    html = HtmlSelectors(item="li.news", title="h3", date="time, .date", summary="p")
    document = read(PAGE, html=html, format=FeedFormat.HTML, timezone="Asia/Seoul")
    first, second = document.entries
    assert (document.kind, document.title, document.language) == ("html", "Новости порта", "ru")
    assert (first.link, first.title) == ("https://port.example/news/3/", "Паром вышел в рейс")
    assert first.published == SEVEN
    assert (second.link, second.title) == ("https://port.example/ru/news/2", "Причал открыт")
    assert second.published == datetime(2026, 2, 28, 15, tzinfo=UTC)
    assert second.summary == "После ремонта."
    assert document.bad_entries == ("item 3: no link", "item 4: no link")


def test_selectors_have_sensible_defaults() -> None:
    document = read(PAGE, html=HtmlSelectors(item="li.news"), format=FeedFormat.HTML)
    assert [entry.link for entry in document.entries] == [
        "https://port.example/news/3/",
        "https://port.example/ru/news/2",
    ]
    assert document.entries[0].published == SEVEN


def test_an_article_in_several_blocks_is_one_entry() -> None:
    document = read(PAGE, html=HtmlSelectors(item=".news", date="time"), format=FeedFormat.HTML)
    (twice,) = [entry for entry in document.entries if entry.link == "https://port.example/news/3/"]
    assert twice.title == "Паром вышел в рейс во Владивосток"
    assert twice.published == SEVEN


def test_words_of_near_days_are_dates() -> None:
    page = "<li><a href='/1'>Паром</a><i>Сегодня, 12:20</i></li><li><a href='/2'>Порт</a><i>1 марта</i></li>"
    html = HtmlSelectors(item="li", date="i")
    document = read(page, html=html, format=FeedFormat.HTML, timezone="Asia/Seoul")
    assert [entry.published for entry in document.entries] == [
        datetime(2026, 3, 2, 3, 20, tzinfo=UTC),
        datetime(2026, 2, 28, 15, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("item", "says"),
    [(".gone", "finds nothing"), ("nav", "finds 1 items without"), ("li::nonsense(", "no CSS selector")],
)
def test_a_changed_layout_is_a_failure(item: str, says: str) -> None:
    error = refusal(PAGE, html=HtmlSelectors(item=item, link="b"), format=FeedFormat.HTML)
    assert error.outcome is Outcome.LAYOUT
    assert says in error.detail


def test_a_source_brings_its_own_selectors() -> None:
    from monitor.sources import profile

    page = """<html><body><li class="h-entry hentry"><h4 class="hentry__title">
      <a class="u-url" href="/events/news/90404/">Сенаторы обсудили порты</a></h4>
      <time class="dt-published" datetime="2026-03-02T10:00:00+03:00">2 марта 2026</time></li></body>"""
    (entry,) = read(page, url="http://council.gov.ru/events/news/", profile=profile("council")).entries
    assert entry.link == "http://council.gov.ru/events/news/90404/"
    assert (entry.title, entry.published) == ("Сенаторы обсудили порты", SEVEN)


@pytest.mark.parametrize("link", ["/#!/news/{}", "/#!news={}"])
def test_pages_that_a_script_builds_are_told_apart(link: str) -> None:
    page = "".join(f"<li><a href='{link.format(n)}'>Ferry {n}</a></li>" for n in (1, 2))
    document = read(page, html=HtmlSelectors(item="li"), format=FeedFormat.HTML)
    assert [entry.link for entry in document.entries] == [
        "https://news.example" + link.format(n) for n in (1, 2)
    ]


# --- languages ------------------------------------------------------------------------------------

RSS = "<rss version='2.0'><channel><language>{}</language><item><title>Ferry</title></item></channel></rss>"
RDF = (
    "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><dc:language>{}</dc:language></channel>"
    "<item><title>Ferry</title></item></rdf:RDF>"
)
LIST = "<html lang='{}'><li><a href='/1'>Ferry</a></li></html>"
JSON = '{{"version": "https://jsonfeed.org/version/1", "language": "{}", "items": [{{"title": "Ferry"}}]}}'


@pytest.mark.parametrize("document", [RSS, RDF, LIST, JSON], ids=["rss", "rdf", "html", "json"])
def test_a_feeds_language_is_its_items_unless_the_operator_says_another(document: str) -> None:
    def language(**more: object) -> str | None:
        (parts,) = parts_of(document.format("ko-KR"), html=HtmlSelectors(item="li"), **more)
        return parts.language

    assert (language(), language(language="en")) == ("ko", "en")


@pytest.mark.parametrize("tag", ["und", "mul", "x-default", "russian", "한국어", ""])
def test_a_tag_that_names_no_language_says_nothing(tag: str) -> None:
    (parts,) = parts_of(RSS.format(tag))
    assert parts.language is None
    (parts,) = parts_of(json_feed({"title": "Ferry", "language": tag}), language="ru")
    assert parts.language == "ru"


def test_an_items_language_is_its_own() -> None:
    (parts,) = parts_of(json_feed({"title": "Паром", "language": "ru"}), language="en")
    assert parts.language == "ru"


# --- pages that are no feeds ----------------------------------------------------------------------


def test_a_page_is_no_feed_and_the_operator_is_told_what_it_is() -> None:
    page = """<html><head><title>Log in to continue</title>
    <link rel="alternate" type="application/rss+xml" href="/rss/all.xml"></head><body>x</body></html>"""
    error = refusal(page)
    assert error.outcome is Outcome.NOT_A_FEED
    assert "Log in to continue" in error.detail
    assert "https://news.example/rss/all.xml" in error.detail


@pytest.mark.parametrize("html", [None, HtmlSelectors(item="li.news")])
def test_a_page_that_asks_for_a_password_is_said_to(html: HtmlSelectors | None) -> None:
    page = "<html><title>Sign in</title><form><input name=p type='password'></form></html>"
    error = refusal(page, html=html)
    assert error.outcome is (Outcome.LAYOUT if html else Outcome.NOT_A_FEED)
    assert error.detail.endswith("; it asks for a password")


COMPLAINT = "<br />\n<b>Warning</b>: date(): no time zone in <b>/srv/www/rss.php</b> on line <b>3</b><br />\n"


@pytest.mark.parametrize("feed", ["<rss><channel><item><title>A</title></item></channel></rss>", "<urlset/>"])
def test_a_feed_is_read_behind_what_its_server_complains_of(feed: str) -> None:
    feed = f"<?xml version='1.0'?>{feed}"
    assert read(COMPLAINT + feed) == read(feed)
    assert read(COMPLAINT.removeprefix("<br />\n") + feed) == read(feed)


def test_a_page_that_shows_a_feed_is_a_page() -> None:
    assert (
        refusal(f"<?xml version='1.0'?><html><body>{COMPLAINT}</body></html>").outcome is Outcome.NOT_A_FEED
    )


def test_feeds_are_discovered() -> None:
    page = """<link rel=alternate type="application/atom+xml" href="atom.xml">
    <link rel="stylesheet" href="x.css">
    <link type="application/feed+json" rel="alternate" href="https://x.example/feed.json">
    <link rel="alternate" type="application/rss+xml" href="javascript:x">"""
    assert feeds_named_in(page, "https://news.example/a/") == (
        "https://news.example/a/atom.xml",
        "https://x.example/feed.json",
    )


WALLS = [
    '<html><head><script src="https://servicepipe.example/js"></script></head><body></body></html>',
    "<html><head><title>Just a moment...</title></head><body><script>x</script></body></html>",
    "<html><head><title>DDoS-Guard</title><script>1</script></head><body></body></html>",
    '<html><body><script>document.cookie="a=1"; location.reload();</script></body></html>',
    '<!doctype html><html><script>window.location.href="/?check=1"</script></html>',
]


@pytest.mark.parametrize("page", WALLS)
@pytest.mark.parametrize("html", [None, HtmlSelectors(item="li")])
def test_a_bot_wall_is_named(page: str, html: HtmlSelectors | None) -> None:
    assert refusal(page, html=html).outcome is Outcome.CHALLENGE


def test_a_newspapers_page_with_a_captcha_is_no_bot_wall() -> None:
    page = (
        "<html><head><title>Ferry News</title><script src='https://hcaptcha.com/1/api.js'></script></head><body>"
        + "<article><h2>Ferry</h2><p>It carries 120 people.</p></article>" * 40
        + "x" * 30_000
    )
    assert refusal(page).outcome is Outcome.NOT_A_FEED


# --- sitemaps -------------------------------------------------------------------------------------

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/1</loc><news:news><news:publication><news:name>Ferry</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2026-03-01T16:00:00+09:00
</news:publication_date><news:title>Ferry &amp; bridge</news:title></news:news></url>
<url><loc>https://news.example/2</loc><lastmod>2026-03-02T16:00:00+09:00</lastmod></url>
<url><lastmod>2026-03-02</lastmod></url>
</urlset>"""


def test_a_news_sitemap_newest_first() -> None:
    document = read(SITEMAP, format=FeedFormat.SITEMAP)
    second, first = document.entries
    assert document.kind == "sitemap"
    assert (first.link, first.title, first.language) == ("https://news.example/1", "Ferry & bridge", "en")
    assert (second.link, second.title, second.published) == ("https://news.example/2", "", SEVEN)
    assert len(document.bad_entries) == 1


def test_the_address_is_the_articles_not_its_pictures() -> None:
    picture = (
        '<image:image xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">'
        "<image:loc>https://cdn.example/1.jpg</image:loc><image:title>A pier</image:title></image:image>"
    )
    document = read(SITEMAP.replace("</news:news>", f"</news:news>{picture}"))
    assert [(entry.link, entry.title) for entry in document.entries] == [
        ("https://news.example/2", ""),
        ("https://news.example/1", "Ferry & bridge"),
    ]


def test_the_oldest_addresses_are_left_out() -> None:
    urls = "".join(
        f"<url><loc>https://news.example/{n}</loc><lastmod>2026-02-{n:02}</lastmod></url>"
        for n in range(1, 21)
    )
    document = read(f"<urlset>{urls}</urlset>", max_items=3)
    assert [entry.link for entry in document.entries] == [f"https://news.example/{n}" for n in (20, 19, 18)]
    assert document.notes == ("the 17 oldest of 20 addresses were not read",)


def test_an_index_of_sitemaps() -> None:
    document = read(
        """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
        <sitemap><loc>https://news.example/s0.xml</loc><lastmod>2026-03-02T16:00:00+09:00</lastmod></sitemap>
        <sitemap><loc>https://news.example/s1.xml</loc></sitemap></sitemapindex>"""
    )
    assert document.kind == "sitemapindex"
    assert [entry.link for entry in document.entries] == [
        "https://news.example/s0.xml",
        "https://news.example/s1.xml",
    ]


def test_no_entity_of_a_sitemap_is_expanded() -> None:
    body = SITEMAP.replace("<urlset", '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset')
    document = read(body.replace("Ferry &amp; bridge", "&x;"))
    assert [entry.title for entry in document.entries] == ["", "&x;"]


# --- laws -----------------------------------------------------------------------------------------


@settings(deadline=None)  # the first may have to import a detector of encodings
@given(st.binary(max_size=300), st.sampled_from(["", "text/html", "text/xml; charset=utf-16"]))
def test_bytes_are_read_or_refused_by_name(body: bytes, content_type: str) -> None:
    with contextlib.suppress(ReadError):
        read(body, content_type=content_type, html=HtmlSelectors(item="a"))


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
NAMES = st.sampled_from(["id", "url", "title", "items", "authors", "tags", "name"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_item_is_read_or_counted(item: object) -> None:
    document = read(json_feed(item, {"title": "Sound"}))
    assert len(document.entries) + len(document.bad_entries) == 2
