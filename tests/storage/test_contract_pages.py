"""What every store promises about articles that are completed by their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.fetching import WantedPage
from tests.build import NOW, after, article, link, part, revision
from tests.storage.conftest import add, failing


def wanted(name, *, minutes=0, **more):
    plausible = {"feed": "tass-en", "url": f"https://news.example/{name}", "created": NOW}
    return WantedPage(article=name, due=after(minutes=minutes), **plausible | more)


def want(store, *pages):
    with store.unit() as unit:
        for page in pages:
            unit.want_page(page)


def test_pages_come_when_they_are_due_the_earliest_first(store):
    add(store, *map(article, "abc"))
    pages = [wanted("a", minutes=2), wanted("b"), wanted("c", minutes=9, attempts=2, backlog=True)]
    want(store, *pages)
    assert store.next_page() == NOW
    assert store.wanted_pages(after(minutes=5), 10) == [pages[1], pages[0]]
    assert store.wanted_pages(after(minutes=9), 10) == [pages[1], pages[0], pages[2]]
    assert store.wanted_pages(after(minutes=9), 1) == [pages[1]]


def test_some_feeds_pages_can_be_passed_over(store):
    add(store, *map(article, "abc"))
    pages = [wanted("a", feed="flood"), wanted("b", feed="other's"), wanted("c", feed="flood")]
    want(store, *pages)
    assert store.wanted_pages(NOW, 2, but=["flood", "none"]) == [pages[1]]
    assert store.wanted_pages(NOW, 2, but=["flood", "other's"]) == []


def test_an_article_has_one_page_and_it_can_be_given_up(store):
    add(store, article("a"))
    want(store, wanted("a"), later := wanted("a", minutes=5, attempts=1))
    assert store.wanted_pages(after(minutes=5), 10) == [later]
    with store.unit() as unit:
        unit.drop_page("a")
        unit.drop_page("never wanted")
    assert store.wanted_pages(after(days=1), 10) == []
    assert store.next_page() is None


def test_no_page_is_wanted_of_an_article_that_is_not_there(store):
    want(store, wanted("a"))
    assert store.next_page() is None


def test_pages_go_with_their_articles(store):
    add(store, article("a"))
    want(store, wanted("a"))
    store.purge(kept_before=NOW + timedelta(days=1), dropped_before=None, limit=10)
    assert store.next_page() is None


def test_a_unit_that_fails_wants_nothing(store):
    add(store, article("a"))
    with failing(store.unit()) as unit:
        unit.want_page(wanted("a"))
    assert store.next_page() is None


def completed(of, text="A text with a paragraph more.", **more):
    reading = replace(of.reading, text=text, keys=(*of.reading.keys, f"text:{of.id}"))
    return replace(of, reading=reading, **more)


def test_a_completed_article_is_no_edit(store):
    lead = article("a", text="A text.")
    add(store, lead)
    whole = completed(lead)
    with store.unit() as unit:
        unit.complete_article(whole, None)
    assert store.article("a") == whole
    assert store.article("text:a") == whole
    assert [(it.number, it.text) for it in store.revisions("a")] == [(1, whole.reading.text)]
    assert [found.id for found in store.match_candidates([["paragraph"]])] == ["a"]
    assert store.story(lead.story) == [(whole, link(lead))]


def test_the_text_of_the_present_revision_is_completed(store):
    first = article("a", text="An early text.")
    edited = replace(first, reading=replace(first.reading, text="A text."), revisions=2)
    add(store, first)
    with store.unit() as unit:
        unit.add_revision(edited, revision(edited))
    whole = completed(edited)
    with store.unit() as unit:
        unit.complete_article(whole, None)
    assert [it.text for it in store.revisions("a")] == ["An early text.", whole.reading.text]


def test_a_completed_article_can_turn_out_to_belong_to_another_story(store):
    lead, other = article("a", text="A text."), article("b")
    add(store, lead, other)
    moved = completed(lead, story=other.story)
    why = link(moved, by="b", score=3.5, parts=(part(),))
    with store.unit() as unit:
        unit.complete_article(moved, why)
    assert store.story(lead.story) == []
    assert {it.id: of for it, of in store.story(other.story)} == {"a": why, "b": link(other)}


def test_only_a_stored_article_is_completed(store):
    with pytest.raises(LookupError), store.unit() as unit:
        unit.complete_article(article("a"), None)
