"""Russian word forms from pymorphy3's dictionary (OpenCorpora), which is loaded once, when first needed.

A word in its base form stands for all forms of that base; one in another form for those of the bases it
may be a form of. Written with a capital, a word that can be a name is one: «Лавров» is nobody's laurels.
Names that the dictionary does not have decline by their ending, as Korean names do in Russian text:
«Чон Мин Гёк», «Чон Мин Гёка».

All forms come folded: in lower case, with е for ё.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    lower = _fold(word)
    if len(lower) < 2 or (word.isupper() and len(word) < 6):
        return frozenset((lower,))  # an abbreviation: КНДР, РФ
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
    base = [reading for reading in chosen if _fold(reading.normal_form) == lower]
    if not base:
        best = chosen[0].score
        base = [reading for reading in chosen if reading.score >= min(best, _LIKELY)]
    found = set().union(*map(_lexeme, base))
    return frozenset(found - _EVERYDAY | {lower})


def _lexeme(reading: Any) -> set[str]:  # noqa: ANN401 - the library has no types
    """All forms of a reading's base; of adjectives without degrees (военный) no short forms (военно-…)."""
    short = "ADJF" in reading.tag and "Qual" not in reading.tag
    return {
        _fold(form.word)
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


def _fold(word: str) -> str:
    return word.lower().replace("ё", "е")


@cache
def _analyzer() -> Any:  # noqa: ANN401 - the library has no types
    import pymorphy3

    return pymorphy3.MorphAnalyzer()
