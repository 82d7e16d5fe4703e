"""From values that were read and checked to the settings."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.core.settings import (
    AppriseSettings,
    ChannelSettings,
    EmailSettings,
    EntitySettings,
    FacetSettings,
    FeedSettings,
    FetchSettings,
    HeartbeatSettings,
    HtmlSelectors,
    PolicySettings,
    RuleSettings,
    Settings,
    Stopped,
    StorageSettings,
    TopicSettings,
    WebhookSettings,
    WebSettings,
)

if TYPE_CHECKING:
    from monitor.core.config.reader import Value

T = TypeVar("T")


def build(root: Value, checksum: str) -> Settings:
    """The settings that a file without problems stands for."""
    fetch = _make(FetchSettings, root.get("fetch"))
    heartbeat, notices = root.get("heartbeat"), root.get("notices")
    return Settings(
        checksum=checksum,
        storage=_make(StorageSettings, root.get("storage")),
        web=_make(WebSettings, root.get("web")),
        fetch=fetch,
        feeds=tuple(_feed(part, fetch) for part in root.each("feeds")),
        entities=tuple(_entity(part) for part in root.each("entities")),
        topics=tuple(_topic(part) for part in root.each("topics") if not part.missing),
        rules=tuple(_rule(part) for part in root.each("rules") if not part.missing),
        channels=tuple(_channel(part) for part in root.each("channels")),
        notices=_plain(notices).get("channels", ()) if notices and not notices.missing else (),
        heartbeat=_make(HeartbeatSettings, heartbeat) if heartbeat else None,
        stopped=_stopped(root),
    )


def _feed(part: Value, fetch: FetchSettings) -> FeedSettings:
    id_ = part.content["id"].content
    selectors = part.get("html")
    return _make(
        FeedSettings,
        part,
        {"source": id_, "name": id_, "interval": fetch.interval},
        html=_make(HtmlSelectors, selectors) if selectors else None,
    )


def _entity(part: Value) -> EntitySettings:
    """Never left out: expressions name it. A name that misses its variable is found nowhere."""
    return _make(
        EntitySettings,
        part,
        names=tuple(_plain(part.content["names"]).items()),
        under=tuple(parent.content for parent in part.each("under") if not parent.missing),
    )


def _topic(part: Value) -> TopicSettings:
    values = _plain(part)
    return _make(
        TopicSettings,
        part,
        {"name": values["id"]},
        facets=tuple(FacetSettings(id=id_, sides=sides) for id_, sides in values.get("facets", {}).items()),
        weights=tuple(values.get("weights", {}).items()),
    )


def _rule(part: Value) -> RuleSettings:
    rule = _make(RuleSettings, part, {"name": part.content["id"].content}, per_channel=())
    policies = part.get("per_channel")
    same = {key: getattr(rule, key) for key in ("digest", "quiet", "timezone", "limit", "empty")}
    return replace(
        rule,
        per_channel=tuple(
            _make(PolicySettings, policy, same, channel=channel)
            for channel, policy in (policies.content.items() if policies else ())
        ),
    )


def _channel(part: Value) -> ChannelSettings:
    values = _plain(part)
    if values["type"] == "email":
        return _make(EmailSettings, part, sender=values["from"])
    if values["type"] == "apprise":
        return _make(AppriseSettings, part)
    first = (values["secret"],) if "secret" in values else ()
    return _make(WebhookSettings, part, secrets=_unique((*first, *values.get("secrets", ()))))


def _make(make: type[T], part: Value | None, defaults: dict[str, Any] | None = None, **computed: Any) -> T:
    """A settings value from the keys that are its fields; ``computed`` wins over what is written.

    A text that misses a variable stays as written if ``make`` says by ``missing`` that it must not be
    used, or cannot be without it; elsewhere the default holds.
    """
    values = dict(defaults or {})
    known = {field.name: field for field in fields(make)}  # type: ignore[arg-type]  # always a dataclass
    for name, value in part.content.items() if part else ():
        field = known.get(name)
        if field is None:
            continue
        is_text = field.type in ("str", "tuple[str, ...]")
        if not value.missing or (is_text and ("missing" in known or field.default is MISSING)):
            values[name] = _plain(value)
    if part and "missing" in known:
        values["missing"] = _unique(part.missing)
    return make(**{**values, **computed})


def _plain(value: Value) -> Any:  # noqa: ANN401 - whatever the key's form reads
    """The content without the places, in tuples and dicts."""
    if isinstance(value.content, dict):
        return {key: _plain(item) for key, item in value.content.items()}
    if isinstance(value.content, list):
        return tuple(_plain(item) for item in value.content)
    return value.content


def _unique(items: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _stopped(root: Value) -> tuple[Stopped, ...]:
    """Every part that is to work and misses a variable, in the order of the file."""
    found = []
    for key, part in root.content.items():
        for item in part.content if isinstance(part.content, list) else [part]:
            switch = item.get("enabled")
            if item.missing and (switch is None or switch.content is not False):
                name = key if item is part else f"{key}.{item.content['id'].content}"
                found.append((item.line, Stopped(part=name, missing=_unique(item.missing))))
    return tuple(stopped for _, stopped in sorted(found, key=lambda pair: pair[0]))
