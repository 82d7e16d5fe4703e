"""What the daily sign of life tells; pure. The sentences stand in ``alerts.render.notices``' catalogues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.feed_trouble import FAILING, SILENT
from alerts.trouble import MOST, phrase, trouble
from monitor.core.settings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.model import JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What has happened ``since`` then (``activity``: see ``Store.activity``), and how things stand now.

    ``waiting``, ``dead``: deliveries; ``in_digests``: items of digests to be made. ``feeds``: how many are
    watched, ``failing``: those whose last check failed. ``troubles``: what was told of and is not over.
    ``standing``: why ingest or delivery do not progress, if they do not.
    """

    since: datetime
    activity: Mapping[str, int]
    waiting: int
    in_digests: int
    dead: int
    feeds: int
    failing: tuple[str, ...]
    troubles: tuple[Trouble, ...]
    standing: tuple[str, ...]


def alive(figures: Figures, due: datetime, timezone: str) -> Trouble:
    """The sign of life that was due then; its times are in this zone."""
    counts = figures.activity
    silent = [it.about for it in figures.troubles if it.kind == SILENT]
    others = [it for it in figures.troubles if it.kind not in (SILENT, FAILING)]
    came = {"articles": counts["articles"], "kept": counts["kept"], "told": counts["told"]}
    lines = [
        phrase(
            "alive.since",
            since=figures.since,
            **came,
            held=counts["held"],
            sent=counts["sent"],
            dead=counts["dead"],
        ),
        phrase("alive.now", waiting=figures.waiting, items=figures.in_digests, dead=figures.dead),
        phrase("alive.feeds", feeds=figures.feeds, silent=len(silent), failing=len(figures.failing)),
        *_listed("alive.failing", figures.failing),
        *_listed("alive.silent", silent),
        *(phrase("alive.trouble", trouble=it.headline) for it in others),
        *(phrase("alive.standing", reason=reason) for reason in figures.standing),
    ]
    unwell = bool(figures.standing or others)
    return trouble(
        "alive",
        "tumen",
        phrase("alive.unwell" if unwell else "alive", **came),
        *([line] for line in lines),
        occasion=due.isoformat(),
        severity=Severity.HIGH if unwell else Severity.NORMAL,
        timezone=timezone,
    )


def _listed(say: str, names: Sequence[str]) -> list[JSON]:
    if not names:
        return []
    more = len(names) - MOST
    return [phrase(f"{say}.more" if more > 0 else say, feeds=tuple(names[:MOST]), more=more)]
