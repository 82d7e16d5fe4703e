"""What a changed configuration asks of what is running: old settings and new ones to the differences.

Pure; the daemon acts on it. Things are told apart by their ids: a feed under another id is another feed,
with another history, while a changed address keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.settings import FeedSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Ids of one kind of thing: those that came, went, or say something else now."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __str__(self) -> str:
        signs = (("+", self.added), ("-", self.removed), ("~", self.changed))
        return " ".join(f"{sign}{id_}" for sign, ids in signs for id_ in ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What is different.

    ``due``: feeds to look at now: new, switched on, able to run at last, or at another address.
    ``fetching``: how documents are fetched differs; ``keeping``: how long articles stay. ``restart``: keys
    that are taken up at the next start.
    """

    feeds: Difference = Difference()
    entities: Difference = Difference()
    topics: Difference = Difference()
    rules: Difference = Difference()
    channels: Difference = Difference()
    due: tuple[str, ...] = ()
    fetching: bool = False
    keeping: bool = False
    notices: bool = False
    heartbeat: bool = False
    restart: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """False if the files say the same in other words."""
        differences = (self.feeds, self.entities, self.topics, self.rules, self.channels)
        return any((*differences, self.fetching, self.keeping, self.notices, self.heartbeat, self.restart))

    def __str__(self) -> str:
        """One line for the log; ids only, so no secret."""
        parts = [
            f"{name}: {difference}"
            for name in ("feeds", "entities", "topics", "rules", "channels")
            if (difference := getattr(self, name))
        ]
        parts += [name for name in ("fetching", "keeping", "notices", "heartbeat") if getattr(self, name)]
        parts += [f"{key} at the next start" for key in self.restart]
        return "; ".join(parts) or "nothing"


def diff(old: Settings, new: Settings) -> Changes:
    """What became different from ``old`` to ``new``."""
    feeds = {feed.id: feed for feed in old.feeds}
    return Changes(
        feeds=_difference(old.feeds, new.feeds),
        entities=_difference(old.entities, new.entities),
        topics=_difference(old.topics, new.topics),
        rules=_difference(old.rules, new.rules),
        channels=_difference(old.channels, new.channels),
        due=tuple(feed.id for feed in new.feeds if _is_due(feeds.get(feed.id), feed)),
        fetching=old.fetch != new.fetch,
        keeping=(old.storage.keep, old.storage.keep_dropped) != (new.storage.keep, new.storage.keep_dropped),
        notices=old.notices != new.notices,
        heartbeat=old.heartbeat != new.heartbeat,
        restart=tuple(
            key
            for key, before, after in (
                ("storage.url", old.storage.url, new.storage.url),
                ("web.listen", old.web.listen, new.web.listen),
            )
            if before != after
        ),
    )


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def _difference(old: Iterable[_Named], new: Iterable[_Named]) -> Difference:
    before = {thing.id: thing for thing in old}
    after = {thing.id: thing for thing in new}
    return Difference(
        added=tuple(id_ for id_ in after if id_ not in before),
        removed=tuple(id_ for id_ in before if id_ not in after),
        changed=tuple(id_ for id_, thing in after.items() if id_ in before and before[id_] != thing),
    )


def _is_due(old: FeedSettings | None, new: FeedSettings) -> bool:
    return new.watched and (old is None or not old.watched or old.url != new.url)
