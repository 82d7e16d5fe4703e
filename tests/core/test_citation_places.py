"""Citations that depend on who speaks, where a name stands and whose article it is; what is shown of them."""

from __future__ import annotations

import time

import pytest

from tests.core.citing import cites, found

# --- Who speaks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("North Korea's state news agency said the ferry had sailed.", "kcna"),
        ("The official news agency of North Korea reported rain.", "kcna"),
        ("Государственное информационное агентство КНДР сообщило о дожде.", "kcna"),
        ("북한 관영 통신은 비가 왔다고 전했다.", "kcna"),
        ("据朝鲜官方通讯社报道，昨天下雨。", "kcna"),
        ("北朝鮮の国営通信は雨が降ったと伝えた。", "kcna"),
        ("China's official news agency reported rain.", "xinhua"),
        ("North Korean state media reported rain.", ""),
        ("Russia's state news agency reported rain.", ""),
        ("Госагентство КНДР по туризму сообщило о дожде.", ""),
    ],
)
def test_what_describes_one_agency_only_is_as_good_as_its_name(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


def test_a_name_behind_its_description_is_one_with_it() -> None:
    shown = found("North Korea's state news agency KCNA said the ferry had sailed.")
    assert [citation.text for citation in shown] == ["North Korea's state news agency KCNA said"]


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("뉴시스가 새 건물로 옮겼다고 시 당국이 밝혔다.", ""),
        ("뉴시스가 배가 떠났다고 시 당국을 인용해 보도했다고 항만이 밝혔다.", "newsis"),
        ("시 당국은 뉴시스를 고소했다.", ""),
        ("시 당국은 뉴시스를 통해 사과했다.", "newsis"),
        ("ニューシスが移転したと市が発表した。", ""),
        ("路透社搬进了新楼，市长说。", ""),
        ("路透社报道，渡轮已经启航，市长说。", "reuters"),
        ("市は共同通信を訴えた。", ""),
        ("市は共同通信を通じて謝罪した。", "kyodo"),
    ],
)
def test_another_speaker_or_an_agency_that_suffers_is_no_source(text: str, agencies: str) -> None:
    assert cites(text) == agencies.split()


def test_what_is_asked_of_an_agency_is_no_news_told_to_it() -> None:
    text = "The bank did not answer a Reuters request for comment."
    assert cites(text) == ["reuters"]
    assert cites(text, title="Bank silent", source="reuters") == []


# --- Places -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "credit",
    [
        "[AP/YONHAP]",
        "[로이터=연합뉴스]",
        "[타스 연합뉴스 자료사진. 재판매 및 DB 금지]",
        "(KCNA-Yonhap)",
        "(TASS = Yonhap News)",
        "(Korean Central News Agency/Korea News Service via AP)",
        "Sputnik/Ivan Ivanov/Pool via REUTERS",
        "(Photo by KCNA VIA KNS / AFP)",
        "(2025年 ロイター/Ivan Ivanov)",
        "© KCNA/Handout via REUTERS",
        "REUTERS/KCNA",
        "AFP 연합뉴스",
    ],
)
def test_the_credit_of_a_picture_inside_a_text_is_no_source(credit: str) -> None:
    assert cites(f"The two men stand in a garden in Seoul. {credit}\nRain is likely on Monday.") == []


def test_houses_in_round_brackets_are_sources_of_a_report() -> None:
    assert cites("渡轮五月启航。\n（韩联社/法新社）") == ["yonhap", "afp"]


@pytest.mark.parametrize(
    ("title", "agencies"),
    [
        ("Kim wraps up visit — KCNA", "kcna"),
        ("Kim wraps up visit: KCNA", "kcna"),
        ("Parade set for May (Yonhap)", "yonhap"),
        ("Reuters: talks stall", "reuters"),
        ("Talks stall | Reuters", "reuters"),
        ("ТАСС: переговоры продолжаются", "tass"),
        ("Паром выйдет в мае, — Reuters.", "reuters"),
        ("朝中社：金正恩出席", "kcna"),
        ('北통신 "새 공장 문 열어"', "kcna"),
        ("러 타스 '회담 내일'", "tass"),
        ("会談は明日＝ロイター", "reuters"),
        ("현대차, 로이터에 “검토 안 해”", "reuters"),
        ("Gazprom to sue Reuters", ""),
        ("Reuters' new building opens", ""),
        ("Yonhap's president visits Moscow", ""),
        ("Журналисты ТАСС — в Пхеньяне", ""),
    ],
)
def test_a_headline_names_its_source_by_place(title: str, agencies: str) -> None:
    assert cites("", title=title) == agencies.split()


def test_another_house_in_the_dateline_or_the_trailer_is_the_source() -> None:
    assert cites("【ソウル聯合ニュース】韓国外交部は協議を続けると述べた。", title="外交部が会見") == [
        "yonhap"
    ]
    assert cites("Rain will stop on Monday.\n(Yonhap)", title="Rain to stop", source="herald") == ["yonhap"]


def test_a_heading_inside_a_digest_is_no_source() -> None:
    text = "Rodong Sinmun\n- A forum was held in the city of Wonsan.\n- Farmers plant rice."
    assert cites(f"Following are major news items.\n{text}") == []


# --- Whose article it is ----------------------------------------------------------------------------------


def test_an_agency_does_not_cite_itself() -> None:
    text = "SEOUL, May 3 (Yonhap) -- The minister left for Moscow.\n\nYonhap reported the visit first."
    assert cites(text, title="Minister leaves for Moscow", source="yonhap") == []


def test_what_was_said_to_an_agency_makes_it_the_source_of_its_own_article() -> None:
    text = "МОСКВА, 3 мая. /ТАСС/. Рейсы возобновятся в июне, сообщил ТАСС посол."
    assert cites(text, title="Рейсы возобновятся", source="tass") == ["tass"]
    assert cites("대사는 연합뉴스와의 인터뷰에서 말했다.", title="대사 인터뷰", source="yonhap") == ["yonhap"]


# --- What is shown ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Рейс отменен, сообщает ТАСС.", ["сообщает ТАСС"]),
        ("Yonhap reported the visit.", ["Yonhap reported"]),
        ("회담은 내일이라고 타스 통신이 전했다.", ["타스 통신이 전했"]),
        ("It is open, says Reuters, citing TASS.", [", says Reuters", "citing TASS"]),
    ],
)
def test_the_span_shows_the_words_that_say_so(text: str, words: list[str]) -> None:
    shown = found(text)
    assert [citation.text for citation in shown] == words
    assert all(text[citation.start : citation.end] == citation.text for citation in shown)


@pytest.mark.parametrize(
    "text",
    [
        "SEOUL, May 3 (AP) -- Rain fell.",
        "Rain fell all day in Busan. (Yonhap)",
        "Rain fell.\n(END)\nhong@yna.co.kr\n\n【版权归韩联社所有，未经授权严禁转载】",
        "Rain fell.\n\nSource: KCNA",
    ],
)
def test_the_span_in_furniture_is_where_the_name_stands(text: str) -> None:
    (citation,) = found(text, source="herald")
    assert text[citation.start : citation.end] == citation.text


def test_names_without_end_take_bounded_time() -> None:
    started = time.process_time()
    for text in ("Yonhap, " * 30_000, "타스와 " * 30_000, "TASS (" * 30_000, "Reuters " + "a" * 300_000):
        cites(text)
    assert time.process_time() - started < 20
