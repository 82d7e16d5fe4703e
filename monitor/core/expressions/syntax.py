"""The tree of an expression. ``str()`` of a node is an expression that parses to the same node."""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS = ("title", "text")
"""The fields that words are looked for in."""

FILTERS = ("source", "feed", "lang", "topic", "facet", "cites")
"""The fields that have a value of their own."""

DEFAULT_DISTANCE = 10
"""Words between the sides of a NEAR without a number."""

KEYWORDS = frozenset(("AND", "OR", "NOT", "NEAR", "OF"))

_BARE = re.compile(r"[^\s()（）\",，:*=@/“”„«»「」『』!~&|+'‘-][^\s()（）\",，:*=“”„«»「」『』~^?]*")

# How tightly each kind of node binds.
_OR, _AND, _NEAR, _NOT, _ATOM = range(5)


class Expression:
    """Any node; immutable and hashable."""

    __slots__ = ()
    binding = _ATOM

    def inside(self, binding: int) -> str:
        """The node as part of one that binds so tightly: in brackets if it binds less."""
        return str(self) if self.binding >= binding else f"({self})"


def quoted(text: str) -> str:
    """The text between quotes, as ``"two words"`` are written."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def bare(text: str) -> bool:
    """Can the text be written as a word, without quotes?"""
    return bool(_BARE.fullmatch(text)) and text not in KEYWORDS and not text.lower().startswith("near")


@dataclass(frozen=True, slots=True)
class Word(Expression):
    """A word in every form."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Phrase(Expression):
    """Words in a row, each in every form."""

    text: str

    def __str__(self) -> str:
        return quoted(self.text)


@dataclass(frozen=True, slots=True)
class Exact(Expression):
    """A word or phrase as written."""

    text: str

    def __str__(self) -> str:
        return "=" + (self.text if bare(self.text) else quoted(self.text))


@dataclass(frozen=True, slots=True)
class Prefix(Expression):
    """Every word that begins so."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True, slots=True)
class Entity(Expression):
    """Every name of an entity of the lexicon and of those under it."""

    id: str

    def __str__(self) -> str:
        return f"@{self.id}"


@dataclass(frozen=True, slots=True)
class Regex(Expression):
    """A regular expression in RE2's syntax."""

    pattern: str

    def __str__(self) -> str:
        return (
            "/"
            + re.sub(r"(\\.)|/", lambda found: found.group(1) or r"\/", self.pattern, flags=re.DOTALL)
            + "/"
        )


@dataclass(frozen=True, slots=True)
class Filter(Expression):
    """A property of the article: ``field`` is one of ``FILTERS``."""

    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.field}:{self.value if bare(self.value) else quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class Within(Expression):
    """An expression that must hold in one field: ``field`` is one of ``FIELDS``."""

    field: str
    inner: Expression

    def __str__(self) -> str:
        return f"{self.field}:{self.inner.inside(_ATOM)}"


@dataclass(frozen=True, slots=True)
class Not(Expression):
    inner: Expression
    binding = _NOT

    def __str__(self) -> str:
        return f"NOT {self.inner.inside(_NOT)}"


@dataclass(frozen=True, slots=True)
class Near(Expression):
    """Both sides in one field, in either order, with at most ``distance`` words between them."""

    left: Expression
    right: Expression
    distance: int = DEFAULT_DISTANCE
    binding = _NEAR

    def __str__(self) -> str:
        return f"{self.left.inside(_NEAR)} NEAR/{self.distance} {self.right.inside(_NOT)}"


@dataclass(frozen=True, slots=True)
class And(Expression):
    parts: tuple[Expression, ...]
    binding = _AND

    def __str__(self) -> str:
        return " AND ".join(part.inside(_NEAR) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or(Expression):
    parts: tuple[Expression, ...]
    binding = _OR

    def __str__(self) -> str:
        return " OR ".join(part.inside(_AND) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AtLeast(Expression):
    """So many of the parts hold."""

    count: int
    parts: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"{self.count} OF ({', '.join(map(str, self.parts))})"


def walk(expression: Expression) -> list[Expression]:
    """The node and all below it."""
    found, todo = [], [expression]
    while todo:
        node = todo.pop()
        found.append(node)
        todo.extend(children(node))
    return found


def children(node: Expression) -> tuple[Expression, ...]:
    match node:
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return parts
        case Not(inner) | Within(_, inner):
            return (inner,)
        case Near(left, right):
            return (left, right)
    return ()


def stands_somewhere(node: Expression) -> bool:
    """Has the node places in a text, so that something can be near it?"""
    match node:
        case Word() | Phrase() | Exact() | Prefix() | Entity() | Regex():
            return True
        case Near(left, right):
            return stands_somewhere(left) and stands_somewhere(right)
        case Or(parts):
            return all(stands_somewhere(part) for part in parts)
        case Within(_, inner):
            return stands_somewhere(inner)
    return False
