"""What the operator is told about channels, deliveries and the program; pure.

Told by ``alerts.notices.notice``; when, is decided in ``alerts.lane`` for what one attempt shows, and by
whoever looks after the outbox for the rest. The sentences stand in ``alerts.render.notices``' catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from alerts.passages import shorten
from alerts.render.notices import said
from monitor.core.settings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.accounts import Queue
    from monitor.core.model import JSON, Delivery, Notification

STUCK = "outbox-stuck"
DISK = "disk-filling"

MOST = 20
"""Mistakes, recipients or feeds that are named; how many more there are is said."""

_LONGEST = 300
"""Characters of a value: what a receiver answered, a mistake in a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What there is to tell, once for each (kind, about, occasion).

    ``kind`` is a stable word for programs (``dead-delivery``), ``about`` the id of the feed, channel or
    delivery concerned. ``headline`` and ``lines`` are phrases (``alerts.render.notices``) that say what
    happened and what to do, without secrets; ``title`` and ``text`` the same in English, for programs and
    the log. ``occasion`` tells apart two outages of one feed. ``severity`` is ``normal`` for good news.
    """

    kind: str
    about: str
    title: str
    text: str
    headline: JSON = field(hash=False)
    lines: Sequence[Sequence[JSON]] = field(hash=False)
    occasion: str = ""
    severity: str = Severity.HIGH


def trouble(
    kind: str,
    about: str,
    headline: JSON,
    *lines: Sequence[JSON],
    occasion: str = "",
    severity: Severity = Severity.HIGH,
    timezone: str = "UTC",
) -> Trouble:
    """What there is to tell, in phrases; ``timezone`` is that of the times in the English text."""
    title, text = said(headline, lines, language="en", timezone=timezone)
    return Trouble(
        kind=kind,
        about=about,
        title=title,
        text=text,
        headline=headline,
        lines=lines,
        occasion=occasion,
        severity=severity,
    )


def phrase(say: str, **values: object) -> JSON:
    """A sentence of the catalogues by its name, with the values that stand in it as plain JSON."""
    return {"say": say, **{name: _plain(value) for name, value in values.items()}}


def _plain(value: object) -> object:
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return value.total_seconds()
        case str():
            return shorten(value, _LONGEST)
        case tuple():
            return [_plain(part) for part in value]
    return value


def dead_delivery(delivery: Delivery, notification: Notification, detail: str) -> Trouble:
    return trouble(
        "dead-delivery",
        f"{delivery.notification} {delivery.channel}",
        phrase("dead-delivery", channel=delivery.channel),
        [_told(notification)],
        [],
        [phrase("dead-delivery.after", attempts=delivery.attempts, detail=detail)],
        [phrase("dead-delivery.retry", notification=delivery.notification)],
    )


def refused_recipients(
    delivery: Delivery, notification: Notification, refused: Sequence[str], detail: str
) -> Trouble:
    return trouble(
        "refused-recipient",
        f"{delivery.channel} {' '.join(refused)}",
        phrase("refused-recipient", channel=delivery.channel),
        [_told(notification)],
        [],
        [phrase("refused-recipient.who", refused=(*refused[:MOST], *(["…"] if refused[MOST:] else [])))],
        [phrase("as-it-is", words=detail)],
        occasion=delivery.notification,
    )


def unreachable(channel: str, since: datetime, detail: str) -> Trouble:
    return trouble(
        "channel-unreachable",
        channel,
        phrase("channel-unreachable", channel=channel),
        [phrase("channel-unreachable.since", since=since, detail=detail)],
        [phrase("channel-unreachable.waits")],
        occasion=since.isoformat(),
    )


def switched_off(channel: str, delivery: Delivery, detail: str) -> Trouble:
    return trouble(
        "channel-disabled",
        channel,
        phrase("channel-disabled", channel=channel),
        [phrase("channel-disabled.why", detail=detail)],
        [phrase("channel-disabled.mend", channel=channel)],
        occasion=delivery.notification,
    )


def stuck(queue: Queue, since: datetime, now: datetime) -> Trouble:
    """A channel that takes nothing since then, though it can be reached."""
    number = "one" if queue.waiting == 1 else "many"
    last = queue.last_sent
    return trouble(
        STUCK,
        queue.channel,
        phrase(STUCK, channel=queue.channel),
        [
            phrase(f"outbox-stuck.{number}", waiting=queue.waiting, since=since, waited=now - since),
            phrase("outbox-stuck.last", last=last) if last else phrase("outbox-stuck.never"),
        ],
        [phrase("outbox-stuck.look", channel=queue.channel)],
        occasion=since.isoformat(),
    )


def disk_filling(free: int, total: int, now: datetime) -> Trouble:
    return trouble(
        DISK,
        "store",
        phrase(DISK, free=free),
        [phrase("disk-filling.room", free=free, total=total)],
        [phrase("disk-filling.mend")],
        occasion=f"{now:%Y-%m-%d}",
    )


def network_away(since: datetime) -> Trouble:
    """No feed can be reached since then; told instead of each of them."""
    return trouble(
        "network-away",
        "network",
        phrase("network-away"),
        [phrase("network-away.since", since=since)],
        occasion=since.isoformat(),
    )


def configuration_refused(problems: Sequence[str], now: datetime) -> Trouble:
    more = len(problems) - MOST
    return trouble(
        "configuration-refused",
        "feeds.yaml",
        phrase("configuration-refused"),
        *([phrase("as-it-is", words=problem)] for problem in problems[:MOST]),
        *([[phrase("and-more", more=more)]] if more > 0 else []),
        occasion=now.isoformat(),
    )


def _told(notification: Notification) -> JSON:
    """What a notification told, in a line."""
    article = notification.payload.get("article") or {}
    return phrase("as-it-is", words=article.get("title") or notification.payload["rule"]["name"])
