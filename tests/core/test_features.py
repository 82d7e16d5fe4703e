"""What two reports of one event share, whatever language they are in."""

from __future__ import annotations

import time

import pytest

from monitor.core.features import COMPARED_CHARS, WORDS, features
from monitor.core.identity import content
from monitor.core.lexicon import Lexicon
from monitor.core.names import names
from monitor.core.stories.concepts import concepts, table
from monitor.core.text import fold
from tests.build import mention

FERRY = {
    "en": (
        "Ferry to Rason resumes",
        "Trade minister Pak Chol-min met Rusakov, and 1,200 tourists wait, on 4 March.",
    ),
    "ru": (
        "Паром в Расон возобновит рейсы",
        "Министр Пак Чхоль Мин встретил Русакова, ждут 1,2 тыс. туристов, 4 марта.",
    ),
    "ko": (
        "나선행 여객선 운항 재개",
        "박철민 무역상은 루사코프 대표를 만났다. 관광객 1천200명이 기다린다. 4일 발표했다.",
    ),
}


def terms(title: str, text: str = "") -> set[str]:
    return set(features(title, text).terms)


def test_reports_in_three_languages_share_their_terms() -> None:
    shared = set.intersection(*(terms(*report) for report in FERRY.values()))
    assert {"c:ship", "c:resume", "c:tourism", "c:meet", "d:4", "p:PKJRMN"} <= shared


def test_a_features_fingerprint_sketch_and_terms_are_those_of_title_and_text() -> None:
    found = features("Ferry to Rason resumes", "Tickets are sold.")
    assert found.content == content("Ferry to Rason resumes", "Tickets are sold.")
    assert found.signature
    assert found.bands
    assert list(found.terms) == sorted(found.terms)
    assert features("", "").terms == ()


def test_entities_come_from_mentions_and_the_headlines_are_marked() -> None:
    found = features(
        "Lavrov flies",
        "Peskov said",
        [mention("Lavrov", "lavrov"), mention("Peskov", "peskov", field="text")],
    )
    assert {"te:lavrov", "k:person:lavrov", "e:lavrov", "e:peskov"} <= set(found.terms)
    assert not {"te:peskov", "k:person:peskov"} & set(found.terms)


def test_names_and_acts_and_function_words_are_no_words() -> None:
    found = features("Lavrov was there after the ferry sailed", "", [mention("Lavrov", "lavrov")]).terms
    assert [term for term in found if term.startswith("tw:")] == ["tw:sail"]
    assert "tc:ship" in found
    assert "tw:через" not in terms("Паром пройдет через порт")
    assert not {"w:했다", "w:밝혔"} & set(terms("여객선이 운항을 시작했다고 밝혔다"))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("some 15,000 troops", "n:15000"),
        ("15 тыс. военных", "n:15000"),
        ("1만5천명", "n:15000"),
        ("1.5万人", "n:15000"),
        ("2.5 million", "n:2500000"),
        ("2,5 млн", "n:2500000"),
        ("250만", "n:2500000"),
        ("3조", "n:3000000000000"),
        ("80주년", "n:80"),
        ("2,000 servicemen", "n:2000"),
        ("1만 5천 명", "n:15000"),
        ("пятнадцать тысяч рабочих", "n:15000"),
        ("fifteen thousand workers", "n:15000"),
        ("3억4천만달러", "n:340000000"),
        ("340 million dollars", "n:340000000"),
    ],
)
def test_a_number_is_the_same_with_any_magnitude_word(text: str, number: str) -> None:
    assert {term for term in terms(text) if term[0] in "nd"} == {number}


@pytest.mark.parametrize(
    "text",
    ["on Oct. 28", "28 October", "28 октября", "28일", "10月28日", "October 28, 2025", "the 28th of October"],
)
def test_a_day_of_a_month_is_no_number(text: str) -> None:
    assert {term for term in terms(text) if term[0] in "nd"} == {"d:28"}


def test_small_numbers_and_years_say_nothing() -> None:
    assert not {term for term in terms("3 of 12 in 2025, 1945") if term[0] in "nd"}


def test_what_stands_far_down_is_background() -> None:
    assert "c:missile" in terms("A", "x " * 100 + "missile")
    assert "c:missile" not in terms("A", "x " * COMPARED_CHARS + "missile")


