"""The words of a text that say something of its event, by their stems: not "the", "after", «сообщил», "했다".

What links stories and what tells an edit from another article are these words; function words are in any two
texts of one language. A Korean, Chinese or Japanese word counts by pairs of characters.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from monitor.core import data
from monitor.core.text import script_of, search_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.text import Folded


def long_words(text: str | Folded) -> Iterator[str]:
    """Stems worth comparing, in order: not the short ones, of which most are particles."""
    return (word for word in search_terms(text) if len(word) > 3 or script_of(word[0]) in ("hangul", "han"))


def content_words(text: str | Folded) -> Iterator[str]:
    """These without the function words."""
    silent = function_words()
    return (word for word in long_words(text) if word not in silent)


@cache
def function_words() -> frozenset[str]:
    """The stems of words that say nothing of an event, in English, Russian and Korean."""
    lines = data.lines("monitor.core", "function_words.txt")
    return frozenset(word for line in lines for word in search_terms(line))
