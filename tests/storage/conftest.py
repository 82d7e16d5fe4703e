"""The stores under test: every engine through one fixture, and a file for what only SQLite has."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest

from monitor.core.model import Citation, Features, Mention
from storage import open_store
from tests.build import NOW, after, article, link, match, mention, part, reading, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from monitor.core.model import Article, Reading
    from monitor.core.protocols import Store

T = TypeVar("T")

ENGINES = ("memory:", "sqlite:///tumen.db")


def search_text(reading: Reading) -> str:
    """A stand-in for the real normal forms: the words in lower case."""
    return " ".join(re.findall(r"\w+", f"{reading.title} {reading.text}".casefold()))


def open_file(path: Path, *, busy: float = 5.0, create: bool = True) -> Store:
    """A store in this file."""
    return open_store(
        f"sqlite:///{path}",
        folder=path.parent,
        search_text=search_text,
        busy=timedelta(seconds=busy),
        create=create,
    )


def add(store: Store, *articles: Article) -> None:
    """File articles, each as the first of its story."""
    with store.unit() as unit:
        for one in articles:
            unit.add_article(one, link(one))


def ids(articles: Iterable[Article]) -> list[str]:
    return [article.id for article in articles]


FULL = article(
    "a-full",
    reading=reading(
        "Лавров прибыл в 평양",
        guid="tag:1",
        text="Текст\nв две строки",
        language="ru",
        published=after(minutes=-7, microseconds=123),
        markers=("urgent", "2nd-lead"),
        dateline="МОСКВА, 2 марта",
        byline="By A. Writer",
        trailer="(END)",
        chain="AEN20260302",
        keys=("url:x", "guid:tass:tag:1"),
        mentions=(mention("Лавров", "lavrov"), Mention(field="text", start=3, end=5, text="ст", entity="x")),
        cites=(Citation(agency="tass", field="text", start=0, end=4, text="ТАСС"),),
        verdicts=(
            verdict(facets=("dprk-russia",), evidence=(mention("Лавров", "lavrov"),), parts=(part(),)),
            verdict("other", keep=False, score=-0.25),
        ),
        matches=(match("troops", "Лавров", "прибыл"),),
        features=Features(
            content="00ff" * 4, signature=b"\x00\xff\x01", bands=(1, -(2**63), 2**63 - 1),
            terms=("e:lavrov", "n:120"),
        ),
    ),
    first_seen=NOW,
    updated=after(minutes=1),
    story="s-1",
    copy_of="a-0",
    previous="a-00",
)  # fmt: skip
"""An article with everything that one can have."""


class Fault(Exception):
    """Something that goes wrong in the middle."""


@contextmanager
def failing(part: AbstractContextManager[T]) -> Iterator[T]:
    """A unit or savepoint that ends in a fault, after what is done in it."""
    with suppress(Fault), part as opened:
        yield opened
        raise Fault


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = open_store(request.param, folder=tmp_path, search_text=search_text)
    yield store
    store.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tumen.db"
