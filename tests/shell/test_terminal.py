"""What feeds, pages and receivers say is shown as it is: it breaks no listing and puts on no colours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from monitor.reports.status import show_status
from monitor.reports.terminal import console, local, plain_table, show_table

if TYPE_CHECKING:
    import pytest

HOSTILE = "titled '[/red] [bold]Win[/] :bomb: [link=http://x.example]here[/link]'"


def test_a_table_shows_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    table = plain_table("feed", "detail")
    table.add_row("a", HOSTILE)
    show_table(table)
    assert HOSTILE in " ".join(capsys.readouterr().out.split())


def test_a_pipe_gets_lines_that_are_not_broken(capsys: pytest.CaptureFixture[str]) -> None:
    console().print("word " * 100 + "end")
    assert capsys.readouterr().out.count("\n") == 1


def test_only_the_last_column_gives_way_to_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    table = plain_table("notification", "due", "detail")
    table.add_row("msg_2a90e2c52f76753aae1f5ab98f2084c2", "2026-11-22 09:33:44", "taken after a while " * 3)
    show_table(table)
    shown = capsys.readouterr().out
    assert "msg_2a90e2c52f76753aae1f5ab98f2084c2  2026-11-22 09:33:44  taken after a" in shown
    assert "…" not in shown


def test_a_status_shows_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    feed: dict[str, Any] = {
        "id": "a",
        "enabled": True,
        "outcome": "not a feed",
        "detail": HOSTILE,
        "failures": 1,
        "last_success": None,
        "next_check": None,
    }
    show_status(
        {
            "daemon": {"running": True, "trouble": f"no room {HOSTILE}", "stopped": [f"feeds.a: {HOSTILE}"]},
            "config": {"problems": ["feeds.yaml:1: rules: must be a list: [value]"]},
            "counts": {"articles": 1_000},
            "feeds": [feed],
            "snoozed": [{"rule": "a", "until": "2026-03-02T09:00:05Z"}],
            "troubles": [{"title": HOSTILE}],
            "channels": [{"id": "hook", "disabled": HOSTILE, "paused_until": None}],
        }
    )
    shown = " ".join(capsys.readouterr().out.split())
    assert "must be a list: [value]" in shown
    assert f"feeds.a: {HOSTILE}." in shown
    assert f"no room {HOSTILE}" in shown
    assert f"Channel hook is off: {HOSTILE}" in shown
    assert f"{HOSTILE}. Channel hook" in shown
    assert "[/red]" in shown.partition("not a feed")[2]


def test_a_time_is_shown_to_the_second() -> None:
    moment = datetime(2026, 3, 2, 9, 0, 5, tzinfo=UTC)
    assert local(moment) == local("2026-03-02T09:00:05Z") == f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"
    assert local(None, missing="never") == "never"
