"""The first round over many feeds, against ``reader`` in the same run.

    python -m tests.bench.ingest [--feeds 300] [--items 60] [--rounds 3]

``reader`` (PyPI, ``pip install reader``) parses and stores with four workers. Tumen fetches, parses,
understands (language, entities, topic), runs the shipped rules, looks for copies and stories, and writes
its search index. Runs alternate; the figure is the median of the pairs' ratios of wall time, each time a
whole process from its start to its end. Then the same feeds again, unchanged: once answered 304, once with
the same bytes.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.newsroom import Room, Server, generate

ROOT = Path(__file__).parents[2]

# What pip installs comes with its bytecode, so a checkout may keep its own too.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": str(ROOT)
}

READER = """
import sys
from reader import make_reader
reader = make_reader(sys.argv[1])
if sys.argv[2] == "add":
    for url in sys.stdin.read().split():
        reader.add_feed(url)
else:
    reader.update_feeds(workers=4, scheduled=False)
    print(reader.get_entry_counts().total)
"""


def reader_rounds(urls: list[str], folder: Path) -> list[float]:
    """Wall seconds of reader's first update and of the second, each a process of its own."""

    def reader(task: str) -> str:
        return run(
            *(sys.executable, "-W", "ignore", "-c", READER, str(folder / "reader.db"), task),
            given="\n".join(urls),
        )

    reader("add")
    times = []
    for _ in range(2):
        start = time.perf_counter()
        entries = reader("update").strip()
        times.append(time.perf_counter() - start)
    print(f"    reader  {times[0]:7.2f} s first, {times[1]:7.2f} s again, {entries} entries", flush=True)
    return times


def tumen_rounds(urls: list[str], rooms: list[Room], folder: Path) -> list[float]:
    """Wall seconds of ``tumen run --once``, first and again."""
    config = folder / "feeds.yaml"
    shipped = (ROOT / "feeds.yaml").read_text(encoding="utf-8")
    config.write_text(_with_feeds(shipped, urls, rooms), encoding="utf-8")
    tumen = (sys.executable, "-m", "monitor")
    times = []
    for _ in range(2):
        start = time.perf_counter()
        run(*tumen, "run", "--once", "-c", str(config), "--log-level", "error")
        times.append(time.perf_counter() - start)
    status = run(*tumen, "status", "--json", "-c", str(config))
    counts = json.loads(status)["counts"]
    print(f"    tumen   {times[0]:7.2f} s first, {times[1]:7.2f} s again, {counts}", flush=True)
    return times


def run(*command: str, given: str = "") -> str:
    """What a program of this checkout prints; ends the bench if it fails."""
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env=_ENVIRONMENT,
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return done.stdout


def _with_feeds(shipped: str, urls: list[str], rooms: list[Room]) -> str:
    """The shipped topics and rules, with the generated feeds in place of the real ones."""
    import yaml

    document = yaml.safe_load(shipped)
    document["feeds"] = [
        {"id": f"feed{number}", "url": url, "language": room.language}
        for number, (url, room) in enumerate(zip(urls, rooms, strict=True))
    ]
    document["storage"] = {"url": "sqlite:///tumen.db"}
    return yaml.safe_dump(document, allow_unicode=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--feeds", type=int, default=300)
    options.add_argument("--items", type=int, default=60)
    options.add_argument("--rounds", type=int, default=3)
    args = options.parse_args()
    rooms = generate(args.feeds, items=args.items)
    print(
        f"{args.feeds} feeds, {args.feeds * args.items} items, {sum(len(r.body) for r in rooms) / 1e6:.1f} MB"
    )
    for validators in (True, False):
        pairs = []
        print(
            "unchanged feeds answer 304" if validators else "unchanged feeds answer 200 with the same bytes"
        )
        with Server(rooms, validators=validators) as server:
            urls = [server.url(room) for room in rooms]
            for _ in range(args.rounds):
                with tempfile.TemporaryDirectory() as folder:
                    theirs = reader_rounds(urls, Path(folder))
                    ours = tumen_rounds(urls, rooms, Path(folder))
                pairs.append((theirs, ours))
        for name, index in (("first round", 0), ("again", 1)):
            ratios = [theirs[index] / ours[index] for theirs, ours in pairs]
            print(f"  {name}: {median(ratios):.2f} x reader ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
