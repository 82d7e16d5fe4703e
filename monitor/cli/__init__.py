"""The command line: thin commands over the shell, each in the module of its kind.

Modules are imported when their command is called, so that ``tumen --version`` costs nothing.
Exit codes: 0 done, 1 ran with failures (named on stderr), 2 wrong usage or invalid configuration.
"""

from __future__ import annotations

import importlib
import os
import sys
from io import TextIOWrapper
from typing import Any

import click

from monitor import __version__

COMMANDS = {
    "run": "monitor.cli.daemon",
    "status": "monitor.cli.daemon",
    "demo": "monitor.cli.demo",
    "check": "monitor.cli.config",
    "schema": "monitor.cli.config",
    "classify": "monitor.cli.items",
    "stories": "monitor.cli.items",
    "match": "monitor.cli.items",
    "export": "monitor.cli.archive",
    "search": "monitor.cli.archive",
    "explain": "monitor.cli.archive",
    "story": "monitor.cli.archive",
    "backtest": "monitor.cli.backtest",
    "feeds": "monitor.cli.feeds",
    "opml": "monitor.cli.subscriptions",
    "outbox": "monitor.cli.outbox",
    "channels": "monitor.cli.outbox",
    "snooze": "monitor.cli.attention",
    "ack": "monitor.cli.attention",
    "audit": "monitor.cli.audit",
}


class _Commands(click.Group):
    """Finds a command's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        module = COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(module), cmd_name)
        return command

    def main(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - click's signature
        _prepare_streams()
        return super().main(*args, **{"prog_name": "tumen"} | kwargs)


def _prepare_streams() -> None:
    """Have standard streams that take any text, whatever started us and in whatever locale.

    One that was closed becomes the null device, before a database or a socket gets its number. Into a pipe or
    a file goes UTF-8, as JSON wants it; a terminal keeps its encoding.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            null = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115 - stays open to the end
            os.set_inheritable(null.fileno(), True)  # or our own processes would miss it in their turn
            setattr(sys, name, null)
        elif mode == "w" and isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="tumen %(version)s")
def main() -> None:
    """Watch the news on Korea and Russia in every language, and tell the right analyst once.

    Begin with `tumen demo`; then `tumen check` and `tumen run`.
    """
