"""How well stories are found: ``python -m tests.bench.stories CORPUS.jsonl``.

The corpus has one item a line: ``id title text lang source date``, ``story`` (an id shared by the items of
one event, or null) and ``relevant``. All items are filed in the order of their dates by the product's own
stream. Judged are the items with a story, and the relevant ones without, each a story of its own.

B-cubed: A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector space model"
(1998). Pairwise: of the pairs put together, those that belong together, and the reverse.
"""

# ruff: noqa: T201 (a measurement is printed)

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

from monitor.core.settings import Settings
from monitor.items import Item, read_items
from monitor.stream import Stream


def load(path: str) -> list[dict[str, Any]]:
    """The corpus in the order of its dates, without composites; ``gold`` is the story it is judged by."""
    items = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    items = [item for item in items if item.get("text_kind") != "composite" and item["date"]]
    for item in items:
        item["gold"] = item["story"] or (f"alone {item['id']}" if item["relevant"] else None)
    return sorted(items, key=lambda item: str(item["date"]))


def b_cubed(items: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    found = Counter(item["found"] for item in items)
    gold = Counter(item["gold"] for item in items)
    both = Counter((item["found"], item["gold"]) for item in items)
    precision = sum(count * count / found[key[0]] for key, count in both.items()) / len(items)
    recall = sum(count * count / gold[key[1]] for key, count in both.items()) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


def pairwise(items: list[dict[str, Any]]) -> None:
    together = right = wanted = 0
    by_languages: dict[str, list[bool]] = defaultdict(list)
    by_story: dict[str, list[bool]] = defaultdict(list)
    for one, other in combinations(items, 2):
        found, gold = one["found"] == other["found"], one["gold"] == other["gold"]
        together += found
        wanted += gold
        right += found and gold
        if gold:
            by_languages["-".join(sorted((one["lang"], other["lang"])))].append(found)
            if one["lang"] != other["lang"]:
                by_story[one["gold"]].append(found)
    print(f"pairwise: precision {right / together:.3f}, recall {right / wanted:.3f}")
    for languages, hits in sorted(by_languages.items()):
        print(f"  {languages}: recall {sum(hits) / len(hits):.3f} of {len(hits)}")
    across = [hit for hits in by_story.values() for hit in hits]
    mean = sum(sum(hits) / len(hits) for hits in by_story.values()) / len(by_story)
    print(f"across languages: recall {sum(across) / len(across):.3f}, mean over stories {mean:.3f}")


def mistakes(items: list[dict[str, Any]]) -> None:
    found, gold = defaultdict(list), defaultdict(list)
    for item in items:
        found[item["found"]].append(item)
        gold[item["gold"]].append(item)
    for members in found.values():
        if len({item["gold"] for item in members}) > 1:
            print(
                "put together:",
                ", ".join(f"{g} x{n}" for g, n in Counter(i["gold"] for i in members).items()),
            )
    for story, members in gold.items():
        if len(parts := Counter(item["found"] for item in members)) > 1:
            print(f"torn apart: {story}: {', '.join(map(str, parts.values()))}")
            for part in list(parts)[1:]:
                print("   ", *(f"{i['date']} {i['title'][:60]};" for i in members if i["found"] == part))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--mistakes", action="store_true", help="list them")
    args = parser.parse_args()
    items = load(args.corpus)
    stream = Stream(Settings(digest=""))
    given = list(read_items(json.dumps(item).encode() for item in items))
    started = time.perf_counter()
    for item, read_item in zip(items, given, strict=True):
        assert isinstance(read_item, Item)
        item["found"] = stream.file(read_item)["story"]
    took = (time.perf_counter() - started) / len(items) * 1000
    judged = [item for item in items if item["gold"]]
    precision, recall, f1 = b_cubed(judged)
    print(f"{len(items)} items, {len(judged)} judged, {took:.2f} ms an item")
    print(f"B-cubed: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}")
    pairwise(judged)
    if args.mistakes:
        mistakes(judged)


if __name__ == "__main__":
    main()
