"""A notification to try a channel with, of the same make as a real one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.payload import Names, match_data
from alerts.policy import notification_id
from monitor.core.model import Article, Citation, Evidence, Match, Mention, Notification, Reading, Verdict

if TYPE_CHECKING:
    from datetime import datetime

_TITLE = "Tumen test: a delegation from Pyongyang arrives in Vladivostok"
_TEXT = (
    "This is a sample alert; nothing of it has happened. A delegation from Pyongyang arrived in "
    "Vladivostok to talk about the bridge over the Tumen river, according to TASS."
)
_RELATED = (
    ("ru", "Проверка Tumen: делегация из Пхеньяна прибыла во Владивосток"),
    ("ko", "Tumen 시험: 평양 대표단 블라디보스토크 도착"),
)


def sample_notification(now: datetime, *, process: int) -> Notification:
    """A sample alert. ``process`` and ``now`` make its id a new one each time."""
    identity = notification_id("tumen:test", now.isoformat(), str(process))
    article = _article("sample", "en", _TITLE, _TEXT, now)
    story = [_article(f"sample-{language}", language, title, "", now) for language, title in _RELATED]
    match = Match(rule="tumen:test", evidence=(_evidence("Pyongyang"), _evidence("bridge")))
    return Notification(
        id=identity,
        kind="article",
        rule="tumen:test",
        severity="normal",
        created=now,
        payload={
            "notification": identity,
            "rule": {"id": "tumen:test", "name": "A test of this channel", "severity": "normal"},
            **match_data(article, match, story, names=Names(feeds={}, topics={})),
            "configuration": "",
        },
    )


def _article(name: str, language: str, title: str, text: str, now: datetime) -> Article:
    reading = Reading(
        source="tumen",
        feed="tumen",
        guid=None,
        url=f"https://example.org/{name}",
        title=title,
        text=text,
        language=language,
        published=now,
        cites=(_citation(text),) if text else (),
        verdicts=(_verdict(title),) if text else (),
    )
    return Article(id=name, reading=reading, first_seen=now, updated=now, story="sample")


def _evidence(word: str) -> Evidence:
    start = _TEXT.index(word)
    return Evidence(field="text", start=start, end=start + len(word), text=word, term=word)


def _citation(text: str) -> Citation:
    start = text.index("according to TASS")
    return Citation(agency="tass", field="text", start=start, end=len(text) - 1, text=text[start:-1])


def _verdict(title: str) -> Verdict:
    start = title.index("Pyongyang")
    mention = Mention(field="title", start=start, end=start + 9, text="Pyongyang", entity="pyongyang")
    return Verdict(topic="korea-russia", keep=True, score=4.25, facets=("dprk-russia",), evidence=(mention,))
