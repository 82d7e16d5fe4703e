"""Once per story and channel: one that comes to a rule later, or is switched on, is told of what runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.notifications import AlertCounts
from monitor.core.settings import DigestSettings, PolicySettings
from tests.alerts.desk import HOURLY, Desk, desk, rule, settings, stories
from tests.alerts.samples import ENGLISH, KOREAN, RUSSIAN
from tests.alerts.test_developments import ARRIVAL, ARRIVAL_RU, ELSEWHERE, SIGNED, ferry
from tests.build import after, article

if TYPE_CHECKING:
    from monitor.core.protocols import Store

FOURTH = article("en-2", title="troops stay", story="s1")


def told_to(at: Desk) -> list[tuple[str | None, str]]:
    return [(told.article, delivery.channel) for delivery, told in at.outbox]


def test_a_channel_added_later_is_told_by_the_next_article_and_once(store: Store) -> None:
    at = desk(store, rule(channels=("desk",)))
    at.files(KOREAN)
    at.settings = settings(rule(channels=("desk", "hook")))
    assert at.files(ENGLISH) == AlertCounts(told=1)
    assert at.files(RUSSIAN) == AlertCounts(held=1)
    assert told_to(at) == [("ko-1", "desk"), ("en-1", "hook")]
    at.sends()
    assert [delivery.thread for delivery, told in at.outbox] == [
        told.id for told in at.told
    ]  # its first there
    assert at.held(RUSSIAN) == ["already told"]


def test_a_channel_switched_on_later_is_told_too(store: Store) -> None:
    at = desk(store, rule(), off=("hook",))
    at.files(KOREAN)
    at.files(ENGLISH)
    at.settings = settings(rule())
    at.files(RUSSIAN)
    at.files(FOURTH)
    assert told_to(at) == [("ko-1", "desk"), ("ru-1", "hook")]


def test_a_channel_that_left_and_came_back_was_told_already(store: Store) -> None:
    at = desk(store, rule())
    at.files(KOREAN)
    at.settings = settings(rule(channels=("desk",)))
    at.files(ENGLISH)
    at.settings = settings(rule())
    assert at.files(RUSSIAN) == AlertCounts(held=1)


def test_of_what_was_told_before_channels_were_written_down_nobody_is_told_again(store: Store) -> None:
    at = desk(store, rule())
    with store.unit() as unit:
        unit.mark_told("troops", "story:s1", "msg_of_an_earlier_version")
    assert at.files(KOREAN) == AlertCounts(held=1)
    assert at.outbox == []


def test_a_digest_that_is_for_all_lists_the_story_and_tells_nobody_twice(store: Store) -> None:
    at = desk(store, rule(channels=("desk",), digest=HOURLY))
    at.files(KOREAN)
    at.settings = settings(rule(digest=HOURLY))
    at.files(ENGLISH)  # the digest that waits goes to both
    at.digests(after(hours=1))
    at.settings = settings(rule())
    assert at.files(RUSSIAN) == AlertCounts(held=1)
    (digest,) = at.told
    assert [item["article"]["id"] for item in digest.payload["items"]] == ["ko-1"]
    assert sorted(delivery.channel for delivery, _ in at.outbox) == ["desk", "hook"]


def test_a_channel_with_a_policy_of_its_own_has_the_story_in_its_digest(store: Store) -> None:
    own = PolicySettings(channel="hook", digest=DigestSettings(every="hourly"))
    at = desk(store, rule(channels=("desk",)))
    at.files(KOREAN)
    at.settings = settings(rule(per_channel=(own,)))
    at.files(ENGLISH)
    at.files(RUSSIAN)
    at.digests(after(hours=1))
    (digest,) = (told for told in at.told if told.kind == "digest")
    assert (digest.rule, digest.payload["count"]) == ("troops/hook", 1)
    assert told_to(at) == [("ko-1", "desk"), (None, "hook")]


def test_whoever_was_told_of_a_development_has_been_told_of_the_story(store: Store) -> None:
    at = desk(store, rule(updates=True, channels=("desk",)))
    at.files(ARRIVAL, ferry(ARRIVAL))
    at.settings = settings(rule(updates=True))
    at.files(SIGNED, ferry(SIGNED))
    at.files(ARRIVAL_RU, ferry(ARRIVAL_RU))
    at.files(ELSEWHERE, ferry(ELSEWHERE))
    assert told_to(at) == [("a1", "desk"), ("a4", "desk"), ("a4", "hook"), ("a5", "desk"), ("a5", "hook")]


def updates(at: Desk) -> list[tuple[str, str | None, object]]:
    return [(delivery.channel, told.article, told.payload["update"]) for delivery, told in at.outbox]


def test_a_development_is_no_update_to_a_channel_that_never_heard_of_the_story(store: Store) -> None:
    at = desk(store, rule(updates=True), off=("desk",))
    at.files(ARRIVAL, ferry(ARRIVAL))
    at.settings = settings(rule(updates=True))
    assert at.files(SIGNED, ferry(SIGNED)) == AlertCounts(told=1)
    at.files(ELSEWHERE, ferry(ELSEWHERE))
    new, newer = {"new": ["treaty"]}, {"new": ["Wonsan"]}
    assert updates(at) == [
        ("hook", "a1", None),
        ("hook", "a4", new),
        ("desk", "a4", None),
        ("desk", "a5", newer),
        ("hook", "a5", newer),
    ]
    (record,) = store.matches("a4")
    assert list(record.notifications) == [told.id for told in at.told if told.article == "a4"]


def test_nor_is_it_one_in_the_first_digest_of_a_channel_that_has_its_own(store: Store) -> None:
    own = rule(updates=True, per_channel=(PolicySettings(channel="desk", digest=HOURLY),))
    at = desk(store, own, off=("desk",))
    at.files(ARRIVAL, ferry(ARRIVAL))
    at.settings = settings(own)
    at.files(SIGNED, ferry(SIGNED))
    at.files(ELSEWHERE, ferry(ELSEWHERE))
    at.digests(after(hours=1))
    (digest,) = (told for told in at.told if told.kind == "digest")
    assert [(item["article"]["id"], item["update"]) for item in digest.payload["items"]] == [
        ("a4", None),
        ("a5", {"new": ["Wonsan"]}),
    ]


def test_those_who_share_a_digest_and_were_all_told_nothing_are_told(store: Store) -> None:
    singly = PolicySettings(channel="hook")
    told_singly = rule(digest=HOURLY, per_channel=(singly,))
    at = desk(store, told_singly, off=("desk",))
    at.files(KOREAN)
    at.settings = settings(told_singly)
    at.files(ENGLISH)
    at.digests(after(hours=1))
    assert told_to(at) == [("ko-1", "hook"), (None, "desk")]


def test_a_new_story_is_told_to_all_at_once(store: Store) -> None:
    at = desk(store, rule())
    (one,) = stories(1)
    at.files(one)
    assert told_to(at) == [("n0", "desk"), ("n0", "hook")]
