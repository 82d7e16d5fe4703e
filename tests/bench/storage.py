"""What storing costs: filing, finding neighbours, claiming and settling, searching, forgetting.

``python -m tests.bench.storage [ARTICLES]`` prints one line a figure; ARTICLES (100,000 unless said) is
the size of the archive that is searched and forgotten from.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from itertools import accumulate, islice
from pathlib import Path

from monitor.core.model import Features, Sent
from storage import open_store
from tests.build import NOW, article, delivery, link, match, mention, notification, verdict

BATCH = 100
_RANDOM = random.Random(7)
_WORDS = [f"{('word', 'слово', '낱말')[rank % 3]}{rank}" for rank in range(60_000)]
_WEIGHTS = list(accumulate(1 / (rank + 5) for rank in range(len(_WORDS))))


def some_words(count):
    """Words as frequent as in a language: a few everywhere, most of them rare."""
    return _RANDOM.choices(_WORDS, cum_weights=_WEIGHTS, k=count)


def some_article(number):
    """An article of about 1,000 characters with what a reading usually carries."""
    title, text = some_words(9), some_words(120)
    named = tuple(mention(word, word, start=place * 9) for place, word in enumerate(title))
    features = Features(
        content=f"{number:016x}",
        signature=_RANDOM.randbytes(160),
        bands=tuple(_RANDOM.getrandbits(63) for _ in range(12)),
        terms=(
            *(f"e:{word}" for word in {*title, *text[:5]}),
            *(f"w:{word}" for word in {*title, *text[:50]}),
        ),
    )
    return article(
        f"a{number}",
        title=" ".join(title),
        text=" ".join(text),
        keys=tuple(f"{kind}:{number}" for kind in ("guid", "url", "text")),
        mentions=named,
        verdicts=(verdict(evidence=named[:4]),),
        matches=(match("troops", *title[:2]),),
        features=features,
        first_seen=NOW + timedelta(seconds=10 * number),
        published=NOW + timedelta(seconds=10 * number - 90),
        story=f"s{number // 3}",
    )


def file_all(store, articles, batch=BATCH):
    """File them in units of ``batch``; CPU and wall seconds."""
    cpu, wall = time.process_time(), time.perf_counter()
    for start in range(0, len(articles), batch):
        with store.unit() as unit:
            for one in articles[start : start + batch]:
                with unit.savepoint():
                    unit.add_article(one, link(one))
    return time.process_time() - cpu, time.perf_counter() - wall


def figure(name, value):
    print(f"{name:<58}{value}")


def spread(seconds):
    """Median and largest of some times."""
    return f"median {statistics.median(seconds) * 1e3:.2f} ms, largest {max(seconds) * 1e3:.2f} ms"


def timed(function, *arguments, repeat=30, **named):
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        function(*arguments, **named)
        seconds.append(time.perf_counter() - start)
    return spread(seconds)


def neighbours(unit, one):
    """What the pipeline asks for every new article."""
    terms, since = one.reading.features.terms, one.when - timedelta(days=6)
    unit.find_articles(one.reading.keys)
    unit.find_by_bands(one.reading.features.bands, one.when - timedelta(days=30))
    unit.find_by_terms(terms, since, 200)
    unit.count_terms(terms)
    unit.count_articles()


def deliver(store):
    claimed, _ = store.outbox.claim("desk", NOW, timedelta(minutes=1))
    store.outbox.settle(claimed, Sent(), due=None, now=NOW)


def main():
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(
            "sqlite:///bench.db",
            folder=Path(folder),
            search_text=lambda reading: f"{reading.title} {reading.text}",
        )
        first = [some_article(number) for number in range(2_000)]
        cpu, wall = file_all(store, first)
        figure("file 2,000 articles in units of 100", f"{2_000 / cpu:,.0f}/CPU-s, {2_000 / wall:,.0f}/s")

        with store.unit() as unit:
            for number in range(300):
                unit.add_notification(notification(f"m{number}"), [delivery(f"m{number}")])
        figure("claim and settle one of 300 due", timed(deliver, store, repeat=300))

        cpu = wall = 0.0
        for start in range(2_000, size, 2_000):
            more = [some_article(number) for number in range(start, min(start + 2_000, size))]
            spent = file_all(store, more)
            cpu, wall = cpu + spent[0], wall + spent[1]
        if cpu:
            rest = size - 2_000
            figure(f"file {rest:,} more", f"{rest / cpu:,.0f}/CPU-s, {rest / wall:,.0f}/s")
        bytes_each = (Path(folder) / "bench.db").stat().st_size / size
        figure("bytes an article", f"{bytes_each:,.0f}")

        # Neighbours of articles that come now, each asked for once, as the pipeline does.
        seconds = []
        with store.unit() as unit:
            for number in range(size, size + 200):
                one = some_article(number)
                start = time.perf_counter()
                neighbours(unit, one)
                seconds.append(time.perf_counter() - start)
        figure("find an article's neighbours (up to 200)", spread(seconds))

        for name, groups in {
            "a word of every second article": [["word0"]],
            "two common words": [["word3"], ["слово10", "слово13"]],
            "a common and a rare word": [["word0"], ["낱말20000"]],
            "a rare word": [["слово40000"]],
            "a word that is nowhere": [["nowhere"]],
        }.items():

            def search(groups=groups):
                return list(islice(store.match_candidates(groups, newest_first=True), 20))

            found, took = len(search()), timed(search)
            figure(f"search 20 of {size:,}: {name} ({found} found)", took)

        took = timed(store.purge, kept_before=first[-1].first_seen, dropped_before=None, limit=50, repeat=30)
        figure("forget 50 articles in one transaction", took)
        figure("figures for status", timed(store.counts, repeat=5))
        store.close()


if __name__ == "__main__":
    main()
