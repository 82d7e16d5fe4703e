"""One channel's deliveries, one at a time: claim, send, settle.

What follows an attempt:

    Sent          settled; if the channel had been failing, what waits for another try is hurried
    Retry         tried again on the schedule of ``alerts.retry``, after its end dead; a receiver that
                  asks for patience has it for all its deliveries
    Unreachable   given back uncounted, so the order is kept; the channel as a whole is probed
    Rejected      dead at once; a channel that is gone (410) is switched off, and what waits, waits

A send that succeeded is settled before anything else and until the store takes it: a full disk must not
make a repeat. The operator is told of a dead delivery before it is settled as dead: a crash between the
two tells once more of the same, never of nothing.

Waits are noted as times on the wall. Where its clock was set back they would last so much longer, so then
all of them are over.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import math
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, ParamSpec, Protocol, TypeVar

from alerts.pace import Pace
from alerts.retry import LONGEST_WISH, PATIENCE, next_probe, next_try
from alerts.trouble import dead_delivery, refused_recipients, switched_off, unreachable
from monitor.core.errors import StoreError
from monitor.core.model import ChannelState, Rejected, Retry, Sent, Unreachable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.model import Delivery, Notification, SendResult
    from monitor.core.protocols import Channel, Clock, Outbox
    from monitor.core.settings import LimitSettings

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than any attempt and its settling take; a daemon that takes the store over frees leases at once."""

_HUNG = 90.0
"""Seconds after which a channel that keeps no deadline of its own is given up on."""

_STREAK = 3
"""Failures in a row, after which a success means that the channel, not one delivery, had been at fault."""

_LONGEST_PAUSE = timedelta(minutes=1)
"""For a receiver that says it is asked too often, but not when to ask again."""

_SILENCE = timedelta(minutes=10)
"""A receiver away for longer is worth a notice."""

_SET_BACK = timedelta(seconds=5)
"""A clock that goes back by less is being adjusted, which nobody need notice."""

_LONGEST_SLEEP = 30.0
_STORE_PAUSE = 0.5
_FAULT_PAUSE = 5.0


class Call(Protocol):
    """Runs a function of the store where the store may be used, such as the writer's thread."""

    def __call__(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]: ...


