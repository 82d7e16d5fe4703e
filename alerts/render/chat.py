"""What a notification says in a chat: paragraphs of runs, for every service to put into its own markup.

Pure. A mention in a headline must wake nobody, and services differ in what they take for one, so outside
text loses here what makes it one; escaping markup is left to ``alerts.render.services``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from alerts.passages import shorten
from alerts.render import safe
from alerts.render.labels import labels_for
from alerts.render.notices import worded
from alerts.render.view import article_view, digest_count, empty_lines, related, story_views

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from alerts.render.labels import Labels
    from alerts.render.view import ArticleView, Pieces, Related
    from monitor.core.model import Notification

_MENTION = re.compile(r"(?<=@)(?=\w)|(?<=<)(?=[!@#&])")
_WORD_JOINER = "\u2060"
"""Invisible, without width; "@" before it calls nobody."""

_HEAD = 300
"""Code points of a headline that alone is too long for its service."""

_HEADLINES = 5
"""Items of a digest that are shown with their passage and story; those after them are headlines."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line of one kind; ``url`` is empty or safe to be clicked."""

    text: str
    bold: bool = False
    url: str = ""


Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A message: ``title`` in plain text, ``paragraphs`` with the title first, the most important next;
    ``link`` to the article and ``read``, the words to offer it by, or both empty; ``more`` is said where a
    service has no room for all of it.
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    more: str
    link: str = ""
    read: str = ""


def say(notification: Notification, *, language: str, timezone: str) -> Said:
    """The message for readers of that language in that zone."""
    labels = labels_for(language)
    if notification.kind == "digest":
        return _digest(notification, labels, timezone)
    if notification.kind == "notice":
        return _notice(notification, labels, timezone)
    return _article(notification, labels, timezone)


def _article(notification: Notification, labels: Labels, timezone: str) -> Said:
    view = article_view(notification.payload, labels, timezone)
    paragraphs = [_headline(view), _origin(view)]
    paragraphs += [_marked(passage) for passage in view.passages]
    paragraphs += [(_run(view.summary),)] if view.summary else []
    paragraphs += [(Run(f"{label}: "), _run(text)) for label, text in view.why]
    if view.related:
        paragraphs.append((Run(labels.related, bold=True),))
        paragraphs += [_other(other) for other in view.related]
    paragraphs += [(Run(view.more),)] if view.more else []
    if view.linked:
        paragraphs.append((Run(labels.linked, bold=True),))
        paragraphs += [_other(other) for other in view.linked]
    return Said(
        title="".join(run.text for run in paragraphs[0]),
        paragraphs=tuple(paragraphs),
        more=labels.cut,
        link=view.link.url,
        read=f"{labels.read} {view.link.host}" if view.link.url else "",
    )


def _digest(notification: Notification, labels: Labels, timezone: str) -> Said:
    payload = notification.payload
    items = payload["items"]
    title = f"{labels.digest}: {_defused(payload['rule']['name'])} · {digest_count(payload, labels)}"
    paragraphs: list[Paragraph] = [(Run(title, bold=True),)]
    paragraphs += [(_run(line),) for line in empty_lines(payload, labels)]
    room = _HEADLINES
    for told in story_views(items, labels, timezone):
        about = [(_run(f"{labels.related} · {told.story}"),)] if told.story and room > 0 else []
        several = len(told.told) > 1
        paragraphs += about if several else []
        for view in told.told:
            paragraphs += [_headline(view), _origin(view)]
            paragraphs += [_marked(view.passages[0])] if view.passages and room > 0 else []
            room -= 1
        paragraphs += [] if several else about
    notices = (item["notice"] for item in items if "notice" in item)
    paragraphs += [
        (_run(worded(it, language=labels.language, timezone=timezone)[0], bold=True),) for it in notices
    ]
    joined = payload.get("joined", ())
    if joined:
        paragraphs.append((Run(labels.joined, bold=True),))
        paragraphs += [
            _other(one) for story in joined for one in related(story["articles"], labels, timezone)
        ]
    return Said(title, tuple(paragraphs), labels.cut)


def _notice(notification: Notification, labels: Labels, timezone: str) -> Said:
    headline, words = worded(notification.payload["notice"], language=labels.language, timezone=timezone)
    title = f"{labels.notice}: {_defused(headline)}"
    lines = words.split("\n")
    text = tuple((_run(line),) for line in lines if line.strip())
    return Said(title, ((Run(title, bold=True),), *text), labels.cut)


def _headline(view: ArticleView) -> Paragraph:
    before = "".join(f"[{flag}] " for flag in view.flags)
    headline = Run(_defused(view.title), bold=True, url=view.link.url)
    return (Run(before), headline) if before else (headline,)


def _origin(view: ArticleView) -> Paragraph:
    return (_run(" · ".join(part for part in (view.source, view.time, view.update) if part)),)


def _other(other: Related) -> Paragraph:
    tail = " · ".join(part for part in (other.source, other.time) if part)
    return (Run("• "), Run(_defused(other.title), url=other.link.url), _run(f" · {tail}"))


def _marked(pieces: Pieces) -> Paragraph:
    """The pieces as runs; what calls somebody may stand on both sides of the border of two."""
    runs: list[Run] = []
    for text, mark in pieces:
        glue = _WORD_JOINER if runs and runs[-1].text.endswith(("@", "<")) else ""
        runs.append(Run(glue + _defused(text), bold=mark))
    return tuple(runs)


def _run(text: str, *, bold: bool = False) -> Run:
    return Run(_defused(text), bold=bold)


def _defused(text: str) -> str:
    """The text on one line, calling nobody; blanks at the ends stay, for they stand between runs."""
    return _MENTION.sub(_WORD_JOINER, safe.plain(text).replace("\n", " "))


def plain(paragraphs: Sequence[Paragraph]) -> str:
    """The paragraphs without any markup, each link after its text."""
    return "\n".join(
        "".join(f"{run.text} {run.url}" if run.url else run.text for run in paragraph)
        for paragraph in paragraphs
    )


def fitting(said: Said, limit: int, length: Callable[[Paragraph], int]) -> list[Paragraph]:
    """As many paragraphs as find room, each with a line break, and if not all do, a last one that says so."""
    more: Paragraph = (Run(said.more),)
    room = limit - length(more) - 1
    lines: list[Paragraph] = []
    for paragraph in said.paragraphs:
        needed = length(paragraph) + 1
        if needed > room:
            # Only an address made to be too long leaves no room for a headline.
            return [*(lines or [(Run(shorten(said.title, _HEAD), bold=True),)]), more]
        lines.append(paragraph)
        room -= needed
    return lines
