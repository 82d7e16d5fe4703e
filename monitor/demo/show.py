"""What an analyst wants to see of a run, for people (rich) or as JSON lines; nothing is decided here.

For people: the feeds, what was dropped and kept and why, the stories with their languages side by side,
edits, copies and filings, the alerts as received, and one line that sums up. Colours are few and calm;
where the output is no terminal it is plain text.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, TextIO

from rich import box
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.archive import exported
from monitor.demo.wires import WIRES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console, RenderableType

    from monitor.core.model import JSON, Article, Revision, ScorePart, Verdict
    from monitor.demo.outcome import FeedSeen, Snapshot

LANGUAGES = {"en": "English", "ru": "Русский", "ko": "한국어"}
HEADING, QUIET, GOOD, POOR, BAD = "bold cyan", "dim", "green", "yellow", "bold red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A finished run. ``differences`` from what should have come out; none is a success."""

    snapshot: Snapshot
    differences: tuple[str, ...]
    seconds: float

    @property
    def counts(self) -> JSON:
        """The figures of the summary."""
        snapshot = self.snapshot
        kept = sum(article.reading.kept for article in snapshot.articles)
        return {
            "feeds": len(snapshot.feeds),
            "articles": len(snapshot.articles),
            "kept": kept,
            "dropped": len(snapshot.articles) - kept,
            "stories": len(snapshot.stories()),
            "revisions": sum(article.revisions - 1 for article in snapshot.articles),
            "copies": sum(article.copy_of is not None for article in snapshot.articles),
            "alerts": len(snapshot.alerts),
            "notifications": len({alert.notification for alert in snapshot.alerts}),
            "verified": sum(not alert.problem for alert in snapshot.alerts),
        }


# --- JSON lines -------------------------------------------------------------------------------------


def write_json(result: Result, out: TextIO) -> None:
    """Write one object a line: feeds, articles, stories, alerts, the summary."""
    out.writelines(json.dumps(event, ensure_ascii=False) + "\n" for event in _events(result))
    out.flush()


def _events(result: Result) -> Iterator[JSON]:
    snapshot = result.snapshot
    for seen in snapshot.feeds:
        yield {
            "event": "feed",
            "id": seen.feed.id,
            "source": seen.feed.source,
            "url": seen.feed.url,
            "outcome": str(seen.outcome),
            "detail": seen.detail,
            "checks": seen.checks,
            "unchanged": seen.unchanged,
            "articles": seen.articles,
            "kept": seen.kept,
        }
    for article in snapshot.articles:
        yield {"event": "article", **exported(article)}
    for story, members in snapshot.stories().items():
        told = [
            {
                "id": article.id,
                "title": article.reading.title,
                "language": article.reading.language,
                "source": article.reading.source,
                "url": article.reading.url,
            }
            for article in members
        ]
        yield {"event": "story", "id": story, "articles": told}
    for alert in snapshot.alerts:
        yield {
            "event": "alert",
            "channel": alert.channel,
            "rule": alert.rule,
            "severity": alert.severity,
            "article": alert.article,
            "url": alert.url,
            "notification": alert.notification,
            "verified": not alert.problem,
            "problem": alert.problem or None,
        }
    yield {
        "event": "summary",
        **result.counts,
        "ok": not result.differences,
        "differences": list(result.differences),
        "seconds": round(result.seconds, 1),
    }


# --- For people -------------------------------------------------------------------------------------


def show(result: Result, console: Console) -> None:
    """Print the whole run."""
    snapshot = result.snapshot
    _section(console, "Feeds", "checked every second", _feeds(snapshot.feeds))
    kept = [article for article in snapshot.articles if article.reading.kept]
    dropped = [article for article in snapshot.articles if not article.reading.kept]
    _section(console, "Dropped", f"{len(dropped)} of {len(snapshot.articles)}: why not", _articles(dropped))
    _section(console, "Kept", f"{len(kept)} of {len(snapshot.articles)}: why", _articles(kept))
    stories = snapshot.stories()
    _section(console, "Stories", f"{len(stories)}, the languages side by side", _stories(stories.values()))
    _section(
        console, "Edits, copies, filings", "the same text, and the same report again", _identities(snapshot)
    )
    _section(console, "Alerts", "as the mail server and the webhook received them", _alerts(snapshot))
    _sum_up(result, console)


def _section(console: Console, title: str, remark: str, body: RenderableType) -> None:
    console.print()
    console.print(Text.assemble((title, HEADING), ("  " + remark, QUIET)))
    console.print()
    console.print(Padding(body, (0, 0, 0, 2)))


