"""HTTP for webhooks: one connection to one receiver, made by whoever may say where it leads.

The connector is an argument, because what a name may lead to is decided for the whole program in one place
(``monitor.fetch.addresses``), which this package does not know.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl


class ChannelTransport(httpx.AsyncHTTPTransport):
    """httpx over connections that ``connector`` makes; without one, over httpcore's own."""

    def __init__(self, context: ssl.SSLContext, connector: httpcore.AsyncNetworkBackend | None) -> None:
        super().__init__(verify=context, trust_env=False)
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=2,
            max_keepalive_connections=1,
            keepalive_expiry=5,
            network_backend=connector,
        )
