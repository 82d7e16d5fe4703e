"""``tumen check`` and ``tumen schema``: the file, before it is used."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DEFAULT_CONFIG, config_option, emit, exit_codes, json_option, load

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.settings import FeedSettings, Settings


@click.command()
@config_option
@click.option("--online", is_flag=True, help="Also fetch each feed once and show what it yields.")
@json_option
@exit_codes
def check(config: Path | None, online: bool, as_json: bool) -> None:
    """Show every problem of the configuration at once, as FILE:LINE: path: message."""
    settings = load(config)
    for stopped in settings.stopped:
        click.echo(str(stopped), err=True)
    if online:
        sys.exit(asyncio.run(_look(settings, as_json=as_json)))
    on = sum(feed.enabled for feed in settings.feeds)
    click.echo(
        f"{config or DEFAULT_CONFIG}: sound. {len(settings.feeds)} feeds ({on} on), "
        f"{len(settings.topics)} topics, {len(settings.rules)} rules, {len(settings.channels)} channels.",
        err=as_json,
    )


async def _look(settings: Settings, *, as_json: bool) -> int:
    from monitor import sources
    from monitor.clock import SystemClock
    from monitor.core.errors import ReadError
    from monitor.core.model import Failed, Fetched
    from monitor.core.reading import read_document
    from monitor.core.schedule import initial_state
    from monitor.fetch import Fetcher

    async def look(feed: FeedSettings) -> bool:
        reply = await fetcher.fetch(feed, initial_state(feed))
        entries: int | None = None
        newest = ""
        if isinstance(reply, Fetched):
            try:
                document = await asyncio.to_thread(
                    read_document,
                    reply.body,
                    content_type=reply.content_type,
                    url=reply.url,
                    feed=feed,
                    profile=sources.profile(feed.source, feed.url),
                )
            except ReadError as error:
                reply = Failed(outcome=error.outcome, detail=error.detail)
            else:
                entries = len(document.entries)
                newest = document.entries[0].title if document.entries else ""
        outcome = str(reply.outcome) if isinstance(reply, Failed) else "read"
        detail = reply.detail if isinstance(reply, Failed) else newest
        if as_json:
            emit({"feed": feed.id, "outcome": outcome, "entries": entries, "detail": detail})
        else:
            click.echo(f"{feed.id:24} {outcome:16} {'' if entries is None else entries:>5}  {detail[:60]}")
        return not isinstance(reply, Failed)

    fetcher = Fetcher(settings, clock=SystemClock())
    try:
        feeds = [feed for feed in settings.feeds if feed.enabled and not feed.missing]
        return 0 if all(await asyncio.gather(*map(look, feeds))) else 1
    finally:
        await fetcher.aclose()


@click.command()
@exit_codes
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from monitor.core.config import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
