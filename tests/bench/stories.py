"""How well stories are found: ``python -m tests.bench.stories CORPUS.jsonl``.

The corpus has one item a line: ``id title text lang source date``, ``story`` (an id shared by the items of
one event, or null) and ``relevant``. All items are filed in the order of their dates by the product's own
stream. Judged are the items with a story, and the relevant ones without, each a story of its own.

A corpus that spans decades has few stories a week; a live feed has dozens. So the same is judged once more
with the stories dealt into busy days, each at its own pace.

``--fit`` learns the weights (``monitor.core.stories.weights``) anew, from the true and the busy days. The
stories are dealt into parts, and each item is placed by weights learned without its part; the weights
learned from all are printed. Each pair is learned from twice, with and without the lexicon's lesser persons:
in tomorrow's stories are people that nobody listed.

B-cubed: A. Bagga and B. Baldwin, "Entity-based cross-document coreferencing using the vector space model"
(1998). Pairwise: of the pairs put together, those that belong together, and the reverse.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.features import features
from monitor.core.lexicon import Lexicon
from monitor.core.settings import Settings
from monitor.core.stories import WINDOW, links, placing, telling
from monitor.items import Item, read_items
from monitor.reader import Reader
from monitor.stream import Stream
from tests.bench.logistic import fit
from tests.build import article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.model import Article


def load(path: str) -> list[dict[str, Any]]:
    """The corpus in the order of its dates, without composites; ``gold`` is the story it is judged by."""
    items = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    items = [item for item in items if item.get("text_kind") != "composite" and item["date"]]
    for item in items:
        item["gold"] = item["story"] or (f"alone {item['id']}" if item["relevant"] else None)
    return sorted(items, key=lambda item: str(item["date"]))


def busy(items: list[dict[str, Any]], days: int, seed: int) -> list[dict[str, Any]]:
    """The items with their stories dealt into so many days; none lasts longer than the window."""
    dice = random.Random(seed)
    begun: dict[str, tuple[date, int]] = {}
    dealt = []
    for item in items:
        day = date.fromisoformat(str(item["date"])[:10])
        first, start = begun.setdefault(item["gold"] or item["id"], (day, dice.randrange(days)))
        when = date(2026, 1, 1) + timedelta(days=start + min((day - first).days, WINDOW.days))
        dealt.append(item | {"date": when.isoformat()})
    return sorted(dealt, key=lambda item: str(item["date"]))


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


# --- learning -------------------------------------------------------------------------------------

PARTS = 4
BUSY = 90
"""Days into which the stories are dealt to learn what a busy week asks for."""

LEAN = 0.8
"""Added to the learned bias: to join wrongly costs less than to miss, for a story has many members."""

FAMOUS = {
    "putin",
    "kim-jong-un",
    "kim-jong-il",
    "trump",
    "xi-jinping",
    "lavrov",
    "medvedev",
    "biden",
    "zelensky",
}


CROWD = "crowd"
Weights = tuple[dict[str, float], float]


class Pair(NamedTuple):
    """Two items of the same days, by their stories, and what the parts of their link measure.

    The last measure is the crowd: the logarithm of the number of stories that the later might belong to.
    """

    one: str
    other: str
    measures: dict[str, float]


def readings(items: list[dict[str, Any]], *, unlisted: bool) -> list[Article]:
    """The items as the stream reads them; ``unlisted``: as if the lexicon had no lesser persons."""
    reader, lexicon = Reader(Settings(digest="")), Lexicon.shipped()
    articles = []
    for item in items:
        read = next(read_items([json.dumps(item).encode()]))
        assert isinstance(read, Item)
        assert read.date
        understood = reader.understand(read)
        reading = reader.reading_of(read, understood, number=0, when=read.date)
        if unlisted:
            mentions = [
                m for m in understood.mentions if m.entity in FAMOUS or lexicon.kind(m.entity) != "person"
            ]
            found = features(understood.title.original, understood.text.original, mentions)
            reading = replace(reading, features=found)
        articles.append(article(str(item["id"]), reading=reading, first_seen=read.date))
    return articles


def measured(articles: list[Article], stories: list[str]) -> Iterator[Pair]:
    counts: Counter[str] = Counter()
    for number, new in enumerate(articles):
        compared = links.Compared(new, counts, number)
        wanted = set(telling(new.reading.features.terms))
        neighbours = []
        for other in range(number - 1, -1, -1):
            if new.when - articles[other].when > WINDOW:
                break
            if not wanted.isdisjoint(articles[other].reading.features.terms):
                neighbours.append(other)
        crowd = {CROWD: math.log(1 + len({stories[other] for other in neighbours}))}
        for other in neighbours:
            yield Pair(
                stories[other],
                stories[number],
                dict(zip(links.WEIGHTS, compared.measure(articles[other]), strict=True)) | crowd,
            )
        counts.update(new.reading.features.terms)


def learn(pairs: list[Pair], sizes: Counter[str], part_of: dict[str, int], *, without: int | None) -> Weights:
    """The weights learned without the items of one part, and the bias."""
    used = [
        pair for pair in pairs if without is None or without not in (part_of[pair.one], part_of[pair.other])
    ]
    same = [pair.one == pair.other for pair in used]
    # A long story has very many pairs, and is yet one example.
    importance = [
        (2 / sizes[pair.one] ** 0.7 if together else 0.5) for pair, together in zip(used, same, strict=True)
    ]
    weights, bias = fit([list(pair.measures.values()) for pair in used], same, importance)
    return dict(zip(used[0].measures, weights, strict=True)), bias + LEAN


def story_of(item: dict[str, Any]) -> str:
    """The story to learn from; what is judged with nothing is alone."""
    return item["gold"] or f"off {item['id']}"


def learning(items: list[dict[str, Any]]) -> None:
    stories = sorted({story_of(item) for item in items})
    random.Random(0).shuffle(stories)
    part_of = {story: number % PARTS for number, story in enumerate(stories)}
    sizes = Counter(map(story_of, items))
    pairs = [
        pair
        for stream in (items, busy(items, BUSY, seed=1))
        for unlisted in (False, True)
        for pair in measured(readings(stream, unlisted=unlisted), [story_of(item) for item in stream])
    ]
    learned = [learn(pairs, sizes, part_of, without=part) for part in range(PARTS)]
    for days, stream in days_of(items):
        file(stream, [learned[part_of[story_of(item)]] for item in stream])
        print(f"{days}, each item placed by weights learned without its part:")
        report([item for item in stream if item["gold"]])
    weights, bias = learn(pairs, sizes, part_of, without=None)
    print(f"BIAS = {bias:.2f}")
    print(f"CROWD = {weights.pop(CROWD):.2f}")
    for name, weight in weights.items():
        print(f"    {name!r}: {weight:.2f},")


# --- the whole ------------------------------------------------------------------------------------


def file(items: list[dict[str, Any]], weights: list[Weights] | None = None) -> float:
    """Put ``found``, the story, into each item; how many seconds it took. ``weights``: of each item."""
    given = list(read_items(json.dumps(item).encode() for item in items))
    started = time.perf_counter()
    with Stream(Settings(digest="")) as stream:
        for number, (item, read) in enumerate(zip(items, given, strict=True)):
            assert isinstance(read, Item)
            if weights:
                given_weights, links.BIAS = weights[number]
                links.WEIGHTS = {name: given_weights[name] for name in links.WEIGHTS}
                placing.CROWD = given_weights[CROWD]
            item["found"] = stream.file(read)["story"]
    return time.perf_counter() - started


def days_of(items: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The true days, and busier ones that nothing was learned from."""
    return [
        ("true days", items),
        *((f"dealt into {days} days", busy(items, days, seed=2)) for days in (90, 20)),
    ]


def report(judged: list[dict[str, Any]]) -> None:
    precision, recall, f1 = b_cubed(judged)
    print(f"B-cubed: F1 {f1:.3f}, precision {precision:.3f}, recall {recall:.3f}")
    pairwise(judged)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--mistakes", action="store_true", help="list them")
    parser.add_argument("--fit", action="store_true", help="learn the weights anew")
    args = parser.parse_args()
    items = load(args.corpus)
    for days, stream in days_of(items):
        took = file(stream) / len(stream) * 1000
        judged = [item for item in stream if item["gold"]]
        print(f"{days}: {len(stream)} items, {len(judged)} judged, {took:.2f} ms an item")
        report(judged)
        if args.mistakes:
            mistakes(judged)
    if args.fit:
        learning(items)


if __name__ == "__main__":
    main()
