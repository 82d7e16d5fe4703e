"""Mail over SMTP, each recipient on its own: who was refused costs the others nothing.

``smtp://`` insists on STARTTLS except on loopback, ``smtps://`` is TLS from the start, ``smtp+insecure://``
neither; a server that offers less is not spoken to (no silent downgrade). RFC 5321: 4xx is tried again
for that recipient, 5xx never is. What a mail says is made in ``alerts.render``; when to try again is
decided in ``alerts.lane``.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from alerts.channels import tls
from alerts.channels.deadline import within
from alerts.channels.reason import reason
from alerts.render import mail, safe
from monitor.core.model import Rejected, Retry, Sent, Unreachable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aiosmtplib import SMTP, SMTPResponseException

    from alerts.channels.transport import Connector
    from monitor.core.model import Delivery, Notification, SendResult
    from monitor.core.settings import EmailSettings

DEADLINE = 50.0
"""Seconds for a whole attempt, of which connecting, TLS and log-in may take ``CONNECT``."""

CONNECT = 20.0
_GOODBYE = 2.0
_IDLE = 5.0
"""Seconds that a connection is kept for a next message; servers don't like more."""

_USES = 50
"""Messages over one connection; many servers refuse the hundredth."""

_PORTS = {"smtp": 587, "smtps": 465, "smtp+insecure": 25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server as its URL says; ``security`` is ``none``, ``starttls`` or ``tls``."""

    host: str
    port: int
    security: str
    user: str
    password: str


def parse_server(url: str) -> Server:
    """The server of an ``smtp`` setting, whose form was checked when the file was read."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    security = {"smtps": "tls", "smtp+insecure": "none"}.get(parts.scheme)
    return Server(
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        security=security or ("none" if _is_loopback(host) else "starttls"),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class EmailChannel:
    """Sends to a list of mailboxes through one server; a burst of messages goes over one connection.

    ``connector`` says where the server's name leads, as in ``alerts.channels.transport``.
    """

    def __init__(self, settings: EmailSettings, connector: Connector | None = None) -> None:
        self.id = settings.id
        self._settings = settings
        self._connector = connector
        self._server = parse_server(settings.smtp)
        self._kept: SMTP | None = None
        self._uses = 0
        self._hanging_up: asyncio.TimerHandle | None = None

    async def send(self, notification: Notification, delivery: Delivery, *, now: datetime) -> SendResult:  # noqa: ARG002 - a mail is dated by what it tells of
        """One attempt for the recipients that remain."""
        wanted = delivery.remaining or self._settings.to
        recipients = [recipient for recipient in self._settings.to if recipient in wanted]
        if not recipients:
            return Sent(detail="no recipient is left: they are no longer in the file")
        message = mail.compose(notification, self._settings, thread=delivery.thread)
        client = await self._take_kept()
        if client is None:
            client, self._uses = self._client(), 0
            trouble = await self._open(client)
            if trouble:
                client.close()
                return trouble
        transaction = _Transaction(client, recipients)
        try:
            return await transaction.run(self._settings.sender, message)
        finally:
            self._uses += 1
            if transaction.over and self._uses < _USES:
                self._keep(client)
            else:
                await _part(client, politely=transaction.over)

    async def aclose(self) -> None:
        client = self._let_go()
        if client:
            await _part(client, politely=True)

    def _keep(self, client: SMTP) -> None:
        self._kept = client
        self._hanging_up = asyncio.get_running_loop().call_later(_IDLE, self._hang_up)

    def _let_go(self) -> SMTP | None:
        if self._hanging_up:
            self._hanging_up.cancel()
        client, self._kept, self._hanging_up = self._kept, None, None
        return client

    def _hang_up(self) -> None:
        client = self._let_go()
        if client:
            client.close()

    async def _take_kept(self) -> SMTP | None:
        """The connection of the message before, if it still answers."""
        from aiosmtplib import SMTPException

        client = self._let_go()
        if client is None:
            return None
        try:
            await within(_GOODBYE, client.rset())
        except (SMTPException, OSError, TimeoutError):
            client.close()
            return None
        return client

    def _client(self) -> SMTP:
        from aiosmtplib import SMTP

        server = self._server
        return SMTP(
            hostname=server.host,
            use_tls=server.security == "tls",
            start_tls=False,
            tls_context=None if server.security == "none" else tls.context(),
            timeout=None,
        )

    async def _open(self, client: SMTP) -> Unreachable | None:
        """Connect, secure the connection and log in; what went wrong, if something did."""
        from aiosmtplib import SMTPAuthenticationError, SMTPException, SMTPResponseException
        from httpcore import ConnectError

        try:
            return await within(CONNECT, self._greet(client))
        except SMTPAuthenticationError as error:
            return Unreachable(detail=f"log-in refused: {_said(error)}", alarm=error.code >= 500)
        except SMTPResponseException as error:
            return Unreachable(detail=f"not greeted: {_said(error)}", alarm=error.code >= 500)
        except TimeoutError:
            return Unreachable(detail=f"no answer within {CONNECT:.0f} s")
        except (SMTPException, OSError, ConnectError) as error:
            if tls.is_tls_failure(error):
                return Unreachable(detail="TLS failed: the certificate cannot be verified", alarm=True)
            return Unreachable(detail=f"cannot connect: {reason(error)}")

    async def _greet(self, client: SMTP) -> Unreachable | None:
        server = self._server
        if self._connector is None:
            await client.connect(port=server.port)
        else:
            from alerts.channels.transport import connected

            await client.connect(sock=await connected(self._connector, server.host, server.port))
        await client.ehlo()
        if server.security == "starttls":
            if not client.supports_extension("starttls"):
                return Unreachable(detail="the server offers no STARTTLS, so nothing is sent", alarm=True)
            await client.starttls(tls_context=tls.context())
            await client.ehlo()
        if server.user:
            # One method, once: trying all of them in turn brings an account nearer to being locked.
            offered = client.supported_auth_methods
            if "plain" in offered:
                await client.auth_plain(server.user, server.password)
            elif "login" in offered:
                await client.auth_login(server.user, server.password)
            else:
                return Unreachable(detail="the server offers no log-in by password", alarm=True)
        return None


class _Transaction:
    """One message to several recipients, and what became of each of them."""

    def __init__(self, client: SMTP, recipients: Sequence[str]) -> None:
        self._client = client
        self._recipients = recipients
        self._taken: list[str] = []
        self._refused: dict[str, str] = {}
        self._later: dict[str, str] = {}
        self.over = False
        """The server has answered all, and the connection can be used again."""

    async def run(self, sender: str, message: bytes) -> SendResult:
        from aiosmtplib import SMTPException

        try:
            result = await within(DEADLINE, self._send(sender, message))
            self.over = self._client.is_connected
        except TimeoutError:
            return self._again(f"no answer within {DEADLINE:.0f} s")
        except (SMTPException, OSError) as error:
            return self._again(f"connection broke: {safe.header(str(error), 200)}")
        return result

    async def _send(self, sender: str, message: bytes) -> SendResult:
        from aiosmtplib import SMTPDataError, SMTPSenderRefused

        try:
            await self._client.mail(mail.mailbox(sender).address)
        except SMTPSenderRefused as error:
            # Often the account or the server at fault, not this message: worth the whole schedule.
            return self._again(f"sender refused: {_said(error)}")
        for recipient in self._recipients:
            await self._offer(recipient)
        if not self._taken:
            return self._result("")
        try:
            answer = await self._client.data(message)
        except SMTPDataError as error:
            for recipient in self._taken:
                (self._refused if error.code >= 500 else self._later)[recipient] = _said(error)
            self._taken.clear()
            return self._result("")
        return self._result(f"{answer.code} {safe.header(answer.message, 200)}")

    async def _offer(self, recipient: str) -> None:
        from aiosmtplib import SMTPRecipientRefused

        try:
            await self._client.rcpt(mail.mailbox(recipient).address)
        except SMTPRecipientRefused as error:
            (self._refused if error.code >= 500 else self._later)[recipient] = _said(error)
        except UnicodeEncodeError:
            self._refused[recipient] = "an address outside ASCII cannot be used"
        else:
            self._taken.append(recipient)

    def _again(self, detail: str) -> SendResult:
        """All but those who were refused are tried again."""
        remaining = tuple(recipient for recipient in self._recipients if recipient not in self._refused)
        if not remaining:
            return Rejected(detail=self._told(detail))
        return Retry(detail=self._told(detail), remaining=remaining, refused=tuple(self._refused))

    def _result(self, answer: str) -> SendResult:
        detail = self._told(answer)
        if self._later:
            return Retry(
                detail=detail,
                remaining=tuple(self._later),
                refused=tuple(self._refused),
                reached=tuple(self._taken),
            )
        if self._taken:
            return Sent(detail=detail, refused=tuple(self._refused), reached=tuple(self._taken))
        return Rejected(detail=detail)

    def _told(self, answer: str) -> str:
        parts = [answer] if answer else []
        parts += [f"{recipient} refused: {why}" for recipient, why in self._refused.items()]
        parts += [f"{recipient} later: {why}" for recipient, why in self._later.items()]
        return "; ".join(parts)


async def _part(client: SMTP, *, politely: bool) -> None:
    if politely:
        with contextlib.suppress(Exception):  # all was said; a goodbye that fails changes nothing
            await within(_GOODBYE, client.quit())
    client.close()


def _said(error: SMTPResponseException) -> str:
    return f"{error.code} {safe.header(str(error.message), 200)}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
