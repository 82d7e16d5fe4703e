"""Citations: who is named as the source of a report, and when an agency is merely named."""

from __future__ import annotations

import pytest

from tests.core.relation import understanding

UNDERSTANDING = understanding()


def cites(text: str, *, title: str = "", source: str | None = None) -> list[str]:
    found = UNDERSTANDING.understand(title=title, text=text, source=source).cites
    return [citation.agency for citation in found]


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("The talks went well, according to Yonhap.", ["yonhap"]),
        ("KCNA said on Monday that rain had stopped.", ["kcna"]),
        ("The Korean Central News Agency (KCNA) reported the visit.", ["kcna"]),
        ("Поезд отправится в июне, передает ТАСС.", ["tass"]),
        ("Об этом сообщило агентство Ренхап со ссылкой на ЦТАК.", ["yonhap", "kcna"]),
        ("연합뉴스에 따르면 회담은 내일 열린다.", ["yonhap"]),
        ("조선중앙통신이 16일 보도했다.", ["kcna"]),
        ("타스 통신은 이같이 전했다.", ["tass"]),
        ("据韩联社报道，会谈将于明天举行。", ["yonhap"]),
        ("朝鮮中央通信が伝えた。", ["kcna"]),
        ("Про це повідомляє Yonhap.", ["yonhap"]),
    ],
)
def test_words_of_quoting_make_a_source(text: str, agencies: list[str]) -> None:
    assert cites(text) == agencies


@pytest.mark.parametrize(
    "title",
    [
        "Kim wraps up visit — KCNA",
        "Parade set for May (Yonhap)",
        "朝中社：金正恩出席",
        "Reuters: talks stall",
    ],
)
def test_a_headline_names_its_source_by_place(title: str) -> None:
    assert len(cites("", title=title)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The director general of TASS arrived in Seoul.",
        "Reuters moved into a new building on Friday.",
        "Photo: Yonhap",
    ],
)
def test_an_agency_in_the_news_is_no_source(text: str) -> None:
    assert cites(text) == []


def test_an_agency_does_not_cite_itself() -> None:
    text = "SEOUL, May 3 (Yonhap) -- The minister left for Moscow."
    assert cites(text, title="Minister leaves for Moscow", source="yonhap") == []


def test_another_house_in_the_dateline_is_the_source() -> None:
    text = "【ソウル聯合ニュース】韓国外交部は協議を続けると述べた。"
    assert cites(text, title="韓国外交部が会見") == ["yonhap"]


def test_the_span_shows_the_words_that_say_so() -> None:
    text = "Рейс отменен, сообщает ТАСС."
    (citation,) = UNDERSTANDING.understand(title="", text=text).cites
    assert text[citation.start : citation.end] == citation.text == "сообщает ТАСС"
