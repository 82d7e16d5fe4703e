"""The outbox in memory."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.accounts import Ack, Attempt, Queue
from monitor.core.model import ChannelState, DeliveryState
from storage.settling import reached_by, settled_state, still_to_reach

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime, timedelta

    from monitor.core.model import Delivery, Notification, Rejected, Retry, Sent
    from storage.memory.tables import DeliveryKey, Memory, Tables


class MemoryOutbox:
    """See ``monitor.core.protocols.Outbox``."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def claim(self, channel: str, now: datetime, lease: timedelta) -> tuple[Delivery, Notification] | None:
        with self._memory.change() as tables:
            state = _channel(tables, channel)
            queue = [delivery for delivery in tables.deliveries.values() if delivery.channel == channel]
            if state.disabled or (state.paused_until and state.paused_until > now):
                return None
            if any(delivery.lease and delivery.lease > now for delivery in queue):
                return None
            open_ = [
                delivery
                for delivery in queue
                if delivery.state is DeliveryState.LEASED
                or (delivery.state is DeliveryState.PENDING and delivery.due <= now)
            ]
            if not open_:
                return None
            oldest = min(open_, key=lambda delivery: (delivery.due, delivery.created))
            claimed = replace(
                oldest,
                state=DeliveryState.LEASED,
                lease=now + lease,
                attempts=oldest.attempts + 1,
                thread=oldest.thread or _thread(tables, oldest) or oldest.notification,
            )
            tables.deliveries[_key(claimed)] = claimed
            return claimed, tables.notifications[claimed.notification]

    def settle(
        self, delivery: Delivery, result: Sent | Retry | Rejected, *, due: datetime | None, now: datetime
    ) -> bool:
        with self._memory.change() as tables:
            held = _held(tables, delivery)
            if held is None:
                return False
            state = settled_state(result, due)
            again = state is DeliveryState.PENDING
            tables.deliveries[_key(held)] = replace(
                held,
                state=state,
                due=due if again and due else held.due,
                lease=None,
                remaining=still_to_reach(delivery, result),
                settled=None if again else now,
                detail=result.detail,
            )
            receipt = Attempt(
                notification=held.notification,
                channel=held.channel,
                number=held.attempts,
                at=now,
                result="retry" if again else state,
                detail=result.detail,
                reached=reached_by(result),
            )
            tables.attempts[_key(held)] = (*tables.attempts.get(_key(held), ()), receipt)
            return True

    def release(self, delivery: Delivery) -> bool:
        with self._memory.change() as tables:
            held = _held(tables, delivery)
            if held is None:
                return False
            tables.deliveries[_key(held)] = replace(
                held, state=DeliveryState.PENDING, lease=None, attempts=held.attempts - 1
            )
            return True

    def hurry(self, channel: str, now: datetime) -> int:
        with self._memory.change() as tables:
            waiting = [
                delivery
                for delivery in tables.deliveries.values()
                if delivery.channel == channel
                and delivery.state is DeliveryState.PENDING
                and delivery.due > now
                and (delivery.attempts or delivery.due == delivery.created)
            ]
            tables.deliveries |= {_key(delivery): replace(delivery, due=now) for delivery in waiting}
            return len(waiting)

    def free_leases(self) -> int:
        with self._memory.change() as tables:
            leased = [it for it in tables.deliveries.values() if it.state is DeliveryState.LEASED]
            tables.deliveries |= {
                _key(delivery): replace(delivery, state=DeliveryState.PENDING, lease=None)
                for delivery in leased
            }
            return len(leased)

    def next_due(self, channels: Collection[str]) -> datetime | None:
        tables = self._memory.tables
        times = []
        for channel in channels:
            state = _channel(tables, channel)
            queue = [delivery for delivery in tables.deliveries.values() if delivery.channel == channel]
            leases = [delivery.lease for delivery in queue if delivery.lease]
            dues = [delivery.due for delivery in queue if delivery.state is DeliveryState.PENDING]
            if (leases or dues) and not state.disabled:
                free = max(leases) if leases else min(dues)
                times.append(max(free, state.paused_until or free))
        return min(times, default=None)

    def channel_state(self, channel: str) -> ChannelState:
        return _channel(self._memory.tables, channel)

    def save_channel(self, state: ChannelState) -> None:
        with self._memory.change() as tables:
            tables.channels[state.channel] = state

    def deliveries(
        self,
        *,
        states: Collection[DeliveryState] = (),
        channel: str | None = None,
        notification: str | None = None,
        unnoted: bool = False,
        limit: int = 100,
    ) -> Sequence[tuple[Delivery, Notification]]:
        tables = self._memory.tables
        found = [
            (delivery, tables.notifications[delivery.notification])
            for delivery in reversed(tables.deliveries.values())
            if (not states or delivery.state in states)
            and channel in (None, delivery.channel)
            and notification in (None, delivery.notification)
            and not (unnoted and delivery.notification in tables.acks)
        ]
        return found[:limit]

    def attempts(self, notification: str, channel: str) -> Sequence[Attempt]:
        return self._memory.tables.attempts.get((notification, channel), ())

    def queues(self, now: datetime) -> Sequence[Queue]:
        tables = self._memory.tables
        waiting: dict[str, list[datetime]] = {}
        for which, delivery in tables.deliveries.items():
            is_open = delivery.state in (DeliveryState.PENDING, DeliveryState.LEASED)
            if is_open and (delivery.due <= now or delivery.attempts):
                # A delivery that was revived is counted from then, not from the attempts of its first life.
                tried = [it.at for it in tables.attempts.get(which, ()) if it.at >= delivery.created]
                waiting.setdefault(delivery.channel, []).append(min(tried, default=delivery.due))
        sent = [it for it in tables.deliveries.values() if it.state is DeliveryState.SENT and it.settled]
        queues = []
        for channel, times in sorted(waiting.items()):
            last = max((it.settled for it in sent if it.channel == channel and it.settled), default=None)
            without = min((time for time in times if last is None or time > last), default=None)
            since = _channel(tables, channel).failing_since or without
            queues.append(Queue(channel=channel, waiting=len(times), since=since, last_sent=last))
        return queues

    def acknowledge(self, notification: str, by: str, now: datetime) -> bool:
        with self._memory.change() as tables:
            if notification not in tables.notifications:
                return False
            tables.acks.setdefault(notification, Ack(notification=notification, at=now, by=by))
            return True

    def acknowledgement(self, notification: str) -> Ack | None:
        return self._memory.tables.acks.get(notification)

    def revive(self, notification: str, channel: str, now: datetime) -> bool:
        with self._memory.change() as tables:
            delivery = tables.deliveries.get((notification, channel))
            if delivery is None or delivery.state is not DeliveryState.DEAD:
                return False
            tables.deliveries[_key(delivery)] = replace(
                delivery, state=DeliveryState.PENDING, created=now, due=now, attempts=0, settled=None
            )
            return True

    def drop(self, notification: str, channel: str, now: datetime) -> bool:
        with self._memory.change() as tables:
            delivery = tables.deliveries.get((notification, channel))
            if delivery is None or delivery.state not in (DeliveryState.PENDING, DeliveryState.DEAD):
                return False
            tables.deliveries[_key(delivery)] = replace(delivery, state=DeliveryState.DROPPED, settled=now)
            return True


def _key(delivery: Delivery) -> DeliveryKey:
    return (delivery.notification, delivery.channel)


def _channel(tables: Tables, channel: str) -> ChannelState:
    return tables.channels.get(channel, ChannelState(channel=channel))


def _thread(tables: Tables, claimed: Delivery) -> str | None:
    """The first of the same story that was sent on the same channel, or else is being tried."""
    story = tables.notifications[claimed.notification].story
    others = [
        (other.state is not DeliveryState.SENT, other.settled or other.created, number, other.notification)
        for number, other in enumerate(tables.deliveries.values())
        if story is not None
        and other.channel == claimed.channel
        and other.notification != claimed.notification
        and tables.notifications[other.notification].story == story
        and other.attempts > 0
        and other.state in (DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.LEASED)
    ]
    return min(others)[-1] if others else None


def _held(tables: Tables, delivery: Delivery) -> Delivery | None:
    """The stored delivery, if the claim that ``delivery`` came from still holds it."""
    stored = tables.deliveries.get(_key(delivery))
    if stored is None or stored.state is not DeliveryState.LEASED:
        return None
    same = (stored.lease, stored.attempts) == (delivery.lease, delivery.attempts)
    return stored if same else None
