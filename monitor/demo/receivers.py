"""Real receivers of alerts on loopback: an SMTP server and a webhook endpoint that check what arrives.

Each listens on a port that the system chooses, from ``with`` to its end, keeps what it accepted in memory
and, if a ``log`` is named, adds a JSON line to that file before it says yes: what a sender was promised is
then on disk even if this process dies. They accept whatever comes and say what is wrong with it; how
alerts are sent is left to ``alerts.channels``.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import socket
import threading
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, cast

from aiosmtpd.controller import Controller
from standardwebhooks import Webhook, WebhookVerificationError

from monitor.demo.loopback import LoopbackServer, QuietHandler

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable
    from pathlib import Path
    from types import TracebackType

    from aiosmtpd.smtp import SMTP, Envelope, Session

MAX_BODY = 1_000_000
LINK = re.compile(r"https?://[^\s<>\")\]]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What one receiver got once. ``problem`` says what is wrong with it; empty if nothing is."""

    channel: str  # "email" or "webhook"
    notification: str
    problem: str

    @property
    def verified(self) -> bool:
        """True if it is what design and sender promise."""
        return not self.problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail(Receipt):
    """A mail. ``text`` is its plain part; ``link`` the first link in that, the article's own."""

    recipients: tuple[str, ...]
    message_id: str
    in_reply_to: str
    subject: str
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Receipt):
    """A webhook call; ``payload`` is the whole JSON object (empty if it was none)."""

    payload: dict[str, Any]


class _Shelf:
    """Keeps what a receiver accepted, in memory and as lines of a file."""

    def __init__(self, log: Path | None) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._kept: list[Receipt] = []

    def keep(self, receipt: Receipt) -> None:
        fields = ("channel", "notification", "problem")
        line = json.dumps({name: getattr(receipt, name) for name in fields}, ensure_ascii=False)
        with self._lock:
            if self._log:
                with self._log.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
            self._kept.append(receipt)

    def all(self) -> tuple[Receipt, ...]:
        with self._lock:
            return tuple(self._kept)


# --- Mail -------------------------------------------------------------------------------------------


class MailReceiver:
    """An SMTP server that accepts every mail."""

    def __init__(self, *, log: Path | None = None) -> None:
        self._shelf = _Shelf(log)
        self._server = _SmtpServer(self, hostname="127.0.0.1")

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """The address for a mail channel's ``smtp``."""
        return f"smtp://127.0.0.1:{self._server.port}"

    @property
    def received(self) -> tuple[Mail, ...]:
        """Every accepted mail in the order of arrival, repeats included."""
        return cast("tuple[Mail, ...]", self._shelf.all())

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Called by aiosmtpd with each whole mail."""
        self._shelf.keep(read_mail(cast("bytes", envelope.content), tuple(envelope.rcpt_tos)))
        return "250 2.0.0 kept"


class _SmtpServer(Controller):
    """Listens on a port that the system chooses, which aiosmtpd's own controller cannot."""

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        listener = socket.create_server((self.hostname, 0))
        self.port = listener.getsockname()[1]
        return cast(
            "Awaitable[asyncio.AbstractServer]",
            self.loop.create_server(self._factory_invoker, sock=listener),
        )


def read_mail(content: bytes, recipients: tuple[str, ...]) -> Mail:
    """Read a mail and check what every mail of Tumen has."""
    message = BytesParser(EmailMessage, policy=modern).parsebytes(content)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    text = str(plain.get_content()) if plain else ""
    notification = str(message["X-Tumen-Notification"] or "")
    link = LINK.search(text)
    faults = {
        "no X-Tumen-Notification": not notification,
        "its Message-ID is not made of the notification's id": notification not in str(message["Message-ID"]),
        "not marked as auto-generated": message["Auto-Submitted"] != "auto-generated",
        "no List-Id": not message["List-Id"],
        "not one plain and one HTML part": not (plain and html),
    }
    return Mail(
        channel="email",
        notification=notification,
        problem="; ".join(fault for fault, present in faults.items() if present),
        recipients=recipients,
        message_id=str(message["Message-ID"] or ""),
        in_reply_to=str(message["In-Reply-To"] or ""),
        subject=str(message["Subject"] or ""),
        text=text,
        link=link.group() if link else "",
    )


# --- Webhooks ---------------------------------------------------------------------------------------


class WebhookReceiver:
    """An HTTP endpoint that verifies signatures with a secret made for this run."""

    def __init__(self, *, log: Path | None = None) -> None:
        self.secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        self._verifier = Webhook(self.secret)
        self._shelf = _Shelf(log)
        self._server = LoopbackServer(self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="webhooks")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address for a webhook channel's ``url``."""
        return self._server.url + "/alerts"

    @property
    def received(self) -> tuple[Call, ...]:
        """Every accepted call in the order of arrival, repeats included."""
        return cast("tuple[Call, ...]", self._shelf.all())

    def _read(self, body: bytes, headers: dict[str, str]) -> Call:
        payload: Any = None
        problem = ""
        try:
            payload = self._verifier.verify(body, headers)
        except (WebhookVerificationError, ValueError) as error:
            problem = str(error)
        return Call(
            channel="webhook",
            notification=headers.get("webhook-id", ""),
            problem=problem,
            payload=payload if isinstance(payload, dict) else {},
        )

    def _handler(self) -> type[QuietHandler]:
        receiver = self

        class Handler(QuietHandler):
            def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
                size = int(self.headers.get("Content-Length") or 0)
                fits = size <= MAX_BODY
                if fits:
                    headers = {name.lower(): value for name, value in self.headers.items()}
                    receiver._shelf.keep(receiver._read(self.rfile.read(size), headers))
                self.send_response(HTTPStatus.NO_CONTENT if fits else HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
                self.send_header("Content-Length", "0")
                self.end_headers()
                self.close_connection = not fits

        return Handler
