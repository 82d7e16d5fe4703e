"""Matching expressions: many at once, each with the words that made it true.

A ``RuleBook`` puts the terms of all its expressions into one ``TermIndex``, and their regular expressions
into one ``PatternIndex``. For each expression it knows terms, entities, regular expressions and properties of
which at least one must be there; only expressions of which one was found are looked at further, so an article
hardly pays for rules that have nothing to do with it. Expressions that need nothing in particular (a NOT
alone) are always looked at.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.expressions.compiler import Compiler
from monitor.core.expressions.conditions import certain
from monitor.core.expressions.patterns import PatternIndex
from monitor.core.expressions.scene import EVERYWHERE, Scene
from monitor.core.model import Match
from monitor.core.terms import TermIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from monitor.core.expressions.conditions import Condition
    from monitor.core.expressions.scene import Need, Place
    from monitor.core.expressions.syntax import Expression
    from monitor.core.model import Citation, Evidence, Mention
    from monitor.core.text import Folded

MOST_EVIDENCE = 200
"""Spans that a match shows at most; only an absurd text has more."""

# What is in many articles is a bad guide to a rule: better go by anything rarer that it needs. A regular
# expression that may match is tried, which takes longer than a look at a term.
_PATTERN_COST = 20
_ENTITY_COST = 100  # entities are in most articles that topics keep
_PROPERTY_COST = 1000

_KEY = itemgetter(0)


class Subject(NamedTuple):
    """What expressions are matched against: an article and what has been understood of it.

    ``topics`` are those that keep it, ``facets`` all of theirs.
    """

    title: Folded
    text: Folded
    source: str = ""
    feed: str = ""
    language: str = ""
    topics: frozenset[str] = frozenset()
    facets: frozenset[str] = frozenset()
    cites: tuple[Citation, ...] = ()
    mentions: tuple[Mention, ...] = ()


def alone(entity: str) -> frozenset[str]:
    """The family of an entity that has nothing under it."""
    return frozenset((entity,))


class RuleBook:
    """Expressions compiled to be matched together.

    ``entity_family`` gives an entity and all under it; by default an entity stands for itself.
    """

    def __init__(
        self, expressions: Mapping[str, Expression], entity_family: Callable[[str], frozenset[str]] = alone
    ) -> None:
        compiler = Compiler()
        self._rules = list(expressions)
        self._conditions = [compiler.compile(expression) for expression in expressions.values()]
        # Most hold wherever they are candidates; a look at the condition itself would take longer than this.
        self._certain = bytes(map(certain, self._conditions))
        self._index = TermIndex(compiler.terms)
        self._patterns = PatternIndex(compiler.patterns)
        self._written = compiler.written
        self._families = {wanted: entity_family(wanted) for wanted in compiler.entities}
        self._wanted_by: dict[str, list[str]] = {}
        for wanted, family in self._families.items():
            for entity in family:
                self._wanted_by.setdefault(entity, []).append(wanted)
        self._by_need, self._always = _by_need(self._conditions, compiler.patterns)

    def match(self, subject: Subject) -> tuple[Match, ...]:
        """The expressions that hold, in the order given, with their evidence.

        Evidence goes by title and text, then by place, each span once a term, at most ``MOST_EVIDENCE``.
        """
        scene = self._look(subject)
        matches = []
        for index in self._candidates(scene):
            places = self._conditions[index].places(scene, EVERYWHERE)
            if places is not None:
                matches.append(Match(rule=self._rules[index], evidence=_evidence(scene, places)))
        return tuple(matches)

    def holding(self, subject: Subject) -> tuple[str, ...]:
        """The expressions that hold, in the order given: those of ``match``, without evidence and faster."""
        scene = self._look(subject)
        rules, conditions, holds_anyway = self._rules, self._conditions, self._certain
        return tuple(
            rules[index]
            for index in self._candidates(scene)
            if holds_anyway[index] or conditions[index].holds(scene, EVERYWHERE)
        )

    def _candidates(self, scene: Scene) -> list[int]:
        """The expressions of which something that they need was found, in the order given."""
        by_need = self._by_need
        needs = chain(scene.found & by_need.keys(), scene.possible & by_need.keys())
        return sorted(set(self._always).union(*[by_need[need] for need in needs]))

    def _look(self, subject: Subject) -> Scene:
        """Find in an article all that an expression may ask for."""
        scene = Scene(subject, self._written, self._families)
        scene.hits = tuple(self._index.scan(folded) for folded in scene.fields)
        found = scene.found
        for hits in scene.hits:
            found.update(map(_KEY, hits))
        if self._patterns:
            for number in range(len(scene.fields)):
                scene.possible.update(self._patterns.candidates(scene.composed(number).text))
        for mention in subject.mentions:
            if wanted := self._wanted_by.get(mention.entity):
                found.update(wanted)
        found.update(("cites", citation.agency.casefold()) for citation in subject.cites)
        found.update(("topic", topic.casefold()) for topic in subject.topics)
        found.update(("facet", facet.casefold()) for facet in subject.facets)
        found.add(("source", subject.source.casefold()))
        found.add(("feed", subject.feed.casefold()))
        found.add(("lang", subject.language.casefold()))
        return scene


@lru_cache(maxsize=256)
def _book(expression: Expression, entity_family: Callable[[str], frozenset[str]]) -> RuleBook:
    return RuleBook({"": expression}, entity_family)


def match_one(
    expression: Expression, subject: Subject, entity_family: Callable[[str], frozenset[str]] = alone
) -> Match | None:
    """Match a single expression; the match's rule is empty. Compiled expressions are kept."""
    matches = _book(expression, entity_family).match(subject)
    return matches[0] if matches else None


def _by_need(
    conditions: Sequence[Condition], patterns: Collection[int]
) -> tuple[dict[Need, tuple[int, ...]], tuple[int, ...]]:
    """Which conditions to look at when something was found; and those to look at always."""
    uses = Counter(need for condition in conditions for need in condition.mentioned())

    def cost(need: Need) -> int:
        if isinstance(need, int):
            return uses[need] + (_PATTERN_COST if need in patterns else 0)
        return uses[need] + (_ENTITY_COST if isinstance(need, str) else _PROPERTY_COST)

    by_need: dict[Need, list[int]] = {}
    always: list[int] = []
    for index, condition in enumerate(conditions):
        needs = condition.needs(cost)
        if needs is None:
            always.append(index)
            continue
        for need in needs:
            by_need.setdefault(need, []).append(index)
    return {need: tuple(indexes) for need, indexes in by_need.items()}, tuple(always)


def _evidence(scene: Scene, places: list[Place]) -> tuple[Evidence, ...]:
    if len(places) == 1 and not places[0].parts:
        return (scene.evidence(places[0]),)
    leaves: set[Place] = set()
    for place in places:
        leaves.update(place.parts or (place,))
    return tuple(map(scene.evidence, sorted(leaves)[:MOST_EVIDENCE]))
