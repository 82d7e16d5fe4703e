"""``tumen check`` and ``tumen schema``: the file, before it is used."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DEFAULT_CONFIG, config_option, emit, exit_codes, fail, json_option, load

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.settings import Settings


@click.command()
@config_option
@click.option("--online", is_flag=True, help="Also fetch each feed once and show what it yields.")
@json_option
@exit_codes
def check(config: Path | None, online: bool, as_json: bool) -> None:
    """Show every problem of the configuration at once.

    Each is a line FILE:LINE: path: message.
    """
    from monitor.reports.terminal import counted

    settings = load(config)
    for stopped in settings.stopped:
        click.echo(str(stopped), err=True)
    on = len(settings.watched)
    parts = (
        f"{counted(len(settings.feeds), 'feed')} ({on} on)",
        counted(len(settings.topics), "topic"),
        counted(len(settings.rules), "rule"),
        counted(len(settings.channels), "channel"),
    )
    click.echo(f"{config or DEFAULT_CONFIG}: sound. {', '.join(parts)}.", err=as_json)
    if online:
        failed = asyncio.run(_look(settings, as_json=as_json))
        if failed:
            feeds = counted(len(failed), "feed")
            fail(f"{feeds} of {len(settings.watched)} cannot be read: {', '.join(sorted(failed))}")


async def _look(settings: Settings, *, as_json: bool) -> list[str]:
    """Show what each feed yields as it answers; the ids of those that fail."""
    from monitor.look import look

    failed = []
    async for seen in look(settings, settings.watched):
        if seen.failed:
            failed.append(seen.feed.id)
        entries = seen.document.entries if seen.document else ()
        outcome = str(seen.failed.outcome) if seen.failed else "read"
        detail = seen.failed.detail if seen.failed else (entries[0].title if entries else "no entries")
        if as_json:
            emit({"feed": seen.feed.id, "outcome": outcome, "entries": len(entries), "detail": detail})
        else:
            click.echo(f"{seen.feed.id:24} {outcome:16} {len(entries):>5}  {detail}")
    return failed


@click.command()
@exit_codes
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    from monitor.core.config import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
