"""A story's origin and spread: who had it first, who has it from whom, who has it not.

Worked out from the story's articles as they are stored. Who was first is told by what is known of the times:
a publication time that is only a date, or lies in the future, says nothing of it (``_said``), and a report
came after the one that it quotes. Which source an article quotes is ``citations``' finding. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from monitor.core.model import Article

Outlet = tuple[str, str]
"""A source and a language it publishes in (empty if that is not known)."""

_DAY = timedelta(days=1)


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
    """A source that quotes an agency for the story in a language: since when, and in how many articles."""

    source: str
    language: str
    agency: str
    since: datetime
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copying:
    """A source that has another's text in a language: since when, and in how many articles.

    ``of``: the outlet that had the text first.
    """

    source: str
    language: str
    of: Outlet
    since: datetime
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """``first`` is the earliest article; tellings, citings and copyings come in the order of their time.

    ``languages``: since when each language has the story. Of the outlets that are watched and have it not,
    ``missing`` were read since it began, and ``unread`` were not, so that nobody knows; ``elsewhere`` have it
    in a story that seems to be the same, given with its id. ``unseen``: agencies that are quoted, of which no
    article is in any of these stories.
    """

    first: Article
    tellings: tuple[Telling, ...]
    languages: tuple[tuple[str, datetime], ...]
    citings: tuple[Citing, ...]
    copyings: tuple[Copying, ...]
    missing: tuple[Outlet, ...]
    unread: tuple[Outlet, ...]
    elsewhere: tuple[tuple[Outlet, str], ...]
    unseen: tuple[str, ...]


def spread(
    articles: Sequence[Article],
    watched: Mapping[Outlet, datetime | None],
    *,
    linked: Sequence[Sequence[Article]] = (),
    zones: Mapping[str, tzinfo] | None = None,
) -> Spread:
    """The spread of a story with these articles, at least one.

    ``watched``: when each outlet that is looked at was last read, None if never. ``linked``: the articles of
    each story that seems to be the same. ``zones``: the zone of each feed's days; UTC if that is not known.
    An outlet without a language has a story if its source has it in any.
    """
    ordered = _in_order(articles, zones or {})
    began, first = ordered[0]
    told: defaultdict[Outlet, list[tuple[datetime, Article]]] = defaultdict(list)
    quoted: defaultdict[tuple[Outlet, str], list[datetime]] = defaultdict(list)
    copied: defaultdict[tuple[Outlet, Outlet], list[datetime]] = defaultdict(list)
    languages: dict[str, datetime] = {}
    for moment, article in ordered:
        outlet = _outlet(article)
        told[outlet].append((moment, article))
        languages.setdefault(article.reading.language, moment)
        for agency in _cited(article):
            quoted[outlet, agency].append(moment)
    for moment, original, copy in _copies(ordered):
        if _outlet(original) != _outlet(copy):
            copied[_outlet(copy), _outlet(original)].append(moment)
    elsewhere = {
        outlet: members[0].story
        for members in linked
        for outlet in _having(watched, {_outlet(member) for member in members})
    }
    lacking = sorted(watched.keys() - _having(watched, told.keys()))
    read = {outlet for outlet, moment in watched.items() if moment and moment >= began}
    seen = {article.reading.source for members in (articles, *linked) for article in members}
    return Spread(
        first=first,
        tellings=tuple(
            Telling(source=source, language=language, since=of[0][0], articles=len(of), first=of[0][1])
            for (source, language), of in told.items()
        ),
        languages=tuple(languages.items()),
        citings=tuple(
            Citing(source=source, language=language, agency=agency, since=of[0], articles=len(of))
            for ((source, language), agency), of in quoted.items()
        ),
        copyings=tuple(
            Copying(source=source, language=language, of=original, since=of[0], articles=len(of))
            for ((source, language), original), of in copied.items()
        ),
        missing=tuple(outlet for outlet in lacking if outlet not in elsewhere and outlet in read),
        unread=tuple(outlet for outlet in lacking if outlet not in elsewhere and outlet not in read),
        elsewhere=tuple((outlet, elsewhere[outlet]) for outlet in lacking if outlet in elsewhere),
        unseen=tuple(sorted({agency for _, agency in quoted} - seen)),
    )


def _outlet(article: Article) -> Outlet:
    return article.reading.source, article.reading.language


def _cited(article: Article) -> tuple[str, ...]:
    """The agencies that it quotes, but its own source."""
    agencies = dict.fromkeys(citation.agency for citation in article.reading.cites)
    return tuple(agency for agency in agencies if agency != article.reading.source)


def _having(watched: Iterable[Outlet], outlets: Iterable[Outlet]) -> set[Outlet]:
    """Those that are watched of which an article is by one of the outlets."""
    having = set(outlets)
    sources = {source for source, _ in having}
    return {outlet for outlet in watched if outlet in having or (not outlet[1] and outlet[0] in sources)}


def _copies(ordered: Sequence[tuple[datetime, Article]]) -> Iterable[tuple[datetime, Article, Article]]:
    """The articles of one text, two and two: since when, which had it first, which had it then.

    Which of two was read first, and so is called the original of the other, says less than their times.
    """
    number = {article.id: place for place, (_, article) in enumerate(ordered)}
    pairs = (
        sorted((number[article.id], number[article.copy_of]))
        for _, article in ordered
        if article.copy_of in number
    )
    for original, copy in sorted(pairs, key=lambda pair: pair[1]):
        yield ordered[copy][0], ordered[original][1], ordered[copy][1]


# --- Who was first --------------------------------------------------------------------------------


def _in_order(articles: Sequence[Article], zones: Mapping[str, tzinfo]) -> list[tuple[datetime, Article]]:
    """The articles, each with the time from which on its source has the story, in that order.

    That is its publication if it says so, else the latest time that it can have come at. What quotes an
    agency came no sooner than the agency's own first report that quotes it not; but whatever was seen here
    was there.
    """
    said = {article.id: _said(article, zones) for article in articles}
    # A time, and behind how many of the same time it stands.
    places = {article.id: (said[article.id] or _at_the_latest(article), 0) for article in articles}
    told: defaultdict[str, list[Article]] = defaultdict(list)
    cited = {article.id: _cited(article) for article in articles}
    for article in articles:
        told[article.reading.source].append(article)
    quoting = [
        (article, reports)
        for article in articles
        for agency in cited[article.id]
        if (reports := [it for it in told.get(agency, ()) if article.reading.source not in cited[it.id]])
    ]
    for _ in told:  # a chain of quotations is no longer than there are sources
        before = dict(places)
        for article, reports in quoting:
            report = min(reports, key=lambda it: places[it.id])
            (moment, behind), own = places[report.id], places[article.id]
            if moment <= (article.first_seen if said[report.id] else own[0]):
                places[article.id] = max(own, (moment, behind + 1))
        if places == before:
            break
    ordered = sorted(articles, key=lambda article: (places[article.id], article.first_seen, article.id))
    return [(places[article.id][0], article) for article in ordered]


def _said(article: Article, zones: Mapping[str, tzinfo]) -> datetime | None:
    """When it says that it was published; None if it says only the day, or a time that had not come.

    A feed that gives only a date is read as that day's midnight, in its own zone or in UTC.
    """
    published = article.reading.published
    if published is None or published > article.first_seen:
        return None
    midnight = {published.astimezone(zone).time() for zone in (UTC, zones.get(article.reading.feed, UTC))}
    return None if time.min in midnight else published


def _at_the_latest(article: Article) -> datetime:
    """When an article had come that does not say when: by the time it was seen, or by the end of its day."""
    published, seen = article.reading.published, article.first_seen
    return min(seen, published + _DAY) if published else seen
