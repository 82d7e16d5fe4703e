"""What every store promises about stories, and those that seem to be one."""

from dataclasses import replace

from monitor.core.model import ScorePart
from storage.neighbours import outline
from tests.build import after, article, link
from tests.storage.conftest import add, failing, ids

# --- Members ------------------------------------------------------------------------------------


def test_a_story_has_its_members_oldest_first_each_with_why(store):
    first = article("b", story="s", first_seen=after(minutes=1))
    second = article("a", story="s", first_seen=after(minutes=2))
    why = link(second, by="b", score=3.5, parts=(ScorePart(name="names", weight=2.5, detail="lavrov"),))
    with store.unit() as unit:
        unit.add_article(second, why)
        unit.add_article(first, link(first))
        assert list(unit.story_members("s")) == [outline(first), outline(second)]
    assert list(store.story("s")) == [(first, link(first)), (second, why)]


def test_the_latest_reports_of_a_story_are_whole(store):
    first, second, third = (
        article(name, first_seen=after(minutes=n), story="s", text=f"Report {name}.")
        for n, name in enumerate("abc")
    )
    add(store, second, first)
    with store.unit() as unit:
        unit.add_article(third, link(third))
        assert list(unit.reports("s", 2)) == [third, second]
        assert list(unit.reports("s", 9)) == [third, second, first]
        assert list(unit.reports("else", 9)) == []
        assert [it.text for it in unit.revisions("b")] == ["Report b."]


# --- Stories that seem to be one ----------------------------------------------------------------


def test_stories_are_linked_in_both_directions_and_stay_what_they_are(store):
    a, b, c = (article(name, first_seen=after(hours=n), story=f"s{n}") for n, name in enumerate("abc"))
    d = article("d", first_seen=after(hours=9), story="s1")
    add(store, c, b, a)
    with store.unit() as unit:
        unit.add_article(d, link(d, by="b", also=("s2", "s0", "s99")))
        assert [ids(unit.linked_stories(f"s{n}")) for n in (0, 1, 2, 3)] == [["b"], ["a", "c"], ["b"], []]
        assert list(unit.linked_stories("s0")) == [outline(b)]
        again = article("e", first_seen=after(hours=9), story="s2")
        unit.add_article(again, link(again, by="c", also=("s1",)))
    assert ids(store.linked_stories("s1")) == ["a", "c"]
    assert list(store.linked_stories("s0")) == [outline(b)]
    assert [it.story for it in store.articles()].count("s1") == 2


def test_what_a_unit_undoes_links_no_stories(store):
    one, other, both = article("a"), article("b"), article("c", story="story-a")
    add(store, one, other)
    with failing(store.unit()) as unit:
        unit.add_article(both, link(both, by="a", also=("story-b",)))
        assert ids(unit.linked_stories("story-a")) == ["b"]
    with store.unit() as unit:
        assert ids(unit.linked_stories("story-a")) == []
    assert ids(store.linked_stories("story-b")) == []


def test_a_link_between_stories_goes_with_the_article_that_showed_it(store):
    one, other = article("a"), article("b")
    both = article("c", story="story-a", first_seen=after(days=-9))
    add(store, one, other)
    with store.unit() as unit:
        unit.add_article(both, link(both, by="a", also=("story-b",)))
    assert ids(store.linked_stories("story-a")) == ["b"]
    store.purge(kept_before=after(days=-7), dropped_before=None, limit=9)
    assert ids(store.linked_stories("story-a")) == []


def test_a_link_between_stories_goes_when_the_article_that_showed_it_moves_to_another(store):
    one, other, both = article("a"), article("b"), article("c", story="story-a")
    add(store, one, other)
    moved = replace(both, story="story-b")
    with store.unit() as unit:
        unit.add_article(both, link(both, by="a", also=("story-b",)))
        unit.complete_article(moved, link(moved, by="b"))
        assert ids(unit.linked_stories("story-a")) == []
    assert ids(store.linked_stories("story-b")) == []


def test_a_link_between_stories_stays_while_another_article_shows_it(store):
    one, other = article("a"), article("b")
    first = article("c", story="story-a", first_seen=after(days=-9))
    second = article("d", story="story-b")
    add(store, one, other)
    with store.unit() as unit:
        unit.add_article(first, link(first, by="a", also=("story-b",)))
        unit.add_article(second, link(second, by="b", also=("story-a",)))
    store.purge(kept_before=after(days=-7), dropped_before=None, limit=9)
    assert ids(store.linked_stories("story-a")) == ["b"]
    assert ids(store.linked_stories("story-b")) == ["a"]
