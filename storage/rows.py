"""How values lie in a row: times, durations and nested nouns; the same for every engine.

Times are integers, microseconds since 1970 UTC: they sort, and an index over them stays small. Nested
nouns are JSON objects keyed by field name, so that a field added to a noun with a default reads well
from an older row. Which columns a table has stands with the engine.
"""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, overload

from monitor.core.model import Citation, Evidence, Match, Mention, ScorePart, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

FINGERPRINT = 8
"""Bytes of an entry's fingerprint (``FeedState.seen``)."""


# --- Times --------------------------------------------------------------------------------------


@overload
def to_time(moment: datetime) -> int: ...
@overload
def to_time(moment: datetime | None) -> int | None: ...
def to_time(moment: datetime | None) -> int | None:
    """Microseconds since 1970; a naive time is a bug and raises ``TypeError``."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


@overload
def from_time(stored: int) -> datetime: ...
@overload
def from_time(stored: int | None) -> datetime | None: ...
def from_time(stored: int | None) -> datetime | None:
    """The UTC time that was stored."""
    return None if stored is None else _EPOCH + timedelta(microseconds=stored)


def to_span(span: timedelta) -> int:
    """Microseconds."""
    return span // _MICROSECOND


def from_span(stored: int) -> timedelta:
    """The duration that was stored."""
    return timedelta(microseconds=stored)


# --- Packed bytes -------------------------------------------------------------------------------


def pack_fingerprints(fingerprints: Iterable[bytes]) -> bytes:
    """Fingerprints one after another; one of another length raises ``ValueError``."""
    packed = tuple(fingerprints)
    if any(len(fingerprint) != FINGERPRINT for fingerprint in packed):
        raise ValueError(f"a fingerprint has {FINGERPRINT} bytes")
    return b"".join(packed)


def unpack_fingerprints(packed: bytes) -> tuple[bytes, ...]:
    return tuple(packed[start : start + FINGERPRINT] for start in range(0, len(packed), FINGERPRINT))


def pack_bands(bands: tuple[int, ...]) -> bytes:
    """Signed 64-bit numbers, little-endian."""
    return struct.pack(f"<{len(bands)}q", *bands)


def unpack_bands(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 8}q", packed)


# --- Nested nouns as JSON -----------------------------------------------------------------------


def _fields(noun: Any) -> dict[str, Any]:  # noqa: ANN401 - any noun
    return {name: getattr(noun, name) for name in noun.__slots__}


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_fields)


def to_json(value: object) -> str:
    """Nouns, tuples of nouns, strings or plain JSON as JSON text."""
    if value == ():  # what most articles have of most things
        return "[]"
    return _ENCODER.encode(value)


def strings(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


def mentions(stored: str) -> tuple[Mention, ...]:
    return tuple(Mention(**mention) for mention in json.loads(stored))


def citations(stored: str) -> tuple[Citation, ...]:
    return tuple(Citation(**citation) for citation in json.loads(stored))


def evidence(stored: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(**words) for words in json.loads(stored))


def matches(stored: str) -> tuple[Match, ...]:
    return tuple(
        Match(rule=match["rule"], evidence=tuple(Evidence(**words) for words in match["evidence"]))
        for match in json.loads(stored)
    )


def parts(stored: str) -> tuple[ScorePart, ...]:
    return tuple(ScorePart(**part) for part in json.loads(stored))


def verdicts(stored: str) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(
            **verdict
            | {
                "facets": tuple(verdict["facets"]),
                "evidence": tuple(Mention(**mention) for mention in verdict["evidence"]),
                "parts": tuple(ScorePart(**part) for part in verdict["parts"]),
            }
        )
        for verdict in json.loads(stored)
    )
