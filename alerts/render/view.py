"""A payload as templates want it: safe text, marked words, clickable links, times in the reader's zone.

Pure. Marked text is a sequence of (text, marked) pieces, cut before anything is cleaned, so that a mark
stays on its word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from alerts.render import safe
from alerts.render.labels import labels_for
from monitor.core.urls import clickable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from alerts.render.labels import Labels
    from monitor.core.model import JSON

Pieces = tuple[tuple[str, bool], ...]

_RELATED = 12
"""Story members shown in a mail; how many more there are is said."""

_BRIEFLY = 2
"""Of them shown of a story in a digest."""

_FORMS = 6
"""Forms of one term shown: «военные, военных, военным»."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Where an article is read; ``url`` is empty if it has no address that may be clicked."""

    url: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another article of the story."""

    title: str
    language: str
    source: str
    time: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An alert as it is read. ``flags`` stand before its headline where that is all there is to see: that it
    is an update, what kind of report. ``why`` are (label, text) rows. ``story`` says how many articles, who
    and in which languages, empty of one that stands alone.
    """

    headline: Pieces
    flags: tuple[str, ...]
    language: str
    markers: tuple[str, ...]
    update: str
    source: str
    time: str
    passages: tuple[Pieces, ...]
    summary: str
    link: Link
    why: tuple[tuple[str, str], ...]
    story: str
    related: tuple[Related, ...]
    more: str
    linked: tuple[Related, ...]

    @property
    def title(self) -> str:
        """The headline without marks."""
        return "".join(text for text, _ in self.headline)


