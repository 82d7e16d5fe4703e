"""What the words of a report state, and whether two reports state different things in one place.

Reports of one template (market closes, weather, receptions, missile counts) share almost every word. What
tells them apart is a number, a day, a name, an opposite or a denial in the place of the other's. Numbers and
days are known by themselves (``quantities``), opposites from a list (``opposites``), names by what the
reading has found of the lexicon, in Latin and Cyrillic by their capital, in Japanese by their katakana.
Where there are no capitals (Korean, Chinese, Japanese), any noun in the place of another counts in a short
text; in a long one, of which a reprint's editor may well have changed a word, it counts in the place of a
known name, or for the second time. Comparing whole texts is left to ``copies``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from monitor.core import quantities
from monitor.core.memo import WordMemo
from monitor.core.opposites import are_opposed
from monitor.core.romanise import skeleton
from monitor.core.seats import CAPITALS
from monitor.core.text import visible
from monitor.core.words.korean import is_noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from monitor.core.model import Mention

MAX_CHARS = 20_000
"""What a text holds beyond this is not compared."""

MAX_WORDS = 600
"""Words aligned one by one, which is quadratic in the worst case."""

# Han and kana are written without spaces: every character counts as a word.
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HAN_OR_KANA = re.compile(f"[{UNSPACED}]")
WORD = re.compile(rf"[^\W\d_{UNSPACED}]+|[{UNSPACED}]|\d+(?:[.,]\d+)*")

# Together are a number however its digits are grouped, an hour's a.m. and p.m., a foreign name in katakana.
_TOGETHER = rf"{quantities.NUMERAL}|\b[AaPp]\.[Mm]\b|{quantities.HAN_WEEKDAY}|[\u30a1-\u30fa\u30fc]{{2,}}"
_WORD = re.compile(rf"{_TOGETHER}|{WORD.pattern}")

# A line ends what stands on it: a footer under a text without a full stop does not go on with its sentence.
_SENTENCE_END = re.compile(r"[\"'»”’)]?(?:[.!?。！？](?!\.)|[^\S\n]{0,20}\n)")

_HAN_NUMERALS = frozenset("一二三四五六七八九十百千万萬亿億两兩零〇")
_HOURS = {"am": "am", "a.m": "am", "pm": "pm", "p.m": "pm"}

_NAMED_IN = 160
"""Letters up to which another noun, or name at the beginning of a sentence, makes another report."""

_FOREIGN = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}")
"""Katakana, in which Japanese writes what has a name abroad; shorter words are units and the like."""

_NAMES = frozenset(("name", "first", "loan"))  # what an entity is known by better; its numbers stay numbers

_CAPITALISED = frozenset(("name", "first"))

_STANDS_FOR = {seat: state for state, seats in CAPITALS.items() for seat in seats}

_SHORTEST_NAME = 2  # characters; 한 and 中 are parts of any word
_HANGUL = "\uac00"  # its words go on with particles

_SOFT_C = re.compile("c(?=[eiy])")
_VOWELS = re.compile("oo|ee|[aeiouyаеиоуыэюяй]")
_SAME_VOWEL = {
    "oo": "u", "ee": "i", "y": "i", "а": "a", "я": "a", "е": "e", "э": "e", "и": "i", "ы": "i", "й": "i",
    "о": "o", "у": "u", "ю": "u",
}  # fmt: skip

_FIRST = 2  # words of a name at the beginning of a sentence
_LONG_NAME = 4  # letters; shorter words there are articles and the like

_NEIGHBOUR = 3  # syllables or characters that both have before and after what differs
_PHRASE = 12  # they are no longer than this, or they are a rewritten sentence
_DENIAL = 4  # words, or characters, in the place of as many; what is longer was rewritten
_NOT = re.compile(
    r"\b(?:not|never|no(?! \d)|cannot|n t|refus\w{2,3}|fail\w{2,3}|declin\w{2,3})\b"
    r"|\b(?:не|нет|ни|нельзя)\b"
    r"|않|없|못[하했한할해]|아니[다라며고었]|아닌"
    r"|[没沒](?:有)?|未(?![来來])|不(?![过過断斷仅僅但久少同])|[无無](?![人论論线線])"
    r"|ない|なかっ|なく|ません"
)
"""Words that deny what is said with them, where the language has words of their own for it."""

_AROUND = 3  # words on either side that may belong to a phrase, or characters to a word

_HANGUL_NOUN = re.compile(r"[가-힣]{2,}")
_HANGUL_VERB = re.compile(r"(?:다|고|며|면서|는데|지만|도록|해|하는|했던|된|한|할|던|음|듯)$")
_SAME_SYLLABLES = 2  # at its beginning a Korean noun is the same in front of any particle
_HAN_OR_KATAKANA = re.compile(r"[\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_BYLINE = re.compile("기자|특파원|뉴스|연합|[社报報电電記记]")
_NO_NOUNS = frozenset(
    "表示称稱说說指出报报道導告诉訴宣布透露认为認為强调強調在于於和与與及将將会會的之了已曾由被把向对對从從是为為"
)
"""Verbs of saying and particles, by character: a paper puts one for another and changes nothing."""


Fact = tuple[str, str]
"""What a word states, as kind and value: ``("number", "12")``, ``("day", "0")``, ``("name", "RTN u")``."""


class Words(NamedTuple):
    """A text as it is compared: its words, and what each of them states (None: nothing that counts).

    ``last``: whether each is the last of its sentence, as far as a full stop says so.
    """

    words: list[str]
    facts: list[Fact | None]
    last: list[bool]

    def without_first(self, size: int) -> Words:
        """What follows the first ``size`` words."""
        return Words(self.words[size:], self.facts[size:], self.last[size:])


def legible(text: str) -> str:
    """A text whose words are to be compared: NFKC, without what cannot be seen, ё as е, 20,000 characters."""
    text = text[:MAX_CHARS]
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", visible(text)).replace("ё", "е").replace("Ё", "Е")


def read(text: str, mentions: Iterable[Mention] = ()) -> Words:
    """The words of a text with what they state; cut at 20,000 characters and 600 words.

    What the ``mentions`` name is known in any script, and by any of its names.
    """
    text = legible(text)
    named = _named(text, mentions)
    words: list[str] = []
    facts: list[Fact | None] = []
    last: list[bool] = []
    end = 0
    for match in _WORD.finditer(text):
        if len(words) == MAX_WORDS:
            break
        written = match.group()
        word = written.casefold()
        words.append(word)
        between = text[end : match.start()]
        inside = between.isspace() and end > 0  # not the first of a sentence or quotation
        end = match.end()
        fact = _FACTS[written]
        if not inside and written[0].isupper() and fact and fact[0] == "name":
            # The first word of a sentence may be anything.
            fact = ("first", fact[1]) if len(word) >= _LONG_NAME else None
        if facts and (inside or between == "-") and (product := _product(facts[-1], word)):
            facts[-1] = fact = product
        entity, named_to = named.get(match.start(), ("", 0))
        if entity and (end <= named_to or word[0] >= _HANGUL) and (fact is None or fact[0] in _NAMES):
            fact = "name", _STANDS_FOR.get(entity, entity)
        facts.append(fact)
        last.append(bool(_SENTENCE_END.match(text, end)))
    return Words(words, facts, last)


def _named(text: str, mentions: Iterable[Mention]) -> dict[int, tuple[str, int]]:
    """Which entity is named at each character, and to where. What is named once is so wherever it stands."""
    named: dict[int, tuple[str, int]] = {}
    names = {legible(mention.text): mention.entity for mention in mentions}
    for name in sorted(names, key=len, reverse=True):
        start = text.find(name) if len(name) >= _SHORTEST_NAME else -1
        while start >= 0:
            end = start + len(name)
            for at in range(start, end):
                named.setdefault(at, (names[name], end))
            start = text.find(name, end)
    return named


def is_unspaced(text: Words) -> bool:
    """True if most of it is Han and kana."""
    return 2 * sum(bool(HAN_OR_KANA.match(word)) for word in text.words) > len(text.words)


class Compared:
    """Two texts, of which passages that stand in one another's place are asked about."""

    def __init__(self, one: Words, other: Words) -> None:
        self._one, self._other = one, other
        self._one_states, self._other_states = (Counter(map(_counted, text.facts)) for text in (one, other))
        self._whole_one, self._whole_other = ("".join(text.words) for text in (one, other))
        self._short = min(len(self._whole_one), len(self._whole_other)) <= _NAMED_IN
        self._replaced: set[tuple[str, str]] = set()

    def differ(self, i1: int, i2: int, j1: int, j2: int) -> bool:
        """True if these words of the one state something else than those of the other, in their place.

        What both texts state as often was only moved; what one states oftener makes it another report. Of
        names that holds word for word: a writer says now «Ivanov», now «the Russian guest».
        """
        alone = max(i2 - i1, j2 - j1) <= _FIRST
        here = _lacking(self._one.facts[i1:i2], self._one_states, self._other_states, alone=alone)
        there = _lacking(self._other.facts[j1:j2], self._other_states, self._one_states, alone=alone)
        kinds = {kind for kind, _ in here} & {kind for kind, _ in there}
        if not kinds.isdisjoint(_CAPITALISED) and self._sound_alike(i1, i2, j1, j2):
            kinds -= _CAPITALISED
        if kinds - {"first"}:
            return True
        if kinds and self._short and max(i2 - i1, j2 - j1) <= _FIRST:
            return True
        mine, theirs = self._one.words[i1:i2], self._other.words[j1:j2]
        if self._one_denies(i1, i2, j1, j2):
            return True
        if not mine or not theirs:
            return False
        if _HAN_NUMERALS.issuperset(mine) and _HAN_NUMERALS.issuperset(theirs):
            return True
        if max(len(mine), len(theirs)) <= _PHRASE and are_opposed(
            _around(self._one.words, i1, i2), _around(self._other.words, j1, j2)
        ):
            return True
        mine_named, theirs_named = _names(self._one.facts[i1:i2]), _names(self._other.facts[j1:j2])
        if mine_named and mine_named == theirs_named:
            return False  # two names of one: 俄罗斯 and 俄国
        if _names(here | there) and self._are_new_nouns(mine, theirs):
            return True
        if self._short and self._within(i1, i2, j1, j2) and self._name_others(mine, theirs):
            return True
        return self._recurs(i1, i2, j1, j2)

    def _one_denies(self, i1: int, i2: int, j1: int, j2: int) -> bool:
        """True if a few words deny what stands in their place, and the text does so oftener as a whole."""
        if max(i2 - i1, j2 - j1) > _DENIAL:
            return False
        here, there = _denials(self._one.words, i1, i2), _denials(self._other.words, j1, j2)
        if here == there:
            return False
        one, other = (_denials(text.words, 0, len(text.words)) for text in (self._one, self._other))
        return one > other if here > there else one < other

    def _sound_alike(self, i1: int, i2: int, j1: int, j2: int) -> bool:
        """True if the names are the same by their sound, and those of one text are known by nothing else."""
        keys, sounds = [], []
        for text, start, end in ((self._one, i1, i2), (self._other, j1, j2)):
            named = [at for at in range(start, end) if (fact := text.facts[at]) and fact[0] in _CAPITALISED]
            keys.append([(text.facts[at] or ("", ""))[1] for at in named])
            sounds.append([_sound(text.words[at]) for at in named])
        return sounds[0] == sounds[1] in keys

    def _are_new_nouns(self, mine: Sequence[str], theirs: Sequence[str]) -> bool:
        """True of two nouns, in a script without capitals, that the other text has nowhere.

        What stands in a known name's place is a name then: titles and «that country» come in both texts.
        """
        if mine[0][0] == theirs[0][0]:
            return False  # 러시아 and 러 are one
        return _is_name_like(mine, self._whole_other) and _is_name_like(theirs, self._whole_one)

    def _recurs(self, i1: int, i2: int, j1: int, j2: int) -> bool:
        """True if a noun is in another's place for the second time, which an editor's word hardly is."""
        mine, theirs = self._one.words[i1:i2], self._other.words[j1:j2]
        if i1 and self._one.words[i1 - 1][-1].isdigit():
            return False  # a unit: 公里 and 千米
        pairs = [("".join(mine), "".join(theirs))]
        if not (_HAN_OR_KATAKANA.fullmatch(pairs[0][0]) and _HAN_OR_KATAKANA.fullmatch(pairs[0][1])):
            pairs = [
                (one[:_SAME_SYLLABLES], other[:_SAME_SYLLABLES])
                for one, other in zip(mine, theirs, strict=False)
                if _is_korean_noun(one) and _is_korean_noun(other)
            ]
        for here, there in pairs:
            if here in self._whole_other or there in self._whole_one or _NO_NOUNS.issuperset(here):
                continue
            if (here, there) in self._replaced:
                return True
            self._replaced.add((here, there))
        return False

    def _within(self, i1: int, i2: int, j1: int, j2: int) -> bool:
        """True if what is before and after is the same; a report may begin with what differs."""
        a, b = self._one.words, self._other.words
        after = _same(zip(a[i2:], b[j2:], strict=False))
        if i1 == j1 == 0:
            return after >= _NEIGHBOUR and not _BYLINE.search("".join(a[:i2] + b[:j2]))
        before = _same(zip(reversed(a[:i1]), reversed(b[:j1]), strict=False))
        return after >= _NEIGHBOUR and (before >= _NEIGHBOUR or a[:i1] == b[:j1])

    def _name_others(self, mine: Sequence[str], theirs: Sequence[str]) -> bool:
        here, there = "".join(mine), "".join(theirs)
        if max(len(here), len(there)) > _PHRASE or self._only_moved(here, there):
            return False
        if _HAN_OR_KATAKANA.fullmatch(here) and _HAN_OR_KATAKANA.fullmatch(there):
            return not (_NO_NOUNS.issuperset(here) or _NO_NOUNS.issuperset(there))
        nouns = [[word for word in words if _is_korean_noun(word)] for words in (mine, theirs)]
        begun = [{word[:_SAME_SYLLABLES] for word in words} for words in nouns]
        return bool(begun[0] and begun[1]) and begun[0].isdisjoint(begun[1])

    def _only_moved(self, here: str, there: str) -> bool:
        one, other = self._whole_one, self._whole_other
        return other.count(here) >= one.count(here) or one.count(there) >= other.count(there)


