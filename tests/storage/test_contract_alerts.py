"""What every store promises about matches, what has been told, digests and the outbox."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.accounts import Attempt, MatchRecord, RuleVersion, Snooze
from monitor.core.model import ChannelState, DeliveryState, DigestItem, Rejected, Retry, Sent
from tests.build import NOW, after, article, delivery, link, match, notification

LEASE = timedelta(minutes=2)


def add(store, *messages, channel="desk", **of_delivery):
    """Put messages with one delivery each into the outbox."""
    with store.unit() as unit:
        for message in messages:
            unit.add_notification(notification(message), [delivery(message, channel, **of_delivery)])


def claim(store, channel="desk", now=NOW):
    """The delivery that a claim gets, or None."""
    claimed = store.outbox.claim(channel, now, LEASE)
    return claimed and claimed[0]


def stored(store, message="m1", channel="desk"):
    return next(it for it, _ in store.outbox.deliveries(notification=message) if it.channel == channel)


# --- Matches and what has been told -------------------------------------------------------------


def test_a_match_is_recorded_with_what_became_of_it(store):
    a = article("a")
    with store.unit() as unit:
        unit.add_article(a, link(a))
        unit.add_match(match("troops", "дивизия"), a, at=NOW, notifications=("m1",), held="")
        unit.add_match(match("visits"), a, at=after(hours=1), notifications=(), held="backlog", version="v1")
    told = MatchRecord(
        match=match("troops", "дивизия"), article="a", revision=1, at=NOW, notifications=("m1",), held=""
    )
    held = MatchRecord(
        match=match("visits"),
        article="a",
        revision=1,
        at=after(hours=1),
        notifications=(),
        held="backlog",
        version="v1",
    )
    assert list(store.matches("a")) == [told, held]


def test_a_match_is_recorded_with_every_way_it_is_told(store):
    a = article("a")
    with store.unit() as unit:
        unit.add_article(a, link(a))
        unit.add_match(match("troops"), a, at=NOW, notifications=("m2", "m1"), held="")
    assert [record.notifications for record in store.matches("a")] == [("m2", "m1")]


def test_a_rule_matches_each_revision_once(store):
    a = article("a")
    edited = replace(a, revisions=2)
    with store.unit() as unit:
        unit.add_article(a, link(a))
        unit.add_match(match("troops", "one"), a, at=NOW, notifications=("m1",), held="")
        unit.add_match(match("visits"), a, at=NOW, notifications=("m2",), held="")
        unit.add_match(match("troops", "two"), edited, at=after(minutes=1), notifications=("m3",), held="")
        unit.add_match(match("troops", "three"), edited, at=after(minutes=2), notifications=("m4",), held="")
        assert list(unit.earlier_matches("a")) == [
            match("troops", "one"),
            match("visits"),
            match("troops", "three"),
        ]
        assert list(unit.earlier_matches("unknown")) == []
    assert [(record.notifications, record.revision) for record in store.matches("a")] == [
        (("m1",), 1),
        (("m2",), 1),
        (("m4",), 2),
    ]


def test_a_rules_versions_are_kept_as_of_their_first_use(store):
    first = RuleVersion(id="v1", rule="troops", text="when: troops", first_used=NOW)
    second = RuleVersion(id="v2", rule="troops", text="when: soldiers", first_used=after(days=1))
    with store.unit() as unit:
        unit.add_rule_versions([first])
        unit.add_rule_versions([second, replace(first, first_used=after(days=2))])
    assert store.rule_version("v1") == first
    assert store.rule_version("v2") == second
    assert store.rule_version("v3") is None


def test_a_snoozed_rule_sleeps_until_its_time_or_until_it_is_woken(store):
    with store.unit() as unit:
        unit.snooze("visits", after(hours=1), NOW)
        unit.snooze("troops", after(hours=1), NOW)
        unit.snooze("troops", after(hours=2), after(minutes=5))
        assert unit.snoozed("troops", after(hours=1)) == after(hours=2)
        assert unit.snoozed("visits", after(hours=1)) is None
        assert unit.snoozed("arms", NOW) is None
    assert list(store.snoozes()) == [
        Snooze(rule="troops", since=after(minutes=5), until=after(hours=2)),
        Snooze(rule="visits", since=NOW, until=after(hours=1)),
    ]
    with store.unit() as unit:
        unit.snooze("troops", None, after(minutes=6))
        assert unit.snoozed("troops", after(minutes=6)) is None
    assert [snooze.rule for snooze in store.snoozes()] == ["visits"]


def test_what_has_been_told_is_remembered_by_rule(store):
    with store.unit() as unit:
        assert not unit.told("troops", "story:1")
        unit.mark_told("troops", "story:1", "m1")
        unit.mark_told("troops", "story:1", "m2")
        assert unit.told("troops", "story:1")
        assert not unit.told("visits", "story:1")
        assert not unit.told("troops", "story:2")


# --- Notifications ------------------------------------------------------------------------------


def test_a_notification_and_its_deliveries_come_back_as_they_were_put(store):
    told = notification(
        "m1", article="a", story="s", severity="high", payload={"b": 1, "a": ["ё", None, 1.5, {"c": True}]}
    )
    by_mail = delivery("m1", "desk", due=after(hours=8), thread="m0", remaining=("a@x.example",))
    by_hook = delivery("m1", "hook", created=after(seconds=1))
    with store.unit() as unit:
        unit.add_notification(told, [by_mail, by_hook])
    assert list(store.outbox.deliveries()) == [(by_hook, told), (by_mail, told)]
    assert list(store.outbox.deliveries()[0][1].payload) == ["b", "a"]


def test_a_notification_that_is_there_stays_as_it_is(store):
    add(store, "m1")
    with store.unit() as unit:
        unit.add_notification(
            notification("m1", rule="other"), [delivery("m1", "hook"), delivery("m1", due=after(days=1))]
        )
    assert list(store.outbox.deliveries()) == [(delivery("m1"), notification("m1"))]


def test_the_times_of_a_rules_notifications_are_known(store):
    with store.unit() as unit:
        for minute in (3, 1, 2):
            unit.add_notification(notification(f"m{minute}", created=after(minutes=minute)), [])
        unit.add_notification(notification("m9", rule="other"), [])
        assert list(unit.notification_times("troops", after(minutes=2))) == [
            after(minutes=2),
            after(minutes=3),
        ]


# --- Digests ------------------------------------------------------------------------------------


def item(once, due=None, rule="troops", **more):
    plausible = {"at": NOW, "article": None, "channels": ("desk", "hook"), "payload": {"once": once}}
    return DigestItem(**plausible | {"rule": rule, "due": due or after(hours=1), "once": once} | more)


def test_a_digests_items_are_taken_once_oldest_first(store):
    first, second, later = item("2", article="a"), item("1"), item("3", due=after(hours=2))
    with store.unit() as unit:
        for one in (first, second, later, item("9", rule="visits")):
            unit.add_digest_item(one)
        assert list(unit.take_digest("troops", after(hours=1))) == [first, second]
        assert list(unit.take_digest("troops", after(hours=1))) == []
        assert list(unit.take_digest("troops", after(hours=2))) == [later]


def test_the_last_digest_of_a_rule(store):
    made = [
        notification(name, kind=kind, rule=rule, created=after(hours=hours))
        for name, kind, rule, hours in (
            ("m1", "digest", "troops", 1),
            ("m2", "digest", "troops", 2),
            ("m3", "article", "troops", 3),
            ("m4", "digest", "other", 4),
        )
    ]
    with store.unit() as unit:
        for one in reversed(made):
            unit.add_notification(one, [])
        assert unit.last_digest("troops") == made[1]
        assert unit.last_digest("else") is None


def test_the_stories_that_a_rule_has_told_of_and_that_go_on(store):
    one, resting, other = (article(name, story=f"s-{name}") for name in ("a", "b", "c"))
    later = [article(f"{of.id}2", first_seen=after(days=2), story=of.story) for of in (one, other)]
    with store.unit() as unit:
        for number, it in enumerate((one, resting, other)):
            unit.add_article(it, link(it))
            unit.add_notification(notification(f"m{number}", created=after(hours=9 - number)), [])
            unit.add_match(match("troops"), it, at=NOW, notifications=(f"m{number}", "to come"), held="")
        unit.add_notification(notification("again", created=after(days=1)), [])
        unit.add_notification(notification("hook", rule="troops/hook", created=after(days=3)), [])
        for it in later:
            unit.add_article(it, link(it))
        unit.add_match(match("troops"), later[0], at=NOW, notifications=("hook", "again"), held="")
        assert dict(unit.told_stories("visits", NOW)) == {}
    with store.unit() as unit:
        told = unit.told_stories("troops", after(days=2))
        assert list(told.items()) == [("s-c", after(hours=7)), ("s-a", after(days=1))]
        assert dict(unit.told_stories("troops/hook", after(days=2))) == {"s-a": after(days=3)}
        assert list(unit.told_stories("troops", after(days=-1))) == ["s-c", "s-b", "s-a"]


def test_a_digest_item_that_is_there_stays_as_it_is(store):
    with store.unit() as unit:
        unit.add_digest_item(item("1"))
        unit.add_digest_item(item("1", payload={"other": True}, channels=()))
        unit.add_digest_item(item("1", due=after(hours=2)))
        assert list(unit.take_digest("troops", after(hours=1))) == [item("1")]


def test_a_digest_taken_by_a_unit_that_failed_is_still_there(store):
    with store.unit() as unit:
        unit.add_digest_item(item("1"))
    with pytest.raises(ZeroDivisionError), store.unit() as unit:
        _ = 1 / len(unit.take_digest("troops", after(hours=1))[1:])
    with store.unit() as unit:
        assert list(unit.take_digest("troops", after(hours=1))) == [item("1")]


def test_it_is_known_which_digests_are_due_and_when_a_rules_last_is(store):
    with store.unit() as unit:
        assert unit.digest_due("troops") is None
        for one in (item("1", after(hours=2)), item("2", after(hours=1)), item("3", after(hours=1), "a")):
            unit.add_digest_item(one)
        assert unit.digest_due("troops") == after(hours=2)
        assert list(unit.due_digests(NOW)) == []
        assert list(unit.due_digests(after(hours=1))) == [("a", after(hours=1)), ("troops", after(hours=1))]
        assert len(unit.due_digests(after(hours=3))) == 3


# --- Claiming -----------------------------------------------------------------------------------


def test_a_claim_leases_the_delivery_and_counts_the_attempt(store):
    add(store, "m1")
    claimed, told = store.outbox.claim("desk", NOW, LEASE)
    assert told == notification("m1")
    assert claimed == replace(
        delivery("m1"), state=DeliveryState.LEASED, attempts=1, lease=NOW + LEASE, thread="m1"
    )
    assert stored(store) == claimed


def test_the_oldest_due_delivery_of_the_channel_is_claimed(store):
    add(store, "third", due=after(minutes=-1))
    add(store, "second", due=after(minutes=-2), created=after(minutes=-3))
    add(store, "first", due=after(minutes=-2), created=after(minutes=-4))
    add(store, "not-yet", due=after(seconds=1))
    add(store, "elsewhere", channel="hook", due=after(minutes=-9))
    for expected in ("first", "second", "third", None):
        claimed = claim(store)
        assert (claimed and claimed.notification) == expected
        if claimed:
            store.outbox.settle(claimed, Sent(), due=None, now=NOW)


def test_a_channel_sends_one_delivery_at_a_time(store):
    add(store, "m1", "m2")
    add(store, "m3", channel="hook")
    assert claim(store).notification == "m1"
    assert claim(store) is None
    assert claim(store, "hook").notification == "m3"


def test_a_lease_that_ran_out_is_claimed_again(store):
    add(store, "m1", "m2")
    lost = claim(store)
    assert claim(store, now=NOW + LEASE - timedelta(seconds=1)) is None
    again = claim(store, now=NOW + LEASE)
    assert (again.notification, again.attempts) == ("m1", 2)
    assert not store.outbox.settle(lost, Sent(), due=None, now=NOW + LEASE)
    assert not store.outbox.release(lost)
    assert stored(store) == again


def test_a_lease_that_only_ran_out_can_still_be_settled(store):
    add(store, "m1")
    claimed = claim(store)
    assert store.outbox.settle(claimed, Sent(), due=None, now=NOW + 2 * LEASE)
    assert claim(store, now=NOW + 2 * LEASE) is None


def test_a_paused_channel_gives_nothing_until_its_time(store):
    add(store, "m1")
    store.outbox.save_channel(ChannelState(channel="desk", paused_until=after(minutes=5)))
    assert claim(store) is None
    assert claim(store, now=after(minutes=5)).notification == "m1"


def test_a_disabled_channel_gives_nothing(store):
    add(store, "m1")
    store.outbox.save_channel(ChannelState(channel="desk", disabled="410 Gone"))
    assert claim(store, now=after(days=9)) is None
    store.outbox.save_channel(ChannelState(channel="desk"))
    assert claim(store).notification == "m1"


def test_a_channels_state_is_remembered(store):
    assert store.outbox.channel_state("desk") == ChannelState(channel="desk")
    state = ChannelState(
        channel="desk", paused_until=NOW, disabled="why", failing_since=after(hours=-1), detail="refused"
    )
    store.outbox.save_channel(state)
    assert store.outbox.channel_state("desk") == state


def test_a_predecessors_leases_are_freed_all_at_once(store):
    add(store, "m1")
    add(store, "m2", channel="hook")
    lost = claim(store)
    claim(store, "hook")
    assert store.outbox.free_leases() == 2
    assert store.outbox.free_leases() == 0
    assert not store.outbox.settle(lost, Sent(), due=None, now=NOW)
    assert claim(store).attempts == 2


# --- Threads ------------------------------------------------------------------------------------


def about(store, message, *, story="s", channel="desk", due=NOW):
    with store.unit() as unit:
        unit.add_notification(notification(message, story=story), [delivery(message, channel, due=due)])


def thread_of(store, message, result, *, now=NOW, channel="desk", due=None):
    """What the mail answers that is claimed next, which is this one."""
    claimed = claim(store, channel, now)
    assert claimed.notification == message
    assert store.outbox.settle(claimed, result, due=due, now=now)
    return claimed.thread


def test_a_mail_answers_the_storys_first_that_was_sent_on_its_channel(store):
    about(store, "late", due=after(hours=8))
    about(store, "m1")
    about(store, "m2")
    about(store, "other", story="another")
    about(store, "none", story=None)
    about(store, "m2b", channel="hook")
    assert thread_of(store, "m1", Sent()) == "m1"
    assert thread_of(store, "m2", Sent()) == "m1"
    assert thread_of(store, "other", Sent()) == "other"
    assert thread_of(store, "none", Sent()) == "none"
    assert thread_of(store, "m2b", Sent(), channel="hook") == "m2b"
    assert thread_of(store, "late", Sent(), now=after(hours=8)) == "m1"


def test_what_is_being_tried_is_answered_and_what_is_given_up_is_not(store):
    about(store, "m1")
    about(store, "m2")
    about(store, "m3", due=after(minutes=1))
    assert thread_of(store, "m1", Retry(detail="451"), due=after(minutes=5)) == "m1"
    assert thread_of(store, "m2", Rejected(detail="550")) == "m1"
    assert thread_of(store, "m3", Retry(detail="451"), now=after(minutes=1), due=after(minutes=9)) == "m1"
    assert thread_of(store, "m1", Rejected(detail="550"), now=after(minutes=5)) == "m1"
    about(store, "m4", due=after(minutes=6))
    assert thread_of(store, "m4", Sent(), now=after(minutes=6)) == "m3"
    assert thread_of(store, "m3", Sent(), now=after(minutes=9)) == "m1"


def test_what_a_mail_answers_stays_the_same_on_every_repeat(store):
    about(store, "m1")
    about(store, "m2", due=after(minutes=1))
    assert thread_of(store, "m1", Retry(detail="451"), due=after(minutes=5)) == "m1"
    assert thread_of(store, "m2", Sent(), now=after(minutes=1)) == "m1"
    assert thread_of(store, "m1", Sent(), now=after(minutes=5)) == "m1"
    about(store, "m3", due=after(minutes=6))
    store.outbox.release(claim(store, now=after(minutes=6)))
    assert thread_of(store, "m3", Sent(), now=after(minutes=7)) == "m2"  # which was sent before m1


# --- Settling -----------------------------------------------------------------------------------


def test_a_sent_delivery_is_never_claimed_again(store):
    add(store, "m1", remaining=("a@x.example",))
    claimed = claim(store)
    assert store.outbox.settle(claimed, Sent(detail="250 OK"), due=None, now=after(seconds=3))
    assert not store.outbox.settle(claimed, Rejected(detail="late"), due=None, now=after(seconds=4))
    assert claim(store, now=after(days=99)) is None
    assert stored(store) == replace(
        delivery("m1"),
        state=DeliveryState.SENT,
        attempts=1,
        thread="m1",
        settled=after(seconds=3),
        detail="250 OK",
    )


def test_a_delivery_to_be_tried_again_waits_until_it_is_due(store):
    add(store, "m1")
    result = Retry(detail="greylisted", remaining=("b@x.example",))
    assert store.outbox.settle(claim(store), result, due=after(minutes=1), now=NOW)
    assert claim(store, now=after(seconds=59)) is None
    again = claim(store, now=after(minutes=1))
    assert (again.attempts, again.remaining, again.detail) == (2, ("b@x.example",), "greylisted")
    assert again.settled is None


def test_who_was_reached_stays_reached_when_a_later_try_reaches_nobody(store):
    add(store, "m1", remaining=("b@x.example",))
    store.outbox.settle(claim(store), Retry(detail="refused"), due=NOW, now=NOW)
    assert claim(store).remaining == ("b@x.example",)


@pytest.mark.parametrize("result", [Retry(detail="gave up"), Rejected(detail="gave up")])
def test_what_is_not_to_be_tried_again_is_dead(store, result):
    add(store, "m1")
    assert store.outbox.settle(claim(store), result, due=None, now=NOW)
    assert (stored(store).state, stored(store).detail) == (DeliveryState.DEAD, "gave up")
    assert claim(store, now=after(days=99)) is None


def test_what_was_given_back_waits_as_before(store):
    add(store, "m1", due=after(minutes=-1))
    before = stored(store)
    assert store.outbox.release(claim(store))
    assert stored(store) == replace(before, thread="m1")
    assert not store.outbox.release(before)


def test_every_settled_attempt_leaves_a_receipt_that_names_who_took_it(store):
    add(store, "m1")
    store.outbox.settle(claim(store), Retry(detail="451", reached=("a@b.example",)), due=NOW, now=NOW)
    store.outbox.settle(
        claim(store), Sent(detail="250", reached=("c@b.example",)), due=None, now=after(minutes=1)
    )
    of = {"notification": "m1", "channel": "desk"}
    assert list(store.outbox.attempts("m1", "desk")) == [
        Attempt(**of, number=1, at=NOW, result="retry", detail="451", reached=("a@b.example",)),
        Attempt(**of, number=2, at=after(minutes=1), result="sent", detail="250", reached=("c@b.example",)),
    ]
    assert list(store.outbox.attempts("m1", "hook")) == []


# --- When next ----------------------------------------------------------------------------------


def test_what_waits_for_another_try_can_be_hurried(store):
    add(store, "tried")
    store.outbox.settle(claim(store), Retry(detail="503"), due=after(hours=6), now=NOW)
    add(store, "quiet", due=after(hours=6))
    assert store.outbox.hurry("desk", after(minutes=1)) == 1
    assert store.outbox.hurry("desk", after(minutes=1)) == 0
    assert stored(store, "tried").due == after(minutes=1)
    assert stored(store, "quiet").due == after(hours=6)


def test_what_was_due_at_once_by_a_clock_set_back_since_can_be_hurried(store):
    add(store, "m1", created=after(hours=1), due=after(hours=1))
    add(store, "quiet", created=after(hours=1), due=after(hours=6))
    assert store.outbox.hurry("desk", NOW) == 1
    assert stored(store, "m1").due == NOW
    assert stored(store, "quiet").due == after(hours=6)


def test_the_next_due_time_is_known(store):
    outbox = store.outbox
    assert outbox.next_due(["desk", "hook"]) is None
    add(store, "m1", due=after(minutes=3))
    add(store, "m2", due=after(minutes=1), channel="hook")
    assert outbox.next_due(["desk", "hook"]) == after(minutes=1)
    assert outbox.next_due(["desk"]) == after(minutes=3)
    assert outbox.next_due(["pager"]) is None
    assert outbox.next_due([]) is None


def test_the_next_due_time_includes_pauses_and_leases(store):
    outbox = store.outbox
    add(store, "m1", "m2", due=after(minutes=1))
    outbox.save_channel(ChannelState(channel="desk", paused_until=after(minutes=9)))
    assert outbox.next_due(["desk"]) == after(minutes=9)
    outbox.save_channel(ChannelState(channel="desk", paused_until=after(minutes=-9)))
    assert outbox.next_due(["desk"]) == after(minutes=1)
    claim(store, now=after(minutes=1))
    assert outbox.next_due(["desk"]) == after(minutes=1) + LEASE
    outbox.save_channel(ChannelState(channel="desk", disabled="410"))
    assert outbox.next_due(["desk"]) is None


# --- The operator's hand ------------------------------------------------------------------------


def test_a_dead_delivery_can_be_revived_and_begins_anew(store):
    add(store, "m1")
    assert not store.outbox.revive("m1", "desk", NOW), "it is not dead"
    store.outbox.settle(claim(store), Rejected(detail="550"), due=None, now=NOW)
    assert store.outbox.revive("m1", "desk", after(days=4))
    assert not store.outbox.revive("m1", "hook", NOW), "there is no such delivery"
    assert claim(store) is None
    again = claim(store, now=after(days=4))
    assert (again.attempts, again.created, again.settled) == (1, after(days=4), None)


def test_a_pending_or_dead_delivery_can_be_given_up(store):
    add(store, "pending", "dead")
    first = claim(store)
    assert not store.outbox.drop("pending", "desk", NOW), "it is being sent"
    store.outbox.release(first)
    assert store.outbox.drop("pending", "desk", after(minutes=1))
    store.outbox.settle(claim(store), Rejected(detail="550"), due=None, now=NOW)
    assert store.outbox.drop("dead", "desk", after(minutes=1))
    assert not store.outbox.drop("dead", "desk", after(minutes=2)), "it was given up before"
    assert not store.outbox.revive("dead", "desk", after(minutes=2))
    assert claim(store, now=after(days=9)) is None
    assert stored(store, "dead").settled == after(minutes=1)


def test_deliveries_are_listed_newest_first_by_what_is_asked(store):
    add(store, "m1", "m2")
    add(store, "m3", channel="hook")
    store.outbox.settle(claim(store), Sent(), due=None, now=NOW)

    def listed(**which):
        return [it.notification for it, _ in store.outbox.deliveries(**which)]

    assert listed() == ["m3", "m2", "m1"]
    assert listed(limit=2) == ["m3", "m2"]
    assert listed(channel="desk") == ["m2", "m1"]
    assert listed(states=[DeliveryState.SENT]) == ["m1"]
    assert listed(states=[DeliveryState.SENT, DeliveryState.PENDING], channel="desk") == ["m2", "m1"]
    assert listed(notification="m3") == ["m3"]
