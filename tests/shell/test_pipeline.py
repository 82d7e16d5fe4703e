"""One check of one feed, from the reply to the store, with nothing faked but the reply."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from monitor import pipeline
from monitor.core.fetching import Failed, Outcome
from monitor.core.text import search_text
from monitor.reader import Reader
from storage import open_store
from storage.memory.store import MemoryStore
from tests.build import NOW, article
from tests.shell import desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.model import Entry, Reading
    from monitor.core.protocols import Unit
    from monitor.core.settings import FeedSettings
    from monitor.pipeline import Filed

CONFIG = b"""\
version: 1
feeds:
  - {id: tass-en, source: tass, url: "http://wire.example/rss.xml", language: en, timezone: Europe/Moscow}
  - {id: tass-ru, source: tass, url: "http://wire.example/ru.xml", language: ru, timezone: Europe/Moscow}
  - {id: loud, source: loud, url: "http://loud.example/rss.xml", language: en, backlog: alert}
topics:
  - id: korea-russia
    name: Korea and Russia
    model: relation
    facets: {rok-russia: [south-korea, russia], dprk-russia: [north-korea, russia]}
rules:
  - {id: rail, name: Railways, topic: korea-russia, when: "railway OR crossing", channels: [hook]}
channels:
  - {id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
"""

RAILWAY = (
    "https://wire.example/1",
    "Russia and North Korea reopen the railway crossing at Khasan",
    "Russia and North Korea have reopened the railway crossing at Khasan, the regional government said.",
)
HARVEST = (
    "https://wire.example/2",
    "Farmers bring in a record harvest of wheat",
    "The harvest is the largest in ten years, the farmers' union said on Monday.",
)


def rss(*items: tuple[str, str, str], date: str = "Mon, 02 Mar 2026 11:30:00 +0300") -> bytes:
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{date}</pubDate><description>{text}</description></item>"
        for link, title, text in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'.encode()
    )


class Newsroom(desk.Newsroom):
    """Of the feeds above."""

    def check(self, feed_id: str = "tass-en") -> Filed:
        return super().check(feed_id)

    def serve(self, *items: tuple[str, str, str], etag: str = '"1"') -> None:
        self.fetcher.serve(rss(*items), etag)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_store("memory:", folder=tmp_path, search_text=search_text)
    yield Newsroom(store, CONFIG)
    store.close()


def test_what_the_topic_keeps_and_what_it_drops_are_both_stored(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY, HARVEST)
    record = newsroom.check().record
    assert (record.outcome, record.entries, record.new, record.kept) == (Outcome.NEW, 2, 2, 1)
    kept = [article.reading.title for article in newsroom.store.articles()]
    assert kept == [RAILWAY[1]]
    assert len(newsroom.articles) == 2


def test_times_are_utc_by_the_zone_that_the_feed_states(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    (article,) = newsroom.store.articles()
    assert article.reading.published == datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def test_a_feeds_first_success_alerts_nobody(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    assert newsroom.told == []
    (article,) = newsroom.store.articles()
    (record,) = newsroom.store.matches(article.id)
    assert (record.match.rule, record.notifications, record.held) == ("rail", (), "backlog")


def test_unless_the_feed_says_so(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check("loud")
    assert newsroom.told == [RAILWAY[1]]


def test_what_comes_later_is_told_once(newsroom: Newsroom) -> None:
    newsroom.serve(HARVEST)
    newsroom.check()
    newsroom.serve(RAILWAY, HARVEST)
    newsroom.check()
    newsroom.check()
    assert newsroom.told == [RAILWAY[1]]


def test_a_known_entry_is_not_even_looked_at(newsroom: Newsroom) -> None:
    newsroom.serve(HARVEST)
    newsroom.check()
    newsroom.serve(RAILWAY, HARVEST)
    newsroom.check()
    assert newsroom.desk.read_entries == 2


def test_the_same_bytes_are_not_read_again(newsroom: Newsroom) -> None:
    newsroom.serve(HARVEST)
    newsroom.check()
    newsroom.serve(HARVEST, etag='"2"')
    filed = newsroom.check()
    assert filed.record.outcome is Outcome.UNCHANGED
    assert filed.state.validators.etag == '"2"'


def test_a_silent_edit_is_a_revision_of_the_same_article(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    newsroom.serve((RAILWAY[0], RAILWAY[1] + " after repairs", RAILWAY[2]))
    record = newsroom.check().record
    assert record.new == 0
    (article,) = newsroom.store.articles()
    assert article.revisions == 2
    assert [r.title for r in newsroom.store.revisions(article.id)] == [
        RAILWAY[1],
        RAILWAY[1] + " after repairs",
    ]


def test_the_same_article_in_two_feeds_of_a_source_is_one(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check("tass-en")
    newsroom.serve(RAILWAY, HARVEST)
    newsroom.check("tass-ru")
    assert len(newsroom.articles) == 2


def test_a_reprint_is_a_copy_in_the_same_story(newsroom: Newsroom) -> None:
    text = (
        "Russia and North Korea have reopened the railway crossing at Khasan after two years of repairs, the "
        "government of the Maritime Territory said on Monday. The first train carried forty carriages of "
        "flour and returned with seafood. Regular traffic is to begin in April, twice a week, and passenger "
        "trains may follow in the summer if both border services agree."
    )
    newsroom.serve((RAILWAY[0], RAILWAY[1], text))
    newsroom.check()
    newsroom.serve(("https://loud.example/9", "Trains run again between Russia and North Korea", text))
    newsroom.check("loud")
    first, second = newsroom.store.articles()
    assert second.copy_of == first.id
    assert second.story == first.story


def test_a_failure_changes_nothing_but_the_schedule(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    newsroom.fetcher.reply = Failed(outcome=Outcome.SERVER_ERROR, detail="503", status=503)
    state = newsroom.check().state
    assert (state.failures, state.validators.etag) == (1, '"1"')
    assert len(newsroom.articles) == 1


def test_a_document_that_is_no_feed_keeps_its_etag_to_itself(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    newsroom.fetcher.serve(b"<html><title>Log in</title><p>Please log in.</p></html>", etag='"trap"')
    filed = newsroom.check()
    assert filed.record.outcome is Outcome.NOT_A_FEED
    assert filed.state.validators.etag == '"1"'


def test_a_feed_that_fails_to_be_filed_is_read_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.serve(RAILWAY)
    with monkeypatch.context() as patched:
        patched.setattr("monitor.writer.file_check", lambda *_, **__: 1 / 0)
        assert newsroom.check().record.outcome is Outcome.INTERNAL
    assert newsroom.check().record.new == 1


def test_an_entry_that_fails_is_counted_and_the_rest_filed(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.file_reading

    def faulty(unit: Unit, reading: Reading, *rest: Any, **more: Any) -> Any:
        if "harvest" in reading.title:
            raise KeyError("a bug")
        return real(unit, reading, *rest, **more)

    newsroom.serve(RAILWAY, HARVEST)
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "file_reading", faulty)
        record = newsroom.check().record
        assert (record.new, record.bad_entries) == (1, 1)
    record = newsroom.check().record  # mended: the same document brings what it had cost
    assert (record.new, record.bad_entries) == (1, 0)


def test_an_entry_that_cannot_be_understood_by_our_fault_is_tried_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Reader.reading

    def faulty(reader: Reader, entry: Entry, feed: FeedSettings) -> Reading:
        if "harvest" in entry.title:
            raise KeyError("a bug")
        return real(reader, entry, feed)

    newsroom.serve(RAILWAY, HARVEST)
    with monkeypatch.context() as patched:
        patched.setattr(Reader, "reading", faulty)
        record = newsroom.check().record
        assert (record.new, record.bad_entries) == (1, 1)
    assert newsroom.check().record.new == 1


def test_a_changed_address_keeps_what_was_seen(newsroom: Newsroom) -> None:
    newsroom.serve(RAILWAY)
    newsroom.check()
    moved = replace(newsroom.settings.feeds[0], url="http://new.example/rss.xml")
    newsroom.settings = replace(newsroom.settings, feeds=(moved, *newsroom.settings.feeds[1:]))
    newsroom.serve(RAILWAY, HARVEST)
    assert newsroom.check().record.new == 1


def test_an_article_placed_again_is_no_copy_of_what_it_is_no_copy_of_now() -> None:
    lead = article("a", copy_of="b", previous="c", story="b")
    with MemoryStore(search_text=search_text).unit() as unit:
        placed, link = pipeline.place(unit, lead, NOW, shared=())
    assert (placed.copy_of, placed.previous, placed.story, link.by) == (None, None, "a", None)
