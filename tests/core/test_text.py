"""Text as it is stored, compared and searched."""

import time
import unicodedata

import pytest
import Stemmer
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core import text as text_module
from monitor.core.text import LIMIT, clean, composed, fold, script_of, search_terms, written


class TestClean:
    def test_composes(self):
        assert clean(unicodedata.normalize("NFD", "한국 и й")) == "한국 и й"

    def test_keeps_line_breaks_and_makes_them_one_kind(self):
        assert clean("a\r\nb\rc\u2028d\te") == "a\nb\nc\nd\te"

    def test_removes_control_characters(self):
        assert clean("a\x00b\x1fc\x7f\x9bd") == "abcd"

    def test_neutralises_direction_overrides(self):
        assert clean("отчёт \u202efdp.exe\u202c \u2066x\u2069") == "отчёт fdp.exe x"

    @pytest.mark.parametrize(
        "text",
        [
            "Пхень\u00adян",
            "\ufeffre\u200bport\u200b",
            "러\u200b시\u200d아",
            "北\u200b朝\u2060鲜",
            "ロシ\u200cア",
        ],
    )
    def test_removes_what_cannot_be_seen_in_words(self, text):
        assert clean(text) == "".join(letter for letter in text if letter.isalpha())

    @pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "👨\u200d👩\u200d👧"])
    def test_keeps_it_where_it_changes_what_is_seen(self, text):
        assert clean(text) == unicodedata.normalize("NFC", text)

    def test_replaces_lone_surrogates(self):
        assert clean("a\ud800b").encode() == "a\ufffdb".encode()

    @given(st.text() | st.text(st.sampled_from("a\u00ad\u200b\u0301\u1112\u1161한\u200d\x00\ufeff👨 ")))
    @example("\u00ad\x00a")
    @example("\u1112\u1161\u200b")
    @example("a\u00ad\u0301\u00ad")
    def test_is_idempotent(self, text):
        assert clean(clean(text)) == clean(text)


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Россия", "россия"),
            ("СЕМЁН", "семен"),
            ("Росси\u0301я", "Россия"),
            ("ＴＡＳＳ", "tass"),
            ("ﾛｼｱ", "ロシア"),
            ("러시아", unicodedata.normalize("NFD", "러시아")),
            ("район", unicodedata.normalize("NFD", "район")),
            ("Пхень\u00adян", "Пхеньян"),
            ("北\u200b朝\ufeff鲜", "北朝鮮"),
            ("\u202eКНДР\u202c", "КНДР"),
            ("Yoon’s", "Yoon's"),
            ("Чен‑ын", "Чен-ын"),
            ("\u00abСеул\u00bb\u00a0—", '"Сеул" -'),
            ("北ㆍ러", "北·러"),
            ("俄羅斯 會談", "俄罗斯 会谈"),
            ("\u2fb4 \uf9d8", "页 律"),  # a radical, a compatibility character
            ("Straße", "strasse"),
        ],
    )
    def test_what_reads_alike_folds_alike(self, one, other):
        assert fold(one).text == fold(other).text

    @pytest.mark.parametrize(("one", "other"), [("й", "и"), ("é", "e"), ("Корея", "Кореи"), ("ß", "s")])
    def test_what_differs_stays_different(self, one, other):
        assert fold(one).text != fold(other).text

    def test_leads_back_to_the_text_as_given(self):
        original = "… Росси\u0301я\u00ad, ﬁn ＴＡＳＳ"
        folded = fold(original)
        shown = [original[slice(*folded.span(start, end))] for start, end in folded.words]
        assert shown == ["Росси\u0301я", "ﬁn", "ＴＡＳＳ"]

    @given(st.text(alphabet=st.sampled_from("аяЁ\u0301\u0308ﬁß①ﾛﾞ\u1105\u1165\u11ab가x \u00ad\u200b’…İ")))
    @example("ﬁ\u0301")  # a cluster of two that folds to two others
    def test_spans_lie_in_order_and_fold_to_themselves(self, original):
        folded = fold(original)
        last = 0
        for start, end in folded.words:
            first, beyond = folded.span(start, end)
            assert last <= first <= beyond <= len(original)
            last = first
            assert folded.text[start:end] in fold(original[first:beyond]).text

    @given(st.text())
    def test_is_idempotent(self, text):
        once = fold(text).text
        assert fold(once).text == once

    @given(st.text(alphabet=st.sampled_from("аЁй\u0301ﾛﾞ가각\u00ad’A ")))
    def test_locate_is_the_way_back(self, original):
        folded = fold(original)
        for start, end in folded.words:
            assert folded.locate(*folded.span(start, end)) == (start, end)

    def test_the_plain_characters_fold_to_their_lower_case(self):
        """The fast way agrees with the general one wherever it is taken."""
        kept = {"…", "№", *map(chr, range(0x3131, 0x318F))}
        for code in range(0x10000):
            character = chr(code)
            if text_module._ODD.match(character) or character in kept or 0xD800 <= code < 0xE000:
                continue
            general = unicodedata.normalize("NFKC", character).casefold()
            for other, one in text_module._UNIFY:
                general = general.replace(other, one)
            plain = fold(character).text
            assert plain == fold(general).text, hex(code)
            assert len(plain) == 1


