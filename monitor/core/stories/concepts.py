"""The concept table: acts and things that news is about, found in any of its languages.

``concepts.txt`` beside this file holds them; what they are worth is decided by ``links``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from monitor.core import data
from monitor.core.terms import Mode, Term, TermIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.text import Folded


def concepts(text: Folded) -> Iterator[tuple[str, int, int]]:
    """The ids of the concepts in a text, in order, each with its start and end in the folded text."""
    for hit in _index().find(text):
        yield str(hit.key), hit.start, hit.end


def table() -> Iterator[tuple[str, tuple[tuple[str, ...], ...]]]:
    """Each concept with its words, one tuple a language; ``=word`` and ``word*`` as in expressions."""
    for line in data.lines("monitor.core.stories", "concepts.txt"):
        concept, _, languages = line.partition(" = ")
        yield concept, tuple(tuple(re.split(r"\s*,\s*", words.strip())) for words in languages.split("|"))


@cache
def _index() -> TermIndex:
    terms = []
    for concept, languages in table():
        for word in (word for words in languages for word in words):
            mode = Mode.EXACT if word[0] == "=" else Mode.PREFIX if word[-1] == "*" else Mode.INFLECTED
            terms.append(Term(concept, word.strip("=*"), mode))
    return TermIndex(terms)
