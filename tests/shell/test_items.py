"""Items in: JSON lines, each good or reported with its number."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.reports.items import BadLine, Item, read_items


def one(line: str) -> Item | BadLine:
    (item,) = read_items([line.encode()])
    return item


def test_an_item_needs_an_id_and_something_to_read() -> None:
    assert one('{"id": "7", "title": "Head"}') == Item(id="7", title="Head", text="")
    assert str(one('{"title": "Head"}')) == "line 1: no id; skipped"
    assert str(one('{"id": 1}')) == "line 1: neither title nor text; skipped"


def test_the_id_is_handed_back_as_it_came() -> None:
    item = one('{"id": 7, "title": ""}')
    assert isinstance(item, Item)
    assert item.id == 7


def test_nulls_and_unknown_keys_are_ignored() -> None:
    line = '{"id": 1, "title": "Head", "text": null, "lang": null, "date": null, "mood": "calm"}'
    assert one(line) == Item(id=1, title="Head", text="")


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("2026-03-01", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T09:00:00+09:00", datetime(2026, 3, 1, tzinfo=UTC)),
        ("2026-03-01T00:00:00Z", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_a_day_will_do_for_a_date(date: str, moment: datetime) -> None:
    item = one(f'{{"id": 1, "title": "x", "date": "{date}"}}')
    assert isinstance(item, Item)
    assert item.date == moment


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"id": 1, "title": 5}', "title is not a string"),
        (b'{"id": 1, "title": "x", "date": "soon"}', "date 'soon' is not ISO 8601"),
        (b'{"id": 1, "title": "x", "date": "0001-01-01"}', "date '0001-01-01' is at an end of the calendar"),
        (b'{"id": 1, "title": "\xff"}', "not UTF-8"),
        (b'{"id": 1, "title": "\\ud800"}', "half of a surrogate pair"),
        (b'{"id": NaN, "title": "x"}', "id is a number that JSON does not have"),
        (b'{"id": [1e999], "title": "x"}', "id is a number that JSON does not have"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_bad_line_is_reported_with_its_number_and_the_others_read(line: bytes, reason: str) -> None:
    first, bad, last = read_items([b'{"id": 1, "title": "x"}', line, b'{"id": 3, "title": "z"}'])
    assert isinstance(first, Item)
    assert isinstance(last, Item)
    assert isinstance(bad, BadLine)
    assert bad.number == 2
    assert reason in bad.reason


def test_empty_lines_and_a_byte_order_mark_do_no_harm() -> None:
    items = list(read_items([b'\xef\xbb\xbf{"id": 1, "title": "x"}\n', b"\n", b'{"id": 2, "title": "y"}\n']))
    assert [item.id for item in items if isinstance(item, Item)] == [1, 2]
