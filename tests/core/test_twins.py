"""Two stories are one only if their members are linked with each other on the whole."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from monitor.core.features import features
from monitor.core.stories import place
from monitor.core.stories.twins import twins_of
from tests.build import NOW, article

if TYPE_CHECKING:
    from monitor.core.model import Article

FERRY = (
    "Ivanchenko opens ferry line to Rason with 1500 tonnes of grain",
    "The territory's minister Ivanchenko opened a ferry line to Rason; it took 1500 tonnes of grain.",
)
PORT = (
    "Rason port takes 1500 tonnes of grain from Ivanchenko's ferry",
    "The port of Rason unloaded 1500 tonnes of grain from the first ferry, said the minister Ivanchenko.",
)
OPERA = (
    "Vladivostok opera on tour in Seoul with 320 artists",
    "The opera of Vladivostok went on a tour of Seoul with 320 artists, said its director Belyaeva.",
)


def story(name: str, words: tuple[str, str], count: int = 2) -> list[Article]:
    title, text = words
    return [
        article(
            f"{name}{number}",
            title=title,
            text=text,
            story=name,
            features=features(title, text),
            published=NOW + timedelta(hours=number),
            first_seen=NOW + timedelta(days=2),
        )
        for number in range(count)
    ]


def test_stories_whose_members_are_linked_are_one() -> None:
    others = {"b": story("b", PORT), "c": story("c", OPERA)}
    assert twins_of(story("a", FERRY), others, counts={}, total=0) == ("b",)


def test_one_article_proves_nothing() -> None:
    assert twins_of(story("a", FERRY, 1), {"b": story("b", FERRY)}, counts={}, total=0) == ()
    assert twins_of(story("a", FERRY), {"b": story("b", FERRY, 1)}, counts={}, total=0) == ()


def test_an_article_of_both_links_them_and_leaves_them_what_they_are() -> None:
    both = story("new", FERRY, 1)[0]
    link = place(both, neighbours=[*story("a", FERRY), *story("b", PORT)], counts={}, total=0)
    assert (link.story, link.also) == ("a", ("b",))
    apart = place(both, neighbours=[*story("a", FERRY), *story("b", OPERA)], counts={}, total=0)
    assert (apart.story, apart.also) == ("a", ())
