"""What an analyst wants to see of a run; nothing is decided here.

In order: the feeds, what was kept and dropped and why, the stories with their languages side by side,
edits, copies and filings, the alerts as received, and one line that sums up. Colours are few and calm;
where the output is no terminal it is plain text.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from monitor.core.lexicon import Lexicon
from monitor.demo.wires import WIRES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

    from monitor.core.model import Article, Revision, Verdict
    from monitor.demo.outcome import Alert, FeedSeen, Snapshot
    from monitor.demo.result import Result

LANGUAGES = {"en": "English", "ru": "Русский", "ko": "한국어"}
CLOSEST = 12
"""How many of the kept articles are shown one by one: those with the lowest scores."""

SIDES = {"korea": "Korea", "russia": "Russia"}

HEADING, QUIET, GOOD, POOR, BAD = "bold cyan", "dim", "green", "yellow", "bold red"


def show(result: Result, console: Console) -> None:
    """Print the whole run."""
    snapshot = result.snapshot
    _section(
        console, "Feeds", "checked every second, or as slowly as the source asks", _feeds(snapshot.feeds)
    )
    total = len(snapshot.articles)
    kept = _by_score(article for article in snapshot.articles if article.reading.kept)
    closest = kept[-CLOSEST:]
    remark = (
        f"{len(kept)} of {total}; the {len(closest)} closest calls, the others stand in the stories below"
    )
    _section(console, "Kept", remark, _articles(closest))
    dropped = _by_score(article for article in snapshot.articles if not article.reading.kept)
    dropped.sort(key=lambda article: -len(_sides(article)))  # those that name both sides first
    _section(console, "Dropped", f"{len(dropped)} of {total}", _articles(dropped))
    told = [members for members in snapshot.stories().values() if len(members) > 1]
    _section(console, "Stories", "the latest headline in each language, and how many more", _stories(told))
    _section(console, "Edits, copies, filings", "what is the same again", _identities(snapshot))
    _section(console, "Alerts", "as the mail server and the webhook received them", _alerts(snapshot))
    _sum_up(result, console)


def _section(console: Console, title: str, remark: str, body: RenderableType) -> None:
    console.print()
    console.print(Text.assemble((title, HEADING), ("  " + remark, QUIET)))
    console.print()
    console.print(Padding(body, (0, 0, 0, 2)))


def _table(*columns: str, wide: Sequence[str] = (), numbers: Sequence[str] = ()) -> Table:
    """Aligned columns without lines, cut to one line; the ``wide`` ones share the room that is left."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True, header_style=QUIET)
    for column in columns:
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            no_wrap=True,
            overflow="ellipsis",
            ratio=1 if column in wide else None,
        )
    return table


def _feeds(feeds: Sequence[FeedSeen]) -> Table:
    figures = ("checks", "unchanged", "articles", "kept")
    table = _table("feed", *figures, "outcome", wide=("outcome",), numbers=figures)
    for seen in feeds:
        outcome = Text.assemble(
            ("✓", GOOD) if seen.outcome.ok else ("✗", POOR),
            " read" if seen.outcome.ok else f" {seen.outcome}",
            ("" if seen.outcome.ok else f"  {seen.detail}", QUIET),
        )
        counts = (seen.checks, seen.unchanged, seen.articles, seen.kept)
        table.add_row(Text(seen.feed.name), *map(str, counts), outcome)
    return table


def _by_score(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: -_best(article.reading.verdicts).score)


def _best(verdicts: Sequence[Verdict]) -> Verdict:
    return max(verdicts, key=lambda verdict: (verdict.keep, verdict.score))


def _articles(articles: Iterable[Article]) -> Table:
    """One line each: the score, the headline, and the few words that decided."""
    table = _table("score", "", "headline", "because of", wide=("headline", "because of"), numbers=("score",))
    for article in articles:
        verdict = _best(article.reading.verdicts)
        table.add_row(
            Text(_number(verdict.score) if verdict.parts else "–", style=GOOD if verdict.keep else QUIET),
            Text(article.reading.language, style=QUIET),
            Text(article.reading.title),
            Text(_reason(article, verdict), style=QUIET),
        )
    return table


def _reason(article: Article, verdict: Verdict) -> str:
    """The facets and the parts of the score that weigh most; where there is no score, who is named."""
    if not verdict.parts:
        return " and ".join(_sides(article)) + " alone" if _sides(article) else "neither side"
    parts = sorted(verdict.parts, key=lambda part: -abs(part.weight))[:3]
    weights = ", ".join(f"{part.name} {_number(part.weight)}" for part in parts)
    return "; ".join(filter(None, (", ".join(verdict.facets), weights)))


