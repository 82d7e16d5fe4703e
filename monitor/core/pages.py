"""Which articles' pages are worth fetching, when one is asked for again, and what its text adds.

A feed often has but the first sentence. What concerns somebody is told of from that at once; its page is
fetched afterwards and completes the article. Fetching is ``monitor.pages.queue``', reading a page
``monitor.core.reading.pages``'.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.copies import split_words
from monitor.core.errors import ReadError
from monitor.core.fetching import Failed, Outcome, WantedPage
from monitor.core.settings import FullText
from monitor.core.urls import names_article

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Article, Reading
    from monitor.core.settings import FeedSettings

LEAD_LENGTH = 700
"""Letters up to which a text may be no more than a lead; Hangul and Han count twice, as they say more."""

CUT_LENGTH = 3_000
"""Letters up to which a text is a lead if it ends in dots."""

TRIES_AFTER = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""Waits between the tries to get a page; after the last it is given up."""

OLDEST = timedelta(days=1)
"""How long a page is wanted: later the news is old, and its host is not worth more tries."""

_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_CUT = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])\s*\Z")
_TRANSIENT = frozenset(
    (
        *(Outcome.RATE_LIMITED, Outcome.SERVER_ERROR, Outcome.CHALLENGE, Outcome.TIMED_OUT),
        *(Outcome.UNREACHABLE, Outcome.TLS, Outcome.CUT, Outcome.BAD_ANSWER),
    )
)
_OWN_SHARE, _WHOLE_SHARE = 0.4, 0.8  # of the lead's words that its page must have; that make it part of it


def is_lead(text: str) -> bool:
    """True for a text that may be no more than an article's beginning."""
    length = len(text) + len(_DENSE.findall(text[:LEAD_LENGTH]))
    return length < LEAD_LENGTH or (len(text) < CUT_LENGTH and _CUT.search(text[-20:]) is not None)


def wants_page(feed: FeedSettings, reading: Reading, *, backlog: bool = False) -> bool:
    """True if the article's page should be fetched for its text.

    ``full_text: auto`` asks for it where the feed has but a lead, of what a topic keeps or a rule matches, or
    what a topic cannot decide: because something speaks for it, though not enough, or nothing is known of it
    but its address. Not of a ``backlog``, which is told to nobody and may be thousands.
    """
    if feed.full_text is FullText.NEVER or not names_article(reading.url):
        return False
    if feed.full_text is FullText.ALWAYS:
        return True
    if backlog or not is_lead(reading.text):
        return False
    undecided = not (reading.title or reading.text) or any(
        verdict.score > 0 and verdict.parts for verdict in reading.verdicts
    )
    return reading.kept or bool(reading.matches) or undecided


def wanted_page(article: Article, *, backlog: bool, now: datetime) -> WantedPage:
    """The article's page, to be fetched from now on."""
    reading = article.reading
    return WantedPage(
        article=article.id, feed=reading.feed, url=reading.url, created=now, due=now, backlog=backlog
    )


def asked_again(wanted: WantedPage, failed: Failed, now: datetime) -> WantedPage | None:
    """The page at the time of its next try; None if it is given up."""
    if failed.outcome not in _TRANSIENT or wanted.attempts >= len(TRIES_AFTER):
        return None
    wait = max(TRIES_AFTER[wanted.attempts], failed.retry_after or timedelta())
    if now + wait - wanted.created > OLDEST:
        return None
    return replace(wanted, attempts=wanted.attempts + 1, due=now + wait)


def completed(title: str, lead: str, text: str) -> str:
    """The article's whole text: the page's, after the feed's own words if the page lacks them.

    Raises ``ReadError`` with ``LAYOUT`` for a page that says nothing more, or that is another's (a log-in, a
    consent, a section's front page): it shares hardly a word with what the feed said.
    """
    known = split_words(f"{title} {lead}")
    found = split_words(text)
    if len(found) <= len(split_words(lead)):
        raise ReadError(Outcome.LAYOUT, "the page has no more text than the feed")
    if _share(known, found) < _OWN_SHARE:
        raise ReadError(Outcome.LAYOUT, "the page's text is not this article's")
    words = split_words(_CUT.sub("", lead))[: -1 if _CUT.search(lead) else None]
    begins = _share(words, found[: 3 * len(words) + 20]) >= _WHOLE_SHARE
    return text if begins else f"{_CUT.sub('', lead)}\n\n{text}"


def _share(words: tuple[str, ...], among: tuple[str, ...]) -> float:
    """How many of the words are among others, 0 to 1; 1 if there are none."""
    wanted = set(words)
    return len(wanted.intersection(among)) / len(wanted) if wanted else 1.0