class Lane:
    """A channel and its queue.

    ``call`` runs a function of the store; ``tell`` is one: it puts a notice there for the other channels,
    unless it was told before, and ``told`` is called after it. ``limit``: how much the channel may send.
    ``latest``: a time that an earlier process has seen. ``last_turn`` is when the lane last asked the store
    for work and got an answer.
    """

    def __init__(
        self,
        channel: Channel,
        outbox: Outbox,
        *,
        clock: Clock,
        call: Call,
        tell: Callable[[Trouble], bool],
        told: Callable[[], None],
        chance: Callable[[], float],
        limit: LimitSettings | None = None,
        latest: datetime | None = None,
    ) -> None:
        self.channel = channel
        self._pace = Pace(limit) if limit else None
        self.last_turn: datetime | None = None
        self._latest = latest
        self._outbox = outbox
        self._clock = clock
        self._call = call
        self._tell_operator = tell
        self._told = told
        self._chance = chance
        self._wake = asyncio.Event()
        self._stopping = False
        self._cut = False
        self._sending: asyncio.Task[SendResult] | None = None
        self._store_trouble = ""
        self._probed: Unreachable | None = None
        self._streak = 0
        self._maybe_away = True  # until a first answer; an earlier process may have found it so

    # --- running --------------------------------------------------------------------------------

    async def run(self, *, afresh: bool = False) -> None:
        """Deliver what is due, as it comes due, until stopped. ``afresh`` forgets pauses and trouble."""
        if afresh:
            await self._insist(self._outbox.save_channel, ChannelState(channel=self.channel.id))
        while not self._stopping:
            await self._sleep(await self._step())

    async def drain(self, until: datetime) -> int:
        """Deliver what comes due before ``until``; how many attempts that took."""
        attempts = 0
        while not self._stopping and self._clock.now() < until:
            wait = await self._step()
            if not wait:
                attempts += 1
            elif wait > (until - self._clock.now()).total_seconds():
                break
            await self._sleep(wait)
        return attempts

    def wake(self) -> None:
        """Something may be due."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is being sent and take nothing more."""
        self._stopping = True
        self._wake.set()

    def cut(self) -> None:
        """Wait no longer for a receiver's answer; the delivery is settled as to be tried again."""
        self._cut = True
        if self._sending is not None:
            self._sending.cancel()

    async def _step(self) -> float:
        """A turn, and the seconds to wait after it; whatever goes wrong is logged and met again."""
        self._wake.clear()
        try:
            if await self.turn():
                return 0
            due = await self._call(self._outbox.next_due, [self.channel.id])
        except StoreError as error:
            self._waits_for_store(error)
            return _STORE_PAUSE
        except Exception:
            log.exception("channel %s met a fault of Tumen's own", self.channel.id)
            return _FAULT_PAUSE
        if due is None:
            return math.inf
        # What is due and could not be claimed (another process holds it) is looked at without haste.
        return max((due - self._clock.now()).total_seconds(), _STORE_PAUSE)

    async def _sleep(self, seconds: float) -> None:
        if seconds:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), min(seconds, _LONGEST_SLEEP))

    # --- one delivery ---------------------------------------------------------------------------

    async def turn(self) -> bool:
        """Claim, send and settle one delivery; False if none is due. Raises ``StoreError``."""
        now = self._clock.now()
        if self._latest and self._latest - now > _SET_BACK:
            await self._wait_no_longer(now)
        self._latest = now
        claimed = await self._call(self._outbox.claim, self.channel.id, now, LEASE)
        self.last_turn = self._clock.now()
        self._store_trouble = ""
        if claimed is None:
            return False
        delivery, notification = claimed
        result = await self._send(notification, delivery)
        self._log(delivery, result)
        match result:
            case Sent():
                await self._sent(delivery, notification, result)
            case Retry():
                await self._retry(delivery, notification, result)
            case Unreachable():
                await self._unreachable(delivery, notification, result)
            case Rejected():
                await self._rejected(delivery, notification, result)
        return True

    async def _wait_no_longer(self, now: datetime) -> None:
        """End waits that were noted by the clock before it was set back."""
        log.warning("the clock was set back; channel %s waits for nothing noted before", self.channel.id)
        await self._call(self._outbox.hurry, self.channel.id, now)
        state = await self._call(self._outbox.channel_state, self.channel.id)
        away = min(state.failing_since, now) if state.failing_since else None
        await self._save(paused_until=None, failing_since=away)

    def _log(self, delivery: Delivery, result: SendResult) -> None:
        """Say how an attempt ended; of the probes of a receiver that is away, only what is new."""
        probed = result if isinstance(result, Unreachable) else None
        log.log(
            logging.DEBUG if probed and probed == self._probed else logging.INFO,
            "%s to %s, attempt %d: %s, %s",
            delivery.notification,
            delivery.channel,
            delivery.attempts,
            type(result).__name__.lower(),
            result.detail,
        )
        self._probed = probed

    async def _send(self, notification: Notification, delivery: Delivery) -> SendResult:
        self._sending = asyncio.ensure_future(
            self.channel.send(notification, delivery, now=self._clock.now())
        )
        try:
            done, _ = await asyncio.wait({self._sending}, timeout=_HUNG)
            if not done:
                return Retry(detail=f"no result within {_HUNG:.0f} s")
            if self._sending.cancelled():
                return Retry(detail="stopped while waiting for the answer")
            return self._sending.result()
        except Exception as error:
            log.exception("channel %s failed by a fault of its own", self.channel.id)
            return Retry(detail=f"a fault of Tumen's own: {type(error).__name__}")
        finally:
            self._sending.cancel()
            self._sending = None

    async def _sent(self, delivery: Delivery, notification: Notification, result: Sent) -> None:
        await self._settle(delivery, result, due=None)
        await self._answered()
        await self._keep_pace(result)
        if self._streak >= _STREAK:
            await self._insist(self._outbox.hurry, self.channel.id, self._clock.now())
        self._streak = 0
        await self._tell_refused(delivery, notification, result)

    async def _retry(self, delivery: Delivery, notification: Notification, result: Retry) -> None:
        self._streak += 1
        now = self._clock.now()
        delay = self._delay(delivery, result, now)
        await self._answered()
        if result.pause:
            hold = result.after or min(delay or _LONGEST_PAUSE, _LONGEST_PAUSE)
            await self._save(paused_until=now + min(hold, LONGEST_WISH))
        if delay is None:
            await self._tell_dead(delivery, notification, result.detail)
        await self._settle(delivery, result, due=None if delay is None else now + delay)
        await self._keep_pace(result)
        await self._tell_refused(delivery, notification, result)

    async def _keep_pace(self, result: Sent | Retry) -> None:
        until = self._pace.sent(self._clock.now()) if self._pace and result.reached else None
        if until:
            await self._save(paused_until=until)

    def _delay(self, delivery: Delivery, result: Retry, now: datetime) -> timedelta | None:
        if self._cut:  # we stopped asking, the receiver may be well
            return timedelta()
        return next_try(
            delivery.attempts, age=now - delivery.created, chance=self._chance(), wish=result.after
        )

    async def _unreachable(self, delivery: Delivery, notification: Notification, result: Unreachable) -> None:
        self._streak += 1
        now = self._clock.now()
        state = await self._insist(self._outbox.channel_state, self.channel.id)
        since = state.failing_since or now
        probe = next_probe(now - since, alarm=result.alarm)
        await self._save(failing_since=since, detail=result.detail, paused_until=now + probe)
        self._maybe_away = True
        if result.alarm or now - since >= _SILENCE:
            await self._tell(unreachable(self.channel.id, since, result.detail))
        if now - since >= PATIENCE and now - delivery.created >= PATIENCE:
            await self._tell_dead(delivery, notification, result.detail)
            await self._settle(delivery, Retry(detail=result.detail), due=None)
        else:
            await self._insist(self._outbox.release, delivery)

    async def _rejected(self, delivery: Delivery, notification: Notification, result: Rejected) -> None:
        if not result.disable:
            await self._tell_dead(delivery, notification, result.detail)
            await self._settle(delivery, result, due=None)
            return
        await self._save(disabled=result.detail)
        await self._tell(switched_off(self.channel.id, delivery, result.detail))
        await self._settle(delivery, Retry(detail=result.detail), due=self._clock.now())

    # --- telling the operator -------------------------------------------------------------------

    async def _tell(self, trouble: Trouble) -> None:
        if await self._insist(self._tell_operator, trouble):
            log.warning("%s: %s", trouble.title, trouble.text)
            self._told()

    async def _tell_dead(self, delivery: Delivery, notification: Notification, detail: str) -> None:
        if notification.kind != "notice":  # a notice about a notice would never end
            await self._tell(dead_delivery(delivery, notification, detail))

    async def _tell_refused(
        self, delivery: Delivery, notification: Notification, result: Sent | Retry
    ) -> None:
        if result.refused and notification.kind != "notice":
            await self._tell(refused_recipients(delivery, notification, result.refused, result.detail))

    # --- the store ------------------------------------------------------------------------------

    async def _settle(
        self, delivery: Delivery, result: Sent | Retry | Rejected, *, due: datetime | None
    ) -> None:
        held = await self._insist(self._outbox.settle, delivery, result, due=due, now=self._clock.now())
        if not held:
            log.warning("the lease of %s to %s ran out", delivery.notification, delivery.channel)

    async def _answered(self) -> None:
        """The receiver can be reached (again)."""
        if self._maybe_away:
            state = await self._insist(self._outbox.channel_state, self.channel.id)
            if state.failing_since is not None:
                await self._save(failing_since=None, detail="", paused_until=None)
            self._maybe_away = False

    async def _save(self, **changed: object) -> None:
        state = await self._insist(self._outbox.channel_state, self.channel.id)
        await self._insist(self._outbox.save_channel, replace(state, **changed))  # type: ignore[arg-type]

    async def _insist(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call the store until it is neither busy nor full; when cut, raises ``StoreError`` instead."""
        while True:
            try:
                return await self._call(function, *args, **kwargs)
            except StoreError as error:
                if self._cut:
                    raise
                self._waits_for_store(error)
                await asyncio.sleep(_STORE_PAUSE)

    def _waits_for_store(self, error: StoreError) -> None:
        """Say so once, not with each try."""
        if str(error) != self._store_trouble:
            log.warning("channel %s waits for the store: %s", self.channel.id, error)
        self._store_trouble = str(error)
