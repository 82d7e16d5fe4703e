"""The stores under test: every engine through one fixture, and a file for what only SQLite has."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest

from storage import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from monitor.core.model import Reading
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
