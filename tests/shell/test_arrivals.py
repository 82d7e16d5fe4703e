"""What a check teaches of a feed's rhythm, and what it says of items that passed since the one before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.fetching import FetchRecord, Outcome
from monitor.core.rhythm import hour_of
from monitor.core.settings import FeedSettings, Settings, WebhookSettings
from monitor.pipeline import Check
from monitor.writer import commit
from tests.alerts.fakes import memory_store
from tests.build import NOW, after, feed_state, reading

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.fetching import FeedState
    from monitor.core.model import Reading
    from monitor.core.protocols import Store

FEED = FeedSettings(id="tass-en", url="https://tass-en.example/rss.xml", source="tass", name="TASS")
SETTINGS = Settings(
    checksum="c0ffee",
    feeds=(FEED,),
    channels=(WebhookSettings(id="desk", url="http://127.0.0.1/"),),
    notices=("desk",),
)
TREES = ("alder", "birch", "cedar", "dogwood", "elm", "fir", "gingko", "hazel", "ivy", "juniper")
KNOWN = feed_state(
    first_success=after(days=-1),
    last_success=after(hours=-3),
    outcome=Outcome.UNCHANGED,
    seen=(b"12345678",),
)


@pytest.fixture
def store() -> Store:
    return memory_store()


def items(count: int = 10, published: datetime | None = NOW) -> tuple[Reading, ...]:
    """The last ``count`` items, six minutes apart."""
    return tuple(
        reading(
            f"A bench under the {tree}",
            text=f"It was paid for by the friends of the {tree}.",
            published=published and published - timedelta(minutes=6) * number,
        )
        for number, tree in enumerate(TREES[:count])
    )


def check(
    store: Store,
    *readings: Reading,
    previous: FeedState = KNOWN,
    entries: int | None = None,
    now: datetime = NOW,
    **more: Any,
) -> FeedState:
    record = FetchRecord(
        feed="tass-en", at=now, outcome=Outcome.NEW, entries=len(readings) if entries is None else entries
    )
    state = replace(
        previous,
        last_check=now,
        last_success=now,
        first_success=previous.first_success or now,
        next_check=now + FEED.interval,
    )
    made = Check(
        feed=FEED,
        settings=SETTINGS,
        previous=previous,
        state=state,
        record=record,
        readings=readings,
        now=now,
        **more,
    )
    (filed,) = commit(store, [made])
    return filed.state


def notices(store: Store) -> list[dict[str, str]]:
    told = store.notifications(after(days=-9))
    return [it.payload["notice"] for it in told if it.kind == "notice"]


# --- how late ---------------------------------------------------------------------------------


def test_a_check_remembers_how_late_its_articles_were_seen(store: Store) -> None:
    announced, *published = items(4)
    check(
        store,
        replace(announced, published=after(hours=1)),
        *published[:2],
        replace(published[2], published=None),
    )
    assert [it.latency for it in store.fetches("tass-en")] == [timedelta(minutes=9)]


def test_a_backlog_was_not_late(store: Store) -> None:
    check(store, *items(), previous=feed_state(first_success=None))
    check(store, now=after(minutes=5))
    assert [it.latency for it in store.fetches("tass-en")] == [None, None]


# --- the rhythm ---------------------------------------------------------------------------------


def test_new_articles_are_counted_by_the_hour_they_were_published_in(store: Store) -> None:
    early, late = items(2)
    early = replace(early, published=after(hours=-2))
    state = check(store, early, late)
    assert store.arrivals("tass-en") == {NOW - timedelta(hours=2): 1, hour_of(after(minutes=-6)): 1}
    assert state.last_new == NOW
    assert store.feed_state("tass-en") == state


def test_what_is_known_or_edited_says_nothing_new(store: Store) -> None:
    one = items(1)
    first = check(store, *one)
    edited = replace(one[0], text="It was paid for by somebody else altogether, it turns out.")
    second = check(store, edited, previous=first, now=after(minutes=5))
    assert second.last_new == NOW
    assert sum(store.arrivals("tass-en").values()) == 1


def test_a_backlog_counts_as_of_its_publication_and_not_at_all_without_one(store: Store) -> None:
    fresh = feed_state()
    undated = replace(items(2)[1], published=None)
    state = check(
        store, replace(items(1)[0], published=after(days=-3)), undated, previous=fresh, backlog=True
    )
    assert store.arrivals("tass-en") == {after(days=-3): 1}
    assert state.last_new == NOW  # the undated one came now, as far as anybody knows


def test_the_last_of_a_dated_backlog_is_the_last_that_was_heard(store: Store) -> None:
    old = [replace(it, published=after(days=-3)) for it in items(3)]
    assert check(store, *old, previous=feed_state(), backlog=True).last_new == after(days=-3)


# --- gaps ---------------------------------------------------------------------------------------


def test_a_document_that_does_not_join_the_last_one_is_told_of_with_the_loss(store: Store) -> None:
    check(store, *items())
    (told,) = notices(store)
    assert told["kind"] == "feed-lost-items"
    assert told["title"] == "TASS (tass-en) has lost articles between two checks"
    assert "All 10 entries are new since the check before, at 2026-03-02 06:00 UTC" in told["text"]
    assert "about 21, at the rate of those it has now" in told["text"]


def test_that_is_told_once_a_day(store: Store) -> None:
    check(store, *items(5))
    later = [replace(it, published=after(hours=6)) for it in items()[5:]]
    check(store, *later, now=after(hours=6))
    assert len(notices(store)) == 1


@pytest.mark.parametrize(
    "previous",
    [
        pytest.param(feed_state(), id="never read before"),
        pytest.param(replace(KNOWN, outcome=None), id="another address"),
        pytest.param(replace(KNOWN, last_success=after(minutes=-60)), id="reaches back"),
    ],
)
def test_other_new_documents_are_no_gap(store: Store, previous: FeedState) -> None:
    check(store, *items(), previous=previous)
    assert notices(store) == []


def test_one_known_entry_joins(store: Store) -> None:
    check(store, *items(), entries=11)
    assert notices(store) == []


def test_entries_that_turn_out_to_be_known_articles_join(store: Store) -> None:
    check(store, *items(5), previous=feed_state(), backlog=True)
    check(store, *items(10))  # a changed guid scheme: all look new at first
    assert notices(store) == []
