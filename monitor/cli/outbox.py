"""``tumen outbox`` and ``tumen channels``: what was sent, what waits, what could not be sent."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

import click

from monitor.cli.common import config_option, emit, exit_codes, fail, json_option, load, open_store_of
from monitor.core.errors import StoreError
from monitor.core.model import ChannelState, Delivery, DeliveryState, Notification

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from monitor.core.model import SendResult
    from monitor.core.protocols import Channel, Outbox
    from monitor.core.settings import Settings

STATES = [str(state) for state in DeliveryState]


@click.group()
def outbox() -> None:
    """See what was sent and what waits; retry and drop it."""


@outbox.command("list")
@config_option
@click.option(
    "--state", "states", multiple=True, type=click.Choice(STATES), help="Only these; may be repeated."
)
@click.option("--channel", default=None, help="Only this channel.")
@click.option("--unnoted", is_flag=True, help="Only what nobody has acknowledged (`tumen ack`).")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="How many at most.")
@json_option
@exit_codes
def list_(
    config: Path | None,
    states: tuple[str, ...],
    channel: str | None,
    unnoted: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Show deliveries, newest first."""
    from monitor.reports.receipts import hindrance
    from monitor.reports.status import iso
    from monitor.reports.terminal import local, plain_table, show_table

    store = open_store_of(load(config), config)
    try:
        rows = store.outbox.deliveries(
            states=[DeliveryState(state) for state in states],
            channel=channel,
            unnoted=unnoted,
            limit=limit,
        )
        acks = {
            ack.notification: ack.by
            for _, notification in rows
            if (ack := store.outbox.acknowledgement(notification.id))
        }
        hindrances = [hindrance(store, delivery) for delivery, _ in rows]
        if as_json:
            for (delivery, notification), hindered in zip(rows, hindrances, strict=True):
                emit(
                    {
                        "notification": notification.id,
                        "channel": delivery.channel,
                        "state": str(delivery.state),
                        "kind": notification.kind,
                        "rule": notification.rule,
                        "article": notification.article,
                        "created": iso(delivery.created),
                        "due": iso(delivery.due),
                        "settled": iso(delivery.settled),
                        "attempts": delivery.attempts,
                        "acknowledged_by": acks.get(notification.id),
                        "detail": delivery.detail,
                        "hindrance": hindered,
                    }
                )
            return
    finally:
        store.close()
    table = plain_table("notification", "channel", "state", "rule", "due", "tries", "detail")
    for (delivery, notification), hindered in zip(rows, hindrances, strict=True):
        noted = f"noted by {acks[notification.id]}" if notification.id in acks else ""
        table.add_row(
            notification.id,
            delivery.channel,
            str(delivery.state),
            notification.rule,
            local(delivery.due),
            str(delivery.attempts),
            "; ".join(filter(None, (hindered or delivery.detail, noted))),
        )
    if rows:
        show_table(table)
    else:
        click.echo("The outbox has no such delivery.")


@outbox.command()
@click.argument("notification")
@config_option
@json_option
@exit_codes
def show(notification: str, config: Path | None, as_json: bool) -> None:
    """Show a notification's receipt: what, why, to whom, when.

    With --json also what was sent, word for word.
    """
    from monitor.reports.receipts import receipt, show_receipt

    store = open_store_of(load(config), config)
    try:
        found = receipt(store, notification)
    finally:
        store.close()
    if found is None:
        fail(f"there is no notification {notification}; `tumen outbox list` and `tumen explain` name them")
    if as_json:
        emit(found)
    else:
        show_receipt(found)


def _settle(
    config: Path | None,
    notification: str | None,
    everything: bool,
    channel: str | None,
    states: list[DeliveryState],
    settle: Callable[[Outbox], Callable[[str, str, datetime], bool]],
) -> int:
    """Settle one notification's deliveries, or all in these states; how many."""
    from monitor.clock import SystemClock

    if (notification is None) == (not everything):
        raise click.UsageError("name a notification, or say --all")
    store = open_store_of(load(config), config)
    try:
        rows = store.outbox.deliveries(
            states=states, channel=channel, notification=notification, limit=1_000_000
        )
        now = SystemClock().now()
        done = sum(settle(store.outbox)(told.id, delivery.channel, now) for delivery, told in rows)
    finally:
        store.close()
    if not done and not everything:
        fail(f"no such delivery is {' or '.join(states)}; `tumen outbox list` shows what there is")
    return done


@outbox.command()
@click.argument("notification", required=False)
@click.option("--all", "everything", is_flag=True, help="All dead deliveries.")
@click.option("--channel", default=None, help="Only those of this channel.")
@config_option
@exit_codes
def retry(notification: str | None, everything: bool, channel: str | None, config: Path | None) -> None:
    """Send dead deliveries again, under the same id."""
    dead = [DeliveryState.DEAD]
    done = _settle(config, notification, everything, channel, dead, lambda outbox: outbox.revive)
    click.echo(f"{done} retried.")


@outbox.command()
@click.argument("notification", required=False)
@click.option("--all", "everything", is_flag=True, help="All pending and dead deliveries.")
@click.option("--channel", default=None, help="Only those of this channel.")
@config_option
@exit_codes
def drop(notification: str | None, everything: bool, channel: str | None, config: Path | None) -> None:
    """Give deliveries up; they stay listed as dropped."""
    unsettled = [DeliveryState.PENDING, DeliveryState.DEAD]
    done = _settle(config, notification, everything, channel, unsettled, lambda outbox: outbox.drop)
    click.echo(f"{done} dropped.")


@click.group()
def channels() -> None:
    """Try the ways to your receivers."""


@channels.command()
@click.argument("channel_id", metavar="ID")
@config_option
@exit_codes
def test(channel_id: str, config: Path | None) -> None:
    """Send a sample alert through a channel.

    If it is taken, a channel that its receiver had switched off goes on.
    """
    from alerts.channels import build_channel
    from alerts.sample import sample_notification
    from monitor.clock import SystemClock
    from monitor.core.model import Sent
    from monitor.fetch.addresses import Configured, GuardedBackend

    settings = load(config)
    chosen = next((channel for channel in settings.channels if channel.id == channel_id), None)
    if chosen is None:
        known = ", ".join(channel.id for channel in settings.channels) or "none"
        fail(f"no channel is named {channel_id}; there are: {known}", code=2)
    now = SystemClock().now()
    notification: Notification = sample_notification(now, process=os.getpid())
    delivery = Delivery(notification=notification.id, channel=channel_id, created=now, due=now, attempts=1)
    result = asyncio.run(
        _send_once(build_channel(chosen, GuardedBackend(Configured)), notification, delivery)
    )
    if not isinstance(result, Sent):
        fail(f"channel {channel_id} did not take it: {result.detail}")
    _switch_on(settings, config, channel_id)
    click.echo(f"Sent through {channel_id} as {notification.id}. {result.detail}")


def _switch_on(settings: Settings, config: Path | None, channel: str) -> None:
    """A receiver that takes a sample has had its channel mended: what a 410 or a pause holds back may go."""
    try:
        store = open_store_of(settings, config)
    except StoreError:
        return  # nothing was ever sent from here
    try:
        store.outbox.save_channel(ChannelState(channel=channel))
    finally:
        store.close()


async def _send_once(channel: Channel, notification: Notification, delivery: Delivery) -> SendResult:
    try:
        return await channel.send(notification, delivery, now=delivery.due)
    finally:
        await channel.aclose()
