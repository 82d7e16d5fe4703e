"""From the tree of an expression to conditions, with the terms and entities of all collected once."""

from __future__ import annotations

from monitor.core.expressions.conditions import (
    Absent,
    Condition,
    Found,
    InField,
    Pattern,
    Property,
    Several,
    SeveralFound,
)
from monitor.core.expressions.near import Nearby
from monitor.core.expressions.patterns import for_all_scripts
from monitor.core.expressions.scene import FIELDS
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


class Compiler:
    """Compiles expressions that will be matched together; each term and regular expression once.

    ``written``: what they look for, as written, by number.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.written: list[str] = []
        self.terms: list[Term] = []
        self.patterns: dict[int, str] = {}
        self.entities: set[str] = set()

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
                return Found(id_)
            case Regex(pattern):
                return self._pattern(node, pattern)
            case Filter(field, value):
                return Property((field, value.casefold()), str(node))
            case Within(field, inner):
                return InField(FIELDS.index(field), self.compile(inner))
            case Not(inner):
                return Absent(self.compile(inner))
            case And(parts):
                return self._several(len(parts), parts)
            case Or(parts):
                return self._several(1, parts)
            case AtLeast(count, parts):
                return self._several(count, parts)
            case Near(left, right, distance):
                return Nearby(self.compile(left), self.compile(right), distance)
        raise TypeError(f"not an expression: {node!r}")

    def _several(self, count: int, nodes: tuple[Expression, ...]) -> Condition:
        parts = tuple(map(self.compile, nodes))
        words = tuple(part.need for part in parts if isinstance(part, Found))
        return SeveralFound(count, words) if len(words) == len(parts) else Several(count, parts)

    def _term(self, node: Expression, text: str, mode: Mode) -> Condition:
        number, is_new = self._number(str(node))
        if is_new:
            self.terms.append(Term(number, text, mode))
        return Found(number)

    def _pattern(self, node: Expression, pattern: str) -> Condition:
        import re2

        number, _ = self._number(str(node))
        self.patterns[number], group = for_all_scripts(pattern)
        return Pattern(number, re2.compile(self.patterns[number]), group, self.written[number])

    def _number(self, written: str) -> tuple[int, bool]:
        number = self._numbers.setdefault(written, len(self.written))
        is_new = number == len(self.written)
        if is_new:
            self.written.append(written)
        return number, is_new
