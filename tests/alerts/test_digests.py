"""What is told together: digests, what exceeds a limit or was snoozed, and that nothing came."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from typing import TYPE_CHECKING

from alerts.notifications import AlertCounts, wake
from monitor.core.settings import (
    DigestSettings,
    LimitSettings,
    OncePer,
    PolicySettings,
    QuietSettings,
    Severity,
)
from tests.alerts.desk import HOURLY, NIGHT, Desk, desk, rule, settings, stories
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN, match_of
from tests.build import NOW, after, article, link

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.model import Article
    from monitor.core.protocols import Store


# --- digests ----------------------------------------------------------------------------------------


def test_a_digest_rule_gathers_what_it_would_have_told(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    for one in stories(3):
        assert at.files(one, now=after(minutes=1)) == AlertCounts(folded=1)
    assert at.told == []
    assert [due for _, due, _ in store.waiting_digests()] == [after(hours=1)]
    assert at.digests(after(minutes=59)) == 0
    assert at.digests(after(hours=1)) == 1
    (digest,) = at.told
    assert digest.kind == "digest"
    assert digest.payload["count"] == 3
    assert [item["article"]["id"] for item in digest.payload["items"]] == ["n0", "n1", "n2"]
    assert [delivery.channel for delivery, _ in at.outbox] == ["desk", "hook"]


def test_a_match_knows_its_digest_before_that_is_made(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(ENGLISH)
    (record,) = store.matches("en-1")
    at.digests(after(hours=1))
    assert (record.notifications, record.held) == ((at.told[0].id,), "")


def test_a_clock_that_is_set_back_loses_nothing_and_makes_no_second_digest_of_a_day(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    first, second = stories(2)
    at.files(first, now=after(minutes=1))
    at.digests(after(hours=1))
    at.files(second, now=after(minutes=59))
    assert at.digests(after(hours=1)) == 0
    assert at.digests(after(hours=2)) == 1
    assert [item["article"]["id"] for digest in at.told for item in digest.payload["items"]] == ["n0", "n1"]


def test_a_story_is_in_one_digest_only(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN)
    at.files(ENGLISH)
    at.digests(after(hours=1))
    at.files(RUSSIAN, now=after(hours=1))
    assert at.digests(after(hours=5)) == 0
    assert [item["article"]["id"] for item in at.told[0].payload["items"]] == ["ko-1"]


def test_a_digest_shows_the_story_as_it_is_when_it_is_made(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN)
    at.files(replace(ENGLISH, first_seen=after(minutes=9)), now=after(minutes=9))
    at.digests(after(hours=1))
    (item,) = at.told[0].payload["items"]
    assert [member["id"] for member in item["story"]["articles"]] == ["ko-1", "en-1"]
    assert item["story"]["count"] == 2


def test_what_joins_a_story_later_is_in_the_next_digest_and_in_one_only(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN)
    at.digests(after(hours=1))
    at.files(replace(ENGLISH, first_seen=after(hours=1, minutes=5)), now=after(hours=1, minutes=5))
    assert at.digests(after(hours=2)) == 0
    others = stories(2)
    at.files(others[0], now=after(hours=2))
    at.digests(after(hours=3))
    at.files(replace(RUSSIAN, first_seen=after(hours=3, minutes=5)), now=after(hours=3, minutes=5))
    at.files(others[1], now=after(hours=4))
    at.digests(after(hours=5))
    joined = [told.payload["joined"] for told in at.told]
    assert [[member["id"] for story in told for member in story["articles"]] for told in joined] == [
        [],
        ["en-1"],
        ["ru-1"],
    ]
    assert joined[1][0]["count"] == 1


def seen(of: Article, **later: float) -> Article:
    return replace(of, first_seen=after(**later))


def joined(at: Desk) -> list[list[str]]:
    """What each digest lists as having joined what was told before."""
    digests = [told.payload for told in at.told if told.kind == "digest"]
    return [[it["id"] for story in one["joined"] for it in story["articles"]] for one in digests]


def test_what_joins_a_story_that_rested_for_a_digest_is_in_the_next_one(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    others = stories(3)
    at.files(KOREAN)
    at.digests(after(hours=1))
    at.files(seen(others[0], hours=1, minutes=1), now=after(hours=1, minutes=1))
    at.digests(after(hours=2))  # nothing of the first story is in it
    at.files(seen(ENGLISH, hours=2, minutes=30), now=after(hours=2, minutes=30))
    at.files(seen(others[1], hours=2, minutes=40), now=after(hours=2, minutes=40))
    at.digests(after(hours=3))
    at.files(seen(others[2], hours=3, minutes=40), now=after(hours=3, minutes=40))
    at.digests(after(hours=4))
    assert joined(at) == [[], [], ["en-1"], []]


def test_what_joins_just_before_a_digest_and_is_filed_after_it_is_in_the_next_one(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    others = stories(2)
    at.files(KOREAN)
    at.digests(after(hours=1))
    at.files(seen(RUSSIAN, minutes=58), now=after(minutes=58))
    at.files(others[0], now=after(hours=1, minutes=30))
    at.digests(after(hours=2))
    at.files(seen(ENGLISH, hours=1, minutes=59), now=after(hours=1, minutes=59))
    at.files(others[1], now=after(hours=2, minutes=30))
    at.digests(after(hours=3))
    assert joined(at) == [[], ["ru-1"], ["en-1"]]


def test_what_an_item_shows_as_its_story_has_not_joined_later(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN, now=after(minutes=50))
    at.files(seen(RUSSIAN, minutes=59), now=after(minutes=59))
    at.digests(after(hours=1))
    at.files(stories(1)[0], now=after(hours=1, minutes=30))
    at.digests(after(hours=2))
    assert [it["id"] for it in at.told[0].payload["items"][0]["story"]["articles"]] == ["ko-1", "ru-1"]
    assert joined(at) == [[], []]


def test_what_joins_a_story_told_by_itself_is_in_the_digest_that_a_limit_makes(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=1, per=timedelta(hours=1))))
    at.files(KOREAN)
    at.files(seen(RUSSIAN, minutes=20), now=after(minutes=20))
    at.files(stories(1)[0], now=after(minutes=30))
    at.digests(after(hours=1))
    assert joined(at) == [["ru-1"]]


def test_what_joined_a_story_is_listed_for_two_weeks(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN)
    at.digests(after(hours=1))
    at.files(seen(RUSSIAN, days=2), now=after(days=2))
    at.files(seen(ENGLISH, days=9), now=after(days=9))
    at.files(seen(stories(1)[0], days=20), now=after(days=20))
    at.digests(after(days=20, hours=1))
    assert joined(at) == [[], ["en-1"]]


def test_each_channel_has_what_joined_in_its_own_digest(store: Store) -> None:
    own = PolicySettings(channel="hook", digest=DigestSettings(every="daily", at=time(12)))
    at = desk(store, rule(digest=HOURLY, per_channel=(own,)))
    others = stories(2)
    at.files(KOREAN)
    at.digests(after(hours=4))
    at.files(seen(RUSSIAN, hours=5), now=after(hours=5))
    for one, hours in zip(others, (6, 28), strict=True):
        at.files(seen(one, hours=hours), now=after(hours=hours))
        at.digests(after(hours=hours + 1))
    listed = [(told.rule, [it["count"] for it in told.payload["joined"]]) for told in at.told]
    assert sorted(listed) == [
        ("troops", []),
        ("troops", []),
        ("troops", [1]),
        ("troops/hook", []),
        ("troops/hook", [1]),
    ]


def test_an_empty_digest_lists_what_joined_before_too(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, empty=True))
    at.empty_digests(after(minutes=5))
    at.files(KOREAN, now=after(minutes=10))
    at.empty_digests(after(hours=1, minutes=2))
    at.files(seen(RUSSIAN, hours=1, minutes=30), now=after(hours=1, minutes=30))
    at.empty_digests(after(hours=2, minutes=2))
    at.empty_digests(after(hours=3, minutes=2))
    assert joined(at) == [[], ["ru-1"], []]


def test_a_digest_shows_the_story_that_proved_to_be_the_same_meanwhile(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(KOREAN)
    other, both = article("o", story="s2"), article("p", story="s2")
    with store.unit() as unit:
        unit.add_article(other, link(other))
        unit.add_article(both, link(both, also=("s1",)))
    at.digests(after(hours=1))
    assert [it["id"] for it in at.told[0].payload["items"][0]["story"]["linked"]] == ["s2"]


def test_a_digest_is_made_once_and_an_empty_one_never(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    assert at.digests(after(days=1)) == 0
    at.files(ENGLISH)
    assert at.digests(after(hours=1)) == 1
    assert at.digests(after(hours=2)) == 0
    assert store.waiting_digests() == []


def test_digests_missed_while_nothing_ran_are_made_each_for_itself(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    first, second = stories(2)
    at.files(first)
    at.files(second, now=after(hours=2))
    assert at.digests(after(days=1)) == 2
    assert len(at.told) == 2


def test_what_comes_in_quiet_hours_is_one_digest_at_their_end(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, quiet=NIGHT, timezone="Asia/Seoul"))
    for hour, one in enumerate(stories(5)):
        at.files(one, now=after(hours=hour))
    assert at.digests(after(hours=12)) == 0
    assert at.digests(after(hours=13)) == 1
    assert at.told[0].payload["count"] == 5


def test_a_digest_outlives_its_rule(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(ENGLISH)
    at.settings = settings(rule("other"))
    assert at.digests(after(hours=1)) == 1
    assert at.told[0].payload["rule"]["id"] == "troops"
    assert [delivery.channel for delivery, _ in at.outbox] == ["desk", "hook"]


def test_a_digest_goes_where_its_rule_points_now(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(ENGLISH)
    at.settings = settings(rule(digest=HOURLY, channels=("hook",)))
    at.digests(after(hours=1))
    assert [delivery.channel for delivery, _ in at.outbox] == ["hook"]


# --- limits -----------------------------------------------------------------------------------------


def test_what_exceeds_a_limit_is_one_digest_at_the_windows_end(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=2, per=timedelta(hours=1))))
    for minute, one in enumerate(stories(6)):
        at.files(one, now=after(minutes=minute))
    assert [told.article for told in at.told] == ["n0", "n1"]
    assert [due for _, due, _ in store.waiting_digests()] == [
        after(hours=1)
    ]  # when the first two leave the window
    at.digests(after(hours=1))
    assert at.told[-1].payload["count"] == 4


def test_after_the_window_alerts_are_single_again(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=2, per=timedelta(hours=1))))
    for one in stories(3):
        at.files(one)
    at.digests(after(hours=1))
    (later,) = stories(1, start=9)
    assert at.files(later, now=after(hours=2, minutes=1)) == AlertCounts(told=1)


def test_no_match_is_lost_in_a_flood(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=30, per=timedelta(hours=1))))
    flood = stories(200)
    for second, one in enumerate(flood):
        at.files(one, now=after(seconds=40 * second))
        at.digests(after(seconds=40 * second))
    at.digests(after(days=1))
    singles = [told.article for told in at.told if told.kind == "article"]
    folded = [
        item["article"]["id"] for told in at.told if told.kind == "digest" for item in told.payload["items"]
    ]
    assert sorted(singles + folded) == sorted(one.id for one in flood)
    times = sorted(told.created for told in at.told)
    assert all(
        sum(start <= at < start + timedelta(hours=1) for at in times) <= 31 for start in times
    )  # thirty and the digest


def test_what_exceeds_a_limit_is_told_though_the_clock_is_set_back(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=2, per=timedelta(hours=1)), quiet=NIGHT))
    *early, late = stories(4)
    for minutes, one in zip((30, 40, 50), early, strict=True):
        at.files(one, now=after(hours=20, minutes=minutes))
    assert at.digests(after(hours=22)) == 1
    assert at.files(late, now=after(hours=21)).folded == 1
    assert at.digests(after(hours=23)) == 1
    assert at.told[-1].payload["items"][0]["article"]["id"] == "n3"


def test_a_limit_is_no_longer_for_a_clock_that_was_set_back(store: Store) -> None:
    at = desk(store, rule(limit=LimitSettings(count=2, per=timedelta(hours=1))))
    *early, late = stories(3)
    for one in early:
        at.files(one, now=after(days=1))
    assert at.files(late, now=NOW).folded == 1
    assert [due for _, due, _ in store.waiting_digests()] == [after(hours=1)]


# --- snoozed rules ----------------------------------------------------------------------------------


def snooze(store: Store, until: datetime | None, *, now: datetime = NOW) -> None:
    with store.unit() as unit:
        unit.snooze("troops", until, now)


def woken(at: Desk, now: datetime) -> bool:
    with at.store.unit() as unit:
        return wake(unit, "troops", settings=at.settings, now=now)


def test_a_snoozed_rule_tells_nobody_and_all_of_it_in_one_digest_afterwards(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE, severity=Severity.HIGH))
    snooze(store, after(hours=2))
    for told in (KOREAN, RUSSIAN):
        assert at.files(told, now=after(hours=1)).folded == 1
    at.digests(after(hours=1))
    assert at.told == []
    at.files(ENGLISH, now=after(hours=2))
    assert [told.kind for told in at.told] == ["article"]
    at.digests(after(hours=2))
    digest = at.told[-1]
    assert [item["article"]["id"] for item in digest.payload["items"]] == ["ko-1", "ru-1"]
    assert [record.notifications for record in store.matches("ko-1")] == [(digest.id,)]


def test_other_rules_go_on_telling(store: Store) -> None:
    at = desk(store, rule(), rule("other"))
    snooze(store, after(hours=2))
    at.files(ENGLISH, match_of(ENGLISH, "troops"), match_of(ENGLISH, "troops", rule="other"))
    assert [told.rule for told in at.told] == ["other"]


def test_a_digest_that_was_due_waits_for_the_end_of_the_snooze(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    at.files(ENGLISH)
    snooze(store, after(hours=3))
    assert at.digests(after(hours=1)) == 0
    assert at.digests(after(hours=3)) == 1


def test_a_longer_snooze_takes_what_waits_with_it(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    snooze(store, after(hours=1))
    at.files(KOREAN)
    snooze(store, after(hours=3))
    at.files(RUSSIAN)
    assert at.digests(after(hours=2)) == 0
    assert at.digests(after(hours=3)) == 2


def test_a_rule_that_is_woken_tells_at_once_what_it_held_back(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    snooze(store, after(hours=2))
    at.files(KOREAN)
    assert woken(at, after(hours=1))
    assert [told.payload["count"] for told in at.told] == [1]
    assert not woken(at, after(hours=1))
    at.files(RUSSIAN, now=after(hours=1))
    assert [told.kind for told in at.told] == ["digest", "article"]


def test_what_a_snooze_held_back_respects_quiet_hours(store: Store) -> None:
    at = desk(store, rule(quiet=QuietSettings(start=time(9), end=time(12))))
    snooze(store, after(hours=1))
    at.files(ENGLISH)
    at.digests(after(hours=1))
    assert {delivery.due for delivery, _ in at.outbox} == {NOW.replace(hour=12)}


# --- digests that say that nothing came ---------------------------------------------------------------


def test_an_empty_digest_names_the_feeds_that_are_silent_if_asked(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, empty=True))
    assert at.empty_digests(after(minutes=5)) == 0  # it was not at work by the time before
    assert at.empty_digests(after(minutes=62), tass="TASS") == 1
    assert at.empty_digests(after(minutes=63), tass="TASS") == 0
    (digest,) = at.told
    assert (digest.kind, digest.payload["count"], digest.payload["items"]) == ("digest", 0, [])
    assert digest.payload["silent"] == [{"feed": "tass", "name": "TASS"}]
    assert {delivery.channel for delivery, _ in at.outbox} == {"desk", "hook"}


def test_nobody_is_told_that_nothing_came_when_something_did(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, empty=True))
    at.empty_digests(after(minutes=5))
    at.files(ENGLISH, now=after(minutes=10))
    assert [at.empty_digests(after(minutes=60)), at.empty_digests(after(minutes=62))] == [1, 0]
    assert at.empty_digests(after(minutes=122)) == 1
    assert [digest.payload["count"] for digest in at.told] == [1, 0]


def test_what_comes_after_an_empty_digest_is_told_though_the_clock_is_set_back(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, empty=True))
    at.empty_digests(after(minutes=5))
    assert at.empty_digests(after(minutes=62)) == 1
    at.files(ENGLISH, now=after(minutes=59))
    assert at.digests(after(hours=2)) == 1
    assert [digest.payload["count"] for digest in at.told] == [0, 1]


def test_of_the_empty_digests_of_a_long_absence_one_is_sent(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY, empty=True))
    at.empty_digests(after(minutes=5))
    assert [at.empty_digests(after(hours=9, minutes=5)), at.empty_digests(after(hours=9, minutes=6))] == [
        1,
        0,
    ]


def test_no_empty_digest_unless_asked_nor_from_a_rule_that_sleeps(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY), rule("other", digest=HOURLY, empty=True, enabled=False))
    assert [at.empty_digests(after(hours=hours, minutes=5)) for hours in range(3)] == [0, 0, 0]
