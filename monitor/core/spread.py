"""A story's origin and spread: who had it first, who has it from whom, who has it not.

Worked out from the story's articles as they are stored; times are those of ``Article.when``. Which source an
article quotes is ``citations``' finding. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from monitor.core.model import Article

Outlet = tuple[str, str]
"""A source and a language it publishes in (empty if that is not known)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A source that has the story in a language: since when, in how many articles, first in which."""

    source: str
    language: str
    since: datetime
    articles: int
    first: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Citing:
    """A source that quotes an agency for the story: since when, and in how many articles."""

    source: str
    agency: str
    since: datetime
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """``first`` is the earliest article; ``tellings`` and ``citings`` come in the order of their time.

    ``languages``: since when each language has the story. ``missing``: outlets that are watched and have it
    not. ``unseen``: agencies that are quoted, of which no article is in the story.
    """

    first: Article
    tellings: tuple[Telling, ...]
    languages: tuple[tuple[str, datetime], ...]
    citings: tuple[Citing, ...]
    missing: tuple[Outlet, ...]
    unseen: tuple[str, ...]


def spread(articles: Sequence[Article], watched: Iterable[Outlet]) -> Spread:
    """The spread of a story with these articles, at least one; ``watched`` are all outlets looked at.

    An outlet without a language has the story if its source has it in any.
    """
    ordered = sorted(articles, key=lambda article: (article.when, article.first_seen, article.id))
    told: defaultdict[Outlet, list[Article]] = defaultdict(list)
    quoted: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
    languages: dict[str, datetime] = {}
    for article in ordered:
        reading = article.reading
        told[reading.source, reading.language].append(article)
        languages.setdefault(reading.language, article.when)
        for agency in dict.fromkeys(citation.agency for citation in reading.cites):
            if agency != reading.source:
                quoted[reading.source, agency].append(article)
    sources = {source for source, _ in told}
    return Spread(
        first=ordered[0],
        tellings=tuple(
            Telling(source=source, language=language, since=of[0].when, articles=len(of), first=of[0])
            for (source, language), of in told.items()
        ),
        languages=tuple(languages.items()),
        citings=tuple(
            Citing(source=source, agency=agency, since=of[0].when, articles=len(of))
            for (source, agency), of in quoted.items()
        ),
        missing=tuple(
            (source, language)
            for source, language in sorted(set(watched))
            if (source, language) not in told and (language or source not in sources)
        ),
        unseen=tuple(sorted({agency for _, agency in quoted} - sources)),
    )
