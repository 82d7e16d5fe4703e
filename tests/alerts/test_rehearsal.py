"""What a rule would have told: the same decisions as in earnest, with nothing written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from alerts.notifications import AlertCounts, alert, due_digests
from alerts.rehearsal import ALERT, DIGEST, Rehearsal
from monitor.core.settings import (
    DigestSettings,
    LimitSettings,
    OncePer,
    PolicySettings,
    RuleSettings,
    Settings,
    WebhookSettings,
)
from tests.alerts.fakes import memory_store
from tests.build import NOW, after, article, link, match

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Article


def rule(**more: Any) -> RuleSettings:
    plausible = {"id": "troops", "name": "Troops", "when": "troops", "channels": ("desk",)}
    return RuleSettings(**plausible | more)


def told(rehearsal: Rehearsal, *articles: Article, backlog: bool = False) -> list[str]:
    return [rehearsal.tell(one, match(), backlog=backlog, now=one.first_seen) for one in articles]


def times(rehearsal: Rehearsal, channel: str = "") -> tuple[list[datetime], int]:
    """When somebody would have been told, and how many of these are digests."""
    way = rehearsal.finish()[channel]
    return way.times, way.digests


def at(minutes: float, name: str = "", **more: Any) -> Article:
    return article(name or f"a{minutes:g}", first_seen=after(minutes=minutes), **more)


def test_a_story_is_told_once() -> None:
    rehearsal = Rehearsal(rule())
    assert told(rehearsal, at(0, story="s"), at(5, story="s"), at(9)) == [ALERT, "already told", ALERT]
    assert times(rehearsal) == ([NOW, after(minutes=9)], 0)


def test_an_article_is_told_once_with_its_copies_and_theirs() -> None:
    rehearsal = Rehearsal(rule(once_per=OncePer.ARTICLE))
    articles = (
        at(0, "original", story="s"),
        at(1, "copy", story="s", copy_of="original"),
        at(2, "copy of it", story="s", copy_of="copy"),
        at(3, "copy of that", story="s", copy_of="copy of it"),
        at(4, "another", story="s"),
    )
    assert told(rehearsal, *articles) == [ALERT, "already told", "already told", "already told", ALERT]


def test_copies_in_a_circle_come_to_an_end() -> None:
    rehearsal = Rehearsal(rule(once_per=OncePer.ARTICLE))
    assert (
        len(told(rehearsal, at(0, "a", copy_of="b"), at(1, "b", copy_of="a"), at(2, "a", copy_of="b"))) == 3
    )


def test_a_backlog_is_told_to_nobody() -> None:
    assert told(Rehearsal(rule()), at(0), backlog=True) == ["backlog"]


@pytest.mark.parametrize("more", [{"channels": ()}, {"enabled": False}, {"updates": True}])
def test_a_rule_that_tells_nobody_yet_is_tried_as_if_it_did(more: dict[str, Any]) -> None:
    assert told(Rehearsal(rule(**more)), at(0, story="s"), at(1, story="s")) == [ALERT, "already told"]


def test_what_exceeds_the_limit_is_one_digest() -> None:
    rehearsal = Rehearsal(rule(limit=LimitSettings(count=2, per=timedelta(hours=1))))
    outcomes = told(rehearsal, *(at(minute) for minute in (0, 10, 20, 30, 59, 61)))
    # At 60 there is room for one: the digest takes it, and the next has to wait for another.
    assert outcomes == [ALERT, ALERT, DIGEST, DIGEST, DIGEST, DIGEST]
    assert times(rehearsal) == ([after(minutes=minute) for minute in (0, 10, 60, 70)], 2)


def test_a_digest_counts_when_it_is_due_also_if_that_is_still_to_come() -> None:
    rehearsal = Rehearsal(rule(digest=DigestSettings(every="hourly")))
    assert told(rehearsal, at(5), at(10), at(70)) == [DIGEST] * 3
    assert times(rehearsal) == ([after(hours=1), after(hours=2)], 2)


def test_a_channel_with_a_policy_of_its_own_is_told_as_that_says() -> None:
    hourly = PolicySettings(channel="chief", digest=DigestSettings(every="hourly"))
    limited = PolicySettings(channel="phone", limit=LimitSettings(count=1, per=timedelta(hours=1)))
    rehearsal = Rehearsal(rule(channels=("chief", "desk", "phone"), per_channel=(hourly, limited)))
    assert told(rehearsal, at(5), at(10), at(20)) == [ALERT] * 3
    assert times(rehearsal) == ([after(minutes=5), after(minutes=10), after(minutes=20)], 0)
    assert times(rehearsal, "chief") == ([after(hours=1)], 1)
    assert times(rehearsal, "phone") == ([after(minutes=5), after(minutes=65)], 1)


def test_where_every_channel_has_its_own_policy_there_is_no_other() -> None:
    hourly = PolicySettings(channel="desk", digest=DigestSettings(every="hourly"))
    rehearsal = Rehearsal(rule(per_channel=(hourly,)))
    assert told(rehearsal, at(5)) == [DIGEST]
    assert list(rehearsal.finish()) == ["desk"]


POLICIES = st.builds(
    rule,
    once_per=st.sampled_from([OncePer.STORY, OncePer.ARTICLE]),
    limit=st.none() | st.builds(LimitSettings, count=st.integers(1, 3), per=st.just(timedelta(hours=1))),
    digest=st.sampled_from([None, None, DigestSettings(every="hourly"), DigestSettings(every="daily")]),
)
PASTS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 5), st.booleans()), max_size=25)


@given(POLICIES, PASTS)
@hypothesis_settings(max_examples=40, deadline=None)
def test_it_tells_as_often_as_the_real_thing(policy: RuleSettings, past: list[tuple[int, int, bool]]) -> None:
    """The store's own outbox, with digests made as they fall due, holds as many notifications."""
    configured = Settings(checksum="d", rules=(policy,), channels=(WebhookSettings(id="desk", url=""),))
    store, rehearsal = memory_store(), Rehearsal(policy)
    now = NOW
    filed: list[Article] = []
    for number, (minutes, story, copied) in enumerate(past):
        now += timedelta(minutes=minutes)
        original = filed[-1].id if copied and filed else None
        one = article(
            f"a{number}",
            first_seen=now,
            story=filed[-1].story if original else f"s{story}",
            copy_of=original,
        )
        filed.append(one)
        make_digests(store, configured, now)
        with store.unit() as unit:
            unit.add_article(one, link(one))
            counts = alert(
                unit,
                one,
                [match()],
                settings=configured,
                story_members=unit.story_members(one.story),
                backlog=False,
                revision=False,
                now=now,
            )
        outcome = rehearsal.tell(one, match(), backlog=False, now=now)
        assert counts == AlertCounts(
            told=outcome == ALERT, folded=outcome == DIGEST, held=outcome not in (ALERT, DIGEST)
        )
    make_digests(store, configured, now + timedelta(days=9))
    made = sorted(one.created for one in store.notifications(NOW))
    assert list(times(rehearsal)[0]) == made


def make_digests(store: Any, configured: Settings, now: datetime) -> None:
    """As the daemon would have made them meanwhile: each at its time."""
    while (waiting := store.waiting_digests()) and (due := waiting[0][1]) <= now:
        with store.unit() as unit:
            due_digests(unit, configured, due)
