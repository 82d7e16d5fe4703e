"""How well copies are found: ``python -m tests.bench.copies CORPUS.jsonl [--stored 1000000]``.

The corpus has one item a line: ``id title text`` and ``dup_of`` (the id of an item whose text it
substantially is). Besides those pairs, copies are made of each item by the edits that reprints show, and
lookalikes (the same report with other numbers) that must not be taken for copies.

With ``--stored N`` the edited items are looked up in a SQLite store of N articles of the last 30 days, of
which one in a hundred has the same band, and the time, the memory and the opening are measured.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import sqlite3
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core import copies
from monitor.core.furniture import separate
from monitor.core.model import Features
from monitor.reports.items import parse_date
from storage import open_store
from storage.rows import to_time
from tests.build import article, link, reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from monitor.core.model import Article, Reading

SENTENCE = re.compile(r"(?<=[.!?。…])\s+")
AROUND = {
    "en": (
        "Share this story. Subscribe to our morning letter.",
        "Read also: what to expect this week. Follow us.",
    ),
    "ru": ("Поделиться. Подписывайтесь на наш канал.", "Читайте также: главное за неделю. Реклама на сайте."),
    "ko": ("기사 공유하기. 구독하고 알림을 받아 보세요.", "많이 본 기사를 모았습니다. 무단 복제를 금합니다."),
    "zh": ("分享本文。欢迎订阅我们的频道。", "相关阅读:一周要闻。转载请注明出处。"),
    "ja": ("この記事を共有する。ご登録ください。", "関連記事:今週の主な動き。無断転載を禁じます。"),
}
ADDED = {
    "en": "The newspaper's own correspondent was told that details would be given later by those concerned.",
    "ru": "Как уточнил собеседник издания, подробности участники намерены сообщить несколько позже.",
    "ko": "이와 관련해 현지 관계자는 자세한 내용은 추후 따로 설명하겠다고 본지에 전했다.",
    "zh": "本报记者另从有关方面获悉,详情将在稍后公布。",
    "ja": "本紙の取材に対し関係者は詳細は後日説明すると述べた。",
}
HEADLINE = {
    "en": "What is known by this hour",
    "ru": "Что известно к этому часу",
    "ko": "지금까지 알려진 내용",
    "zh": "目前所知情况",
    "ja": "これまでに分かったこと",
}
DATELINE = {
    "en": "VLADIVOSTOK, 3 March (Our correspondent) -- ",
    "ru": "ВЛАДИВОСТОК, 3 марта. /Наш корр./. ",
    "ko": "(부산=본지) 홍길동 기자 = ",
    "zh": "(本报釜山3日电)",
    "ja": "【釜山=本紙特派員】",
}


def edits(lang: str) -> dict[str, Callable[[str, str], tuple[str, str]]]:
    """What reprints do to (title, text), by name."""
    lang = lang if lang in AROUND else "ru"
    head, tail = AROUND[lang]

    def drop(title: str, text: str) -> tuple[str, str]:
        sentences = SENTENCE.split(text)
        return title, " ".join(sentences[:-1]) if len(sentences) > 2 else text

    def both(title: str, text: str) -> tuple[str, str]:
        title, text = drop(title, text)
        return HEADLINE[lang], f"{DATELINE[lang]}{text} {ADDED[lang]}"

    return {
        "headline": lambda _, text: (HEADLINE[lang], text),
        "dateline": lambda title, text: (title, DATELINE[lang] + text),
        "dropped": drop,
        "added": lambda title, text: (title, f"{text} {ADDED[lang]}"),
        "around": lambda title, text: (title, f"{head}\n{text}\n{tail}"),
        "all": both,
    }


def lookalike(title: str, text: str) -> tuple[str, str] | None:
    """The same report with other numbers; None if it has none."""

    def other(match: re.Match[str]) -> str:
        return str(int(match.group()) + 3)

    changed = re.sub(r"\d{1,15}", other, title), re.sub(r"\d{1,15}", other, text)
    return changed if changed[1] != text else None


def read(title: str, text: str, date: str = "") -> Reading:
    parts = separate(title, text)
    signature, bands = copies.sketch(parts.title, parts.text)
    return reading(
        parts.title,
        text=parts.text,
        published=parse_date(date) if date else None,
        features=Features(signature=signature, bands=bands),
    )


class Index:
    """What a store does: candidates by band."""

    def __init__(self) -> None:
        self.bands: dict[int, list[Article]] = defaultdict(list)
        self.candidates = 0

    def find(self, of: Reading) -> list[Article]:
        found = {article.id: article for band in of.features.bands for article in self.bands[band]}
        self.candidates += len(found)
        return sorted(found.values(), key=lambda article: article.id)

    def add(self, new: Article) -> None:
        for band in new.reading.features.bands:
            self.bands[band].append(new)


def load(path: str) -> Iterator[dict[str, str]]:
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        if item.get("text_kind") != "composite":
            yield item


FILL = """
    WITH RECURSIVE number (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < :stored)
    INSERT INTO articles (seq, id, kept, first_seen, updated, dated, revisions, story, source, feed, url,
        language, title, content, terms, cites, signature, bands, text, dateline, byline, trailer, markers,
        keys, mentions, verdicts, matches)
    SELECT n, 'made' || n, 0, :start + n * :step, :start, :start, 1, 'made' || n, 'wire', 'wire',
        'https://wire.example/' || n, 'en', 'A title of number ' || n, hex(randomblob(8)), '[]', '[]',
        randomblob(256), x'', hex(randomblob(300)), '', '', '', '[]', '[]', '[]', '[]', '[]'
    FROM number
