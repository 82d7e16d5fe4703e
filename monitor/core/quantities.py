"""Numbers, days and months: which of them a word states, however it is written.

1,250, 1250 and 1 250 are one number, as are 1천200 and 1200, 3.5万 and 35000, «9,5 тыс.» and 9500, three
and 3. Separators that say different things in different languages are read one way, the same for both of
two texts: a comma before three digits parts thousands, a full stop before three digits does not.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import product

_DIGITS = r"(?:\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d+)*|\d+(?:[.,]\d+)*)"
_EASTERN = {
    **dict.fromkeys("백百", 100),
    **dict.fromkeys("천千", 1000),
    **dict.fromkeys("만万萬", 10**4),
    **dict.fromkeys("억亿億", 10**8),
    **dict.fromkeys("조兆", 10**12),
}
_UNIT = "".join(_EASTERN)

NUMERAL = rf"{_DIGITS}(?:[{_UNIT}]{{1,2}}(?: ?{_DIGITS})?)*"
"""A number in digits, with what Korean, Chinese and Japanese write between them: 1만5천, 3천120억."""

_PART = re.compile(rf"({_DIGITS})|([{_UNIT}])")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_THOUSANDS_BY_STOPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 20  # characters; longer ones are account numbers and the like, which nobody writes otherwise


def number(written: str) -> str:
    """What a ``NUMERAL`` says, in one way of writing; as it stands if it is a date, a version or a list."""
    if len(written) > _LONGEST:
        return written
    whole = under = Decimal(0)  # in full myriads; below the next of them
    last = Decimal(1)
    for digits, unit in _PART.findall(written):
        if digits:
            value = _plain(digits)
            if value is None:
                return written
            under, last = under + value, value
        elif _EASTERN[unit] < 10**4:
            under += last * (_EASTERN[unit] - 1)
        else:
            whole, under = whole + under * _EASTERN[unit], Decimal(0)
    return _normal(whole + under)


def times(value: str, word: str) -> str | None:
    """The number that ``value`` and the word behind it say together («9.5 thousand»); None if they do not."""
    if word in _MAGNITUDES and _PLAIN.fullmatch(value):
        return _normal(Decimal(value) * _MAGNITUDES[word])
    if value in _TENS and word in COUNTED and len(COUNTED[word]) == 1:
        return value[0] + COUNTED[word]
    return None


def counted(word: str) -> str | None:
    """The number that a word in its folded form says: three, третьего, 열다섯, 두번째."""
    found = COUNTED.get(word)
    if found is None and (match := _KOREAN_COUNT.match(word)):
        found = COUNTED[match[1]]
    return found


def _plain(digits: str) -> Decimal | None:
    digits = digits.translate(_NO_SPACES)
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _THOUSANDS_BY_STOPS.fullmatch(digits):
        digits = digits.replace(".", "")
    digits = digits.replace(",", ".")
    return Decimal(digits) if _PLAIN.fullmatch(digits) else None


def _normal(value: Decimal) -> str:
    return f"{value.normalize():f}"


_NO_SPACES = str.maketrans("", "", " '’")

_TENS = frozenset(str(tens) for tens in range(20, 100, 10))

_WORDS = {
    1: "one один одна одно одного одной одну одному одним одном 하나 한",
    2: "two два две двух двум двумя двое двоих 둘 두",
    3: "three три трех трем тремя трое троих 셋 세",
    4: "four четыре четырех четырем четырьмя четверо четверых 넷 네",
    5: "five пятеро пятерых 다섯",
    6: "six шестеро шестерых 여섯",
    7: "seven семеро семерых 일곱",
    8: "eight восемь восьми восемью восьмью 여덟",
    9: "nine 아홉",
    10: "ten 열",
    11: "eleven",
    12: "twelve",
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
    20: "twenty 스물 스무",
    30: "thirty 서른",
    40: "forty сорок сорока 마흔",
    50: "fifty пятьдесят пятидесяти 쉰",
    60: "sixty шестьдесят шестидесяти 예순",
    70: "seventy семьдесят семидесяти 일흔",
    80: "eighty восемьдесят восьмидесяти 여든",
    90: "ninety девяносто девяноста 아흔",
    100: "сто ста",
    200: "двести двухсот",
    300: "триста трехсот",
    400: "четыреста четырехсот",
    500: "пятьсот пятисот",
    600: "шестьсот шестисот",
    700: "семьсот семисот",
    800: "восемьсот восьмисот",
    900: "девятьсот девятисот",
}
_PLACES = {
    1: "first 첫 첫째",
    2: "second 둘째",
    3: "third третий третья третье третьи третьего третьей третьему третьим третьем третью третьих 셋째",
    4: "fourth 넷째",
    5: "fifth",
    6: "sixth",
    7: "seventh",
    8: "eighth",
    9: "ninth",
    10: "tenth",
    11: "eleventh",
    12: "twelfth",
    13: "thirteenth",
    14: "fourteenth",
    15: "fifteenth",
    16: "sixteenth",
    17: "seventeenth",
    18: "eighteenth",
    19: "nineteenth",
    20: "twentieth",
    30: "thirtieth",
    40: "fortieth",
    50: "fiftieth",
    60: "sixtieth",
    70: "seventieth",
    80: "eightieth",
    90: "ninetieth",
    100: "hundred hundreds",  # no number by itself where numbers are added up: it multiplies
}
_CARDINALS = [  # пять, пяти, пятью
    *[(5, "пят"), (6, "шест"), (7, "сем"), (9, "девят"), (10, "десят"), (11, "одиннадцат")],
    *[(12, "двенадцат"), (13, "тринадцат"), (14, "четырнадцат"), (15, "пятнадцат"), (16, "шестнадцат")],
    *[(17, "семнадцат"), (18, "восемнадцат"), (19, "девятнадцат"), (20, "двадцат"), (30, "тридцат")],
]
_ORDINALS = [
    *[(1, "перв"), (2, "втор"), (4, "четверт"), (7, "седьм"), (8, "восьм"), (40, "сороков"), (100, "сот")],
    *_CARDINALS,
]
_ADJECTIVE = ("ый", "ий", "ой", "ая", "ое", "ые", "ого", "ому", "ым", "ом", "ую", "ых", "ыми")
_KOREAN_TENS = ("열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
_KOREAN_UNITS = ("하나 한", "둘 두", "셋 세", "넷 네", "다섯", "여섯", "일곱", "여덟", "아홉")

CARDINALS = {
    **{word: value for value, words in _WORDS.items() for word in words.split()},
    **{stem + end: value for value, stem in _CARDINALS for end in ("ь", "и", "ью")},
    **{
        tens + units: 10 * number + unit
        for number, tens in enumerate(_KOREAN_TENS, start=1)
        for unit, some in enumerate(_KOREAN_UNITS, start=1)
        for units in some.split()
    },
}
"""Number words in their folded form (ё as е), and what they say."""

COUNTED = {
    **{word: str(value) for word, value in CARDINALS.items()},
    **{word: str(value) for value, words in _PLACES.items() for word in words.split()},
    **{stem + end: str(value) for value, stem in _ORDINALS for end in _ADJECTIVE},
}
"""The same, and ordinals."""

_KOREAN_COUNT = re.compile(
    rf"({'|'.join(sorted((word for word in COUNTED if word[0] >= '가'), key=len, reverse=True))})"
    r"(?:번째|차례|명|발|개|척|번|건|곳|달)[가-힣]{0,2}$"
)

_MAGNITUDES = {
    word: Decimal(10) ** exponent
    for exponent, words in {
        2: "hundred",
        3: "thousand тыс тысяча тысячи тысяч тысячу тысячам тысячами",
        6: "million millions mln mn млн миллион миллиона миллионов миллиону миллионам миллионами",
        9: "billion billions bln bn млрд миллиард миллиарда миллиардов миллиарду миллиардам миллиардами",
        12: "trillion trillions tn трлн триллион триллиона триллионов триллионам триллионами",
    }.items()
    for word in words.split()
}

_WEEK = {
    "monday mon 월요일 月曜": "понедельник понедельника понедельнику понедельником понедельнике",
    "tuesday tue tues 화요일 火曜": "вторник вторника вторнику вторником вторнике",
    "wednesday wed 수요일 水曜": "среда среды среде среду средой",
    "thursday thu thur thurs 목요일 木曜": "четверг четверга четвергу четвергом четверге",
    "friday fri 금요일 金曜": "пятница пятницы пятнице пятницу пятницей",
    "saturday sat 토요일 土曜": "суббота субботы субботе субботу субботой",
    "sunday 일요일 日曜": "воскресенье воскресенья воскресенью воскресеньем",
}
_WEEKDAYS = {
    word: str(number) for number, words in enumerate(_WEEK.items()) for word in " ".join(words).split()
}
_WEEKDAYS |= {
    week + day: str(number)
    for week, (number, day) in product(
        ("周", "星期", "礼拜", "禮拜"), [*enumerate("一二三四五六日"), (6, "天")]
    )
}
HAN_WEEKDAY = r"(?:周|星期|礼拜|禮拜)[一二三四五六日天]|[月火水木金土日]曜"
_KOREAN_WEEKDAY = 3  # syllables; a particle may follow

_YEAR = {
    "january": "январ ь я ю ем е",
    "february": "феврал ь я ю ем е",
    "march": "март - а у ом е",
    "april": "апрел ь я ю ем е",
    "may": "ма й я ю ем е",
    "june": "июн ь я ю ем е",
    "july": "июл ь я ю ем е",
    "august": "август - а у ом е",
    "september sept": "сентябр ь я ю ем е",
    "october": "октябр ь я ю ем е",
    "november": "ноябр ь я ю ем е",
    "december": "декабр ь я ю ем е",
}
# Jan, Mar and Jun are names as well.
_SHORT_MONTHS = frozenset(("feb", "apr", "jul", "aug", "sep", "oct", "nov", "dec"))
_ENGLISH_MONTHS = {
    word: str(number)
    for number, words in enumerate(_YEAR, start=1)
    for word in (*words.split(), *_SHORT_MONTHS.intersection((words[:3],)))
}
_RUSSIAN_MONTHS = {
    stem + end.strip("-"): str(number)
    for number, (stem, *ends) in enumerate(map(str.split, _YEAR.values()), start=1)
    for end in ends
}


def weekday(written: str, word: str) -> str | None:
    """The day of the week that a word says, 0 for Monday; abbreviations have a capital (Sat and sat)."""
    if written.islower() and written.isascii():
        return None
    return _WEEKDAYS.get(word) or (_WEEKDAYS.get(word[:_KOREAN_WEEKDAY]) if word[0] >= "가" else None)


def month(written: str, word: str) -> str | None:
    """The month that a word says, 1 for January; in English it has a capital (May and may)."""
    return _RUSSIAN_MONTHS.get(word) or (_ENGLISH_MONTHS.get(word) if written[0].isupper() else None)
