"""Understanding as a whole: whole pages, hostile texts, and what stays out."""

from __future__ import annotations

import time

import pytest

from tests.core.relation import understanding

UNDERSTANDING = understanding()


def test_other_headlines_on_the_page_are_not_the_article() -> None:
    text = (
        "BUSAN, May 3 (Yonhap) -- Mayors from Vladivostok and Busan met at the Korea-Russia Forum.\n"
        "(END)\n-\nN. Korea tests a new missile\n-\nKim Jong-un inspects a shipyard\n"
    )
    found = UNDERSTANDING.understand(
        title="Port cities of S. Korea, Russia plan a ferry", text=text, source="yonhap"
    )
    assert found.verdicts[0].facets == ("rok-russia",)
    assert "kim-jong-un" not in {mention.entity for mention in found.mentions}


def test_a_dateline_names_no_party() -> None:
    found = UNDERSTANDING.understand(
        title="Снегопад парализовал город", text="СЕУЛ, 3 мая. /ТАСС/. Рейсы отменены."
    )
    assert "seoul" not in {mention.entity for mention in found.mentions}


def test_offsets_are_those_of_the_fields_as_given() -> None:
    title, text = "(LEAD) Lavrov lands in Pyongyang", "PYONGYANG, May 3 (Yonhap) -- Lavrov met Choe Son-hui."
    found = UNDERSTANDING.understand(title=title, text=text, source="yonhap")
    fields = {"title": title, "text": text}
    assert found.mentions
    for mention in found.mentions:
        assert fields[mention.field][mention.start : mention.end] == mention.text


def test_a_cut_title_goes_on_in_the_text() -> None:
    whole = "Самолёты подняты в воздух, передаёт агентство Ренхап со ссылкой на военных Южной Кореи и России."
    cut = whole.index("хап")
    found = UNDERSTANDING.understand(title=whole[:cut], text=whole)
    assert [citation.agency for citation in found.cites] == ["yonhap"]


def test_empty_fields_are_no_problem() -> None:
    found = UNDERSTANDING.understand(title="", text="")
    assert (found.language, found.mentions, found.cites) == ("und", (), ())


def test_one_understanding_is_deterministic() -> None:
    article = {"title": "푸틴·김정은 회담", "text": "크렘린궁은 두 정상이 만났다고 밝혔다."}
    assert UNDERSTANDING.understand(**article).verdicts == UNDERSTANDING.understand(**article).verdicts


@pytest.mark.parametrize(
    "text",
    [
        "Putin met Kim Jong Un in Moscow. " * 30_000,
        "북러" * 150_000,
        "a\u0301\u0302\u0303" * 30_000,
        "Russia, " * 30_000,
        "\n" * 1_000_000,
        "러 " * 60_000,
        "(" * 500_000,
        "朝俄" * 150_000,
        "Putin, Kim, " * 30_000,
    ],
    ids=["long", "one word", "marks", "list", "lines", "short words", "brackets", "one row", "row of pairs"],
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    UNDERSTANDING.understand(title="Putin, Kim Jong Un", text=text)
    assert time.process_time() - started < 20  # whatever else the machine has to do


def test_what_is_cut_off_is_said() -> None:
    assert UNDERSTANDING.understand(title="x", text="слово " * 200_000).cut
    assert not UNDERSTANDING.understand(title="x", text="слово").cut


def test_what_is_separated_already_is_not_looked_at_for_furniture_again() -> None:
    title, text = "(URGENT) Ferry leaves Sokcho", "It carries 120 people. (END)"
    assert UNDERSTANDING.understand(title=title, text=text).title.text.strip() == "ferry leaves sokcho"
    bare = UNDERSTANDING.understand(title=title, text=text, separated=())
    assert (bare.title.text, bare.text.text) == (title.lower(), text.lower())


def test_here_is_the_place_of_the_dateline() -> None:
    text = "SEOUL, Oct. 12 (Yonhap) -- The Russian envoy here spoke of ties. Here is what he said."
    found = UNDERSTANDING.understand(title="Envoy hopes for better ties", text=text, source="yonhap")
    here = text.index("here")
    assert [(one.text, one.entity, one.start) for one in found.mentions][-1] == ("here", "seoul", here)
    nowhere = UNDERSTANDING.understand(title="Envoy hopes for better ties", text=text[27:])
    assert "seoul" not in {mention.entity for mention in nowhere.mentions}
