"""The stored articles, asked in the words of a rule: ``tumen export`` and ``search``."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core.expressions import search_groups, search_parts
from monitor.reader import Reader, subject_of
from monitor.reports.status import iso
from monitor.reports.terminal import console, local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

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

    def search(
        self, expression: str, *, limit: int, since: datetime | None = None
    ) -> Iterator[tuple[Article, Match]]:
        """Articles that an expression matches, newest first; raises ``ExpressionError``.

        The index finds what holds the words in some form; the expression itself then decides. They come in
        the outline of ``match_candidates``, with all that ``exported`` takes.
        """
        wanted = self.reader.parse(expression)
        candidates = self.store.match_candidates(
            search_groups(wanted), since=since, parts={"verdicts", *search_parts(wanted)}, newest_first=True
        )
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
