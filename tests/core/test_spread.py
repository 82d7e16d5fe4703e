"""Who had a story first, who has it from whom, and who has it not."""

from __future__ import annotations

from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

from monitor.core.model import Article, Citation
from monitor.core.spread import spread
from tests.build import after, article

if TYPE_CHECKING:
    from datetime import datetime

MIDNIGHT = after(hours=-9)  # of the day on which all this happens, in UTC
SEOUL = timezone(timedelta(hours=9))


def told(name: str, source: str, language: str, minutes: float, *cites: str, **more: Any) -> Article:
    plausible: dict[str, Any] = {
        "source": source,
        "language": language,
        "published": after(minutes=minutes),
        "first_seen": after(hours=9),
        "cites": tuple(
            Citation(agency=agency, field="text", start=0, end=1, text=agency) for agency in cites
        ),
    }
    return article(name, **plausible | more)


def order(*articles: Article, **more: Any) -> list[str]:
    """The first article of each outlet, in the order in which they have the story."""
    return [it.first.id for it in spread(articles, {}, **more).tellings]


def held(*articles: Article, **more: Any) -> dict[str, datetime]:
    return {it.first.id: it.since for it in spread(articles, {}, **more).tellings}


STORY = (
    told("ko-2", "yonhap", "ko", 50, "tass"),
    told("ru-1", "tass", "ru", 0, "kcna", "tass"),
    told("en-1", "tass", "en", 30),
    told("ru-2", "tass", "ru", 40),
    told("ko-1", "yonhap", "ko", 45, "tass", "tass"),
)


def test_the_first_is_the_one_published_first_whenever_it_was_seen() -> None:
    assert spread(STORY, {}).first.id == "ru-1"


def test_sources_have_it_by_language_in_the_order_they_had_it() -> None:
    tellings = spread(STORY, {}).tellings
    assert [(it.source, it.language, it.first.id, it.articles) for it in tellings] == [
        ("tass", "ru", "ru-1", 2),
        ("tass", "en", "en-1", 1),
        ("yonhap", "ko", "ko-1", 2),
    ]
    assert [it.since for it in tellings] == [after(), after(minutes=30), after(minutes=45)]
    assert spread(STORY, {}).languages == (
        ("ru", after()),
        ("en", after(minutes=30)),
        ("ko", after(minutes=45)),
    )


def test_which_service_cites_whom_and_which_of_them_were_not_seen() -> None:
    found = spread((*STORY, told("en-2", "yonhap", "en", 55, "tass")), {})
    assert [(it.source, it.language, it.agency, it.since, it.articles) for it in found.citings] == [
        ("tass", "ru", "kcna", after(), 1),
        ("yonhap", "ko", "tass", after(minutes=45), 2),
        ("yonhap", "en", "tass", after(minutes=55), 1),
    ]
    assert found.unseen == ("kcna",)


# --- who was first --------------------------------------------------------------------------------


def test_a_time_that_is_only_a_date_does_not_make_an_article_the_first() -> None:
    wire = told("wire", "tass", "ru", 0, first_seen=after(minutes=5))
    dated = told("dated", "ria", "ru", 0, published=MIDNIGHT, first_seen=after(hours=2))
    assert order(dated, wire) == ["wire", "dated"]
    assert held(dated, wire)["dated"] == after(hours=2)


def test_a_date_is_midnight_in_the_zone_of_its_feed_too() -> None:
    in_seoul = told("dated", "kbs", "ko", 0, feed="kbs-ko", published=after(hours=-18), first_seen=after())
    wire = told("wire", "tass", "ru", -60)
    assert order(in_seoul, wire) == ["dated", "wire"]
    assert order(in_seoul, wire, zones={"kbs-ko": SEOUL}) == ["wire", "dated"]


def test_what_was_read_long_after_its_date_came_at_the_end_of_its_day_at_the_latest() -> None:
    old = told("dated", "kcna", "en", 0, published=MIDNIGHT, first_seen=after(days=4))
    assert held(old) == {"dated": MIDNIGHT + timedelta(days=1)}
    assert order(told("next-day", "tass", "ru", 24 * 60, first_seen=after(days=4)), old) == [
        "dated",
        "next-day",
    ]


def test_a_time_that_had_not_come_and_none_at_all_count_as_when_it_was_seen() -> None:
    wire = told("wire", "tass", "ru", 30)
    ahead = told("ahead", "kbs", "ko", 9 * 60, first_seen=after(minutes=40))
    undated = told("undated", "ria", "ru", 0, published=None, first_seen=after(minutes=50))
    assert held(undated, ahead, wire) == {
        "wire": after(minutes=30),
        "ahead": after(minutes=40),
        "undated": after(minutes=50),
    }


