"""A rule's version: another for any change of the rule, and for nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import time, timedelta

import pytest

from alerts.versions import rule_versions, version_of
from monitor.core.settings import DigestSettings, LimitSettings, OncePer, RuleSettings, Settings
from tests.build import NOW

RULE = RuleSettings(
    id="troops",
    name="Войска",
    when="troops OR 파병",
    channels=("desk",),
    digest=DigestSettings(every="daily", at=time(9)),
    limit=LimitSettings(count=30, per=timedelta(hours=1)),
)


def test_the_same_rule_is_the_same_version() -> None:
    assert version_of(RULE) == version_of(replace(RULE))
    assert len(version_of(RULE)) == 12


@pytest.mark.parametrize(
    "change",
    [
        {"when": "troops"},
        {"channels": ("desk", "hook")},
        {"once_per": OncePer.ARTICLE},
        {"digest": None},
        {"limit": LimitSettings(count=31, per=timedelta(hours=1))},
    ],
)
def test_any_change_makes_another(change: dict[str, object]) -> None:
    assert version_of(replace(RULE, **change)) != version_of(RULE)  # type: ignore[arg-type]


def test_a_version_shows_what_the_file_said() -> None:
    (version,) = rule_versions(Settings(checksum="c0ffee", rules=(RULE,)), NOW)
    assert (version.id, version.rule, version.first_used) == (version_of(RULE), "troops", NOW)
    said = json.loads(version.text)
    assert (said["when"], said["name"], said["digest"]["at"]) == ("troops OR 파병", "Войска", "09:00:00")
