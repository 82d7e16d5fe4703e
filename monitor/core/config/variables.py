"""``${NAME}`` in a value is taken from the environment, ``$$`` is a dollar sign, a lone ``$`` is itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGN = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)\}|(?P<broken>\{))")


@dataclass(frozen=True, slots=True)
class Filled:
    """A text with its variables filled in; without those that are ``missing`` it means nothing."""

    text: str
    names: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def fill(text: str, env: Mapping[str, str]) -> Filled:
    """Fill the variables in. Raises ValueError for ``${`` that begins no variable."""
    if "$" not in text:
        return Filled(text)
    signs = list(_SIGN.finditer(text))
    if any(sign["broken"] for sign in signs):
        raise ValueError("holds `${` without a NAME and `}` behind it; a dollar sign is written `$$`")
    names = tuple(dict.fromkeys(sign["name"] for sign in signs if sign["name"]))
    missing = tuple(name for name in names if name not in env)
    filled = _SIGN.sub(lambda sign: "$" if sign["dollar"] else env.get(sign["name"], ""), text)
    return Filled(filled, names, missing)
