"""Every error Tumen raises on purpose, in one tree.

    TumenError
    ├── ConfigError            the operators' file is wrong; carries every problem at once
    ├── ExpressionError        an expression cannot be read; carries the position
    ├── ReadError              a document cannot be read as what it should be; carries an Outcome
    ├── StoreError             the store cannot be used as asked
    │   ├── StoreBusy          another daemon holds it, or it stayed locked too long
    │   ├── StoreTooNew        written by a newer Tumen
    │   ├── StoreDamaged       the file is not a sound database
    │   └── StoreFull          no room on the disk
    └── UsageError             a command was asked for something that makes no sense

Expected outcomes (a feed that answers 404, a receiver that says 503) are values, not errors: see
``fetching.Failed`` and ``model.Retry``. A loop catches ``TumenError`` for its own unit of work, records it
and goes on; anything else is a bug, logged with its traceback.

Messages are one sentence that says what to do next, and never contain a secret.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from monitor.core.config.problems import Problem
    from monitor.core.fetching import Outcome


class TumenError(Exception):
    """Base of the tree; ``str(error)`` is fit to show to an operator."""


class ConfigError(TumenError):
    """The configuration was refused.

    ``problems`` holds all of them, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ExpressionError(TumenError):
    """An expression cannot be read.

    ``position`` counts code points from the start of ``expression``; ``hint`` suggests a repair.
    """

    def __init__(self, reason: str, *, expression: str, position: int, hint: str = "") -> None:
        self.reason = reason
        self.expression = expression
        self.position = position
        self.hint = hint
        super().__init__(f"{reason} at position {position + 1}" + (f"; {hint}" if hint else ""))


class ReadError(TumenError):
    """A fetched document is not what the feed should be (a challenge page, no feed, no items)."""

    def __init__(self, outcome: Outcome, detail: str) -> None:
        self.outcome = outcome
        self.detail = detail
        super().__init__(f"{outcome}: {detail}")


class StoreError(TumenError):
    """The store cannot be used as asked."""


class StoreBusy(StoreError):
    """Another daemon holds the store, or it stayed locked longer than we wait."""


class StoreTooNew(StoreError):
    """The store was written by a newer Tumen; nothing was changed."""


class StoreDamaged(StoreError):
    """The file is not a sound database; nothing was changed."""


class StoreFull(StoreError):
    """No room on the disk; nothing was lost, the unit was rolled back."""


class UsageError(TumenError):
    """A command was asked for something that makes no sense; exit code 2."""
