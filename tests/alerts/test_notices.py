"""What the operator is told: once each occasion, by a channel that is of use, a flood of it together."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.feed_trouble import speaks_again
from alerts.notices import notice
from alerts.payload import LIMIT, notice_data, size
from alerts.render.notices import CATALOGUES, worded
from alerts.trouble import refused_recipients, stuck, unreachable
from monitor.core.accounts import Queue
from monitor.core.fetching import Outcome
from tests.alerts.desk import desk, settings
from tests.alerts.troubles import FEED, every_trouble
from tests.build import NOW, after, delivery, notification

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from alerts.trouble import Trouble
    from monitor.core.model import JSON
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings


SPEAKS = speaks_again(FEED, NOW)


def tell(
    store: Store,
    configured: Settings,
    *,
    now: datetime = NOW,
    not_by: str | None = None,
    **more: str,
) -> bool:
    with store.unit() as unit:
        return notice(unit, replace(SPEAKS, **more), settings=configured, now=now, not_by=not_by)  # type: ignore[arg-type]


def test_the_operator_is_told_once_of_each_occasion(store: Store) -> None:
    at = desk(store)
    assert tell(store, at.settings)
    assert not tell(store, at.settings, now=after(days=1))
    assert tell(store, at.settings, now=after(days=1), occasion="again")
    assert [told.kind for told in at.told] == ["notice", "notice"]
    assert at.told[0].payload["notice"] == {
        "kind": "feed-speaks-again",
        "about": "tass-en",
        "title": "TASS (tass-en) speaks again",
        "text": "It was silent since 2026-03-02 09:00 UTC.",
        "headline": {"say": "feed-speaks-again", "feed": "TASS (tass-en)"},
        "lines": [[{"say": "feed-speaks-again.since", "since": NOW.isoformat()}]],
    }
    assert {delivery.channel for delivery, _ in at.outbox} == {"desk"}


def test_good_news_is_not_urgent(store: Store) -> None:
    at = desk(store)
    tell(store, at.settings)
    with store.unit() as unit:
        notice(unit, unreachable("hook", NOW, "refused"), settings=at.settings, now=NOW)
    assert [told.severity for told in at.told] == ["normal", "high"]
    assert [told.payload["rule"]["severity"] for told in at.told] == ["normal", "high"]


def test_a_notice_about_a_channel_goes_by_another(store: Store) -> None:
    at = desk(store, notices=("desk", "hook"))
    assert tell(store, at.settings, not_by="desk")
    assert {delivery.channel for delivery, _ in at.outbox} == {"hook"}


def test_without_a_channel_a_notice_is_not_made(store: Store) -> None:
    assert not tell(store, settings(notices=()))
    assert not tell(store, settings(off=("desk",)))


def test_many_notices_at_once_are_folded(store: Store) -> None:
    at = desk(store)
    for n in range(50):
        tell(store, at.settings, about=f"feed-{n}")
    assert len(at.told) == 20
    at.digests(after(hours=1))
    assert at.told[-1].payload["count"] == 30
    assert [delivery.channel for delivery, told in at.outbox if told.kind == "digest"] == ["desk"]


# --- in the reader's language -------------------------------------------------------------------------

FIELDS = re.compile(r"\{(\w+)(?::(\w+))?\}")


def test_every_catalogue_has_the_same_sentences_with_the_same_fields() -> None:
    fields = [
        {name: sorted(FIELDS.findall(text)) for name, text in sentences.items()}
        for sentences in CATALOGUES.values()
    ]
    assert all(one == fields[0] for one in fields)


def phrases(part: object) -> Iterator[JSON]:
    """The phrases in a notice, those within others too."""
    if isinstance(part, dict):
        if "say" in part:
            yield part
        part = tuple(part.values())
    if isinstance(part, list | tuple):
        for inner in part:
            yield from phrases(inner)


def test_every_sentence_is_said_of_something() -> None:
    said = {phrase["say"] for it in every_trouble() for phrase in phrases([it.headline, it.lines])}
    elsewhere = {"alive", "alive.failing", "alive.silent.more"}
    assert said | elsewhere == set(CATALOGUES["en"])


def test_an_outcome_is_called_in_english_as_everywhere_else() -> None:
    outcomes = {name: text for name, text in CATALOGUES["en"].items() if name.startswith("outcome.")}
    assert all(text == str(Outcome(text)) for text in outcomes.values())
    assert all(name == f"outcome.{text.replace(' ', '-')}" for name, text in outcomes.items())


@pytest.mark.parametrize("it", every_trouble(), ids=lambda it: it.kind)
def test_every_notice_is_said_in_every_language(it: Trouble) -> None:
    notice = json.loads(json.dumps(notice_data(it)))["notice"]
    assert worded(notice, language="en", timezone="UTC")[0] == notice["title"]
    for language, own in (("ru", "[А-Яа-яё]"), ("ko", "[가-힣]")):
        headline, text = worded(notice, language=language, timezone="Asia/Seoul")
        assert re.search(own, headline)
        assert "\n" not in headline
        assert text.count("\n") == it.text.count("\n")
        for line, english in zip(text.splitlines(), it.text.splitlines(), strict=True):
            # What a receiver, a file or another's article says stays as it is.
            assert re.search(own, line) or line == english or "nothing is stored" in line
    assert size(notice_data(it)) < LIMIT


def test_a_notice_has_the_times_and_units_of_its_reader() -> None:
    notice = notice_data(
        stuck(Queue(channel="hook", waiting=1200, since=NOW, last_sent=None), NOW, after(hours=30))
    )
    texts = {
        language: worded(notice["notice"], language=language, timezone=zone)[1]
        for language, zone in (("en", "UTC"), ("ru", "Europe/Moscow"), ("ko", "Asia/Seoul"))
    }
    assert "1,200 deliveries wait for it, the first since 2026-03-02 09:00 UTC, 1 d 6 h ago." in texts["en"]
    assert "1\u00a0200, первое с 2026-03-02 12:00 MSK, уже 1 д 6 ч." in texts["ru"]
    assert "1,200건이 대기 중이며, 첫 건은 2026-03-02 18:00 KST부터 1일 6시간째입니다." in texts["ko"]


def test_what_outsiders_say_is_no_format_and_finds_an_end() -> None:
    evil = unreachable("hook", NOW, "{since.__class__} {0} {} " + "x" * 1_000)
    assert "{since.__class__} {0} {}" in evil.text
    assert len(evil.text) < 500


def test_of_very_many_refused_recipients_some_are_named() -> None:
    refused = [f"reader-{number}@desk.example" for number in range(500)]
    told = refused_recipients(delivery(), notification(), refused, "; ".join(refused))
    assert "reader-19@desk.example, …; the others have it" in told.text
    assert len(told.text) < 1_500
