"""What a notification says: the webhook's ``data`` object, from which mails are rendered too.

Pure. An object stays under 20 kB as JSON (the Standard Webhooks recommendation): what is long is
shortened step by step, and ``truncated`` names it. Times are ISO 8601 in UTC with a ``Z``, offsets count
code points. docs/webhooks.md is the contract for receivers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from alerts.developments import MOST
from alerts.passages import Passage, chosen, marked, passages, shorten
from alerts.versions import version_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.model import JSON, Article, DigestItem, Evidence, Match, Mention, Verdict
    from monitor.core.settings import RuleSettings

LIMIT = 19_500
"""Bytes of JSON; what is left to 20 kB is for the envelope."""

_JOINED = 4
"""Articles told of a story that was told before; ``count`` says how many there are."""

_LINKED = 5
"""Stories told of that seem to be the same."""

_SOURCES, _LANGUAGES = 12, 6
"""Sources of a story that are named, and languages of each."""

PASSAGES = "items.match.passages"
"""What ``truncated`` calls the passages of a digest's items."""

_TITLE = 400
_WORDS = 120
_URL = 2_000
_FIRST_YEAR = 1995
_CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of everything is told; tried from the roomiest to the tightest."""

    summary: int
    evidence: int
    passages: int
    mentions: int
    story: int


_ROOMS = (_Room(800, 24, 3, 8, 20), _Room(400, 12, 2, 3, 10), _Room(150, 4, 1, 0, 4))


def iso(moment: datetime | None) -> str | None:
    """``2026-03-01T09:00:00Z``; None stays None. ``moment`` is in UTC."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def size(data: JSON) -> int:
    """Bytes of the object as it is sent."""
    return len(encode(data))


def encode(data: JSON) -> bytes:
    """The object as compact UTF-8 JSON; half a surrogate pair, which UTF-8 cannot hold, becomes ``?``."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def rule_data(rule: RuleSettings) -> JSON:
    """What a payload says of a rule."""
    return {
        "id": rule.id,
        "name": shorten(rule.name, _TITLE),
        "severity": str(rule.severity),
        "version": version_of(rule),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people call feeds and topics, by id; what is missing goes by its id."""

    feeds: Mapping[str, str]
    topics: Mapping[str, str]


def match_data(
    article: Article,
    match: Match,
    story: Sequence[Article],
    *,
    names: Names,
    news: Sequence[str] = (),
    linked: Sequence[Article] = (),
) -> JSON:
    """What is told of one match: ``article``, ``match``, ``update``, ``story``, ``cites``, ``truncated``.

    ``story`` are the story's members so far, as they came, the article among them or not. ``news``: what is
    new in it, if the rule has told of it before. ``linked``: the first articles of stories that seem to be
    the same.
    """
    update = {"new": [shorten(word, _WORDS) for word in news[:MOST]]} if news else None
    if all(member.id != article.id for member in story):
        story = [*story, article]
    story = _by_time(story)
    telling = chosen(match.evidence, _ROOMS[0].evidence)
    for room in _ROOMS:
        data = _match_data(article, match, chosen(telling, room.evidence), story, names, room)
        data["update"] = update
        data["story"]["linked"] = _linked(linked, names)
        if size(data) <= LIMIT:
            break
    return data


def _match_data(
    article: Article,
    match: Match,
    evidence: Sequence[Evidence],
    story: Sequence[Article],
    names: Names,
    room: _Room,
) -> JSON:
    reading = article.reading
    members = _members(article, story, room.story)
    truncated = [
        name
        for name, cut in (
            ("article.url", len(reading.url) > _URL),
            ("article.title", len(reading.title) > _TITLE),
            ("article.summary", len(reading.text) > room.summary),
            ("match.evidence", len(match.evidence) > len(evidence)),
            ("match.topics", any(len(verdict.evidence) > room.mentions for verdict in reading.verdicts)),
            ("story.articles", len(story) > len(members)),
        )
        if cut
    ]
    return {
        "article": {
            **_brief(article, names),
            "feed": reading.feed,
            "first_seen": iso(article.first_seen),
            "summary": shorten(reading.text, room.summary),
            "revision": article.revisions,
            "markers": list(reading.markers[:8]),
            "copy_of": article.copy_of,
        },
        "match": {
            "evidence": [_evidence(piece) for piece in evidence],
            "passages": [
                _passage(passage)
                for passage in (
                    marked("title", shorten(reading.title, _TITLE), evidence),
                    *passages(reading.text, evidence, limit=room.passages),
                )
            ],
            "topics": {
                verdict.topic: _verdict(verdict, names, room.mentions) for verdict in reading.verdicts
            },
        },
        "story": _story(article.story, members, story, names),
        "cites": list(dict.fromkeys(citation.agency for citation in reading.cites)),
        "truncated": truncated,
    }


