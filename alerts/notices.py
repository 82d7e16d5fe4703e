"""What the operator is told about Tumen itself, by the same outbox and with the same guarantees as alerts.

What can be told stands in ``alerts.trouble``, ``alerts.feed_trouble`` and ``alerts.alive``.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.notifications import window_end
from alerts.payload import notice_data
from alerts.policy import channels_on, digest_id, first_delivery, notification_id
from monitor.core.model import DigestItem, Notification
from monitor.core.settings import LimitSettings

if TYPE_CHECKING:
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.protocols import Unit
    from monitor.core.settings import Settings

NOTICES = "tumen:notices"
"""Stands for a rule's id in what the operator is told; no rule in the file can have it."""

_LIMIT = LimitSettings(count=20, per=timedelta(hours=1))
"""When everything fails at once, the rest comes as one digest."""


def notice(
    unit: Unit, trouble: Trouble, *, settings: Settings, now: datetime, not_by: str | None = None
) -> bool:
    """Tell the operator something, once for each (kind, about, occasion) of it.

    ``not_by`` is a channel that is no use, being what the notice is about. False if it was told before, or
    there is no channel under ``notices:`` to tell it by.
    """
    once = f"{trouble.kind}\n{trouble.about}\n{trouble.occasion}"
    channels = tuple(name for name in channels_on(settings.notices, settings) if name != not_by)
    if not channels or unit.told(NOTICES, once):
        return False
    due = window_end(unit, NOTICES, _LIMIT, now)
    identity = digest_id(NOTICES, due) if due else notification_id(NOTICES, once)
    payload = {
        "notification": identity,
        "rule": {"id": NOTICES, "name": "Tumen", "severity": trouble.severity},
        **notice_data(trouble),
        "configuration": settings.checksum,
    }
    if due:
        unit.add_digest_item(
            DigestItem(
                rule=NOTICES, due=due, once=once, at=now, article=None, channels=channels, payload=payload
            )
        )
    else:
        notification = Notification(
            id=identity, kind="notice", rule=NOTICES, severity=trouble.severity, created=now, payload=payload
        )
        unit.add_notification(
            notification, [first_delivery(notification, channel, now) for channel in channels]
        )
    unit.mark_told(NOTICES, once, identity)
    return True
