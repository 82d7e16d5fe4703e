"""What every store promises about articles: filed, edited, recognised by their keys."""

from dataclasses import replace

import pytest

from monitor.core.model import Features
from storage.neighbours import outline
from tests.build import NOW, after, article, reading, revision
from tests.storage.conftest import FULL, add, ids

# --- Filing and reading back --------------------------------------------------------------------


def test_an_article_comes_back_as_it_was_filed(store):
    add(store, FULL)
    assert store.article("a-full") == FULL
    with store.unit() as unit:
        assert unit.find_articles(["url:x"]) == {"url:x": FULL}


def test_an_article_without_anything_optional_comes_back_as_it_was_filed(store):
    bare = article("a", published=None, text="", keys=(), verdicts=(), language="und")
    add(store, bare)
    assert store.article("a") == bare


@pytest.mark.parametrize("wanted", ["a-full", "guid:tass:tag:1", FULL.reading.url])
def test_an_article_is_found_by_id_key_or_url(store, wanted):
    add(store, FULL)
    assert store.article(wanted) == FULL


def test_the_latest_of_several_articles_at_one_url_is_found(store):
    add(store, article("a", url="https://x.example/live", keys=()))
    add(store, article("b", url="https://x.example/live", keys=()))
    assert store.article("https://x.example/live").id == "b"


def test_what_is_not_there_is_none_or_empty(store):
    assert store.article("nothing") is None
    assert list(store.articles()) == []
    assert list(store.revisions("nothing")) == []
    assert list(store.matches("nothing")) == []
    assert list(store.story("nothing")) == []


def test_an_article_cannot_be_filed_twice(store):
    add(store, article("a"))
    with pytest.raises(Exception, match=r"articles\.id|filed already"):
        add(store, article("b"), article("a", title="Another"))
    assert ids(store.articles()) == ["a"]
    assert store.article("a").reading.title == "Article a"


def test_articles_are_listed_in_the_order_they_were_first_seen(store):
    add(store, article("b", first_seen=after(minutes=2)), article("a", first_seen=after(minutes=1)))
    add(store, article("c", first_seen=after(minutes=2)))
    assert ids(store.articles()) == ["a", "b", "c"]
    assert ids(store.articles(since=after(minutes=2))) == ["b", "c"]


def test_dropped_articles_are_listed_only_when_asked_for(store):
    add(store, article("kept"), article("dropped", kept=False))
    assert ids(store.articles()) == ["kept"]
    assert ids(store.articles(kept_only=False)) == ["kept", "dropped"]


def test_a_long_listing_may_be_read_while_articles_are_filed(store):
    add(store, *(article(f"a{number}", first_seen=after(seconds=number)) for number in range(450)))
    listing = store.articles()
    first = next(listing)
    add(store, article("late", first_seen=after(days=-1)))
    rest = list(listing)
    assert ids([first, *rest]) == [f"a{number}" for number in range(450)]


# --- Revisions ----------------------------------------------------------------------------------


def test_an_article_begins_with_revision_one(store):
    one = article("a", features=Features(content="c1"))
    add(store, one)
    assert list(store.revisions("a")) == [revision(one)]


def test_a_revision_replaces_the_reading_and_keeps_every_text(store):
    one = article("a", title="Three killed", keys=("k1",))
    two = replace(
        one,
        reading=reading("Four killed", text="Now", keys=("k2",), kept=False),
        revisions=2,
        updated=after(minutes=5),
    )
    three = replace(two, reading=reading("Five killed"), revisions=3, updated=after(minutes=9))
    add(store, one)
    for edited in (two, three):
        with store.unit() as unit:
            unit.add_revision(edited, revision(edited))
    assert store.article("a") == three
    assert list(store.revisions("a")) == [revision(one), revision(two), revision(three)]
    assert ids(store.articles()) == ["a"]


def test_earlier_keys_still_lead_to_an_edited_article(store):
    one = article("a", keys=("k1",))
    two = replace(one, reading=reading("Edited", keys=("k2",)), revisions=2)
    add(store, one)
    with store.unit() as unit:
        unit.add_revision(two, revision(two))
        assert unit.find_articles(["k1", "k2"]) == {"k1": two, "k2": two}


def test_a_revision_moves_the_article_in_every_index(store):
    one = article("a", title="old word", features=Features(bands=(1, 2), terms=("e:old", "e:both")))
    two = replace(
        one,
        reading=reading("new word", features=Features(bands=(2, 3), terms=("e:new", "e:both"))),
        revisions=2,
    )
    add(store, one)
    with store.unit() as unit:
        assert ids(unit.find_by_terms(["e:old", "e:new"], NOW, 9)) == ["a"]
        unit.add_revision(two, revision(two))
        assert list(unit.find_by_bands([1], NOW)) == []
        assert list(unit.find_by_bands([2, 3], NOW)) == [two]
        assert list(unit.find_by_terms(["e:old"], NOW, 9)) == []
        assert list(unit.find_by_terms(["e:new", "e:both"], NOW, 9)) == [outline(two)]
        assert unit.count_terms(["e:old", "e:new", "e:both"]) == {"e:new": 1, "e:both": 1}
    assert ids(store.match_candidates([["new"], ["word"]])) == ["a"]
    assert ids(store.match_candidates([["old"]])) == []


def test_revising_what_is_not_stored_is_an_error(store):
    with pytest.raises(LookupError), store.unit() as unit:
        unit.add_revision(article("a"), revision(article("a")))


def test_a_revision_keeps_the_text_with_its_dateline(store):
    first = article("a", dateline="SEOUL, March 2", text="The talks began.")
    add(store, first)
    assert [it.text for it in store.revisions("a")] == ["SEOUL, March 2 The talks began."]
    edited = replace(first, revisions=2)
    with store.unit() as unit:
        unit.add_revision(edited, revision(edited))
    assert store.revisions("a")[0].text == "SEOUL, March 2 The talks began."


# --- Keys ---------------------------------------------------------------------------------------


def test_only_known_keys_are_found(store):
    a, b = article("a", keys=("k1", "k2")), article("b", keys=("k3",))
    add(store, a, b)
    with store.unit() as unit:
        assert unit.find_articles(["k2", "k3", "k4"]) == {"k2": a, "k3": b}
        assert unit.find_articles([]) == {}


def test_a_key_held_by_another_moves(store):
    a, b = article("a", keys=("guid:1",)), article("b", keys=())
    add(store, a, b)
    with store.unit() as unit:
        unit.add_keys("b", ["guid:1", "guid:2"])
        assert unit.find_articles(["guid:1", "guid:2"]) == {"guid:1": b, "guid:2": b}
    c = article("c", keys=("guid:1",))
    add(store, c)
    assert store.article("guid:1") == c


def test_further_keys_are_not_part_of_the_reading(store):
    a = article("a", keys=("k1",))
    add(store, a)
    with store.unit() as unit:
        unit.add_keys("a", ["k2"])
    assert store.article("k2") == a


def test_keys_for_what_is_not_stored_are_an_error(store):
    with pytest.raises(LookupError), store.unit() as unit:
        unit.add_keys("a", ["k"])
