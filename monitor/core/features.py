"""What identity and story linking compare of a reading: its fingerprint, its sketch, its terms.

Terms are what two reports of one event share whatever language they are in, each a short string with its
kind before a colon:

- ``e:`` an entity of the lexicon, ``c:`` a concept (an act or a thing, ``stories/concepts.txt``),
- ``p:`` the consonants of a name that the lexicon has not (``romanise``),
- ``n:`` a number with its magnitude, ``d:`` a day of a month,
- ``w:`` a word's stem: for links inside one language.

``te:``, ``tc:`` and ``tw:`` say that the headline has it, ``k:`` what an entity of the headline is, if it is
a person, company or weapon (``k:person:lavrov``): who compares terms has no lexicon. Terms are sorted.
Weighing them is left to ``monitor.core.stories``.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from monitor.core.content_words import function_words, long_words
from monitor.core.copies import sketch
from monitor.core.digests import is_digest
from monitor.core.identity import content
from monitor.core.lexicon import Lexicon
from monitor.core.model import Features
from monitor.core.names import names
from monitor.core.numerals import numerals
from monitor.core.stories.concepts import concepts
from monitor.core.text import fold, search_terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from monitor.core.model import Mention

COMPARED_CHARS = 400
"""Of a text; what an event is stands at the top of its report. The rest is background, by which the reports
of a busy week are all alike.
"""

WORDS = 50
"""Compared of a text, the first ones: pairs of syllables (Korean, Chinese, Japanese) are several times as
many as the words of other languages in as many characters, and say no more.
"""

SMALLEST = 13
"""Smaller numbers are in every report, and so are years."""

FIRST_YEAR, LAST_YEAR = 1900, 2099

_TELLERS = frozenset(("agency", "outlet"))  # who tells of an event is no part of it
_PROPER = frozenset(("agency", "outlet", "person", "company"))  # in whose names words mean nothing
_TOLD_APART = frozenset(("person", "company", "weapon"))  # cities and ministries stand for their states
_MONTH_LENGTH = 14
_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTHS_RU = r"январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
_AFTER_A_DAY = re.compile(rf"(?:st|nd|rd|th)?\s+(?:of\s+)?(?:(?:{_MONTHS})\b|{_MONTHS_RU})|[일日號号]")
_BEFORE_A_DAY = re.compile(rf"\b(?:{_MONTHS})\.?\s+$")


def features(title: str, text: str, mentions: Sequence[Mention] = (), *, terms: bool = True) -> Features:
    """Everything to compare of an article, from its title and text without their furniture.

    Without ``terms`` only what identifies it and its copies; the article is linked to none by its subject.
    Nor is a digest: it would link all the events that it holds.
    """
    signature, bands = sketch(title, text)
    linked = terms and not is_digest(title, "")  # a page may show the name of one beside its report
    compared = set(_terms(title, text[:COMPARED_CHARS], mentions)) if linked else ()
    return Features(
        content=content(title, text), signature=signature, bands=bands, terms=tuple(sorted(compared))
    )


def _terms(title: str, text: str, mentions: Sequence[Mention]) -> Iterator[str]:
    lexicon = Lexicon.shipped()
    named = [mention for mention in mentions if mention.field == "title" or mention.start < COMPARED_CHARS]
    # An operator's own entity has no kind here.
    kinds = {entity: lexicon.kind(entity) for entity in {m.entity for m in named} if lexicon.family(entity)}
    for mention in named:
        if kinds.get(mention.entity) in _TELLERS:
            continue
        if mention.field == "title":
            yield f"te:{mention.entity}"
            if (kind := kinds.get(mention.entity)) in _TOLD_APART:
                yield f"k:{kind}:{mention.entity}"
        yield f"e:{mention.entity}"
    for entity, kind in kinds.items():
        if kind not in _TELLERS:
            for above in lexicon.ancestors(entity):
                yield f"e:{above}"
    for name in names(title, text, named):
        yield f"p:{name}"
    folded_title, folded = fold(title), fold(text)
    said = {mention.text for mention in named}
    for field, part in (("title", folded_title), ("text", folded)):
        spans = [(m.start, m.end) for m in named if m.field == field and kinds.get(m.entity) in _PROPER]
        for concept, start, end in concepts(part):
            if spans and any(first <= part.span(start, start + 1)[0] < last for first, last in spans):
                continue  # «Sputnik» the agency is no satellite, nor is Mr. Bridges one
            said.add(part.text[start:end])
            if field == "title":
                yield f"tc:{concept}"
            yield f"c:{concept}"
        yield from numbers(part.text)
    # A name is an entity already, an act a concept; as words they would count twice, in one language only.
    silent = function_words().union(*map(_words_of, said))
    for word in long_words(folded_title):
        if word not in silent:
            yield f"tw:{word}"
            yield f"w:{word}"
    in_text = (word for word in long_words(folded) if word not in silent)
    for word in islice(in_text, WORDS):
        yield f"w:{word}"


@lru_cache(maxsize=4096)  # the same names and acts are in most of what is kept
def _words_of(said: str) -> tuple[str, ...]:
    return tuple(search_terms(said))


def numbers(text: str) -> Iterator[str]:
    """The terms of the numbers and days in a folded text."""
    for value, digits, end, alone in numerals(text):
        start = end - len(digits)
        if 0 < len(digits) <= 2 and (
            _AFTER_A_DAY.match(text, end) or _BEFORE_A_DAY.search(text[max(0, start - _MONTH_LENGTH) : start])
        ):
            yield f"d:{int(digits)}"
            continue
        is_year = alone and len(digits) == 4 and FIRST_YEAR <= value <= LAST_YEAR
        if value >= SMALLEST and not is_year:
            yield f"n:{value:.15g}"
