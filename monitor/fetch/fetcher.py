"""One check of a feed's address: the request, its redirects and retries, the answer by name.

What the parts do: ``addresses`` decides what may be connected to, ``turns`` when, ``transport`` connects,
``unpack`` undoes encodings under a cap, ``room`` bounds what all documents together take, ``headers``
speaks the protocol. Reading the document is ``monitor.core.reading``'s, remembering what was answered the
pipeline's.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack, aclosing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast
from urllib.parse import urldefrag, urljoin

import httpx

from monitor import sources
from monitor.core.challenge import LOOKED_AT, challenge_of
from monitor.core.fetching import (
    Failed,
    FeedState,
    Fetched,
    NotModified,
    Outcome,
    Reply,
    Validators,
    address_hash,
)
from monitor.core.retry_after import parse_retry_after
from monitor.core.settings import FeedSettings
from monitor.fetch.addresses import GuardedBackend, Permissions
from monitor.fetch.failure import FetchFailed
from monitor.fetch.headers import (
    origin_of,
    request_headers,
    ttl_of,
    validators_of,
    without_credentials,
)
from monitor.fetch.room import Room
from monitor.fetch.transport import GuardedTransport, failures_named, tls_context
from monitor.fetch.turns import Turns
from monitor.fetch.unpack import unpack
from monitor.logs import redact

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from monitor.core.protocols import Clock
    from monitor.core.settings import Settings

MAX_REDIRECTS = 10
MAX_WIRE = 64_000_000
MAX_HEADERS = 64 * 1024
MAX_HEADER_COUNT = 200
MAX_CRUMBS = 10_000
"""Pieces of a body that may be as small as they like; each costs much more than to send it."""
LONGEST_REQUEST = 55.0
"""Seconds that a request is held at most while it waits for room, or for the time-out if that is longer."""
RETRY_WAITS = (0.2, 1.0)
"""Seconds before a broken request is sent again, within the same deadline."""

_CONNECT = 10.0
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}  # status: permanent
_WHOLE = frozenset((200, 203))  # 203: a proxy has changed something
_MOVED = frozenset(
    (Outcome.NOT_FOUND, Outcome.GONE, Outcome.UNREACHABLE, Outcome.REFUSED_ADDRESS, Outcome.TLS)
)
_STATUS = {
    204: (Outcome.EMPTY, "no content"),
    401: (Outcome.UNAUTHORIZED, "wants a password"),
    403: (Outcome.FORBIDDEN, "refused"),
    404: (Outcome.NOT_FOUND, "no such page"),
    410: (Outcome.GONE, "gone for good"),
    429: (Outcome.RATE_LIMITED, "asked too often"),
    451: (Outcome.FORBIDDEN, "refused for legal reasons"),
}


class _Answer(NamedTuple):
    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(slots=True)
class _Journey:
    """Where one fetch has got to: what stands between the address asked for and the one that answers."""

    feed: FeedSettings
    url: str
    configured: str  # the feed's own address, without credentials
    credentials: str | None
    home: tuple[str, int]
    validators: Validators | None
    lasting: str  # the address that every redirect so far says to use from now on
    deadline: asyncio.Timeout
    gap: float  # seconds between two requests to a server
    most: int  # bytes that a document may have, packed and unpacked
    held: float | None = None  # until when a server that is being asked may be kept waiting

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Wait for what is nobody's fault: the time that the fetch has stands still, unless a server waits
        for too long.
        """
        now = asyncio.get_running_loop().time
        left = cast("float", self.deadline.when()) - now()
        self.deadline.reschedule(self.held)
        yield
        self.deadline.reschedule(now() + left if self.held is None else min(now() + left, self.held))


