"""An article as topics see it: sentences in order, each with who is named in it.

Title and text are one sequence of sentences; where the text begins with its own title, the title is not
counted twice, and a title that the source cut off in mid-sentence goes on in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.model import Mention
    from monitor.core.text import Folded

LEAD = 2
"""Sentences after the title that make up the lead."""

LIMIT = 60
"""Sentences looked at; an article that comes to its subject later is not about it."""

_LONGEST = 2_000
"""Code points of a sentence in which cues are looked for."""

_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)|[。！？]+[」』”]*|\n+|\s[-–—]\s(?=\n)")
_INITIALS = re.compile(
    r"(?:\b(?:[A-ZА-ЯЁ]|Mr|Ms|Mrs|Dr|St|Gen|Lt|Col|Sen|Gov|No|vs|U\.S|U\.N|им|г|гг|тыс|млн|млрд|руб|ст|т|д|п)\.)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: its sentence (0 is the title's) and its position in the whole article."""

    sentence: int
    start: int
    end: int


class Document:
    """Title and text of an article, furniture blanked out, with the mentions found in them."""

    def __init__(self, title: Folded, text: Folded, mentions: Sequence[Mention]) -> None:
        self.title = title
        self.text = text
        self.mentions = tuple(mentions)
        self._repeats = bool(title.original.strip()) and text.original.startswith(title.original)
        self._shift = 0 if self._repeats else len(title.original) + 1

    @cached_property
    def whole(self) -> str:
        """The article as one string, that positions count in."""
        return self.text.original if self._repeats else f"{self.title.original}\n{self.text.original}"

    def place(self, field: str, start: int, end: int) -> Place | None:
        """Where a stretch of a field stands in the whole; None inside a title that the text repeats, and
        behind the sentences that are looked at.
        """
        if field == "text":
            if self._repeats and end <= len(self.title.original):
                return None
            start, end = start + self._shift, end + self._shift
        if start >= self.end:
            return None
        return Place(bisect_right(self.starts, start) - 1, start, end)

    @cached_property
    def end(self) -> int:
        """Where the sentences that are looked at end."""
        return self._ends_at[1]

    @property
    def starts(self) -> tuple[int, ...]:
        """Where each sentence begins; the title is one sentence whatever points it has."""
        return self._ends_at[0]

    @cached_property
    def _ends_at(self) -> tuple[tuple[int, ...], int]:
        starts = [0]
        first = len(self.title.original) if self.title.original.strip() else 0
        for match in _END.finditer(self.whole, max(0, first - 1)):
            if match.group() == "." and _INITIALS.search(self.whole, max(0, match.end() - 6), match.end()):
                continue
            if match.end() - starts[-1] > _LONGEST or self.whole[starts[-1] : match.end()].strip():
                if len(starts) == LIMIT:
                    return tuple(starts), match.end()
                if match.end() < len(self.whole):
                    starts.append(match.end())
        return tuple(starts), len(self.whole)

    def sentence(self, index: int) -> str:
        start = self.starts[index]
        end = self.starts[index + 1] if index + 1 < len(self.starts) else self.end
        return self.whole[start : min(end, start + _LONGEST)]

    def placed(self) -> Iterator[tuple[Mention, Place]]:
        """The mentions with their places, in order."""
        for mention in self.mentions:
            place = self.place(mention.field, mention.start, mention.end)
            if place:
                yield mention, place
