"""What trying a rule on the archive costs: ``python -m tests.bench.backtest [ARTICLES] [FOLDER]``.

A store of ARTICLES (100,000 unless said) in English, Russian and Korean, some 2,000 characters each, a sixth
of them kept by the shipped topic; in FOLDER it stays for the next run. On it the back-test of rules that the
index can narrow and of rules that it cannot, beside the plain way: decode every stored article and ask
``match_one``. Both in one run, interleaved, in medians of CPU seconds. The plain way is measured on the last
tenth of the articles and shown ten times; there both must find the same.
"""

from __future__ import annotations

import random
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from monitor import configfile
from monitor.core.expressions import match_one
from monitor.core.lexicon import Lexicon
from monitor.core.model import Article, Features
from monitor.core.settings import RuleSettings
from monitor.core.text import search_text
from monitor.reader import Reader, subject_of
from monitor.reports.backtest import Backtest
from monitor.reports.items import Item
from storage import open_store
from tests.bench.rules import COMMON
from tests.bench.rules import article as filler
from tests.build import NOW, link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from monitor.core.expressions import Expression
    from monitor.core.model import Reading
    from monitor.core.protocols import Store
    from monitor.core.settings import Settings
    from monitor.reports.backtest import Report

ARTICLES = 100_000
BASES = 900
TENTH = 10
REPEATS = 3
SEED = 20261122
EVERY = timedelta(seconds=25)  # 100,000 articles are a month

NEWS = {
    "en": "North Korea sent troops to Russia, officials in Pyongyang said after talks with Sergei Lavrov. ",
    "ru": "КНДР направила военных в Россию, сообщили в Пхеньяне после переговоров с Сергеем Лавровым. ",
    "ko": "북한이 러시아에 병력을 보냈다고 평양의 당국자가 라브로프 장관과 회담한 뒤 밝혔다. ",
}
WORDS = "harbour lantern orchard гавань фонарь сад 항구 등불 과수원".split()  # of every twentieth article

RULES = {
    "words": "orchard OR сад OR 과수원",
    "words together": "(orchard OR сад OR 과수원) NEAR/40 (harbour OR гавань OR 항구)",
    "phrases": '"harbour lantern" OR "гавань фонарь"',
    "entity and words": "@north-korea NEAR/40 (troops OR военные OR 병력)",
    "entities alone": "@north-korea AND @lavrov",
    "a topic": "topic:korea-russia",
    "a prefix": "orchar*",
    "a regular expression": r"/(?i)harb\w+ \w+tern/",
    "all but": "NOT lang:ko",
}


def readings(settings: Settings, chance: random.Random) -> list[Reading]:
    """Readings in turn of all languages; every sixth brings news."""
    reader = Reader(settings)
    made = []
    for number in range(BASES):
        language = ("en", "ru", "ko")[number % 3]
        text = filler(language, [word for line in COMMON.values() for word in line.split()], chance)
        if number % 18 < 3:
            text = NEWS[language] + text
        if number % 60 < 3:
            text += " ".join(chance.choices(WORDS, k=12))
        item = Item(id=number, title=text[:60], text=text, lang=language, source=f"wire-{language}")
        made.append(reader.reading_of(item, reader.understand(item), number=number, when=NOW))
    return made


def articles(count: int, settings: Settings) -> Iterator[Article]:
    """Articles that differ in some words at their end; three in a row are a story."""
    chance = random.Random(SEED)
    known = readings(settings, chance)
    for number in range(count):
        first_seen = NOW - EVERY * (count - number)
        base = known[chance.randrange(BASES)]
        reading = replace(
            base,
            text=f"{base.text} {number} {chance.randrange(count)}",
            url=f"https://news.example/{number}",
            keys=(f"item:{number}",),
            features=Features(),
        )
        yield Article(
            id=f"a{number}",
            reading=reading,
            first_seen=first_seen,
            updated=first_seen,
            story=f"s{number // 3}",
        )


def fill(store: Store, count: int, settings: Settings) -> None:
    made = articles(count, settings)
    while batch := list(islice(made, 1_000)):
        with store.unit() as unit:
            for one in batch:
                unit.add_article(one, link(one))


def cost(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def measure(store: Store, settings: Settings, count: int) -> None:
    reader = Reader(settings)
    family = Lexicon.shipped(settings.entities).family
    tenth = NOW - EVERY * (count // TENTH)
    print(f"{count:,} articles; medians of {REPEATS} repeats")
    print("rule                       read     hits   alerts  back-test s  plain s  × plain")
    for name, when in RULES.items():
        expression = reader.parse(when)

        def tried(since: datetime | None = None, *, when: str = when) -> tuple[set[str], Report]:
            test = Backtest(store, settings, RuleSettings(id="", name="", when=when), since=since)
            return {hit.article.id for hit in test.hits(test.candidates())}, test.report(NOW)

        def plain(expression: Expression = expression) -> set[str]:
            return {
                article.id
                for article in store.articles(kept_only=False, since=tenth)
                if match_one(expression, subject_of(article.reading), family)
            }

        assert tried(tenth)[0] == plain()
        report = tried()[1]
        ours, theirs = [], []
        for _ in range(REPEATS):
            ours.append(cost(tried))
            theirs.append(cost(plain) * TENTH)
        spent, other = statistics.median(ours), statistics.median(theirs)
        print(
            f"{name:<22}{report.looked_at:>9,}{report.hits:>9,}{report.alerts:>9,}"
            f"{spent:>13.1f}{other:>9.1f}{other / spent:>9.1f}",
            flush=True,
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    settings = configfile.read(configfile.shipped_path(), {})
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else temporary)
        store = open_store(f"sqlite:///backtest-{count}.db", folder=folder, search_text=search_text)
        if not store.counts()["articles"]:
            print(f"filing took {cost(lambda: fill(store, count, settings)):.0f} s")
        measure(store, settings, count)
        store.close()


if __name__ == "__main__":
    main()
