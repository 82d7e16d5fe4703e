"""The command line's standard streams: pipes that close, disks that are full, locales that know no Korean."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.servers import WebServer

if TYPE_CHECKING:
    from pathlib import Path

ITEM = json.dumps({"id": "1", "title": "북한군 도착", "text": "🚢 «Паром»"}, ensure_ascii=False)
MATCH = "match 도착"


def shell(redirection: str, command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """``tumen COMMAND`` as a shell starts it, with one item on its standard input."""
    return subprocess.run(
        ["/bin/sh", "-c", f"$PYTHON -m monitor {command} {redirection}"],
        input=ITEM,
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**os.environ, "PYTHON": sys.executable, "PYTHONPATH": os.pathsep.join(sys.path), **env},
        check=False,
    )


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"PYTHONIOENCODING": "koi8-r"},
    ],
    ids=["ascii", "koi8-r"],
)
def test_json_lines_are_utf_8_whatever_the_locale(env: dict[str, str], tmp_path: Path) -> None:
    done = shell("", "match @north-korea", tmp_path, **env)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["spans"][0]["text"] == "북한군"


def test_half_a_surrogate_pair_in_an_id_comes_back_as_it_came(tmp_path: Path) -> None:
    (tmp_path / "items").write_text('{"id": "\\ud800", "title": "도착"}\n', encoding="utf-8")
    done = shell("< items", MATCH, tmp_path)
    assert json.loads(done.stdout)["id"] == "\ud800"


def test_a_reader_that_has_enough_hears_no_complaint(tmp_path: Path) -> None:
    done = shell("| true", "schema", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_output_that_finds_no_room_is_one_sentence(tmp_path: Path) -> None:
    done = shell("> /dev/full", "schema", tmp_path)
    assert done.returncode == 1
    assert done.stderr == "tumen: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("closed", ["<&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_an_empty_one(closed: str, tmp_path: Path) -> None:
    done = shell(closed, MATCH, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_processes_of_our_own_do_without_a_closed_stream_too(tmp_path: Path) -> None:
    with WebServer() as server:
        feed = server.answer(
            "/rss", b"<rss version='2.0'><channel><item><title>One</title></item></channel></rss>"
        )
        (tmp_path / "feeds.yaml").write_text(
            f"version: 1\nfeeds: [{{id: a, url: '{feed}'}}]\n", encoding="utf-8"
        )
        assert shell("<&- >&- 2>&-", "run --once", tmp_path).returncode == 0


def test_progress_on_the_terminal_takes_nothing_from_the_output(tmp_path: Path) -> None:
    ours, terminal = pty.openpty()
    with (tmp_path / "out").open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "monitor", *MATCH.split()],
            input=ITEM.encode(),
            stdout=out,
            stderr=terminal,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "TERM": "xterm"},
            check=False,
        )
    os.close(terminal)
    seen = os.read(ours, 10_000).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "items looked at" in seen
    assert json.loads((tmp_path / "out").read_text(encoding="utf-8"))["id"] == "1"


def test_a_line_does_not_wait_for_the_next_item(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", *MATCH.split()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(ITEM + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == "1"
