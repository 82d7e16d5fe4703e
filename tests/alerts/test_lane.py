"""What follows an attempt: nothing lost, nothing sent twice, nobody hammered, nobody kept waiting."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts import lane
from alerts.lane import Lane
from alerts.retry import DELAYS
from monitor.core.model import (
    ChannelState,
    DeliveryState,
    Rejected,
    Retry,
    Sent,
    Unreachable,
)
from monitor.core.settings import LimitSettings
from tests.alerts.fakes import ScriptedChannel, StandingClock, Thread, memory_store
from tests.build import NOW, after, delivery, notification

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.model import Delivery, SendResult
    from monitor.core.protocols import Store

pytestmark = pytest.mark.anyio


@dataclass
class Bench:
    """A lane on a store in memory, driven turn by turn."""

    store: Store = field(default_factory=memory_store)
    clock: StandingClock = field(default_factory=StandingClock)
    channel: ScriptedChannel = field(default_factory=ScriptedChannel)
    thread: Thread = field(default_factory=Thread)
    troubles: list[Trouble] = field(default_factory=list)
    limit: LimitSettings | None = None
    latest: datetime | None = None

    def __post_init__(self) -> None:
        known: set[tuple[str, str, str]] = set()

        def tell(trouble: Trouble) -> bool:
            key = (trouble.kind, trouble.about, trouble.occasion)
            if key in known:
                return False
            known.add(key)
            self.troubles.append(trouble)
            return True

        self.lane = Lane(
            self.channel,
            self.store.outbox,
            clock=self.clock,
            call=self.thread,
            tell=tell,
            told=lambda: None,
            chance=lambda: 0.5,
            limit=self.limit,
            latest=self.latest,
        )

    def put(self, *names: str, **more: object) -> None:
        with self.store.unit() as unit:
            for name in names:
                unit.add_notification(
                    replace(notification(name), **more),
                    [delivery(name, "hook", created=self.clock.now())],
                )

    def answers(self, *results: SendResult | Exception) -> None:
        self.channel.script += results

    def of(self, name: str = "msg_1") -> Delivery:
        ((found, _),) = self.store.outbox.deliveries(notification=name)
        return found

    @property
    def state(self) -> ChannelState:
        return self.store.outbox.channel_state("hook")

    @property
    def sent(self) -> list[str]:
        return [name for name, _ in self.channel.sends]


@pytest.fixture
def bench() -> Bench:
    return Bench()


# --- sent, again, dead ------------------------------------------------------------------------------


async def test_what_is_due_is_sent_and_settled(bench: Bench) -> None:
    bench.put("msg_1")
    assert await bench.lane.turn()
    assert bench.of().state is DeliveryState.SENT
    assert bench.of().detail == "taken"
    assert not await bench.lane.turn()


async def test_what_is_not_due_waits(bench: Bench) -> None:
    with bench.store.unit() as unit:
        unit.add_notification(notification(), [delivery(channel="hook", due=after(hours=1))])
    assert not await bench.lane.turn()
    bench.clock.move(hours=1)
    assert await bench.lane.turn()


async def test_failures_follow_the_schedule_to_the_end_and_the_operator_is_told_once(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(*[Retry(detail="HTTP 500")] * (len(DELAYS) + 1))
    waits = []
    while bench.of().state is DeliveryState.PENDING:
        assert await bench.lane.turn()
        waits.append(bench.of().due - bench.clock.now())
        bench.clock.moment = max(bench.of().due, bench.clock.moment)
    assert waits[:-1] == [pytest.approx(delay, abs=timedelta(seconds=1)) for delay in DELAYS]
    assert bench.of().state is DeliveryState.DEAD
    (trouble,) = bench.troubles
    assert trouble.kind == "dead-delivery"
    assert "HTTP 500" in trouble.text
    assert "tumen outbox retry msg_1" in trouble.text


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("back", [timedelta(minutes=1), timedelta(hours=1), timedelta(days=400)])
async def test_nothing_waits_for_a_clock_that_was_set_back(back: timedelta, restarted: bool) -> None:
    bench = Bench()
    bench.put("tried")
    bench.answers(
        *[Retry(detail="HTTP 500")] * 6, Retry(detail="HTTP 503", after=timedelta(hours=1), pause=True)
    )
    for _ in range(7):
        bench.clock.moment = max(bench.clock.moment, bench.of("tried").due)
        await bench.lane.turn()
    bench.put("fresh")
    with bench.store.unit() as unit:
        evening = after(hours=12)
        unit.add_notification(notification("quiet"), [delivery("quiet", "hook", due=evening)])
    before = bench.clock.moment
    bench.clock.moment -= back
    if restarted:
        bench = Bench(store=bench.store, clock=bench.clock, channel=bench.channel, latest=before)
    while await bench.lane.turn():
        pass
    assert bench.sent[7:] == ["tried", "fresh"]
    assert bench.of("quiet").due == evening


async def test_a_clock_that_is_adjusted_hurries_nobody(bench: Bench) -> None:
    bench.put("tried")
    bench.answers(*[Retry(detail="HTTP 500")] * 6)
    for _ in range(6):
        bench.clock.moment = bench.of("tried").due
        await bench.lane.turn()
    bench.clock.move(seconds=-4)
    assert not await bench.lane.turn()


async def test_a_receiver_that_is_away_is_not_asked_more_often_for_a_clock_that_was_set_back() -> None:
    bench = Bench()
    bench.put("msg_1")
    bench.answers(*[Unreachable(detail="refused")] * 9)
    await bench.lane.turn()
    bench.clock.move(days=-1)
    waits = []
    for _ in range(6):
        assert await bench.lane.turn()
        assert bench.state.paused_until
        waits.append(bench.state.paused_until - bench.clock.now())
        bench.clock.move(hours=1)
    assert waits[0] == timedelta(seconds=1)
    assert waits[-1] == timedelta(minutes=5)


async def test_a_poisonous_alert_does_not_block_those_behind_it(bench: Bench) -> None:
    bench.put("poison", "msg_2", "msg_3")
    bench.answers(Retry(detail="HTTP 500"))
    for _ in range(3):
        await bench.lane.turn()
    assert bench.sent == ["poison", "msg_2", "msg_3"]
    assert bench.of("poison").state is DeliveryState.PENDING


async def test_a_rejected_delivery_is_dead_at_once(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(Rejected(detail="554 no"))
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.DEAD
    assert [trouble.kind for trouble in bench.troubles] == ["dead-delivery"]


async def test_a_dead_notice_makes_no_notice(bench: Bench) -> None:
    bench.put("msg_1", kind="notice")
    bench.answers(Rejected(detail="554 no"))
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.DEAD
    assert bench.troubles == []


async def test_recipients_still_to_be_reached_are_kept_and_refused_ones_told_of(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(Retry(detail="…", remaining=("b@x",), refused=("a@x",)), Sent(detail="ok"))
    await bench.lane.turn()
    assert bench.of().remaining == ("b@x",)
    (trouble,) = bench.troubles
    assert trouble.kind == "refused-recipient"
    assert "a@x" in trouble.text
    bench.clock.move(seconds=2)
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.SENT
    assert len(bench.troubles) == 1


# --- a receiver that wants patience -----------------------------------------------------------------


async def test_retry_after_pauses_the_whole_channel(bench: Bench) -> None:
    bench.put("msg_1", "msg_2")
    bench.answers(Retry(detail="HTTP 503", after=timedelta(seconds=30), pause=True))
    assert await bench.lane.turn()
    assert not await bench.lane.turn()
    bench.clock.move(seconds=29)
    assert not await bench.lane.turn()
    bench.clock.move(seconds=2)
    assert await bench.lane.turn()
    assert await bench.lane.turn()


async def test_an_absurd_wish_is_cut(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(Retry(detail="HTTP 429", after=timedelta(days=9000), pause=True))
    await bench.lane.turn()
    assert bench.state.paused_until == after(hours=1)


async def test_too_many_requests_without_a_time_pauses_for_a_minute_at_most(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(*[Retry(detail="HTTP 429", pause=True)] * 9)
    for _ in range(9):
        bench.clock.moment = bench.of().due
        await bench.lane.turn()
    assert bench.of().due - bench.clock.now() > timedelta(hours=1)
    assert bench.state.paused_until is not None
    assert bench.state.paused_until - bench.clock.now() <= timedelta(minutes=1)


# --- a receiver that is away ------------------------------------------------------------------------


async def test_an_outage_keeps_order_and_costs_no_attempts(bench: Bench) -> None:
    bench.put("msg_1", "msg_2", "msg_3")
    bench.answers(*[Unreachable(detail="cannot connect")] * 20)
    for _ in range(20):
        assert await bench.lane.turn()
        assert not await bench.lane.turn()  # the channel as a whole waits
        assert bench.state.paused_until is not None
        bench.clock.moment = bench.state.paused_until
    assert bench.state.failing_since == NOW
    assert bench.of().attempts == 0
    for _ in range(3):
        assert await bench.lane.turn()
    assert bench.sent == ["msg_1"] * 21 + ["msg_2", "msg_3"]
    assert bench.state == ChannelState(channel="hook")


async def test_of_an_outage_the_log_has_its_beginning_and_its_end(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "alerts.lane")
    bench.put("msg_1")
    bench.answers(*[Unreachable(detail="refused")] * 9, *[Unreachable(detail="timed out")] * 9)
    for _ in range(19):
        bench.clock.move(minutes=1)
        await bench.lane.turn()
    said = [record.getMessage().partition(": ")[2] for record in caplog.records if "attempt" in record.msg]
    assert said == ["unreachable, refused", "unreachable, timed out", "sent, taken"]


async def test_the_end_of_a_minutes_outage_is_noticed_within_seconds(bench: Bench) -> None:
    bench.put("msg_1")
    while bench.clock.now() < after(seconds=60):
        bench.answers(Unreachable(detail="cannot connect"))
        await bench.lane.turn()
        assert bench.state.paused_until is not None
        bench.clock.moment = bench.state.paused_until
    assert await bench.lane.turn()
    assert bench.of().state is DeliveryState.SENT
    assert bench.clock.now() <= after(seconds=64)


async def test_the_operator_is_told_of_a_long_outage_once(bench: Bench) -> None:
    bench.put("msg_1")
    while bench.clock.now() < after(minutes=30):
        bench.answers(Unreachable(detail="cannot connect"))
        await bench.lane.turn()
        assert len(bench.troubles) == (bench.clock.now() >= after(minutes=10))
        assert bench.state.paused_until is not None
        bench.clock.moment = bench.state.paused_until
    assert bench.troubles[0].kind == "channel-unreachable"


async def test_a_refused_log_in_alarms_at_once_and_is_not_hammered(bench: Bench) -> None:
    bench.put("msg_1")
    tries = 0
    while bench.clock.now() < after(hours=1):
        bench.answers(Unreachable(detail="log-in refused: 535", alarm=True))
        await bench.lane.turn()
        tries += 1
        assert bench.state.paused_until is not None
        bench.clock.moment = bench.state.paused_until
    assert tries <= 8
    assert len(bench.troubles) == 1
    assert bench.of().state is DeliveryState.PENDING


async def test_after_three_days_away_what_waited_three_days_is_dead(bench: Bench) -> None:
    bench.put("old")
    bench.answers(Unreachable(detail="cannot connect"))
    await bench.lane.turn()
    bench.clock.move(days=3)
    bench.put("young")
    bench.answers(Unreachable(detail="cannot connect"))
    await bench.lane.turn()
    assert bench.of("old").state is DeliveryState.DEAD
    assert "dead-delivery" in [trouble.kind for trouble in bench.troubles]
    bench.clock.move(minutes=5)
    bench.answers(Unreachable(detail="cannot connect"))
    await bench.lane.turn()
    assert bench.of("young").state is DeliveryState.PENDING


async def test_when_a_failing_channel_recovers_what_waits_is_hurried(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(*[Retry(detail="HTTP 502")] * 7)
    for _ in range(7):
        bench.clock.moment = bench.of().due
        await bench.lane.turn()
    assert bench.of().due > bench.clock.now() + timedelta(minutes=4)
    bench.put("fresh")
    await bench.lane.turn()
    await bench.lane.turn()
    assert bench.sent[-2:] == ["fresh", "msg_1"]


async def test_one_bad_alert_among_good_ones_is_not_hurried(bench: Bench) -> None:
    bench.put("poison", "msg_2")
    bench.answers(Retry(detail="HTTP 500"))
    await bench.lane.turn()
    due = bench.of("poison").due
    await bench.lane.turn()
    assert bench.of("poison").due == due


# --- a receiver that wants no more ------------------------------------------------------------------


async def test_410_switches_the_channel_off_and_loses_nothing(bench: Bench) -> None:
    bench.put("msg_1", "msg_2")
    bench.answers(Rejected(detail="HTTP 410", disable=True))
    await bench.lane.turn()
    bench.clock.move(days=1)
    assert not await bench.lane.turn()
    assert bench.sent == ["msg_1"]
    assert bench.state.disabled == "HTTP 410"
    assert [trouble.kind for trouble in bench.troubles] == ["channel-disabled"]
    bench.store.outbox.save_channel(ChannelState(channel="hook"))  # the operator acts
    await bench.lane.turn()
    await bench.lane.turn()
    assert bench.sent == ["msg_1", "msg_1", "msg_2"]


# --- when we are in trouble ourselves ---------------------------------------------------------------


async def test_a_bug_in_a_channel_is_a_failed_attempt(bench: Bench) -> None:
    bench.put("msg_1")
    bench.answers(ValueError("oops"))
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.PENDING
    assert bench.of().detail == "a fault of Tumen's own: ValueError"
    assert bench.of().due > bench.clock.now()


async def test_a_sent_message_is_settled_however_long_the_store_is_busy(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "_STORE_PAUSE", 0.001)
    bench.put("msg_1")
    send = bench.channel.send

    async def send_then_trouble(*args, **kwargs):
        bench.thread.busy = 30
        return await send(*args, **kwargs)

    monkeypatch.setattr(bench.channel, "send", send_then_trouble)
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.SENT
    assert bench.sent == ["msg_1"]


async def test_without_a_claim_nothing_is_sent(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "_STORE_PAUSE", 0.001)
    bench.put("msg_1")
    bench.thread.busy = 5
    assert await bench.lane.drain(after(seconds=5)) == 1
    assert bench.sent == ["msg_1"]


async def test_a_hung_channel_is_given_up_on(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr(lane, "_HUNG", 0.01)
    bench.put("msg_1")

    async def hang(*args, **kwargs):
        await asyncio.sleep(3600)

    monkeypatch.setattr(bench.channel, "send", hang)
    await bench.lane.turn()
    assert "no result" in bench.of().detail


async def test_a_lease_that_was_lost_changes_nothing(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.put("msg_1")
    send = bench.channel.send

    async def send_and_lose(*args, **kwargs):
        bench.store.outbox.free_leases()
        return await send(*args, **kwargs)

    bench.channel.send = send_and_lose  # type: ignore[method-assign]
    await bench.lane.turn()
    assert bench.of().state is DeliveryState.PENDING
    assert "lease of msg_1" in caplog.text


# --- a channel's limit ------------------------------------------------------------------------------


async def test_what_exceeds_a_limit_waits_and_costs_no_attempt() -> None:
    bench = Bench(limit=LimitSettings(count=4, per=timedelta(hours=1)))
    bench.put("msg_1", "msg_2", "msg_3")
    bench.answers(*[Sent(reached=("ann",))] * 3)
    assert [await bench.lane.turn() for _ in range(3)] == [True, True, False]
    assert bench.state.paused_until == after(minutes=30)
    assert bench.of("msg_3").attempts == 0
    bench.clock.move(minutes=30)
    assert await bench.lane.turn()
    assert bench.sent == ["msg_1", "msg_2", "msg_3"]


async def test_what_reached_nobody_does_not_count() -> None:
    bench = Bench(limit=LimitSettings(count=1, per=timedelta(hours=1)))
    bench.put("msg_1", "msg_2")
    bench.answers(Retry(detail="no"), Sent(reached=("ann",)))
    assert [await bench.lane.turn() for _ in range(3)] == [True, True, False]
