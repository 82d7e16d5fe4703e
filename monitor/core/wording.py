"""What became of a text: the words that went and the words that came, with those around them.

For people to read (``tumen explain``): punctuation counts, blanks do not. Han and kana are compared by
character. Bounded: of two texts that differ all over, what differs first is shown, and that there is more is
said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import TYPE_CHECKING

from monitor.core.facts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Sequence

COMPARED = 600
"""Words compared of each text, counted from the first that differs."""

_SHOWN = 20_000  # characters looked at from there
_AROUND = 4  # words shown before and after a change
_TOGETHER = 1  # words that stayed between two changes that are shown as one
_WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+(?:[.,'’-][^\W_{UNSPACED}]+)*|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Change:
    """The words ``gone``, and those ``new`` in their place; one of the two may be empty.

    ``before`` and ``after`` stayed.
    """

    before: str
    gone: str
    new: str
    after: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The changes between two texts, in order. ``more``: beyond them the texts were not compared."""

    changes: tuple[Change, ...] = ()
    more: bool = False


def changed(old: str, new: str) -> Wording:
    """What was changed in ``old`` to make it ``new``."""
    start = _same_beginning(old, new)
    a, b = (_Text(text, start) for text in (old, new))
    matcher = SequenceMatcher(None, a.words, b.words, autojunk=False)
    spans: list[tuple[int, int, int, int]] = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        if spans and i1 - spans[-1][1] <= _TOGETHER and j1 - spans[-1][3] <= _TOGETHER:
            first, _, first_new, _ = spans.pop()
            spans.append((first, i2, first_new, j2))
        else:
            spans.append((i1, i2, j1, j2))
    if (a.cut or b.cut) and len(spans) > 1 and spans[-1][1] == len(a.words) and spans[-1][3] == len(b.words):
        spans.pop()  # it may be no change at all, but a passage that has moved out of sight
    return Wording(
        tuple(
            Change(
                before=b.between(j1 - _AROUND, j1),
                gone=a.between(i1, i2),
                new=b.between(j1, j2),
                after=b.between(j2, j2 + _AROUND),
            )
            for i1, i2, j1, j2 in spans
        ),
        more=a.cut or b.cut,
    )


class _Text:
    """The words of a text from some place on, and a few before it."""

    def __init__(self, text: str, start: int) -> None:
        seen = text[start : start + _SHOWN]
        found = list(_WORD.finditer(seen))
        self._text = seen
        self._spans = [match.span() for match in found[:COMPARED]]
        self.words: Sequence[str] = [match.group() for match in found[:COMPARED]]
        self.cut = len(found) > COMPARED or start + _SHOWN < len(text)

    def between(self, first: int, end: int) -> str:
        """The text from one word to before another."""
        spans = self._spans[max(0, first) : end]
        return " ".join(self._text[spans[0][0] : spans[-1][1]].split()) if spans else ""


def _same_beginning(one: str, other: str) -> int:
    """Where to begin: a few words before the first difference, so that these can be shown."""
    size = _first_difference(one, other)
    words = [match.start() for match in _WORD.finditer(one, max(0, size - 400), size)]
    return words[-2 * _AROUND] if len(words) > 2 * _AROUND else (0 if size <= 400 else size - 400)


def _first_difference(one: str, other: str) -> int:
    if one == other:
        return len(one)
    size = min(len(one), len(other))
    step = 4_096
    start = next((at for at in range(0, size, step) if one[at : at + step] != other[at : at + step]), size)
    pairs = zip(one[start : start + step], other[start : start + step], strict=False)
    return start + sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
