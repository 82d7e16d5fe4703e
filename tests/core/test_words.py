"""The forms of words: a guide to how a term's word stands for what is in a text."""

import pytest

from monitor.core.words import english, korean, russian
from monitor.core.words.phrases import cut


class TestEnglish:
    @pytest.mark.parametrize(
        ("word", "forms"),
        [
            ("missile", "missile missiles"),
            ("troops", "troop troops"),
            ("launch", "launch launches launched launching"),
            ("supply", "supply supplies supplied supplying"),
            ("parties", "party parties"),
            ("agree", "agree agrees agreed agreeing"),
            ("ban", "ban bans banned banning"),
            ("stopped", "stop stops stopped stopping"),
            ("firing", "fire fires fired firing"),
            ("met", "meet meets met meeting"),
            ("fly", "fly flies flew flown flying"),
            ("women", "woman women"),
            ("ICBM", "icbm icbms"),
            ("Koreas", "korea koreas"),
            ("crisis", "crisis crises"),
            ("go", "go goes went gone going"),
            ("travel", "travelled traveled travelling traveling"),
            ("controlled", "control controls controlling"),
            ("trafficking", "traffic trafficked"),
            ("speed", "speed speeds speeding"),
            ("using", "use uses used"),
            ("movies", "movie"),
            ("warning", "warn warned warnings"),
            ("shot", "shots shoot shooting"),
            ("found", "find finds founded founding"),
            ("serviceman", "servicemen"),
            ("spokeswomen", "spokeswoman"),
            ("strong", "stronger strongest"),
            ("big", "bigger biggest"),
            ("heavy", "heavier heaviest"),
            ("large", "larger largest"),
            ("light", "lighter lightest lit"),
        ],
    )
    def test_has_the_forms_of_its_base(self, word, forms):
        assert set(forms.split()) <= english.forms(word)

    @pytest.mark.parametrize(
        ("word", "other"),
        [
            ("news", "new"),
            ("US", "using"),
            ("king", "k"),
            ("as", "a"),
            ("series", "sery"),
            ("ceiling", "ceil"),
            ("founded", "find"),
            ("Boeing", "boe"),
            ("Williams", "william"),
            ("Hamas", "hama"),
            ("Yemen", "yeman"),
            ("herring", "her"),
            ("lower", "low"),
            ("launch", "launcher"),
        ],
    )
    def test_is_not_taken_for_a_form_of_another(self, word, other):
        assert other not in english.forms(word)


class TestRussian:
    @pytest.mark.parametrize(
        ("word", "forms"),
        [
            ("ракета", "ракеты ракете ракету ракетой ракет ракетам ракетами ракетах"),
            ("Корея", "кореи корее корею кореей"),
            ("южный", "южная южной южную южные южных"),
            ("военные", "военный военных военными"),
            ("запустить", "запустил запустила запустит запущен запустив"),
            ("учений", "учения учение учениями"),
            ("Лавров", "лаврова лаврову лавровым лаврове"),
            ("Семён", "семен семена семену"),
        ],
    )
    def test_has_all_cases_numbers_and_tenses(self, word, forms):
        assert set(forms.split()) <= russian.forms(word)

    @pytest.mark.parametrize(
        ("word", "everyday"), [("посол", "после"), ("пот", "потом"), ("тема", "тем"), ("почтить", "почти")]
    )
    def test_leaves_everyday_words_alone(self, word, everyday):
        assert everyday not in russian.forms(word)
        assert everyday in russian.forms(everyday)

    def test_a_capital_makes_a_name(self):
        assert "лавры" not in russian.forms("Лавров")

    @pytest.mark.parametrize(
        ("name", "forms"),
        [
            ("Ын", "ына ыну ыном ыне"),
            ("Гёк", "гека геку геком геке"),
            ("Рачжин", "рачжина рачжину рачжине"),
            ("Чхве", "чхве"),
            ("Вонсань", "вонсаня вонсане"),
        ],
    )
    def test_names_that_no_dictionary_has_decline_by_their_ending(self, name, forms):
        assert set(forms.split()) <= russian.forms(name)

    def test_abbreviations_do_not_decline(self):
        assert russian.forms("КНДР") == {"кндр"}

    def test_relative_adjectives_have_no_short_form(self):
        assert "военно" not in russian.forms("военный")  # else it would be found in «военно-морской»


def reads(run: str) -> bool:
    """May the word in brackets be found in this run of syllables?"""
    left, rest = run.split("[")
    word, right = rest.split("]")
    return korean.fits(left, word, right)


