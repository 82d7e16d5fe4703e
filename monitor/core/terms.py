"""Finding thousands of terms in a text in one pass.

A term is what an operator or a name list wrote; what it stands for in a text depends on its mode and on
the language of each of its words (``monitor.core.words``). Words of letters are looked up in one table of
all their forms, run by run of the text; Korean, Chinese and Japanese ones are found by one Aho–Corasick
automaton. What is found is then checked: boundaries, endings, the other words of a phrase. So the cost of a
text hardly depends on how many terms there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.text import EASTERN, RUN
from monitor.core.words.exact import Exact
from monitor.core.words.parts import Korean, Literal, Prefix, Word
from monitor.core.words.phrases import Phrase, cut
from monitor.core.words.runs import Prefixes, RunSlots
from monitor.core.words.surfaces import SurfaceSlots

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable

    from monitor.core.text import Folded
    from monitor.core.words.runs import Found


class Mode(StrEnum):
    """How a term stands for what is in a text."""

    INFLECTED = "inflected"  # every form of every word, any case
    EXACT = "exact"  # as written, case and all
    PREFIX = "prefix"  # every word that begins so


@dataclass(frozen=True, slots=True)
class Term:
    """Something to find. Several terms may share a ``key``; hits carry it."""

    key: Hashable
    text: str
    mode: Mode = Mode.INFLECTED


class Hit(NamedTuple):
    """A term found in ``Folded.text[start:end]``; ``Folded.span`` leads to the original."""

    key: Hashable
    start: int
    end: int


class TermIndex:
    """Terms compiled to be found together."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile; raises ``ValueError`` for a term in which there is nothing to look for."""
        runs, prefixes, surfaces = RunSlots(), Prefixes(), SurfaceSlots()
        for term in terms:
            for way in _ways(term):
                _file(term.key, way, runs, prefixes, surfaces)
        self._runs = runs.done()
        self._known = frozenset(self._runs)  # asked in two thirds of the time
        self._prefixes = prefixes.done()
        elsewhere = surfaces.done()
        self._slots = list(elsewhere.values())
        self._automaton = _automaton(elsewhere)
        # Most texts have nothing that the automaton is there for.
        first = sorted({surface[0] for surface in elsewhere})
        self._begins = re.compile(f"[{''.join(map(re.escape, first))}]") if first else None
        self._all_eastern = bool(first) and first[0] >= EASTERN

    def find(self, folded: Folded) -> list[Hit]:
        """Every term wherever it stands, overlapping ones too, by start and end."""
        hits = [Hit(*hit) for hit in dict.fromkeys(self.scan(folded))]
        hits.sort(key=_PLACE)
        return hits

    def scan(self, folded: Folded) -> list[Found]:
        """What ``find`` finds as plain tuples, in no order of use, a hit perhaps more than once; faster."""
        hits: list[Found] = []
        slots = self._runs
        # Cutting a text into runs takes longer than anything else here, then asking which are among so many.
        runs, starts = folded.runs if slots else ([], [])
        for number, run in compress(enumerate(runs), map(self._known.__contains__, runs)):
            keys, company = slots[run]
            if keys:
                start = starts[number]
                end = start + len(run)
                for key in keys:
                    hits.append((key, start, end))  # noqa: PERF401 - a comprehension is slower for so few
            if company:
                company.find(folded, number, hits)
        if self._prefixes:
            self._prefixes.find(folded, hits)
        if self._begins and self._begins.search(folded.text, folded.eastern if self._all_eastern else 0):
            self._scan_surfaces(folded, hits)
        return hits

    def _scan_surfaces(self, folded: Folded, hits: list[Found]) -> None:
        text, slots = folded.text, self._slots
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            keys, korean, others = slots[index]
            for key in keys:
                hits.append((key, start, end))  # noqa: PERF401 - as above
            for syllables in korean:
                syllables.find(text, start, end, hits)
            for key, check in others:
                if span := check(folded, start, end):
                    hits.append((key, *span))


_PLACE = itemgetter(1, 2)


def _ways(term: Term) -> tuple[Phrase | Exact, ...]:
    ways: tuple[Phrase | Exact, ...]
    if term.mode == Mode.EXACT:
        exact = Exact.of(term.text)
        ways = (exact,) if exact else ()
    else:
        ways = cut(term.text, prefix=term.mode == Mode.PREFIX)
    if not ways:
        raise ValueError(f"nothing to look for in {term.text!r}")
    return ways


def _file(
    key: Hashable, way: Phrase | Exact, runs: RunSlots, prefixes: Prefixes, surfaces: SurfaceSlots
) -> None:
    """Put a term where it will be looked for."""
    anchor = way.parts[way.anchor] if isinstance(way, Phrase) else None
    if (
        isinstance(way, Phrase)
        and isinstance(anchor, Word | Literal)
        and all(map(RUN.fullmatch, anchor.surfaces))
    ):
        runs.add(key, way)
        return
    for surface in way.surfaces:
        if isinstance(way, Phrase) and isinstance(anchor, Korean):
            surfaces.add_korean(key, surface, way)
        elif isinstance(anchor, Prefix):
            (prefixes if RUN.fullmatch(surface) else surfaces).add(key, surface, way.check)
        elif run := max(RUN.finditer(surface), key=lambda run: len(run.group()), default=None):
            runs.add_inside(key, surface, run, way.check)
        elif isinstance(way, Phrase) and len(way.parts) == 1:
            surfaces.add_anywhere(key, surface)
        else:
            surfaces.add(key, surface, way.check)


def _automaton(surfaces: Collection[str]) -> Any:  # noqa: ANN401 - the library has no types
    from ahocorasick_rs import AhoCorasick, Implementation

    # A table would take a long Korean text in 9 µs instead of 16, and ten times the memory.
    return AhoCorasick(surfaces, implementation=Implementation.ContiguousNFA) if surfaces else None
