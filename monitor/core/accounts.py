"""The nouns by which alerts are accounted for: what became of a match, by which rule, and who was reached.

Beside the nouns of ``monitor.core.model``, and of their kind: frozen, with UTC-aware times.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRecord:
    """A match as it was filed, and what became of it.

    Each of ``notifications`` told of it (or will, if it is a digest's that is still to be made): one, or more
    where channels have a policy of their own. If there is none, ``held`` says why nobody was told.
    ``version`` is that of the rule (``RuleVersion``), ``revision`` the article's.
    """

    match: Match
    article: str
    revision: int
    at: datetime
    notifications: tuple[str, ...]
    held: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """A rule that tells nobody until then; what it would have told waits for one digest."""

    rule: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """A rule as it once stood in the file. ``id`` is a hash of ``text``, which shows all of its settings."""

    id: str
    rule: str
    text: str
    first_used: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """Somebody has taken note of a notification."""

    notification: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """What waits for a channel though its time has come.

    ``last_sent`` is when the channel last took anything. ``since`` is since when it takes nothing: since it
    cannot be reached, or since the first try (or chance of one) of the first that began to wait after
    ``last_sent``. None if there is none: what waits then was passed by, for reasons of its own.
    """

    channel: str
    waiting: int
    since: datetime | None
    last_sent: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One line of a delivery's receipt. ``reached`` are those who took it, as far as they were named."""

    notification: str
    channel: str
    number: int
    at: datetime
    result: str  # "sent", "retry", "dead"
    detail: str = ""
    reached: tuple[str, ...] = ()
