"""What every store promises about articles, what they are found by, and stories."""

from dataclasses import replace

import pytest

from monitor.core.model import Citation, Features, Mention, ScorePart
from storage.limits import TERM_USES, TERMS
from storage.neighbours import outline
from tests.build import NOW, after, article, link, match, mention, part, reading, revision, verdict
from tests.storage.conftest import failing


def add(store, *articles):
    with store.unit() as unit:
        for one in articles:
            unit.add_article(one, link(one))


def ids(articles):
    return [article.id for article in articles]


FULL = article(
    "a-full",
    reading=reading(
        "Лавров прибыл в 평양",
        guid="tag:1",
        text="Текст\nв две строки",
        language="ru",
        published=after(minutes=-7, microseconds=123),
        markers=("urgent", "2nd-lead"),
        dateline="МОСКВА, 2 марта",
        byline="By A. Writer",
        trailer="(END)",
        chain="AEN20260302",
        keys=("url:x", "guid:tass:tag:1"),
        mentions=(mention("Лавров", "lavrov"), Mention(field="text", start=3, end=5, text="ст", entity="x")),
        cites=(Citation(agency="tass", field="text", start=0, end=4, text="ТАСС"),),
        verdicts=(
            verdict(facets=("dprk-russia",), evidence=(mention("Лавров", "lavrov"),), parts=(part(),)),
            verdict("other", keep=False, score=-0.25),
        ),
        matches=(match("troops", "Лавров", "прибыл"),),
        features=Features(
            content="00ff" * 4, signature=b"\x00\xff\x01", bands=(1, -(2**63), 2**63 - 1),
            terms=("e:lavrov", "n:120"),
        ),
    ),
    first_seen=NOW,
    updated=after(minutes=1),
    story="s-1",
    copy_of="a-0",
    previous="a-00",
)  # fmt: skip


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
    assert ids(store.search_candidates([["new"], ["word"]], limit=9)) == ["a"]
    assert ids(store.search_candidates([["old"]], limit=9)) == []


def test_revising_what_is_not_stored_is_an_error(store):
    with pytest.raises(LookupError), store.unit() as unit:
        unit.add_revision(article("a"), revision(article("a")))


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


# --- Neighbours ---------------------------------------------------------------------------------


def with_bands(name, *bands, **more):
    return article(name, features=Features(bands=bands), **more)


def with_terms(name, *terms, **more):
    return article(name, features=Features(terms=terms), **more)


def test_articles_that_share_a_band_are_found_oldest_first(store):
    add(
        store,
        with_bands("late", 1, 2, first_seen=after(hours=2)),
        with_bands("old", 1, first_seen=after(hours=-9)),
        with_bands("early", 2, 5, first_seen=after(hours=1)),
        with_bands("other", 3),
    )
    with store.unit() as unit:
        assert ids(unit.find_by_bands([1, 2], NOW)) == ["early", "late"]
        assert ids(unit.find_by_bands([], NOW)) == []
        assert unit.used_bands([1, 2, 3, 4], NOW) == {1, 2, 3}
        assert unit.used_bands([1, 2, 5], after(hours=2)) == {1, 2}
        assert unit.used_bands([], NOW) == set()


def test_of_those_that_share_a_band_the_signature_may_exclude_some(store):
    add(
        store,
        *(
            article(f"a{number}", features=Features(bands=(1, number), signature=bytes([number])))
            for number in (5, 6, 7)
        ),
    )
    with store.unit() as unit:
        assert ids(unit.find_by_bands([1, 7], NOW, alike=lambda it: it > b"\x05")) == [
            "a6",
            "a7",
        ]
        assert ids(unit.find_by_bands([1, 7], NOW, limit=1, alike=lambda it: it < b"\x07")) == []


def test_of_too_many_articles_that_share_bands_the_most_alike_remain(store):
    add(store, *(with_bands(f"one{number}", 1) for number in range(5)), with_bands("both", 1, 2))
    with store.unit() as unit:
        assert ids(unit.find_by_bands([1, 2], NOW, limit=3)) == ["one0", "one1", "both"]


def test_the_filings_of_a_chain_are_found_oldest_first(store):
    add(
        store,
        article("lead", chain="c", first_seen=after(minutes=5)),
        article("urgent", chain="c", first_seen=after(minutes=1)),
        article("elsewhere", chain="c", source="yonhap"),
        article("none"),
    )
    with store.unit() as unit:
        assert ids(unit.find_by_chain("tass", "c")) == ["urgent", "lead"]
        assert ids(unit.find_by_chain("tass", "d")) == []


