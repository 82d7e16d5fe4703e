"""What one value says of another: names must exist, be unique and fit together; expressions must parse.

Runs on what could be read, and says nothing of what was reported already: a channel whose address is
wrong still is a channel that a rule may name.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from monitor.core.config.forms import nearest, quote
from monitor.core.errors import ExpressionError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.config.problems import Problems
    from monitor.core.config.reader import Value
    from monitor.core.expressions import Names
    from monitor.core.lexicon.entities import Entity

_MODELS = {"expression": ("when",), "relation": ("facets", "threshold", "weights")}
"""The keys of a topic that belong to its model; the first is what it cannot do without."""


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

    def ids(self) -> None:
        for kind in ("feeds", "entities", "topics", "rules", "channels"):
            first: dict[str, Value] = {}
            for id_ in self._ids(kind):
                other = first.setdefault(id_.content, id_)
                if other is not id_:
                    self._add(id_.line, id_.path, f"stands twice, first in line {other.line}")

    def feeds(self) -> None:
        addresses: dict[str, Value] = {}
        for feed in self._root.each("feeds"):
            url = feed.get("url")
            if url is not None and not url.missing:
                other = addresses.setdefault(url.content, url)
                if other is not url:  # not quoted: an address may hold a password
                    self._add(url.line, url.path, f"is the same address as in line {other.line}")
            format_, html = feed.get("format"), feed.content.get("html")
            is_list = format_ is not None and format_.content == "html"
            if is_list and html is None:
                self._add(feed.line, f"{feed.path}.html", "is missing: `format: html` needs its selectors")
            elif html is not None and not is_list and not _unreadable(feed, "format"):
                self._add(html.line, html.path, "has no effect without `format: html`")

    def entities(self) -> None:
        under = {entity.id: entity.under for entity in self._lexicon}
        for entity in self._root.each("entities"):
            self._not_empty(entity, "names", "must hold a name in at least one language")
            names = entity.get("names")
            for language in names.content.values() if names else ():
                for name in language.content:
                    self._name(name)
            parents = [parent for parent in entity.each("under") if not parent.missing]
            self._known(parents, self._entities, "entity")
            id_ = entity.content.get("id")
            if parents and id_ is not None:
                under[id_.content] = (*under.get(id_.content, ()), *(parent.content for parent in parents))
                if id_.content in _above(id_.content, under):
                    self._add(parents[0].line, f"{entity.path}.under", "puts the entity under itself")

    def topics(self) -> None:
        for topic in self._root.each("topics"):
            if not _unreadable(topic, "model"):
                model = topic.get("model")
                self._fits(topic, model.content if model else "expression")
            self._facets(topic)
            self._weights(topic)
            self._expression(topic)

    def rules(self) -> None:
        for rule in self._root.each("rules"):
            topic = rule.get("topic")
            self._known([topic] if topic else [], self._names("topics"), "topic")
            self._known(rule.each("channels"), self._names("channels"), "channel")
            self._per_channel(rule)
            empty, digest = rule.get("empty"), rule.content.get("digest")
            if empty is not None and empty.content is True and digest is None:
                self._add(empty.line, empty.path, "has no effect without `digest`")
            self._expression(rule)

    def receivers(self) -> None:
        for channel in self._root.each("channels"):
            self._not_empty(channel, "to", "must hold at least one address")
            self._telegram(channel)
        notices, heartbeat = self._root.get("notices"), self._root.get("heartbeat")
        named = notices.each("channels") if notices else []
        self._known(named, self._names("channels"), "channel")
        alive = heartbeat.get("alive") if heartbeat else None
        if alive and not named and not _unreadable(self._root, "notices"):
            self._add(alive.line, alive.path, "reaches nobody: it goes to the channels under `notices`")

    def _per_channel(self, rule: Value) -> None:
        policies = rule.get("per_channel")
        if policies is None or _unreadable(rule, "channels"):
            return
        channels = {channel.content for channel in rule.each("channels")}
        for name, policy in policies.content.items():
            if name not in channels:
                self._add(policy.line, policy.path, "is not one of the rule's channels")

    def _telegram(self, channel: Value) -> None:
        """Telegram alone has one address for all chats."""
        form, chat = channel.get("format"), channel.content.get("chat")
        wanted = form is not None and form.content == "telegram"
        if wanted and chat is None:
            self._add(channel.line, f"{channel.path}.chat", "is missing: `format: telegram` needs it")
        elif chat is not None and not wanted and not _unreadable(channel, "format"):
            self._add(chat.line, chat.path, "has no effect without `format: telegram`")

    # --- what exists ----------------------------------------------------------------------------

    @cached_property
    def _lexicon(self) -> tuple[Entity, ...]:
        from monitor.core.lexicon.entities import shipped_entities

        return shipped_entities()

    @cached_property
    def _entities(self) -> frozenset[str] | None:
        own = self._names("entities")
        return None if own is None else own | {entity.id for entity in self._lexicon}

    @cached_property
    def _expressible(self) -> Names:
        """What an expression may name. Sources are free: items from elsewhere have their own."""
        from monitor.core.expressions import Names

        topics = self._root.each("topics")
        readable = self._names("topics") is not None and not any(
            _unreadable(topic, "facets") for topic in topics
        )
        facets = [topic.get("facets") for topic in topics]
        return Names(
            entities=self._entities,
            topics=self._names("topics"),
            facets={id_ for facet in facets if facet for id_ in facet.content} if readable else None,
            feeds=self._names("feeds"),
            agencies={entity.id for entity in self._lexicon if entity.kind == "agency"},
        )

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

    # --- single checks --------------------------------------------------------------------------

    def _known(self, named: Iterable[Value], known: frozenset[str] | None, what: str) -> None:
        for name in named:
            if known is None or name.missing or name.content in known:
                continue
            if name.filled:
                self._add(name.line, name.path, f"there is no such {what}, as filled in")
            else:
                hint = nearest(name.content, known)
                self._add(name.line, name.path, f"there is no {what} {quote(name.content)}{hint}")

    def _fits(self, topic: Value, model: str) -> None:
        wanted = _MODELS[model][0]
        if wanted not in topic.content:
            self._add(topic.line, f"{topic.path}.{wanted}", f"is missing: `model: {model}` needs it")
        for other, keys in _MODELS.items():
            for key in keys if other != model else ():
                if (useless := topic.content.get(key)) is not None:
                    self._add(useless.line, useless.path, f"has no effect without `model: {other}`")

    def _facets(self, topic: Value) -> None:
        facets = topic.get("facets")
        if facets is None:
            return
        for facet in facets.content.values():
            self._known([side for side in facet.content if side.valid], self._entities, "entity")
            if len(facet.content) < 2 and facet.valid:
                self._add(facet.line, facet.path, "must have at least two sides")
        sides = [{side.content for side in facet.content} for facet in facets.content.values()]
        shared = set.intersection(*sides) if sides else set()
        if not shared and not facets.missing and all(facet.valid for facet in facets.content.values()):
            self._add(facets.line, facets.path, "must have a side in common")

    def _weights(self, topic: Value) -> None:
        from monitor.core.topics.relation import WEIGHTS

        weights = topic.get("weights")
        for name, weight in weights.content.items() if weights else ():
            if name not in WEIGHTS:
                self._add(weight.line, weight.path, f"there is no such part{nearest(name, WEIGHTS)}")

    def _not_empty(self, part: Value, key: str, message: str) -> None:
        found = part.get(key)
        if found is not None and not found.content:
            self._add(found.line, found.path, message)

    def _name(self, name: Value) -> None:
        from monitor.core.lexicon.entities import read_name

        if not name.valid or name.missing:
            return
        try:
            read_name(name.content)
        except ValueError as error:
            self._add(name.line, name.path, str(error) if not name.filled else "is no name, as filled in")

    def _expression(self, part: Value) -> None:
        from monitor.core.expressions import parse

        when = part.get("when")
        if when is None or when.missing:
            return
        try:
            parse(when.content, self._expressible)
        except ExpressionError as error:
            # What came from the environment is not shown, and the reason quotes what it found.
            self._add(
                when.line, when.path, str(error) if not when.filled else "is no expression, as filled in"
            )


def _unreadable(part: Value, key: str) -> bool:
    return key in part.content and not part.content[key].valid


def _above(identity: str, under: dict[str, tuple[str, ...]]) -> set[str]:
    """Everything that an entity stands under, directly or not."""
    found: set[str] = set()
    waiting = list(under.get(identity, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(under.get(parent, ()))
    return found
