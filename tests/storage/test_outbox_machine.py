"""The laws of the outbox, under any order of events.

Nothing is lost: every delivery ever put there is there. What was sent is never claimed again. A channel
never has two leases that hold at once. Whoever has lost a lease changes nothing.
"""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

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
        self.claims = []  # all there ever were and that nobody has come back with, the lost ones too
        self.holders = {}  # by channel, the claim whose lease is good

    def open(self):
        return MemoryStore(search_text=search_text)

    def teardown(self):
        self.store.close()

    @initialize(waits=st.lists(st.tuples(channels, st.integers(0, 3)), min_size=4, max_size=8))
    def fill(self, waits):
        for channel, wait in waits:
            self.add(channel, wait)

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
        holder = self.holders.get(channel)
        claimed = self.outbox.claim(channel, self.now, LEASE)
        assert (claimed is not None) == (due is not None and due <= self.now)
        if claimed is None:
            return
        taken, told = claimed
        assert holder is None or holder.lease <= self.now, "two live leases"
        assert (taken.notification, channel) not in self.sent, "sent before"
        assert told.id == taken.notification
        self.claims.append(taken)
        self.holders[channel] = taken

    @precondition(lambda self: self.claims)
    @rule(which=st.integers(0, 99), result=results, again=st.booleans())
    def settle(self, which, result, again):
        claimed = self.claims.pop(which % len(self.claims))
        before = self.find(claimed)
        due = self.now + timedelta(minutes=1) if again else None
        held = self.outbox.settle(claimed, result, due=due, now=self.now)
        self.came_back(claimed, before, held=held)
        if held and isinstance(result, Sent):
            self.sent.add((claimed.notification, claimed.channel))

    @rule(channel=channels, result=results, again=st.booleans())
    def claim_and_settle(self, channel, result, again):
        self.claim(channel)
        if self.claims:
            self.settle(len(self.claims) - 1, result, again)

    @precondition(lambda self: self.claims)
    @rule(which=st.integers(0, 99))
    def give_back(self, which):
        claimed = self.claims.pop(which % len(self.claims))
        before = self.find(claimed)
        self.came_back(claimed, before, held=self.outbox.release(claimed))

    def came_back(self, claimed, before, *, held):
        """Only a lease that nobody took over meanwhile still counts, also if it ran out."""
        is_leased = before.state is DeliveryState.LEASED
        assert held == (is_leased and (before.lease, before.attempts) == (claimed.lease, claimed.attempts))
        if self.holders.get(claimed.channel) == claimed:
            assert held
            del self.holders[claimed.channel]
        if not held:
            assert self.find(claimed) == before

    @precondition(lambda self: self.holders)
    @rule()
    def crash_and_start_again(self):
        self.outbox.free_leases()
        self.holders.clear()

    @rule(minutes=st.integers(1, 6))
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(channel=channels, minutes=st.integers(0, 2), why=st.sampled_from(["", "", "", "410 Gone"]))
    def hold_back(self, channel, minutes, why):
        paused_until = self.now + timedelta(minutes=minutes)
        self.outbox.save_channel(ChannelState(channel=channel, paused_until=paused_until, disabled=why))

    @rule(which=st.integers(0, 99))
    def revive(self, which):
        self.outbox.revive(*sorted(self.put)[which % len(self.put)], self.now)

    @rule(which=st.integers(0, 99))
    def drop(self, which):
        self.outbox.drop(*sorted(self.put)[which % len(self.put)], self.now)

    @invariant()
    def nothing_is_lost(self):
        listed = [it for it, _ in self.outbox.deliveries(limit=1000)]
        assert {(it.notification, it.channel) for it in listed} == self.put
        sent = {(it.notification, it.channel) for it in listed if it.state is DeliveryState.SENT}
        assert sent == self.sent

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
TestMemoryOutbox.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestSqliteOutbox = SqliteOutboxMachine.TestCase
TestSqliteOutbox.settings = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
