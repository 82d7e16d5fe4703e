"""How well copies are found: ``python -m tests.bench.copies CORPUS.jsonl``.

The corpus has one item a line: ``id title text`` and ``dup_of`` (the id of an item whose text it
substantially is). Besides those pairs, copies are made of each item by the edits that reprints show, and
lookalikes (the same report with other numbers) that must not be taken for copies.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.core import copies
from monitor.core.furniture import separate
from monitor.core.model import Features
from monitor.items import parse_date
from tests.build import article, reading

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


def main(path: str) -> None:
    items = list(load(path))
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
    main(sys.argv[1])
