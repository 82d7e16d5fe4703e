"""Numbers as reports write them: 15,000, «15 тыс.», 1만 5천, 3億4千万, *five thousand*, 오천 명, 五千.

In East Asia a 만, 억 or 조 multiplies all that stands between it and the one before, its own 천, 백 and
십 with it: 5천만 is 50,000,000, and 3억4천만 is 340,000,000. However it is written, a number has the same
value. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.quantities import CARDINALS

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALLEST_IN_WORDS = 100
"""Smaller ones are in every report: *one of*, *two Koreas*."""


class Numeral(NamedTuple):
    """A number in a text: its value, and the ``digits`` it begins with as written, which end at ``end``.

    Those are empty if it is in words. ``alone``: no scale multiplies them.
    """

    value: float
    digits: str = ""
    end: int = 0
    alone: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """The numbers of a folded text: those with digits in order, then those in words, from a hundred on."""
    at = 0
    while match := _DIGITS.search(text, at):
        numeral, at = _with_digits(text, match)
        yield numeral
    eastern = (_eastern(match[0]) for pattern in (_HAN, _HANGUL) for match in pattern.finditer(text))
    for value in (*_spelled(text), *eastern):
        if value >= SMALLEST_IN_WORDS:
            yield Numeral(value)


# --- Western scales and words ------------------------------------------------------------------------

_VALUES = CARDINALS | {"полторы": 1.5, "полутора": 1.5, "полтора": 1.5, "half": 0.5}
_SCALES = {
    word: scale
    for scale, words in {
        1_000: "thousand тысяча тысячу тысячей тысячи тысяч тысячам тысячами тысячах",
        1_000_000: "million миллион миллиона миллионов",
        1_000_000_000: "billion миллиард миллиарда миллиардов",
        10**12: "trillion триллион триллиона триллионов",
    }.items()
    for word in words.split()
}
_ONE = frozenset(("тысяча", "тысячу", "тысячей", "миллион", "миллиард", "триллион"))
"""One by themselves; in other forms there are several, nobody knows how many."""
_BETWEEN = frozenset(("and", "a"))
"""Inside a number: *two hundred and fifty*, *half a million*."""

_WORD = re.compile(r"\d[\d.,]*|[a-z]+|[а-я]+|[^\w\s-]")

_ABBREVIATED = {
    "thousand": 1_000, "тыс": 1_000,
    "million": 1_000_000, "mln": 1_000_000, "млн": 1_000_000, "миллион": 1_000_000,
    "billion": 1_000_000_000, "bln": 1_000_000_000, "млрд": 1_000_000_000, "миллиард": 1_000_000_000,
    "trillion": 10**12, "tln": 10**12, "трлн": 10**12,
}  # fmt: skip
_WESTERN = re.compile(rf"\s?({'|'.join(_ABBREVIATED)})")


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


# --- East Asian scales and figures -------------------------------------------------------------------

_FIGURES = {
    figure: number
    for line in ("一二三四五六七八九", "일이삼사오육칠팔구")
    for number, figure in enumerate(line, 1)
} | {"两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1_000, "십": 10, "백": 100, "천": 1_000}
_MYRIADS = {"万": 10**4, "만": 10**4, "亿": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12}
_SIGN = re.compile(r"[\d,]+(?:\.\d+)?|\S")
_MOST = 12
# Patterns look back from behind their first sign, for a search leaps to that. Not 数千 (thousands), nor what
# is left of it: 数千三百.
_HAN = re.compile(
    r"(?:[一二三四五六七八九十两]|[百千](?=[一二三四五六七八九]))(?<![\d第数几何十百千万亿兆].)"
    rf"[一二三四五六七八九十百千万亿兆两]{{1,{_MOST}}}"
)
_COUNTED = (
    r"(?:명|톤|달러|루블|유로|위안|가구|(?:발|개|대|기|정|문|건|척|원)(?:(?![가-힣])|[이가은는을를의]))"
)
# The syllables are in other words too: what is counted has to follow.
_HANGUL = re.compile(
    r"[일이삼사오육칠팔구십백천만](?<![\d가-힣].)(?<![\d수몇천만억조]\s.)"
    rf"[일이삼사오육칠팔구십백천만억조]{{0,{_MOST}}}"
    rf"(?:(?<=[천만억조])\s[일이삼사오육칠팔구십백천만억]{{1,{_MOST}}}){{0,2}}"
    rf"(?=여?\s?{_COUNTED})"
)

_DIGITS = re.compile(
    r"\d(?<![a-zа-я\d_.,]\d)"
    r"(?:\d{0,2}(?: \d{3})+(?!\d)|\d{0,14}(?:,\d{3})*)"  # 10 000 военных; 10,000 troops
    r"(?:\.\d+)?(?:,\d{1,2}(?!\d))?"
)
_DECIMAL_COMMA = re.compile(r",\d{1,2}$")
# 조선 and 백신 are words: behind a blank, or if it is small, a scale ends its word or stands in a number.
_ENDS = rf"(?=[천만억조\d]|여|{_COUNTED}|[^가-힣]|\Z)"
_SMALL_SCALES = rf"(?:(?:[천千百]|[백십]{_ENDS})\d{{0,3}}){{0,3}}"
_SCALES_BEHIND = re.compile(rf"(?:\s(?=[千万亿兆]|[천만억조]{_ENDS}))?{_SMALL_SCALES}[만억조万亿兆]{{0,2}}")
_FEW_DIGITS = r"(?:\d{1,4}|\d,\d{3})"
_GOES_ON = re.compile(
    rf"{_FEW_DIGITS}{_SMALL_SCALES}[만억조万亿]?(?!\d|[.,]\d)"
    # Behind a blank it has a scale of its own, or as many digits as make it the rest of the number.
    rf"|(?<=[천만억조])\s(?:{_FEW_DIGITS}(?=[천백십만억]){_SMALL_SCALES}[만억]?|[천백]만?{_ENDS}"
    r"|(?:\d{3,4}|\d,\d{3})(?!\d|[.,]\d|\s?년))"
)


def _with_digits(text: str, match: re.Match[str]) -> tuple[Numeral, int]:
    """The number that begins with these digits, and where it ends."""
    digits, end = match[0], match.end()
    plain = digits.replace(" ", "").replace(",", "." if _DECIMAL_COMMA.search(digits) else "")
    western = _WESTERN.match(text, end)
    if western:
        value = float(plain) * _ABBREVIATED[western[1]]
        return Numeral(round(value, 2), digits, end), western.end()
    ordinal = text[match.start() - 1 : match.start()] in ("제", "第")  # 제4조 is an article of a treaty
    scales = None if ordinal else _SCALES_BEHIND.match(text, end)
    if not scales or not scales[0]:
        return Numeral(round(float(plain), 2), digits, end, alone=True), end
    value, at = _eastern(plain + scales[0]), scales.end()
    while (below := _scale(text[at - 1])) and (more := _GOES_ON.match(text, at)):
        part = _eastern(more[0])
        if part >= below:
            break  # another number
        value, at = value + part, more.end()
    return Numeral(round(value, 2), digits, end), at


def _scale(sign: str) -> int:
    return _MYRIADS.get(sign) or _UNITS.get(sign, 0)


def _eastern(written: str) -> float:
    """A number of digits, figures and scales; 0 if it is none: 三四千 is about as many."""
    whole = part = 0.0
    figure: float | None = None
    for sign in _SIGN.findall(written):
        if sign in _UNITS:
            part += _UNITS[sign] * (1 if figure is None else figure)
            figure = None
        elif sign in _MYRIADS:
            section = part + (figure or 0)
            if section or not whole:
                whole += (section or 1) * _MYRIADS[sign]
            else:
                whole *= _MYRIADS[sign]  # 1.2万亿
            part, figure = 0.0, None
        elif figure is not None:
            return 0.0
        else:
            figure = _FIGURES.get(sign) or float(sign.replace(",", ""))
    return whole + part + (figure or 0)
