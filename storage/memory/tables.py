"""What the store holds: dictionaries of frozen values, copied for each unit of work."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from monitor.core.accounts import Ack, Attempt, MatchRecord, RuleVersion, Snooze
    from monitor.core.fetching import FeedState, FetchRecord, WantedPage
    from monitor.core.model import (
        Article,
        ChannelState,
        Delivery,
        DigestItem,
        Notification,
        Revision,
        StoryLink,
    )

    DeliveryKey = tuple[str, str]
    """Notification and channel."""


@dataclass(kw_only=True)
class Tables:
    """Everything; dictionaries keep the order of filing."""

    feeds: dict[str, FeedState] = field(default_factory=dict)
    fetches: dict[str, tuple[FetchRecord, ...]] = field(default_factory=dict)
    arrivals: dict[tuple[str, datetime], int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    articles: dict[str, Article] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    forms: dict[str, frozenset[str]] = field(default_factory=dict)  # the terms of the search text
    revisions: dict[str, tuple[Revision, ...]] = field(default_factory=dict)
    pages: dict[str, WantedPage] = field(default_factory=dict)
    links: dict[str, StoryLink] = field(default_factory=dict)
    matches: dict[tuple[str, str, int], MatchRecord] = field(default_factory=dict)
    rule_versions: dict[str, RuleVersion] = field(default_factory=dict)
    snoozes: dict[str, Snooze] = field(default_factory=dict)
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    digest_items: dict[tuple[str, object, str], DigestItem] = field(default_factory=dict)
    notifications: dict[str, Notification] = field(default_factory=dict)
    deliveries: dict[DeliveryKey, Delivery] = field(default_factory=dict)
    attempts: dict[DeliveryKey, tuple[Attempt, ...]] = field(default_factory=dict)
    acks: dict[str, Ack] = field(default_factory=dict)
    channels: dict[str, ChannelState] = field(default_factory=dict)

    def copy(self) -> Tables:
        """Another set of dictionaries with the same values."""
        return replace(self, **{table.name: dict(getattr(self, table.name)) for table in fields(self)})

    def become(self, other: Tables) -> None:
        """Hold what ``other`` holds."""
        for table in fields(self):
            setattr(self, table.name, getattr(other, table.name))


class Memory:
    """The present tables, and how they change: as a whole, by one thread at a time."""

    def __init__(self) -> None:
        self.tables = Tables()
        self._writing = threading.RLock()
        self._open = False

    @contextmanager
    def change(self) -> Iterator[Tables]:
        """A copy to change; it becomes the present on clean exit. Those who read meanwhile see the old."""
        with self._writing:
            if self._open:
                raise RuntimeError("a unit cannot be opened inside another")
            self._open = True
            try:
                tables = self.tables.copy()
                yield tables
                self.tables = tables
            finally:
                self._open = False
