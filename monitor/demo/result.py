"""A finished run and its JSON lines; how people see it is said by ``monitor.demo.show``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from monitor.reports.archive import exported

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.model import JSON
    from monitor.demo.outcome import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished run. ``differences`` from what should have come out; none is a success."""

    snapshot: Snapshot
    differences: tuple[str, ...]
    seconds: float

    @property
    def counts(self) -> JSON:
        """The figures of the summary."""
        snapshot = self.snapshot
        kept = sum(article.reading.kept for article in snapshot.articles)
        return {
            "feeds": len(snapshot.feeds),
            "articles": len(snapshot.articles),
            "kept": kept,
            "dropped": len(snapshot.articles) - kept,
            "stories": len(snapshot.stories()),
            "revisions": sum(article.revisions - 1 for article in snapshot.articles),
            "copies": sum(article.copy_of is not None for article in snapshot.articles),
            "alerts": len(snapshot.alerts),
            "notifications": len({alert.notification for alert in snapshot.alerts}),
            "verified": sum(not alert.problem for alert in snapshot.alerts),
        }


def write_json(result: Result, out: TextIO) -> None:
    """Write one object a line: feeds, articles, stories, alerts, the summary."""
    out.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in _events(result))
    out.flush()


def _events(result: Result) -> Iterator[JSON]:
    snapshot = result.snapshot
    for seen in snapshot.feeds:
        yield {
            "event": "feed",
            "id": seen.feed.id,
            "source": seen.feed.source,
            "url": seen.feed.url,
            "outcome": str(seen.outcome),
            "detail": seen.detail,
            "checks": seen.checks,
            "unchanged": seen.unchanged,
            "articles": seen.articles,
            "kept": seen.kept,
        }
    for article in snapshot.articles:
        yield {"event": "article", **exported(article)}
    for story, members in snapshot.stories().items():
        told = [
            {
                "id": article.id,
                "title": article.reading.title,
                "language": article.reading.language,
                "source": article.reading.source,
                "url": article.reading.url,
            }
            for article in members
        ]
        yield {"event": "story", "id": story, "articles": told}
    for alert in snapshot.alerts:
        yield {
            "event": "alert",
            "channel": alert.channel,
            "rule": alert.rule,
            "severity": alert.severity,
            "article": alert.article,
            "url": alert.url,
            "notification": alert.notification,
            "verified": not alert.problem,
            "problem": alert.problem or None,
        }
    yield {
        "event": "summary",
        **result.counts,
        "ok": not result.differences,
        "differences": list(result.differences),
        "seconds": round(result.seconds, 1),
    }
