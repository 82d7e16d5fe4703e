"""HTTP connections that check what address they lead to, and what it means when they break.

One connection a request: on one host the cost of a pooled connection grows with the pool, and a feed's
next request is minutes away. The transport is used without ``httpx.AsyncClient``, which would keep
cookies, follow redirects by itself and log addresses with their credentials.
"""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import httpcore
import httpx

from monitor.core.fetching import Outcome
from monitor.fetch.addresses import Unconnected
from monitor.fetch.failure import FetchFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

_OUTDATED = {
    # OpenSSL's reasons, of what ``legacy_tls`` allows
    "UNSAFE_LEGACY_RENEGOTIATION_DISABLED": "old-style renegotiation",
    "DH_KEY_TOO_SMALL": "a short key",
    "EE_KEY_TOO_SMALL": "a short key",
    "CA_KEY_TOO_SMALL": "a short key",
}


class GuardedTransport(httpx.AsyncHTTPTransport):
    """httpx over connections that ``backend`` makes; none is kept."""

    def __init__(self, backend: httpcore.AsyncNetworkBackend, context: ssl.SSLContext) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = _Unpooled(ssl_context=context, network_backend=backend)


class _Unpooled(httpcore.AsyncConnectionPool):
    """A connection for each request, which ends with the answer: requests say ``Connection: close``."""

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        return await self.create_connection(request.url.origin).handle_async_request(request)


@cache
def tls_context(*, legacy: bool) -> ssl.SSLContext:
    """Certificates are always verified; ``legacy`` allows unsafe renegotiation and old key lengths.

    ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` name other authorities than the bundled ones. Reading those takes
    a while and is done once.
    """
    context = httpx.create_ssl_context(trust_env=True)
    if legacy:
        context.options |= 0x4  # OP_LEGACY_SERVER_CONNECT, named from Python 3.12 on
        context.set_ciphers("DEFAULT:@SECLEVEL=1")
    return context


@contextmanager
def failures_named(*, started: bool) -> Iterator[None]:
    """Turn the errors of a connection into ``FetchFailed``; ``started``: the answer's body had begun."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise FetchFailed(Outcome.TIMED_OUT, "no answer in time") from error
    except httpx.ConnectError as error:
        raise _unconnected(error) from error
    except httpx.RemoteProtocolError as error:
        if started:
            raise FetchFailed(Outcome.CUT, "the answer breaks off", again=True) from error
        if "disconnected" in str(error):
            raise FetchFailed(Outcome.UNREACHABLE, "closed without an answer", again=True) from error
        what = "headers too long" if "too long" in str(error) else "not HTTP"
        raise FetchFailed(Outcome.BAD_ANSWER, what) from error
    except httpx.NetworkError as error:
        if started:
            raise FetchFailed(Outcome.CUT, "reset in the middle", again=True) from error
        raise FetchFailed(Outcome.UNREACHABLE, "connection reset", again=True) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFailed(Outcome.BAD_ANSWER, type(error).__name__) from error


def _unconnected(error: httpx.ConnectError) -> FetchFailed:
    cause: BaseException | None = error
    while cause:
        if isinstance(cause, Unconnected):
            return FetchFailed(cause.outcome, str(cause))
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchFailed(Outcome.TLS, f"certificate not accepted: {cause.verify_message}")
        if isinstance(cause, ssl.SSLError):
            return FetchFailed(Outcome.TLS, _without_tls(cause.reason))
        if isinstance(cause, ConnectionRefusedError):
            return FetchFailed(Outcome.UNREACHABLE, "connection refused")
        cause = cause.__cause__ or cause.__context__
    return FetchFailed(Outcome.UNREACHABLE, "no connection", again=True)


def _without_tls(reason: str) -> str:
    if reason in _OUTDATED:
        return f"the server's TLS wants {_OUTDATED[reason]}; legacy_tls: true for this feed allows it"
    return f"no TLS: {reason}"