def test_no_article_comes_before_the_one_whose_agency_it_cites() -> None:
    wire = told("wire", "tass", "ru", 60)
    hours_off = told("citing", "paper", "en", -180, "tass")
    found = spread((hours_off, wire), {})
    assert found.first.id == "wire"
    assert [it.since for it in found.citings] == [after(minutes=60)]


def test_nor_does_one_that_cites_it_at_second_hand() -> None:
    wire = told("wire", "kcna", "ko", 60)
    agency = told("agency", "yonhap", "ko", 30, "kcna")
    paper = told("paper", "paper", "en", 0, "yonhap")
    assert order(paper, agency, wire) == ["wire", "agency", "paper"]


def test_articles_of_one_day_of_which_only_the_date_is_known_come_in_the_order_of_their_citing() -> None:
    wire = told("wire", "kcna", "ko", 0, published=MIDNIGHT)
    citing = told("citing", "daily", "ko", 0, "kcna", published=MIDNIGHT)
    assert order(citing, wire) == ["wire", "citing"]


def test_what_was_seen_here_was_there_whatever_it_cites() -> None:
    early = told("early", "paper", "en", 0, "tass", first_seen=after(minutes=3))
    late = told("late", "tass", "ru", 60, first_seen=after(minutes=65))
    assert held(early, late) == {"early": after(), "late": after(minutes=60)}


def test_an_undated_article_of_the_agency_puts_back_nobody_who_says_when() -> None:
    wire = told("wire", "tass", "ru", 0, "ria", first_seen=after(minutes=90))
    undated = told("undated", "ria", "ru", 0, published=None, first_seen=after(minutes=80))
    assert held(undated, wire) == {"wire": after(), "undated": after(minutes=80)}


def test_two_that_cite_each_other_stay_in_the_order_of_their_times() -> None:
    one, other = told("one", "tass", "ru", 0, "kcna"), told("other", "kcna", "ko", 5, "tass")
    assert held(other, one) == {"one": after(), "other": after(minutes=5)}


# --- who has whose text ---------------------------------------------------------------------------


def test_copies_say_whose_text_an_outlet_has() -> None:
    wire = told("wire", "tass", "ru", 0)
    again = told("again", "tass", "ru", 20, copy_of="wire")
    paper = told("paper", "paper", "ru", 10, copy_of="wire")
    found = spread((paper, wire, again), {})
    assert [(it.source, it.language, it.of, it.since, it.articles) for it in found.copyings] == [
        ("paper", "ru", ("tass", "ru"), after(minutes=10), 1)
    ]


def test_a_text_that_was_read_here_in_its_copy_first_is_still_the_one_of_whoever_had_it_first() -> None:
    wire = told("wire", "tass", "ru", 0, copy_of="paper", first_seen=after(minutes=30))
    paper = told("paper", "paper", "ru", 10, first_seen=after(minutes=15))
    (found,) = spread((paper, wire), {}).copyings
    assert (found.source, found.of) == ("paper", ("tass", "ru"))


# --- who has it not -------------------------------------------------------------------------------


def test_outlets_that_are_watched_and_have_it_not() -> None:
    watched = dict.fromkeys(
        [("yonhap", "en"), ("tass", "ru"), ("yonhap", "ko"), ("kcna", ""), ("tass", "")], after(hours=9)
    )
    found = spread(STORY, watched)
    assert found.missing == (("kcna", ""), ("yonhap", "en"))
    assert found.unread == ()


def test_of_an_outlet_that_was_not_read_since_the_story_began_nobody_knows() -> None:
    watched = {("kcna", "ko"): None, ("ria", "ru"): after(minutes=-1), ("yonhap", "en"): after(minutes=1)}
    found = spread(STORY, watched)
    assert found.missing == (("yonhap", "en"),)
    assert found.unread == (("kcna", "ko"), ("ria", "ru"))


def test_outlets_that_have_it_in_a_story_that_seems_to_be_the_same() -> None:
    watched = {("yonhap", "en"): after(hours=9), ("kcna", ""): None, ("ria", "ru"): after(hours=9)}
    twin = (
        told("twin-1", "yonhap", "en", 20, story="twin"),
        told("twin-2", "kcna", "ko", 30, story="twin"),
    )
    found = spread(STORY, watched, linked=[twin])
    assert found.elsewhere == ((("kcna", ""), "twin"), (("yonhap", "en"), "twin"))
    assert (found.missing, found.unread) == ((("ria", "ru"),), ())
    assert found.unseen == ()
