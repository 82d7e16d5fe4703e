"""What an edit changed, word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.wording import COMPARED, Change, changed

OLD = "The port said on Monday that 3 ships had come in, and a fourth was on its way to the new pier."


def test_the_same_text_has_no_changes() -> None:
    assert changed(OLD, OLD).changes == ()
    assert changed(OLD, "  " + OLD.replace(" ", "\n")).changes == ()


def test_a_word_in_the_place_of_another_is_shown_with_its_neighbours() -> None:
    (change,) = changed(OLD, OLD.replace("3 ships", "5 ships")).changes
    assert change == Change("said on Monday that", "3", "5", "ships had come in")


def test_words_that_came_or_went() -> None:
    (change,) = changed(OLD, OLD.replace("on Monday ", "")).changes
    assert (change.gone, change.new) == ("on Monday", "")
    (change,) = changed(OLD, OLD + " Nobody was hurt.").changes
    assert (change.before, change.gone, change.new) == ("the new pier.", "", "Nobody was hurt.")


def test_changes_next_to_each_other_are_one() -> None:
    (change,) = changed(OLD, OLD.replace("3 ships had", "five boats had")).changes
    assert (change.gone, change.new) == ("3 ships", "five boats")


@pytest.mark.parametrize(
    ("old", "new", "gone", "came"),
    [
        ("В порт пришли три судна.", "В порт пришли пять судов.", "три судна", "пять судов"),
        ("항구에 배 세 척이 들어왔다.", "항구에 배 다섯 척이 들어왔다.", "세", "다섯"),
        ("三艘船2日入港。", "五艘船2日入港。", "三", "五"),
        ("It cost 1,200 won.", "It cost 1,300 won.", "1,200", "1,300"),
        ("Said: yes", "Said: “yes”", "yes", "“yes”"),
    ],
)
def test_words_are_those_of_each_language(old: str, new: str, gone: str, came: str) -> None:
    (change,) = changed(old, new).changes
    assert (change.gone, change.new) == (gone, came)


def test_a_change_deep_in_a_long_text_is_found() -> None:
    long = "word " * 50_000
    wording = changed(long + "end", long + "close")
    assert [(change.gone, change.new) for change in wording.changes] == [("end", "close")]
    assert not wording.more


def test_of_texts_that_differ_all_over_the_first_changes_are_shown() -> None:
    one, other = (" ".join(f"{name}{n}" for n in range(3 * COMPARED)) for name in ("one", "two"))
    assert changed(one, other).more
    assert changed(f"Old {one}", f"New {one}").changes[0].gone == "Old"


@pytest.mark.parametrize("text", ["word " * 200_000, "x" * 300_000, "a\u0301" * 100_000, ", " * 500_000])
def test_hostile_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    changed(text, "y" + text[1:-1])
    changed(text, text[::-1])
    changed(text, text + "z")
    assert time.process_time() - started < 2


@given(st.text("ab ,韓"), st.text("ab ,韓"))
def test_what_went_was_there_and_what_came_is_there(old: str, new: str) -> None:
    for change in changed(old, new).changes:
        assert change.gone in " ".join(old.split())
        assert change.new in " ".join(new.split())
        assert change.gone != change.new
