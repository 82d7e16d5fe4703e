"""What sites ask of robots, fetched when it is first needed and remembered for a day.

Only pages that a feed names are asked about: a feed's own address was given to us by the operator.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from monitor.core.fetching import Failed, Fetched, Outcome
from monitor.core.robots import MAX_SIZE, Robots, parse_robots
from monitor.core.urls import server_of

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.settings import FeedSettings
    from monitor.seams import FetchesPages

AGENT = "Tumen"
LASTS = timedelta(days=1)
SITES = 1_000
"""Remembered at most; the one asked for longest ago goes first."""

_NONE = frozenset((Outcome.NOT_FOUND, Outcome.GONE, Outcome.UNAUTHORIZED, Outcome.FORBIDDEN, Outcome.EMPTY))
"""By RFC 9309 a file that is refused or missing (4xx) asks nothing; one that cannot be had now asks all."""


@dataclass(frozen=True, slots=True)
class _Known:
    robots: Robots
    until: datetime


class RobotsFiles:
    """The robots.txt of every site that was asked about."""

    def __init__(self, fetcher: FetchesPages) -> None:
        self._fetcher = fetcher
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def of(self, url: str, feed: FeedSettings, now: datetime) -> Robots | Failed:
        """What the site of an address asks; ``Failed`` if that cannot be learnt now.

        ``feed`` is on whose behalf, for its TLS options.
        """
        site = f"{urlsplit(url).scheme}://{server_of(url)}"
        turn = self._turns.setdefault(site, asyncio.Lock())
        async with turn:
            known = self._known.get(site)
            if known and known.until > now:
                self._known.move_to_end(site)
                return known.robots
            robots = await self._ask(site, feed)
            if isinstance(robots, Robots):
                self._known[site] = _Known(robots, now + LASTS)
                while len(self._known) > SITES:
                    self._known.popitem(last=False)
            return robots

    async def _ask(self, site: str, feed: FeedSettings) -> Robots | Failed:
        reply = await self._fetcher.fetch_page(f"{site}/robots.txt", feed, max_size=MAX_SIZE)
        if isinstance(reply, Fetched):
            return parse_robots(reply.body.decode("utf-8", "replace"), AGENT)
        return Robots() if reply.outcome in _NONE else reply
