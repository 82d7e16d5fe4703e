"""Messages as chat services are posted them: complete, within limits, and waking nobody by a headline."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from alerts.channels.webhook import WebhookChannel, envelope
from alerts.payload import digest_data, encode
from alerts.render.services import body_for
from monitor.core.model import Sent
from monitor.core.settings import WebhookSettings
from tests.alerts.receivers import hook
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN, notice_told, told
from tests.alerts.test_payload import item
from tests.build import NOW, article, delivery

if TYPE_CHECKING:
    from monitor.core.model import JSON, Notification

CHATS = ["slack", "mattermost", "rocketchat", "teams", "discord", "telegram"]
HOSTILE = "@everyone @here @all <!channel> <@U123> <!here|x> *bold* [click](https://evil.example) <b>&"


def channel(form: str, **more: Any) -> WebhookSettings:
    return WebhookSettings(id="chat", url="http://127.0.0.1/", format=form, chat="-100123", **more)


def posted(form: str, notification: Notification | None = None, **more: Any) -> JSON:
    notification = notification or told()
    return body_for(channel(form, **more), envelope(notification), notification)


def shown(form: str, body: JSON) -> str:
    """What a reader of the service sees, more or less; of markup only the letters."""
    match form:
        case "slack":
            (block,) = body["blocks"]
            return "".join(run["text"] for section in block["elements"] for run in section["elements"])
        case "teams":
            card = body["attachments"][0]["content"]
            return "\n".join("".join(run["text"] for run in line["inlines"]) for line in card["body"])
        case "discord":
            (embed,) = body["embeds"]
            return re.sub(r"\\(.)", r"\1", embed["description"])
        case "telegram":
            return str(html.fromstring(f"<div>{body['text']}</div>").text_content())
        case "mattermost":
            return re.sub(r"\\(.)", r"\1", body["text"])
    return str(body["text"])


def digest_told(*notifications: Notification) -> Notification:
    items = [item(n, one.payload) for n, one in enumerate(notifications)]
    payload = {"notification": "msg_digest", "rule": told().payload["rule"], **digest_data(items)}
    return replace(told(), id="msg_digest", kind="digest", payload=payload)


# --- what a reader sees -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", CHATS)
def test_a_message_says_what_happened_why_and_what_others_report(form: str) -> None:
    text = shown(form, posted(form, timezone="Asia/Seoul"))
    first, second = text.split("\n")[:2]
    assert ENGLISH.reading.title in first
    assert second.startswith("TASS · ")
    assert "KST" in second
    assert "A unit of North Korean" in text
    assert "DPRK troops and arms (high priority)" in text
    for other in (KOREAN, RUSSIAN):
        assert other.reading.title in text


@pytest.mark.parametrize("form", CHATS)
def test_its_own_words_are_in_the_readers_language(form: str) -> None:
    assert "Сюжет к этому часу" in shown(form, posted(form, language="ru"))


@pytest.mark.parametrize("form", CHATS)
def test_the_articles_link_comes_first(form: str) -> None:
    links = re.findall(r"https://[a-z]+\.news\.example/[^\s\"')>\\]*", json.dumps(posted(form)))
    assert links[0].replace("&amp;", "&") == ENGLISH.reading.url


@pytest.mark.parametrize("form", CHATS)
def test_a_digest_lists_its_articles(form: str) -> None:
    text = shown(form, posted(form, digest_told(told(ENGLISH), told(KOREAN, "북한군"))))
    assert text.split("\n")[0].strip("*") == "Digest: DPRK troops and arms · articles: 2"
    assert ENGLISH.reading.title in text
    assert KOREAN.reading.title in text


@pytest.mark.parametrize("form", CHATS)
def test_a_digest_says_once_how_far_a_story_went(form: str) -> None:
    text = shown(form, posted(form, digest_told(told(ENGLISH), told(KOREAN, "북한군"))))
    assert text.count("The story so far") == 1
    assert (
        text.index("The story so far") < text.index(KOREAN.reading.title) < text.index(ENGLISH.reading.title)
    )


@pytest.mark.parametrize("form", CHATS)
def test_a_notice_is_told(form: str) -> None:
    text = shown(form, posted(form, notice_told()))
    assert "Channel hook is switched off" in text
    assert "Change the channel in the file, or take it out of the rules." in text


# --- the shapes ---------------------------------------------------------------------------------------


def test_slack_parses_nothing_of_a_headline() -> None:
    body = posted("slack", told(replace(ENGLISH, reading=replace(ENGLISH.reading, title=HOSTILE))))
    assert body["blocks"][0]["type"] == "rich_text"
    assert "<" not in body["text"]
    assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)


def test_teams_gets_a_card_with_a_button() -> None:
    (attachment,) = posted("teams")["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    (action,) = attachment["content"]["actions"]
    assert action == {
        "type": "Action.OpenUrl",
        "title": "Read at en.news.example",
        "url": ENGLISH.reading.url,
    }


def test_discord_calls_nobody() -> None:
    assert posted("discord")["allowed_mentions"] == {"parse": []}


def test_telegram_gets_its_chat_and_html() -> None:
    body = posted("telegram")
    assert (body["chat_id"], body["parse_mode"]) == ("-100123", "HTML")
    assert body["text"].startswith('<a href="https://en.news.example/1?a=1&amp;b=2"><b>North Korean')


@pytest.mark.parametrize("form", ["mattermost", "discord"])
def test_markdown_of_a_headline_is_only_text(form: str) -> None:
    body = json.dumps(posted(form, told(replace(ENGLISH, reading=replace(ENGLISH.reading, title=HOSTILE)))))
    assert "[click](" not in body
    assert " *bold*" not in body


def test_rocketchat_sees_no_markup_in_a_headline() -> None:
    body = posted("rocketchat", told(replace(ENGLISH, reading=replace(ENGLISH.reading, title=HOSTILE))))
    assert "∗bold∗ ［click］(https://evil.example)" in body["text"]


def test_a_cloud_event_carries_our_own_data() -> None:
    notification = told()
    assert posted("cloudevents") == {
        "specversion": "1.0",
        "id": notification.id,
        "source": "/tumen/rules/troops",
        "type": "tumen.article.matched",
        "subject": "en-1",
        "time": "2026-03-02T09:00:00Z",
        "datacontenttype": "application/json",
        "data": notification.payload,
    }


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("form", "kind"), [("cloudevents", "application/cloudevents+json"), ("slack", "application/json")]
)
async def test_a_format_changes_only_the_body(form: str, kind: str) -> None:
    notification = told()
    async with hook() as receiver:
        made = WebhookChannel(replace(channel(form), url=receiver.url))
        assert isinstance(await made.send(notification, delivery(notification.id), now=NOW), Sent)
        await made.aclose()
    (request,) = receiver.accepted
    assert request.headers["content-type"] == f"{kind}; charset=utf-8"
    assert request.id == notification.id
    assert json.loads(request.body) == posted(form, notification)


# --- what an attacker may try -------------------------------------------------------------------------


@pytest.mark.parametrize("form", CHATS)
@pytest.mark.parametrize("call", ["@everyone", "@here", "@all", "<!channel>", "<@U123>", "<!here|x>"])
def test_a_headline_wakes_nobody(form: str, call: str) -> None:
    loud = replace(ENGLISH, reading=replace(ENGLISH.reading, title=HOSTILE, text=f"{HOSTILE} troops"))
    for notification in (told(loud), digest_told(told(loud)), told(KOREAN, story=(loud, KOREAN))):
        body = json.dumps(posted(form, notification), ensure_ascii=False)
        assert call not in body


def test_a_mark_does_not_put_a_mention_together() -> None:
    loud = replace(ENGLISH, reading=replace(ENGLISH.reading, text="Says @everyone here"))
    assert "@**everyone" not in posted("mattermost", told(loud, "everyone"))["text"]
    assert "@everyone" not in shown("slack", posted("slack", told(loud, "everyone")))


LIMITS = {"slack": 13_000, "mattermost": 16_383, "rocketchat": 5_000, "discord": 4_096, "telegram": 4_096}


@pytest.mark.parametrize("form", CHATS)
@pytest.mark.parametrize("title", ["&" * 400, "*" * 400, "🚀" * 400, "한" * 400])
def test_a_long_message_keeps_to_the_services_limit_and_says_so(form: str, title: str) -> None:
    many = [
        told(article(f"a{n}", title=title, url=f"https://news.example/{n}/" + "(" * 1_500)) for n in range(60)
    ]
    for notification in (many[0], digest_told(*many)):
        body = posted(form, notification)
        assert len(encode(body)) < 28_000 or form != "teams"
        text = shown(form, body)
        if form in LIMITS:
            assert len(text.encode("utf-16-le")) // 2 <= LIMITS[form]
    assert "and more that finds no room here" in text


@given(title=st.text(max_size=60), text=st.text(max_size=200))
@pytest.mark.parametrize("form", CHATS)
def test_no_text_breaks_a_message(form: str, title: str, text: str) -> None:
    notification = told(replace(ENGLISH, reading=replace(ENGLISH.reading, title=title, text=text)))
    json.loads(encode(posted(form, notification)))
