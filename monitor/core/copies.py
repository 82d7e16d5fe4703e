"""Copies: finding the earlier article whose text an article substantially is.

A reprint changes the headline, the dateline, the byline, drops or adds a sentence, stands among
boilerplate; most of its shingles (runs of words) remain. So the smallest shingle hashes of a text are a
sample that a copy shares (a bottom-k sketch: Broder, "On the resemblance and containment of documents",
1997): ``sketch`` gives the signature that estimates how much of the shorter text is in the longer one,
and the look-up keys (``bands``) that a store finds candidates by. Containment, not resemblance, is what
survives boilerplate: so the keys of a text of some length are all of its hashes below a fixed bound
(FracMinHash: Irber et al., "Lightweight compositional analysis of metagenomes with FracMinHash and minimum
metagenome covers", 2022).

What a sketch finds is then verified word by word (``similarity``): the two texts are aligned, and where
one has another number, date or name in the other's place they are two reports of one template and no
copies. Filing, storing and looking up are left to others.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_right
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.romanise import skeleton
from monitor.core.shingles import shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.core.model import Article, Reading

WINDOW = timedelta(days=30)
"""How far back candidates are worth asking the store for."""

FEWEST, BANDS = 6, 24
"""Look-up keys of a text, unless it has fewer shingles, and of a long one."""
SIGNATURE = 64
ENOUGH = 0.6  # of the shorter text's words stand, in runs, in the longer one
ENOUGH_SHORT = 0.72  # of a short one's
ENOUGH_TINY = 0.85  # of one under 16 words
ENOUGH_OF_LONGER = 0.3  # of the longer one's, if the shorter is short
LIKELY = 0.2  # estimated from the signatures; below it nothing is verified
VERIFIED = 8  # candidates at most, the likeliest
_BOUND = (1 << 64) // 16  # hashes below it, one in sixteen, are bands
_MAX_CHARS = 20_000  # what a text holds beyond this is not compared
_MAX_WORDS = 600  # aligned word by word; quadratic in the worst case
_TINY = 8  # words; a shorter text is a copy only if it is the same text
_SHORT = 30  # words; chance and quotation do more in a shorter text, so more is asked of it
_LIKE_FOR_LIKE = 2  # words by which a passage and what stands in its place may differ in length
_RUN = 3  # equal words in a row that count as taken over

# Han and kana are written without spaces: every character counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_HAN_OR_KANA = re.compile(f"[{_UNSPACED}]")
_WORD = re.compile(rf"[^\W\d_{_UNSPACED}]+|[{_UNSPACED}]|\d+(?:[.,]\d+)*")
_FIRST_UNSPACED, _FIRST_AFTER = "\u3040", "\uac00"
_WIDTH = 3
_WIDTH_UNSPACED = 6

_COUNTED = {
    word: number
    for number, words in {
        "1": "one один одна одно одного одной одну 하나",
        "2": "two два две двух двумя 두 둘",
        "3": "three три трех трёх тремя 세 셋",
        "4": "four четыре четырех четырёх 네 넷",
        "5": "five пять пяти пятью 다섯",
        "6": "six шесть шести 여섯",
        "7": "seven семь семи 일곱",
        "8": "eight восемь восьми 여덟",
        "9": "nine девять девяти 아홉",
        "10": "ten десять десяти 열",
    }.items()
    for word in words.split()
}
_DAYS = {
    word: str(number)
    for number, words in enumerate(
        (
            "monday понедельник 월요일",
            "tuesday вторник 화요일",
            "wednesday среду среда 수요일",
            "thursday четверг 목요일",
            "friday пятницу пятница 금요일",
            "saturday субботу суббота 토요일",
            "sunday воскресенье 일요일",
        )
    )
    for word in words.split()
}


Fact = tuple[str, str]
"""What a word states, as kind and value: ``("number", "12")``, ``("day", "0")``, ``("name", "rud RTN")``."""


class Words(NamedTuple):
    """A text as it is compared: its words, and what each of them states (None: nothing that counts)."""

    words: list[str]
    facts: list[Fact | None]


@lru_cache(maxsize=16)  # identity and sketch want the same words in a row
def split_words(text: str) -> tuple[str, ...]:
    """The words of a text in their folded form; Han and kana by character. Cut at 20,000 characters."""
    text = unicodedata.normalize("NFKC", text[:_MAX_CHARS]).casefold()
    if not text.isascii() and _HAN_OR_KANA.search(text):
        return tuple(_WORD.findall(text))
    words: list[str] = []
    for chunk in text.split():
        if chunk.isalpha():  # as most are, and then it is a word
            words.append(chunk)
        else:
            words += _WORD.findall(chunk)
    return tuple(words)


def sketch(title: str, text: str) -> tuple[bytes, tuple[int, ...]]:
    """Signature and bands of an article; both empty if it has no words.

    The signature is at most 64 big-endian 32-bit numbers, the bands at most 24 signed 64-bit numbers.
    """
    words = split_words(title) + split_words(text)
    if not words:
        return b"", ()
    unspaced = max(words) >= _FIRST_UNSPACED and (
        len([word for word in words if _FIRST_UNSPACED <= word < _FIRST_AFTER]) * 2 > len(words)
    )
    width = min(_WIDTH_UNSPACED if unspaced else _WIDTH, len(words))
    smallest = sorted(shingles(words, width))[:SIGNATURE]
    signature = struct.pack(f">{len(smallest)}I", *[number >> 32 for number in smallest])
    # The same bound for all: so a text's bands are among those of a longer one that contains it.
    count = max(FEWEST, bisect_right(smallest[:BANDS], _BOUND))
    return signature, tuple([number - (1 << 63) for number in smallest[:count]])


def estimator(one: bytes) -> Callable[[bytes], float]:
    """Tells by the signatures how much of the shorter text, this or another, the longer one contains; 0 to 1.

    Made once for a text, because it is asked about many.
    """
    a = _unpack(one)
    shared_with = frozenset(a).intersection

    def estimate(other: bytes) -> float:
        b = _unpack(other)
        shared = len(shared_with(b))
        if not shared:
            return 0.0
        # A full signature knows only the hashes up to its largest; beyond that nothing can be said.
        limits = [values[-1] for values in (a, b) if len(values) == SIGNATURE]
        limit = min(limits, default=max(a[-1], b[-1]))
        return shared / min(bisect_right(a, limit), bisect_right(b, limit))

    return estimate


def alike(one: bytes) -> Callable[[bytes], bool]:
    """Whether by their signatures another may be a copy of this one: worth comparing."""
    estimate = estimator(one)
    return lambda other: estimate(other) >= LIKELY


def choose_original(reading: Reading, candidates: Sequence[Article]) -> tuple[Article, float] | None:
    """The candidate that this is a copy of, and the similarity (see there); None if it is no copy.

    Of several it is the one that is itself no copy, then the most similar, then the earliest. ``candidates``
    come from a look-up by ``Features.bands``, ``alike`` at best; the likeliest few are compared.
    """
    estimate = estimator(reading.features.signature)
    estimates = [estimate(article.reading.features.signature) for article in candidates]
    likely = sorted((-degree, number) for number, degree in enumerate(estimates) if degree >= LIKELY)
    if not likely:
        return None  # as for most articles: without having taken this one apart
    mine = _compared(reading)
    best: tuple[bool, float, Article] | None = None
    for _, number in likely[:VERIFIED]:
        article = candidates[number]
        degree = _align(mine, _compared(article.reading))
        rank = article.copy_of is None, degree
        if degree and (best is None or (*rank, best[2].first_seen) > (*best[:2], article.first_seen)):
            best = *rank, article
    return (best[2], best[1]) if best else None


def similarity(one: Reading, other: Reading) -> float:
    """How much of the shorter text stands, in runs of words, in the longer one; 0.6 to 1 for a copy.

    0 if it is no copy: too little of it does, or the texts state other facts in each other's place.
    """
    return _align(_compared(one), _compared(other))


def _compared(reading: Reading) -> tuple[Words, Words]:
    """The words of the headline with the text, and of the text alone, without the headline it may repeat."""
    title, text = _read(reading.title), _read(reading.text)
    size = len(title.words)
    if text.words[:size] == title.words:
        text = Words(text.words[size:], text.facts[size:])
    return Words(title.words + text.words, title.facts + text.facts), text


def _align(one: tuple[Words, Words], other: tuple[Words, Words]) -> float:
    # Another headline makes no other article where there is enough beside it, or all beside it is the same.
    (a_all, a_text), (b_all, b_text) = one, other
    beside = min(len(a_text.words), len(b_text.words))
    if beside >= 2 * _TINY:
        return _taken_over(a_text, b_text, ENOUGH_SHORT if beside < _SHORT else ENOUGH)
    # Beside a longer headline, few equal words are what the publisher puts under everything.
    if beside >= max(_TINY, min(len(a_all.words) - len(a_text.words), len(b_all.words) - len(b_text.words))):
        degree = _taken_over(a_text, b_text, ENOUGH_TINY)
        if degree:
            return degree
    if bool(a_text.words) != bool(b_text.words):
        # A flash of a headline alone is no copy of the report that it announces.
        return _taken_over(a_all, b_all, ENOUGH_SHORT, of_longer=ENOUGH_SHORT)
    return _taken_over(a_all, b_all, ENOUGH_TINY if a_text.words else ENOUGH_SHORT)


def _taken_over(a: Words, b: Words, enough: float, of_longer: float = ENOUGH_OF_LONGER) -> float:
    shorter, longer = sorted((len(a.words), len(b.words)))
    if shorter < _TINY:
        return float(a.words == b.words and shorter > 0)
    only_a, only_b = set(a.facts).difference(b.facts), set(b.facts).difference(a.facts)
    # A character of Han or kana says about half as much as a word does.
    run = 2 * _RUN if _is_unspaced(a) and _is_unspaced(b) else _RUN
    taken = 0
    matcher = SequenceMatcher(None, a.words, b.words, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal" and i2 - i1 >= run:
            taken += i2 - i1
        # What both texts state somewhere was only moved; what neither shares makes it another report.
        elif (
            kind == "replace"
            and abs((i2 - i1) - (j2 - j1)) <= _LIKE_FOR_LIKE
            and _differ(only_a.intersection(a.facts[i1:i2]), only_b.intersection(b.facts[j1:j2]))
        ):
            return 0.0
    if taken < shorter * enough or (shorter < _SHORT and taken < longer * of_longer):
        return 0.0
    return taken / shorter


def _is_unspaced(text: Words) -> bool:
    return 2 * sum(bool(_HAN_OR_KANA.match(word)) for word in text.words) > len(text.words)


def _differ(one: set[Fact | None], other: set[Fact | None]) -> bool:
    """True if a passage states a number, day or name in whose place the other's states one of its own."""
    return not {fact[0] for fact in one if fact}.isdisjoint(fact[0] for fact in other if fact)


def _read(text: str) -> Words:
    text = unicodedata.normalize("NFKC", text[:_MAX_CHARS])
    words: list[str] = []
    facts: list[Fact | None] = []
    end = 0
    for match in _WORD.finditer(text):
        if len(words) == _MAX_WORDS:
            break
        written = match.group()
        word = written.casefold()
        words.append(word)
        inside = text[end : match.start()].isspace() and end > 0  # not the first of a sentence or quotation
        end = match.end()
        facts.append(_fact(written, word, inside=inside))
    return Words(words, facts)


def _fact(written: str, word: str, *, inside: bool) -> Fact | None:
    if word[0].isdigit():
        return "number", word
    if word in _COUNTED:
        return "number", _COUNTED[word]
    if word in _DAYS:
        return "day", _DAYS[word]
    if inside and written[0].isupper():
        return "name", f"{word[:3]} {skeleton(written)}"  # endings and spellings differ, these hardly do
    return None


def _unpack(signature: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(signature) // 4}I", signature)
