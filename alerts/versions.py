"""Which version of a rule an alert was told by; pure.

A version is known by a hash of everything that the file says of the rule, so that the same rule is the same
version whenever and wherever it is read. What it says of channels and topics that the rule names is known by
the configuration's own checksum.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from monitor.core.accounts import RuleVersion

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.settings import RuleSettings, Settings

_KNOWN = 20_000
"""More rules than anybody has; a version is asked for with every match."""


@lru_cache(maxsize=_KNOWN)
def version_of(rule: RuleSettings) -> str:
    """The rule's version: twelve hexadecimal digits."""
    return blake2b(_text(rule).encode("utf-8", "replace"), digest_size=6).hexdigest()


def rule_versions(settings: Settings, now: datetime) -> list[RuleVersion]:
    """All rules as they stand in the file now."""
    return [
        RuleVersion(id=version_of(rule), rule=rule.id, text=_text(rule), first_used=now)
        for rule in settings.rules
    ]


def _text(rule: RuleSettings) -> str:
    """All settings as JSON; times and durations as text."""
    return json.dumps(asdict(rule), ensure_ascii=False, sort_keys=True, default=str)
