"""What is asked for and what the answer's headers say (RFC 9110, 9111)."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

from monitor import __version__
from monitor.core.fetching import Validators
from monitor.fetch.unpack import ACCEPTED

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"Tumen/{__version__} (+https://github.com/tumen-monitor/tumen)"
MAX_VALIDATOR = 4_096

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, text/html;q=0.7, */*;q=0.5"
)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=\"?([0-9]{1,12})")
_LONGEST_TTL = 86_400
_FIELD_VALUE = re.compile(r"[\t -~\x80-\xff]+")


def request_headers(validators: Validators | None, credentials: str | None) -> list[tuple[bytes, bytes]]:
    """The headers of a request; validators go back byte for byte, as they came."""
    headers = [
        (b"User-Agent", USER_AGENT.encode()),
        (b"Accept", _ACCEPT.encode()),
        (b"Accept-Encoding", ACCEPTED.encode()),
        (b"Connection", b"close"),
    ]
    if credentials:
        headers.append((b"Authorization", f"Basic {credentials}".encode()))
    if validators and validators.etag:
        headers.append((b"If-None-Match", validators.etag.encode("latin-1")))
    if validators and validators.last_modified:
        headers.append((b"If-Modified-Since", validators.last_modified.encode("latin-1")))
    return headers


def validators_of(headers: httpx.Headers) -> Validators:
    """The validators of an answer; those that could not be sent back are left out."""
    raw = {name.lower(): value.decode("latin-1").strip() for name, value in headers.raw}
    return Validators(etag=_sendable(raw.get(b"etag")), last_modified=_sendable(raw.get(b"last-modified")))


def ttl_of(headers: httpx.Headers) -> timedelta | None:
    """For how long an answer says that it holds (RFC 9111, 4.2.1), a day at most; None if it does not say."""
    said = headers.get("cache-control", "")[:1_000].lower()
    fresh = _MAX_AGE.search(said)
    if not fresh or "no-cache" in said or "no-store" in said:
        return None
    age = headers.get("age", "")[:10]
    left = min(int(fresh[1]), _LONGEST_TTL) - (int(age) if age.isascii() and age.isdigit() else 0)
    return timedelta(seconds=left) if left > 0 else None


def _sendable(value: str | None) -> str | None:
    return value if value and len(value) <= MAX_VALIDATOR and _FIELD_VALUE.fullmatch(value) else None


def without_credentials(url: str) -> tuple[str, str | None]:
    """An address without its user and password, and those as Basic credentials (RFC 7617)."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    name, _, password = user.partition(":")
    encoded = b64encode(f"{unquote(name)}:{unquote(password)}".encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), encoded


def origin_of(url: str) -> tuple[str, int]:
    """The host, in lower case, and the port of an http(s) address. Raises ``ValueError`` if it has none."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("no http(s) address")
    host = parts.hostname if parts.hostname.isascii() else parts.hostname.encode("idna").decode()
    return host.rstrip("."), parts.port or (443 if parts.scheme == "https" else 80)
