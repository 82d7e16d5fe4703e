"""What every store promises about units of work, feeds, notes, figures, the lock and keeping house."""

from datetime import timedelta

import pytest

from monitor.core.errors import StoreBusy
from monitor.core.fetching import FetchRecord, Outcome, Validators, WantedPage
from monitor.core.model import DeliveryState, DigestItem, Features, Rejected, Sent
from storage.limits import FETCHES
from tests.build import NOW, after, article, delivery, feed_state, link, match, notification, revision
from tests.storage.conftest import add, failing, ids

# --- Units --------------------------------------------------------------------------------------


def test_a_unit_sees_what_it_wrote_and_others_only_when_it_is_whole(store):
    a = article("a", keys=("k",))
    with store.unit() as unit:
        unit.add_article(a, link(a))
        assert unit.find_articles(["k"]) == {"k": a}
    assert store.article("a") == a


def test_a_unit_that_fails_leaves_no_trace(store):
    with failing(store.unit()) as unit:
        unit.save_feed(feed_state())
        unit.add_article(article("a"), link(article("a")))
        unit.mark_told("troops", "story:1", "msg_1")
        unit.add_notification(notification(), [delivery()])
    assert store.feed_states() == {}
    assert store.article("a") is None
    assert ids(store.match_candidates([["article"]])) == []
    assert not any(store.counts().values())
    with store.unit() as unit:
        assert not unit.told("troops", "story:1")


def test_a_failed_savepoint_undoes_only_its_own_part(store):
    before, within, later = article("before"), article("within"), article("later")
    with store.unit() as unit:
        unit.add_article(before, link(before))
        with failing(unit.savepoint()):
            unit.add_article(within, link(within))
            assert ids(unit.story_members(within.story)) == ["within"]
        assert ids(unit.story_members(within.story)) == []
        unit.add_article(later, link(later))
    assert ids(store.articles()) == ["before", "later"]
    assert ids(store.match_candidates([["article"]])) == ["before", "later"]


def test_savepoints_nest(store):
    a, b, c = article("a"), article("b"), article("c")
    with store.unit() as unit, unit.savepoint():
        unit.add_article(a, link(a))
        with failing(unit.savepoint()), unit.savepoint():
            unit.add_article(b, link(b))
        unit.add_article(c, link(c))
    assert ids(store.articles()) == ["a", "c"]


def test_what_was_undone_can_be_filed_again_with_other_content(store):
    for title in ("first try", "second try"):
        again = article("a", title=title, keys=("k",))
        with failing(store.unit()) as unit:
            unit.add_article(again, link(again))
            assert unit.find_articles(["k"]) == {"k": again}
    final = article("a", title="third try", keys=("k",))
    with store.unit() as unit:
        unit.add_article(final, link(final))
        assert unit.find_articles(["k"]) == {"k": final}


def test_a_savepoint_that_cannot_be_filed_costs_only_itself(store):
    good, twice = article("good"), article("good", title="Another")
    with store.unit() as unit:
        unit.add_article(good, link(good))
        with pytest.raises(Exception, match=r"articles\.id|filed already"), unit.savepoint():
            unit.add_article(twice, link(twice))
    assert list(store.articles()) == [good]


# --- Feeds --------------------------------------------------------------------------------------


def test_a_feeds_state_comes_back_as_it_was_saved(store):
    state = feed_state(
        validators=Validators(etag='W/"1"', last_modified="Mon, 02 Mar 2026 09:00:00 GMT"),
        body_hash=b"\x00" * 16,
        seen=(b"12345678", b"abcdefgh"),
        permanent_url="https://moved.example/",
        next_check=after(minutes=5),
        last_check=NOW,
        last_success=NOW,
        first_success=after(days=-1),
        last_new=after(minutes=-30),
        window=timedelta(hours=3),
        ttl=timedelta(minutes=15),
        entries=100,
        coming=timedelta(minutes=20),
        caught_up=after(hours=-2),
        failures=3,
        outcome=Outcome.CHALLENGE,
        detail="a bot wall",
    )
    with store.unit() as unit:
        unit.save_feed(feed_state())
        unit.save_feed(state)
        unit.save_feed(feed_state("other"))
    assert store.feed_state("tass-en") == state
    assert store.feed_states() == {"tass-en": state, "other": feed_state("other")}
    assert store.feed_state("unknown") is None


