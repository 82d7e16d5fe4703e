"""The writer: whole checks, committed together; a sick store is waited for, nothing is lost."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from monitor import pipeline, writer
from monitor.core.errors import StoreFull
from monitor.core.fetching import FeedState, FetchRecord, Outcome, address_hash
from monitor.core.settings import FeedSettings, Settings
from monitor.core.text import search_text
from monitor.pipeline import Check
from monitor.writer import Writer, commit
from storage import open_store
from tests.build import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.protocols import Store, Unit

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def check(name: str) -> Check:
    feed = FeedSettings(id=name, url=f"http://{name}.example/", source=name, name=name)
    state = FeedState(feed=name, address=address_hash(feed.url))
    return Check(
        feed=feed,
        settings=Settings(checksum="0"),
        previous=state,
        state=FeedState(
            feed=name,
            address=address_hash(feed.url),
            outcome=Outcome.NEW,
            last_check=NOW,
            next_check=NOW + feed.interval,
        ),
        record=FetchRecord(feed=name, at=NOW, outcome=Outcome.NEW),
        now=NOW,
    )


def news(name: str) -> Check:
    return replace(check(name), readings=(reading(name, keys=(f"text:{name}",)),))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store("memory:", folder=tmp_path, search_text=search_text)
    yield store
    store.close()


def test_checks_that_are_ready_together_are_committed_together(store: Store) -> None:
    units = count_units(store)

    async def file_three() -> None:
        async with Writer(store) as writer:
            await asyncio.gather(*(writer.file(check(name)) for name in "abc"))

    asyncio.run(file_three())
    assert set(store.feed_states()) == {"a", "b", "c"}
    assert len(units) == 1


def test_a_full_disk_is_waited_for_and_nothing_is_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PATIENCE", 0.001)
    fail = count_units(store, full=3)

    async def file_one() -> str:
        async with Writer(store) as writer:
            filing = asyncio.create_task(writer.file(check("a")))
            while len(fail) < 2:  # noqa: ASYNC110 - the store is no coroutine that could set an event
                await asyncio.sleep(0)
            trouble = writer.trouble
            await filing
            assert writer.trouble == ""
            return trouble

    assert "no room" in asyncio.run(file_one())
    assert store.feed_state("a") is not None


def test_it_ends_at_once_while_nothing_can_be_stored(store: Store) -> None:
    count_units(store, full=1_000_000)

    async def file_and_end() -> None:
        async with Writer(store) as writer:
            filing = asyncio.create_task(writer.file(check("a")))
            await asyncio.sleep(0)
        filing.cancel()

    asyncio.run(asyncio.wait_for(file_and_end(), 5))
    assert store.feed_state("a") is None


def test_a_fault_in_one_check_does_not_cost_the_others_theirs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.file_check

    def faulty(unit: Unit, check: Check, **how: Any) -> Any:
        if check.feed.id == "b":
            raise KeyError("a bug")
        return real(unit, check, **how)

    monkeypatch.setattr(writer, "file_check", faulty)
    filed = commit(store, [check("a"), check("b"), check("c")])
    assert [each.record.outcome for each in filed] == [Outcome.NEW, Outcome.INTERNAL, Outcome.NEW]
    failed = store.feed_state("b")
    assert failed is not None
    assert failed.failures == 1  # and its document counts as not read: it will be looked at again


def test_what_is_enough_for_one_transaction_is_left_to_the_next(store: Store) -> None:
    units = count_units(store)
    checks = [check(name) for name in "abc"]
    assert [each.record.feed for each in commit(store, checks, enough=lambda: True)] == ["a"]
    assert set(store.feed_states()) == {"a"}

    async def file_three() -> None:
        async with Writer(store) as writer:
            writer._turn = lambda checks: commit(store, checks, enough=lambda: True)  # type: ignore[method-assign]
            await asyncio.gather(*map(writer.file, checks))

    asyncio.run(file_three())
    assert set(store.feed_states()) == {"a", "b", "c"}
    assert len(units) == 1 + 3


def test_what_is_to_be_delivered_goes_before_what_is_to_be_filed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "COURTESY", -1.0)
    real = pipeline.file_check
    begun, called = threading.Event(), threading.Event()

    def slow(unit: Unit, check: Check, **how: Any) -> Any:
        begun.set()
        called.wait(5)
        return real(unit, check, **how)

    monkeypatch.setattr(writer, "file_check", slow)

    async def file_and_call() -> set[str]:
        async with Writer(store) as writer:
            filing = [asyncio.create_task(writer.file(check(name))) for name in "abc"]
            await asyncio.to_thread(begun.wait, 5)
            states = asyncio.create_task(writer.call(store.feed_states))
            await asyncio.sleep(0)
            called.set()
            found = set(await states)
            await asyncio.gather(*filing)
            return found

    assert asyncio.run(file_and_call()) == {"a"}
    assert set(store.feed_states()) == {"a", "b", "c"}


def test_a_check_of_thousands_does_not_keep_the_others_waiting(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WHOLE", 200)
    monkeypatch.setattr(writer, "PORTION", 50)
    readings = tuple(reading(f"Delegation {number} arrives") for number in range(250))
    done: list[str] = []

    async def file(writer: Writer, each: Check) -> None:
        filed = await writer.file(each)
        done.append(f"{each.feed.id}: {filed.record.new}")

    async def file_both() -> None:
        async with Writer(store) as writer:
            await asyncio.gather(
                file(writer, replace(check("long"), readings=readings)), file(writer, check("short"))
            )

    asyncio.run(file_both())
    assert done == ["short: 0", f"long: {len(readings)}"]
    assert store.counts()["articles"] == len(readings)


def test_what_is_short_is_filed_before_what_is_long(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "TURN", -1.0)  # each in a transaction of its own
    done: list[str] = []

    async def file(writer: Writer, each: Check) -> None:
        await writer.file(each)
        done.append(each.feed.id)

    async def file_all() -> None:
        async with Writer(store) as writer:
            readings = tuple(reading(f"Delegation {number} arrives") for number in range(20))
            long = [replace(check(name), readings=readings) for name in ("long", "longer")]
            await asyncio.gather(*(file(writer, each) for each in (*long, news("a"), news("b"))))

    asyncio.run(file_all())
    assert done == ["a", "b", "long", "longer"]


def test_a_long_check_counts_as_done_with_its_last_portion_alone(store: Store) -> None:
    long = replace(check("long"), readings=tuple(reading(f"Delegation {number}") for number in range(10)))
    *earlier, last = long.portions(3)
    assert [len(portion.readings) for portion in (*earlier, last)] == [2, 3, 2, 3]
    commit(store, earlier)
    assert store.feed_state("long") is None  # a daemon that dies here reads the document again
    commit(store, [last])
    assert store.feed_state("long") is not None


def count_units(store: Store, *, full: int = 0) -> list[str]:
    """Count the store's units; the first ``full`` of them find no room."""
    seen: list[str] = []
    real = store.unit

    @contextmanager
    def unit() -> Iterator[Unit]:
        seen.append("unit")
        if len(seen) <= full:
            raise StoreFull("no room on the disk")
        with real() as inner:
            yield inner

    store.unit = unit  # type: ignore[method-assign]
    return seen
