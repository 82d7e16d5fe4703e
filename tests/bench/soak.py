"""Bad publishers beside sound ones, longer: ``python -m tests.bench.soak [--seconds 60] [--shared]``.

Prints what the sound feeds lost, had twice or had late, what the daemon took, and outcomes that do not fit
their fault; exits 1 if anything was lost or doubled, or if the daemon failed by its own fault.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults import catalogue
from tests.soaking import INTERVAL, Newsroom

LATE = INTERVAL + 5


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--shared", action="store_true", help="all faults on one server")
    options.add_argument("--log", type=Path, help="keep the daemon's log here")
    args = options.parse_args()
    faults = catalogue()
    with (
        tempfile.TemporaryDirectory() as folder,
        Newsroom(Path(folder), faults, apart=not args.shared) as room,
    ):
        room.publish(args.seconds)
        room.settle(60)
        books = room.close_books()
    if args.log:
        args.log.write_text(books.log, encoding="utf-8")
    waits = books.waits()
    late = sum(wait > LATE for wait in waits)
    print(f"{len(faults)} faults, {len(room.feeds)} sound feeds, {len(books.published)} reports")
    print(f"  missed {len(books.lost())}, doubled {len(books.doubled())}, later than {LATE:g} s {late}")
    if waits:
        print(f"  waits: median {waits[len(waits) // 2]:.1f} s, p95 {waits[len(waits) * 95 // 100]:.1f} s,"
              f" longest {waits[-1]:.1f} s")  # fmt: skip
    print(f"  peak memory {books.peak_memory / 1e6:.0f} MB, files {books.most_files},"
          f" requests {books.requests}, log lines {books.log.count(chr(10))},"
          f" stopped in {books.stopped_in:.1f} s")  # fmt: skip
    for name, wrong in books.misnamed.items():
        print(f"  {name}: {', '.join(sorted(wrong))}")
    failed = "Traceback" in books.log
    sys.exit(bool(books.lost() or books.doubled() or failed))


if __name__ == "__main__":
    main()
