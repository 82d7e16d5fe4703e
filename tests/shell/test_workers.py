"""Worker processes: a slow document costs its own feed, a worker that is killed costs nobody."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.core.fetching import Failed, Outcome
from monitor.core.model import Reading
from monitor.core.settings import FeedSettings, RuleSettings, Settings
from monitor.reader import Reader
from monitor.workers.documents import PageTask, ReadDocument, ReadTask
from monitor.workers.pool import COUNT, LARGE, Workers
from tests.build import NOW
from tests.faults import SOUND, item, rss
from tests.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator

linux = pytest.mark.skipif(  # /proc is Linux's; CI runs on it, so none is skipped there
    not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them"
)
SLOW = rss(*(item(f"Item {number} of a crowd", text="words " * 200) for number in range(5_000)))


def task(name: str, document: str = SOUND) -> ReadTask:
    url = f"http://{name}.example/"
    return ReadTask(
        feed=FeedSettings(id=name, url=url, source=name, name=name),
        body=document.encode(),
        content_type="application/rss+xml",
        url=url,
        now=NOW,
        seen=frozenset(),
    )


def test_slow_documents_leave_a_worker_for_the_others() -> None:
    assert len(SLOW) > LARGE

    async def read_all() -> list[str]:
        order: list[str] = []
        workers = Workers(Settings(checksum="0"), deadline=0.5)

        async def read(name: str, document: str) -> None:
            result = await workers.read(task(name, document))
            order.append(name)
            if document is SOUND:
                assert isinstance(result, ReadDocument)
            else:
                assert isinstance(result, Failed)
                assert result.outcome is Outcome.HOSTILE
                assert "more than" in result.detail

        await asyncio.gather(read("warm", SOUND), read("up", SOUND))
        await asyncio.gather(*(read(f"slow-{number}", SLOW) for number in range(2)), read("sound", SOUND))
        await workers.close()
        return order

    assert asyncio.run(read_all())[2] == "sound"


def test_workers_that_are_killed_are_replaced() -> None:
    async def read_twice() -> list[ReadDocument | Failed]:
        workers = Workers(Settings(checksum="0"))
        first = await workers.read(task("first"))
        for pid in _children():
            os.kill(pid, signal.SIGKILL)
        read = [first, *await asyncio.gather(*(workers.read(task(name)) for name in "abc"))]
        await workers.close()
        return read

    assert all(isinstance(read, ReadDocument) for read in asyncio.run(asyncio.wait_for(read_twice(), 60)))


@linux
def test_workers_come_back_when_all_their_processes_are_killed() -> None:
    async def read_twice() -> list[ReadDocument | Failed]:
        workers = Workers(Settings(checksum="0"))
        first = await workers.read(task("first"))
        killed = set(_children())
        (server,) = {_parent(pid) for pid in killed}
        assert server != os.getpid()
        os.kill(server, signal.SIGKILL)
        _expect_dead(killed)
        read = [first, *await asyncio.gather(*(workers.read(task(name)) for name in "abc"))]
        await workers.close()
        return read

    assert all(isinstance(read, ReadDocument) for read in asyncio.run(asyncio.wait_for(read_twice(), 60)))


DAEMON = """
import asyncio, multiprocessing, signal
from monitor.core.settings import Settings
from monitor.workers.pool import Workers
from tests.shell.test_workers import task

async def read():
    workers = Workers(Settings(checksum="0"))
    await workers.read(task("first"))
    print(*(child.pid for child in multiprocessing.active_children()), flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    # Whoever runs the tests in the background may have it ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(read())
"""


@linux
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_outlives_the_daemon(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", DAEMON], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as daemon:
        assert daemon.stdout
        workers = [int(pid) for pid in daemon.stdout.readline().split()]
        others = {*workers, *(_parent(pid) for pid in workers)} - {daemon.pid}
        assert len(others) == len(workers) + 1
        daemon.send_signal(how)
    _expect_dead(others)


INTERRUPTED = """
import multiprocessing.forkserver, os, signal
from monitor.workers import forkserver

forkserver.start()
os.kill(multiprocessing.forkserver._forkserver._forkserver_pid, signal.SIGINT)
if __name__ == "__main__":
    child = forkserver.CONTEXT.Process(target=print, args=("at work",))
    child.start()
    child.join()
"""


def test_ctrl_c_does_not_reach_the_fork_server_that_starts() -> None:
    """It goes to every process of a terminal; what Python then says of where it was is nobody's business."""
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED], capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.stdout, ran.stderr) == ("at work\n", "")


def _children() -> Iterator[int]:
    return (child.pid for child in multiprocessing.active_children() if child.pid)


def _expect_dead(processes: set[int]) -> None:
    assert until(lambda: not any(map(_lives, processes)), 10)


def _parent(pid: int) -> int:
    return int(_stat(pid)[1])


def _lives(pid: int) -> bool:
    try:
        return _stat(pid)[0] != "Z"
    except OSError:
        return False


def _stat(pid: int) -> list[str]:
    """A process's state, its parent, and more (``proc(5)``)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def test_a_page_is_read_in_a_worker_and_a_slow_one_costs_its_feeds_pages_alone() -> None:
    lead = Reader(Settings(checksum="0")).read(
        task("ferry", rss(item("Ferry sails", text="A ferry sailed...")))
    )
    assert isinstance(lead, ReadDocument)
    (reading,) = lead.readings
    paragraph = "A ferry sailed from Sokcho to Vladivostok on Monday with eighty passengers aboard. "
    page = f"<html><body><article><h1>Ferry sails</h1><p>{paragraph * 4}</p></article></body></html>"

    async def read_both() -> list[Reading | Failed | ReadDocument]:
        workers = Workers(Settings(checksum="0"), quick=3.0, deadline=0.01)
        given = PageTask(
            feed=task("ferry").feed, body=page.encode(), content_type="text/html", reading=reading
        )
        whole = await workers.read_page(given)
        slow = await workers.read_page(replace(given, body=b"<html>" + b"<p>a</p>" * LARGE))
        other = await workers.read(task("ferry"))
        await workers.close()
        return [whole, slow, other]

    whole, slow, other = asyncio.run(read_both())
    assert isinstance(whole, Reading)
    assert whole.text == (paragraph * 4).strip()
    assert isinstance(slow, Failed)
    assert slow.outcome is Outcome.HOSTILE
    assert isinstance(other, ReadDocument)


def test_a_changed_configuration_is_read_by_while_documents_are_read_to_their_end_by_the_old_one() -> None:
    rule = RuleSettings(id="ferry", name="Ferries", when="ferry")

    async def read_both() -> tuple[ReadDocument | Failed, ReadDocument | Failed, int]:
        workers = Workers(Settings(checksum="0"))
        before = asyncio.create_task(workers.read(task("before", rss(item("Ferry sails")))))
        await asyncio.sleep(0)  # until it is handed over
        workers.configure(Settings(checksum="1", rules=(rule,)))
        read = await before, await workers.read(task("after", rss(item("Ferry sails"))))
        retired = await asyncio.to_thread(until, lambda: len(list(_children())) == COUNT, 10)
        assert retired
        await workers.close()
        return *read, len(list(_children()))

    before, after, left = asyncio.run(asyncio.wait_for(read_both(), 60))
    assert isinstance(before, ReadDocument)
    assert not before.readings[0].matches
    assert isinstance(after, ReadDocument)
    assert [match.rule for match in after.readings[0].matches] == ["ferry"]
    assert left == 0
