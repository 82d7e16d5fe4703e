"""Matching expressions: many at once, each with the words that made it true.

A ``RuleBook`` puts the terms of all its expressions into one ``TermIndex``. For each expression it knows
terms and entities of which at least one must be there; only expressions of which one was found are looked
at further, so an article hardly pays for rules that have nothing to do with it. Expressions that need
nothing in particular (a NOT, filters or regular expressions alone) are always looked at.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from monitor.core.expressions.compiler import Compiler
from monitor.core.expressions.conditions import FIELDS, Condition, Need, Place, Scene
from monitor.core.model import Evidence, Match
from monitor.core.terms import TermIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from monitor.core.expressions.syntax import Expression
    from monitor.core.model import Citation, Mention
    from monitor.core.text import Folded

MOST_EVIDENCE = 200
"""Spans that a match shows at most; only an absurd text has more."""

_ENTITY_COST = 100  # entities are in most articles that topics keep: better go by anything else
_EVERYWHERE = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
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
        self._rules = [(rule, compiler.compile(expression)) for rule, expression in expressions.items()]
        self._index = TermIndex(compiler.terms())
        self._wanted_by: dict[str, list[str]] = {}
        for wanted in sorted(compiler.entities):
            for entity in entity_family(wanted):
                self._wanted_by.setdefault(entity, []).append(wanted)
        self._by_need, self._always = _by_need([condition for _, condition in self._rules])

    def match(self, subject: Subject) -> tuple[Match, ...]:
        """The expressions that hold, in the order given, with their evidence.

        Evidence goes by title and text, then by place, each span once a term, at most ``MOST_EVIDENCE``.
        """
        scene = Scene(subject)
        found = scene.found
        for number, folded in enumerate(scene.fields):
            for need, start, end in self._index.scan(folded):
                found.setdefault(need, []).append((number, start, end))  # type: ignore[arg-type]  # our keys are ints
        for mention in subject.mentions:
            for wanted in self._wanted_by.get(mention.entity, ()):
                number = FIELDS.index(mention.field)
                place = scene.fields[number].locate(mention.start, mention.end)
                found.setdefault(wanted, []).append((number, *place))
        candidates = set(self._always)
        for need in found:
            candidates.update(self._by_need.get(need, ()))
        matches = []
        for index in sorted(candidates):
            rule, condition = self._rules[index]
            places = condition.places(scene, _EVERYWHERE)
            if places is not None:
                matches.append(Match(rule=rule, evidence=_evidence(scene, places)))
        return tuple(matches)


@lru_cache(maxsize=256)
def _book(expression: Expression, entity_family: Callable[[str], frozenset[str]]) -> RuleBook:
    return RuleBook({"": expression}, entity_family)


def match_one(
    expression: Expression, subject: Subject, entity_family: Callable[[str], frozenset[str]] = alone
) -> Match | None:
    """Match a single expression; the match's rule is empty. Compiled expressions are kept."""
    matches = _book(expression, entity_family).match(subject)
    return matches[0] if matches else None


def _by_need(conditions: Sequence[Condition]) -> tuple[dict[Need, tuple[int, ...]], tuple[int, ...]]:
    """Which conditions to look at when something was found; and those to look at always."""
    uses = Counter(need for condition in conditions for need in condition.mentioned())

    def cost(need: Need) -> int:
        return uses[need] + (_ENTITY_COST if isinstance(need, str) else 0)

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
    leaves = sorted({leaf for place in places for leaf in place.leaves()})[:MOST_EVIDENCE]
    evidence = []
    for number, first, last, term, _ in leaves:
        folded = scene.fields[number]
        start, end = folded.span(first, last)
        text = folded.original[start:end]
        evidence.append(Evidence(field=FIELDS[number], start=start, end=end, text=text, term=term))
    return tuple(evidence)
