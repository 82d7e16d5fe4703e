"""How commands show things to a person: times in their zone, tables without lines, text as it is.

What is shown comes from feeds, pages and receivers: so nothing in it is markup or an emoji's name to the
terminal, and colours are put on by ``style`` alone.
"""

from __future__ import annotations

import os
import sys
from copy import copy
from datetime import datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.measure import measure_renderables
from rich.table import Column, Table

from alerts.render.labels import labels_for, zone_name
from alerts.render.notices import span

if TYPE_CHECKING:
    from collections.abc import Iterable

_UNBROKEN = 10_000
"""Columns of a pipe or a file: whoever reads it breaks its lines, or looks for something in them."""

_LEAST = 20
"""Columns that the last one of a table gets in any case."""


def console() -> Console:
    """The terminal, or whatever standard output is."""
    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else _UNBROKEN
    return Console(markup=False, emoji=False, highlight=False, width=width)


def plain_table(*columns: str) -> Table:
    """A table without lines; for ``show_table``."""
    return Table(*(Column(name, no_wrap=name != columns[-1]) for name in columns), box=None)


def show_table(table: Table) -> None:
    """Print a table, of which only the last column gives way to a narrow terminal.

    Where that is not enough, its lines run on: an id that is cut off cannot be given to the next command.
    """
    screen = console()
    others = copy(table)
    others.columns = table.columns[:-1]
    wide = screen.options.update(max_width=_UNBROKEN)
    screen.width = max(screen.width, measure_renderables(screen, wide, [others]).maximum + _LEAST)
    screen.print(table)


def headline(title: str, language: str, markers: Iterable[str]) -> str:
    """A headline behind its markers, in the wire's language: filings may differ in nothing else."""
    labels = labels_for(language)
    return "".join(f"[{labels.marker(name)}] " for name in markers) + title


def counted(number: int, noun: str) -> str:
    """So many things, as people count them: ``1 feed``, ``2,000 feeds``."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def local(moment: datetime | str | None, *, missing: str = "") -> str:
    """A time as a person at this terminal reads it: in their own zone, to the second."""
    if moment is None:
        return missing
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def zoned(moment: datetime | str) -> str:
    """The same, with the zone's name: for the first of several times."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{local(at)} {zone_name(at.astimezone())}"


def lasting(seconds: float | None) -> str:
    """A duration, in its two largest units; nothing if it is not known."""
    return "" if seconds is None else span(seconds)


def sized(size: float | None) -> str:
    """Bytes as a person reads them; nothing if they are not known."""
    if size is None:
        return ""
    for unit, name in ((1e6, "MB"), (1e3, "kB")):
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return f"{size:.0f} B"
