"""``python -m tests.bench.topic FILE``: how well topic, facets and citations are judged on labelled items.

The file holds JSON lines with ``title``, ``text``, ``lang``, ``source``, ``url``, ``relevant``, ``facets``,
``cites``, ``story`` and ``dup_of``. Besides the figures of the shipped weights it prints what the same
observations yield when weights are fitted without the stories they are tested on (so that fitting by hand
shows), and the list of mistakes.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from operator import mul
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor import sources
from monitor.core.topics.relation import WEIGHTS
from tests.bench.logistic import fit
from tests.core.relation import understanding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.understanding import Understood

FOLDS = 10
PENALTY = 1.0  # of some hundred rows

Item = dict[str, Any]


def figures(pairs: Iterable[tuple[bool, bool]]) -> str:
    """Precision, recall and F1 of (found, right) pairs."""
    counts = Counter(pairs)
    hits, false, missed = counts[True, True], counts[True, False], counts[False, True]
    precision, recall = hits / max(1, hits + false), hits / max(1, hits + missed)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({hits} right, {false} false, {missed} missed)"


def by_language(items: list[Item], kept: list[bool]) -> None:
    print("  all ", figures((keep, item["relevant"]) for item, keep in zip(items, kept, strict=True)))
    for language in sorted({item["lang"] for item in items}):
        some = [
            (keep, item["relevant"])
            for item, keep in zip(items, kept, strict=True)
            if item["lang"] == language
        ]
        print(f"  {language:5}{figures(some)}")


def facets(items: list[Item], found: list[Understood]) -> None:
    both = [
        (set(one.verdicts[0].facets), set(item["facets"]), item["title"])
        for item, one in zip(items, found, strict=True)
        if item["relevant"] and one.verdicts[0].keep
    ]
    exact = sum(mine == theirs for mine, theirs, _ in both)
    print(f"facets exact: {exact} of {len(both)} kept = {exact / max(1, len(both)):.3f}")
    for mine, theirs, title in both:
        if mine != theirs:
            print(f"  {'+'.join(sorted(theirs))} taken for {'+'.join(sorted(mine))}: {title[:90]}")


def citations(items: list[Item], found: list[Understood]) -> None:
    """Only agencies that the file ever labels count: of others it says nothing.

    Labels made from a longer text than the file holds name agencies that nobody could find: a second figure
    leaves them out.
    """
    labelled = {name.lower() for item in items for name in item.get("cites") or ()}
    judged = []
    for item, one in zip(items, found, strict=True):
        mine = {citation.agency for citation in one.cites} & labelled
        theirs = {name.lower() for name in item.get("cites") or ()}
        judged += [(item, agency, (agency in mine, agency in theirs)) for agency in sorted(mine | theirs)]
    print("cites:", figures(pair for _, _, pair in judged))
    agencies_in = understanding().lexicon.agencies_in
    named = {
        item["id"]: {name for name, _, _ in agencies_in(f"{item['title']}\n{item['text']}")} for item in items
    }
    there = [pair for item, agency, pair in judged if agency in named[item["id"]]]
    print("  of agencies that the item names:", figures(there))
    for key in ("lang", "text_kind"):
        for value in sorted({item.get(key, "") for item, _, _ in judged}):
            some = [pair for item, _, pair in judged if item.get(key, "") == value]
            print(f"  {value:10}{figures(some)}")
    for item, agency, (mine, theirs) in judged:
        if mine != theirs:
            kind = "false" if mine else "missed"
            print(f"  {kind} {agency} {item['id']} {item['source']}: {item['title'][:60]}")


def groups(items: list[Item]) -> list[str]:
    """Items that belong together share a name: those of a story, and copies."""
    by_id = {item["id"]: item for item in items}
    return [
        str(
            item.get("story")
            or by_id.get(item.get("dup_of"), item).get("story")
            or item.get("dup_of")
            or item["id"]
        )
        for item in items
    ]


def cross_validated(items: list[Item], found: list[Understood]) -> list[bool]:
    """What logistic regression on the same observations keeps, fitted without an item's group each time."""
    amounts = [
        {part.name: part.weight / WEIGHTS[part.name] for part in one.verdicts[0].parts if WEIGHTS[part.name]}
        for one in found
    ]
    parts = sorted({name for row in amounts for name in row})
    rows = [[row.get(name, 0.0) for name in parts] for row in amounts]
    judged = [bool(one.verdicts[0].parts) for one in found]  # the others do not name both sides
    belongs = groups(items)
    names = sorted(set(belongs))
    random.Random(0).shuffle(names)
    fold_of = {name: index % FOLDS for index, name in enumerate(names)}
    kept = [False] * len(items)
    for fold in range(FOLDS):
        train = [i for i, name in enumerate(belongs) if fold_of[name] != fold and judged[i]]
        wanted = [items[i]["relevant"] for i in train]
        weights, bias = fit([rows[i] for i in train], wanted, [1.0] * len(train), penalty=PENALTY)
        for i, name in enumerate(belongs):
            if fold_of[name] == fold and judged[i]:
                kept[i] = bias + sum(map(mul, weights, rows[i])) > 0
    return kept


def main() -> None:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    items: list[Item] = [item for line in lines if line.strip() and (item := json.loads(line)).get("id")]
    judge = understanding()
    started = time.process_time()
    found = [
        judge.understand(
            title=item["title"],
            text=item["text"],
            source=item["source"],
            profile=sources.profile(item["source"], item.get("url") or ""),
        )
        for item in items
    ]
    print(f"{(time.process_time() - started) / len(items) * 1000:.2f} ms CPU an item")
    kept = [one.verdicts[0].keep for one in found]
    print("topic, shipped weights")
    by_language(items, kept)
    print("topic, weights fitted without the item's story")
    by_language(items, cross_validated(items, found))
    off = Counter(item["source"] for item in items if not item["relevant"])
    false = Counter(
        item["source"] for item, keep in zip(items, kept, strict=True) if keep and not item["relevant"]
    )
    print("false keeps per 1,000 off-topic items, by source")
    for source, count in off.most_common(8):
        print(f"  {source:30} {1000 * false[source] / count:5.0f}  ({false[source]} of {count})")
    facets(items, found)
    citations(items, found)
    print("mistakes")
    for item, one in zip(items, found, strict=True):
        verdict = one.verdicts[0]
        if verdict.keep != item["relevant"]:
            parts = ", ".join(f"{part.name} {part.weight:+g}" for part in verdict.parts)
            kind = "missed" if item["relevant"] else "false"
            print(f"  {kind} {item['id']} {verdict.score:+.2f} {item['title'][:80]}")
            print(f"      {parts}")


if __name__ == "__main__":
    main()
