"""What an expression is compiled to: conditions that look at a scene and say where they hold.

A condition's ``places`` are None where it does not hold, and otherwise the places that made it hold: none
for what has no place (a filter, a NOT). ``needs`` names things of which at least one must have been found
for the condition to hold; None if it may hold without any.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Protocol

from monitor.core.expressions.scene import EVERYWHERE, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.core.expressions.scene import Need, Scene
    from monitor.core.text import Folded


_BY_END = attrgetter("end", "start")


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


@dataclass(frozen=True, slots=True)
class Nearby:
    """Two conditions hold in one field at most ``distance`` words apart; overlapping places are."""

    left: Condition
    right: Condition
    distance: int

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        # Mostly one side is not there at all.
        if not (self.left.holds(scene, fields) and self.right.holds(scene, fields)):
            return False
        lefts = self.left.places(scene, fields) or ()
        rights = self.right.places(scene, fields) or ()
        return any(self._meet(lefts, rights, number, scene.fields[number]) for number in fields)

    def _meet(self, lefts: Iterable[Place], rights: Iterable[Place], number: int, folded: Folded) -> bool:
        """Are any two near in this field? Each needs to be compared with what reaches farthest before it."""
        sides = [(place, 0) for place in lefts if place.field == number]
        count = len(sides)
        sides += [(place, 1) for place in rights if place.field == number]
        if not 0 < count < len(sides):
            return False
        sides.sort()
        ends = [-1, -1]
        last = None
        for place, side in sides:
            # Of those of one side in a row, the first is nearest to what stands before them.
            end = ends[1 - side]
            if end >= 0 and side != last and self._reaches(folded, end, place.start):
                return True
            last = side
            ends[side] = max(ends[side], place.end)
        return False

    def _reaches(self, folded: Folded, end: int, start: int) -> bool:
        return (
            start - end <= self.distance or folded.words_between(end, start, self.distance) <= self.distance
        )

    def places(self, scene: Scene, fields: tuple[int, ...]) -> list[Place] | None:
        if not (self.left.holds(scene, fields) and self.right.holds(scene, fields)):
            return None
        found: dict[Place, None] = {}
        for first, second in self._pairs(scene, fields):
            parts = tuple(sorted({*first.leaves(), *second.leaves()}))
            found[Place(first.field, first.start, max(first.end, second.end), parts=parts)] = None
        return list(found) or None

    def _pairs(self, scene: Scene, fields: tuple[int, ...]) -> Iterator[tuple[Place, Place]]:
        """Those that are near each other; of a pair the first stands first."""
        lefts = self.left.places(scene, fields) or ()
        rights = self.right.places(scene, fields) or ()
        for number in fields:
            ours = [place for place in lefts if place.field == number]
            theirs = [place for place in rights if place.field == number]
            if ours and theirs:
                folded = scene.fields[number]
                pairs: Iterable[tuple[Place, Place]]
                if len(ours) == len(theirs) == 1:
                    pairs = (_ordered(ours[0], theirs[0]),)
                else:
                    # Both ways, so that either order of the sides finds the same pairs.
                    pairs = dict.fromkeys((*_neighbours(ours, theirs), *_neighbours(theirs, ours)))
                for first, second in pairs:
                    if self._reaches(folded, first.end, second.start):
                        yield first, second

    def needs(self, cost: Callable[[Need], int]) -> frozenset[Need] | None:
        return Several(2, (self.left, self.right)).needs(cost)

    def mentioned(self) -> Iterator[Need]:
        yield from self.left.mentioned()
        yield from self.right.mentioned()


def _neighbours(ours: list[Place], theirs: list[Place]) -> Iterator[tuple[Place, Place]]:
    """Each of ours with the nearest of theirs before, over and after it; of a pair the first stands first."""
    by_start = sorted(theirs)
    starts = [place.start for place in by_start]
    by_end = sorted(theirs, key=_BY_END)
    ends = [place.end for place in by_end]
    for place in ours:
        after = bisect_left(starts, place.end)
        if after < len(starts):
            yield _ordered(place, by_start[after])
        before = bisect_right(ends, place.start)
        if before:
            yield _ordered(place, by_end[before - 1])
        # What overlaps begins before our end and ends after our start.
        if after and by_start[after - 1].end > place.start:
            yield _ordered(place, by_start[after - 1])
        if before < len(ends) and by_end[before].start < place.end:
            yield _ordered(place, by_end[before])


def _ordered(place: Place, other: Place) -> tuple[Place, Place]:
    return (place, other) if place <= other else (other, place)
