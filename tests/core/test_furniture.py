"""What is furniture and what are the article's own words, in the agencies' forms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.furniture import forms, furniture, separate
from monitor.core.profile import SourceProfile


def kinds(title: str, text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.value) for span in furniture(title, text)]


MARKED = [
    ("PREVIEW: Forum opens in Sokcho", "Forum opens in Sokcho", ("preview",)),
    ("[News&View] 속초 포럼 개막", "속초 포럼 개막", ("analysis",)),
    ("(URGENT) Ferry leaves Sokcho", "Ferry leaves Sokcho", ("urgent",)),
    ("(LEAD) Ferry leaves Sokcho", "Ferry leaves Sokcho", ("lead",)),
    ("(2nd LD) Ferry leaves Sokcho", "Ferry leaves Sokcho", ("2nd-lead",)),
    ("(3RD LEAD) Ferry leaves Sokcho", "Ferry leaves Sokcho", ("3rd-lead",)),
    ("(News Focus) Ferries and what they carry", "Ferries and what they carry", ("focus",)),
    ("(Yonhap Interview) A captain speaks", "A captain speaks", ("interview",)),
    ("(LEAD) (Yonhap Feature) A captain speaks", "A captain speaks", ("lead", "feature")),
    ("FACTBOX: Ferries of the East Sea", "Ferries of the East Sea", ("factbox",)),
    ("IN BRIEF: what the captain said", "what the captain said", ("brief",)),
    ("Press review: ferries and bridges", "ferries and bridges", ("press-review",)),
    ("UPDATE 2-Ferry leaves Sokcho", "Ferry leaves Sokcho", ("update",)),
    ("СРОЧНО: Паром вышел из Сокчо", "Паром вышел из Сокчо", ("urgent",)),
    ("ДОПОЛНЕНО: Паром вышел из Сокчо", "Паром вышел из Сокчо", ("update",)),
    ("Паром вышел из Сокчо (дополнено)", "Паром вышел из Сокчо", ("update",)),
    ("⚡️Паром вышел из Сокчо", "Паром вышел из Сокчо", ("urgent",)),
    ("Паром вышел из Сокчо - РИА Новости, 02.03.2026", "Паром вышел из Сокчо", ("site",)),
    ("[속보] 속초서 여객선 출항", "속초서 여객선 출항", ("urgent",)),
    ("[2보] 속초서 여객선 출항", "속초서 여객선 출항", ("2nd-report",)),
    ("속초서 여객선 출항(종합)", "속초서 여객선 출항", ("lead",)),
    ("속초서 여객선 출항(종합2보)", "속초서 여객선 출항", ("2nd-lead",)),
    ("[단독] 속초서 여객선 출항(종합)", "속초서 여객선 출항", ("exclusive", "lead")),
    ("快讯：渡轮驶离束草", "渡轮驶离束草", ("urgent",)),
    ("详讯：渡轮驶离束草", "渡轮驶离束草", ("full",)),
    ("【速報】フェリーが出港", "フェリーが出港", ("urgent",)),
]


@pytest.mark.parametrize(("title", "bare", "markers"), MARKED, ids=[title for title, *_ in MARKED])
def test_markers_are_taken_off_titles(title: str, bare: str, markers: tuple[str, ...]) -> None:
    separated = separate(title, "")
    assert (separated.title, separated.markers) == (bare, markers)


@pytest.mark.parametrize(
    "title",
    [
        "Ferry line is ready to reopen — Lavrov",
        "Seoul, Moscow agree on ferries — Yonhap",
        "NYT: ferries are back",
        "Песков: паромы вернутся",
        "Паром вышел в море — источник",
        "[북러 정상회담] 여객선 논의",
        "(주)한라해운, 러시아 노선 취항",
        "Lavrov: ferries are back",
        "Ferries (and bridges)",
        "Urgent talks on ferries",
        "(URGENT)",
        "U.S. ferries",
    ],
)
def test_what_says_something_stays_in_the_title(title: str) -> None:
    assert separate(title, "").title == title
    assert not furniture(title, "")


BODY_EN = "A ferry left for Vladivostok on Monday, officials said. It carries 120 people."
BODY_RU = "Паром вышел во Владивосток в понедельник. На борту 120 человек."
BODY_KO = "여객선이 2일 블라디보스토크로 출항했다고 관계자가 밝혔다."
BODY_ZH = "渡轮2日驶往符拉迪沃斯托克，船上有120人。"

DATED = [
    ("SEOUL, March 2. /TASS/. ", BODY_EN),
    ("ST. PETERSBURG, March 2. /TASS/. ", BODY_EN),
    ("VLADIVOSTOK, Sept. 21 /TASS Correspondent Ivan Petrov/. ", BODY_EN),
    ("SEOUL, March 2 (Yonhap) -- ", BODY_EN),
    ("SEOUL/MOSCOW, Sept. 6 (Yonhap) -- ", BODY_EN),
    ("Pyongyang, March 2 (KCNA) -- ", BODY_EN),
    ("MOSCOW. March 2 (Interfax) - ", BODY_EN),
    ("VLADIVOSTOK (Sputnik) - ", BODY_EN),
    ("SEOUL, South Korea (AP) — ", BODY_EN),
    ("VLADIVOSTOK, Russia -- ", BODY_EN),
    ("МОСКВА, 2 марта. /ТАСС/. ", BODY_RU),
    ("САНКТ-ПЕТЕРБУРГ, 2 марта. /Корр. ТАСС Иван Петров/. ", BODY_RU),
    ("СЕУЛ, 2 мар - РИА Новости. ", BODY_RU),
    ("СЕУЛ, 2 марта — РИА Новости, Иван Петров. ", BODY_RU),
    ("Москва. 2 марта. INTERFAX.RU - ", BODY_RU),
    ("ТАСС, 2 марта. ", BODY_RU),
    ("TASS, March 2. ", BODY_EN),
    ("(서울=연합뉴스) ", BODY_KO),
    ("(모스크바·서울=연합뉴스) ", BODY_KO),
    ("[서울=뉴시스] ", BODY_KO),
    ("(모스크바 타스=연합뉴스) ", BODY_KO),
    ("(AP=연합뉴스) ", BODY_KO),
    ("[땅집고] ", BODY_KO),
    ("韩联社首尔3月2日电 ", BODY_ZH),
    ("新华社莫斯科3月2日电（记者张三）", BODY_ZH),
    ("塔斯社莫斯科3月2日电 ", BODY_ZH),
    ("朝中社平壤3月2日电 ", BODY_ZH),
    ("【モスクワ共同】", "フェリーが2日、出港した。"),
    ("【AFP=時事】", "フェリーが2日、出港した。"),
    ("【平壌3月2日発朝鮮中央通信】", "フェリーが2日、出港した。"),
    ("【ソウル＝山田太郎】", "フェリーが2日、出港した。"),
    ("［モスクワ　２日　ロイター］ - ", "フェリーが2日、出港した。"),
]


@pytest.mark.parametrize(("dateline", "body"), DATED, ids=[dateline for dateline, _ in DATED])
def test_datelines_are_split_off(dateline: str, body: str) -> None:
    separated = separate("A title", dateline + body)
    assert separated.text == body
    assert separated.dateline == " ".join(dateline.split())


def test_a_reporter_stands_between_dateline_and_text() -> None:
    separated = separate("여객선 출항", f"(속초=연합뉴스) 홍길동 김철수 기자 = {BODY_KO}")
    assert (separated.dateline, separated.byline) == ("(속초=연합뉴스)", "홍길동 김철수 기자")
    assert separated.text == BODY_KO


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance - has no ferries.",
        "The ferry, March 2 said, is late.",
        "Паром - это судно.",
        "KCNA -- the agency -- says nothing of ferries.",
        "Hyundai (Korea) - a shipbuilder - sells ferries.",
        "DPRK-Russia ferries are to sail again.",
        "ICBM-class missiles and HWASONG-17 are no ferries.",
        "HWASONG-17 is no ferry.",
    ],
)
def test_a_sentence_is_no_dateline(text: str) -> None:
    assert separate("A title", text).text == text


def test_a_text_that_begins_with_its_own_title() -> None:
    title = "(2nd LD) Ferry leaves Sokcho for Vladivostok with 120 aboard"
    for opening in (title, title.removeprefix("(2nd LD) ")):
        separated = separate(title, f"{opening}\nSOKCHO, March 2 (Yonhap) -- {BODY_EN}")
        assert separated.text == BODY_EN
    assert separate(title, f"{title}. {BODY_EN}").text == BODY_EN


def test_a_flash_keeps_its_headline_above_what_is_put_under_everything() -> None:
    title, footer = (
        "The governor has left for the port of Rason",
        "Write to us. We are read on all the coast.",
    )
    for text in (f"{title}. {footer}", f"{title}.\n{footer}"):
        assert separate(title, text).text == text
    assert separate(title, f"{title}.\nSubscribe to our letter from the coast.").text == ""
    assert separate(title, f"{title}.\nThe governor left in the morning. {footer}").text.startswith("The gov")


def test_a_sentence_that_begins_like_the_title_is_text() -> None:
    assert separate("Ferry", "Ferry number two has left.").text == "Ferry number two has left."


PAGE = f"""All news

