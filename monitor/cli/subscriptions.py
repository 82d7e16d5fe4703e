"""``tumen feeds add`` and ``remove``, ``tumen opml``: the list of feeds in the operators' file."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.common import DEFAULT_CONFIG, config_option, emit, exit_codes, fail, json_option, load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.config.editing import Fields
    from monitor.core.opml import Outline
    from monitor.core.settings import Settings
    from monitor.discovery import Found, Search

PREVIEW = 8
"""Items shown of a feed that is found."""


@click.command()
@click.argument("url")
@config_option
@click.option("--id", "feed_id", metavar="ID", help="Its id; made of its source and language unless given.")
@click.option("--name", help="Shown to people; the feed's own title unless given.")
@click.option("--interval", metavar="DURATION", help="The longest wait between two checks, as 5m.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and change nothing.")
@json_option
@exit_codes
def add(
    url: str,
    config: Path | None,
    feed_id: str | None,
    name: str | None,
    interval: str | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Find the feed of a site, show its items, and add it to the file.

    URL is a feed's address or any page of the site: then feeds are looked for that the page names, that
    the site's robots.txt names, and where feeds usually are. The file keeps its comments and layout; a
    daemon that runs takes the feed up at once.
    """
    from monitor.discovery import discover, new_id

    settings = load(config)
    addresses = [url] if "://" in url else [f"https://{url}", f"http://{url}"]
    for url in addresses:
        _expect_new(settings, url)
    taken = frozenset(feed.id for feed in settings.feeds)
    if feed_id in taken:
        fail(f"there is a feed named {feed_id} already", code=2)
    for url in addresses:
        search = asyncio.run(discover(settings, url))
        if not _is_out_of_reach(url, search):
            break
    if not search.found:
        fail(_nothing(url, search))
    best, *others = search.found
    _expect_new(settings, best.feed.url)
    language = _language(best)
    fields = _fields(
        id=feed_id or new_id(best.feed.source, language, taken),
        source=best.feed.source,
        name=name or best.document.title[:80],
        url=best.feed.url,
        language=language,
        interval=interval,
    )
    _preview(best, fields, as_json=as_json)
    for other in others:
        click.echo(f"Also found: {other.feed.url} ({len(other.document.entries)} items)", err=True)
    if not dry_run:
        _write(config, [fields])
        click.echo(f"Added {dict(fields)['id']} to {config or DEFAULT_CONFIG}.", err=as_json)


@click.command()
@click.argument("feed_id", metavar="ID")
@config_option
@exit_codes
def remove(feed_id: str, config: Path | None) -> None:
    """Take a feed out of the file; what was stored of it stays.

    A comment above it goes too, unless other feeds follow under that comment. `enabled: false` switches a
    feed off without taking it out.
    """
    from monitor.configfile import edit
    from monitor.core.config.editing import without_feed

    path = config or DEFAULT_CONFIG
    edit(path, lambda data: without_feed(data, feed_id, file=str(path), env=os.environ))
    click.echo(f"Took {feed_id} out of {path}.")


@click.group()
def opml() -> None:
    """Exchange lists of feeds with other readers."""


@opml.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@config_option
@click.option("--dry-run", is_flag=True, help="Show what would be added, and change nothing.")
@exit_codes
def import_(file: Path, config: Path | None, *, dry_run: bool) -> None:
    """Add the feeds of an OPML file that are not there yet.

    They are not fetched; `tumen check --online` does, and says which of them work.
    """
    from monitor.core.errors import ReadError
    from monitor.core.opml import read_opml
    from monitor.logs import redact

    settings = load(config)
    try:
        outlines = read_opml(file.read_bytes())
    except ReadError as error:
        fail(f"{file}: {error.detail}", code=2)
    known = {feed.url for feed in settings.feeds}
    new = [outline for outline in outlines if outline.url not in known]
    feeds = _subscriptions(settings, new)
    for fields in feeds:
        click.echo(f"{dict(fields)['id']:24}  {redact(dict(fields)['url'])}")
    if feeds and not dry_run:
        _write(config, feeds)
    there = f", {len(outlines) - len(new)} were there already" if len(outlines) > len(new) else ""
    added = "1 feed" if len(feeds) == 1 else f"{len(feeds)} feeds"
    click.echo(f"{'Would add' if dry_run else 'Added'} {added}{there}.", err=True)


