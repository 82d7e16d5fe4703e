"""What matching rules costs: ``python -m tests.bench.rules [CORPUS.jsonl]``.

Side by side, in one run and in medians of CPU time over interleaved repeats, for 100, 1,000 and 10,000
rules: our matcher, pyahocorasick with a boundary check, and a loop of regular expressions, one a rule. All
three look for the same surface forms in the folded text and give the rule and the span of each hit; ours
alone also checks Korean endings. An article is folded and cut into runs once for the lexicon, the rules and
all else, so that is not counted; "and runs" counts the cutting. Then whole rule books, with AND, OR, NEAR,
entities and evidence; rules that are regular expressions; compiling, with the memory that it takes; folding;
and all of ``tumen classify`` with 100 rules and with 10,000.

Articles are made up of common words and of words that rules look for. With a corpus (one item a line:
``title text``, and ``lang``) its texts are the articles, and some of the rules are about its rarer words:
every third where hits are to be many, every thirtieth where rules are to be like a desk's.
"""

from __future__ import annotations

import gc
import itertools
import json
import multiprocessing
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import re2

from monitor import configfile
from monitor.core.expressions import RuleBook, Subject, parse
from monitor.core.model import Mention
from monitor.core.settings import RuleSettings
from monitor.core.terms import Term, TermIndex
from monitor.core.text import Folded, fold
from monitor.core.words import korean, phrases, russian
from monitor.reader import Reader
from monitor.reports.items import Item, classified

if TYPE_CHECKING:
    from collections.abc import Callable

SIZES = (100, 1_000, 10_000)
ARTICLES = 300
LENGTH = 2_000
REPEATS = 5
SEED = 20261122
RARE = 5  # occurrences of a word in the corpus at most, for a rule to be about it
OFTEN, SELDOM = 3, 30  # every how many of the rules' words is one of the corpus

COMMON = {
    "en": "missile launch troops summit visit treaty sanctions port bridge gas minister ambassador talks",
    "ru": "ракета запуск военные саммит визит договор санкции порт мост газ министр посол переговоры",
    "ko": "미사일 발사 병력 정상회담 방문 조약 제재 항만 교량 가스 장관 대사 회담 협력",
}
PARTICLES = ("", "", "의", "에서", "들이", "에는", "도", "까지")
FAMILIES = "Kim Lee Park Choe Jong Kang Cho Yun Jang Im Han O So Sin Kwon Hwang An Song Ryu Hong"
GIVEN = "chol su yong ho min jun hyok gyong il nam sok bok ryol song hun tae hwa suk ok ran un"
KOREAN_FAMILIES = "김이박최정강조윤장임한오서신권황안송유홍"
KOREAN_GIVEN = "철수영호민준혁경일남석복렬성훈태화숙옥란은"


Hits = Sequence[tuple[int, int, int]]
"""Rule, start, end."""


class Rule(NamedTuple):
    """A rule of the matcher's bench: any of its words."""

    words: tuple[str, ...]


def keywords(chance: random.Random) -> list[str]:
    """Some 12,000 words that rules might name: Russian nouns, names in English and Korean."""
    analyzer = russian._analyzer()
    begins = ("ка", "пр", "ро", "во", "са", "ми", "де", "со", "пе", "ра", "ко", "ст", "по", "на", "ма", "ба")
    nouns = {
        parse.normal_form
        for begin in begins
        for parse in itertools.islice(analyzer.iter_known_word_parses(begin), 60_000)
        if "NOUN" in parse.tag and 5 < len(parse.normal_form) < 13 and parse.normal_form.isalpha()
    }
    english = [f"{a}{b}{c}" for a, b, c in itertools.product(FAMILIES.split(), GIVEN.split(), GIVEN.split())]
    names = ["".join(name) for name in itertools.product(KOREAN_FAMILIES, KOREAN_GIVEN, KOREAN_GIVEN)]
    chosen = chance.sample(sorted(nouns), 5_000) + chance.sample(english, 4_000) + chance.sample(names, 4_000)
    chance.shuffle(chosen)
    return chosen


class Material(NamedTuple):
    """What is measured on: texts of ``LENGTH``, whole items, and words for rules with many hits or few."""

    texts: list[str]
    items: list[Item]
    often: list[str]
    seldom: list[str]


