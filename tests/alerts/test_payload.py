"""What a notification says: complete where it is short, bounded where an article is not."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from alerts.feed_trouble import speaks_again
from alerts.payload import LIMIT, Names, digest_data, iso, joined_data, match_data, notice_data, size
from monitor.core.model import JSON, Article, DigestItem, Evidence, Match
from tests.alerts.samples import ENGLISH, KOREAN, NAMES, RUSSIAN, STORY, match_of, told
from tests.alerts.troubles import FEED
from tests.build import NOW, after, article


def data(of: Article = ENGLISH, *words: str, story: tuple[Article, ...] = STORY) -> JSON:
    return match_data(of, match_of(of, *(words or ("troops",))), story, names=NAMES)


def test_an_article_is_told_with_its_source_times_and_text() -> None:
    assert data()["article"] == {
        "id": "en-1",
        "url": "https://en.news.example/1?a=1&b=2",
        "title": "North Korean troops arrive in Vladivostok to build a bridge",
        "language": "en",
        "source": "tass",
        "source_name": "TASS",
        "feed": "tass-en",
        "published": "2026-03-02T08:55:00Z",
        "first_seen": "2026-03-02T09:00:00Z",
        "summary": ENGLISH.reading.text,
        "revision": 1,
        "markers": [],
        "copy_of": None,
    }


def test_evidence_counts_code_points_of_the_named_field() -> None:
    for piece in data(ENGLISH, "troops", "bridge")["match"]["evidence"]:
        text = ENGLISH.reading.title if piece["field"] == "title" else ENGLISH.reading.text
        assert text[piece["start"] : piece["end"]] == piece["text"]


def test_passages_show_the_words_where_they_stand() -> None:
    title, text = data()["match"]["passages"]
    for passage in (title, text):
        ((start, end),) = passage["marks"]
        assert passage["text"][start:end] == "troops"
    assert title["text"] == ENGLISH.reading.title


def test_topics_stories_and_citations_are_told() -> None:
    told = data()
    assert told["match"]["topics"]["korea-russia"] == {
        "name": "Korea–Russia relations",
        "keep": True,
        "score": 4.25,
        "facets": ["dprk-russia"],
        "evidence": [
            {"field": "title", "start": 0, "end": 12, "text": "North Korean", "entity": "north-korea"}
        ],
    }
    assert told["story"]["id"] == "s1"
    assert [member["language"] for member in told["story"]["articles"]] == ["ko", "ru", "en"]
    assert told["cites"] == ["yonhap"]
    assert told["truncated"] == []


def test_an_article_is_part_of_its_own_story() -> None:
    assert [member["id"] for member in data(story=())["story"]["articles"]] == ["en-1"]


@pytest.mark.parametrize("years", [73, -56])
def test_an_impossible_publication_time_is_not_told(years: int) -> None:
    odd = replace(ENGLISH, reading=replace(ENGLISH.reading, published=NOW.replace(year=NOW.year + years)))
    assert data(odd)["article"]["published"] is None


def test_times_are_utc_with_a_z() -> None:
    assert iso(NOW) == "2026-03-02T09:00:00Z"
    assert iso(None) is None


def hostile() -> tuple[Article, Match]:
    text = "войска " * 150_000
    evidence = tuple(
        Evidence(field="text", start=at, end=at + 6, text="войска", term=f"войска{at}" * 50)
        for at in range(0, 700_000, 7)
    )
    of = article(
        "x",
        title="T" * 300_000,
        text=text,
        url="https://x.example/" + "a" * 50_000,
        story="s1",
        source="s" * 60,
        feed="f",
        cites=ENGLISH.reading.cites,
        verdicts=ENGLISH.reading.verdicts,
    )
    return of, Match(rule="troops", evidence=evidence)


def test_a_payload_stays_under_20_kb_and_says_what_was_shortened() -> None:
    of, match = hostile()
    story = tuple(article(f"m{n}", title="제목" * 200, story="s1") for n in range(400))
    told = match_data(of, match, story, names=Names(feeds={}, topics={}))
    assert size(told) <= LIMIT
    assert {"article.url", "article.title", "article.summary", "match.evidence", "story.articles"} <= set(
        told["truncated"]
    )
    assert told["article"]["title"].endswith("…")
    assert told["article"]["url"] == ""
    assert told["story"]["count"] == 401
    assert "x" in [member["id"] for member in told["story"]["articles"]]


def test_a_long_story_is_told_by_the_first_report_in_each_language_and_the_latest() -> None:
    story = tuple(
        article(f"m{n}", language="ja" if n == 50 else "en", first_seen=after(minutes=n), story="s1")
        for n in range(100)
    )
    members = [member["id"] for member in data(story[99], story=story)["story"]["articles"]]
    assert {"m0", "m50", "m99", "m98"} <= set(members)
    assert members == sorted(members, key=lambda name: int(name[1:]))


def test_a_storys_articles_are_in_the_order_of_the_times_that_are_told() -> None:
    moments = {"late": -90, "early": -200, "undated": None, "same": -90, "impossible": 9_000}
    story = [
        article(
            name,
            first_seen=NOW,
            published=None if at is None else after(minutes=at),
            language=name[:2],
            story="s1",
        )
        for name, at in moments.items()
    ]
    for members in (data(story=tuple(story))["story"], joined_data(story[:4], names=NAMES)):
        names = [member["id"] for member in members["articles"] if member["id"] in moments]
        assert names[:4] == ["early", "late", "same", "undated"]
        assert members["sources"][0]["languages"][:3] == ["ea", "la", "sa"]


def test_half_a_surrogate_pair_cannot_break_the_json() -> None:
    odd = replace(ENGLISH, reading=replace(ENGLISH.reading, title="troops \ud800 here"))
    assert size(data(odd))


def item(n: int, payload: JSON | None = None, **more: Any) -> DigestItem:
    plausible: dict[str, Any] = {
        "rule": "troops",
        "due": after(hours=1),
        "once": f"story:{n}",
        "at": NOW,
        "article": "en-1",
        "channels": ("desk",),
        "payload": payload or told().payload,
    }
    return DigestItem(**plausible | more)


def test_stories_that_proved_to_be_the_same_are_told_of() -> None:
    other = article("o", title="Builders cross the river", story="s2")
    told_of = match_data(ENGLISH, match_of(ENGLISH, "troops"), STORY, names=NAMES, linked=[other])
    (linked,) = told_of["story"]["linked"]
    assert (linked["id"], linked["first"]["title"]) == ("s2", "Builders cross the river")
    assert data()["story"]["linked"] == []


def test_what_has_joined_gives_way_to_the_items_and_is_never_left_out() -> None:
    names = Names(feeds={}, topics={})
    joined = [joined_data([ENGLISH, KOREAN], names=names)]
    digest = digest_data([item(1)], joined * 30)
    assert [len(story["articles"]) for story in digest["joined"]] == [1] * 30
    assert {story["count"] for story in digest["joined"]} == {2}
    assert digest["truncated"] == ["joined"]
    assert size(digest) <= LIMIT + 200
    assert len(digest_data([item(1)], joined * 99)["joined"]) == 99


def test_a_story_says_who_tells_it_and_in_which_languages() -> None:
    again = replace(RUSSIAN, id="ru-2", reading=replace(RUSSIAN.reading, language="en"))
    told_of = match_data(ENGLISH, match_of(ENGLISH, "troops"), (KOREAN, RUSSIAN, again), names=NAMES)
    assert told_of["story"]["sources"] == [
        {"source": "yonhap", "source_name": "연합뉴스", "languages": ["ko"]},
        {"source": "tass", "source_name": "ТАСС", "languages": ["ru", "en"]},
    ]


def test_the_items_of_a_long_digest_still_say_how_far_the_story_went() -> None:
    digest = digest_data([item(n) for n in range(60)])
    assert digest["items"][0]["story"]["articles"] == []
    assert digest["items"][0]["story"]["count"] == 3
    assert [it["source"] for it in digest["items"][0]["story"]["sources"]] == ["yonhap", "tass"]


def test_a_digest_holds_what_each_item_would_have_told() -> None:
    digest = digest_data([item(1), item(2)])
    assert digest["count"] == 2
    assert digest["items"][0] == {
        key: told().payload[key] for key in ("article", "match", "update", "story", "cites")
    }
    assert digest["truncated"] == []


@pytest.mark.parametrize("count", [5, 20, 60])
def test_a_long_digest_has_shorter_items_but_all_of_them(count: int) -> None:
    digest = digest_data([item(n) for n in range(count)])
    assert len(digest["items"]) == count
    assert size(digest) <= LIMIT or count > 40
    assert all(one["article"]["url"] and one["article"]["title"] for one in digest["items"])
    assert json.loads(json.dumps(digest))["count"] == count


def test_notices_fold_into_digests_too() -> None:
    digest = digest_data([item(1, notice_data(speaks_again(FEED, NOW)))])
    assert digest["items"][0]["notice"]["about"] == "tass-en"
