"""How strongly two articles are linked: a sum of visible parts.

Each part measures one kind of term (``monitor.core.features``) that both articles have, weighed by how
rare it is, and has a weight learned from labelled stories (``weights``). The score is a log odds: above 0
the two more likely than not tell of one event.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from monitor.core import data
from monitor.core.model import ScorePart
from monitor.core.stories.weights import BIAS, WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from monitor.core.model import Article

RAREST = 500
"""A term in fewer than one of so many articles is as rare as can be: it names the event."""

SLACK = 0.3
"""Added to what is divided by, so that little evidence counts for less."""

_WORD_SLACK = 2.0  # the same for words: two reports of a line each share one by mere form («official»)

_SUPPOSED = 200  # articles supposed to have been seen before the first, with what is common in them
_TYPICAL = 0.6  # the rarity of terms whose counts were not asked for
_MOST = 3.0

_SHOWN = 6

# Of all articles name the two heads of state: whoever is in most headlines tells none apart.
_EVERYWHERE = 0.16

_STANDING = timedelta(hours=12)
"""A source that has the same headline so long after is not filing anew, but heads its daily page with it."""

_EASTERN = timedelta(hours=9)  # how far ahead of UTC Korea is

_KOREAS = frozenset(("e:north-korea", "e:south-korea"))
"""Alike in most of their names and opposites in fact; an article has one of them, or both."""

_KINDS = ("e", "te", "c", "tc", "n", "p", "d", "w", "tw")
_E, _TE, _C, _TC, _N, _P, _D, _W, _TW = range(len(_KINDS))
_NUMBERED = {kind: number for number, kind in enumerate(_KINDS)}

_NAMES = {
    "entities": "e",
    "headline entities": "te",
    "concepts": "c",
    "numbers": "n",
    "names": "p",
    "days": "d",
    "words": "w",
    "headline words": "tw",
}


@dataclass(frozen=True, slots=True)
class Link:
    """How strongly an article is linked to another, and why; ``parts`` add up to ``score``."""

    score: float
    parts: tuple[ScorePart, ...]


def telling(terms: Iterable[str]) -> tuple[str, ...]:
    """The terms by which neighbours are to be looked up: all that mean the same in every language.

    Words are left out: they are many, and would crowd out the neighbours in other languages.
    """
    return tuple(term for term in terms if term[:2] in ("e:", "c:", "p:", "n:"))


def own_days(when: datetime) -> frozenset[str]:
    """The terms of the day on which a report came, here and in Korea, where it is tomorrow already.

    "On the 12th", said on the 12th, is in every report of the day and tells of no event.
    """
    return frozenset(f"d:{day.day}" for day in (when, when + _EASTERN))


def rarities(terms: Iterable[str], counts: Mapping[str, int], total: int) -> dict[str, float]:
    """The weight of each term, 0 (everywhere) to 1 (as rare as can be); ``total`` articles were seen.

    The same in headlines and texts. Logarithm of the frequency, as in inverse document frequency (K.
    Spärck Jones, 1972), cut off where a term is rare enough to name an event.
    """
    weights = {}
    common = _common()
    for term in terms:
        known = term.removeprefix("t")
        seen = counts.get(known, 0) + 1 + _SUPPOSED * common.get(known, 0.0)
        weights[term] = -math.log(min(1.0, max(seen / (total + _SUPPOSED), 1 / RAREST))) / math.log(RAREST)
    return weights


@cache
def _common() -> dict[str, float]:
    """The share of articles that have a common term, from ``common.txt``."""
    shares = (line.partition(" = ") for line in data.lines("monitor.core.stories", "common.txt"))
    return {term: int(percent) / 100 for percent, _, terms in shares for term in terms.split()}


class Profile(NamedTuple):
    """The terms of an article as they are compared.

    ``numbers``: how many there are of each kind; ``sums``: how much their rarities come to if they are
    typical; ``headlined``: the entities and concepts that its headline has; ``proper``: those of them that
    tell one event from another, with their kind; ``core``: what may belong to a story's core; ``koreas``:
    which of them it has.
    """

    terms: frozenset[str]
    numbers: list[int]
    sums: list[float]
    headlined: tuple[str, ...]
    proper: dict[str, str]
    core: tuple[str, ...]
    koreas: frozenset[str]


_REMEMBERED = 4_096
_profiles: dict[int, tuple[tuple[str, ...], Profile]] = {}


def profile(terms: tuple[str, ...]) -> Profile:
    """Of a feature's terms; remembered, for the same neighbours come again while a story lasts.

    By identity: to hash hundreds of terms each time would cost as much as to compare them.
    """
    known = _profiles.get(id(terms))
    if known is None or known[0] is not terms:
        if len(_profiles) >= _REMEMBERED:
            _profiles.clear()
        known = _profiles[id(terms)] = terms, _profile(terms)
    return known[1]


def _profile(terms: tuple[str, ...]) -> Profile:
    numbers = [0] * len(_KINDS)
    for kind, number in Counter([term.partition(":")[0] for term in terms]).items():
        if kind in _NUMBERED:  # not of another version
            numbers[_NUMBERED[kind]] = number
    headlined = tuple(term[1:] for term in terms if term.startswith(("te:", "tc:")))
    return Profile(
        frozenset(terms),
        numbers,
        sums=[_TYPICAL * number for number in numbers],
        headlined=headlined,
        proper=dict(_proper(terms)),
        core=tuple(term for term in terms if term.startswith(("e:", "c:", "p:"))),
        koreas=_KOREAS.intersection(terms),
    )


def _proper(terms: Iterable[str]) -> Iterator[tuple[str, str]]:
    common = _common()
    for term in terms:
        if term.startswith("k:"):
            _, kind, entity = term.split(":", 2)
            if common.get(f"e:{entity}", 0.0) < _EVERYWHERE:
                yield f"e:{entity}", kind


class Compared:
    """An article made ready to be compared with many others.

    ``worth`` says of each of its ``known`` terms the number of its kind and its weight. Kinds of another
    version are not known. ``headlined``: the entities and concepts of its headline, with the same.
    """

    __slots__ = ("article", "headlined", "known", "profile", "rarity", "sums", "when", "worth")

    def __init__(self, article: Article, counts: Mapping[str, int], total: int) -> None:
        """``counts`` and ``total`` as of ``rarities``, for the terms of this article."""
        terms = article.reading.features.terms
        self.article = article
        self.when = article.when
        self.profile = profile(terms)
        self.rarity = rarities(terms, counts, total)
        self.sums = [0.0] * len(_KINDS)
        self.worth: dict[str, tuple[int, float]] = {}
        today = own_days(self.when)
        for term, weight in self.rarity.items():
            kind = _NUMBERED.get(term.partition(":")[0])
            if kind is not None and term not in today:
                self.sums[kind] += weight
                self.worth[term] = kind, weight
        self.known = frozenset(self.worth)
        self.headlined = [(term, *self.worth[term]) for term in self.profile.headlined if term in self.worth]

    def has_standing_headline(self, other: Article) -> bool:
        """True if the two have the headline of a source's page in common («Daily briefing»), and no more.

        It says nothing of an event; nor does what stands in it, though the texts have it too.
        """
        mine, theirs = self.article.reading, other.reading
        return (
            mine.title == theirs.title
            and mine.source == theirs.source
            and abs(self.when - other.when) >= _STANDING
        )

    def _comparable(self, other: Article) -> frozenset[str]:
        """The known terms by which the two are to be compared."""
        if not self.has_standing_headline(other):
            return self.known
        headline = {term for term in self.known if term.startswith("t")}
        return self.known - headline - {term.removeprefix("t") for term in headline}

    def measure(self, other: Article) -> tuple[float, ...]:
        """What the parts of a link are made of, in the order of ``WEIGHTS``, which say what each is worth."""
        ours, worth, mine = self.sums, self.worth, self.profile
        theirs = profile(other.reading.features.terms)
        typical = theirs.sums  # how rare their terms are was not asked for
        shared = [0.0] * len(_KINDS)
        comparable = self._comparable(other)
        for term in comparable & theirs.terms:
            kind, weight = worth[term]
            shared[kind] += weight
        # What one has in its headline and the other anywhere; what both have in theirs counts twice.
        crossed = [0.0, 0.0, 0.0]
        for term, kind, weight in self.headlined:
            if term in theirs.terms and term in comparable:
                crossed[kind] += weight
        for term in theirs.headlined:
            if term in comparable:
                kind, weight = worth[term]
                crossed[kind] += weight

        # Most kinds are not shared at all, so what they are divided by need not be known.
        def of_the_fewer(kind: int, slack: float = SLACK) -> float:
            part = shared[kind]
            return part and part / (min(ours[kind], typical[kind]) + slack)

        def of_both(kind: int, part: float) -> float:
            return part and part / (ours[kind] + typical[kind] + SLACK)

        entities, concepts = of_the_fewer(_E), of_the_fewer(_C)
        fewest = min(mine.numbers[_E] + mine.numbers[_C], theirs.numbers[_E] + theirs.numbers[_C])
        return (
            entities,
            min(_MOST, shared[_TE]),
            of_both(_TE, crossed[_E]),
            1.0 if _differ(mine.koreas, theirs.koreas) else 0.0,
            concepts,
            of_both(_TC, crossed[_C]),
            0.0 if shared[_C] else 1.0,
            entities * concepts,
            of_both(_N, 2 * shared[_N]),
            of_the_fewer(_P),
            of_both(_D, 2 * shared[_D]),
            of_the_fewer(_W, _WORD_SLACK),
            of_the_fewer(_TW),
            abs((self.when - other.when).total_seconds()) / 86_400,
            1 / math.sqrt(1 + fewest),
        )

    def score(self, other: Article) -> float:
        """The log odds that the other tells of the same event."""
        return _score(self.measure(other))

    def link(self, other: Article) -> Link:
        """The score with its parts, those that matter, the weightiest first."""
        measured = self.measure(other)
        both = self._comparable(other).intersection(other.reading.features.terms)
        parts = [ScorePart(name="bias", weight=round(BIAS, 2))]
        for name, value in zip(WEIGHTS, measured, strict=True):
            weight = round(WEIGHTS[name] * value, 2)
            if weight:
                parts.append(ScorePart(name=name, weight=weight, detail=self._detail(name, both)))
        parts.sort(key=lambda part: -abs(part.weight))
        return Link(score=round(_score(measured), 2), parts=tuple(parts))

    def _detail(self, name: str, both: frozenset[str]) -> str:
        """What the two share of this kind, the rarest first."""
        kind = _NAMES.get(name)
        if kind is None:
            return ""
        found = sorted((-self.rarity[term], term) for term in both if term.startswith(f"{kind}:"))
        return ", ".join(term.partition(":")[2] for _, term in found[:_SHOWN])


def _score(measured: tuple[float, ...]) -> float:
    weighted: float = sum(map(mul, WEIGHTS.values(), measured))
    return BIAS + weighted


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)
