"""A failure on its way to becoming a value: raised deep inside one request, caught where it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.fetching import Failed

if TYPE_CHECKING:
    from datetime import timedelta

    from monitor.core.fetching import Outcome


class FetchFailed(Exception):
    """Carries the ``Failed`` that the fetch answers with; never leaves this package.

    ``again`` says that the same request, sent again at once, may well succeed.
    """

    def __init__(
        self,
        outcome: Outcome,
        detail: str,
        *,
        status: int | None = None,
        retry_after: timedelta | None = None,
        again: bool = False,
    ) -> None:
        self.reply = Failed(outcome=outcome, detail=detail, status=status, retry_after=retry_after)
        self.again = again
        super().__init__(detail)
