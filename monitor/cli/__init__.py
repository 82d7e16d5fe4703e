"""The command line: thin commands over the shell, each in the module of its kind.

Modules are imported when their command is called, so that ``tumen --version`` costs nothing.
Exit codes: 0 done, 1 ran with failures (named on stderr), 2 wrong usage or invalid configuration.
"""

from __future__ import annotations

import importlib
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
        return super().main(*args, **{"prog_name": "tumen"} | kwargs)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="tumen %(version)s")
def main() -> None:
    """Watch the news on Korea and Russia in every language, and tell the right analyst once.

    Begin with `tumen demo`; then `tumen check` and `tumen run`.
    """