def _table(*columns: str, numbers: Sequence[str] = ()) -> Table:
    """Aligned columns without lines; the last one takes the room that is left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, show_header=any(columns))
    for column in columns:
        last = column == columns[-1]
        table.add_column(
            Text(column, style=QUIET),
            justify="right" if column in numbers else "left",
            no_wrap=True,
            overflow="ellipsis",
            ratio=1 if last else None,
        )
    return table


def _feeds(feeds: Sequence[FeedSeen]) -> Table:
    table = _table(
        "feed",
        "checks",
        "unchanged",
        "articles",
        "kept",
        "outcome",
        numbers=("checks", "unchanged", "articles", "kept"),
    )
    for seen in feeds:
        outcome = Text.assemble(
            ("✓ " if seen.outcome.ok else "✗ ", GOOD if seen.outcome.ok else POOR),
            "read" if seen.outcome.ok else f"{seen.outcome}",
            ("" if seen.outcome.ok else f"  {seen.detail}", QUIET),
        )
        figures = (seen.checks, seen.unchanged, seen.articles, seen.kept)
        table.add_row(Text.assemble(seen.feed.name, "  ", (seen.feed.id, QUIET)), *map(str, figures), outcome)
    return table


def _articles(articles: Iterable[Article]) -> Table:
    """One line each, the highest score first, and the few words that decided."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, show_header=False)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=3)
    table.add_column(no_wrap=True, overflow="ellipsis", ratio=2)
    best = {article.id: _best(article.reading.verdicts) for article in articles}
    for article in sorted(articles, key=lambda a: -best[a.id].score):
        verdict = best[article.id]
        table.add_row(
            Text(f"{verdict.score:.1f}", style=GOOD if verdict.keep else QUIET),
            Text(article.reading.language, style=QUIET),
            article.reading.title,
            Text(_reason(verdict), style=QUIET),
        )
    return table


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    return max(verdicts, key=lambda verdict: (verdict.keep, verdict.score))


def _reason(verdict: Verdict) -> str:
    """The facets, then the parts of the score that weigh most."""
    parts = sorted(verdict.parts, key=lambda part: -abs(part.weight))[:3]
    return "; ".join(filter(None, (", ".join(verdict.facets), ", ".join(map(_part, parts)))))


def _part(part: ScorePart) -> str:
    return f"{part.name} {part.weight:+.1f}".replace("-", "−")


def _stories(stories: Iterable[Sequence[Article]]) -> Table:
    """A story a row, a language a column: the latest headline in each, and how many more there are."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 1, 0), expand=True, border_style=QUIET)
    for name in LANGUAGES.values():
        table.add_column(Text(name, style=QUIET), ratio=1)
    for members in stories:
        table.add_row(*(_told_in(language, members) for language in LANGUAGES))
    return table


def _told_in(language: str, members: Sequence[Article]) -> Text:
    own = [article for article in members if article.reading.language == language]
    if not own:
        return Text("—", style=QUIET)
    originals = [article for article in own if article.copy_of is None] or own
    latest = originals[-1]
    source = f" {latest.reading.source}" + (f", {len(own) - 1} more" if len(own) > 1 else "")
    return Text.assemble(latest.reading.title, (source, QUIET))


def _identities(snapshot: Snapshot) -> Table:
    by_id = {article.id: article for article in snapshot.articles}
    table = _table("what", "source", "headline")
    for article in snapshot.articles:
        reading = article.reading
        if article.revisions > 1:
            change = _change(snapshot.edits[article.id])
            table.add_row("edited", _source(article), Text.assemble(reading.title, ("\n" + change, QUIET)))
        for what, other in (("copy", article.copy_of), ("new filing", article.previous)):
            if other in by_id:
                earlier = f"\n← {_source(by_id[other])}: {by_id[other].reading.title}"
                table.add_row(what, _source(article), Text.assemble(reading.title, (earlier, QUIET)))
    return table


def _source(article: Article) -> str:
    wire = WIRES.get(article.reading.feed)
    return wire.name if wire else article.reading.source


def _change(texts: Sequence[Revision]) -> str:
    """The first words that differ between the first and the last text: ``«twice a week» → «three times»``."""
    old, new = (f"{text.title} {text.text}".split() for text in (texts[0], texts[-1]))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            return f"{' '.join(old[i1:i2]) or '…'} → {' '.join(new[j1:j2]) or '…'}"
    return ""


def _alerts(snapshot: Snapshot) -> Table:
    """A notification a row: which rule, where it arrived, what it says and why."""
    table = _table("rule", "received by", "headline")
    arrived: dict[str, Counter[str]] = {}
    for alert in snapshot.alerts:
        arrived.setdefault(alert.notification, Counter())[alert.channel] += 1
    first = {alert.notification: alert for alert in reversed(snapshot.alerts)}
    for alert in sorted(first.values(), key=lambda alert: (alert.severity != "high", alert.rule)):
        receivers = "  ".join(f"✓ {channel}" for channel in sorted(arrived[alert.notification]))
        rule = Text(alert.rule, style=POOR if alert.severity == "high" else "")
        state = Text(f"✗ {alert.problem}", style=BAD) if alert.problem else Text(receivers, style=GOOD)
        why = f"\nbecause of {', '.join(alert.why)}" if alert.why else ""
        table.add_row(rule, state, Text.assemble(alert.headline, (why, QUIET)))
    return table


def _sum_up(result: Result, console: Console) -> None:
    counts = result.counts
    console.print()
    for difference in result.differences:
        console.print(Text.assemble(("  ✗ ", BAD), difference))
    figures = (
        f"{counts['articles']} articles from {counts['feeds']} feeds, {counts['kept']} kept in"
        f" {counts['stories']} stories; {counts['notifications']} notifications, {counts['alerts']} alerts"
        f" received, {counts['verified']} verified; {result.seconds:.1f} s"
    )
    verdict = "Everything as it should be: " if not result.differences else "Not as it should be: "
    console.print(Text.assemble((verdict, GOOD if not result.differences else BAD), figures))
