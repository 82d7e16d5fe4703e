"""Where what came out of the sample news differs from what should have: one sentence for each difference.

Pure. What each item should become stands with the news (``monitor.demo.sample``); which alerts follow from
that is derived here from the rules' own policies. An empty list is a demo that went well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.core.fetching import Outcome
from monitor.core.settings import EmailSettings, OncePer
from monitor.demo.wires import WIRES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from monitor.core.model import Article
    from monitor.core.settings import RuleSettings, Settings
    from monitor.demo.outcome import Alert, Snapshot
    from monitor.demo.sample import Item, Sample

BROKEN = {"walled": Outcome.CHALLENGE}
"""The feeds that must fail, and how; all others must not."""


def differences(
    sample: Sample, snapshot: Snapshot, settings: Settings, item_at: Callable[[str], str | None]
) -> list[str]:
    """Compare after the sample's last step. ``item_at`` tells which item's page an address is."""
    items = {item.id: item for item in sample.items}
    found: dict[str, list[Article]] = defaultdict(list)
    for article in snapshot.articles:
        found[item_at(article.reading.url) or article.reading.url].append(article)
    articles = {item: filed[0] for item, filed in found.items() if item in items}
    return [
        *_feeds(snapshot),
        *_filing(items, found),
        *_understanding(items, articles),
        *_identity(items, articles, sample.last_step),
        *_stories(items, articles, dict(sample.about)),
        *_alerts(items, snapshot, settings, item_at),
    ]


def _feeds(snapshot: Snapshot) -> Iterable[str]:
    for seen in snapshot.feeds:
        wanted = BROKEN.get(seen.feed.id, Outcome.NEW)
        if seen.outcome is not wanted:
            yield f"feed {seen.feed.id}: {seen.outcome} ({seen.detail}) instead of {wanted}"


def _filing(items: Mapping[str, Item], found: Mapping[str, Sequence[Article]]) -> Iterable[str]:
    """Every item is stored exactly once, and nothing else is."""
    for item in items:
        if len(found.get(item, ())) != 1:
            yield f"{item}: stored {len(found.get(item, ()))} times instead of once"
    for url in found.keys() - items.keys():
        yield f"{url}: stored, but never published"


def _understanding(items: Mapping[str, Item], articles: Mapping[str, Article]) -> Iterable[str]:
    for name, article in articles.items():
        item, reading = items[name], article.reading
        facets = {facet for verdict in reading.verdicts if verdict.keep for facet in verdict.facets}
        if reading.kept != item.kept:
            yield f"{name}: {'kept' if reading.kept else 'dropped'}, and should not have been"
        elif facets != set(item.facets):
            yield f"{name}: facets {_names(facets)} instead of {_names(item.facets)}"
        language = item.language or WIRES[item.wire].language
        if reading.language != language:
            yield f"{name}: language {reading.language} instead of {language}"
        missed = set(item.cites) - {citation.agency for citation in reading.cites}
        if missed:
            yield f"{name}: does not see that {_names(missed)} is quoted"


def _identity(items: Mapping[str, Item], articles: Mapping[str, Article], step: int) -> Iterable[str]:
    """Revisions, copies and the filings of one report."""
    name_of = {article.id: name for name, article in articles.items()}
    latest: dict[tuple[str, str], str] = {}
    for name, item in items.items():
        article = articles.get(name)
        if article is None:
            continue
        texts = len(item.texts(step))
        if article.revisions != texts:
            yield f"{name}: {article.revisions} texts seen instead of {texts}"
        copied = name_of.get(article.copy_of or "")
        if copied != item.copy_of:
            yield f"{name}: a copy of {copied or 'nothing'} instead of {item.copy_of or 'nothing'}"
        if item.chain:
            earlier = latest.get((item.wire, item.chain))
            previous = name_of.get(article.previous or "")
            if previous != earlier:
                yield f"{name}: filed after {previous or 'nothing'} instead of {earlier or 'nothing'}"
            latest[item.wire, item.chain] = name


def _stories(
    items: Mapping[str, Item], articles: Mapping[str, Article], about: Mapping[str, str]
) -> Iterable[str]:
    """The items of an event are one story, and no story holds two events."""
    expected: dict[str, set[str]] = defaultdict(set)
    actual: dict[str, set[str]] = defaultdict(set)
    for name, article in articles.items():
        event = items[name].story
        if event:
            expected[event].add(article.story)
            actual[article.story].add(event)
    for event, stories in expected.items():
        if len(stories) > 1:
            parts = (
                _names(
                    name for name in articles if articles[name].story == story and items[name].story == event
                )
                for story in sorted(stories)
            )
            yield f"story {event} ({about[event]}): in {len(stories)} parts: {'; '.join(parts)}"
    for events in actual.values():
        if len(events) > 1:
            yield f"stories {_names(events)} are taken for one"


# --- Alerts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Due:
    """``times`` alerts are due about these items, whichever of them came first."""

    items: frozenset[str]
    times: int


def _alerts(
    items: Mapping[str, Item], snapshot: Snapshot, settings: Settings, item_at: Callable[[str], str | None]
) -> Iterable[str]:
    """Each alert once per channel and under one id; nothing about what was dropped or in the backlog."""
    if snapshot.unsettled:
        yield f"{snapshot.unsettled} deliveries are not settled"
    for alert in snapshot.alerts:
        if alert.problem:
            yield f"{alert.channel} {alert.notification}: {alert.problem}"
    kinds = {
        channel.id: "email" if isinstance(channel, EmailSettings) else "webhook"
        for channel in settings.channels
    }
    for rule in settings.rules:
        dues = _dues(rule, items.values())
        told: dict[str, list[Alert]] = defaultdict(list)
        for alert in snapshot.alerts:
            if alert.rule == rule.id:
                told[item_at(alert.url) or alert.url].append(alert)
        for channel in rule.channels:
            kind = kinds[channel]
            times = Counter({name: sum(a.channel == kind for a in alerts) for name, alerts in told.items()})
            for due in dues:
                came = sum(times.pop(name, 0) for name in due.items)
                if came != due.times:
                    told_of = _names(due.items)
                    yield f"rule {rule.id}, {kind}: told {came} times of {told_of} instead of {due.times}"
            for name, came in times.items():
                if came:
                    yield f"rule {rule.id}, {kind}: told of {name}, and should not have"
        for due in dues:
            ids = {alert.notification for name in due.items for alert in told.get(name, ())}
            if len(ids) > due.times:
                yield f"rule {rule.id}: {_names(due.items)} under {len(ids)} ids instead of {due.times}"


def _dues(rule: RuleSettings, items: Iterable[Item]) -> list[_Due]:
    """What a rule must tell of. The backlog is quiet; an edit is news to ``once_per: revision`` alone."""
    groups: dict[str, set[str]] = defaultdict(set)
    times: Counter[str] = Counter()
    for item in items:
        if rule.id not in item.rules or not item.step:
            continue
        if rule.once_per is OncePer.STORY:
            key, count = item.story or item.id, 1
        elif rule.once_per is OncePer.ARTICLE:
            key, count = item.copy_of or item.id, 1
        else:
            key, count = item.id, 1 + len(item.edits)
        groups[key].add(item.id)
        times[key] = count
    return [_Due(frozenset(names), times[key]) for key, names in groups.items()]


def _names(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
