"""What the operator is told about channels and deliveries, in words; pure.

Told by ``alerts.notifications.notice``; when, is decided in ``alerts.lane``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.model import Delivery, Notification


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """The arguments of a notice; told once for each (kind, about, occasion)."""

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
        text=f"Since {since:%Y-%m-%d %H:%M} UTC: {detail}.\n"
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


def _headline(notification: Notification) -> str:
    article = notification.payload.get("article") or {}
    return str(article.get("title") or notification.payload.get("rule", {}).get("name", ""))