def story_data(
    article: str, story: Sequence[Article], *, names: Names, linked: Sequence[Article] = ()
) -> JSON:
    """What is told of a story of which this article, a member, is told."""
    told = next(member for member in story if member.id == article)
    story = _by_time(story)
    members = _members(told, story, _ROOMS[0].story)
    return {**_story(told.story, members, story, names), "linked": _linked(linked, names)}


def joined_data(members: Sequence[Article], *, names: Names) -> JSON:
    """What is told of the new members, at least one, of a story that was told before."""
    members = _by_time(members)
    return _story(members[0].story, _members(members[-1], members, _JOINED), members, names)


def _linked(firsts: Sequence[Article], names: Names) -> list[JSON]:
    return [{"id": first.story, "first": _brief(first, names)} for first in firsts[:_LINKED]]


def _story(identity: str, members: Sequence[Article], story: Sequence[Article], names: Names) -> JSON:
    """What is told of a story, or a part of one, of which these members find room."""
    return {
        "id": identity,
        "articles": [_brief(member, names) for member in members],
        "count": len(story),
        "sources": _sources(story, names),
    }


def _sources(story: Sequence[Article], names: Names) -> list[JSON]:
    """Who tells the story, in which languages; in the order in which they are shown to have come to it."""
    languages: dict[str, dict[str, None]] = {}
    called: dict[str, str] = {}
    for member in story:
        reading = member.reading
        languages.setdefault(reading.source, {})[reading.language] = None
        called.setdefault(reading.source, shorten(names.feeds.get(reading.feed, reading.source), _WORDS))
    return [
        {"source": source, "source_name": called[source], "languages": list(told)[:_LANGUAGES]}
        for source, told in list(languages.items())[:_SOURCES]
    ]


def notice_data(trouble: Trouble) -> JSON:
    """What is told of Tumen itself: ``notice``."""
    return {
        "notice": {
            "kind": trouble.kind,
            "about": trouble.about,
            "title": shorten(trouble.title, _TITLE),
            "text": shorten(trouble.text, 4_000),
            "headline": trouble.headline,
            "lines": [list(line) for line in trouble.lines],
        }
    }


def digest_data(items: Sequence[DigestItem], joined: Sequence[JSON] = ()) -> JSON:
    """``items``, ``count``, ``joined`` and ``truncated`` of a digest.

    No item and no story that was joined (``joined_data``) is ever left out, for no later digest has it: of a
    digest that is too long first the stories have one article each, then items are shorter, in the end only
    headlines and links, and it may pass 20 kB. ``truncated`` has ``PASSAGES`` too if items
    have fewer of them, which is what readers of a mail miss.
    """
    told = {
        "items": [_without(it.payload, "notification", "rule", "configuration", "truncated") for it in items],
        "joined": list(joined),
    }
    whole = dict(told)
    for name, shorter in _SHORTER:
        if size(told) <= LIMIT:
            break
        told[name] = [shorter(one) for one in told[name]]
    truncated = [name for name in told if told[name] != whole[name]]
    if any(
        _passages_of(it) != _passages_of(before)
        for it, before in zip(told["items"], whole["items"], strict=True)
    ):
        truncated.append(PASSAGES)
    return {"count": len(items), **told, "truncated": truncated}


