"""The receivers are real servers that check what arrives, and say what is wrong with it."""

from __future__ import annotations

import json
import smtplib
from datetime import UTC, datetime
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx
import pytest
from standardwebhooks import Webhook

from monitor.demo.receivers import MailReceiver, WebhookReceiver, read_mail

LINK = "http://127.0.0.1:8000/tass.com/politics/2030001"


def mail(**headers: str | None) -> EmailMessage:
    """A mail as Tumen promises it; a header given as None is left out."""
    message = EmailMessage()
    promised: dict[str, str | None] = {
        "From": "tumen@example.org",
        "To": "desk@example.org",
        "Subject": "북러 정상회담",
        "Message-ID": "<msg_1@tumen.example.org>",
        "X-Tumen-Notification": "msg_1",
        "Auto-Submitted": "auto-generated",
        "List-Id": "<troops.tumen.example.org>",
    }
    for name, value in (promised | {key.replace("_", "-"): value for key, value in headers.items()}).items():
        if value is not None:
            message[name] = value
    message.set_content(f"북러 정상회담\n{LINK}\n\nhttps://example.org/the-story-so-far\n")
    message.add_alternative("<p>북러 정상회담</p>", subtype="html")
    return message


def send(receiver: MailReceiver, message: EmailMessage) -> None:
    address = urlsplit(receiver.url)
    with smtplib.SMTP(str(address.hostname), address.port or 0) as smtp:
        smtp.send_message(message)


def test_a_mail_arrives_and_is_read() -> None:
    with MailReceiver() as receiver:
        send(receiver, mail(In_Reply_To="<msg_0@tumen.example.org>"))
        (received,) = receiver.received
    assert received.verified
    assert received.notification == "msg_1"
    assert received.subject == "북러 정상회담"
    assert received.recipients == ("desk@example.org",)
    assert received.in_reply_to == "<msg_0@tumen.example.org>"
    assert received.link == LINK, "the first link is the article's own"


@pytest.mark.parametrize(
    ("missing", "problem"),
    [
        ("X_Tumen_Notification", "no X-Tumen-Notification"),
        ("Auto_Submitted", "not marked as auto-generated"),
        ("List_Id", "no List-Id"),
    ],
)
def test_a_mail_without_what_was_promised_is_not_verified(missing: str, problem: str) -> None:
    received = read_mail(mail(**{missing: None}).as_bytes(), ())
    assert not received.verified
    assert problem in received.problem


def test_a_message_id_has_to_be_made_of_the_notification() -> None:
    received = read_mail(mail(Message_ID="<other@tumen.example.org>").as_bytes(), ())
    assert "Message-ID" in received.problem


def test_a_mail_of_one_part_is_not_verified() -> None:
    message = mail()
    message.clear_content()
    message.set_content("plain alone")
    assert "HTML" in read_mail(message.as_bytes(), ()).problem


def call(receiver: WebhookReceiver, secret: str, *, notification: str = "msg_1") -> httpx.Response:
    body = json.dumps({"type": "article.matched", "data": {"rule": {"id": "troops"}}})
    now = datetime.now(UTC)
    headers = {
        "webhook-id": notification,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(notification, now, body),
    }
    return httpx.post(receiver.url, content=body, headers=headers)


def test_a_signed_call_is_verified() -> None:
    with WebhookReceiver() as receiver:
        assert call(receiver, receiver.secret).status_code == 204
        (received,) = receiver.received
    assert received.verified
    assert received.notification == "msg_1"
    assert received.payload["data"]["rule"]["id"] == "troops"


def test_a_call_signed_with_another_secret_is_kept_and_said_to_be_wrong() -> None:
    with WebhookReceiver() as receiver, WebhookReceiver() as other:
        assert call(receiver, other.secret).status_code == 204
        (received,) = receiver.received
    assert not received.verified
    assert received.payload == {}


def test_an_enormous_call_is_refused() -> None:
    with WebhookReceiver() as receiver:
        assert httpx.post(receiver.url, content=b"x" * 1_000_001).status_code == 413
        assert receiver.received == ()


def test_each_run_has_a_secret_of_its_own() -> None:
    first, second = WebhookReceiver(), WebhookReceiver()
    assert first.secret.startswith("whsec_")
    assert first.secret != second.secret
    for receiver in (first, second):
        with receiver:
            pass


def test_what_was_accepted_is_on_disk(tmp_path) -> None:
    log = tmp_path / "received.jsonl"
    with MailReceiver(log=log) as desk, WebhookReceiver(log=log) as hook:
        send(desk, mail())
        call(hook, hook.secret, notification="msg_2")
        lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert [(line["channel"], line["notification"], line["problem"]) for line in lines] == [
        ("email", "msg_1", ""),
        ("webhook", "msg_2", ""),
    ]
