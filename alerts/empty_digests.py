"""Digests that say that nothing came, for rules that ask for it (``empty: true``).

Silence may mean that nothing happened or that nothing was read, so they name the feeds that are silent or
fail. Called inside the caller's transaction, after the digests that hold something were made.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.joined import joined
from alerts.notifications import names_of
from alerts.payload import digest_data, rule_data
from alerts.policy import awake, channels_on, digest_id, digest_made, first_delivery, ways
from alerts.schedule import last_digest_time
from monitor.core.model import Notification

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from monitor.core.protocols import Unit
    from monitor.core.settings import RuleSettings, Settings

_WATCHED = "digest:watched"
_SLACK = timedelta(minutes=1)
"""What fell due at the same moment may be made a little later; until then nobody says that nothing came."""


def empty_digests(unit: Unit, settings: Settings, now: datetime, *, silent: Mapping[str, str]) -> int:
    """Make the digests that are due and hold nothing; how many. ``silent``: names of feeds by id.

    One for a rule that was not at work by its last time of a digest is not made, nor more than one for
    several that passed while Tumen did not run.
    """
    return sum(
        _make(unit, key, policy, channels, settings, now, silent)
        for rule in settings.rules
        if rule.enabled and not unit.snoozed(rule.id, now)
        for key, policy, channels in ways(rule, channels_on(rule.channels, settings))
        if policy.empty and policy.digest
    )


def _make(
    unit: Unit,
    key: str,
    rule: RuleSettings,
    channels: tuple[str, ...],
    settings: Settings,
    now: datetime,
    silent: Mapping[str, str],
) -> bool:
    assert rule.digest
    time = last_digest_time(rule.digest, rule.timezone, now)
    due = awake(rule, time)
    once = f"digest:{time.isoformat()}"
    if now < due + _SLACK or unit.told(key, once):
        return False
    identity = digest_id(key, due)
    first = not unit.told(key, _WATCHED)
    if first:
        unit.mark_told(key, _WATCHED, identity)
    unit.mark_told(key, once, identity)
    before = unit.last_digest(key)
    waits = unit.digest_due(key)
    held_something = (before is not None and before.created >= time) or (waits is not None and waits <= now)
    if first or held_something:
        return False
    payload = {
        "notification": identity,
        "rule": rule_data(next(one for one in settings.rules if one.id == rule.id)),
        **digest_data([], joined(unit, key, identity, (), names=names_of(settings), now=now)),
        "silent": [{"feed": feed, "name": name} for feed, name in silent.items()],
        "configuration": settings.checksum,
    }
    notification = Notification(
        id=identity, kind="digest", rule=key, severity=rule.severity, created=now, payload=payload
    )
    unit.add_notification(notification, [first_delivery(notification, channel, now) for channel in channels])
    unit.mark_told(key, digest_made(due), identity)
    return True