def test_a_feeds_history_is_read_newest_first(store):
    records = [
        FetchRecord(feed="tass-en", at=after(minutes=number), outcome=Outcome.NEW, status=200, size=9,
                    took=timedelta(seconds=1.5), entries=3, bad_entries=1, new=2, kept=1, detail="x",
                    latency=timedelta(minutes=3), gap=True, lost=7)
        for number in range(3)
    ]  # fmt: skip
    with store.unit() as unit:
        for record in records:
            unit.add_fetch(record)
        unit.add_fetch(FetchRecord(feed="other", at=NOW, outcome=Outcome.TIMED_OUT))
    assert list(store.fetches("tass-en")) == records[::-1]
    assert list(store.fetches("tass-en", limit=1)) == records[-1:]


def test_a_feeds_history_has_an_end(store):
    with store.unit() as unit:
        for number in range(FETCHES + 5):
            unit.add_fetch(FetchRecord(feed="f", at=after(seconds=number), outcome=Outcome.UNCHANGED))
        unit.add_fetch(FetchRecord(feed="other", at=NOW, outcome=Outcome.UNCHANGED))
    kept = list(store.fetches("f", limit=FETCHES * 2))
    assert len(kept) == FETCHES
    assert kept[-1].at == after(seconds=5)
    assert len(list(store.fetches("other"))) == 1


# --- Notes, figures, the lock -------------------------------------------------------------------


def test_a_note_holds_its_latest_value(store):
    assert store.note("daemon") is None
    store.set_note("daemon", "starting")
    store.set_note("daemon", "running")
    assert store.note("daemon") == "running"


def test_figures_count_articles_stories_and_deliveries_by_state(store):
    add(store, article("a", story="s"), article("b", story="s"), article("c", kept=False))
    with store.unit() as unit:
        unit.add_notification(notification("m1"), [delivery("m1"), delivery("m1", "hook")])
        unit.want_page(WantedPage(article="a", feed="f", url="http://a.example/", created=NOW, due=NOW))
    claimed, _ = store.outbox.claim("desk", NOW, timedelta(minutes=1))
    store.outbox.settle(claimed, Sent(), due=None, now=NOW)
    assert store.counts() == {
        "articles": 3, "kept": 2, "stories": 2, "pages_wanted": 1, "notifications": 1,
        "pending": 1, "leased": 0, "sent": 1, "dead": 0, "dropped": 0,
    }  # fmt: skip


def test_only_one_may_hold_the_lock(store):
    with store.lock(), pytest.raises(StoreBusy, match="another Tumen"), store.lock():
        pass
    with store.lock():
        pass


def test_anybody_may_ask_whether_the_lock_is_held(store):
    assert not store.is_locked()
    with store.lock():
        assert store.is_locked()
    assert not store.is_locked()


# --- Keeping house ------------------------------------------------------------------------------


def purge(store, *, kept_before=None, dropped_before=None, limit=1000):
    return store.purge(kept_before=kept_before, dropped_before=dropped_before, limit=limit)


def test_old_articles_are_forgotten_kept_and_dropped_each_by_their_own_time(store):
    for age in (1, 5, 9):
        add(store, article(f"kept{age}", first_seen=after(days=-age)))
        add(store, article(f"dropped{age}", first_seen=after(days=-age), kept=False))
    assert purge(store) == 0
    assert purge(store, dropped_before=after(days=-3)) == 2
    assert purge(store, kept_before=after(days=-7)) == 1
    assert set(ids(store.articles(kept_only=False))) == {"kept1", "kept5", "dropped1"}


def test_no_more_articles_are_forgotten_than_asked_for_and_the_oldest_go_first(store):
    add(store, *(article(f"a{age}", first_seen=after(days=-age), kept=False) for age in range(1, 8)))
    assert purge(store, dropped_before=NOW, limit=5) == 5
    assert set(ids(store.articles(kept_only=False))) == {"a1", "a2"}


def test_many_articles_are_forgotten_in_one_call(store):
    add(store, *(article(f"a{number}", first_seen=after(seconds=-number)) for number in range(1, 250)))
    assert purge(store, kept_before=NOW, limit=240) == 240
    assert purge(store, kept_before=NOW, limit=240) == 9


def test_everything_that_hangs_on_an_article_goes_with_it(store):
    old = article(
        "old", title="gone", keys=("k",), chain="c", story="s", first_seen=after(days=-9),
        features=Features(bands=(7,), terms=("e:only", "e:both")),
    )  # fmt: skip
    young = article("young", story="s", features=Features(bands=(8,), terms=("e:both",)))
    add(store, old, young)
    with store.unit() as unit:
        edited = article("old", reading=old.reading, first_seen=old.first_seen, story="s", revisions=2)
        unit.add_revision(edited, revision(edited))
        unit.add_match(match(), edited, at=NOW, notifications=(), held="no channel")
    assert purge(store, kept_before=NOW) == 1
    assert store.article("k") is None
    assert not store.revisions("old")
    assert not store.matches("old")
    assert ids(member for member, _ in store.story("s")) == ["young"]
    assert ids(store.match_candidates([["gone"]])) == []
    with store.unit() as unit:
        assert list(unit.find_by_bands([7], after(days=-99))) == []
        assert list(unit.find_by_chain("tass", "c")) == []
        assert ids(unit.find_by_terms(["e:only", "e:both"], after(days=-99), 9)) == ["young"]
        assert unit.count_terms(["e:only", "e:both"]) == {"e:both": 1}
        assert unit.count_articles() == 1


