"""Whatever did not come out of the demo as it should is told in one precise sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.core.fetching import Outcome
from monitor.demo.expectations import differences
from tests.build import article, verdict
from tests.shell.demo_run import ALERTS, ITEMS, SAMPLE, SETTINGS, alert, filed, item_at, run, seen, without


def told(snapshot) -> list[str]:
    return differences(SAMPLE, snapshot, SETTINGS, item_at)


def test_a_run_as_it_should_be_has_no_differences() -> None:
    assert told(run()) == []


@pytest.mark.parametrize(
    ("spoilt", "sentence"),
    [
        (
            {"rush_hour": {"verdicts": (verdict(keep=True, facets=("rok-russia",)),)}},
            "rush-hour: kept, and should not have been",
        ),
        ({"ferry_ru": {"verdicts": (verdict(keep=False),)}}, "ferry-ru: dropped, and should not have been"),
        (
            {"ferry_ru": {"verdicts": (verdict(facets=("dprk-russia", "rok-russia")),)}},
            "ferry-ru: facets dprk-russia, rok-russia instead of rok-russia",
        ),
        ({"ferry_ru": {"language": "mk"}}, "ferry-ru: language mk instead of ru"),
        ({"visit_ko": {"cites": ()}}, "visit-ko: does not see that tass is quoted"),
        ({"ferry_en": {"revisions": 1}}, "ferry-en: 1 texts seen instead of 2"),
        ({"visit_copy": {"copy_of": None}}, "visit-copy: a copy of nothing instead of visit-ru"),
        ({"ferry_ru": {"copy_of": "ferry-en"}}, "ferry-ru: a copy of ferry-en instead of nothing"),
        ({"visit_ko_2": {"previous": None}}, "visit-ko-2: filed after nothing instead of visit-ko"),
        ({"ferry_ru": {"story": "other"}}, "story ferry (A ferry): in 2 parts: ferry-en; ferry-ru"),
    ],
)
def test_a_wrong_reading_is_named(spoilt: dict, sentence: str) -> None:
    assert told(run(**spoilt)) == [sentence]


def test_two_events_in_one_story_are_named() -> None:
    both = {"story": "one"}
    merged = run(ferry_ru=both, ferry_en=both, visit_ru=both, visit_ko=both, visit_copy=both, visit_ko_2=both)
    assert told(merged) == ["stories ferry, visit are taken for one"]


def test_a_lost_article_and_one_from_nowhere_are_named() -> None:
    assert "ferry-ru: stored 0 times instead of once" in told(without(run(), "ferry-ru"))
    twice = replace(run(), articles=(*run().articles, filed(ITEMS["ferry-ru"])))
    assert told(twice) == ["ferry-ru: stored 2 times instead of once"]
    strange = replace(run(), articles=(*run().articles, article("x", url="http://127.0.0.1:8000/x")))
    assert told(strange) == ["http://127.0.0.1:8000/x: stored, but never published"]


def test_a_feed_that_failed_is_named_and_one_that_must_fail_is_not() -> None:
    failed = seen("tass-ru", outcome=Outcome.NOT_A_FEED, detail="it is a page")
    assert told(replace(run(), feeds=(failed,))) == ["feed tass-ru: not a feed (it is a page) instead of new"]
    read = seen("walled")
    assert told(replace(run(), feeds=(read,))) == ["feed walled: new () instead of challenge page"]


def test_a_missing_alert_is_named() -> None:
    assert told(replace(run(), alerts=ALERTS[1:])) == [
        "rule relations, email: told 0 times of visit-copy, visit-ko, visit-ko-2, visit-ru instead of 1"
    ]


def test_any_live_item_of_a_story_may_be_the_first() -> None:
    other = [replace(a, url=a.url.replace("visit-ru", "visit-ko")) for a in ALERTS]
    assert told(replace(run(), alerts=tuple(other))) == []


def test_an_alert_that_came_twice_is_named() -> None:
    assert told(replace(run(), alerts=(*ALERTS, ALERTS[4]))) == [
        "rule transport, webhook: told 2 times of ferry-en instead of 1"
    ]


def test_an_edit_is_told_of_where_the_rule_wants_edits_and_nowhere_else() -> None:
    assert told(replace(run(), alerts=ALERTS[:-1])) == [
        "rule timetables, webhook: told 1 times of ferry-en instead of 2"
    ]


def test_an_alert_about_the_backlog_or_about_what_was_dropped_is_named() -> None:
    for item in ("ferry-ru", "rush-hour"):
        more = alert("webhook", "transport", item, "msg_9")
        assert told(replace(run(), alerts=(*ALERTS, more))) == [
            f"rule transport, webhook: told of {item}, and should not have"
        ]


def test_one_alert_under_two_ids_is_named() -> None:
    renamed = (replace(ALERTS[0], notification="msg_9"), *ALERTS[1:])
    assert told(replace(run(), alerts=renamed)) == [
        "rule relations: visit-copy, visit-ko, visit-ko-2, visit-ru under 2 ids instead of 1"
    ]


def test_a_delivery_still_under_way_is_named() -> None:
    assert told(replace(run(), unsettled=1)) == ["1 deliveries are not settled"]


def test_an_alert_that_is_not_verified_is_named() -> None:
    forged = (*ALERTS[:-1], replace(ALERTS[-1], problem="No matching signature found"))
    assert told(replace(run(), alerts=forged)) == ["webhook msg_5: No matching signature found"]
