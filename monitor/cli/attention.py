"""``tumen snooze`` and ``tumen ack``: who wants to be told, and who has taken note."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    check_named,
    config_option,
    emit,
    exit_codes,
    fail,
    json_option,
    load,
    open_store_of,
)
from monitor.core.errors import UsageError

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from monitor.core.protocols import Store
    from monitor.core.settings import Settings


@click.command()
@click.argument("rule", required=False)
@click.argument("span", required=False, metavar="[SPAN]")
@click.option(
    "--wake", "wake_up", is_flag=True, help="End the rule's snooze, and send what it held back now."
)
@config_option
@json_option
@exit_codes
def snooze(rule: str | None, span: str | None, wake_up: bool, config: Path | None, as_json: bool) -> None:
    """Let a rule tell nobody for a while; or list which are snoozed.

    RULE sleeps for a SPAN such as 30m, 2h or 3d. Its matches are recorded all the same, and told together in
    one digest when the time is over.
    """
    settings = load(config)
    store = open_store_of(settings, config)
    try:
        if rule is None:
            _list(store, as_json=as_json)
        elif wake_up:
            _wake(store, settings, rule)
        else:
            _put_to_sleep(store, settings, rule, _span(span))
    finally:
        store.close()


def _span(text: str | None) -> timedelta:
    from monitor.core.config import parse_duration

    try:
        span = parse_duration(text) if text else None
    except ValueError as error:
        raise UsageError(f"{text}: {error}") from None
    if not span:
        begins = f"{text} is no span; " if text else ""
        raise UsageError(f"{begins}say for how long, such as 30m, 2h or 3d; or --wake")
    return span


def _put_to_sleep(store: Store, settings: Settings, rule: str, span: timedelta) -> None:
    from monitor.clock import SystemClock
    from monitor.reports.terminal import local

    check_named(rule, [configured.id for configured in settings.rules])
    now = SystemClock().now()
    with store.unit() as unit:
        unit.snooze(rule, now + span, now)
    click.echo(f"{rule} tells nobody until {local(now + span)}; what matches by then comes in one digest.")


def _wake(store: Store, settings: Settings, rule: str) -> None:
    from alerts.notifications import wake
    from monitor.clock import SystemClock

    with store.unit() as unit:
        was_asleep = wake(unit, rule, settings=settings, now=SystemClock().now())
    if not was_asleep:
        fail(f"{rule} is not snoozed; `tumen snooze` lists what is")
    click.echo(f"{rule} is awake.")


def _list(store: Store, *, as_json: bool) -> None:
    from alerts.policy import rule_of
    from monitor.clock import SystemClock
    from monitor.reports.status import iso
    from monitor.reports.terminal import local, plain_table, show_table

    now = SystemClock().now()
    waiting: dict[str, int] = {}
    for key, _, items in store.waiting_digests():
        waiting[rule_of(key)] = waiting.get(rule_of(key), 0) + items
    asleep = [snoozed for snoozed in store.snoozes() if snoozed.until > now]
    if as_json:
        for snoozed in asleep:
            emit(
                {
                    "rule": snoozed.rule,
                    "since": iso(snoozed.since),
                    "until": iso(snoozed.until),
                    "waiting": waiting.get(snoozed.rule, 0),
                }
            )
        return
    table = plain_table("rule", "since", "until", "items that wait")
    for snoozed in asleep:
        held = str(waiting.get(snoozed.rule, 0))
        table.add_row(snoozed.rule, local(snoozed.since), local(snoozed.until), held)
    if asleep:
        show_table(table)
    else:
        click.echo("No rule is snoozed.")


@click.command()
@click.argument("notification")
@click.option("--by", default=None, metavar="NAME", help="Who has taken note; you, unless given.")
@config_option
@exit_codes
def ack(notification: str, by: str | None, config: Path | None) -> None:
    """Record that somebody has taken note of a notification.

    It stands in the receipt; what is still to be delivered is delivered all the same.
    """
    from monitor.clock import SystemClock
    from monitor.reports.terminal import local

    store = open_store_of(load(config), config)
    try:
        if not store.outbox.acknowledge(notification, by or _you(), SystemClock().now()):
            fail(f"there is no notification {notification}; `tumen outbox list` names them")
        taken = store.outbox.acknowledgement(notification)
    finally:
        store.close()
    if taken:
        click.echo(f"{notification}: noted by {taken.by}, {local(taken.at)}.")


def _you() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:  # as in a container whose user has no name; KeyError before 3.13
        raise UsageError("the system has no name for you; say who by --by NAME") from error
