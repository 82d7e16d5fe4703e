"""Which story an article joins, and why; which it does not join though the actors are the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.core.features import features
from monitor.core.lexicon import Lexicon
from monitor.core.model import Article, Features, StoryLink
from monitor.core.stories import NEIGHBOURS, WINDOW, place, telling
from monitor.core.stories.links import Compared, rarities
from monitor.core.stories.placing import CERTAIN, candidates
from monitor.core.text import fold
from tests.build import NOW, after, article, reading

FERRY = {
    "en": (
        "Ferry line between Vladivostok and Rason resumes",
        "The first 80 tourists left Russia for North Korea.",
    ),
    "ru": (
        "Возобновилось паромное сообщение Владивосток — Расон",
        "Первые 80 туристов отправились из России в КНДР.",
    ),
    "ko": ("블라디보스토크-나선 여객선 운항 재개", "첫 관광객 80명이 러시아에서 북한으로 출발했다."),
}
OTHER = {
    "en": ("Art of North Korea shown in Moscow", "The exhibition at a Moscow museum shows 120 paintings."),
    "ru": ("В Москве открылась выставка искусства КНДР", "В музее показывают 120 картин."),
}


def told(name: str, title: str, text: str = "", *, language: str = "en", **more: Any) -> Article:
    mentions = Lexicon.shipped().mentions(fold(title), fold(text), language)
    found = features(title, text, mentions)
    published = more.pop("published", NOW)
    read = reading(
        title, text=text, language=language, published=published, features=found, mentions=mentions
    )
    return article(name, reading=read, first_seen=published, **more)


def placed(new: Article, *neighbours: Article, counts: dict[str, int] | None = None) -> StoryLink:
    return place(new, neighbours=neighbours, counts=counts or {}, total=500 if counts else 0)


@pytest.mark.parametrize("language", ["ru", "ko"])
def test_one_event_in_two_languages_is_one_story(language: str) -> None:
    first = told("a", *FERRY["en"])
    link = placed(told("b", *FERRY[language], language=language, published=after(hours=7)), first)
    assert (link.story, link.by) == (first.story, "a")
    assert link.score > 0


def test_another_event_with_the_same_actors_founds_a_story() -> None:
    link = placed(
        told("b", *OTHER["ru"], language="ru"),
        told("a", *FERRY["en"]),
        told("c", *FERRY["ko"], language="ko"),
    )
    assert link == StoryLink(story="b", article="b", by=None, score=0.0)


def test_the_stronger_story_is_joined() -> None:
    neighbours = [told("a", *FERRY["en"]), told("c", *OTHER["en"]), told("d", *FERRY["ko"], language="ko")]
    assert placed(told("b", *OTHER["ru"], language="ru"), *neighbours).story == "story-c"


def test_what_the_headlines_of_a_story_have_is_asked_of_the_article_s_headline() -> None:
    signed = "Russia and North Korea sign a treaty on ferries"
    greeted = "Putin greets Kim Jong Un"
    text = "Vladimir Putin and Kim Jong Un exchanged greetings; the treaty on ferries was signed last week."
    neighbours = [told("a", signed, text, story="s"), told("c", f"{signed} and rails", text, story="s")]
    same = candidates(Compared(told("b", signed, text), {}, 0), neighbours)["s"]
    another = candidates(Compared(told("b", greeted, text), {}, 0), neighbours)["s"]
    assert same.headlines > 0.5 > another.headlines
    assert same.score > another.score
    found = placed(told("b", signed, text), *neighbours)
    assert any(part.name == "headlines of the story" and part.weight > 0 for part in found.parts)


def test_somebody_in_the_headline_of_whom_no_report_of_the_story_speaks_tells_of_another_event() -> None:
    opened = told("a", "Rail link to Rason opened", "Kim Jong Un and Sergey Lavrov spoke.", story="s")
    other = told("c", "Rail link to Rason opened", "Kim Jong Un and Sergey Lavrov spoke.", story="s")

    def judged(guest: str) -> StoryLink:
        return placed(told("b", f"{guest} and Kim Jong Un open rail link to Rason"), opened, other)

    known, stranger = judged("Lavrov"), judged("Belousov")
    assert [part.detail for part in stranger.parts if part.name == "people new to the story"] == ["belousov"]
    assert not any(part.name == "people new to the story" for part in known.parts)
    assert known.score > stranger.score > 0


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Lavrov arrives in Pyongyang on a visit", "Shoigu arrives in Pyongyang on a visit"),
        ("Hyundai sells its plant in Russia", "LG sells its plant in Russia"),
        ("Russia fires Iskander at Kharkiv", "Russia fires KN-23 at Kharkiv"),
    ],
)
def test_another_name_in_the_place_of_theirs_is_another_event(first: str, second: str) -> None:
    story, new = told("a", first, story="s"), told("b", second, published=after(hours=40))
    found = candidates(Compared(new, {}, 0), [story])["s"]
    assert found.instead
    assert found.score < found._replace(instead="").score
    # Two in one headline are in nobody's place.
    both = told("b", f"{second}: {first}", published=after(hours=40))
    assert not candidates(Compared(both, {}, 0), [story])["s"].instead


def test_heads_of_state_are_in_nobody_s_place() -> None:
    story = told("a", "Choe Son Hui meets Lavrov in Moscow", story="s")
    found = candidates(Compared(told("b", "Putin receives Choe Son Hui in Moscow"), {}, 0), [story])["s"]
    assert (found.newcomers, found.instead) == ({}, "")


def test_the_day_on_which_a_report_came_is_in_all_of_that_day_and_says_nothing() -> None:
    said = "It was said on the 12th of May."
    then = NOW.replace(day=12)
    other = told("b", "Opera opens", said, published=then)
    same_day = Compared(told("a", "Ferry sails", said, published=then), {}, 0).link(other)
    later = Compared(told("a", "Ferry sails", said, published=NOW.replace(day=17)), {}, 0).link(other)
    assert "days" not in {part.name for part in same_day.parts}
    assert "days" in {part.name for part in later.parts}


def test_a_story_is_judged_by_the_better_half_of_its_links() -> None:
    new = Compared(told("b", *FERRY["ru"], language="ru"), {}, 0)
    near, far = told("a", *FERRY["en"], story="s"), told("c", *OTHER["en"], story="s")
    strong, weak = new.score(near), new.score(far)
    assert candidates(new, [far, near])["s"].link == pytest.approx(strong)
    assert candidates(new, [far, near, far])["s"].link == pytest.approx((strong + weak) / 2)


def test_what_sets_a_story_apart_speaks_for_it_or_against_it() -> None:
    ferry = [told(f"a{n}", *FERRY["en"], story="ferry") for n in range(3)]
    other = [told(f"b{n}", *OTHER["en"], story="other") for n in range(3)]
    found = candidates(Compared(told("c", *FERRY["ru"], language="ru"), {}, 0), [*ferry, *other])
    assert -0.5 <= found["other"].core < 0 < found["ferry"].core <= 0.5
    assert candidates(Compared(ferry[0], {}, 0), ferry[1:2])["ferry"].core == 0  # of one, nobody knows


def test_on_a_busy_day_more_is_asked_of_each_story() -> None:
    first, again = told("a", *FERRY["en"]), told("b", *FERRY["ru"], language="ru")
    others = [told(f"other-{number}", f"Weather report {number}") for number in range(20)]
    quiet, busy = placed(again, first), placed(again, first, *others)
    assert busy.score < quiet.score
    assert next(part.weight for part in busy.parts if part.name == "stories of these days") < 0


def test_a_link_says_why() -> None:
    link = placed(told("b", *FERRY["ru"], language="ru"), told("a", *FERRY["en"]))
    parts = {part.name: part for part in link.parts}
    assert "north-korea" in parts["entities"].detail
    assert "resume" in parts["concepts"].detail
    assert parts["numbers"].detail == "80"
    assert sum(part.weight for part in link.parts) == pytest.approx(link.score, abs=0.1)


def test_after_a_pause_a_story_has_ended() -> None:
    first = told("a", *FERRY["en"])
    late = told("b", *FERRY["en"], published=NOW + WINDOW + timedelta(hours=1))
    assert placed(late, first).by is None


def test_a_late_reprint_opens_no_story_that_has_ended() -> None:
    original = told("a", *FERRY["ru"], language="ru", published=after(days=-20), story="s")
    reprint = told("c", *FERRY["ru"], language="ru", copy_of="a", story="s")
    new = told("b", *FERRY["en"], published=after(hours=1))
    assert placed(new, reprint).by is None
    assert placed(new, replace(original, reading=reprint.reading), reprint).story == "s"


BRIEFING = {
    "ru": (
        "Сводка военного ведомства России",
        (
            "Под Читой начались учения, на которые призваны двести резервистов.",
            "Войска КНДР, прибывшие в Курскую область, заняли там посёлок.",
        ),
    ),
    "ko": (
        "러시아 국방부 정례브리핑",
        (
            "국방부는 정례브리핑에서 해병대 급식 개선 방안을 설명했다.",
            "국방부는 정례브리핑에서 북한군이 쿠르스크에서 벨고로드로 이동했다고 밝혔다.",
        ),
    ),
}


@pytest.mark.parametrize("language", BRIEFING)
def test_the_headline_over_a_source_s_daily_page_tells_of_no_event(language: str) -> None:
    title, (first, second) = BRIEFING[language]
    monday = told("a", title, first, language=language)
    tuesday = told("b", title, second, language=language, published=after(days=1))
    assert placed(tuesday, monday).by is None
    parts = {part.name for part in Compared(tuesday, {}, 500).link(monday).parts}
    assert parts.isdisjoint(("headline words", "headline entities", "concepts across headline and text"))


def test_the_same_headline_within_hours_is_another_filing() -> None:
    title, (first, _) = BRIEFING["ko"]
    flash = told("a", title, language="ko")
    assert placed(told("b", title, first, language="ko", published=after(hours=3)), flash).by == "a"


def test_a_copy_and_a_filing_share_the_story_in_any_case() -> None:
    first = told("a", *OTHER["en"], published=after(days=-20))
    new = told("b", *FERRY["en"])
    for link in (
        place(new, copy=(first, 0.9), counts={}, total=0),
        place(new, chain=[told("z", "Other"), first], counts={}, total=0),
    ):
        assert (link.story, link.by, link.score) == ("story-a", "a", CERTAIN)
        assert link.parts


def test_what_is_common_in_the_stream_links_less() -> None:
    one, other = told("a", *FERRY["en"]), told("b", *FERRY["ru"], language="ru")
    rare = Compared(one, {}, 500).link(other)
    common = Compared(one, dict.fromkeys(one.reading.features.terms, 250), 500).link(other)
    assert common.score < rare.score
    weights = rarities(["e:a", "te:a", "e:b", "e:c"], {"e:a": 400, "e:b": 20}, 500)
    assert weights["e:a"] == weights["te:a"] < weights["e:b"] < weights["e:c"] == 1


def test_the_same_act_of_the_other_korea_is_another_event() -> None:
    north = told("a", "Delegation of North Korea's parliament visits Moscow")
    south = told("b", "Delegation of South Korea's parliament visits Moscow")
    parts = {part.name: part.weight for part in Compared(south, {}, 500).link(north).parts}
    assert parts["the other Korea"] < 0
    assert Compared(north, {}, 500).link(north).score > Compared(south, {}, 500).link(north).score


def test_what_is_common_everywhere_is_common_in_an_empty_store_too() -> None:
    weights = rarities(["e:russia", "c:talks", "c:ballet"], {}, 0)
    assert weights["e:russia"] < weights["c:talks"] < weights["c:ballet"]


def test_terms_of_kinds_that_another_version_knew_do_no_harm() -> None:
    first = told("a", *FERRY["en"])
    old = Features(terms=(*first.reading.features.terms, "z:1"))
    new = told("b", *FERRY["ru"], language="ru")
    assert placed(replace(new, reading=replace(new.reading, features=old)), first).by == "a"
    assert placed(new, replace(first, reading=replace(first.reading, features=old))).by == "a"


def test_an_article_that_says_nothing_founds_a_story() -> None:
    assert placed(told("b", ""), told("a", ""), told("c", *FERRY["en"])).by is None


def test_neighbours_are_looked_up_by_what_means_the_same_in_every_language() -> None:
    assert telling(["c:x", "d:1", "e:x", "n:80", "p:KM", "tc:x", "te:x", "tw:x", "w:x"]) == (
        "c:x",
        "e:x",
        "n:80",
        "p:KM",
    )


def test_placing_is_quick_among_as_many_neighbours_as_are_asked_for() -> None:
    neighbours = [told(f"a{n}", *FERRY["en"], story=f"s{n % 20}") for n in range(NEIGHBOURS)]
    assert placed(told("b", *FERRY["ru"], language="ru"), *neighbours).by
