"""From a match on a filed article to what is told, when, and to whom; called inside the caller's transaction.

Who is told is decided in this order; the first that applies holds the match back, and is recorded:

1. the rule is not (or no longer) in force;
2. the article belongs to a feed's backlog;
3. the article was edited, and the rule matches nothing in it that it did not match before
   (``once_per: revision`` tells of every edit all the same);
4. this rule told about this story, article or revision already (``updates: true`` tells again of a
   development, and marks it: ``alerts.developments``; a channel that is on only since then is told of the
   story, and nothing is marked);
5. the rule has no channel that is switched on.

What is left is told: singly, due at once or when quiet hours end, or as an item of a digest (the rule's
own, the one that takes what exceeds ``limit``, or the one at the end of a snooze). Identifiers are hashes
of what is told, so repeating a transaction cannot tell a second time. Nothing here sends: ``alerts.outbox``
does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain, islice
from typing import TYPE_CHECKING

from alerts.developments import (
    REPORTS,
    as_it_was,
    facts,
    known_words,
    new_words,
    told,
    without_known,
)
from alerts.joined import joined, note_shown
from alerts.payload import Names, digest_data, match_data, rule_data, story_data
from alerts.policy import (
    awake,
    channels_on,
    digest_id,
    digest_made,
    first_delivery,
    notification_id,
    on_channel,
    once_key,
    rule_of,
    ways,
)
from alerts.schedule import next_digest
from alerts.versions import version_of
from monitor.core.model import DigestItem, Notification
from monitor.core.settings import OncePer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.core.model import JSON, Article, Match
    from monitor.core.protocols import AlertUnit, Unit
    from monitor.core.settings import LimitSettings, RuleSettings, Settings

NOT_IN_FORCE = "rule not in force"
BACKLOG = "backlog"
NOTHING_NEW = "nothing new in the edit"
TOLD_ALREADY = "already told"
NO_CHANNEL = "no channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Occasion:
    """What a match is told with: the article as it is now, its story so far, the file in force, the time."""

    article: Article
    story: Sequence[Article]
    linked: Sequence[Article]
    settings: Settings
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Telling:
    """The channels that are told the same under one key, and what is new to them of what they were told."""

    key: str
    channels: tuple[str, ...]
    news: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertCounts:
    """What became of an article's matches: told singly, put into a digest, or held back."""

    told: int = 0
    folded: int = 0
    held: int = 0

    def __add__(self, other: AlertCounts) -> AlertCounts:
        return AlertCounts(
            told=self.told + other.told, folded=self.folded + other.folded, held=self.held + other.held
        )


def alert(
    unit: AlertUnit,
    article: Article,
    matches: Iterable[Match],
    *,
    settings: Settings,
    story_members: Sequence[Article],
    linked_stories: Sequence[Article] = (),
    backlog: bool,
    revision: bool,
    now: datetime,
) -> AlertCounts:
    """Record the article's matches and put what has to be told into the outbox.

    Call it after the article was filed or edited. ``story_members``: the story so far, oldest first;
    ``linked_stories``: the first articles of those that seem to be the same.
    ``backlog``: it came with a feed's quiet first fetch. ``revision``: it was known, and its text changed.
    """
    matches = tuple(matches)
    if not matches:
        return AlertCounts()
    wanted = {match.rule for match in matches}
    rules = {rule.id: rule for rule in settings.rules if rule.id in wanted and rule.enabled}
    earlier = unit.earlier_matches(article.id) if revision else ()
    occasion = _Occasion(
        article=article, story=story_members, linked=linked_stories, settings=settings, now=now
    )
    counts = AlertCounts()
    for match in matches:
        rule = rules.get(match.rule)
        once = once_key(rule, article, story_members) if rule else ""
        words = new_words(match, earlier) if revision else None
        fresh = words is None or bool(words)
        channels = channels_on(rule.channels, settings) if rule else ()
        tellings = [_Telling(key=once, channels=channels)]
        told_already = rule is not None and unit.told(rule.id, once)
        if rule and told_already:
            news = _news(unit, article, match, story_members, earlier) if rule.updates else ()
            late = _latecomers(unit, rule, once, channels, now)
            fresh = fresh or bool(news)
            tellings = _all_the_same(article, once, channels, late, news)
        held = _held(rule, channels, backlog=backlog, fresh=fresh, told_already=not tellings)
        if held or rule is None:
            version = version_of(rule) if rule else ""
            unit.add_match(match, article, at=now, notifications=(), held=held, version=version)
            counts += AlertCounts(held=1)
        else:
            counts += _tell(unit, occasion, rule, match, tellings, once=once)
    return counts


def _all_the_same(
    article: Article, once: str, channels: tuple[str, ...], late: tuple[str, ...], news: tuple[str, ...]
) -> list[_Telling]:
    """How a match is told that its rule told before: what is new in it to those who were told, the article
    itself to those who were not; empty if there is neither.
    """
    tellings = []
    known = tuple(channel for channel in channels if channel not in late)
    if news and (known or not late):
        key = f"update:{article.id}:{article.revisions}"
        tellings.append(_Telling(key=key, channels=known, news=news))
    if late:
        tellings.append(_Telling(key=on_channel(once, ",".join(late)), channels=late))
    return tellings


