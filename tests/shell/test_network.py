"""When all feeds fail at once it is the network, and none of them is to blame."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.fetching import Failed, NotModified, Outcome, Validators
from monitor.core.settings import FeedSettings, Settings
from monitor.daemon import Daemon
from monitor.watch.network import Network, unanswered
from tests.build import NOW, after, feed_state
from tests.servers import Answer, WebServer, raw

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from monitor.core.fetching import FeedState, Reply

FEEDS = tuple(
    FeedSettings(id=f"f{number}", url=f"http://host{number // 2}.example/{number}", source="s", name="n")
    for number in range(6)
)
SETTINGS = Settings(checksum="0", feeds=FEEDS)
NOBODY = Failed(outcome=Outcome.UNREACHABLE, detail="connection refused")
SOUND = NotModified(validators=Validators())


def sound(feed: FeedSettings) -> FeedState:
    return feed_state(feed.id, last_success=after(minutes=-5), outcome=Outcome.UNCHANGED)


class Watch:
    """A network, and checks of feeds a minute apart."""

    def __init__(self, settings: Settings = SETTINGS) -> None:
        self.network = Network()
        self.settings = settings
        self.minutes = 0

    def check(self, number: int, reply: Reply = NOBODY, state: FeedState | None = None) -> bool:
        feed = self.settings.feeds[number]
        self.minutes += 1
        now = after(minutes=self.minutes)
        return self.network.saw(feed, state or sound(feed), reply, self.settings, now)


def test_three_feeds_of_two_hosts_that_answer_no_more_show_that_the_network_is_away() -> None:
    watch = Watch()
    assert [watch.check(number) for number in (0, 1, 2, 3)] == [False, False, True, True]
    assert watch.network.away_since == after(minutes=1)
    assert watch.network.away_for_long(after(minutes=5)) is None
    assert watch.network.away_for_long(after(minutes=6)) == after(minutes=1)


def test_one_host_is_not_the_network_unless_it_is_the_only_one() -> None:
    three = tuple(replace(feed, url=f"http://one.example/{feed.id}") for feed in FEEDS[:3])
    for others, away in ((FEEDS[3:], False), ((), True)):
        watch = Watch(replace(SETTINGS, feeds=(*three, *others)))
        assert [watch.check(number) for number in (0, 1, 2)][-1] is away


def test_any_answer_shows_that_it_is_there() -> None:
    for answer in (
        SOUND,
        Failed(outcome=Outcome.SERVER_ERROR, detail="", status=503),
        Failed(outcome=Outcome.CUT, detail=""),
    ):
        watch = Watch()
        assert not any(watch.check(number, reply) for number, reply in enumerate((NOBODY, NOBODY, answer)))
        assert not any(watch.check(number) for number in (4, 5))


def test_what_failed_before_and_what_was_never_asked_shows_nothing() -> None:
    watch = Watch()
    for number, state in enumerate((feed_state(failures=3, last_success=NOW), feed_state())):
        watch.check(number, state=state)
    watch.check(2, Failed(outcome=Outcome.REFUSED_ADDRESS, detail=""))
    assert not watch.check(3)
    assert not watch.check(4)
    assert watch.check(5)


def test_the_first_answer_ends_it_and_that_is_told_once() -> None:
    watch = Watch()
    for number in (0, 2, 4):
        watch.check(number)
    assert watch.network.back_after() is None
    watch.check(1, SOUND)
    assert watch.network.away_since is None
    assert watch.network.back_after() == after(minutes=1)
    assert watch.network.back_after() is None


def test_who_is_looked_at_when_it_is_back() -> None:
    state = feed_state(last_check=after(minutes=5), outcome=Outcome.TIMED_OUT)
    assert unanswered(state, NOW)
    assert not unanswered(state, after(minutes=6))
    assert not unanswered(replace(state, outcome=Outcome.NEW), NOW)


# --- the daemon ---------------------------------------------------------------------------------

CONFIG = """\
version: 1
fetch: {interval: 1s, timeout: 5s}
channels:
  - {id: hook, type: webhook, url: "http://127.0.0.1:9/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
notices: {channels: [hook]}
feeds:
"""
RSS = b"<rss version='2.0'><channel><item><title>The ferry is late</title></item></channel></rss>"


async def until(true: object, what: str) -> None:
    for _ in range(400):
        if true():  # type: ignore[operator]
            return
        await asyncio.sleep(0.05)  # the daemon gives no sign to wait for
    raise AssertionError(what)


def test_an_outage_is_told_once_blames_no_feed_and_ends_with_the_first_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.fetch.fetcher.RETRY_WAITS", (0.0, 0.01))
    monkeypatch.setattr("monitor.watch.network.TOLD_AFTER", timedelta())
    with WebServer() as one, WebServer() as other:
        paths = [(server, f"/{number}") for number in range(3) for server in (one, other)]
        gone = one.answer("/gone", Answer(b"", 410))
        lines = [f"  - {{id: f{n}, url: '{s.url(p)}'}}" for n, (s, p) in enumerate(paths)]
        lines.append(f"  - {{id: gone, url: '{gone}'}}")
        config = tmp_path / "feeds.yaml"
        config.write_text(CONFIG + "\n".join(lines), encoding="utf-8")
        daemon = Daemon(config)

        def states() -> list[FeedState]:
            return [state for feed, state in daemon._checks.states.items() if feed != "gone"]

        def everywhere(answer: object) -> None:
            for server, path in paths:
                server.answer(path, answer)  # type: ignore[arg-type]

        def notices() -> list[str]:
            told = daemon._store.notifications(after(days=-999))
            return sorted(it.payload["notice"]["kind"] for it in told if it.kind == "notice")

        async def an_outage() -> None:
            everywhere(RSS)
            stop = asyncio.Event()
            running = asyncio.create_task(daemon.run(stop))
            await until(lambda: hasattr(daemon, "_checks") and len(states()) == 6, "the first round")
            everywhere(raw())
            await until(lambda: daemon._network.away_since, "the outage")
            asked = len(one.seen)
            await until(lambda: len(one.seen) > asked + 18, "two rounds of it")
            await daemon._oversee()
            await daemon._oversee()
            assert max(state.failures for state in states()) <= 1
            away = daemon._network.away_since
            everywhere(RSS)
            await until(lambda: not any(unanswered(state, away) for state in states()), "the catching up")  # type: ignore[arg-type]
            assert notices() == ["feed-gone", "network-away"]
            stop.set()
            await running

        asyncio.run(an_outage())
        assert len(one.asked("/gone")) == 1
