"""The kill test, longer: ``python -m tests.bench.kill [--kills 20] [--seed 1]``.

Prints how many reports were published, received, lost, doubled and repeated; exits 1 on any hole.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests import killing


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=20)
    options.add_argument("--seed", type=int, default=1)
    args = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        books = killing.run(Path(folder), kills=args.kills, seed=args.seed)
    print(f"{books.kills} kills, {len(books.published)} reports published, database {books.integrity}")
    for channel, told in books.received.items():
        print(f"  {channel}: {len(told)} told, {books.repeats(channel)} repeats under the same id")
    print(f"  lost {len(books.lost())}, under two ids {len(books.doubled())}, holes {len(books.holes)}")
    sys.exit(bool(books.lost() or books.doubled() or books.holes or books.integrity != "ok"))


if __name__ == "__main__":
    main()
