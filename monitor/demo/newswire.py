"""A small real HTTP server on loopback that publishes the sample news step by step.

It serves every wire of ``monitor.demo.wires``, with validators (ETag, 304), and each report's own page.
Each wire has a port of its own, for publishers have hosts of their own: what one of them asks of its
visitors (a pause between requests) must not hold up the others.
``publish`` takes the sample's next step, ``publish_fresh`` makes numbered reports on the topic for as
long as one likes: both may be called while it serves. It also works without the rest of the demo, for
whoever needs news that never ends.
"""

from __future__ import annotations

import selectors
import socket
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from heapq import nlargest
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from monitor.demo.loopback import LoopbackServer, QuietHandler
from monitor.demo.sample import Item, Sample
from monitor.demo.wires import HTML, WIRES, Report, page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

FEED_LENGTH = 100
"""How many reports a feed shows at most, as the real ones do."""

LATER_FILINGS_FROM = 50
"""Yonhap's serials count the first filing as 00 and later ones as 51, 52, …"""


@dataclass(frozen=True, slots=True)
class _Document:
    body: bytes
    content_type: str
    etag: str


def _page_key(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def _now() -> datetime:
    return datetime.now(UTC)


class Newswire:
    """Serves from ``with`` to its end. ``day`` in addresses is that of the start.

    ``requests`` counts what was asked for, by (path, status).
    """

    def __init__(self, sample: Sample, *, clock: Callable[[], datetime] = _now) -> None:
        self.requests: Counter[tuple[str, int]] = Counter()
        self._sample = sample
        self._clock = clock
        self._start = clock()
        self._fresh = count(1)
        self._serials: dict[object, int] = {}
        self._filings: Counter[tuple[str, str]] = Counter()
        self._lock = threading.Lock()
        self._reports: dict[str, Report] = {}
        self._pages: dict[str, str] = {}
        self._by_wire: dict[str, list[str]] = defaultdict(list)
        self._documents: dict[str, _Document] = {}
        handler = self._handler()
        self._servers = {wire: LoopbackServer(handler) for wire in WIRES}
        self._end, self._ended = socket.socketpair()
        self._thread = threading.Thread(target=self._serve, name="newswire")
        for wire in WIRES:
            self._refresh(wire)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.close()
        self._thread.join()
        self._ended.close()
        for server in self._servers.values():
            server.server_close()

    def _serve(self) -> None:
        """Accept on all ports until the end; each request is answered in a thread of its own."""
        with selectors.DefaultSelector() as ready:
            ready.register(self._ended, selectors.EVENT_READ)
            for server in self._servers.values():
                server.timeout = 0
                ready.register(server, selectors.EVENT_READ, server)
            while True:
                for key, _ in ready.select():
                    if key.data is None:
                        return
                    key.data.handle_request()

    def base_of(self, wire: str) -> str:
        """Where a wire listens, without a slash at the end."""
        return self._servers[wire].url

    @property
    def base(self) -> str:
        """Where the first wire listens; every page is served at every wire's port."""
        return self.base_of(next(iter(WIRES)))

    @property
    def feeds(self) -> Mapping[str, str]:
        """The feeds' addresses, by the wire's id."""
        return {wire.id: self.base_of(wire.id) + wire.path for wire in WIRES.values()}

    def published(self) -> Mapping[str, Report]:
        """Everything published so far as it reads now, by the item's id."""
        with self._lock:
            return dict(self._reports)

    def item_at(self, url: str) -> str | None:
        """The id of the item whose page this is, whatever scheme and query the address has by now."""
        with self._lock:
            return self._pages.get(_page_key(url))

    def publish(self, step: int) -> None:
        """Publish the items and edits of one step; 0 is the backlog."""
        items = [item for item in self._sample.items if item.step == step]
        edits = [(item, edit) for item in self._sample.items for edit in item.edits if edit.step == step]
        with self._lock:
            for item in items:
                self._add(item)
            for item, edit in edits:
                self._reports[item.id] = replace(self._reports[item.id], title=edit.title, text=edit.text)
            for wire in {item.wire for item in items} | {item.wire for item, _ in edits}:
                self._refresh(wire)

    def publish_fresh(self) -> Report:
        """Publish one more numbered report on the topic, an event of its own, on TASS's English wire."""
        with self._lock:
            report = self._add(_fresh(next(self._fresh)))
            self._refresh(report.item.wire)
        return report

    def _add(self, item: Item) -> Report:
        wire = WIRES[item.wire]
        key = (item.wire, item.chain or item.id)
        serial = self._serials.setdefault(key, len(self._serials) + 1)
        filing = self._filings[key] and LATER_FILINGS_FROM + self._filings[key]
        self._filings[key] += 1
        path = wire.address.format(
            day=self._start.astimezone(wire.timezone), serial=serial, filing=filing, id=item.id
        )
        now = self._start - timedelta(hours=item.hours_ago) if item.hours_ago else self._clock()
        report = Report(
            item=replace(item, language=item.language or wire.language),
            path=path,
            published=now.replace(microsecond=0),
            title=item.title,
            text=item.text,
        )
        self._reports[item.id] = report
        self._pages[_page_key(path)] = item.id
        self._by_wire[item.wire].append(item.id)
        return report

    def _refresh(self, wire_id: str) -> None:
        wire = WIRES[wire_id]
        reports = (self._reports[item] for item in self._by_wire[wire_id])
        latest = nlargest(FEED_LENGTH, reports, key=lambda report: report.published)
        body = wire.document(wire, self.base_of(wire_id), latest).encode()
        etag = f'"{blake2b(body, digest_size=8).hexdigest()}"'
        self._documents[wire.path] = _Document(body, wire.content_type, etag)

    def _document(self, path: str) -> _Document | None:
        with self._lock:
            if path in self._documents:
                return self._documents[path]
            item = self._pages.get(_page_key(path))
            return _Document(page(self._reports[item]).encode(), HTML, "") if item else None

    def _handler(self) -> type[QuietHandler]:
        wire = self

        class Handler(QuietHandler):
            def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
                path = urlsplit(self.path).path
                document = wire._document(path)
                if document is None:
                    self._answer(path, HTTPStatus.NOT_FOUND)
                elif document.etag and self.headers.get("If-None-Match") == document.etag:
                    self._answer(path, HTTPStatus.NOT_MODIFIED, document)
                else:
                    self._answer(path, HTTPStatus.OK, document, document.body)

            def _answer(
                self, path: str, status: HTTPStatus, document: _Document | None = None, body: bytes = b""
            ) -> None:
                with wire._lock:
                    wire.requests[path, status] += 1
                self.send_response(status)
                if document and document.etag:
                    self.send_header("ETag", document.etag)
                if document and body:
                    self.send_header("Content-Type", document.content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


# --- News without end -------------------------------------------------------------------------------

PLACES = ("Vladivostok", "Khabarovsk", "Nakhodka", "Ussuriysk", "Khasan", "Blagoveshchensk", "Irkutsk")
PARTNERS = ("Pyongyang", "Rason", "Chongjin", "Hamhung", "Nampo")
MATTERS = (
    ("fisheries", "agreed on quotas for saury and squid"),
    ("forestry", "signed a contract for sawn timber"),
    ("medicine", "opened a course for surgeons"),
    ("farming", "exchanged seed potatoes and greenhouse equipment"),
    ("sport", "arranged a youth wrestling tournament"),
    ("education", "admitted students to a language school"),
    ("construction", "hired crews for a cement works"),
    ("tourism", "prepared a coach tour of the coast"),
    ("shipping", "inspected two bulk carriers"),
)


def _fresh(number: int) -> Item:
    """A report unlike its neighbours: place, partner and matter turn at different rates."""
    place, partner = PLACES[number % len(PLACES)], PARTNERS[number % len(PARTNERS)]
    matter, act = MATTERS[number % len(MATTERS)]
    return Item(
        id=f"fresh-{number}",
        wire="tass-en",
        place=place,
        title=f"No. {number}: {place} hosts Russian – North Korean working group on {matter}",
        text=(
            f"Delegates from Russia and North Korea {act} at meeting number {number} of the working group on"
            f" {matter} in {place}, its secretariat said. {partner} sent {number + 3} specialists. The next"
            f" meeting will take place in {partner} in {number % 11 + 2} weeks."
        ),
        facets=("dprk-russia",),
    )
