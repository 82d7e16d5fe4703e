"""What every store promises to those who watch over it: rhythms, queues, figures, receipts, room."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.core.accounts import Ack, Queue
from monitor.core.model import ChannelState, DigestItem, Rejected, Retry, Sent
from monitor.core.rhythm import WINDOW
from storage import open_store
from tests.build import NOW, after, article, delivery, link, match, notification
from tests.storage.conftest import search_text

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=2)


def told(store, name, channel="desk", **more):
    with store.unit() as unit:
        made = notification(name, created=more.get("created", NOW))
        unit.add_notification(made, [delivery(name, channel, **more)])


def attempt(store, result, *, now, due=None, channel="desk"):
    delivered, _ = store.outbox.claim(channel, now, LEASE)
    store.outbox.settle(delivered, result, due=due, now=now)


# --- A feed's rhythm ----------------------------------------------------------------------------


def test_new_articles_are_counted_by_feed_and_hour(store):
    with store.unit() as unit:
        unit.add_arrivals("tass-en", [after(minutes=5), after(minutes=59), after(hours=2)])
        unit.add_arrivals("tass-en", [after(minutes=7)])
        unit.add_arrivals("tass-ru", [NOW])
        unit.add_arrivals("tass-ru", [])
    assert store.arrivals("tass-en") == {NOW: 3, NOW + 2 * HOUR: 1}
    assert store.arrivals("tass-ru") == {NOW: 1}
    assert store.arrivals("elsewhere") == {}


def test_hours_too_long_ago_to_be_learnt_from_are_forgotten(store):
    with store.unit() as unit:
        unit.add_arrivals("tass-en", [NOW, datetime(1999, 1, 1, tzinfo=UTC)])
        unit.add_arrivals("tass-ru", [NOW])
    assert store.arrivals("tass-en") == {NOW: 1}
    with store.unit() as unit:
        unit.add_arrivals("tass-en", [NOW + WINDOW, NOW + WINDOW + HOUR])
    assert store.arrivals("tass-en") == {NOW + WINDOW: 1, NOW + WINDOW + HOUR: 1}
    assert store.arrivals("tass-ru") == {NOW: 1}


# --- Queues -------------------------------------------------------------------------------------


def test_what_is_due_and_not_sent_is_a_queue_of_its_channel(store):
    told(store, "m1", due=after(minutes=3))
    told(store, "m2", due=after(minutes=1))
    told(store, "m3", "hook", due=after(hours=9))
    assert list(store.outbox.queues(NOW)) == []
    assert list(store.outbox.queues(after(minutes=3))) == [
        Queue(channel="desk", waiting=2, since=after(minutes=1), last_sent=None)
    ]


def test_what_was_tried_waits_since_its_first_try(store):
    told(store, "m1")
    attempt(store, Retry(detail="503"), now=after(minutes=1), due=after(hours=2))
    attempt(store, Retry(detail="503"), now=after(hours=2), due=after(hours=9))
    (queue,) = store.outbox.queues(after(hours=3))
    assert queue.since == after(minutes=1)


def test_a_revived_delivery_waits_since_then(store):
    told(store, "m1")
    attempt(store, Rejected(detail="no"), now=after(minutes=1))
    assert list(store.outbox.queues(after(hours=1))) == []
    store.outbox.revive("m1", "desk", after(hours=2))
    assert [queue.since for queue in store.outbox.queues(after(hours=3))] == [after(hours=2)]


def test_what_waits_while_its_channel_takes_others_does_so_for_reasons_of_its_own(store):
    told(store, "m1")
    told(store, "m2")
    told(store, "m3", "hook")
    attempt(store, Retry(detail="no, not this one"), now=NOW, due=after(hours=5))
    attempt(store, Sent(), now=after(minutes=1))
    desk, hook = store.outbox.queues(after(minutes=3))
    assert desk == Queue(channel="desk", waiting=1, since=None, last_sent=after(minutes=1))
    assert hook == Queue(channel="hook", waiting=1, since=NOW, last_sent=None)


def test_what_comes_after_the_last_that_was_taken_waits_for_the_channel(store):
    for name, minutes in (("m1", 0), ("m2", 0), ("m3", 5)):
        told(store, name, due=after(minutes=minutes))
    attempt(store, Retry(detail="no, not this one"), now=NOW, due=after(hours=5))
    attempt(store, Sent(), now=after(minutes=1))
    assert [queue.since for queue in store.outbox.queues(after(minutes=6))] == [after(minutes=5)]


def test_what_waits_for_a_channel_that_cannot_be_reached_waits_since_then(store):
    told(store, "m1")
    told(store, "m2")
    attempt(store, Sent(), now=after(minutes=1))
    store.outbox.save_channel(ChannelState(channel="desk", failing_since=after(minutes=2)))
    assert [queue.since for queue in store.outbox.queues(after(minutes=6))] == [after(minutes=2)]


# --- Receipts -----------------------------------------------------------------------------------


def test_who_took_note_first_stays(store):
    told(store, "m1")
    assert store.outbox.acknowledge("m1", "Kim", NOW)
    assert store.outbox.acknowledge("m1", "Petrova", after(hours=1))
    assert store.outbox.acknowledgement("m1") == Ack(notification="m1", at=NOW, by="Kim")


def test_what_nobody_has_noted_can_be_listed_alone_however_much_was(store):
    for name in ("m1", "m2", "m3"):
        told(store, name)
    store.outbox.acknowledge("m3", "Kim", NOW)
    (listed,) = store.outbox.deliveries(unnoted=True, limit=1)
    assert listed[0].notification == "m2"
    unnoted = store.outbox.deliveries(unnoted=True, channel="desk")
    assert [delivery.notification for delivery, _ in unnoted] == ["m2", "m1"]


def test_of_what_does_not_exist_nobody_takes_note(store):
    assert not store.outbox.acknowledge("m1", "Kim", NOW)
    assert store.outbox.acknowledgement("m1") is None


def test_notifications_are_listed_oldest_first_from_a_moment_on(store):
    for number in (3, 1, 2, 0):
        told(store, f"m{number}", created=after(minutes=number))
    assert [it.id for it in store.notifications(after(minutes=1))] == ["m1", "m2", "m3"]
    assert store.notification("m2") == notification("m2", created=after(minutes=2))
    assert store.notification("m9") is None


def test_a_long_listing_of_notifications_is_whole(store):
    for number in range(450):
        told(store, f"m{number:03}", created=after(minutes=number // 100))
    assert [it.id for it in store.notifications(NOW)] == [f"m{number:03}" for number in range(450)]


# --- Figures ------------------------------------------------------------------------------------


def test_the_activity_since_a_moment_is_counted(store):
    for name, hours, kept in (("old", 0, True), ("new", 2, True), ("dropped", 3, False)):
        one = article(name, first_seen=after(hours=hours), kept=kept)
        with store.unit() as unit:
            unit.add_article(one, link(one))
            unit.add_match(match("a"), one, at=one.first_seen, notifications=(f"m-{name}",), held="")
            unit.add_match(match("b"), one, at=one.first_seen, notifications=(), held="backlog")
    for name in ("m1", "m2", "m3"):
        told(store, name)
    attempt(store, Sent(), now=NOW)
    attempt(store, Sent(), now=after(hours=1))
    attempt(store, Rejected(detail="no"), now=after(hours=2))
    assert store.activity(after(hours=1)) == {
        "articles": 2,
        "kept": 1,
        "told": 2,
        "held": 2,
        "sent": 1,
        "dead": 1,
    }


def test_waiting_digests_are_listed_with_how_many_items(store):
    assert list(store.waiting_digests()) == []
    with store.unit() as unit:
        for rule, hours, once in (("b", 1, "1"), ("a", 2, "1"), ("b", 1, "2")):
            unit.add_digest_item(
                DigestItem(
                    rule=rule,
                    due=after(hours=hours),
                    once=once,
                    at=NOW,
                    article=None,
                    channels=("desk",),
                    payload={},
                )
            )
    assert list(store.waiting_digests()) == [("b", after(hours=1), 2), ("a", after(hours=2), 1)]


@pytest.mark.parametrize(("url", "on_a_disk"), [("memory:", False), ("sqlite:///tumen.db", True)])
def test_the_room_on_the_disk_is_known(tmp_path, url, on_a_disk):
    store = open_store(url, folder=tmp_path, search_text=search_text)
    room = store.room()
    store.close()
    assert (room is not None) is on_a_disk
    if room:
        free, total = room
        assert 0 < free <= total
