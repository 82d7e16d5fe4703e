"""Finding thousands of terms in a text in one pass.

A term is what an operator or a name list wrote; what it stands for in a text depends on its mode and on
the language of each of its words (``monitor.core.words``). All surface forms of all terms go into one
Aho–Corasick automaton; what it finds in a folded text is then checked: boundaries, endings, the other words
of a phrase. So the cost of a text hardly depends on how many terms there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.text import Folded, fold, written
from monitor.core.words.parts import LETTERS, Korean, Reach, Word, among_syllables, bounded
from monitor.core.words.phrases import Phrase, cut

if TYPE_CHECKING:
    from collections.abc import Iterable

_BLANKS = re.compile(r"\s+")


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


@dataclass(frozen=True, slots=True)
class _Exact:
    """An exact term: found in the folded text, compared with the original."""

    chunks: tuple[str, ...]  # folded, split at blanks
    anchor: int
    wanted: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The strings to look for: the longest chunk."""
        return (self.chunks[self.anchor],)

    def check(self, folded: Folded, start: int, end: int) -> tuple[int, int] | None:
        text = folded.text
        for index in range(self.anchor - 1, -1, -1):
            bare = len(text[max(0, start - 8) : start].rstrip()) - min(8, start)
            chunk_end = start + bare
            start = chunk_end - len(self.chunks[index])
            if not bare or start < 0 or not text.startswith(self.chunks[index], start):
                return None
        for chunk in self.chunks[self.anchor + 1 :]:
            blanks = _BLANKS.match(text, end)
            if not blanks or not text.startswith(chunk, blanks.end()):
                return None
            end = blanks.end() + len(chunk)
        if not bounded(text, start, end):
            return None
        first, last = folded.span(start, end)
        return (start, end) if _as_written(folded.original[first:last]) == self.wanted else None


def _as_written(text: str) -> str:
    return _BLANKS.sub(" ", written(text)).strip()


_Check = Callable[[Folded, int, int], tuple[int, int] | None]
"""Whether a term stands where its surface does; its (start, end) if so."""


class _Syllables(NamedTuple):
    """What a Korean surface stands for, looked at once for all its terms: single ones, and phrases."""

    word: str
    tail: str  # its class of endings
    keys: list[Hashable]
    phrases: list[tuple[Hashable, Phrase]]


class _Slot(NamedTuple):
    """The terms of which something stands where a surface stands.

    Flat, since what is looked up for each hit is seldom in the processor's cache.
    """

    words: tuple[Hashable, ...]  # terms of one word of letters
    phrases: tuple[tuple[Hashable, Phrase], ...]  # those looked for by such a word
    exact: tuple[tuple[Hashable, _Check], ...]  # exact terms looked for by such a word
    korean: tuple[_Syllables, ...]
    others: tuple[tuple[Hashable, _Check], ...]  # Han, prefixes, other exact terms and phrases


class _Slots:
    """Slots in the making."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[list[Any], list[Any], list[Any], list[Any]]] = {}
        self._korean: dict[str, dict[tuple[str, str], _Syllables]] = {}

    @property
    def surfaces(self) -> tuple[str, ...]:
        return tuple(self._made)

    def add(self, key: Hashable, way: Phrase | _Exact) -> None:
        for surface in way.surfaces:
            words, phrases, exact, others = self._made.setdefault(surface, ([], [], [], []))
            if isinstance(way, _Exact):
                lettered = surface[0] in LETTERS and surface[-1] in LETTERS
                (exact if lettered else others).append((key, way.check))
                continue
            anchor, alone = way.parts[way.anchor], len(way.parts) == 1
            if isinstance(anchor, Word):
                words.append(key) if alone else phrases.append((key, way))
            # A phrase goes by the first reading of its word that fits.
            elif isinstance(anchor, Korean) and (alone or len(anchor.stems[surface]) == 1):
                for _, word, tail in anchor.stems[surface]:
                    known = self._korean.setdefault(surface, {})
                    found = known.setdefault((word, tail), _Syllables(word, tail, [], []))
                    found.keys.append(key) if alone else found.phrases.append((key, way))
            else:
                others.append((key, way.check))

    def done(self) -> list[_Slot]:
        slots = []
        for surface, lists in self._made.items():
            words, phrases, exact, others = map(tuple, map(dict.fromkeys, lists))
            korean = tuple(self._korean.get(surface, {}).values())
            slots.append(_Slot(words, phrases, exact, korean, others))
        return slots


class TermIndex:
    """Terms compiled to be found together."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile; raises ``ValueError`` for a term in which there is nothing to look for."""
        slots = _Slots()
        for term in terms:
            for way in _ways(term):
                slots.add(term.key, way)
        self.surfaces = slots.surfaces
        self._slots = slots.done()
        self._automaton = _automaton(self.surfaces)

    def find(self, folded: Folded) -> list[Hit]:
        """Every term wherever it stands, overlapping ones too, by start and end."""
        hits = [Hit(*hit) for hit in dict.fromkeys(self.scan(folded))]
        hits.sort(key=_PLACE)
        return hits

    def scan(self, folded: Folded) -> list[tuple[Hashable, int, int]]:
        """What ``find`` finds as plain tuples, in no order of use, a hit perhaps more than once; faster."""
        if self._automaton is None:
            return []
        text = folded.text
        size = len(text)
        slots, letters = self._slots, LETTERS
        hits: list[tuple[Hashable, int, int]] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            words, phrases, exact, korean, others = slots[index]
            for word, tail, keys, clauses in korean:
                if reach := among_syllables(text, start, end, word, tail):
                    for key in keys:
                        hits.append((key, start, reach.end))  # noqa: PERF401 - as below
                    for key, phrase in clauses:
                        if span := phrase.around(text, start, reach):
                            hits.append((key, *span))
            for key, check in others:
                if span := check(folded, start, end):
                    hits.append((key, *span))
            # isalnum() spares most hits the look into a large set.
            if start and (before := text[start - 1]).isalnum() and before in letters:
                continue
            if end < size and (after := text[end]).isalnum() and after in letters:
                continue
            for key in words:
                hits.append((key, start, end))  # noqa: PERF401 - a comprehension is slower for so few
            for key, phrase in phrases:
                if span := phrase.around(text, start, Reach(end, end)):
                    hits.append((key, *span))
            for key, check in exact:
                if span := check(folded, start, end):
                    hits.append((key, *span))
        return hits


_PLACE = itemgetter(1, 2)


def _ways(term: Term) -> tuple[Phrase | _Exact, ...]:
    if term.mode == Mode.EXACT:
        chunks = tuple(fold(term.text).text.split())
        if not chunks:
            raise ValueError(f"nothing to look for in {term.text!r}")
        anchor = max(range(len(chunks)), key=lambda index: len(chunks[index]))
        return (_Exact(chunks, anchor, _as_written(term.text)),)
    ways = cut(term.text, prefix=term.mode == Mode.PREFIX)
    if not ways:
        raise ValueError(f"nothing to look for in {term.text!r}")
    return ways


# Characters of all surfaces up to which the automaton is a table: the faster form while it fits into the
# processor's cache, but it takes some 500 bytes a character, in each worker process.
_TABLE = 50_000


def _automaton(surfaces: tuple[str, ...]) -> Any:  # noqa: ANN401 - the library has no types
    from ahocorasick_rs import AhoCorasick, Implementation

    if not surfaces:
        return None
    small = sum(map(len, surfaces)) <= _TABLE
    return AhoCorasick(surfaces, implementation=Implementation.DFA if small else Implementation.ContiguousNFA)
