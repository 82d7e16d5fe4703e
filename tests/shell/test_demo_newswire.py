"""The newswire is a real server: publishers' forms, validators, steps, and news without end."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import BytesIO

import feedparser
import httpx
import pytest

from monitor.demo.newswire import FEED_LENGTH, Newswire
from monitor.demo.sample import load
from monitor.demo.wires import WIRES

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def wire():
    with Newswire(load(), clock=lambda: NOW) as newswire:
        yield newswire


def feed(wire: Newswire, name: str) -> feedparser.FeedParserDict:
    return feedparser.parse(BytesIO(httpx.get(wire.feeds[name]).content))


def titles(wire: Newswire, name: str) -> set[str]:
    return {entry.title for entry in feed(wire, name).entries}


def test_the_backlog_comes_first_and_each_step_adds_to_it(wire: Newswire) -> None:
    assert titles(wire, "tass-ru") == set()
    wire.publish(0)
    backlog = titles(wire, "tass-ru")
    assert backlog
    wire.publish(1)
    assert titles(wire, "tass-ru") > backlog


def test_an_edit_changes_the_text_under_the_same_address(wire: Newswire) -> None:
    for step in (0, 1, 2):
        wire.publish(step)
    before = {entry.link: entry.summary for entry in feed(wire, "yonhap-en").entries}
    wire.publish(3)
    after = {entry.link: entry.summary for entry in feed(wire, "yonhap-en").entries}
    changed = [link for link in before if before[link] != after[link]]
    assert len(changed) == 1
    assert "three times a week" in after[changed[0]]


def test_an_unchanged_feed_is_answered_with_304(wire: Newswire) -> None:
    wire.publish(0)
    url = wire.feeds["tass-en"]
    etag = httpx.get(url).headers["ETag"]
    assert httpx.get(url, headers={"If-None-Match": etag}).status_code == 304
    wire.publish(1)
    assert httpx.get(url, headers={"If-None-Match": etag}).status_code == 200
    assert wire.requests["/tass.com/rss/v2.xml", 304] == 1


def test_dates_are_in_the_publishers_own_zone(wire: Newswire) -> None:
    wire.publish(1)
    assert {entry.published[-5:] for entry in feed(wire, "tass-ru").entries} == {"+0300"}
    assert {entry.published[-5:] for entry in feed(wire, "yonhap-ko").entries} == {"+0900"}
    assert {entry.published_parsed[:5] for entry in feed(wire, "yonhap-ko").entries} == {(2026, 3, 2, 9, 0)}


def test_each_wire_has_its_manner(wire: Newswire) -> None:
    wire.publish(1)
    assert any("MOSCOW, March 2. /TASS/." in entry.summary for entry in feed(wire, "tass-en").entries)
    assert any("КУРСК, 2 марта. /ТАСС/." in entry.summary for entry in feed(wire, "tass-ru").entries)
    assert any("SEOUL, March 2 (Yonhap) --" in entry.summary for entry in feed(wire, "yonhap-en").entries)
    korean = [entry.summary for entry in feed(wire, "yonhap-ko").entries]
    assert all(
        " 기자 = " in text and "무단 전재-재배포 금지&gt; 2026/03/02 18:00 송고" in text for text in korean
    )


def test_a_later_filing_has_a_new_id_of_the_same_serial(wire: Newswire) -> None:
    wire.publish(1)
    wire.publish(2)
    paths = {name: report.path for name, report in wire.published().items()}
    first, second = (paths[name].rsplit("/", 1)[1] for name in ("visit-flash-ko", "visit-talks-ko"))
    assert first.startswith("AKR20260302")
    assert first[:15] == second[:15]
    assert (first[15:17], second[15:17]) == ("00", "51")
    assert len(set(paths.values())) == len(paths)


def test_the_council_has_a_page_and_names_its_latest_twice(wire: Newswire) -> None:
    wire.publish(0)
    page = httpx.get(wire.feeds["council-ru"])
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.text.count('class="hentry__title"') == 4
    assert 'datetime="2026-03-01T' in page.text


def test_the_json_feed_is_one(wire: Newswire) -> None:
    wire.publish(0)
    document = json.loads(httpx.get(wire.feeds["amur-review"]).content)
    assert document["version"].startswith("https://jsonfeed.org/version/1")
    assert [item["title"] for item in document["items"]] == ["Soy exports across the Amur reach a record"]


def test_one_feed_is_a_challenge_page(wire: Newswire) -> None:
    answer = httpx.get(wire.feeds["walled"])
    assert answer.status_code == 200
    assert "<rss" not in answer.text


def test_every_report_has_a_page_that_leads_back_to_it(wire: Newswire) -> None:
    wire.publish(0)
    for name, report in wire.published().items():
        assert report.title in httpx.get(wire.base + report.path).text
        assert wire.item_at(f"https://{wire.base[7:]}{report.path}?input=rss") == name
    assert wire.item_at(wire.base + "/nowhere") is None
    assert httpx.get(wire.base + "/nowhere").status_code == 404


def test_news_without_end_is_numbered_and_never_repeats(wire: Newswire) -> None:
    reports = [wire.publish_fresh() for _ in range(FEED_LENGTH + 20)]
    assert (
        len({report.path for report in reports}) == len({report.title for report in reports}) == len(reports)
    )
    assert reports[0].title.startswith("No. 1:")
    assert len(feed(wire, "tass-en").entries) == FEED_LENGTH


def test_feeds_are_those_of_the_wires(wire: Newswire) -> None:
    assert set(wire.feeds) == set(WIRES)
