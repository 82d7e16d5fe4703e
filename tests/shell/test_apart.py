"""Why an article did not join a story though it is linked to an article of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from monitor.core.features import features
from monitor.core.lexicon import Lexicon
from monitor.core.stories import NEIGHBOURS
from monitor.core.stories.placing import CERTAIN
from monitor.core.text import fold
from monitor.reports.apart import apart_json, shares_nothing
from monitor.reports.pair import pair_json, show_pair
from tests.alerts.fakes import memory_store
from tests.build import after, article, link

if TYPE_CHECKING:
    from monitor.core.model import Article
    from monitor.core.protocols import Store

FERRY = (
    "Ferry line between Vladivostok and Rason resumes",
    "The first 80 tourists left Russia's Vladivostok for North Korea's Rason by ferry.",
)
FERRY_RU = (
    "Возобновилось паромное сообщение Владивосток — Расон",
    "Первые 80 туристов отправились из России в Расон в КНДР на пароме.",
)
MEETING = (
    "Kozlov meets North Korean minister in Pyongyang",
    "Russian minister Alexander Kozlov met North Korea's minister of trade in Pyongyang.",
)
PARTED = (
    "Kozlov leaves Pyongyang",
    "Russian minister Alexander Kozlov left Pyongyang for Moscow on a Russian government aircraft.",
)
CRABS = (
    "Seoul court fines importer over crabs",
    "A South Korean court has fined a company in Busan 300 million won over crabs that it had mislabelled.",
)


def told(name: str, words: tuple[str, str], hours: float, *, story: str = "", **more: Any) -> Article:
    """Published and read so many hours after ``NOW``."""
    title, text = words
    language = "ru" if words is FERRY_RU else "en"
    mentions = Lexicon.shipped().mentions(fold(title), fold(text), language)
    plausible: dict[str, Any] = {
        "title": title,
        "text": text,
        "language": language,
        "published": after(hours=hours),
        "first_seen": after(hours=hours),
        "mentions": mentions,
        "features": features(title, text, mentions),
        "story": story or name,
    }
    return article(name, **plausible | more)


def stored(*articles: Article, by: dict[str, str] | None = None, score: float = 1.0) -> Store:
    """A store in which the articles were filed in this order; ``by``: who joined by whom."""
    store = memory_store()
    with store.unit() as unit:
        for it in articles:
            nearest = (by or {}).get(it.id)
            unit.add_article(it, link(it, by=nearest, score=score) if nearest else link(it))
    return store


def test_a_story_that_nothing_joined_for_six_days_has_ended(capsys: pytest.CaptureFixture[str]) -> None:
    early, late = told("a", FERRY_RU, 0), told("b", FERRY, 8 * 24)
    store = stored(early, late)
    pair = pair_json(store, late, early)
    assert pair["link"]["score"] > 0
    assert (pair["apart"]["reason"], pair["apart"]["article"], pair["apart"]["story"]) == ("ended", "b", "a")
    assert pair["apart"]["gap"] == 8 * 86_400
    show_pair(pair)
    shown = capsys.readouterr().out
    assert (
        "Still, B did not join story a: its last article was 8 d old then, "
        "and a story that nothing joined for 6 days has ended." in shown
    )
    assert "apart in time: 8 d" in shown


def test_what_was_read_late_is_judged_by_its_own_days(capsys: pytest.CaptureFixture[str]) -> None:
    old = told("old", FERRY, -8 * 24, first_seen=after(hours=1))
    pair = pair_json(stored(told("a", FERRY_RU, 0), old), *(told("a", FERRY_RU, 0), old))
    assert (pair["apart"]["reason"], pair["apart"]["article"]) == ("ended", "old")
    show_pair(pair)
    assert "its first article came 8 d later" in capsys.readouterr().out


def test_the_whole_of_a_story_may_speak_against_what_one_article_of_it_speaks_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    met = told("met", MEETING, 3, story="s")
    fined = [told(f"f{hour}", CRABS, hour, story="s") for hour in range(3)]
    left = told("left", PARTED, 4)
    pair = pair_json(stored(*fined, met, left), met, left)
    assert pair["link"]["score"] > 0
    apart = pair["apart"]
    assert (apart["reason"], apart["article"], apart["story"], apart["members"]) == (
        "against",
        "left",
        "s",
        4,
    )
    assert apart["score"] <= 0
    assert sum(part["weight"] for part in apart["parts"]) == pytest.approx(apart["score"], abs=0.1)
    show_pair(pair)
    assert f"by 4 articles of it the link comes to {apart['score']:+.2f}, and above 0 is needed" in (
        capsys.readouterr().out
    )


def test_another_story_may_be_nearer() -> None:
    one, other = told("a", FERRY_RU, 0), told("b", FERRY, 1)
    new = told("c", FERRY, 2, story="b")
    apart = apart_json(stored(one, other, new, by={"c": "b"}), one, new)
    assert (apart["reason"], apart["article"], apart["story"]) == ("weaker", "c", "a")
    assert apart["joined"] >= apart["score"] > 0


def test_a_copy_is_where_its_original_is() -> None:
    one, other = told("a", FERRY_RU, 0), told("b", FERRY, 1)
    copy = told("c", FERRY, 2, story="b", copy_of="b")
    assert (
        apart_json(stored(one, other, copy, by={"c": "b"}, score=CERTAIN), one, copy)["reason"] == "settled"
    )


def test_a_story_of_which_so_many_are_nearer_was_not_asked_about() -> None:
    one = told("a", MEETING, 0)
    crowd = [told(f"f{number}", FERRY, 1, story="f") for number in range(NEIGHBOURS)]
    apart = apart_json(stored(one, *crowd, told("b", FERRY_RU, 2)), one, told("b", FERRY_RU, 2))
    assert (apart["reason"], apart["story"], apart["members"]) == ("unseen", "a", 1)


def test_what_would_join_now_is_said_to() -> None:
    one, other = told("a", FERRY_RU, 0), told("b", FERRY, 1)
    apart = apart_json(stored(one, other), one, other)
    assert apart["reason"] == "changed"
    assert apart["score"] > 0


def test_only_what_was_filed_before_is_asked_about() -> None:
    one, other = told("a", FERRY_RU, 0), told("b", FERRY, 0, first_seen=after())
    later = [told(f"f{hour}", MEETING, hour, story="a") for hour in range(1, 4)]
    apart = apart_json(stored(one, other, *later), other, one)
    assert (apart["article"], apart["members"]) == ("b", 1)


def test_nothing_is_said_to_part_what_is_one_story_or_not_linked() -> None:
    one, other, alien = told("a", FERRY_RU, 0), told("b", FERRY, 1, story="a"), told("c", CRABS, 2)
    store = stored(one, other, alien, by={"b": "a"})
    assert pair_json(store, one, other)["apart"] is None
    assert pair_json(store, one, alien)["link"]["score"] <= 0
    assert pair_json(store, one, alien)["apart"] is None


# --- who founded a story --------------------------------------------------------------------------


def test_the_first_of_all_was_near_to_none() -> None:
    one, other, third = told("a", FERRY_RU, 0), told("b", MEETING, 1), told("c", FERRY, 12 * 24)
    store = stored(one, other, third)
    assert shares_nothing(store, one)
    assert not shares_nothing(store, other)
    assert shares_nothing(store, third)


def test_how_each_founded_its_story(capsys: pytest.CaptureFixture[str]) -> None:
    first, other, bare = told("a", FERRY_RU, 0), told("b", MEETING, 1), article("x", story="x")
    store = stored(first, other, bare)
    pair = pair_json(store, first, other)
    assert [it["founded"] for it in pair["articles"]] == ["alone", "none near enough"]
    show_pair(pair)
    shown = capsys.readouterr().out
    assert "A founded its story a: nothing stored of the 6 days before it has anything in common" in shown
    assert "B founded its story b: no story of those days was near enough." in shown
    show_pair(pair_json(store, first, bare))
    assert "founded its story x: it has nothing that stories are linked by." in capsys.readouterr().out


def test_an_article_compared_with_itself_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    one = told("a", FERRY_RU, 0)
    pair = pair_json(stored(one), one, one)
    assert pair["same_article"]
    show_pair(pair)
    shown = capsys.readouterr().out
    assert "A and B are the same article." in shown
    assert "B founded" not in shown


# --- parts in plain words -------------------------------------------------------------------------


def test_parts_are_said_in_plain_words_and_named_as_ever_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = told("a", FERRY_RU, 0), told("b", FERRY, 5, story="a")
    pair = pair_json(stored(one, other, by={"b": "a"}), one, other)
    parts = {part["name"]: part for part in pair["link"]["parts"]}
    assert parts["time"]["detail"] == "5 h"
    assert "rason" in parts["entities across headline and text"]["detail"]
    assert "Rason" in parts["entities across headline and text"]["written"]
    assert "ship" in parts["concepts across headline and text"]["detail"]
    show_pair(pair)
    shown = capsys.readouterr().out
    assert "few terms to go by" in shown
    assert "apart in time: 5 h" in shown
    assert "brevity" not in shown


def test_stems_and_entities_are_shown_as_the_article_writes_them() -> None:
    title, text = FERRY
    one = told("a", (title, f"{text} All applauded."), 0)
    other = told("b", (title, f"{text} Applauding passengers stood on the quay."), 5, story="a")
    parts = {it["name"]: it for it in pair_json(stored(one, other), one, other)["link"]["parts"]}
    assert "applaud" in parts["words"]["detail"].split(", ")
    assert "Applauding" in parts["words"]["written"]
    assert "North Korea" in parts["entities"]["written"]
    assert "north-korea" in parts["entities"]["detail"]


def test_times_of_an_explanation_name_their_zone(capsys: pytest.CaptureFixture[str]) -> None:
    one, other = told("a", FERRY, 0), told("b", FERRY_RU, 1)
    show_pair(pair_json(stored(one, other), one, other))
    local = after().astimezone()
    assert f"{local:%Y-%m-%d %H:%M:%S} " in capsys.readouterr().out
