"""Items as a stream: which order they are filed in, and when each is answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from monitor.core.settings import Settings
from monitor.reports import stream
from monitor.reports.items import Item, parse_date
from monitor.reports.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = parse_date("2026-03-02")

# Two sides of one voyage, a report that sees both, and another event of the same actors.
SAILED = Item(
    id="sailed",
    lang="ru",
    date=DAY,
    title="Паром вышел из Владивостока",
    text="Судно идёт в порт Расон, сообщили в мэрии. Рейс открывает сезон.",
)
LANDED = Item(
    id="landed",
    lang="ko",
    date=DAY,
    title="러시아 관광객 80명 북한 방문",
    text="관광객들은 해수욕장과 시장을 둘러볼 예정이다.",
)
VOYAGE = Item(
    id="voyage",
    lang="en",
    date=DAY,
    title="Ferry brings 80 Russian tourists to North Korea",
    text="The ferry from Vladivostok reached Rason on Monday. The tourists will see beaches and a market.",
)
SHOW = Item(
    id="show",
    lang="en",
    date=DAY,
    title="Art of North Korea shown in Moscow",
    text="The exhibition at a Moscow museum has 120 paintings.",
)


def told(*items: Item) -> dict[str, tuple[str, str | None]]:
    """The story and the original of each item."""
    with Stream(Settings(checksum="")) as filing:
        return {line["id"]: (line["story"], line["copy_of"]) for line in filing.file(items)}


def stories(*items: Item) -> set[frozenset[str]]:
    found = told(*items)
    return {frozenset(it for it in found if found[it][0] == story) for story, _ in found.values()}


@pytest.mark.parametrize("items", [*permutations((SAILED, LANDED, VOYAGE, SHOW))])
def test_the_lines_of_a_day_may_stand_in_any_order(items: tuple[Item, ...]) -> None:
    assert stories(*items) == {frozenset(("sailed", "landed", "voyage")), frozenset(("show",))}


def test_items_with_a_time_are_filed_as_they_come() -> None:
    hourly = [
        replace(item, date=DAY + timedelta(hours=hour))
        for hour, item in enumerate((SAILED, LANDED, VOYAGE), 1)
    ]
    # When the second came nobody knew yet that the first was a part of it.
    assert stories(*hourly) == {frozenset(("sailed", "voyage")), frozenset(("landed",))}


def test_the_copy_is_what_stands_below_its_original() -> None:
    text = f"{VOYAGE.text} The next voyage is planned for Friday, if the ice in the bay allows it."
    original = replace(VOYAGE, text=text)
    reprint = replace(original, id="reprint", text=f"Rason Gazette. {text}")
    for one, other in ((original, reprint), (reprint, original)):
        found = told(SAILED, one, LANDED, other)
        assert (found[one.id][1], found[other.id][1]) == (None, one.id)
        assert found[one.id][0] == found[other.id][0]


def test_what_is_dated_before_the_line_above_it_may_be_a_copy_of_that() -> None:
    text = f"{VOYAGE.text} The next voyage is planned for Friday, if the ice in the bay allows it."
    original = replace(VOYAGE, text=text, date=DAY + timedelta(hours=9))
    for date in (DAY, DAY + timedelta(hours=8), DAY - timedelta(days=1)):
        found = told(original, replace(original, id="reprint", date=date))
        assert found["reprint"] == (found["voyage"][0], "voyage")


def test_a_notice_that_its_source_repeats_when_its_story_has_ended_tells_of_another_event() -> None:
    text = f"{VOYAGE.text} The next voyage is planned for Friday, if the ice in the bay allows it."
    original = replace(VOYAGE, text=text, source="gazette", date=DAY)
    later = replace(original, id="later", date=DAY + timedelta(days=14))
    found = told(original, later)
    assert found["later"][1] == "voyage"
    assert found["later"][0] != found["voyage"][0]
    for same in (replace(later, source="herald"), replace(later, date=DAY + timedelta(days=4))):
        found = told(original, same)
        assert found["later"] == (found["voyage"][0], "voyage")


def test_more_than_is_compared_at_a_time_is_filed_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "TOGETHER", 2)
    assert list(told(SAILED, VOYAGE, LANDED, SHOW)) == ["sailed", "voyage", "landed", "show"]
    assert stories(SAILED, VOYAGE, LANDED, SHOW) == {
        frozenset(("sailed", "landed", "voyage")),
        frozenset(("show",)),
    }


def test_what_has_a_time_or_no_date_at_all_is_answered_before_the_next_is_asked_for() -> None:
    assert answered(replace(SAILED, date=DAY + timedelta(hours=1)), SHOW) == [1]
    assert answered(replace(SAILED, date=None), SHOW) == [1]


def test_what_has_a_day_is_answered_when_the_next_begins() -> None:
    undated = replace(LANDED, date=None)  # as of the item before it
    assert answered(SAILED, undated, VOYAGE, replace(SHOW, date=DAY + timedelta(days=1))) == [4, 4, 4]


def answered(*items: Item) -> list[int]:
    """How many items had been asked for when each of all but the last was answered."""
    asked = 0

    def ask() -> Iterator[Item]:
        nonlocal asked
        for item in items:
            asked += 1
            yield item

    with Stream(Settings(checksum="")) as filing:
        return [asked for _, _ in zip(filing.file(ask()), items[:-1], strict=False)]
