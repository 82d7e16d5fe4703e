"""The heartbeat: it beats while ingest and delivery progress, and never shows its address."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import structlog

from monitor.core.fetching import Failed, Outcome
from monitor.core.progress import Signs
from monitor.core.settings import HeartbeatSettings, Settings
from monitor.fetch import Fetcher
from monitor.watch.heartbeat import AGAIN, Heartbeat
from tests.alerts.fakes import StandingClock
from tests.build import NOW, after
from tests.servers import Answer, WebServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SETTINGS = HeartbeatSettings(url="https://ping.example/hunter2", every=timedelta(minutes=5))
WELL = Signs(looked=NOW, stored=NOW)


@dataclass
class Heart:
    """A heartbeat whose signs and receiver are the test's."""

    signs: Signs = WELL
    answer: Failed | None = None
    pinged: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.heartbeat = Heartbeat(self.ping, self.gather)

    async def ping(self, url: str) -> Failed | None:
        self.pinged.append(url)
        return self.answer

    async def gather(self) -> Signs:
        return self.signs

    def beat(self, now: datetime, settings: HeartbeatSettings = SETTINGS) -> int:
        """Beat as of ``now``, to which the signs are as fresh as they were to ``NOW``; the pings so far."""
        if self.signs.looked:
            self.signs = replace(self.signs, looked=now, stored=now)
        asyncio.run(self.heartbeat.beat(settings, now))
        return len(self.pinged)


@pytest.fixture
def heart() -> Heart:
    return Heart()


def test_it_beats_at_once_and_then_every_so_often(heart: Heart) -> None:
    assert heart.beat(NOW) == 1
    assert heart.beat(after(minutes=4, seconds=59)) == 1
    assert heart.beat(after(minutes=5)) == 2
    assert heart.pinged[0] == SETTINGS.url
    assert heart.heartbeat.beaten == after(minutes=5)


def test_a_clock_that_is_set_back_does_not_silence_it(heart: Heart) -> None:
    heart.beat(NOW)
    assert heart.beat(after(hours=-1)) == 2


def test_it_is_withheld_while_something_stands_still_and_goes_on_soon_after(heart: Heart) -> None:
    heart.signs = Signs()
    assert heart.beat(NOW) == 0
    assert heart.heartbeat.trouble
    heart.signs = WELL
    assert heart.beat(NOW + AGAIN / 2) == 0
    assert heart.beat(NOW + AGAIN) == 1
    assert heart.heartbeat.trouble == ()


def test_a_ping_that_fails_is_tried_again_soon_and_logged_once(heart: Heart) -> None:
    heart.answer = Failed(outcome=Outcome.SERVER_ERROR, detail="500, the server failed", status=500)
    with structlog.testing.capture_logs() as logged:
        for number in range(5):
            assert heart.beat(NOW + number * AGAIN) == number + 1
        heart.answer = None
        heart.beat(NOW + 5 * AGAIN)
        heart.beat(NOW + 5 * AGAIN + SETTINGS.every)
    assert [entry["event"] for entry in logged] == ["heartbeat failed", "heartbeat goes on"]
    assert "hunter2" not in str(logged)


def test_without_its_variable_there_is_no_address_to_ping(heart: Heart) -> None:
    assert heart.beat(NOW, replace(SETTINGS, missing=("PING_URL",))) == 0


# --- the request --------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[WebServer]:
    with WebServer() as server:
        yield server


def ping(url: str) -> Failed | None:
    return asyncio.run(Fetcher(Settings(checksum="x"), clock=StandingClock()).ping(url))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_any_2xx_is_taken(server: WebServer, status: int) -> None:
    body = b"" if status == 204 else b"OK"
    assert ping(server.answer("/ping", Answer(body, status))) is None
    (request,) = server.asked("/ping")
    assert request.method == "GET"


@pytest.mark.parametrize("status", [302, 404, 410, 500])
def test_anything_else_is_a_failure(server: WebServer, status: int) -> None:
    failed = ping(server.answer("/hunter2", Answer(b"no", status)))
    assert failed is not None
    assert "hunter2" not in failed.detail


def test_a_page_that_wants_a_browser_took_no_ping(server: WebServer) -> None:
    page = b"<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>"
    failed = ping(server.answer("/ping", Answer(page, 503)))
    assert failed is not None


def test_an_address_where_nobody_listens_is_a_failure() -> None:
    failed = ping("http://127.0.0.1:9/hunter2")
    assert failed is not None
    assert "hunter2" not in failed.detail
