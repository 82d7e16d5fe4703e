"""Builders of the nouns, so that a test names only what it is about.

Every builder takes any field of its noun by name; what is left out is plausible and fixed. ``NOW`` is
the moment all tests live at, ``after(minutes=5)`` another one.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.core.fetching import FeedState, address_hash
from monitor.core.model import (
    Article,
    Delivery,
    Evidence,
    Match,
    Mention,
    Notification,
    Reading,
    Revision,
    ScorePart,
    StoryLink,
    Verdict,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

_OF_A_READING = {field.name for field in fields(Reading)}


def after(**span: float) -> datetime:
    """So long after ``NOW``: ``after(minutes=5)``, ``after(days=-1)``."""
    return NOW + timedelta(**span)


def verdict(topic: str = "korea-russia", *, keep: bool = True, score: float = 4.25, **more: Any) -> Verdict:
    return Verdict(topic=topic, keep=keep, score=score, **more)


def mention(text: str, entity: str, *, start: int = 0, field: str = "title") -> Mention:
    return Mention(field=field, start=start, end=start + len(text), text=text, entity=entity)


def match(rule: str = "troops", *terms: str, field: str = "title") -> Match:
    """A match of ``rule`` with one piece of evidence a term, one after another in ``field``."""
    evidence, start = [], 0
    for term in terms or ("troops",):
        evidence.append(Evidence(field=field, start=start, end=start + len(term), text=term, term=term))
        start += len(term) + 1
    return Match(rule=rule, evidence=tuple(evidence))


def reading(title: str = "A delegation from Pyongyang arrives in Vladivostok", **more: Any) -> Reading:
    """A kept reading of source ``tass``; ``kept=False`` gives it a verdict that drops it.

    Its only key is made of its URL, which is made of its title, so other titles are other articles.
    """
    keep = more.pop("kept", True)
    source = more.pop("source", "tass")
    url = more.pop("url", None) or f"https://{source}.example/{'-'.join(title.split())}"
    plausible: dict[str, Any] = {
        "source": source,
        "feed": f"{source}-en",
        "guid": None,
        "url": url,
        "title": title,
        "text": "The visit lasts three days, the regional government said.",
        "language": "en",
        "published": NOW,
        "keys": (f"url:{url}",),
        "verdicts": (verdict(keep=keep, score=4.25 if keep else 0.5, parts=(part(),)),),
    }
    return Reading(**plausible | more)


def part(name: str = "both sides", weight: float = 2.0, detail: str = "") -> ScorePart:
    return ScorePart(name=name, weight=weight, detail=detail)


def article(name: str = "a1", /, **more: Any) -> Article:
    """An article filed at ``NOW`` as the first of its own story.

    Fields of the reading may be given directly: ``article("a2", title="…", language="ko")``. Without a
    title or URL they are made of the id, so other ids are other articles.
    """
    of_reading = {name: more.pop(name) for name in list(more) if name in _OF_A_READING | {"kept"}}
    read = more.pop("reading", None)
    if read is None:
        of_reading.setdefault("title", f"Article {name}")
        of_reading.setdefault("url", f"https://news.example/{name}")
        read = reading(**of_reading)
    first_seen = more.pop("first_seen", NOW)
    plausible: dict[str, Any] = {
        "id": name,
        "reading": read,
        "first_seen": first_seen,
        "updated": first_seen,
        "story": f"story-{name}",
    }
    return Article(**plausible | more)


def link(of: Article, **more: Any) -> StoryLink:
    """Why the article belongs to its story; by default it founded it."""
    plausible: dict[str, Any] = {"story": of.story, "article": of.id, "by": None, "score": 0.0}
    return StoryLink(**plausible | more)


def revision(of: Article, **more: Any) -> Revision:
    """The text that the article has now, under the number it has now."""
    plausible: dict[str, Any] = {
        "article": of.id,
        "number": of.revisions,
        "title": of.reading.title,
        "text": of.reading.text,
        "seen": of.updated,
        "content": of.reading.features.content,
    }
    return Revision(**plausible | more)


def notification(name: str = "msg_1", /, **more: Any) -> Notification:
    plausible: dict[str, Any] = {
        "id": name,
        "kind": "article",
        "rule": "troops",
        "severity": "normal",
        "created": NOW,
        "payload": {"notification": name, "article": {"title": "북러 정상회담"}},
    }
    return Notification(**plausible | more)


def delivery(notification: str = "msg_1", channel: str = "desk", **more: Any) -> Delivery:
    """A delivery that is due at once, unless ``due`` says otherwise."""
    created = more.pop("created", NOW)
    plausible: dict[str, Any] = {
        "notification": notification,
        "channel": channel,
        "created": created,
        "due": created,
    }
    return Delivery(**plausible | more)


def feed_state(feed: str = "tass-en", **more: Any) -> FeedState:
    return FeedState(**{"feed": feed, "address": address_hash(f"https://{feed}.example/rss.xml")} | more)
