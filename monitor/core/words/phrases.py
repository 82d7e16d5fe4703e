"""A term cut into parts in a row, with the gaps between them.

Words are taken for English if they are Latin, for Russian if Cyrillic. Between two parts stands a gap:
blanks, a hyphen, quotes, a possessive, and the punctuation that the term itself has there.

What a term is in a rule set, and finding all of them at once, is ``monitor.core.terms``'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from monitor.core.text import Folded, fold, script_of, word_spans, written
from monitor.core.words import english, korean, russian
from monitor.core.words.parts import Korean, Literal, Part, Prefix, Reach, Word

_QUOTES = """["']?"""
_USUAL = rf"(?:'s)?{_QUOTES}(?:-|[ \n\t]{{0,4}}){_QUOTES}"
_HYPHEN = rf"(?:'s)?{_QUOTES}(?:[ \n\t]{{0,2}}[-·][ \n\t]{{0,2}}|[ \n\t]{{0,4}}){_QUOTES}"
_DOT = re.compile(r"[ \n\t]{0,2}[·=-]?[ \n\t]{0,2}")  # キム・ジョンウン, キム＝ジョンウン
USUAL_GAP = re.compile(_USUAL)
"""What may stand between two words of a phrase; it matches everywhere, perhaps nothing."""


@lru_cache(maxsize=1024)
def gap_pattern(between: str) -> re.Pattern[str]:
    """What may stand in a text where a term has ``between``."""
    if between == "·":
        return _DOT
    marks = re.escape("".join(between.split()).strip("-\"'"))
    if "-" in between:
        return re.compile(rf"(?:{marks})?{_HYPHEN}")
    if between and not marks:
        return USUAL_GAP
    if between.strip() == between:
        return re.compile(rf"{marks}[ \n\t]{{0,2}}" if marks else "")
    # A sign between blanks: Rosneft & Co.
    blanks = r"[ \n\t]{0,2}" if between[0].isspace() else ""
    return re.compile(rf"(?:{blanks}{marks})?{_USUAL}")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """The parts of a term in a row, and the gaps between them. ``anchor`` is the part to look for."""

    parts: tuple[Part, ...]
    gaps: tuple[re.Pattern[str], ...]
    anchor: int

    @property
    def surfaces(self) -> tuple[str, ...]:
        """The strings to look for: those of the anchor."""
        return self.parts[self.anchor].surfaces

    def check(self, folded: Folded, start: int, end: int) -> tuple[int, int] | None:
        """The phrase's (start, end) if its anchor stands at [start, end) and the rest around it."""
        reach = self.parts[self.anchor].first(folded.text, start, end)
        if reach is None:
            return None
        if len(self.parts) == 1:
            return start, reach.end
        return self.around(folded.text, start, reach)

    def around(self, text: str, start: int, reach: Reach) -> tuple[int, int] | None:
        """The phrase's (start, end) if the other parts stand around its anchor."""
        for index in range(self.anchor - 1, -1, -1):
            begin = self._behind(text, start, index)
            if begin is None:
                return None
            start = begin
        for index in range(self.anchor + 1, len(self.parts)):
            found = self._ahead(text, reach, index)
            if found is None:
                return None
            reach = found
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


_MODEL = re.compile("[a-z]+[0-9]+")
"""A model of something, without its hyphen: there may be several of it, as *F-35s*."""

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
    gaps = [_gap(left, text[left.end : right.start]) for left, right in pairwise(tokens)]
    found = [_phrase(tokens, gaps, prefix=prefix)]
    if "-" in gaps:
        joined, kept = [tokens[0]], []
        for index, gap in enumerate(gaps):
            token, following = tokens[index + 1], "".join(gaps[index + 1 : index + 2])
            last = joined[-1]
            # The S. of Russian-S. Korean stands for a word of its own.
            if gap == "-" and {last.script, token.script} <= _LETTERED and not following.startswith("."):
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
        token = _Token(piece, fold(piece).text, script_of(piece[0].lower()), start, start + len(piece))
        last = tokens[-1] if tokens else None
        between = text[last.end : start] if last else ""
        if last and _merges(last, between, token):
            tokens[-1] = _glue(last, "" if between == "·" else between, token)
        else:
            tokens.append(token)
    return tokens


def _gap(left: _Token, between: str) -> str:
    """What stands between two words; N.Korea is written as N. Korea is."""
    return ". " if between == "." and len(left.text) == 1 else between


def _glue(left: _Token, between: str, right: _Token) -> _Token:
    script = left.script if left.script == right.script and not between else "literal"
    lower = left.lower + between + right.lower
    return _Token(left.text + between + right.text, lower, script, left.start, right.end)


_LETTERED = frozenset(("latin", "cyrillic", "digit", "other", "literal"))


def _merges(last: _Token, between: str, token: _Token) -> bool:
    if {last.script, token.script} <= _LETTERED:
        if between == ".":  # U.S and 3.5, but N.Korea is two words
            ends = len(last.text.rpartition(".")[2]), len(token.text)
            return ends == (1, 1) or last.script == token.script == "digit"
        return between == "" or (between in ("&", "'", "/") and min(len(last.text), len(token.text)) == 1)
    # Korean dots come and go: korean.surfaces sees to them.
    return last.script == token.script and (not between or (between == "·" and token.script == "hangul"))


def _phrase(tokens: list[_Token], gaps: list[str], *, prefix: bool) -> Phrase:
    parts = [_part(*tokens[0][:3])]  # wherever they stand
    for last, gap, token in zip(tokens, gaps, tokens[1:], strict=False):
        parts.append(_part(*token[:3], after=last.script if gap in ("", "-") else ""))
    if prefix:
        parts[-1] = Prefix(tokens[-1].lower)
    if len(parts) == 1:
        return Phrase(tuple(parts), (), 0)
    # Parts can be found backwards only if they are made of letters.
    reachable = 0
    while reachable < len(tokens) - 1 and not isinstance(parts[reachable], Korean):
        reachable += 1
    anchor = max(range(reachable + 1), key=lambda index: min(len(form) for form in parts[index].surfaces))
    return Phrase(tuple(parts), tuple(gap_pattern(gap) for gap in gaps), anchor)


@lru_cache(maxsize=65536)
def _part(text: str, lower: str, script: str, after: str = "") -> Part:
    """``after``: the script of what it is joined to, by nothing or a hyphen."""
    if script == "hangul":
        stems: dict[str, tuple[korean.Surface, ...]] = {}
        for surface in korean.surfaces(lower, counts=after == "digit"):
            stems[surface.text] = (*stems.get(surface.text, ()), surface)
        return Korean(tuple(stems), stems)
    if script == "latin":
        # What folds to other letters than its lower case (ß) is as it folds.
        forms = english.forms(text if text.lower() == lower else lower)
    elif script == "cyrillic":
        forms = russian.forms(text)
    elif _MODEL.fullmatch(lower) or (after == "latin" and script == "digit"):
        forms = frozenset((lower, lower + "s"))
    else:
        return Literal(lower)
    return Word(tuple(sorted(forms)), forms)
