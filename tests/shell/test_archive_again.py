"""An archive that its publisher shows again, under other ids and in other words, is no news; what is new is.

Each test is a feed as the desk sees it, check after check, on both stores. What the feed has when it is first
looked at is its backlog, which nobody is told of.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from monitor.core.text import search_text
from storage import open_store
from tests.shell import desk
from tests.shell.test_same_article import Item, rss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONFIG = b"""\
version: 1
feeds:
  - {id: wire, source: wire, url: "http://wire.example/rss.xml", language: en}
  - {id: wire-nk, source: wire, url: "http://wire.example/nk.xml", language: en}
  - {id: paper, source: paper, url: "http://paper.example/rss.xml", language: en}
rules:
  - {id: every, name: Every article, when: "soldiers", channels: [hook], once_per: article}
  - {id: revisions, name: Every text, when: "soldiers", channels: [hook], once_per: revision}
channels:
  - {id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
"""

PLACES = ["harbour", "railway", "museum", "orchard", "brewery", "stadium", "quarry", "ferry"]


def report(number: int, place: str) -> Item:
    town = f"{place.capitalize()}burg"
    return Item(
        link=f"https://wire.example/old/{number}",
        title=f"Soldiers guard the {place} of {town}",
        text=f"Soldiers guarded the {place} at {town} on Sunday, a spokesman for the mayor said.",
        guid=f"old-{number}",
        date=f"Sun, 01 Mar 2026 08:{number:02}:00 GMT",
    )


ARCHIVE = [report(number, place) for number, place in enumerate(PLACES)]
NEWS = [report(20 + number, place) for number, place in enumerate(["tannery", "vineyard", "kiosk"])]
BEFORE = Item(link="https://wire.example/1", title="Farmers bring in the wheat", guid="1")


def moved(item: Item) -> Item:
    """The item with ids of another form."""
    return replace(
        item, guid=f"tag:wire.example,2026:{item.guid}", link=f"https://wire.example/2026/{item.guid}.html"
    )


class Wire(desk.Newsroom):
    def shows(self, *items: Item, feed: str = "wire") -> None:
        self.fetcher.serve(rss(*items), etag=f'"{self.desk.now_is}"')
        self.check(feed)

    def told_by(self, rule: str) -> list[str]:
        return [it.payload["article"]["title"] for it in self.notifications if it.rule == rule]


@pytest.fixture(params=["memory:", "sqlite:///tumen.db"])
def wire(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Wire]:
    store = open_store(request.param, folder=tmp_path, search_text=search_text)
    yield Wire(store, CONFIG)
    store.close()


BACKGROUND = (
    "Residents were asked to stay off the ring road until Tuesday. The garrison hospital has taken on forty "
    "nurses since spring, and local schools are to be used as quarters, a councillor said by telephone."
)

OTHER_WORDS = [
    pytest.param(lambda it: replace(it, title=f"{it.title} | Daily News"), id="the site's name"),
    pytest.param(lambda it: replace(it, title=f"World: {it.title}"), id="a section"),
    pytest.param(lambda it: replace(it, text=f"{it.text} Read more at our new website."), id="a footer"),
    pytest.param(lambda it: replace(it, text=f"{it.text[:45]}…"), id="cut"),
    pytest.param(lambda it: replace(it, text=""), id="no text"),
    pytest.param(lambda it: replace(it, text=f"{it.text} {BACKGROUND}"), id="the whole text"),
    pytest.param(
        lambda it: replace(it, text=f"{it.title.split()[-1]} has shut its gates."), id="another text"
    ),
    pytest.param(lambda it: it, id="the same words"),
]


@pytest.mark.parametrize("reworded", OTHER_WORDS)
@pytest.mark.parametrize("known", ["backlog", "told"])
def test_other_ids_and_words_for_all_at_once_alert_nobody(
    wire: Wire, reworded: Callable[[Item], Item], known: str
) -> None:
    if known == "told":
        wire.shows(BEFORE)
    wire.shows(*ARCHIVE, BEFORE)
    told = wire.told_by("every"), wire.told_by("revisions")
    wire.shows(*(reworded(moved(item)) for item in ARCHIVE), BEFORE)
    assert (wire.told_by("every"), wire.told_by("revisions")) == told
    # From now on, what is new under the new form is told.
    wire.shows(*(reworded(moved(item)) for item in [*NEWS, *ARCHIVE]), BEFORE)
    assert len(wire.told_by("every")) == len(told[0]) + len(NEWS)


@pytest.mark.parametrize("summary", ["{}", "{} " + BACKGROUND], ids=["a sentence", "the whole text"])
def test_summaries_that_appear_under_headlines_with_other_ids_alert_nobody(wire: Wire, summary: str) -> None:
    wire.shows(*(replace(item, text="") for item in ARCHIVE), BEFORE)
    wire.shows(
        *(replace(moved(item), text=summary.format(item.text)) for item in [*NEWS[:1], *ARCHIVE]), BEFORE
    )
    assert wire.told_by("every") == [NEWS[0].title]


@pytest.mark.parametrize("guid", [str, lambda _: "0"], ids=["places", "one for all"])
def test_guids_that_stay_behind_while_the_addresses_change_make_no_news_of_an_undated_archive(
    wire: Wire, guid: Callable[[int], str]
) -> None:
    def listed(*items: Item) -> list[Item]:
        return [replace(item, guid=guid(place), date="") for place, item in enumerate(items)]

    wire.shows(*listed(*ARCHIVE))
    wire.shows(*listed(*map(moved, [NEWS[0], *ARCHIVE])))
    assert wire.told_by("every") == [NEWS[0].title]


@pytest.mark.parametrize("date", ["", "Mon, 02 Mar 2026 07:00:00 GMT"], ids=["undated", "dated anew"])
def test_as_many_new_reports_as_old_ones_are_told_alone(wire: Wire, date: str) -> None:
    archive = ARCHIVE[:3]
    wire.shows(*(replace(item, date="") if not date else item for item in archive), BEFORE)
    wire.shows(*(replace(moved(item), date=date) for item in [*NEWS, *archive]), BEFORE)
    assert sorted(wire.told_by("every")) == sorted(item.title for item in NEWS)


def test_an_edited_report_amid_a_mass_change_is_not_told(wire: Wire) -> None:
    wire.shows(*ARCHIVE, BEFORE)
    edited = replace(moved(ARCHIVE[0]), text=f"{ARCHIVE[0].text} Nobody was hurt.")
    wire.shows(moved(NEWS[0]), edited, *map(moved, ARCHIVE[1:]), BEFORE)
    assert wire.told_by("every") == [NEWS[0].title]


@pytest.mark.parametrize("date", [ARCHIVE[0].date, "Mon, 02 Mar 2026 07:00:00 GMT"], ids=["same", "anew"])
def test_a_single_report_of_the_backlog_under_other_ids_is_not_told(wire: Wire, date: str) -> None:
    wire.shows(ARCHIVE[0], BEFORE)
    wire.shows(replace(moved(ARCHIVE[0]), date=date), BEFORE)
    assert wire.told_by("every") == []


def test_the_backlog_of_one_feed_is_no_news_in_another_of_its_source(wire: Wire) -> None:
    wire.shows(ARCHIVE[0])
    wire.shows(BEFORE, feed="wire-nk")
    wire.shows(BEFORE, feed="paper")
    wire.shows(replace(moved(ARCHIVE[0]), date="Sun, 01 Mar 2026 08:10:00 GMT"), BEFORE, feed="wire-nk")
    assert wire.told_by("every") == []
    wire.shows(replace(ARCHIVE[0], link="https://paper.example/1"), BEFORE, feed="paper")
    assert wire.told_by("every") == [ARCHIVE[0].title]  # that another source has it is news


def test_a_reprint_in_the_backlog_is_backlog_under_other_ids_too(wire: Wire) -> None:
    wire.shows(ARCHIVE[0], feed="paper")
    wire.shows(replace(ARCHIVE[0], link="https://wire.example/7", guid="7"), BEFORE)
    wire.shows(replace(moved(ARCHIVE[0]), date="Mon, 02 Mar 2026 07:00:00 GMT"), BEFORE)
    assert wire.told_by("every") == []


# --- what recurs is news --------------------------------------------------------------------------


def flash(number: int, title: str, day: int) -> Item:
    return Item(
        link=f"https://wire.example/{day}/{number}",
        title=title,
        guid=f"{day}-{number}",
        date=f"{('Sun', 'Mon')[day - 1]}, {day:02} Mar 2026 09:0{number}:00 GMT",
    )


FLASHES = ["Soldiers' index opens higher", "Soldiers' bonds open lower", "Soldiers' gold opens flat"]


@pytest.mark.parametrize("stay", [True, False])
def test_flashes_that_recur_are_articles(wire: Wire, stay: bool) -> None:
    wire.shows(BEFORE)
    old = [flash(number, title, day=1) for number, title in enumerate(FLASHES)]
    again = [flash(number, title, day=2) for number, title in enumerate(FLASHES)]
    wire.shows(*old, BEFORE)
    wire.shows(*again, *(old if stay else ()), BEFORE)
    assert len(wire.articles) == 7
    assert sorted(wire.told_by("revisions")) == sorted(2 * FLASHES)


def test_a_flash_of_the_backlog_that_recurs_is_told(wire: Wire) -> None:
    wire.shows(flash(1, "Soldiers fire ballistic missile", day=1), BEFORE)
    wire.shows(flash(2, "Soldiers fire ballistic missile", day=2), BEFORE)
    assert wire.told_by("every") == ["Soldiers fire ballistic missile"]


def test_three_further_filings_of_reports_that_are_still_there_are_told(wire: Wire) -> None:
    wire.shows(BEFORE)
    wire.shows(*ARCHIVE, BEFORE)
    told = len(wire.told_by("revisions"))
    later = [
        replace(
            moved(item),
            title=f"{item.title}, mayor says",
            text=f"{item.text} The mayor said that they are to stay for a month at least.",
            date="Mon, 02 Mar 2026 09:10:00 GMT",
        )
        for item in ARCHIVE[:3]
    ]
    wire.shows(*later, *ARCHIVE, BEFORE)
    assert len(wire.told_by("revisions")) == told + 3
