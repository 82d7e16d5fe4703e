"""Articles of which the feed has but a lead: told of at once, made whole by their page, told of once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from monitor import pages as pages_module
from monitor.core.config import load
from monitor.core.schedule import initial_state
from monitor.core.text import search_text
from monitor.fetch import Fetcher
from monitor.fetch.room import Room
from monitor.pages import Pages
from monitor.pipeline import World, ingest
from monitor.reader import Reader
from monitor.writer import Writer
from storage import open_store
from tests.build import NOW, after
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.model import Article, Failed, FeedState, Reading, Reply
    from monitor.core.protocols import Store
    from monitor.core.settings import FeedSettings, Settings
    from monitor.documents import PageTask, ReadDocument, ReadTask

CONFIG = """\
version: 1
feeds:
  - {{id: wire, source: wire, url: "{wire}/feed", language: en{more}}}
topics:
  - id: korea-russia
    model: relation
    facets: {{dprk-russia: [north-korea, russia]}}
rules:
  - {{id: rail, name: Railways, topic: korea-russia, when: "railway", channels: [hook]}}
  - {{id: coal, name: Coal, topic: korea-russia, when: "coal", channels: [hook]}}
channels:
  - {{id: hook, type: webhook, url: "http://127.0.0.1:9/"}}
"""

TITLE = "Russia and North Korea reopen the railway crossing at Khasan"
LEAD = "Russia and North Korea reopened the railway crossing at Khasan on Monday, the governor said..."
HARVEST = "Farmers bring in a record harvest of wheat"
TEXT = (
    (
        "Russia and North Korea reopened the railway crossing at Khasan on Monday, the governor said after"
        " the first train had passed."
    ),
    (
        "Forty wagons of coal went over the bridge to Tumangang in the morning, and as many are expected in"
        " the evening, according to the railway's dispatcher, who spoke to reporters at the station."
    ),
    "The crossing had been closed for repairs since the autumn. Its second track is to be laid next year.",
)


def page(title: str, *paragraphs: str) -> bytes:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Politics", "Economy", "Sport"))
    return (
        f"<!DOCTYPE html><html><head><title>{title} - Wire</title></head><body><nav><ul>{menu}</ul></nav>"
        f"<main><article><h1>{title}</h1>{text}</article></main><footer>© Wire</footer></body></html>"
    ).encode()


def rss(*items: tuple[str, str, str]) -> bytes:
    body = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid><description>{text}</description>"
        "<pubDate>Mon, 02 Mar 2026 08:30:00 GMT</pubDate></item>"
        for link, title, text in items
    )
    return f'<rss version="2.0"><channel><title>Wire</title>{body}</channel></rss>'.encode()


class Now:
    def __init__(self) -> None:
        self.now_is = NOW

    def now(self) -> datetime:
        return self.now_is


class OnTheSpot:
    """The reader without processes around it."""

    def __init__(self, settings: Settings) -> None:
        self._reader = Reader(settings)

    async def read(self, task: ReadTask) -> ReadDocument | Failed:
        return self._reader.read(task)

    async def read_page(self, task: PageTask) -> Reading | Failed:
        return self._reader.read_page(task)


class Newsroom:
    """A wire with a feed and pages, and everything between it and the outbox but the processes."""

    def __init__(self, web: WebServer, folder: Path, more: str = ", full_text: auto") -> None:
        self.web = web
        self.folder = folder
        self.settings = load(
            CONFIG.format(wire=web.url("").rstrip("/"), more=more).encode(), file="feeds.yaml", env={}
        )
        self.clock = Now()
        self.store = self.open()
        self.state: FeedState = initial_state(self.feed)

    def open(self) -> Store:
        return open_store("sqlite:///tumen.db", folder=self.folder, search_text=search_text)

    @property
    def feed(self) -> FeedSettings:
        return self.settings.feeds[0]

    def publish(self, *items: tuple[str, str, str]) -> None:
        self.web.answer("/feed", rss(*items))

    def check(self) -> None:
        """Check the feed as the daemon does; its pages wait."""
        asyncio.run(self._check())

    async def _check(self) -> None:
        async with Writer(self.store) as writer:
            world = World(
                settings=self.settings,
                fetcher=Fetcher(self.settings, clock=self.clock),
                workers=OnTheSpot(self.settings),
                writer=writer,
                clock=self.clock,
            )
            self.state = (await ingest(self.feed, self.state, world)).state

    def fetch_pages(self) -> None:
        asyncio.run(self._fetch_pages())

    async def _fetch_pages(self) -> None:
        async with Writer(self.store) as writer:
            pages = Pages(
                self.store,
                Fetcher(self.settings, clock=self.clock),
                OnTheSpot(self.settings),
                writer,
                clock=self.clock,
                room=Room(),
            )
            await pages.drain(self.settings, within=20)

    def article(self, path: str) -> Article:
        article = self.store.article(self.web.url(path))
        assert article is not None
        return article

    def told(self) -> list[tuple[str, str]]:
        """The rules that told of something, with its title."""
        return sorted(
            (told.rule, told.payload["article"]["title"])
            for told in self.store.notifications(NOW - timedelta(days=1))
        )


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.fetch.fetcher.RETRY_WAITS", (0.0, 0.0))
    monkeypatch.setattr(pages_module, "GAP", 0.0)


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer() as web:
        yield web


@pytest.fixture
def newsroom(web: WebServer, tmp_path: Path) -> Iterator[Newsroom]:
    room = Newsroom(web, tmp_path)
    room.publish((web.url("/old"), "An old report of nothing much", "It was long ago."))
    room.check()  # the quiet backlog
    yield room
    room.store.close()


def report(web: WebServer, *text: str) -> tuple[str, str, str]:
    """A report whose page answers with its whole text; as the feed has it."""
    return web.answer("/khasan", page(TITLE, *(text or TEXT))), TITLE, LEAD


# --- the lead first, the rest afterwards ------------------------------------------------------------


def test_the_alert_goes_out_from_the_lead_and_the_page_completes_the_article(newsroom: Newsroom) -> None:
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    assert newsroom.told() == [("rail", TITLE)]
    assert not newsroom.web.asked("/khasan")
    assert newsroom.article("/khasan").reading.text == LEAD

    newsroom.fetch_pages()
    whole = newsroom.article("/khasan")
    assert whole.reading.text == "\n\n".join(TEXT)
    assert whole.revisions == 1
    assert [revision.text for revision in newsroom.store.revisions(whole.id)] == ["\n\n".join(TEXT)]
    assert newsroom.store.next_page() is None


def test_only_a_rule_that_finds_its_words_in_the_page_alone_tells_again(newsroom: Newsroom) -> None:
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    newsroom.fetch_pages()
    assert newsroom.told() == [("coal", TITLE), ("rail", TITLE)]
    records = newsroom.store.matches(newsroom.article("/khasan").id)
    assert [(it.match.rule, it.revision, it.held) for it in records] == [("rail", 1, ""), ("coal", 1, "")]


def test_the_feed_as_it_was_is_no_edit_of_the_whole_article(newsroom: Newsroom) -> None:
    khasan = report(newsroom.web)
    newsroom.publish(khasan)
    newsroom.check()
    newsroom.fetch_pages()
    newsroom.publish(khasan, (newsroom.web.url("/other"), "Something else", "It is of no concern."))
    newsroom.state = replace(newsroom.state, seen=())  # as after the loss of what was seen
    newsroom.check()
    assert newsroom.article("/khasan").revisions == 1
    assert newsroom.article("/khasan").reading.text == "\n\n".join(TEXT)
    assert len(newsroom.told()) == 2


def test_an_edited_lead_is_a_revision_and_is_completed_anew(newsroom: Newsroom) -> None:
    link, title, _ = report(newsroom.web)
    newsroom.publish((link, title, LEAD))
    newsroom.check()
    newsroom.fetch_pages()
    newsroom.publish((link, title, LEAD.replace("Monday", "Tuesday")))
    newsroom.web.answer("/khasan", page(TITLE, TEXT[0].replace("Monday", "Tuesday"), *TEXT[1:]))
    newsroom.check()
    assert newsroom.article("/khasan").revisions == 2
    newsroom.fetch_pages()
    assert "Tuesday" in newsroom.article("/khasan").reading.text
    assert "coal" in newsroom.article("/khasan").reading.text
    assert newsroom.article("/khasan").revisions == 2
    assert len(newsroom.told()) == 2


def test_a_page_of_the_text_as_it_was_completes_no_later_text(newsroom: Newsroom) -> None:
    link, title, _ = report(newsroom.web)
    newsroom.publish((link, title, LEAD))
    newsroom.check()
    real = Reader.read_page

    def edited_meanwhile(reader: Reader, task: PageTask) -> Reading | Failed:
        newsroom.publish((link, title, LEAD.replace("Monday", "Tuesday")))
        article = newsroom.article("/khasan")
        with newsroom.store.unit() as unit:
            changed = replace(
                article,
                reading=replace(
                    article.reading,
                    text="Another text.",
                    features=replace(article.reading.features, content="f" * 16),
                ),
            )
            unit.complete_article(changed, None)
        return real(reader, task)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Reader, "read_page", edited_meanwhile)
        patch.setattr(pages_module, "AT_ONCE", 1)
        asyncio.run(_one_round(newsroom))
    assert newsroom.article("/khasan").reading.text == "Another text."
    assert newsroom.store.next_page() is not None


async def _one_round(newsroom: Newsroom) -> None:
    async with Writer(newsroom.store) as writer:
        pages = Pages(
            newsroom.store,
            Fetcher(newsroom.settings, clock=newsroom.clock),
            OnTheSpot(newsroom.settings),
            writer,
            clock=newsroom.clock,
            room=Room(),
        )
        await pages.round(newsroom.settings)
        await asyncio.gather(*pages._hosts.values())


def test_the_backlog_is_completed_quietly(web: WebServer, tmp_path: Path) -> None:
    room = Newsroom(web, tmp_path)
    room.publish(report(web))
    room.check()
    room.fetch_pages()
    assert "coal" in room.article("/khasan").reading.text
    assert room.told() == []
    room.store.close()


def test_the_queue_survives_a_restart(newsroom: Newsroom) -> None:
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    newsroom.store.close()
    newsroom.store = newsroom.open()
    newsroom.fetch_pages()
    assert "coal" in newsroom.article("/khasan").reading.text


def test_an_undecided_article_that_its_page_decides_finds_its_story(newsroom: Newsroom) -> None:
    link, title, _ = report(newsroom.web)
    newsroom.publish((link, title, LEAD))
    newsroom.check()
    newsroom.fetch_pages()
    # Of the second the feed says so little that it stands alone.
    second = newsroom.web.answer("/second", page("Wagons on the bridge", *TEXT[1:], TEXT[0]))
    newsroom.settings = replace(
        newsroom.settings,
        feeds=(replace(newsroom.feed, full_text=pages_module.FullText.ALWAYS),),
    )
    newsroom.publish((second, "Wagons on the bridge", "Forty wagons of coal went over the bridge..."))
    newsroom.check()
    first, alone = newsroom.article("/khasan"), newsroom.article("/second")
    assert alone.story != first.story
    newsroom.fetch_pages()
    assert newsroom.article("/second").story == first.story
    assert len(newsroom.told()) == 2  # once per story


# --- which pages are asked for ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("full_text", "asked"), [("auto", ["/khasan"]), ("never", []), ("always", ["/khasan", "/wheat"])]
)
def test_whose_pages_are_fetched(web: WebServer, tmp_path: Path, full_text: str, asked: list[str]) -> None:
    room = Newsroom(web, tmp_path, f", full_text: {full_text}")
    wheat = web.answer("/wheat", page(HARVEST, "The harvest is the largest in ten years.", *TEXT[2:]))
    room.publish(report(web), (wheat, HARVEST, "The harvest is the largest in ten years."))
    room.check()
    room.fetch_pages()
    paths = sorted(request.path for request in web.seen)
    assert [path for path in paths if path in ("/khasan", "/wheat")] == asked
    room.store.close()


def test_a_feed_that_has_the_whole_text_needs_no_page(newsroom: Newsroom) -> None:
    link, title, _ = report(newsroom.web)
    newsroom.publish((link, title, " ".join(TEXT) * 2))
    newsroom.check()
    newsroom.fetch_pages()
    assert not newsroom.web.asked("/khasan")


def test_robots_txt_is_asked_once_and_kept_to(newsroom: Newsroom) -> None:
    newsroom.web.answer("/robots.txt", b"User-agent: *\nDisallow: /khasan\n")
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    newsroom.fetch_pages()
    assert not newsroom.web.asked("/khasan")
    assert len(newsroom.web.asked("/robots.txt")) == 1
    assert newsroom.store.next_page() is None


def test_where_robots_txt_cannot_be_had_the_page_waits(newsroom: Newsroom) -> None:
    newsroom.web.answer("/robots.txt", Answer(b"", 503), Answer(b"", 503), Answer(b"", 503))
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    newsroom.fetch_pages()
    assert not newsroom.web.asked("/khasan")
    assert newsroom.store.next_page() == after(minutes=5)


@pytest.mark.parametrize(
    ("answer", "again"),
    [
        (Answer(b"", 503), True),
        (Answer(b"", 429, (("Retry-After", "600"),)), True),
        (Answer(b"", 404), False),
        (Answer(b"", 403), False),
        (Answer(b"%PDF-1.7 and so on"), False),
        (Answer(page("Log in", "To read on, please log in with your name and password. " * 9)), False),
        (Answer(page("Empty")), False),
        (Answer(b"<html>" + b" " * pages_module.MAX_SIZE), False),
    ],
    ids=["server error", "rate limit", "not found", "forbidden", "no html", "log-in", "empty", "too large"],
)
def test_a_page_that_cannot_be_had_costs_the_alert_nothing(
    newsroom: Newsroom, answer: Answer, again: bool
) -> None:
    link, title, lead = report(newsroom.web)
    newsroom.web.answer("/khasan", answer)
    newsroom.publish((link, title, lead))
    newsroom.check()
    newsroom.fetch_pages()
    assert newsroom.told() == [("rail", TITLE)]
    assert newsroom.article("/khasan").reading.text == LEAD
    assert (newsroom.store.next_page() is not None) is again
    if again:
        newsroom.web.answer("/khasan", page(TITLE, *TEXT))
        newsroom.clock.now_is = after(minutes=20)
        newsroom.fetch_pages()
        assert "coal" in newsroom.article("/khasan").reading.text


def test_a_page_is_given_up_after_a_few_tries(newsroom: Newsroom) -> None:
    newsroom.publish((newsroom.web.answer("/khasan", Answer(b"", 503)), TITLE, LEAD))
    newsroom.check()
    for hours in range(5):
        newsroom.clock.now_is = after(hours=3 * hours)
        newsroom.fetch_pages()
    assert newsroom.store.next_page() is None
    assert len(newsroom.web.asked("/khasan")) == 4


def test_a_host_that_refuses_again_and_again_is_left_alone(newsroom: Newsroom) -> None:
    links = [newsroom.web.answer(f"/{number}", Answer(b"", 403)) for number in range(6)]
    newsroom.publish(*((link, f"{TITLE}, part {link[-1]}", LEAD) for link in links))
    newsroom.check()
    newsroom.fetch_pages()
    asked = [request for request in newsroom.web.seen if request.path[1:].isdigit()]
    assert len(asked) == pages_module.REFUSALS
    assert newsroom.store.next_page() == NOW + pages_module.REST


def test_an_article_on_a_private_network_is_not_reached(newsroom: Newsroom) -> None:
    with WebServer() as inside:
        newsroom.publish((inside.answer("/khasan", page(TITLE, *TEXT)), TITLE, LEAD))
        newsroom.check()
        newsroom.fetch_pages()
        assert inside.seen == []


def test_a_redirect_to_a_private_network_is_not_followed(newsroom: Newsroom) -> None:
    with WebServer() as inside:
        hidden = inside.answer("/hidden", page(TITLE, *TEXT))
        link = newsroom.web.answer("/khasan", Answer(b"", 302, (("Location", hidden),)))
        newsroom.publish((link, TITLE, LEAD))
        newsroom.check()
        newsroom.fetch_pages()
        assert inside.seen == []


def test_pages_of_one_host_come_one_after_another(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "GAP", 0.05)
    times: list[float] = []
    real = Fetcher.fetch_page

    async def timed(fetcher: Fetcher, url: str, *rest: Any, **more: Any) -> Reply:
        reply = await real(fetcher, url, *rest, **more)
        times.append(asyncio.get_running_loop().time())
        return reply

    monkeypatch.setattr(Fetcher, "fetch_page", timed)
    links = [newsroom.web.answer(f"/{number}", page(TITLE, *TEXT)) for number in range(3)]
    newsroom.publish(*((link, f"{TITLE}, part {link[-1]}", LEAD) for link in links))
    newsroom.check()
    newsroom.fetch_pages()
    assert newsroom.web.most_at_once == 1
    assert all(later - earlier >= 0.04 for earlier, later in pairwise(times[1:]))


def test_an_installation_that_can_read_no_page_asks_for_none(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.pipeline.can_read_any_page", lambda: False)
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    assert newsroom.store.next_page() is None


def test_a_fault_of_ours_costs_one_page(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(reader: Reader, task: PageTask) -> Reading | Failed:
        raise KeyError("a bug")

    monkeypatch.setattr(Reader, "read_page", broken)
    newsroom.publish(report(newsroom.web))
    newsroom.check()
    newsroom.fetch_pages()
    assert newsroom.store.next_page() is None
    assert newsroom.article("/khasan").reading.text == LEAD
