"""One number has one value, with digits or in words, in the five languages of the feeds."""

from __future__ import annotations

import time

import pytest

from monitor.core.numerals import numerals
from monitor.core.text import fold


def values(text: str) -> list[float]:
    return [numeral.value for numeral in numerals(fold(text).text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5천명", 5_000),
        ("5천만달러", 50_000_000),
        ("4천만", 40_000_000),
        ("3억4천만", 340_000_000),
        ("3억 4천만 달러", 340_000_000),
        ("3억4000만", 340_000_000),
        ("12억5천만", 1_250_000_000),
        ("1조2천억", 1_200_000_000_000),
        ("3조 5,000억원", 3_500_000_000_000),
        ("1만5천", 15_000),
        ("1만 5천 명", 15_000),
        ("2만 천 명", 21_000),
        ("1만 2,500명", 12_500),
        ("1만2345명", 12_345),
        ("1만여 명", 10_000),
        ("15 만 명", 150_000),
        ("1천200명", 1_200),
        ("5백여 명", 500),
        ("3백만", 3_000_000),
        ("3億4千万円", 340_000_000),
        ("1万5千人", 15_000),
        ("5千万", 50_000_000),
        ("1.5 万名", 15_000),
        ("3.4亿美元", 340_000_000),
        ("1.2万亿", 1_200_000_000_000),
        ("12,5 тыс.", 12_500),
        ("100\xa0000 солдат", 100_000),
        ("1 200 000 снарядов", 1_200_000),
        ("1.2 trillion", 1_200_000_000_000),
    ],
)
def test_scales_multiply_what_stands_before_and_below_them(text: str, number: float) -> None:
    assert values(text) == [number]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5천 3만", [5_000, 30_000]),
        ("5억 3개 사업", [500_000_000, 3]),
        ("2만 2024년", [20_000, 2_024]),
        ("1만52345", [10_000, 52_345]),
        ("в 2025 100 рабочих, 5 1000", [2_025, 100, 5, 1_000]),
        ("조약 제4조", [4]),
        ("28 조선중앙통신", [28]),
        ("코로나19백신", [19]),
    ],
)
def test_what_only_stands_beside_a_number_is_no_part_of_it(text: str, numbers: list[float]) -> None:
    assert values(text) == numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("five thousand shells", 5_000),
        ("A thousand workers arrived", 1_000),
        ("twenty-five thousand tonnes", 25_000),
        ("one thousand two hundred and fifty guests", 1_250),
        ("half a million rounds", 500_000),
        ("три тысячи снарядов", 3_000),
        ("около пяти тысяч рабочих", 5_000),
        ("Тысяча гостей прибыла", 1_000),
        ("сто двадцать одна тысяча тонн", 121_000),
        ("полторы тысячи", 1_500),
        ("миллион снарядов", 1_000_000),
        ("오천 발을 보냈다", 5_000),
        ("천오백명", 1_500),
        ("천만 명", 10_000_000),
        ("만 이천여 명이", 12_000),
        ("삼억 사천만 달러", 340_000_000),
        ("五千发炮弹", 5_000),
        ("朝鲜向俄罗斯供应五千发炮弹", 5_000),
        ("一萬二千名工人", 12_000),
        ("两万五千名", 25_000),
        ("三千人の労働者", 3_000),
        ("千三百人", 1_300),
    ],
)
def test_a_number_in_words_is_the_number(text: str, number: float) -> None:
    assert values(text) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "thousands of men",
        "several thousand men",
        "twenty ships",
        "тысячи рабочих",
        "женщина с семью детьми",
        "삼천리 금수강산",
        "수만 명",
        "수 만 명",
        "수천만 달러",
        "오만 대사",
        "이천 대표",
        "千万不要",
        "数十万人",
        "数千三百人",
        "三四千名",
        "二十五日",
        "二〇二五年",
    ],
)
def test_what_is_no_number_in_words_or_a_small_one_is_none(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "1만 " * 50_000,
        "1만1" * 60_000,
        "1천" * 90_000,
        "만 " * 90_000,
        "五千" * 90_000,
        "1,111" * 40_000,
        " 111" * 50_000,
    ],
)
def test_hostile_numbers_take_linear_time(text: str) -> None:
    values("1만 5천 명, five thousand, 五千")
    started = time.process_time()
    values(text)
    assert time.process_time() - started < 2
