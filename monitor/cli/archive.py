"""``tumen export``, ``search``, ``explain`` and ``story``: what the store remembers."""

from __future__ import annotations

import sys
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    check_named,
    config_option,
    emit,
    exit_codes,
    fail,
    json_option,
    load,
    open_store_of,
    progress,
)

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from monitor.core.model import Article
    from monitor.core.protocols import Store


since_option = click.option(
    "--since",
    default=None,
    metavar="TIME",
    help="Only what was first seen since then: a span (30d, 12h) or a date.",
)


def since_time(text: str | None) -> datetime | None:
    """The moment that ``--since`` means; raises ``UsageError``."""
    from monitor.clock import SystemClock
    from monitor.core.config import parse_duration
    from monitor.core.errors import UsageError
    from monitor.reports.items import parse_date

    if text is None:
        return None
    try:
        span = parse_duration(text)
        return parse_date(text) if span is None else SystemClock().now() - span
    except ValueError as error:
        raise UsageError(f"--since: {error}; write a span such as 30d or a date such as 2026-03-01") from None


@click.command()
@config_option
@click.option("--all", "everything", is_flag=True, help="Also what no topic keeps.")
@since_option
@exit_codes
def export(config: Path | None, everything: bool, since: str | None) -> None:
    """Write stored articles as JSON lines, the first seen first."""
    from monitor.reports.archive import exported

    moment = since_time(since)
    store = open_store_of(load(config), config)
    try:
        articles = store.articles(kept_only=not everything, since=moment)
        for article in progress(articles, "articles written", shown=not sys.stdout.isatty()):
            emit(exported(article))
    finally:
        store.close()


@click.command()
@click.argument("expression", metavar="EXPR")
@config_option
@since_option
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="How many at most, newest first.",
)
@json_option
@exit_codes
def search(expression: str, config: Path | None, since: str | None, limit: int, as_json: bool) -> None:
    """Find stored articles by an expression, newest first.

    Also those that no topic keeps.
    """
    from monitor.reports.archive import Archive, exported, show_found
    from monitor.reports.items import spans

    moment = since_time(since)
    settings = load(config)
    store = open_store_of(settings, config)
    try:
        archive = Archive(store, settings)
        wanted = archive.reader.parse(expression)
        # Lines that appear on a terminal are progress enough.
        shown = not (as_json and sys.stdout.isatty())
        candidates = archive.candidates(wanted, since=moment)
        with closing(progress(candidates, "articles looked at", shown=shown)) as looked_at:
            matching = islice(archive.matching(wanted, looked_at), limit)
            if as_json:
                for article, match in matching:
                    emit(exported(article) | {"spans": spans(match)})
                return
            found = list(matching)
        show_found(found)
    finally:
        store.close()


@click.command()
@click.argument("articles", metavar="URL_OR_ID [URL_OR_ID]", nargs=-1, required=True)
@config_option
@click.option("--rule", default=None, help="Why this rule did or did not match.")
@json_option
@exit_codes
def explain(articles: tuple[str, ...], config: Path | None, rule: str | None, as_json: bool) -> None:
    """Show why an article was kept or dropped, told or held back.

    Also what its edits changed, word by word. Of two articles: why they are, or are not, one story; only this
    as JSON.
    """
    from monitor.core.errors import UsageError
    from monitor.reports.archive import Archive
    from monitor.reports.explanation import show_explanation
    from monitor.reports.pair import pair_json, show_pair

    if len(articles) > 2 or (rule and len(articles) > 1):
        raise UsageError("explain takes one article, with or without --rule, or two of them")
    if as_json and len(articles) == 1:
        raise UsageError("explain takes --json with two articles; of one, `tumen export` writes the verdicts")
    settings = load(config)
    store = open_store_of(settings, config)
    try:
        found = [stored(store, article) for article in articles]
        if len(found) == 1:
            if rule:
                told = {record.match.rule for record in store.matches(found[0].id)}
                check_named(rule, told | {one.id for one in settings.rules})
            show_explanation(Archive(store, settings), found[0], rule)
        else:
            pair = pair_json(store, *found)
            emit(pair) if as_json else show_pair(pair)
    finally:
        store.close()


def stored(store: Store, id_or_url: str) -> Article:
    """The article with this id or address; ends the command if there is none."""
    from monitor.reports.lookup import article_called

    found = article_called(store, id_or_url)
    if found is None:
        fail(f"no stored article has the address or id {id_or_url}; `tumen search` finds articles by words")
    return found


@click.command()
@click.argument("story", metavar="ID_OR_URL")
@config_option
@json_option
@exit_codes
def story(story: str, config: Path | None, as_json: bool) -> None:
    """Show who had a story first, who cites whom, who lacks it.

    ID_OR_URL is a story's, or that of one of its articles.
    """
    from monitor.clock import SystemClock
    from monitor.reports.story import members, show_story, story_json

    settings = load(config)
    store = open_store_of(settings, config)
    try:
        articles = members(store, story)
        others = store.linked_stories(articles[0].story) if articles else ()
        linked = [members(store, first.story) for first in others]
        states = store.feed_states()
    finally:
        store.close()
    if not articles:
        fail(
            f"no stored story or article has the id or address {story}; "
            "`tumen search` finds articles by words"
        )
    found = story_json(articles, linked, settings, states)
    if as_json:
        emit(found)
    else:
        show_story(found, SystemClock().now())
