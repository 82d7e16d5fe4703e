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

import struct
from bisect import bisect_right
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from monitor.core import facts
from monitor.core.content_words import content_words
from monitor.core.digests import is_digest
from monitor.core.facts import Words
from monitor.core.shingles import shingles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from monitor.core.model import Article, Reading

WINDOW = timedelta(days=30)
"""How far back candidates are worth asking the store for."""

FEWEST, BANDS = 6, 24
"""Look-up keys of a text, unless it has fewer shingles, and of a long one."""
SIGNATURE = 64
ENOUGH = 0.6  # of the shorter text's words stand, in runs, in the longer one
ENOUGH_SHORT = 0.72  # of a short one's
ENOUGH_TINY = 0.85  # of one under 16 words, and of reports that are days apart
ENOUGH_OF_LONGER = 0.3  # of the longer one's, if the shorter is short
ENOUGH_OF_LONGER_UNSPACED = 0.5  # the same of short Chinese and Japanese texts
ENOUGH_OF_LONG = 0.2  # of the longer one's in any case: it is no copy of each thing that it holds
ENOUGH_CUT = 0.95  # of a text cut after a few words, if the headlines differ
ENOUGH_TITLE = 0.7  # of two headlines' characters, or they differ
ENOUGH_SAID = 0.5  # of what a headline says, or a passage does not speak of it
DAYS_APART = timedelta(days=3)
FLASH_LASTS = timedelta(days=1)  # the same few words later are said of another event
LIKELY = 0.2  # estimated from the signatures; below it nothing is verified
VERIFIED = 8  # candidates at most, the likeliest
_BOUND = (1 << 64) // 16  # hashes below it, one in sixteen, are bands
_TINY = 8  # words; a shorter text is a copy only if it is the same text
_SENTENCE = 12  # words; a shorter text says too little under another headline
_SHORT = 30  # words; chance and quotation do more in a shorter text, so more is asked of it
_SHORT_UNSPACED = 120  # characters; half of them may be who does it: 最大在野党共同民主党党首…
_CHARACTERS = 2  # of Han or kana say about as much as a word
_LIKE_FOR_LIKE = 2  # words by which a passage and what stands in its place may differ in length
_RUN = 3  # equal words in a row that count as taken over
_OWN = 5  # words of a text's own before what its publisher puts under everything
_FOOTER = 80  # words of that, with its addresses
_HEADER = 30  # words of a page before a text
_WIDTH = 3
_WIDTH_UNSPACED = 6
_FIRST_UNSPACED, _FIRST_AFTER = "\u3040", "\uac00"
_CUT = ("...", "…", "[...]", "[…]")


@lru_cache(maxsize=16)  # identity and sketch want the same words in a row
def split_words(text: str) -> tuple[str, ...]:
    """The words of a text in their folded form; Han and kana by character. Cut at 20,000 characters."""
    text = facts.legible(text).casefold()
    if not text.isascii() and facts.HAN_OR_KANA.search(text):
        return tuple(facts.WORD.findall(text))
    words: list[str] = []
    for chunk in text.split():
        if chunk.isalpha():  # as most are, and then it is a word
            words.append(chunk)
        else:
            words += facts.WORD.findall(chunk)
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
    smallest = _smallest(shingles(words, width))
    signature = struct.pack(f">{len(smallest)}I", *[number >> 32 for number in smallest])
    # The same bound for all: so a text's bands are among those of a longer one that contains it.
    count = max(FEWEST, bisect_right(smallest[:BANDS], _BOUND))
    return signature, tuple([number - (1 << 63) for number in smallest[:count]])


def _smallest(hashes: set[int]) -> list[int]:
    """The smallest of the hashes, in order, as many as a signature holds."""
    some: Iterable[int] = hashes
    if len(hashes) > 2 * SIGNATURE:
        # Sorting takes longest. Hashes are spread evenly, so half as many again as are wanted lie below this.
        bound = (1 << 64) // len(hashes) * (SIGNATURE * 3 // 2)
        below = [number for number in hashes if number < bound]
        some = below if len(below) >= SIGNATURE else hashes
    return sorted(some)[:SIGNATURE]


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


