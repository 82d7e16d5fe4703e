"""The stored articles, asked in the words of a rule: ``tumen export``, ``search`` and ``explain``."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core.expressions import search_groups
from monitor.core.text import LIMIT
from monitor.reader import Reader, subject_of
from monitor.status import iso
from monitor.terminal import console, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.model import JSON, Article, Match, MatchRecord
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings


def exported(article: Article) -> JSON:
    """An article as ``tumen export`` writes it."""
    reading = article.reading
    return {
        "id": article.id,
        "url": reading.url,
        "title": reading.title,
        "text": reading.text,
        "language": reading.language,
        "source": reading.source,
        "feed": reading.feed,
        "published": iso(reading.published),
        "first_seen": iso(article.first_seen),
        "revisions": article.revisions,
        "kept": reading.kept,
        "topics": {
            verdict.topic: {
                "keep": verdict.keep,
                "score": round(verdict.score, 2),
                "facets": list(verdict.facets),
            }
            for verdict in reading.verdicts
        },
        "story": article.story,
        "copy_of": article.copy_of,
    }


class Archive:
    """Searches a store by expressions."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.reader = Reader(settings)

    def search(self, expression: str, *, limit: int) -> Iterator[tuple[Article, Match]]:
        """Articles that an expression matches, newest first; raises ``ExpressionError``.

        The index finds what holds the words in some form; the expression itself then decides.
        """
        wanted = self.reader.parse(expression)
        candidates = self.store.search_candidates(search_groups(wanted), limit=sys.maxsize)
        found = ((article, self.reader.find(wanted, subject_of(article.reading))) for article in candidates)
        yield from islice(((article, match) for article, match in found if match is not None), limit)

    def why_not(self, rule_id: str, article: Article) -> str:
        """Why a rule has no match recorded for an article, by the rule as it stands now."""
        rule = next((rule for rule in self.settings.rules if rule.id == rule_id), None)
        if rule is None:
            return "there is no such rule in the configuration"
        if not rule.enabled:
            return "it is switched off"
        match = self.reader.find(self.reader.parse(rule.when), subject_of(article.reading))
        if match is None:
            return f"its expression does not match: {rule.when}"
        words = ", ".join(dict.fromkeys(span.text for span in match.evidence))
        if rule.topic and not any(v.keep for v in article.reading.verdicts if v.topic == rule.topic):
            return f"its expression matches ({words}), but the topic {rule.topic} does not keep the article"
        return f"it matches now ({words}), but did not when the article came: the rule is newer"


def show_found(found: Iterator[tuple[Article, Match]]) -> None:
    """Print search results for a person: time, source, the headline with what matched marked."""
    show = console().print
    count = 0
    for article, match in found:
        count += 1
        reading = article.reading
        title = Text(reading.title)
        for span in match.evidence:
            if span.field == "title":
                title.stylize("bold yellow", span.start, span.end)
        show(Text(f"{local(article.when)}  {reading.source} [{reading.language}]  ", style="dim") + title)
        show(Text(f"    {reading.url}", style="dim"), soft_wrap=True)
    if not count:
        show("Nothing stored matches.")


def show_explanation(archive: Archive, article: Article, rule: str | None) -> None:
    """Print why an article was kept or dropped, matched or not, told or held back."""
    show = console().print
    reading = article.reading
    show(Text(reading.title, style="bold"))
    show(reading.url, soft_wrap=True)
    show(f"{reading.source}, {reading.language}, published {local(reading.published, missing='unknown')},")
    show(f"first seen {local(article.first_seen)}, texts seen: {article.revisions}, id {article.id}")
    if article.copy_of:
        show(f"It is a copy of {article.copy_of}.")
    if max(len(reading.title), len(reading.text)) > LIMIT:
        show(f"It is long: only its first {LIMIT:,} characters were looked at.")
    topics = {topic.id: topic for topic in archive.settings.topics}
    for verdict in reading.verdicts:
        word = ("kept", "green") if verdict.keep else ("dropped", "yellow")
        topic = topics.get(verdict.topic)
        needed = f" of {topic.threshold:g} needed" if topic else ""
        score = f", score {verdict.score:g}{needed}  {' '.join(verdict.facets)}"
        show(Text.assemble(f"\nTopic {verdict.topic}: ", word, score))
        for part in verdict.parts:
            show(Text(f"  {part.weight:+6.2f}  {part.name}" + (f": {part.detail}" if part.detail else "")))
        if not verdict.parts and topic:
            relation = topic.model == "relation"
            show("  It does not name both sides." if relation else "  The topic's expression does not match.")
    for member, link in archive.store.story(article.story):
        mark = "·" if member.id != article.id else "→"
        why = ", ".join(f"{part.name} {part.weight:g}" for part in link.parts)
        show(f"\nStory {article.story}" if member.id == article.story else "", end="")
        show(
            f"  {mark} {member.reading.language} {member.reading.title}  ({why or 'founded it'})",
        )
    show()
    matches = archive.store.matches(article.id)
    for record in matches:
        match = record.match
        if rule in (None, match.rule):
            words = ", ".join(dict.fromkeys(span.text for span in match.evidence))
            show(f"Rule {match.rule}: matched ({words}); {_told(archive.store, record)}")
    if rule is not None and not any(record.match.rule == rule for record in matches):
        show(f"Rule {rule}: {archive.why_not(rule, article)}")
    elif not matches:
        show("No rule matched.")


def _told(store: Store, record: MatchRecord) -> str:
    """What became of a match, with how far its notification has got on each channel."""
    if record.notification is None:
        return f"nobody told: {record.held}"
    deliveries = store.outbox.deliveries(notification=record.notification)
    if not deliveries:
        return f"waits for a digest, to be told as {record.notification}"
    far = [
        f"{delivery.channel} {delivery.state} {local(delivery.settled or delivery.due)}"
        for delivery, _ in reversed(deliveries)
    ]
    return f"told as {record.notification} ({', '.join(far)})"
