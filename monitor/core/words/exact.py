"""A term as written: found in the folded text, compared with the original."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.text import fold, written
from monitor.core.words.parts import bounded

if TYPE_CHECKING:
    from monitor.core.text import Folded

_BLANKS = re.compile(r"\s+")
_MOST_BLANKS = 8  # in a row, between two words of an exact term


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """An exact term: its folded words, the one to look for, and the whole as it must be written."""

    chunks: tuple[str, ...]
    anchor: int
    wanted: str

    @classmethod
    def of(cls, term: str) -> Exact | None:
        """None if there is nothing in the term to look for."""
        chunks = tuple(fold(term).text.split())
        if not chunks:
            return None
        anchor = max(range(len(chunks)), key=lambda index: len(chunks[index]))
        return cls(chunks, anchor, _as_written(term))

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The strings to look for: the longest word."""
        return (self.chunks[self.anchor],)

    def check(self, folded: Folded, start: int, end: int) -> tuple[int, int] | None:
        """The term's (start, end) if its longest word stands at [start, end) and the rest around it."""
        text = folded.text
        for index in range(self.anchor - 1, -1, -1):
            before = text[max(0, start - _MOST_BLANKS) : start]
            blanks = len(before) - len(before.rstrip())
            start -= blanks + len(self.chunks[index])
            if not blanks or start < 0 or not text.startswith(self.chunks[index], start):
                return None
        for chunk in self.chunks[self.anchor + 1 :]:
            blank = _BLANKS.match(text, end, end + _MOST_BLANKS)
            if not blank or not text.startswith(chunk, blank.end()):
                return None
            end = blank.end() + len(chunk)
        if not bounded(text, start, end):
            return None
        first, last = folded.span(start, end)
        original = folded.original[first:last]
        if original == self.wanted:
            return start, end
        # Of ASCII alone only blanks may differ.
        if len(self.chunks) == 1 and original.isascii():
            return None
        return (start, end) if _as_written(original) == self.wanted else None


def _as_written(text: str) -> str:
    return _BLANKS.sub(" ", written(text)).strip()
