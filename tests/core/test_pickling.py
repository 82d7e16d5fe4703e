"""The nouns that go from process to process: pickled and unpickled they are the same, and as frozen."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass

import pytest

from monitor.core.model import Features, Match, Mention, Verdict
from monitor.core.pickling import quickly_pickled

MENTION = Mention(field="title", start=0, end=5, text="Seoul", entity="seoul")
NOUNS = (
    MENTION,
    Features(content="0123456789abcdef", signature=b"\0\1", bands=(-1, 2), terms=("e:seoul",)),
    Verdict(topic="t", keep=True, score=1.5, evidence=(MENTION,)),
    Match(rule="r", evidence=()),
)


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: type(noun).__name__)
def test_a_noun_comes_back_as_it_was(noun: object) -> None:
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(noun, protocol)) == noun
    assert copy.deepcopy(noun) == noun


def test_what_came_back_is_frozen() -> None:
    mention = pickle.loads(pickle.dumps(MENTION))
    with pytest.raises(FrozenInstanceError):
        mention.start = 1


def test_what_was_pickled_with_other_fields_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        copy.copy(MENTION).__setstate__(("title", 0))


def test_the_class_stays_itself() -> None:
    @dataclass(frozen=True, slots=True)
    class Point:
        x: int
        y: int = 0

    assert quickly_pickled(Point) is Point
    assert Point(1) == Point(1, 0)
