"""A memo of words: the function's values, each made once while it is kept, and never too many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core import memo
from monitor.core.memo import WordMemo

if TYPE_CHECKING:
    import pytest


def test_a_value_is_made_once() -> None:
    made: list[str] = []

    def measure(word: str) -> int:
        made.append(word)
        return len(word)

    sizes = WordMemo(measure)
    assert [sizes[word] for word in ("ab", "c", "ab", "ab")] == [2, 1, 2, 2]
    assert made == ["ab", "c"]


def test_what_is_kept_is_bounded_and_what_is_asked_for_often_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "MOST", 10)
    made: list[str] = []
    sizes = WordMemo(lambda word: made.append(word) or len(word))
    for number in range(100):
        assert sizes["often"] == 5
        assert sizes[f"word {number}"] == len(f"word {number}")
        assert len(sizes) <= 10
    assert made.count("often") == 1
    assert sizes["word 1"] == 6
    assert made.count("word 1") == 2


def test_a_long_word_is_not_kept() -> None:
    sizes = WordMemo(len)
    assert sizes["x" * 300_000] == 300_000
    assert not sizes
