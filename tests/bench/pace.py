"""What feeds with spikes lose between two checks, and by how many: ``python -m tests.bench.pace``.

Feeds are made up as in ``tests.bench.rhythm``, busier. Each is checked for ten weeks, of which the last six
count, with and without its habits (``rhythm.habits``). Beside them stands the least that could do: whoever
knew the future and checked as late as a third of the window allows, or its interval.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.pace import FLOOR, MOST, longest_wait, measure, until_moved
from monitor.core.rhythm import habits, hour_of
from monitor.core.schedule import JITTER
from tests.bench.rhythm import DAY, DESK, START, year

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

END = START + timedelta(weeks=10)
COUNTED = START + timedelta(weeks=4)

BRIEFINGS = (*(1,) * 9, 300, *(10,) * 5, 200, *(10,) * 8)
WEEK = (1, 1, 1, 1, 1, 0.2, 0.4)
FEEDS = {
    "translation desk": (DESK, 500),
    "two briefings": (BRIEFINGS, 200),
    "restless wire": (DAY, 1700),
    "general wire": (DAY, 180),
}


class Tally(NamedTuple):
    items: int
    lost: int
    checks: int
    overlapping: int
    """Checks by which a third of the window had stayed."""

    def __str__(self) -> str:
        lost, kept = 100 * self.lost / self.items, 100 * self.overlapping / self.checks
        return f"lost {lost:.2f} %, a third kept by {kept:.1f} %, {per_day(self.checks):.0f} checks a day"


def per_day(count: int) -> float:
    return count / ((END - COUNTED) / timedelta(days=1))


def checked(came: Sequence[datetime], shown: int, interval: timedelta, *, learning: bool) -> Tally:
    """Check a feed that shows so many of its latest items."""
    chance = random.Random(1)
    arrivals: Counter[datetime] = Counter()
    usual: tuple[int, ...] = ()
    window: timedelta | None = None
    items = lost = checks = overlapping = 0
    now = last = START
    seen = 0
    while now < END:
        passed = bisect_right(came, now) - seen
        seen += passed
        latest = came[seen - min(passed, shown) : seen]
        if now >= COUNTED:
            items, lost, checks = items + passed, lost + passed - len(latest), checks + 1
            overlapping += passed <= shown * MOST
        arrivals.update(map(hour_of, latest))
        if learning and now.date() != last.date():
            usual = habits(arrivals, now)
        window = measure(
            window, entries=shown, new=len(latest), elapsed=now - last, published=latest, now=now
        )
        wait = longest_wait(window, interval)
        wait = longest_wait(window, interval, coming=until_moved(usual, shown, now, within=wait))
        last, now = now, now + max(wait * (1 - JITTER * chance.random()), min(FLOOR, interval))
    return Tally(items, lost, checks, overlapping)


def needed(came: Sequence[datetime], shown: int, interval: timedelta) -> int:
    """The fewest checks by which a third of the window stays each time, or the floor is kept."""
    now, checks = COUNTED, 0
    while now < END:
        checks += 1
        first_too_many = bisect_right(came, now) + int(shown * MOST)
        wait = min(interval, came[first_too_many] - now) if first_too_many < len(came) else interval
        now += max(wait, FLOOR)
    return checks


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--interval", type=float, default=30, help="minutes")
    options.add_argument("--shown", type=int, nargs="*", default=[20, 50])
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    interval = timedelta(minutes=args.interval)
    for name, (shape, much) in FEEDS.items():
        days = tuple(much * share for share in WEEK)
        came = year(shape, days, holidays=False, chance=random.Random(args.seed))
        for shown in args.shown:
            enough = per_day(needed(came, shown, interval))
            print(f"{name}, {shown} shown; {enough:.0f} checks a day would do")
            for learning in (False, True):
                tally = checked(came, shown, interval, learning=learning)
                print(f"  {'with' if learning else 'without'} habits: {tally}")


if __name__ == "__main__":
    main()
