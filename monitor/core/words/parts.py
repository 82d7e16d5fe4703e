"""A term cut into parts, each of which can be looked for and checked at a place in a folded text.

``cut`` makes the parts of a term: words with their forms (Latin words are taken for English, Cyrillic ones
for Russian), Korean words with what may stand around them, runs of Han and kana, and literal pieces such as
"U.S.". Between two parts stands a gap: blanks, a hyphen, quotes, a possessive, and the punctuation that the
term itself has there.

What a term is in a rule set, and finding all of them at once, is ``monitor.core.terms``'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from monitor.core.text import Folded, fold, script_of, word_spans, written
from monitor.core.words import english, korean, russian

_LONGEST = 64  # code points of a word that are looked at; a longer one is no form of anything

LETTERS = frozenset(
    character for code in (*range(0x1100), *range(0x1E00, 0x2000)) if (character := chr(code)).isalnum()
)
"""Letters and digits of the scripts that put blanks between words: such a word ends where they end."""

_LETTER_RUN = re.compile(rf"[^\W_\u1100-\u1dff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffff]{{1,{_LONGEST}}}")
_SYLLABLES = re.compile("[\uac00-\ud7a3]{0,13}")


class Reach(NamedTuple):
    """Where a part's own characters end, and where its particles or endings do."""

    end: int
    resume: int


class Part(Protocol):
    """One word of a term."""

    surfaces: tuple[str, ...]

    def first(self, text: str, start: int, end: int) -> Reach | None:
        """The part as the first of its term, where one of its surfaces stands at [start, end)."""
        ...

    def ahead(self, text: str, position: int) -> Reach | None:
        """The part where it begins at ``position``, after another part."""
        ...

    def behind(self, text: str, position: int) -> int | None:
        """Where the part begins if it ends at ``position``, before another part."""
        ...


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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
        left = start
        while left > 0 and start - left <= 12 and "\uac00" <= text[left - 1] <= "\ud7a3":
            left -= 1
        return self._check(text, left, start, end)

    def ahead(self, text: str, position: int) -> Reach | None:
        for surface in self.surfaces:
            if text.startswith(surface, position):
                found = self._check(text, position, position, position + len(surface))
                if found:
                    return found
        return None

    def behind(self, text: str, position: int) -> int | None:  # noqa: ARG002 - found from the front
        return None

    def _check(self, text: str, left: int, start: int, end: int) -> Reach | None:
        run = _SYLLABLES.match(text, end)
        right = run.group() if run else ""
        before = text[left:start]
        for stem in self.stems[text[start:end]]:
            if korean.fits(before, stem.word, right, stem.tail):
                beyond = end + len(right)
                return Reach(end if stem.tail == "noun" else beyond, beyond)
        return None


def bounded(text: str, start: int, end: int) -> bool:
    """No letter, digit or syllable of the same kind goes on beyond either edge of [start, end)."""
    if start and (kind := _kind(text[start])) and _kind(text[start - 1]) == kind:
        return False
    return not (end < len(text) and (kind := _kind(text[end])) and _kind(text[end - 1]) == kind)


def _kind(character: str) -> str:
    if character in LETTERS:
        return "letter"
    return "syllable" if "\uac00" <= character <= "\ud7a3" else ""


# --- Gaps ---------------------------------------------------------------------------------------

_QUOTES = """["']?"""
_USUAL = rf"(?:'s)?{_QUOTES}(?:-|[ \n\t]{{0,4}}){_QUOTES}"


@lru_cache(maxsize=1024)
def gap_pattern(between: str) -> re.Pattern[str]:
    """What may stand in a text where a term has ``between``."""
    marks = re.escape("".join(between.split()).strip("-\"'"))
    if between and not marks:
        return re.compile(_USUAL)
    if between.strip() == between:
        return re.compile(rf"{marks}[ \n\t]{{0,2}}" if marks else "")
    return re.compile(rf"(?:{marks})?{_USUAL}")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """The parts of a term in a row, and the gaps between them. ``anchor`` is the part to look for."""

    parts: tuple[Part, ...]
    gaps: tuple[re.Pattern[str], ...]
    anchor: int

    def check(self, folded: Folded, start: int, end: int) -> tuple[int, int] | None:
        """The phrase's (start, end) if its anchor stands at [start, end) and the rest around it."""
        text = folded.text
        reach = self.parts[self.anchor].first(text, start, end)
        if reach is None:
            return None
        for index in range(self.anchor - 1, -1, -1):
            begin = self._behind(text, start, index)
            if begin is None:
                return None
            start = begin
        for index in range(self.anchor + 1, len(self.parts)):
            reach = self._ahead(text, reach, index)
            if reach is None:
                return None
        return start, reach.end

    def _ahead(self, text: str, reach: Reach, index: int) -> Reach | None:
        for position in dict.fromkeys((reach.resume, reach.end)):
            gap = self.gaps[index - 1].match(text, position)
            if gap and (found := self.parts[index].ahead(text, gap.end())):
                return found
        return None

    def _behind(self, text: str, start: int, index: int) -> int | None:
        for length in range(9):
            end = start - length
            if end < 0:
                break
            if self.gaps[index].fullmatch(text, end, start):
                begin = self.parts[index].behind(text, end)
                if begin is not None:
                    return begin
        return None


