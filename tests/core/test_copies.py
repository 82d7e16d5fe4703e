"""A copy is the same text in another dress; a lookalike is another report in the same dress."""

from __future__ import annotations

import struct
import time
import unicodedata
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core import copies, facts
from monitor.core.language import detect
from monitor.core.lexicon import Lexicon
from monitor.core.model import Features, Reading
from monitor.core.text import fold
from tests.build import after, article, reading

EN = (
    "A Russian trade delegation led by a deputy minister arrived in the port of Rason on 4 March. "
    "The guests were shown the third pier and a warehouse for grain. "
    "Talks about a new ferry line are planned for the coming week. "
    "Fourteen companies from the Far East take part in the trip."
)
RU = (
    "Российская торговая делегация во главе с заместителем министра прибыла 4 марта в порт Расон. "
    "Гостям показали третий причал и зерновой склад. "
    "На будущей неделе запланированы переговоры о новой паромной линии. "
    "В поездке участвуют четырнадцать компаний с Дальнего Востока."
)
KO = (
    "러시아 차관이 이끄는 무역 대표단이 4일 나선항에 도착했다. "
    "대표단은 제3부두와 곡물 창고를 둘러봤다. "
    "다음 주에는 새 여객선 항로를 놓고 회담이 열릴 예정이다. "
    "이번 방문에는 극동 지역 기업 열네 곳이 참가했다."
)
ZH = (
    "由俄罗斯副部长率领的贸易代表团4日抵达罗先港。代表团参观了三号码头和粮食仓库。"
    "下周双方将就开通新的轮渡航线举行会谈。来自远东地区的十四家企业参加了此次访问。"
)
JA = (
    "ロシアの次官が率いる貿易代表団が4日、羅先港に到着した。一行は第三埠頭と穀物倉庫を視察した。"
    "来週は新しいフェリー航路をめぐる会談が予定されている。極東の企業14社が参加した。"
)
TEXTS = {"en": EN, "ru": RU, "ko": KO, "zh": ZH, "ja": JA}
END = {"en": ". ", "ru": ". ", "ko": ". ", "zh": "。", "ja": "。"}


def read(title: str, text: str) -> Reading:
    signature, bands = copies.sketch(title, text)
    return reading(title, text=text, features=Features(signature=signature, bands=bands))


def dropped(text: str, end: str, which: int) -> str:
    sentences = text.split(end)
    return end.join([*sentences[:which], *sentences[which + 1 :]])


EDITS = {
    "headline": lambda text, _: text,
    "first sentence dropped": lambda text, end: dropped(text, end, 0),
    "third sentence dropped": lambda text, end: dropped(text, end, 2),
    "dateline and trailer": lambda text, end: f"VLADIVOSTOK, 5 (Desk) -- {text}{end}Read more on our page!",
    "page around it": lambda text, end: f"Menu Home News Sport{end}\n{text}\nAll rights reserved{end}",
}


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("edit", EDITS)
def test_a_reprint_is_a_copy(lang: str, edit: str) -> None:
    original = article("a1", reading=read("Trade delegation arrives in Rason", TEXTS[lang]))
    reprint = read("Guests from the north", EDITS[edit](TEXTS[lang], END[lang]))
    assert set(reprint.features.bands) & set(original.reading.features.bands)
    found = copies.choose_original(reprint, [original])
    assert found
    assert found[0] == original
    assert 0.6 <= found[1] <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (EN, EN.replace("4 March", "11 March")),
        (EN.replace("third", "3"), EN.replace("third", "7")),
        (EN, EN.replace("Rason", "Chongjin")),
        (RU, RU.replace("4 марта", "6 апреля")),
        (KO, KO.replace("4일", "9일")),
        (ZH, ZH.replace("4日", "19日")),
        (
            "Seoul shares closed 1.2 percent higher on Monday, led by shipbuilders, traders said.",
            "Seoul shares closed 0.4 percent lower on Friday, led by shipbuilders, traders said.",
        ),
        (
            "The North fired two ballistic missiles toward the East Sea, the Joint Chiefs of Staff said.",
            "The North fired three ballistic missiles toward the East Sea, the Joint Chiefs of Staff said.",
        ),
        (
            "Ivanchenko arrived in the port on Tuesday for two days of talks with its new owners, he said.",
            "Belyaeva arrived in the port on Tuesday for two days of talks with its new owners, he said.",
        ),
        (
            "Shares closed higher on the exchange today, led by builders of ships, traders in the port said.",
            "Shares closed lower on the exchange today, led by builders of ships, traders in the port said.",
        ),
        (
            "Курс вырос на открытии торгов биржи, следует из данных площадки, которые приводит брокер.",
            "Курс снизился на открытии торгов биржи, следует из данных площадки, которые приводит брокер.",
        ),
    ],
)
def test_a_report_of_the_same_template_is_no_copy(one: str, other: str) -> None:
    assert copies.similarity(read("A report", one), read("A report", one)) == 1
    assert copies.similarity(read("A report", one), read("A report", other)) == 0


