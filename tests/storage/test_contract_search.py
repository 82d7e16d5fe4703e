"""What every store promises to those who go through the archive with an expression in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.core.model import Beginning, Citation
from storage.neighbours import match_outline
from tests.build import NOW, after, article, mention
from tests.storage.conftest import add, ids

if TYPE_CHECKING:
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
    add(store, *ALL)
    return store


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
    add(store, *many)
    for words in ([], [["ferry"]]):
        assert ids(store.match_candidates(words)) == ids(many)
        assert ids(store.match_candidates(words, newest_first=True)) == ids(reversed(many))


def test_what_is_filed_meanwhile_may_come_and_nothing_comes_twice(store: Store) -> None:
    add(store, FERRY, BRIDGE)
    found, backwards = store.match_candidates([]), store.match_candidates([], newest_first=True)
    first, last = next(found), next(backwards)
    add(store, DROPPED)
    assert ids([first, *found])[:2] == ["ferry", "bridge"]
    assert ids([last, *backwards]) == ["bridge", "ferry"]


def test_the_newest_may_come_first(store: Store) -> None:
    add(
        store,
        article("a", title="북한 미사일"),
        article("b", title="북한 ракета", kept=False, first_seen=after(days=-1)),
        article("c", title="missile"),
    )
    words = [["북한"], ["ракета", "미사일"]]
    assert ids(store.match_candidates(words, newest_first=True)) == ["b", "a"]
    assert ids(store.match_candidates(words, newest_first=True, since=NOW)) == ["a"]
    assert ids(store.match_candidates(words, newest_first=True, kept_only=True)) == ["a"]
    assert ids(store.match_candidates([["북한"], ["nothing"]], newest_first=True)) == []
    assert ids(store.match_candidates([], newest_first=True)) == ["c", "b", "a"]


def test_a_beginning_stands_for_every_form_that_begins_so(store: Store) -> None:
    add(store, article("a", title="train"), article("b", title="trains"), article("c", title="tram"))
    assert ids(store.match_candidates([[Beginning("train")]])) == ["a", "b"]
    assert ids(store.match_candidates([[Beginning("trai"), "tram"]])) == ["a", "b", "c"]
    assert ids(store.match_candidates([[Beginning("tra")], ["train"]], newest_first=True)) == ["a"]
    assert ids(store.match_candidates([[Beginning("rain"), Beginning('tr"'), Beginning("tr*")]])) == []


def test_a_group_without_forms_is_found_nowhere(store: Store) -> None:
    add(store, article("a"))
    assert ids(store.match_candidates([[]])) == []


@pytest.mark.parametrize("hostile", ['"', "a OR b", "NEAR(a b)", "x*", "-x", "terms:x", "\x00", "'", "(", ""])
def test_no_form_is_taken_for_an_operator(store: Store, hostile: str) -> None:
    add(store, article("a", title="nothing of the kind"))
    if hostile.strip("\x00"):
        assert ids(store.match_candidates([[hostile]])) == []
    assert ids(store.match_candidates([[hostile, "kind"]])) == ["a"]


def test_thousands_of_forms_may_be_asked_for(store: Store) -> None:
    add(store, article("a", title="needle"))
    forms = [f"form{number}" for number in range(5000)]
    assert ids(store.match_candidates([[*forms, "needle"]])) == ["a"]
    assert ids(store.match_candidates([[form, "needle"] for form in forms[:50]])) == ["a"]
