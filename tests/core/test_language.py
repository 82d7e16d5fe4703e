"""Which language a headline is in: script, letters, words, then what the feed says, then langdetect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.language import _WORD, UNDETERMINED, _scripts, detect
from tests.bench.titles import TITLES

ALL = [(language, title) for language, titles in TITLES.items() for title in titles]


def test_headlines_of_fourteen_languages() -> None:
    wrong = [(language, title, found) for language, title in ALL if (found := detect(title)) != language]
    assert len(wrong) <= 0.02 * len(ALL), wrong


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("КНДР запустила ракету", "ru"),
        ("TASS: Lavrov to visit Pyongyang", "en"),
        ("LG, CES서 투명 TV 공개", "ko"),
        ("日韓首脳会談", "ja"),  # no kana: 韓 is not simplified, 国 would be
        ("Ms Choe[ИН2] , head of the mission in Ulan-Ude", "en"),
        ("Сенатор отметил роль BRICS и EAEU", "ru"),
        ("Kim Jong Un Vladivostok", "en"),  # names alone are nobody's: our first language then
        ("Seoul mayor", "en"),
        # Korean names are made of syllables that are words elsewhere: cho, nam, han, son
        ("Lavrov Cho Tae-yul", "en"),
        ("Hong Nam-ki", "en"),
        ("Choe Son Hui Lavrov", "en"),
        # one word tells, where letters do not
        ("Putin y Kim Jong-un", "es"),
        ("Putin e Kim Jong-un", "it"),
        ("Tropas norcoreanas en Kursk", "es"),
        ("Kim Jong-un incontra Putin", "it"),
        ("Le Kremlin et Pyongyang", "fr"),
        ("Nordkorea", "de"),
        ("КНДР", "ru"),
    ],
)
def test_short_and_mixed_headlines_have_the_language_of_their_words(title: str, language: str) -> None:
    assert detect(title) == language


def test_what_the_feed_declares_is_believed_if_the_script_agrees() -> None:
    assert detect("Metro 2030", declared="de") == "de"
    assert detect("首相会見", declared="ja") == "ja"
    assert detect("Лавров прибыл в Сеул", declared="en") == "ru"
    assert detect("조선중앙통신 보도", declared="zh") == "ko"


def test_clear_words_outweigh_what_the_feed_declares() -> None:
    assert detect("Der Präsident und die Regierung warnen vor dem Krieg", declared="en-US") == "de"


def test_a_language_that_no_table_knows_may_be_declared() -> None:
    assert detect("Suomi", declared="fi") == "fi"


def test_the_habit_of_a_feed_decides_what_is_open() -> None:
    assert detect("Putin, Kim, Xi", habit="es") == "es"


@pytest.mark.parametrize(
    ("text", "language"), [("Η Σεούλ", "el"), ("ソウル", "ja"), ("Սեուլ", "hy"), ("서울", "ko")]
)
def test_scripts_of_one_language(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "   ", "12:30 — 14.5 %", "…"])
def test_nothing_to_go_by(text: str) -> None:
    assert detect(text) == UNDETERMINED


def test_the_same_answer_in_threads_and_again() -> None:
    once = [detect(title) for _, title in ALL]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(detect, (title for _, title in ALL * 3))) == once * 3


def test_a_hostile_text_is_cut() -> None:
    assert detect("а" * 300_000, "б" * 1_000_000) in {"ru", "uk", "bg", "be"}


@given(st.sampled_from(["latin", "cyrillic"]), st.data())
def test_a_text_tells_what_its_pieces_tell(name: str, data: st.DataObject) -> None:
    script = _scripts()[name]
    marks = [*script.letters, *frozenset().union(*script.pairs.values(), *script.needed.values())]
    words = [
        "the",
        "d'une",
        "что",
        "l’",
        "rock'n'roll",
        "they're",
        "є",
        " ",
        "\n",
        "\u00a0",
        ".",
        "ния",
        "tion",
    ]
    sample = "".join(data.draw(st.lists(st.sampled_from(words + marks))))
    assert script.signs_of(sample)[1] == {mark for mark in marks if mark in sample}
    assert [word for piece in sample.split() for word in _WORD.findall(piece)] == _WORD.findall(sample)
