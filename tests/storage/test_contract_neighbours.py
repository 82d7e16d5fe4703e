"""What every store promises about finding an article's neighbours: copies, filings of one report, stories."""

from dataclasses import replace

from monitor.core.model import Features
from storage.limits import TERM_USES, TERMS
from tests.build import NOW, after, article, link
from tests.storage.conftest import FULL, add, failing, ids


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