def read(corpus: Path, words: list[str], chance: random.Random) -> Material:
    """Out of a corpus; a text is of one language."""
    lines = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    chance.shuffle(lines)
    joined: dict[str, str] = {}
    for line in lines:
        language = line.get("lang", "")
        joined[language] = joined.get(language, "") + f"{line['title']}\n{line['text']}\n"
    texts = [
        text[start : start + LENGTH]
        for text in joined.values()
        for start in range(0, len(text) - LENGTH + 1, LENGTH)
    ]
    counts = Counter(re.findall(r"[^\W\d_]{4,}", "\n".join(joined.values())))
    rare = sorted(word for word, count in counts.items() if count <= RARE)
    chance.shuffle(rare)

    def mixed(every: int) -> list[str]:
        return [
            rare[number // every % len(rare)] if number % every == 0 else word
            for number, word in enumerate(words)
        ]

    items = [
        Item(id=number, title=line["title"], text=line["text"], lang=line.get("lang"))
        for number, line in enumerate(lines)
    ]
    return Material(chance.sample(texts, min(ARTICLES, len(texts))), items, mixed(OFTEN), mixed(SELDOM))


def made_up(words: list[str], chance: random.Random) -> Material:
    texts = [article(language, words, chance) for language in [*COMMON] * (ARTICLES // len(COMMON))]
    items = [Item(id=number, title=text[:60], text=text) for number, text in enumerate(texts)]
    return Material(texts, items, words, words)


def article(language: str, words: list[str], chance: random.Random) -> str:
    """Words of one language in their forms: a few from rules, some common ones, most from no rule."""

    def of_language(word: str) -> bool:
        first = word[0].lower()
        return {"en": first.isascii(), "ru": "а" <= first <= "я", "ko": "가" <= first <= "힣"}[language]

    ours = [word for word in words if of_language(word)]
    common = COMMON[language].split()
    made: list[str] = []
    while sum(map(len, made)) + len(made) < LENGTH:
        draw = chance.random()
        if draw < 0.03:
            word = chance.choice(ours)
        elif draw < 0.12:
            word = chance.choice(common)
        else:
            letters = {"ru": "нетсоалирв", "en": "etaoinsh", "ko": "다고지하는서도리기사"}[language]
            word = "".join(chance.choices(letters, k=chance.randint(2, 4 if language == "ko" else 10)))
        if language == "ru":
            word = chance.choice(sorted(russian.forms(word))) if draw < 0.12 else word
        elif language == "ko":
            word += chance.choice(PARTICLES)
        made.append(word)
    return " ".join(made)


OURS, RUNS, BASE, LOOP = "ours", "ours, and runs", "pyahocorasick + boundary", "loop of regexes"

# --- The matchers -------------------------------------------------------------------------------

HANGUL = re.compile("[가-힣]")


def surfaces(word: str) -> list[str]:
    return [surface for way in phrases.cut(word) for surface in way.surfaces]


def ours(rules: list[Rule]) -> Callable[[Folded], Hits]:
    index = TermIndex(Term(number, word) for number, rule in enumerate(rules) for word in rule.words)
    return index.scan  # type: ignore[return-value]  # our keys are numbers


def pyahocorasick(rules: list[Rule]) -> Callable[[Folded], Hits]:
    import ahocorasick

    automaton = ahocorasick.Automaton()
    for number, rule in enumerate(rules):
        for surface in {surface for word in rule.words for surface in surfaces(word)}:
            numbers = automaton.get(surface, (len(surface), ()))[1]
            automaton.add_word(surface, (len(surface), (*numbers, number)))
    automaton.make_automaton()

    def match(folded: Folded) -> Hits:
        text = folded.text
        size = len(text)
        found = []
        for last, (length, numbers) in automaton.iter(text):
            start, end = last - length + 1, last + 1
            # Korean needs a boundary before it only: particles follow.
            if (start == 0 or not text[start - 1].isalnum()) and (
                end == size or not text[end].isalnum() or "가" <= text[start] <= "힣"
            ):
                found += [(number, start, end) for number in numbers]
        return found

    return match


def loop(rules: list[Rule]) -> Callable[[Folded], Hits]:
    particles = "|".join(sorted(korean._particles(), key=len, reverse=True))
    compiled = []
    for rule in rules:
        forms = sorted({surface for word in rule.words for surface in surfaces(word)}, key=len, reverse=True)
        latin = "|".join(re.escape(form) for form in forms if not HANGUL.match(form))
        hangul = "|".join(re.escape(form) for form in forms if HANGUL.match(form))
        either = [rf"(?<!\w)(?P<latin>{latin})(?!\w)"] if latin else []
        either += [rf"(?<!\w)(?P<hangul>{hangul})(?=(?:{particles})?(?!\w))"] if hangul else []
        compiled.append(re.compile("|".join(either)))

    def match(folded: Folded) -> Hits:
        text = folded.text
        return [
            (number, *hit.span()) for number, regex in enumerate(compiled) for hit in regex.finditer(text)
        ]

    return match


# --- Measuring ----------------------------------------------------------------------------------


def cost(run: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    run()
    return time.process_time() - started


def side_by_side(matchers: dict[str, Callable[[Folded], Hits]], texts: list[Folded]) -> dict[str, float]:
    """Median CPU seconds an article. The loop is measured on a few articles only, where it is slow."""
    spent: dict[str, list[float]] = {name: [] for name in matchers}
    for _ in range(REPEATS):
        for name, match in matchers.items():
            some = texts[:: 100 if name == LOOP and len(texts) > 3 else 1]
            spent[name].append(
                cost(lambda match=match, some=some: [match(text) for text in some]) / len(some)
            )
    return {name: statistics.median(costs) for name, costs in spent.items()}


def compare(texts: list[Folded], words: list[str]) -> None:
    print(f"\nMatching alone: {len(texts)} articles of {LENGTH} characters, medians of {REPEATS} repeats")
    print("  rules  matcher                   µs an article  × pyahocorasick    × loop   hits")
    for size in SIZES:
        rules = [
            Rule(tuple(words[(number + k * 4_099) % len(words)] for k in range(1 + number % 2)))
            for number in range(size)
        ]
        scan = ours(rules)
        matchers = {
            OURS: scan,
            RUNS: lambda text, scan=scan: scan(Folded(text.original, text.text, None)),
            BASE: pyahocorasick(rules),
            LOOP: loop(rules),
        }
        medians = side_by_side(matchers, texts)
        some = texts[::100]
        hits = {
            name: {(id(text), *hit) for text in some for hit in match(text)}
            for name, match in matchers.items()
        }
        for name, median in medians.items():
            print(
                f"{size:>7,}  {name:<24}  {median * 1e6:>13,.0f}  {medians[BASE] / median:>15.2f}  "
                f"{medians[LOOP] / median:>8,.0f}  {len(hits[name]):>5,}"
            )
        lost = [(rules[number].words, start) for _, number, start, _ in hits[LOOP] - hits[OURS]]
        print(f"         hits of the loop that ours loses: {len(lost)} {lost[:3] or ''}")


def expressions(size: int, words: list[str]) -> dict[str, str]:
    """A rule book as desks write it: names, alternatives, a name with a topic word, proximity, an entity."""
    common = [word for line in COMMON.values() for word in line.split()]
    made = {}
    for number in range(size):
        a, b, c = (words[(number * 3 + k) % len(words)] for k in range(3))
        topic = common[number % len(common)]
        shapes = (
            a,
            f"{a} OR {b} OR {c}",
            f"{a} AND {topic}",
            f"({a} OR {b}) NEAR/20 ({topic} OR {c})",
            f'"{a} {topic}" OR {b}',
            f"@russia AND {a} NOT {b}",
        )
        made[str(number)] = shapes[number % len(shapes)]
    return made


def compiling(size: int, words: list[str]) -> tuple[float, float]:
    """CPU seconds and peak MB for compiling a rule book, dictionaries and all, in a process of its own."""
    before = memory("VmRSS")
    started = time.process_time()
    RuleBook({name: parse(rule) for name, rule in expressions(size, words).items()})
    return time.process_time() - started, memory("VmHWM") - before


def memory(kind: str) -> float:
    """MB of this process as Linux counts them."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{kind}:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else float("nan")


def books(texts: list[str], words: list[str]) -> None:
    title = fold("")
    mentions = (Mention(field="text", start=0, end=4, text="", entity="russia"),)
    subjects = [Subject(title=title, text=fold(text), mentions=mentions) for text in texts]
    folding = statistics.median(cost(lambda: [fold(text) for text in texts]) for _ in range(REPEATS)) / len(
        texts
    )
    print(f"\nFolding: {folding * 1e6:.0f} µs an article")
    print("\nRule books with all of the language, evidence included")
    print("  rules  compile s  peak MB  µs an article  matches an article")
    for size in SIZES:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, megabytes = pool.apply(compiling, (size, words))
        book = RuleBook({name: parse(rule) for name, rule in expressions(size, words).items()})
        costs = [cost(lambda book=book: [book.match(one) for one in subjects]) for _ in range(REPEATS)]
        each = statistics.median(costs) / len(texts)
        matches = sum(len(book.match(one)) for one in subjects) / len(subjects)
        print(f"{size:>7,}  {seconds:>9.2f}  {megabytes:>7.0f}  {each * 1e6:>13,.0f}  {matches:>18.1f}")


def regexes(texts: list[str], words: list[str]) -> None:
    """Rules that are regular expressions, against trying each of them."""
    subjects = [Subject(title=fold(""), text=fold(text)) for text in texts]
    patterns = [
        (f"(?i){word}", rf"\b{word[:5]}\w+", rf"{word}.{{0,30}}\d+")[number % 3]
        for number, word in enumerate(words[:1_000])
    ]
    book = RuleBook({str(number): parse(f"/{pattern}/") for number, pattern in enumerate(patterns)})
    compiled = [re2.compile(pattern) for pattern in patterns]
    few = subjects[:: max(1, len(subjects) // 10)]
    each = cost(lambda: [book.match(one) for one in subjects]) / len(subjects)
    tried = cost(lambda: [regex.search(one.text.original) for one in few for regex in compiled]) / len(few)
    print(f"\n{len(patterns):,} regular expressions: {each * 1e6:,.0f} µs an article; ", end="")
    print(f"each tried: {tried * 1e6:,.0f} µs")


def classify(items: list[Item], often: list[str], seldom: list[str]) -> None:
    """The whole of ``tumen classify`` for an item, from the item to its line of output."""
    settings = configfile.read(configfile.shipped_path(), {})

    def reader(size: int, words: list[str]) -> Reader:
        rules = expressions(size, words).items()
        return Reader(
            replace(
                settings, rules=tuple(RuleSettings(id=name, name=name, when=rule) for name, rule in rules)
            )
        )

    def run(reader: Reader) -> int:
        count = 0
        for item in items:
            understood = reader.understand(item)
            rules = reader.rules(item, understood)
            json.dumps(classified(item, understood, rules), ensure_ascii=False)
            count += len(rules)
        return count

    length = statistics.mean(len(one.text) for one in items)
    print(f"\nAll of classify: {len(items)} items of {length:.0f} characters")
    print("  rules about             rules  µs an item  matches an item  × the cost with 100")
    for name, words in (("other things, mostly", seldom), ("these items, every third", often)):
        readers = {size: reader(size, words) for size in (100, 10_000)}
        matches = {size: run(one) / len(items) for size, one in readers.items()}
        spent: dict[int, list[float]] = {size: [] for size in readers}
        for _ in range(REPEATS):
            for size, one in readers.items():
                spent[size].append(cost(lambda one=one: run(one)) / len(items))
        ratio = statistics.median(many / few for few, many in zip(spent[100], spent[10_000], strict=True))
        for size, costs in spent.items():
            print(
                f"  {name:<24}{size:>6,}  {statistics.median(costs) * 1e6:>10,.0f}  {matches[size]:>15.2f}"
                f"  {ratio if size > 100 else 1:>19.2f}"
            )


def main() -> None:
    chance = random.Random(SEED)
    words = keywords(chance)
    material = read(Path(sys.argv[1]), words, chance) if len(sys.argv) > 1 else made_up(words, chance)
    compare([fold(text) for text in material.texts], material.often)
    books(material.texts, material.often)
    regexes(material.texts, material.often)
    classify(material.items, material.often, material.seldom)


if __name__ == "__main__":
    main()