@opml.command()
@config_option
@exit_codes
def export(config: Path | None) -> None:
    """Write the feeds as OPML to the standard output.

    Without those that no other reader could read (list pages), and those with a secret in their address.
    """
    from monitor.core.opml import Outline, write_opml
    from monitor.core.settings import FeedFormat
    from monitor.logs import redact

    outlines = []
    for feed in load(config).feeds:
        if feed.missing or redact(feed.url) != feed.url:
            click.echo(f"{feed.id} is left out: its address holds a secret", err=True)
        elif feed.format in (FeedFormat.HTML, FeedFormat.SITEMAP):
            click.echo(f"{feed.id} is left out: it is no feed for other readers", err=True)
        else:
            outlines.append(Outline(url=feed.url, title=feed.name, language=feed.language))
    click.echo(write_opml(outlines, title="Tumen"), nl=False)


def _expect_new(settings: Settings, url: str) -> None:
    known = next((feed.id for feed in settings.feeds if feed.url == url), None)
    if known:
        fail(f"{known} has this address already", code=2)


def _is_out_of_reach(url: str, search: Search) -> bool:
    from monitor.core.fetching import Outcome

    failed = dict(search.failed).get(url)
    return failed is not None and failed.outcome in (Outcome.UNREACHABLE, Outcome.TIMED_OUT)


def _nothing(url: str, search: Search) -> str:
    tried = dict(search.failed)
    first = tried.get(url)
    answered = f"{first.outcome}: {first.detail}" if first else "nothing was there"
    return f"no feed was found at {url} ({answered}); addresses tried: {len(tried)}"


def _language(found: Found) -> str | None:
    from monitor import sources
    from monitor.core.reading import primary_language

    if stated := primary_language(found.document.language):
        return stated
    spoken = sources.profile(found.feed.source, found.feed.url).languages
    return spoken[0] if len(spoken) == 1 else None


def _fields(**fields: str | None) -> Fields:
    """What is to stand in the file: a source or name that is the id says nothing."""
    said = {key: value for key, value in fields.items() if value}
    for key in ("source", "name"):
        if said.get(key) == said["id"]:
            del said[key]
    return tuple(said.items())


def _preview(found: Found, fields: Fields, *, as_json: bool) -> None:
    from monitor.logs import redact
    from monitor.reports.status import iso
    from monitor.reports.terminal import local

    if as_json:
        for entry in found.document.entries:
            emit({"title": entry.title, "url": entry.link, "published": iso(entry.published)})
        return
    click.echo(f"{redact(found.feed.url)}: {len(found.document.entries)} items")
    for entry in found.document.entries[:PREVIEW]:
        click.echo(f"{local(entry.published, missing='undated'):20}  {entry.title or entry.link}")
    for note in (*found.document.bad_entries[:PREVIEW], *found.document.notes):
        click.echo(note, err=True)
    click.echo("".join(f"    {key}: {value}\n" for key, value in fields if key != "url"), nl=False)


def _subscriptions(settings: Settings, outlines: Sequence[Outline]) -> list[Fields]:
    from monitor.core.reading import primary_language
    from monitor.discovery import new_id, source_of

    taken = {feed.id for feed in settings.feeds}
    feeds = []
    for outline in outlines:
        language = primary_language(outline.language)
        source = source_of(outline.url)
        id_ = new_id(source, language, frozenset(taken))
        taken.add(id_)
        feeds.append(
            _fields(id=id_, source=source, name=outline.title[:80], url=outline.url, language=language)
        )
    return feeds


def _write(config: Path | None, feeds: Sequence[Fields]) -> None:
    from monitor.configfile import edit
    from monitor.core.config.editing import with_feeds

    path = config or DEFAULT_CONFIG
    edit(path, lambda data: with_feeds(data, feeds, file=str(path), env=os.environ))
