"""What is new in a match: words that an edit brought, facts that no report of the story had before.

A story told once goes on. What a rule with ``updates: true`` tells again is a development: another entity,
number or act among what the rule matches. Entities and acts mean the same in every language (the terms that
stories are linked by), so that the same news in another language is none. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from monitor.core.model import Article, Evidence, Match, Reading

MOST = 6
"""New facts told of at most; they show that there is news, the article tells it all."""

REPORTS = 100
"""Of a story, the latest: so many are looked through whole, of the others only the beginnings."""

_LOOKED_THROUGH = 10_000
"""Characters of a report in which a fact that another brings is looked for."""

_REACH = 1_500
"""Characters on either side of a match in which its sentence begins and ends."""

_STOP = re.compile(r"[.!?。](?=\s|$|[^\d\s])|\n")

_COMBINED = frozenset(("pair", "format"))
"""Kinds of entities that only put together others."""


def new_words(match: Match, earlier: Iterable[Match]) -> tuple[str, ...] | None:
    """The words that a rule finds in an edited article and has not found in it before; None if it never
    found anything.
    """
    known = known_words(match.rule, earlier)
    if not known:
        return None
    return tuple(dict.fromkeys(piece.text for piece in match.evidence if _word(piece) not in known))


def known_words(rule: str, earlier: Iterable[Match]) -> frozenset[tuple[str, str]]:
    """What a rule has found in an article so far."""
    return frozenset(_word(piece) for match in earlier if match.rule == rule for piece in match.evidence)


def _word(piece: Evidence) -> tuple[str, str]:
    return piece.term, piece.text.casefold()


def facts(article: Article, match: Match, known: Collection[tuple[str, str]] = ()) -> dict[str, str]:
    """What a rule matches at the top of an article, as terms with the words that state them there: entities
    and acts that its words name, and the numbers in the same sentences.

    ``known``: what the rule has found in the article before, if that was edited. Other words than these are
    facts wherever they stand, and even if they name nothing that has a term.
    """
    from monitor.core.stories.links import own_days

    reading = article.reading
    top = frozenset(reading.features.terms)
    found: dict[str, str] = {}
    for piece in match.evidence:
        if _word(piece) not in known:
            named = dict(_named(reading, piece)) or ({f"found:{piece.term}": piece.text} if known else {})
            for term, text in named.items():
                if known or term in top:
                    found.setdefault(term, text)
        if top and piece.field in ("title", "text"):
            for number in _numbers(_sentence(reading, piece)):
                found.setdefault(number, _digits(number))
    today = own_days(article.when)
    return {term: text for term, text in found.items() if term not in today}


def without_known(found: dict[str, str], rule: str, others: Iterable[Reading]) -> dict[str, str]:
    """Those of the facts that none of the readings states: by its terms, by what is mentioned and matched in
    it, by its text.
    """
    left = dict(found)
    for reading in others:
        if not left:
            break
        stated = _stated(reading, rule, left)
        left = {term: text for term, text in left.items() if term not in stated}
    return left


def told(found: dict[str, str]) -> tuple[str, ...]:
    """The words of facts, each once."""
    return tuple(dict.fromkeys(found.values()))


def _stated(reading: Reading, rule: str, wanted: Collection[str]) -> set[str]:
    # Their tables are large, and only rules with updates need them in the process that files.
    from monitor.core.lexicon import Lexicon
    from monitor.core.stories.concepts import concepts
    from monitor.core.text import fold

    stated = set(reading.features.terms)
    stated.update(f"found:{it.term}" for one in reading.matches if one.rule == rule for it in one.evidence)
    for entity in {mention.entity for mention in reading.mentions}:
        stated.add(f"e:{entity}")
        stated.update(f"e:{above}" for above in Lexicon.shipped().ancestors(entity))
    if stated.issuperset(wanted):
        return stated
    for text in (reading.title, reading.text[:_LOOKED_THROUGH]):
        stated.update(_numbers(text))
        stated.update(f"c:{concept}" for concept, *_ in concepts(fold(text)))
    return stated


def _named(reading: Reading, piece: Evidence) -> Iterator[tuple[str, str]]:
    """The terms of the entities and acts that a piece of evidence names, with the words that do."""
    from monitor.core.lexicon import Lexicon
    from monitor.core.stories.concepts import concepts
    from monitor.core.text import fold

    lexicon = Lexicon.shipped()
    for mention in reading.mentions:
        if mention.field == piece.field and mention.start < piece.end and piece.start < mention.end:
            kind = lexicon.kind(mention.entity) if lexicon.family(mention.entity) else ""
            if kind not in _COMBINED:
                yield f"e:{mention.entity}", mention.text
    for concept, *_ in concepts(fold(piece.text)):
        yield f"c:{concept}", piece.text


def _numbers(text: str) -> Iterator[str]:
    from monitor.core.features import numbers
    from monitor.core.text import fold

    return numbers(fold(text).text)


def _digits(number: str) -> str:
    return f"{float(number.partition(':')[2]):,.15g}"


def _sentence(reading: Reading, piece: Evidence) -> str:
    """The sentence that a piece of evidence stands in, as far as it belongs to the top."""
    from monitor.core.features import COMPARED_CHARS

    text = reading.title if piece.field == "title" else reading.text
    start = max(0, piece.start - _REACH)
    before = [match.end() for match in _STOP.finditer(text, start, piece.start)]
    after = _STOP.search(text, piece.end, piece.end + _REACH)
    end = after.start() if after else piece.end + _REACH
    return text[before[-1] if before else start : end if piece.field == "title" else min(end, COMPARED_CHARS)]