def _passages_of(item: JSON) -> list[JSON]:
    return item["match"]["passages"] if "match" in item else []


def _latest_only(story: JSON) -> JSON:
    return {**story, "articles": story["articles"][-1:]}


def _no_topic_evidence(item: JSON) -> JSON:
    if "match" not in item:
        return item
    topics = {topic: _without(verdict, "evidence") for topic, verdict in item["match"]["topics"].items()}
    return {**item, "match": {**item["match"], "topics": topics}, "story": {**item["story"], "articles": []}}


def _short_summary(item: JSON) -> JSON:
    if "match" not in item:
        return item
    match = item["match"]
    return {
        **item,
        "article": {**item["article"], "summary": shorten(item["article"]["summary"], 150)},
        "match": {**match, "evidence": match["evidence"][:3], "passages": match["passages"][:1]},
    }


def _headline_only(item: JSON) -> JSON:
    if "match" not in item:
        return item
    return {
        "article": _without(item["article"], "summary", "markers"),
        "match": {"evidence": [], "passages": [], "topics": {}},
        "update": item.get("update"),
        "story": {**item["story"], "articles": [], "linked": item["story"].get("linked", [])[:1]},
        "cites": [],
    }


_SHORTER: tuple[tuple[str, Callable[[JSON], JSON]], ...] = (
    ("joined", _latest_only),
    ("items", _no_topic_evidence),
    ("items", _short_summary),
    ("items", _headline_only),
)
"""How a digest that is too long is made shorter, step by step."""


def _by_time(story: Sequence[Article]) -> list[Article]:
    """Oldest first by the time that is told of each (without one, by when it was seen), else as they came.

    A reader who sees the times expects them in order, and articles come in any.
    """
    return sorted(story, key=lambda it: _believable(it.reading.published, it.first_seen) or it.first_seen)


def _members(article: Article, story: Sequence[Article], limit: int) -> list[Article]:
    """The story as it is told: the first report in each language, then the latest ones; oldest first.

    The article itself is one of them.
    """
    if len(story) <= limit:
        return list(story)
    first_in = {member.reading.language: member for member in reversed(story)}
    wanted = {member.id: member for member in (article, *first_in.values(), *reversed(story))}
    told = set(list(wanted)[:limit])
    return [member for member in story if member.id in told]


def _brief(article: Article, names: Names) -> JSON:
    reading = article.reading
    return {
        "id": article.id,
        "url": reading.url if len(reading.url) <= _URL else "",
        "title": shorten(reading.title, _TITLE),
        "language": reading.language,
        "source": reading.source,
        "source_name": shorten(names.feeds.get(reading.feed, reading.source), _WORDS),
        "published": iso(_believable(reading.published, article.first_seen)),
    }


def _believable(published: datetime | None, seen: datetime) -> datetime | None:
    """A publication time, unless no publisher of news on the web can have meant it."""
    if published is None or published > seen + _CLOCKS_DIFFER or published.year < _FIRST_YEAR:
        return None
    return published


def _evidence(piece: Evidence) -> JSON:
    return {
        "field": piece.field,
        "start": piece.start,
        "end": piece.end,
        "text": shorten(piece.text, _WORDS),
        "term": shorten(piece.term, _WORDS),
    }


def _mention(mention: Mention) -> JSON:
    return {
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "text": shorten(mention.text, _WORDS),
        "entity": mention.entity,
    }


def _verdict(verdict: Verdict, names: Names, mentions: int) -> JSON:
    return {
        "name": shorten(names.topics.get(verdict.topic, verdict.topic), _WORDS),
        "keep": verdict.keep,
        "score": round(verdict.score, 2),
        "facets": list(verdict.facets),
        "evidence": [_mention(mention) for mention in verdict.evidence[:mentions]],
    }


def _passage(passage: Passage) -> JSON:
    return {
        "field": passage.field,
        "text": passage.text,
        "marks": [list(mark) for mark in passage.marks],
        "before": passage.before,
        "after": passage.after,
    }


def _without(data: JSON, *keys: str) -> JSON:
    return {key: value for key, value in data.items() if key not in keys}
