"""A feed that moves fast is looked at sooner, and what passed unseen is looked for elsewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

import pytest

from monitor import sources
from monitor.core.fetching import Fetched, Outcome, Validators
from monitor.core.text import search_text
from storage import open_store
from tests.shell import desk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from monitor.core.fetching import FetchRecord
    from monitor.pipeline import Filed

CONFIG = b"""\
version: 1
fetch: {interval: 30m}
feeds:
  - {id: daily, source: dailynk, url: "http://daily.example/feed/", language: en}
  - {id: plain, source: plain, url: "http://plain.example/feed/", language: en}
channels:
  - {id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
notices: {channels: [hook]}
"""
DEEPER = "http://daily.example/feed/?paged=2"
MINUTE = timedelta(minutes=1)
ABOUT_50 = pytest.approx(50, abs=1)


class Newsroom(desk.Newsroom):
    """Item n is published n minutes after the world's beginning; each document shows ten."""

    def document(self, numbers: Iterable[int], *, long: bool = False, dated: bool = True) -> Fetched:
        items = "".join(
            f"<item><title>Report number {number} of the harbour office</title>"
            f"<link>http://daily.example/{number}</link><guid>http://daily.example/{number}</guid>"
            f"<description>Ship {number} has arrived.{' It was on time.' * 9 * long}</description>"
            + (f"<pubDate>{self.moment(number):%a, %d %b %Y %H:%M:%S} GMT</pubDate>" if dated else "")
            + "</item>"
            for number in sorted(numbers, reverse=True)
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()
        return Fetched(
            body=body,
            content_type="application/rss+xml",
            url="http://daily.example/feed/",
            status=200,
            body_hash=blake2b(body, digest_size=16).digest(),
            validators=Validators(),
        )

    def moment(self, number: int) -> datetime:
        return desk.NOW + number * MINUTE

    def look(self, newest: int, feed: str = "daily", **more: bool) -> Filed:
        """Check a feed in the minute of its newest item."""
        self.fetcher.reply = self.document(range(newest - 9, newest + 1), **more)
        self.desk.now_is = self.moment(newest) - 5 * MINUTE  # a check is five minutes later
        return self.check(feed)

    def history(self, feed: str = "daily") -> list[FetchRecord]:
        return list(self.store.fetches(feed))

    @property
    def numbers(self) -> set[int]:
        return {int(url.rpartition("/")[2]) for url in self.articles}

    @property
    def notices(self) -> list[str]:
        return [it.payload["notice"]["kind"] for it in self.notifications if it.kind == "notice"]


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_store("memory:", folder=tmp_path, search_text=search_text)
    yield Newsroom(store, CONFIG)
    store.close()


def wait(filed: Filed) -> timedelta:
    assert filed.state.next_check is not None
    assert filed.state.last_check is not None
    return filed.state.next_check - filed.state.last_check


# --- the pace -----------------------------------------------------------------------------------


def test_a_first_document_that_holds_few_minutes_is_soon_looked_at_again(newsroom: Newsroom) -> None:
    assert wait(newsroom.look(100)) <= 5 * MINUTE


def test_checks_at_that_pace_overlap_by_a_third_and_miss_nothing(newsroom: Newsroom) -> None:
    newest, filed = 100, newsroom.look(100)
    for _ in range(12):
        newest += -(-int(wait(filed).total_seconds()) // 60)
        filed = newsroom.look(newest)
        assert filed.record.new <= 6
        assert not filed.record.gap
    assert newsroom.numbers == set(range(91, newest + 1))


def test_without_dates_a_burst_shortens_the_wait_at_its_first_check(newsroom: Newsroom) -> None:
    assert wait(newsroom.look(100, dated=False)) > 25 * MINUTE
    assert wait(newsroom.look(108, dated=False)) <= 5 * MINUTE


def test_calm_lengthens_it_again_little_by_little(newsroom: Newsroom) -> None:
    newsroom.look(100)
    waits = []
    for _ in range(6):  # nothing new, every twelve hours
        newsroom.desk.now_is += timedelta(hours=12)
        waits.append(wait(newsroom.check("daily")))
    assert 8 * MINUTE < waits[0] < 11 * MINUTE
    assert waits[-1] > 25 * MINUTE


def test_a_changed_address_is_measured_anew(newsroom: Newsroom) -> None:
    newsroom.look(100)
    (daily, plain) = newsroom.settings.feeds
    moved = replace(daily, url="http://new.example/feed/")
    newsroom.settings = replace(newsroom.settings, feeds=(moved, plain))
    filed = newsroom.look(300, dated=False)
    assert (filed.state.window, filed.record.gap) == (None, False)


# --- what passed unseen -------------------------------------------------------------------------


def test_a_loss_is_estimated_recorded_and_told(newsroom: Newsroom) -> None:
    newsroom.look(100, "plain")
    record = newsroom.look(160, "plain").record
    assert (record.gap, record.lost) == (True, ABOUT_50)
    assert newsroom.history("plain")[0] == record
    assert newsroom.notices == ["feed-lost-items"]


def test_without_dates_it_is_estimated_by_the_pace_of_before(newsroom: Newsroom) -> None:
    newsroom.look(100, "plain", dated=False)
    newsroom.look(105, "plain", dated=False)  # half of ten in five minutes
    record = newsroom.look(165, "plain", dated=False).record
    assert (record.gap, record.lost) == (True, ABOUT_50)


def test_the_deeper_address_is_asked_for_what_is_missing(newsroom: Newsroom) -> None:
    newsroom.look(100)
    newsroom.fetcher.pages[DEEPER] = newsroom.document(range(95, 156))
    record = newsroom.look(160).record
    assert newsroom.numbers == set(range(91, 161))
    assert (record.new, record.gap, record.lost) == (60, False, 0)
    assert "50 missed items found" in record.detail
    assert newsroom.notices == []


def test_it_may_not_reach_back_far_enough(newsroom: Newsroom) -> None:
    newsroom.look(100)
    newsroom.fetcher.pages[DEEPER] = newsroom.document(range(131, 151))
    record = newsroom.look(160).record
    assert newsroom.numbers == {*range(91, 101), *range(131, 161)}
    assert (record.gap, record.lost) == (True, pytest.approx(30, abs=1))


def test_it_may_word_known_articles_otherwise_which_is_no_edit(newsroom: Newsroom) -> None:
    newsroom.look(100)
    newsroom.fetcher.pages[DEEPER] = newsroom.document(range(95, 161), long=True)
    record = newsroom.look(160).record
    assert (record.new, record.gap) == (60, False)
    assert {article.revisions for article in newsroom.store.articles(kept_only=False)} == {1}


def test_what_is_older_than_the_gap_was_not_missed(newsroom: Newsroom) -> None:
    newsroom.look(1_000)
    newsroom.fetcher.pages[DEEPER] = newsroom.document((*range(500, 510), *range(1_001, 1_051)))
    record = newsroom.look(1_060).record
    assert (record.new, record.gap) == (60, False)
    assert min(newsroom.numbers) == 991


@pytest.mark.parametrize("page", ["missing", "no feed"])
def test_a_deeper_address_that_fails_costs_the_feed_nothing(newsroom: Newsroom, page: str) -> None:
    newsroom.look(100)
    if page == "no feed":
        newsroom.fetcher.pages[DEEPER] = replace(newsroom.document(()), body=b"<html>Log in</html>")
    filed = newsroom.look(160)
    assert (filed.record.outcome, filed.record.new, filed.record.lost) == (Outcome.NEW, 10, ABOUT_50)


def test_it_is_asked_once_an_hour_at_most(newsroom: Newsroom) -> None:
    asked: list[str] = []
    real = newsroom.fetcher.fetch_page

    async def counted(url: str, *given: object, **more: object) -> object:
        asked.append(url)
        return await real(url, *given, **more)  # type: ignore[arg-type]

    newsroom.fetcher.fetch_page = counted  # type: ignore[method-assign, assignment]
    for newest in (100, 105, 130, 150, 170, 230):
        newsroom.look(newest)
    assert asked == [DEEPER, DEEPER]  # at 130 and at 230


def test_a_feed_that_joins_is_looked_for_nowhere_else(newsroom: Newsroom) -> None:
    newsroom.fetcher.pages[DEEPER] = newsroom.document(range(1, 90))
    newsroom.look(100)
    newsroom.look(105)
    assert min(newsroom.numbers) == 91


@pytest.mark.parametrize(
    ("source", "url", "deeper"),
    [
        ("tass", "https://tass.ru/rss/v2.xml", "https://tass.ru/rss/yandex.xml"),
        ("tass", "https://tass.com/rss/v2.xml", None),
        ("tass", "https://tass.ru/rss/yandex.xml", None),
        (
            "kommersant",
            "https://www.kommersant.ru/RSS/news.xml",
            "https://www.kommersant.ru/sitemaps/sitemap_news.xml",
        ),
        ("dailynk", "https://www.dailynk.com/feed/", "https://www.dailynk.com/feed/?paged=2"),
        ("unknown", "https://unknown.example/feed/", None),
    ],
)
def test_what_lies_deeper_is_data_of_the_source(source: str, url: str, deeper: str | None) -> None:
    assert sources.profile(source, url).deeper_than(url) == deeper
