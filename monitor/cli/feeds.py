"""``tumen feeds``: what is known of each feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from monitor.cli.common import config_option, emit, exit_codes, fail, json_option, load, open_store_of

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def feeds() -> None:
    """See the feeds and how they fare."""


@feeds.command("list")
@config_option
@json_option
@exit_codes
def list_(config: Path | None, as_json: bool) -> None:
    """Show each feed with its last outcome and next check."""
    from monitor.status import read_status

    settings = load(config)
    store = open_store_of(settings, config)
    try:
        rows = read_status(store, settings)["feeds"]
    finally:
        store.close()
    if as_json:
        for row in rows:
            emit(row)
        return
    table = Table("feed", "outcome", "last success", "next check", "detail", box=None)
    for row in rows:
        outcome = row["outcome"] or ("not yet looked at" if row["enabled"] else "off")
        table.add_row(row["id"], outcome, row["last_success"], row["next_check"], row["detail"])
    Console().print(table)


@feeds.command()
@click.argument("feed_id", metavar="ID")
@config_option
@click.option("--limit", default=20, show_default=True)
@json_option
@exit_codes
def show(feed_id: str, config: Path | None, limit: int, as_json: bool) -> None:
    """Show a feed's recent checks, newest first."""
    from monitor.logs import redact
    from monitor.status import iso

    settings = load(config)
    feed = next((feed for feed in settings.feeds if feed.id == feed_id), None)
    if feed is None:
        fail(f"no feed is named {feed_id}; `tumen feeds list` shows them", code=2)
    store = open_store_of(settings, config)
    try:
        history = store.fetches(feed_id, limit)
    finally:
        store.close()
    if as_json:
        for check in history:
            emit(
                {
                    "feed": check.feed,
                    "at": iso(check.at),
                    "outcome": str(check.outcome),
                    "detail": check.detail,
                    "status": check.status,
                    "size": check.size,
                    "took": check.took.total_seconds(),
                    "entries": check.entries,
                    "bad_entries": check.bad_entries,
                    "new": check.new,
                    "kept": check.kept,
                }
            )
        return
    console = Console()
    console.print(f"{feed.name}: {redact(feed.url)}, at least every {feed.interval}", highlight=False)
    table = Table("at", "outcome", "entries", "new", "kept", "bytes", "seconds", "detail", box=None)
    for check in history:
        table.add_row(
            iso(check.at),
            str(check.outcome),
            str(check.entries),
            str(check.new),
            str(check.kept),
            str(check.size),
            f"{check.took.total_seconds():.1f}",
            check.detail,
        )
    console.print(table)
