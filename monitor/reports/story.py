"""``tumen story``: a story's origin and spread, for a person and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core.spread import spread
from monitor.reports.lookup import article_called
from monitor.reports.status import iso
from monitor.reports.terminal import console, lasting, local, plain_table, show_table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.model import JSON, Article
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings


def members(store: Store, wanted: str) -> Sequence[Article]:
    """The articles of the story with this id, or of that which the article with this id or address is in."""
    found = store.story(wanted)
    if not found:
        article = article_called(store, wanted)
        found = store.story(article.story) if article else ()
    return [article for article, _ in found]


def story_json(articles: Sequence[Article], linked: Sequence[Article], settings: Settings) -> JSON:
    """A story's origin and spread as one JSON object; ``after`` counts seconds from the first article.

    ``linked`` are the first articles of stories that seem to be the same.
    """
    found = spread(articles, ((feed.source, feed.language or "") for feed in settings.feeds if feed.enabled))
    start = found.first.when

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
                "agency": citing.agency,
                **since(citing.since),
                "articles": citing.articles,
            }
            for citing in found.citings
        ],
        "missing": [{"source": source, "language": language or None} for source, language in found.missing],
        "cited_unseen": list(found.unseen),
        "linked": [{"story": first.story, "first": brief(first)} for first in linked],
    }


def brief(article: Article) -> JSON:
    """An article by its name, where an object tells of several."""
    reading = article.reading
    return {
        "id": article.id,
        "url": reading.url,
        "title": reading.title,
        "language": reading.language,
        "source": reading.source,
        "published": iso(reading.published),
        "first_seen": iso(article.first_seen),
    }


def show_story(story: JSON, now: datetime) -> None:
    """Print a story's origin and spread for a person."""
    from datetime import datetime

    show = console().print
    first = story["first"]
    show(Text(first["title"], style="bold"))
    began = datetime.fromisoformat(story["languages"][0]["since"])
    show(f"Story {story['story']}, articles: {story['articles']}")
    show(
        f"First: {first['source']} in {first['language']}, {local(began)}; "
        f"seen here {local(first['first_seen'])}"
    )
    show(first["url"], soft_wrap=True)
    show()
    table = plain_table("source", "in", "has it for", "after", "articles", "first")
    for telling in story["sources"]:
        lag = "first" if telling is story["sources"][0] else lasting(telling["after"])
        held = lasting((now - datetime.fromisoformat(telling["since"])).total_seconds())
        row = (telling["source"], telling["language"], held, lag, str(telling["articles"]))
        table.add_row(*row, Text(telling["first"]["title"]))
    show_table(table)
    for citing in story["cites"]:
        lag = lasting(citing["after"]) if citing["after"] else "at once"
        times = f", in {citing['articles']} articles" if citing["articles"] > 1 else ""
        show(f"{citing['source']} cites {citing['agency']} ({lag}{times}).")
    if story["cited_unseen"]:
        show(f"Cited, but not seen here: {', '.join(story['cited_unseen'])}.")
    if story["missing"]:
        lacking = (
            f"{it['source']} in {it['language']}" if it["language"] else it["source"]
            for it in story["missing"]
        )
        show(f"Have it not: {', '.join(lacking)}.")
    for other in story["linked"]:
        show(Text(f"Story {other['story']} seems to be the same: {other['first']['title']}"))
