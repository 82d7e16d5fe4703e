"""The words of the daily sign of life; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from alerts.feed_trouble import FAILING, SILENT
from alerts.trouble import Trouble

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


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
    zone = ZoneInfo(timezone)
    counts = figures.activity
    silent = [it for it in figures.troubles if it.kind == SILENT]
    others = [it for it in figures.troubles if it.kind not in (SILENT, FAILING)]
    since = f"{figures.since.astimezone(zone):%Y-%m-%d %H:%M %Z}"
    came = f"{counts['articles']:,} articles read, {counts['kept']:,} kept"
    matched = f"{counts['told']:,} matches told, {counts['held']:,} held back"
    sent = f"{counts['sent']:,} deliveries sent, {counts['dead']:,} given up"
    waiting = f"{figures.waiting:,} deliveries and {figures.in_digests:,} items for digests wait"
    lines = [
        f"Since {since}: {came}. {matched}. {sent}.",
        f"Now: {waiting}, {figures.dead:,} deliveries are dead.",
        f"Of {figures.feeds:,} feeds {len(silent):,} are silent, {len(figures.failing):,} fail.",
    ]
    if figures.failing:
        lines.append(f"Failing: {_listed(figures.failing)}.")
    if silent:
        lines.append(f"Silent: {_listed([it.about for it in silent])}.")
    lines += [f"{it.title}." for it in others]
    lines += [f"Not well: {reason}." for reason in figures.standing]
    unwell = ", but not well" if figures.standing or others else ""
    return Trouble(
        kind="alive",
        about="tumen",
        title=f"Alive{unwell}: {came}, {counts['told']:,} told",
        text="\n".join(lines),
        occasion=due.isoformat(),
    )


def _listed(names: tuple[str, ...] | list[str]) -> str:
    shown = ", ".join(names[:30])
    return shown if len(names) <= 30 else f"{shown} and {len(names) - 30} more"
