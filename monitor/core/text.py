"""Text as it is stored, as it is compared, and as it is searched.

Three forms, all pure functions of the text:

- ``clean``: what is stored and shown. NFC, no control characters, no bidi overrides, no soft hyphens or
  zero-width characters in scripts that need none; line breaks kept.
- ``fold``: what is compared. One form for everything that a reader takes for the same word: case, width,
  ё and е, stress marks, soft hyphens and zero-width characters, decomposed Hangul, kinds of quotes,
  hyphens, blanks and middle dots, traditional and simplified Han. ``Folded`` remembers where each
  character came from, so that what is found can be shown in the text as given.
- ``search_terms``: what a full-text index holds: stems of Latin and Cyrillic words, pairs of characters of
  Korean, Chinese and Japanese ones.

Work is bounded for any input: texts beyond ``LIMIT`` code points are cut (``Folded.cut`` says so), runs of
combining marks beyond ``MARKS_KEPT`` are dropped (normalising long ones takes quadratic time).

Which forms a word has in a language is ``monitor.core.words``'; finding them, ``monitor.core.terms``'.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

from monitor.core import data
from monitor.core.memo import WordMemo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from monitor.core.model import Reading

LIMIT = 200_000
"""Code points of a field that are compared and searched; longer than any news report."""

MARKS_KEPT = 16
"""Combining marks kept in a row; no language needs more."""

_UTF_16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"

_REACH = 200  # code points before a stretch in which a blank is looked for
_FEW = 20  # stretches whose words are counted one by one
_WIDE = 10  # code points in which mostly a word begins
_TERM_LENGTH = 64  # code points of one search term; a longer word is not a word

# Drawn as nothing: soft hyphen, zero-width and direction characters, variation selectors, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef"
)
_MARKS = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
    "\uff9e\uff9f"
)
_LEADS, _VOWELS, _TAILS = (
    "\u1100-\u115f\ua960-\ua97c",
    "\u1160-\u11a7\ud7b0-\ud7c6",
    "\u11a8-\u11ff\ud7cb-\ud7fb",
)
_HALF_WIDTH_JAMO = "\uffa0-\uffdc"

# Characters whose folding is their lower case, alone and in any company of their like. That is tested
# against the general way, but for those kept as they are on purpose: …, № and single Korean letters.
# All others are the odd ones, Han among them for its two ways of writing.
_PLAIN = (
    "\t\n\r -~\u00a0-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u00de\u00e0-\u012f"
    "\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0400-\u0482\u048a-\u052f\u2010-\u2016\u2018-\u2023\u2026"
    "\u2030\u2032\u2039\u203a\u20a9-\u20bf\u2116\u2190-\u222b\u2500-\u27bf\u3000-\u3020\u3041-\u3096"
    "\u30a1-\u30fe\u3131-\u318e\uac00-\ud7a3"
)
_HAN = "\u3400-\u9fff"
_ODD = re.compile(f"[^{_PLAIN}]+")
_CLUSTER = re.compile(
    f"[{_HAN}]+(?![{_MARKS}])|[{_LEADS}]{{1,3}}[{_VOWELS}]{{1,3}}[{_TAILS}]{{0,3}}|[{_HALF_WIDTH_JAMO}]+"
    f"|[{_INVISIBLE}]+|(?s:.)[{_TAILS}]{{1,3}}|(?s:.)?[{_MARKS}]{{1,{MARKS_KEPT}}}|(?s:.)"
)
_JOINS_BACK = re.compile(f"[{_MARKS}{_TAILS}]")

# One character for one, so that offsets stay. The first of each group stands for the others.
_ALIKE = ("'’‘‚‛′ʼ´", "-‐‑‒–—―−", '"“”„‟«»‹›', " \u00a0\u2007\u2009\u202f\u3000", "·ㆍ・‧∙•")
_UNIFY = tuple((other, group[0]) for group in _ALIKE for other in group[1:])
_TO_UNIFY = re.compile("[" + "".join(re.escape(other) for other, _ in _UNIFY) + "]")

_DIRECTION, _LINE_END = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069", "\u0085\u2028\u2029"
_CONTROL, _SURROGATE = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f", "\ud800-\udfff"
_DIRECTIONS = re.compile(f"[{_DIRECTION}]")
_LINE_ENDS = re.compile(f"\r\n?|[{_LINE_END}]")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_SURROGATES = re.compile(f"[{_SURROGATE}]")
_HINT = "\u00ad\u200b-\u200d\u2060\ufeff"  # where a line may be broken, or letters joined
_UNCLEAN = re.compile(f"[\r{_DIRECTION}{_LINE_END}{_CONTROL}{_SURROGATE}{_MARKS}{_HINT}]")
_MARK_RUNS = re.compile(f"([{_MARKS}]{{{MARKS_KEPT}}})[{_MARKS}]+")

_HANGUL = "\uac00-\ud7a3"
_IDEOGRAPHS = "\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff"
_WORD = re.compile(
    "[a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]+(?:'[a-zA-Z]+)*|[\u0400-\u052f]+"
    f"|[{_HANGUL}]+|[{_IDEOGRAPHS}]|\\d+"
    f"|[^\\W\\d_a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\u0400-\u052f{_HANGUL}{_IDEOGRAPHS}]+"
)

# Emoji are joined by such characters, and words of Persian or Hindi are written with them: there they stay.
_NEEDS_NO_HINT = f"a-zA-Z\u00c0-\u024f\u1e00-\u1eff\u0400-\u052f\u1100-\u11ff{_HANGUL}{_IDEOGRAPHS}"
_HINTS = re.compile(f"(?<=[{_NEEDS_NO_HINT}])[{_HINT}]++|(?<![{_HINT}])[{_HINT}]++(?=[{_NEEDS_NO_HINT}])")

LETTERS = frozenset(
    character for code in (*range(0x1100), *range(0x1E00, 0x2000)) if (character := chr(code)).isalnum()
)
"""Letters and digits of the scripts that put blanks between words: such a word ends where they end."""


def _ranges(characters: frozenset[str]) -> str:
    """The characters as the inside of a regular expression's brackets."""
    codes = sorted(map(ord, characters))
    runs = [[code for _, code in run] for _, run in groupby(enumerate(codes), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


RUN = re.compile(f"([{_ranges(LETTERS)}]+)")

EASTERN = "\u1100"
"""Hangul, kana and Han stand from here on, among signs and rare scripts; ``LETTERS`` before it, or nearly."""
_FROM_EASTERN = re.compile(f"[{EASTERN}-\U0010ffff]")

# Korean across single blanks, dots and hyphens, Chinese and Japanese across dots.
_UNSPACED = f"{_IDEOGRAPHS}\u3006\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u309d-\u309f"
_PAIRED = re.compile(f"[{_HANGUL}]+(?:[ ·-][{_HANGUL}]+)*|[{_UNSPACED}]+(?:·[{_UNSPACED}]+)*")


def clean(text: str) -> str:
    """The text as it is stored: NFC, without control characters, direction overrides and soft hyphens.

    All line ends become line feeds; tabs stay; a lone surrogate becomes U+FFFD. Idempotent.
    """
    if not _UNCLEAN.search(text):
        return unicodedata.normalize("NFC", text)
    text = _LINE_ENDS.sub("\n", _DIRECTIONS.sub("", _SURROGATES.sub("\ufffd", text)))
    text = unicodedata.normalize("NFC", _MARK_RUNS.sub(r"\1", _CONTROLS.sub("", text)))
    return unicodedata.normalize("NFC", _HINTS.sub(_unhinted, text))  # only composed letters are known


def _unhinted(hint: re.Match[str]) -> str:
    """Nothing, unless a mark would come to stand on the letter before."""
    after = hint.string[hint.end() : hint.end() + 1]
    return hint.group() if after and unicodedata.combining(after) else ""


def visible(text: str) -> str:
    """The text without what is drawn as nothing: soft hyphens, zero-width characters and their like."""
    return _INVISIBLE_RUN.sub("", text)


class Mapped:
    """A text made from ``original`` that knows, for each part, where it came from.

    ``cut``: the original was longer than ``LIMIT`` and its rest was left out.
    """

    __slots__ = ("_edges", "cut", "original", "text")

    def __init__(self, original: str, text: str, edges: _Edges | None, *, cut: bool = False) -> None:
        self.original = original
        self.text = text
        self.cut = cut
        self._edges = edges

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in ``original``; invisible characters at its ends stay out."""
        if self._edges is None:
            return start, end
        here, there = self._edges
        return _carry(start, end, here, there)

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """Where ``original[start:end]`` stands in ``text``: the way back from ``span``."""
        if self._edges is None:
            return min(start, len(self.text)), min(end, len(self.text))
        here, there = self._edges
        return _carry(start, end, there, here)


class Folded(Mapped):
    """A text in the form in which texts are compared; made by ``fold``."""

    __slots__ = ("_asked", "_eastern", "_runs", "_starts", "_words")

    def __init__(self, original: str, text: str, edges: _Edges | None, *, cut: bool = False) -> None:
        super().__init__(original, text, edges, cut=cut)
        self._eastern: int | None = None
        self._runs: tuple[list[str], list[int]] | None = None
        self._words: tuple[tuple[int, int], ...] | None = None
        self._starts: list[int] | None = None
        self._asked = 0

    @property
    def runs(self) -> tuple[list[str], list[int]]:
        """The runs of ``LETTERS`` in ``text``, and where each begins."""
        if self._runs is None:
            pieces = RUN.split(self.text)
            starts = list(accumulate(map(len, pieces), initial=0))
            self._runs = pieces[1::2], starts[1:-1:2]
        return self._runs

    @property
    def eastern(self) -> int:
        """Where in ``text`` the first character from ``EASTERN`` on stands; its length if there is none."""
        if self._eastern is None:
            found = _FROM_EASTERN.search(self.text)
            self._eastern = found.start() if found else len(self.text)
        return self._eastern

    @property
    def words(self) -> tuple[tuple[int, int], ...]:
        """The words as (start, end) in ``text``: runs of one script; each Han or kana character is one."""
        if self._words is None:
            self._words = tuple(word_spans(self.text))
        return self._words

    def words_between(self, end: int, start: int, most: int) -> int:
        """How many words begin in ``text[end:start]``, 0 where nothing lies between; at most ``most`` + 1."""
        if self._starts is None:
            if self._runs is not None:
                # In each run begins a word, unless an apostrophe holds it in one.
                starts = self._runs[1]
                apart = bisect_left(starts, start) - bisect_left(starts, end)
                if apart > most and apart - self.text.count("'", end, start) > most:
                    return most + 1
            # Few are asked for in most articles: then the stretch is counted, from a blank before it on.
            self._asked += 1
            blank = self.text.rfind(" ", max(0, end - _REACH), end)
            if blank >= 0 and self._asked <= _FEW:
                near = min(start, end + _WIDE * (most + 1))
                count = len(_WORD.findall(self.text, blank, near)) - len(_WORD.findall(self.text, blank, end))
                if count > most or near == start:
                    return min(most + 1, max(0, count))
            self._starts = [word[0] for word in self.words]
        return min(most + 1, max(0, bisect_left(self._starts, start) - bisect_left(self._starts, end)))


_Edges = tuple[tuple[list[int], list[int]], tuple[list[int], list[int]]]
"""Starts and ends of the changed parts, in the made text and in the original; all else is shifted."""


def _carry(
    start: int, end: int, here: tuple[list[int], list[int]], there: tuple[list[int], list[int]]
) -> tuple[int, int]:
    (starts, ends), (to_starts, to_ends) = here, there
    before = bisect_right(ends, start) - 1
    if before + 1 < len(starts) and starts[before + 1] < start:
        new_start = to_starts[before + 1]
    else:
        new_start = start + (to_ends[before] - ends[before] if before >= 0 else 0)
    last = bisect_left(starts, end) - 1
    if last < 0:
        new_end = end
    elif ends[last] > end:
        new_end = to_ends[last]
    else:
        new_end = end + to_ends[last] - ends[last]
    return new_start, max(new_start, new_end)


def fold(text: str) -> Folded:
    """The text in the form in which texts are compared; folding what is folded changes nothing."""
    cut = len(text) > LIMIT
    kept = text[:LIMIT] if cut else text
    if kept.isascii():
        return Folded(text, kept.lower(), None, cut=cut)
    folded, edges = _rewrite(kept, _ODD, str.lower, _fold_cluster)
    folded = _unified(folded).replace("ё", "е")
    return Folded(text, folded, edges, cut=cut)


def word_spans(text: str) -> list[tuple[int, int]]:
    """Where the words of a text are, as in ``Folded.words``; case does not matter."""
    return [match.span() for match in _WORD.finditer(text)]


def composed(text: str) -> Mapped:
    """The text in NFC, for regular expressions; bounded like ``fold``. A lone surrogate becomes U+FFFD."""
    cut = len(text) > LIMIT
    kept = _SURROGATES.sub("\ufffd", text[:LIMIT] if cut else text)
    if unicodedata.is_normalized("NFC", _MARK_RUNS.sub(r"\1", kept)):
        return Mapped(text, kept, None, cut=cut)
    made, edges = _rewrite(kept, _ODD, str, _compose_cluster)
    return Mapped(text, made, edges, cut=cut)


def written(text: str) -> str:
    """The text as its author wrote it but for what cannot be seen: case, ё and kind of Han are kept."""
    kept = text[:LIMIT]
    if kept.isascii():
        return kept
    made, _ = _rewrite(kept, _ODD, str, _write_cluster)
    return _unified(made)


def _unified(text: str) -> str:
    if _TO_UNIFY.search(text):
        for other, one in _UNIFY:
            text = text.replace(other, one)
    return text


def _rewrite(
    text: str, odd: re.Pattern[str], plain: Callable[[str], str], change: Callable[[str], str]
) -> tuple[str, _Edges | None]:
    """Rewrite the odd runs cluster by cluster and the rest at once, with the parts that changed length."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    to_starts: list[int] = []
    to_ends: list[int] = []
    done = length = 0
    for run in odd.finditer(text):
        start, end = run.span()
        if start > done and _JOINS_BACK.match(text, start):
            start -= 1
        if start > done:
            pieces.append(plain(text[done:start]))
            length += start - done
        for cluster in _CLUSTER.finditer(text, start, end):
            made = change(cluster.group())
            pieces.append(made)
            # Only Han comes in clusters of which each character stands for itself.
            size = cluster.end() - cluster.start()
            if len(made) != size or (size > 1 and not "\u3400" <= cluster.group()[0] <= "\u9fff"):
                starts.append(length)
                ends.append(length + len(made))
                to_starts.append(cluster.start())
                to_ends.append(cluster.end())
            length += len(made)
        done = end
    pieces.append(plain(text[done:]))
    edges = ((starts, ends), (to_starts, to_ends)) if starts else None
    return "".join(pieces), edges


_INVISIBLE_RUN = re.compile(f"[{_INVISIBLE}]+")
_STRESS = str.maketrans("", "", "\u0300\u0301")
_LOOSE_MARKS = re.compile(f"[{_MARKS}]+")


@lru_cache(maxsize=4096)
def _write_cluster(cluster: str) -> str:
    """One character in NFKC, with the marks that compose with it; nothing for what cannot be seen.

    A lone surrogate becomes U+FFFD.
    """
    cluster = _SURROGATES.sub("\ufffd", cluster)
    if "\u0400" <= cluster[0] <= "\u052f":
        cluster = cluster.translate(_STRESS)
    if cluster in "…№":
        return cluster
    made = unicodedata.normalize("NFKC", _INVISIBLE_RUN.sub("", cluster))
    return _LOOSE_MARKS.sub("", made)


@lru_cache(maxsize=4096)
def _fold_cluster(cluster: str) -> str:
    if "\u3400" <= cluster[0] <= "\u9fff":
        return cluster.translate(_simplified())
    made = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", _write_cluster(cluster).casefold()))
    # A radical or a compatibility character becomes Han only here.
    return made.translate(_simplified()) if any("\u3400" <= letter <= "\u9fff" for letter in made) else made


@lru_cache(maxsize=4096)
def _compose_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFC", cluster)


@cache
def _simplified() -> dict[int, str]:
    """Traditional and Japanese Han characters to their simplified forms, from ``words/data/han.txt``."""
    groups = (group for line in data.lines("monitor.core.words", "data", "han.txt") for group in line.split())
    return {ord(other): group[0] for group in groups for other in group[1:]}


# --- Search -------------------------------------------------------------------------------------


def search_text(reading: Reading) -> str:
    """What a store indexes of a reading: the search terms of its title and text, between blanks; some of them
    may stand there twice.
    """
    return _forms(fold(f"{reading.title}\n{reading.text}").text)


def search_terms(text: str | Folded) -> list[str]:
    """The normal forms of a text's words, each once, in the order of the text.

    Latin and Cyrillic words: Snowball stems (Porter2 for English, Russian). Korean: every two syllables that
    follow each other, across single blanks, dots and hyphens too, since these come and go in compounds.
    Chinese and Japanese: every two characters. A single syllable or character stands for itself.

    A word's surface forms have their terms among those of every text that contains them, so an index of
    these terms is a filter that loses nothing (``monitor.core.expressions.search_groups``).
    """
    folded = text if isinstance(text, Folded) else fold(text)
    return list(dict.fromkeys(_forms(folded.text).split()))


def _forms(folded: str) -> str:
    """The normal forms between blanks; some several times."""
    forms: list[str] = []
    end = 0
    for run in () if folded.isascii() else _PAIRED.finditer(folded):
        forms += _stems_between(folded[end : run.start()])
        forms.append(_pairs(run.group()))
        end = run.end()
    forms += _stems_between(folded[end:])
    return " ".join(filter(None, forms))


def _stems_between(text: str) -> Iterable[str]:
    # What stands between blanks comes again, with its commas: it is taken apart once.
    return map(_STEMS.__getitem__, dict.fromkeys(text.split()))


def _stems(text: str) -> str:
    """The stems of a text's words, between blanks."""
    stems: list[str] = []
    for word in _WORD.findall(text):
        stemmer = _stemmers().get(script_of(word[0]))
        pieces = word[:_TERM_LENGTH].split("'")
        stems += stemmer.stemWords(pieces) if stemmer else pieces
    return " ".join(stems)


_STEMS = WordMemo(_stems)


def _pairs(run: str) -> str:
    """Every two characters that follow each other in a run of words, between blanks."""
    words = run.replace("·", " ").replace("-", " ").split(" ")
    if len(run) > _TERM_LENGTH:
        words = [word[:_TERM_LENGTH] for word in words]
    together = "".join(words)
    if len(together) == 1:
        return together
    # A thousand pairs as a thousand strings would cost ten times as much; none of them lies beyond 16 bits.
    characters = array("H", together.encode(_UTF_16))
    pairs = array("H", " ".encode(_UTF_16)) * (3 * len(characters) - 4)
    pairs[0::3] = characters[:-1]
    pairs[1::3] = characters[1:]
    return pairs.tobytes().decode(_UTF_16)


def script_of(character: str) -> str:
    """A folded letter's script: ``latin cyrillic hangul han digit other``; kana counts as Han."""
    if character < "\u0250":
        return "digit" if character.isdigit() else "latin" if character.isalpha() else "other"
    if "\u0400" <= character <= "\u052f":
        return "cyrillic"
    if "\uac00" <= character <= "\ud7a3":
        return "hangul"
    if "\u1e00" <= character <= "\u1eff":
        return "latin"
    if "\u3005" <= character <= "\u30fa" or character == "ー" or "\u3400" <= character <= "\u9fff":
        return "han"
    return "other"


@cache
def _stemmers() -> dict[str, Any]:
    import Stemmer

    return {"latin": Stemmer.Stemmer("english", 0), "cyrillic": Stemmer.Stemmer("russian", 0)}
