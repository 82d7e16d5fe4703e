"""The topic: what is about Korea and Russia, and what merely names them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.core.errors import ExpressionError
from monitor.core.model import Verdict
from monitor.core.settings import FacetSettings, TopicSettings
from monitor.core.topics.relation import WEIGHTS
from tests.core.relation import relation_topic, understanding

UNDERSTANDING = understanding()


def judge(title: str, text: str = "") -> Verdict:
    (verdict,) = UNDERSTANDING.understand(title=title, text=text).verdicts
    return verdict


KEPT = [
    (
        "rok-russia",
        "Russian trawler seized off Busan over unpaid fuel bill",
        "It belongs to a Vladivostok company.",
    ),
    ("rok-russia", "Court in Khabarovsk jails South Korean missionary for spying", ""),
    ("rok-russia", "Сахалин и Кёнгидо обменяются студентами", "Соглашение подписали ректоры."),
    ("rok-russia", "한·러 해양수산 협의 2년만에 재개", "명태 쿼터가 쟁점이다."),
    ("rok-russia", "韓國傳召俄羅斯大使", "抗議其言論。"),
    ("dprk-russia", "Choe Son Hui arrives in Vladivostok on way to Moscow", "The visit lasts three days."),
    ("dprk-russia", "Хабаровск и Хамхын станут побратимами", "Документ готовят мэрии."),
    ("dprk-russia", '[속보] 푸틴 "김정은 곧 만날 것"', ""),
    ("dprk-russia", "露朝、豆満江の橋を来年完成へ", "両国の運輸当局が明らかにした。"),
    ("trilateral", "Lavrov offers Seoul and Pyongyang his good offices", "Moscow could host the talks."),
    ("trilateral", "정부, 러 대사 불러 북한군 파병 항의", "외교부는 즉각 철군을 요구했다."),
]

DROPPED = [
    (
        "US adds dozens of firms to export blacklist",
        "Firms from China, Iran, Russia, South Korea are on the list.",
    ),
    ("Olympic skating: Koreans take relay gold", "Neutral athletes from Russia finished fourth."),
    ("Kim Yo Jong rejects Seoul’s loudspeaker offer", "The South regretted it."),
    ("Сборная России по хоккею сыграет на турнире в Корее", "Соперники — Чехия и Канада."),
    ("Опрос: россияне назвали дружественные страны", "В список вошли Белоруссия, Китай, КНДР и Индия."),
    ("Главное за день", "Путин провёл совещание; в Сеуле прошли протесты; доллар подешевел."),
    ("国際ニュース まとめ", "ロシアで選挙。韓国で地震。"),
    ('美 "중·러·이란·북한 해커 공조"', "보고서는 병원 공격 사례를 담았다."),
    ("美国制裁俄罗斯、伊朗、朝鲜企业", "财政部公布名单。"),
]


@pytest.mark.parametrize(("facet", "title", "text"), KEPT, ids=[title for _, title, _ in KEPT])
def test_what_is_about_the_relation_is_kept(facet: str, title: str, text: str) -> None:
    verdict = judge(title, text)
    assert verdict.keep, verdict.parts
    assert facet in verdict.facets
    assert ("trilateral" in verdict.facets) == (facet == "trilateral")


@pytest.mark.parametrize(("title", "text"), DROPPED, ids=[title for title, _ in DROPPED])
def test_what_merely_names_both_is_dropped(title: str, text: str) -> None:
    verdict = judge(title, text)
    assert not verdict.keep, verdict.parts
    assert verdict.facets == ()


def test_one_side_alone_is_not_even_scored() -> None:
    assert judge("Heavy snow in Moscow", "Flights were late.") == Verdict(
        topic="korea-russia", keep=False, score=0.0
    )


def test_the_score_is_the_sum_of_its_visible_parts() -> None:
    verdict = judge("Putin meets Kim Jong Un", "The leaders spoke of trade between Russia and the DPRK.")
    assert verdict.score == pytest.approx(sum(part.weight for part in verdict.parts))
    assert {part.name for part in verdict.parts} <= WEIGHTS.keys()


def test_an_analyst_reads_why() -> None:
    verdict = judge(
        "Seoul and Moscow resume talks on gas", "Japan also wants gas. The Kremlin invited Seoul."
    )
    assert [(part.name, part.weight, part.detail) for part in verdict.parts] == [
        ("both sides named", 0.5, "Moscow, Seoul"),
        ("together in the title", 2.5, "Moscow, Seoul"),
        ("together in the lead", 1.5, "Kremlin, Seoul"),
        ("together again", 0.5, "sentences: 1"),
        ("what goes on", 3.0, "contact (talks), business (gas)"),
        ("third parties", -0.4, "20% of the names: Japan"),
    ]


def test_the_documentation_lists_every_part_with_its_weight() -> None:
    page = (Path(__file__).parents[2] / "docs" / "topic.md").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.splitlines() if re.match(r"\| .* \| [+-]\d", line)]
    assert {row[0].removeprefix("| "): float(row[1]) for row in rows} == WEIGHTS


def test_evidence_names_both_sides() -> None:
    verdict = judge("КНДР примет делегацию из Москвы")
    assert [(mention.text, mention.entity) for mention in verdict.evidence] == [
        ("КНДР", "north-korea"),
        ("Москвы", "moscow"),
    ]


def test_a_title_that_the_text_repeats_is_not_counted_twice() -> None:
    title = "Seoul and Moscow resume consular talks"
    text = "The two countries met in Busan."
    assert judge(title, f"{title}\n{text}").score == judge(title, text).score


def test_a_third_party_that_only_speaks_is_no_party() -> None:
    assert (
        judge("US: Moscow sent air defence to Pyongyang").score
        > judge("US, Moscow, Pyongyang and air defence").score
    )


def test_operators_change_weights_and_threshold() -> None:
    title, text = "Russian chess star wins tournament in Seoul", "He beat the champion of Moscow."
    assert not judge(title, text).keep
    fond_of_sport = understanding(relation_topic(weights=(("sport", 1.0),)))
    assert fond_of_sport.understand(title=title, text=text).verdicts[0].keep
    strict = understanding(relation_topic(threshold=99.0))
    assert not strict.understand(title="Putin meets Kim Jong Un", text="").verdicts[0].keep


def test_a_weight_must_exist() -> None:
    with pytest.raises(ValueError, match="no such weight: charm"):
        understanding(relation_topic(weights=(("charm", 1.0),)))


def test_facets_share_one_side() -> None:
    apart = (FacetSettings(id="a", sides=("china", "japan")), FacetSettings(id="b", sides=("iran", "russia")))
    with pytest.raises(ValueError, match="a side in common"):
        understanding(relation_topic(facets=apart))


def test_the_model_serves_any_relation() -> None:
    topic = relation_topic(
        id="japan-russia", facets=(FacetSettings(id="japan-russia", sides=("japan", "russia")),)
    )
    own = understanding(topic)
    (kept,) = own.understand(
        title="Tokyo and Moscow resume fishing talks", text="Japan sent a delegation."
    ).verdicts
    assert (kept.keep, kept.facets) == (True, ("japan-russia",))
    (dropped,) = own.understand(title="Putin meets Kim Jong Un", text="").verdicts
    assert not dropped.keep


# --- Topics by expression -----------------------------------------------------------------------------


def test_an_expression_keeps_what_it_matches() -> None:
    ports = understanding(TopicSettings(id="ports", name="Ports", when="@rason NEAR/8 порт"))
    (verdict,) = ports.understand(title="Уголь через порт Раджин", text="").verdicts
    assert (verdict.keep, verdict.score) == (True, 1.0)
    assert [part.name for part in verdict.parts] == ["expression"]
    assert verdict.evidence
    (verdict,) = ports.understand(title="Уголь через порт Ванино", text="").verdicts
    assert (verdict.keep, verdict.score, verdict.parts) == (False, 0.0, ())


def test_a_topic_sees_those_before_it() -> None:
    troops = TopicSettings(id="troops", name="Troops", when="topic:korea-russia AND troops")
    both = understanding(relation_topic(), troops)
    first, second = both.understand(title="North Korean troops arrive in Russia", text="").verdicts
    assert (first.keep, second.keep) == (True, True)


def test_a_bad_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        understanding(TopicSettings(id="x", name="X", when="(troops"))
