"""``tumen explain`` and ``tumen story`` on what the pipeline filed: edits, filings, links, spread."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.core.text import search_text
from storage import open_store
from tests.build import after, article, feed_state, link
from tests.shell import desk
from tests.shell.test_same_article import Item, rss

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

CONFIG = b"""\
version: 1
feeds:
  - {id: tass-ru, source: tass, url: "http://tass.example/ru.xml", language: ru, backlog: alert}
  - {id: paper, source: paper, url: "http://paper.example/en.xml", language: en, backlog: alert}
  - {id: yonhap-ko, source: yonhap, url: "http://yna.example/ko.xml", language: ko, backlog: alert}
  - {id: off, source: off, url: "http://off.example/ko.xml", language: ko, enabled: false}
topics:
  - id: korea-russia
    name: Korea and Russia
    model: relation
    facets: {rok-russia: [south-korea, russia], dprk-russia: [north-korea, russia]}
"""

FIRST = Item(
    link="https://tass.example/1",
    title="Россия и КНДР возобновили железнодорожное сообщение через Хасан",
    text=(
        "Россия и КНДР в понедельник возобновили железнодорожное сообщение через пограничный переход Хасан — "
        "Туманган, сообщили в правительстве Приморья. Первый состав перевёз 40 вагонов муки."
    ),
    date="Mon, 02 Mar 2026 06:00:00 GMT",
)
SECOND = Item(
    link="https://paper.example/1",
    title="Russia, North Korea resume rail traffic across Khasan",
    text=(
        "Russia and North Korea on Monday resumed rail traffic across the Khasan border crossing, TASS said, "
        "citing the government of Primorye. The first train carried 40 carriages of flour."
    ),
    date="Mon, 02 Mar 2026 08:00:00 GMT",
)
OTHER = Item(
    link="https://paper.example/2",
    title="Seoul's ambassador opens a festival of Korean film in Moscow",
    text="South Korea's ambassador to Russia opened a festival of Korean film in Moscow on Sunday evening.",
    date="Sun, 01 Mar 2026 20:00:00 GMT",
)


@pytest.fixture
def room(tmp_path: Path) -> desk.Newsroom:
    (tmp_path / "feeds.yaml").write_bytes(CONFIG)
    store = open_store("sqlite:///tumen.db", folder=tmp_path, search_text=search_text)
    room = desk.Newsroom(store, CONFIG)
    for feed, items in (("tass-ru", [FIRST]), ("paper", [SECOND, OTHER]), ("yonhap-ko", [])):
        room.fetcher.serve(rss(*items))
        room.check(feed)
    return room


@pytest.fixture
def edited(room: desk.Newsroom) -> desk.Newsroom:
    text = SECOND.text.replace("40 carriages of flour", "55 carriages of flour and rice")
    changed = Item(
        link=SECOND.link, title="Russia, North Korea reopen rail traffic", text=text, date=SECOND.date
    )
    room.fetcher.serve(rss(changed), etag='"2"')
    room.check("paper")
    return room


def tumen(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "-c", str(folder / "feeds.yaml")])


def told(folder: Path, *arguments: str) -> str:
    result = tumen(folder, *arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_explain_shows_word_by_word_what_an_edit_changed(edited: desk.Newsroom, tmp_path: Path) -> None:
    shown = told(tmp_path, "explain", SECOND.link)
    assert "texts seen: 2" in shown
    assert "title: Russia, North Korea [-resume-] {+reopen+} rail traffic" in shown
    assert "[-across Khasan-]" in shown
    assert "[-40-] {+55+} carriages of flour" in shown
    assert "{+and rice+}" in shown
    assert "Edit 2" not in shown


def test_explain_shows_what_a_filing_changed_in_the_one_before(room: desk.Newsroom, tmp_path: Path) -> None:
    flash, full = (
        Item(link=f"https://en.yna.co.kr/view/AEN202603020012{serial}", title=title, text=text)
        for serial, title, text in (
            ("00315", "(URGENT) Rail link to Russia reopened", "The rail link to Russia is open."),
            ("01315", "(LEAD) Rail link to Russia reopened", "The rail link to Russia is open again."),
        )
    )
    room.fetcher.serve(rss(flash))
    room.check("yonhap-ko")
    room.fetcher.serve(rss(full, flash))
    room.check("yonhap-ko")
    shown = told(tmp_path, "explain", full.link)
    assert f"It continues {room.articles[flash.link]}" in shown
    assert "{+again+}" in shown
    assert f"It is continued by {room.articles[full.link]}" in told(tmp_path, "explain", flash.link)


def test_filings_are_shown_in_the_order_they_were_made_however_they_were_seen(
    room: desk.Newsroom, tmp_path: Path
) -> None:
    flash, full, second = filings = [
        Item(
            link=f"https://en.yna.co.kr/view/AEN202603020012{number}315",
            title=f"({marker}) Rail link reopened",
            text=text,
        )
        for number, marker, text in (
            ("00", "URGENT", "The rail link to Russia is open."),
            ("51", "LEAD", "The rail link to Russia is open again."),
            ("52", "2nd LD", "The rail link to Russia is open again, by night."),
        )
    ]
    for seen in range(3):
        room.fetcher.serve(rss(*filings[::-1][: seen + 1]))
        room.check("yonhap-ko")
    shown = told(tmp_path, "explain", full.link)
    ids = [room.articles[filing.link] for filing in filings]
    listed = shown.partition("Filings of this report")[2]
    assert [listed.index(name) for name in ids] == sorted(listed.index(name) for name in ids)
    assert f"It continues {ids[0]}: [URGENT] Rail link reopened" in shown
    assert "{+again+}" in shown
    assert f"It is continued by {ids[2]}: [2ND LEAD] Rail link reopened" in shown
    assert "It continues" not in told(tmp_path, "explain", flash.link)
    assert "{+, by night+}" in told(tmp_path, "explain", second.link)
    assert "[2ND LEAD] Rail link reopened" in told(tmp_path, "story", second.link)


def test_explain_says_what_links_an_article_to_its_story(room: desk.Newsroom, tmp_path: Path) -> None:
    shown = told(tmp_path, "explain", SECOND.link)
    assert f"nearest to {room.articles[FIRST.link]}: {FIRST.title}" in shown
    assert "numbers: 40" in shown


def test_explain_of_two_says_why_they_are_one_story(room: desk.Newsroom, tmp_path: Path) -> None:
    shown = told(tmp_path, "explain", SECOND.link, FIRST.link)
    assert "They are one story; B came 2 h after A." in shown
    assert "speaks for one event" in shown
    assert "numbers: 40" in shown
    assert "North Korea" in shown
    assert f"A founded its story {room.articles[FIRST.link]}" in shown
    assert f"nearest to {room.articles[FIRST.link]}: {FIRST.title}" in shown.replace("\n", " ")


def test_explain_of_two_says_why_they_are_not(room: desk.Newsroom, tmp_path: Path) -> None:
    shown = told(tmp_path, "explain", FIRST.link, OTHER.link)
    assert "They are two stories; B came 10 h after A." in shown
    assert "speaks against one event" in shown


def test_explain_of_two_says_the_same_as_json(room: desk.Newsroom, tmp_path: Path) -> None:
    pair = json.loads(told(tmp_path, "explain", SECOND.link, FIRST.link, "--json"))
    assert (pair["one_story"], pair["stories_linked"], pair["after"]) == (True, False, 7200)
    assert (pair["copy"], pair["chain"]) == (None, None)
    earlier, later = pair["articles"]
    assert (earlier["url"], earlier["joined"]) == (FIRST.link, None)
    assert (later["url"], later["story"]) == (SECOND.link, earlier["id"])
    assert later["joined"]["by"]["id"] == earlier["id"]
    shared = pair["link"]
    assert {part["name"]: part["detail"] for part in shared["parts"]}["numbers"] == "40"
    assert sum(part["weight"] for part in shared["parts"]) == pytest.approx(shared["score"], abs=0.1)


def test_explain_as_json_of_an_article_that_is_about_nothing(room: desk.Newsroom, tmp_path: Path) -> None:
    bare = article("x1", title="A cat was rescued")
    with room.store.unit() as unit:
        unit.add_article(bare, link(bare))
    pair = json.loads(told(tmp_path, "explain", FIRST.link, "x1", "--json"))
    assert (pair["one_story"], pair["link"]) == (False, None)
    assert "linked to none by its subject" in told(tmp_path, "explain", FIRST.link, "x1")


def test_explain_takes_one_article_or_two(room: desk.Newsroom, tmp_path: Path) -> None:
    assert tumen(tmp_path, "explain", "a", "b", "c").exit_code == 2
    assert tumen(tmp_path, "explain", FIRST.link, SECOND.link, "--rule", "x").exit_code == 2
    assert tumen(tmp_path, "explain", FIRST.link, "--json").exit_code == 2
    assert tumen(tmp_path, "explain", FIRST.link, "nothing").exit_code == 1


def test_stories_that_proved_to_be_the_same_are_shown(room: desk.Newsroom, tmp_path: Path) -> None:
    first = room.store.article(FIRST.link)
    other = article("x1", title="Trains run to Tumangang again", story="x1")
    both = article("x2", title="Trains run", story=first.story)
    with room.store.unit() as unit:
        unit.add_article(other, link(other))
        unit.add_article(both, link(both, by=first.id, also=("x1",)))
    assert "= story x1 seems to be the same: Trains run to Tumangang again" in told(
        tmp_path, "explain", FIRST.link
    )
    assert "They are two stories that seem to be one" in told(tmp_path, "explain", FIRST.link, "x1")
    assert "seems to be the same" in told(tmp_path, "story", FIRST.link)
    (linked,) = json.loads(told(tmp_path, "story", FIRST.link, "--json"))["linked"]
    assert (linked["story"], linked["first"]["id"]) == ("x1", "x1")


def test_story_tells_origin_and_spread(room: desk.Newsroom, tmp_path: Path) -> None:
    story = json.loads(told(tmp_path, "story", SECOND.link, "--json"))
    assert story["story"] == room.articles[FIRST.link]
    assert story == json.loads(told(tmp_path, "story", story["story"], "--json"))
    assert story["first"]["url"] == FIRST.link
    assert [(it["source"], it["language"], it["after"]) for it in story["sources"]] == [
        ("tass", "ru", 0),
        ("paper", "en", 7200),
    ]
    assert [(it["source"], it["language"], it["agency"]) for it in story["cites"]] == [
        ("paper", "en", "tass")
    ]
    assert [(it["source"], it["language"]) for it in story["missing"]] == [("yonhap", "ko")]
    assert (story["copies"], story["unread"], story["in_linked"]) == ([], [], [])


def test_story_for_a_person(room: desk.Newsroom, tmp_path: Path) -> None:
    shown = told(tmp_path, "story", FIRST.link)
    assert FIRST.title in shown.replace("\n", " ")
    assert re.search(r"First: tass in ru, 2026-03-02 \d\d:00:00 [A-Z]+[+\d:]*; seen here", shown)
    assert "paper in en cites tass (2 h)." in shown
    assert "Have it not: yonhap in ko." in shown
    assert tumen(tmp_path, "story", "nothing").exit_code == 1


def test_story_says_which_sources_could_not_be_read_since_it_began(
    room: desk.Newsroom, tmp_path: Path
) -> None:
    with room.store.unit() as unit:
        unit.save_feed(feed_state("yonhap-ko", last_success=after(hours=-4), failures=9))
    assert "Have it not" not in told(tmp_path, "story", FIRST.link)
    assert "Not read since it began: yonhap in ko (last read " in told(tmp_path, "story", FIRST.link)
    story = json.loads(told(tmp_path, "story", FIRST.link, "--json"))
    assert story["missing"] == []
    assert story["unread"] == [{"source": "yonhap", "language": "ko", "read": "2026-03-02T05:00:00Z"}]


def test_story_says_since_when_a_source_that_had_it_not_cannot_be_read(
    room: desk.Newsroom, tmp_path: Path
) -> None:
    with room.store.unit() as unit:
        unit.save_feed(feed_state("yonhap-ko", last_success=after(), failures=3))
    assert "Have it not: yonhap in ko (last read " in told(tmp_path, "story", FIRST.link)
    (lacking,) = json.loads(told(tmp_path, "story", FIRST.link, "--json"))["missing"]
    assert (lacking["read"], lacking["failing"]) == ("2026-03-02T09:00:00Z", True)


def test_story_says_who_has_it_in_a_story_that_seems_to_be_the_same(
    room: desk.Newsroom, tmp_path: Path
) -> None:
    first = room.store.article(FIRST.link)
    other = article("x1", title="하산 철도 운행 재개", story="x1", source="yonhap", language="ko")
    both = article("x2", title="Trains run", story=first.story)
    with room.store.unit() as unit:
        unit.add_article(other, link(other))
        unit.add_article(both, link(both, by=first.id, also=("x1",)))
    shown = told(tmp_path, "story", FIRST.link)
    assert "Story x1 seems to be the same: 하산 철도 운행 재개\nHave it there: yonhap in ko." in shown
    assert "Have it not" not in shown
    story = json.loads(told(tmp_path, "story", FIRST.link, "--json"))
    assert story["in_linked"] == [{"source": "yonhap", "language": "ko", "story": "x1"}]


def test_story_says_who_has_whose_text_and_no_time_that_had_not_come(
    room: desk.Newsroom, tmp_path: Path
) -> None:
    first = room.store.article(FIRST.link)
    copy = article(
        "x1",
        title=FIRST.title,
        language="ru",
        source="ria",
        published=after(hours=8),
        first_seen=after(hours=1),
        story=first.story,
        copy_of=first.id,
    )
    with room.store.unit() as unit:
        unit.add_article(copy, link(copy, by=first.id))
    assert "ria in ru has the text of tass in ru (4 h)." in told(tmp_path, "story", FIRST.link)
    story = json.loads(told(tmp_path, "story", FIRST.link, "--json"))
    (found,) = story["copies"]
    assert (found["source"], found["of"], found["after"]) == (
        "ria",
        {"source": "tass", "language": "ru"},
        4 * 3600,
    )
    (brief,) = (it["first"] for it in story["sources"] if it["source"] == "ria")
    assert (brief["published"], brief["copy_of"]) == (None, first.id)
