"""What ``tumen backtest`` found, as it is shown: for a person days, samples and a sum, else JSON lines."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from rich.bar import Bar
from rich.table import Table
from rich.text import Text

from alerts.rehearsal import ALERT, DIGEST
from monitor.reports.backtest import LOST, NEW, Day
from monitor.reports.hits import show_hit
from monitor.reports.items import spans
from monitor.reports.status import iso
from monitor.reports.terminal import console, counted, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from monitor.core.model import JSON
    from monitor.reports.backtest import Hit, Report, Sample

LINES = 62
"""Days that a chart shows one by one; a longer time is shown by weeks, or by as many days as it takes."""

_WIDTH = 32
_HEADINGS = {"hit": "Some of the hits", NEW: "New, some of them", LOST: "Lost, some of them"}


def hit_json(hit: Hit) -> JSON:
    """An article that fires."""
    reading = hit.article.reading
    return {
        "event": "hit",
        "kind": hit.kind,
        "id": hit.article.id,
        "url": reading.url,
        "title": reading.title,
        "language": reading.language,
        "source": reading.source,
        "first_seen": iso(hit.article.first_seen),
        "outcome": hit.outcome or None,
        "spans": spans(hit.match),
    }


def report_json(report: Report) -> Iterable[JSON]:
    """The days, and the sum of them."""
    for day in report.days:
        yield {
            "event": "day",
            "day": day.day.isoformat(),
            "hits": day.hits,
            "new": day.new,
            "lost": day.lost,
            "alerts": day.alerts,
        }
    yield {
        "event": "summary",
        "since": iso(report.begin),
        "until": iso(report.end),
        "stored": report.stored,
        "looked_at": report.looked_at,
        "hits": report.hits,
        "new": report.new,
        "lost": report.lost,
        "alerts": report.alerts,
        "digests": report.digests,
        "alerts_per_day": round(report.alerts_per_day, 2),
        "channels": [
            {
                "channel": channel,
                "alerts": alerts,
                "digests": digests,
                "alerts_per_day": round(report.per_day(alerts), 2),
            }
            for channel, (alerts, digests) in report.channels.items()
        ],
        "outcomes": report.outcomes,
        "purged": iso(report.purged),
    }


def show_report(report: Report, samples: Mapping[str, Sample], *, compares: bool) -> None:
    """Print the chart, the samples with what matched marked, and the sum."""
    screen = console()
    if report.hits or report.lost:
        screen.print(_chart(report.days, compares=compares))
    for kind, sample in samples.items():
        hits = sample.newest_first()
        if hits:
            screen.print(Text(f"\n{_HEADINGS[kind]}", style="bold"))
        for hit in hits:
            remark = f" ({hit.outcome})" if hit.outcome not in ("", ALERT, DIGEST) else ""
            show_hit(screen, hit.article, hit.match, at=hit.article.first_seen, remark=remark)
    screen.print()
    for line in _summary(report, compares=compares):
        screen.print(line)


def _chart(days: Sequence[Day], *, compares: bool) -> Table:
    rows = _together(days)
    step = len(days) > len(rows)
    columns = ["from" if step else "day", "", "hits", *(("new", "lost") if compares else ()), "alerts"]
    chart = Table(box=None, pad_edge=False)
    for column in columns:
        chart.add_column(column, justify="left" if column in ("from", "day", "") else "right", no_wrap=True)
    most = max(row.hits for row in rows) or 1
    for row in rows:
        figures = [row.hits, *((row.new, row.lost) if compares else ()), row.alerts]
        chart.add_row(
            f"{row.day:%a %Y-%m-%d}",
            Bar(most, 0, row.hits, width=_WIDTH, color="yellow"),
            *(f"{figure:,}" if figure else "" for figure in figures),
        )
    return chart


def _together(days: Sequence[Day]) -> list[Day]:
    """The days, or as many of them together, whole weeks if need be, that the chart is no longer than it
    should be.
    """
    size = 1
    while len(days) > size * LINES:
        size = 7 if size == 1 else size * 2
    if size == 1:
        return list(days)
    # Weeks begin on Mondays.
    first = days[0].day - timedelta(days=days[0].day.weekday())
    rows: dict[date, list[Day]] = {}
    for day in days:
        rows.setdefault(first + timedelta(days=(day.day - first).days // size * size), []).append(day)
    return [
        Day(
            day=begin,
            hits=sum(day.hits for day in together),
            new=sum(day.new for day in together),
            lost=sum(day.lost for day in together),
            alerts=sum(day.alerts for day in together),
        )
        for begin, together in rows.items()
    ]


def _summary(report: Report, *, compares: bool) -> Iterable[str]:
    yield (
        f"{counted(report.hits, 'hit')} in {counted(report.stored, 'article')} first seen since "
        f"{local(report.begin)}, {report.looked_at:,} of which had to be read."
    )
    if report.purged:
        yield f"Of what was seen before {local(report.purged)} only what a topic keeps is still stored."
    if compares:
        yield f"Beside the other version {report.new:,} are new and {report.lost:,} lost."
    if report.hits:
        held = ", ".join(
            f"{outcome} {count:,}"
            for outcome, count in report.outcomes.items()
            if outcome not in (ALERT, DIGEST)
        )
        yield (
            f"It would have told {counted(report.alerts, 'time')} in {counted(len(report.days), 'day')}"
            + (f", {report.digests:,} of them digests" if report.digests else "")
            + f": {report.alerts_per_day:.1f} alerts a day, "
            f"{max(day.alerts for day in report.days):,} on the busiest."
            + (f" Held back: {held}." if held else "")
        )
        for channel, (alerts, digests) in report.channels.items():
            by_digest = f" ({digests:,} by digest)" if digests else ""
            rate = f"{report.per_day(alerts):.1f} a day"
            yield f"To {channel}, by its own policy: {alerts:,}{by_digest}, {rate}."
