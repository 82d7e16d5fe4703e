"""What one value says of another: names must exist, be unique and fit together; expressions must parse.

Runs on what could be read, and says nothing of what was reported already: a channel whose address is
wrong still is a channel that a rule may name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.config.forms import nearest, quote
from monitor.core.config.vocabulary import check_expression, shipped_entities
from monitor.core.errors import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.config.problems import Problems
    from monitor.core.config.reader import Value


def check(root: Value, problems: Problems) -> None:
    """Report what does not fit together."""
    checks = _Checks(root, problems)
    checks.ids()
    checks.feeds()
    checks.entities()
    checks.topics()
    checks.rules()
    checks.receivers()


class _Checks:
    def __init__(self, root: Value, problems: Problems) -> None:
        self._root = root
        self._add = problems.add
        self._channels = self._names("channels")
        self._topics = self._names("topics")

    def ids(self) -> None:
        for kind in ("feeds", "entities", "topics", "rules", "channels"):
            first: dict[str, Value] = {}
            for id_ in self._ids(kind):
                other = first.setdefault(id_.content, id_)
                if other is not id_:
                    self._add(
                        id_.line, id_.path, f"{quote(id_.content)} stands twice, first in line {other.line}"
                    )

    def feeds(self) -> None:
        addresses: dict[str, Value] = {}
        for feed in self._root.each("feeds"):
            url = feed.get("url")
            if url is not None and not url.missing:
                other = addresses.setdefault(url.content, url)
                if other is not url:  # not quoted: an address may hold a password
                    self._add(url.line, url.path, f"is the same address as in line {other.line}")
            format_ = feed.get("format")
            is_list = format_ is not None and format_.content == "html"
            if is_list and "html" not in feed.content:
                self._add(feed.line, f"{feed.path}.html", "is missing: `format: html` needs its selectors")
            elif "html" in feed.content and not is_list and not _unreadable(feed, "format"):
                html = feed.content["html"]
                self._add(html.line, html.path, "has no effect without `format: html`")

    def entities(self) -> None:
        known = self._entity_names()
        for entity in self._root.each("entities"):
            self._not_empty(entity, "names", "must hold a name in at least one language")
            self._known(entity.each("under"), known, "entity")

    def topics(self) -> None:
        known = self._entity_names()
        for topic in self._root.each("topics"):
            model = topic.get("model")
            if _unreadable(topic, "model"):
                continue
            wanted, other = (
                ("facets", "when") if model and model.content == "relation" else ("when", "facets")
            )
            if wanted not in topic.content:
                self._add(topic.line, f"{topic.path}.{wanted}", f"is missing: {_MODELS[wanted]}")
            if other in topic.content:
                useless = topic.content[other]
                self._add(useless.line, useless.path, f"has no effect: {_MODELS[other]}")
            self._not_empty(topic, "facets", "must hold at least one facet")
            facets = topic.get("facets")
            for facet in facets.content.values() if facets else ():
                self._known([side for side in facet.content if side.valid], known, "entity")
                if len(facet.content) < 2:
                    self._add(facet.line, facet.path, "must have at least two sides")
            self._expression(topic, known)

    def rules(self) -> None:
        known = self._entity_names()
        for rule in self._root.each("rules"):
            topic = rule.get("topic")
            self._known([topic] if topic else [], self._topics, "topic")
            self._known(rule.each("channels"), self._channels, "channel")
            self._expression(rule, known)

    def receivers(self) -> None:
        for channel in self._root.each("channels"):
            self._not_empty(channel, "to", "must hold at least one address")
        notices, heartbeat = self._root.get("notices"), self._root.get("heartbeat")
        named = notices.each("channels") if notices else []
        self._known(named, self._channels, "channel")
        alive = heartbeat.get("alive") if heartbeat else None
        if alive and not named and not _unreadable(self._root, "notices"):
            self._add(alive.line, alive.path, "reaches nobody: it goes to the channels under `notices`")

    def _ids(self, kind: str) -> list[Value]:
        part = self._root.get(kind)
        items = part.content if part else []
        ids = [item.content.get("id") for item in items if isinstance(item.content, dict)]
        return [id_ for id_ in ids if id_ is not None and isinstance(id_.content, str)]

    def _names(self, kind: str) -> frozenset[str] | None:
        """The ids of a list; None if the list could not be read, so that nothing is said of its members."""
        if _unreadable(self._root, kind):
            return None
        return frozenset(id_.content for id_ in self._ids(kind))

    def _known(self, named: Iterable[Value], known: Iterable[str] | None, what: str) -> None:
        for name in named:
            if known is not None and not name.missing and name.content not in known:
                hint = nearest(name.content, known)
                self._add(name.line, name.path, f"there is no {what} {quote(name.content)}{hint}")

    def _expression(self, part: Value, entities: frozenset[str] | None) -> None:
        when = part.get("when")
        if when is None or when.missing:
            return
        try:
            check_expression(when.content, entities)
        except ExpressionError as error:
            # Not shown where the environment filled something in: the reason quotes what it found.
            self._add(
                when.line, when.path, str(error) if not when.filled else "is not an expression, as filled in"
            )

    def _entity_names(self) -> frozenset[str] | None:
        if _unreadable(self._root, "entities"):
            return None
        return shipped_entities() | {id_.content for id_ in self._ids("entities")}

    def _not_empty(self, part: Value, key: str, message: str) -> None:
        found = part.get(key)
        if found is not None and not found.content:
            self._add(found.line, found.path, message)


def _unreadable(part: Value, key: str) -> bool:
    return key in part.content and not part.content[key].valid


_MODELS = {
    "when": "it is the expression of `model: expression`, which is the default",
    "facets": "they are the relations of `model: relation`",
}
