"""Words of letters: whose the runs of a text are.

A word of letters is a whole run of them, so whose it is needs one look into a table, and no automaton. A
run is a term's only word, or one of a phrase, or of something with more than letters in it (*U.S.*, *№5*), or
begins like a prefix. Phrases are looked up by how the word beside theirs begins, so that a word which a
hundred names share (*North*, *Korea*) costs hardly more than one of a single name.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.text import RUN, Folded
from monitor.core.words.parts import Part, Prefix, Reach
from monitor.core.words.phrases import Phrase

if TYPE_CHECKING:
    import re

Found = tuple[Hashable, int, int]
"""A term's key, and its place in the folded text."""

Check = Callable[[Folded, int, int], tuple[int, int] | None]
"""Whether a term stands where its surface does; its (start, end) if so."""

Clause = tuple[Hashable, Phrase]
Heads = dict[str, tuple[Clause, ...]]
"""Phrases by the beginning of the word that stands beside the one they are looked for by."""

_HEAD = 2  # letters of a run that phrases are looked up by


class RunSlot(NamedTuple):
    """What a run of letters may be: terms of this word alone, and what it may be a part of."""

    keys: tuple[Hashable, ...]
    company: Company | None


@dataclass(frozen=True, slots=True)
class Company:
    """What a run of letters may be a part of.

    ``after`` and ``before``: phrases by the head of the run after or before it; ``loose``: phrases that go on
    with something else. ``inside``: surfaces with more than letters, and where in them the run begins.
    """

    after: Heads
    before: Heads
    loose: tuple[Clause, ...]
    inside: tuple[tuple[int, str, Hashable, Check], ...]

    def find(self, folded: Folded, number: int, hits: list[Found]) -> None:
        """Add what stands where the run of this number does."""
        runs, starts = folded.runs
        start = starts[number]
        clauses = self.loose
        if self.after and (beside := runs[number + 1 : number + 3]):
            clauses += self.after.get(beside[0][:_HEAD], ())
            if beside[0] == "s" and len(beside) > 1:  # a possessive's
                clauses += self.after.get(beside[1][:_HEAD], ())
        if self.before and number:
            clauses += self.before.get(runs[number - 1][:_HEAD], ())
            if runs[number - 1] == "s" and number > 1:
                clauses += self.before.get(runs[number - 2][:_HEAD], ())
        if clauses:
            end = start + len(runs[number])
            reach = Reach(end, end)
            for key, phrase in clauses:
                if span := phrase.around(folded.text, start, reach):
                    hits.append((key, *span))
        for offset, surface, key, check in self.inside:
            begin = start - offset
            if (
                begin >= 0
                and folded.text.startswith(surface, begin)
                and (span := check(folded, begin, begin + len(surface)))
            ):
                hits.append((key, *span))


class _Terms:
    """A word's terms in the making."""

    __slots__ = ("after", "before", "inside", "keys", "loose")

    def __init__(self) -> None:
        self.keys: list[Hashable] = []
        self.after: list[tuple[frozenset[str], Clause]] = []
        self.before: list[tuple[frozenset[str], Clause]] = []
        self.loose: list[Clause] = []
        self.inside: list[tuple[int, str, Hashable, Check]] = []

    def add(self, key: Hashable, phrase: Phrase) -> None:
        parts, anchor = phrase.parts, phrase.anchor
        if len(parts) == 1:
            self.keys.append(key)
            return
        follows = anchor + 1 < len(parts)
        heads = _heads(parts[anchor + 1], first=True) if follows else _heads(parts[anchor - 1], first=False)
        if heads is None:
            self.loose.append((key, phrase))
        else:
            (self.after if follows else self.before).append((heads, (key, phrase)))


