"""Korean: a word with its particles and endings, its spacing, and inside compounds.

Korean glues particles to nouns (러시아가), endings to stems (파병했다) and nouns to nouns
(북러정상회담이). So a word is looked for as a string, and the rest of the run of syllables that it was
found in must be explained: what stands before by known nouns and prefixes, what stands after by known nouns,
suffixes, particles and the endings of 하다, 되다 and their like. The rest is explained in the cheapest
way; if the whole run has a cheaper reading that cuts through the word, the hit is no hit: 무기한 is one
word, not 무기 with an ending, and 사회담론 is 사회 and 담론, without a 회담.

The known words are data: ``data/korean_*.txt``. Vowel and consonant rules (은/는, 으로/로) are respected.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from monitor.core import data

REACH = 12  # syllables looked at on either side; no word is longer
_NEVER = 99.0
_LONGEST_COUNTER = 5
_FIRST, _LAST = 0xAC00, 0xD7A3


class Surface(NamedTuple):
    """A string to look for, the word it stands for, and the class of endings that may follow."""

    text: str
    word: str
    tail: str


# --- Syllables ----------------------------------------------------------------------------------

_A, _AE, _YA, _EO, _E, _YEO, _O, _WA, _OE, _U, _WO, _EU, _I = 0, 1, 2, 4, 5, 6, 8, 9, 11, 13, 14, 18, 20
_N, _D, _L, _LM, _M, _B, _S, _SS = 4, 7, 8, 10, 16, 17, 19, 20


def _split(syllable: str) -> tuple[int, int, int]:
    code = ord(syllable) - _FIRST
    return code // 588, code // 28 % 21, code % 28


def _join(lead: int, vowel: int, tail: int = 0) -> str:
    return chr(_FIRST + (lead * 21 + vowel) * 28 + tail)


def _closed(stem: str, tail: int) -> str:
    """The stem with a final consonant: 하 → 한."""
    lead, vowel, _ = _split(stem[-1])
    return stem[:-1] + _join(lead, vowel, tail)


# --- Verbs --------------------------------------------------------------------------------------


def conjugate(word: str) -> tuple[Surface, ...]:
    """The stems of a verb or adjective in -다, each with the class of endings that follow it."""
    stem = word[:-1]
    last = stem[-1]
    lead, vowel, tail = _split(last)
    head = stem[:-1]
    made: list[tuple[str, str]] = [(stem, "stem")]
    if tail == 0:
        made += [(_closed(stem, _N), "n"), (_closed(stem, _L), "l"), (_closed(stem, _M), "noun")]
        made += [(_closed(stem, _B), "b"), (stem, "open")]
        for joined in _with_a(head, lead, vowel):
            made += [(joined, "a"), (_closed(joined, _SS), "past")]
    elif tail == _L:
        bare = head + _join(lead, vowel)
        made += [
            (_closed(bare, _LM), "noun"),
            (_closed(bare, _N), "n"),
            (stem, "l"),
            (_closed(bare, _B), "b"),
            (stem, "open"),
            (bare, "stem"),
        ]
        made += _after_consonant(stem, vowel)
    else:
        made += [
            (stem + "은", "n"),
            (stem + "을", "l"),
            (stem + "음", "noun"),
            (stem + "습", "b"),
            (stem + "으", "open"),
        ]
        made += _after_consonant(stem, vowel)
        made += _irregular(head, lead, vowel, tail)
    return tuple(Surface(text, text, tail_class) for text, tail_class in dict.fromkeys(made))


_PLAIN_REU = ("따르", "들르", "치르", "다다르")
"""Stems in 르 that lose their vowel as others in ㅡ do: 따라, not 딸라."""


def _with_a(head: str, lead: int, vowel: int) -> list[str]:
    """A stem ending in a vowel together with 아 or 어, contracted and in full."""
    bare = head + _join(lead, vowel)
    if bare.endswith("하"):
        return [head + "해", head + "하여"]
    if bare.endswith(_PLAIN_REU):
        return [head + _join(lead, _A if _split(head[-1])[1] in (_A, _O) else _EO)]
    if bare.endswith("르") and head:
        harmony = "라" if _split(head[-1])[1] in (_A, _O) else "러"
        return [_closed(head, _L) + harmony, bare + "러"]
    contracted = {_O: _WA, _U: _WO, _I: _YEO, _OE: 10}
    if vowel in contracted:
        return [head + _join(lead, contracted[vowel]), bare + ("아" if vowel == _O else "어")]
    if vowel == _EU:
        bright = head and _split(head[-1])[1] in (_A, _O)
        return [head + _join(lead, _A if bright else _EO)]
    if vowel in (_A, _AE, _EO, _E, _YEO):
        return [bare]
    return [bare + "어"]


def _after_consonant(stem: str, vowel: int) -> list[tuple[str, str]]:
    bright = vowel in (_A, _YA, _O)
    return [(stem + ("아" if bright else "어"), "a"), (stem + ("았" if bright else "었"), "past")]


def _irregular(head: str, lead: int, vowel: int, tail: int) -> list[tuple[str, str]]:
    """Stems whose ㅂ, ㄷ or ㅅ changes before a vowel (돕다, 듣다, 짓다); made for regular ones too."""
    bare = head + _join(lead, vowel)
    if tail == _B:
        made = [(bare + "운", "n"), (bare + "울", "l"), (bare + "움", "noun"), (bare + "우", "open")]
        return made + [(bare + a, "a") for a in ("와", "워")] + [(bare + a, "past") for a in ("왔", "웠")]
    if tail == _D:
        soft = head + _join(lead, vowel, _L)
        return [(soft + "은", "n"), (soft + "을", "l"), (soft + "으", "open"), *_after_consonant(soft, vowel)]
    if tail == _S:
        return [(bare + "은", "n"), (bare + "을", "l"), (bare + "으", "open"), *_after_consonant(bare, vowel)]
    return []


# --- Surfaces -----------------------------------------------------------------------------------

_LIGHT_VERBS = ("하다", "되다", "시키다", "당하다", "받다")
_AFTER_NOUNS = (*_LIGHT_VERBS, "없다", "있다", "짓다", "스럽다")


def surfaces(word: str, *, counts: bool = False) -> tuple[Surface, ...]:
    """What to look for to find a word: the noun with its spacings, or the stems of a verb in -다.

    ``counts``: it follows a number, which its first syllable may belong to, and all that are numerals do:
    6자회담, 6자 회담; 1만명, 1만 명.
    """
    for verb in _LIGHT_VERBS:
        if word.endswith(verb) and len(word) > len(verb) + 1:
            noun = word.removesuffix(verb)
            return tuple(Surface(noun + stem.text, noun + stem.word, stem.tail) for stem in conjugate(verb))
    if word.endswith("다") and len(word) > 1 and word not in _words("nouns"):
        return (Surface(word, word, "noun"), *conjugate(word))
    numerals = _NUMERALS.match(word) if counts else None
    spacings = _spacings(word, 1 if counts else 2, numerals.end() if numerals else 0)
    return tuple(Surface(text, word, "count" if numerals else "noun") for text in spacings)


def _spacings(word: str, first: int, numerals: int) -> list[str]:
    """The word as one, with a blank between parts of two syllables and more, with middle dots, with hyphens
    between states.

    ``first``: syllables at least before the blank; ``numerals``: so many have one after them. A known noun
    may be parted from its suffix: 러시아 군.
    """
    made = [word]
    for i in range(1, len(word)):
        if (
            first <= i <= len(word) - 2
            or i == numerals
            or (word[:i] in _words("nouns") and word[i:] in _words("suffixes"))
        ):
            made.append(f"{word[:i]} {word[i:]}")
        if len(word) <= 6:
            made.append(f"{word[:i]}·{word[i:]}")
    if 2 < len(word) <= 4:
        made.append("·".join(word))
    if len(word) <= 4 and _STATES.issuperset(word):
        made += [f"{word[:i]}-{word[i:]}" for i in range(1, len(word))]
        if len(word) > 2:
            made.append("-".join(word))
    return made


_STATES = frozenset("북남러한미중일조로우")
"""States as headlines abbreviate them: 북러, 북-러, 한-미-일."""


def is_noun(word: str) -> bool:
    """Whether it is one of the known nouns, as it stands."""
    return word in _words("nouns")


# --- What may stand around a word ---------------------------------------------------------------


@lru_cache(maxsize=65536)
def fits(left: str, word: str, right: str, tail: str = "noun") -> bool:
    """May ``word`` stand between these syllables of the same run, and be meant?"""
    return len(left) <= REACH and len(right) <= REACH and _fits(left, word, right, tail)


_NUMERALS = re.compile("[십백천만억조]+여?")
"""Numerals after digits: 1[만], 3[천여] 톤."""


@lru_cache(maxsize=8192)  # a text has the same words again and again, and so have texts
def _fits(left: str, word: str, right: str, tail: str) -> bool:
    if tail == "count":
        return (not left and _counts(word, right)) or _fits(left, word, right, "noun")
    if tail != "noun":
        return _before(left) < _NEVER and _ends_verb(right, tail)
    aligned = _before(left) + 1.0 + _after(word[-1] + right, 1)
    if aligned >= _NEVER:
        return False
    if left and word in _particles() and _particles_follow(left[-1], word + right):
        return False  # 북한이란 is 북한 and a particle, not Iran
    whole = left + word + right
    if left:
        across = _reading(whole, avoid=len(left))
        # Of two readings that cost the same, words are read from the front: 현대화 is 현대 and 화.
        if across < aligned or (across == aligned and len(left) == 1):
            return False
    return not right or aligned <= _reading(whole, avoid=len(left) + len(word))


def _counts(word: str, right: str) -> bool:
    """Does something that is counted follow a word of numerals, or their rest: 1[만]명이, 1[만]여 명?"""
    numerals = _NUMERALS.fullmatch(word + right, 0, len(word)) and _NUMERALS.match(word + right)
    if not numerals:
        return False
    rest = right[numerals.end() - len(word) :]
    sizes = range(1, min(len(rest), _LONGEST_COUNTER) + 1)
    counted = (size for size in sizes if rest[:size] in _words("counters"))
    return not rest or any(_after(rest, size) < _NEVER for size in counted)


def _before(left: str) -> float:
    """The cheapest way to read what stands before a word: nouns and prefixes."""
    best = [0.0] + [_NEVER] * len(left)
    heads, pieces = _pieces("nouns", "prefixes"), _pieces("nouns", "prefixes", "suffixes")
    for end in range(1, len(left) + 1):
        for start in range(end):
            if left[start:end] in (heads if start == 0 else pieces):
                best[end] = min(best[end], best[start] + _cost(end - start))
    return best[-1]


def _after(text: str, start: int) -> float:
    """The cheapest way to read ``text[start:]``: nouns and suffixes, then particles or endings.

    What precedes ``start`` is there for the consonant or vowel that particles depend on.
    """
    return _reading_from(text, start, frozenset())


def _reading(whole: str, *, avoid: int) -> float:
    """The cheapest way to read a run with no cut at ``avoid``."""
    best = _NEVER
    heads = _pieces("nouns", "prefixes")
    for end in range(1, len(whole) + 1):
        if end != avoid and whole[:end] in heads:
            best = min(best, _cost(end) + _reading_from(whole, end, frozenset((avoid,))))
    return best


def _reading_from(text: str, start: int, avoid: frozenset[int]) -> float:
    nouns, tails = _words("nouns"), _pieces("nouns", "suffixes")
    pieces = _pieces("nouns", "prefixes", "suffixes")
    size = len(text)
    best = [_NEVER] * (size + 1)
    ends_well = [False] * (size + 1)  # a prefix needs something after it
    best[start], ends_well[start] = 0.0, True
    result = _NEVER
    for here in range(start, size + 1):
        if best[here] >= _NEVER or here in avoid:
            continue
        if ends_well[here]:
            result = min(result, best[here] + _tail_cost(text, here))
        for end in range(here + 1, size + 1):
            piece = text[here:end]
            if piece in pieces and end not in avoid:
                cost = best[here] + _cost(end - here)
                if end == here + 1 and text[end : end + 2] in nouns:
                    cost += 0.1  # a suffix ends a word rather than stand before another: 주한국대사
                if cost < best[end]:
                    best[end] = cost
                    ends_well[end] = piece in tails
    return result


def _cost(length: int) -> float:
    return 1.0 if length > 1 else 1.2


def _tail_cost(text: str, start: int) -> float:
    if start == len(text):
        return 0.0
    rest = text[start:]
    if _particles_follow(text[start - 1], rest) or _light_verb_follows(rest):
        return 0.5
    return _NEVER


@lru_cache(maxsize=65536)
def _particles_follow(last: str, rest: str) -> bool:
    """Can ``rest`` be read as particles after a word that ends in ``last``?"""
    if not rest:
        return True
    tail = _split(last)[2] if _FIRST <= ord(last) <= _LAST else 0
    fitting = {0: "*VL", _L: "*CL"}.get(tail, "*CN")
    particles = _particles()
    for end in range(len(rest), 0, -1):
        kinds = particles.get(rest[:end], "")
        if any(kind in fitting for kind in kinds) and _particles_follow(rest[end - 1], rest[end:]):
            return True
    return False


@lru_cache(maxsize=65536)
def _light_verb_follows(rest: str) -> bool:
    """Is ``rest`` a form of a verb that follows nouns without a blank: 파병[한다고], 필요[없는]?"""
    for text, tail in _light_verb_stems():
        if rest.startswith(text):
            ending = rest[len(text) :]
            if tail == "noun":
                if _particles_follow(text[-1], ending):
                    return True
            elif _ends_verb(ending, tail):
                return True
    return False


def _ends_verb(rest: str, tail: str) -> bool:
    """Is ``rest`` an ending of this class, or 기, which makes a noun of the verb, with its particles?"""
    if rest in _endings(tail):
        return True
    return tail in ("stem", "past") and rest[:1] == "기" and _particles_follow("기", rest[1:])


# --- Data ---------------------------------------------------------------------------------------


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(word for line in _lines(kind) for word in line.split())


@cache
def _pieces(*kinds: str) -> frozenset[str]:
    return frozenset().union(*map(_words, kinds))


@cache
def _particles() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _lines("particles"):
        kind, *words = line.split()
        for word in words:
            found[word] = found.get(word, "") + kind
    return found


@cache
def _all_endings() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in _lines("endings"):
        kind, *endings = line.split()
        found[kind] = found.get(kind, frozenset()).union(
            "" if ending == "-" else ending for ending in endings
        )
    return found


def _endings(kind: str) -> frozenset[str]:
    return _all_endings()[kind]


@cache
def _light_verb_stems() -> tuple[tuple[str, str], ...]:
    return tuple((stem.text, stem.tail) for verb in _AFTER_NOUNS for stem in conjugate(verb))


def _lines(kind: str) -> list[str]:
    return data.lines("monitor.core.words", "data", f"korean_{kind}.txt")
