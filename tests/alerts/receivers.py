"""Real receivers on loopback that misbehave by plan: a webhook server and a mail server.

They live in the test's own event loop. ``plan`` holds what to do with the next requests, in order; after
its end everything is accepted.
"""

# ruff: noqa: N802 - the handlers have the signatures and names that aiosmtpd calls
from __future__ import annotations

import asyncio
import email
import email.policy
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiosmtpd.smtp import SMTP, AuthResult

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from email.message import EmailMessage


@dataclass
class Request:
    """One request as received; header names in lower case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


@dataclass
class Hook:
    """A webhook receiver.

    A step of the plan is raw bytes to answer with, or one of ``hang``, ``reset`` (close without an
    answer), ``half`` (close within the status line), ``drip`` (a byte a second).
    """

    plan: list[bytes | str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    accepted: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/alerts/secret-path"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        request = Request(first.split()[1], headers, await reader.readexactly(int(headers["content-length"])))
        self.requests.append(request)
        step = self.plan.pop(0) if self.plan else answer(200)
        if step == "hang":
            await asyncio.sleep(3600)
        elif step == "half":
            writer.write(b"HTTP/1.1 2")
        elif step == "drip":
            for byte in answer(200):
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(1)
        elif isinstance(step, bytes):
            writer.write(step)
            if step.startswith(b"HTTP/1.1 2"):
                self.accepted.append(request)
            await writer.drain()
            return b"content-length" in step
        await writer.drain()
        return False


def answer(status: int, *headers: str, body: bytes = b"") -> bytes:
    """An answer to put into a plan."""
    lines = [f"HTTP/1.1 {status} Status", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@asynccontextmanager
async def hook(*plan: bytes | str) -> AsyncIterator[Hook]:
    receiver = Hook(list(plan))
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(receiver.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", receiver.port)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await server.wait_closed()


@dataclass
class Mail:
    """One message as accepted."""

    recipients: list[str]
    message: EmailMessage
    raw: bytes


@dataclass
class Post:
    """A mail server.

    ``rcpt`` maps a recipient to answers for its next offers, ``data`` holds answers to the next messages
    (``drop`` closes the connection instead, ``lose`` takes the message and then drops), ``mail`` to the
    next senders. ``offers`` counts how often each recipient was offered.
    """

    rcpt: dict[str, list[str]] = field(default_factory=dict)
    data: list[str] = field(default_factory=list)
    mail: list[str] = field(default_factory=list)
    received: list[Mail] = field(default_factory=list)
    offers: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:
        self.commands.append("MAIL")
        if self.mail:
            return self.mail.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        self.offers[address] += 1
        answers = self.rcpt.get(address)
        if answers:
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        step = self.data.pop(0) if self.data else "250 taken"
        if step in ("250 taken", "lose"):
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.received.append(Mail(list(envelope.rcpt_tos), message, envelope.content))  # type: ignore[arg-type]
        if step in ("drop", "lose"):
            server.transport.abort()
        return step

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@asynccontextmanager
async def post(
    *, tls: ssl.SSLContext | None = None, implicit: bool = False, wants_login: bool = False, **plan: object
) -> AsyncIterator[Post]:
    """A mail server; ``tls`` makes it offer STARTTLS, or, if ``implicit``, speak TLS from the start."""
    receiver = Post(**plan)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()
    servers: list[SMTP] = []

    def made() -> SMTP:
        receiver.connections += 1
        servers.append(
            SMTP(
                receiver,
                tls_context=None if implicit else tls,
                authenticator=receiver.authenticate,
                auth_required=wants_login,
                auth_require_tls=tls is not None,
                hostname="mail.test",
                loop=loop,
            )
        )
        return servers[-1]

    server = await loop.create_server(made, "127.0.0.1", 0, ssl=tls if implicit else None)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for open_one in servers:
            if open_one.transport is not None:
                open_one.transport.close()
        await server.wait_closed()
