"""``tumen export``, ``search`` and ``explain``: what the store remembers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import config_option, emit, exit_codes, fail, json_option, load, open_store_of

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from pathlib import Path


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
    from monitor.items import parse_date

    if text is None:
        return None
    span: timedelta | None = parse_duration(text)
    if span is not None:
        return SystemClock().now() - span
    try:
        return parse_date(text)
    except ValueError as error:
        raise UsageError(f"--since: {error}; write a span such as 30d or a date such as 2026-03-01") from None


@click.command()
@config_option
@click.option("--all", "everything", is_flag=True, help="Also what no topic keeps.")
@since_option
@exit_codes
def export(config: Path | None, everything: bool, since: str | None) -> None:
    """Write stored articles as JSON lines, the first seen first."""
    from monitor.archive import exported

    moment = since_time(since)
    store = open_store_of(load(config), config)
    try:
        for article in store.articles(kept_only=not everything, since=moment):
            emit(exported(article))
    finally:
        store.close()


@click.command()
@click.argument("expression", metavar="EXPR")
@config_option
@click.option("--limit", default=50, show_default=True, help="How many at most, newest first.")
@json_option
@exit_codes
def search(expression: str, config: Path | None, limit: int, as_json: bool) -> None:
    """Find stored articles by an expression, newest first.

    Also those that no topic keeps.
    """
    from monitor.archive import Archive, exported, show_found
    from monitor.items import spans

    settings = load(config)
    store = open_store_of(settings, config)
    try:
        found = Archive(store, settings).search(expression, limit=limit)
        if as_json:
            for article, match in found:
                emit(exported(article) | {"spans": spans(match)})
        else:
            show_found(found)
    finally:
        store.close()


@click.command()
@click.argument("article", metavar="URL_OR_ID")
@config_option
@click.option("--rule", default=None, help="Why this rule did or did not match.")
@exit_codes
def explain(article: str, config: Path | None, rule: str | None) -> None:
    """Show why an article was kept or dropped, told or held back."""
    from monitor.archive import Archive, show_explanation

    settings = load(config)
    store = open_store_of(settings, config)
    try:
        found = store.article(article)
        if found is None:
            fail(f"no stored article has the address or id {article}; `tumen search` finds articles by words")
        show_explanation(Archive(store, settings), found, rule)
    finally:
        store.close()
    sys.exit(0)
