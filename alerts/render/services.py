"""What chat services and CloudEvents receivers are posted in place of our own JSON.

Pure. Each service has its own shape, escapes and limits; what is said is made in ``alerts.render.chat``. Of
a message that is too long the end is left out, paragraph by paragraph, and that is said. Link previews are
off: they would be fetched by the service, and often show another headline.

Sources: api.slack.com/reference/block-kit (rich text), learn.microsoft.com on adaptive cards and incoming
workflows, discord.com/developers (execute webhook), core.telegram.org/bots/api#sendmessage,
developers.mattermost.com and docs.rocket.chat on incoming webhooks, cloudevents.io 1.0.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from alerts.payload import iso, size
from alerts.render.chat import Run, fitting, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from alerts.render.chat import Paragraph, Said
    from monitor.core.model import JSON, Notification
    from monitor.core.settings import WebhookSettings

# Lengths are in UTF-16 units, as these services count them.
_SLACK = 8_000
"""A message with more than about 13,000 in its blocks is refused."""

_TEAMS = 22_000
"""Bytes; 28 kB are allowed for all of a card."""

_TELEGRAM = 4_000
"""Without markup; 4,096 are allowed."""

_DISCORD = 4_000
"""In an embed's description; 4,096 are allowed."""

_MATTERMOST = 16_000
_ROCKETCHAT = 5_000
_MARKDOWN = re.compile(r"([\\`*_~|\[\]()<>#])")
_PARENTHESES = str.maketrans({"(": "%28", ")": "%29"})
_NO_MARKUP = str.maketrans("*_~`[]<|\\", "∗＿∼ˋ［］‹¦＼")
"""Rocket.Chat knows no escapes: what would be markup there is replaced by what looks like it."""


def body_for(settings: WebhookSettings, event: JSON, notification: Notification) -> JSON:
    """The body of a channel whose ``format`` is not our own; ``event`` is the body that would be."""
    if settings.format == "cloudevents":
        return _cloudevent(event, notification)
    said = say(notification, language=settings.language, timezone=settings.timezone)
    if settings.format == "telegram":
        return {"chat_id": settings.chat, **_telegram(said)}
    return _BODIES[settings.format](said)


def _cloudevent(event: JSON, notification: Notification) -> JSON:
    """Structured mode; ``source`` and ``id`` together are the same on every repeat, and only then."""
    return {
        "specversion": "1.0",
        "id": notification.id,
        "source": f"/tumen/rules/{notification.rule}",
        "type": f"tumen.{event['type']}",
        "subject": notification.article or notification.id,
        "time": iso(notification.created),
        "datacontenttype": "application/json",
        "data": event["data"],
    }


def _slack(said: Said) -> JSON:
    """Rich text, in which nothing is parsed; ``text`` is what a phone's notification shows."""
    lines = fitting(said, _SLACK, _visible)
    elements = [
        {"type": "rich_text_section", "elements": [_slack_run(run) for run in (*line, end) if run.text]}
        for line, end in zip(lines, [*[Run("\n")] * (len(lines) - 1), Run("")], strict=True)
    ]
    return {
        "text": html.escape(said.title, quote=False),
        "blocks": [{"type": "rich_text", "elements": elements}],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _slack_run(run: Run) -> JSON:
    style = {"style": {"bold": True}} if run.bold else {}
    if run.url:
        return {"type": "link", "url": run.url, "text": run.text, **style}
    return {"type": "text", "text": run.text, **style}


def _teams(said: Said) -> JSON:
    """An adaptive card of text runs, in which nothing is parsed, as workflows take it."""
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "fallbackText": said.title,
        "body": [_teams_line(line) for line in fitting(said, _TEAMS, lambda line: size(_teams_line(line)))],
    }
    if said.link:
        card["actions"] = [_open(said.link) | {"title": said.read}]
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


def _teams_line(line: Paragraph) -> JSON:
    return {"type": "RichTextBlock", "inlines": [_teams_run(run) for run in line if run.text]}


def _teams_run(run: Run) -> JSON:
    weight = {"weight": "Bolder"} if run.bold else {}
    action = {"selectAction": _open(run.url)} if run.url else {}
    return {"type": "TextRun", "text": run.text, **weight, **action}


def _open(url: str) -> JSON:
    return {"type": "Action.OpenUrl", "url": url}


def _discord(said: Said) -> JSON:
    return {
        "embeds": [{"description": _written(said, _DISCORD, _markdown)}],
        "allowed_mentions": {"parse": []},
    }


def _mattermost(said: Said) -> JSON:
    return {"text": _written(said, _MATTERMOST, _markdown)}


def _rocketchat(said: Said) -> JSON:
    return {"text": _written(said, _ROCKETCHAT, _rocket), "parseUrls": False}


def _telegram(said: Said) -> JSON:
    lines = fitting(said, _TELEGRAM, lambda line: sum(_units(run.text) for run in line))
    return {
        "text": "\n".join("".join(map(_tagged, line)) for line in lines),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }


_BODIES: dict[str, Callable[[Said], JSON]] = {
    "slack": _slack,
    "mattermost": _mattermost,
    "rocketchat": _rocketchat,
    "teams": _teams,
    "discord": _discord,
}


# --- a run in each markup -----------------------------------------------------------------------------


def _markdown(run: Run) -> str:
    text = _MARKDOWN.sub(r"\\\1", run.text)
    return _linked(_emphasised(text, "**") if run.bold else text, run.url)


def _rocket(run: Run) -> str:
    text = run.text.translate(_NO_MARKUP)
    return _linked(_emphasised(text, "*") if run.bold else text, run.url)


def _tagged(run: Run) -> str:
    text = html.escape(run.text, quote=False)
    if run.bold:
        text = f"<b>{text}</b>"
    return f'<a href="{html.escape(run.url)}">{text}</a>' if run.url else text


def _emphasised(text: str, sign: str) -> str:
    """Signs stand at the text itself: between a sign and a blank they would be asterisks."""
    bare = text.strip()
    before, _, after = text.partition(bare) if bare else (text, "", "")
    return f"{before}{sign}{bare}{sign}{after}" if bare else text


def _linked(text: str, url: str) -> str:
    return f"[{text}]({url.translate(_PARENTHESES)})" if url else text


# --- fitting ------------------------------------------------------------------------------------------


def _written(said: Said, limit: int, write: Callable[[Run], str]) -> str:
    def line(paragraph: Paragraph) -> str:
        return "".join(map(write, paragraph))

    return "\n".join(map(line, fitting(said, limit, lambda paragraph: _units(line(paragraph)))))


def _visible(line: Paragraph) -> int:
    return sum(_units(run.text) + len(run.url) for run in line)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2
