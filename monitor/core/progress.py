"""Do ingest and delivery progress? Each on its own evidence, for a heartbeat that must not beat otherwise.

A process that runs is no evidence, nor is a clock that ticks. Ingest progresses while the feeds are looked
through, none that is due waits for long, and the store takes what is written; delivery, while every channel
is looked after and none has something waiting for long of which it takes nothing. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.accounts import Queue

LOOKED = timedelta(minutes=1)
"""How long ago the feeds may have been looked through; the daemon does so twice a second."""

STORED = timedelta(minutes=2)
"""How long ago the store may last have taken something; the daemon reports to it every ten seconds."""

TURNED = timedelta(minutes=3)
"""How long ago every channel may have had its turn: one attempt may take a minute and a half."""

OVERDUE = timedelta(minutes=15)
"""How long a feed may be due: a host of many feeds that asks for pauses keeps them waiting rightly."""

STUCK = timedelta(minutes=30)
"""How long a channel may take nothing of what waits for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What shows progress, or its absence.

    ``looked``: when feeds were last looked through. ``due``: feeds that are due or being checked, since when.
    ``stored``: when the store last took something. ``trouble``: why it takes nothing, if it does not.
    ``channels``: how many are to be served. ``turned``: since when each of them has had a turn.
    """

    looked: datetime | None = None
    due: Mapping[str, datetime] = field(default_factory=dict)
    stored: datetime | None = None
    trouble: str = ""
    channels: int = 0
    turned: datetime | None = None
    queues: Sequence[Queue] = ()


def is_stuck(queue: Queue, now: datetime) -> bool:
    """True if the channel has taken nothing for long, though something waited."""
    return queue.since is not None and now - queue.since >= STUCK


def standstill(signs: Signs, now: datetime) -> tuple[str, ...]:
    """Why ingest or delivery do not progress, in words; empty if both do."""
    reasons = []
    if _older(signs.looked, LOOKED, now):
        reasons.append("the feeds are not looked through")
    late = sorted(feed for feed, since in signs.due.items() if now - since > OVERDUE)
    if late:
        reasons.append(f"{len(late)} feeds are overdue, among them {', '.join(late[:3])}")
    if signs.trouble:
        reasons.append(f"nothing can be stored: {signs.trouble}")
    elif _older(signs.stored, STORED, now):
        reasons.append("nothing is stored")
    if signs.channels and _older(signs.turned, TURNED, now):
        reasons.append("a channel is not looked after")
    reasons += [f"nothing gets through to {queue.channel}" for queue in signs.queues if is_stuck(queue, now)]
    return tuple(reasons)


def _older(moment: datetime | None, than: timedelta, now: datetime) -> bool:
    """Also true for what lies as far ahead: the clock was set back, and nothing has happened since."""
    return moment is None or abs(now - moment) > than
