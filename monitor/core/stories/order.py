"""In which order articles of one moment are placed.

An article is placed by what was there before it, so much depends on who comes first: two reports that see
different sides of an event found two stories of it, unless one that sees both comes between them. Where the
order is known it is news. Items that are dated by the day have none, so the closest come first, each after
one that it is close to, and the lines in which they happen to stand do not matter.

Placing them is left to ``placing``.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from monitor.core.copies import choose_original
from monitor.core.stories.links import Compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article


def closest_first(articles: Sequence[Article], counts: Mapping[str, int], total: int) -> list[Article]:
    """The articles of one moment in the order in which they are to be placed.

    First the one that is closest to another, then always the one that is closest to any before it; where
    none is linked to those, the closest of the rest (R. C. Prim, "Shortest connection networks and some
    generalizations", 1957). A copy comes after its original, and a filing after the one before it, as they
    are given. ``counts`` and ``total`` as of ``place``, for the terms of all.
    """
    compared = [Compared(article, counts, total) for article in articles]
    links = [[one.score(other) for other in articles] for one in compared]
    for number, row in enumerate(links):
        row[number] = float("-inf")
    waits_for = _followed(articles)
    left = list(range(len(articles)))
    nearest = [float("-inf")] * len(articles)  # to those that are placed
    order: list[int] = []
    while left:
        ready = [number for number in left if waits_for[number].isdisjoint(left)]
        chosen = max(ready, key=nearest.__getitem__)
        if nearest[chosen] <= 0:
            chosen = max(ready, key=lambda number: max(links[number][other] for other in left))
        left.remove(chosen)
        order.append(chosen)
        for number in left:
            nearest[number] = max(nearest[number], links[number][chosen])
    return [articles[number] for number in order]


def _followed(articles: Sequence[Article]) -> list[set[int]]:
    """For each article those before it that it copies, or whose report it goes on with."""
    having: dict[object, set[int]] = defaultdict(set)
    followed = []
    for number, article in enumerate(articles):
        reading = article.reading
        filed = (reading.source, reading.chain)
        follows = set(having[filed]) if reading.chain else set()
        alike = set().union(*(having[band] for band in reading.features.bands))
        if alike and choose_original(reading, [articles[other] for other in alike]):
            follows |= alike
        followed.append(follows)
        for sign in (*reading.features.bands, filed):
            having[sign].add(number)
    return followed
