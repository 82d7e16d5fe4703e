"""``tumen demo`` as a person runs it: the real daemon, servers and receivers, outside the checkout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
import yaml
from click.testing import CliRunner

from monitor.cli import main
from monitor.demo.config import configuration
from tests.waiting import until

TUMEN = (sys.executable, "-m", "monitor")


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """One whole run with JSON lines: exit code, events, what stood on stderr, and how long it took."""
    started = time.monotonic()
    folder = tmp_path_factory.mktemp("elsewhere")
    run = subprocess.run(
        (*TUMEN, "demo", "--json"),
        cwd=folder,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return run, [json.loads(line) for line in run.stdout.splitlines()], folder, time.monotonic() - started


def of(finished, kind: str) -> list[dict]:
    return [event for event in finished[1] if event["event"] == kind]


def test_everything_comes_out_as_it_should_within_the_time(finished) -> None:
    run, _, _, seconds = finished
    assert of(finished, "summary")[0]["differences"] == []
    assert run.returncode == 0, run.stderr
    assert run.stderr == ""
    assert seconds < 20


def test_nothing_is_left_behind(finished) -> None:
    assert list(finished[2].iterdir()) == []


def test_events_come_in_order(finished) -> None:
    kinds = [event["event"] for event in finished[1]]
    order = ["feed", "article", "story", "alert", "summary"]
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(order)


def test_stories_cross_languages(finished) -> None:
    spoken = [{article["language"] for article in story["articles"]} for story in of(finished, "story")]
    assert sum(languages == {"en", "ru", "ko"} for languages in spoken) >= 8


def test_a_mail_and_a_call_say_the_same_under_one_id(finished) -> None:
    kept = {article["id"] for article in of(finished, "article") if article["kept"]}
    alerts = of(finished, "alert")
    assert all(alert["verified"] and alert["article"] in kept for alert in alerts)
    high = [alert for alert in alerts if alert["rule"] == "troops"]
    assert {alert["channel"] for alert in high} == {"email", "webhook"}
    assert len({(alert["notification"], alert["article"]) for alert in high}) == 1


def test_the_silent_edit_is_a_revision_and_an_alert_of_its_own(finished) -> None:
    edited = [article for article in of(finished, "article") if article["revisions"] > 1]
    assert [article["revisions"] for article in edited] == [2]
    told = [alert for alert in of(finished, "alert") if alert["article"] == edited[0]["id"]]
    assert len({alert["notification"] for alert in told if alert["rule"] == "timetables"}) == 2


def test_another_topic_may_judge_the_news(tmp_path) -> None:
    judge = tmp_path / "judge.yaml"
    judge.write_text(
        "version: 1\n"
        "entities: [{id: pier, names: {en: [Pier]}}]\n"
        "topics: [{id: other, when: x}, {id: korea-russia, when: '@pier'}]\n",
        encoding="utf-8",
    )
    demo = yaml.safe_load(configuration(feeds={}, smtp="", hook="", judge=judge))
    assert demo["topics"] == [{"id": "korea-russia", "when": "@pier"}]
    assert demo["entities"] == [{"id": "pier", "names": {"en": ["Pier"]}}]


def test_a_file_that_cannot_judge_the_news_is_refused(tmp_path) -> None:
    judge = tmp_path / "judge.yaml"
    judge.write_text("version: 1\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["demo", "-c", str(judge)])
    assert result.exit_code == 2
    assert "has no topic korea-russia" in result.stderr


def test_a_demo_that_is_interrupted_leaves_nothing_behind(tmp_path) -> None:
    process = subprocess.Popen(
        (*TUMEN, "demo"),
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert until(lambda: list(tmp_path.glob("tumen-demo-*/demo.db")))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=12)
    assert (process.returncode, out) == (1, "")
    assert "Kept" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_demo_that_stays_ends_when_told_to(tmp_path) -> None:
    process = subprocess.Popen(
        (*TUMEN, "demo", "--stay", "--json"),
        cwd=tmp_path,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert any('"event": "summary"' in line for line in process.stdout)
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=12) == 0
    assert list(tmp_path.iterdir()) == []
