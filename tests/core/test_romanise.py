"""One name, many spellings: the consonants agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.romanise import korean_skeleton, skeleton

NAMES = [
    ("RPRP", "Lavrov|Лавров|라브로프|ラブロフ"),
    ("MJKR", "Matsegora|Мацегора|마체고라|マツェゴラ"),
    ("SK", "Shoigu|Шойгу|쇼이구|ショイグ"),
    ("RTNK", "Rudenko|Руденко|루덴코|ルデンコ"),
    ("JHRP", "Zakharova|Захарова|자하로바"),
    ("KJRP", "Kozlov|Козлов|코즐로프"),
    ("PNN", "Pyongyang|Пхеньян|평양"),
]
KOREANS = [
    ("JTR", "Cho Tae-yul|Чо Тхэ Ёль|조태열"),
    ("KMJNN", "Kim Jong-un|Ким Чен Ын|Ким Чон Ын|김정은|Kim Jŏng-ŭn"),
    ("JSNH", "Choe Son-hui|Цой Сон Хи|최선희|Choi Sun-hee"),
    ("KNKNH", "Kang Kyung-hwa|Кан Гён Хва|강경화"),
    ("RJMN", "Lee Jae-myung|Ли Чжэ Мён|이재명"),
    ("JNPNN", "Chung Byung-won|Чон Бён Вон|정병원"),
    ("PKJRMN", "Pak Chol-min|Пак Чхоль Мин|박철민"),
]


@pytest.mark.parametrize(("key", "spellings"), NAMES)
def test_spellings_of_one_name_share_their_key(key: str, spellings: str) -> None:
    assert {skeleton(name) for name in spellings.split("|")} == {key}


@pytest.mark.parametrize(("key", "spellings"), KOREANS)
def test_spellings_of_one_koreans_name_share_their_key(key: str, spellings: str) -> None:
    assert {korean_skeleton(name) for name in spellings.split("|")} == {key}


def test_other_names_have_other_keys() -> None:
    names = [
        "Lavrov",
        "Lavrentiev",
        "Putin",
        "Peskov",
        "Patrushev",
        "Cho Hyun",
        "Cho Tae-yong",
        "Kim Yo-jong",
    ]
    assert len({skeleton(name) for name in names}) == len(names)


def test_han_characters_have_no_sound() -> None:
    assert skeleton("金正恩") == ""


@given(st.text())
def test_any_text_has_a_short_key_of_plain_letters(text: str) -> None:
    key = skeleton(text)
    assert set(key) <= set("PTKHSJMNR")
    assert skeleton(text.upper().lower()) == skeleton(text.lower())
    assert len(key) <= 320
