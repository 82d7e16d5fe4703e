"""From the tree of an expression to conditions, with the terms and entities of all collected once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.expressions.conditions import (
    FIELDS,
    Absent,
    Condition,
    Found,
    InField,
    Nearby,
    Pattern,
    Place,
    Property,
    Scene,
    Several,
)
from monitor.core.expressions.syntax import (
    And,
    AtLeast,
    Entity,
    Exact,
    Expression,
    Filter,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Within,
    Word,
)
from monitor.core.terms import Mode, Term

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.core.expressions.matching import Subject


class Compiler:
    """Compiles expressions that will be matched together."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, Mode], int] = {}
        self.entities: set[str] = set()

    def terms(self) -> list[Term]:
        """Every term once; its key is its number."""
        return [Term(number, text, mode) for (text, mode), number in self._numbers.items()]

    def compile(self, node: Expression) -> Condition:
        match node:
            case Word(text) | Phrase(text):
                return self._term(node, text, Mode.INFLECTED)
            case Exact(text):
                return self._term(node, text, Mode.EXACT)
            case Prefix(text):
                return self._term(node, text, Mode.PREFIX)
            case Entity(id_):
                self.entities.add(id_)
                return Found(id_, str(node))
            case Regex(pattern):
                import re2

                return Pattern(re2.compile(pattern), str(node))
            case Filter(field, value):
                return Property(_test(field, value, str(node)))
            case Within(field, inner):
                return InField(FIELDS.index(field), self.compile(inner))
            case Not(inner):
                return Absent(self.compile(inner))
            case And(parts):
                return Several(len(parts), tuple(map(self.compile, parts)))
            case Or(parts):
                return Several(1, tuple(map(self.compile, parts)))
            case AtLeast(count, parts):
                return Several(count, tuple(map(self.compile, parts)))
            case Near(left, right, distance):
                return Nearby(self.compile(left), self.compile(right), distance)
        raise TypeError(f"not an expression: {node!r}")

    def _term(self, node: Expression, text: str, mode: Mode) -> Condition:
        number = self._numbers.setdefault((text, mode), len(self._numbers))
        return Found(number, str(node))


_VALUES: dict[str, Callable[[Subject], Iterable[str]]] = {
    "source": lambda subject: (subject.source,),
    "feed": lambda subject: (subject.feed,),
    "lang": lambda subject: (subject.language,),
    "topic": lambda subject: subject.topics,
    "facet": lambda subject: subject.facets,
}


def _test(field: str, value: str, term: str) -> Callable[[Scene], list[Place] | None]:
    """What a filter asks of an article; names are compared without regard to case."""
    wanted = value.casefold()

    def cites(scene: Scene) -> list[Place] | None:
        found = []
        for citation in scene.subject.cites:
            if citation.agency.casefold() == wanted:
                number = FIELDS.index(citation.field)
                place = scene.fields[number].locate(citation.start, citation.end)
                found.append(Place(number, *place, term))
        return found or None

    def has(scene: Scene) -> list[Place] | None:
        return [] if any(name.casefold() == wanted for name in _VALUES[field](scene.subject)) else None

    return cites if field == "cites" else has
