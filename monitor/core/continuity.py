"""Does a feed's document join the one before it, or have items passed between that nobody saw?

A feed shows a window of its latest items. If none of them was there at the check before, the window has moved
on farther than it is long. How much is missing is estimated from how fast it moves now. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

ENOUGH = 5
"""Entries; a shorter list may be all new without having been overrun."""

CERTAIN = 3
"""So many missing: a pause as long as that of three items comes by chance once in twenty times (e⁻³)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What lies between two checks: ``since`` is the one before, ``lost`` about how many items passed unseen
    (None if the entries have no dates to tell it by), ``entries`` how many there are now.
    """

    since: datetime
    now: datetime
    entries: int
    lost: int | None


def find_gap(
    published: Collection[datetime | None],
    *,
    before: datetime,
    entries: int,
    now: datetime,
    window: timedelta | None = None,
) -> Gap | None:
    """The gap since the check at ``before``, if there is one.

    ``published`` are the times of the articles that are new, of ``entries`` in the document. There is none if
    some entry was known, or if what is dated reaches back to the check before, or nearly so. ``window`` is
    how long an item stayed when it was last measured; without dates, the loss is estimated by that.
    """
    if entries < ENOUGH or len(published) < entries:
        return None
    times = sorted(moment for moment in published if moment is not None and moment <= now)
    if len(times) < ENOUGH:
        passed = round(entries * ((now - before) / window - 1)) if window else 0
        return Gap(since=before, now=now, entries=entries, lost=passed if passed > 0 else None)
    unseen, shown = times[0] - before, times[-1] - times[0]
    lost = round(unseen / shown * (len(times) - 1)) if shown else None
    if unseen <= timedelta() or (lost is not None and lost < CERTAIN):
        return None
    return Gap(since=before, now=now, entries=entries, lost=lost)
