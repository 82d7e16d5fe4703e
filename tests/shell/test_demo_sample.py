"""The sample news is complete, consistent, and as varied as it claims to be."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
import yaml

from monitor.demo import config
from monitor.demo.sample import Item, load
from monitor.demo.wires import WIRES

SAMPLE = load()
ITEMS = {item.id: item for item in SAMPLE.items}
RULES = {rule["id"]: rule for rule in yaml.safe_load(config.rules_text())}


def language(item: Item) -> str:
    return item.language or WIRES[item.wire].language


def test_there_is_enough_news_on_and_off_the_topic_in_three_languages() -> None:
    assert len(SAMPLE.items) >= 60
    assert len(SAMPLE.about) >= 12
    by_language = Counter((language(item), item.kept) for item in SAMPLE.items)
    assert set(by_language) == {(code, kept) for code in ("en", "ru", "ko") for kept in (True, False)}
    assert min(by_language.values()) >= 5


def test_ids_are_unique() -> None:
    assert len(ITEMS) == len(SAMPLE.items)


@pytest.mark.parametrize("item", SAMPLE.items, ids=lambda item: item.id)
def test_an_item_names_only_what_there_is(item: Item) -> None:
    assert item.wire in WIRES
    assert language(item) in {"en", "ru", "ko"}
    assert set(item.rules) <= set(RULES)
    assert set(item.facets) <= {"rok-russia", "dprk-russia", "trilateral"}
    assert bool(item.rules) == item.kept, "every rule of the demo is for the topic alone"
    assert item.place or WIRES[item.wire].source not in {"tass", "yonhap"}, "agencies have datelines"
    assert item.title.strip() == item.title
    assert 40 < len(item.text) < 900


def test_the_backlog_is_in_the_past_and_live_news_is_not() -> None:
    for item in SAMPLE.items:
        assert (item.step == 0) == (item.hours_ago > 0), item.id


def test_a_copy_follows_its_original_in_the_same_language_and_event() -> None:
    copies = [item for item in SAMPLE.items if item.copy_of]
    assert len(copies) >= 3
    for copy in copies:
        original = ITEMS[str(copy.copy_of)]
        assert original.step < copy.step
        assert (language(original), original.story) == (language(copy), copy.story)
        assert original.title != copy.title


def test_an_edit_comes_after_its_item_and_changes_it() -> None:
    edited = [item for item in SAMPLE.items if item.edits]
    assert edited
    for item in edited:
        steps = [item.step, *(edit.step for edit in item.edits)]
        assert steps == sorted(set(steps))
        assert len(set(item.texts(SAMPLE.last_step))) == len(steps)
        assert item.texts(item.step) == ((item.title, item.text),)


def test_a_report_filed_again_comes_at_a_later_step() -> None:
    chains: dict[tuple[str, str], list[int]] = defaultdict(list)
    for item in SAMPLE.items:
        if item.chain:
            chains[item.wire, item.chain].append(item.step)
    assert len(chains) >= 3
    assert all(steps == sorted(set(steps)) and len(steps) > 1 for steps in chains.values())


def test_the_stories_cross_languages() -> None:
    languages = defaultdict(set)
    for item in SAMPLE.items:
        if item.story:
            languages[item.story].add(language(item))
    assert set(languages) == {story for story, _ in SAMPLE.about}
    assert all(len(spoken) >= 2 for spoken in languages.values())
    assert sum(len(spoken) == 3 for spoken in languages.values()) >= 8


def test_agencies_quote_each_other() -> None:
    assert {(WIRES[item.wire].source, agency) for item in SAMPLE.items for agency in item.cites} >= {
        ("yonhap", "tass"),
        ("yonhap", "kcna"),
        ("tass", "yonhap"),
        ("portside", "tass"),
    }


def test_every_policy_is_shown() -> None:
    assert {rule.get("once_per", "story") for rule in RULES.values()} == {"story", "article", "revision"}
    assert "high" in {rule.get("severity") for rule in RULES.values()}
    live = {rule for item in SAMPLE.items if item.step for rule in item.rules}
    assert live == set(RULES)
