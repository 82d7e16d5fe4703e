"""The single words of a term: what to look for, and how to check a place in a folded text.

A part is a word with its forms, a Korean word with what may stand around it, the beginning of a word, or
characters as they are. Cutting a term into parts and putting them in a row is ``phrases``'.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from monitor.core.text import LETTERS
from monitor.core.words import korean

_LONGEST = 64  # code points of a word that are looked at; a longer one is no form of anything

_LETTER_RUN = re.compile(rf"[^\W_\u1100-\u1dff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffff]{{1,{_LONGEST}}}")
_SYLLABLES = re.compile("[\uac00-\ud7a3]{0,13}")
_FAR = korean.REACH + 1
_NOUNS = ("noun", "count")  # what ends where it ends, its particles apart
_FARTHER = re.compile(f"[\uac00-\ud7a3]{{{_FAR}}}")


class Reach(NamedTuple):
    """Where a part's own characters end, and where its particles or endings do."""

    end: int
    resume: int


class Part(Hashable, Protocol):
    """One word of a term; the same only as itself."""

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The strings to look for."""
        ...

    def first(self, text: str, start: int, end: int) -> Reach | None:
        """The part as the first of its term, where one of its surfaces stands at [start, end)."""
        ...

    def ahead(self, text: str, position: int) -> Reach | None:
        """The part where it begins at ``position``, after another part."""
        ...

    def behind(self, text: str, position: int) -> int | None:
        """Where the part begins if it ends at ``position``, before another part."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A word of letters in all its forms, between boundaries."""

    surfaces: tuple[str, ...]
    forms: frozenset[str]

    def first(self, text: str, start: int, end: int) -> Reach | None:
        if (start and text[start - 1] in LETTERS) or (end < len(text) and text[end] in LETTERS):
            return None
        return Reach(end, end)

    def ahead(self, text: str, position: int) -> Reach | None:
        run = _LETTER_RUN.match(text, position)
        if run and run.group() in self.forms and not (position and text[position - 1] in LETTERS):
            return Reach(run.end(), run.end())
        return None

    def behind(self, text: str, position: int) -> int | None:
        start = position
        while start > 0 and position - start <= _LONGEST and text[start - 1] in LETTERS:
            start -= 1
        return start if text[start:position] in self.forms else None


@dataclass(frozen=True, slots=True, eq=False)
class Literal:
    """Characters as they are; boundaries only where its own edge is a letter."""

    text: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.text,)

    def first(self, text: str, start: int, end: int) -> Reach | None:
        if bounded(text, start, end):
            return Reach(end, end)
        return None

    def ahead(self, text: str, position: int) -> Reach | None:
        if text.startswith(self.text, position):
            return self.first(text, position, position + len(self.text))
        return None

    def behind(self, text: str, position: int) -> int | None:
        start = position - len(self.text)
        return start if start >= 0 and self.ahead(text, start) else None


@dataclass(frozen=True, slots=True, eq=False)
class Prefix:
    """The beginning of a word; reaches to the word's end."""

    text: str

    @property
    def surfaces(self) -> tuple[str, ...]:
        return (self.text,)

    def first(self, text: str, start: int, end: int) -> Reach | None:
        if start and _kind(text[start - 1]) == _kind(text[start]) != "":
            return None
        kind = _kind(text[end - 1])
        if kind:
            run = (_LETTER_RUN if kind == "letter" else _SYLLABLES).match(text, end)
            end = run.end() if run else end
        return Reach(end, end)

    def ahead(self, text: str, position: int) -> Reach | None:
        if text.startswith(self.text, position):
            return self.first(text, position, position + len(self.text))
        return None

    def behind(self, text: str, position: int) -> int | None:  # noqa: ARG002 - nothing follows a prefix
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Korean:
    """A Korean word with its spacings, and what may stand around it."""

    surfaces: tuple[str, ...]
    stems: dict[str, tuple[korean.Surface, ...]]

    def first(self, text: str, start: int, end: int) -> Reach | None:
        return self._among(text, start, end, _FAR)

    def ahead(self, text: str, position: int) -> Reach | None:
        for surface in self.surfaces:
            if text.startswith(surface, position):
                reach = self._among(text, position, position + len(surface), 0)
                if reach:
                    return reach
        return None

    def _among(self, text: str, start: int, end: int, left: int) -> Reach | None:
        for _, word, tail in self.stems[text[start:end]]:
            if found := among_syllables(text, start, end, word, tail, left=left):
                return Reach(*found)
        return None

    def behind(self, text: str, position: int) -> int | None:  # noqa: ARG002 - found from the front
        return None


def among_syllables(
    text: str, start: int, end: int, word: str, tail: str, *, left: int = _FAR
) -> tuple[int, int] | None:
    """The ``Reach`` of a Korean word at [start, end), as a plain pair, if what is around it allows.

    ``left``: how far to look before it. A noun ends where it ends; a verb's endings are its own.
    """
    run = _SYLLABLES.match(text, end)
    right = run[0] if run else ""
    is_noun = tail in _NOUNS
    if left and start and "\uac00" <= text[start - 1] <= "\ud7a3":
        if start >= left and _FARTHER.match(text, start - left):
            return None
        before = start - 1
        while before and "\uac00" <= text[before - 1] <= "\ud7a3":
            before -= 1
        fits = korean.fits(text[before:start], word, right, tail)
    else:
        fits = (not right and is_noun) or korean.fits("", word, right, tail)
    if not fits:
        return None
    beyond = end + len(right)
    return (end if is_noun else beyond), beyond


def bounded(text: str, start: int, end: int) -> bool:
    """No letter, digit or syllable of the same kind goes on beyond either edge of [start, end)."""
    if start and (kind := _kind(text[start])) and _kind(text[start - 1]) == kind:
        return False
    return not (end < len(text) and (kind := _kind(text[end])) and _kind(text[end - 1]) == kind)


def _kind(character: str) -> str:
    if character in LETTERS:
        return "letter"
    return "syllable" if "\uac00" <= character <= "\ud7a3" else ""
