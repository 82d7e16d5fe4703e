"""Documents that lead to further ones: indexes of sitemaps, lists of several pages, bare addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from monitor import following
from monitor.core.fetching import Outcome
from tests.build import after
from tests.servers import Answer, WebServer
from tests.shell.wire import LEAD, TEXT, TITLE, Newsroom, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("no_waiting")

NEWS = "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'"


def index(*sitemaps: tuple[str, str]) -> bytes:
    body = "".join(
        f"<sitemap><loc>{url}</loc>{f'<lastmod>{dated}</lastmod>' if dated else ''}</sitemap>"
        for url, dated in sitemaps
    )
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{body}</sitemapindex>".encode()


def sitemap(*items: tuple[str, str]) -> bytes:
    body = "".join(
        f"<url><loc>{url}</loc>"
        + (
            f"<news:news><news:publication_date>2026-03-02T08:30:00Z</news:publication_date>"
            f"<news:title>{title}</news:title></news:news>"
            if title
            else "<lastmod>2026-03-02T08:30:00Z</lastmod>"
        )
        + "</url>"
        for url, title in items
    )
    return f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' {NEWS}>{body}</urlset>".encode()


def check(newsroom: Newsroom) -> Outcome | None:
    newsroom.clock.now_is = after(minutes=10 * len(newsroom.web.asked("/feed")))
    newsroom.check()
    return newsroom.state.outcome


# --- indexes of sitemaps ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sitemaps",
    [
        (("/old.xml", "2026-02-01"), ("/new.xml", "2026-03-02"), ("/older.xml", "2025-02-01")),
        (("/pages.xml", ""), ("/new.xml?type=news", ""), ("/images.xml", "")),
        (("/new.xml", ""), ("/older.xml", "")),
        (("/pages.xml", "2026-03-03"), ("/new.xml?news", "2026-03-02")),
    ],
    ids=["dated", "by name", "first", "news before dates"],
)
def test_an_index_is_followed_to_its_newest_sitemap(
    newsroom: Newsroom, sitemaps: tuple[tuple[str, str], ...]
) -> None:
    newsroom.web.answer("/feed", index(*((newsroom.web.url(path), dated) for path, dated in sitemaps)))
    path = next(path for path, _ in sitemaps if path.startswith("/new"))
    newsroom.web.answer(path, sitemap((newsroom.web.url("/1"), TITLE)))
    assert check(newsroom) is Outcome.NEW
    assert newsroom.article("/1").reading.title == TITLE


def test_what_is_remembered_is_the_sitemap_that_was_read(newsroom: Newsroom) -> None:
    news = newsroom.web.url("/news.xml")
    newsroom.web.answer("/feed", Answer(index((news, "")), headers=(("ETag", '"index"'),)))
    first = Answer(sitemap((newsroom.web.url("/1"), "One")), headers=(("ETag", '"news"'),))
    second = Answer(sitemap((newsroom.web.url("/2"), "Two"), (newsroom.web.url("/1"), "One")))
    newsroom.web.answer("/news.xml", first, first, second)
    assert [check(newsroom) for _ in range(3)] == [Outcome.NEW, Outcome.UNCHANGED, Outcome.NEW]
    assert newsroom.article("/2").reading.title == "Two"
    assert all("if-none-match" not in request.headers for request in newsroom.web.seen)


def test_a_sitemap_that_fails_is_the_feeds_failure(newsroom: Newsroom) -> None:
    newsroom.web.answer("/feed", index((newsroom.web.url("/gone.xml"), "")))
    assert check(newsroom) is Outcome.NOT_FOUND


def test_a_sitemap_that_is_gone_does_not_end_its_index(newsroom: Newsroom) -> None:
    newsroom.web.answer("/feed", index((newsroom.web.answer("/old.xml", Answer(b"", 410)), "")))
    assert check(newsroom) is Outcome.NOT_FOUND
    assert newsroom.state.detail == "its newest sitemap: 410, gone for good"
    newsroom.web.answer("/feed", index((newsroom.web.url("/news.xml"), "")))
    newsroom.web.answer("/news.xml", sitemap((newsroom.web.url("/1"), TITLE)))
    assert check(newsroom) is Outcome.NEW


def test_an_index_of_indexes_and_an_empty_one_say_so(newsroom: Newsroom) -> None:
    newsroom.web.answer("/deeper", index((newsroom.web.url("/news.xml"), "")))
    newsroom.web.answer("/feed", index((newsroom.web.url("/deeper"), "")))
    assert check(newsroom) is Outcome.NOT_A_FEED
    assert "indexes" in newsroom.state.detail
    newsroom.web.answer("/feed", index())
    assert check(newsroom) is Outcome.NOT_A_FEED


def test_an_index_cannot_lead_to_a_private_network(newsroom: Newsroom) -> None:
    with WebServer() as inside:
        newsroom.web.answer("/feed", index((inside.answer("/news.xml", sitemap()), "")))
        assert check(newsroom) is Outcome.REFUSED_ADDRESS
        assert inside.seen == []


def test_addresses_without_a_headline_get_it_from_their_pages(newsroom: Newsroom) -> None:
    old = [(newsroom.web.url(f"/old/{number}"), "") for number in range(3)]
    newsroom.web.answer("/feed", sitemap(*old))
    check(newsroom)
    newsroom.fetch_pages()
    assert not newsroom.web.asked("/old/1")  # the backlog

    new = [(newsroom.web.answer(path, page(TITLE, *TEXT)), "") for path in ("/new/1",)]
    other = newsroom.web.answer(
        "/new/2", page("A record harvest of wheat", "The harvest is the largest in ten years. " * 5)
    )
    newsroom.web.answer("/feed", sitemap(*new, (other, ""), *old))
    check(newsroom)
    assert newsroom.told() == []
    newsroom.fetch_pages()
    assert newsroom.told() == [("coal", f"{TITLE}"), ("rail", f"{TITLE}")]
    assert newsroom.article("/new/1").reading.title == TITLE
    assert newsroom.article("/new/2").reading.title == "A record harvest of wheat"
    assert len(list(newsroom.store.articles(kept_only=False))) == 5


# --- lists of several pages ---------------------------------------------------------------------------


def listed(newsroom: Newsroom, numbers: range, following_page: str = "") -> bytes:
    items = "".join(
        f'<li><a href="/{number}">Report number {number}</a>'
        f" <span>2 марта, 11:{59 - number % 60:02}</span></li>"
        for number in numbers
    )
    link = f'<p class="more"><a href="{following_page}">Ещё</a></p>' if following_page else ""
    return f"<html><body><ul>{items}</ul>{link}</body></html>".encode()


@pytest.fixture
def paged(web: WebServer, tmp_path: Path) -> Iterator[Newsroom]:
    more = ", timezone: Europe/Moscow, format: html, html: {item: li, date: span, next: .more}"
    room = Newsroom(web, tmp_path, more)
    web.answer("/feed", listed(room, range(50, 55), "/page/2"))
    check(room)
    yield room
    room.store.close()


def titles(newsroom: Newsroom) -> int:
    return len(list(newsroom.store.articles(kept_only=False)))


def test_the_first_check_reads_the_first_page(paged: Newsroom) -> None:
    assert titles(paged) == 5
    assert not paged.web.asked("/page/2")


def test_where_all_is_new_further_pages_are_read_back_to_what_was_there(paged: Newsroom) -> None:
    paged.web.answer("/feed", listed(paged, range(35, 40), "/page/2"))
    paged.web.answer("/page/2", listed(paged, range(40, 45), "/page/3"))
    paged.web.answer("/page/3", listed(paged, range(45, 52), "/page/4"))
    assert check(paged) is Outcome.NEW
    assert titles(paged) == 20
    assert not paged.web.asked("/page/4")
    assert paged.store.fetches("wire", 1)[0].entries == 17
    # Nothing of it is new the next time.
    paged.web.answer("/feed", listed(paged, range(34, 39), "/page/2"))
    check(paged)
    assert titles(paged) == 21
    assert len(paged.web.asked("/page/2")) == 1


def test_pages_without_end_are_not_followed_without_end(paged: Newsroom) -> None:
    paged.web.answer("/feed", listed(paged, range(100, 105), "/page/0"))
    for number in range(9):
        numbers = range(200 + 5 * number, 205 + 5 * number)
        paged.web.answer(f"/page/{number}", listed(paged, numbers, f"/page/{number + 1}"))
    check(paged)
    assert sum(request.path.startswith("/page/") for request in paged.web.seen) == following.MAX_PAGES


@pytest.mark.parametrize("answer", [Answer(b"", 500), Answer(b"<html><body>nothing</body></html>")])
def test_a_further_page_that_fails_costs_the_first_nothing(paged: Newsroom, answer: Answer) -> None:
    paged.web.answer("/feed", listed(paged, range(35, 40), "/page/2"))
    paged.web.answer("/page/2", answer)
    assert check(paged) is Outcome.NEW
    assert titles(paged) == 10
    assert "further page" in paged.store.fetches("wire", 1)[0].detail


def test_a_page_that_leads_to_itself_is_read_once(paged: Newsroom) -> None:
    paged.web.answer("/feed", listed(paged, range(35, 40), "/feed"))
    check(paged)
    assert titles(paged) == 10


def test_dates_in_words_are_the_sources(paged: Newsroom) -> None:
    published = paged.article("/50").reading.published
    assert published is not None
    assert published.isoformat() == "2026-03-02T08:09:00+00:00"


def test_a_lead_is_completed_in_either_kind(paged: Newsroom) -> None:
    link = paged.web.answer("/khasan", page(TITLE, *TEXT))
    paged.web.answer(
        "/feed", f'<html><ul><li><a href="{link}">{TITLE}</a> <span>2 марта, 11:30</span></li></ul>'.encode()
    )
    check(paged)
    paged.fetch_pages()
    assert paged.article("/khasan").reading.text.startswith(LEAD[:60])


# --- advice ---------------------------------------------------------------------------------------------


def test_the_longer_of_what_server_and_document_advise_is_remembered(newsroom: Newsroom) -> None:
    feed = "<rss version='2.0'><channel><ttl>{}</ttl><item><title>A ferry</title></item></channel></rss>"
    cached = (("Cache-Control", "max-age=600"),)
    newsroom.web.answer(
        "/feed",
        Answer(feed.format(5).encode(), headers=cached),
        Answer(feed.format(15).encode(), headers=cached),
        Answer(feed.format(0).encode()),
    )
    advised = []
    for _ in range(3):
        check(newsroom)
        advised.append(newsroom.state.ttl)
    assert advised == [timedelta(minutes=10), timedelta(minutes=15), None]
