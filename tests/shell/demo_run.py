"""A run of a small sample that went as it should, made by hand; tests spoil it one thing at a time.

Two events. A minister's visit: TASS and Yonhap live, a reprint of TASS, and Yonhap's second filing. A ferry:
in the backlog in Russian, live in English with a silent edit. And one report that must be dropped.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from monitor.core.fetching import Outcome
from monitor.core.model import Citation
from monitor.core.settings import (
    EmailSettings,
    FeedSettings,
    OncePer,
    RuleSettings,
    Settings,
    WebhookSettings,
)
from monitor.demo.outcome import Alert, FeedSeen, Snapshot
from monitor.demo.sample import Edit, Item, Sample
from monitor.demo.wires import WIRES
from tests.build import article, part, revision, verdict

VISIT: dict[str, Any] = {"story": "visit", "facets": ("dprk-russia",), "rules": ("relations",)}
FERRY: dict[str, Any] = {
    "story": "ferry",
    "facets": ("rok-russia",),
    "rules": ("relations", "transport", "timetables"),
}

SAMPLE = Sample(
    items=(
        Item(id="visit-ru", wire="tass-ru", title="Министр прибыл", text="Министр прибыл.", step=1, **VISIT),
        Item(
            id="visit-ko",
            wire="yonhap-ko",
            title="외무상 도착",
            text="외무상이 도착했다고 타스통신이 보도했다.",
            step=1,
            chain="visit",
            cites=("tass",),
            **VISIT,
        ),
        Item(
            id="visit-copy",
            wire="portside",
            language="ru",
            title="В Москве принимают министра",
            text="Министр прибыл.",
            step=2,
            copy_of="visit-ru",
            **VISIT,
        ),
        Item(
            id="visit-ko-2",
            wire="yonhap-ko",
            title="외무상 회담",
            text="외무상이 도착해 회담했다.",
            step=2,
            chain="visit",
            **VISIT,
        ),
        Item(id="ferry-ru", wire="tass-ru", title="Паром вернется", text="Паром.", hours_ago=5, **FERRY),
        Item(
            id="ferry-en",
            wire="yonhap-en",
            title="Ferry to return",
            text="The ferry sails twice a week.",
            step=1,
            edits=(Edit(step=2, title="Ferry to return", text="The ferry sails three times a week."),),
            **FERRY,
        ),
        Item(id="rush-hour", wire="yonhap-ko", title="러시아워 혼잡도", text="혼잡도가 낮아졌다.", step=1),
    ),
    about=(("visit", "A visit"), ("ferry", "A ferry")),
)

SETTINGS = Settings(
    checksum="",
    rules=(
        RuleSettings(id="relations", name="", when="", channels=("desk", "hook")),
        RuleSettings(id="transport", name="", when="", channels=("hook",), once_per=OncePer.ARTICLE),
        RuleSettings(id="timetables", name="", when="", channels=("hook",), once_per=OncePer.REVISION),
    ),
    channels=(
        EmailSettings(
            id="desk", to=("desk@example.org",), sender="tumen@example.org", smtp="smtp://localhost"
        ),
        WebhookSettings(id="hook", url="http://localhost/"),
    ),
)

ITEMS = {item.id: item for item in SAMPLE.items}
PREVIOUS = {"visit-ko-2": "visit-ko"}
MARKERS = {"visit-ko": ("urgent",), "visit-ko-2": ("lead",)}


def url(item: str) -> str:
    return f"http://127.0.0.1:8000/{item}"


def item_at(address: str) -> str | None:
    name = address.rsplit("/", 1)[1]
    return name if name in ITEMS else None


def filed(item: Item, **more: Any):
    """The article that an item should become; it has the item's own id."""
    title, text = item.texts(SAMPLE.last_step)[-1]
    parts = (part("both sides", 2.0),) if item.kept else (part("one side only", -1.0),)
    expected: dict[str, Any] = {
        "url": url(item.id),
        "title": title,
        "text": text,
        "language": item.language or WIRES[item.wire].language,
        "markers": MARKERS.get(item.id, ()),
        "source": WIRES[item.wire].source,
        "feed": item.wire,
        "verdicts": (verdict(keep=item.kept, score=4 if item.kept else -1, facets=item.facets, parts=parts),),
        "cites": tuple(
            Citation(agency=agency, field="text", start=0, end=1, text="…") for agency in item.cites
        ),
        "story": item.story or f"story-of-{item.id}",
        "copy_of": item.copy_of,
        "previous": PREVIOUS.get(item.id),
        "revisions": 1 + len(item.edits),
    }
    return article(item.id, **expected | more)


def alert(channel: str, rule: str, item: str, notification: str, **more: Any) -> Alert:
    plausible: dict[str, Any] = {
        "channel": channel,
        "rule": rule,
        "severity": "normal",
        "notification": notification,
        "article": item,
        "url": url(item),
        "headline": ITEMS[item].title,
        "why": ("러시아", "북한"),
        "problem": "",
    }
    return Alert(**plausible | more)


ALERTS = (
    alert("email", "relations", "visit-ru", "msg_1", severity="high"),
    alert("email", "relations", "ferry-en", "msg_2"),
    alert("webhook", "relations", "visit-ru", "msg_1", severity="high"),
    alert("webhook", "relations", "ferry-en", "msg_2"),
    alert("webhook", "transport", "ferry-en", "msg_3"),
    alert("webhook", "timetables", "ferry-en", "msg_4"),
    alert("webhook", "timetables", "ferry-en", "msg_5"),
)


def seen(feed: str, **more: Any) -> FeedSeen:
    wire = WIRES[feed]
    plausible: dict[str, Any] = {
        "feed": FeedSettings(
            id=feed, url=f"http://127.0.0.1:8000{wire.path}", source=wire.source, name=wire.name
        ),
        "outcome": Outcome.NEW,
        "detail": "",
        "checks": 5,
        "unchanged": 3,
        "articles": 2,
        "kept": 1,
    }
    return FeedSeen(**plausible | more)


def run(**spoilt: dict[str, Any]) -> Snapshot:
    """The run as it should be, but for these articles' fields: ``run(ferry_ru={"story": "other"})``."""
    changes = {name.replace("_", "-"): fields for name, fields in spoilt.items()}
    articles = tuple(filed(item, **changes.get(item.id, {})) for item in SAMPLE.items)
    ferry = next(article for article in articles if article.id == "ferry-en")
    first = revision(ferry, number=1, text=ITEMS["ferry-en"].text)
    return Snapshot(
        feeds=(
            seen("tass-ru"),
            seen("walled", outcome=Outcome.CHALLENGE, detail="a bot wall", articles=0, kept=0),
        ),
        articles=articles,
        alerts=ALERTS,
        edits={"ferry-en": (first, revision(ferry))},
    )


def without(snapshot: Snapshot, item: str) -> Snapshot:
    return replace(snapshot, articles=tuple(a for a in snapshot.articles if a.id != item))
