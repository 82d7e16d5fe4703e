"""Who had a story first, who has it from whom, and who has it not."""

from __future__ import annotations

from monitor.core.model import Article, Citation
from monitor.core.spread import spread
from tests.build import after, article


def told(name: str, source: str, language: str, minutes: float, *cites: str) -> Article:
    return article(
        name,
        source=source,
        language=language,
        published=after(minutes=minutes),
        first_seen=after(hours=9),
        cites=tuple(Citation(agency=agency, field="text", start=0, end=1, text=agency) for agency in cites),
    )


STORY = (
    told("ko-2", "yonhap", "ko", 50, "tass"),
    told("ru-1", "tass", "ru", 0, "kcna", "tass"),
    told("en-1", "tass", "en", 30),
    told("ru-2", "tass", "ru", 40),
    told("ko-1", "yonhap", "ko", 45, "tass", "tass"),
)


def test_the_first_is_the_one_published_first_whenever_it_was_seen() -> None:
    assert spread(STORY, ()).first.id == "ru-1"


def test_sources_have_it_by_language_in_the_order_they_had_it() -> None:
    tellings = spread(STORY, ()).tellings
    assert [(it.source, it.language, it.first.id, it.articles) for it in tellings] == [
        ("tass", "ru", "ru-1", 2),
        ("tass", "en", "en-1", 1),
        ("yonhap", "ko", "ko-1", 2),
    ]
    assert [it.since for it in tellings] == [after(), after(minutes=30), after(minutes=45)]
    assert spread(STORY, ()).languages == (
        ("ru", after()),
        ("en", after(minutes=30)),
        ("ko", after(minutes=45)),
    )


def test_who_cites_whom_and_which_of_them_were_not_seen() -> None:
    found = spread(STORY, ())
    assert [(it.source, it.agency, it.since, it.articles) for it in found.citings] == [
        ("tass", "kcna", after(), 1),
        ("yonhap", "tass", after(minutes=45), 2),
    ]
    assert found.unseen == ("kcna",)


def test_outlets_that_are_watched_and_have_it_not() -> None:
    watched = [
        ("yonhap", "en"),
        ("tass", "ru"),
        ("yonhap", "ko"),
        ("kcna", ""),
        ("tass", ""),
        ("yonhap", "en"),
    ]
    assert spread(STORY, watched).missing == (("kcna", ""), ("yonhap", "en"))
