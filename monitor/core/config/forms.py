"""How one written value is read: what a form is, and the forms of texts, switches and numbers.

A form reads text, never a YAML type, so ``name: no`` is the text "no" and ``enabled: no`` is false. It
says what it expects in words fit for an error message, and as JSON Schema. What a value refers to (a
channel, an entity) is checked elsewhere (``checks``), with the whole file at hand; durations and the like
are in ``times``, addresses in ``addresses``.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import StrEnum

    from monitor.core.model import JSON

MAX_TEXT = 1_000
MAX_EXPRESSION = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to write a value.

    ``pattern`` must match the whole text, stripped (the syntax that Python and ECMA share, for the JSON
    Schema); ``read`` then turns it into the value, or raises ValueError, with a message or bare.
    ``expects`` completes "'x' is not …"; ``show`` writes a value back. The text of a ``secret`` form, and
    what ``read`` says of it, never reach a message.
    """

    name: str
    expects: str
    read: Callable[[str], Any]
    pattern: str = ""
    show: Callable[[Any], str] = str
    secret: bool = False
    json: JSON | None = None


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, as the end of a message; empty if none is near."""
    if len(name) > 60:  # comparing grows with the square of the length
        return ""
    by_lower = {word.lower(): word for word in known}
    found = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return f"; did you mean {by_lower[found[0]]}?" if found else ""


def quote(text: str) -> str:
    """The operator's own words in a message, shortened, on one line."""
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= 60 else f"'{line[:59]}…'"


def _bounded(text: str, limit: int) -> str:
    if not text:
        raise ValueError("must not be empty")
    if len(text) > limit:
        raise ValueError(f"is longer than {limit} characters")
    return unicodedata.normalize("NFC", text)


TEXT = Form(
    name="text",
    expects="a text",
    read=lambda text: _bounded(" ".join(text.split()), MAX_TEXT),  # one line, however it was folded
)
EXPRESSION = Form(
    name="expression", expects="an expression", read=lambda text: _bounded(text, MAX_EXPRESSION)
)
ID = Form(
    name="id",
    expects="an id (letters, digits, dots, dashes and underscores, a letter or digit first)",
    read=str,
    pattern="[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
)
PART = Form(
    name="part",
    expects="the name of a part of the score, such as sport",
    read=str,
    pattern="[a-z][a-z, -]{0,60}",
)
LANGUAGE = Form(
    name="language",
    expects="a language code of two or three small letters such as ko",
    read=str,
    pattern="[a-z]{2,3}",
)


def choice(values: type[StrEnum] | tuple[str, ...]) -> Form:
    """One of a few words."""
    words = tuple(str(value) for value in values)

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{quote(text)} is not one of {', '.join(words)}{nearest(text, words)}")
        return values(text) if isinstance(values, type) else text

    return Form(
        name=" | ".join(words), expects="one of " + ", ".join(words), read=read, json={"enum": list(words)}
    )


_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _switch(text: str) -> bool:
    if (value := _SWITCH.get(text.lower())) is None:
        raise ValueError
    return value


SWITCH = Form(
    name="true | false",
    expects="true or false",
    read=_switch,
    show=lambda value: "true" if value else "false",
    json={"type": "boolean"},
)


def whole(least: int, most: int) -> Form:
    """A whole number in decimal digits, both bounds included."""

    def read(text: str) -> int:
        if not least <= int(text) <= most:
            raise ValueError(f"must be from {least} to {most}")
        return int(text)

    return Form(
        name=f"{least}–{most}",
        expects=f"a whole number from {least} to {most}",
        read=read,
        pattern="0|[1-9][0-9]{0,8}",
        json={"type": "integer", "minimum": least, "maximum": most},
    )


def _version(text: str) -> int:
    if text != "1":
        raise ValueError("this Tumen reads version 1")
    return 1


VERSION = Form(name="1", expects="1", read=_version, json={"const": 1})

NUMBER = Form(
    name="number",
    expects="a number such as 2 or 0.5",
    read=float,
    pattern=r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?",
    show=lambda value: f"{value:g}",
    json={"type": "number"},
)

_BYTES = {"kB": 1_000, "MB": 1_000_000}


def _size(text: str) -> int:
    size = int(text[:-2]) * _BYTES[text[-2:]]
    if size > 64_000_000:
        raise ValueError("must be from 1kB to 64MB")
    return size


SIZE = Form(
    name="size",
    expects="a size such as 500kB or 10MB",
    read=_size,
    pattern="[1-9][0-9]{0,8}(kB|MB)",
    show=lambda value: f"{value // 1_000_000}MB" if not value % 1_000_000 else f"{value // 1_000}kB",
)
