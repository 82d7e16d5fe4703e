"""Two stories that seem to be one: linked, so that whoever reads of the one sees the other; never merged.

Reports that come early may found two stories of one event, because each saw another side of it. Later an
article belongs to both. That alone is no proof, for neighbouring events have articles between them (of four
such pairs in labelled news two were one event); the members of both stories must be linked with each other on
the whole. In labelled news nothing is linked so on the true days; on days made busier by dealing distant
stories together, five of thirteen such links are right, so a link is a hint and never a merger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.stories.links import Compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article

ENOUGH = 2.0
"""The mean of the links between members of two stories from which on they are linked; on the true days of
labelled news it is below 1.6 for neighbouring events. Like events dealt into one week reach more.
"""

FEWEST = 2
"""Members that each of them has: one article may be anything."""

_COMPARED = 5  # members of each: each is made ready to be compared, which costs as much as ten comparisons


def are_one(
    one: Sequence[Article], other: Sequence[Article], *, counts: Mapping[str, int], total: int
) -> bool:
    """True if these members of two stories tell of one event; ``counts`` and ``total`` as of ``place``."""
    if min(len(one), len(other)) < FEWEST:
        return False
    scores = [
        compared.score(theirs)
        for compared in (Compared(mine, counts, total) for mine in one[:_COMPARED])
        for theirs in other[:_COMPARED]
    ]
    return sum(scores) / len(scores) >= ENOUGH