Ferry line to be reopened — minister

The minister calls it a bridge of peace
Minister Ivan Petrov at the pier  Oleg Ivanov/TASS
Minister Ivan Petrov at the pier
© Oleg Ivanov/TASS

VLADIVOSTOK, March 2. /TASS/. {BODY_EN}

"We have waited for this," the minister said."""


@pytest.mark.parametrize(
    "byline",
    [
        "Текст: Ким Су Ён",
        "Автор: Ким Суён, корреспондент",
        "Подготовила Анна Ли",
        "Author: Anna Lee, staff correspondent",
        "Reporting by Anna Lee and Pak Chol",
        "글: 김수연 기자",
        "作者：金秀妍",
        "文＝山田太郎",
    ],
)
def test_a_line_that_names_the_author_is_no_text(byline: str) -> None:
    for text in (f"{byline}\n{BODY_EN}", f"{BODY_EN}\n{byline}"):
        assert separate("A title", text)[1:4] == (BODY_EN, (), "")
        assert separate("A title", text).byline == byline


@pytest.mark.parametrize(
    "line",
    [
        "Автор: Путин подписал договор",
        "Текст: договор подписан в Москве",
        "Подготовил договор министр.",
        "Корреспондент: «Мы видели паром»",
        "Reporting by Anna Lee says the ferry sank",
        "기자: 북한 발사체 발사",
        "作者：渡轮在群岛附近沉没",
    ],
)
def test_a_line_that_says_more_of_its_author_is_text(line: str) -> None:
    assert separate("A title", f"{line}\n{BODY_EN}").text == f"{line}\n{BODY_EN}"


def test_a_saved_page() -> None:
    separated = separate("Ferry line to be reopened — minister", PAGE)
    assert separated.text == (
        f"The minister calls it a bridge of peace\n\n{BODY_EN}\n\n"
        '"We have waited for this," the minister said.'
    )
    assert [kind for kind, _ in kinds("Ferry line to be reopened — minister", PAGE)] == [
        "head", "title", "caption", "caption", "caption", "dateline",
    ]  # fmt: skip


def test_a_page_without_a_title_gives_its_headline() -> None:
    separated = separate("", PAGE)
    assert separated.title == "Ferry line to be reopened — minister"
    assert separated.text.startswith("The minister calls it")


WIRE = f"""SOKCHO, March 2 (Yonhap) -- {BODY_EN}
The next one leaves on Friday.