SHORT = {
    "zh": "港务局局长王立新2日在罗先会见俄罗斯驻清津总领事，双方就扩建三号码头交换了意见。",
    "zh numbers": "港务局2日公布的数据显示，上月吞吐量为八十三万吨，连续五个月增长。",
    "ja": "港湾局は2日、ウラジオストクから来た貨物船が羅先港に入港したと発表した。積み荷は小麦だという。",
    "ko": "조성호 항만청장은 2일 나선에서 러시아 총영사를 만나 부두 확장 방안을 논의했다고 항만청이 밝혔다.",
}


@pytest.mark.parametrize(
    ("text", "word", "in_its_place"),
    [
        ("zh", "俄罗斯驻清津总领事", "蒙古驻清津总领事"),
        ("zh", "王立新", "李东赫"),
        ("zh", "罗先", "元山"),
        ("zh numbers", "八十三", "六十一"),
        ("zh numbers", "五个月", "七个月"),
        ("ja", "ウラジオストク", "ナホトカ"),
        ("ja", "小麦", "石炭"),
        ("ko", "러시아", "몽골"),
        ("ko", "조성호 항만청장은", "김동혁 수산청장은"),
        ("ko", "나선에서", "청진에서"),
    ],
)
def test_another_name_or_number_makes_another_report_where_there_are_no_capitals(
    text: str, word: str, in_its_place: str
) -> None:
    one, other = SHORT[text], SHORT[text].replace(word, in_its_place)
    assert one != other
    assert copies.similarity(read("A", one), read("B", other)) == 0


@pytest.mark.parametrize(
    ("text", "word", "in_its_place"),
    [("zh numbers", "显示", "指出"), ("ja", "発表した", "明らかにした"), ("ko", "밝혔다", "전했다")],
)
def test_another_word_for_saying_makes_no_other_report(text: str, word: str, in_its_place: str) -> None:
    one, other = SHORT[text], SHORT[text].replace(word, in_its_place)
    assert copies.similarity(read("A", one), read("A", other)) > 0.8


@pytest.mark.parametrize(
    ("title", "before", "rest"),
    [
        ("要闻简报(3月2日)", "1. ", " 2. 市政府公布春季花展安排。 3. 本周末有雨雪天气。"),
        ("Надписи дня", "Главное за день. ", " В городе открыли новый каток. На дорогах гололёд."),
        ("News Summary", "", " A rink was opened in the city. The roads are icy, the police warned."),
    ],
)
def test_a_digest_is_no_copy_of_what_it_holds(title: str, before: str, rest: str) -> None:
    text = ZH if "要" in title else RU if "дня" in title else EN
    digest = read(title, before + text + rest)
    assert copies.similarity(read("Trade delegation arrives", text), digest) == 0
    assert copies.similarity(digest, digest) == 1


def test_a_long_page_is_no_copy_of_each_report_that_it_holds() -> None:
    others = " ".join(f"Sentence number{n} tells of matter{n} and place{n} as usual." for n in range(40))
    assert copies.similarity(read("A", EN), read("B", f"{EN} {others[:900]}")) > 0
    assert copies.similarity(read("A", EN), read("B", f"{EN} {others}")) == 0


def test_days_later_more_must_be_the_same_under_another_headline() -> None:
    left = (
        "The head of the regional parliament and his party left here on an official visit to the republic "
        "across the river. They were seen off at the airport by the mayor and by the consul general."
    )
    back = left.replace("left here on an official", "are at the end of their second official").replace(
        "seen off at the airport by the mayor and by", "met by the mayor, his guests and"
    )
    leaving = read("Delegation leaves", left)
    assert copies.similarity(leaving, read("Delegation returns", back)) > 0
    assert copies.similarity(leaving, replace(read("Delegation returns", back), published=after(days=8))) == 0
    assert copies.similarity(leaving, replace(read("Delegation leaves", left), published=after(days=8))) == 1


