"""What expressions match, and the evidence they give."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.expressions import RuleBook, Subject, match_one, parse
from monitor.core.expressions.syntax import And, AtLeast, Not, Or
from monitor.core.model import Citation, Mention
from monitor.core.text import fold

TITLE = "КНДР запустила ракету в сторону моря"
TEXT = "Seoul says North Korea's missiles flew 800 km. 북러정상회담이 러시아에서 열린다. 露朝首脳会談"


def subject(title: str = TITLE, text: str = TEXT, **known) -> Subject:
    return Subject(title=fold(title), text=fold(text), **known)


def evidence(expression: str, **known) -> list[tuple[str, str, str]] | None:
    article = subject(**known)
    match = match_one(
        parse(expression), article, lambda id_: frozenset({id_, "kim"}) if id_ == "dprk" else {id_}
    )
    if match is None:
        return None
    fields = {"title": article.title.original, "text": article.text.original}
    for piece in match.evidence:
        assert fields[piece.field][piece.start : piece.end] == piece.text
    return [(piece.field, piece.text, piece.term) for piece in match.evidence]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ракета", [("title", "ракету", "ракета")]),
        ('"North Korea"', [("text", "North Korea", '"North Korea"')]),
        ("=КНДР", [("title", "КНДР", "=КНДР")]),
        ("=кндр", None),
        ("запус*", [("title", "запустила", "запус*")]),
        ("정상회담", [("text", "정상회담", "정상회담")]),
        ("会談", [("text", "会談", "会談")]),
        (r"/\d+ km/", [("text", "800 km", r"/\d+ km/")]),
        ("/(?i)кндр/", [("title", "КНДР", "/(?i)кндр/")]),
        ("/кндр/", None),
        # AND spans fields; the evidence goes by place
        ("missile ракета", [("title", "ракету", "ракета"), ("text", "missiles", "missile")]),
        ("missile самолёт", None),
        # evidence only from the parts that made it true
        ("самолёт OR ракета", [("title", "ракету", "ракета")]),
        ("ракета OR 러시아", [("title", "ракету", "ракета"), ("text", "러시아", "러시아")]),
        ("ракета NOT самолёт", [("title", "ракету", "ракета")]),
        ("ракета NOT missile", None),
        ("NOT самолёт", []),
        ("2 OF (ракета, самолёт, missile)", [("title", "ракету", "ракета"), ("text", "missiles", "missile")]),
        ("3 OF (ракета, самолёт, missile)", None),
        ("title:ракета", [("title", "ракету", "ракета")]),
        ("text:ракета", None),
        ("title:(missile OR ракета)", [("title", "ракету", "ракета")]),
        ("title:(NOT missile)", []),
    ],
)
def test_an_expression_matches_with_the_words_that_made_it_true(expression, expected):
    assert evidence(expression) == expected


def test_a_text_that_is_no_unicode_is_searched_all_the_same():
    assert evidence("/КНДР/ ракета", title="\ud800 КНДР: ракета") == [
        ("title", "КНДР", "/КНДР/"),
        ("title", "ракета", "ракета"),
    ]


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("ракета NEAR/1 КНДР", True),
        ("ракета NEAR/0 КНДР", False),
        ("ракета NEAR/0 запустила", True),
        ("море NEAR/2 ракета", True),
        ("ракета NEAR/1000 missile", False),  # not in one field
        ("露 NEAR/3 談", False),
        ("露 NEAR/4 談", True),
        ("(самолёт OR ракета) NEAR/1 (КНДР OR РК)", True),
        ("КНДР NEAR/0 запустила NEAR/0 ракета", True),
        ("КНДР NEAR/0 запустила NEAR/0 море", False),
        ('"North Korea" NEAR/3 Korea', True),  # what overlaps is near
        (r"/\d+/ NEAR/1 missile", True),
    ],
)
def test_near_counts_the_words_between_in_either_order(expression, holds):
    assert (evidence(expression) is not None) == holds


def test_near_shows_only_what_is_near():
    found = evidence("ракета NEAR/1 цель", title="Ракета мимо. Потом другая ракета нашла цель")
    assert found == [("title", "ракета", "ракета"), ("title", "цель", "цель")]


KNOWN = {
    "source": "tass",
    "feed": "tass-en",
    "language": "ru",
    "topics": frozenset({"korea-russia"}),
    "facets": frozenset({"dprk-russia"}),
    "cites": (Citation(agency="yonhap", field="text", start=0, end=5, text="Seoul"),),
}


class TestProperties:
    @pytest.mark.parametrize(
        "expression",
        [
            "source:tass",
            "source:TASS",
            "feed:tass-en",
            "lang:ru",
            "topic:korea-russia",
            "facet:dprk-russia",
            "cites:yonhap",
        ],
    )
    def test_hold(self, expression):
        assert evidence(expression, **KNOWN) is not None

    @pytest.mark.parametrize(
        "expression",
        ["source:yonhap", "feed:tass", "lang:ko", "topic:x", "facet:rok-russia", "cites:tass", "NOT lang:ru"],
    )
    def test_do_not_hold(self, expression):
        assert evidence(expression, **KNOWN) is None

    def test_a_citation_is_evidence(self):
        assert evidence("cites:yonhap", **KNOWN) == [("text", "Seoul", "cites:yonhap")]

    def test_a_citation_in_cut_off_furniture_holds_and_has_no_place(self):
        cited = Citation(agency="yonhap", field="dateline", start=0, end=6, text="Yonhap")
        assert evidence("cites:yonhap", **KNOWN | {"cites": (cited,)}) == []


MENTIONS = (
    Mention(field="title", start=0, end=4, text="КНДР", entity="dprk"),
    Mention(field="text", start=11, end=22, text="North Korea", entity="kim"),
)


class TestEntities:
    def test_an_entity_stands_for_those_under_it(self):
        assert evidence("@dprk", mentions=MENTIONS) == [
            ("title", "КНДР", "@dprk"),
            ("text", "North Korea", "@dprk"),
        ]

    def test_not_for_those_above_it(self):
        assert evidence("@kim", mentions=MENTIONS) == [("text", "North Korea", "@kim")]

    def test_may_be_near(self):
        assert evidence("@dprk NEAR/1 ракета", mentions=MENTIONS) is not None
        assert evidence("@dprk NEAR/0 ракета", mentions=MENTIONS) is None
        assert evidence("title:@kim", mentions=MENTIONS) is None


class TestRuleBook:
    def test_matches_come_in_the_order_of_the_rules(self):
        rules = {"z": "ракета", "n": "самолёт", "a": "missile", "always": "NOT самолёт", "x": "lang:ru"}
        book = RuleBook({rule: parse(expression) for rule, expression in rules.items()})
        assert [match.rule for match in book.match(subject(language="ru"))] == ["z", "a", "always", "x"]

    def test_many_rules_say_what_each_says_alone(self):
        expressions = [
            *(
                "ракета missile",
                "ракета OR самолёт",
                "2 OF (КНДР, самолёт, 러시아)",
                "КНДР NEAR/2 ракета",
                "росси*",
            ),
            *(
                "NOT ракета",
                "title:러시아",
                "ракета NOT (lang:ko OR самолёт)",
                r"/\d+/ ракета",
                "=Seoul",
                "lang:ko",
            ),
        ]
        trees = {expression: parse(expression) for expression in expressions}
        together = {match.rule: match.evidence for match in RuleBook(trees).match(subject())}
        apart = {rule: match_one(tree, subject()) for rule, tree in trees.items()}
        assert together == {rule: match.evidence for rule, match in apart.items() if match}

    @pytest.mark.parametrize(
        "pattern",
        [
            "(?i)кндр",
            "(?i)NORTH korea",
            "запус(тил|кает)",
            "러시아(가|에서)",
            "露朝?首",
            r"\d+ km",
            r"[A-Z]\w+'s",
            "К.{0,20}ракет",
            "(?i)ſEOUL",
            ".",
        ],
    )
    def test_a_regular_expression_is_found_among_many_others(self, pattern):
        rules = {"it": parse(f"/{pattern}/")} | {str(n): parse(f"/слово{n}|word{n}/") for n in range(1200)}
        assert [match.rule for match in RuleBook(rules).match(subject())] == ["it"]

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            (r"ракет\w*", "ракетами"),
            (r"[\w-]+로켓\w", "북-로켓을"),
            (r"пуском\W\w", "пуском р"),
            (r"\bKN-2\d\b", "KN-23"),
            (r"\bракет\w*\b", "ракетами"),
            (r"(?i)\b(РАКЕТ|РАКЕТАМИ)\b", "ракетами"),
            (r"\bК.{2}Р\b", "КНДР"),
            (r"\b로켓을", "로켓을"),
            (r"\bакет", None),
            (r"\b로켓\b", None),
        ],
    )
    def test_a_letter_is_one_of_any_script(self, pattern, found):
        article = subject("КНДР пуском ракетами, 북-로켓을 с KN-23과", "")
        match = match_one(parse(f"/{pattern}/"), article)
        assert [evidence.text for evidence in match.evidence] == [found] if match else found is None

    def test_no_rules_match_nothing(self):
        assert RuleBook({}).match(subject()) == ()


WORDS = ["ракета", "КНДР", "missile", "러시아", "самолёт", "露"]
NEAR = [
    "КНДР NEAR/2 ракета",
    "title:(КНДР NEAR ракета)",
    "(КНДР OR missile) NEAR/1 (ракета OR 러시아)",
    "(КНДР NEAR/3 ракета) NEAR/0 (missile NEAR/3 (КНДР OR 러시아))",
]
ATOMS = st.sampled_from([*WORDS, *NEAR, "title:ракета", "росси*", "lang:ru"]).map(parse)
TREES = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.tuples(inner, inner))
        | st.builds(Or, st.tuples(inner, inner))
        | st.builds(AtLeast, st.just(2), st.tuples(inner, inner, inner))
    ),
    max_leaves=6,
)
TITLES = st.lists(
    st.sampled_from(["ракеты", "КНДР", "missiles", "러시아가", "露朝", "и", "самолёты"]), max_size=8
).map(" ".join)


def holds(tree, title: str) -> bool:
    return match_one(tree, subject(title=title, text="")) is not None


@given(TREES, TREES, TITLES)
def test_de_morgan(one, other, title):
    assert holds(Not(And((one, other))), title) == holds(Or((Not(one), Not(other))), title)
    assert holds(Not(Or((one, other))), title) == holds(And((Not(one), Not(other))), title)


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.integers(0, 5), TITLES)
def test_near_is_symmetric(one, other, distance, title):
    found = [
        match_one(parse(f"{left} NEAR/{distance} {right}"), subject(title=title))
        for left, right in ((one, other), (other, one))
    ]
    assert found[0] == found[1]


@given(TREES, TITLES)
def test_how_a_text_is_encoded_does_not_matter(tree, title):
    expected = holds(tree, title)
    assert holds(tree, unicodedata.normalize("NFD", title)) == expected
    assert holds(tree, title.upper()) == expected
    assert holds(tree, title.replace("а", "а\u0301").replace("s", "ｓ")) == expected
    assert holds(tree, "\u200b".join(title)) == expected
    assert holds(tree, "\u202e" + "\u00ad".join(title) + "\u202c") == expected


@given(TREES, TITLES)
def test_a_rule_book_overlooks_nothing(tree, title):
    """Neither choosing candidates by what they need nor doing without evidence changes the outcome."""
    book = RuleBook({"it": tree, "not it": Not(tree)})
    article = subject(title=title, text="")
    expected = ("it",) if holds(tree, title) else ("not it",)
    assert tuple(match.rule for match in book.match(article)) == expected
    assert book.holding(article) == expected


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("a NEAR/5 b", "a b " * 100_000),
        (
            " NEAR/5 ".join("abcdefghijklmnopqrstuvwxyz"),
            "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        ),
        ("a", "a " * 200_000),
        ("/(a+)+$/", "a" * 60_000 + "b"),
        ("/(a|a)*b/", "a" * 60_000),
        ('"a a a a a b"', "a " * 100_000),
    ],
)
def test_work_is_bounded(expression, text):
    tree = parse(expression)
    article = subject(text=text)
    started = time.process_time()
    match = match_one(tree, article)
    assert time.process_time() - started < 3
    book = RuleBook({"it": tree})
    started = time.process_time()
    assert book.holding(article) == (("it",) if match else ())
    assert time.process_time() - started < 3
    assert match is None or len(match.evidence) <= 200
