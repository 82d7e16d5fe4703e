"""NEAR: two conditions that hold in one field, few words apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from monitor.core.expressions.conditions import Found, Several, SeveralFound
from monitor.core.expressions.scene import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from monitor.core.expressions.conditions import Condition
    from monitor.core.expressions.scene import Need, Scene
    from monitor.core.text import Folded

_BY_END = attrgetter("end", "start")


@dataclass(frozen=True, slots=True)
class Nearby:
    """Two conditions hold in one field at most ``distance`` words apart; overlapping places are."""

    left: Condition
    right: Condition
    distance: int

    def holds(self, scene: Scene, fields: tuple[int, ...]) -> bool:
        sides = self._sides(scene, fields)
        return sides is not None and any(
            self._meet(*sides, number, scene.fields[number]) for number in fields
        )

    def _sides(self, scene: Scene, fields: tuple[int, ...]) -> tuple[list[Place], list[Place]] | None:
        """The places of both sides; None if one has none."""
        for side in (self.left, self.right):
            # Mostly one is not there at all, which is seen before any places are made.
            if isinstance(side, Found | SeveralFound) and not side.holds(scene, fields):
                return None
        lefts = self.left.places(scene, fields)
        rights = self.right.places(scene, fields) if lefts else None
        return (lefts, rights) if lefts and rights else None

    def _meet(self, lefts: list[Place], rights: list[Place], number: int, folded: Folded) -> bool:
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
        sides = self._sides(scene, fields)
        if sides is None:
            return None
        found: dict[Place, None] = {}
        for first, second in self._pairs(*sides, scene, fields):
            parts = tuple(sorted({*first.leaves(), *second.leaves()}))
            found[Place(first.field, first.start, max(first.end, second.end), parts=parts)] = None
        return list(found) or None

    def _pairs(
        self, lefts: list[Place], rights: list[Place], scene: Scene, fields: tuple[int, ...]
    ) -> Iterator[tuple[Place, Place]]:
        """Those that are near each other; of a pair the first stands first."""
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
