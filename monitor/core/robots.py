"""robots.txt by the Robots Exclusion Protocol (RFC 9309): which paths a site asks us to leave alone.

The standard library's parser knows no wildcards and goes by the first rule instead of the longest; others
make regular expressions of the rules, which a hostile file can slow down. Here a rule costs its own length.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_SIZE = 500_000
"""Bytes that are read; the RFC wants at least 500 KiB of a parser, and nobody needs a tenth."""

MAX_RULES = 2_000
LONGEST_DELAY = 60.0
"""Seconds; a site that wants longer pauses gets these."""

_PRINTED = "/:;?@&=+$,!~*'()%-._[]#|"


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern, in which ``*`` is anything and a final ``$`` the end, and whether it may be fetched."""

    pattern: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Robots:
    """What a site asks of one agent. ``delay``: seconds between requests, if it says so."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """May the address be fetched? The longest rule that fits decides, "allow" before "disallow"."""
        parts = urlsplit(url)
        path = _normal(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
        if path == "/robots.txt":
            return True
        fitting = [rule for rule in self.rules if _fits(rule.pattern, path)]
        return max(fitting, key=lambda rule: (len(rule.pattern), rule.allowed)).allowed if fitting else True


def parse_robots(text: str, agent: str) -> Robots:
    """What the file asks of ``agent`` (a product name); what nobody understands is passed over.

    The groups that name the agent count, together; if there is none, those for ``*``.
    """
    own: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    named: set[str] = set()
    in_rules = True
    for field, value in _lines(text[:MAX_SIZE]):
        if field == "user-agent":
            if in_rules:
                named = set()
            in_rules = False
            named.add(value.partition("/")[0].strip().lower())
            continue
        in_rules = True
        if agent.lower() in named:
            own.append((field, value))
        elif "*" in named:
            others.append((field, value))
    return _robots(own or others)


def _robots(lines: Iterable[tuple[str, str]]) -> Robots:
    rules: list[Rule] = []
    delay = 0.0
    for field, value in lines:
        if field == "crawl-delay" and re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value):
            delay = min(float(value), LONGEST_DELAY)
        elif field in ("allow", "disallow") and value and len(rules) < MAX_RULES:
            rules.append(Rule(_normal(value), field == "allow"))
    return Robots(tuple(rules), delay)


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field = field.strip().lower()
        if colon and field in ("user-agent", "allow", "disallow", "crawl-delay"):
            yield field, value.strip()


def _normal(path: str) -> str:
    """A path with everything escaped that is no plain ASCII, as addresses have it."""
    path = path if path.startswith(("/", "*")) else f"/{path}"
    return re.sub(r"%[0-9a-fA-F]{2}", lambda found: found[0].upper(), quote(path[:2_000], safe=_PRINTED))


def _fits(pattern: str, path: str) -> bool:
    to_the_end = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    if not rest:
        return not to_the_end or position == len(path)
    *middle, last = rest
    for part in middle:
        found = path.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    if to_the_end:
        return len(path) - len(last) >= position and path.endswith(last)
    return path.find(last, position) >= 0
