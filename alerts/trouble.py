"""What the operator is told about channels, deliveries and the program, in words; pure.

Told by ``alerts.notices.notice``; when, is decided in ``alerts.lane`` for what one attempt shows, and by
whoever looks after the outbox for the rest. Times are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.accounts import Queue
    from monitor.core.model import Delivery, Notification


STUCK = "outbox-stuck"
DISK = "disk-filling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What there is to tell, once for each (kind, about, occasion).

    ``kind`` is a stable word for programs (``dead-delivery``), ``about`` the id of the feed, channel or
    delivery concerned; ``title`` and ``text`` say what happened and what to do, without secrets.
    ``occasion`` tells apart two outages of one feed.
    """

    kind: str
    about: str
    title: str
    text: str
    occasion: str = ""


def dead_delivery(delivery: Delivery, notification: Notification, detail: str) -> Trouble:
    return Trouble(
        kind="dead-delivery",
        about=f"{delivery.notification} {delivery.channel}",
        title=f"An alert could not be delivered to {delivery.channel}",
        text=f"{_headline(notification)}\n\nGiven up after {delivery.attempts} attempts: {detail}.\n"
        f"`tumen outbox retry {delivery.notification}` sends it again.",
    )


def refused_recipients(
    delivery: Delivery, notification: Notification, refused: Sequence[str], detail: str
) -> Trouble:
    return Trouble(
        kind="refused-recipient",
        about=f"{delivery.channel} {' '.join(refused)}",
        title=f"Recipients of {delivery.channel} were refused",
        text=f"{_headline(notification)}\n\nNot delivered to {', '.join(refused)}; "
        f"the others have it, or will.\n{detail}",
        occasion=delivery.notification,
    )


def unreachable(channel: str, since: datetime, detail: str) -> Trouble:
    return Trouble(
        kind="channel-unreachable",
        about=channel,
        title=f"Channel {channel} cannot be reached",
        text=f"Since {utc(since)}: {detail}.\n"
        "What is addressed to it waits, and is sent once it can be reached.",
        occasion=since.isoformat(),
    )


def switched_off(channel: str, delivery: Delivery, detail: str) -> Trouble:
    return Trouble(
        kind="channel-disabled",
        about=channel,
        title=f"Channel {channel} is switched off",
        text=f"Its receiver answered {detail}: it wants no more. What is addressed to it waits.\n"
        "Change the channel in the file, or take it out of the rules.",
        occasion=delivery.notification,
    )


def stuck(queue: Queue, since: datetime, now: datetime) -> Trouble:
    """A channel that takes nothing since then, though it can be reached."""
    last = f"It last took something at {utc(queue.last_sent)}." if queue.last_sent else "It never took any."
    number = "1 delivery waits" if queue.waiting == 1 else f"{queue.waiting:,} deliveries wait"
    return Trouble(
        kind=STUCK,
        about=queue.channel,
        title=f"Nothing gets through to {queue.channel}",
        text=f"{number} for it, the first since {utc(since)}, {span(now - since)} ago. {last}\n"
        f"`tumen outbox list --channel {queue.channel}` shows what its receiver says.",
        occasion=since.isoformat(),
    )


def disk_filling(free: int, total: int, now: datetime) -> Trouble:
    return Trouble(
        kind=DISK,
        about="store",
        title=f"The disk of the store is filling: {_bytes(free)} left",
        text=f"{_bytes(free)} of {_bytes(total)} are free. Without room nothing can be stored and nobody "
        "told; it goes on by itself when there is room again.\n"
        "Make room, or let `storage.keep` and `storage.keep_dropped` forget sooner.",
        occasion=f"{now:%Y-%m-%d}",
    )


def network_away(since: datetime) -> Trouble:
    """No feed can be reached since then; told instead of each of them."""
    return Trouble(
        kind="network-away",
        about="network",
        title="The network seems to be away: no feed can be reached",
        text=f"Nobody has answered since {utc(since)}. The feeds are asked on as often as ever, and all of "
        "them as soon as one answers. What their windows no longer show by then is lost.",
        occasion=since.isoformat(),
    )


def configuration_refused(problems: Sequence[str], now: datetime) -> Trouble:
    return Trouble(
        kind="configuration-refused",
        about="feeds.yaml",
        title="A changed feeds.yaml was refused; the last good one stays in force",
        text="\n".join(problems),
        occasion=now.isoformat(),
    )


def utc(moment: datetime) -> str:
    """``2026-03-02 09:00 UTC``."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def span(length: timedelta) -> str:
    """A time in its two largest units: ``3 d 4 h``, ``2 h 5 min``, ``40 s``."""
    seconds = max(0, round(length.total_seconds()))
    units = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))
    parts: list[str] = []
    for name, size in units:
        count, seconds = divmod(seconds, size)
        if count or parts:
            parts.append(f"{count} {name}" if count else "")
        if len(parts) == 2:
            break
    return " ".join(filter(None, parts)) or "0 s"


def _bytes(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"


def _headline(notification: Notification) -> str:
    article = notification.payload.get("article") or {}
    return str(article.get("title") or notification.payload.get("rule", {}).get("name", ""))
