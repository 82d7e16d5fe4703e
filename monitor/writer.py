"""The one writer: every change of the store goes through this thread, whole checks at a time.

Checks that are ready together are committed together (a commit each would be dear), until their alerts
have waited long enough, which is sooner if somebody else wants to write: what is to be delivered goes before
what is to be filed. If a fault shows in one, they are filed again with each of them and of their entries
apart, so that it costs nobody else his. One of thousands of entries is filed in portions, and after those
that are shorter, so that it does not keep them waiting. A store that is busy or full is waited for: the
checks stay in hand and are filed when it is well again, nothing is lost. (A daemon that dies meanwhile loses
nothing either: the feeds' states were not stored, so the same documents are read again.)
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, ParamSpec, TypeVar

from monitor import logs
from monitor.core.errors import StoreError
from monitor.core.fetching import Failed, Outcome
from monitor.core.schedule import after_failure
from monitor.pipeline import Filed, file_check

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.core.fetching import FeedState
    from monitor.core.protocols import Store, Unit
    from monitor.pipeline import Check

P = ParamSpec("P")
T = TypeVar("T")

log = logs.get(__name__)

TURN = 0.5
"""Seconds for which a transaction takes further checks; so long the alerts of the first one wait."""

COURTESY = 0.1
"""As ``TURN``, while somebody else waits to write; a transaction for each check would keep both waiting."""

WHOLE = 1_000
"""Readings of a check that is one transaction. A real feed has never more at once; what has is absurd or
hostile, and must not keep everybody else waiting.
"""

PORTION = 80
"""Readings of such a check committed together: a tenth of a second, for which what is to be delivered waits
each of the three times that it writes.
"""

GIVES_WAY = 5.0
"""Seconds for which a check of ``PORTION`` readings or more lets those pass that come after it; one of fewer
lets them in proportion.
"""

PATIENCE = 1.0
"""Seconds between two tries while the store is busy or full."""


class _InHand(NamedTuple):
    """A check to be filed; the lowest ``due`` goes first."""

    check: Check
    filed: asyncio.Future[Filed]
    due: float


class Writer:
    """Owns the thread that writes; use as an asynchronous context manager."""

    def __init__(self, store: Store, *, on_filed: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._on_filed = on_filed
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._waiting: asyncio.Queue[_InHand] = asyncio.Queue()
        self._pump: asyncio.Task[None] | None = None
        self._calls = 0
        self._ending = False
        self.trouble = ""
        """Why nothing can be written at present; empty while all is well."""

    async def __aenter__(self) -> Writer:
        self._pump = asyncio.create_task(self._run(), name="writer")
        return self

    async def __aexit__(self, *_: object) -> None:
        """File what is in hand, as far as the store allows at once, then stop."""
        assert self._pump is not None
        self._ending = True
        emptied = asyncio.create_task(self._waiting.join())
        await asyncio.wait({emptied, self._pump}, return_when=asyncio.FIRST_COMPLETED)
        for task in (emptied, self._pump):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, StoreError):
                await task
        await asyncio.to_thread(self._thread.shutdown)

    async def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function of the store in the writer's thread, before any check that is not begun."""
        self._calls += 1
        try:
            return await self._in_thread(partial(function, *args, **kwargs))
        finally:
            self._calls -= 1

    async def _in_thread(self, function: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, function)

    async def file(self, check: Check) -> Filed:
        """File a check; returns when all of it is committed."""
        state, record = check.state, check.record
        for portion in check.portions(PORTION if len(check.readings) > WHOLE else WHOLE):
            filed = await self._file(replace(portion, state=state, record=record))
            state, record = filed.state, filed.record
            if record.outcome is not check.record.outcome:
                break  # by a fault of ours; the next check begins anew
        return filed

    async def _file(self, check: Check) -> Filed:
        filed: asyncio.Future[Filed] = asyncio.get_running_loop().create_future()
        due = time.monotonic() + GIVES_WAY * min(1.0, len(check.readings) / PORTION)
        self._waiting.put_nowait(_InHand(check, filed, due))
        return await filed

    async def _run(self) -> None:
        in_hand: list[_InHand] = []
        while True:
            if not in_hand:
                in_hand.append(await self._waiting.get())
            while not self._waiting.empty():
                in_hand.append(self._waiting.get_nowait())
            in_hand.sort(key=lambda it: it.due)
            results = await self._commit([it.check for it in in_hand])
            for (_, filed, _), result in zip(in_hand, results, strict=False):
                if not filed.done():  # its check may have been cancelled meanwhile
                    filed.set_result(result)
                self._waiting.task_done()
            del in_hand[: len(results)]
            self._on_filed()

    async def _commit(self, checks: Sequence[Check]) -> list[Filed]:
        while True:
            try:
                filed = await self._in_thread(partial(self._turn, checks))
            except StoreError as error:
                if self._ending:
                    raise
                if str(error) != self.trouble:
                    log.error("nothing can be stored; waiting", reason=str(error), checks=len(checks))
                self.trouble = str(error)
                await asyncio.sleep(PATIENCE)
                continue
            if self.trouble:
                log.info("storing again", checks=len(checks))
                self.trouble = ""
            return filed

    def _turn(self, checks: Sequence[Check]) -> list[Filed]:
        """In the writer's thread: file as many of the checks as there is time for."""
        began = time.monotonic()

        def enough() -> bool:
            return time.monotonic() - began > (COURTESY if self._calls else TURN)

        return commit(self._store, checks, enough=enough)


def commit(
    store: Store, checks: Sequence[Check], *, enough: Callable[[], bool] = lambda: False
) -> list[Filed]:
    """File checks in one transaction: all, or the first few if there are ``enough`` then.

    One that fails by a fault of ours is recorded as such. Raises ``StoreError`` if the store is busy, full or
    damaged: then nothing was changed.
    """
    try:
        with store.unit() as unit:
            return _file(checks, enough, partial(file_check, unit))
    except StoreError:
        raise  # a full disk is no check's fault: all of them are tried again
    except Exception:  # noqa: BLE001 - it comes again, and is logged with its entry or check
        # Savepoints are dear (they keep a copy of every page that changes), and hardly ever needed.
        with store.unit() as unit:
            return _file(checks, enough, partial(_file_apart, unit))


def _file(
    checks: Sequence[Check], enough: Callable[[], bool], file_one: Callable[[Check], Filed]
) -> list[Filed]:
    results = []
    for check in checks:
        results.append(file_one(check))
        if enough():
            break
    return results


def _file_apart(unit: Unit, check: Check) -> Filed:
    try:
        with unit.savepoint():
            return file_check(unit, check, apart=True)
    except StoreError:
        raise
    except Exception as error:
        log.exception("check could not be filed", feed=check.feed.id)
        failed = Failed(outcome=Outcome.INTERNAL, detail=f"a fault of Tumen's own: {type(error).__name__}")
        state = _as_before(check, failed)
        record = replace(check.record, outcome=failed.outcome, detail=failed.detail)
        unit.save_feed(state)
        unit.add_fetch(record)
        return Filed(state=state, record=record)


def _as_before(check: Check, failed: Failed) -> FeedState:
    """The feed's state as if the document had not been read, so that the next check reads it again."""
    return after_failure(check.previous, failed, feed=check.feed, now=check.now, jitter=0.5)
