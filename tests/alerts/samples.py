"""A story in three languages, written for the tests, and notifications made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alerts.payload import Names, match_data, notice_data, rule_data
from alerts.trouble import switched_off
from monitor.core.model import Article, Citation, Evidence, Match, Notification
from monitor.core.settings import RuleSettings, Severity
from tests.build import NOW, after, article, delivery, mention, verdict

if TYPE_CHECKING:
    from alerts.trouble import Trouble

NAMES = Names(
    feeds={"yonhap-ko": "연합뉴스", "tass-ru": "ТАСС", "tass-en": "TASS"},
    topics={"korea-russia": "Korea–Russia relations"},
)
RULE = RuleSettings(
    id="troops", name="DPRK troops and arms", when="troops OR военные OR 파병", severity=Severity.HIGH
)

KOREAN = article(
    "ko-1",
    title="북한군 공병대 블라디보스토크 도착",
    text="북한군 공병대가 다리 공사를 위해 블라디보스토크에 도착했다고 당국이 밝혔다.",
    language="ko",
    source="yonhap",
    feed="yonhap-ko",
    url="https://ko.news.example/view/AKR1",
    story="s1",
    published=after(minutes=-40),
    markers=("urgent",),
)
RUSSIAN = article(
    "ru-1",
    title="Военные строители из КНДР прибыли во Владивосток",
    text="Группа военных строителей прибыла во Владивосток, сообщили в администрации края.",
    language="ru",
    source="tass",
    feed="tass-ru",
    url="https://ru.news.example/1",
    story="s1",
    published=after(minutes=-20),
)
ENGLISH = article(
    "en-1",
    title="North Korean troops arrive in Vladivostok to build a bridge",
    text=(
        "VLADIVOSTOK is getting ready for the spring. The mayor spoke of flowers. "
        "A unit of North Korean troops arrived in the city on Monday to help build a road bridge "
        "across the border river, the regional government said, as quoted by Yonhap.\n"
        "The unit has brought its own machines. It will stay until autumn."
    ),
    language="en",
    source="tass",
    feed="tass-en",
    url="https://en.news.example/1?a=1&b=2",
    story="s1",
    published=after(minutes=-5),
    cites=(Citation(agency="yonhap", field="text", start=0, end=1, text="Yonhap"),),
    verdicts=(
        verdict(facets=("dprk-russia",), evidence=(mention("North Korean", "north-korea"),)),
        verdict("else", keep=False, score=0.5),
    ),
)
STORY = (KOREAN, RUSSIAN, ENGLISH)


def match_of(told: Article, *words: str, rule: str = "troops") -> Match:
    """A match with the first occurrence of each word in title and text as evidence."""
    evidence = []
    for field, text in (("title", told.reading.title), ("text", told.reading.text)):
        for word in words:
            at = text.find(word)
            if at >= 0:
                evidence.append(
                    Evidence(field=field, start=at, end=at + len(word), text=word, term=word.lower())
                )
    return Match(rule=rule, evidence=tuple(evidence))


def told(
    about: Article = ENGLISH,
    *words: str,
    rule: RuleSettings = RULE,
    story: tuple[Article, ...] = STORY,
    **more: Any,
) -> Notification:
    """The notification of an article in which the words matched."""
    data = match_data(about, match_of(about, *(words or ("troops",))), story, names=NAMES)
    made = Notification(
        id="msg_0123456789abcdef",
        kind="article",
        rule=rule.id,
        severity=rule.severity,
        created=NOW,
        payload={"notification": "msg_0123456789abcdef", "rule": rule_data(rule), **data},
        article=about.id,
        story=about.story,
    )
    return replace(made, **more)


def notice_told(of: Trouble | None = None) -> Notification:
    """The notification of a trouble, of a channel that was switched off unless given."""
    of = of or switched_off("hook", delivery(), "HTTP 410")
    payload = {
        "notification": "msg_notice",
        "rule": {"id": "tumen:notices", "name": "Tumen", "severity": "high"},
        **notice_data(of),
    }
    return Notification(
        id="msg_notice", kind="notice", rule="tumen:notices", severity="high", created=NOW, payload=payload
    )
