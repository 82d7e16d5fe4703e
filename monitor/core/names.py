"""Names that no list has: found by how each script writes them, keyed by their consonants.

Latin and Cyrillic capitals inside a sentence, a Korean surname with two syllables before a title
(«조태열 장관»), a transliterated word of Hangul or katakana. What the lexicon has found already is left out.
A wrong guess does little harm, for only a key that another article shares is ever used; what agrees with
what is decided by ``monitor.core.stories``. The lists are in ``names.txt``.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from monitor.core import data
from monitor.core.memo import WordMemo
from monitor.core.romanise import korean_skeleton, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.model import Mention

MAX_NAMES = 30

_CAPITAL = re.compile(r"[A-ZÀ-ÞА-ЯЁІЇЄҐ][\w'’-]{1,40}")
_LONG_WORD = re.compile(r"\b[^\W\d_]{4,}")
_BEFORE_A_SENTENCE = re.compile(r"(?:^|[.!?…:;\"“”«»‘(\[\n—–*•|])\s*$")
_HANGUL_WORD = re.compile(r"[가-힣]{3,12}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,14}")
_ADJECTIVE = re.compile(r"(?<=ск|цк)(?:ий|ого|ому|им|ом|ая|ой|ую)$")
_RUSSIAN_ENDING = re.compile(r"(?<=\w{3})(?:ым|ом|ем|ой|ей|ого|ому|ами|ах|ою|ых)$")
_HEADLINE_WORDS = 4
_HEADLINE_CAPITALS = 0.6  # of the long words begin with a capital: a headline in capitals tells no names


def names(title: str, text: str, mentions: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The keys (``romanise.skeleton``) of the names in title and text, each once, at most 30."""
    found: dict[str, None] = {}
    for field, part in (("title", title), ("text", text)):
        spans = (range(mention.start, mention.end) for mention in mentions if mention.field == field)
        known = frozenset(chain.from_iterable(spans))
        found.update(dict.fromkeys(_capitalised(part, known)))
        found.update(dict.fromkeys(_korean(part, known)))
        for match in _KATAKANA.finditer(part):
            if match.start() not in known:
                found[skeleton(match.group())] = None
    # What is named once by a name that the lexicon has is known wherever it stands.
    known_keys = {
        skeleton(_stem(word))
        for mention in mentions
        for word in (mention.text, *mention.text.split())
        if word
    }
    given = _given()
    return tuple(key for key in found if len(key) >= 3 and key not in known_keys and key not in given)[
        :MAX_NAMES
    ]


def _korean(text: str, known: frozenset[int]) -> Iterator[str]:
    words = list(_HANGUL_WORD.finditer(text))
    if not words:
        return  # nor has it the three syllables of a person's name
    for match in _patterns()[0].finditer(text):
        if match.start(1) not in known:
            yield korean_skeleton(match[1])
    for match in words:
        if match.start() not in known and (key := _FOREIGN[match.group()]):
            yield key


def _foreign(word: str) -> str:
    """The key of a Korean word that is transliterated, by its syllables; nothing for any other."""
    foreign, particle = _lists()["foreign"], _patterns()[1]
    word = particle.sub("", word)
    if sum(map(foreign.__contains__, word)) * 3 >= len(word) * 2 and len(skeleton(word)) >= 4:
        return skeleton(word)
    return ""


_FOREIGN = WordMemo(_foreign)


def _capitalised(text: str, known: frozenset[int]) -> Iterator[str]:
    capitals = list(_CAPITAL.finditer(text))
    long_words = len(_LONG_WORD.findall(text))
    begun = sum(len(match.group()) >= 4 for match in capitals)
    if long_words >= _HEADLINE_WORDS and begun > long_words * _HEADLINE_CAPITALS:
        return
    surnames, common = _lists()["surnames"], _lists()["common"]
    run: list[str] = []
    end = -1
    for match in capitals:
        word = match.group()
        if run and text[end : match.start()] != " ":
            yield from _keys(run)
            run = []
        end = match.end()
        if (
            match.start() in known
            or word.isupper()
            or not common.isdisjoint((word.lower(), _stem(word).lower()))
        ):
            yield from _keys(run)
            run = []
            continue
        first = _BEFORE_A_SENTENCE.search(text[max(0, match.start() - 4) : match.start()])
        if run or not first or word.lower() in surnames:
            run.append(word)
    yield from _keys(run)


def _keys(run: list[str]) -> Iterator[str]:
    """The keys of words with capitals in a row: a Korean's full name, or each word."""
    if len(run) > 1 and run[0].lower() in _lists()["surnames"]:
        yield korean_skeleton("".join(run[:3]))
        return
    for word in run:
        if len(word) >= 4:
            yield skeleton(_stem(word))


def _stem(word: str) -> str:
    if word[-1] in "'’" or word[-2:] in ("'s", "’s"):
        return word[:-2]
    return _RUSSIAN_ENDING.sub("", _ADJECTIVE.sub("", word))


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists = (line.partition(" = ") for line in data.lines("monitor.core", "names.txt"))
    return {name: frozenset(words.split()) for name, _, words in lists}


@cache
def _given() -> frozenset[str]:
    """The keys of given names that say little: half of all officials bear one of them."""
    return frozenset(skeleton(name) for name in _lists()["given"])


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A Korean's name before a title, and a particle at the end of a word."""
    surnames = "".join(sorted(_lists()["hangul"]))
    titles = _longest_first(_lists()["titles"])
    begin = "".join(sorted({title[0] for title in _lists()["titles"]}))
    # It looks back from behind the surname, for a search leaps to that, and tries no title where none begins.
    person = re.compile(
        rf"([{surnames}](?<![가-힣].)[가-힣]{{2}})\s?(?:[가-힣]{{1,8}}\s){{0,2}}[가-힣]{{0,4}}"
        rf"(?=[{begin}])(?:{titles})"
    )
    return person, re.compile(rf"(?:{_longest_first(_lists()['particles'])})$")


def _longest_first(words: frozenset[str]) -> str:
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
