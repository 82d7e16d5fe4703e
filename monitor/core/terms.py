"""Finding thousands of terms in a text in one pass.

A term is what an operator or a name list wrote; what it stands for in a text depends on its mode and on
the language of each of its words (``monitor.core.words``). All surface forms of all terms go into one
Aho–Corasick automaton; what it finds in a folded text is then checked: boundaries, endings, the other words
of a phrase. So the cost of a text hardly depends on how many terms there are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.text import Folded, fold, written
from monitor.core.words.parts import LETTERS, Word, bounded
from monitor.core.words.phrases import Phrase, cut

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

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


class TermIndex:
    """Terms compiled to be found together."""

    def __init__(self, terms: Iterable[Term]) -> None:
        """Compile; raises ``ValueError`` for a term in which there is nothing to look for."""
        surfaces: dict[str, int] = {}
        plain: list[list[Hashable]] = []
        phrases: list[list[tuple[Hashable, Phrase | _Exact]]] = []

        def slot(surface: str) -> int:
            index = surfaces.setdefault(surface, len(surfaces))
            if index == len(plain):
                plain.append([])
                phrases.append([])
            return index

        for term in terms:
            for way in _ways(term):
                if isinstance(way, _Exact):
                    phrases[slot(way.chunks[way.anchor])].append((term.key, way))
                    continue
                alone = len(way.parts) == 1 and isinstance(way.parts[0], Word)
                for surface in way.parts[way.anchor].surfaces:
                    if alone:
                        plain[slot(surface)].append(term.key)
                    else:
                        phrases[slot(surface)].append((term.key, way))
        self.surfaces = tuple(surfaces)
        self._plain = [tuple(dict.fromkeys(keys)) for keys in plain]
        self._phrases = [tuple(dict.fromkeys(found)) for found in phrases]
        self._automaton = _automaton(self.surfaces)

    def find(self, folded: Folded) -> list[Hit]:
        """Every term wherever it stands, overlapping ones too, by start, then end, then order of terms."""
        if self._automaton is None:
            return []
        text = folded.text
        size = len(text)
        plain, phrases, letters = self._plain, self._phrases, LETTERS
        hits: list[Hit] = []
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            keys = plain[index]
            if (
                keys
                and (start == 0 or text[start - 1] not in letters)
                and (end == size or text[end] not in letters)
            ):
                hits += [Hit(key, start, end) for key in keys]
            for key, way in phrases[index]:
                span = way.check(folded, start, end)
                if span:
                    hits.append(Hit(key, *span))
        hits.sort(key=_place)
        return list(dict.fromkeys(hits))


def _place(hit: Hit) -> tuple[int, int]:
    return hit.start, hit.end


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


def _automaton(surfaces: tuple[str, ...]) -> Any:  # noqa: ANN401 - the library has no types
    import ahocorasick_rs

    return ahocorasick_rs.AhoCorasick(surfaces) if surfaces else None
