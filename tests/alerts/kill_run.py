"""A process that does nothing but deliver what a store's outbox holds; killed by ``test_kill``.

python -m tests.alerts.kill_run STORE-FILE WEBHOOK-URL SMTP-PORT
"""

from __future__ import annotations

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from alerts.channels import build_channels
from alerts.outbox import Dispatcher
from monitor.clock import SystemClock
from monitor.core.settings import EmailSettings, Settings, WebhookSettings
from storage import open_store


async def main(file: str, url: str, port: str) -> None:
    settings = Settings(
        checksum="c0ffee",
        channels=(
            WebhookSettings(id="hook", url=url),
            EmailSettings(
                id="desk", to=("ann@x.example",), sender="tumen@x.example", smtp=f"smtp://127.0.0.1:{port}"
            ),
        ),
    )
    writer = ThreadPoolExecutor(1)

    async def run(function: Any, /, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(writer, lambda: function(*args, **kwargs))

    store = open_store(f"sqlite:///{file}", folder=Path(), search_text=lambda reading: reading.title)
    with store.lock():
        store.outbox.free_leases()
        await Dispatcher(
            store, build_channels(settings), clock=SystemClock(), run=run, settings=settings
        ).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
