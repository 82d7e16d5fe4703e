"""A story from its first report to its developments, as the pipeline files and tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from monitor.core.text import search_text
from storage import open_store
from tests.shell import desk
from tests.shell.test_same_article import Item, rss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """\
version: 1
feeds:
  - {id: tass-ru, source: tass, url: "http://tass.example/ru.xml", language: ru, backlog: alert}
  - {id: paper, source: paper, url: "http://paper.example/en.xml", language: en, backlog: alert}
topics:
  - id: korea-russia
    name: Korea and Russia
    model: relation
    facets: {rok-russia: [south-korea, russia], dprk-russia: [north-korea, russia]}
rules:
  - {id: rail, name: Railways, when: "@north-korea AND (rail OR train OR состав OR железнодорожный)",
     updates: true, channels: [hook]}
channels:
  - {id: hook, type: webhook, url: "http://hook.example/", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}
"""

FIRST = Item(
    link="https://tass.example/1",
    title="Россия и КНДР возобновили железнодорожное сообщение через Хасан",
    text="Россия и КНДР в понедельник возобновили железнодорожное сообщение через пограничный переход Хасан.",
    date="Mon, 02 Mar 2026 06:00:00 GMT",
)
THE_SAME = Item(
    link="https://paper.example/1",
    title="Russia, North Korea resume rail traffic across Khasan",
    text="Russia and North Korea on Monday resumed rail traffic across the Khasan border, TASS said.",
    date="Mon, 02 Mar 2026 07:00:00 GMT",
)
DEVELOPMENT = Item(
    link="https://paper.example/2",
    title="First train from Russia reaches North Korea across Khasan",
    text=(
        "The first train since rail traffic of Russia and North Korea was resumed across Khasan on Monday "
        "took 1,340 tonnes of flour over the border crossing."
    ),
    date="Mon, 02 Mar 2026 08:00:00 GMT",
)


@pytest.fixture(params=["memory:", "sqlite:///tumen.db"])
def room(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[desk.Newsroom]:
    store = open_store(request.param, folder=tmp_path, search_text=search_text)
    yield desk.Newsroom(store, CONFIG.encode())
    store.close()


def test_a_story_is_told_once_and_again_when_it_goes_on(room: desk.Newsroom) -> None:
    for feed, items in (("tass-ru", [FIRST]), ("paper", [THE_SAME]), ("paper", [DEVELOPMENT, THE_SAME])):
        room.fetcher.serve(rss(*items), etag=f'"{len(items)}{feed}"')
        room.check(feed)
    assert len({article.story for article in room.store.articles()}) == 1
    first, update = room.notifications
    assert first.payload["article"]["title"] == FIRST.title
    assert first.payload["update"] is None
    assert update.payload["article"]["title"] == DEVELOPMENT.title
    assert "1,340" in update.payload["update"]["new"]
    assert len(update.payload["story"]["articles"]) == 3
    assert update.story == first.story
