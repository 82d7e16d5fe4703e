"""The parts of a text that show why it matched: short windows around the evidence, with marks.

Pure. Offsets in a ``Passage`` count code points of its own ``text``; newlines are spaces in it, nothing
else differs from the original, so a mark always covers the very words that matched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.model import Evidence

_AROUND = 110
"""Code points shown on each side of a hit."""

_LONGEST = 360
_STOPS = (". ", ".\n", "! ", "? ", "。", "\n")
_CUT = "…"
_BREAKS = str.maketrans("\n\r\t\v\f\x85\u2028\u2029", " " * 8)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of ``field``; ``marks`` are (start, end) pairs in ``text``, in order, not overlapping.

    ``before`` and ``after`` say whether the field goes on there.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]
    before: bool = False
    after: bool = False


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` code points, cut between words where there are any; a cut ends with “…”."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = head.rfind(" ", limit * 3 // 4)
    return (head if space < 0 else head[:space]).rstrip() + _CUT


def one_line(text: str) -> str:
    """Newlines and tabs as spaces, code point for code point."""
    return text.translate(_BREAKS)


def chosen(evidence: Iterable[Evidence], limit: int) -> tuple[Evidence, ...]:
    """The most telling ``limit`` pieces, in reading order: each term's first hit before any second."""
    first: list[Evidence] = []
    rest: list[Evidence] = []
    seen: set[tuple[str, str]] = set()
    for piece in evidence:
        told = (piece.term, piece.text.casefold())
        (rest if told in seen else first).append(piece)
        seen.add(told)
    return tuple(sorted((first + rest)[:limit], key=lambda piece: (piece.field != "title", piece.start)))


def passages(text: str, evidence: Sequence[Evidence], *, limit: int) -> tuple[Passage, ...]:
    """Up to ``limit`` windows of ``text`` that hold its evidence, those nearest the beginning."""
    spans = sorted(
        (piece.start, piece.end)
        for piece in evidence
        if piece.field == "text" and 0 <= piece.start < piece.end <= len(text)
    )
    found: list[Passage] = []
    at = 0
    while at < len(spans) and len(found) < limit:
        start = _begin(text, spans[at][0])
        end = min(max(spans[at][1] + _AROUND, start), start + _LONGEST)
        after = at
        while after < len(spans) and spans[after][0] < end:
            end = max(end, min(spans[after][1] + _AROUND, start + _LONGEST))
            after += 1
        end = _finish(text, end, max(stop for _, stop in spans[at:after]))
        found.append(_cut(text, start, end, spans[at:after]))
        at = after
    return tuple(found)


def marked(field: str, text: str, evidence: Iterable[Evidence]) -> Passage:
    """A whole field as a passage, for a headline."""
    spans = sorted(
        (piece.start, piece.end)
        for piece in evidence
        if piece.field == field and 0 <= piece.start < piece.end <= len(text)
    )
    return Passage(field, one_line(text), _merged(spans, 0, len(text)))


def _begin(text: str, hit: int) -> int:
    """Where to begin so that ``hit`` is seen in its sentence: at its start, else at a word."""
    if hit <= _AROUND:
        return 0
    near = hit - _AROUND
    begins = [found + len(stop) for stop in _STOPS if (found := text.rfind(stop, near, hit)) >= 0]
    if begins:
        return max(begins)
    space = text.find(" ", near, hit)
    return near if space < 0 else space + 1


def _finish(text: str, end: int, last: int) -> int:
    """Where to end so that the ``last`` hit's sentence is whole if it can be, else at a word."""
    if end >= len(text):
        return len(text)
    last = min(last, end)
    ends = [found + 1 for stop in _STOPS if (found := text.rfind(stop, last, end)) >= 0]
    if ends:
        return max(ends)
    space = text.rfind(" ", last, end)
    return end if space < 0 else space


def _cut(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> Passage:
    return Passage(
        "text",
        one_line(text[start:end]),
        _merged(spans, start, end),
        before=start > 0,
        after=end < len(text),
    )


def _merged(spans: Iterable[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans inside [start, end), relative to it, overlapping ones joined."""
    marks: list[tuple[int, int]] = []
    clipped = ((max(left, start) - start, min(right, end) - start) for left, right in spans)
    for left, right in clipped:
        if left >= right:
            continue
        if marks and left < marks[-1][1]:
            marks[-1] = (marks[-1][0], max(marks[-1][1], right))
        else:
            marks.append((left, right))
    return tuple(marks)
