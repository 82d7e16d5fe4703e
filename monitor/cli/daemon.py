"""``tumen run`` and ``tumen status``."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import (
    DEFAULT_CONFIG,
    config_option,
    emit,
    exit_codes,
    json_option,
    load,
    open_store_of,
)
from monitor.core.errors import ConfigError, StoreError
from monitor.workers import forkserver, memory

if TYPE_CHECKING:
    from pathlib import Path

    from monitor.core.config.problems import Problem
    from monitor.daemon import Daemon


@click.command()
@config_option
@click.option("--once", is_flag=True, help="One round of every feed, deliver what is due, exit.")
@click.option("--no-web", is_flag=True, help="Do not serve the page; there is none yet.")
@click.option(
    "--log-level",
    type=click.Choice(["debug", "info", "warning", "error"]),
    default="info",
    show_default=True,
    help="The least severe event that is logged.",
)
@exit_codes
def run(config: Path | None, once: bool, no_web: bool, log_level: str) -> None:  # noqa: ARG001
    """Watch the feeds: check, file, alert, until stopped.

    A changed configuration is taken up within seconds.
    """
    forkserver.start()  # gets ready while the rest is imported
    from monitor import logs
    from monitor.daemon import Daemon

    memory.give_back()
    logs.configure(level=log_level)
    daemon = Daemon(config or DEFAULT_CONFIG)
    if once:
        _once(daemon)
    else:
        asyncio.run(_until_stopped(daemon))


def _once(daemon: Daemon) -> None:
    failed = [record for record in asyncio.run(daemon.once()) if not record.outcome.ok]
    for record in failed:
        click.echo(f"{record.feed}: {record.outcome}: {record.detail}", err=True)
    sys.exit(1 if failed else 0)


async def _until_stopped(daemon: Daemon) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def asked() -> None:
        if stop.is_set():
            os._exit(1)  # asked twice: at once, as if killed; nothing is lost by that
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, asked)
    loop.add_signal_handler(signal.SIGHUP, daemon.look_at_file)
    await daemon.run(stop)


@click.command()
@config_option
@json_option
@exit_codes
def status(config: Path | None, as_json: bool) -> None:
    """Show whether the daemon runs, what it holds, what fails."""
    from monitor.clock import SystemClock
    from monitor.configfile import store_of_refused
    from monitor.core.settings import Settings, StorageSettings
    from monitor.reports.status import read_status, show_status

    problems: tuple[Problem, ...] = ()
    try:
        settings = load(config)
    except ConfigError as error:
        # The daemon goes on with its last good settings, and this is where one asks after it.
        url = store_of_refused(config or DEFAULT_CONFIG)
        settings, problems = Settings(checksum="", storage=StorageSettings(url=url)), error.problems
    try:
        store = open_store_of(settings, config)
    except StoreError as error:
        # Where none can be shown, there is but the file to speak of; what is wrong with it comes first.
        raise ConfigError(problems) if problems else error from None
    try:
        state = read_status(store, settings, problems, now=SystemClock().now())
    finally:
        store.close()
    if as_json:
        emit(state)
    else:
        show_status(state)
