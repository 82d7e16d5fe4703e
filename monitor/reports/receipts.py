"""Receipts: what was sent, to whom, when and why, from what the store keeps; for ``tumen outbox show``.

A year later one can show why an alert was sent: the notification is kept frozen as sent, with the version of
the rule and the checksum of the configuration it was made under, and each attempt with the receiver's answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.text import Text

from monitor.core.model import DeliveryState
from monitor.reports.status import iso
from monitor.reports.terminal import console, local

if TYPE_CHECKING:
    from monitor.core.model import JSON, Delivery
    from monitor.core.protocols import Store


def receipt(store: Store, notification: str) -> JSON | None:
    """All that is known of a notification, as one JSON object; None if there is none of this id."""
    told = store.notification(notification)
    if told is None:
        return None
    rule = told.payload["rule"]
    version = store.rule_version(str(rule.get("version", "")))
    ack = store.outbox.acknowledgement(notification)
    deliveries = store.outbox.deliveries(notification=notification, limit=1_000)
    return {
        "notification": told.id,
        "kind": told.kind,
        "created": iso(told.created),
        "rule": rule | {"text": json.loads(version.text) if version else None},
        "configuration": told.payload.get("configuration"),
        "articles": _articles(told.payload),
        "deliveries": [_delivery(store, delivery) for delivery, _ in reversed(deliveries)],
        "acknowledged": {"at": iso(ack.at), "by": ack.by} if ack else None,
        "payload": told.payload,
    }


def _articles(payload: JSON) -> list[JSON]:
    """What it tells of: each article in the revision that was told."""
    told = [payload, *payload.get("items", ())]
    wanted = ("id", "url", "title", "revision")
    return [{name: item["article"].get(name) for name in wanted} for item in told if "article" in item]


def hindrance(store: Store, delivery: Delivery) -> str:
    """Why a delivery waits that its channel as a whole keeps waiting; empty for any other."""
    if delivery.state is not DeliveryState.PENDING:
        return ""
    state = store.outbox.channel_state(delivery.channel)
    if state.disabled:
        return f"the channel is off: {state.disabled}"
    if state.failing_since:
        return f"not to be reached since {local(state.failing_since)}: {state.detail}"
    return ""


def _delivery(store: Store, delivery: Delivery) -> JSON:
    return {
        "channel": delivery.channel,
        "state": str(delivery.state),
        "hindrance": hindrance(store, delivery),
        "created": iso(delivery.created),
        "due": iso(delivery.due),
        "settled": iso(delivery.settled),
        "thread": delivery.thread if delivery.thread != delivery.notification else None,
        "attempts": [
            {
                "number": attempt.number,
                "at": iso(attempt.at),
                "result": attempt.result,
                "detail": attempt.detail,
                "reached": list(attempt.reached),
            }
            for attempt in store.outbox.attempts(delivery.notification, delivery.channel)
        ],
    }


def show_receipt(receipt: JSON) -> None:
    """Print a receipt for a person."""
    show = console().print
    rule = receipt["rule"]
    show(Text(receipt["notification"], style="bold"), f"({receipt['kind']}, {local(receipt['created'])})")
    version = f", version {rule['version']}" if rule.get("version") else ""
    severity, configuration = rule.get("severity", ""), receipt["configuration"]
    show(f"Rule {rule.get('id', '')} ({severity}){version}, by configuration {configuration}")
    if rule["text"]:
        show(f"    when: {rule['text']['when']}", soft_wrap=True)
    notice = receipt["payload"].get("notice")
    if notice:
        show(f"Notice {notice['kind']}: {notice['title']}")
    for article in receipt["articles"]:
        show(f"Article {article['id']}, revision {article['revision']}: {article['title']}")
        show(Text(f"    {article['url']}", style="dim"), soft_wrap=True)
    for delivery in receipt["deliveries"]:
        settled = (
            f" {local(delivery['settled'])}" if delivery["settled"] else f", due {local(delivery['due'])}"
        )
        hindered = f" ({delivery['hindrance']})" if delivery["hindrance"] else ""
        show(f"\nTo {delivery['channel']}: {delivery['state']}{settled}{hindered}")
        for attempt in delivery["attempts"]:
            reached = f" → {', '.join(attempt['reached'])}" if attempt["reached"] else ""
            line = f"    {attempt['number']:>2}  {local(attempt['at'])}  {attempt['result']}{reached}"
            show(Text(f"{line}  {attempt['detail']}"), soft_wrap=True)
    ack = receipt["acknowledged"]
    show(f"\nAcknowledged by {ack['by']}, {local(ack['at'])}." if ack else "\nNobody has acknowledged it.")
