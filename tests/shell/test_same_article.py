"""Whatever a publisher does to its ids, addresses and dates: one article is one article, and told once.

Each test is a feed as the desk sees it, check after check, on both stores. The rule tells every article
(``once_per: article``), so that no story hides an article that was taken for a new one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

import pytest

from monitor.core.text import search_text
from storage import open_store
from tests.shell import desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONFIG = b"""\
version: 1
feeds:
  - {id: wire, source: wire, url: "http://wire.example/rss.xml", language: en}
  - {id: wire-nk, source: wire, url: "http://wire.example/nk.xml", language: en, backlog: alert}
  - {id: paper, source: paper, url: "http://paper.example/rss.xml", language: en, backlog: alert}
rules:
  - {id: every, name: Every article, when: "delegation OR flash OR missiles OR ferry", channels: [hook],
     once_per: article}
  - {id: story, name: Stories, when: "delegation OR ferry", channels: [other]}
channels:
  - {id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
  - {id: other, type: webhook, url: "http://other.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
"""


@dataclass(frozen=True, kw_only=True)
class Item:
    """An entry of a feed; without a ``guid`` it has none."""

    link: str
    title: str
    text: str = ""
    guid: str = ""
    date: str = "Mon, 02 Mar 2026 08:30:00 GMT"

    def xml(self) -> str:
        guid = f'<guid isPermaLink="false">{escape(self.guid)}</guid>' if self.guid else ""
        return (
            f"<item><title>{escape(self.title)}</title><link>{escape(self.link)}</link>{guid}"
            f"<pubDate>{self.date}</pubDate><description>{escape(self.text)}</description></item>"
        )


def rss(*items: Item) -> bytes:
    body = "".join(item.xml() for item in items)
    head = '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title>'
    return f"{head}{body}</channel></rss>".encode()


BEFORE = Item(link="https://wire.example/view?id=1", title="Farmers bring in the wheat", guid="1")
NEWS = Item(
    link="https://wire.example/view?id=2",
    title="Trade delegation from Khabarovsk arrives in Rason",
    text="Fourteen companies of the Far East take part in the trip, which lasts until Friday.",
    guid="2",
)


class Wire(desk.Newsroom):
    def shows(self, *items: Item, feed: str = "wire") -> None:
        self.fetcher.serve(rss(*items), etag=f'"{self.desk.now_is}"')
        self.check(feed)

    @property
    def told(self) -> list[str]:
        """What the rule that tells every article has told."""
        return [it.payload["article"]["title"] for it in self.notifications if it.rule == "every"]

    @property
    def told_stories(self) -> list[str]:
        return [it.payload["article"]["title"] for it in self.notifications if it.rule == "story"]


@pytest.fixture(params=["memory:", "sqlite:///tumen.db"])
def wire(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wire]:
    store = open_store(request.param, folder=tmp_path, search_text=search_text)
    wire = Wire(store, CONFIG)
    wire.shows(BEFORE)  # the backlog, which is quiet
    yield wire
    store.close()


def address(form: str) -> Callable[[int], Item]:
    """The item under another address of this form at every check."""
    return lambda check: replace(NEWS, guid="", link=form.format(check=check))


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(lambda _: replace(NEWS, guid=""), id="no guid"),
        pytest.param(lambda check: replace(NEWS, guid=f"{check:032x}"), id="random guid"),
        pytest.param(
            address("https://wire.example/view?id=2&utm_source=r{check}&utm_medium=x"), id="tracking"
        ),
        pytest.param(address("https://wire.example/view?id=2&fbclid=IwAR{check}"), id="click id"),
        pytest.param(
            lambda check: replace(
                NEWS, guid="", link="https://wire.example/view?" + ("a=1&id=2" if check % 2 else "id=2&a=1")
            ),
            id="reordered parameters",
        ),
        pytest.param(
            lambda check: replace(
                NEWS, guid="", link=f"http{'s' if check % 2 else ''}://wire.example/view?id=2"
            ),
            id="http and https",
        ),
        pytest.param(
            lambda check: replace(
                NEWS,
                guid="",
                link=f"https://{('', 'www.', 'm.')[check % 3]}wire.example/n/2{('', '/amp')[check % 2]}",
            ),
            id="www, m, amp",
        ),
        pytest.param(
            lambda check: replace(NEWS, link=f"https://go.example/r/{check:08x}/rss/news"), id="redirects"
        ),
        pytest.param(address("https://go.example/r/{check:08x}/rss/news"), id="redirects, no guid"),
        pytest.param(
            lambda check: replace(NEWS, link=f"https://wire.example/{('nk', 'trade')[check % 2]}/2.html"),
            id="sections",
        ),
        pytest.param(
            lambda check: replace(NEWS, date=f"Mon, 02 Mar 2026 {8 + check:02}:00:00 GMT"), id="moved date"
        ),
        pytest.param(
            lambda check: replace(NEWS, date=f"Mon, {2 + 3 * check} Mar 2026 08:00:00 GMT"), id="days"
        ),
        pytest.param(
            lambda check: replace(NEWS, guid=f"{check}", date=f"0{check}"), id="random guid, no date"
        ),
    ],
)
def test_one_article_is_told_once_whatever_form_it_is_shown_in(
    wire: Wire, shown: Callable[[int], Item]
) -> None:
    for check in range(6):
        wire.shows(shown(check), BEFORE)
    assert wire.told == [NEWS.title]
    assert len(wire.articles) == 2


def test_an_item_that_vanishes_and_returns_is_no_news(wire: Wire) -> None:
    wire.shows(NEWS, BEFORE)
    for number in range(3, 13):
        wire.shows(Item(link=f"https://wire.example/{number}", title=f"Weather report of day {number}"))
    wire.shows(NEWS, BEFORE)
    wire.shows(replace(NEWS, guid="two"))
    assert wire.told == [NEWS.title]


def test_the_order_of_the_items_says_nothing(wire: Wire) -> None:
    wire.shows(NEWS, BEFORE)
    wire.shows(BEFORE, NEWS)
    assert wire.told == [NEWS.title]


def test_an_article_in_several_feeds_of_its_source_is_told_once(wire: Wire) -> None:
    wire.shows(NEWS, BEFORE)
    wire.shows(NEWS, feed="wire-nk")
    wire.shows(replace(NEWS, guid="nk-2", link="https://wire.example/nk?item=2"), feed="wire-nk")
    wire.shows(replace(NEWS, text=NEWS.text[:40] + "..."), feed="wire-nk")
    assert wire.told == [NEWS.title]
    assert len(wire.articles) == 2


ARCHIVE = [
    Item(
        link=f"https://wire.example/view?id={n}", title=f"Flash: the harbour of {place} is open", guid=f"{n}"
    )
    for n, place in enumerate(["Nakhodka", "Posyet", "Chongjin", "Wonsan", "Rason", "Donghae", "Sokcho"], 10)
]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda it: replace(it, guid=f"tag:wire.example,2026:{it.guid}"), id="guids"),
        pytest.param(
            lambda it: replace(it, link=f"https://wire.example/news/{it.guid}.html"), id="addresses"
        ),
        pytest.param(
            lambda it: replace(
                it,
                guid=f"urn:uuid:{it.guid}",
                link=f"https://new.example/{it.guid}/",
                date="Thu, 26 Mar 2026 10:00:00 GMT",
            ),
            id="guids, addresses and dates",
        ),
        pytest.param(lambda it: replace(it, guid="", link="https://wire.example/"), id="no ids at all"),
    ],
)
def test_a_change_of_all_ids_at_once_alerts_nobody_again(wire: Wire, changed: Callable[[Item], Item]) -> None:
    wire.shows(*ARCHIVE)
    assert len(wire.told) == len(ARCHIVE)
    wire.shows(*map(changed, ARCHIVE))
    wire.shows(*map(changed, reversed(ARCHIVE)))
    assert len(wire.told) == len(ARCHIVE)
    fresh = Item(link="https://wire.example/99", title="Flash: the harbour of Ulsan is open", guid="99")
    wire.shows(changed(fresh), *map(changed, ARCHIVE))
    assert wire.told[len(ARCHIVE) :] == [fresh.title]


def test_a_guid_used_again_for_another_article_does_not_hide_it(wire: Wire) -> None:
    other = Item(
        link="https://wire.example/view?id=3",
        title="Ferry line to be opened in summer",
        text="The first ship is to sail in June, said the port.",
        guid=NEWS.guid,
    )
    wire.shows(NEWS, BEFORE)
    wire.shows(other, BEFORE)
    wire.shows(NEWS, other, BEFORE)
    assert wire.told == [NEWS.title, other.title]


def test_a_lookalike_with_another_number_is_another_article(wire: Wire) -> None:
    one = Item(
        link="https://wire.example/5",
        title="North fires 2 missiles",
        text="The North fired 2 missiles at 5 a.m., the military said.",
        guid="latest",
    )
    other = replace(
        one,
        link="https://wire.example/6",
        title="North fires 7 missiles",
        text="The North fired 7 missiles at 9 a.m., the military said.",
    )
    wire.shows(one)
    wire.shows(other)
    assert wire.told == [one.title, other.title]


def test_a_headline_that_flips_back_and_forth_is_told_no_more_than_twice(wire: Wire) -> None:
    flipped = replace(NEWS, title="Delegation of traders comes to Rason by ferry")
    for _ in range(5):
        wire.shows(NEWS)
        wire.shows(flipped)
    assert 1 <= len(wire.told) <= 2
    (article,) = [it for it in wire.store.articles(kept_only=False) if it.revisions > 1]
    assert article.revisions == 2


def test_a_question_mark_that_comes_and_goes_makes_one_revision(wire: Wire) -> None:
    doubted = replace(NEWS, title=f"{NEWS.title}?")
    for _ in range(3):
        wire.shows(NEWS, BEFORE)
        wire.shows(doubted, BEFORE)
    (article,) = [it for it in wire.store.articles(kept_only=False) if it.revisions > 1]
    assert [it.title for it in wire.store.revisions(article.id)] == [NEWS.title, doubted.title]
    assert wire.told == [NEWS.title]


def test_an_edit_is_told_only_if_what_matched_in_it_is_new(wire: Wire) -> None:
    wire.shows(BEFORE)
    bare = replace(NEWS, title="Fourteen companies visit Rason", text="The visit lasts until Friday.")
    wire.shows(bare)
    assert wire.told == []
    matching = replace(bare, text="The visit of the delegation lasts until Friday.")
    wire.shows(matching)
    assert wire.told == [bare.title]
    wire.shows(replace(matching, text="The visit of the delegation lasts until Saturday, it was said."))
    assert wire.told == [bare.title]


def test_a_lead_reprinted_by_another_source_is_one_story(wire: Wire) -> None:
    wire.shows(NEWS, BEFORE)
    wire.shows(
        Item(link="https://paper.example/7", title=f"(LEAD) {NEWS.title}", text=NEWS.text), feed="paper"
    )
    assert wire.told_stories == [NEWS.title]
    assert wire.told == [NEWS.title]  # and a copy is no article of its own
