"""What all commands share: the configuration option, exit codes, JSON lines."""

from __future__ import annotations

import errno
import functools
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click

from monitor.core.errors import ConfigError, ExpressionError, TumenError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterable

    from rich.progress import Progress, ProgressColumn

    from monitor.core.protocols import Store
    from monitor.core.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

DEFAULT_CONFIG = Path("feeds.yaml")

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
"""Why a file that is open cannot be written any more."""

_config_option = functools.partial(
    click.option,
    "-c",
    "--config",
    "config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
)
config_option = _config_option(help="The configuration; feeds.yaml in the current folder unless given.")
shipped_config_option = _config_option(
    help="The configuration; unless given, feeds.yaml in the current folder, or else the one Tumen brings."
)
json_option = click.option("--json", "as_json", is_flag=True, help="JSON, one object a line.")


def exit_codes(command: Callable[P, T]) -> Callable[P, T]:
    """Turn the error tree into one sentence on stderr and the exit code that goes with it."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            try:
                return command(*args, **kwargs)
            finally:
                # What cannot be written is met here, and not by the interpreter at its end.
                sys.stdout.flush()
        except ConfigError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            sys.exit(2)
        except ExpressionError as error:
            from monitor.core.expressions import caret

            click.echo(caret(error), err=True)
            sys.exit(2)
        except UsageError as error:
            fail(str(error), code=2)
        except TumenError as error:
            fail(str(error))
        except BrokenPipeError:
            # Whoever read our output has enough; nothing more can be said to them.
            _give_up_output()
            sys.exit(1)
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            _give_up_output()
            fail(f"{error.filename or 'the output'} cannot be written: {error.strerror}")

    return run


def _give_up_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(sentence: str, *, code: int = 1) -> NoReturn:
    """Say what went wrong and end."""
    click.echo(f"tumen: {sentence}", err=True)
    sys.exit(code)


def check_named(rule: str, known: Collection[str]) -> None:
    """Raises ``UsageError`` if no rule that is known has this id."""
    if rule not in known:
        raise UsageError(f"no rule is named {rule}; there are: {', '.join(sorted(known)) or 'none'}")


def load(config: Path | None, *, shipped: bool = False) -> Settings:
    """The configuration asked for; with ``shipped``, the one that Tumen brings if there is none here."""
    from monitor.configfile import read, shipped_path

    path = config or DEFAULT_CONFIG
    if shipped and config is None and not path.exists():
        path = shipped_path()
    return read(path, os.environ)


def open_store_of(settings: Settings, config: Path | None) -> Store:
    """The store that a configuration names; raises ``StoreError`` if there is none yet."""
    from monitor.core.text import search_text
    from storage import open_store

    if settings.storage.missing:
        raise UsageError(f"storage.url needs {', '.join(settings.storage.missing)} in the environment")
    folder = (config or DEFAULT_CONFIG).absolute().parent
    return open_store(settings.storage.url, folder=folder, search_text=search_text, create=False)


def emit(value: dict[str, Any]) -> None:
    """Write one JSON line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def progress(things: Iterable[T], done: str, *, shown: bool) -> Generator[T, None, None]:
    """The things, and on a terminal how many they are so far: ``1,200 articles looked at``.

    Progress belongs to a person who waits: ``shown`` is false for one who sees the lines arrive.
    """
    if not (shown and sys.stderr.isatty()):
        yield from things
        return
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn(f"{{task.completed:,}} {done}"), TimeElapsedColumn())
    with progress_display(*columns, shown=True) as display:
        yield from display.track(things)


def progress_display(*columns: ProgressColumn, shown: bool) -> Progress:
    """Progress on standard error, if that is a terminal; by default a bar.

    Standard output is left alone: rich would have what is meant for a file or a pipe printed on the terminal.
    """
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    return Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        disable=not (shown and console.is_terminal),
    )
