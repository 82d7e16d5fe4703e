"""What an expression is compiled to: conditions that look at a scene and say where they hold.

A condition's ``places`` are None where it does not hold, and otherwise the places that made it hold: none
for what has no place (a filter, a NOT). ``needs`` names things of which at least one must have been found
for the condition to hold; None if it may hold without any.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from monitor.core.expressions.scene import EVERYWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.core.expressions.scene import Need, Scene


def _within(places: list[Place], fields: tuple[int, ...]) -> list[Place] | None:
    return [place for place in places if place.field in fields] or None


class Condition(Protocol):
    """An expression ready to be tried."""

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        """Whether it holds in these fields."""
        ...

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        """Where it holds in these fields; None if it does not hold."""
        ...

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:
        """The cheapest set of needs of which one is found wherever the condition holds."""
        ...

    def mentioned(self) -> Iterator[Need]:
        """All terms and entities in it."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """A term or an entity stands somewhere."""

    need: Need

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        return self.need in scene.found and (fields is EVERYWHERE or bool(self.places(scene, fields)))

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        places = scene.places(self.need)
        if places is None or fields is EVERYWHERE:
            return places
        return _within(places, fields)

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:  # noqa: ARG002 - no choice here
        return frozenset((self.need,))

    def mentioned(self) -> Iterator[Need]:
        yield self.need


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression matches somewhere, in the text in NFC. The need decides the expression.

    ``group``: which group of what was compiled is the match.
    """

    need: int
    compiled: Any
    group: int
    term: str

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        return self.places(scene, fields) is not None

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        if self.need not in scene.possible:
            return None
        if self.need not in scene.searched:
            scene.searched[self.need] = list(self._search(scene))
        return _within(scene.searched[self.need], fields)

    def _search(self, scene: Scene) -> Iterator[Place]:
        for number, folded in enumerate(scene.fields):
            text = scene.composed(number)
            for match in self.compiled.finditer(text.text):
                start, end = match.span(self.group)
                if start < end:
                    yield Place(number, *folded.locate(*text.span(start, end)), self.term)

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:  # noqa: ARG002 - no choice here
        return frozenset((self.need,))

    def mentioned(self) -> Iterator[Need]:
        yield self.need


@dataclass(frozen=True, slots=True)
class Property:
    """The article has a property. A citation has a place, nothing else does."""

    need: tuple[str, str]
    term: str

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:  # noqa: ARG002 - of the whole article
        return self.need in scene.found

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        places = scene.places(self.need)
        if places is None:
            return None
        return [place._replace(term=self.term) for place in places if place.field in fields]

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:  # noqa: ARG002 - no choice here
        return frozenset((self.need,))

    def mentioned(self) -> Iterator[Need]:
        yield self.need


@dataclass(frozen=True, slots=True)
class InField:
    """A condition that must hold in one field."""

    number: int
    inner: Condition

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        return self.inner.holds(scene, tuple(number for number in fields if number == self.number))

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        return self.inner.places(scene, tuple(number for number in fields if number == self.number))

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:
        return self.inner.needs(cost)

    def mentioned(self) -> Iterator[Need]:
        return self.inner.mentioned()


@dataclass(frozen=True, slots=True)
class Absent:
    """A condition does not hold."""

    inner: Condition

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        return not self.inner.holds(scene, fields)

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        return None if self.inner.holds(scene, fields) else []

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:  # noqa: ARG002 - needs nothing
        return None

    def mentioned(self) -> Iterator[Need]:
        return self.inner.mentioned()


@dataclass(frozen=True, slots=True)
class Several:
    """At least ``count`` of the parts hold: all of them for AND, one for OR."""

    count: int
    parts: tuple[Condition, ...]

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        wanted, left = self.count, len(self.parts)
        for part in self.parts:
            if wanted == 0 or wanted > left:
                break
            left -= 1
            wanted -= part.holds(scene, fields)
        return wanted == 0

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        found: list[Place] = []
        missing = len(self.parts) - self.count
        for part in self.parts:
            here = part.places(scene, fields)
            if here is not None:
                found += here
            elif missing == 0:
                return None
            else:
                missing -= 1
        return found

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:
        # Of all parts but count - 1, one must hold: take the cheapest such choice.
        choices = [needs for part in self.parts if (needs := part.needs(cost)) is not None]
        wanted = len(self.parts) - self.count + 1
        if len(choices) < wanted:
            return None
        choices.sort(key=lambda needs: sum(map(cost, needs)))
        return frozenset().union(*choices[:wanted])

    def mentioned(self) -> Iterator[Need]:
        for part in self.parts:
            yield from part.mentioned()


@dataclass(frozen=True, slots=True)
class SeveralFound:
    """The same as ``Several`` where all parts are terms or entities, as in most expressions; faster."""

    count: int
    wanted: tuple[Need, ...]

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        found = scene.found
        if self.count == 1:
            may = not found.isdisjoint(self.wanted)
        elif self.count == len(self.wanted):
            may = found.issuperset(self.wanted)
        else:
            may = sum(map(found.__contains__, self.wanted)) >= self.count
        return may and (fields is EVERYWHERE or self.places(scene, fields) is not None)

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        known = scene.found
        found: list[Place] = []
        missing = len(self.wanted) - self.count
        for need in self.wanted:
            here = scene.places(need) if need in known else None
            if here and fields is not EVERYWHERE:
                here = _within(here, fields)
            if here:
                found += here
            elif missing == 0:
                return None
            else:
                missing -= 1
        return found

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:
        return frozenset(sorted(self.wanted, key=cost)[: len(self.wanted) - self.count + 1])

    def mentioned(self) -> Iterator[Need]:
        return iter(self.wanted)


def certain(condition: Condition) -> bool:
    """Does it hold everywhere as soon as one of its needs is found?"""
    match condition:
        case Found() | Property() | SeveralFound(count=1):
            return True
    return False