def test_of_a_text_cut_after_its_first_words_the_headline_decides_too() -> None:
    lead = "The governor, who is on a tour of the northern ports of his region, said on Tuesday that..."
    other = lead.replace("said on", "told guests on")
    assert copies.similarity(read("Governor calls for a ferry", lead), read("Port gets a crane", other)) == 0
    assert copies.similarity(read("Governor calls for a ferry", lead), read("Port gets a crane", lead)) == 1
    assert copies.similarity(
        read("Governor calls for a ferry", lead), read("Governor calls for ferry", other)
    )


def test_another_first_word_that_is_no_name_makes_no_other_report() -> None:
    text = "The governor has come to the port for two days of talks with the new owners of the pier, he said."
    assert copies.similarity(read("A", text), read("B", text.replace("The governor", "A governor"))) > 0.9
    assert copies.similarity(read("A", f"{EN} {text}"), read("B", f"{EN} Our {text[4:]}")) > 0.9


def test_a_reworded_date_or_a_dropped_number_is_no_other_report() -> None:
    assert copies.similarity(read("A", EN), read("B", EN.replace("on 4 March", "on Wednesday"))) > 0.9
    assert copies.similarity(read("A", EN), read("B", EN.replace(" on 4 March", ""))) > 0.9


OPPOSITES = [
    (
        "Freight rates of the port {} in March from a month earlier, the board of the port said on Thursday.",
        ("rose", "increased", "surged"),
        ("fell", "decreased", "plunged"),
    ),
    (
        "The city council {} the bill on a new ferry line at its plenary session on Thursday, the port said.",
        ("approved", "passed", "backed"),
        ("rejected", "blocked", "opposed"),
    ),
    (
        "The head of the shipping line {} Rason on Friday after talks with the owners of the third pier.",
        ("arrived in", "returned to"),
        ("left", "departed from"),
    ),
    (
        "The spokesman of the port {} reports that the new crane stands idle on the third pier, he said.",
        ("confirmed", "has confirmed"),
        ("denied", "has denied"),
    ),
    (
        "Сборы порта в марте {} по сравнению с предыдущим месяцем, сообщило портовое управление края.",
        ("выросли", "увеличились", "подорожали"),
        ("снизились", "сократились", "подешевели"),
    ),
    (
        "Городское собрание на пленарном заседании в четверг {} проект новой паромной линии, сообщает порт.",
        ("одобрило", "приняло", "поддержало"),
        ("отклонило", "отвергло", "заблокировало"),
    ),
    (
        "항만청은 3월 부두 사용료가 전월보다 {} 20일 밝혔다. 업계는 이런 흐름이 이어질 것으로 내다봤다.",
        ("상승했다고", "올랐다고", "증가했다고"),
        ("하락했다고", "내렸다고", "감소했다고"),
    ),
    (
        "시의회는 20일 본회의에서 새 여객선 항로 조례안을 {}. 여야는 표결을 앞두고 격론을 벌였다고 전했다.",
        ("가결했다", "통과시켰다"),
        ("부결했다", "폐기했다"),
    ),
    (
        "市议会20日举行全体会议，{}关于开通新航线的议案，各方在表决前展开激烈辩论，港务局发布消息。",
        ("通过", "批准"),
        ("否决", "驳回"),
    ),
    (
        "港湾局は20日、3月の埠頭使用料が前月より{}と発表した。業界はこの傾向が当面続くとみている。",
        ("上昇した", "増加した"),
        ("下落した", "減少した"),
    ),
]


@pytest.mark.parametrize(("template", "these", "those"), OPPOSITES)
def test_an_opposite_in_the_place_of_a_word_makes_another_report(
    template: str, these: tuple[str, ...], those: tuple[str, ...]
) -> None:
    for one, other in product(these, those):
        a, b = read("News", template.format(one)), read("News", template.format(other))
        assert copies.similarity(a, b) == copies.similarity(b, a) == 0


