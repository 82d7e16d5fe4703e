"""In which order articles of one moment are placed."""

from __future__ import annotations

from itertools import permutations

import pytest

from monitor.core.copies import sketch
from monitor.core.model import Article, Features
from monitor.core.stories.order import closest_first
from tests.build import article, reading


def having(name: str, *terms: str, text: str = "", chain: str | None = None) -> Article:
    signature, bands = sketch(name, text) if text else (b"", ())
    found = Features(terms=terms, signature=signature, bands=bands)
    return article(name, reading=reading(name, text=text, source="s", chain=chain, features=found))


SAILED = having("sailed", "e:ferry", "te:ferry", "c:voyage", "tc:voyage", "p:RSN")
VOYAGE = having("voyage", "e:ferry", "te:ferry", "c:voyage", "tc:voyage", "p:RSN", "c:beach", "p:TRST")
LANDED = having("landed", "c:beach", "tc:beach", "p:TRST", "c:voyage")
SHOW = having("show", "e:museum", "te:museum", "c:painting")


def order(*articles: Article) -> list[str]:
    return [it.id for it in closest_first(articles, {}, 500)]


@pytest.mark.parametrize("articles", [*permutations((SAILED, VOYAGE, LANDED, SHOW))])
def test_each_comes_after_one_that_it_is_close_to(articles: tuple[Article, ...]) -> None:
    found = order(*articles)
    assert {*found[:2]} == {"sailed", "voyage"}
    assert found[2:] == ["landed", "show"]


def test_one_or_none_need_no_order() -> None:
    assert order(SAILED) == ["sailed"]
    assert order() == []


def test_a_filing_comes_after_the_one_before_it_however_close_it_is_to_others() -> None:
    plain = having("plain", "e:museum", chain="7")
    lead = having("lead", "e:ferry", "te:ferry", "c:voyage", "tc:voyage", "p:RSN", chain="7")
    assert order(plain, lead, SAILED, VOYAGE) == ["sailed", "voyage", "plain", "lead"]


def test_a_copy_comes_after_its_original() -> None:
    text = "The ferry left Vladivostok at noon with forty cars, two buses and a van for the port of Rason."
    original = having("original", "e:museum", text=text)
    copy = having("copy", "e:ferry", "te:ferry", "c:voyage", "tc:voyage", "p:RSN", text=text)
    found = order(original, copy, SAILED)
    assert found.index("original") < found.index("copy")
    found = order(copy, original, SAILED)
    assert found.index("copy") < found.index("original")
