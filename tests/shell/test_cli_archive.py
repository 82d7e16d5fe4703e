"""The command line over a store: what was filed, what was sent, how the feeds fare."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from alerts.policy import digest_id
from monitor.cli import main
from monitor.core.fetching import FetchRecord, Outcome
from monitor.core.model import ChannelState, DigestItem, Rejected
from monitor.core.text import search_text
from monitor.demo.receivers import WebhookReceiver
from monitor.reports.archive import show_found
from storage import open_store
from tests.build import NOW, after, article, delivery, feed_state, link, match, notification

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from monitor.core.protocols import Store

CONFIG = """\
version: 1
feeds:
  - {{id: tass-ru, url: "http://user:secret@wire.example/ru.xml"}}
rules:
  - {{id: talks, name: Talks, when: переговоры, channels: [hook]}}
  - {{id: boats, name: Boats, when: лодка, channels: []}}
channels:
  - {{id: hook, type: webhook, url: "{url}", secret: "{secret}"}}
"""

RUSSIAN = article(
    "ru1",
    title="В Москве начались переговоры с делегацией КНДР",
    text="Переговоры продлятся два дня.",
    language="ru",
    url="http://www.wire.example/ru1?utm_source=rss",
    keys=("url:https://wire.example/ru1",),
)
KOREAN = article(
    "ko1",
    title="북러정상회담이 모스크바에서 열렸다",
    text="북한 대표단이 도착했다.",
    language="ko",
    kept=False,
)


class Desk:
    """A folder with a configuration, a store in it, and the command line beside them."""

    def __init__(self, folder: Path, url: str, secret: str) -> None:
        self.folder = folder
        self.config = folder / "feeds.yaml"
        self.config.write_text(CONFIG.format(url=url, secret=secret), encoding="utf-8")

    def store(self) -> Store:
        return open_store("sqlite:///tumen.db", folder=self.folder, search_text=search_text)

    def tumen(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, [*arguments, "-c", str(self.config)])

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        result = self.tumen(*arguments)
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def hook() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as receiver:
        yield receiver


@pytest.fixture
def desk(tmp_path: Path, hook: WebhookReceiver) -> Desk:
    desk = Desk(tmp_path, hook.url, hook.secret)
    store = desk.store()
    with store.unit() as unit:
        for filed in (RUSSIAN, KOREAN):
            unit.add_article(filed, link(filed))
        unit.add_match(match("talks", "переговоры"), RUSSIAN, at=NOW, notifications=("msg_1",), held="")
        unit.add_notification(notification("msg_1"), [delivery("msg_1", "hook")])
        unit.add_fetch(FetchRecord(feed="tass-ru", at=NOW, outcome=Outcome.NEW, entries=2, new=2, kept=1))
    store.close()
    return desk


def test_export_writes_what_topics_keep_and_with_all_the_rest(desk: Desk) -> None:
    (kept,) = desk.lines("export")
    assert list(kept) == [
        *("id", "url", "title", "text", "language", "source", "feed", "published", "first_seen"),
        *("revisions", "kept", "topics", "story", "copy_of"),
    ]
    assert (kept["id"], kept["revisions"], kept["kept"]) == ("ru1", 1, True)
    assert [line["id"] for line in desk.lines("export", "--all")] == ["ru1", "ko1"]
    assert desk.lines("export", "--since", "2099-01-01") == []


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("Москва", ["ru1"]),
        ("МОСКВА", ["ru1"]),
        ("переговор*", ["ru1"]),
        ("북한", ["ko1"]),
        ("모스크바", ["ko1"]),
        ("정상회담", ["ko1"]),
        ("lang:ko NOT 러시아", ["ko1"]),
        ("дирижабль", []),
    ],
)
def test_search_finds_words_in_every_form(desk: Desk, expression: str, found: list[str]) -> None:
    assert [line["id"] for line in desk.lines("search", expression, "--json")] == found


def test_search_gives_the_newest_and_no_more_than_asked_for(desk: Desk) -> None:
    def found(*options: str) -> list[str]:
        return [line["id"] for line in desk.lines("search", "NOT дирижабль", "--json", *options)]

    assert found() == ["ko1", "ru1"]
    assert found("--limit", "1") == ["ko1"]
    assert found("--since", "2099-01-01") == []
    assert desk.tumen("search", "x", "--limit", "-1").exit_code == 2
    assert "--since: " in desk.tumen("search", "x", "--since", "soon").stderr


def test_search_marks_what_it_found_for_a_person(desk: Desk) -> None:
    assert "В *Москве* начались переговоры" in desk.tumen("search", "Москва").stdout
    assert "    *Переговоры* продлятся два дня." in desk.tumen("search", "переговоры").stdout.splitlines()
    assert "Nothing stored matches" in desk.tumen("search", "дирижабль").stdout


def test_results_are_shown_by_their_own_time_whenever_they_were_filed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    filed = [article(f"a{hour}", published=after(hours=hour), first_seen=after(days=1)) for hour in (1, 3, 2)]
    show_found([(one, match()) for one in filed])
    lines = capsys.readouterr().out.splitlines()
    assert [line[-2:] for line in lines if "news.example" in line] == ["a3", "a2", "a1"]


def test_explain_says_why_an_article_was_kept_and_who_was_told(desk: Desk) -> None:
    told = desk.tumen("explain", RUSSIAN.reading.url).stdout
    assert "kept" in told
    assert "Rule talks: matched (переговоры); told as msg_1" in told
    assert "its expression does not match: лодка" in desk.tumen("explain", "ru1", "--rule", "boats").stdout
    assert "dropped" in desk.tumen("explain", "ko1").stdout
    misspelt = desk.tumen("explain", "ru1", "--rule", "boat")
    assert misspelt.exit_code == 2
    assert "no rule is named boat; there are: boats" in misspelt.stderr
    unknown = desk.tumen("explain", "nothing")
    assert unknown.exit_code == 1
    assert "tumen search" in unknown.stderr


def test_explain_says_of_each_way_how_far_it_has_got(desk: Desk) -> None:
    due = after(hours=1)
    digest = digest_id("talks/chief", due)
    store = desk.store()
    with store.unit() as unit:
        names = ("msg_1", digest, "msg_lost")
        unit.add_match(match("talks"), RUSSIAN, at=NOW, notifications=names, held="")
        unit.add_digest_item(
            DigestItem(
                rule="talks/chief", due=due, once="s", at=NOW, article="ru1", channels=("chief",), payload={}
            )
        )
    store.close()
    told = desk.tumen("explain", "ru1").stdout
    assert "told as msg_1 (hook pending " in told
    assert f"; waits for a digest, to be told as {digest} (talks/chief " in told
    assert "; was to be told as msg_lost, of which no delivery is stored" in told


@pytest.mark.parametrize(
    "address",
    [
        "http://www.wire.example/ru1?utm_source=rss",
        "https://wire.example/ru1/",
        "http://m.wire.example/ru1#top",
    ],
)
def test_an_article_is_known_by_its_address_however_it_is_written(desk: Desk, address: str) -> None:
    assert RUSSIAN.reading.title in desk.tumen("explain", address).stdout
    (story,) = desk.lines("story", address, "--json")
    assert story["first"]["id"] == RUSSIAN.id


@pytest.mark.parametrize(
    "command", [("export", "--since"), ("backtest", "talks", "--since"), ("snooze", "talks")]
)
def test_a_span_that_reaches_too_far_is_refused(desk: Desk, command: tuple[str, ...]) -> None:
    result = desk.tumen(*command, "99999999d")
    assert result.exit_code == 2
    assert "must be from 1s to 36500d" in result.stderr


def test_the_outbox_is_listed_dropped_and_retried(desk: Desk) -> None:
    (pending,) = desk.lines("outbox", "list", "--json")
    assert (pending["notification"], pending["channel"], pending["state"]) == ("msg_1", "hook", "pending")
    assert desk.tumen("outbox", "retry", "msg_1").exit_code == 1  # it is not dead
    assert desk.tumen("outbox", "retry", "--all").exit_code == 0  # all of none
    store = desk.store()
    claimed = store.outbox.claim("hook", NOW, NOW - NOW.replace(year=2025))
    assert claimed is not None
    store.outbox.settle(claimed[0], Rejected(detail="no such place"), due=None, now=NOW)
    store.close()
    assert "1 retried" in desk.tumen("outbox", "retry", "--all").stdout
    assert "1 dropped" in desk.tumen("outbox", "drop", "msg_1").stdout
    assert [line["state"] for line in desk.lines("outbox", "list", "--json")] == ["dropped"]


def test_a_channel_that_takes_a_sample_goes_on(desk: Desk, hook: WebhookReceiver) -> None:
    store = desk.store()
    store.outbox.save_channel(ChannelState(channel="hook", disabled="410 Gone"))
    result = desk.tumen("channels", "test", "hook")
    assert result.exit_code == 0, result.stderr
    assert [call.verified for call in hook.received] == [True]
    assert store.outbox.channel_state("hook").disabled == ""
    store.close()
    assert desk.tumen("channels", "test", "nobody").exit_code == 2


def test_feeds_show_their_history_without_their_secrets(desk: Desk) -> None:
    assert "secret" not in desk.tumen("feeds", "show", "tass-ru").stdout
    (check,) = desk.lines("feeds", "show", "tass-ru", "--json")
    assert (check["outcome"], check["entries"], check["kept"]) == ("new", 2, 1)
    assert [line["id"] for line in desk.lines("feeds", "list", "--json")] == ["tass-ru"]


def test_feeds_show_how_they_fare(desk: Desk) -> None:
    store = desk.store()
    with store.unit() as unit:
        for hours in range(1, 13):
            read = FetchRecord(feed="tass-ru", at=after(hours=hours), outcome=Outcome.NEW, entries=10, new=5)
            once = hours == 5
            seen = replace(read, size=1_000, latency=timedelta(minutes=hours), gap=once, lost=30 * once)
            unit.add_fetch(seen)
        unit.add_fetch(FetchRecord(feed="tass-ru", at=after(hours=12), outcome=Outcome.TIMED_OUT))
        unit.save_feed(feed_state("tass-ru", first_success=NOW))
    store.close()
    (fares,) = desk.lines("feeds", "list", "--json")
    assert (fares["checks"], fares["failed"], fares["outcomes"]) == (14, 1, {"new": 13, "timed out": 1})
    assert (fares["entries"], fares["per_day"], fares["window"]) == (10, 120, 7200)
    assert (fares["latency"], fares["bytes_per_day"]) == (390, 24_000)
    assert (fares["overlap"], fares["gaps"], fares["lost"]) == (0.5, 1, 30)
    assert "1/14" in desk.tumen("feeds", "list").stdout
    shown = desk.tumen("feeds", "show", "tass-ru").stdout
    assert "The last 14 checks, in 12 h: " in shown
    assert "About 120 new articles a day, 24 kB fetched; an item stays about 2 h." in shown
    assert "Once none was, so some passed unseen: about 30 articles." in shown
    assert "seen 6 min 30 s after they were published" in shown
    assert "secret" not in shown


def test_feeds_say_why_nothing_is_asked_of_them(desk: Desk) -> None:
    """Also in a shell without the daemon's environment: what the store knows is shown all the same."""
    store = desk.store()
    with store.unit() as unit:
        unit.save_feed(feed_state("keyed", outcome=Outcome.NEW, next_check=after(hours=1)))
        unit.save_feed(feed_state("off", outcome=Outcome.NEW, next_check=after(hours=1)))
    store.close()
    feeds = "  - {id: keyed, url: 'https://a.example/?key=${NO_SUCH_KEY}'}\n"
    feeds += "  - {id: waits, url: 'https://b.example/?key=${NO_SUCH_KEY}'}\n"
    feeds += "  - {id: off, url: 'https://c.example/', enabled: false}\n"
    text = desk.config.read_text(encoding="utf-8")
    desk.config.write_text(text.replace("feeds:\n", "feeds:\n" + feeds), encoding="utf-8")
    told = {line["id"]: line for line in desk.lines("feeds", "list", "--json")}
    assert told["keyed"]["next_check"] == "2026-03-02T10:00:00Z"
    assert (told["waits"]["next_check"], told["off"]["next_check"]) == (None, None)
    assert told["waits"]["why"] == told["keyed"]["why"] == "it needs NO_SUCH_KEY in the environment"
    assert "Next check: none set (it needs NO_SUCH_KEY" in desk.tumen("feeds", "show", "waits").stdout
    assert "It is switched off." in desk.tumen("feeds", "show", "off").stdout
    heading = desk.tumen("feeds", "list").stdout.splitlines()[0]
    assert "why" in heading
    assert "overlap" not in heading  # of which no feed has anything to say


def test_status_tells_what_the_store_holds(desk: Desk) -> None:
    (status,) = desk.lines("status", "--json")
    assert status["daemon"]["running"] is False
    assert (status["counts"]["articles"], status["counts"]["pending"]) == (2, 1)
    assert "does not run" in desk.tumen("status").stdout


def test_a_store_that_is_not_there_is_not_made_by_looking(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "http://127.0.0.1:9/", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    assert desk.tumen("export").exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["feeds.yaml"]
