"""Logs: one event a line, of every room of the house, with tracebacks and without secrets."""

from __future__ import annotations

import io
import json
import logging
import time
from typing import TYPE_CHECKING, Any

import pytest
import structlog

from monitor import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "https://reader:pa55word@feeds.example/x?token=hunter2"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, raising = root.handlers[:], root.level, logging.raiseExceptions
    yield
    root.handlers[:], logging.raiseExceptions = handlers, raising
    root.setLevel(level)
    for room in ("alerts", "storage"):
        logging.getLogger(room).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_what_alerts_and_storage_do_is_logged_like_the_rest() -> None:
    stream = io.StringIO()
    logs.configure(level="info", stream=stream)
    logging.getLogger("alerts.lane").info("%s to %s: sent", "msg_1", "desk")
    logging.getLogger("storage.sqlite.opening").debug("too fine for info")
    logging.getLogger("httpx").info("GET %s", SECRET)
    (event,) = lines(stream)
    assert (event["event"], event["level"]) == ("msg_1 to desk: sent", "info")


def test_a_fault_is_logged_with_its_traceback_and_without_secrets() -> None:
    stream = io.StringIO()
    logs.configure(stream=stream)
    try:
        {}[SECRET]
    except KeyError:
        logging.getLogger("alerts.lane").exception("a fault")
        logs.get("monitor.test").exception("a fault")
    ours, theirs = lines(stream)
    for event in (ours, theirs):
        assert event["event"] == "a fault"
        assert "Traceback" in event["exception"]
        assert "test_logs.py" in event["exception"]
    assert "pa55word" not in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def test_a_list_is_logged_without_secrets() -> None:
    stream = io.StringIO()
    logs.configure(stream=stream)
    logs.get("monitor.test").info("reasons", reasons=[f"nothing at {SECRET}", 2], problems=(SECRET,))
    (event,) = lines(stream)
    assert event["reasons"][0].startswith("nothing at ")
    assert event["reasons"][1] == 2
    assert "pa55word" not in stream.getvalue()
    assert "hunter2" not in stream.getvalue()


def test_one_endless_word_costs_no_more_than_its_length() -> None:
    word = "?" + "key" * 100_000
    started = time.process_time()
    assert logs.redact(word) == word
    assert time.process_time() - started < 1


def test_a_log_that_cannot_be_written_is_no_error() -> None:
    stream = io.StringIO()
    logs.configure(stream=stream)
    stream.close()
    logs.get("monitor.test").info("lost")
    logging.getLogger("alerts.lane").warning("lost")
