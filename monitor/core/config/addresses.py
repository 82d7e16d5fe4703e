"""The forms of addresses (feeds, receivers, mail, stores, networks), of CSS selectors and of secrets.

An address may hold credentials, and a webhook's path is a secret by itself: URLs are never quoted.
"""

from __future__ import annotations

import base64
import binascii
import re
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.core.config.forms import Form, quote

if TYPE_CHECKING:
    from urllib.parse import SplitResult

MAX_URL = 4_000
_FORBIDDEN = re.compile(r'[\s\x00-\x20\x7f<>"\\]')


def _split(text: str) -> SplitResult:
    """The parts of an address that has a host and no impossible port. Raises a bare ValueError."""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError from None  # urllib's message quotes what may be a password
    labels = host.removesuffix(".").split(".")
    if len(text) > MAX_URL or _FORBIDDEN.search(text) or not all(labels) or port == 0:
        raise ValueError
    return parts


def _web_url(text: str) -> str:
    _split(text)
    return text


def _smtp_url(text: str) -> str:
    parts = _split(text)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError
    return text


def _listen(text: str) -> str:
    _split(f"http://{text.removesuffix(':0')}/")  # port 0 is fine here: any free one
    return text


def _private(text: str) -> str:
    if "/" in text:
        ip_network(text, strict=False)
    elif text.count(":") > 1:
        ip_address(text)
    elif ":" in text and not 0 < int(text.partition(":")[2]) < 65_536:
        raise ValueError
    return text


WEB_URL = Form(
    name="URL",
    expects="an http:// or https:// address with a host",
    read=_web_url,
    pattern="https?://.+",
    secret=True,
)
SMTP_URL = Form(
    name="SMTP URL",
    expects="smtp://, smtps:// or smtp+insecure:// with [user:password@]host[:port]",
    read=_smtp_url,
    pattern=r"smtp(s|\+insecure)?://.+",
    secret=True,
)
APPRISE_URL = Form(
    name="Apprise URL",
    expects="an address of Apprise such as matrix://token@matrix.example.org/room",
    read=str,
    pattern="[A-Za-z][A-Za-z0-9.+-]{0,30}://[^ ].{0,3999}",
    secret=True,
)
STORAGE_URL = Form(
    name="storage URL",
    expects="sqlite:///FILE or postgresql://[user:password@]host[:port]/name",
    read=str,
    pattern="memory:|sqlite:///.+|postgresql://.+",
    secret=True,
)
LISTEN = Form(
    name="host:port",
    expects="an address and a port such as 127.0.0.1:8765",
    read=_listen,
    pattern=r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}",
)
PRIVATE = Form(
    name="host, address or network",
    expects="a host, an address or a network such as intranet.example:8080, 10.0.0.5 or 10.0.0.0/8",
    read=_private,
    pattern="[A-Za-z0-9._-]{1,255}(:[0-9]{1,5})?|[0-9a-fA-F:.]{2,45}(/[0-9]{1,3})?",
)
MAIL = Form(
    name="mail address",
    expects="a mail address such as desk@example.org",
    read=str,
    pattern="[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?",
)


def _secret(text: str) -> str:
    try:
        base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError from None
    return text


SECRET = Form(
    name="secret",
    expects="whsec_ followed by base64",
    read=_secret,
    pattern="whsec_[A-Za-z0-9+/]+={0,2}",
    secret=True,
)


def _selector(text: str) -> str:
    from cssselect import HTMLTranslator, SelectorError

    try:
        HTMLTranslator().css_to_xpath(text)
    except SelectorError as error:
        raise ValueError(f"{quote(text)} is not a CSS selector: {error}") from None
    return text


SELECTOR = Form(name="CSS selector", expects="a CSS selector", read=_selector, pattern=".{1,500}")