@pytest.mark.parametrize(("template", "these", "those"), OPPOSITES[:8])
def test_another_word_for_the_same_act_makes_no_other_report(
    template: str, these: tuple[str, ...], those: tuple[str, ...]
) -> None:
    for one, other in (*combinations(these, 2), *combinations(those, 2)):
        assert copies.similarity(read("News", template.format(one)), read("News", template.format(other)))


def test_each_half_of_a_report_may_say_the_opposite_of_the_others() -> None:
    one = "Freight rates rose at the northern pier and fell at the southern one, the board of the port said."
    other = (
        "Freight rates fell at the northern pier and rose at the southern one, the board of the port said."
    )
    assert copies.similarity(read("News", one), read("News", other)) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The guard found 27 crates on the pier: 27 with grain, none with coal, all without any papers.",
            "The guard found 90 crates on the pier: 63 with grain, 27 with coal, all without any papers.",
        ),
        (
            "About 5 thousand people came to the port. The mayor said that 5 thousand people was a good sum.",
            "About 8 thousand people came to the port. The mayor said that 5 thousand people was a good sum.",
        ),
        (
            "항만청은 5천명이 모였다고 밝혔다. 주최 측은 당초 5천명이 올 것으로 내다봤다고 설명했다.",
            "항만청은 8천명이 모였다고 밝혔다. 주최 측은 당초 5천명이 올 것으로 내다봤다고 설명했다.",
        ),
        (
            "지난 2년간 북한 노동자들이 선호하는 부두가 남쪽에서 동쪽으로 바뀌는 추세라는 평가가 나왔다.",
            "지난 2년간 몽골 노동자들이 선호하는 부두가 남쪽에서 동쪽으로 바뀌는 추세라는 평가가 나왔다.",
        ),
    ],
)
def test_what_stands_elsewhere_too_was_not_only_moved(one: str, other: str) -> None:
    assert copies.similarity(read("A", one), read("A", other)) == 0


def test_a_sentence_that_was_moved_states_nothing_else() -> None:
    moved = EN.split(". ")
    assert copies.similarity(read("A", EN), read("B", ". ".join([*moved[1:3], moved[0], moved[3]]))) > 0.6


def read_with_names(title: str, text: str) -> Reading:
    """A reading in which the lexicon's names have been found."""
    lexicon = Lexicon.shipped()
    named = lexicon.mentions(fold(title), fold(text), detect(title, text))
    return replace(read(title, text), mentions=tuple(named))


LONG = {
    "ko": "라브로프 외무장관이 11일 원산에 도착했다고 항만청이 밝혔다. "
    + KO
    + " 항만 관계자는 러시아 측이 곡물과 목재의 "
    "운송량을 크게 늘리고 싶어 한다고 설명했다. 대표단은 사흘 동안 머문 뒤 배편으로 돌아갈 것으로 알려졌다.",
    "ja": "ロシアのラブロフ外相が11日、元山に到着した。"
    + JA
    + "港湾局によると、双方は穀物と木材の輸送量を大きく増やすこと"
    "で一致し、埠頭の拡張工事についても協議を続けるという。一行は三日間滞在した後、船で帰国する見通しだと伝えられた。",
    "zh": "俄罗斯外长拉夫罗夫11日抵达元山。"
    + ZH
    + "港务局介绍说，双方希望大幅增加粮食和木材的运输量，并将继续就码头扩建工程"
    "交换意见。代表团预计停留三天，之后乘船返回。当地居民在港口迎接了客人，并参观了停靠在岸边的货船。",
}


@pytest.mark.parametrize(
    ("lang", "word", "in_its_place"),
    [
        ("ko", "라브로프", "쇼이구"),
        ("ko", "원산", "평양"),
        ("ko", "원산", "함덕동"),
        ("ja", "ラブロフ", "ショイグ"),
        ("ja", "元山", "平壌"),
        ("ja", "フェリー", "ヘリコプター"),
        ("ja", "穀物", "石炭"),  # twice
        ("zh", "拉夫罗夫", "绍伊古"),
        ("zh", "元山", "平壤"),
        ("zh", "码头", "机场"),  # twice
    ],
)
def test_another_name_makes_another_report_of_a_long_text_without_capitals(
    lang: str, word: str, in_its_place: str
) -> None:
    text = LONG[lang]
    assert len(text) > 160
    assert word in text
    other = read_with_names("Arrival", text.replace(word, in_its_place))
    assert copies.similarity(read_with_names("Arrival", text), other) == 0