_Opcode = tuple[str, int, int, int, int]  # as of SequenceMatcher


class _Compared(NamedTuple):
    """A reading as it is compared: headline with text, and text alone, without a headline that it repeats."""

    whole: Words
    text: Words
    written: Words  # the text as it is, with that headline
    title: Words
    cut: bool
    digest: bool
    published: datetime | None


def _compared(reading: Reading) -> _Compared:
    title, written = (facts.read(part, reading.mentions) for part in (reading.title, reading.text))
    size = len(title.words)
    text = written.without_first(size) if written.words[:size] == title.words else written
    return _Compared(
        whole=Words(title.words + text.words, title.facts + text.facts, title.last + text.last),
        text=text,
        written=written,
        title=title,
        cut=reading.text.rstrip().endswith(_CUT),
        digest=is_digest(reading.title, reading.text),
        published=reading.published,
    )


def _align(one: _Compared, other: _Compared) -> float:
    if one.digest != other.digest or (_apart(one, other) > FLASH_LASTS and _is_flash(one, other)):
        return 0.0
    if one.digest:  # those of two days have the same headings
        return _taken_over(one.whole, other.whole, ENOUGH_TINY, of_longer=ENOUGH_TINY)
    # Another headline makes no other article where there is enough beside it, or all beside it is the same.
    unspaced = facts.is_unspaced(one.text) and facts.is_unspaced(other.text)
    unit = _CHARACTERS if unspaced else 1
    beside = min(len(one.text.words), len(other.text.words)) // unit
    framed = beside <= _HEADER + _FOOTER  # a longer text has more of its own
    titles = (one.title, other.title) if framed and not _same_title(one.title, other.title) else None
    another = beside < _SHORT and titles is not None
    # Under two headlines, the one with which a text begins is what it says first.
    mine, theirs = (one.written, other.written) if titles else (one.text, other.text)
    if beside >= 2 * _TINY or (another and beside >= _SENTENCE):
        enough = ENOUGH_SHORT if beside < _SHORT else ENOUGH
        if beside < 2 * _TINY or (_apart(one, other) >= DAYS_APART and one.title.words != other.title.words):
            enough = ENOUGH_TINY
        if another and (one.cut or other.cut):
            enough = ENOUGH_CUT
        return _taken_over(mine, theirs, enough, titles=titles)
    # Beside a longer headline, few equal words are what the publisher puts under everything.
    heads = ((len(each.whole.words) - len(each.text.words)) // unit for each in (one, other))
    if beside >= max(_TINY, min(heads)):
        of_longer = 1.0 if another else None
        degree = _taken_over(mine, theirs, ENOUGH_TINY, of_longer=of_longer, titles=titles)
        if degree:
            return degree
    if bool(one.text.words) != bool(other.text.words):
        # A flash of a headline alone is no copy of the report that it announces.
        return _taken_over(one.whole, other.whole, ENOUGH_SHORT, of_longer=ENOUGH_SHORT)
    enough = ENOUGH_TINY if one.text.words else ENOUGH_SHORT
    return _taken_over(one.whole, other.whole, enough, titles=titles)


def _same_title(one: Words, other: Words) -> bool:
    """True if the headlines are nearly the same, and state nothing else in each other's place."""
    if one.words == other.words:
        return True
    a, b = ("".join(title.words) for title in (one, other))
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.quick_ratio() < ENOUGH_TITLE or matcher.ratio() < ENOUGH_TITLE:
        return False
    opcodes = SequenceMatcher(None, one.words, other.words, autojunk=False).get_opcodes()
    return not _states_other_facts(one, other, opcodes, 1)


def _apart(one: _Compared, other: _Compared) -> timedelta:
    """The time between the two, as far as it is known."""
    if one.published is None or other.published is None:
        return timedelta()
    return abs(one.published - other.published)


def _is_flash(one: _Compared, other: _Compared) -> bool:
    """True if one of them says so little that it may be said again of another event."""
    shorter = min(one.whole, other.whole, key=lambda whole: len(whole.words))
    return len(shorter.words) < _SENTENCE * (_CHARACTERS if facts.is_unspaced(shorter) else 1)


_Titles = tuple[Words, Words]


def _taken_over(
    a: Words, b: Words, enough: float, *, of_longer: float | None = None, titles: _Titles | None = None
) -> float:
    """How much of the shorter one the longer one has taken over; 0 if it is less than ``enough``.

    ``titles``: the headlines, if they are two.
    """
    shorter, longer = sorted((len(a.words), len(b.words)))
    if shorter < _TINY:
        return float(a.words == b.words and shorter > 0)
    unspaced = facts.is_unspaced(a) and facts.is_unspaced(b)
    unit = _CHARACTERS if unspaced else 1
    short = shorter < (_SHORT_UNSPACED if unspaced else _SHORT)
    matcher = SequenceMatcher(None, a.words, b.words, autojunk=False)
    opcodes = matcher.get_opcodes()
    if _states_other_facts(a, b, opcodes, unit) or (short and _goes_on(a, b, opcodes)):
        return 0.0
    taken = _in_runs(opcodes, unit)
    if titles and _share_a_frame(a, b, opcodes, unit, titles):
        return 0.0
    if _has_same_footer(opcodes, taken, unit) and not (titles and _begin_so(a, b, opcodes[-1], titles)):
        return 0.0
    if of_longer is None:
        of_longer = ENOUGH_OF_LONG
        if short:
            of_longer = ENOUGH_OF_LONGER_UNSPACED if unspaced else ENOUGH_OF_LONGER
    if unspaced and short:
        enough = max(enough, ENOUGH_TINY)
    if taken < shorter * enough or taken < longer * of_longer or _retells(a, b, opcodes):
        return 0.0
    return taken / shorter


def _in_runs(opcodes: Sequence[_Opcode], unit: int) -> int:
    """How many words are the same, with those beside them."""
    return sum(i2 - i1 for kind, i1, i2, _, _ in opcodes if kind == "equal" and i2 - i1 >= _RUN * unit)


def _states_other_facts(a: Words, b: Words, opcodes: Sequence[_Opcode], unit: int) -> bool:
    """True if one has another number, date or name in the place of the other's.

    A whole sentence in the place of another is one that was left out, and a byline, a footer or the like.
    """
    compared = facts.Compared(a, b)
    return any(
        abs((i2 - i1) - (j2 - j1)) <= _LIKE_FOR_LIKE
        and not (_are_sentences(a, i1, i2, unit) and _are_sentences(b, j1, j2, unit))
        and compared.differ(i1, i2, j1, j2)
        for kind, *passage in opcodes
        if kind != "equal"
        for i1, i2, j1, j2 in _within_sentences(a, b, *passage)
    )


def _within_sentences(
    a: Words, b: Words, i1: int, i2: int, j1: int, j2: int
) -> Iterator[tuple[int, int, int, int]]:
    """Passages in each other's place, and what is left of them without sentences that only one text has.

    «on the 19th.» and «on the 4th. The sides agreed.» differ by a day and by a sentence.
    """
    yield i1, i2, j1, j2
    if abs((i2 - i1) - (j2 - j1)) <= _LIKE_FOR_LIKE:
        return
    ends_a = [number for number in range(i1, i2) if a.last[number]]
    ends_b = [number for number in range(j1, j2) if b.last[number]]
    if ends_a and ends_b and not (_begins(a, i1) and _begins(b, j1)):
        yield i1, ends_a[0] + 1, j1, ends_b[0] + 1
    start_a, start_b = (ends[-1] + 1 if ends else first for ends, first in ((ends_a, i1), (ends_b, j1)))
    if start_a < i2 and start_b < j2:
        yield start_a, i2, start_b, j2


def _retells(a: Words, b: Words, opcodes: Sequence[_Opcode]) -> bool:
    """True if a sentence of one, and one elsewhere in the other, are the same but for what they state.

    To the alignment the one was dropped and the other added.
    """
    mine = _unaligned(a, [(i1, i2) for kind, i1, i2, _, _ in opcodes if kind == "equal"])
    theirs = _unaligned(b, [(j1, j2) for kind, _, _, j1, j2 in opcodes if kind == "equal"])
    if not mine or not theirs:
        return False
    compared = facts.Compared(a, b)
    for (i1, i2, these), (j1, j2, those) in product(mine, theirs):
        if len(these & those) < ENOUGH * max(len(these), len(those)):
            continue
        inside = SequenceMatcher(None, a.words[i1:i2], b.words[j1:j2], autojunk=False).get_opcodes()
        if any(
            kind == "replace"
            and abs((k2 - k1) - (l2 - l1)) <= _LIKE_FOR_LIKE
            and compared.differ(i1 + k1, i1 + k2, j1 + l1, j1 + l2)
            for kind, k1, k2, l1, l2 in inside
        ):
            return True
    return False


def _unaligned(text: Words, equal: Iterable[tuple[int, int]]) -> list[tuple[int, int, frozenset[str]]]:
    """The sentences of which most words were not found in the other text: start, end, and words."""
    aligned = [False] * len(text.words)
    for start, end in equal:
        aligned[start:end] = [True] * (end - start)
    sentences, start = [], 0
    for end in [number + 1 for number, last in enumerate(text.last) if last] + [len(text.words)]:
        if end - start >= _OWN and 2 * sum(aligned[start:end]) < end - start:
            sentences.append((start, end, frozenset(text.words[start:end])))
        start = end
    return sentences


def _begins(text: Words, start: int) -> bool:
    return start == 0 or text.last[start - 1]


def _are_sentences(text: Words, start: int, end: int, unit: int) -> bool:
    ended = text.last[end - 1] or end == len(text.words)
    return _begins(text, start) and ended and end - start >= _OWN * unit


def _has_same_footer(opcodes: Sequence[_Opcode], taken: int, unit: int) -> bool:
    """True if little but the end is the same, under two beginnings: what a publisher puts under all."""
    kind, i1, i2, j1, _ = opcodes[-1]
    size, own = i2 - i1, min(i1, j1)
    return kind == "equal" and size <= _FOOTER * unit and own >= _OWN * unit and 2 * (taken - size) < own


def _share_a_frame(a: Words, b: Words, opcodes: Sequence[_Opcode], unit: int, titles: _Titles) -> bool:
    """True if two reports under two headlines have hardly more in common than a page's first and last words.

    What stands between these is each one's own, however little it is, if it says what its headline does. What
    they have in common does not: a report's second half speaks of its headline, a footer of none.
    """
    first, last = opcodes[0], opcodes[-1]
    top = first[2] if first[0] == "equal" else 0
    kind, i1, i2, j1, _ = last
    own = min(i1, j1) - top
    if kind != "equal" or own <= 0 or top > _HEADER * unit or i2 - i1 > _FOOTER * unit:
        return False
    if 2 * _in_runs(opcodes[top > 0 : -1], unit) >= own:
        return False
    between_them = (a.words[top:i1], titles[0]), (b.words[top:j1], titles[1])
    if not all(len(words) >= _OWN * unit or _speaks_of(words, title) for words, title in between_them):
        return False
    frame = a.words[:top] + a.words[i1:]
    return not any(_speaks_of(frame, title) for title in titles)


def _begin_so(a: Words, b: Words, end: _Opcode, titles: _Titles) -> bool:
    """True if the texts have nothing of their own before their same end but their headlines."""
    return a.words[: end[1]] == titles[0].words[: end[1]] and b.words[: end[3]] == titles[1].words[: end[3]]


def _speaks_of(words: Sequence[str], title: Words) -> bool:
    """True if they have a good part of what the headline says; also if it says nothing."""
    said = set(content_words(" ".join(title.words)))
    return len(said.intersection(content_words(" ".join(words)))) >= ENOUGH_SAID * len(said)


def _goes_on(a: Words, b: Words, opcodes: Sequence[_Opcode]) -> bool:
    """True if one sentence ends with a full stop where the other's goes on: a flash, and what came of it."""
    kind, i1, i2, j1, j2 = opcodes[-1]
    if kind == "insert" and j2 - j1 > _LIKE_FOR_LIKE:
        return a.last[-1] and not b.last[j1 - 1]
    if kind == "delete" and i2 - i1 > _LIKE_FOR_LIKE:
        return b.last[-1] and not a.last[i1 - 1]
    return False


def _unpack(signature: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(signature) // 4}I", signature)
