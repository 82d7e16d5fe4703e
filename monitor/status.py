"""What ``tumen status`` shows: the daemon's own report, the counts, the feeds that fail, the outbox.

The daemon leaves its report in the store (``DAEMON_NOTE``); whether it still lives is told by the store's
lock, not by the report.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Column, Table

from monitor.core.errors import StoreBusy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.config.problems import Problem
    from monitor.core.model import JSON
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings

DAEMON_NOTE = "daemon"
"""The store's note under which the daemon reports on itself, as JSON."""


def read_status(store: Store, settings: Settings, problems: Sequence[Problem] = ()) -> JSON:
    """The state of everything, as one JSON object.

    ``problems`` are those of the file as it stands now; with some, ``settings`` has but its store.
    """
    note = store.note(DAEMON_NOTE)
    daemon: JSON = json.loads(note) if note else {}
    daemon["running"] = _is_locked(store)
    states = store.feed_states()
    feeds = []
    enabled = {feed.id: feed.enabled for feed in settings.feeds} or dict.fromkeys(states, True)
    for feed, on in enabled.items():
        state = states.get(feed)
        feeds.append(
            {
                "id": feed,
                "enabled": on,
                "outcome": str(state.outcome) if state and state.outcome else None,
                "detail": state.detail if state else "",
                "failures": state.failures if state else 0,
                "last_success": iso(state.last_success) if state else None,
                "next_check": iso(state.next_check) if state else None,
            }
        )
    channels = [store.outbox.channel_state(channel.id) for channel in settings.channels]
    return {
        "daemon": daemon,
        "config": {
            "digest": settings.digest,
            "taken_up": daemon.get("config") == settings.digest,
            "problems": [str(problem) for problem in problems],
        },
        "counts": dict(store.counts()),
        "feeds": feeds,
        "channels": [
            {"id": state.channel, "paused_until": iso(state.paused_until), "disabled": state.disabled}
            for state in channels
        ],
    }


def iso(moment: datetime | None) -> str | None:
    """A time as JSON has it."""
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def local(moment: datetime | str | None, *, missing: str = "") -> str:
    """A time as a person at this terminal reads it: in their own zone, to the second."""
    if moment is None:
        return missing
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def plain_table(*columns: str) -> Table:
    """A table without lines, of which only the last column gives way to a narrow terminal."""
    return Table(*(Column(name, no_wrap=name != columns[-1]) for name in columns), box=None)


def _is_locked(store: Store) -> bool:
    try:
        with store.lock():
            return False
    except StoreBusy:
        return True


def show_status(status: JSON) -> None:
    """Print a status for a person."""
    console = Console()
    daemon = status["daemon"]
    if daemon["running"]:
        process, since = daemon.get("pid", "?"), local(daemon.get("started"), missing="?")
        console.print(f"[green]The daemon runs[/] (process {process}, since {since}).")
    else:
        console.print("[yellow]The daemon does not run.[/] Start it with: tumen run")
    for problem in status["config"]["problems"]:
        console.print(f"[red]Wrong in the file, so the last good one stays:[/] {problem}", highlight=False)
    if daemon.get("trouble"):
        console.print(f"[red]Nothing can be stored:[/] {daemon['trouble']}", highlight=False)
    counts = status["counts"]
    console.print(
        ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items()), highlight=False
    )
    failing = [feed for feed in status["feeds"] if feed["enabled"] and feed["failures"]]
    if failing:
        table = plain_table("feed", "outcome", "times", "last success", "next check", "detail")
        for feed in failing:
            table.add_row(
                feed["id"],
                feed["outcome"],
                str(feed["failures"]),
                local(feed["last_success"], missing="never"),
                local(feed["next_check"], missing="not again"),
                feed["detail"],
            )
        console.print(table)
    else:
        asked = sum(feed["outcome"] is not None for feed in status["feeds"])
        console.print(f"{asked} feeds looked at, none failing.")
    for channel in status["channels"]:
        if channel["disabled"]:
            console.print(f"[red]Channel {channel['id']} is off:[/] {channel['disabled']}", highlight=False)
        elif channel["paused_until"]:
            console.print(f"Channel {channel['id']} waits until {local(channel['paused_until'])}.")