@pytest.mark.parametrize(
    ("text", "word", "in_its_place"),
    [
        (LONG["ko"], "러시아 측이", "러 측이"),
        (LONG["ja"], "大きく", "大幅に"),
        (LONG["zh"], "俄罗斯", "俄国"),
        (f"The U.S. envoy to Seoul said so. {EN}", "U.S.", "US"),
        (f"The minister of South Korea said so. {EN}", "South Korea", "S. Korea"),
        (f"The office of Cho Hyun said so. {EN}", "Cho Hyun", "Jo Hyun"),
        (f"The ministry of Defense said so. {EN}", "Defense", "Defence"),
        (f"Today Moscow said so again. {EN}", "Moscow", "Russia"),
        (f"Об этом пишет посольство РФ в порту. {RU}", "РФ", "России"),
        (f"Об этом пишет агентство Ёнхап. {RU}", "Ёнхап", "Йонхап"),
        (f"It took 1,250 tonnes of coal on board. {EN}", "1,250", "1250"),
        (f"На борт принято 9,5 тыс. тонн угля. {RU}", "9,5 тыс.", "9500"),
        (f"항만청은 석탄 1천200톤을 실었다고 밝혔다. {KO}", "1천200", "1,200"),
    ],
)
def test_the_same_in_another_houses_style_makes_no_other_report(
    text: str, word: str, in_its_place: str
) -> None:
    assert word in text
    assert (
        copies.similarity(read_with_names("A", text), read_with_names("A", text.replace(word, in_its_place)))
        > 0.9
    )


@pytest.mark.parametrize(
    ("text", "word", "in_its_place"),
    [
        (f"Border guards captured two smugglers. {EN}", "two", "fifteen"),
        (f"It is the sixth trip of the year. {EN}", "sixth", "seventh"),
        (f"The ship comes at 7:10 a.m. on the pier. {EN}", "a.m.", "p.m."),
        (f"Its cargo cost five million roubles. {EN}", "million", "billion"),
        (f"Пограничники задержали двух моряков. {RU}", "двух", "пятнадцать"),
        (f"Срок аренды причала продлён до марта. {RU}", "марта", "июня"),
        (f"Приём заявок идёт до вторника. {RU}", "вторника", "пятницы"),
        (f"Толчки в порту не ощущались, опасности нет. {RU}", "не ощущались", "ощущались"),
        (f"The envoy met with the owners of the pier. {EN}", "met", "refused to meet"),
        (f"The fleet fired a short-range missile. {EN}", "short-range", "medium-range"),
        (f"Суд в Москве продлил арест судна в порту. {RU}", "продлил", "отменил"),
        (f"법원은 선주의 청구를 기각했다. {KO}", "기각했다", "받아들였다"),
        (f"항만청은 사실을 확인했다고 밝히지 않았다. {KO}", "밝히지 않았다", "밝혔다"),
        (f"被害は確認されていない。{JA}", "ていない", "ている"),
        (f"会議は午前に始まる。{JA}", "午前", "午後"),
    ],
)
def test_another_number_day_or_denial_makes_another_report(text: str, word: str, in_its_place: str) -> None:
    assert word in text
    assert (
        copies.similarity(read_with_names("A", text), read_with_names("A", text.replace(word, in_its_place)))
        == 0
    )


FACTS = {
    "en": ("on 4 March", "on 9 March", "Nobody at the port has commented on it so far."),
    "ru": ("4 марта", "9 апреля", "Управление порта этого пока никак не объяснило."),
    "ko": ("4일", "9일", "항만청은 이에 대해 아직 아무런 설명을 하지 않았다."),
}


@pytest.mark.parametrize("lang", FACTS)
def test_a_sentence_dropped_and_one_added_hide_no_other_fact(lang: str) -> None:
    day, another, added = FACTS[lang]
    first, *others = (f"{sentence.removesuffix('.')}." for sentence in TEXTS[lang].split(END[lang]))
    other = first.replace(day, another)
    assert other != first
    one = read("A report", " ".join([first, *others]))
    for edited in (
        # moved to another place, the second sentence dropped, a caption above
        [*others, "{}"],
        ["{}", *others[1:], added],
        ["Picture: the port\n{}", *others[:1], *others[2:], added],
    ):
        assert copies.similarity(one, read("A report", " ".join(edited).format(first))) > 0
        assert copies.similarity(one, read("A report", " ".join(edited).format(other))) == 0