class TestKorean:
    @pytest.mark.parametrize(
        "run",
        [
            *(
                "[러시아]가",
                "[북한]은",
                "[북한]에서는",
                "[평양]으로부터의",
                "[서울]로",
                "[대통령]께서는",
                "[미사일]이었던",
            ),
            *("[러시아]라고", "[북한]이라며", "[미사일]들까지"),
            *(
                "[파병]했다",
                "[파병]된",
                "[파병]한다고",
                "[파병]하기로",
                "[파병]됐다는",
                "[제재]받는",
                "[합의]했으며",
            ),
            *(
                "[북한]군",
                "[러시아]산",
                "[러시아]발",
                "[파병]설",
                "[무기]급",
                "[한국]인들의",
                "[외교]부로",
                "[방문]길에",
            ),
            *(
                "북러[정상회담]이",
                "주[러시아]대사관은",
                "반[러]",
                "방[북]",
                "대[북]제재",
                "부[대통령]",
                "비[핵]화",
                "[한미일]연합훈련",
            ),
            *("결선[투표]가", "공공[기관]을", "천연[가스]관", "[평양]행", "국빈[방문]단"),
            *("특수[부대]가", "[탈북]민을", "시[의회]는", "비상[사태]", "[인도]와"),
            *("주[한국]대사", "[필요]없다는", "[자연]스럽게", "[책임]있게", "[피해자]이기도", "[국민]이니까"),
            *("[김정은]국무위원장", "장거리[미사일]을", "정찰[위성]은", "[조선]중앙통신이"),
        ],
    )
    def test_stands_among_particles_endings_and_known_nouns(self, run):
        assert reads(run)

    @pytest.mark.parametrize(
        "run",
        [
            *(
                "[무기]한",
                "[러시아]워",
                "[러]시아",
                "태[평양]",
                "[조선]소",
                "[북한]강",
                "[대사]관",
                "[정상]화",
                "[핵]심",
            ),
            *("[인도]적", "[인도]네시아"),
            *("현[대화]와", "고[속도]로가", "일[정상]", "구[애도]"),
            *("사[회담]론", "국[회의]원", "북한[이란]"),
            *("[러시아]이", "[북한]는", "[북한]라고", "[서울]으로"),
            "[러시아]" + "가" * 50,
        ],
    )
    def test_is_not_found_inside_other_words(self, run):
        assert not reads(run)

    @pytest.mark.parametrize(
        ("verb", "surfaces"),
        [
            ("파병하다", "파병하 파병한 파병할 파병함 파병합 파병해 파병했"),
            ("보내다", "보내 보낸 보낼 보냈"),
            ("쏘다", "쏘 쏜 쏠 쏴 쐈"),
            ("돕다", "돕 도와 도왔 도운"),
            ("열다", "열 연 열었"),
            ("오르다", "오르 오른 올라 올랐"),
            ("마시다", "마시 마셔 마셨"),
            ("쓰다", "쓰 써 썼"),
            ("짓다", "짓 지어 지었"),
            ("듣다", "듣 들어 들었"),
            ("되다", "되 된 돼 됐"),
            ("만들다", "만들 만든 만듦 만드"),
            ("따르다", "따르 따른 따라 따랐"),
        ],
    )
    def test_conjugates(self, verb, surfaces):
        assert set(surfaces.split()) <= {surface.text for surface in korean.surfaces(verb)}

    @pytest.mark.parametrize("verb", ["[파병하]기로", "[보내]기는", "[따르]면서", "[밝혔]음을", "[밝혔]기"])
    def test_verbs_end_and_become_nouns(self, verb):
        stem, ending = verb.removeprefix("[").split("]")
        assert any(
            korean.fits("", surface.word, ending, surface.tail)
            for base in ("파병하다", "보내다", "따르다", "밝히다")
            for surface in korean.surfaces(base)
            if surface.text == stem
        )

    def test_a_noun_in_da_is_a_noun(self):
        assert {surface.tail for surface in korean.surfaces("캐나다")} == {"noun"}

    def test_spaces_and_dots_may_fall_inside(self):
        texts = {surface.text for surface in korean.surfaces("정상회담")}
        assert {"정상회담", "정상 회담", "정상·회담"} <= texts


class TestParts:
    def test_a_hyphen_may_be_a_blank_or_missing(self):
        assert {len(way.parts) for way in cut("cease-fire")} == {1, 2}

    def test_an_abbreviation_is_not_glued_to_the_word_before_its_hyphen(self):
        assert [len(way.parts) for way in cut("Russian-S. Korean")] == [3]

    def test_a_dotted_abbreviation_stays_as_it_is(self):
        (way,) = cut("U.S.")
        assert [part.surfaces for part in way.parts] == [("u.s",)]

    def test_there_may_be_nothing_in_a_term(self):
        assert cut("—!") == ()
