"""Webhooks as receivers see them: signed, stable, patient, and never led astray."""

from __future__ import annotations

import asyncio
import json
import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import httpcore
import pytest
from standardwebhooks import Webhook

from alerts.channels import webhook
from alerts.channels.webhook import WebhookChannel
from alerts.sample import sample_notification
from monitor.core.errors import UsageError
from monitor.core.model import Rejected, Retry, Sent, Unreachable
from monitor.core.settings import WebhookSettings
from tests.alerts.receivers import Hook, answer, hook
from tests.build import NOW, delivery, notification

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OLD_SECRET = "whsec_" + "b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQ="

pytestmark = pytest.mark.anyio


def channel(receiver: Hook, *secrets: str) -> WebhookChannel:
    return WebhookChannel(WebhookSettings(id="hook", url=receiver.url, secrets=secrets or (SECRET,)))


async def attempt(receiver: Hook, *, now: datetime = NOW) -> object:
    made = channel(receiver)
    try:
        return await made.send(notification(), delivery(channel="hook"), now=now)
    finally:
        await made.aclose()


def taken_by(receiver: Hook, status: int = 200) -> Sent:
    """Sent, to this host: the rest of the address may be a secret."""
    return Sent(detail=f"HTTP {status}", reached=(urlsplit(receiver.url).netloc,))


async def test_a_receiver_can_verify_what_it_gets() -> None:
    now = datetime.now(UTC)
    told = sample_notification(now, process=1)
    async with hook() as receiver:
        made = channel(receiver, SECRET, OLD_SECRET)
        assert await made.send(told, delivery(told.id, "hook"), now=now) == taken_by(receiver)
        await made.aclose()
    (request,) = receiver.accepted
    for secret in (SECRET, OLD_SECRET):  # while a key rotates, either verifies
        body = Webhook(secret).verify(request.body, request.headers)
        assert body["type"] == "article.matched"
        assert body["data"] == json.loads(json.dumps(told.payload))
    assert request.headers["content-type"].startswith("application/json")
    assert request.headers["user-agent"].startswith("Tumen/")


async def test_a_repeat_has_the_same_id_and_body_but_a_fresh_timestamp() -> None:
    async with hook(answer(500)) as receiver:
        made = channel(receiver)
        assert isinstance(await made.send(notification(), delivery(), now=NOW), Retry)
        assert isinstance(
            await made.send(notification(), delivery(attempts=2), now=NOW + timedelta(seconds=7)), Sent
        )
        await made.aclose()
    first, second = receiver.requests
    assert first.id == second.id == "msg_1"
    assert first.body == second.body
    stamps = [int(request.headers["webhook-timestamp"]) for request in (first, second)]
    assert stamps[1] - stamps[0] == 7


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_every_2xx_is_success(status: int) -> None:
    async with hook(answer(status)) as receiver:
        assert await attempt(receiver) == taken_by(receiver, status)


@pytest.mark.parametrize("status", [300, 400, 401, 404, 500])
async def test_anything_else_is_tried_again(status: int) -> None:
    async with hook(answer(status)) as receiver:
        assert await attempt(receiver) == Retry(detail=f"HTTP {status}")


async def test_a_redirect_is_a_failure_and_not_followed() -> None:
    async with hook() as inner, hook(answer(307, f"location: {inner.url}")) as receiver:
        assert await attempt(receiver) == Retry(detail="HTTP 307")
    assert inner.requests == []


async def test_410_asks_to_be_left_alone() -> None:
    async with hook(answer(410)) as receiver:
        assert await attempt(receiver) == Rejected(detail="HTTP 410", disable=True)


@pytest.mark.parametrize("status", [413, 429, 500, 502, 503, 504])
async def test_a_busy_receiver_is_given_the_time_it_asks_for(status: int) -> None:
    async with hook(answer(status, "retry-after: 30")) as receiver:
        assert await attempt(receiver) == Retry(
            detail=f"HTTP {status}", after=timedelta(seconds=30), pause=True
        )