def test_a_fact_at_the_end_of_a_sentence_is_not_hidden_by_the_next() -> None:
    kept = " ".join(EN.split(". ")[2:])
    arrived = "A delegation of traders from Khabarovsk arrived in the port on Tuesday the {}."
    shown = "They were shown the third pier."
    one = read("A report", f"{arrived.format(19)} {kept}")
    assert copies.similarity(one, read("A report", f"{arrived.format(19)} {shown} {kept}")) > 0
    assert copies.similarity(one, read("A report", f"{arrived.format(4)} {shown} {kept}")) == 0


def test_what_cannot_be_seen_and_the_dots_of_yo_make_no_difference() -> None:
    hyphenated = RU.replace("а", "а\u00ad").replace("о", "о\u200b")
    assert copies.similarity(read("A", RU), read("B", hyphenated)) == 1
    assert copies.sketch("", RU) == copies.sketch("", hyphenated)
    name = "В порту побывал Хон {} Пё, сообщает управление порта. Ему показали третий причал и {} кран."
    assert copies.similarity(read("A", name.format("Ён", "её")), read("B", name.format("Ен", "ее"))) == 1


def test_a_flash_that_comes_again_days_later_is_told_of_another_event() -> None:
    for title in (
        "North fires missile",
        "North fires ballistic missile toward East Sea: joint chiefs",
        "朝鲜发射导弹",
    ):
        flash = replace(read(title, ""), published=after(days=1))
        assert copies.similarity(flash, replace(flash, published=after(days=1.5))) == 1
        assert copies.similarity(flash, replace(flash, published=after(days=3))) == 0
    report = replace(read("A", EN), published=after(days=1))
    assert copies.similarity(report, replace(report, published=after(days=3))) == 1


def test_a_line_in_the_place_of_a_sentence_states_nothing_else() -> None:
    kept = EN.rpartition(" Fourteen")[0]
    footer = "Every piece of news about Khabarovsk and Vladivostok by 9 daily"
    assert copies.similarity(read("A", EN), read("B", f"{kept}\n{footer}")) > 0.7


def test_a_footer_under_a_text_without_a_full_stop_does_not_go_on_with_it() -> None:
    met = "The governor and the owner of the largest shipping line met in the town hall on Tuesday"
    footer = "All about the port in one channel that you should know of"
    assert copies.similarity(read("Talks", f"{met}."), read("Talks", f"{met}\n{footer}")) > 0


def test_a_short_text_is_a_copy_only_of_the_same_words() -> None:
    flash = read("North fires missile", "")
    assert copies.similarity(flash, read("North fires missile", "")) == 1
    assert copies.similarity(flash, read("North fires a missile", "")) == 0
    assert copies.similarity(read("", ""), read("", "")) == 0


def test_a_flash_is_no_copy_of_the_report_that_holds_its_words() -> None:
    assert (
        copies.similarity(read("Trade delegation arrives in the port of Rason", ""), read("Guests", EN)) == 0
    )


FOOTERS = {
    "en": (
        "The ferry to the islands will sail again from next week.",
        "Pupils moved into the new school beside the river today.",
        "Subscribe to our letter and follow us in all networks. More is on our page. All rights reserved.",
    ),
    "ru": (
        "Паром на острова снова начнёт ходить со следующей недели.",
        "Ученики въехали сегодня в новую школу у реки.",
        "Подписывайтесь на наш канал, читайте нас в соцсетях. Прислать новость редакции можно через бот.",
    ),
    "zh": (
        "前往群岛的渡轮自下周起恢复通航，船票已开始出售。",
        "河边的新学校今天迎来了第一批学生和他们的家长。",
        "欢迎订阅本网的每日快讯，关注我们的公众账号，转载请注明出处，如有线索请与编辑部联系。",
    ),
}


@pytest.mark.parametrize("lang", FOOTERS)
def test_what_a_publisher_puts_under_everything_makes_no_copies(lang: str) -> None:
    ferry, school, footer = FOOTERS[lang]
    one, other = read("Ferry", f"{ferry} {footer}"), read("School", f"{school} {footer}")
    assert copies.similarity(one, other) == 0
    assert copies.similarity(one, read("Islands", f"{ferry} {footer}")) == 1
    # A first sentence that is dropped leaves one text nothing of its own.
    assert copies.similarity(one, read("Ferry", footer)) > 0


