"""Connections of channels, made by whoever may say where a name leads.

The connector is an argument, because what a name may lead to is decided for the whole program in one place
(``monitor.fetch.addresses``), which this package does not know.
"""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING, Protocol

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable, Sequence

    from httpcore._backends.base import SOCKET_OPTION

    from monitor.core.addresses import Address

_ATTEMPT = 4.0
"""Seconds that one of several addresses of a name is given before the next is tried."""


class Connector(Protocol):
    """Decides where a name may lead; both raise ``httpcore.ConnectError`` where it may lead nowhere."""

    async def addresses(self, host: str, port: int) -> Sequence[Address]:
        """Those that may be connected to, at least one."""
        ...

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's)
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of them; see ``httpcore.AsyncNetworkBackend``."""
        ...


class ChannelTransport(httpx.AsyncHTTPTransport):
    """httpx over connections that ``connector`` makes; without one, over httpcore's own."""

    def __init__(self, context: ssl.SSLContext, connector: Connector | None) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=2,
            max_keepalive_connections=1,
            keepalive_expiry=5,
            network_backend=connector,  # type: ignore[arg-type] # of its base class this is what it calls
        )


async def connected(connector: Connector, host: str, port: int) -> socket.socket:
    """A socket connected to the first address of a host that answers, for protocols other than HTTP.

    Raises ``OSError`` where none does, and ``httpcore.ConnectError``.
    """
    *others, last = await connector.addresses(host, port)
    for address in others:
        try:
            return await asyncio.wait_for(_connected_to(address, port), _ATTEMPT)
        except OSError:  # or out of time, which is one
            continue
    return await _connected_to(last, port)


async def _connected_to(address: Address, port: int) -> socket.socket:
    made = socket.socket(socket.AF_INET if address.version == 4 else socket.AF_INET6)
    try:
        made.setblocking(False)
        await asyncio.get_running_loop().sock_connect(made, (str(address), port))
    except BaseException:
        made.close()
        raise
    return made
