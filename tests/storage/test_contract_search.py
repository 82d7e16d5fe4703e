"""What every store promises to those who go through the archive with an expression in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.core.model import Citation
from storage.neighbours import match_outline
from tests.build import NOW, after, article, link, mention

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.model import Article
    from monitor.core.protocols import Store

OLD = article("old", title="A ferry sails", text="From Rason.", first_seen=after(days=-40))
FERRY = article(
    "ferry",
    title="The ferry is back",
    text="It sails on Friday.",
    dateline="RASON, March 1",
    mentions=(mention("Rason", "rason"),),
    cites=(Citation(agency="kcna", field="title", start=0, end=4, text="KCNA"),),
    previous="old",
    first_seen=after(days=-2),
)
DROPPED = article(
    "dropped", title="A train is late", text="No ferry is.", kept=False, first_seen=after(days=-1)
)
BRIDGE = article("bridge", title="A bridge opens", text="For trains.", copy_of="ferry", first_seen=NOW)
ALL = (OLD, FERRY, DROPPED, BRIDGE)


@pytest.fixture
def archive(store: Store) -> Store:
    with store.unit() as unit:
        for one in ALL:
            unit.add_article(one, link(one))
    return store


def ids(articles: Iterable[Article]) -> list[str]:
    return [article.id for article in articles]


def test_without_words_every_article_is_one_in_the_order_of_filing(archive: Store) -> None:
    assert ids(archive.match_candidates([])) == ["old", "ferry", "dropped", "bridge"]


def test_each_group_of_words_asks_for_one_of_its_own(archive: Store) -> None:
    assert ids(archive.match_candidates([["ferry"]])) == ["old", "ferry", "dropped"]
    assert ids(archive.match_candidates([["ferry", "bridge"], ["back", "opens"]])) == ["ferry", "bridge"]
    assert ids(archive.match_candidates([["ferry"], []])) == []


@pytest.mark.parametrize("words", [[], [["ferry", "bridge"]]], ids=["all", "found by words"])
def test_time_and_topic_narrow_it(archive: Store, words: list[list[str]]) -> None:
    assert ids(archive.match_candidates(words, since=after(days=-2))) == ["ferry", "dropped", "bridge"]
    assert ids(archive.match_candidates(words, since=after(days=-2, seconds=1))) == ["dropped", "bridge"]
    assert ids(archive.match_candidates(words, kept_only=True)) == ["old", "ferry", "bridge"]
    assert ids(archive.match_candidates(words, since=after(days=-30), kept_only=True)) == ["ferry", "bridge"]
    assert ids(archive.match_candidates(words, since=after(days=1))) == []


@pytest.mark.parametrize(
    "parts", [(), ("mentions",), ("cites", "verdicts"), ("verdicts", "mentions", "cites")]
)
def test_they_come_in_outline_with_the_parts_that_were_asked_for(
    archive: Store, parts: tuple[str, ...]
) -> None:
    assert list(archive.match_candidates([], parts=parts)) == [match_outline(one, parts) for one in ALL]


def test_the_outline_has_what_is_matched_and_shown(archive: Store) -> None:
    (bare,) = archive.match_candidates([["back"]])
    (full,) = archive.match_candidates([["back"]], parts=("mentions",))
    assert (bare.id, bare.first_seen, bare.story, bare.previous) == (
        "ferry",
        FERRY.first_seen,
        FERRY.story,
        "old",
    )
    reading = bare.reading
    assert (reading.title, reading.text, reading.source) == (
        "The ferry is back",
        "It sails on Friday.",
        "tass",
    )
    assert (reading.mentions, reading.cites, reading.verdicts) == ((), (), ())
    assert full.reading.mentions == FERRY.reading.mentions


def test_many_are_gone_through_page_by_page(store: Store) -> None:
    many = [
        article(f"a{number}", text="one ferry", first_seen=after(seconds=number)) for number in range(450)
    ]
    with store.unit() as unit:
        for one in many:
            unit.add_article(one, link(one))
    assert ids(store.match_candidates([])) == ids(store.match_candidates([["ferry"]])) == ids(many)


def test_what_is_filed_meanwhile_may_come_and_nothing_comes_twice(store: Store) -> None:
    with store.unit() as unit:
        for one in (FERRY, BRIDGE):
            unit.add_article(one, link(one))
    found = store.match_candidates([])
    first = next(found)
    with store.unit() as unit:
        unit.add_article(DROPPED, link(DROPPED))
    assert ids([first, *found])[:2] == ["ferry", "bridge"]
