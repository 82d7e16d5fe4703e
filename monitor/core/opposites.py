"""Words that cannot both be said of one event: a rise and a fall, a yes and a no, an arrival and a departure.

``opposites.txt`` beside this file holds them in pairs, in five languages, each word for all its forms.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from monitor.core import data
from monitor.core.terms import Hit, Term, TermIndex
from monitor.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


_ENDS = "<>"


def are_opposed(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """True if one passage says the opposite of the other.

    Each is a text with the start and end of the passage in it: what stands around may complete a word.
    """
    mine = _sides(*one)
    return bool(mine) and not mine.isdisjoint(map(_opposite, _sides(*other)))


@lru_cache(maxsize=4096)  # what stands in one place of a form is compared with each that has another there
def _sides(text: str, start: int, end: int) -> frozenset[str]:
    """The sides of pairs that the passage has words of, and not of the other side as well."""
    folded = fold(text)
    start, end = folded.locate(start, end)
    hits = [hit for hit in _index().find(folded) if hit.start < end and hit.end > start]
    sides = {str(hit.key) for hit in hits if not any(_is_inside(hit, other) for other in hits)}
    return frozenset(side for side in sides if _opposite(side) not in sides)


def _opposite(side: str) -> str:
    pair, end = side[:-1], side[-1]
    return pair + _ENDS[end == _ENDS[0]]


def _is_inside(hit: Hit, other: Hit) -> bool:
    """True of 可能 in 不可能: it is not what is said."""
    return other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start


@cache
def _index() -> TermIndex:
    return TermIndex(Term(side, word) for side, word in table())


def table() -> Iterator[tuple[str, str]]:
    """Each word with the side of the pair that it is on."""
    for number, line in enumerate(data.lines("monitor.core", "opposites.txt")):
        for end, words in zip(_ENDS, line.split(" | "), strict=True):
            yield from ((f"{number}{end}", word) for word in words.split(", "))
