"""Who is told what, when, and by which channel: each story once, nothing lost, nobody woken for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from alerts import notifications
from alerts.notifications import AlertCounts, wake
from monitor.core.settings import LimitSettings, OncePer, PolicySettings, RuleSettings, Severity
from tests.alerts.desk import HOURLY, NIGHT, desk, edit, rule, settings
from tests.alerts.fakes import memory_store
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN, match_of
from tests.build import NOW, after, article, link

if TYPE_CHECKING:
    from monitor.core.protocols import Store


# --- one alert --------------------------------------------------------------------------------------


def test_a_match_is_told_to_every_channel_of_its_rule_at_once(store: Store) -> None:
    at = desk(store)
    assert at.files(ENGLISH) == AlertCounts(told=1)
    assert [(delivery.channel, delivery.due) for delivery, _ in at.outbox] == [("desk", NOW), ("hook", NOW)]
    (told,) = at.told
    assert told.payload["article"]["id"] == "en-1"
    assert told.payload["article"]["source_name"] == "TASS"
    assert told.payload["configuration"] == "c0ffee"
    assert (told.kind, told.article, told.story) == ("article", "en-1", "s1")
    (record,) = store.matches("en-1")
    assert (record.match.rule, record.notifications, record.held) == ("troops", (told.id,), "")


def test_repeating_the_work_cannot_make_a_second_id(store: Store) -> None:
    first = desk(store)
    first.files(ENGLISH)
    again = desk(memory_store())
    again.files(ENGLISH, now=after(hours=1))
    assert again.told[0].id == first.told[0].id


def test_each_rule_tells_for_itself(store: Store) -> None:
    at = desk(store, rule("troops"), rule("bridges"))
    at.files(ENGLISH, match_of(ENGLISH, "troops"), match_of(ENGLISH, "bridge", rule="bridges"))
    assert [told.rule for told in at.told] == ["troops", "bridges"]


def test_later_mails_about_a_story_answer_the_first_one(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    at.files(KOREAN)
    at.files(ENGLISH)
    at.sends()
    first, second = at.told
    assert at.answered("desk") == at.answered("hook") == {first.id: first.id, second.id: first.id}
    assert [member["id"] for member in second.payload["story"]["articles"]] == ["ko-1", "en-1"]


def test_a_mail_that_waits_for_the_morning_is_answered_by_none_before_it(store: Store) -> None:
    night = rule("night", quiet=NIGHT, timezone="Asia/Seoul")
    at = desk(store, night, rule("now", once_per=OncePer.ARTICLE))
    at.files(KOREAN, match_of(KOREAN, "북한군", rule="night"))
    at.files(ENGLISH, match_of(ENGLISH, "troops", rule="now"), now=after(minutes=1))
    at.sends(after(minutes=1))
    at.files(RUSSIAN, match_of(RUSSIAN, "КНДР", rule="now"), now=after(minutes=2))
    at.sends(after(hours=13))
    waits, first, second = (told.id for told in at.told)
    assert at.answered("desk") == {waits: first, first: first, second: first}


def test_a_mail_that_was_dropped_is_answered_by_none(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    at.files(KOREAN)
    store.outbox.drop(at.told[0].id, "desk", NOW)
    at.files(ENGLISH)
    at.sends()
    dropped, second = (told.id for told in at.told)
    assert at.answered("desk") == {dropped: None, second: second}
    assert at.answered("hook") == {dropped: dropped, second: dropped}


# --- once per ---------------------------------------------------------------------------------------


def test_a_story_is_told_once_whoever_reports_it(store: Store) -> None:
    at = desk(store)
    at.files(KOREAN)
    at.files(RUSSIAN)
    at.files(ENGLISH)
    assert [told.article for told in at.told] == ["ko-1"]
    assert at.held(ENGLISH) == ["already told"]


def test_once_per_article_tells_each_article_but_no_copy_or_edit_of_it(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    at.files(ENGLISH)
    at.files(replace(ENGLISH, id="en-2", copy_of="en-1"))
    at.files(replace(ENGLISH, id="en-3", copy_of="en-2"))
    at.files(edit(ENGLISH, "troops and shells"), match_of(edit(ENGLISH, "troops and shells"), "shells"))
    at.files(RUSSIAN)
    assert [told.article for told in at.told] == ["en-1", "ru-1"]


def test_a_circle_of_copies_is_survived(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.ARTICLE))
    at.files(replace(ENGLISH, copy_of="en-2"))
    at.files(replace(ENGLISH, id="en-2", copy_of="en-1"))
    assert at.told


def test_once_per_revision_tells_every_edit(store: Store) -> None:
    at = desk(store, rule(once_per=OncePer.REVISION))
    at.files(ENGLISH)
    at.files(edit(ENGLISH, "troops, at last"))
    assert [told.payload["article"]["revision"] for told in at.told] == [1, 2]


def test_an_edit_that_makes_a_rule_match_at_last_is_told(store: Store) -> None:
    at = desk(store, rule("shells"))
    plain = article("x", title="A convoy", story="s9")
    with store.unit() as unit:
        unit.add_article(plain, link(plain))
    at.filed.append(plain)
    edited = edit(plain, "A convoy with shells")
    assert at.files(edited, match_of(edited, "shells", rule="shells")) == AlertCounts(told=1)


def test_an_edit_is_told_again_only_if_the_rule_wants_updates_and_finds_new_words(store: Store) -> None:
    at = desk(store, rule(updates=True), rule("calm"))
    both = [match_of(ENGLISH, "troops"), match_of(ENGLISH, "troops", rule="calm")]
    at.files(ENGLISH, *both)
    same = edit(ENGLISH, "More troops")
    assert at.files(same, match_of(same, "troops")).told == 0
    new = edit(same, "More troops, and shells")
    found = match_of(new, "troops", "shells")
    assert at.files(new, found, replace(found, rule="calm")) == AlertCounts(told=1, held=1)
    assert [told.rule for told in at.told] == ["troops", "calm", "troops"]
    assert at.told[-1].payload["article"]["revision"] == 3


# --- held back --------------------------------------------------------------------------------------


def test_a_backlog_alerts_nobody_and_keeps_the_story_open(store: Store) -> None:
    at = desk(store)
    assert at.files(KOREAN, backlog=True) == AlertCounts(held=1)
    assert at.held(KOREAN) == ["backlog"]
    assert at.told == []
    at.files(ENGLISH)
    assert [told.article for told in at.told] == ["en-1"]


def test_an_edit_of_the_backlog_is_no_news_unless_it_brings_some(store: Store) -> None:
    at = desk(store)
    at.files(ENGLISH, backlog=True)
    at.files(edit(ENGLISH, "The troops"), match_of(edit(ENGLISH, "The troops"), "troops"))
    assert at.told == []
    assert at.held(ENGLISH) == ["backlog", "nothing new in the edit"]


@pytest.mark.parametrize(
    ("one", "off", "held"),
    [
        (rule(channels=()), (), "no channel"),
        (rule(), ("desk", "hook"), "no channel"),
        (rule(enabled=False), (), "rule not in force"),
        (rule("other"), (), "rule not in force"),
    ],
)
def test_a_match_that_nobody_is_told_of_is_recorded_with_the_reason(
    store: Store, one: RuleSettings, off: tuple[str, ...], held: str
) -> None:
    at = desk(store, one, off=off)
    assert at.files(ENGLISH) == AlertCounts(held=1)
    assert at.held(ENGLISH) == [held]
    assert at.told == []


def test_a_channel_that_is_switched_off_gets_nothing_the_others_do(store: Store) -> None:
    at = desk(store, off=("hook",))
    at.files(ENGLISH)
    assert [delivery.channel for delivery, _ in at.outbox] == ["desk"]


def test_without_matches_nothing_happens(store: Store) -> None:
    with store.unit() as unit:
        counts = notifications.alert(
            unit, ENGLISH, (), settings=settings(), story_members=(), backlog=False, revision=False, now=NOW
        )
    assert counts == AlertCounts()


# --- quiet hours (it is 09:00 UTC, 18:00 in Seoul) -----------------------------------------------------


def test_in_quiet_hours_delivery_waits_but_evaluation_does_not(store: Store) -> None:
    at = desk(store, rule(quiet=NIGHT, timezone="Asia/Seoul"))
    assert at.files(ENGLISH) == AlertCounts(told=1)
    assert {delivery.due for delivery, _ in at.outbox} == {after(hours=13)}


def test_high_severity_passes_quiet_hours(store: Store) -> None:
    at = desk(store, rule(quiet=NIGHT, timezone="Asia/Seoul", severity=Severity.HIGH))
    at.files(ENGLISH)
    assert {delivery.due for delivery, _ in at.outbox} == {NOW}


# --- a channel with a policy of its own ---------------------------------------------------------------

HOOK_HOURLY = rule(per_channel=(PolicySettings(channel="hook", digest=HOURLY),))


def test_a_channel_may_have_digests_of_what_another_gets_at_once(store: Store) -> None:
    at = desk(store, HOOK_HOURLY)
    assert at.files(ENGLISH) == AlertCounts(told=1)
    assert [delivery.channel for delivery, _ in at.outbox] == ["desk"]
    assert at.digests(after(hours=1)) == 1
    (_, single), (delivery, digest) = at.outbox
    assert (delivery.channel, digest.kind, digest.payload["count"]) == ("hook", "digest", 1)
    assert single.id != digest.id
    assert single.payload["rule"] == digest.payload["rule"]
    (record,) = store.matches("en-1")
    assert record.notifications == (single.id, digest.id)


def test_a_channels_limit_counts_what_that_channel_was_told(store: Store) -> None:
    limited = PolicySettings(channel="hook", limit=LimitSettings(count=1, per=timedelta(hours=1)))
    at = desk(store, rule(per_channel=(limited,)))
    for n in range(3):
        at.files(article(f"n{n}", title="troops", text=f"{n}"), now=after(minutes=n))
    assert [delivery.channel for delivery, _ in at.outbox].count("desk") == 3
    assert [delivery.channel for delivery, _ in at.outbox].count("hook") == 1
    at.digests(after(hours=1))
    assert at.outbox[-1][1].payload["count"] == 2


def test_a_snooze_holds_for_all_channels_of_a_rule(store: Store) -> None:
    at = desk(store, HOOK_HOURLY)
    with store.unit() as unit:
        unit.snooze("troops", after(hours=3), NOW)
    at.files(ENGLISH)
    assert at.digests(after(hours=2)) == 0
    with store.unit() as unit:
        assert wake(unit, "troops", settings=at.settings, now=after(hours=2))
    assert sorted(delivery.channel for delivery, _ in at.outbox) == ["desk", "hook"]
    assert all(told.payload["count"] == 1 for told in at.told)


def test_a_channel_may_be_told_that_nothing_came_while_another_is_not(store: Store) -> None:
    at = desk(store, rule(per_channel=(PolicySettings(channel="hook", digest=HOURLY, empty=True),)))
    assert [at.empty_digests(after(minutes=minutes)) for minutes in (5, 62, 63)] == [0, 1, 0]
    assert [delivery.channel for delivery, _ in at.outbox] == ["hook"]