def _latecomers(
    unit: AlertUnit, rule: RuleSettings, once: str, channels: tuple[str, ...], now: datetime
) -> tuple[str, ...]:
    """The channels that came to the rule, or were switched on, after it told of this.

    None where nobody wrote down which channels were told, nor where others would be told again because a
    digest is for all of them together; that lists what joined the story.
    """
    if not unit.told(rule.id, on_channel(once, "")):
        return ()
    late: list[str] = []
    for key, policy, together in ways(rule, channels):
        untold = [channel for channel in together if not unit.told(rule.id, on_channel(once, channel))]
        if len(untold) == len(together) or _digest_time(unit, key, policy, now) is None:
            late += untold
    return tuple(late)


def _note_channels(unit: AlertUnit, rule: str, once: str, channels: Iterable[str], notification: str) -> None:
    """Remember which channels this was told to, and that it was written down."""
    for channel in ("", *channels):
        unit.mark_told(rule, on_channel(once, channel), notification)


def _news(
    unit: AlertUnit, article: Article, match: Match, story: Sequence[Article], earlier: Sequence[Match]
) -> tuple[str, ...]:
    """What the article, new or edited, states of what the rule matches, and no other one of its story does.

    Nor may any of their earlier texts: what was corrected was said, and is no news when another repeats it.
    """
    found = facts(article, match, known_words(match.rule, earlier))
    beginnings = {term for it in story if it.id != article.id for term in it.reading.features.terms}
    found = {term: text for term, text in found.items() if term not in beginnings}
    if not found:
        return ()
    others = [other for other in unit.reports(article.story, REPORTS) if other.id != article.id]
    texts = (
        as_it_was(report.reading, text)
        for report in (article, *others)
        if report.revisions > 1
        for text in reversed(unit.revisions(report.id))
        if text.number < report.revisions
    )
    reports = (other.reading for other in others)
    return told(without_known(found, match.rule, chain(reports, islice(texts, REPORTS))))


def due_digests(unit: Unit, settings: Settings, now: datetime) -> int:
    """Make the digests whose time has come; how many. A digest that nothing waits for is not made.

    What waits for a rule that was sent to sleep goes on waiting.
    """
    return sum(
        make_digest(unit, rule, due, settings=settings, now=now)
        for rule, due in unit.due_digests(now)
        if not unit.snoozed(rule_of(rule), now)
    )


def make_digest(unit: Unit, key: str, due: datetime, *, settings: Settings, now: datetime) -> bool:
    """Make the digest of what waits under this key (``policy.ways``) for this time, be it now or not; False
    if nothing waits.

    It goes to the channels its rule has now; where the rule is gone or has none left, to those it had.
    """
    items = unit.take_digest(key, due)
    if not items:
        return False
    rule = next((rule for rule in settings.rules if rule.id == rule_of(key)), None)
    identity = digest_id(key, due)
    told = rule_data(rule) if rule else items[0].payload["rule"]
    names = names_of(settings)
    items = [_as_of_now(unit, item, names) for item in items]
    shown = {item.payload["story"]["id"]: None for item in items if "story" in item.payload}
    those_then = tuple(dict.fromkeys(name for item in items for name in item.channels))
    groups = ways(rule, channels_on(rule.channels, settings)) if rule else []
    told_now = {group: (policy, channels) for group, policy, channels in groups}
    policy, channels = told_now.get(key, (rule, those_then))
    notification = Notification(
        id=identity,
        kind="digest",
        rule=key,
        severity=told["severity"],
        created=now,
        payload={
            "notification": identity,
            "rule": told,
            **digest_data(items, joined(unit, key, identity, shown, names=names, now=now)),
            "configuration": settings.checksum,
        },
    )
    when = awake(policy, now) if policy else now
    unit.add_notification(notification, [first_delivery(notification, channel, when) for channel in channels])
    unit.mark_told(key, digest_made(due), identity)
    for item in items:
        if unit.told(rule_of(key), on_channel(item.once, "")):
            _note_channels(unit, rule_of(key), item.once, channels, identity)
    return True


def names_of(settings: Settings) -> Names:
    return Names(
        feeds={feed.id: feed.name for feed in settings.feeds},
        topics={topic.id: topic.name for topic in settings.topics},
    )


def _as_of_now(unit: Unit, item: DigestItem, names: Names) -> DigestItem:
    """The item with what has joined its story, or was found to be one with it, while it waited."""
    told = item.payload
    story = unit.story_members(told["story"]["id"]) if "story" in told else ()
    if all(member.id != told["article"]["id"] for member in story):
        return item  # it is forgotten
    linked = unit.linked_stories(told["story"]["id"])
    data = story_data(told["article"]["id"], story, names=names, linked=linked)
    return replace(item, payload={**told, "story": data})


