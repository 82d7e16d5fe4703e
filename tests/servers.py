"""Real servers on loopback that answer well or badly, for whatever fetches over HTTP.

``WebServer`` runs in a thread of its own, so that it serves synchronous and asynchronous tests alike, and
writes bytes by hand, so that it can break every rule. It remembers what it was asked.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    import ssl


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the path with its query, and the headers by lower-case name."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """A sound answer; its length is announced unless ``headers`` say otherwise."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()

    def encoded(self) -> bytes:
        names = {name.lower() for name, _ in self.headers}
        lines = [f"HTTP/1.1 {self.status} Said"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        if not names & {"content-length", "transfer-encoding"}:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1") + self.body


Behaviour = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]
"""Writes whatever it likes; the connection is closed when it returns."""


def raw(*parts: bytes, pause: float = 0.0) -> Behaviour:
    """Send these bytes as they are, with a pause between them, and close."""

    async def send(_: Request, writer: asyncio.StreamWriter) -> None:
        for number, part in enumerate(parts):
            if number and pause:
                await asyncio.sleep(pause)
            writer.write(part)
            await writer.drain()

    return send


def reset(*parts: bytes) -> Behaviour:
    """Send these bytes and reset the connection."""

    async def send(_: Request, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.02)
        writer.transport.abort()

    return send


def endless(head: bytes, part: bytes, pause: float = 0.0) -> Behaviour:
    """Send ``head`` and then ``part`` until the other side has had enough."""

    async def send(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(part)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)

    return send


class _Counting:
    """A writer that counts; what its socket still holds counts as sent."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self.written = 0

    def write(self, data: bytes) -> None:
        self.written += len(data)
        self._writer.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    @property
    def sent(self) -> int:
        return self.written - self._writer.transport.get_write_buffer_size()


class WebServer:
    """Answers by path. A path with several answers gives them in turn and stays with the last.

    ``seen`` are the requests in order, ``most_at_once`` the most connections open together, ``longest`` the
    seconds that a request was held, ``largest`` the bytes of an answer that were sent, each at most.
    """

    def __init__(self, *, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self.host = host
        self.port = 0
        self.seen: list[Request] = []
        self.most_at_once = 0
        self.longest = 0.0
        self.largest = 0
        self._context = context
        self._answers: dict[str, list[Answer | Behaviour]] = {}
        self._given: defaultdict[str, int] = defaultdict(int)
        self._open = 0
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(5)

    def url(self, path: str = "/", *, user: str = "", host: str = "") -> str:
        """The address of a path here; ``host`` is another name for this one."""
        scheme = "https" if self._context else "http"
        name = host or (f"[{self.host}]" if ":" in self.host else self.host)
        return f"{scheme}://{f'{user}@' if user else ''}{name}:{self.port}{path}"

    def answer(self, path: str, *answers: Answer | Behaviour | bytes) -> str:
        """Say what a path answers; returns its address. Bytes are the body of a sound answer."""
        self._answers[path] = [Answer(given) if isinstance(given, bytes) else given for given in answers]
        self._given[path] = 0
        return self.url(path)

    def asked(self, path: str) -> list[Request]:
        """The requests for a path, in order."""
        return [request for request in self.seen if request.path == path]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._stopping = asyncio.Event()
        server = await asyncio.start_server(self._connected, self.host, 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopping.wait()
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        began = time.monotonic()
        counting = _Counting(writer)
        try:
            request = await _read_request(reader)
            self.seen.append(request)
            await self._respond(request, counting)  # type: ignore[arg-type] - it does all that one does
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the other side has had enough, or the test is over
        finally:
            self._open -= 1
            self.longest = max(self.longest, time.monotonic() - began)
            self.largest = max(self.largest, counting.sent)
            writer.close()

    async def _respond(self, request: Request, writer: asyncio.StreamWriter) -> None:
        answers = self._answers.get(request.path) or [Answer(b"not here", 404)]
        number = self._given[request.path]
        self._given[request.path] += 1
        answer = answers[min(number, len(answers) - 1)]
        if isinstance(answer, Answer):
            writer.write(answer.encoded())
            await writer.drain()
        else:
            await answer(request, writer)


async def _read_request(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Request(method, path, headers, body)
