"""SQLite finds what the reference finds, whatever was filed, edited, undone or forgotten, by whom ever."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.model import Features
from storage import open_store
from storage.sqlite.finding import Decoded
from tests.build import NOW, after, article, link, reading, revision
from tests.storage.conftest import ENGINES, failing, search_text

few = {"min_size": 0, "max_size": 4}
terms = st.lists(st.sampled_from(["e:a", "e:b", "c:x", "p:y", "n:1", "w:v"]), **few).map(tuple)
bands = st.lists(st.integers(1, 4), **few).map(tuple)
features = st.builds(Features, terms=terms, bands=bands)
minutes = st.integers(0, 9).map(lambda count: timedelta(minutes=count))
readings = st.builds(
    lambda title, features, kept, keys, published: reading(
        title, features=features, kept=kept, keys=tuple(keys), published=published
    ),
    st.sampled_from(["one", "two", "one two"]),
    features,
    st.booleans(),
    st.lists(st.sampled_from(["k1", "k2", "k3"]), **few),
    st.none() | minutes.map(lambda wait: NOW + wait),
)
deeds = st.one_of(
    st.tuples(st.just("file"), readings, minutes),
    st.tuples(st.just("edit"), readings, st.integers(0, 5)),
    st.tuples(st.just("complete"), readings, st.integers(0, 5)),
    st.tuples(st.just("undo"), readings, minutes),
    st.tuples(st.just("fail"), readings, minutes),
    st.tuples(st.just("forget"), minutes, st.booleans()),
)


def do(store, deed, name):
    match deed:
        case ("fail", read, wait):
            one = article(name, reading=read, first_seen=NOW + wait)
            with failing(store.unit()) as unit:
                unit.add_article(one, link(one))
        case ("file" | "undo" as what, read, wait):
            one = article(name, reading=read, first_seen=NOW + wait, story=f"s{len(read.title)}")
            with store.unit() as unit:
                part = failing(unit.savepoint()) if what == "undo" else unit.savepoint()
                with part:
                    unit.add_article(one, link(one))
        case ("edit", read, number):
            known = sorted(store.articles(kept_only=False), key=lambda it: it.id)
            if known:
                one = known[number % len(known)]
                edited = replace(one, reading=read, revisions=one.revisions + 1)
                with store.unit() as unit:
                    unit.add_revision(edited, revision(edited))
        case ("complete", read, number):
            known = sorted(store.articles(kept_only=False), key=lambda it: it.id)
            if known:
                one = replace(known[number % len(known)], reading=read)
                with store.unit() as unit:
                    unit.complete_article(one, link(one))
        case ("forget", wait, kept):
            before = NOW + wait
            store.purge(kept_before=before if kept else None, dropped_before=before, limit=2)


def found(store):
    """Everything that can be asked about what was filed."""
    every = ["e:a", "e:b", "c:x", "p:y", "n:1", "w:v"]
    with store.unit() as unit:
        neighbours = {
            "keys": unit.find_articles(["k1", "k2", "k3"]),
            "used": unit.used_bands([1, 2, 3], after(minutes=2)),
            "bands": list(unit.find_by_bands([1, 2, 3], after(minutes=2), limit=3)),
            "terms": list(unit.find_by_terms(every, after(minutes=2), 4)),
            "few terms": list(unit.find_by_terms(every[:2], after(minutes=-99), 99)),
            "counts": unit.count_terms(every),
            "total": unit.count_articles(),
            "story": [it.id for it in unit.story_members("s3")],
        }
    return neighbours | {
        "search": list(store.match_candidates([["one"], ["two", "three"]], newest_first=True)),
        "candidates": list(store.match_candidates([["one", "two"]], kept_only=True, parts=("verdicts",))),
        "listed": list(store.articles(kept_only=False)),
        "revisions": [list(store.revisions(it.id)) for it in store.articles()],
        "figures": store.counts(),
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(deeds, st.booleans()), max_size=8))
def test_both_engines_find_the_same(history):
    with tempfile.TemporaryDirectory() as folder:
        memory, sqlite, elsewhere = (
            open_store(url, folder=Path(folder), search_text=search_text) for url in (*ENGINES, ENGINES[-1])
        )
        for number, (deed, by_another) in enumerate(history):
            do(memory, deed, f"a{number}")
            do(elsewhere if by_another else sqlite, deed, f"a{number}")
            assert found(sqlite) == found(memory)
        for store in (memory, sqlite, elsewhere):
            store.close()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(bands, minutes), max_size=9), st.integers(0, 9), st.integers(1, 4))
def test_both_find_by_band_what_this_unit_has_filed_and_what_others_have(filed, before, limit):
    articles = [
        article(f"a{number}", features=Features(bands=bands, signature=b"%d" % number), first_seen=NOW + wait)
        for number, (bands, wait) in enumerate(filed)
    ]

    def found(store):
        with store.unit() as unit:
            for one in articles[:before]:
                unit.add_article(one, link(one))
        with store.unit() as unit:
            for one in articles[before:]:
                unit.add_article(one, link(one))
            alike = {"limit": limit, "alike": lambda signature: signature != b"1"}
            return (
                unit.used_bands([1, 2, 3], after(minutes=2)),
                list(unit.find_by_bands([1, 2, 3], after(minutes=2), **alike)),
            )

    with tempfile.TemporaryDirectory() as folder:
        stores = [open_store(url, folder=Path(folder), search_text=search_text) for url in ENGINES]
        memory, sqlite = map(found, stores)
        for store in stores:
            store.close()
    assert sqlite == memory


def test_what_was_decoded_last_is_kept_and_the_rest_is_let_go(tmp_path):
    store = open_store("sqlite:///x.db", folder=tmp_path, search_text=search_text)
    decoded = []
    with store.unit() as unit:
        for number in range(6):
            unit.add_article(article(f"a{number}"), link(article(f"a{number}")))
    db = store._connections.here()
    kept = Decoded("seq, version, id", lambda row: decoded.append(row["id"]) or row["id"], 3)
    assert kept.load(db, [(1, 1), (2, 1), (3, 1)]) == ["a0", "a1", "a2"]
    assert kept.load(db, [(1, 1), (4, 1)]) == ["a0", "a3"]
    assert kept.load(db, [(1, 1), (3, 1), (1, 1)]) == ["a0", "a2", "a0"]
    assert decoded == ["a0", "a1", "a2", "a3"]
    assert kept.load(db, [(2, 1)]) == ["a1"]
    assert decoded == ["a0", "a1", "a2", "a3", "a1"]
    store.close()
