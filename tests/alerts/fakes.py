"""A clock that stands until it is moved, a channel that does as it is told, a store that is in trouble."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.core.errors import StoreBusy
from monitor.core.model import Sent
from storage import open_store
from tests.build import NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.model import Delivery, Notification, SendResult
    from monitor.core.protocols import Store


@dataclass
class StandingClock:
    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def move(self, **span: float) -> None:
        self.moment += timedelta(**span)


@dataclass
class ScriptedChannel:
    """Answers with the results of its script, an exception is raised; after its end everything is sent."""

    id: str = "hook"
    script: list[SendResult | Exception] = field(default_factory=list)
    sends: list[tuple[str, datetime]] = field(default_factory=list)
    closed: bool = False

    async def send(
        self,
        notification: Notification,
        delivery: Delivery,
        *,
        now: datetime,
    ) -> SendResult:
        self.sends.append((notification.id, now))
        result = self.script.pop(0) if self.script else Sent(detail="taken")
        if isinstance(result, Exception):
            raise result
        return result

    async def aclose(self) -> None:
        self.closed = True


@dataclass
class Thread:
    """Runs functions of the store as the writer's thread does; the next ``busy`` calls find it busy."""

    busy: int = 0
    calls: int = 0

    async def __call__(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.busy:
            self.busy -= 1
            raise StoreBusy("another program holds the database; Tumen waits")
        return function(*args, **kwargs)


def memory_store() -> Store:
    return open_store("memory:", folder=Path(), search_text=lambda reading: reading.title)
