"""A notification as one e-mail: ``multipart/alternative``, plain and HTML, with the headers of a machine.

Pure, and the same bytes on every repeat. Raises nothing for what an article says: outside text is cleaned
in ``alerts.render.safe`` before it comes near a header, and escaped by the templates in HTML.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr
from functools import cache
from typing import TYPE_CHECKING

from alerts.payload import PASSAGES
from alerts.render import safe
from alerts.render.labels import labels_for
from alerts.render.notices import worded
from alerts.render.view import article_view, digest_count, empty_lines, related, story_views

if TYPE_CHECKING:
    from typing import Any

    from jinja2 import Environment

    from alerts.render.labels import Labels
    from alerts.render.view import Pieces
    from monitor.core.model import JSON, Notification
    from monitor.core.settings import EmailSettings

SUBJECT = 150
"""Code points of a subject at most."""

_WORD = 45
"""Bytes in an encoded word, which may have 75 characters."""

_SEVEN_BITS = SMTP.clone(cte_type="7bit")
"""Not every server takes 8-bit text (8BITMIME, RFC 6152), and a repeat has to be the same to all."""

_SHOWN = 300
"""Items of a digest shown in a mail; the webhook has them all."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a person sees of a notification."""

    subject: str
    plain: str
    html: str


def compose(notification: Notification, settings: EmailSettings, *, thread: str | None) -> bytes:
    """The whole message, CRLF line ends, addressed to all of the channel's recipients.

    ``thread`` is the notification whose mail this one answers (``Delivery.thread``).
    """
    rendered = render(notification, language=settings.language, timezone=settings.timezone)
    sender = mailbox(settings.sender)
    rule = notification.payload["rule"]["id"]
    headers = {
        "Date": format_datetime(notification.created),
        "From": formataddr((sender.name or "Tumen", sender.address)),
        "To": ",\r\n ".join(
            formataddr((to.name, to.address)) for to in map(mailbox, settings.to) if to.address.isascii()
        ),
        "Subject": encoded(rendered.subject),
        "Message-ID": message_id(notification.id, sender),
        "List-Id": f"<{list_name(rule)}.tumen.{sender.domain}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "X-Tumen-Notification": notification.id,
        "X-Tumen-Rule": rule,
    }
    if thread and thread != notification.id:
        headers |= {"In-Reply-To": message_id(thread, sender), "References": message_id(thread, sender)}
    if notification.severity == "high":
        headers["Importance"] = "high"
    body = EmailMessage(policy=_SEVEN_BITS)
    body.set_content(rendered.plain)
    body.add_alternative(rendered.html, subtype="html")
    # Else its boundary would be a random one, and a repeat not the same bytes.
    body.set_boundary(f"=_{notification.id}")
    # The package's own folding of headers loses blanks, and before Python 3.11.10 lets line breaks through.
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return head.encode("ascii") + body.as_bytes()


def encoded(text: str) -> str:
    """A line as a header's value: ASCII as it is, else in encoded words (RFC 2047) of whole characters."""
    if text.isascii() and "=?" not in text:
        return text
    words, word = [], b""
    for character in text:
        raw = character.encode()
        if len(word) + len(raw) > _WORD:
            words.append(word)
            word = b""
        word += raw
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in [*words, word])


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A person's name, possibly empty, and address, the domain in its ASCII form."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def mailbox(text: str) -> Mailbox:
    """Read ``Name <user@host>`` or a bare address."""
    name, address = parseaddr(safe.line(text))
    user, _, host = address.rpartition("@")
    return Mailbox(name, f"{user}@{host.encode('idna').decode()}" if host else address)


def message_id(notification: str, sender: Mailbox) -> str:
    """The ``Message-ID`` of a notification, the same on every repeat and channel of this sender."""
    return f"<{notification}@tumen.{sender.domain}>"


def list_name(rule: str) -> str:
    """A rule's id, or that of the notices, as a part of a ``List-Id``."""
    return rule.rpartition(":")[2]


def render(notification: Notification, *, language: str, timezone: str) -> Rendered:
    """Subject, plain text and HTML for a reader of that language in that zone."""
    labels = labels_for(language)
    if notification.kind == "digest":
        return _digest(notification, labels, timezone)
    if notification.kind == "notice":
        return _notice(notification, labels, timezone)
    return _article(notification, labels, timezone)


def _article(notification: Notification, labels: Labels, timezone: str) -> Rendered:
    view = article_view(notification.payload, labels, timezone)
    subject = "".join(f"[{flag}] " for flag in view.flags) + view.title
    return _fill("article", notification, labels, subject, view=view)


def _digest(notification: Notification, labels: Labels, timezone: str) -> Rendered:
    payload = notification.payload
    items = payload["items"][:_SHOWN]
    hidden = payload["count"] - len(items)
    title = f"{labels.digest}: {safe.line(payload['rule']['name'])}"
    count = digest_count(payload, labels)
    return _fill(
        "digest",
        notification,
        labels,
        f"{title} · {count}",
        title=title,
        count=count,
        time=labels.moment(notification.created, timezone),
        stories=story_views(items, labels, timezone),
        notices=[
            worded(item["notice"], language=labels.language, timezone=timezone)
            for item in items
            if "notice" in item
        ],
        joined=[
            (related(story["articles"], labels, timezone), _and_more(story, labels))
            for story in payload.get("joined", ())[:_SHOWN]
        ],
        more=labels.more.format(n=hidden) if hidden > 0 else "",
        empty=empty_lines(payload, labels),
        shortened=PASSAGES in payload["truncated"],
    )


def _and_more(story: JSON, labels: Labels) -> str:
    hidden = story["count"] - len(story["articles"])
    return labels.more.format(n=hidden) if hidden > 0 else ""


def _notice(notification: Notification, labels: Labels, timezone: str) -> Rendered:
    title, text = worded(notification.payload["notice"], language=labels.language, timezone=timezone)
    return _fill(
        "notice",
        notification,
        labels,
        f"Tumen: {title}",
        title=title,
        text=text,
        time=labels.moment(notification.created, timezone),
    )


def _fill(template: str, notification: Notification, labels: Labels, subject: str, **values: Any) -> Rendered:
    subject = safe.header(subject, SUBJECT)
    values |= {"labels": labels, "subject": subject, "notification": notification.id}
    templates = _templates()
    return Rendered(
        subject=subject,
        plain=templates.get_template(f"{template}.txt.j2").render(values),
        html=templates.get_template(f"{template}.html.j2").render(values),
    )


def _starred(pieces: Pieces) -> str:
    """Marked words between asterisks, as people do in plain text."""
    return "".join(f"*{text}*" if mark else text for text, mark in pieces)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("alerts.render"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), disabled_extensions=("txt.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["starred"] = _starred
    return environment
