"""When a heartbeat may beat: ingest and delivery each show that they progress."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.accounts import Queue
from monitor.core.progress import OVERDUE, STUCK, Signs, is_stuck, standstill
from tests.build import NOW, after

if TYPE_CHECKING:
    from datetime import timedelta

WELL = Signs(
    looked=NOW, due={"tass-en": NOW}, stored=after(seconds=-10), channels=2, turned=after(seconds=-30)
)


def queue(waiting: timedelta = STUCK, **more: Any) -> Queue:
    return Queue(**{"channel": "desk", "waiting": 3, "since": NOW - waiting, "last_sent": None} | more)


def test_all_is_well() -> None:
    assert standstill(WELL, NOW) == ()


@pytest.mark.parametrize(
    ("sign", "reason"),
    [
        ({"looked": None}, "not looked through"),
        ({"looked": after(minutes=-2)}, "not looked through"),
        ({"looked": after(hours=1)}, "not looked through"),
        (
            {"due": {"b": after(hours=-1), "a": after(hours=-1), "c": NOW}},
            "2 feeds are overdue, among them a, b",
        ),
        ({"stored": None}, "nothing is stored"),
        ({"stored": after(minutes=-3)}, "nothing is stored"),
        ({"trouble": "no room", "stored": None}, "nothing can be stored: no room"),
        ({"turned": None}, "not looked after"),
        ({"turned": after(minutes=-4)}, "not looked after"),
        ({"queues": (queue(),)}, "nothing gets through to desk"),
    ],
)
def test_each_thing_that_stands_still_is_named(sign: dict[str, Any], reason: str) -> None:
    (said,) = standstill(replace(WELL, **sign), NOW)
    assert reason in said


def test_without_channels_delivery_has_nothing_to_show() -> None:
    assert standstill(replace(WELL, channels=0, turned=None), NOW) == ()


def test_a_feed_may_be_due_for_a_while() -> None:
    assert standstill(replace(WELL, due={"a": NOW - OVERDUE}), NOW) == ()


def test_a_channel_that_takes_others_is_not_stuck_however_much_waits() -> None:
    assert not is_stuck(queue(since=None, last_sent=after(days=-1)), NOW)


def test_what_begins_to_wait_after_a_long_calm_is_not_stuck_yet() -> None:
    assert not is_stuck(queue(STUCK / 2, last_sent=after(days=-9)), NOW)
    assert is_stuck(queue(STUCK, last_sent=after(days=-9)), NOW)