def test_articles_that_share_most_terms_come_first_then_the_newest(store):
    add(
        store,
        with_terms("two", "e:a", "e:b", published=after(hours=-2)),
        with_terms("one-newer", "e:a", "e:x", published=after(hours=-1)),
        with_terms("one-older", "e:b", published=after(hours=-3)),
        with_terms("too-old", "e:a", "e:b", "e:c", published=after(days=-9)),
        with_terms("none", "e:y"),
    )
    with store.unit() as unit:
        found = unit.find_by_terms(["e:a", "e:b", "e:c", "e:a"], after(days=-1), 9)
        assert ids(found) == ["two", "one-newer", "one-older"]
        assert ids(unit.find_by_terms(["e:a", "e:b"], after(days=-1), 2)) == ["two", "one-newer"]


def test_a_rare_term_counts_for_more_than_common_ones(store):
    add(
        store,
        *(with_terms(f"common{number}", "e:russia", "c:visit") for number in range(9)),
        with_terms("rare", "p:krmv", published=after(hours=-5)),
    )
    with store.unit() as unit:
        assert ids(unit.find_by_terms(["e:russia", "c:visit", "p:krmv"], after(days=-1), 2)) == [
            "rare",
            "common8",
        ]


def test_of_many_terms_the_rarest_are_looked_up(store):
    rare = [f"p:{number}" for number in range(TERMS)]
    add(store, *(with_terms(f"common{number}", "e:russia") for number in range(2)), with_terms("rare", *rare))
    with store.unit() as unit:
        assert ids(unit.find_by_terms([*rare, "e:russia"], NOW, 9)) == ["rare"]
        assert ids(unit.find_by_terms([*rare[1:], "e:russia"], NOW, 9)) == ["rare", "common1", "common0"]


def test_what_was_found_once_is_not_found_when_it_is_gone(store):
    one, two, three = (
        with_terms(name, "e:t", first_seen=after(days=-day))
        for name, day in (("one", 9), ("two", 5), ("three", 1))
    )
    add(store, one, two)

    def known():
        with store.unit() as unit:
            return ids(unit.find_by_terms(["e:t"], after(days=-99), 9)), unit.count_terms(["e:t"])

    assert known() == (["two", "one"], {"e:t": 2})
    with failing(store.unit()) as unit:
        unit.add_article(three, link(three))
        assert ids(unit.find_by_terms(["e:t"], after(days=-99), 9)) == ["three", "two", "one"]
    assert known() == (["two", "one"], {"e:t": 2})
    store.purge(kept_before=after(days=-7), dropped_before=None, limit=9)
    assert known() == (["two"], {"e:t": 1})


def test_of_a_common_term_the_newest_uses_are_looked_at(store):
    many = [with_terms(f"a{number}", "e:t", published=after(minutes=-number)) for number in range(TERM_USES)]
    add(store, *many)
    with store.unit() as unit:
        assert ids(unit.find_by_terms(["e:t"], after(days=-9), 999)) == ids(many)
        late = with_terms("late", "e:t", published=after(minutes=-5, seconds=30))
        unit.add_article(late, link(late))
        found = ids(unit.find_by_terms(["e:t"], after(days=-9), 999))
    assert found == ids([*many[:5], late, *many[5:-1]])


def test_neighbours_come_in_outline(store):
    add(store, FULL)
    with store.unit() as unit:
        (neighbour,) = unit.find_by_terms(["e:lavrov"], after(days=-1), 9)
    told, left = neighbour.reading, FULL.reading
    assert neighbour == replace(FULL, reading=told)
    assert told.features == Features(content=left.features.content, terms=left.features.terms)
    assert (told.text, told.mentions, told.verdicts, told.matches) == ("", (), (), ())
    assert (told.title, told.source, told.language, told.published, told.chain, told.cites) == (
        left.title,
        left.source,
        left.language,
        left.published,
        left.chain,
        left.cites,
    )


def test_an_article_from_the_future_counts_as_of_when_it_was_seen(store):
    add(store, with_terms("a", "e:t", published=after(days=300), first_seen=NOW))
    with store.unit() as unit:
        assert ids(unit.find_by_terms(["e:t"], after(minutes=1), 9)) == []
        assert ids(unit.find_by_terms(["e:t"], NOW, 9)) == ["a"]


def test_words_are_counted_but_nothing_is_looked_up_by_them(store):
    add(store, with_terms("a", "w:missile", "e:t"))
    with store.unit() as unit:
        assert ids(unit.find_by_terms(["w:missile"], NOW, 9)) == []
        assert unit.count_terms(["w:missile"]) == {"w:missile": 1}


