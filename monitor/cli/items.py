"""``tumen classify``, ``stories`` and ``match``: understanding over JSON lines, with nothing stored."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.common import emit, exit_codes, load, progress, shipped_config_option
from monitor.reports.items import BadLine, Item, classified, read_items, spans_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Input:
    """The items on standard input; remembers whether a line had to be skipped."""

    def __init__(self, done: str) -> None:
        self._done = done
        self.bad = 0

    def __iter__(self) -> Iterator[Item]:
        if sys.stdin.isatty():
            click.echo("tumen: reads items as you type them, one JSON object a line; Ctrl-D ends", err=True)
        for item in progress(read_items(sys.stdin.buffer), self._done, shown=not sys.stdout.isatty()):
            if isinstance(item, BadLine):
                self.bad += 1
                click.echo(f"tumen: {item}", err=True)
            else:
                yield item
                sys.stdout.flush()  # the next item may be long in coming

    def end(self) -> None:
        """Leave with the exit code that the lines deserve."""
        sys.exit(1 if self.bad else 0)


@click.command()
@shipped_config_option
@exit_codes
def classify(config: Path | None) -> None:
    """Tell the language, entities, topics and rules of each item.

    Reads items as JSON lines from standard input; also tells whom they cite. Nothing is stored.
    """
    from monitor.reader import Reader

    reader = Reader(load(config, shipped=True))
    items = _Input("items classified")
    for item in items:
        understood = reader.understand(item)
        emit(classified(item, understood, reader.rules(item, understood)))
    items.end()


@click.command()
@shipped_config_option
@exit_codes
def stories(config: Path | None) -> None:
    """Tell the same, and each item's story and the item it copies.

    Reads items as JSON lines from standard input, in order, as a stream. Items that are dated by the day
    alone are told of when the next day begins: among them the closest come first.
    """
    from monitor.reports.stream import Stream

    items = _Input("items filed")
    with Stream(load(config, shipped=True)) as stream:
        for line in stream.file(items):
            emit(line)
    items.end()


@click.command()
@click.argument("expression", metavar="EXPR")
@shipped_config_option
@exit_codes
def match(expression: str, config: Path | None) -> None:
    """Tell which items an expression matches, and where.

    Reads items as JSON lines from standard input, and writes only those that match.
    """
    from monitor.reader import Reader

    reader = Reader(load(config, shipped=True))
    wanted = reader.parse(expression)
    items = _Input("items looked at")
    for item in items:
        found = reader.find(wanted, reader.subject(item, reader.understand(item)))
        if found is not None:
            emit({"id": item.id, "spans": spans_in(item, found)})
    items.end()
