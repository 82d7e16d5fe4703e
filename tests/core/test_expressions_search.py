"""What a full-text index is asked for loses no match."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.expressions import Subject, match_one, parse, search_groups
from monitor.core.expressions.syntax import And, AtLeast, Not, Or
from monitor.core.model import Beginning
from monitor.core.text import fold, search_terms


@pytest.mark.parametrize(
    ("expression", "groups"),
    [
        ("ракета", [["ракет"]]),
        ("러시아", [["러시"], ["시아"]]),
        ("ракета missile", [["ракет"], ["missil"]]),
        ("ракета OR missile", [["ракет", "missil"]]),
        ("ракета OR lang:ko", []),
        ("ракета NOT missile", [["ракет"]]),
        ("북", []),  # a lone syllable may be part of any pair
        ("росси*", [[Beginning("росси"), "ро", "рос", "росс"]]),
        ("север* ракета", [[Beginning("север")], ["ракет"]]),
        ("2026*", [[Beginning("2026")]]),
        ("러시*", [["러시"]]),
        ('="North Korea"', [["north"], ["korea"]]),
        ("ракета NEAR/5 missile", [["ракет"], ["missil"]]),
        ("2 OF (ракета, missile)", [["ракет"], ["missil"]]),
        ("2 OF (ракета, missile, 러시아)", [["ракет", "missil", "러시"]]),
        ("/x/", []),
        ("@dprk", []),
    ],
)
def test_an_expression_asks_the_index_for_groups_of_forms(expression, groups):
    assert search_groups(parse(expression)) == groups


ATOMS = st.sampled_from(
    [
        "ракета",
        "Ким Чен Ын",
        "정상회담",
        "=США",
        "cease-fire",
        "북·러",
        "露朝",
        "露",
        "파병하다",
        "U.S.",
        "росси*",
        "ракетой*",
        "hopp*",
        "cease-fi*",
        "don't*",
        "l'acco*",
        "КНДР NEAR/2 ракета",
    ]
).map(lambda text: parse(text if " N" in text or " " not in text else f'"{text}"'))
TREES = st.recursive(
    ATOMS,
    lambda inner: (
        st.builds(Not, inner)
        | st.builds(And, st.tuples(inner, inner))
        | st.builds(Or, st.tuples(inner, inner))
        | st.builds(AtLeast, st.just(2), st.tuples(inner, inner, inner))
    ),
    max_leaves=5,
)
PIECES = [
    "ракетами",
    "Ким Чен Ына",
    "북러정상회담이",
    "정상 회담",
    "США",
    "ceasefire",
    "cease fire",
    "북·러",
    "露朝首脳",
    "露",
    "파병했다",
    "U.S.",
    "россиян",
    "КНДР",
    "don't",
    "l'accord",
    "hop",
    "hopping",
    "ракетою",
]


@given(TREES, st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join))
def test_every_match_has_a_term_of_each_group(tree, title):
    if match_one(tree, Subject(title=fold(title), text=fold(""))):
        terms = set(search_terms(title))
        assert all(any(is_held(form, terms) for form in group) for group in search_groups(tree))


def is_held(form, terms):
    if isinstance(form, Beginning):
        return any(term.startswith(form.text) for term in terms)
    return form in terms
