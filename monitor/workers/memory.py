"""Memory that large documents took, given back to the system when they are done with."""

from __future__ import annotations

import contextlib
import ctypes

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
_LARGE = 256 * 1024


def give_back() -> None:
    """Let this process, and those forked from it, return freed blocks of 256 kB and more at once.

    glibc keeps them once it has seen some, and they end up scattered among what stays: a daemon that has read
    a few documents of 10 MB would hold half as much memory again for ever. Elsewhere nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        libc.mallopt(_M_TRIM_THRESHOLD, _LARGE)