class Fetcher:
    """Fetches feeds and, for their content, pages. One for the whole program.

    Never raises for what a server does: every outcome is a value. ``clock`` reads ``Retry-After`` dates.
    Documents take their place in ``room`` under their feed's id; whoever passes one lets go of them.
    """

    def __init__(self, settings: Settings, *, clock: Clock, room: Room | None = None) -> None:
        self._clock = clock
        self._room = room or Room(sys.maxsize)
        self._transports: dict[bool, GuardedTransport] = {}
        self._turns = Turns(settings.fetch.per_host)
        self._backend = GuardedBackend(lambda: self._permissions)
        self.configure(settings)

    def configure(self, settings: Settings) -> None:
        """Go by these settings from now on; requests under way end by the old ones."""
        self._settings = settings.fetch
        self._origins = {origin for feed in settings.feeds if (origin := _origin_or_none(feed.url))}
        self._permissions = Permissions(self._origins, settings.fetch.allow_private)
        if self._turns.at_once != settings.fetch.per_host:
            self._turns = Turns(settings.fetch.per_host)

    async def fetch(self, feed: FeedSettings, state: FeedState | None = None) -> Reply:
        """Ask a feed's address for its document, if it has changed since ``state``.

        An address that redirected for good before is asked in the feed's place, and the configured one again
        should it fail, at once or when what it answered could not be read.
        """
        origin = _origin_or_none(feed.url)
        if not origin:
            return Failed(outcome=Outcome.BAD_ANSWER, detail="the feed's url is no http(s) address")
        if origin not in self._origins:  # a feed that is only being tried
            self._origins.add(origin)
            self._permissions = Permissions(self._origins, self._settings.allow_private)
        known = state if state and state.address == address_hash(feed.url) else None
        validators = known.validators if known else None
        if known and known.permanent_url and known.permanent_url != feed.url:
            if not known.failures:
                reply = await self._fetch(feed, known.permanent_url, validators)
                if not (isinstance(reply, Failed) and reply.outcome in _MOVED):
                    return reply
            validators = None
        return await self._fetch(feed, feed.url, validators)

    async def fetch_page(
        self, url: str, feed: FeedSettings, *, gap: float = 0.0, max_size: int | None = None
    ) -> Fetched | Failed:
        """Fetch an address that a document named (an article's page, a sitemap of an index).

        It must be public or of a configured origin, like the target of a redirect. ``gap``: seconds between
        two requests to its server, if the source asks for no longer ones; ``max_size``: bytes, if the
        settings do not allow less.
        """
        if not _origin_or_none(url):
            return Failed(outcome=Outcome.BAD_ANSWER, detail="no http(s) address")
        reply = await self._fetch(feed, url, None, gap=gap, max_size=max_size)
        if isinstance(reply, NotModified):
            return Failed(outcome=Outcome.BAD_STATUS, detail="304 to a first question", status=304)
        return reply

    async def ping(self, url: str) -> Failed | None:
        """Ask for an address of the operator's whose answer matters only by its coming; None if it is 2xx."""
        reply = await self.fetch(FeedSettings(id="ping", url=url, source="ping", name="ping"))
        if not isinstance(reply, Failed):
            return None
        carries_nothing = reply.outcome in (Outcome.EMPTY, Outcome.BAD_STATUS)
        return None if carries_nothing and 200 <= (reply.status or 0) < 300 else reply

    async def _fetch(
        self,
        feed: FeedSettings,
        url: str,
        validators: Validators | None,
        *,
        gap: float = 0.0,
        max_size: int | None = None,
    ) -> Reply:
        configured, credentials = without_credentials(feed.url)
        address, _ = without_credentials(urldefrag(url).url)
        try:
            await self._room.take(feed.id, 0)
            async with asyncio.timeout(self._settings.timeout.total_seconds()) as deadline:
                journey = _Journey(
                    *(feed, address, configured, credentials, origin_of(feed.url), validators),
                    lasting=address,
                    deadline=deadline,
                    gap=max(gap, sources.profile(feed.source, feed.url).min_gap.total_seconds()),
                    most=min(max_size or MAX_WIRE, self._settings.max_size, MAX_WIRE),
                )
                return await self._travel(journey)
        except TimeoutError:
            seconds = self._settings.timeout.total_seconds()
            return Failed(outcome=Outcome.TIMED_OUT, detail=f"not finished within {seconds:g} s")
        except FetchFailed as failure:
            return failure.reply

    async def _travel(self, journey: _Journey) -> Reply:
        visited = {journey.url}
        while True:
            answer = await self._persist(journey)
            location = answer.headers.get("location")
            if answer.status not in _REDIRECTS or not location:
                await self._take_room(journey, 0)  # it may unpack to much more
                reply = self._reply(journey, answer)
                if isinstance(reply, Fetched):
                    self._room.add(journey.feed.id, len(reply.body) - len(answer.body))
                return reply
            target = _target(journey.url, location)
            if target in visited or len(visited) > MAX_REDIRECTS:
                loop = "back to where it was" if target in visited else f"more than {MAX_REDIRECTS} times"
                raise FetchFailed(Outcome.REDIRECT_LOOP, f"redirected {loop}", status=answer.status)
            visited.add(target)
            if origin_of(target) != origin_of(journey.url):
                journey.validators = None
            if _REDIRECTS[answer.status] and journey.lasting == journey.url:
                journey.lasting = target
            journey.url = target

    async def _persist(self, journey: _Journey) -> _Answer:
        for wait in RETRY_WAITS:
            try:
                return await self._in_turn(journey)
            except FetchFailed as failure:
                if not failure.again:
                    raise
            await asyncio.sleep(wait)
        return await self._in_turn(journey)

    async def _in_turn(self, journey: _Journey) -> _Answer:
        """Ask when the server may be asked: each request, also a redirect's next or one sent again."""
        origin = origin_of(journey.url)
        gap = max(journey.gap, sources.profile("", f"//{origin[0]}").min_gap.total_seconds())
        async with AsyncExitStack() as turn:
            with journey.standing_still():
                await turn.enter_async_context(self._turns.turn(origin, gap))
            longest = max(LONGEST_REQUEST, self._settings.timeout.total_seconds())
            journey.held = asyncio.get_running_loop().time() + longest
            try:
                return await self._ask(journey)
            finally:
                journey.held = None

    async def _ask(self, journey: _Journey) -> _Answer:
        at_home = origin_of(journey.url) == journey.home
        try:
            request = httpx.Request(
                "GET",
                journey.url,
                headers=request_headers(journey.validators, journey.credentials if at_home else None),
                extensions={"timeout": httpx.Timeout(None, connect=_CONNECT).as_dict()},
            )
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchFailed(Outcome.BAD_ANSWER, "redirected to no valid address") from error
        transport = self._transport(legacy=journey.feed.legacy_tls and at_home)
        with failures_named(started=False):
            response = await transport.handle_async_request(request)
        try:
            _check_headers(response.headers)
            with failures_named(started=True):
                body = await self._body(journey, response)
        finally:
            await response.aclose()
        return _Answer(response.status_code, response.headers, body)

    async def _body(self, journey: _Journey, response: httpx.Response) -> bytes:
        """The body as it came over the wire: all of a document, the beginning of anything else."""
        if response.status_code in _REDIRECTS:
            return b""
        whole = response.status_code in _WHOLE
        limit = journey.most if whole else LOOKED_AT
        announced = response.headers.get("content-length", "")
        if whole and announced.isdigit() and int(announced[:20]) > limit:
            raise FetchFailed(Outcome.TOO_LARGE, f"announces {int(announced[:20]):,} bytes", status=200)
        parts: list[bytes] = []
        size = 0
        pieces = cast("AsyncGenerator[bytes, None]", response.aiter_raw())
        async with aclosing(pieces) as stream:
            async for part in stream:
                parts.append(part)
                size += len(part)
                if size > limit:
                    if not whole:
                        break
                    raise FetchFailed(Outcome.TOO_LARGE, f"more than {limit:,} bytes", status=200)
                if len(parts) > MAX_CRUMBS + size // 1_000:
                    raise FetchFailed(Outcome.BAD_ANSWER, f"crumbled into more than {MAX_CRUMBS:,} pieces")
                await self._take_room(journey, len(part))
        return b"".join(parts)

    async def _take_room(self, journey: _Journey, size: int) -> None:
        with journey.standing_still():
            await self._room.take(journey.feed.id, size)

    def _reply(self, journey: _Journey, answer: _Answer) -> Reply:
        if answer.status == 304:
            sent = journey.validators or Validators()
            return NotModified(validators=sent.renewed(validators_of(answer.headers)))
        if answer.status not in _WHOLE:
            raise self._refusal(journey, answer)
        body = unpack(answer.body, answer.headers.get("content-encoding", ""), limit=journey.most)
        is_list = journey.feed.html is not None
        wall = None if is_list else challenge_of(body, answer.headers)
        if wall:
            raise FetchFailed(Outcome.CHALLENGE, f"{wall} answered in the feed's place", status=200)
        return Fetched(
            body=body,
            content_type=answer.headers.get("content-type", "")[:300],
            url=journey.url,
            status=answer.status,
            body_hash=blake2b(body, digest_size=16).digest(),
            validators=validators_of(answer.headers),
            permanent_url=_kept_address(journey),
            ttl=ttl_of(answer.headers),
        )

    def _refusal(self, journey: _Journey, answer: _Answer) -> FetchFailed:
        status = answer.status
        wait = parse_retry_after(answer.headers.get("retry-after"), self._clock.now())
        try:
            page = unpack(answer.body, answer.headers.get("content-encoding", ""), limit=10 * LOOKED_AT)
        except FetchFailed:  # only its beginning was taken
            page = b""
        wall = challenge_of(page, answer.headers) if status not in (404, 410) else None
        if wall:
            return FetchFailed(
                Outcome.CHALLENGE, f"{wall} answered in the feed's place", status=status, retry_after=wait
            )
        outcome, detail = _STATUS.get(status, (Outcome.BAD_STATUS, "carries no document"))
        if 500 <= status < 600:
            outcome, detail = Outcome.SERVER_ERROR, "the server failed"
        if outcome is Outcome.GONE and journey.url != journey.lasting:
            # Only where the feed is, or has moved for good, is it known that it will never be back.
            outcome, detail = Outcome.NOT_FOUND, "redirected for now to what is gone"
        return FetchFailed(outcome, f"{status}, {detail}", status=status, retry_after=wait)

    def _transport(self, *, legacy: bool) -> GuardedTransport:
        if legacy not in self._transports:
            self._transports[legacy] = GuardedTransport(self._backend, tls_context(legacy=legacy))
        return self._transports[legacy]


def _origin_or_none(url: str) -> tuple[str, int] | None:
    try:
        return origin_of(url)
    except ValueError:
        return None


def _kept_address(journey: _Journey) -> str | None:
    """Where the feed has moved for good; one with a token in it is not kept, and is led to each time."""
    moved = journey.lasting != journey.configured and redact(journey.lasting) == journey.lasting
    return journey.lasting if moved else None


def _target(url: str, location: str) -> str:
    """Where a redirect leads, without credentials: nobody sends us to a place with a password of theirs."""
    try:
        target, _ = without_credentials(urldefrag(urljoin(url, location.strip())).url)
        origin_of(target)
    except ValueError as error:
        raise FetchFailed(
            Outcome.REFUSED_ADDRESS, "redirected to something that is no http(s) address"
        ) from error
    return target


def _check_headers(headers: httpx.Headers) -> None:
    if len(headers.raw) > MAX_HEADER_COUNT or sum(len(n) + len(v) for n, v in headers.raw) > MAX_HEADERS:
        raise FetchFailed(Outcome.BAD_ANSWER, "headers too long")
