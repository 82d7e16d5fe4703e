"""How well stories are found: ``python -m tests.bench.stories CORPUS.jsonl``.

The corpus has one item a line: ``id title text lang source date``, ``story`` (an id shared by the items of
one event, or null) and ``relevant``. All items are filed in the order of their dates by the product's own
stream. Judged are the items with a story, and the relevant ones without, each a story of its own.

A corpus that spans decades has few stories a week; a live feed has dozens. So the same is judged once more
with the stories dealt into busy days, each at its own pace.

The dates of a corpus are days, and a stream of days is filed in the best order within each. A daemon takes
what comes as it comes: so the items are also judged at random times of their days, and of these the kept
ones alone, for it takes no terms of others.

``--fit`` learns the weights (``monitor.core.stories.weights``) anew, from the true and from busier days:
first what the parts of a link are worth, from pairs of items; then what link, core, headlines, newcomers and
crowd are worth, from items and the stories before them. The stories are dealt into parts, and each item is
placed by weights learned without its part; the weights learned from all are printed. All is learned from
twice, with and without the lexicon's lesser persons: in tomorrow's stories are people that nobody listed.

In brackets: between what a figure lies in nine of ten draws of the stories. Two ways of placing are to be
told apart by what both do with the same draws, and by weights that had no part in what they place.

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
from statistics import mean, quantiles
from typing import TYPE_CHECKING, Any, NamedTuple

from monitor.core.copies import choose_original
from monitor.core.features import features
from monitor.core.lexicon import Lexicon
from monitor.core.settings import Settings
from monitor.core.stories import NEIGHBOURS, WINDOW, links, placing
from monitor.reader import Reader
from monitor.reports.items import Item, read_items
from monitor.reports.stream import Pending, Stream
from storage.neighbours import weights
from tests.bench.logistic import fit
from tests.build import article

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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


def as_they_come(items: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """The items, each at a random time of its day."""
    dice = random.Random(seed)
    timed = [
        item | {"date": f"{str(item['date'])[:10]}T{dice.randrange(24):02}:{dice.randrange(1, 60):02}Z"}
        for item in items
    ]
    return sorted(timed, key=lambda item: str(item["date"]))


def b_cubed(items: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    found = Counter(item["found"] for item in items)
    gold = Counter(item["gold"] for item in items)
    both = Counter((item["found"], item["gold"]) for item in items)
    precision = sum(count * count / found[key[0]] for key, count in both.items()) / len(items)
    recall = sum(count * count / gold[key[1]] for key, count in both.items()) / len(items)
    return precision, recall, 2 * precision * recall / (precision + recall)


class Pairs:
    """Of the pairs put together, those that belong together, and the reverse; by found and labelled story."""

    def __init__(self, items: list[dict[str, Any]]) -> None:
        self.of_found: dict[str, list[bool]] = defaultdict(list)
        self.by_languages: dict[str, list[bool]] = defaultdict(list)
        self.by_story: dict[str, list[bool]] = defaultdict(list)
        for one, other in combinations(items, 2):
            found, gold = one["found"] == other["found"], one["gold"] == other["gold"]
            if found:
                self.of_found[one["found"]].append(gold)
            if gold:
                self.by_languages["-".join(sorted((one["lang"], other["lang"])))].append(found)
                if one["lang"] != other["lang"]:
                    self.by_story[one["gold"]].append(found)

    @property
    def precision(self) -> float:
        return _share(self.of_found)

    @property
    def recall(self) -> float:
        return _share(self.by_languages)

    @property
    def across(self) -> float:
        """The recall of pairs in different languages."""
        return _share(self.by_story)

    @property
    def across_mean(self) -> float:
        """The same of each story that has such pairs, on average."""
        return mean(sum(hits) / len(hits) for hits in self.by_story.values())


def _share(groups: dict[str, list[bool]]) -> float:
    hits = [hit for group in groups.values() for hit in group]
    return sum(hits) / len(hits)


DRAWS = 2_000
"""With replacement, of as many stories, to see how much a figure owes to single ones."""


def interval(stories: Iterable[list[bool]]) -> tuple[float, float]:
    """Between what the share of hits lies in nine of ten draws of the stories.

    A story's pairs are right or wrong together: there are hundreds of them, and few that are independent.
    (B. Efron, "Bootstrap methods: another look at the jackknife", 1979.)
    """
    counted = [(sum(hits), len(hits)) for hits in stories]
    dice = random.Random(0)
    shares = []
    for _ in range(DRAWS):
        drawn = dice.choices(counted, k=len(counted))
        shares.append(sum(hits for hits, _ in drawn) / sum(pairs for _, pairs in drawn))
    low, *_, high = quantiles(shares, n=20)
    return low, high


def mistakes(items: list[dict[str, Any]]) -> None:
    found, gold = defaultdict(list), defaultdict(list)
    for item in items:
        found[item["found"]].append(item)
        gold[item["gold"]].append(item)
    for members in found.values():
        if len(merged := Counter(item["gold"] for item in members)) > 1:
            wrong = math.comb(len(members), 2) - sum(math.comb(count, 2) for count in merged.values())
            stories = ", ".join(f"{story} x{count}" for story, count in merged.items())
            print(f"put together, wrong pairs {wrong}: {stories}")
    for story, members in gold.items():
        if len(parts := Counter(item["found"] for item in members)) > 1:
            print(f"torn apart: {story}: {', '.join(map(str, parts.values()))}")
            for part in list(parts)[1:]:
                print("   ", *(f"{i['date']} {i['title'][:60]};" for i in members if i["found"] == part))


# --- learning -------------------------------------------------------------------------------------

PARTS = 4
BUSY = (90, 60, 30)
"""Days into which the stories are dealt to learn what busy weeks ask for."""

LEAN = 3.3
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


class Weights(NamedTuple):
    """What ``monitor.core.stories.weights`` holds."""

    bias: float
    parts: dict[str, float]
    crowd: float
    core: float
    headlines: float
    newcomers: float

    def use(self) -> None:
        """Place by them from now on."""
        links.BIAS, links.WEIGHTS = self.bias, self.parts
        placing.CROWD, placing.CORE = self.crowd, self.core
        placing.HEADLINES, placing.NEWCOMERS = self.headlines, self.newcomers


class New(NamedTuple):
    """An item among those before it, all with the story that they belong to."""

    article: Article
    compared: links.Compared
    neighbours: list[Article]

    @property
    def crowd(self) -> float:
        """How many stories it might belong to, as ``placing`` counts them."""
        return placing.crowding(len({other.story for other in self.neighbours}))


def readings(items: list[dict[str, Any]], *, unlisted: bool) -> list[Article]:
    """The items as the stream reads them; ``unlisted``: as if the lexicon had no lesser persons."""
    reader, lexicon = Reader(Settings(checksum="")), Lexicon.shipped()
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


def arrivals(articles: list[Article]) -> Iterator[New]:
    """Each that is no copy, with the neighbours that a store would find."""
    counts: Counter[str] = Counter()
    bands: dict[int, list[Article]] = defaultdict(list)
    recent: list[Article] = []
    for number, new in enumerate(articles):
        found = new.reading.features
        recent = [other for other in recent if new.when - other.when <= WINDOW]
        alike = [other for band in found.bands for other in bands[band]]
        if not choose_original(new.reading, alike):
            worth = weights(found.terms, counts, number)
            shared = {
                other.id: sum(worth[term] for term in worth.keys() & set(other.reading.features.terms))
                for other in recent
            }
            nearest = sorted(recent, key=lambda other: (-shared[other.id], -other.when.timestamp()))
            neighbours = [other for other in nearest[:NEIGHBOURS] if shared[other.id]]
            if neighbours:
                yield New(new, links.Compared(new, counts, number), neighbours)
        for band in found.bands:
            bands[band].append(new)
        recent.append(new)
        counts.update(found.terms)


def learn(news: list[New], sizes: Counter[str], part_of: dict[str, int], *, without: int | None) -> Weights:
    """The weights learned without the items of one part."""

    def used(story: str) -> bool:
        return part_of[story] != without

    news = [new for new in news if used(new.article.story)]
    rows, outcomes, importance = [], [], []
    for new in news:
        story = new.article.story
        for other in new.neighbours:
            if used(other.story):
                # The crowd is learned below, but the pairs of busy days must not be taken for unlikely ones.
                rows.append([*new.compared.measure(other), new.crowd])
                outcomes.append(other.story == story)
                # A long story has very many pairs, and is yet one example.
                importance.append(2 / sizes[story] ** 0.7 if other.story == story else 0.5)
    (*parts, _), bias = fit(rows, outcomes, importance)
    Weights(bias, dict(zip(links.WEIGHTS, parts, strict=True)), 0.0, 0.0, 0.0, 0.0).use()
    rows, outcomes, importance = [], [], []
    for new in news:
        for story, candidate in placing.candidates(new.compared, new.neighbours).items():
            if used(story):
                newcomers = sum(candidate.newcomers.values())
                rows.append([candidate.link, new.crowd, candidate.core, candidate.headlines, newcomers])
                outcomes.append(story == new.article.story)
                importance.append(0.5 / math.sqrt(sizes[story]) if story == new.article.story else 0.5)
    (link, *rest), start = fit(rows, outcomes, importance)
    # In units of the link, so that its parts need not be changed.
    return Weights(bias + (start + LEAN) / link, links.WEIGHTS, *(weight / link for weight in rest))


def story_of(item: dict[str, Any]) -> str:
    """The story to learn from; what is judged with nothing is alone."""
    return item["gold"] or f"off {item['id']}"


def learning(items: list[dict[str, Any]]) -> None:
    stories = sorted({story_of(item) for item in items})
    random.Random(0).shuffle(stories)
    part_of = {story: number % PARTS for number, story in enumerate(stories)}
    sizes = Counter(map(story_of, items))
    news = []
    for stream in (items, *(busy(items, days, seed=1) for days in BUSY)):
        for unlisted in (False, True):
            articles = [
                replace(article, story=story_of(item))
                for article, item in zip(readings(stream, unlisted=unlisted), stream, strict=True)
            ]
            news += arrivals(articles)
    learned = [learn(news, sizes, part_of, without=part) for part in range(PARTS)]
    for days, stream in days_of(items):
        file(stream, {item["id"]: learned[part_of[story_of(item)]] for item in stream})
        print(f"{days}, each item placed by weights learned without its part:")
        report([item for item in stream if item["gold"]])
    bias, parts, crowd, core, headlines, newcomers = learn(news, sizes, part_of, without=None)
    print(f"BIAS = {bias:.2f}")
    print(f"CROWD = {crowd:.2f}")
    print(f"CORE = {core:.2f}")
    print(f"HEADLINES = {headlines:.2f}")
    print(f"NEWCOMERS = {newcomers:.2f}")
    for name, weight in parts.items():
        print(f"    {name!r}: {weight:.2f},")


# --- the whole ------------------------------------------------------------------------------------


class Taught(Stream):
    """Places each item by weights of its own."""

    def __init__(self, learned: dict[str, Weights]) -> None:
        super().__init__(Settings(checksum=""))
        self._learned = learned

    def file_one(self, pending: Pending) -> Article:
        self._learned[pending.item.id].use()
        return super().file_one(pending)


def file(items: list[dict[str, Any]], learned: dict[str, Weights] | None = None) -> float:
    """Put ``found``, the story, into each item; how many seconds it took. ``learned``: by the items' ids."""
    given = list(read_items(json.dumps(item).encode() for item in items))
    started = time.perf_counter()
    with Taught(learned) if learned else Stream(Settings(checksum="")) as stream:
        for item, filed in zip(items, stream.file(it for it in given if isinstance(it, Item)), strict=True):
            item["found"] = filed["story"]
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
    pairs = Pairs(judged)
    low, high = interval(pairs.of_found.values())
    print(f"pairwise: precision {pairs.precision:.3f} ({low:.2f} to {high:.2f}), recall {pairs.recall:.3f}")
    for languages, hits in sorted(pairs.by_languages.items()):
        print(f"  {languages}: recall {sum(hits) / len(hits):.3f} of {len(hits)}")
    low, high = interval(pairs.by_story.values())
    print(
        f"across languages: recall {pairs.across:.3f} ({low:.2f} to {high:.2f}), "
        f"mean over stories {pairs.across_mean:.3f}"
    )


ORDERS = 8
"""Random ones, in which the items of each day come."""


def as_they_may_come(items: list[dict[str, Any]]) -> None:
    """Print the figures that are asked of stories, each with its mean and its range over random orders."""
    found: dict[str, list[float]] = defaultdict(list)
    for seed in range(ORDERS):
        stream = as_they_come(items, seed)
        file(stream)
        judged = [item for item in stream if item["gold"]]
        pairs = Pairs(judged)
        found["B-cubed F1"].append(b_cubed(judged)[2])
        found["pair precision"].append(pairs.precision)
        found["recall across languages"].append(pairs.across)
        found["mean over stories"].append(pairs.across_mean)
    for name, values in found.items():
        print(f"  {name} {mean(values):.3f} ({min(values):.3f} to {max(values):.3f})")


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
    print(f"true days, at random times of them, {ORDERS} times:")
    as_they_may_come(items)
    print("the same, kept items alone:")
    as_they_may_come([item for item in items if item["gold"]])
    if args.fit:
        learning(items)


if __name__ == "__main__":
    main()
