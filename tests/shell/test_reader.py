"""What the reader understands of a feed's entry, as topics, rules and searches see it."""

from __future__ import annotations

import pytest

from monitor.core.config import load
from monitor.core.errors import ExpressionError
from monitor.core.model import Entry
from monitor.reader import Reader, subject_of
from monitor.reports.items import Item

CONFIG = b"""\
version: 1
feeds:
  - {id: tass-en, source: tass, url: "http://wire.example/en.xml", language: en}
  - {id: tass-ru, source: tass, url: "http://wire.example/ru.xml", language: ru}
topics:
  - {id: english-wire, when: "feed:tass-en"}
  - {id: wire, when: "source:tass"}
rules:
  - {id: harvests, topic: english-wire, when: harvest}
"""
SETTINGS = load(CONFIG, file="feeds.yaml", env={})
ENTRY = Entry(link="http://wire.example/1", title="A record harvest", summary="The largest in ten years.")


def test_a_topic_may_ask_for_a_feed() -> None:
    reader = Reader(SETTINGS)
    english, russian = (reader.reading(ENTRY, feed) for feed in SETTINGS.feeds)
    assert [verdict.keep for verdict in english.verdicts] == [True, True]
    assert [verdict.keep for verdict in russian.verdicts] == [False, True]
    assert [match.rule for match in english.matches] == ["harvests"]
    assert not russian.matches


def test_what_is_stored_is_found_by_what_its_entry_was_matched_by() -> None:
    reader = Reader(SETTINGS)
    stored = subject_of(reader.reading(ENTRY, SETTINGS.feeds[0]))
    for expression in ("harvest", "feed:tass-en", "topic:english-wire source:tass", "lang:en"):
        assert reader.find(reader.parse(expression), stored) is not None


@pytest.mark.parametrize("expression", ["@atlantis", "topic:atlantis", "facet:atlantis", "cites:atlantis"])
def test_a_name_that_nothing_has_is_refused(expression: str) -> None:
    with pytest.raises(ExpressionError, match="atlantis"):
        Reader(SETTINGS).parse(expression)


@pytest.mark.parametrize(
    ("title", "text", "agency"),
    [
        ("Rain to stop", "BUSAN, May 3 (Yonhap) -- The rain will stop on Monday.", "yonhap"),
        ("Дожди прекратятся", "СЕУЛ, 3 мая. /ТАСС/. Дожди прекратятся в понедельник.", "tass"),
        ("비 그친다", "[부산=뉴시스] 홍길동 기자 = 월요일에 비가 그친다.", "newsis"),
        ("雨止む", "【ソウル聯合ニュース】月曜日に雨が止む。", "yonhap"),
        ("Rain to stop", "The rain will stop on Monday.\n(Yonhap)", "yonhap"),
        ("Rain to stop", "The rain will stop on Monday.\n\nSource: KCNA", "kcna"),
    ],
)
def test_a_feeds_entry_and_an_item_cite_the_same(title: str, text: str, agency: str) -> None:
    """Also where the source is named only in what is cut off before an article is stored."""
    settings = load(b"version: 1\nfeeds: [{id: herald, url: 'http://h.example/'}]", file="feeds.yaml", env={})
    reader = Reader(settings)
    item = Item(id=1, title=title, text=text, source="herald")
    stored = reader.reading(Entry(link="http://h.example/1", title=title, summary=text), settings.feeds[0])
    assert [citation.agency for citation in reader.understand(item).cites] == [agency]
    (citation,) = stored.cites
    assert citation.agency == agency
    assert getattr(stored, citation.field)[citation.start : citation.end] == citation.text
    assert reader.find(reader.parse(f"cites:{agency}"), subject_of(stored)) is not None