def told(store, article_id, *, channel="desk", message="msg_1"):
    with store.unit() as unit:
        unit.add_notification(notification(message, article=article_id), [delivery(message, channel)])
        unit.mark_told("troops", "story:1", message)


def settle(store, result, channel="desk"):
    claimed, _ = store.outbox.claim(channel, NOW, timedelta(minutes=1))
    assert store.outbox.settle(claimed, result, due=None, now=NOW)


def test_an_article_stays_while_a_delivery_tells_of_it(store):
    add(store, article("a", first_seen=after(days=-9)))
    told(store, "a")
    assert purge(store, kept_before=NOW) == 0, "pending"
    claimed, _ = store.outbox.claim("desk", NOW, timedelta(minutes=1))
    assert purge(store, kept_before=NOW) == 0, "leased"
    store.outbox.settle(claimed, Rejected(detail="no such mailbox"), due=None, now=NOW)
    assert purge(store, kept_before=NOW) == 0, "dead, but may be retried"
    store.outbox.revive("msg_1", "desk", NOW)
    settle(store, Sent())
    assert purge(store, kept_before=NOW) == 1, "sent"


def test_an_article_stays_while_a_digest_that_tells_of_it_is_on_its_way(store):
    old = article("a", first_seen=after(days=-9))
    add(store, old)
    item = DigestItem(
        rule="troops", due=after(days=1), once="story:1", at=NOW, article="a", channels=("desk",), payload={}
    )
    with store.unit() as unit:
        unit.add_digest_item(item)
        unit.add_match(match(), old, at=NOW, notifications=("msg_digest",), held="")
    assert purge(store, kept_before=NOW) == 0, "the digest waits"
    with store.unit() as unit:
        unit.take_digest("troops", after(days=1))
        unit.add_notification(notification("msg_digest", kind="digest"), [delivery("msg_digest")])
    assert purge(store, kept_before=NOW) == 0, "the digest is in the outbox"
    settle(store, Sent())
    assert purge(store, kept_before=NOW) == 1


def test_an_article_stays_until_every_way_it_is_told_is_settled(store):
    old = article("a", first_seen=after(days=-9))
    add(store, old)
    with store.unit() as unit:
        unit.add_match(match(), old, at=NOW, notifications=("first", "second"), held="")
        for name, channel in (("first", "desk"), ("second", "hook")):
            unit.add_notification(
                notification(name, kind="digest", created=after(days=-8)), [delivery(name, channel)]
            )
    settle(store, Sent())
    assert purge(store, kept_before=NOW) == 0, "the second is in the outbox"
    assert store.notification("second")
    settle(store, Sent(), channel="hook")
    assert purge(store, kept_before=NOW) == 1


def test_settled_notifications_go_with_their_article_and_what_was_told_stays_told(store):
    add(store, article("a", first_seen=after(days=-9)))
    told(store, "a")
    settle(store, Sent())
    purge(store, kept_before=NOW)
    assert list(store.outbox.deliveries()) == []
    assert not store.outbox.attempts("msg_1", "desk")
    assert store.counts()["notifications"] == 0
    with store.unit() as unit:
        assert unit.told("troops", "story:1")


def test_digests_and_notices_go_after_the_articles_of_their_time_kept_and_dropped(store):
    with store.unit() as unit:
        unit.add_notification(notification("sent", kind="digest", created=after(days=-9)), [delivery("sent")])
        unit.add_notification(notification("new", kind="notice"), [])
    settle(store, Sent())
    with store.unit() as unit:
        unit.add_notification(notification("open", kind="notice", created=after(days=-9)), [delivery("open")])
    purge(store, dropped_before=NOW)
    purge(store, kept_before=NOW)
    purge(store, dropped_before=after(days=-30), kept_before=NOW)
    purge(store, dropped_before=NOW, kept_before=after(days=-30))
    assert store.counts()["notifications"] == 3
    purge(store, dropped_before=NOW, kept_before=NOW)
    assert {it.id for _, it in store.outbox.deliveries()} == {"open"}
    assert store.counts()["notifications"] == 2
    assert DeliveryState.PENDING in {it.state for it, _ in store.outbox.deliveries()}