class TestWords:
    def test_are_runs_of_one_script(self):
        folded = fold("TASS передаёт: KN-23미사일 don't 3월")
        found = [folded.text[start:end] for start, end in folded.words]
        assert found == ["tass", "передает", "kn", "23", "미사일", "don't", "3", "월"]

    def test_chinese_and_japanese_count_characters(self):
        assert len(fold("露朝首脳会談").words) == 6
        assert len(fold("ロシア").words) == 3

    def test_between(self):
        folded = fold("one two three four")
        assert folded.words_between(3, 14, 10) == 2
        assert folded.words_between(3, 4, 10) == 0

    @given(st.text(alphabet="ab я러露'-1 \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
    def test_between_is_counted_alike_however_often_it_is_asked(self, text, end, start):
        once, often = fold(text), fold(text)
        for _ in range(25):
            expected = often.words_between(end, start, 3)
        assert once.words_between(end, start, 3) == expected
        assert expected == min(4, sum(end <= first < start for first, _ in once.words))


class TestWritten:
    def test_keeps_case_and_letters(self):
        assert written("Семён ＵＳ Росси\u0301я 會談") == "Семён US Россия 會談"

    def test_drops_what_cannot_be_seen(self):
        assert written("Пхень\u00adян “x”") == 'Пхеньян "x"'


class TestComposed:
    @given(st.text(alphabet=st.sampled_from("ийа\u0306\u0308가\u1100\u1161\u11abx ")))
    def test_is_nfc_with_spans(self, original):
        made = composed(unicodedata.normalize("NFD", original))
        assert made.text == unicodedata.normalize("NFC", original)
        assert made.span(0, len(made.text))[1] <= len(made.original)


class TestSearchTerms:
    @pytest.mark.parametrize(
        ("query", "document"),
        [
            ("Москва", "из Москвы сообщают"),
            ("Корея", "с Южной Кореей"),
            ("러시아", "러시아가 밝혔다"),
            ("북한", "주북한대사관"),
            ("정상회담", "북러정상회담이 열렸다"),
            ("정상회담", "정상 회담을 열었다"),
            ("북러", "북·러 관계"),
            ("북러", "북-러 관계"),
            ("missiles", "the missile's range"),
            ("会談", "露朝首脳会談で"),
            ("会谈", "首腦會談"),
        ],
    )
    def test_a_word_is_found_in_its_forms_and_compounds(self, query, document):
        assert set(search_terms(query)) <= set(search_terms(document))

    def test_a_single_syllable_stands_for_itself(self):
        assert search_terms("러 3월") == ["러", "3", "월"]

    def test_each_once(self):
        assert search_terms("ракета ракеты ракетами") == ["ракет"]

    @given(st.text(alphabet="abzéя ё'’가나북·ㆍ韓国二〇々ゝーア٣5½  \n-.,ß"))
    def test_characters_are_paired_as_words_follow_each_other(self, text):
        assert search_terms(text) == list(dict.fromkeys(spelled_out(text)))


def spelled_out(text):
    """The search terms word by word: what ``search_terms`` finds in one pass."""
    folded = fold(text)
    run, before, end_before = "", "", 0
    for start, end in [*folded.words, (len(folded.text), len(folded.text))]:
        word = folded.text[start:end]
        script = script_of(word[:1] or " ")
        gap = folded.text[end_before:start]
        if script != before or gap not in (("", "·", " ", "-") if script == "hangul" else ("", "·")):
            yield from [run[i : i + 2] for i in range(len(run) - 1)] or ([run] if run else [])
            run = ""
        if script in ("hangul", "han"):
            run += word
        else:
            language = {"latin": "english", "cyrillic": "russian"}.get(script)
            pieces = word.split("'") if word else []
            yield from Stemmer.Stemmer(language).stemWords(pieces) if language else pieces
        before, end_before = script, end


@pytest.mark.parametrize(
    "absurd",
    [
        "a" + "\u0301\u0316" * 50_000,
        "я" * 300_000,
        "가 " * 500_000,
        "\u1100" * 1_000_000,
        "½" * 1_000_000,
        "\u00ad" * 1_000_000,
        "国" * 1_000_000,
    ],
    ids=["marks", "one word", "syllables", "jamo", "fractions", "soft hyphens", "han"],
)
def test_work_is_bounded(absurd):
    started = time.process_time()
    folded = fold(absurd)
    search_terms(folded)
    clean(absurd)
    composed(absurd)
    assert time.process_time() - started < 3
    assert folded.cut == (len(absurd) > LIMIT)


def test_half_a_character_is_compared_as_none():
    assert fold("a\ud800\u0301b").text == written("a\ud800\u0301b") == "a\ufffdb"


def test_one_way_of_writing_a_han_character_stands_for_all_others():
    simplified = text_module._simplified()
    assert not [chr(other) for other, one in simplified.items() if ord(one) in simplified]