FLASHES = {
    "en": (
        ("Governor leaves for Rason", "Ferry sinks off the islands", "Port fees fall by a third"),
        "Reproduction without written permission is prohibited; read the news of the coast on our page.",
    ),
    "ru": (
        ("Губернатор вылетел в Расон", "Паром затонул у островов", "Сборы порта снижены на треть"),
        "При полном или частичном использовании текстов ссылка на страницу газеты обязательна для всех.",
    ),
    "ko": (
        ("주지사, 나선항으로 출발", "섬 앞바다서 여객선 침몰", "항만 요금 3분의 1 인하"),
        "소식통 채널을 구독하시면 가장 먼저 주요 뉴스를 휴대전화로 편하게 받아보실 수 있습니다",
    ),
    "zh": (
        ("州长启程前往罗先港", "渡轮在群岛附近沉没", "港口收费下调三分之一"),
        "欢迎订阅本网的每日快讯并关注我们的公众账号,第一时间获取沿海各地的消息。",
    ),
    "ja": (
        ("知事が羅先港へ出発", "島沖でフェリー沈没", "港湾料金を3分の1引き下げ"),
        "会員登録をすると毎朝のメールで沿岸の知らせをいち早くまとめて受け取ることができます。",
    ),
}
TOP = "Front page > Coast and islands\nPass it on by letter, by wire, by telephone, in a larger print\n"


@pytest.mark.parametrize("lang", FLASHES)
@pytest.mark.parametrize("top", ["", TOP])
def test_flashes_above_one_footer_are_no_copies(lang: str, top: str) -> None:
    titles, footer = FLASHES[lang]
    flashes = [read(title, f"{top}{title}{END[lang]}{footer}") for title in titles]
    assert not any(copies.similarity(one, other) for one, other in combinations(flashes, 2))
    assert copies.similarity(flashes[0], flashes[0]) == 1
    report = read("Trade delegation arrives", f"{top}{TEXTS[lang]}{footer}")
    assert not any(copies.similarity(flash, report) for flash in flashes)


def test_a_report_below_another_headline_of_its_own_stays_a_copy() -> None:
    one, other = "Delegation of traders lands in Rason", "Russian trade guests see the port of Rason"
    assert copies.similarity(read(one, f"{one}. {EN}"), read(other, f"{other}. {EN}")) > 0.8


def test_another_number_in_the_headline_makes_another_flash() -> None:
    below = "Shares of builders of ships and of owners of ferries led the exchange of the port that day."
    fall = "Exchange of the port closes down {} percent on {}"
    assert copies.similarity(read(fall.format(2, "Monday"), below), read(fall.format(2, "Monday"), below))
    one, other = (
        read(title, f"{title}. {below}") for title in (fall.format(2, "Monday"), fall.format(5, "Friday"))
    )
    assert copies.similarity(one, other) == 0


def test_a_flash_is_no_copy_of_a_sentence_that_goes_on_where_it_ends() -> None:
    met = "The governor and the owner of the largest shipping line met in the town hall on Tuesday"
    flash = read("Governor meets shipping line", f"{met}.")
    report = read(
        "Governor lowers fees of the port", f"{met}, and agreed that the fees are lowered by a third."
    )
    assert copies.similarity(flash, report) == 0
    assert copies.similarity(report, flash) == 0
    assert copies.similarity(flash, read("Hour of talks", f"{met}. Nothing was said of it afterwards.")) > 0
    # Without a full stop it may have been cut there.
    assert copies.similarity(read("Governor meets shipping line", met), report) > 0


def test_a_text_that_repeats_its_headline_is_compared_without_it() -> None:
    flash = read("Trade delegation from Khabarovsk arrives in the port of Rason", "")
    assert copies.similarity(flash, read(flash.title, flash.title)) == 1
    assert copies.similarity(flash, read(flash.title, f"{flash.title}. {EN}")) == 0


def test_the_original_is_chosen_before_its_other_copies_and_the_earlier_before_the_later() -> None:
    copy = article("b", reading=read("B", EN), copy_of="a", first_seen=after(minutes=1))
    late = article("c", reading=read("C", EN), first_seen=after(minutes=9))
    first = article("a", reading=read("A", EN), first_seen=after(minutes=2))
    assert copies.choose_original(read("D", EN), [copy, late, first]) == (first, 1.0)
    assert copies.choose_original(read("D", EN), [copy]) == (copy, 1.0)
    assert copies.choose_original(read("D", EN), []) is None
    assert copies.choose_original(read("D", RU), [copy, late, first]) is None


