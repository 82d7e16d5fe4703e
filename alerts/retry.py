"""How long to wait before a failed delivery, or an unreachable receiver, is tried again.

Pure: chance is an argument. The spacing follows the Standard Webhooks recommendation (at once, then
ever more slowly for days) and is the same for mail.
"""

from __future__ import annotations

from datetime import timedelta

_SECONDS = (1, 2, 5, 10, 20, 60, 300, 1800)
_HOURS = (2.5, 2.5, 3, 3, 3.5, 3.5, 4, 4, 4.5, 4.5, 5, 5, 5, 5, 5, 5, 5.5)

DELAYS = tuple(timedelta(seconds=n) for n in _SECONDS) + tuple(timedelta(hours=n) for n in _HOURS)
"""After the first failure, the second, …: three days in all. After the last the delivery is dead."""

PATIENCE = timedelta(days=3)
"""How long a receiver may stay unreachable before what waits for it is dead."""

LONGEST_WISH = timedelta(hours=1)
"""A receiver that asks for more patience (``Retry-After``) is asked again after this: alerts are news."""


def next_try(
    attempts: int, *, age: timedelta, chance: float, wish: timedelta | None = None
) -> timedelta | None:
    """The wait after ``attempts`` failures (1 or more), or None if that was the last.

    ``chance`` in [0, 1) spreads the wait by ±10 %. ``wish`` is the receiver's own: never sooner than
    that, and never sooner than the schedule. A delivery whose tries were hurried (its channel went and
    came) is not given up before its ``age`` has come to what the schedule would have taken.
    """
    if attempts > len(DELAYS) and age >= 0.9 * sum(DELAYS, timedelta()):
        return None
    delay = DELAYS[min(attempts, len(DELAYS)) - 1] * (0.9 + 0.2 * chance)
    if wish is not None:
        delay = max(delay, min(wish, LONGEST_WISH) + timedelta(seconds=0.5 * chance))
    return delay


def next_probe(away: timedelta, *, alarm: bool) -> timedelta:
    """The wait before a receiver that could not be reached for ``away`` is asked again.

    A twentieth of the time it has been away, from 1 s to 5 min: a short outage is noticed to have ended
    within seconds, a long one costs a few hundred calls a day. With ``alarm`` (a refused password) each
    try may bring an account nearer to being locked, so it begins at 1 min and doubles up to 30 min.
    """
    if alarm:
        return min(max(away, timedelta(minutes=1)), timedelta(minutes=30))
    return min(max(away / 20, timedelta(seconds=1)), timedelta(minutes=5))
