"""Bad publishers beside sound ones, longer: ``python -m tests.bench.soak [--sound 8] [--seconds 120]``.

Sound feeds are polled every five seconds and bring four reports a second together; beside them every fault is
served at once. Prints what the sound feeds lost, had twice or had late, what the daemon took, how often each
feed was asked against how often that was needed, and outcomes that do not fit their fault. Exits 1 if
anything was lost or doubled, if the daemon failed by its own fault, or if what is demanded was not held:
95 of 100 reports told within a poll and five seconds, 400 MB, 60 s for a request, 64 MB for an answer.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.faults import catalogue
from tests.soaking import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.soaking import Books

SPARE = 5.0
"""Seconds beyond an interval within which 95 of 100 reports are to be told."""

REPORTS = 4.0
"""A second."""

MOST_MEMORY, LONGEST_REQUEST, LARGEST_ANSWER = 400e6, 60.0, 64e6


def spread(numbers: Iterable[float], form: str = ".2f") -> str:
    found = sorted(numbers)
    return f"{found[0]:{form}} to {found[-1]:{form}}, median {median(found):{form}}"


def show(books: Books, sound: list[str], faults: list[str], interval: float) -> None:
    waits = books.waits() or [0.0]
    late = sum(wait > interval + SPARE for wait in waits)
    print(
        f"{len(faults)} faults, {len(sound)} sound feeds, {len(books.published)} reports in {books.ran:.0f} s"
    )
    print(
        f"  missed {len(books.lost())}, doubled {len(books.doubled())}, late {late};"
        f" waits: median {median(waits):.1f} s, p95 {p95(waits):.1f} s, longest {waits[-1]:.1f} s"
    )
    print(
        f"  peak memory {books.peak_memory / 1e6:.0f} MB, files {books.most_files},"
        f" log lines {books.log.count(chr(10))}, stopped in {books.stopped_in:.1f} s;"
        f" longest request {books.longest_request:.1f} s, largest answer {books.largest_answer / 1e6:.1f} MB"
    )
    asked = [books.requests[name] / (books.ran / interval) for name in sound]
    print(f"  requests for a sound feed against one every {interval:g} s: {spread(asked)}")
    checks = {name: len(books.outcomes.get(name, ())) for name in faults}
    against = {name: count / books.needed(name, interval) for name, count in checks.items()}
    each = [books.requests[name] / max(1, count) for name, count in checks.items()]
    print(f"  checks of a faulty feed against its back-off: {spread(against.values())}")
    print(f"  requests a check of a faulty feed: {spread(each)}")
    for name, share in against.items():
        if share > 1.2:
            print(f"  {name}: {checks[name]} checks, {books.needed(name, interval)} by its back-off")
    for name, wrong in books.misnamed.items():
        print(f"  {name}: {', '.join(sorted(wrong))}")


def p95(waits: list[float]) -> float:
    return waits[len(waits) * 95 // 100]


def failed(books: Books, interval: float) -> bool:
    return bool(
        books.lost()
        or books.doubled()
        or "Traceback" in books.log
        or p95(books.waits()) > interval + SPARE
        or books.peak_memory > MOST_MEMORY
        or books.longest_request > LONGEST_REQUEST
        or books.largest_answer > LARGEST_ANSWER
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sound", type=int, default=8, help="sound feeds")
    options.add_argument("--interval", type=float, default=5.0, help="seconds")
    options.add_argument("--seconds", type=float, default=120)
    options.add_argument("--shared", action="store_true", help="all faults on one server")
    options.add_argument("--log", type=Path, help="keep the daemon's log here")
    args = options.parse_args()
    faults = catalogue()
    with (
        tempfile.TemporaryDirectory() as folder,
        Newsroom(
            Path(folder),
            faults,
            sound=args.sound,
            apart=not args.shared,
            interval=args.interval,
            timeout=30,
        ) as room,
    ):
        room.publish(args.seconds, every=args.sound / REPORTS)
        room.settle(60)
        books = room.close_books()
    if args.log:
        args.log.write_text(books.log, encoding="utf-8")
    show(books, [feed.name for feed in room.feeds], list(faults), args.interval)
    sys.exit(failed(books, args.interval))


if __name__ == "__main__":
    main()
