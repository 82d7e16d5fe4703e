"""One of everything that the operator can be told."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from alerts import feed_trouble, trouble
from alerts.alive import Figures, alive
from monitor.core.accounts import Queue
from monitor.core.continuity import Gap
from monitor.core.fetching import Outcome
from monitor.core.rhythm import Silence
from monitor.core.settings import FeedSettings
from tests.build import NOW, after, delivery, feed_state, notification

if TYPE_CHECKING:
    from alerts.trouble import Trouble

FEED = FeedSettings(id="tass-en", url="https://t.example/rss", source="tass", name="TASS")


def every_trouble() -> list[Trouble]:
    silence = Silence(since=after(hours=-16), until=NOW, missed=15.2, limit=4, articles=1439, weeks=9)
    failed = [
        feed_state("tass-en", failures=5, outcome=outcome, last_success=NOW, next_check=after(hours=1))
        for outcome in Outcome
        if not outcome.ok and outcome is not Outcome.GONE
    ]
    told, waits = notification(), delivery(attempts=25)
    tree = trouble.disk_filling(1_900_000_000, 500_000_000_000, NOW)
    counts = {"articles": 1200, "kept": 34, "told": 5, "held": 6, "sent": 7, "dead": 1}
    figures = Figures(
        since=after(days=-1),
        activity=counts,
        waiting=2,
        in_digests=3,
        dead=1,
        feeds=60,
        failing=tuple(f"feed-{number}" for number in range(50)),
        troubles=(tree, feed_trouble.silent(FEED, silence)),
        standing=("nothing is stored",),
    )
    return [
        feed_trouble.silent(FEED, silence),
        feed_trouble.speaks_again(FEED, after(hours=-16)),
        *(feed_trouble.failing(FEED, state) for state in failed),
        feed_trouble.failing(FEED, feed_state("tass-en", failures=5, outcome=Outcome.TLS, detail="expired")),
        feed_trouble.recovered(FEED, NOW.isoformat()),
        feed_trouble.recovered(FEED, ""),
        feed_trouble.lost_items(FEED, Gap(since=after(hours=-2), now=NOW, entries=30, lost=21)),
        feed_trouble.lost_items(FEED, Gap(since=after(hours=-2), now=NOW, entries=30, lost=None)),
        feed_trouble.gone(FEED, FEED.url),
        trouble.network_away(NOW),
        trouble.unreachable("hook", after(minutes=-10), "cannot connect: connection refused"),
        trouble.switched_off("hook", waits, "HTTP 410"),
        trouble.stuck(Queue(channel="hook", waiting=1, since=NOW, last_sent=None), NOW, after(minutes=30)),
        trouble.stuck(Queue(channel="hook", waiting=9, since=NOW, last_sent=NOW), NOW, after(hours=30)),
        trouble.dead_delivery(waits, told, "HTTP 500"),
        trouble.refused_recipients(waits, told, ["a@x.example"], "a@x.example refused: 550 no"),
        tree,
        trouble.configuration_refused([f"feeds.yaml:{n}: rules[0]: unknown" for n in range(1, 40)], NOW),
        alive(figures, NOW + timedelta(days=1), "Asia/Seoul"),
    ]
