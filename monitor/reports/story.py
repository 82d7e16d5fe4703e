"""``tumen story``: a story's origin and spread, for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from monitor import sources
from monitor.core.reading.dates import zone_of
from monitor.core.spread import spread
from monitor.reports.lookup import article_called
from monitor.reports.status import iso
from monitor.reports.terminal import console, headline, lasting, local, plain_table, show_table, zoned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from monitor.core.fetching import FeedState
    from monitor.core.model import JSON, Article
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings
    from monitor.core.spread import Outlet


def members(store: Store, wanted: str) -> Sequence[Article]:
    """The articles of the story with this id, or of that which the article with this id or address is in."""
    found = store.story(wanted)
    if not found:
        article = article_called(store, wanted)
        found = store.story(article.story) if article else ()
    return [article for article, _ in found]


def story_json(
    articles: Sequence[Article],
    linked: Sequence[Sequence[Article]],
    settings: Settings,
    states: Mapping[str, FeedState],
) -> JSON:
    """A story's origin and spread as one JSON object; ``after`` counts seconds from the first article.

    ``linked`` are the articles of each story that seems to be the same. ``missing`` have it not as of when
    they were last ``read`` (``failing``: they could not be read since); ``unread`` were not read since it
    began; ``in_linked`` have it in one of the ``linked``.
    """
    read, failing = _watched(settings, states)
    zones = {
        feed.id: zone_of(feed.timezone or sources.profile(feed.source, feed.url).timezone or "UTC")
        for feed in settings.feeds
    }
    found = spread(articles, read, linked=linked, zones=zones)
    start = found.tellings[0].since

    def since(moment: datetime) -> JSON:
        return {"since": iso(moment), "after": round((moment - start).total_seconds())}

    return {
        "story": found.first.story,
        "articles": len(articles),
        "first": brief(found.first),
        "languages": [{"language": language, **since(moment)} for language, moment in found.languages],
        "sources": [
            {
                "source": telling.source,
                "language": telling.language,
                **since(telling.since),
                "articles": telling.articles,
                "first": brief(telling.first),
            }
            for telling in found.tellings
        ],
        "cites": [
            {
                "source": citing.source,
                "language": citing.language,
                "agency": citing.agency,
                **since(citing.since),
                "articles": citing.articles,
            }
            for citing in found.citings
        ],
        "copies": [
            {
                "source": copying.source,
                "language": copying.language,
                "of": _outlet(copying.of),
                **since(copying.since),
                "articles": copying.articles,
            }
            for copying in found.copyings
        ],
        "missing": [
            {**_outlet(outlet), "read": iso(read[outlet]), "failing": failing[outlet]}
            for outlet in found.missing
        ],
        "unread": [{**_outlet(outlet), "read": iso(read[outlet])} for outlet in found.unread],
        "in_linked": [{**_outlet(outlet), "story": story} for outlet, story in found.elsewhere],
        "cited_unseen": list(found.unseen),
        "linked": [{"story": others[0].story, "first": brief(others[0])} for others in linked],
    }


def _outlet(outlet: Outlet) -> JSON:
    source, language = outlet
    return {"source": source, "language": language or None}


def _watched(
    settings: Settings, states: Mapping[str, FeedState]
) -> tuple[dict[Outlet, datetime | None], dict[Outlet, bool]]:
    """When each outlet that has a feed was last read, and whether all feeds that it has fail."""
    read: dict[Outlet, datetime | None] = {}
    failing: dict[Outlet, bool] = {}
    for feed in settings.feeds:
        if not feed.enabled:
            continue
        outlet, state = (feed.source, feed.language or ""), states.get(feed.id)
        moments = (read.get(outlet), state.last_success if state else None)
        read[outlet] = max((moment for moment in moments if moment), default=None)
        failing[outlet] = failing.get(outlet, True) and bool(state and state.failures)
    return read, failing


def brief(article: Article) -> JSON:
    """An article by its name, where an object tells of several.

    ``published`` is null also if it lay in the future when the article was seen.
    """
    reading = article.reading
    believed = reading.published and reading.published <= article.first_seen
    return {
        "id": article.id,
        "url": reading.url,
        "title": reading.title,
        "markers": list(reading.markers),
        "language": reading.language,
        "source": reading.source,
        "published": iso(reading.published) if believed else None,
        "first_seen": iso(article.first_seen),
        "copy_of": article.copy_of,
    }


# --- for a person ---------------------------------------------------------------------------------


def show_story(story: JSON, now: datetime) -> None:
    """Print a story's origin and spread for a person."""
    show = console().print
    first, telling = story["first"], story["sources"][0]
    show(Text(_headline(first), style="bold"))
    show(f"Story {story['story']}, articles: {story['articles']}")
    show(f"First: {_named(telling)}, {zoned(telling['since'])}; seen here {local(first['first_seen'])}")
    show(first["url"], soft_wrap=True)
    show()
    _show_sources(story, now)
    for copying in story["copies"]:
        show(f"{_named(copying)} has the text of {_named(copying['of'])} ({_lag(copying)}).")
    for citing in story["cites"]:
        show(f"{_named(citing)} cites {citing['agency']} ({_lag(citing)}).")
    if story["cited_unseen"]:
        show(f"Cited, but not seen here: {', '.join(story['cited_unseen'])}.")
    if story["missing"]:
        lacking = (_named(it) + f" ({_read(it, now)})" * it["failing"] for it in story["missing"])
        show(f"Have it not: {', '.join(lacking)}.")
    for other in story["linked"]:
        show(Text(f"Story {other['story']} seems to be the same: {_headline(other['first'])}"))
        having = [_named(it) for it in story["in_linked"] if it["story"] == other["story"]]
        if having:
            show(f"Have it there: {', '.join(having)}.")
    if story["unread"]:
        unknown = (f"{_named(it)} ({_read(it, now)})" for it in story["unread"])
        show(f"Not read since it began: {', '.join(unknown)}.")


def _show_sources(story: JSON, now: datetime) -> None:
    from datetime import datetime

    table = plain_table("source", "in", "has it for", "after", "articles", "first")
    for telling in story["sources"]:
        lag = "first" if telling is story["sources"][0] else lasting(telling["after"])
        held = lasting((now - datetime.fromisoformat(telling["since"])).total_seconds())
        row = (telling["source"], telling["language"], held, lag, str(telling["articles"]))
        table.add_row(*row, Text(_headline(telling["first"])))
    show_table(table)


def _headline(article: JSON) -> str:
    return headline(article["title"], article["language"], article["markers"])


def _named(outlet: JSON) -> str:
    return f"{outlet['source']} in {outlet['language']}" if outlet["language"] else str(outlet["source"])


def _lag(telling: JSON) -> str:
    lag = lasting(telling["after"]) if telling["after"] else "at once"
    return lag + (f", in {telling['articles']} articles" if telling["articles"] > 1 else "")


def _read(outlet: JSON, now: datetime) -> str:
    from datetime import datetime

    if not outlet["read"]:
        return "never read"
    return f"last read {lasting((now - datetime.fromisoformat(outlet['read'])).total_seconds())} ago"
