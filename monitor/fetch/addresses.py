"""Which addresses may be connected to, decided on the address itself at the moment of connecting.

What an operator configured is trusted: a literal address or a name that has private addresses only is
what they meant. What a feed's content or a redirect names must be public, in every spelling, unless the
origin is a configured one or ``fetch.allow_private`` lists it. Names are resolved here and the connection
goes to the very address that was checked, so a name that changes its answer in between gains nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import httpcore

from monitor.core.addresses import is_public, meant
from monitor.core.fetching import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from httpcore._backends.base import SOCKET_OPTION

    from monitor.core.addresses import Address

_ATTEMPT = 4.0
"""Seconds that one of several addresses of a name is given before the next is tried."""

_LOOKUPS = 16
"""Names looked up at the same time."""


class Unconnected(httpcore.ConnectError):
    """No connection was tried: a name has no address, or none that may be connected to."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        self.outcome = outcome
        super().__init__(detail)


class Permissions:
    """Which host may be reached at which address.

    ``origins`` are the (host, port) pairs of configured feeds; ``allow_private`` as in the settings: host
    names, ``host:port``, addresses or networks.
    """

    def __init__(self, origins: Iterable[tuple[str, int]], allow_private: Iterable[str]) -> None:
        self._origins = frozenset(origins)
        self._names: set[str] = set()
        self._networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
        for entry in allow_private:
            try:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                self._names.add(entry.lower())

    def permitted(self, host: str, port: int, answers: list[Address]) -> list[Address]:
        """Those of a host's addresses that may be connected to."""
        if (host, port) in self._origins:
            return meant(answers)
        return [address for address in answers if is_public(address) or self._allowed(host, port, address)]

    def _allowed(self, host: str, port: int, address: Address) -> bool:
        if host in self._names or f"{host}:{port}" in self._names:
            return True
        mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
        return any((mapped or address) in network for network in self._networks)


class Configured:
    """As ``Permissions``, for those who connect to nothing but what the operator wrote."""

    def permitted(self, host: str, port: int, answers: list[Address]) -> list[Address]:  # noqa: ARG002 - each is meant
        """Those of a host's addresses that may be connected to."""
        return meant(answers)


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects where ``permissions()`` lets it; raises ``Unconnected`` otherwise."""

    def __init__(self, permissions: Callable[[], Permissions | Configured]) -> None:
        self._permissions = permissions
        self._backend = httpcore.AnyIOBackend()
        self._lookups = asyncio.Semaphore(_LOOKUPS)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (the interface's)
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await self.addresses(host, port)
        for address in addresses[:-1]:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, min(timeout or _ATTEMPT, _ATTEMPT), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._backend.connect_tcp(
            str(addresses[-1]), port, timeout, local_address, socket_options
        )

    async def addresses(self, host: str, port: int) -> list[Address]:
        """Where a host may be connected to, at least one; raises ``Unconnected`` if nowhere."""
        answers = await self._resolve(host, port)
        addresses = self._permissions().permitted(host.lower().rstrip("."), port, answers)
        if not addresses:
            found = "" if host == str(answers[0]) else f" ({answers[0]})"
            raise Unconnected(
                Outcome.REFUSED_ADDRESS,
                f"{host} is on a private network{found}; fetch.allow_private can permit it",
            )
        return addresses

    async def sleep(self, seconds: float) -> None:
        await self._backend.sleep(seconds)

    async def _resolve(self, host: str, port: int) -> list[Address]:
        with suppress(ValueError):  # a name
            return [ipaddress.ip_address(host.partition("%")[0])]
        try:
            async with self._lookups:
                found = await _look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise Unconnected(Outcome.UNREACHABLE, f"no address for {host}: {_reason(error)}") from error
        return list(dict.fromkeys(ipaddress.ip_address(answer.partition("%")[0]) for answer in found))


async def _look_up(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system gives them.

    In a thread of its own that nobody waits for: a resolver may hang for half a minute, which must neither
    take the place of other work nor keep the program from ending.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(found: list[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(found)

    def ask() -> None:
        found: list[str] = []
        failed: Exception | None = None
        try:
            found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        except (OSError, UnicodeError) as error:
            failed = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, found, failed)

    threading.Thread(target=ask, name=f"look up {host}", daemon=True).start()
    return await answer


def _reason(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return "the name is not known" if error.errno == socket.EAI_NONAME else str(error.strerror)
    return "not a host name" if isinstance(error, UnicodeError) else str(error)