def _lacking(
    facts: Sequence[Fact | None],
    stated: Counter[Fact | None],
    elsewhere: Counter[Fact | None],
    *,
    alone: bool,
) -> set[Fact]:
    """Which of the facts the other text states more seldom; of names, unless alone, not at all."""
    lacking = set()
    for fact in facts:
        counted = _counted(fact)
        often = stated[counted] if alone or (counted and counted[0] != "name") else 1
        if fact and elsewhere[counted] < often:
            lacking.add(fact)
    return lacking


def _counted(fact: Fact | None) -> Fact | None:
    """A fact as it is counted: a name is the same at the beginning of a sentence and inside of it."""
    return ("name", fact[1]) if fact and fact[0] == "first" else fact


def _around(words: Sequence[str], start: int, end: int) -> tuple[str, int, int]:
    """A passage with the words around it, as text, and where it starts and ends there."""
    before, inside = _spelled(words[max(0, start - _AROUND) : start]), _spelled(words[start:end])
    after = _spelled(words[end : end + _AROUND])
    return before + inside + after, len(before), len(before + inside)


def _denials(words: Sequence[str], start: int, end: int) -> int:
    """How many words of denial there are in a passage, or reach into it."""
    text, start, end = _around(words, start, end)
    return sum(match.start() < end and match.end() > start for match in _NOT.finditer(text))


