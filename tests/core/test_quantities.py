"""A number, a day and a month are the same however they are written."""

from __future__ import annotations

import pytest

from monitor.core import facts, quantities


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1250", ("1,250", "1 250", "1\u00a0250", "1\u2009250", "1\u202f250", "1'250", "1.25 thousand")),
        ("2718.76", ("2,718.76", "2 718,76", "2718,76")),
        ("12500", ("12 500", "12,500", "12,5 тыс.", "12,5 тысячи", "1만2천500", "1.25万")),
        ("1200", ("1천200", "1,200")),
        ("312000000000", ("3천120억", "3,120억", "312 billion", "312 млрд")),
        ("120002000", ("1억2천만" + "2천", "1億2000万2000", "1억 2천만 2000")),
        ("80200", ("8만200", "8만 200")),
        ("3", ("3", "three", "third", "трёх", "третьего", "세", "세번째")),
        ("15", ("fifteen", "пятнадцатого", "пятнадцатью", "열다섯", "열다섯명이")),
        ("21", ("twenty-one", "двадцать один", "스물하나", "스물한")),
        ("5000000", ("five million", "5 миллионов")),
    ],
)
def test_a_number_in_any_dress(value: str, written: tuple[str, ...]) -> None:
    for text in written:
        assert set(facts.read(text).facts) == {("number", value)}, text


@pytest.mark.parametrize("text", ["12.03.2024", "1,2,3", "9" * 5000, "1" + " 000" * 2000])
def test_what_is_no_plain_number_stays_as_it_is(text: str) -> None:
    assert quantities.number(text) == text


@pytest.mark.parametrize(
    ("one", "other"), [("12.5", "12.500.000"), ("five million", "five billion"), ("2024 500", "2024500")]
)
def test_other_numbers_are_told_apart(one: str, other: str) -> None:
    assert set(facts.read(one).facts).isdisjoint(facts.read(other).facts)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (("day", "2"), "Wednesday Wed среду средой среды 수요일 수요일에 水曜 星期三 周三"),
        (("day", "6"), "Sunday воскресенья 일요일인 日曜 周日 星期天"),
        (("name", "month 5"), "May мая мае май"),
        (("name", "month 9"), "September Sept Sep сентябре"),
        (("hour", "pm"), "pm p.m PM"),
    ],
)
def test_a_day_a_month_and_an_hour_in_any_form(fact: tuple[str, str], words: str) -> None:
    for word in words.split():
        assert facts.read(f"in {word}").facts == [None, fact], word


def test_what_has_no_capital_is_no_english_month_or_day() -> None:
    assert facts.read("they may march and sat there").facts == [None] * 6
