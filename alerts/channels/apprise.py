"""A hundred more services by way of the Apprise library (the extra ``apprise``).

The library says whether a service took a message and not why it did not, so every failure is tried again on
the usual schedule. A message goes out as plain text, at most as long as most services take.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from alerts.channels.deadline import within
from alerts.passages import shorten
from alerts.render import chat
from monitor.core.errors import UsageError
from monitor.core.model import Retry, Sent

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Delivery, Notification, SendResult
    from monitor.core.settings import AppriseSettings

DEADLINE = 30.0
"""Seconds for a whole attempt; the library has time-outs of its own for each request."""

_BODY = 4_000
_TITLE = 250


class AppriseChannel:
    """Sends to one Apprise URL. Raises ``UsageError`` when made without the library, or with a URL that it
    does not know.
    """

    def __init__(self, settings: AppriseSettings) -> None:
        self.id = settings.id
        self._settings = settings
        self._service = _service(settings)

    async def send(
        self,
        notification: Notification,
        delivery: Delivery,  # noqa: ARG002 - mail needs it
        *,
        now: datetime,  # noqa: ARG002 - nothing is dated or signed here
    ) -> SendResult:
        """One attempt. What is not over in time may still arrive, and again with the next attempt."""
        settings = self._settings
        said = chat.say(notification, language=settings.language, timezone=settings.timezone)
        text = chat.plain(chat.fitting(said, _BODY, lambda paragraph: len(chat.plain([paragraph]))))
        try:
            taken = await within(DEADLINE, asyncio.to_thread(self._notify, shorten(said.title, _TITLE), text))
        except TimeoutError:
            return Retry(detail=f"no answer within {DEADLINE:.0f} s")
        if not taken:
            return Retry(detail="the service did not take it; Apprise does not say why")
        return Sent(detail="taken, says Apprise", reached=(self._service.service_name or self.id,))

    async def aclose(self) -> None:
        """Nothing is held between two messages."""

    def _notify(self, title: str, text: str) -> bool:
        return bool(self._service.notify(body=text, title=title))


def _service(settings: AppriseSettings) -> Any:  # noqa: ANN401 - the library has no types
    try:
        from apprise import Apprise
    except ImportError as error:
        raise UsageError(
            f"channel {settings.id} needs the extra “apprise”: pip install 'tumen[apprise]'"
        ) from error
    for library in ("apprise", "urllib3"):  # what they log may show the address, which holds the password
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    service = Apprise.instantiate(settings.url, suppress_exceptions=True)
    if service is None:
        raise UsageError(f"the url of channel {settings.id} is none that Apprise knows")
    return service
