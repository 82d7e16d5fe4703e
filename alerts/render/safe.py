"""What outside text must lose before it stands in a mail.

Pure. Templates escape markup by themselves; here go the characters that no escaping makes harmless: line
breaks (a header could be smuggled in; the email package of Python before 3.11.10 lets it), direction
overrides (a text could be read as another) and control characters. Whether an address may be clicked is
decided by ``monitor.core.urls``.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MARKS_KEPT = 20
"""A letter with more marks than this is an attack, and may be cut anywhere."""

_BLANKS = re.compile(r"\s+")


def plain(text: str) -> str:
    """The text without direction overrides and control characters; newlines stay."""
    return _CONTROL.sub("", _DIRECTION.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def line(text: str) -> str:
    """The text on one line, runs of blanks as one."""
    return _BLANKS.sub(" ", plain(text)).strip()


def header(text: str, limit: int) -> str:
    """A line fit for a header: at most ``limit`` code points, not cut before a combining mark.

    What looks like an encoded word (RFC 2047) is broken up: the email package would decode it on the way
    out, and with it any line break inside.
    """
    text = line(text[: limit * 20])  # what is longer is all blanks, or cut anyway
    text = text.replace("=?", "= ?")
    if len(text) <= limit:
        return text
    end = limit - 1
    while end and unicodedata.combining(text[end]) and limit - end < _MARKS_KEPT:
        end -= 1
    return text[:end].rstrip() + "…"


def host(url: str) -> str:
    """The host of a link, for people."""
    name = urlsplit(url).hostname or ""
    return name.removeprefix("www.")
