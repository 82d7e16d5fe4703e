"""Hashes of runs of words: the same for the same run, wherever it stands, and for no other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.shingles import shingles

WORDS = st.lists(st.sampled_from(["seoul", "moscow", "сеул", "москва", "서울", "모스크바", "1", "首"]))
WIDTHS = st.integers(1, 8)


def runs(words: list[str], width: int) -> list[tuple[str, ...]]:
    return [tuple(words[start : start + width]) for start in range(len(words) - width + 1)]


@given(WORDS, WIDTHS)
def test_a_text_has_the_hashes_of_its_runs_and_no_others(words: list[str], width: int) -> None:
    alone = {run: shingles(run, width) for run in runs(words, width)}
    assert all(len(hashes) == 1 for hashes in alone.values())
    assert shingles(words, width) == set().union(*alone.values())
    assert len(shingles(words, width)) == len(alone)


@given(WORDS, WIDTHS)
def test_the_order_of_words_counts(words: list[str], width: int) -> None:
    backwards = words[::-1]
    assert (shingles(words, width) == shingles(backwards, width)) == (
        set(runs(words, width)) == set(runs(backwards, width))
    )


def test_hashes_are_spread_over_all_64_bits() -> None:
    hashes = shingles([f"word{number}" for number in range(4_000)], 3)
    assert len(hashes) == 3_998
    for bit in range(64):
        assert 1_700 < sum(value >> bit & 1 for value in hashes) < 2_300


def test_a_smallest_hash_is_any_run_s_with_the_same_chance() -> None:
    # Which is what makes the smallest a sample: of many texts, as often the first half's as the other's.
    first = 0
    for text in range(400):
        words = [f"{text}-{number}" for number in range(42)]
        first += min(shingles(words[:22], 3)) < min(shingles(words[20:], 3))
    assert 160 < first < 240


def test_words_of_any_length_are_words() -> None:
    assert len(shingles(["x" * 300_000, "y", "z", "x" * 300_000], 3)) == 2
