"""What the operator is told: once each occasion, by a channel that is of use, a flood of it together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from alerts.notices import notice
from alerts.trouble import Trouble
from tests.alerts.desk import desk, settings
from tests.build import NOW, after

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.core.protocols import Store
    from monitor.core.settings import Settings


SILENT = Trouble(kind="feed-silent", about="tass-en", title="TASS is silent", text="Since noon.")


def tell(
    store: Store,
    configured: Settings,
    *,
    now: datetime = NOW,
    not_by: str | None = None,
    **more: str,
) -> bool:
    with store.unit() as unit:
        return notice(unit, replace(SILENT, **more), settings=configured, now=now, not_by=not_by)  # type: ignore[arg-type]


def test_the_operator_is_told_once_of_each_occasion(store: Store) -> None:
    at = desk(store)
    assert tell(store, at.settings)
    assert not tell(store, at.settings, now=after(days=1))
    assert tell(store, at.settings, now=after(days=1), occasion="again")
    assert [told.kind for told in at.told] == ["notice", "notice"]
    assert at.told[0].payload["notice"] == {
        "kind": "feed-silent",
        "about": "tass-en",
        "title": "TASS is silent",
        "text": "Since noon.",
    }
    assert {delivery.channel for delivery, _ in at.outbox} == {"desk"}


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
