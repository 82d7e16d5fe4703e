"""Why a receiver cannot be reached, as the system calls it."""

from __future__ import annotations

import os
from socket import gaierror

from alerts.render import safe

_LONGEST = 200
"""Code points: a server may have had a say in it."""


def reason(error: BaseException) -> str:
    """What the system calls it (``connection refused``), without the wrapping of those who passed it on."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, BaseExceptionGroup):  # of several addresses, the first
            cause = cause.exceptions[0]
        # Those of names have numbers of their own.
        if isinstance(cause, OSError) and not isinstance(cause, gaierror) and cause.errno:
            return os.strerror(cause.errno).lower()
        cause = cause.__cause__ or cause.__context__
    return safe.header(str(error), _LONGEST)