def test_a_digest_shares_terms_with_nothing() -> None:
    assert not features("Press review", "A missile was launched. Lavrov arrived in Pyongyang.").terms
    assert features("A review", "A missile was launched. Lavrov arrived in Pyongyang.").terms
    assert features("Missile launched", "Missile launched Press review A missile was launched.").terms


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The envoy, Chung Byung-won, said so.", "JNPNN"),
        ("Как заявил Чон Бён Вон, это так.", "JNPNN"),
        ("어제 정병원 차관보는 말했다.", "JNPNN"),
        ("It was Andrey Burmistrov who came.", "PRMSTRP"),
        ("Об этом говорил Бурмистров вчера.", "PRMSTRP"),
        ("встретились с Бурмистровым", "PRMSTRP"),
        ("부르미스트로프는 말했다", "PRMSTRP"),
        ("昨日ブルミストロフ氏", "PRMSTRP"),
    ],
)
def test_a_name_that_nobody_listed_has_one_key_in_every_script(text: str, key: str) -> None:
    assert key in names("", text)


def test_what_is_no_name_or_known_already_gives_no_key() -> None:
    assert names("Delegation From Regions Visits Capital", "") == ()  # a headline in capitals
    assert names("", "Tomorrow it rains. On Monday the Minister speaks.") == ()
    assert names("", "So said Lavrov.", [mention("Lavrov", "lavrov", start=8, field="text")]) == ()
    assert names("", "러시아는 대표단을 보냈다") == ()


def test_every_concept_has_words_that_are_found() -> None:
    seen = set()
    for concept, languages in table():
        assert len(languages) == 5, f"{concept} wants a column for each language"
        assert concept not in seen
        seen.add(concept)
        for word in (word for words in languages for word in words):
            assert concept in {found for found, *_ in concepts(fold(word.strip("=*")))}, word
    assert len(seen) > 150


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Russian border guards detain a fishing boat", {"arrest", "fishery"}),
        ("Shelling and bombing went on; the port was shelled", {"attack"}),
        ("Пограничники задержали рыболовное судно", {"arrest", "fishery"}),
        ("러시아 국경수비대, 한국 어선 나포", {"arrest", "fishery"}),
        ("Three workers killed in a fire", {"labor", "death", "casualties", "fire"}),
        ("В пожаре погибли рабочие", {"labor", "death", "casualties", "fire"}),
        ("화재로 노동자 3명 사망", {"labor", "death", "casualties", "fire"}),
        ("火灾造成三名工人死亡", {"labor", "death", "casualties", "fire"}),
        ("火災で労働者3人が死亡", {"labor", "death", "casualties", "fire"}),
        ("Seoul protests, Moscow regrets", {"protest", "regret"}),
        ("외교부 항의에 러시아 유감 표명", {"protest", "regret"}),
        ("工場で爆発が起き、停電した", {"explosion", "power-cut"}),
    ],
)
def test_one_act_is_one_concept_in_every_language(text: str, expected: set[str]) -> None:
    assert expected <= {concept for concept, *_ in concepts(fold(text))}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("паром вернется после перерыва", "ambassador"),
        ("через шесть лет", "anniversary"),
        ("железная дорога", "road"),
        ("North Korea supplied artillery shells", "attack"),
        ("a bomb of the last war was found", "attack"),
        ("the Workers' Party of Korea", "labor"),
        ("рабочий визит", "labor"),
        ("МИД осудил пуск ракеты", "court"),
        ("사고로 부상자 2명", "deputy-minister"),
        ("Warehouse fire in Busan", "launch"),
        ("North Korea fires two missiles", "fire"),
        ("派出驱逐舰", "deport"),
        ("メカニズム", "crab"),
        ("チャイコフスキー", "ski"),
        ("자원봉사자", "uranium"),
    ],
)
def test_a_common_word_is_no_concept(text: str, concept: str) -> None:
    assert concept not in {found for found, *_ in concepts(fold(text))}


@pytest.mark.parametrize(
    "text", ["word " * 200_000, "Xy " * 100_000, "가나다 " * 100_000, "1" * 300_000, "a\u0301" * 100_000]
)
def test_hostile_texts_take_bounded_time(text: str) -> None:
    features("", "warm")
    Lexicon.shipped()
    started = time.process_time()
    features("", text)
    assert time.process_time() - started < 1


def test_of_a_long_text_the_first_words_are_compared_however_it_is_written() -> None:
    syllables = "".join(chr(0xAC00 + 28 * number) for number in range(390))
    english = " ".join(f"{first}{second}zzz" for first in "bcdfghj" for second in "aeioubcdfg")
    for text in (syllables, english):
        words = {term for term in terms("", text) if term.startswith("w:")}
        assert len(words) == WORDS
        assert words <= terms("", text[: len(text) * 3 // 4])