@pytest.mark.parametrize("status", [429, 502, 503, 504])
async def test_a_receiver_with_too_much_to_do_is_slowed_down_for_even_unasked(status: int) -> None:
    async with hook(answer(status)) as receiver:
        assert await attempt(receiver) == Retry(detail=f"HTTP {status}", pause=True)


@pytest.mark.parametrize("step", ["reset", "half", b"not http at all\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n"])
async def test_a_broken_answer_is_tried_again(step: bytes | str) -> None:
    async with hook(step) as receiver:
        assert isinstance(await attempt(receiver), Retry)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize("step", ["hang", "drip"])
async def test_a_receiver_has_a_limited_time_to_answer(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "DEADLINE", 0.2)
    async with hook(step) as receiver:
        assert isinstance(await attempt(receiver), Retry)


async def test_an_endless_body_after_success_is_success() -> None:
    flood = b"HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n" + b"x" * 200_000
    async with hook(flood) as receiver:
        assert isinstance(await attempt(receiver), Sent)


async def test_nobody_listening_means_unreachable() -> None:
    async with hook() as receiver:
        pass
    result = await attempt(receiver)
    assert isinstance(result, Unreachable)
    assert "secret-path" not in result.detail


class Connector(httpcore.AsyncNetworkBackend):
    """Leads every name to loopback, or says why none does."""

    def __init__(self, trouble: str = "") -> None:
        self.asked: list[str] = []
        self._trouble = trouble

    async def connect_tcp(
        self, host: str, port: int, *_: object, **__: object
    ) -> httpcore.AsyncNetworkStream:
        self.asked.append(host)
        if self._trouble:
            raise httpcore.ConnectError(self._trouble)
        return await httpcore.AnyIOBackend().connect_tcp("127.0.0.1", port)


async def test_where_a_name_leads_is_asked_anew_for_each_connection_and_decided_elsewhere() -> None:
    connector = Connector()
    async with hook(answer(200, "connection: close"), answer(200)) as receiver:
        url = receiver.url.replace("127.0.0.1", "desk.example")
        made = WebhookChannel(WebhookSettings(id="hook", url=url), connector)
        for _ in range(2):
            assert isinstance(await made.send(notification(), delivery(channel="hook"), now=NOW), Sent)
        await made.aclose()
    assert connector.asked == ["desk.example", "desk.example"]


async def test_a_name_that_leads_nowhere_means_unreachable() -> None:
    settings = WebhookSettings(id="hook", url="http://desk.example/")
    made = WebhookChannel(settings, Connector("no address for desk.example"))
    result = await made.send(notification(), delivery(channel="hook"), now=NOW)
    assert result == Unreachable(detail="cannot connect: no address for desk.example")


async def test_why_nobody_answers_is_said_as_the_system_calls_it() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        made = WebhookChannel(WebhookSettings(id="hook", url=url))
        result = await made.send(notification(), delivery(channel="hook"), now=NOW)
        await made.aclose()
    assert result == Unreachable(detail="cannot connect: connection refused")


async def test_an_answer_that_arrived_while_the_process_was_frozen_counts() -> None:
    from alerts.channels.deadline import within

    async def answered_meanwhile() -> str:
        await asyncio.sleep(0.05)
        return "taken"

    # As after a suspend: the time is over, but so is the wait.
    assert await within(0.0, answered_meanwhile()) == "taken"


async def test_cookies_are_not_kept() -> None:
    async with hook(answer(500, "set-cookie: a=b; path=/")) as receiver:
        made = channel(receiver)
        for _ in range(2):
            await made.send(notification(), delivery(), now=NOW)
        await made.aclose()
    assert all("cookie" not in request.headers for request in receiver.requests)


@pytest.mark.parametrize("secret", ["whsec_", "whsec_***", "x"])
async def test_a_secret_that_is_no_base64_is_refused_without_showing_it(secret: str) -> None:
    with pytest.raises(UsageError, match="channel hook") as caught:
        WebhookChannel(WebhookSettings(id="hook", url="http://127.0.0.1/", secrets=(secret,)))
    assert caught.value.__cause__ is None
    assert secret not in str(caught.value).replace("whsec_ and base64", "")
