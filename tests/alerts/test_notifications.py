"""Who is told what, when, and by which channel: each story once, nothing lost, nobody woken for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from alerts import notifications
from alerts.empty_digests import empty_digests
from alerts.notices import notice
from alerts.notifications import AlertCounts, due_digests, wake
from alerts.trouble import Trouble
from monitor.core.settings import (
    DigestSettings,
    FeedSettings,
    LimitSettings,
    OncePer,
    PolicySettings,
    QuietSettings,
    RuleSettings,
    Settings,
    Severity,
    WebhookSettings,
)
from storage import open_store
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN, match_of
from tests.build import NOW, after, article, link, revision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from monitor.core.model import Article, Delivery, Match, Notification
    from monitor.core.protocols import Store


def rule(name: str = "troops", **more: object) -> RuleSettings:
    plausible = {"id": name, "name": name.title(), "when": "troops", "channels": ("desk", "hook")}
    return RuleSettings(**plausible | more)  # type: ignore[arg-type]


def settings(*rules: RuleSettings, off: Sequence[str] = (), notices: Sequence[str] = ("desk",)) -> Settings:
    return Settings(
        digest="c0ffee",
        feeds=(FeedSettings(id="tass-en", url="https://t.example", source="tass", name="TASS"),),
        rules=rules or (rule(),),
        channels=tuple(
            WebhookSettings(id=name, url="http://127.0.0.1/", enabled=name not in off)
            for name in ("desk", "hook")
        ),
        notices=tuple(notices),
    )


class Desk:
    """Files articles as the pipeline does, and looks at what the outbox then holds."""

    def __init__(self, store: Store, configured: Settings) -> None:
        self.store = store
        self.settings = configured
        self.filed: list[Article] = []

    def files(
        self, told: Article, *matches: Match, backlog: bool = False, now: datetime = NOW
    ) -> AlertCounts:
        edited = any(other.id == told.id for other in self.filed)
        with self.store.unit() as unit:
            if edited:
                unit.add_revision(told, revision(told))
            else:
                unit.add_article(told, link(told))
            self.filed = [other for other in self.filed if other.id != told.id] + [told]
            return notifications.alert(
                unit,
                told,
                matches or (match_of(told, "troops", "Военные", "북한군"),),
                settings=self.settings,
                story_members=[other for other in self.filed if other.story == told.story],
                backlog=backlog,
                revision=edited,
                now=now,
            )

    def digests(self, now: datetime) -> int:
        with self.store.unit() as unit:
            return due_digests(unit, self.settings, now)

    def empty_digests(self, now: datetime, **silent: str) -> int:
        with self.store.unit() as unit:
            return due_digests(unit, self.settings, now) + empty_digests(
                unit, self.settings, now, silent=silent
            )

    @property
    def outbox(self) -> list[tuple[Delivery, Notification]]:
        """Oldest first."""
        return list(self.store.outbox.deliveries(limit=1000))[::-1]

    @property
    def told(self) -> list[Notification]:
        return list({notification.id: notification for _, notification in self.outbox}.values())

    def held(self, of: Article) -> list[str]:
        return [record.held for record in self.store.matches(of.id)]


@pytest.fixture
def store() -> Store:
    return open_store("memory:", folder=Path(), search_text=lambda reading: reading.title)


def desk(store: Store, *rules: RuleSettings, **more: object) -> Desk:
    return Desk(store, settings(*rules, **more))  # type: ignore[arg-type]


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
    assert (record.match.rule, record.notification, record.held) == ("troops", told.id, "")


def test_repeating_the_work_cannot_make_a_second_id(store: Store) -> None:
    first = desk(store)
    first.files(ENGLISH)
    again = desk(open_store("memory:", folder=Path(), search_text=lambda reading: reading.title))
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
    first, second = at.told
    assert [delivery.thread for delivery, _ in at.outbox] == [None, None, first.id, first.id]
    assert [member["id"] for member in second.payload["story"]["articles"]] == ["ko-1", "en-1"]


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


def edit(of: Article, title: str) -> Article:
    return replace(of, revisions=of.revisions + 1, reading=replace(of.reading, title=title, text=""))


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

NIGHT = QuietSettings(start=time(17), end=time(7))


def test_in_quiet_hours_delivery_waits_but_evaluation_does_not(store: Store) -> None:
    at = desk(store, rule(quiet=NIGHT, timezone="Asia/Seoul"))
    assert at.files(ENGLISH) == AlertCounts(told=1)
    assert {delivery.due for delivery, _ in at.outbox} == {after(hours=13)}


def test_high_severity_passes_quiet_hours(store: Store) -> None:
    at = desk(store, rule(quiet=NIGHT, timezone="Asia/Seoul", severity=Severity.HIGH))
    at.files(ENGLISH)
    assert {delivery.due for delivery, _ in at.outbox} == {NOW}


# --- digests ----------------------------------------------------------------------------------------

HOURLY = DigestSettings(every="hourly")


def stories(count: int, start: int = 0) -> list[Article]:
    return [article(f"n{n}", title=f"troops {n}", story=f"t{n}") for n in range(start, start + count)]


def test_a_digest_rule_gathers_what_it_would_have_told(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    for one in stories(3):
        assert at.files(one, now=after(minutes=1)) == AlertCounts(folded=1)
    assert at.told == []
    assert store.next_digest() == after(hours=1)
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
    assert (record.notification, record.held) == (at.told[0].id, "")


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


def test_a_digest_is_made_once_and_an_empty_one_never(store: Store) -> None:
    at = desk(store, rule(digest=HOURLY))
    assert at.digests(after(days=1)) == 0
    at.files(ENGLISH)
    assert at.digests(after(hours=1)) == 1
    assert at.digests(after(hours=2)) == 0
    assert store.next_digest() is None


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
    assert store.next_digest() == after(hours=1)  # when the first two leave the window
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
    assert [record.notification for record in store.matches("ko-1")] == [digest.id]


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


# --- notices ----------------------------------------------------------------------------------------


SILENT = Trouble(kind="feed-silent", about="tass-en", title="TASS is silent", text="Since noon.")


def tell(
    store: Store,
    configured: Settings,
    *,
    now: datetime = NOW,
    not_by: str | None = None,
    **more: str,
) -> bool:
    with store.unit() as unit:
        return notice(unit, replace(SILENT, **more), settings=configured, now=now, not_by=not_by)  # type: ignore[arg-type]


def test_the_operator_is_told_once_of_each_occasion(store: Store) -> None:
    at = desk(store)
    assert tell(store, at.settings)
    assert not tell(store, at.settings, now=after(days=1))
    assert tell(store, at.settings, now=after(days=1), occasion="again")
    assert [told.kind for told in at.told] == ["notice", "notice"]
    assert at.told[0].payload["notice"] == {
        "kind": "feed-silent",
        "about": "tass-en",
        "title": "TASS is silent",
        "text": "Since noon.",
    }
    assert {delivery.channel for delivery, _ in at.outbox} == {"desk"}


def test_a_notice_about_a_channel_goes_by_another(store: Store) -> None:
    at = desk(store, notices=("desk", "hook"))
    assert tell(store, at.settings, not_by="desk")
    assert {delivery.channel for delivery, _ in at.outbox} == {"hook"}


def test_without_a_channel_a_notice_is_not_made(store: Store) -> None:
    assert not tell(store, settings(notices=()))
    assert not tell(store, settings(off=("desk",)))


def test_many_notices_at_once_are_folded(store: Store) -> None:
    at = desk(store)
    for n in range(50):
        tell(store, at.settings, about=f"feed-{n}")
    assert len(at.told) == 20
    at.digests(after(hours=1))
    assert at.told[-1].payload["count"] == 30
    assert [delivery.channel for delivery, told in at.outbox if told.kind == "digest"] == ["desk"]


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
    assert record.notification == single.id


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
