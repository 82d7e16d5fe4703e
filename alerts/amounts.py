"""Numbers that are written as words: *five thousand*, «пять тысяч», 「오천 명」, 五千.

Read from a hundred on, in English, Russian, Korean, Chinese and Japanese: smaller ones are in every report.
With digits they are ``monitor.core.features``' business. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLEST = 100

_ENGLISH = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_VALUES = {word: number for number, word in enumerate(_ENGLISH.split(), start=1)} | {
    word: number
    for number, words in {
        17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
        60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety",
    }.items()
    for word in words.split()
} | {
    word: number
    for number, words in {
        1: "один одна одну одной одного", 2: "два две двух двум двумя", 3: "три трех трем тремя",
        4: "четыре четырех четырем четырьмя", 5: "пять пяти пятью", 6: "шесть шести шестью",
        7: "семь семи семью", 8: "восемь восьми восемью", 9: "девять девяти девятью",
        10: "десять десяти десятью", 11: "одиннадцать одиннадцати", 12: "двенадцать двенадцати",
        13: "тринадцать тринадцати", 14: "четырнадцать четырнадцати", 15: "пятнадцать пятнадцати",
        16: "шестнадцать шестнадцати", 17: "семнадцать семнадцати", 18: "восемнадцать восемнадцати",
        19: "девятнадцать девятнадцати", 20: "двадцать двадцати двадцатью",
        30: "тридцать тридцати тридцатью", 40: "сорок сорока", 50: "пятьдесят пятидесяти",
        60: "шестьдесят шестидесяти", 70: "семьдесят семидесяти", 80: "восемьдесят восьмидесяти",
        90: "девяносто девяноста", 100: "сто ста", 200: "двести двухсот", 300: "триста трехсот",
        400: "четыреста четырехсот", 500: "пятьсот пятисот", 600: "шестьсот шестисот",
        700: "семьсот семисот", 800: "восемьсот восьмисот", 900: "девятьсот девятисот",
    }.items()
    for word in words.split()
} | {"полторы": 1.5, "полутора": 1.5, "полтора": 1.5, "half": 0.5}  # fmt: skip
_SCALES = {
    word: scale
    for scale, words in {
        1_000: "thousand тысяча тысячу тысячей тысячи тысяч тысячам тысячами тысячах",
        1_000_000: "million миллион миллиона миллионов",
        1_000_000_000: "billion миллиард миллиарда миллиардов",
    }.items()
    for word in words.split()
}
_ONE = frozenset(("тысяча", "тысячу", "тысячей", "миллион", "миллиард"))
"""One by themselves; in other forms there are several, nobody knows how many."""
_BETWEEN = frozenset(("and", "a"))
"""Inside a number: *two hundred and fifty*, *half a million*."""

_WORD = re.compile(r"\d[\d.,]*|[a-z]+|[а-я]+|[^\w\s-]")

_FIGURES = {
    figure: number
    for line in ("一二三四五六七八九", "일이삼사오육칠팔구")
    for number, figure in enumerate(line, 1)
}
_FIGURES |= {"两": 2, "兩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "십": 10, "백": 100, "천": 1_000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "만": 10_000}
_MOST = 12
_HAN = re.compile(rf"(?<![\d第])[一二三四五六七八九十两兩][一二三四五六七八九十百千万萬两兩]{{1,{_MOST}}}")
# The syllables are in other words too: what is counted has to follow.
_HANGUL = re.compile(
    rf"(?<![\d가-힣])[일이삼사오육칠팔구십백천만]{{1,{_MOST}}}(?:\s[일이삼사오육칠팔구십백천]{{1,{_MOST}}})?"
    r"(?=여?\s?(?:명|발|톤|개|대|기|정|문|달러|루블|유로|원\b))"
)


def amounts(text: str) -> Iterator[str]:
    """The numbers in the words of a folded text, as the terms of ``features.numbers``: ``n:5000``."""
    for value in (*_spelled(text), *map(_eastern, _HAN.findall(text)), *map(_eastern, _HANGUL.findall(text))):
        if value >= SMALLEST:
            yield f"n:{value:.15g}"


def _spelled(text: str) -> Iterator[float]:
    """English and Russian numbers, word by word; 0 between them."""
    whole = part = 0.0
    before = ""
    for word in _WORD.findall(text):
        if word in _VALUES:
            part += _VALUES[word]
        elif word == "hundred" and (part or before == "a"):
            part = (part or 1) * 100
        elif word in _SCALES and (
            part or before in ("a", "an") or (word in _ONE and not before[:1].isdigit())
        ):
            whole += (part or 1) * _SCALES[word]
            part = 0
        elif word not in _BETWEEN or not (whole or part):
            yield whole + part
            whole = part = 0
        before = word
    yield whole + part


def _eastern(written: str) -> float:
    """A number of Chinese, Japanese or Korean figures."""
    whole = part = figure = 0
    for sign in written:
        if sign in _FIGURES:
            figure = _FIGURES[sign]
        elif sign in _UNITS:
            part += (figure or 1) * _UNITS[sign]
            figure = 0
        elif sign in _MYRIADS:
            whole += (part + figure or 1) * _MYRIADS[sign]
            part = figure = 0
    return whole + part + figure
