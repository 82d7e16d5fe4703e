"""Asynchronous tests run on asyncio; each test has a store of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.alerts.fakes import memory_store

if TYPE_CHECKING:
    from monitor.core.protocols import Store


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def store() -> Store:
    return memory_store()
