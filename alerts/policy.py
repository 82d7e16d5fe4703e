"""What a rule's settings mean for one match: what counts as told, what is new, when and whom to wake.

Pure; ``alerts.notifications`` applies it to the store.
"""

from __future__ import annotations

from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from alerts.schedule import after_quiet
from monitor.core.model import Delivery
from monitor.core.settings import OncePer, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.core.model import Article, Notification
    from monitor.core.settings import PolicySettings, RuleSettings, Settings


def once_key(rule: RuleSettings, article: Article, story: Sequence[Article]) -> str:
    """What the rule tells only once, as a key."""
    if rule.once_per is OncePer.REVISION:
        return f"revision:{article.id}:{article.revisions}"
    if rule.once_per is OncePer.STORY and article.story:
        return f"story:{article.story}"
    originals = {member.id: member.copy_of for member in story}
    original = article.copy_of or article.id
    for _ in story:  # a copy of a copy; a damaged archive may go in circles, hence no "while"
        original = originals.get(original) or original
    return f"article:{original}"


def on_channel(once: str, channel: str) -> str:
    """The key under which a channel was told what a rule tells once; no id has an ``@``."""
    return f"{once}@{channel}"


def awake(rule: RuleSettings, at: datetime) -> datetime:
    """``at``, or when the rule's quiet hours are over by then; high severity wakes people."""
    return at if rule.severity is Severity.HIGH else after_quiet(rule.quiet, rule.timezone, at)


def ways(rule: RuleSettings, channels: Sequence[str]) -> list[tuple[str, RuleSettings, tuple[str, ...]]]:
    """Who is told together: a key, the rule as it holds for them, their channels.

    The key is the rule's id, or ``RULE/CHANNEL`` for a channel with a policy of its own: no id has a slash.
    """
    own = {policy.channel: policy for policy in rule.per_channel}
    shared = tuple(channel for channel in channels if channel not in own)
    found = [(rule.id, rule, shared)] if shared else []
    alone = [channel for channel in channels if channel in own]
    return found + [(f"{rule.id}/{channel}", _as_for(rule, own[channel]), (channel,)) for channel in alone]


def _as_for(rule: RuleSettings, policy: PolicySettings) -> RuleSettings:
    return replace(
        rule,
        digest=policy.digest,
        quiet=policy.quiet,
        timezone=policy.timezone,
        limit=policy.limit,
        empty=policy.empty,
    )


def rule_of(key: str) -> str:
    """The rule's id in a key of ``ways``."""
    return key.partition("/")[0]


def channels_on(wanted: Iterable[str], settings: Settings) -> tuple[str, ...]:
    """Those that are switched on; one that lacks its secret is, and its deliveries wait for it."""
    enabled = {channel.id for channel in settings.channels if channel.enabled}
    return tuple(dict.fromkeys(channel for channel in wanted if channel in enabled))


def first_delivery(notification: Notification, channel: str, due: datetime) -> Delivery:
    return Delivery(notification=notification.id, channel=channel, created=notification.created, due=due)


def digest_id(rule: str, due: datetime) -> str:
    return notification_id(rule, f"digest:{due.isoformat()}")


def digest_made(due: datetime) -> str:
    """The key under which a rule has told, once the digest of this time was made."""
    return f"made:{due.isoformat()}"


def notification_id(*parts: str) -> str:
    return "msg_" + blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()