def test_the_counts_of_terms_follow_what_a_unit_undoes(store):
    with store.unit() as unit:
        unit.add_article(with_terms("a", "e:t"), link(article("a")))
        with failing(unit.savepoint()):
            unit.add_article(with_terms("b", "e:t", "e:u"), link(article("b")))
            assert unit.count_terms(["e:t", "e:u"]) == {"e:t": 2, "e:u": 1}
            assert ids(unit.find_by_terms(["e:t", "e:u"], NOW, 9)) == ["b", "a"]
        assert unit.count_terms(["e:t", "e:u"]) == {"e:t": 1}
        assert ids(unit.find_by_terms(["e:t", "e:u"], NOW, 9)) == ["a"]
    with store.unit() as unit:
        assert unit.count_terms(["e:t", "e:u"]) == {"e:t": 1}


def test_a_revision_keeps_the_text_with_its_dateline(store):
    first = article("a", dateline="SEOUL, March 2", text="The talks began.")
    add(store, first)
    assert [it.text for it in store.revisions("a")] == ["SEOUL, March 2 The talks began."]
    edited = replace(first, revisions=2)
    with store.unit() as unit:
        unit.add_revision(edited, revision(edited))
    assert store.revisions("a")[0].text == "SEOUL, March 2 The talks began."


def test_terms_are_counted_by_article(store):
    add(store, with_terms("a", "e:t", "e:t", "w:u"), with_terms("b", "e:t"))
    with store.unit() as unit:
        assert unit.count_terms(["e:t", "w:u", "w:v"]) == {"e:t": 2, "w:u": 1}
        assert unit.count_articles() == 2
    assert store.term_counts(["e:t", "w:u", "e:none"]) == ({"e:t": 2, "w:u": 1}, 2)


def test_the_number_of_articles_is_of_those_with_terms(store):
    some, others, none = with_terms("a", "e:t"), with_terms("b", "e:u"), article("c")
    with store.unit() as unit:
        assert unit.count_articles() == 0
        unit.add_article(some, link(some))
        unit.add_article(none, link(none))
        assert unit.count_articles() == 1
        with failing(unit.savepoint()):
            unit.add_article(others, link(others))
        assert unit.count_articles() == 1


# --- Stories ------------------------------------------------------------------------------------


def test_a_story_has_its_members_oldest_first_each_with_why(store):
    first = article("b", story="s", first_seen=after(minutes=1))
    second = article("a", story="s", first_seen=after(minutes=2))
    why = link(second, by="b", score=3.5, parts=(ScorePart(name="names", weight=2.5, detail="lavrov"),))
    with store.unit() as unit:
        unit.add_article(second, why)
        unit.add_article(first, link(first))
        assert list(unit.story_members("s")) == [outline(first), outline(second)]
    assert list(store.story("s")) == [(first, link(first)), (second, why)]


# --- Search -------------------------------------------------------------------------------------


def test_search_wants_one_form_of_every_group_newest_first(store):
    add(
        store,
        article("a", title="북한 미사일"),
        article("b", title="북한 ракета"),
        article("c", title="missile"),
    )
    assert ids(store.search_candidates([["북한"], ["ракета", "미사일"]], limit=9)) == ["b", "a"]
    assert ids(store.search_candidates([["북한"], ["nothing"]], limit=9)) == []


def test_search_without_groups_gives_every_article(store):
    add(store, article("a"), article("b", kept=False))
    assert ids(store.search_candidates([], limit=9)) == ["b", "a"]
    assert ids(store.search_candidates([], limit=1)) == ["b"]


def test_a_group_without_forms_is_found_nowhere(store):
    add(store, article("a"))
    assert ids(store.search_candidates([[]], limit=9)) == []


def test_search_gives_no_more_than_asked_for(store):
    add(store, *(article(f"a{number}") for number in range(250)))
    found = ids(store.search_candidates([["article"]], limit=220))
    assert found == [f"a{number}" for number in range(249, 29, -1)]
    assert ids(store.search_candidates([["article"]], limit=0)) == []


@pytest.mark.parametrize("hostile", ['"', "a OR b", "NEAR(a b)", "x*", "-x", "terms:x", "\x00", "'", "(", ""])
def test_no_form_is_taken_for_an_operator(store, hostile):
    add(store, article("a", title="nothing of the kind"))
    if hostile.strip("\x00"):
        assert ids(store.search_candidates([[hostile]], limit=9)) == []
    assert ids(store.search_candidates([[hostile, "kind"]], limit=9)) == ["a"]


def test_thousands_of_forms_may_be_asked_for(store):
    add(store, article("a", title="needle"))
    forms = [f"form{number}" for number in range(5000)]
    assert ids(store.search_candidates([[*forms, "needle"]], limit=9)) == ["a"]
    assert ids(store.search_candidates([[form, "needle"] for form in forms[:50]], limit=9)) == ["a"]


# --- Stories that seem to be one ---------------------------------------------------------------


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