Passengers wait at the pier in Sokcho on March 2, 2026, in this photo provided by the city. (Yonhap)
(END)
-
(LEAD) N. Korea says it has built a ferry
-
Russian troops hold a parade"""


def test_what_follows_the_end_is_not_the_article() -> None:
    separated = separate("Ferry leaves Sokcho", WIRE)
    assert separated.text == f"{BODY_EN}\nThe next one leaves on Friday."
    assert "troops" not in separated.text
    assert [kind for kind, _ in kinds("Ferry leaves Sokcho", WIRE)] == [
        "dateline",
        "caption",
        "trailer",
        "related",
    ]


@pytest.mark.parametrize(
    "trailer",
    [
        "(END)",
        "(끝)",
        "（完）",
        "-0-",
        "(Yonhap)",
        "hong@yna.co.kr\n(END)",
        (
            "제보는 카카오톡 okjebo\n"
            "<저작권자(c) 연합뉴스, 무단 전재-재배포, AI 학습 및 활용 금지>\n2026/03/02 22:09 송고"
        ),
        "【版权归某社所有，未经授权严禁转载】",
        "© 2026 Ferry News. All rights reserved.",
        "The post Ferry leaves appeared first on Ferry News.",
        "Подписывайтесь на наш канал",
        "[👉 Паром. Подписаться](https://t.me/+AbCdEf123)",
        "__Слушайте подкаст __[__на сайте__](https://ferry.example/podcast)__",
        "Долучайтеся до нашої спільноти",
        "#паром #Сокчо",
        "By Kim Min-su",
        "Ключевые слова: паром, Сокчо",
    ],
)
def test_closing_lines_are_no_text(trailer: str) -> None:
    assert separate("A title", f"{BODY_EN}\n\n{trailer}").text == BODY_EN


@pytest.mark.parametrize(
    ("body", "notice"),
    [
        (BODY_KO, " <저작권자(c) 연합뉴스, 무단 전재-재배포 금지>"),
        (BODY_KO, " [ⓒ 항구신문, 무단전재 및 재배포 금지]"),
        (BODY_KO, " 무단 전재 및 재배포를 금지합니다."),
        (BODY_KO, " ⓒ 항구신문"),
        (BODY_EN, " © 2026 Ferry News. All rights reserved."),
        (BODY_EN, " All rights reserved."),
        (BODY_RU, " © Портовые новости"),
        (f"{BODY_ZH}船次不变。", "版权所有，未经授权禁止转载"),
        (f"{BODY_ZH}船次不变。", "【版权归某社所有，未经授权严禁转载】"),
    ],
)
def test_of_a_line_that_ends_with_a_notice_only_the_notice_goes(body: str, notice: str) -> None:
    assert separate("A title", body + notice).text == body


@pytest.mark.parametrize(
    "line",
    [
        "북한은 자국 소설의 무단 전재 행위를 비난했다고 통신이 보도했다.",
        "제보는 3일 항만청에 접수됐다.",
        "대표이사 홍길동은 새 여객선 계약에 서명했다고 밝혔다.",
        "주소지가 확인되지 않은 선원 두 명이 3일 구조됐다.",
        "Мы в порту внимательно следим за рейсами, сказал капитан.",
        "Источник: паромы возвращаются в порт уже на этой неделе.",
        "25 посетителей выставки вышли на причал.",
        "Source: the ferry is on its way to the islands.",
        "来源：渡轮已经驶向群岛。",
        "编辑部遭到冲击",
        "The owners say that all rights reserved to the city will be kept.",
        "![A ferry](https://ferry.example/1.jpg) The ferry has left the port for the islands.",
    ],
)
def test_a_sentence_that_begins_or_goes_on_like_a_notice_is_text(line: str) -> None:
    assert separate("A title", f"{BODY_EN}\n{line}").text == f"{BODY_EN}\n{line}"
    assert separate("A title", line).text == line


@pytest.mark.parametrize(
    "line",
    [
        "Мы в Telegram: @port_news",
        "Источник: пресс-служба порта.",
        "Source: Ferry News",
        "来源：港口报",
        "编辑：李四",
        "![[르포] 파도 너머]",
        "구독하시고 소식을 받아 보세요",
        "欢迎订阅我们的频道，第一时间获取消息",
    ],
)
def test_short_closing_lines_are_still_no_text(line: str) -> None:
    assert separate("A title", f"{BODY_EN}\n{line}").text == BODY_EN


FRAMES = {
    "en": ("We use cookies to make this site work. Accept", "Share: Facebook Twitter Telegram Copy link"),
    "ru": ("Мы используем файлы cookie, чтобы сайт работал. Принять", "Поделиться: ВКонтакте Telegram"),
    "ko": ("본 사이트는 쿠키를 사용합니다. 확인", "공유하기 페이스북 트위터 카카오톡 URL복사"),
    "zh": ("本网站使用Cookie，以便正常运行。接受", "分享到：微信 微博 QQ空间 复制链接 打印"),
    "ja": ("当サイトではクッキーを使用しています。同意する", "シェアする ツイートする LINEで送る 印刷"),
}


@pytest.mark.parametrize("lang", FRAMES)
def test_a_pages_buttons_and_its_word_about_cookies_are_no_text(lang: str) -> None:
    cookies, buttons = FRAMES[lang]
    assert separate("A title", f"{cookies}\n{BODY_EN}\n{buttons}").text == BODY_EN
    assert separate("A title", f"{cookies}\n{buttons}\nA title\n{BODY_EN}").text == BODY_EN


@pytest.mark.parametrize(
    "line",
    [
        "Cookies were handed out on the ferry to all who had waited.",
        "Facebook and Telegram are blocked on the islands, the port said.",
        "Поделиться местом в порту согласились обе компании.",
        "본 사이트는 항만청이 운영한다.",
    ],
)
def test_a_report_on_cookies_or_networks_is_text(line: str) -> None:
    assert separate("A title", f"{line}\n{BODY_EN}").text == f"{line}\n{BODY_EN}"


@pytest.mark.parametrize(
    ("title", "above"),
    [
        ("We are ready to sail to the islands, the captain said", BODY_EN),
        ("Мы готовы к рейсам на острова, заявил капитан", f"{BODY_RU}\nСледующий рейс назначен на среду."),
        ("섬으로 갈 준비가 됐다고 선장이 말했다", BODY_KO),
        ("船长说已准备好驶向群岛", f"{BODY_ZH}船次不变。"),
    ],
)
def test_what_stands_above_a_headline_that_closes_the_text_is_the_text(title: str, above: str) -> None:
    assert above in separate(title, f"{above}\n{title}").text
    assert above in separate(title, f"{above}\n{title}.").text
    assert above in separate(title, f"{above}\n{title}\n{BODY_EN}").text


def test_a_sentence_that_is_all_that_a_text_says_stays() -> None:
    for line in (
        "Photo: The ferry leaves the port of Sokcho for the islands.",
        "© Порт. Паром вышел в море.",
    ):
        assert separate("A title", line).text == line


@pytest.mark.parametrize("heading", ["Читайте также:", "Related articles", "[많이 본 기사]", "相关新闻"])
def test_lists_of_other_headlines_are_no_text(heading: str) -> None:
    text = f"{BODY_RU}\n\n{heading}\n-\nВ Пхеньяне открыли выставку\n-\nВ Сеуле прошёл снег"
    assert separate("Паром вышел", text).text == BODY_RU


def test_headlines_between_dashes_need_no_heading() -> None:
    text = f"{BODY_EN}\n-\nRussian troops hold a parade\n-\nSnow in Seoul\n-\nRain in Busan"
    assert separate("Ferry leaves", text).text == BODY_EN


def test_a_reference_in_the_middle_does_not_cost_the_rest() -> None:
    rest = "Капитан рассказал о рейсе. Он прошёл спокойно."
    text = f"{BODY_RU}\n\nЧитайте также:\nВ Пхеньяне открыли выставку\n\n{rest}"
    assert separate("Паром вышел", text).text == f"{BODY_RU}\n\n{rest}"


def test_another_articles_card_is_no_text() -> None:
    card = "Панда впервые увидела снег\nЖивотное резвится в сугробах.\nСегодня, 14:38"
    assert separate("Паром прибыл во Владивосток", card).text == ""
    own = "Паром прибыл в порт Владивостока с туристами.\nСегодня, 14:38"
    assert "туристами" in separate("Паром прибыл во Владивосток", own).text


@pytest.mark.parametrize("credit", ["[사진=노동신문]", "(사진=로이터/뉴스1)", "[사진 제공=시청]"])
def test_a_pictures_credit_is_no_text(credit: str) -> None:
    assert separate("A title", f"{credit} {BODY_KO}").text == BODY_KO


def test_an_editors_mark_breaks_no_name() -> None:
    text = "The delegation is led by Lee Cheol[ИН1] , the speaker said."
    assert separate("A visit", text).text == "The delegation is led by Lee Cheol , the speaker said."


def test_a_source_adds_its_own_forms() -> None:
    profile = SourceProfile(
        source="ferry-news",
        markers=(("FERRY", "house"),),
        datelines=(r"At sea, ",),
        heads=("Ferry News",),
        trailers=(r"Sailed by \w+",),
        related=("More ferries",),
    )
    text = "Ferry News\nAt sea, all is calm.\nSailed by Anna\n\nMore ferries\nThe big one"
    separated = separate("FERRY: All is calm", text, profile)
    assert (separated.title, separated.markers) == ("All is calm", ("house",))
    assert (separated.text, separated.dateline) == ("all is calm.", "At sea,")
    assert separated.trailer == "Sailed by Anna"


PIECES = (
    "(END)|-|\n|\n\n|SEOUL, March 2 (Yonhap) -- |(서울=연합뉴스) |Ferry leaves|© X/TASS|[ИН1]|Читайте также:"
    "|Сегодня, 14:38|(Yonhap)|【|】| |.|паром|27 June 2018|By Kim Min-su"
)
WORDS = st.sampled_from(PIECES.split("|"))


@given(st.lists(WORDS, max_size=6).map("".join), st.lists(WORDS, max_size=25).map("".join))
def test_spans_are_in_order_apart_and_inside(title: str, text: str) -> None:
    spans = furniture(title, text)
    for field, whole in (("title", title), ("text", text)):
        ends = [0]
        for span in (span for span in spans if span.field == field):
            assert ends[-1] <= span.start < span.end <= len(whole)
            ends.append(span.end)


@given(st.lists(WORDS, max_size=6).map("".join), st.lists(WORDS, max_size=25).map("".join))
def test_what_is_left_has_letters_of_the_text_in_their_order(title: str, text: str) -> None:
    separated = separate(title, text)
    given_letters = iter((title + text) if not separated.title else text)
    assert all(letter in given_letters for letter in separated.text if not letter.isspace())


# --- shortcuts ------------------------------------------------------------------------------------


@given(st.from_regex(forms.CAPTION_LINE, fullmatch=True))
def test_every_caption_has_a_sign_of_it(line: str) -> None:
    assert forms.CAPTION_SIGNS.search(line)


@given(st.from_regex(re.compile(forms.CLOSING), fullmatch=False))
def test_every_closing_has_a_sign_of_it(text: str) -> None:
    found = re.search(forms.CLOSING, text)
    assert found
    assert forms.CLOSING_SIGNS.search(found[0])


@given(
    st.lists(st.sampled_from((*"a.»\n (（", "END)", "(끝)", "（完）", "-0-", "  \n")), max_size=9).map(
        "".join
    )
)
def test_an_end_mark_stands_after_a_blank_a_line_or_a_full_stop(text: str) -> None:
    stated = re.compile(
        r"(?:^|(?<=[\s.!?。！？”\"’»」』>)]))(?:[(（](?:END|ENDS|끝|完|終|конец)[)）]|-0-)"
        r"[ \t]{0,20}(?=\n|\Z)",
        re.MULTILINE,
    )
    spans = [found.span() for found in stated.finditer(text)]
    assert [found.span() for found in forms.END_MARK.finditer(text)] == spans