def wake(unit: Unit, rule: str, *, settings: Settings, now: datetime) -> bool:
    """End a snooze now, and tell what it held back; False if the rule was awake."""
    asleep = unit.snoozed(rule, now)
    unit.snooze(rule, None, now)
    if asleep:
        waiting = [key for key, due in unit.due_digests(asleep) if due == asleep and rule_of(key) == rule]
        for key in waiting:
            make_digest(unit, key, asleep, settings=settings, now=now)
    return asleep is not None


def _held(
    rule: RuleSettings | None, channels: Sequence[str], *, backlog: bool, fresh: bool, told_already: bool
) -> str:
    if rule is None:
        return NOT_IN_FORCE
    if backlog:
        return BACKLOG
    if not fresh and rule.once_per is not OncePer.REVISION:
        return NOTHING_NEW
    if told_already:
        return TOLD_ALREADY
    if not channels:
        return NO_CHANNEL
    return ""


def _tell(
    unit: AlertUnit,
    occasion: _Occasion,
    rule: RuleSettings,
    match: Match,
    tellings: Sequence[_Telling],
    *,
    once: str,
) -> AlertCounts:
    """Tell what the rule tells only once under ``once``, or was told under it before."""
    article, settings = occasion.article, occasion.settings
    done: list[tuple[str, bool]] = []
    for telling in tellings:
        data = match_data(
            article,
            match,
            occasion.story,
            names=names_of(settings),
            news=telling.news,
            linked=occasion.linked,
        )
        told = {"rule": rule_data(rule), **data, "configuration": settings.checksum}
        made = [
            _tell_some(unit, occasion, key, policy, together, once=telling.key, told=told)
            for key, policy, together in ways(rule, telling.channels)
        ]
        first, _ = made[0]
        unit.mark_told(rule.id, telling.key, first)
        if telling.key == once or unit.told(rule.id, on_channel(once, "")):
            _note_channels(unit, rule.id, once, telling.channels, first)
        done += made
    notifications = tuple(dict.fromkeys(identity for identity, _ in done))
    version = version_of(rule)
    unit.add_match(match, article, at=occasion.now, notifications=notifications, held="", version=version)
    _, at_once = done[0]
    return AlertCounts(told=1) if at_once else AlertCounts(folded=1)


def _tell_some(
    unit: AlertUnit,
    occasion: _Occasion,
    key: str,
    rule: RuleSettings,
    channels: tuple[str, ...],
    *,
    once: str,
    told: JSON,
) -> tuple[str, bool]:
    """Tell the channels that are told together (``policy.ways``): the notification's id, and False if it is
    that of a digest to come.
    """
    article, now = occasion.article, occasion.now
    due = _digest_time(unit, key, rule, now)
    identity = digest_id(key, due) if due else notification_id(key, once)
    payload = {"notification": identity, **told}
    if due:
        item = DigestItem(
            rule=key, due=due, once=once, at=now, article=article.id, channels=channels, payload=payload
        )
        unit.add_digest_item(item)
        return identity, False
    notification = Notification(
        id=identity,
        kind="article",
        rule=key,
        severity=rule.severity,
        created=now,
        payload=payload,
        article=article.id,
        story=article.story or None,
    )
    when = awake(rule, now)
    unit.add_notification(notification, [first_delivery(notification, channel, when) for channel in channels])
    note_shown(unit, key, {it.id: it for it in (*occasion.story, article)}.values(), identity, now)
    return identity, True


def _digest_time(unit: AlertUnit, key: str, rule: RuleSettings, now: datetime) -> datetime | None:
    """When the digest is due that has to take what is to be told now; None: tell it singly.

    Never at the time of one that was made, which a clock that was set back comes by again: it would have the
    same id, and what waits for it would be lost.
    """
    asleep = unit.snoozed(rule.id, now)
    if asleep:
        return asleep  # as it is: no other digest may be due at the same moment, and have the same id
    if rule.digest:
        time = next_digest(rule.digest, rule.timezone, now)
        while unit.told(key, digest_made(awake(rule, time))):
            time = next_digest(rule.digest, rule.timezone, time)
        return awake(rule, time)
    end = window_end(unit, key, rule.limit, now) if rule.limit else None
    if end is None:
        return None
    due = awake(rule, end)
    while unit.told(key, digest_made(due)):
        due += timedelta(seconds=1)
    return due


def window_end(unit: AlertUnit, rule: str, limit: LimitSettings, now: datetime) -> datetime | None:
    """When there is room again under a limit, if there is none now.

    While a digest waits, everything joins it: the rest of a flood would otherwise be told before its
    middle.
    """
    waiting = unit.digest_due(rule)
    if waiting and now < waiting:
        return waiting
    times = unit.notification_times(rule, now - limit.per)
    # What was told by a clock that was set back since counts as told now.
    return min(times[-limit.count], now) + limit.per if len(times) >= limit.count else None
