"""Placing an article: which story it joins, or that it founds one.

A story is judged by the mean of the better half of the article's links to its members (the best link
alone merges neighbouring events, the mean of all tears long ones apart), by how much the article has of the
story's core (what most of its members have and the other stories of these days have not), by how much of its
headline is in theirs (another event of the same actors has their names in its text and another act in its
headline), and by whether its headline names somebody else: another guest is another visit. The more stories
it might belong to, the less likely is each of them: a busy week asks for more than a quiet one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.model import ScorePart, StoryLink
from monitor.core.stories.links import SLACK, Compared, profile
from monitor.core.stories.twins import twins_of
from monitor.core.stories.weights import CORE, CROWD, HEADLINES, INSTEAD, NEWCOMERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from monitor.core.model import Article
    from monitor.core.stories.links import Profile

WINDOW = timedelta(days=6)
"""How far back members count: a story that nothing joined for so long has ended."""

NEIGHBOURS = 40
"""How many neighbours are worth asking the store for, those sharing most terms first.

More change nothing on the true days of labelled news, and cost a third of the time.
"""

QUIETEST = 2
"""As many stories come into question at least: an empty store does not know what else goes on."""

CERTAIN = 100.0
"""The score of a link that leaves no doubt."""

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
    founded story has the article's id; ids never change. Stories that seem to be one are linked.
    """
    if chain:
        return _certain(article, chain[-1], "filing of the same report")
    if copy is not None:
        return _certain(article, copy[0], "copy", f"{copy[1]:.0%} of the text")
    if not neighbours:
        return _founded(article)
    compared = Compared(article, counts, total)
    found = candidates(compared, neighbours)
    if not found:
        return _founded(article)
    crowd = CROWD * crowding(len(found))
    story, best = max(found.items(), key=lambda one: one[1].score)
    score = best.score + crowd
    if score <= 0:
        return _founded(article)
    _, closest = max(best.members, key=lambda member: member[0])
    parts = (*compared.link(closest).parts, *best.parts(len(found)))
    members = {
        other: [member for _, member in it.members] for other, it in found.items() if it.score + crowd > 0
    }
    also = twins_of(members.pop(story), members, counts=counts, total=total)
    return StoryLink(
        story=story, article=article.id, by=closest.id, score=round(score, 2), parts=parts, also=also
    )


def crowding(stories: int) -> float:
    """How crowded the days are, by the number of stories that come into question."""
    return math.log(1 + max(QUIETEST, stories))


class Candidate(NamedTuple):
    """A story that an article may belong to.

    ``link``: the mean of the better half of its links to the ``members``, which come with their links;
    ``core``: how much of what sets the story apart the article has, from -0.5 (nothing) to 0.5 (all of it);
    ``headlines``: how much of the article's headline is in those of the members, 0 to 1; ``newcomers``: the
    people in its headline of whom no member speaks, with their rarity; ``instead``: the name that it has in
    its headline where theirs have another, empty if none.
    """

    link: float
    core: float
    headlines: float
    newcomers: dict[str, float]
    instead: str
    members: list[tuple[float, Article]]

    @property
    def score(self) -> float:
        """The log odds that the article belongs to it, were it the only story of its days."""
        return self.link + sum(self._weights)

    @property
    def _weights(self) -> tuple[float, float, float, float]:
        """What besides the links speaks for it or against it, in the order of ``parts``."""
        return (
            CORE * self.core,
            HEADLINES * self.headlines,
            NEWCOMERS * sum(self.newcomers.values()),
            INSTEAD if self.instead else 0.0,
        )

    def parts(self, stories: int) -> tuple[ScorePart, ...]:
        """What besides the links speaks for it or against it, being one of so many stories."""
        said = {
            "stories of these days": str(stories),
            "core of the story": "",
            "headlines of the story": "",
            "people new to the story": ", ".join(map(_bare, self.newcomers)),
            "another name instead": self.instead,
        }
        weights = (CROWD * crowding(stories), *self._weights)
        return tuple(
            ScorePart(name=name, weight=round(weight, 2), detail=detail)
            for (name, detail), weight in zip(said.items(), weights, strict=True)
            if round(weight, 2)
        )


def candidates(compared: Compared, neighbours: Sequence[Article]) -> dict[str, Candidate]:
    """The stories of the neighbours of these days, by id."""
    stories: dict[str, list[tuple[float, Article]]] = defaultdict(list)
    there = {other.id for other in neighbours}
    for other in neighbours:
        # A late reprint opens no story that had ended: it tells of what its original told of.
        if abs(compared.when - other.when) <= WINDOW and (other.copy_of is None or other.copy_of in there):
            stories[other.story].append((compared.score(other), other))
    cores = _cores(compared, stories)
    found = {}
    for story, members in stories.items():
        profiles = [profile(member.reading.features.terms) for _, member in members]
        new = {
            name: kind
            for name, kind in compared.profile.proper.items()
            if not any(name in member.terms for member in profiles)
        }
        found[story] = Candidate(
            link=_better_half([score for score, _ in members]),
            core=cores[story],
            headlines=_in_headlines(compared, members),
            newcomers={name: compared.rarity[name] for name, kind in new.items() if kind == "person"},
            instead=_instead(new, compared, profiles) if new else "",
            members=members,
        )
    return found


def _founded(article: Article) -> StoryLink:
    return StoryLink(story=article.id, article=article.id, by=None, score=0.0)


def _certain(article: Article, other: Article, name: str, detail: str = "") -> StoryLink:
    part = ScorePart(name=name, weight=CERTAIN, detail=detail)
    return StoryLink(story=other.story, article=article.id, by=other.id, score=CERTAIN, parts=(part,))


def _better_half(scores: list[float]) -> float:
    better = sorted(scores, reverse=True)[: math.ceil(len(scores) / 2)]
    return sum(better) / len(better)


def _in_headlines(compared: Compared, members: Sequence[tuple[float, Article]]) -> float:
    """How much of the article's headline, by the rarity of what it names, the members' have on average."""
    headlines = [
        profile(member.reading.features.terms).headlined
        for _, member in members
        if not compared.has_standing_headline(member)
    ]
    worth = has = 0.0
    for term, _, weight in compared.headlined:
        worth += weight
        for headline in headlines:
            if term in headline:
                has += weight
    return has / len(members) / (worth + SLACK)


def _instead(new: Mapping[str, str], compared: Compared, members: Sequence[Profile]) -> str:
    """The name, ``new`` to the story, that the headline has where most of the members' have another.

    Of the same kind, and not named in the article at all: two guests may be in one report.
    """
    named = Counter(chain.from_iterable(member.proper.items() for member in members))
    missing = {
        kind
        for (name, kind), times in named.items()
        if times / len(members) >= _CORE_SHARE and name not in compared.profile.terms
    }
    return next((_bare(name) for name, kind in new.items() if kind in missing), "")


def _bare(term: str) -> str:
    return term.removeprefix("e:")


def _cores(compared: Compared, stories: Mapping[str, list[tuple[float, Article]]]) -> dict[str, float]:
    """How much the article has of what sets each story apart from its neighbours (``Candidate``).

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
    return min(1.0, members / _SURE) * (has / core - 0.5)