def article_view(data: JSON, labels: Labels, timezone: str) -> ArticleView:
    """The view of an article's payload, or of one item of a digest."""
    article, match, story = data["article"], data["match"], data["story"]
    headline = next(iter(_passages(match["passages"], "title")), ((safe.line(article["title"]), False),))
    texts = _passages(match["passages"], "text")
    others = [member for member in story["articles"] if member["id"] != article["id"]]
    shown = _nearest(others, _RELATED)
    hidden = story.get("count", len(story["articles"])) - 1 - len(shown)
    markers = tuple(labels_for(article["language"]).marker(name) for name in article.get("markers", ()))
    update = _update(data, labels)
    return ArticleView(
        headline=headline if any(text.strip() for text, _ in headline) else ((labels.untitled, False),),
        language=article["language"],
        flags=((labels.updated,) if update else ()) + markers[:2],
        markers=markers,
        update=update,
        source=safe.line(article["source_name"]),
        time=_time(article, labels, timezone),
        passages=tuple(texts),
        summary=safe.line(article.get("summary", "")) if not texts else "",
        link=_link(article["url"]),
        why=_why(data, labels),
        story=_story(story, labels),
        related=related(shown, labels, timezone),
        more=labels.more.format(n=hidden) if shown and hidden > 0 else "",
        linked=related((other["first"] for other in story.get("linked", ())), labels, timezone),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """What a digest tells of one story. ``told`` are the articles, the oldest first; the rest is of them all:
    ``story`` as in ``ArticleView``, ``related`` some of the others.
    """

    told: tuple[ArticleView, ...]
    story: str
    related: tuple[Related, ...]
    linked: tuple[Related, ...]


def story_views(items: Iterable[JSON], labels: Labels, timezone: str) -> list[StoryView]:
    """The articles of a digest's items, those of one story together, where the first of them stands."""
    stories: dict[str, list[JSON]] = {}
    for item in items:
        if "article" in item:
            stories.setdefault(item["story"]["id"] or item["article"]["id"], []).append(item)
    return [_story_view(told, labels, timezone) for told in stories.values()]


def _story_view(items: Sequence[JSON], labels: Labels, timezone: str) -> StoryView:
    ordered = sorted(items, key=lambda it: it["article"]["published"] or it["article"]["first_seen"])
    views = tuple(article_view(item, labels, timezone) for item in ordered)
    story, ids = items[-1]["story"], {item["article"]["id"] for item in items}
    others = [member for member in story["articles"] if member["id"] not in ids]
    return StoryView(
        told=views,
        story=_story(story, labels),
        related=related(_nearest(others, _BRIEFLY), labels, timezone),
        linked=related((other["first"] for other in story.get("linked", ())[:1]), labels, timezone),
    )


def digest_count(payload: JSON, labels: Labels) -> str:
    """How much a digest tells of; only a digest of the operator's holds notices, and those alone."""
    items = payload["items"]
    said = labels.notices if items and "notice" in items[0] else labels.count
    return said.format(n=payload["count"])


def empty_lines(payload: JSON, labels: Labels) -> tuple[str, ...]:
    """What a digest says that holds nothing."""
    if payload["count"]:
        return ()
    feeds = ", ".join(safe.line(feed["name"]) for feed in payload.get("silent", ()))
    return (labels.nothing, *([labels.silent.format(feeds=feeds)] if feeds else []))


def _story(story: JSON, labels: Labels) -> str:
    """``articles: 5 · TASS (EN, RU), Yonhap (KO)``."""
    count = story.get("count", len(story["articles"]))
    if count < 2:
        return ""
    sources = ", ".join(
        f"{safe.line(it['source_name'])} ({', '.join(it['languages']).upper()})"
        for it in story.get("sources", ())
    )
    return " · ".join(part for part in (labels.count.format(n=count), sources) if part)


def _update(data: JSON, labels: Labels) -> str:
    """Which text of an edited article it is, and what is new in a story that was told before."""
    revision, update = data["article"]["revision"], data.get("update")
    parts = [labels.revision.format(n=revision)] if revision > 1 else []
    if update:
        parts.append(f"{labels.new}: {', '.join(safe.line(word) for word in update['new'])}")
    return " · ".join(parts)


def related(members: Iterable[JSON], labels: Labels, timezone: str) -> tuple[Related, ...]:
    """Articles of a story as they are listed."""
    return tuple(_related(member, labels, timezone) for member in members)


def _passages(found: Iterable[JSON], field: str) -> list[Pieces]:
    return [_pieces(passage) for passage in found if passage["field"] == field]


def _pieces(passage: JSON) -> Pieces:
    text, at = passage["text"], 0
    pieces: list[tuple[str, bool]] = [("… ", False)] if passage["before"] else []
    for start, end in passage["marks"]:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces += [(text[at:], False), (" …" if passage["after"] else "", False)]
    return tuple((safe.plain(piece), mark) for piece, mark in pieces if piece)


def _nearest(members: Sequence[JSON], room: int) -> list[JSON]:
    """A story's articles, the latest first: as many as find room, one of each language before any second."""
    latest = list(reversed(members))
    kept = {member["id"] for member in _one_of_each_first(latest)[:room]}
    return [member for member in latest if member["id"] in kept]


def _one_of_each_first(members: Sequence[JSON]) -> list[JSON]:
    seen: set[str] = set()
    first: list[JSON] = []
    rest: list[JSON] = []
    for member in members:
        (rest if member["language"] in seen else first).append(member)
        seen.add(member["language"])
    return first + rest


def _related(member: Mapping[str, str], labels: Labels, timezone: str) -> Related:
    return Related(
        title=safe.line(member["title"]) or labels.untitled,
        language=member["language"],
        source=safe.line(member["source_name"]),
        time=_moment(member["published"], labels, timezone),
        link=_link(member["url"]),
    )


def _why(data: JSON, labels: Labels) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, str]] = []
    if "rule" in data:
        rule = data["rule"]
        severity = labels.severities.get(rule["severity"])
        rows.append((labels.rule, safe.line(rule["name"]) + (f" ({severity})" if severity else "")))
    forms: dict[str, dict[str, None]] = {}
    for piece in data["match"]["evidence"]:
        forms.setdefault(safe.line(piece["term"]), {})[safe.line(piece["text"])] = None
    if forms:
        rows.append((labels.words, "; ".join(_found(term, list(found)) for term, found in forms.items())))
    for topic in data["match"]["topics"].values():
        if topic["keep"]:
            facets = f" · {', '.join(topic['facets'])}" if topic["facets"] else ""
            rows.append((labels.topic, f"{safe.line(topic['name'])}{facets} · {topic['score']:g}"))
    if data["cites"]:
        rows.append((labels.cites, ", ".join(safe.line(agency).upper() for agency in data["cites"])))
    return tuple(rows)


def _found(term: str, found: Sequence[str]) -> str:
    shown = ", ".join(found[:_FORMS]) + (", …" if len(found) > _FORMS else "")
    return term if shown.casefold() == term.casefold() else f"{term} → {shown}"


def _time(article: Mapping[str, str], labels: Labels, timezone: str) -> str:
    if article["published"]:
        return _moment(article["published"], labels, timezone)
    return f"{labels.seen} {_moment(article['first_seen'], labels, timezone)}"


def _moment(iso: str | None, labels: Labels, timezone: str) -> str:
    return labels.moment(datetime.fromisoformat(iso), timezone) if iso else ""


def _link(url: str) -> Link:
    address = clickable(url)
    return Link(url=address, host=safe.host(address))
