"""The stored articles, asked in the words of a rule: ``tumen export`` and ``search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.expressions import search_groups, search_parts
from monitor.reader import Reader, subject_of
from monitor.reports.hits import show_hit
from monitor.reports.status import iso
from monitor.reports.terminal import console

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from monitor.core.expressions import Expression
    from monitor.core.model import JSON, Article, Match
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

    def candidates(self, wanted: Expression, *, since: datetime | None = None) -> Iterator[Article]:
        """The stored articles that an expression may match, newest first; they are for ``matching``.

        The index finds what holds the words in some form. They come in the outline of ``match_candidates``,
        with all that ``exported`` takes.
        """
        return self.store.match_candidates(
            search_groups(wanted), since=since, parts={"verdicts", *search_parts(wanted)}, newest_first=True
        )

    def matching(self, wanted: Expression, articles: Iterable[Article]) -> Iterator[tuple[Article, Match]]:
        """Those of the candidates that the expression matches."""
        for article in articles:
            match = self.reader.find(wanted, subject_of(article.reading))
            if match is not None:
                yield article, match

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


def show_found(found: Collection[tuple[Article, Match]]) -> None:
    """Print search results for a person, the newest first: by their own time, not by when they were filed."""
    screen = console()
    for article, match in sorted(found, key=lambda it: it[0].when, reverse=True):
        show_hit(screen, article, match, at=article.when)
    if not found:
        screen.print("Nothing stored matches.")
