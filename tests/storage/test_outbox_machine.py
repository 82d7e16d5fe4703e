"""The laws of the outbox, under any order of events.

Nothing is lost: every delivery ever put there is there. What was sent is never claimed again. A channel
never has two leases that hold at once. Whoever has lost a lease changes nothing.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from monitor.core.model import ChannelState, DeliveryState, Rejected, Retry, Sent
from storage import open_store
from storage.memory.store import MemoryStore
from tests.build import NOW, delivery, notification
from tests.storage.conftest import search_text

LEASE = timedelta(minutes=2)
channels = st.sampled_from(["desk", "hook"])
results = st.sampled_from([Sent(), Retry(detail="503"), Rejected(detail="550")])


class OutboxMachine(RuleBasedStateMachine):
    """Senders that claim, settle, crash or come late, an operator, and time that passes."""

    def __init__(self):
        super().__init__()
        self.store = self.open()
        self.outbox = self.store.outbox
        self.now = NOW
        self.put = set()
        self.sent = set()
        self.claims = []

    def open(self):
        return MemoryStore(search_text=search_text)

    def teardown(self):
        self.store.close()

    @rule(channel=channels, wait=st.integers(0, 5))
    def add(self, channel, wait):
        name = f"m{len(self.put)}"
        due = self.now + timedelta(minutes=wait)
        with self.store.unit() as unit:
            unit.add_notification(notification(name), [delivery(name, channel, created=self.now, due=due)])
        self.put.add((name, channel))

    @rule(channel=channels)
    def claim(self, channel):
        due = self.outbox.next_due([channel])
        claimed = self.outbox.claim(channel, self.now, LEASE)
        assert (claimed is not None) == (due is not None and due <= self.now)
        if claimed:
            taken, told = claimed
            assert (taken.notification, channel) not in self.sent
            assert told.id == taken.notification
            live = [it for it in self.claims if it.channel == channel and it.lease > self.now]
            assert not live, "two live leases"
            self.claims.append(taken)

    @rule(data=st.data(), result=results, again=st.booleans())
    def settle(self, data, result, again):
        if not self.claims:
            return
        claimed = data.draw(st.sampled_from(self.claims))
        self.claims.remove(claimed)
        before = self.find(claimed)
        due = self.now + timedelta(minutes=1) if again else None
        if self.outbox.settle(claimed, result, due=due, now=self.now):
            if isinstance(result, Sent):
                self.sent.add((claimed.notification, claimed.channel))
        else:
            assert self.find(claimed) == before, "who has lost the lease changes nothing"

    @rule(data=st.data())
    def give_back(self, data):
        if self.claims:
            claimed = data.draw(st.sampled_from(self.claims))
            self.claims.remove(claimed)
            self.outbox.release(claimed)

    @rule()
    def crash_and_start_again(self):
        self.outbox.free_leases()
        self.claims.clear()

    @rule(minutes=st.integers(1, 6))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(channel=channels, minutes=st.integers(0, 4), disabled=st.booleans())
    def hold_back(self, channel, minutes, disabled):
        paused_until = self.now + timedelta(minutes=minutes)
        why = "410" if disabled else ""
        self.outbox.save_channel(ChannelState(channel=channel, paused_until=paused_until, disabled=why))

    @rule(data=st.data(), revive=st.booleans())
    def operate(self, data, revive):
        if not self.put:
            return
        name, channel = data.draw(st.sampled_from(sorted(self.put)))
        if revive:
            self.outbox.revive(name, channel, self.now)
        else:
            self.outbox.drop(name, channel, self.now)

    @invariant()
    def nothing_is_lost(self):
        listed = [it for it, _ in self.outbox.deliveries(limit=1000)]
        assert {(it.notification, it.channel) for it in listed} == self.put
        assert {(it.notification, it.channel) for it in listed if it.state is DeliveryState.SENT} == self.sent

    @invariant()
    def settled_means_settled(self):
        for it, _ in self.outbox.deliveries(limit=1000):
            assert (it.lease is not None) == (it.state is DeliveryState.LEASED)
            is_open = it.state in (DeliveryState.PENDING, DeliveryState.LEASED)
            assert (it.settled is None) == is_open

    def find(self, claimed):
        return next(
            it
            for it, _ in self.outbox.deliveries(notification=claimed.notification)
            if it.channel == claimed.channel
        )


class SqliteOutboxMachine(OutboxMachine):
    """The same on a file."""

    def open(self):
        self.folder = tempfile.TemporaryDirectory()
        return open_store("sqlite:///tumen.db", folder=Path(self.folder.name), search_text=search_text)

    def teardown(self):
        super().teardown()
        self.folder.cleanup()


TestMemoryOutbox = OutboxMachine.TestCase
TestMemoryOutbox.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
TestSqliteOutbox = SqliteOutboxMachine.TestCase
TestSqliteOutbox.settings = settings(
    max_examples=40, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
