"""What the demo shows: for people in order and aligned, for programs as JSON lines."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from rich.cells import cell_len
from rich.console import Console

from monitor.demo.result import Result, write_json
from monitor.demo.show import show
from tests.build import mention, verdict
from tests.shell.demo_run import ALERTS, run

GOOD = Result(snapshot=run(), differences=(), seconds=9.31)
POOR = Result(
    snapshot=replace(run(), alerts=(replace(ALERTS[0], problem="no List-Id"), *ALERTS[1:])),
    differences=("email msg_1: no List-Id",),
    seconds=17.0,
)


def shown(result: Result, *, width: int = 100, terminal: bool = False) -> str:
    out = io.StringIO()
    show(result, Console(file=out, width=width, force_terminal=terminal, highlight=False))
    return out.getvalue()


def events(result: Result) -> list[dict]:
    out = io.StringIO()
    write_json(result, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_sections_come_in_the_order_an_analyst_asks() -> None:
    text = shown(GOOD)
    headings = ("Feeds ", "Kept ", "Dropped ", "Stories ", "Edits, copies, filings ", "Alerts ", "All as it")
    places = [text.index(f"\n{heading}") for heading in headings]
    assert places == sorted(places)


@pytest.mark.parametrize("width", [80, 100, 120])
def test_nothing_is_wider_than_the_display_whatever_the_script(width: int) -> None:
    assert max(cell_len(line) for line in shown(GOOD, width=width).splitlines()) <= width


def test_it_is_plain_where_there_is_no_terminal() -> None:
    assert "\x1b" not in shown(GOOD)
    assert "\x1b" in shown(GOOD, terminal=True)


def test_a_failing_feed_says_why() -> None:
    assert "✗ challenge page  a bot wall" in shown(GOOD)


def test_kept_and_dropped_have_reasons() -> None:
    text = shown(GOOD)
    assert "6 of 7" in text
    assert "rok-russia; both sides 2.0" in text
    assert "−1.0" in text
    assert "one side only −1.0" in text


def test_what_has_no_score_says_who_is_named() -> None:
    named = {"verdicts": (verdict(keep=False, score=0.0),), "mentions": (mention("서울", "seoul"),)}
    assert "Korea alone" in shown(replace(GOOD, snapshot=run(rush_hour=named)))
    nobody = {"verdicts": (verdict(keep=False, score=0.0),), "mentions": ()}
    assert "neither side" in shown(replace(GOOD, snapshot=run(rush_hour=nobody)))


def test_a_headline_is_text_and_never_markup() -> None:
    bold = {"title": "[bold]Паром[/] [link=http://evil.example]вернется"}
    text = shown(replace(GOOD, snapshot=run(ferry_ru=bold, visit_ru=bold, rush_hour=bold)), width=120)
    assert text.count("[bold]Паром[/] [link=http://evil.example]вернется") >= 3


def test_a_storys_languages_stand_side_by_side() -> None:
    lines = shown(GOOD).splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("  Ferry to return"))
    assert "Паром вернется" in lines[row]
    assert lines[row].rstrip().endswith("—"), "nobody told it in Korean"
    assert lines[row + 1].split() == ["Yonhap", "ТАСС"]


def test_edits_copies_and_filings_are_shown_with_what_they_follow() -> None:
    text = shown(GOOD)
    assert "twice → three times" in text
    assert "← ТАСС: Министр прибыл" in text
    assert "← 연합뉴스: [urgent] 외무상 도착" in text


def test_one_alert_is_one_row_with_its_receivers_and_the_gravest_comes_first() -> None:
    rows = shown(GOOD).split("received them")[1].split("All as it")[0].strip().splitlines()[1:]
    assert len(rows) == 5
    assert "✓ email ✓ webhook" in rows[0]
    assert "Министр прибыл" in rows[0]
    assert "러시아, 북한" in rows[0]


def test_the_last_line_sums_up() -> None:
    last = shown(GOOD).splitlines()[-1]
    assert last.startswith("All as it should be: 7 articles, 6 kept, 2 stories")
    assert "7 of 7 alerts verified" in last


def test_what_is_not_as_it_should_be_is_said_before_the_sum() -> None:
    *_, difference, last = shown(POOR).splitlines()
    assert difference == "✗ email msg_1: no List-Id"
    assert last.startswith("Not as it should be:")


def test_json_lines_have_one_object_for_each_thing() -> None:
    kinds = [event["event"] for event in events(GOOD)]
    assert kinds == ["feed"] * 2 + ["article"] * 7 + ["story"] * 2 + ["alert"] * 7 + ["summary"]


def test_a_json_article_is_as_in_export() -> None:
    article = next(event for event in events(GOOD) if event.get("id") == "ferry-en")
    fields = "id url title text language source feed published first_seen revisions kept topics story copy_of"
    assert set(article) >= {*fields.split()}
    assert article["revisions"] == 2
    assert article["kept"] is True


def test_a_json_story_lists_its_articles() -> None:
    story = next(event for event in events(GOOD) if event["event"] == "story" and event["id"] == "ferry")
    assert {(told["title"], told["language"], told["source"]) for told in story["articles"]} == {
        ("Паром вернется", "ru", "tass"),
        ("Ferry to return", "en", "yonhap"),
    }
    assert all(told["url"].startswith("http://") for told in story["articles"])


def test_a_json_alert_is_as_the_receiver_got_it() -> None:
    alerts = [event for event in events(POOR) if event["event"] == "alert"]
    assert {key: alerts[0][key] for key in ("channel", "rule", "article", "verified", "problem")} == {
        "channel": "email",
        "rule": "relations",
        "article": "visit-ru",
        "verified": False,
        "problem": "no List-Id",
    }
    assert all(alert["verified"] for alert in alerts[1:])


def test_the_json_summary_counts_and_judges() -> None:
    assert events(GOOD)[-1] == {
        "event": "summary",
        "feeds": 2,
        "articles": 7,
        "kept": 6,
        "dropped": 1,
        "stories": 2,
        "revisions": 1,
        "copies": 1,
        "alerts": 7,
        "notifications": 5,
        "verified": 7,
        "ok": True,
        "differences": [],
        "seconds": 9.3,
    }
    assert events(POOR)[-1]["ok"] is False
    assert events(POOR)[-1]["differences"] == ["email msg_1: no List-Id"]
