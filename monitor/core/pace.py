"""How fast a feed's window moves, and how long it may be left alone so that nothing passes it unseen.

A feed shows a window of its latest items. If its next document is to join the last one, with a third of it to
spare, it must be looked at again before two thirds have moved on; half is what is aimed at, because the next
half may come faster. A burst counts at once, its end only little by little: what came yesterday at this hour
may well come again, and to look a few times too often costs less than items that are gone. What comes at some
hour again and again is reckoned with before it comes (``until_moved``). Pure.
"""

from __future__ import annotations

from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from monitor.core.continuity import ENOUGH
from monitor.core.rhythm import hour_of, slot_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

SHARE = 0.5
"""Of the window that may move on between two checks."""

MOST = 2 / 3
"""Of the window that may move on if its publisher advises to wait."""

DOUBLES = timedelta(hours=12)
"""In so long a calm the window is taken for twice as long again."""

FLOOR = timedelta(minutes=1)
"""No feed is asked oftener, unless its interval is shorter."""

LONGEST = timedelta(days=60)
"""A window that lasts longer is as good as one for ever: no interval is so long."""

_HOUR = timedelta(hours=1)


def measure(
    known: timedelta | None,
    *,
    entries: int,
    new: int,
    elapsed: timedelta | None,
    published: Collection[datetime | None] = (),
    now: datetime,
) -> timedelta | None:
    """How long an item stays in the window at the pace of now; None if nothing tells.

    ``known`` is what was measured before. ``entries`` are those of the document, of which ``new`` came in the
    time ``elapsed`` since the last one; None if there was none. When the new ones were ``published`` matters
    only if they are all: nobody knows how often the window has moved on then.
    """
    relaxed = _relaxed(known, elapsed)
    if entries < ENOUGH or not new:  # the shortest lists may be all new without having been overrun
        return relaxed
    if new < entries:
        if elapsed is None:
            return known
        seen = elapsed * (entries / new)
    else:
        told = [it for it in (elapsed, _by_dates(published, now)) if it is not None]
        if not told:
            return known
        seen = min(told)
    return min(seen, relaxed or seen, LONGEST)


def _relaxed(known: timedelta | None, elapsed: timedelta | None) -> timedelta | None:
    if known is None or elapsed is None:
        return known
    return min(known * 2 ** min(elapsed / DOUBLES, 20), LONGEST)


def _by_dates(published: Collection[datetime | None], now: datetime) -> timedelta | None:
    """Twice the age of the median item, which a few that are pinned or misdated do not move."""
    ages = [(now - moment).total_seconds() for moment in published if moment is not None and moment <= now]
    if len(ages) < ENOUGH:
        return None
    window = timedelta(seconds=2 * median(ages))
    return window if window > FLOOR else None  # else the dates are those of the document's making


def until_moved(habits: Sequence[int], entries: int, now: datetime, *, within: timedelta) -> timedelta | None:
    """How long until half of a window of so many entries has moved on, if the coming hours bring what they
    usually do (``rhythm.habits``; none if they are not known); None if that is not ``within`` this time.
    """
    if not habits or entries < ENOUGH:
        return None
    left, moment = entries * SHARE, now
    while moment < now + within:
        later = hour_of(moment) + _HOUR
        usual = habits[slot_of(moment)]
        comes = usual * ((later - moment) / _HOUR)
        if comes >= left:
            wait = moment + left / usual * _HOUR - now
            return wait if wait < within else None
        left, moment = left - comes, later
    return None


def longest_wait(
    window: timedelta | None,
    interval: timedelta,
    ttl: timedelta | None = None,
    coming: timedelta | None = None,
) -> timedelta:
    """How long a feed with such a window may wait: its interval, or less where the window asks for it.

    ``ttl``, for how long it says that nothing new comes, is kept as far as a third of the window stays spare,
    and not beyond ``coming``: until half of it has usually moved on at these hours (``until_moved``).
    """
    wait = interval
    if window is not None:
        patience = min(ttl or timedelta(), window * MOST)
        wait = min(interval, max(window * SHARE, patience, FLOOR))
    return wait if coming is None else min(wait, max(coming, FLOOR))