def _sides(article: Article) -> list[str]:
    """Which sides of the topic the article names, by any of their names, places or people."""
    lexicon = Lexicon.shipped()
    named = {mention.entity for mention in article.reading.mentions}
    return [name for side, name in SIDES.items() if not named.isdisjoint(lexicon.family(side))]


def _number(value: float) -> str:
    return f"{round(value, 1) or 0.0:.1f}".replace("-", "−")


def _stories(stories: Iterable[Sequence[Article]]) -> Table:
    """A story a row, a language a column."""
    table = Table(
        *LANGUAGES.values(),
        box=None,
        pad_edge=False,
        padding=(0, 3, 1, 0),
        expand=True,
        header_style=QUIET,
    )
    for column in table.columns:
        column.ratio, column.overflow = 1, "fold"
    for members in stories:
        table.add_row(*(_told_in(language, members) for language in LANGUAGES))
    return table


def _told_in(language: str, members: Sequence[Article]) -> Text:
    own = [article for article in members if article.reading.language == language]
    if not own:
        return Text("—", style=QUIET)
    originals = [article for article in own if article.copy_of is None] or own
    more = f" +{len(own) - 1}" if len(own) > 1 else ""
    return Text.assemble(originals[-1].reading.title, (f"\n{_source(originals[-1])}{more}", QUIET))


def _source(article: Article) -> str:
    wire = WIRES.get(article.reading.feed)
    return wire.name if wire else article.reading.source


def _identities(snapshot: Snapshot) -> Table:
    by_id = {article.id: article for article in snapshot.articles}
    table = _table("what", "source", "headline", wide=("headline",))
    for article in snapshot.articles:
        row: list[RenderableType] = [Text(_source(article)), Text(_as_filed(article))]
        if article.revisions > 1:
            table.add_row("edited", *row)
            table.add_row("", "", Text(_change(snapshot.edits[article.id]), style=QUIET))
        for what, other in (("copy of", article.copy_of), ("filed after", article.previous)):
            if other in by_id:
                table.add_row(what, *row)
                earlier = by_id[other]
                table.add_row("", "", Text(f"← {_source(earlier)}: {_as_filed(earlier)}", style=QUIET))
    return table


def _as_filed(article: Article) -> str:
    """The headline with the wire's markers, which tell filings of one report apart."""
    return "".join(f"[{marker}] " for marker in article.reading.markers) + article.reading.title


def _change(texts: Sequence[Revision]) -> str:
    """The first words that differ between the first and the last text: ``twice → three times``."""
    old, new = (f"{text.title} {text.text}".split() for text in (texts[0], texts[-1]))
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            return f"{' '.join(old[i1:i2]) or '…'} → {' '.join(new[j1:j2]) or '…'}"
    return ""


def _alerts(snapshot: Snapshot) -> Table:
    """A notification a row: which rule, where it arrived, what it says and why."""
    table = _table("rule", "received by", "headline", "because of", wide=("headline", "because of"))
    arrived: dict[str, list[Alert]] = {}
    for alert in snapshot.alerts:
        arrived.setdefault(alert.notification, []).append(alert)
    for alerts in sorted(arrived.values(), key=lambda alerts: (alerts[0].severity != "high", alerts[0].rule)):
        alert = alerts[0]
        table.add_row(
            Text(alert.rule, style=POOR if alert.severity == "high" else ""),
            Text(" ").join(Text.assemble(_verified(each), f" {each.channel}") for each in alerts),
            Text(alert.headline),
            Text(", ".join(alert.why), style=QUIET),
        )
    return table


def _verified(alert: Alert) -> tuple[str, str]:
    return ("✗", BAD) if alert.problem else ("✓", GOOD)


def _sum_up(result: Result, console: Console) -> None:
    """One line; before it, every difference from what should have come out."""
    counts = result.counts
    console.print()
    for difference in result.differences:
        console.print(Text.assemble(("✗ ", BAD), difference))
    figures = (
        f" {counts['articles']} articles, {counts['kept']} kept, {counts['stories']} stories,"
        f" {counts['copies']} copies; {counts['verified']} of {counts['alerts']} alerts verified;"
        f" {result.seconds:.1f} s"
    )
    verdict = ("Not as it should be:", BAD) if result.differences else ("All as it should be:", GOOD)
    console.print(Text.assemble(verdict, figures))
