"""What the reader understands of a feed's entry, as topics, rules and searches see it."""

from __future__ import annotations

from monitor.core.config import load
from monitor.core.model import Entry
from monitor.reader import Reader, subject_of

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
