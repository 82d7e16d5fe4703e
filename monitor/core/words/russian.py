"""Russian word forms from pymorphy3's dictionary (OpenCorpora), which is loaded once, when first needed.

Those of the words that Tumen itself brings are listed (``data/russian_forms.txt``): looking up thousands
would be a third of every start.

A word in its base form stands for all forms of that base; one in another form for those of the bases it
may be a form of. Written with a capital, a word that can be a name is one: «Лавров» is nobody's laurels.
Names that the dictionary does not have decline by their ending, as Korean names do in Russian text:
«Чон Мин Гёк», «Чон Мин Гёка».

All forms come folded: in lower case, with е for ё.
"""

from __future__ import annotations

from functools import cache, lru_cache
from posixpath import commonprefix
from typing import TYPE_CHECKING, Any

from monitor.core import data

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOTHING = "-"  # in a list, for a part that has no letters
_NAMES = ("Name", "Surn", "Patr", "Geox", "Orgn", "Trad")
_LIKELY = 0.1  # the least share of a reading for a word in an oblique form

_EVERYDAY = frozenset(
    ("вон", "мой", "моем", "перед", "после", "потом", "почти", "при", "тем", "том", "тут", "уже")
)
"""Forms of nouns and verbs (посол, пот, почтить, тема, уж) that nearly always are another, common word."""

_DECLENSIONS = (  # ending, what is cut, what is added
    (("ий", "ый", "ой"), 2, ("ого", "ому", "им", "ым", "ом", "ая", "ой", "ую")),
    (("й",), 1, ("я", "ю", "ем", "е")),
    (("ь",), 1, ("я", "ю", "ем", "е", "и", "ью")),
    (("ия",), 1, ("и", "ю", "ей")),
    (("я",), 1, ("и", "е", "ю", "ей")),
    (("а",), 1, ("ы", "и", "е", "у", "ой", "ей")),
    (("ов", "ев", "ин", "ын"), 0, ("а", "у", "ым", "ом", "е", "ой", "ы", "ых", "ыми")),
    (tuple("бвгджзклмнпрстфхцчшщ"), 0, ("а", "у", "ом", "ем", "е")),
)


@lru_cache(maxsize=65536)
def forms(word: str) -> frozenset[str]:
    """All forms of a word, itself among them."""
    if is_abbreviation(word):
        return frozenset((fold(word),))
    line = _listed().get(word)
    return looked_up(word) if line is None else _read(line)


def is_abbreviation(word: str) -> bool:
    """True for КНДР and РФ, which have no other forms, and for a single letter."""
    return len(word) < 2 or (word.isupper() and len(word) < 6)


def looked_up(word: str) -> frozenset[str]:
    """All forms of a word by the dictionary, or by its ending if the dictionary does not have it."""
    lower = fold(word)
    readings: Sequence[Any] = _analyzer().parse(word.lower())
    known = [reading for reading in readings if reading.is_known]
    capital = word[0].isupper()
    if not known:
        made = _declined(lower)
        if not capital and readings:
            made |= _lexeme(readings[0])
        return frozenset(made)
    names = [reading for reading in known if any(name in reading.tag for name in _NAMES)]
    chosen = names if capital and names else known
    base = [reading for reading in chosen if fold(reading.normal_form) == lower]
    if not base:
        best = chosen[0].score
        base = [reading for reading in chosen if reading.score >= min(best, _LIKELY)]
    found = set().union(*map(_lexeme, base))
    return frozenset(found - _EVERYDAY | {lower})


def _lexeme(reading: Any) -> set[str]:  # noqa: ANN401 - the library has no types
    """All forms of a reading's base; of adjectives without degrees (военный) no short forms (военно-…)."""
    short = "ADJF" in reading.tag and "Qual" not in reading.tag
    return {
        fold(form.word)
        for form in reading.lexeme
        if not (short and ("ADJS" in form.tag or "COMP" in form.tag))
    }


def _declined(lower: str) -> set[str]:
    made = {lower}
    for endings, cut, added in _DECLENSIONS:
        if lower.endswith(endings):
            stem = lower[: len(lower) - cut]
            return made | {stem + ending for ending in added}
    return made


def fold(word: str) -> str:
    return word.lower().replace("ё", "е")


def line_of(word: str) -> str:
    """A word with its forms as they are listed: what they have in common, and their endings."""
    found = sorted(looked_up(word))
    stem = commonprefix(found)
    return " ".join((word, stem or _NOTHING, *(form[len(stem) :] or _NOTHING for form in found)))


def _read(listed: str) -> frozenset[str]:
    stem, *endings = ("" if part == _NOTHING else part for part in listed.split(" "))
    return frozenset(stem + ending for ending in endings)


@cache
def _listed() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in data.lines("monitor.core.words", "data", "russian_forms.txt"))


@cache
def _analyzer() -> Any:  # noqa: ANN401 - the library has no types
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
