"""``tumen audit``: what is missed, measured by people; and whether everything that matched was told."""

from __future__ import annotations

import random
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from monitor.cli.archive import since_option, since_time
from monitor.cli.common import config_option, emit, exit_codes, json_option, load, open_store_of, progress
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from io import TextIOWrapper
    from pathlib import Path

    from monitor.core.model import Article
    from monitor.core.protocols import Store
    from monitor.reports.audit import Measured, Share


@click.command()
@config_option
@click.option("--ledger", is_flag=True, help="Reconcile matches, notifications, deliveries and receipts.")
@click.option(
    "--labels",
    type=click.File(encoding="utf-8-sig", errors="replace"),
    default=None,
    metavar="FILE",
    help="Measure recall by a sample that was labelled.",
)
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="How many articles of each kind to draw.",
)
@click.option("--topic", default=None, help="Only what this topic keeps counts as kept.")
@click.option("--seed", type=int, default=None, help="Draw the same sample again.")
@since_option
@json_option
@exit_codes
def audit(
    config: Path | None,
    ledger: bool,
    labels: TextIOWrapper | None,
    sample: int,
    topic: str | None,
    seed: int | None,
    since: str | None,
    as_json: bool,
) -> None:
    """Draw a sample of kept and dropped articles to be labelled.

    It comes as JSON lines. Set "relevant" in each to true or false and give the file back by --labels: that
    measures how much of what matters is kept. With --ledger nothing is drawn: every match is followed to its
    receipt, and any hole is exit 1.
    """
    if labels is not None:
        _measure(labels, as_json=as_json)
        return
    settings = load(config)
    if topic is not None and topic not in {known.id for known in settings.topics}:
        raise UsageError(f"no topic is named {topic}")
    moment = since_time(since)
    store = open_store_of(settings, config)
    try:
        if ledger:
            sys.exit(_reconcile(store, moment, as_json=as_json))
        from monitor.reports.audit import draw

        chance = random.Random(seed)  # noqa: S311 - a sample guards nothing
        for line in draw(_articles(store, moment), topic=topic, size=sample, chance=chance):
            emit(line)
    finally:
        store.close()


def _articles(store: Store, since: datetime | None) -> Iterator[Article]:
    """All articles, with the progress on a terminal."""
    return progress(store.articles(kept_only=False, since=since), "articles looked at", shown=True)


def _reconcile(store: Store, since: datetime | None, *, as_json: bool) -> int:
    """Go through the books; the exit code."""
    from datetime import UTC, datetime

    from monitor.clock import SystemClock
    from monitor.reports.ledger import Ledger
    from monitor.reports.status import iso
    from monitor.reports.terminal import counted

    books = Ledger(store, since or datetime.min.replace(tzinfo=UTC), SystemClock().now())
    holes = 0
    for hole in books.holes(_articles(store, since)):
        holes += 1
        if as_json:
            emit(asdict(hole))
        else:
            click.echo(f"hole: {hole}", err=True)
    if as_json:
        emit({"since": iso(since), "holes": holes, "figures": dict(books.figures)})
    else:
        click.echo(
            ", ".join(f"{name} {count:,}" for name, count in books.figures.items()) or "nothing is stored"
        )
        click.echo(counted(holes, "hole") if holes else "The books balance.")
    return 1 if holes else 0


def _measure(labels: TextIOWrapper, *, as_json: bool) -> None:
    from monitor.reports.audit import measure, read_labels
    from monitor.reports.terminal import counted

    strata, unlabelled = read_labels(labels)
    measured = measure(strata)
    if unlabelled:
        click.echo(f"tumen: {counted(unlabelled, 'line')} without a label, left out", err=True)
    if as_json:
        emit(asdict(measured))
        return
    click.echo(f"recall     {_shown(measured.recall)}")
    click.echo(f"precision  {_shown(measured.precision)}")
    click.echo(_explained(measured))


def _shown(share: Share) -> str:
    value = "unknown" if share.value is None else f"{share.value:.1%}"
    return f"{value}  (95 % between {share.low:.1%} and {share.high:.1%})"


def _explained(measured: Measured) -> str:
    lines = [f"About {measured.missed:,.0f} relevant articles were dropped."]
    lines += [
        f"{name}: {it.relevant} of {it.labelled} labelled are relevant, of {it.population:,}"
        for name, it in measured.strata.items()
    ]
    return "\n".join(lines)
