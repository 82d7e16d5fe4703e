"""``tumen backtest``: what a rule would have fired on."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.archive import since_time
from monitor.cli.common import (
    config_option,
    emit,
    exit_codes,
    json_option,
    load,
    open_store_of,
    progress_display,
)
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from monitor.core.model import Article
    from monitor.core.protocols import Store
    from monitor.core.settings import RuleSettings, Settings

_EVERY = 100
"""Articles between two looks at the progress."""


@click.command()
@click.argument("tried", metavar="RULE_OR_EXPR")
@config_option
@click.option(
    "--since",
    default="30d",
    show_default=True,
    metavar="TIME",
    help="On what was first seen since then: a span (30d, 12h) or a date.",
)
@click.option(
    "--against",
    default=None,
    metavar="OLD",
    help="Compare with a rule, an earlier version of one, another configuration's, or an expression.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many hits of each kind to show.",
)
@json_option
@exit_codes
def backtest(
    tried: str, config: Path | None, since: str, against: str | None, samples: int, as_json: bool
) -> None:
    """Try a rule on the archive before it is saved.

    Shows what it would have fired on, day by day, and how often it would have told; writes nothing.
    RULE_OR_EXPR is a rule's id or an expression. With --against the new and the lost hits are told apart; an
    expression then stands in for the rule's own, with the rule's topic and policy.
    """
    from monitor.clock import SystemClock
    from monitor.reports.backtest import Backtest
    from monitor.reports.backtest_report import hit_json, report_json, show_report

    settings = load(config)
    clock = SystemClock()
    moment = since_time(since)
    store = open_store_of(settings, config)
    try:
        rule, other = _versions(tried, against, settings, store)
        test = Backtest(store, settings, rule, against=other, since=moment, samples=samples)
        # Lines that appear on a terminal are progress enough.
        articles = _progress(test.candidates(), clock.now(), shown=not (as_json and sys.stdout.isatty()))
        for hit in test.hits(articles):
            if as_json:
                emit(hit_json(hit))
        report = test.report(clock.now())
    finally:
        store.close()
    if as_json:
        for line in report_json(report):
            emit(line)
    else:
        show_report(report, test.samples, compares=other is not None)


def _versions(
    tried: str, against: str | None, settings: Settings, store: Store
) -> tuple[RuleSettings, RuleSettings | None]:
    """The rule to be tried, and the one to compare it with."""
    from monitor.core.settings import RuleSettings

    rules = {rule.id: rule for rule in settings.rules}
    rule = rules.get(tried)
    other = _other(against, rules, store, rule) if against is not None else None
    for given, known in ((tried, rule), (against, other)):
        if given is not None and known is None:
            _remark(given, rules)
    bare = RuleSettings(id="", name="", when="")
    return (
        rule or replace(other or bare, when=tried),
        other or (replace(rule or bare, when=against) if against is not None else None),
    )


def _remark(expression: str, rules: Iterable[str]) -> None:
    """Say so if what is taken for an expression looks like a rule's id with a slip in it."""
    from monitor.core.config.forms import nearest

    if hint := nearest(expression, rules):
        click.echo(f"tumen: {expression} is no rule's id, so it is tried as an expression{hint}", err=True)


def _other(
    against: str, rules: dict[str, RuleSettings], store: Store, rule: RuleSettings | None
) -> RuleSettings | None:
    """The rule that ``--against`` names; None if it is an expression."""
    if against in rules:
        return rules[against]
    version = store.rule_version(against)
    if version is not None:
        stood = json.loads(version.text)
        # Its policy does not matter: what it would have told is not asked.
        like = rule or rules.get(version.rule)
        if like is None:
            raise UsageError(
                f"{against} is a version of {version.rule}, which is no rule any more; give its id"
            )
        return replace(like, when=stood["when"], topic=stood["topic"])
    if Path(against).suffix in (".yaml", ".yml"):
        if rule is None:
            raise UsageError(f"give a rule's id to compare it with the one in {against}")
        for other in load(Path(against)).rules:
            if other.id == rule.id:
                return other
        raise UsageError(f"{against} has no rule named {rule.id}")
    return None


def _progress(articles: Iterable[Article], now: datetime, *, shown: bool) -> Iterator[Article]:
    """The articles, and on a terminal how far through the time they are of."""
    begin = None
    with progress_display(shown=shown) as progress:
        task = progress.add_task("trying articles", total=None)
        for number, article in enumerate(articles):
            begin = begin or article.first_seen
            if number % _EVERY == 0:
                total, done = now - begin, article.first_seen - begin
                progress.update(task, total=total.total_seconds(), completed=done.total_seconds())
            yield article
