"""Stretches of a text, and the walk over its first and last lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.furniture import forms

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_CHARS = 4_000
TAIL_CHARS = 6_000

_SENTENCE = 12  # letters; fewer before a full stop are «2 марта 2026 г.»
_NOT_LETTERS = re.compile(r"[\W_]+")


class FurnitureSpan(NamedTuple):
    """A stretch that is not the article's own words.

    ``field``: ``title`` or ``text``, or the kind itself once it has been cut off. ``kind``: ``marker``,
    ``head`` (of a page), ``title`` (repeated in the text), ``stamp`` (a date line), ``dateline``,
    ``byline``, ``caption``, ``trailer``, ``related`` (other articles' headlines), ``note`` (an editor's
    mark inside the text). ``value``: a marker's normalised name, else the words.
    """

    field: str
    start: int
    end: int
    kind: str
    value: str


def text_span(text: str, start: int, end: int, kind: str, value: str | None = None) -> FurnitureSpan:
    """A span of the text; its value is its words unless given."""
    words = text[start:end].strip() if value is None else value
    return FurnitureSpan(field="text", start=start, end=end, kind=kind, value=words)


def lines(text: str, begin: int, most: int) -> Iterator[tuple[int, int]]:
    """The first lines that are not blank, as offsets without surrounding blanks."""
    position, stop = begin, min(len(text), begin + HEAD_CHARS)
    while position < stop and most:
        newline = text.find("\n", position, stop)
        line_end = newline if newline >= 0 else (len(text) if stop == len(text) else stop)
        line = text[position:line_end]
        if line.strip():
            yield position + len(line) - len(line.lstrip()), position + len(line.rstrip())
            most -= 1
        position = line_end + 1


def lines_backwards(text: str, begin: int, end: int, most: int) -> Iterator[tuple[int, int]]:
    """The last lines that are not blank, the last one first; none longer than ``TAIL_CHARS``."""
    floor = max(begin, end - TAIL_CHARS)
    while end > floor and most:
        newline = text.rfind("\n", floor, end)
        line_start = newline + 1 if newline >= 0 else floor
        if newline < 0 and floor > begin:
            return  # the line is longer than the window: it is text
        line = text[line_start:end]
        if line.strip():
            yield line_start + len(line) - len(line.lstrip()), line_start + len(line.rstrip())
            most -= 1
        end = max(newline, floor)


def without(text: str, spans: list[FurnitureSpan]) -> str:
    """What is left between the spans, which are in order and apart."""
    if not spans:
        return text
    parts, position = [], 0
    for span in spans:
        parts.append(text[position : span.start])
        position = span.end
    return "".join((*parts, text[position:]))


def key_of(text: str) -> str:
    """Letters and digits only, for comparing lines that differ in quotes, dashes and spaces."""
    return _NOT_LETTERS.sub("", text[:1_000].casefold())


def says(text: str) -> bool:
    """Whether it ends a sentence, or is too long for anything else."""
    if len(text) > forms.HEADLINE_LENGTH:
        return True
    return bool(forms.SENTENCE_END.search(text)) and len(key_of(text)) >= _SENTENCE
