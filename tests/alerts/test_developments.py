"""What a rule with ``updates: true`` tells again: what is new, whatever language it is told in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.notifications import AlertCounts
from monitor.core.features import features
from tests.alerts.samples import ENGLISH, match_of
from tests.alerts.test_notifications import HOURLY, desk, edit, rule
from tests.build import after, article, mention, reading

if TYPE_CHECKING:
    from monitor.core.model import Article, Match
    from monitor.core.protocols import Store


def filed(name: str, title: str, text: str, hours: float, **more: object) -> Article:
    """A report of one story, as its reader understood it."""
    named = (("Rason", "rason"), ("Расон", "rason"), ("Wonsan", "wonsan"))
    mentions = [
        mention(word, entity, start=text.index(word), field="text") for word, entity in named if word in text
    ]
    read = reading(
        title,
        text=text,
        published=after(hours=hours),
        mentions=tuple(mentions),
        features=features(title, text, mentions),
        **more,
    )
    return article(name, reading=read, first_seen=after(hours=hours), story="s1")


ARRIVAL = filed("a1", "A ferry arrives in Rason", "A ferry with guests arrived in Rason.", 0)
ARRIVAL_RU = filed("r1", "Паром прибыл в Расон", "Паром с гостями прибыл в Расон.", 1, language="ru")
COUNTED = filed("a2", "The guests of Rason are counted", "The ferry to Rason had 1,200 guests on board.", 2)
RETOLD = filed("a3", "A ferry, 1,200 guests", "The 1,200 guests of the ferry are in Rason.", 3)
SIGNED = filed("a4", "Treaty signed", "The guests of the ferry signed a treaty in Rason.", 4)
ELSEWHERE = filed("a5", "On to the next port", "The ferry with its guests has gone on to Wonsan.", 5)
FERRY = ("ferry", "Паром", "treaty", "Rason", "Расон", "Wonsan")


def ferry(of: Article) -> Match:
    return match_of(of, *FERRY)


def test_a_development_of_a_story_is_told_again_marked_and_in_its_thread(store: Store) -> None:
    at = desk(store, rule(updates=True))
    for one in (ARRIVAL, ARRIVAL_RU, COUNTED, RETOLD, SIGNED, ELSEWHERE):
        at.files(one, ferry(one), now=one.first_seen)
    assert [told.article for told in at.told] == ["a1", "a2", "a4", "a5"]
    assert [told.payload["update"] for told in at.told] == [
        None,
        {"new": ["1,200"]},
        {"new": ["treaty"]},
        {"new": ["Wonsan"]},
    ]
    first = at.told[0].id
    assert {delivery.thread for delivery, told in at.outbox if told.id != first} == {first}
    assert [member["id"] for member in at.told[1].payload["story"]["articles"]] == ["a1", "r1", "a2"]
    assert at.held(ARRIVAL_RU) == at.held(RETOLD) == ["already told"]


def test_without_updates_a_development_is_held_back(store: Store) -> None:
    at = desk(store)
    at.files(ARRIVAL, ferry(ARRIVAL))
    assert at.files(SIGNED, ferry(SIGNED)) == AlertCounts(held=1)


def test_a_number_that_stands_in_another_sentence_is_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    beside = filed("b", "The ferry", "The ferry is in Rason. It snowed; 4,000 homes had no light.", 2)
    at.files(ARRIVAL, ferry(ARRIVAL))
    assert at.files(beside, ferry(beside)) == AlertCounts(held=1)


def test_a_copy_brings_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(ARRIVAL, ferry(ARRIVAL))
    copy = replace(COUNTED, copy_of="a1")
    assert at.files(copy, ferry(copy)) == AlertCounts(held=1)


def test_a_development_goes_into_the_digest_of_its_rule(store: Store) -> None:
    at = desk(store, rule(updates=True, digest=HOURLY))
    at.files(ARRIVAL, ferry(ARRIVAL))
    at.digests(after(hours=1))
    at.files(SIGNED, ferry(SIGNED), now=after(hours=1))
    at.digests(after(hours=2))
    (item,) = at.told[1].payload["items"]
    assert (item["article"]["id"], item["update"]) == ("a4", {"new": ["treaty"]})


def test_an_edit_that_is_told_again_says_what_is_new_in_it(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(ENGLISH, match_of(ENGLISH, "troops"))
    new = edit(ENGLISH, "More troops, and shells")
    at.files(new, match_of(new, "troops", "shells"))
    assert [told.payload["update"] for told in at.told] == [None, {"new": ["shells"]}]
