"""The language of expressions: what can be written, and how mistakes are explained."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.errors import ExpressionError
from monitor.core.expressions import Names, caret, parse
from monitor.core.expressions.syntax import (
    And,
    AtLeast,
    Entity,
    Exact,
    Filter,
    Near,
    Not,
    Or,
    Phrase,
    Prefix,
    Regex,
    Within,
    Word,
)

A, B, C, D = map(Word, "abcd")


@pytest.mark.parametrize(
    ("expression", "tree"),
    [
        ("a", A),
        ('"two words"', Phrase("two words")),
        ("«Южная Корея»", Phrase("Южная Корея")),
        ("2 OF （a，b，c）", AtLeast(2, (A, B, C))),
        ("“two words”", Phrase("two words")),
        (r'"a \"b\" \\ c"', Phrase('a "b" \\ c')),
        ("=Word", Exact("Word")),
        ('="Exact Phrase"', Exact("Exact Phrase")),
        ("росси*", Prefix("росси")),
        ("@north-korea", Entity("north-korea")),
        (r"/Kim\/Putin (19|20)\d\d/", Regex(r"Kim/Putin (19|20)\d\d")),
        ("a AND b", And((A, B))),
        ("a b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("NOT a", Not(A)),
        ("a NEAR/3 b", Near(A, B, 3)),
        ("a NEAR b", Near(A, B, 10)),
        ("2 OF (a, b c, d)", AtLeast(2, (A, And((B, C)), D))),
        ("title:a", Within("title", A)),
        ("text:(a OR b)", Within("text", Or((A, B)))),
        ("source:tass", Filter("source", "tass")),
        ('source:"Federation Council"', Filter("source", "Federation Council")),
        ("cites:(yonhap OR kcna)", Or((Filter("cites", "yonhap"), Filter("cites", "kcna")))),
        ("topic:(a NOT b)", And((Filter("topic", "a"), Not(Filter("topic", "b"))))),
        # precedence: NOT, NEAR, AND, OR
        ("a OR b c", Or((A, And((B, C))))),
        ("(a OR b) c", And((Or((A, B)), C))),
        ("a b NEAR/3 c", And((A, Near(B, C, 3)))),
        ("a NOT b OR c", Or((And((A, Not(B))), C))),
        ("a NEAR/1 b NEAR/2 c", Near(Near(A, B, 1), C, 2)),
        ("NOT NOT a", Not(Not(A))),
        # what only looks like an operator or a field is a word
        ("and Or", And((Word("and"), Word("Or")))),
        ('"AND"', Phrase("AND")),
        ("AT&T 24/7 10:30 Су-35 북·러", And(tuple(map(Word, ("AT&T", "24/7", "10:30", "Су-35", "북·러"))))),
    ],
)
def test_an_expression_means_its_tree(expression, tree):
    assert parse(expression) == tree


@pytest.mark.parametrize(
    ("expression", "position", "reason", "hint"),
    [
        ("", 0, "empty", "write a word"),
        ("   ", 3, "empty", ""),
        ("(a", 0, "never closed", "add )"),
        ("a)", 1, "without an opening", "remove it"),
        ("a OR", 4, "a word is expected before the end", ""),
        ("AND a", 0, 'before "AND"', 'write "AND"'),
        ("a OR OR b", 5, 'before "OR"', ""),
        ("a, b", 1, "comma outside", "OR"),
        ('a "b', 2, "quote is never closed", 'add "'),
        ("a »", 2, "closing quote", ""),
        ("/a", 0, "never closed", "add /"),
        ("/\udcff/", 1, "not whole", "UTF-8"),
        ("/a(/", 0, "not a regular expression", "RE2"),
        (r"/КНДР\b.\bРФ/", 0, "a to z only", ""),
        (r"/NATO\b|НАТО\b/", 0, "a to z only", ""),
        (r"/[^\W\d]+/", 0, "in brackets", ""),
        (r"/(a)\1/", 0, "not a regular expression", "back-references"),
        ("/a*/", 0, "matches nothing at all", ""),
        ("*", 0, "a star stands only at the end", ""),
        ("mis*le", 3, "a star stands only at the end", "/"),
        ("@", 0, "stands alone", "@north-korea"),
        ("a = b", 2, "stands alone", "=Word"),
        ("a !!! b", 2, "nothing to look for", '="'),
        ("a NEAR/x b", 7, "number of words", "NEAR/10"),
        ("a NEAR/99999999999 b", 7, "number of words", ""),
        ("(a b) NEAR c", 0, "NEAR joins words", "brackets"),
        ("a NEAR NOT b", 7, "NEAR joins words", ""),
        ("source:x NEAR a", 0, "NEAR joins words", ""),
        ("x OF (a)", 0, "a number before it", "2 OF"),
        ("2 OF a", 5, "list in brackets", "2 OF (a, b, c)"),
        ("4 OF (a, b)", 0, "4 of 2", ""),
        ("0 OF (a, b)", 0, "0 of 2", ""),
        ("cite:yonhap", 0, 'no field "cite"', "cites:"),
        ("http://x", 0, 'no field "http"', "quote"),
        ("lang:ko*", 5, "wants a name", "lang:name"),
        ("title:(source:x)", 6, "holds only", "AND the rest"),
        ("text:NOT a", 5, 'before "NOT"', "text:(…)"),
        ("NOT", 3, "before the end", "what follows NOT"),
        # what other languages write, and what would quietly be a word here
        ("a -b", 2, "means nothing", "NOT b"),
        ("!a", 0, "means nothing", "NOT a"),
        ("a && b", 2, "means nothing", "AND"),
        ("a || b", 2, "means nothing", "OR"),
        ("a near/5 b", 2, "means nothing", "NEAR/5"),
        ("a NEAR5 b", 6, "number of words", "NEAR/10"),
        ('"a b"~5', 5, "means nothing", "NEAR/5"),
        ("a NEAR /5 b", 7, "never closed", "without a blank"),
        ("lang=ko", 0, "means nothing", "lang:"),
        ("=a*", 2, "a star", '="a*"'),
        ('a "arms deal*"', 2, "a star has no place in a phrase", "deal*"),
        ("a 'b c'", 2, "means nothing", 'double quotes around words in a row: "b …"'),
        ("a +b", 2, "means nothing", "write b"),
        ("missile~2 b", 0, "means nothing", "write missile;"),
        ("missile^2 b", 0, "means nothing", "write missile;"),
        ("missil? b", 0, "means nothing", "write missil*, or a regular expression"),
        ("title:a NEAR text:b", 13, "stands in one field", "write title:(a NEAR b)"),
        ("/a/i", 3, "flags", "(?i)"),
        ("(" * 100 + "a", 60, "too deeply", "60"),
        ("NOT " * 100 + "a", 240, "too deeply", ""),
        ("a " * 60_000, 100_000, "longer than", "split"),
    ],
)
def test_mistakes_are_explained_where_they_are(expression, position, reason, hint):
    with pytest.raises(ExpressionError) as caught:
        parse(expression)
    assert caught.value.position == position
    assert reason in caught.value.reason
    assert hint in caught.value.hint


NAMES = Names(entities={"north-korea", "south-korea", "russia"}, topics={"korea-russia"}, agencies={"yonhap"})


@pytest.mark.parametrize(
    ("expression", "reason", "hint"),
    [
        ("@north-kora", 'no entity "north-kora"', "north-korea"),
        ("topic:korea-rusia", 'no topic "korea-rusia"', "did you mean korea-russia?"),
        ("cites:yonhup", 'no agency "yonhup"', "yonhap"),
        ("topic:x", 'no topic "x"', "known are korea-russia"),
        ("lang:korean", 'no language "korean"', "did you mean ko?"),
    ],
)
def test_unknown_names_are_refused_with_the_nearest(expression, reason, hint):
    with pytest.raises(ExpressionError) as caught:
        parse(expression, NAMES)
    assert reason in caught.value.reason
    assert hint in caught.value.hint


def test_names_that_are_not_given_are_not_checked():
    parse("facet:anything @north-korea source:anything", NAMES)
    parse("@anything topic:anything")


def test_a_caret_shows_the_place():
    with pytest.raises(ExpressionError) as caught:
        parse("러시아 AND\n북한 NEAR/x 미사일")
    assert caret(caught.value).splitlines()[:2] == ["북한 NEAR/x 미사일", "          ^"]


WORDS = st.text(alphabet="abяё러露0-'·", min_size=1).filter(
    lambda text: any(map(str.isalnum, text)) and text[0] not in "-'"
)
TEXTS = st.text(alphabet='ab "\\/яё:,()*@=', min_size=1).filter(lambda text: any(map(str.isalnum, text)))
PHRASES = TEXTS.filter(lambda text: not re.search(r"\w\*", text))
ATOMS = st.one_of(
    st.builds(Word, WORDS),
    st.builds(Phrase, PHRASES),
    st.builds(Exact, WORDS | TEXTS),
    st.builds(Prefix, WORDS),
    st.builds(Entity, WORDS),
    st.builds(Regex, st.sampled_from(["a+", r"a/b", r"\d\\x", r"\\/", '"', "[,)]"])),
)
FILTERS = st.builds(Filter, st.sampled_from(["source", "lang", "cites"]), WORDS | PHRASES)
SOMEWHERE = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(Near, inner, inner, st.integers(0, 1000))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=4,
)


def _larger(inner):
    several = st.lists(inner, min_size=2, max_size=4).map(tuple)
    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, several),
        st.builds(Or, several),
        several.flatmap(lambda parts: st.builds(AtLeast, st.integers(1, len(parts)), st.just(parts))),
    )


TREES = st.recursive(
    SOMEWHERE | FILTERS | st.builds(Within, st.sampled_from(["title", "text"]), SOMEWHERE),
    _larger,
    max_leaves=8,
)


@given(TREES)
def test_an_expression_written_out_reads_the_same(tree):
    assert parse(str(tree)) == tree


@given(st.text(alphabet='abAND OR()",:/*@=яё러\\NEAR/5'))
def test_any_text_is_read_or_refused(text):
    try:
        tree = parse(text)
    except ExpressionError as refused:
        place, shown = refused.position, caret(refused)
    else:
        place, shown = 0, str(tree)
        assert parse(shown) == tree
    assert 0 <= place <= len(text)
    assert shown
