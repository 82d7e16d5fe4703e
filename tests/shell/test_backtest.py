"""Rules before they are saved: what they would have fired on, also beside others, and whom they had told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from alerts.versions import rule_versions
from monitor.cli import main
from monitor.clock import SystemClock
from monitor.core.config import load
from monitor.core.errors import ExpressionError
from monitor.core.model import Citation
from monitor.core.settings import LimitSettings, RuleSettings
from monitor.core.text import search_text
from monitor.reader import Reader, subject_of
from monitor.reports.backtest import HIT, LOST, NEW, Backtest, Day, Report
from monitor.reports.backtest_report import LINES, _together, show_report
from storage import open_store
from tests.build import NOW, after, article, feed_state, link, mention, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from click.testing import Result

    from monitor.core.model import Article
    from monitor.core.protocols import Store

CONFIG = b"""\
version: 1
feeds:
  - {id: tass-en, source: tass, url: "http://wire.example/en.xml"}
topics:
  - {id: crossings, name: Crossings, when: bridge}
rules:
  - id: boats
    name: Boats
    when: ferry OR yacht
    channels: []
    once_per: article
    limit: 1/h
    timezone: Asia/Seoul
  - {id: kept, name: Kept, when: ferry, topic: crossings, channels: []}
"""

ARTICLES = (
    article("f1", title="The ferry sails again", text="From Rason.", story="s1", first_seen=after(hours=-50)),
    article(
        "f2", title="Ferries collide", text="Nobody was hurt.", story="s1", first_seen=after(hours=-49.5)
    ),
    article(
        "k1",
        title="두만강 페리",
        text="A ferry beside the bridge.",
        language="ko",
        verdicts=(verdict("crossings"),),
        mentions=(mention("두만강", "tumen-river"),),
        cites=(Citation(agency="kcna", field="text", start=0, end=1, text="A"),),
        first_seen=after(hours=-20),
    ),
    article("y1", title="A yacht is for sale", text="Cheap.", kept=False, first_seen=after(hours=-3)),
    article("t1", title="A train leaves", text="On time.", kept=False, first_seen=after(hours=-2)),
)


def filed(store: Store, *articles: Article) -> Store:
    with store.unit() as unit:
        for one in articles:
            unit.add_article(one, link(one))
    return store


@pytest.fixture(params=["memory:", "sqlite:///tumen.db"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    store = open_store(request.param, folder=tmp_path, search_text=search_text)
    yield filed(store, *ARTICLES)
    store.close()


SETTINGS = load(CONFIG, file="feeds.yaml", env={})
BOATS, KEPT = SETTINGS.rules


def rule(when: str, **more: Any) -> RuleSettings:
    return RuleSettings(id="", name="", when=when, **more)


def tried(store: Store, *versions: RuleSettings, **more: Any) -> tuple[dict[str, str], Report]:
    """The hits of a rule, perhaps against another: what each article is; and the report."""
    test = Backtest(store, SETTINGS, versions[0], against=versions[1] if versions[1:] else None, **more)
    hits = {hit.article.id: hit.kind for hit in test.hits(test.candidates())}
    return hits, test.report(NOW)


# --- What fires ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "ids"),
    [
        ("ferry", ["f1", "f2", "k1"]),
        ("ferry NOT bridge", ["f1", "f2"]),
        ("=ferry", ["f1", "k1"]),
        ("NOT ferry", ["y1", "t1"]),
        ("yach*", ["y1"]),
        ("/(?i)F[a-z]+y/", ["f1", "k1"]),
        ("@tumen-river", ["k1"]),
        ("cites:kcna", ["k1"]),
        ("topic:crossings", ["k1"]),
        ("lang:ko OR train", ["k1", "t1"]),
        ("submarine", []),
    ],
)
def test_an_expression_fires_on_what_it_matches(store: Store, expression: str, ids: list[str]) -> None:
    hits, report = tried(store, rule(expression))
    assert hits == dict.fromkeys(ids, HIT)
    assert (report.hits, report.stored) == (len(ids), 5)


def test_a_rule_with_a_topic_fires_on_what_that_topic_keeps(store: Store) -> None:
    assert tried(store, KEPT)[0] == {"k1": HIT}


@pytest.mark.parametrize(
    ("expression", "read"),
    [
        ("yacht", 1),
        ("ferry", 3),
        ("NOT ferry", 5),
        ("topic:crossings lang:ko", 3),  # what topics keep
        ("topic:crossings OR topic:crossings NOT lang:ko", 3),
        ("topic:crossings OR lang:ko", 5),
        ("NOT topic:crossings", 5),
    ],
)
def test_only_what_may_match_is_read(store: Store, expression: str, read: int) -> None:
    assert tried(store, rule(expression))[1].looked_at == read


def test_time_narrows_it(store: Store) -> None:
    hits, report = tried(store, rule("ferry"), since=after(days=-1))
    assert (list(hits), report.stored, report.begin) == (["k1"], 3, after(hours=-20))


def test_new_and_lost_hits_are_told_apart(store: Store) -> None:
    hits, report = tried(store, rule("ferry OR train"), rule("ferry NOT bridge OR yacht"))
    assert hits == {"f1": HIT, "f2": HIT, "k1": NEW, "y1": LOST, "t1": NEW}
    assert (report.hits, report.new, report.lost) == (4, 2, 1)


def test_each_version_has_its_topic(store: Store) -> None:
    assert tried(store, KEPT, replace(KEPT, topic=None))[0] == {"f1": LOST, "f2": LOST, "k1": HIT}


def test_a_rule_that_is_switched_off_is_tried_all_the_same(store: Store) -> None:
    assert tried(store, replace(BOATS, enabled=False))[1].hits == 4


def test_names_that_there_are_not_are_refused(store: Store) -> None:
    with pytest.raises(ExpressionError, match="atlantis"):
        Backtest(store, SETTINGS, rule("@atlantis"))


DAY = timedelta(days=1)

WORDS = st.sampled_from(
    ["ferry", "ferries", "bridge", "yacht", "rason", "페리", "sail*", "@tumen-river", "topic:crossings"]
)
EXPRESSIONS = st.recursive(
    WORDS,
    lambda part: (
        st.builds("({} {})".format, part, part)
        | st.builds("({} OR {})".format, part, part)
        | st.builds("NOT {}".format, part)
    ),
    max_leaves=4,
)


@given(EXPRESSIONS, EXPRESSIONS)
@hypothesis_settings(max_examples=40, deadline=None)
def test_reading_less_loses_nothing(one: str, other: str) -> None:
    """What is found is what matching every whole article finds."""
    reader = _READER
    expected = {}
    for stored in ARTICLES:
        found = [reader.find(reader.parse(it), subject_of(stored.reading)) for it in (one, other)]
        if any(found):
            expected[stored.id] = LOST if found[0] is None else HIT if found[1] else NEW
    assert tried(_STORE, rule(one), rule(other))[0] == expected


_READER = Reader(SETTINGS)
_STORE = filed(open_store("memory:", folder=None, search_text=search_text), *ARTICLES)  # type: ignore[arg-type]


# --- What would have been told ------------------------------------------------------------------


def test_the_rules_policy_decides_what_is_told(store: Store) -> None:
    _, report = tried(store, rule("ferry"))
    assert report.outcomes == {"alert": 2, "already told": 1}
    _, report = tried(store, BOATS)  # each article, but one an hour
    assert (report.outcomes, report.alerts, report.digests) == ({"alert": 3, "digest": 1}, 4, 1)
    assert report.alerts_per_day == pytest.approx(4 / (50 / 24))


def test_a_feeds_backlog_would_have_been_told_to_nobody(store: Store) -> None:
    with store.unit() as unit:
        unit.save_feed(feed_state("tass-en", first_success=after(hours=-49)))
    assert tried(store, rule("ferry"))[1].outcomes == {"backlog": 2, "alert": 1}


def test_days_are_those_of_the_rules_zone(store: Store) -> None:
    # NOW is 18:00 in Seoul, of the same day.
    assert tried(store, BOATS)[1].days == (
        Day(day=date(2026, 2, 28), hits=2, new=0, lost=0, alerts=2),
        Day(day=date(2026, 3, 1), hits=1, new=0, lost=0, alerts=1),
        Day(day=date(2026, 3, 2), hits=1, new=0, lost=0, alerts=1),
    )


def test_a_digest_that_is_still_to_come_counts_for_the_last_day(store: Store) -> None:
    daily = load(CONFIG.replace(b"limit: 1/h", b"digest: weekly@mon 20:00"), file="feeds.yaml", env={}).rules[
        0
    ]
    report = tried(store, daily)[1]
    assert [day.alerts for day in report.days] == [0, 0, 1]


def test_a_channel_with_a_policy_of_its_own_is_counted_by_itself(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    own = b"channels: [desk, chief], per_channel: {chief: {digest: weekly@mon 20:00}}}\nchannels:"
    for name in (b"desk", b"chief"):
        own += b'\n  - {id: %s, type: webhook, url: "http://127.0.0.1/"}' % name
    boats = CONFIG.replace(b"when: ferry, topic: crossings, channels: []}", b"when: ferry, " + own)
    report = tried(store, load(boats, file="feeds.yaml", env={}).rules[1])[1]
    assert (report.alerts, report.channels) == (2, {"chief": (1, 1)})
    show_report(report, {}, compares=False)
    assert "To chief, by its own policy: 1 (1 by digest), 0.5 a day." in capsys.readouterr().out


def test_an_archive_of_hours_counts_as_a_day(tmp_path: Path) -> None:
    store = filed(open_store("memory:", folder=tmp_path, search_text=search_text), ARTICLES[3])
    assert tried(store, rule("yacht"))[1].alerts_per_day == 1


def test_nothing_stored_is_nothing_found(tmp_path: Path) -> None:
    hits, report = tried(open_store("memory:", folder=tmp_path, search_text=search_text), rule("ferry"))
    assert (hits, report.hits, report.alerts_per_day, len(report.days)) == ({}, 0, 0, 1)


def test_it_says_since_when_the_archive_has_everything(store: Store) -> None:
    def purged(tried_rule: RuleSettings, keep: timedelta | None) -> Any:
        kept = replace(SETTINGS, storage=replace(SETTINGS.storage, keep_dropped=keep))
        test = Backtest(store, kept, tried_rule)
        list(test.hits(test.candidates()))
        return test.report(NOW).purged

    assert purged(BOATS, timedelta(days=1)) == after(days=-1)
    assert purged(BOATS, timedelta(days=30)) is None
    assert purged(BOATS, None) is None
    assert purged(KEPT, timedelta(days=1)) is None  # it never looks at the rest


def test_samples_are_the_same_each_time_and_of_all_times(tmp_path: Path) -> None:
    many = [article(f"a{number}", title="ferry", first_seen=after(minutes=-number)) for number in range(400)]
    store = filed(open_store("memory:", folder=tmp_path, search_text=search_text), *many)

    def sample() -> list[str]:
        test = Backtest(store, SETTINGS, rule("ferry"), samples=20)
        assert sum(1 for _ in test.hits(test.candidates())) == 400
        return [hit.article.id for hit in test.samples[HIT].newest_first()]

    chosen = sample()
    assert chosen == sample()
    numbers = [int(name[1:]) for name in chosen]
    assert numbers == sorted(set(numbers))
    assert len(numbers) == 20
    assert numbers[0] < 80
    assert numbers[-1] > 320


# --- On the command line ------------------------------------------------------------------------


class Desk:
    """A folder with a configuration and a store, whose articles came in the last days."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "feeds.yaml"
        self.config.write_bytes(CONFIG)
        age = SystemClock().now() - NOW
        moved = [replace(one, first_seen=one.first_seen + age, updated=one.updated + age) for one in ARTICLES]
        self.store = open_store("sqlite:///tumen.db", folder=folder, search_text=search_text)
        filed(self.store, *moved)

    def tumen(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["backtest", *arguments, "-c", str(self.config)])

    def lines(self, *arguments: str) -> list[dict[str, Any]]:
        result = self.tumen(*arguments, "--json")
        assert result.exit_code == 0, result.output
        return [json.loads(line) for line in result.stdout.splitlines()]

    def kinds(self, *arguments: str) -> dict[str, str]:
        return {line["id"]: line["kind"] for line in self.lines(*arguments) if line["event"] == "hit"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.store.close()


def test_a_person_sees_days_samples_and_what_it_would_have_told(desk: Desk) -> None:
    result = desk.tumen("boats")
    assert result.exit_code == 0, result.output
    assert "█" in result.stdout
    assert "The *ferry* sails again" in result.stdout
    assert "A *yacht* is for sale" in result.stdout
    assert "4 hits in 5 articles" in result.stdout
    assert "It would have told 4 times" in result.stdout
    assert "new" not in result.stdout.split("Some of the hits")[0]


def test_a_comparison_shows_what_is_new_and_what_is_lost(desk: Desk) -> None:
    shown = desk.tumen("ferry OR train", "--against", "boats").stdout
    assert "A *train* leaves" in shown.split("New, some of them")[1].split("Lost, some of them")[0]
    assert "A *yacht* is for sale" in shown.split("Lost, some of them")[1]
    assert "Beside the other version 1 are new and 1 lost." in " ".join(shown.split())


def test_samples_may_be_left_out(desk: Desk) -> None:
    assert "Some of" not in desk.tumen("boats", "--samples", "0").stdout


def test_nothing_found_is_said_and_no_failure(desk: Desk) -> None:
    result = desk.tumen("submarine")
    assert (result.exit_code, "0 hits in 5 articles" in result.stdout) == (0, True)


def test_programs_get_every_hit_each_day_and_the_sum(desk: Desk) -> None:
    lines = desk.lines("boats")
    assert {line["event"] for line in lines} == {"hit", "day", "summary"}
    first = lines[0]
    assert (first["id"], first["kind"], first["outcome"]) == ("f1", "hit", "alert")
    assert first["spans"] == [{"field": "title", "start": 4, "end": 9, "text": "ferry", "term": "ferry"}]
    assert sum(line["hits"] for line in lines if line["event"] == "day") == 4
    assert lines[-1]["event"] == "summary"
    assert (lines[-1]["hits"], lines[-1]["alerts"], lines[-1]["digests"]) == (4, 4, 1)


def test_an_expression_stands_in_for_the_rules_own_with_its_topic_and_policy(desk: Desk) -> None:
    assert desk.kinds("ferry") == {"f1": "hit", "f2": "hit", "k1": "hit"}
    assert desk.kinds("bridge OR ferry", "--against", "kept") == {"k1": "hit"}
    assert desk.lines("ferry", "--against", "boats")[-1]["outcomes"] == {"alert": 2, "digest": 1}
    assert desk.kinds("boats", "--against", "yacht") == {"f1": "new", "f2": "new", "k1": "new", "y1": "hit"}


def test_a_rule_is_compared_with_what_it_was(desk: Desk) -> None:
    (version,) = rule_versions(
        replace(
            SETTINGS, rules=(replace(BOATS, when="yacht OR train", limit=LimitSettings(count=1, per=DAY)),)
        ),
        NOW,
    )
    with desk.store.unit() as unit:
        unit.add_rule_versions([version])
    expected = {"f1": "new", "f2": "new", "k1": "new", "y1": "hit", "t1": "lost"}
    assert desk.kinds("boats", "--against", version.id) == expected


def test_a_draft_of_the_file_is_compared_with_the_file(desk: Desk) -> None:
    draft = desk.folder / "draft.yaml"
    draft.write_bytes(CONFIG.replace(b"ferry OR yacht", b"ferry OR train"))
    result = CliRunner().invoke(
        main, ["backtest", "boats", "-c", str(draft), "--against", str(desk.config), "--json"]
    )
    assert result.exit_code == 0, result.output
    hits = [json.loads(line) for line in result.stdout.splitlines()][:-1]
    kinds = {hit["id"]: hit["kind"] for hit in hits if hit["event"] == "hit"}
    assert kinds == {"f1": "hit", "f2": "hit", "k1": "hit", "y1": "lost", "t1": "new"}


def test_what_looks_like_a_rules_id_with_a_slip_is_remarked_on(desk: Desk) -> None:
    assert "did you mean boats?" in desk.tumen("baots").stderr
    assert "did you mean boats?" in desk.tumen("ferry", "--against", "boat").stderr
    assert desk.tumen("ferry").stderr == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ferry AND"], "position"),
        (["@atlantis"], "atlantis"),
        (["boats", "--against", "ferry AND"], "position"),
        (["boats", "--since", "yesterday"], "--since"),
        (["boats", "--samples", "-1"], "--samples"),
        (["ferry", "--against", "feeds.yaml"], "give a rule's id"),
        (["boats", "--against", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_tried_is_said(desk: Desk, arguments: list[str], said: str) -> None:
    result = desk.tumen(*arguments)
    assert (result.exit_code, said in result.stderr) == (2, True), result.output


def test_without_a_store_there_is_nothing_to_try_it_on(tmp_path: Path) -> None:
    config = tmp_path / "feeds.yaml"
    config.write_bytes(CONFIG)
    result = CliRunner().invoke(main, ["backtest", "boats", "-c", str(config)])
    assert (result.exit_code, result.stderr.startswith("tumen:")) == (1, True)


# --- The chart ----------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [1, LINES, LINES + 1, 400, 800, 4_000])
def test_a_chart_has_a_bounded_number_of_lines_and_loses_no_hit(length: int) -> None:
    days = [
        Day(day=date(2026, 1, 1) + timedelta(days=number), hits=number, new=2, lost=1, alerts=3)
        for number in range(length)
    ]
    rows = _together(days)
    assert len(rows) <= LINES + 1
    assert (len(rows) == length) == (length <= LINES)
    for figure in ("hits", "new", "lost", "alerts"):
        assert sum(getattr(row, figure) for row in rows) == sum(getattr(day, figure) for day in days)
    if length > LINES:
        assert {row.day.weekday() for row in rows} == {0}
