"""Content encodings undone with a cap on what comes out, however they are stacked (RFC 9110, 8.4)."""

from __future__ import annotations

import re
import zlib
from io import BytesIO

from monitor.core.fetching import Outcome
from monitor.fetch.failure import FetchFailed

MAX_LAYERS = 3
"""Encodings one inside the other; two are seen in earnest."""

MAX_MEMBERS = 100
"""Streams one behind the other in a gzip; each costs a copy of what follows it."""

ACCEPTED = "gzip, deflate, br, zstd"

_PLAIN = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}[<{\[]")
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_STEP = 64 * 1024
_MAX_WINDOW = 8 * 1024 * 1024  # what RFC 9659 allows on the web


def unpack(body: bytes, encodings: str, *, limit: int) -> bytes:
    """Undo what ``Content-Encoding`` lists, and a gzip that nothing announced.

    A body that is not in the announced encoding is taken as it is: some servers announce without encoding,
    and some announce what is none (``utf-8``).
    Raises ``FetchFailed``: ``TOO_LARGE`` beyond ``limit`` bytes, ``CUT`` for an unfinished body,
    ``BAD_ANSWER`` for a damaged one, an unknown encoding or too many layers.
    """
    layers = [name.partition(";")[0].strip().lower() for name in encodings.split(",")]
    layers = [name for name in layers if name not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise FetchFailed(Outcome.BAD_ANSWER, f"{len(layers)} content encodings one inside the other")
    undone = 0
    for name in reversed(layers):
        body = _undo(name, body, limit)
        undone += 1
    while body.startswith(_GZIP) and undone <= MAX_LAYERS:  # a .xml.gz, or one layer more than announced
        body = _inflate(body, zlib.MAX_WBITS | 16, limit)
        undone += 1
    if body.startswith(_GZIP):
        raise FetchFailed(Outcome.BAD_ANSWER, "too many layers of gzip")
    return body


def _undo(name: str, body: bytes, limit: int) -> bytes:
    if not body:
        return body
    if name in ("gzip", "x-gzip"):
        return _inflate(body, zlib.MAX_WBITS | 16, limit) if body.startswith(_GZIP) else body
    if name == "deflate":  # zlib's format by the RFC, the bare stream by habit of some servers
        return _inflate(body, zlib.MAX_WBITS if _is_zlib(body) else -zlib.MAX_WBITS, limit)
    if name == "br":
        return _unbrotli(body, limit)
    if name == "zstd":
        return _unzstd(body, limit) if body.startswith(_ZSTD) else body
    if _PLAIN.match(body):
        return body
    raise FetchFailed(Outcome.BAD_ANSWER, f"the content encoding {name[:40]!r} is not known")


def _is_zlib(body: bytes) -> bool:
    return body[0] & 0x0F == 8 and len(body) > 1 and int.from_bytes(body[:2], "big") % 31 == 0


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while body:
        if len(parts) == MAX_MEMBERS:
            raise FetchFailed(Outcome.BAD_ANSWER, f"gzip of more than {MAX_MEMBERS} members")
        inflater = zlib.decompressobj(window)
        try:
            parts.append(inflater.decompress(body, limit - size + 1))
        except zlib.error as error:
            if parts:  # what follows a whole member is padding
                break
            raise _damaged("gzip" if window > zlib.MAX_WBITS else "deflate") from error
        size += len(parts[-1])
        _check(size, limit)
        if not inflater.eof:
            raise FetchFailed(Outcome.CUT, "the compressed answer ends too early", again=True)
        body = inflater.unused_data if window > zlib.MAX_WBITS else b""
    return b"".join(parts)


def _unbrotli(body: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        part = unpacker.process(body, output_buffer_limit=_STEP)
        while part:
            parts.append(part)
            size += len(part)
            _check(size, limit)
            part = b"" if unpacker.is_finished() else unpacker.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise _damaged("br") from error
    if not unpacker.is_finished():
        raise FetchFailed(Outcome.CUT, "the compressed answer ends too early", again=True)
    return b"".join(parts)


def _unzstd(body: bytes, limit: int) -> bytes:
    import zstandard

    unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
    parts: list[bytes] = []
    size = 0
    try:
        with unpacker.stream_reader(BytesIO(body), read_across_frames=True) as stream:
            while part := stream.read(_STEP):
                parts.append(part)
                size += len(part)
                _check(size, limit)
        if not parts or not _whole_zstd(body, b"".join(parts)):
            raise FetchFailed(Outcome.CUT, "the compressed answer ends too early", again=True)
    except zstandard.ZstdError as error:
        raise _damaged("zstd") from error
    return b"".join(parts)


def _whole_zstd(body: bytes, unpacked: bytes) -> bool:
    """True unless the frame says that it holds more than was found."""
    import zstandard

    stated = zstandard.frame_content_size(body)
    return stated <= len(unpacked)


def _check(size: int, limit: int) -> None:
    if size > limit:
        raise FetchFailed(Outcome.TOO_LARGE, f"unpacks to more than {limit:,} bytes")


def _damaged(name: str) -> FetchFailed:
    return FetchFailed(Outcome.BAD_ANSWER, f"the {name} encoding is damaged")
