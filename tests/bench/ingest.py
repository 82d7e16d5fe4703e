"""The first round over many feeds, against ``reader`` in the same run.

    python -m tests.bench.ingest [--feeds 300] [--items 60] [--rounds 3]

``reader`` (PyPI, ``pip install reader``) parses and stores with four workers. Tumen fetches, parses,
understands (language, entities, topic), runs the shipped rules, looks for copies and stories, and writes
its search index. Runs alternate; the figure is the median of the pairs' ratios of wall time. Then the same
feeds again, unchanged: once answered 304, once with the same bytes.
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


def reader_rounds(urls: list[str], folder: Path) -> list[float]:
    """Wall seconds of reader's first update and of the second."""
    script = f"""
import json, sys, time
from reader import make_reader
reader = make_reader({str(folder / "reader.db")!r})
for url in json.load(sys.stdin):
    reader.add_feed(url)
for _ in range(2):
    start = time.perf_counter()
    reader.update_feeds(workers=4, scheduled=False)
    print(time.perf_counter() - start)
print(reader.get_entry_counts().total)
"""
    out = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        input=json.dumps(urls),
        capture_output=True,
        text=True,
        check=False,
    )
    if out.returncode:
        raise SystemExit(out.stderr)
    first, second, entries = out.stdout.split()
    print(
        f"    reader  {float(first):7.2f} s first, {float(second):7.2f} s again, {entries} entries",
        flush=True,
    )
    return [float(first), float(second)]


def tumen_rounds(urls: list[str], rooms: list[Room], folder: Path) -> list[float]:
    """Wall seconds of ``tumen run --once``, process start included, first and again."""
    config = folder / "feeds.yaml"
    shipped = (ROOT / "feeds.yaml").read_text(encoding="utf-8")
    config.write_text(_with_feeds(shipped, urls, rooms), encoding="utf-8")
    times = []
    for _ in range(2):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "monitor", "run", "--once", "-c", str(config), "--log-level", "error"],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        times.append(time.perf_counter() - start)
        if done.returncode:
            raise SystemExit(done.stderr)
    status = subprocess.run(
        [sys.executable, "-m", "monitor", "status", "--json", "-c", str(config)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    counts = json.loads(status.stdout)["counts"]
    print(f"    tumen   {times[0]:7.2f} s first, {times[1]:7.2f} s again, {counts}", flush=True)
    return times


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
