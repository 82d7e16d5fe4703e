"""What the pages promise is what the code does."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from alerts import notifications
from alerts.channels.webhook import WebhookChannel, envelope
from alerts.payload import encode
from monitor.core.settings import WebhookSettings
from tests.alerts.receivers import hook
from tests.alerts.samples import told
from tests.alerts.troubles import every_trouble
from tests.build import delivery

DOCS = Path(__file__).parents[2] / "docs"
WEBHOOKS = (DOCS / "webhooks.md").read_text(encoding="utf-8")
ALERTS = (DOCS / "alerts.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def shape(value: object) -> object:
    """The keys of an object, down to the leaves; of a list of objects, those of its first."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(value[0])]
    return None


def test_the_example_has_exactly_the_fields_that_are_sent() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", WEBHOOKS, re.DOTALL)
    sent = json.loads(encode(envelope(told())))
    del sent["data"]["match"]["topics"]["else"]
    sent["data"]["configuration"] = "c0ffee"
    assert shape(json.loads(example)) == shape(sent)


@pytest.mark.anyio
async def test_the_examples_verify_what_is_sent() -> None:
    namespace: dict[str, object] = {}
    for example in re.findall(r"```python\n(.*?)```", WEBHOOKS, re.DOTALL):
        exec(example, namespace)
    now = datetime.now(UTC)
    async with hook() as receiver:
        channel = WebhookChannel(WebhookSettings(id="hook", url=receiver.url, secrets=(SECRET,)))
        await channel.send(told(), delivery(told().id, "hook"), now=now)
        await channel.aclose()
    (request,) = receiver.accepted
    headers = request.headers
    assert namespace["receive"](headers, request.body)["type"] == "article.matched"  # type: ignore[operator]
    by_hand = namespace["signature"](SECRET, request.id, headers["webhook-timestamp"], request.body)  # type: ignore[operator]
    assert by_hand == headers["webhook-signature"]


def test_every_reason_to_hold_a_match_back_is_explained() -> None:
    reasons = [
        notifications.NOT_IN_FORCE,
        notifications.BACKLOG,
        notifications.NOTHING_NEW,
        notifications.TOLD_ALREADY,
        notifications.NO_CHANNEL,
    ]
    section = ALERTS.partition("## When")[0]
    assert re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE) == reasons


def test_every_kind_of_notice_is_explained() -> None:
    kinds = {it.kind for it in every_trouble()}
    section = ALERTS.partition("## Notices")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    assert set(re.findall(r"`([^`]+)`", " ".join(rows))) == kinds
