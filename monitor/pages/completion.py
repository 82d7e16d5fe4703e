"""An article that was told of by its lead becomes whole: what its page adds is filed, and what that matches.

It is no edit: a rule that has matched already tells nothing again; one that finds its words only now tells
of the article as of a new one. An article that nobody was told of, and that stood alone for want of words,
finds its story. Called in the writer's thread; fetching and reading are ``monitor.pages.queue``'.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.notifications import alert
from monitor.core import copies
from monitor.core.fetching import Failed
from monitor.core.pages import asked_again
from monitor.pipeline import place

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.fetching import WantedPage
    from monitor.core.model import Article, Reading, StoryLink
    from monitor.core.protocols import Store, Unit
    from monitor.core.settings import Settings


def settle_page(
    store: Store,
    wanted: WantedPage,
    known: Reading | None,
    result: Reading | Failed,
    *,
    settings: Settings,
    now: datetime,
) -> bool:
    """File what became of a wanted page; True if its article is whole now.

    ``known`` is the reading that the page was to complete: if the article was edited meanwhile, the page as
    it was then completes nothing. A page that failed is asked for again, or given up.
    """
    article = store.article(wanted.article)
    with store.unit() as unit:
        if article is None or isinstance(result, Failed):
            again = asked_again(wanted, result, now) if article and isinstance(result, Failed) else None
            if again:
                unit.want_page(again)
            else:
                unit.drop_page(wanted.article)
            return False
        if known is None or article.reading.features.content != known.features.content:
            return False
        complete(unit, article, result, backlog=wanted.backlog, settings=settings, now=now)
        unit.drop_page(wanted.article)
        return True


def complete(
    unit: Unit, article: Article, reading: Reading, *, backlog: bool, settings: Settings, now: datetime
) -> Article:
    """File an article's whole text and tell of what matches in it alone; the article as it is now."""
    known = {match.rule for match in unit.earlier_matches(article.id)}
    # Pages of several articles may lead to one address: what is another's stays so.
    others = {key for key, it in unit.find_articles(reading.keys[:-1]).items() if it.id != article.id}
    reading = replace(reading, keys=tuple(key for key in reading.keys if key not in others))
    whole = replace(article, reading=reading)
    link: StoryLink | None = None
    if not known and len(unit.story_members(article.story)) <= 1:
        shared = unit.used_bands(reading.features.bands, now - copies.WINDOW)
        whole, link = place(unit, whole, now, shared=shared)
    unit.complete_article(whole, link)
    fresh = [match for match in reading.matches if match.rule not in known]
    alert(
        unit,
        whole,
        fresh,
        settings=settings,
        story_members=unit.story_members(whole.story) if fresh and not backlog else (),
        linked_stories=unit.linked_stories(whole.story) if fresh and not backlog else (),
        backlog=backlog,
        revision=False,
        now=now,
    )
    return whole
