"""The sections of channels, a part of the table in ``schema``."""

from __future__ import annotations

from monitor.core.config import addresses, forms, times
from monitor.core.config.common import enabled_key, id_key
from monitor.core.config.kinds import Key, ListOf, Section
from monitor.core.settings import AppriseSettings, EmailSettings, WebhookSettings

_FORMATS = ("json", "cloudevents", "slack", "mattermost", "rocketchat", "teams", "discord", "telegram")

_READER = (
    Key(
        "language",
        forms.choice(("en", "ru", "ko")),
        "The language of a message's own words.",
        example="ko",
    ),
    Key("timezone", times.TIMEZONE, "The zone that a message's times are shown in.", example="Asia/Seoul"),
    Key("limit", times.LIMIT, "At most so many messages; the rest waits.", example="100/h", otherwise="none"),
)


def _type(word: str) -> Key:
    kind = forms.choice(("email", "webhook", "apprise"))
    return Key("type", kind, "The kind of channel.", example=word, required=True, fixed=True)


EMAIL = Section(
    "A channel that sends mail.",
    make=EmailSettings,
    keys=(
        id_key("channel", "desk"),
        _type("email"),
        Key(
            "to", ListOf(item=addresses.MAIL), "The recipients.", example="[desk@example.org]", required=True
        ),
        Key(
            "from", addresses.MAIL, "The sender.", example="tumen@example.org", required=True, field="sender"
        ),
        Key(
            "smtp",
            addresses.SMTP_URL,
            "The mail server. `smtp://` insists on STARTTLS except on loopback, `smtps://` is TLS from"
            " the start, `smtp+insecure://` is neither.",
            example='"smtps://tumen:${SMTP_PASSWORD}@mail.example.org"',
            required=True,
        ),
        *_READER,
        enabled_key("channel"),
    ),
)

WEBHOOK = Section(
    "A channel that posts signed JSON.",
    make=WebhookSettings,
    keys=(
        id_key("channel", "hook"),
        _type("webhook"),
        Key("url", addresses.WEB_URL, "Where to post.", example='"${HOOK_URL}"', required=True),
        Key(
            "secret",
            addresses.SECRET,
            "The key to sign with, by the Standard Webhooks specification.",
            example='"${HOOK_SECRET}"',
            otherwise="nothing is signed",
            field="secrets",
        ),
        Key(
            "secrets",
            ListOf(item=addresses.SECRET),
            "Several keys that sign side by side, while one replaces another.",
            example='["${HOOK_SECRET}", "${HOOK_SECRET_NEXT}"]',
        ),
        Key(
            "format",
            forms.choice(_FORMATS),
            "What is posted: Tumen's own JSON, or what a service takes.",
            example="slack",
        ),
        Key(
            "chat",
            forms.TEXT,
            "With `format: telegram`, the chat's id.",
            example='"-1001234567890"',
            otherwise="none",
        ),
        *_READER,
        enabled_key("channel"),
    ),
)

APPRISE = Section(
    "A channel of one of the services that the Apprise library knows.",
    make=AppriseSettings,
    keys=(
        id_key("channel", "matrix"),
        _type("apprise"),
        Key(
            "url",
            addresses.APPRISE_URL,
            "The service, as Apprise writes it.",
            example='"${MATRIX_URL}"',
            required=True,
        ),
        *_READER,
        enabled_key("channel"),
    ),
)
