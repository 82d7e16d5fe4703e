"""The sample news and what is expected of it, read from the YAML files in ``news/``.

Each file tells one event in every language that reports it. The news is invented. How an item looks on
its publisher's wire is left to ``monitor.demo.wires``, when it appears to ``monitor.demo.newswire``.

A file's keys: ``about`` (a title for people), ``story`` (items of the file must come out as this one
story; without it nothing is expected), ``facets`` (with them the items are on the topic and must be kept,
without them they must be dropped), ``rules`` (those that must match each item, unless it has its own) and
``items``.

An item's keys: ``id``, ``wire``, ``title``, ``text``; ``step`` (published then; without it the item is in
the backlog, ``hours_ago`` at the start); ``place`` of the dateline; ``language`` where the wire has several;
``chain`` (items of one wire with the same chain are filings of one report, each under a new id); ``cites``
(agencies quoted as the source); ``copy_of`` (the item whose text this is); ``edits`` (silent changes of
title and text, each at its step).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Another title and text under the same id, from ``step`` on."""

    step: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One report on one wire. Step 0 is the backlog; ``hours_ago`` is its age when the demo starts."""

    id: str
    wire: str
    title: str
    text: str
    step: int = 0
    hours_ago: int = 0
    place: str = ""
    language: str | None = None
    chain: str | None = None
    edits: tuple[Edit, ...] = ()
    story: str | None = None
    facets: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    copy_of: str | None = None

    @property
    def kept(self) -> bool:
        """True if the topic must keep it."""
        return bool(self.facets)

    def texts(self, step: int) -> tuple[tuple[str, str], ...]:
        """Title and text as first published and after each edit up to ``step``."""
        edited = ((edit.title, edit.text) for edit in self.edits if edit.step <= step)
        return ((self.title, self.text), *edited)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """All news of the demo. ``about`` gives each expected story its title, as (id, title)."""

    items: tuple[Item, ...]
    about: tuple[tuple[str, str], ...]

    @property
    def last_step(self) -> int:
        """The step after which nothing more is published."""
        steps = [item.step for item in self.items]
        return max(steps + [edit.step for item in self.items for edit in item.edits])


@cache
def load() -> Sample:
    """Read the news that ships with Tumen."""
    items: list[Item] = []
    about: list[tuple[str, str]] = []
    folder = resources.files("monitor.demo") / "news"
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        event = yaml.safe_load(file.read_text(encoding="utf-8"))
        if "story" in event:
            about.append((event["story"], event["about"]))
        items += [_item(raw, event) for raw in event["items"]]
    return Sample(items=tuple(items), about=tuple(about))


def _item(raw: dict[str, Any], event: dict[str, Any]) -> Item:
    own: dict[str, Any] = {
        **raw,
        "cites": tuple(raw.get("cites", ())),
        "rules": tuple(raw.get("rules", event.get("rules", ()))),
        "edits": tuple(Edit(**edit) for edit in raw.get("edits", ())),
    }
    shared: dict[str, Any] = {
        "story": event.get("story"),
        "facets": tuple(event.get("facets", ())),
    }
    return Item(**own, **shared)
