"""A sample that can be labelled, and what the labels measure."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cli import main
from monitor.core.errors import UsageError
from monitor.reports.audit import FAR, KEPT, NEAR, Stratum, draw, measure, read_labels, stratum_of
from tests.build import article, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.model import Article, Verdict


def judged(name: str, *verdicts: Verdict) -> Article:
    return article(name, verdicts=verdicts)


def archive(kept: int = 30, near: int = 100, far: int = 1_000) -> Iterator[Article]:
    for number in range(kept):
        yield judged(f"k{number}", verdict(score=4.0))
    for number in range(near):
        yield judged(f"n{number}", verdict(keep=False, score=0.5))
    for number in range(far):
        yield judged(f"f{number}", verdict(keep=False, score=0.0))


def sample(size: int = 20, seed: int = 1, **more: int) -> list[dict[str, Any]]:
    return draw(archive(**more), topic=None, size=size, chance=random.Random(seed))


# --- drawing ------------------------------------------------------------------------------------


def test_each_kind_is_drawn_with_how_many_there_are() -> None:
    lines = sample()
    assert sorted({(line["stratum"], line["of"]) for line in lines}) == [
        (KEPT, 30),
        (NEAR, 100),
        (FAR, 1_000),
    ]
    assert [sum(line["stratum"] == name for line in lines) for name in (KEPT, NEAR, FAR)] == [20, 20, 20]
    assert len({line["id"] for line in lines}) == 60


def test_a_line_has_what_it_takes_to_judge_and_waits_for_a_label() -> None:
    line = sample()[0]
    assert line["relevant"] is None
    assert set(line) >= {"id", "title", "text", "language", "source", "url"}
    json.dumps(line)


def test_the_order_gives_nothing_away() -> None:
    strata = [line["stratum"] for line in sample()]
    assert strata != sorted(strata)


def test_the_same_seed_draws_the_same_and_another_another() -> None:
    assert sample(seed=7) == sample(seed=7) != sample(seed=8)


def test_a_kind_with_few_is_drawn_whole() -> None:
    assert sum(line["stratum"] == KEPT for line in sample(size=50)) == 30


def test_every_article_is_as_likely_as_any_other() -> None:
    drawn = [line["id"] for seed in range(400) for line in sample(5, seed, kept=20, near=0, far=0)]
    times = [drawn.count(f"k{number}") for number in range(20)]
    assert 60 < min(times) <= max(times) < 145  # 100 each, four standard deviations


def test_a_topic_alone_may_be_asked_after() -> None:
    one = judged("a", verdict("x", keep=True), verdict("y", keep=False, score=0.2))
    assert [stratum_of(one, topic) for topic in (None, "x", "y", "z")] == [KEPT, KEPT, NEAR, FAR]


# --- measuring ----------------------------------------------------------------------------------


def strata(*counts: tuple[int, int, int]) -> dict[str, Stratum]:
    """(population, labelled, relevant) of kept, scored and unscored."""
    return {
        name: Stratum(population=population, labelled=labelled, relevant=relevant)
        for name, (population, labelled, relevant) in zip((KEPT, NEAR, FAR), counts, strict=False)
    }


def test_recall_weighs_each_kind_by_how_many_there_are() -> None:
    measured = measure(strata((100, 50, 45), (1_000, 100, 2), (10_000, 100, 0)))
    assert measured.recall.value == pytest.approx(90 / 110)
    assert measured.precision.value == pytest.approx(0.9)
    assert measured.missed == pytest.approx(20)
    assert measured.recall.low < 90 / 110
    assert 0.75 < measured.precision.low < 0.9 < measured.precision.high < 0.97


def test_finding_nothing_in_a_small_sample_proves_little() -> None:
    few = measure(strata((100, 50, 50), (10_000, 50, 0)))
    many = measure(strata((100, 50, 50), (10_000, 5_000, 0)))
    assert few.recall.value == many.recall.value == 1
    assert few.recall.low < 0.5 < 0.9 < many.recall.low


def test_what_was_labelled_whole_is_known() -> None:
    measured = measure(strata((10, 10, 8), (10, 10, 2)))
    assert (measured.recall.low, measured.recall.value, measured.recall.high) == (0.8, 0.8, 0.8)


def test_the_same_labels_measure_the_same() -> None:
    assert measure(strata((9, 5, 4), (90, 9, 1))) == measure(strata((9, 5, 4), (90, 9, 1)))


@pytest.mark.parametrize(
    "unlabelled", [strata((10, 0, 0), (10, 5, 1)), strata((10, 5, 5), (10, 0, 0)), {}], ids=str
)
def test_a_kind_without_any_label_leaves_recall_open(unlabelled: dict[str, Stratum]) -> None:
    with pytest.raises(UsageError, match="nothing is labelled"):
        measure(unlabelled)


def test_where_nothing_is_relevant_there_is_no_recall() -> None:
    measured = measure(strata((10, 10, 0), (10, 5, 0)))
    assert measured.recall.value is None


@settings(max_examples=10, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50), st.integers(0, 50)), min_size=2, max_size=3)
)
def test_a_share_lies_between_nothing_and_all(counts: list[tuple[int, int, int]]) -> None:
    possible = [(max(counted), min(counted[:2]), min(counted)) for counted in counts]
    measured = measure(strata(*possible))
    for share in (measured.recall, measured.precision):
        assert 0 <= share.low <= share.high <= 1


# --- reading labels -----------------------------------------------------------------------------


def labelled(*labels: bool | None) -> list[str]:
    return [json.dumps({"stratum": KEPT, "of": 9, "relevant": label}) for label in labels]


def test_labels_are_counted_and_open_lines_left_out() -> None:
    found, unlabelled = read_labels([*labelled(True, False, None, True), "\n"])
    assert found == {KEPT: Stratum(population=9, labelled=3, relevant=2)}
    assert unlabelled == 1


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "line 2: no JSON"),
        ("[1]", "line 2: no line of a sample"),
        ('{"stratum": "kept"}', "line 2: no line of a sample"),
        ('{"stratum": "kept", "of": 9, "relevant": "yes"}', "line 2: relevant must be true or false"),
        ('{"stratum": "kept", "of": 8, "relevant": true}', "line 2: the lines are of different samples"),
    ],
)
def test_a_line_that_is_none_is_named(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_labels([*labelled(True), line])


def test_a_labelled_file_may_come_back_from_another_program(tmp_path: Path) -> None:
    rows = "\n".join(labelled(True, False, None)).replace("{", '{"title": "caf\xe9", ')
    (tmp_path / "labels.jsonl").write_bytes(b"\xef\xbb\xbf" + rows.encode("latin-1"))
    result = CliRunner().invoke(main, ["audit", "--labels", str(tmp_path / "labels.jsonl")])
    assert result.exit_code == 0, result.output
    assert "precision  50.0%" in result.stdout
    assert "tumen: 1 line without a label, left out" in result.stderr
