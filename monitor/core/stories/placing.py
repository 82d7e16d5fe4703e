"""Placing an article: which story it joins, or that it founds one.

A story is judged by the mean of the best third of the article's links to its members (the best link
alone merges neighbouring events, the mean of all tears long ones apart), and by how much the article has of
the story's core: what most of its members have and the other stories of these days have not. The more
stories it might belong to, the less likely is each of them: a busy week asks for more than a quiet one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from monitor.core.model import ScorePart, StoryLink
from monitor.core.stories.links import Compared, profile
from monitor.core.stories.twins import are_one
from monitor.core.stories.weights import CORE, CROWD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article

WINDOW = timedelta(days=6)
"""How far back members count: a story that nothing joined for so long has ended."""

NEIGHBOURS = 60
"""How many neighbours are worth asking the store for, those sharing most terms first."""

CERTAIN = 100.0
"""The score of a link that leaves no doubt."""

_THIRD = 0.35
_CORE_SHARE = 0.5  # of a story's members have a term of its core
_UNSEEN = 0.02  # the share that a term is supposed to have where it was not seen
_SURE = 3  # members from which on the core is what it seems


def place(
    article: Article,
    *,
    copy: tuple[Article, float] | None = None,
    chain: Sequence[Article] = (),
    neighbours: Sequence[Article] = (),
    counts: Mapping[str, int],
    total: int,
) -> StoryLink:
    """The story of a new article, and why.

    ``copy`` is what it copies with the similarity, ``chain`` the earlier filings of its report, the latest
    last: either settles the matter. ``neighbours`` are articles of the last ``WINDOW`` that share ``telling``
    terms with it; ``counts`` says of each of its terms in how many of the ``total`` articles it occurs. A
    founded story has the article's id; ids never change. Stories that prove to be one are linked.
    """
    if chain:
        return _certain(article, chain[-1], "filing of the same report")
    if copy is not None:
        return _certain(article, copy[0], "copy", f"{copy[1]:.0%} of the text")
    if not neighbours:
        return _founded(article)
    compared = Compared(article, counts, total)
    stories: dict[str, list[tuple[float, Article]]] = defaultdict(list)
    for other in neighbours:
        if other.id != article.id and abs(article.when - other.when) <= WINDOW:
            stories[other.story].append((compared.score(other), other))
    cores = _cores(compared, stories)
    crowd = CROWD * math.log(1 + len(stories))
    scores = {
        story: _best_third([score for score, _ in links]) + cores[story] + crowd
        for story, links in stories.items()
    }
    story = max(scores, key=scores.__getitem__, default="")
    if not story or scores[story] <= 0:
        return _founded(article)
    score = scores[story]
    members = {story: [member for _, member in links] for story, links in stories.items()}
    also = tuple(
        other
        for other in scores
        if other != story
        and scores[other] > 0
        and are_one(members[story], members[other], counts=counts, total=total)
    )
    _, closest = max(stories[story], key=lambda link: link[0])
    crowded = ScorePart(name="stories of these days", weight=round(crowd, 2), detail=str(len(stories)))
    parts = (*compared.link(closest).parts, crowded)
    if cores[story]:
        parts += (ScorePart(name="core of the story", weight=round(cores[story], 2)),)
    return StoryLink(
        story=story, article=article.id, by=closest.id, score=round(score, 2), parts=parts, also=also
    )


def _founded(article: Article) -> StoryLink:
    return StoryLink(story=article.id, article=article.id, by=None, score=0.0)


def _certain(article: Article, other: Article, name: str, detail: str = "") -> StoryLink:
    part = ScorePart(name=name, weight=CERTAIN, detail=detail)
    return StoryLink(story=other.story, article=article.id, by=other.id, score=CERTAIN, parts=(part,))


def _best_third(scores: list[float]) -> float:
    best = sorted(scores, reverse=True)[: math.ceil(len(scores) * _THIRD)]
    return sum(best) / len(best)


def _cores(compared: Compared, stories: Mapping[str, list[tuple[float, Article]]]) -> dict[str, float]:
    """What each story gains if the article has what sets the story apart from its neighbours, or loses.

    A term of the core counts by how much likelier it is in this story than in the others of these days: the
    actors of a busy week are in all of its stories and say little.
    """
    seen = {
        story: Counter(
            chain.from_iterable(profile(member.reading.features.terms).core for _, member in members)
        )
        for story, members in stories.items()
    }
    everywhere: Counter[str] = Counter()
    for counter in seen.values():
        everywhere.update(counter)
    total = sum(map(len, stories.values()))
    return {
        story: _core(compared, seen[story], everywhere, len(members), total - len(members))
        for story, members in stories.items()
    }


def _core(
    compared: Compared, seen: Counter[str], everywhere: Counter[str], members: int, others: int
) -> float:
    if members < 2:
        return 0.0
    core = has = 0.0
    for term, times in seen.items():
        share = times / members
        if share >= _CORE_SHARE:
            elsewhere = (everywhere[term] - times) / others if others else 0.0
            weight = share * max(0.0, math.log((share + _UNSEEN) / (elsewhere + _UNSEEN)))
            core += weight
            if term in compared.known:
                has += weight
    if not core:
        return 0.0
    return CORE * min(1.0, members / _SURE) * (has / core - 0.5)
