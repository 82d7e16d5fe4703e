"""Numbers written as words, in the five languages of the feeds."""

from __future__ import annotations

import pytest

from alerts.amounts import amounts
from monitor.core.text import fold


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("five thousand shells", "5000"),
        ("A thousand workers arrived", "1000"),
        ("twenty-five thousand tonnes", "25000"),
        ("one thousand two hundred and fifty guests", "1250"),
        ("half a million rounds", "500000"),
        ("три тысячи снарядов", "3000"),
        ("около пяти тысяч рабочих", "5000"),
        ("Тысяча гостей прибыла", "1000"),
        ("сто двадцать одна тысяча тонн", "121000"),
        ("полторы тысячи", "1500"),
        ("миллион снарядов", "1000000"),
        ("오천 발을 보냈다", "5000"),
        ("만 이천여 명이", "12000"),
        ("五千发炮弹", "5000"),
        ("朝鲜向俄罗斯供应五千发炮弹", "5000"),
        ("一萬二千名工人", "12000"),
        ("三千人の労働者", "3000"),
    ],
)
def test_a_number_in_words_is_the_number(text: str, number: str) -> None:
    assert list(amounts(fold(text).text)) == [f"n:{number}"]


@pytest.mark.parametrize(
    "text",
    [
        "thousands of men",
        "several thousand men",
        "twenty ships",
        "тысячи рабочих",
        "21 тысяча рабочих",
        "женщина с семью детьми",
        "삼천리 금수강산",
        "1만 명",
        "千万不要",
        "二十五日",
    ],
)
def test_what_is_no_number_in_words_or_a_small_one_is_none(text: str) -> None:
    assert list(amounts(fold(text).text)) == []
