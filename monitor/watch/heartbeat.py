"""The heartbeat: an address that is pinged while ingest and delivery progress, and not otherwise.

Whoever waits for the pings notices their end, also when this process cannot tell anybody. What counts as
progress is said by ``monitor.core.progress``. The address is a secret: it is never logged.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor import logs
from monitor.core.progress import standstill

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from monitor.core.fetching import Failed
    from monitor.core.progress import Signs
    from monitor.core.settings import HeartbeatSettings

log = logs.get(__name__)

AGAIN = timedelta(seconds=15)
"""After a beat that was withheld or failed the next is tried so soon, if not sooner anyway."""


class Heartbeat:
    """``ping`` asks for an address (``Fetcher.ping``); ``signs`` gathers what shows progress."""

    def __init__(
        self, ping: Callable[[str], Awaitable[Failed | None]], signs: Callable[[], Awaitable[Signs]]
    ) -> None:
        self._ping = ping
        self._signs = signs
        self._tried: datetime | None = None
        self.beaten: datetime | None = None
        """When the last ping was taken."""
        self.trouble: tuple[str, ...] = ()
        """Why the last one was withheld, or failed."""

    async def beat(self, settings: HeartbeatSettings, now: datetime) -> None:
        """Ping if it is time and all is well; to be called about once a second."""
        wait = min(settings.every, AGAIN) if self.trouble else settings.every
        # A clock that was set back must not silence it until the old time is reached again.
        if settings.missing or (self._tried and abs(now - self._tried) < wait):
            return
        self._tried = now
        trouble = standstill(await self._signs(), now)
        if trouble:
            self._note(trouble, "heartbeat withheld")
            return
        failed = await self._ping(settings.url)
        if failed is not None:
            self._note((f"{failed.outcome}: {failed.detail}",), "heartbeat failed")
            return
        self.beaten = now
        self._note((), "heartbeat goes on")

    def _note(self, trouble: tuple[str, ...], event: str) -> None:
        """Log a change, not every beat."""
        if bool(trouble) != bool(self.trouble):
            (log.warning if trouble else log.info)(event, reasons=list(trouble) or None)
        self.trouble = trouble
