"""How long a feed says that nothing new comes: ``ttl`` (RSS 2.0) and ``sy:`` (RSS 1.0's module Syndication).

Looked for in the text, before its first item: feedparser and ``plainfeeds`` need not agree on what neither is
asked for. It is advice to whoever polls, so what is absurd or missing matters little.
"""

from __future__ import annotations

import re
from datetime import timedelta

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8_760}  # hours

_ITEM = re.compile(r"<(?:item|entry)[\s>]")
_HEAD = 20_000  # characters at most before the first item
_TTL = re.compile(r"<ttl>\s{0,20}(\d{1,6})\s{0,20}</ttl>")
_PERIOD = re.compile(r"<sy:updatePeriod>\s{0,20}([a-z]{5,7})\s{0,20}</sy:updatePeriod>")
_FREQUENCY = re.compile(r"<sy:updateFrequency>\s{0,20}(\d{1,4})\s{0,20}</sy:updateFrequency>")


def stated_ttl(feed: str) -> timedelta | None:
    """The longest time that the feed states; None if it states none."""
    first = _ITEM.search(feed, 0, _HEAD)
    head = feed[: first.start() if first else _HEAD]
    stated = timedelta()
    if found := _TTL.search(head):
        stated = timedelta(minutes=int(found[1]))
    period = _PERIOD.search(head)
    if period and period[1] in _PERIODS:
        times = _FREQUENCY.search(head)
        stated = max(stated, timedelta(hours=_PERIODS[period[1]]) / max(1, int(times[1]) if times else 1))
    return stated or None
