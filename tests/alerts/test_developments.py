"""What a rule with ``updates: true`` tells again: what is new, whatever language it is told in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerts.notifications import AlertCounts
from monitor.core.features import features
from monitor.core.lexicon import Lexicon
from monitor.core.model import Evidence
from monitor.core.seats import CAPITALS, MINISTRIES
from monitor.core.text import fold
from tests.alerts.samples import ENGLISH, match_of
from tests.alerts.test_notifications import HOURLY, desk, edit, rule
from tests.build import after, article, mention, reading

if TYPE_CHECKING:
    from monitor.core.model import Article, Match
    from monitor.core.protocols import Store


def filed(name: str, title: str, text: str, hours: float, **more: object) -> Article:
    """A report of one story, as its reader understood it."""
    named = (("Rason", "rason"), ("Расон", "rason"), ("Wonsan", "wonsan"))
    mentions = [
        mention(word, entity, start=text.index(word), field="text") for word, entity in named if word in text
    ]
    read = reading(
        title,
        text=text,
        published=after(hours=hours),
        mentions=tuple(mentions),
        features=features(title, text, mentions),
        **more,
    )
    return article(name, reading=read, first_seen=after(hours=hours), story="s1")


ARRIVAL = filed("a1", "A ferry arrives in Rason", "A ferry with guests arrived in Rason.", 0)
ARRIVAL_RU = filed("r1", "Паром прибыл в Расон", "Паром с гостями прибыл в Расон.", 1, language="ru")
COUNTED = filed("a2", "The guests of Rason are counted", "The ferry to Rason had 1,200 guests on board.", 2)
RETOLD = filed("a3", "A ferry, 1,200 guests", "The 1,200 guests of the ferry are in Rason.", 3)
SIGNED = filed("a4", "Treaty signed", "The guests of the ferry signed a treaty in Rason.", 4)
ELSEWHERE = filed("a5", "On to the next port", "The ferry with its guests has gone on to Wonsan.", 5)
FERRY = ("ferry", "Паром", "treaty", "Rason", "Расон", "Wonsan")


def ferry(of: Article) -> Match:
    return match_of(of, *FERRY)


def test_a_development_of_a_story_is_told_again_marked_and_in_its_thread(store: Store) -> None:
    at = desk(store, rule(updates=True))
    for one in (ARRIVAL, ARRIVAL_RU, COUNTED, RETOLD, SIGNED, ELSEWHERE):
        at.files(one, ferry(one), now=one.first_seen)
    assert [told.article for told in at.told] == ["a1", "a2", "a4", "a5"]
    assert [told.payload["update"] for told in at.told] == [
        None,
        {"new": ["1,200"]},
        {"new": ["treaty"]},
        {"new": ["Wonsan"]},
    ]
    at.sends(after(days=1))
    assert set(at.answered("desk").values()) == {at.told[0].id}
    assert [member["id"] for member in at.told[1].payload["story"]["articles"]] == ["a1", "r1", "a2"]
    assert at.held(ARRIVAL_RU) == at.held(RETOLD) == ["already told"]


def test_without_updates_a_development_is_held_back(store: Store) -> None:
    at = desk(store)
    at.files(ARRIVAL, ferry(ARRIVAL))
    assert at.files(SIGNED, ferry(SIGNED)) == AlertCounts(held=1)


def test_a_number_that_stands_in_another_sentence_is_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    beside = filed("b", "The ferry", "The ferry is in Rason. It snowed; 4,000 homes had no light.", 2)
    at.files(ARRIVAL, ferry(ARRIVAL))
    assert at.files(beside, ferry(beside)) == AlertCounts(held=1)


def test_a_copy_brings_a_development_only_in_what_was_added_to_it(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(COUNTED, ferry(COUNTED))
    copy = replace(filed("c", COUNTED.reading.title, COUNTED.reading.text, 3), copy_of="a2")
    assert at.files(copy, ferry(copy)) == AlertCounts(held=1)
    longer = f"{COUNTED.reading.text} The ferry goes on to Wonsan."
    added = replace(filed("d", COUNTED.reading.title, longer, 4), copy_of="a2")
    assert at.files(added, ferry(added)) == AlertCounts(told=1)
    assert at.told[-1].payload["update"] == {"new": ["Wonsan"]}


BACKGROUND = "It snowed in the port. " * 20  # what stands behind it is not at the top of a report


@pytest.mark.parametrize(
    "behind",
    [
        "The ferry had 1,200 guests.",
        "The ferry had one thousand two hundred guests.",
        "The treaty on the ferry waits.",
        "The ferry goes on to Wonsan.",
    ],
)
def test_what_stood_far_down_in_an_earlier_report_is_no_development(store: Store, behind: str) -> None:
    at = desk(store, rule(updates=True))
    first = filed("b", "A ferry arrives in Rason", f"A ferry arrived in Rason. {BACKGROUND}{behind}", 0)
    again = filed("c", "The ferry in Rason", behind, 1)
    at.files(first, match_of(first, "ferry", "Rason"))
    assert at.files(again, ferry(again)) == AlertCounts(held=1)


def test_what_stands_far_down_in_a_report_is_background(store: Store) -> None:
    at = desk(store, rule(updates=True))
    later = filed("b", "The ferry", f"A ferry in Rason. {BACKGROUND}The ferry once had 4,000 guests.", 1)
    at.files(ARRIVAL, ferry(ARRIVAL))
    assert at.files(later, match_of(later, "ferry", "Rason", "guests")) == AlertCounts(held=1)


@pytest.mark.parametrize(
    ("first", "later", "new"),
    [
        ("Паром привез три тысячи гостей.", "Паром привез пять тысяч гостей.", ["5,000"]),
        ("The ferry brought three thousand guests.", "The ferry brought 5,000 guests.", ["5,000"]),
        ("Паром привез 3 тысячи гостей.", "The ferry brought three thousand guests.", None),
        ("The ferry brought 3,000 guests.", "Паром привез три тысячи гостей.", None),
        ("The ferry cost 340 million.", "Паром обошелся в 3억 4천만 달러.", None),
        ("Паром 5천명.", "Паром 5천만달러.", ["50,000,000"]),
    ],
)
def test_a_number_in_words_counts_as_one_in_digits(
    store: Store, first: str, later: str, new: list[str] | None
) -> None:
    at = desk(store, rule(updates=True))
    for number, text in enumerate((first, later)):
        one = filed(f"w{number}", "Паром, ferry", text, number)
        at.files(one, match_of(one, "ferry", "Паром"))
    assert [told.payload["update"] for told in at.told] == [None, *([{"new": new}] if new else [])]


def test_a_pair_only_combines_what_is_there(store: Store) -> None:
    def with_pair(name: str, text: str, entity: str) -> Article:
        mentions = [mention("Moscow-Pyongyang", entity, start=text.index("Moscow"), field="text")]
        read = reading(
            "A ferry", text=text, mentions=tuple(mentions), features=features("A ferry", text, mentions)
        )
        return article(name, reading=read, story="s1")

    at = desk(store, rule(updates=True))
    at.files(ARRIVAL, ferry(ARRIVAL))
    pair = with_pair("b", "The Moscow-Pyongyang ferry is in Rason.", "dprk-russia")
    assert at.files(pair, match_of(pair, "Moscow-Pyongyang")) == AlertCounts(held=1)
    city = with_pair("c", "The Moscow-Pyongyang ferry is in Rason.", "wonsan")
    assert at.files(city, match_of(city, "Moscow-Pyongyang")) == AlertCounts(told=1)


def test_the_day_of_a_report_is_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(ARRIVAL, ferry(ARRIVAL))
    today = filed("b", "The ferry", "The ferry is in Rason, it was said on March 2.", 1)
    later = filed("c", "The ferry", "The ferry leaves Rason on March 25.", 2)
    assert at.files(today, ferry(today)) == AlertCounts(held=1)
    assert at.files(later, ferry(later)) == AlertCounts(told=1)


# --- Who stands for a state, and who merely says it -----------------------------------------------------


def understood(name: str, text: str, hours: float, *, title: str = "", language: str = "en") -> Article:
    """A report with the entities that the lexicon finds in it."""
    mentions = Lexicon.shipped().mentions(fold(title), fold(text), language)
    read = reading(
        title, text=text, language=language, mentions=mentions, features=features(title, text, mentions)
    )
    return article(name, reading=read, first_seen=after(hours=hours), story="s1")


def everyone(of: Article) -> Match:
    """What a rule such as ``@russia @north-korea @south-korea`` finds."""
    evidence = (
        Evidence(field=it.field, start=it.start, end=it.end, text=it.text, term=f"@{it.entity}")
        for it in of.reading.mentions
    )
    return replace(match_of(of), evidence=tuple(evidence))


AGREED = understood("e1", "Russia and North Korea have agreed to open a checkpoint at Khasan.", 0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Moscow and Pyongyang have agreed to open a checkpoint at Khasan.", "en"),
        ("The Kremlin and Pyongyang agree on a checkpoint.", "en"),
        ("Россия и КНДР договорились открыть пункт пропуска в Хасане, сообщил Кремль.", "ru"),
        ("북한과 러시아가 하산에 검문소를 열기로 합의했다고 러시아 외무부가 밝혔다.", "ko"),
        ("Россия и КНДР открывают пункт пропуска в Хасане, сообщили в ФСБ.", "ru"),
        ("Russia and North Korea open a checkpoint at Khasan, the State Duma said.", "en"),
        ("Russia and North Korea open a checkpoint, according to the Federation Council.", "en"),
        ("러시아와 북한이 검문소를 연다고 연방보안국이 밝혔다.", "ko"),
    ],
)
def test_who_stands_for_a_state_of_the_story_or_merely_says_it_is_no_development(
    store: Store, text: str, language: str
) -> None:
    at = desk(store, rule(updates=True))
    again = understood("e2", text, 1, language=language)
    at.files(AGREED, everyone(AGREED))
    assert at.files(again, everyone(again)) == AlertCounts(held=1)


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("According to Kozlov the State Duma has debated Khasan.", "State Duma"),
        ("Russia and North Korea, and Seoul, agree on Khasan.", "Seoul"),
        ("Russia and North Korea agree on Khasan and Vladivostok.", "Vladivostok"),
        ("Russia and North Korea agree on Khasan, said Lavrov.", "Lavrov"),
        ("The State Duma has debated the checkpoint at Khasan.", "State Duma"),
        ("Kozlov, a minister, said the State Duma has debated Khasan.", "State Duma"),
    ],
)
def test_another_state_place_or_person_and_an_institution_that_acts_are_developments(
    store: Store, text: str, new: str
) -> None:
    at = desk(store, rule(updates=True))
    again = understood("e2", text, 1)
    at.files(AGREED, everyone(AGREED))
    assert at.files(again, everyone(again)) == AlertCounts(told=1)
    assert new in at.told[-1].payload["update"]["new"]


def test_an_institution_of_which_another_one_speaks_is_a_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    again = understood("e2", "국정원이 러시아에서 북한군을 조사했다고 국방부가 밝혔다.", 1, language="ko")
    at.files(AGREED, everyone(AGREED))
    assert at.files(again, everyone(again)) == AlertCounts(told=1)
    assert "국정원" in at.told[-1].payload["update"]["new"]


@pytest.mark.parametrize("title", ["State Duma: Khasan opens", "Khasan opens - State Duma"])
def test_a_headlines_speaker_is_no_development(store: Store, title: str) -> None:
    at = desk(store, rule(updates=True))
    again = understood("e2", "Khasan opens.", 1, title=title)
    at.files(AGREED, everyone(AGREED))
    assert at.files(again, everyone(again)) == AlertCounts(held=1)


def test_an_edit_that_only_says_who_says_it_is_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(AGREED, everyone(AGREED))
    text = f"{AGREED.reading.text} Moscow was glad. It is open, the State Duma said."
    new = replace(AGREED, revisions=2, reading=understood("e1", text, 0).reading)
    assert at.files(new, everyone(new)) == AlertCounts(held=1)


def test_every_name_that_stands_for_a_state_is_in_the_lexicon_under_it() -> None:
    assert CAPITALS.keys() == MINISTRIES.keys()
    for state in CAPITALS:
        for seat in (*CAPITALS[state], *MINISTRIES[state]):
            assert state in Lexicon.shipped().ancestors(seat)


# --- Edits ------------------------------------------------------------------------------------------


def edited(of: Article, text: str) -> Article:
    new = filed(of.id, of.reading.title, text, 0)
    return replace(of, revisions=of.revisions + 1, reading=new.reading)


def test_an_edit_that_says_what_the_story_was_told_of_is_no_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    for one in (ARRIVAL, SIGNED):
        at.files(one, ferry(one))
    assert len(at.told) == 2
    new = edited(ARRIVAL, f"{ARRIVAL.reading.text} They signed a treaty.")
    assert at.files(new, ferry(new)) == AlertCounts(held=1)
    assert at.held(ARRIVAL) == ["", "already told"]


def test_an_edit_with_another_number_is_a_development(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(COUNTED, ferry(COUNTED))
    same = edited(COUNTED, COUNTED.reading.text.replace("on board", "aboard"))
    assert at.files(same, ferry(same)) == AlertCounts(held=1)
    more = edited(same, same.reading.text.replace("1,200", "40,000"))
    assert at.files(more, ferry(more)) == AlertCounts(told=1)
    assert at.told[-1].payload["update"] == {"new": ["40,000"]}
    back = edited(more, COUNTED.reading.text)
    assert at.files(back, ferry(back)) == AlertCounts(held=1)


@pytest.mark.parametrize(("said", "corrected"), [("1,200 guests", "1,500 guests"), ("Wonsan", "Sokcho")])
def test_what_an_article_said_before_it_was_corrected_is_no_development_elsewhere(
    store: Store, said: str, corrected: str
) -> None:
    at = desk(store, rule(updates=True))
    first = filed("b", "The ferry", f"The ferry in Rason, {said}.", 0)
    new = edited(first, first.reading.text.replace(said, corrected))
    again = filed("c", "The ferry again", f"The ferry in Rason: {said}.", 2)
    at.files(first, ferry(first))
    at.files(new, match_of(new, *FERRY, "Sokcho"))
    assert at.files(again, ferry(again)) == AlertCounts(held=1)


def test_without_updates_an_edit_with_another_number_is_held_back(store: Store) -> None:
    at = desk(store)
    at.files(COUNTED, ferry(COUNTED))
    more = edited(COUNTED, COUNTED.reading.text.replace("1,200", "40,000"))
    assert at.files(more, ferry(more)) == AlertCounts(held=1)
    assert at.held(COUNTED) == ["", "nothing new in the edit"]


def test_a_development_goes_into_the_digest_of_its_rule(store: Store) -> None:
    at = desk(store, rule(updates=True, digest=HOURLY))
    at.files(ARRIVAL, ferry(ARRIVAL))
    at.digests(after(hours=1))
    at.files(SIGNED, ferry(SIGNED), now=after(hours=1))
    at.digests(after(hours=2))
    (item,) = at.told[1].payload["items"]
    assert (item["article"]["id"], item["update"]) == ("a4", {"new": ["treaty"]})


def test_an_edit_that_is_told_again_says_what_is_new_in_it(store: Store) -> None:
    at = desk(store, rule(updates=True))
    at.files(ENGLISH, match_of(ENGLISH, "troops"))
    new = edit(ENGLISH, "More troops, and shells")
    at.files(new, match_of(new, "troops", "shells"))
    assert [told.payload["update"] for told in at.told] == [None, {"new": ["shells"]}]
