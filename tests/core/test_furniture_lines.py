"""Forms of whole lines are found where a search finds them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.furniture import forms
from monitor.core.furniture.texts import _first_line, _patterns
from monitor.core.profile import GENERIC

PIECES = st.sampled_from(
    ["Read more", "관련 기사", ":", " ", "\n", "-", "x", "A headline", "\t", "\n-\n", " - \n", "READ ALSO"]
)
FORMS = [_patterns(GENERIC).related, forms.DASHED_HEADLINES]


@pytest.mark.parametrize("form", FORMS)
@given(st.lists(PIECES, max_size=12).map("".join), st.integers(0, 12), st.integers(0, 80))
def test_the_first_line_of_a_form_is_what_a_search_finds(form, text: str, begin: int, size: int) -> None:
    begin = min(begin, len(text))
    searched = form.search(text, begin, begin + size)
    found = _first_line(form, text, begin, min(len(text), begin + size))
    assert (found and found.span()) == (searched and searched.span())
