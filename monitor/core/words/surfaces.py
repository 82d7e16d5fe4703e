"""Words that stand anywhere: Korean ones among their particles, Chinese and Japanese ones between others.

They are looked for as strings, by one automaton for all of them (``monitor.core.terms``); here is what each
string may be.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.words.parts import Korean, Reach, among_syllables
from monitor.core.words.phrases import USUAL_GAP
from monitor.core.words.runs import by_head

if TYPE_CHECKING:
    from collections.abc import Hashable

    from monitor.core.words.phrases import Phrase
    from monitor.core.words.runs import Check, Clause, Found, Heads


class SurfaceSlot(NamedTuple):
    """The terms of which something stands where a surface stands."""

    keys: tuple[Hashable, ...]  # Chinese and Japanese terms, which stand wherever they are
    korean: tuple[Syllables, ...]
    others: tuple[tuple[Hashable, Check], ...]


@dataclass(frozen=True, slots=True)
class Syllables:
    """What a Korean surface stands for, looked at once for all its terms.

    ``after``: phrases by the character that their next word begins with; ``loose``: all others.
    """

    word: str
    tail: str  # its class of endings
    keys: tuple[Hashable, ...]
    after: Heads
    loose: tuple[Clause, ...]

    def find(self, text: str, start: int, end: int, hits: list[Found]) -> None:
        """Add what stands where the surface does."""
        found = among_syllables(text, start, end, self.word, self.tail)
        if found is None:
            return
        last, beyond = found
        for key in self.keys:
            hits.append((key, start, last))  # noqa: PERF401 - a comprehension is slower for so few
        clauses = self.loose
        if self.after:
            for position in (last,) if last == beyond else (beyond, last):
                if gap := USUAL_GAP.match(text, position):
                    clauses += self.after.get(text[gap.end() : gap.end() + 1], ())
        for key, phrase in clauses:
            if span := phrase.around(text, start, Reach(last, beyond)):
                hits.append((key, *span))


@dataclass(slots=True)
class _Surface:
    """A slot in the making."""

    keys: list[Hashable] = field(default_factory=list)
    korean: dict[tuple[str, str], tuple[list[Hashable], list[Clause]]] = field(default_factory=dict)
    others: list[tuple[Hashable, Check]] = field(default_factory=list)


class SurfaceSlots:
    """Slots of surfaces in the making."""

    def __init__(self) -> None:
        self._made: dict[str, _Surface] = {}

    def add(self, key: Hashable, surface: str, check: Check) -> None:
        """Add something of which nothing is known but how to check it."""
        self._of(surface).others.append((key, check))

    def add_anywhere(self, key: Hashable, surface: str) -> None:
        """Add what needs no check."""
        self._of(surface).keys.append(key)

    def add_korean(self, key: Hashable, surface: str, phrase: Phrase) -> None:
        """Add a phrase whose anchor is a Korean word."""
        anchor = phrase.parts[phrase.anchor]
        assert isinstance(anchor, Korean)
        readings, alone = anchor.stems[surface], len(phrase.parts) == 1
        if not alone and len(readings) > 1:
            self.add(key, surface, phrase.check)  # it goes by the first reading that fits
            return
        for _, word, tail in readings:
            keys, phrases = self._of(surface).korean.setdefault((word, tail), ([], []))
            keys.append(key) if alone else phrases.append((key, phrase))

    def _of(self, surface: str) -> _Surface:
        if surface not in self._made:
            self._made[surface] = _Surface()
        return self._made[surface]

    def done(self) -> dict[str, SurfaceSlot]:
        """The slots by surface."""
        return {
            surface: SurfaceSlot(
                tuple(dict.fromkeys(slot.keys)),
                tuple(_syllables(*reading, *terms) for reading, terms in slot.korean.items()),
                tuple(slot.others),
            )
            for surface, slot in self._made.items()
        }


def _syllables(word: str, tail: str, keys: list[Hashable], phrases: list[Clause]) -> Syllables:
    pairs, loose = [], []
    for clause in phrases:
        phrase = clause[1]
        following = phrase.anchor + 1
        if following < len(phrase.parts) and phrase.gaps[phrase.anchor] is USUAL_GAP:
            pairs.append((frozenset(surface[0] for surface in phrase.parts[following].surfaces), clause))
        else:
            loose.append(clause)
    return Syllables(word, tail, tuple(dict.fromkeys(keys)), by_head(pairs), tuple(loose))
