"""The books balance while alerts are made as the daemon makes them; what is taken out is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from alerts.notifications import alert, due_digests
from monitor.core.model import Rejected, Sent
from monitor.core.settings import (
    DigestSettings,
    PolicySettings,
    RuleSettings,
    Settings,
    WebhookSettings,
)
from monitor.reports.ledger import Hole, Ledger
from tests.alerts.fakes import memory_store
from tests.build import NOW, after, article, link, match, notification, revision

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from monitor.core.model import Article
    from monitor.core.protocols import Store

LATER = after(minutes=10)
HOURLY = DigestSettings(every="hourly")
SETTINGS = Settings(
    checksum="c0ffee",
    rules=(
        RuleSettings(id="now", name="Now", when="troops", channels=("desk", "hook")),
        RuleSettings(id="hourly", name="Hourly", when="troops", channels=("desk",), digest=HOURLY),
        RuleSettings(id="mute", name="Mute", when="troops"),
    ),
    channels=tuple(WebhookSettings(id=name, url="http://127.0.0.1/") for name in ("desk", "hook")),
    notices=("desk",),
)
MATCHES = tuple(match(rule.id) for rule in SETTINGS.rules)
TWO_WAYS = replace(SETTINGS.rules[0], id="both", per_channel=(PolicySettings(channel="hook", digest=HOURLY),))


class Books:
    def __init__(self, settings: Settings = SETTINGS) -> None:
        self.settings = settings
        self.store: Store = memory_store()
        self.ledger: Ledger

    def files(self, one: Article, *, edited: bool = False) -> None:
        with self.store.unit() as unit:
            if edited:
                unit.add_revision(one, revision(one))
            else:
                unit.add_article(one, link(one))
            alert(
                unit,
                one,
                one.reading.matches,
                settings=self.settings,
                story_members=[one],
                backlog=False,
                revision=edited,
                now=one.updated,
            )

    def digests(self, now: datetime) -> None:
        with self.store.unit() as unit:
            due_digests(unit, self.settings, now)

    def deliver(self, result: Sent | Rejected = Sent(), now: datetime = LATER) -> None:  # noqa: B008 - frozen
        for channel in ("desk", "hook"):
            while claimed := self.store.outbox.claim(channel, now, timedelta(minutes=1)):
                self.store.outbox.settle(claimed[0], result, due=None, now=now)

    def holes(self, now: datetime = LATER, since: datetime = NOW) -> list[Hole]:
        self.ledger = Ledger(self.store, since, now)
        return list(self.ledger.holes(self.store.articles(kept_only=False, since=since)))


def matched(name: str = "a", **more: Any) -> Article:
    return article(name, matches=MATCHES, **more)


@pytest.fixture
def books() -> Books:
    books = Books()
    books.files(matched())
    return books


def test_what_was_told_waits_or_was_held_back_is_accounted_for(books: Books) -> None:
    books.deliver()
    assert books.holes() == []
    assert dict(books.ledger.figures) == {
        "articles": 1,
        "matches": 3,
        "told": 1,
        "waiting for a digest": 1,
        "held back": 1,
        "notifications": 1,
        "deliveries sent": 2,
        "receipts": 2,
    }


def test_a_digest_that_was_made_tells_of_its_articles(books: Books) -> None:
    books.digests(after(hours=1))
    books.deliver(now=after(hours=1))
    assert books.holes(after(hours=2)) == []
    assert books.ledger.figures["told"] == 2


@pytest.mark.parametrize("kept", [True, False])
def test_a_digest_is_not_forgotten_before_what_it_told_of(kept: bool) -> None:
    """Articles that no topic keeps may stay longer than those that one keeps, or the other way round."""
    books = Books()
    books.files(matched(kept=kept))
    books.digests(after(hours=1))
    books.deliver(now=after(hours=1))
    later, earlier = after(days=1), after(days=-1)
    books.store.purge(
        kept_before=earlier if kept else later, dropped_before=later if kept else earlier, limit=9
    )
    assert books.holes(after(days=1)) == []
    assert books.ledger.figures["told"] == 2


def test_every_revision_is_accounted_for(books: Books) -> None:
    edited = matched(text="Another text.", revisions=2, updated=after(minutes=5))
    books.files(edited, edited=True)
    books.deliver()
    assert books.holes() == []
    assert books.ledger.figures["matches"] == 6


def test_what_matched_nothing_needs_no_account(books: Books) -> None:
    with books.store.unit() as unit:
        other = article("other")
        unit.add_article(other, link(other))
    books.deliver()
    assert books.holes() == []


def test_what_is_on_its_way_is_no_hole_until_it_is_overdue(books: Books) -> None:
    assert books.holes(after(minutes=30)) == []
    wrong = {(hole.channel, hole.wrong) for hole in books.holes(after(minutes=31))}
    said = "is overdue since 2026-03-02 09:00 UTC: never tried"
    assert wrong == {("desk", said), ("hook", said)}


def test_what_the_operator_dropped_is_no_hole(books: Books) -> None:
    books.deliver(Rejected(detail="no such place"))
    for delivery, _ in books.store.outbox.deliveries():
        books.store.outbox.drop(delivery.notification, delivery.channel, LATER)
    assert books.holes() == []
    assert books.ledger.figures["deliveries dropped"] == 2


def test_what_was_given_up_reached_nobody(books: Books) -> None:
    books.deliver(Rejected(detail="no such place"))
    assert [hole.wrong for hole in books.holes()] == ["was given up: no such place"] * 2


def test_an_overdue_digest_is_a_hole_unless_its_rule_sleeps(books: Books) -> None:
    books.deliver()
    (hole,) = books.holes(after(hours=1, minutes=31))
    assert (hole.rule, hole.wrong) == ("hourly", "the digest is overdue since 2026-03-02 10:00 UTC")
    with books.store.unit() as unit:
        unit.snooze("hourly", after(hours=9), NOW)
    assert books.holes(after(hours=1, minutes=31)) == []


def tables(books: Books) -> Any:
    return books.store._memory.tables  # type: ignore[attr-defined]


def lose_the_match(books: Books) -> None:
    del tables(books).matches["a", "now", 1]


def lose_the_reason(books: Books) -> None:
    records = tables(books).matches
    records["a", "mute", 1] = replace(records["a", "mute", 1], held="")


def lose_the_notification(books: Books) -> None:
    tables(books).notifications.clear()
    tables(books).deliveries.clear()


def tell_of_another(books: Books) -> None:
    told = tables(books).notifications
    for name, one in told.items():
        told[name] = replace(one, payload=one.payload | {"article": {"id": "b"}})


def lose_the_deliveries(books: Books) -> None:
    tables(books).deliveries.clear()


def lose_the_receipts(books: Books) -> None:
    tables(books).attempts.clear()


def lose_the_digest(books: Books) -> None:
    tables(books).digest_items.clear()


@pytest.mark.parametrize(
    ("lose", "rule", "wrong"),
    [
        (lose_the_match, "now", "matched, and no record says what became of it"),
        (lose_the_reason, "mute", "nobody was told, for no reason"),
        (lose_the_notification, "now", "was to be told, and there is no such notification"),
        (lose_the_digest, "hourly", "was to be told, and there is no such notification"),
        (tell_of_another, "now", "was to be told, and the notification does not tell of it"),
        (lose_the_deliveries, "now", "is addressed to nobody"),
        (lose_the_receipts, "now", "is said to be sent, without a receipt"),
    ],
)
def test_whatever_is_missing_is_named(
    books: Books, lose: Callable[[Books], None], rule: str, wrong: str
) -> None:
    books.deliver()
    lose(books)
    assert {(hole.rule, hole.wrong) for hole in books.holes()} == {(rule, wrong)}


@pytest.fixture
def both() -> Books:
    """Of a rule that tells one channel at once and another by the hour."""
    books = Books(replace(SETTINGS, rules=(TWO_WAYS,)))
    books.files(article("a", matches=(match("both"),)))
    books.deliver()
    return books


def test_each_way_of_telling_is_accounted_for(both: Books) -> None:
    assert both.holes() == []
    figures = both.ledger.figures
    assert (figures["matches"], figures["told"], figures["waiting for a digest"]) == (1, 1, 1)
    both.digests(after(hours=1))
    both.deliver(now=after(hours=1))
    assert both.holes(after(hours=2)) == []
    assert both.ledger.figures["told"] == 2


def test_one_of_two_ways_that_vanished_is_named(both: Books) -> None:
    told_at_once, waiting = both.store.matches("a")[0].notifications
    lose_the_digest(both)
    (hole,) = both.holes()
    assert (hole.rule, hole.notification) == ("both", waiting)
    assert hole.wrong == "was to be told, and there is no such notification"
    lose_the_notification(both)
    assert [hole.notification for hole in both.holes()] == [told_at_once, waiting]


def test_each_way_of_telling_must_tell_of_the_article(both: Books) -> None:
    both.digests(after(hours=1))
    both.deliver(now=after(hours=1))
    _, digest = both.store.matches("a")[0].notifications
    made = tables(both).notifications
    made[digest] = replace(made[digest], payload=made[digest].payload | {"items": []})
    (hole,) = both.holes(after(hours=2))
    assert (hole.notification, hole.wrong) == (
        digest,
        "was to be told, and the notification does not tell of it",
    )


def test_a_digest_that_comes_to_wait_meanwhile_is_no_hole(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Any] = [[], books.store.waiting_digests()]
    monkeypatch.setattr(books.store, "waiting_digests", lambda: looks.pop(0))
    assert books.holes() == []


def test_notices_are_reconciled_too(books: Books) -> None:
    books.deliver()
    with books.store.unit() as unit:
        unit.add_notification(notification("m9", kind="notice", rule="tumen:notices"), [])
    (hole,) = books.holes()
    assert str(hole) == "rule tumen:notices, notification m9, is addressed to nobody"


def test_only_the_span_asked_for_is_looked_at(books: Books) -> None:
    books.deliver(Rejected(detail="no"))
    assert books.holes(since=after(seconds=1)) == []
    assert not books.ledger.figures
