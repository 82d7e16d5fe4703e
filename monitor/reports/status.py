"""What ``tumen status`` shows: the daemon's own report, the counts, the feeds that fail, the outbox.

The daemon leaves its report in the store (``DAEMON_NOTE``); whether it still lives is told by the store's
lock, not by the report.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.reports.terminal import console, counted, local, plain_table, show_table
from monitor.watch.oversight import open_troubles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.config.problems import Problem
    from monitor.core.fetching import FeedState
    from monitor.core.model import JSON
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings

DAEMON_NOTE = "daemon"
"""The store's note under which the daemon reports on itself, as JSON."""


def read_status(store: Store, settings: Settings, problems: Sequence[Problem] = (), *, now: datetime) -> JSON:
    """The state of everything, as one JSON object.

    ``problems`` are those of the file as it stands now; with some, ``settings`` has but its store.
    """
    note = store.note(DAEMON_NOTE)
    daemon: JSON = json.loads(note) if note else {}
    daemon["running"] = store.is_locked()
    states = store.feed_states()
    enabled = {feed.id: feed.enabled for feed in settings.feeds} or dict.fromkeys(states, True)
    feeds = [feed_line(feed, states.get(feed), enabled=on) for feed, on in enabled.items()]
    channels = [store.outbox.channel_state(channel.id) for channel in settings.channels]
    return {
        "daemon": daemon,
        "config": {
            "checksum": settings.checksum,
            "taken_up": daemon.get("config") == settings.checksum,
            "problems": [str(problem) for problem in problems],
        },
        "counts": dict(store.counts()),
        "snoozed": [
            {"rule": snooze.rule, "until": iso(snooze.until)}
            for snooze in store.snoozes()
            if snooze.until > now
        ],
        "troubles": [
            {"kind": it.kind, "about": it.about, "title": it.title, "text": it.text}
            for it in open_troubles(store).values()
        ],
        "feeds": feeds,
        "channels": [
            {"id": state.channel, "paused_until": iso(state.paused_until), "disabled": state.disabled}
            for state in channels
        ],
    }


def last_report(store: Store) -> datetime | None:
    """When a daemon has last reported; None if none ever has."""
    note = store.note(DAEMON_NOTE)
    return datetime.fromisoformat(json.loads(note)["reported"]) if note else None


def feed_line(feed: str, state: FeedState | None, *, enabled: bool) -> JSON:
    """A feed's state; None before its first check. One that is switched off has no next check."""
    return {
        "id": feed,
        "enabled": enabled,
        "outcome": str(state.outcome) if state and state.outcome else None,
        "detail": state.detail if state else "",
        "failures": state.failures if state else 0,
        "last_success": iso(state.last_success) if state else None,
        "next_check": iso(state.next_check) if state and enabled else None,
    }


def iso(moment: datetime | None) -> str | None:
    """A time as JSON has it."""
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None


def show_status(status: JSON) -> None:
    """Print a status for a person."""
    show = console().print
    daemon = status["daemon"]
    if daemon["running"]:
        process, since = daemon.get("pid", "?"), local(daemon.get("started"), missing="?")
        show(Text.assemble(("The daemon runs", "green"), f" (process {process}, since {since})."))
    else:
        show(Text.assemble(("The daemon does not run.", "yellow"), " Start it with: tumen run"))
    for problem in status["config"]["problems"]:
        show(Text.assemble(("Wrong in the file, so the last good one stays:", "red"), f" {problem}"))
    for stopped in daemon.get("stopped", ()) if daemon["running"] else ():
        show(Text(f"{stopped}.", style="yellow"))
    if daemon.get("trouble"):
        show(Text.assemble(("Nothing can be stored:", "red"), f" {daemon['trouble']}"))
    if daemon.get("network_away"):
        since = local(daemon["network_away"])
        show(Text.assemble(("The network seems to be away:", "red"), f" no feed answers since {since}."))
    counts = status["counts"]
    show(", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in counts.items()))
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
        show_table(table)
    else:
        asked = sum(feed["outcome"] is not None for feed in status["feeds"])
        show(f"{counted(asked, 'feed')} looked at, none failing.")
    for rule in status["snoozed"]:
        show(f"Rule {rule['rule']} is snoozed until {local(rule['until'])}.")
    for trouble in status["troubles"]:
        show(Text(f"{trouble['title']}.", style="yellow"))
    for reason in daemon.get("heartbeat", {}).get("trouble", ()):
        show(Text.assemble(("The heartbeat is withheld:", "red"), f" {reason}."))
    for channel in status["channels"]:
        if channel["disabled"]:
            show(Text.assemble((f"Channel {channel['id']} is off:", "red"), f" {channel['disabled']}"))
        elif channel["paused_until"]:
            show(f"Channel {channel['id']} waits until {local(channel['paused_until'])}.")
