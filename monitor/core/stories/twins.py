"""Two stories that seem to be one: linked, so that whoever reads of the one sees the other; never merged.

Reports that come early may found two stories of one event, because each saw another side of it. Later an
article belongs to both. That alone is no proof, for neighbouring events have articles between them (of four
such pairs in labelled news two were one event); the members of both stories must be linked with each other on
the whole. In labelled news nothing is linked so on the true days; on days made busier by dealing distant
stories together, fifteen of twenty such links are right: a link is a hint and never a merger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.stories.links import Compared

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article

ENOUGH = 2.5
"""The mean of the links between members of two stories from which on they are linked; on the true days of
labelled news it is below 1 for neighbouring events. Like events dealt into one week reach more.
"""

FEWEST = 2
"""Members that each of them has: one article may be anything."""

_COMPARED = 5  # members of each: each is made ready to be compared, which costs as much as ten comparisons


def twins_of(
    one: Sequence[Article],
    others: Mapping[str, Sequence[Article]],
    *,
    counts: Mapping[str, int],
    total: int,
) -> tuple[str, ...]:
    """Those of the other stories, by id, that tell of the same event as the story with these members.

    ``others`` are given with members of theirs; ``counts`` and ``total`` as of ``place``.
    """
    others = {story: members[:_COMPARED] for story, members in others.items() if len(members) >= FEWEST}
    if len(one) < FEWEST or not others:
        return ()
    ready = [Compared(mine, counts, total) for mine in one[:_COMPARED]]

    def linked(members: Sequence[Article]) -> bool:
        scores = [mine.score(theirs) for mine in ready for theirs in members]
        return sum(scores) / len(scores) >= ENOUGH

    return tuple(story for story, members in others.items() if linked(members))