@given(
    st.text(
        st.sampled_from(
            "aZßſ9.,_ '-\n\u00a0\u0301\u0307iİ\u1112\u1161가힣ｶﾞ㈱´ǅΣ東京かЙ\u0306и\u200b\u2028\x1f"
        )
    )
)
def test_words_are_those_of_the_whole_text_in_its_folded_form(text: str) -> None:
    whole = unicodedata.normalize("NFKC", text.replace("\u200b", "")).casefold().replace("ё", "е")
    assert copies.split_words(text) == tuple(facts.WORD.findall(whole))


numbers = st.lists(st.integers(0, 99), unique=True, max_size=copies.SIGNATURE).map(sorted)


@given(numbers, numbers)
def test_signatures_tell_how_much_of_the_shorter_text_the_longer_one_contains(
    one: list[int], other: list[int]
) -> None:
    """What both know of: hashes up to the largest of a signature that had no room for more."""
    known = min((each[-1] for each in (one, other) if len(each) == copies.SIGNATURE), default=99)
    a, b = ({number for number in each if number <= known} for each in (one, other))
    packed = [struct.pack(f">{len(each)}I", *each) for each in (one, other)]
    degree = copies.estimator(packed[0])(packed[1])
    assert degree == (len(a & b) / min(len(a), len(b)) if a and b else 0.0)
    assert copies.alike(packed[1])(packed[0]) == (degree >= copies.LIKELY)


def test_a_long_text_shares_bands_with_each_part_of_it() -> None:
    parts = [" ".join(f"{name}{number}" for number in range(100)) for name in ("one", "two", "three", "four")]
    whole = read("", " ".join(parts)).features.bands
    assert len(whole) == copies.BANDS
    for part in parts:
        assert set(read("", part).features.bands) & set(whole)
    assert len(read("", EN).features.bands) == copies.FEWEST


@given(st.text())
def test_any_text_is_its_own_copy_unless_it_says_nothing(text: str) -> None:
    one = read("", text)
    assert copies.similarity(one, one) == float(bool(copies.split_words(text)))
    signature = one.features.signature
    assert copies.estimator(signature)(signature) == float(bool(signature))
    assert len(one.features.bands) <= copies.BANDS
    assert all(-(2**63) <= band < 2**63 for band in one.features.bands)


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "x" * 300_000, "a\u0301" * 100_000, "1 " * 500_000, "ю́" * 9]
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    started = time.process_time()
    one = read("", text)
    copies.similarity(one, one)
    assert time.process_time() - started < 1


MET = "罗先港务局局长王立新和最大船运公司董事长李东赫2日"


@pytest.mark.parametrize(
    ("flash", "report"),
    [
        (f"{MET}上午在码头握手,随后记者离场。", f"{MET}下午将在码头举行会谈。"),
        (f"{MET}上午在码头握手,随后记者离场。", f"{MET}在码头会晤,并就提高运费达成协议。"),
        ("罗先港务局2日宣布停航。", "罗先港务局2日宣布停航后,码头被封锁,只允许身份得到确认的人员出入。"),
    ],
)
def test_a_chinese_flash_is_no_copy_of_what_begins_like_it(flash: str, report: str) -> None:
    assert copies.similarity(read("港口要闻一则", flash), read("码头今日情况", report)) == 0


def test_a_chinese_report_under_another_headline_is_a_copy_of_the_same_words() -> None:
    text = "罗先港务局2日召开全体会议,表决通过关于停航的决议。"
    assert copies.similarity(read("港务局通过停航决议", text), read("全体会议结束 停航", text)) == 1


def test_two_chinese_reports_on_one_subject_are_no_copies() -> None:
    spring = reading(
        "民调：市长好评率25%差评率71%",
        text="一家民调机构2日发布的调查结果显示，市长施政好评率25%，差评率71%。",
        language="zh",
    )
    autumn = reading(
        "民调：市长好评率20%刷新低点",
        text="民调机构25日发布的一项最新调查结果显示，市长的施政好评率仅20%，再创就职以来最低纪录。",
        language="zh",
    )
    assert copies.similarity(spring, autumn) == 0