def _spelled(words: Iterable[str]) -> str:
    return "".join(word if HAN_OR_KANA.match(word) else f"{word} " for word in words)


def _same(pairs: zip[tuple[str, str]]) -> int:
    """How many characters are the same until the first word that is not."""
    size = 0
    for one, other in pairs:
        if one != other or size >= _NEIGHBOUR:
            break
        size += len(one)
    return size


def _is_name_like(words: Sequence[str], elsewhere: str) -> bool:
    """True of a noun in Hangul, Han or katakana that is not found elsewhere."""
    text = "".join(words)
    if _HAN_OR_KATAKANA.fullmatch(text):
        return 1 < len(text) <= _PHRASE // 2 and text not in elsewhere and not _NO_NOUNS.issuperset(text)
    return len(words) == 1 and _is_korean_noun(text) and text[:_SAME_SYLLABLES] not in elsewhere


def _names(facts: Iterable[Fact | None]) -> set[str]:
    return {fact[1] for fact in facts if fact and fact[0] == "name"}


def _is_korean_noun(word: str) -> bool:
    """True of a word that ends in no verb's ending, or that is known to be one: 북한 is no form of 하다."""
    return bool(_HANGUL_NOUN.fullmatch(word)) and (
        not _HANGUL_VERB.search(word) or is_noun(word) or is_noun(word[-_SAME_SYLLABLES:])
    )