"""
FILL_BANDS = f"""
    WITH RECURSIVE band (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM band WHERE n < {copies.BANDS // 2})
    INSERT INTO article_bands (band, seen, article)
    SELECT CASE WHEN seq % 100 = 0 AND n = 1 THEN 0 ELSE random() END, first_seen, seq
    FROM articles, band ORDER BY 1, 2, 3
"""


def stored(items: list[dict[str, str]], count: int) -> None:
    """Look the edits of the items up among ``count`` stored articles."""
    now = datetime(2026, 3, 31, tzinfo=UTC)
    start, step = to_time(now - copies.WINDOW), int(copies.WINDOW / timedelta(microseconds=1)) // count
    with tempfile.TemporaryDirectory() as folder:
        open_store("sqlite:///big.db", folder=Path(folder), search_text=lambda _: "").close()
        with sqlite3.connect(Path(folder) / "big.db") as db:
            db.execute(FILL, {"stored": count, "start": start, "step": step})
            db.execute(FILL_BANDS)
        db.close()
        began = time.perf_counter()
        store = open_store("sqlite:///big.db", folder=Path(folder), search_text=lambda _: "")
        print(f"{count:,} stored: opened in {(time.perf_counter() - began) * 1000:.0f} ms")
        with store.unit() as unit:
            for item in items:
                new = article(item["id"], reading=read(item["title"], item["text"]), first_seen=now)
                unit.add_article(new, link(new))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        took = []
        found = 0
        for item in items:
            for edit in edits(item["lang"]).values():
                new = read(*edit(item["title"], item["text"]))
                # A fifth of them have the band that one in a hundred has.
                bands = new.features.bands if len(took) % 5 else (*new.features.bands, 0)
                with store.unit() as unit:
                    began = time.process_time()
                    shared = unit.used_bands(bands, now - copies.WINDOW)
                    alike = copies.alike(new.features.signature)
                    candidates = unit.find_by_bands(shared, now - copies.WINDOW, alike=alike)
                    found += copies.choose_original(new, candidates) is not None
                    took.append((time.process_time() - began) * 1000)
        store.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000
    took.sort()
    print(
        f"  look-up and verification: median {took[len(took) // 2]:.2f} ms,"
        f" mean {sum(took) / len(took):.2f} ms, 95 of 100 under {took[len(took) * 95 // 100]:.2f} ms"
        f" ({found} of {len(took)} found), memory grew by {grown:.0f} MB"
    )


def main(path: str, count: int) -> None:
    items = list(load(path))
    if count:
        stored(items, count)
        return
    index, originals = Index(), {}
    started = time.perf_counter()
    for item in items:
        originals[item["id"]] = article(item["id"], reading=read(item["title"], item["text"], item["date"]))
    took = (time.perf_counter() - started) / len(items) * 1000
    print(f"sketch: {took:.2f} ms an item, with its furniture cut")

    # Labelled pairs, and what is found between items that nobody labelled.
    group = {item["id"]: item["dup_of"] or item["id"] for item in items}
    hit = false = 0
    for item in items:
        new = originals[item["id"]]
        for old in index.find(new.reading):
            if copies.similarity(new.reading, old.reading):
                if group[new.id] == group[old.id]:
                    hit += 1
                else:
                    false += 1
                    titles = (f"{which.id} {which.reading.title[:50]!r}" for which in (old, new))
                    print(f"  not labelled: {' ~ '.join(titles)}")
        index.add(new)
    sizes = Counter(group.values()).values()
    gold = sum(size * (size - 1) // 2 for size in sizes)
    print(f"labelled pairs: recall {hit}/{gold}, not labelled {false}")

    # Made pairs: each edited item against the whole index.
    random.seed(0)
    made: Counter[str] = Counter()
    good: Counter[str] = Counter()
    wrong = lookalikes = taken = 0
    took = 0.0
    for item in items:
        title, text = originals[item["id"]].reading.title, originals[item["id"]].reading.text
        if len(copies.split_words(text)) < 12:
            continue
        for name, edit in edits(item["lang"]).items():
            new = read(*edit(title, text))
            started = time.perf_counter()
            found = copies.choose_original(new, index.find(new))
            took += time.perf_counter() - started
            made[name] += 1
            if found and group[found[0].id] == group[item["id"]]:
                good[name] += 1
            elif found:
                wrong += 1
                print(f"  {name}: {item['id']} taken for {found[0].id}")
        if changed := lookalike(title, text):
            lookalikes += 1
            only = [replace(originals[item["id"]])]
            taken += copies.choose_original(read(*changed), only) is not None
    total, right = made.total(), good.total()
    for name in made:
        print(f"  {name}: recall {good[name] / made[name]:.3f} of {made[name]}")
    print(f"made pairs: recall {right / total:.3f}, precision {right / (right + wrong + taken):.3f}")
    print(f"lookalikes taken for copies: {taken}/{lookalikes}")
    candidates = index.candidates / (total + len(items))
    print(f"look-up and verification: {took / total * 1000:.2f} ms, {candidates:.1f} candidates")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus")
    parser.add_argument("--stored", type=int, default=0, help="look up among so many stored articles")
    given = parser.parse_args()
    main(given.corpus, given.stored)
