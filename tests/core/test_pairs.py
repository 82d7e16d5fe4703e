"""Why two articles are, or are not, linked: the parts, with names as they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.features import features
from monitor.core.stories.pairs import compare
from tests.build import after, article

if TYPE_CHECKING:
    from monitor.core.model import Article

RUSSIAN = (
    "Министр Иванченко провёл переговоры в Расоне",
    "Министр транспорта края Иванченко провёл в Расоне переговоры о пароме, который возьмёт 1500 тонн.",
)
ENGLISH = (
    "Minister Ivanchenko holds ferry talks in Rason",
    "The territory's transport minister Ivanchenko held talks in Rason on a ferry for 1,500 tonnes.",
)
OTHER = (
    "Snow falls in the mountains",
    "Up to 40 centimetres of snow fell in the mountains, forecasters said.",
)


def filed(name: str, words: tuple[str, str], language: str, hours: float) -> Article:
    title, text = words
    return article(
        name,
        title=title,
        text=text,
        language=language,
        published=after(hours=hours),
        first_seen=after(hours=30),
        features=features(title, text),
    )


def test_the_parts_add_up_and_name_what_is_shared_whichever_is_asked_about_first() -> None:
    one, other = filed("ru", RUSSIAN, "ru", 0), filed("en", ENGLISH, "en", 3)
    link = compare(one, other, counts={}, total=0)
    assert link == compare(other, one, counts={}, total=0)
    assert link.score > 0
    assert abs(sum(part.weight for part in link.parts) - link.score) < 0.1
    shared = {part.name: part.detail for part in link.parts}
    assert "Иванченко" in shared["names"]
    assert "1500" in shared["numbers"]
    assert shared["time"] == ""


def test_articles_that_share_nothing_are_linked_by_nothing() -> None:
    link = compare(filed("ru", RUSSIAN, "ru", 0), filed("x", OTHER, "en", 3), counts={}, total=0)
    assert link.score < 0
    assert not any(part.detail for part in link.parts)
