"""JSON over HTTP, signed by the Standard Webhooks specification 1.0 (standardwebhooks.com).

In the format of a service (``alerts.render.services``) if the settings say so, and by the same rules.

``POST`` with ``webhook-id`` (the notification's, the same on every repeat), ``webhook-timestamp`` (fresh
for each attempt) and ``webhook-signature`` (one per secret, so that keys can rotate). 2xx alone is
success; redirects are failures and never followed; the answer's body is of no interest. What to do
after a failure is decided in ``alerts.lane``; docs/webhooks.md is the contract for receivers.
"""

from __future__ import annotations

import asyncio
import binascii
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alerts.channels import tls
from alerts.channels.deadline import within
from alerts.channels.reason import reason
from alerts.payload import encode, iso
from monitor import __version__
from monitor.core.errors import UsageError
from monitor.core.model import Rejected, Retry, Sent, Unreachable
from monitor.core.retry_after import parse_retry_after

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    import httpx
    from standardwebhooks import Webhook

    from alerts.channels.transport import Connector
    from monitor.core.model import JSON, Delivery, Notification, SendResult
    from monitor.core.settings import WebhookSettings

DEADLINE = 15.0
"""Seconds for a whole attempt."""

_CONNECT = 5.0
_BODY = 64_000
"""Bytes of an answer that are read, so that the connection can be used again."""

_BODY_SECONDS = 1.0
_TYPES = {"article": "article.matched"}
_CONTENT = {"cloudevents": "application/cloudevents+json"}
_SLOW_DOWN = (429, 502, 503, 504)
"""What a receiver, or what stands before it, answers when it has too much to do."""


def envelope(notification: Notification) -> JSON:
    """The whole body; the same on every repeat."""
    return {
        "type": _TYPES.get(notification.kind, notification.kind),
        "timestamp": iso(notification.created),
        "data": notification.payload,
    }


class WebhookChannel:
    """Sends to one URL. Raises ``UsageError`` when made with a secret that is no base64.

    ``connector`` makes the connections, as in ``alerts.channels.transport``.
    """

    def __init__(self, settings: WebhookSettings, connector: Connector | None = None) -> None:
        self.id = settings.id
        self._settings = settings
        self._url = settings.url
        # The path can be the secret itself; who it was sent to is told by the rest.
        self._receiver = urlsplit(settings.url).netloc.rpartition("@")[2]
        self._signers = [_signer(secret, settings.id) for secret in settings.secrets]
        self._connector = connector
        self._client: httpx.AsyncClient | None = None

    async def send(
        self,
        notification: Notification,
        delivery: Delivery,  # noqa: ARG002 - mail needs it; a URL is all recipients in one
        *,
        now: datetime,
    ) -> SendResult:
        """One attempt, signed as of ``now``."""
        import httpx

        body = encode(self._body(notification))
        kind = _CONTENT.get(self._settings.format, "application/json")
        headers = _headers(notification.id, now, body, self._signers, kind)
        try:
            return await within(DEADLINE, self._post(body, headers, now))
        except TimeoutError:
            return Retry(detail=f"no answer within {DEADLINE:.0f} s")
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            return _cannot_connect(error)
        except httpx.TransportError as error:
            # The request may have been read before the connection broke: a true repeat under the same id.
            return Retry(detail=f"connection broke ({type(error).__name__})")

    async def aclose(self) -> None:
        if self._client is not None:
            client, self._client = self._client, None
            await client.aclose()

    def _body(self, notification: Notification) -> JSON:
        event = envelope(notification)
        if self._settings.format == "json":
            return event
        from alerts.render.services import body_for

        return body_for(self._settings, event, notification)

    async def _post(self, body: bytes, headers: dict[str, str], now: datetime) -> SendResult:
        async with self._connection().stream("POST", self._url, content=body, headers=headers) as answer:
            result = judge(answer.status_code, answer.headers.get("retry-after"), now)
            # The status has said all; the rest only frees the connection.
            with contextlib.suppress(Exception):
                await asyncio.wait_for(_drain(answer), _BODY_SECONDS)
        return replace(result, reached=(self._receiver,)) if isinstance(result, Sent) else result

    def _connection(self) -> httpx.AsyncClient:
        if self._client is None:
            import httpx

            from alerts.channels.transport import ChannelTransport

            context = tls.context() if self._url.startswith("https:") else tls.no_authorities()
            self._client = httpx.AsyncClient(
                transport=ChannelTransport(context, self._connector),
                follow_redirects=False,
                trust_env=False,  # a proxy or .netrc that nobody wrote into the file must not see alerts
                timeout=httpx.Timeout(None, connect=_CONNECT),
            )
        # A receiver's cookies would make one delivery depend on another.
        self._client.cookies.clear()
        return self._client


def judge(status: int, retry_after: str | None, now: datetime) -> SendResult:
    """What a status means. One that asks for time, also by ``Retry-After``, holds the channel back."""
    detail = f"HTTP {status}"
    if 200 <= status < 300:
        return Sent(detail=detail)
    if status == 410:
        return Rejected(detail=detail, disable=True)
    wish = parse_retry_after(retry_after, now)
    return Retry(detail=detail, after=wish, pause=status in _SLOW_DOWN or wish is not None)


def _headers(
    identity: str, now: datetime, body: bytes, signers: Iterable[Webhook], kind: str
) -> dict[str, str]:
    headers = {
        "content-type": f"{kind}; charset=utf-8",
        "user-agent": f"Tumen/{__version__}",
        "webhook-id": identity,
        "webhook-timestamp": str(int(now.timestamp())),
    }
    signatures = [signer.sign(identity, now, body.decode()) for signer in signers]
    if signatures:
        headers["webhook-signature"] = " ".join(signatures)
    return headers


def _signer(secret: str, channel: str) -> Webhook:
    from standardwebhooks import Webhook
    from standardwebhooks.webhooks import EmptyWebhookSecretError

    try:
        return Webhook(secret)
    except (binascii.Error, ValueError, EmptyWebhookSecretError):
        # "from None": the cause could show part of the secret
        raise UsageError(f"the secret of channel {channel} is not whsec_ and base64") from None


async def _drain(answer: httpx.Response) -> None:
    read = 0
    async for piece in answer.aiter_raw():
        read += len(piece)
        if read > _BODY:
            return


def _cannot_connect(error: httpx.TransportError) -> Unreachable:
    """Why, without the address: a URL's path can be the secret itself."""
    if tls.is_tls_failure(error):
        return Unreachable(detail="TLS failed: the certificate cannot be verified", alarm=True)
    timed_out = "Timeout" in type(error).__name__
    return Unreachable(detail=f"cannot connect: {'timed out' if timed_out else reason(error)}")
