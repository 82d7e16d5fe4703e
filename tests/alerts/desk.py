"""A desk that files articles as the pipeline does and looks at what the outbox then holds, and its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from alerts import notifications
from alerts.empty_digests import empty_digests
from alerts.notifications import AlertCounts, due_digests
from monitor.core.model import Sent
from monitor.core.settings import (
    DigestSettings,
    FeedSettings,
    QuietSettings,
    RuleSettings,
    Settings,
    WebhookSettings,
)
from tests.alerts.samples import match_of
from tests.build import NOW, article, link, revision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.model import Article, Delivery, Match, Notification
    from monitor.core.protocols import Store


HOURLY = DigestSettings(every="hourly")
NIGHT = QuietSettings(start=time(17), end=time(7))


def rule(name: str = "troops", **more: object) -> RuleSettings:
    plausible = {"id": name, "name": name.title(), "when": "troops", "channels": ("desk", "hook")}
    return RuleSettings(**plausible | more)  # type: ignore[arg-type]


def settings(*rules: RuleSettings, off: Sequence[str] = (), notices: Sequence[str] = ("desk",)) -> Settings:
    return Settings(
        checksum="c0ffee",
        feeds=(FeedSettings(id="tass-en", url="https://t.example", source="tass", name="TASS"),),
        rules=rules or (rule(),),
        channels=tuple(
            WebhookSettings(id=name, url="http://127.0.0.1/", enabled=name not in off)
            for name in ("desk", "hook")
        ),
        notices=tuple(notices),
    )


class Desk:
    """Files articles as the pipeline does, and looks at what the outbox then holds."""

    def __init__(self, store: Store, configured: Settings) -> None:
        self.store = store
        self.settings = configured
        self.filed: list[Article] = []

    def files(
        self, told: Article, *matches: Match, backlog: bool = False, now: datetime = NOW
    ) -> AlertCounts:
        edited = any(other.id == told.id for other in self.filed)
        with self.store.unit() as unit:
            if edited:
                unit.add_revision(told, revision(told))
            else:
                unit.add_article(told, link(told))
            self.filed = [other for other in self.filed if other.id != told.id] + [told]
            return notifications.alert(
                unit,
                told,
                matches or (match_of(told, "troops", "Военные", "북한군"),),
                settings=self.settings,
                story_members=[other for other in self.filed if other.story == told.story],
                backlog=backlog,
                revision=edited,
                now=now,
            )

    def digests(self, now: datetime) -> int:
        with self.store.unit() as unit:
            return due_digests(unit, self.settings, now)

    def empty_digests(self, now: datetime, **silent: str) -> int:
        with self.store.unit() as unit:
            return due_digests(unit, self.settings, now) + empty_digests(
                unit, self.settings, now, silent=silent
            )

    def sends(self, now: datetime = NOW) -> None:
        """Every channel takes all that is due."""
        for channel in self.settings.channels:
            while claimed := self.store.outbox.claim(channel.id, now, timedelta(minutes=2)):
                self.store.outbox.settle(claimed[0], Sent(), due=None, now=now)

    def answered(self, channel: str) -> dict[str, str | None]:
        """Which notification each one's mail answers; itself, if it begins the thread."""
        return {told.id: one.thread for one, told in self.outbox if one.channel == channel}

    @property
    def outbox(self) -> list[tuple[Delivery, Notification]]:
        """Oldest first."""
        return list(self.store.outbox.deliveries(limit=1000))[::-1]

    @property
    def told(self) -> list[Notification]:
        return list({notification.id: notification for _, notification in self.outbox}.values())

    def held(self, of: Article) -> list[str]:
        return [record.held for record in self.store.matches(of.id)]


def desk(store: Store, *rules: RuleSettings, **more: object) -> Desk:
    return Desk(store, settings(*rules, **more))  # type: ignore[arg-type]


def stories(count: int, start: int = 0) -> list[Article]:
    return [article(f"n{n}", title=f"troops {n}", story=f"t{n}") for n in range(start, start + count)]


def edit(of: Article, title: str) -> Article:
    return replace(of, revisions=of.revisions + 1, reading=replace(of.reading, title=title, text=""))