def _product(fact: Fact | None, word: str) -> Fact | None:
    """The number that a word says together with the number before it: 9,5 тыс., five million, twenty-one."""
    value = quantities.times(fact[1], word) if fact and fact[0] == "number" else None
    return ("number", value) if value else None


def _fact(written: str) -> Fact | None:
    word = written.casefold()
    if word[0].isdigit():
        return "number", quantities.number(word)
    if number := quantities.counted(word):
        return "number", number
    if day := quantities.weekday(written, word):
        return "day", day
    if word in _HOURS:
        return "hour", _HOURS[word]
    if month := quantities.month(written, word):
        return "name", f"month {month}"  # as any word with a capital, though Russian gives it none
    if written[0].isupper():
        return "name", _sound(word)
    if _FOREIGN.fullmatch(word):
        return "loan", skeleton(word)
    return None


def _sound(name: str) -> str:
    """What endings and houses' spellings of a name leave of it: its consonants, and its first vowel.

    Defence is Defense, Jo is Cho; Putin is not Biden.
    """
    vowel = _VOWELS.search(name)
    return f"{skeleton(_SOFT_C.sub('s', name))} {_SAME_VOWEL.get(vowel[0], vowel[0][0]) if vowel else ''}"


_FACTS = WordMemo(_fact)
