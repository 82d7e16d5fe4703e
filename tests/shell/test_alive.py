"""The daily sign of life: one a day, with what has come and gone since the last."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.fetching import Outcome
from monitor.core.settings import (
    DigestSettings,
    FeedSettings,
    HeartbeatSettings,
    Settings,
    WebhookSettings,
)
from monitor.watch.alive import ALIVE_NOTE, give_sign
from tests.alerts.fakes import memory_store
from tests.build import NOW, after, article, delivery, feed_state, link, match, notification

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.protocols import Store

SETTINGS = Settings(
    checksum="c0ffee",
    feeds=tuple(
        FeedSettings(id=name, url=f"https://{name}.example/", source=name, name=name) for name in ("a", "b")
    ),
    channels=(WebhookSettings(id="desk", url="http://127.0.0.1/"),),
    notices=("desk",),
    heartbeat=HeartbeatSettings(
        url="https://ping.example/",
        alive=DigestSettings(every="daily", at=time(8)),
        timezone="Asia/Seoul",  # 23:00 UTC
    ),
)
DUE = NOW.replace(hour=23)


@pytest.fixture
def store() -> Store:
    store = memory_store()
    store.set_note(ALIVE_NOTE, NOW.isoformat())
    return store


def sign(store: Store, now: datetime, settings: Settings = SETTINGS, **more: Any) -> bool:
    return give_sign(store, settings, {}, now, **{"started": NOW} | more)


def signs(store: Store) -> list[dict[str, str]]:
    return [it.payload["notice"] for it in store.notifications(after(days=-9)) if it.kind == "notice"]


def test_it_is_given_once_a_day_at_its_time_in_its_zone(store: Store) -> None:
    assert not sign(store, DUE - timedelta(seconds=1))
    assert sign(store, DUE)
    assert not sign(store, DUE + timedelta(hours=23))
    assert sign(store, DUE + timedelta(days=1))
    assert {delivered.channel for delivered, _ in store.outbox.deliveries()} == {"desk"}


def test_a_crash_between_telling_and_noting_gives_no_second(store: Store) -> None:
    sign(store, DUE)
    store.set_note(ALIVE_NOTE, NOW.isoformat())
    assert not sign(store, DUE + timedelta(minutes=1))
    assert len(signs(store)) == 1


def test_days_that_were_missed_are_made_up_for_by_one(store: Store) -> None:
    assert sign(store, DUE + timedelta(days=9))
    assert not sign(store, DUE + timedelta(days=9, minutes=1))
    assert "Since 2026-03-02 18:00 KST" in signs(store)[0]["text"]


def test_the_first_start_only_begins_to_count() -> None:
    store = memory_store()
    assert not sign(store, DUE - timedelta(minutes=1), started=DUE - timedelta(minutes=2))
    assert sign(store, DUE)
    assert "Since 2026-03-03 07:58 KST" in signs(store)[0]["text"]


def test_to_a_daemon_that_has_run_for_days_it_comes_at_its_next_time() -> None:
    store = memory_store()
    assert not sign(store, DUE + timedelta(hours=7), started=DUE - timedelta(days=5))
    assert not sign(store, DUE + timedelta(hours=8))
    assert sign(store, DUE + timedelta(days=1))
    assert "Since 2026-03-03 08:00 KST" in signs(store)[0]["text"]


def test_nobody_asked_nothing_given(store: Store) -> None:
    assert not sign(store, DUE, replace(SETTINGS, heartbeat=None))
    assert SETTINGS.heartbeat
    mute = replace(SETTINGS, heartbeat=replace(SETTINGS.heartbeat, alive=None))
    assert not sign(store, DUE, mute)


def test_it_tells_what_came_what_was_told_and_what_waits(store: Store) -> None:
    for name, kept in (("one", True), ("two", False), ("three", False)):
        one = article(name, first_seen=after(hours=1), kept=kept)
        with store.unit() as unit:
            unit.add_article(one, link(one))
            if kept:
                unit.add_match(match(), one, at=after(hours=1), notifications=("m1",), held="")
                unit.add_notification(notification("m1"), [delivery("m1")])
    failing = feed_state("b", failures=2, outcome=Outcome.TIMED_OUT)
    give_sign(store, SETTINGS, {"a": feed_state("a"), "b": failing}, DUE, started=NOW)
    (told,) = signs(store)
    assert told["kind"] == "alive"
    assert told["title"] == "Alive: 3 read, 1 kept, 1 told"
    came, now, feeds, failing_ones = told["text"].splitlines()
    assert came.startswith(
        "Since 2026-03-02 18:00 KST: articles read 3, kept 1; matches told 1, held back 0;"
    )
    assert now == "Now: deliveries that wait 1, that are dead 0; items that wait for a digest 0."
    assert feeds == "Feeds: 2, of which silent 0, failing 1."
    assert failing_ones == "Failing: b."


def test_it_says_when_all_is_not_well(store: Store) -> None:
    sign(store, DUE, standing=("nothing is stored",))
    (told,) = signs(store)
    assert told["title"].startswith("Alive, but not well:")
    assert "Not well: nothing is stored." in told["text"]
