"""Killed at any moment, the outbox loses nothing and repeats at most what was in the air."""

from __future__ import annotations

import asyncio
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from monitor.core.model import DeliveryState
from storage import open_store
from tests.alerts.receivers import hook, post
from tests.alerts.test_outbox import put, states, until

pytestmark = pytest.mark.anyio

KILLS = 4
ALERTS = 60


async def test_sigkill_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(11)
    file = tmp_path / "tumen.db"
    store = open_store(f"sqlite:///{file}", folder=tmp_path, search_text=lambda reading: reading.title)
    names = put(store, ALERTS, "hook", "desk")
    async with hook() as web, post() as mail:

        def taken() -> int:
            return len(web.accepted) + len(mail.received)

        async def start() -> asyncio.subprocess.Process:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.alerts.kill_run", str(file), web.url, str(mail.port),
                cwd=Path(__file__).parents[2],
            )  # fmt: skip

        for _ in range(KILLS):
            process, before = await start(), taken()
            await until(lambda before=before: taken() > before, within=20)  # type: ignore[misc]
            await asyncio.sleep(chance.uniform(0, 0.15))
            process.kill()
            await process.wait()
        process = await start()
        await until(lambda: set(states(store).values()) == {DeliveryState.SENT}, within=30)
        process.kill()
        await process.wait()
    store.close()
    by_web = Counter(request.id for request in web.accepted)
    by_mail = Counter(sent.message["X-Tumen-Notification"] for sent in mail.received)
    for received in (by_web, by_mail):
        assert sorted(received) == names
        assert received.total() - len(received) <= KILLS
