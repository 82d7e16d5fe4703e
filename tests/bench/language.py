"""``python -m tests.bench.language [FILE]``: how often the language is right and how fast, beside langdetect.

Without a file: our own headlines. With a file of JSON lines (``title``, ``lang``): those, too.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import langdetect

from monitor.core.language import detect
from tests.bench.titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5


def bare(title: str) -> str:
    try:
        return {"zh-cn": "zh", "zh-tw": "zh"}.get(found := langdetect.detect(title), found)
    except langdetect.LangDetectException:
        return ""


def accuracy(judge: Callable[[str], str], titles: list[tuple[str, str]]) -> None:
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    wrong: dict[str, list[str]] = defaultdict(list)
    for language, title in titles:
        of[language] += 1
        found = judge(title)
        right[language] += found == language
        if found != language:
            wrong[f"{language} taken for {found or 'nothing'}"].append(title)
    print(f"  {sum(right.values()) / sum(of.values()):.1%} of {sum(of.values())}:", end=" ")
    print(" ".join(f"{language} {right[language] / of[language]:.0%}" for language in of))
    for mistake, examples in wrong.items():
        print(f"    {mistake}: {len(examples)}, as {examples[0][:70]!r}")


def speed(titles: list[tuple[str, str]]) -> None:
    for judge in (detect, bare):
        judge("Warm up: здесь и сейчас")
    ratios = []
    for _ in range(ROUNDS):
        took = []
        for judge in (detect, bare):
            started = time.process_time()
            for _, title in titles:
                judge(title)
            took.append((time.process_time() - started) / len(titles))
        ratios.append(took[1] / took[0])
        print(f"  ours {took[0] * 1e6:.0f} µs, langdetect {took[1] * 1e6:.0f} µs a title: {ratios[-1]:.1f} x")
    print(f"  median {statistics.median(ratios):.1f} x")


def main() -> None:
    langdetect.DetectorFactory.seed = 0
    titles = [(language, title) for language, listed in TITLES.items() for title in listed]
    for path in sys.argv[1:]:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        items = [json.loads(line) for line in lines if line.strip()]
        titles += [(item["lang"], item["title"]) for item in items if item["lang"] in TITLES]
    for name, judge in (("ours", detect), ("langdetect", bare)):
        print(name)
        accuracy(judge, titles)
    print("speed")
    speed(titles)


if __name__ == "__main__":
    main()