@lru_cache(maxsize=65536)
def _heads(part: Part, *, first: bool) -> frozenset[str] | None:
    """How the first, or last, run of letters in a part begins; None if it need not have one at that edge."""
    heads = set()
    for surface in part.surfaces:
        runs = list(RUN.finditer(surface))
        if not runs or (runs[0].start() > 0 if first else runs[-1].end() < len(surface)):
            return None
        run = runs[0 if first else -1]
        head = run.group()[:_HEAD]
        if isinstance(part, Prefix) and len(head) < _HEAD:
            return None
        heads.add(head)
    return frozenset(heads)


class RunSlots:
    """Slots of runs in the making."""

    def __init__(self) -> None:
        self._of_part: dict[Part, _Terms] = {}
        self._of_run: dict[str, _Terms] = {}

    def add(self, key: Hashable, phrase: Phrase) -> None:
        """Add a phrase whose anchor is a word of letters."""
        part = phrase.parts[phrase.anchor]
        if part not in self._of_part:
            self._of_part[part] = _Terms()
        self._of_part[part].add(key, phrase)

    def add_inside(self, key: Hashable, surface: str, run: re.Match[str], check: Check) -> None:
        """Add something that is more than letters, with a run in it to go by."""
        if run.group() not in self._of_run:
            self._of_run[run.group()] = _Terms()
        self._of_run[run.group()].inside.append((run.start(), surface, key, check))

    def done(self) -> dict[str, RunSlot]:
        """The slots by run. Runs of the same terms share one."""
        together: dict[str, tuple[_Terms, ...]] = {run: (terms,) for run, terms in self._of_run.items()}
        for part, terms in self._of_part.items():
            alone = (terms,)
            for surface in part.surfaces:
                others = together.get(surface)
                together[surface] = (*others, terms) if others else alone
        made: dict[tuple[_Terms, ...], RunSlot] = {}
        slots = {}
        for run, terms_of_run in together.items():
            slot = made.get(terms_of_run)
            if slot is None:
                slot = made[terms_of_run] = _slot(terms_of_run)
            slots[run] = slot
        return slots


def _slot(terms: tuple[_Terms, ...]) -> RunSlot:
    after = by_head(pair for one in terms for pair in one.after)
    before = by_head(pair for one in terms for pair in one.before)
    loose = tuple(clause for one in terms for clause in one.loose)
    inside = tuple(place for one in terms for place in one.inside)
    company = Company(after, before, loose, inside) if after or before or loose or inside else None
    return RunSlot(tuple(dict.fromkeys(key for one in terms for key in one.keys)), company)


def by_head(pairs: Iterable[tuple[frozenset[str], Clause]]) -> Heads:
    """Phrases by each of the beginnings that the word beside may have."""
    found: dict[str, list[Clause]] = {}
    for heads, clause in pairs:
        for head in heads:
            found.setdefault(head, []).append(clause)
    return {head: tuple(clauses) for head, clauses in found.items()}


# --- Prefixes -----------------------------------------------------------------------------------


class Prefixes:
    """Beginnings of runs, looked for together."""

    def __init__(self) -> None:
        self._checks: dict[str, list[tuple[Hashable, Check]]] = {}
        self._sizes: tuple[int, ...] = ()
        self._heads: frozenset[str] = frozenset()

    def add(self, key: Hashable, prefix: str, check: Check) -> None:
        self._checks.setdefault(prefix, []).append((key, check))

    def done(self) -> Prefixes | None:
        """Ready to be looked for; None if there are none."""
        if not self._checks:
            return None
        self._sizes = tuple(sorted(set(map(len, self._checks))))
        self._heads = frozenset(prefix[: self._sizes[0]] for prefix in self._checks)
        return self

    def find(self, folded: Folded, hits: list[Found]) -> None:
        """Add what begins as a run does."""
        runs, starts = folded.runs
        shortest, heads = self._sizes[0], self._heads
        for number in [number for number, run in enumerate(runs) if run[:shortest] in heads]:
            run, start = runs[number], starts[number]
            for size in self._sizes:
                if size > len(run):
                    break
                for key, check in self._checks.get(run[:size], ()):
                    if span := check(folded, start, start + size):
                        hits.append((key, *span))
