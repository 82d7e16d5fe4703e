"""The lexicon: who is named, in three languages and two more; and what only looks like a name."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.lexicon import Lexicon, leaping
from monitor.core.lexicon.entities import read_entities, read_name, shipped_entities
from monitor.core.model import Mention
from monitor.core.settings import EntitySettings
from monitor.core.text import fold

LEXICON = Lexicon.shipped()
DATA = list(files("monitor.core.lexicon").joinpath("data").iterdir())


def named(text: str, language: str = "en", lexicon: Lexicon = LEXICON) -> list[str]:
    return [mention.entity for mention in lexicon.mentions(fold(text), fold(""), language)]


# --- Names in all their forms ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "entities"),
    [
        ("en", "S. Korean envoy visits Moscow", ["south-korea", "moscow"]),
        ("en", "Pyongyang’s troops in Russia’s Kursk Region", ["pyongyang", "russia", "kursk"]),
        ("en", "Kim Jong-un and KIM JONG UN", ["kim-jong-un", "kim-jong-un"]),
        ("ru", "с Южной Кореей", ["south-korea"]),
        ("ru", "Лаврова ждут в КНДР", ["lavrov", "north-korea"]),
        ("ru", "встреча с Ким Чен Ыном и Цой Сон Хи", ["kim-jong-un", "choe-son-hui"]),
        ("ru", "ЮЖНОКОРЕЙСКОГО посла вызвали в российский МИД", ["south-korea", "russian-mfa"]),
        ("ko", "러시아가 어제 북한에", ["russia", "north-korea"]),
        ("ko", "북러정상회담이 열렸다", ["dprk-russia"]),
        ("ko", "한·러 협력", ["rok-russia"]),
        ("ko", "김정은동지께서는 뿌찐동지와", ["kim-jong-un", "putin"]),
        ("ko", "로씨야련방의 꾸르스크", ["russia", "kursk"]),
        ("ko", "북러, 하산∼두만강 철도 증편", ["dprk-russia", "khasan", "tumen-river"]),
        ("ko", "두만강 다리", ["tumen-bridge"]),
        ("ko", "北최선희, 러 외무와 회담", ["north-korea", "choe-son-hui", "russian-mfa"]),
        ("zh", "庫斯克前線", ["kursk"]),
        ("zh", "俄朝关系 與 金正恩", ["dprk-russia", "kim-jong-un"]),
        ("zh", "韓國與俄羅斯", ["south-korea", "russia"]),
        ("zh", "朝向俄派工兵", ["north-korea", "russia"]),
        ("zh", "韩召见俄大使", ["south-korea", "russia"]),
        ("ja", "露朝首脳とプーチン氏", ["dprk-russia", "putin"]),
    ],
)
def test_a_name_is_found_in_every_form(language: str, text: str, entities: list[str]) -> None:
    assert named(text, language) == entities


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("북한-러시아 정상회담", ["dprk-russia"]),
        ("러시아·북한 관계", ["dprk-russia"]),
        ("북-러 정상이 만났다", ["dprk-russia"]),
        ("한국–러시아 협력", ["rok-russia"]),
        ("북한이 러시아에 포탄을 보냈다", ["north-korea", "russia"]),
        ("러시아의 북한 대사관", ["russia", "north-korea"]),
        ("한국산업인력공단은 러시아 기업과", ["south-korea", "russia"]),
        ("한국인 러시아 관광객", ["south-korea", "russia"]),
    ],
)
def test_a_korean_pair_is_written_together_or_with_a_hyphen_or_a_dot(text: str, entities: list[str]) -> None:
    assert named(text, "ko") == entities


def test_offsets_count_code_points_of_the_text_as_given() -> None:
    text = fold("«Север­ная Корея» ответила")  # a soft hyphen inside
    (mention,) = LEXICON.mentions(fold(""), text, "ru")
    assert mention == Mention(field="text", start=1, end=16, text="Север­ная Корея", entity="north-korea")


def test_decomposed_hangul_is_the_same_name() -> None:
    assert named(unicodedata.normalize("NFD", "북한"), "ko") == ["north-korea"]


def test_the_longest_name_wins() -> None:
    assert named("Russian ambassador to North Korea") == ["ambassador-to-dprk"]


# --- False friends ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "White Russian and Korean BBQ in Koreatown"),
        ("en", "Hurricane hits Georgia"),
        ("ru", "скорее всего, дождь"),
        ("ru", "морковь по-корейски"),
        ("ru", "поставки сжиженного природного газа"),
        ("ko", "13.6조로 확대하고 270조로 늘린다"),
        ("ko", "출근길 러시아워"),
        ("en", "waves in the Sea of Japan"),
        ("ru", "шторм в Японском море"),
        ("zh", "俄羅斯方塊大賽"),
        ("en", "Seoul shares end lower"),
        ("ko", "북한강 자전거길"),
        ("ko", "설비 현대화"),
        ("ko", "여러 나라"),
        ("zh", "俄亥俄州"),
        ("zh", "导弹朝向东部海域"),
        ("zh", "明朝与王朝"),
        ("ja", "朝鮮人参"),
    ],
)
def test_what_only_looks_like_a_name_is_none(language: str, text: str) -> None:
    assert named(text, language) == []


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("Сеул: депутаты РК прибыли", ["seoul", "south-korea"]),
        ("Сеул: премьер РК прибыл в Алматы", ["seoul"]),
        ("Премьер РК прибыл", []),
    ],
)
def test_an_ambiguous_name_counts_with_its_company(text: str, entities: list[str]) -> None:
    found = [entity for entity in named(text, "ru") if LEXICON.kind(entity) in ("state", "place")]
    assert found == entities


def test_trade_with_russia_is_seouls_where_no_other_state_is_named() -> None:
    assert named("대러 수출 석 달째 증가", "ko") == ["rok-russia"]
    assert named("대러 수출통제 강화", "ko") == ["russia"]
    assert "rok-russia" not in named("중국, 대러 수출 급증", "ko")


def test_the_character_for_day_belongs_to_the_date() -> None:
    assert named("日韩首脑24日会晤", "zh") == ["japan-rok"]
    assert named("24日韩国外交部", "zh") == ["rok-mfa"]


def test_a_name_whose_condition_holds_goes_before_its_like_without_one() -> None:
    assert named("북한군, 쿠르스크서 지뢰 제거", "ko") == ["kursk-deployment", "kursk"]
    assert named("북한군, 휴전선서 지뢰 매설", "ko") == ["north-korea"]


def test_short_headline_forms_belong_to_their_language() -> None:
    assert named("北 미사일", "ko") == ["north-korea"]
    assert named("北 ミサイル", "zh") == []


# --- Hierarchy --------------------------------------------------------------------------------------


def test_korea_holds_both_states_and_all_under_them() -> None:
    family = LEXICON.family("korea")
    assert {"korea", "south-korea", "north-korea", "seoul", "kim-jong-un", "dprk-russia"} <= family
    assert "russia" not in family


def test_a_person_implies_the_state() -> None:
    assert {"russian-mfa", "russia"} <= LEXICON.ancestors("lavrov")
    assert {"north-korea", "russia", "korea"} <= LEXICON.ancestors("matsegora")


def test_agencies_stand_under_no_state() -> None:
    assert LEXICON.kind("yonhap") == "agency"
    assert not LEXICON.ancestors("yonhap")


def test_an_unknown_id_has_no_family() -> None:
    assert LEXICON.family("atlantis") == frozenset()


def test_the_lexicon_is_large_enough_and_sound() -> None:
    entities = shipped_entities()
    assert len(entities) >= 600
    assert len({entity.id for entity in entities}) == len(entities)
    # YAML takes the last of two with one key, and says nothing.
    written = "\n".join(file.read_text(encoding="utf-8") for file in DATA)
    assert sorted(re.findall(r"^([a-z0-9-]+):$", written, re.MULTILINE)) == sorted(one.id for one in entities)
    for entity in entities:
        assert entity.names or entity.patterns, entity.id


# --- Operators' entities ------------------------------------------------------------------------------


def test_operators_add_entities_and_names() -> None:
    terminal = EntitySettings(id="terminal", names=(("en", ("Tumen Terminal",)),), under=("rason",))
    further = EntitySettings(id="lavrov", names=(("de", ("Lawrow",)),))
    lexicon = Lexicon.shipped((terminal, further))
    assert named("Lawrow sieht Tumen Terminal", "de", lexicon) == ["lavrov", "terminal"]
    assert "terminal" in lexicon.family("north-korea")


def test_a_parent_must_exist() -> None:
    orphan = EntitySettings(id="orphan", names=(("en", ("Orphan",)),), under=("nowhere",))
    with pytest.raises(ValueError, match="orphan stands under 'nowhere'"):
        Lexicon.shipped((orphan,))


# --- The form of the data -----------------------------------------------------------------------------


def test_a_name_reads_with_its_conditions() -> None:
    name = read_name("=РК [with south-korea; without Казахстан, Астана; not before США; only ru]")
    assert (name.text, name.exact) == ("РК", True)
    assert name.condition is not None
    assert name.condition.needs == {"south-korea"}
    assert name.condition.without == ("Казахстан", "Астана")
    assert name.condition.not_before == ("США",)
    assert name.condition.only == {"ru"}


@pytest.mark.parametrize("source", ["", "=", "Name [sometimes]"])
def test_a_name_that_makes_no_sense_is_refused(source: str) -> None:
    with pytest.raises(ValueError):
        read_name(source)


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="x: unknown kind 'planet'"):
        read_entities({"x": {"kind": "planet", "en": "X"}})


PATTERNS = [fold(pattern).text for entity in shipped_entities() for _, pattern in entity.patterns]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_the_same_when_it_leaps(pattern: str) -> None:
    letters = sorted({letter for letter in pattern if letter.isalnum()}) + list(' ·."\n')

    @given(st.text(alphabet=letters, max_size=60))
    def means_the_same(text: str) -> None:
        spans = [found.span() for found in re.finditer(pattern, text)]
        assert [found.span() for found in re.finditer(leaping(pattern), text)] == spans

    means_the_same()
