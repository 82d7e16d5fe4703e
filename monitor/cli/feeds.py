"""``tumen feeds``: what is known of each feed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from monitor.cli.common import config_option, emit, exit_codes, fail, json_option, load, open_store_of
from monitor.cli.subscriptions import add, remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from monitor.core.model import JSON
    from monitor.core.settings import FeedSettings, Settings


@click.group()
def feeds() -> None:
    """See the feeds and how they fare; add and remove them."""


feeds.add_command(add)
feeds.add_command(remove)


@feeds.command("list")
@config_option
@json_option
@exit_codes
def list_(config: Path | None, as_json: bool) -> None:
    """Show how each feed fares, and when it is checked next.

    Of its latest checks: how many failed, how many new articles it has a day, how long an item stays in it,
    the least that two documents overlapped, about how many items were lost between them, and how late one is
    seen after its publication.
    """
    from monitor.reports.feed_status import feed_status
    from monitor.reports.terminal import lasting, local, plain_table, show_table

    settings = load(config)
    store = open_store_of(settings, config)
    try:
        rows = [feed_status(store, feed) for feed in settings.feeds]
    finally:
        store.close()
    if as_json:
        for row in rows:
            emit(row)
        return
    if not rows:
        click.echo("No feed is configured.")
        return
    columns = {
        "feed": [row["id"] for row in rows],
        "outcome": [(row["outcome"] or "not yet looked at") if row["enabled"] else "off" for row in rows],
        "failed": [f"{row['failed']}/{row['checks']}" if row["failed"] else "" for row in rows],
        "a day": ["" if row["per_day"] is None else f"{row['per_day']:.3g}" for row in rows],
        "stays": [lasting(row["window"]) for row in rows],
        "overlap": ["" if row["overlap"] is None else f"{row['overlap']:.0%}" for row in rows],
        "lost": [_lost(row) for row in rows],
        "late": [lasting(row["latency"]) for row in rows],
        "next check": [local(row["next_check"]) for row in rows],
        "why": [_remark(row) for row in rows],
    }
    told = {name: cells for name, cells in columns.items() if any(cells)}  # a terminal is narrow
    table = plain_table(*told)
    for cells in zip(*told.values(), strict=True):
        table.add_row(*cells)
    show_table(table)


@feeds.command()
@click.argument("feed_id", metavar="ID")
@config_option
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many at most.")
@json_option
@exit_codes
def show(feed_id: str, config: Path | None, limit: int, as_json: bool) -> None:
    """Show how a feed fares, and its recent checks, newest first."""
    from monitor.core.config.times import show_duration
    from monitor.logs import redact
    from monitor.reports.feed_status import feed_status
    from monitor.reports.status import iso
    from monitor.reports.terminal import console, local, plain_table, show_table

    settings = load(config)
    feed = _feed(settings, feed_id)
    store = open_store_of(settings, config)
    try:
        history = store.fetches(feed_id, limit)
        status = feed_status(store, feed)
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
                    "latency": check.latency and check.latency.total_seconds(),
                    "gap": check.gap,
                    "lost": check.lost,
                }
            )
        return
    every = show_duration(feed.interval)
    terminal = console()
    terminal.print(f"{feed.name}: {redact(feed.url)}, at least every {every}")
    for line in _fares(status):
        terminal.print(line)
    table = plain_table("at", "outcome", "entries", "new", "kept", "bytes", "seconds", "detail")
    for check in history:
        table.add_row(
            local(check.at),
            str(check.outcome),
            str(check.entries),
            str(check.new),
            str(check.kept),
            str(check.size),
            f"{check.took.total_seconds():.1f}",
            check.detail,
        )
    show_table(table)


def _remark(status: JSON) -> str:
    """Why a feed is not checked when it should be."""
    if status["next_check"] and not status["failures"]:
        return ""
    return f"{status['why']}: {status['detail']}".strip(" :")


def _lost(status: JSON) -> str:
    if not status["gaps"]:
        return ""
    return f"~{status['lost']:,}" if status["lost"] else "some"


def _fares(status: JSON) -> Iterator[str]:
    """How a feed fares, in sentences; of what is not known there is none."""
    from monitor.reports.terminal import lasting, local, sized

    if status["checks"] == 1:
        yield f"Checked once: {status['outcome']}."
    elif status["checks"]:
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in status["outcomes"].items())
        yield f"The last {status['checks']} checks, in {lasting(status['span'])}: {outcomes}."
    if status["per_day"] is not None:
        fetched = sized(status["bytes_per_day"])
        stays = f"; an item stays about {lasting(status['window'])}" if status["window"] else ""
        yield f"About {status['per_day']:.3g} new articles a day, {fetched} fetched{stays}."
    if status["overlap"] is not None:
        yield f"At least {status['overlap']:.0%} of its entries were known from the check before."
    if status["gaps"]:
        times = "Once" if status["gaps"] == 1 else f"{status['gaps']} times"
        loss = f"about {status['lost']:,} articles" if status["lost"] else "nobody can tell how many articles"
        yield f"{times} none was, so some passed unseen: {loss}."
    if status["latency"] is not None:
        yield f"Articles are seen {lasting(status['latency'])} after they were published (the median)."
    if not status["enabled"]:
        yield "It is switched off."
    else:
        yield f"Next check: {local(status['next_check'], missing='none set')} ({status['why']})."


@feeds.command()
@click.argument("feed_id", metavar="ID")
@config_option
@json_option
@exit_codes
def test(feed_id: str, config: Path | None, as_json: bool) -> None:
    """Fetch and read a feed once and show its entries.

    Also one that is switched off; nothing is stored.
    """
    settings = load(config)
    asyncio.run(_test(settings, _feed(settings, feed_id), as_json=as_json))


async def _test(settings: Settings, feed: FeedSettings, *, as_json: bool) -> None:
    from monitor.look import look
    from monitor.reports.status import iso
    from monitor.reports.terminal import local

    async for seen in look(settings, [feed]):
        if seen.failed is not None:
            fail(f"{feed.id}: {seen.failed.outcome}: {seen.failed.detail}")
        assert seen.document is not None
        for entry in seen.document.entries:
            if as_json:
                emit({"title": entry.title, "url": entry.link, "published": iso(entry.published)})
            else:
                lines = entry.title, entry.link or entry.guid
                at = local(entry.published, missing="undated")
                click.echo(f"{at:20}  " + f"\n{'':20}  ".join(filter(None, lines)))
        for bad in seen.document.bad_entries:
            click.echo(f"could not be read: {bad}", err=True)
        for note in seen.document.notes:
            click.echo(note, err=True)


def _feed(settings: Settings, feed_id: str) -> FeedSettings:
    feed = next((feed for feed in settings.feeds if feed.id == feed_id), None)
    if feed is None:
        fail(f"no feed is named {feed_id}; `tumen feeds list` shows them", code=2)
    return feed
