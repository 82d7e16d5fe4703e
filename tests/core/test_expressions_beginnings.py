"""A stem is looked for under every beginning of its word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.expressions.beginnings import stems_beginning
from monitor.core.model import Beginning
from monitor.core.text import fold, search_terms

ENGLISH = (  # noqa: SIM905 - as a list it would fill the page
    "s es ed eed edly ing ingly ly y ies ied ying tional ency ency ancy ably ently ization izer ation "
    "ational ator alism ality ally fulness fully ously ousness iveness ivity bility ogy ogist less lessly "
    "alize icate icity ical ness ative al ance ence er ic able ible ant ement ment ent ism ate ity ous "
    "ive ize ion e l ll"
).split()
RUSSIAN = (  # noqa: SIM905 - as a list it would fill the page
    "в вши вшись ив ивши ыв ывшись ее ие ые ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю "
    "ая яя ою ем нн вш ющ щ ивш ывш ующ ся сь ла ете йте ли л но ет ют ны ть ешь нно ила ыла ена ейте "
    "уйте или уй ил ым ен ило ует уют ит ыт ить ыть ишь а ев ов ие ье иями ями ией й иям ам о у ах иях ы "
    "ь ию ья я ейш ейше ост ость"
).split()


def words(letters, endings):
    root = st.text(st.sampled_from(letters), min_size=1, max_size=6)
    cut = st.lists(st.sampled_from(endings), max_size=3).map("".join)
    return st.builds("{}{}".format, root, cut)


def is_looked_for(stem, prefix):
    return any(
        stem.startswith(form.text) if isinstance(form, Beginning) else stem == form
        for form in stems_beginning(prefix)
    )


@given(
    words("abcdefghijklmnoprstuvwyé", ENGLISH)
    | words("абвгдежзийклмнопрстуфхцчшщыьэюяіё", RUSSIAN)
    | st.from_regex("[a-z]{1,9}|[а-я]{1,9}|[α-ω]{1,9}|[0-9]{1,9}", fullmatch=True)
)
def test_whatever_the_word_its_stem_is_looked_for_under_each_of_its_beginnings(word):
    (stem,) = search_terms(word)
    folded = fold(word).text
    assert all(is_looked_for(stem, folded[:end]) for end in range(1, len(folded) + 1))


IRREGULAR = (
    "dying lying tying skies ugly early only happy possibility hoping stopped misses navigating geologist"
)


@pytest.mark.parametrize("word", IRREGULAR.split())
def test_also_where_a_letter_is_changed_or_put_in(word):
    (stem,) = search_terms(word)
    assert all(is_looked_for(stem, word[:end]) for end in range(1, len(word) + 1))


@pytest.mark.parametrize(
    ("prefix", "common"),
    [("north", "no"), ("inter", "in"), ("sanction", "s"), ("force", "for"), ("завод", "за"), ("война", "в")],
)
def test_a_common_short_word_is_not_among_the_stems_if_it_cannot_be(prefix, common):
    assert common not in stems_beginning(prefix)


def test_there_are_few_stems_however_long_the_prefix():
    assert len(stems_beginning("нн" * 500)) == 1
    assert len(stems_beginning("constantinopolitan")) < 40