# --- Cutting ------------------------------------------------------------------------------------


class _Token(NamedTuple):
    text: str  # as written
    lower: str
    script: str
    start: int
    end: int


def cut(term: str, *, prefix: bool = False) -> tuple[Phrase, ...]:
    """The ways to look for a term; empty if there is nothing in it to look for.

    More than one where a hyphen may be left out. ``prefix``: the last word is the beginning of one.
    """
    text = written(term).strip()
    tokens = _tokens(text)
    if not tokens:
        return ()
    gaps = [text[left.end : right.start] for left, right in pairwise(tokens)]
    found = [_phrase(tokens, gaps, prefix=prefix)]
    if "-" in gaps:
        joined, kept = [tokens[0]], []
        for gap, token in zip(gaps, tokens[1:], strict=True):
            last = joined[-1]
            if gap == "-" and {last.script, token.script} <= _LETTERED:
                joined[-1] = _glue(last, "", token)
            else:
                joined.append(token)
                kept.append(gap)
        if len(joined) < len(tokens):
            found.append(_phrase(joined, kept, prefix=prefix))
    return tuple(found)


def _tokens(text: str) -> list[_Token]:
    """The words of a term; what stands together without blanks stays together where it must."""
    tokens: list[_Token] = []
    for start, end in word_spans(text):
        piece = text[start:end].removesuffix("'s").removesuffix("'S")
        end = start + len(piece)
        token = _Token(piece, fold(piece).text, script_of(piece[0].lower()), start, end)
        last = tokens[-1] if tokens else None
        between = text[last.end : start] if last else ""
        if last and _merges(last, between, token):
            tokens[-1] = _glue(last, "" if between == "·" else between, token)
        else:
            tokens.append(token)
    return tokens


def _glue(left: _Token, between: str, right: _Token) -> _Token:
    script = left.script if left.script == right.script and not between else "literal"
    lower = left.lower + between + right.lower
    return _Token(left.text + between + right.text, lower, script, left.start, right.end)


_LETTERED = frozenset(("latin", "cyrillic", "digit", "other", "literal"))


def _merges(last: _Token, between: str, token: _Token) -> bool:
    if {last.script, token.script} <= _LETTERED:
        return between == "" or (
            between in (".", "&", "'", "/") and min(len(last.text), len(token.text)) == 1
        )
    return last.script == token.script and between in ("", "·")


def _phrase(tokens: list[_Token], gaps: list[str], *, prefix: bool) -> Phrase:
    parts = [_part(token) for token in tokens]
    if prefix:
        parts[-1] = Prefix(tokens[-1].lower)
    # Parts can be found backwards only if they are made of letters.
    reachable = 0
    while reachable < len(tokens) - 1 and not isinstance(parts[reachable], Korean):
        reachable += 1
    anchor = max(range(reachable + 1), key=lambda index: min(len(form) for form in parts[index].surfaces))
    return Phrase(tuple(parts), tuple(gap_pattern(gap) for gap in gaps), anchor)


@lru_cache(maxsize=65536)
def _part(token: _Token) -> Part:
    if token.script == "hangul":
        stems: dict[str, tuple[korean.Surface, ...]] = {}
        for surface in korean.surfaces(token.lower):
            stems[surface.text] = (*stems.get(surface.text, ()), surface)
        return Korean(tuple(stems), stems)
    if token.script == "latin":
        forms = english.forms(token.text)
    elif token.script == "cyrillic":
        forms = russian.forms(token.text)
    else:
        return Literal(token.lower)
    return Word(tuple(sorted(forms)), forms)
