"""Keys that many sections of the file have."""

from __future__ import annotations

from monitor.core.config import forms
from monitor.core.config.kinds import Key


def id_key(what: str, example: str) -> Key:
    return Key(
        "id",
        forms.ID,
        f"The {what}'s identity, unique in its list.",
        example=example,
        required=True,
        fixed=True,
    )


def enabled_key(what: str) -> Key:
    return Key("enabled", forms.SWITCH, f"false switches the {what} off.", example="false")
