"""Articles of which the feed has but a lead: told of at once, made whole by their page, told of once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.fetching import WantedPage
from monitor.fetch import Fetcher
from monitor.fetch.room import Room
from monitor.pages import queue as pages_module
from monitor.pages.queue import Pages
from monitor.reader import Reader
from monitor.writer import Writer
from tests.build import NOW, after, article, link
from tests.killing import tumen
from tests.servers import Answer, WebServer
from tests.shell.wire import CONFIG, HARVEST, LEAD, TEXT, TITLE, Newsroom, OnTheSpot, page, rss

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.fetching import Failed, Reply
    from monitor.core.model import Reading
    from monitor.workers.documents import PageTask


pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def newsroom(newsroom: Newsroom) -> Newsroom:
    newsroom.publish((newsroom.web.url("/old"), "An old report of nothing much", "It was long ago."))
    newsroom.check()  # the quiet backlog
    return newsroom


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


def test_the_address_that_a_link_leads_to_is_the_articles_too(newsroom: Newsroom) -> None:
    there = newsroom.web.answer("/khasan", page(TITLE, *TEXT))
    redirect = Answer(b"", 302, (("Location", there),))
    newsroom.publish((newsroom.web.answer("/go/1", redirect), TITLE, LEAD))
    newsroom.check()
    newsroom.fetch_pages()
    told = newsroom.told()
    newsroom.publish((there, TITLE, LEAD.replace("on Monday", "on Monday morning")))
    newsroom.check()
    assert newsroom.told() == told
    article = newsroom.store.article(there)
    assert article
    assert article.revisions == 2


def test_an_address_that_two_links_lead_to_stays_the_firsts(newsroom: Newsroom) -> None:
    redirect = Answer(b"", 302, (("Location", report(newsroom.web)[0]),))
    for path, title in (("/go/1", TITLE), ("/go/2", f"{TITLE}, again")):
        newsroom.publish((newsroom.web.answer(path, redirect), title, LEAD))
        newsroom.check()
        newsroom.fetch_pages()
    first, second = (newsroom.store.article(newsroom.web.url(path)) for path in ("/go/1", "/go/2"))
    there = newsroom.store.article(newsroom.web.url("/khasan").replace("http:", "url:https:"))
    assert first
    assert second
    assert there
    assert there.id == first.id != second.id


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
            settings=newsroom.settings,
            clock=newsroom.clock,
            room=Room(),
        )
        await pages.round()
        await asyncio.gather(*pages._hosts.values())


def test_the_backlog_is_completed_quietly(web: WebServer, tmp_path: Path) -> None:
    room = Newsroom(web, tmp_path, ", full_text: always")
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
    room.publish((web.url("/old"), "An old report of nothing much", "It was long ago."))
    room.check()
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


def test_a_crowded_host_does_not_keep_the_pages_of_others_waiting(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def take_long(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(pages_module, "LOOKED_AT", 3)
    monkeypatch.setattr(Pages, "_complete", take_long)
    urls = [*(f"http://slow.example/{number}" for number in range(9)), "http://quick.example/1"]
    with newsroom.store.unit() as unit:
        for number, url in enumerate(urls):
            at = after(seconds=number - 60)
            unit.add_article(article(url), link(article(url)))
            unit.want_page(WantedPage(article=url, feed=url[7:11], url=url, created=at, due=at))

    async def begun() -> set[str]:
        fetcher = Fetcher(newsroom.settings, clock=newsroom.clock)
        pages = Pages(
            *(newsroom.store, fetcher, OnTheSpot(newsroom.settings), Writer(newsroom.store)),
            settings=newsroom.settings,
            clock=newsroom.clock,
            room=Room(),
        )
        await pages.round()
        hosts = set(pages._hosts)
        await pages.stop()
        return hosts

    assert asyncio.run(begun()) == {"slow.example", "quick.example"}


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


def test_the_program_completes_what_it_has_told_of(web: WebServer, tmp_path: Path) -> None:
    hook = web.answer("/hook", b"")
    config = CONFIG.format(wire=web.url("").rstrip("/"), more=", backlog: alert")
    (tmp_path / "feeds.yaml").write_text(config.replace("http://127.0.0.1:9/", hook), encoding="utf-8")
    web.answer("/feed", rss(report(web)))

    assert tumen(tmp_path, "run", "--once").returncode == 0
    told = [json.loads(request.body)["data"]["rule"]["id"] for request in web.asked("/hook")]
    assert told == ["rail", "coal"]
    (exported,) = map(json.loads, tumen(tmp_path, "export").stdout.splitlines())
    assert exported["text"] == "\n\n".join(TEXT)
    assert exported["revisions"] == 1
