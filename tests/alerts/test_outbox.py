"""The dispatcher on real receivers: they misbehave, are changed, go away; every alert arrives."""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from alerts import lane, outbox, retry
from alerts.channels import build_channels
from alerts.channels import webhook as webhook_module
from alerts.outbox import Dispatcher
from monitor.core.model import ChannelState, DeliveryState
from monitor.core.settings import EmailSettings, Settings, WebhookSettings
from tests.alerts.fakes import ScriptedChannel, Thread, memory_store
from tests.alerts.receivers import answer, hook, post
from tests.alerts.samples import told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from monitor.core.model import Delivery
    from monitor.core.protocols import Channel, Store

pytestmark = pytest.mark.anyio

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class Wall:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same schedule a thousand times faster."""
    monkeypatch.setattr(retry, "DELAYS", tuple(delay / 1000 for delay in retry.DELAYS))
    monkeypatch.setattr(lane, "_STORE_PAUSE", 0.01)


def web(name: str, url: str) -> WebhookSettings:
    return WebhookSettings(id=name, url=url, secrets=(SECRET,))


def settings(*channels: WebhookSettings | EmailSettings, notices: tuple[str, ...] = ()) -> Settings:
    return Settings(checksum="c0ffee", channels=channels, notices=notices)


def put(store: Store, count: int, *channels: str) -> list[str]:
    """Alerts for these channels, due now."""
    from tests.build import delivery

    now = datetime.now(UTC)
    names = [f"msg_{n:04d}" for n in range(count)]
    with store.unit() as unit:
        for name in names:
            unit.add_notification(
                replace(told(), id=name, created=now),
                [delivery(name, channel, created=now) for channel in channels],
            )
    return names


def states(store: Store) -> dict[tuple[str, str], DeliveryState]:
    return {(one.notification, one.channel): one.state for one, _ in store.outbox.deliveries(limit=10_000)}


def dispatcher(store: Store, configured: Settings, channels: dict[str, Channel] | None = None) -> Dispatcher:
    return Dispatcher(
        store,
        channels if channels is not None else build_channels(configured),
        clock=Wall(),
        run=Thread(),
        settings=configured,
    )


@asynccontextmanager
async def running(made: Dispatcher) -> AsyncIterator[Dispatcher]:
    task = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        made.stop()
        await asyncio.wait_for(task, 10)


async def until(condition: Callable[[], bool], within: float = 10) -> None:
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is looked at knows no events
            await asyncio.sleep(0.005)


async def test_everything_arrives_at_receivers_that_misbehave_under_one_id_each() -> None:
    store = memory_store()
    chaos = random.Random(7)
    steps: list[bytes | str] = [
        *[answer(500)] * 8,
        *["reset", "half"] * 6,
        b"garbage\r\n\r\n",
        answer(302, "location: http://127.0.0.1:9/"),
        answer(404),
        *[answer(429, "retry-after: 0")] * 3,
        answer(503, "retry-after: soon"),
        answer(200),
    ]
    chaos.shuffle(steps)
    plan = {
        "data": ["451 later", "421 bye", "drop", "250 taken", "452 full"],
        "rcpt": {"bob@x.example": ["450 grey", "450 grey"]},
    }
    async with hook(*steps) as web_receiver, post(**plan) as mail_receiver:
        configured = settings(
            web("hook", web_receiver.url),
            EmailSettings(
                id="desk",
                to=("ann@x.example", "bob@x.example"),
                sender="tumen@x.example",
                smtp=f"smtp://127.0.0.1:{mail_receiver.port}",
            ),
        )
        names = put(store, 25, "hook", "desk")
        async with running(dispatcher(store, configured)):
            await until(lambda: set(states(store).values()) == {DeliveryState.SENT})
    assert sorted({request.id for request in web_receiver.accepted}) == names
    assert len(web_receiver.accepted) == len(names)
    for recipient in ("ann@x.example", "bob@x.example"):
        ids = [m.message["X-Tumen-Notification"] for m in mail_receiver.received if recipient in m.recipients]
        assert sorted(ids) == names


async def test_a_hanging_receiver_keeps_nobody_else_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    store = memory_store()
    async with hook(*["hang"] * 9) as stuck, hook() as well:
        configured = settings(web("stuck", stuck.url), web("well", well.url))
        put(store, 20, "stuck", "well")
        async with running(dispatcher(store, configured)):
            await until(lambda: len(well.accepted) == 20, within=5)
            assert len(stuck.requests) == 1  # one at a time, and it has not answered yet
            monkeypatch.setattr(outbox, "FINISH", 0.05)


async def test_alerts_are_delivered_in_the_order_they_were_made() -> None:
    store = memory_store()
    async with hook() as receiver:
        names = put(store, 30, "hook")
        async with running(dispatcher(store, settings(web("hook", receiver.url)))):
            await until(lambda: len(receiver.accepted) == 30)
    assert [request.id for request in receiver.accepted] == names


async def test_an_outage_is_survived_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "next_probe", lambda *_, **__: timedelta(milliseconds=20))
    store = memory_store()
    async with hook() as receiver:
        pass  # it was there, and went away
    configured = settings(web("hook", receiver.url))
    names = put(store, 10, "hook")
    async with running(dispatcher(store, configured)):
        await until(lambda: store.outbox.channel_state("hook").failing_since is not None)
        assert all(one.attempts <= 1 for one, _ in store.outbox.deliveries())
        server = await asyncio.start_server(receiver_of(receiver), "127.0.0.1", receiver.port)
        async with server:
            await until(lambda: len(receiver.accepted) == 10)
    assert [request.id for request in receiver.accepted] == names


def receiver_of(receiver: object) -> Callable[..., object]:
    return receiver.serve  # type: ignore[attr-defined, no-any-return]


async def test_the_operator_hears_of_a_gone_receiver_by_another_channel() -> None:
    store = memory_store()
    async with hook(answer(410)) as gone, hook() as desk:
        configured = settings(web("gone", gone.url), web("desk", desk.url), notices=("gone", "desk"))
        put(store, 3, "gone")
        async with running(dispatcher(store, configured)):
            await until(lambda: len(desk.accepted) == 1)
    assert b'"type":"notice"' in desk.accepted[0].body
    assert b"channel-disabled" in desk.accepted[0].body
    assert len(gone.requests) == 1


async def test_a_new_alert_wakes_the_lanes() -> None:
    store = memory_store()
    async with hook() as receiver, running(dispatcher(store, settings(web("hook", receiver.url)))) as at_work:
        await until(lambda: at_work.last_turn is not None)
        put(store, 1, "hook")
        at_work.notify()
        await until(lambda: len(receiver.accepted) == 1, within=2)


async def test_a_busy_store_is_waited_for() -> None:
    store = memory_store()
    async with hook() as receiver:
        made = dispatcher(store, settings(web("hook", receiver.url)))
        made._call.busy = 20  # type: ignore[attr-defined]
        put(store, 5, "hook")
        async with running(made):
            await until(lambda: len(receiver.accepted) == 5)
    assert len(receiver.requests) == 5


async def test_a_bug_in_one_channel_stops_no_other() -> None:
    store = memory_store()
    broken = ScriptedChannel("broken", [RuntimeError("bug")] * 1000)
    fine = ScriptedChannel("fine")
    configured = settings(web("broken", "http://x/"), web("fine", "http://y/"))
    put(store, 5, "broken", "fine")
    async with running(dispatcher(store, configured, {"broken": broken, "fine": fine})):
        await until(lambda: len(fine.sends) == 5)
        await until(lambda: len(broken.sends) > 10)


# --- stopping and starting --------------------------------------------------------------------------


async def test_stopping_lets_an_answer_arrive() -> None:
    store = memory_store()
    channel = SlowChannel(0.1)
    put(store, 2, "slow")
    made = dispatcher(store, settings(web("slow", "http://x/")), {"slow": channel})
    async with running(made):
        await channel.started.wait()
    assert sorted(states(store).values()) == [DeliveryState.PENDING, DeliveryState.SENT]
    assert channel.closed


async def test_stopping_gives_back_what_will_not_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "FINISH", 0.05)
    store = memory_store()
    channel = SlowChannel(3600)
    put(store, 1, "slow")
    made = dispatcher(store, settings(web("slow", "http://x/")), {"slow": channel})
    async with running(made):
        await channel.started.wait()
    ((left, _),) = store.outbox.deliveries()
    assert left.state is DeliveryState.PENDING
    assert left.due <= datetime.now(UTC)
    assert "stopped" in left.detail


class SlowChannel(ScriptedChannel):
    """Takes so many seconds to answer."""

    def __init__(self, seconds: float, *, name: str = "slow") -> None:
        super().__init__(name)
        self.seconds = seconds
        self.started = asyncio.Event()

    async def send(self, notification, delivery: Delivery, *, now: datetime):
        self.started.set()
        await asyncio.sleep(self.seconds)
        return await super().send(notification, delivery, now=now)


async def test_running_once_delivers_what_is_due_and_retries_what_fails() -> None:
    store = memory_store()
    async with hook(answer(500), answer(500)) as receiver:
        put(store, 3, "hook")
        await dispatcher(store, settings(web("hook", receiver.url))).drain(timedelta(seconds=5))
    assert len(receiver.accepted) == 3
    assert set(states(store).values()) == {DeliveryState.SENT}


async def test_running_once_delivers_the_notices_it_makes() -> None:
    store = memory_store()
    async with hook() as desk:
        configured = settings(web("sick", "http://x/"), web("desk", desk.url), notices=("desk",))
        from monitor.core.model import Rejected

        sick = ScriptedChannel("sick", [Rejected(detail="never")])
        put(store, 1, "sick")
        channels = {**build_channels(configured), "sick": sick}
        await dispatcher(store, configured, channels).drain(timedelta(seconds=5))
    assert b"dead-delivery" in desk.accepted[0].body


async def test_running_once_does_not_wait_for_what_is_due_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retry, "DELAYS", (timedelta(hours=1),))
    store = memory_store()
    async with hook(answer(500)) as receiver:
        put(store, 1, "hook")
        async with asyncio.timeout(3):
            await dispatcher(store, settings(web("hook", receiver.url))).drain(timedelta(seconds=30))
    assert len(receiver.requests) == 1


async def test_what_comes_new_is_sent_in_a_second_short_time_though_another_receiver_is_away() -> None:
    store = memory_store()
    async with hook() as away:
        pass
    async with hook() as well, asyncio.timeout(5):
        once = dispatcher(store, settings(web("away", away.url), web("well", well.url)))
        put(store, 1, "away", "well")
        await once.drain(timedelta(seconds=0.5))
        put(store, 2, "away", "well")
        await once.drain(timedelta(seconds=0.5))
    assert [request.id for request in well.accepted] == ["msg_0000", "msg_0001"]
    assert {state for (_, channel), state in states(store).items() if channel == "away"} == {
        DeliveryState.PENDING
    }


# --- a changed file ---------------------------------------------------------------------------------


async def test_a_channel_added_while_running_takes_up_its_work() -> None:
    store = memory_store()
    async with hook() as first, hook() as second:
        before = settings(web("first", first.url))
        after = settings(web("first", first.url), web("second", second.url))
        put(store, 2, "second")
        async with running(dispatcher(store, before)) as at_work:
            at_work.reconfigure(build_channels(after), after)
            await until(lambda: len(second.accepted) == 2)


async def test_a_channel_taken_away_keeps_its_unsent_deliveries() -> None:
    store = memory_store()
    async with hook() as receiver:
        before = settings(web("hook", receiver.url))
        async with running(dispatcher(store, before)) as at_work:
            at_work.reconfigure({}, settings())
            put(store, 2, "hook")
            at_work.notify()
            await asyncio.sleep(0.1)
            assert set(states(store).values()) == {DeliveryState.PENDING}
            at_work.reconfigure(build_channels(before), before)
            await until(lambda: len(receiver.accepted) == 2)


async def test_a_changed_channel_is_tried_at_once_though_it_was_off() -> None:
    store = memory_store()
    async with hook(answer(410)) as old, hook() as new:
        before, after = settings(web("hook", old.url)), settings(web("hook", new.url))
        put(store, 2, "hook")
        async with running(dispatcher(store, before)) as at_work:
            await until(lambda: bool(store.outbox.channel_state("hook").disabled))
            at_work.reconfigure(build_channels(after), after)
            await until(lambda: len(new.accepted) == 2)
    assert store.outbox.channel_state("hook") == ChannelState(channel="hook")


async def test_a_channel_that_did_not_change_is_not_disturbed() -> None:
    store = memory_store()
    async with hook() as receiver:
        before = settings(web("hook", receiver.url))
        after = settings(web("hook", receiver.url), web("other", "http://127.0.0.1:9/"))
        channel = SlowChannel(0.1, name="hook")
        put(store, 1, "hook")
        async with running(dispatcher(store, before, {"hook": channel})) as at_work:
            await channel.started.wait()
            at_work.reconfigure(build_channels(after), after)
            await until(lambda: len(channel.sends) == 1)
            assert not channel.closed


def test_a_channel_without_its_secret_is_left_out_by_name(caplog: pytest.LogCaptureFixture) -> None:
    configured = settings(
        WebhookSettings(id="hook", url="http://x/", missing=("HOOK_SECRET",)),
        WebhookSettings(id="off", url="http://x/", missing=("NOBODY_ASKS",), enabled=False),
        web("well", "http://y/"),
    )
    assert list(build_channels(configured)) == ["well"]
    assert "channel hook needs HOOK_SECRET in the environment" in caplog.text
    assert "NOBODY_ASKS" not in caplog.text


async def test_neither_the_url_nor_the_secret_reaches_the_log(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(0)
    monkeypatch.setattr(webhook_module, "DEADLINE", 0.1)
    store = memory_store()
    async with hook(answer(500), "reset", "hang", b"junk\r\n\r\n", answer(302)) as receiver:
        put(store, 2, "hook")
        await dispatcher(store, settings(web("hook", receiver.url))).drain(timedelta(seconds=5))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("alerts")]
    assert ours
    assert not any("secret-path" in line or SECRET[6:] in line for line in ours)
