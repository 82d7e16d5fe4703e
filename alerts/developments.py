"""What is new in a match: words that an edit brought, facts that no report of the story had before.

A story told once goes on. What a rule with ``updates: true`` tells again is a development: another entity,
number or act among what the rule matches. Entities and acts mean the same in every language (the terms that
stories are linked by), so that the same news in another language is none. Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from monitor.core.model import Features
from monitor.core.seats import CAPITALS, MINISTRIES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from monitor.core.model import Article, Evidence, Match, Mention, Reading, Revision

MOST = 6
"""New facts told of at most; they show that there is news, the article tells it all."""

REPORTS = 100
"""Of a story, the latest: so many are looked through whole, of the others only the beginnings; and so many of
the texts that were edited since.
"""

_LOOKED_THROUGH = 10_000
"""Characters of a report in which a fact that another brings is looked for."""

_REACH = 1_500
"""Characters on either side of a match in which its sentence begins and ends."""

_STOP = re.compile(r"[.!?。](?=\s|$|[^\d\s])|\n")

_COMBINED = frozenset(("pair", "format"))
"""Kinds of entities that only put together others."""

_SPEAKERS = frozenset(("agency", "outlet", "body", "institution", "office"))
"""Kinds of entities that are no news where they merely say it; a person always is."""

_BEFORE_A_SPEAKER, _AFTER_A_SPEAKER = 100, 240
"""Characters beside a name in which the words of saying are looked for."""


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

    None is who merely says it. ``known``: what the rule has found in the article before, if that was edited.
    Other words than these are facts wherever they stand, and even if they name nothing that has a term.
    """
    from monitor.core.stories.links import own_days

    reading = article.reading
    top = frozenset(reading.features.terms)
    before = {it.entity for piece in match.evidence if _word(piece) in known for it in _at(reading, piece)}
    seats = _seats_of(_entity_terms(before))
    found: dict[str, str] = {}
    for piece in match.evidence:
        if _word(piece) not in known:
            named = dict(_named(reading, piece)) or ({f"found:{piece.term}": piece.text} if known else {})
            speaking = {f"e:{it.entity}" for it in _at(reading, piece) if _merely_says_it(reading, it)}
            for term, text in named.items():
                if (known or term in top) and term not in speaking and term not in seats:
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


def as_it_was(reading: Reading, revision: Revision) -> Reading:
    """A report by an earlier text of its own."""
    from monitor.core.lexicon import Lexicon
    from monitor.core.text import fold

    title, text = revision.title, revision.text[:_LOOKED_THROUGH]
    mentions = Lexicon.shipped().mentions(fold(title), fold(text), reading.language)
    return replace(reading, title=title, text=text, mentions=mentions, matches=(), features=Features())


def told(found: dict[str, str]) -> tuple[str, ...]:
    """The words of facts, each once."""
    return tuple(dict.fromkeys(found.values()))


def _stated(reading: Reading, rule: str, wanted: Collection[str]) -> set[str]:
    # Their tables are large, and only rules with updates need them in the process that files.
    from monitor.core.stories.concepts import concepts
    from monitor.core.text import fold

    stated = set(reading.features.terms)
    stated.update(f"found:{it.term}" for one in reading.matches if one.rule == rule for it in one.evidence)
    stated |= _entity_terms({mention.entity for mention in reading.mentions})
    stated |= _seats_of(stated)
    if stated.issuperset(wanted):
        return stated
    for text in (reading.title, reading.text[:_LOOKED_THROUGH]):
        stated.update(_numbers(text))
        stated.update(f"c:{concept}" for concept, *_ in concepts(fold(text)))
    return stated


def _entity_terms(entities: Iterable[str]) -> set[str]:
    """The terms of entities and of all above them."""
    from monitor.core.lexicon import Lexicon

    ancestors = Lexicon.shipped().ancestors
    return {f"e:{named}" for entity in entities for named in (entity, *ancestors(entity))}


def _seats_of(terms: Collection[str]) -> set[str]:
    """The terms of what stands for the states among these."""
    return {
        f"e:{seat}"
        for state in CAPITALS
        if f"e:{state}" in terms
        for seat in (*CAPITALS[state], *MINISTRIES[state])
    }


def _at(reading: Reading, piece: Evidence) -> Iterator[Mention]:
    """What is mentioned where a piece of evidence stands."""
    for mention in reading.mentions:
        if mention.field == piece.field and mention.start < piece.end and piece.start < mention.end:
            yield mention


def _merely_says_it(reading: Reading, mention: Mention) -> bool:
    """Whether an institution is named as the one that says it: «…, said the council», 국정원은 …고 밝혔다."""
    from monitor.core import quoting
    from monitor.core.lexicon import Lexicon
    from monitor.core.text import fold

    lexicon = Lexicon.shipped()
    if not lexicon.family(mention.entity) or lexicon.kind(mention.entity) not in _SPEAKERS:
        return False
    text = reading.title if mention.field == "title" else reading.text
    before = fold(text[max(0, mention.start - _BEFORE_A_SPEAKER) : mention.start]).text
    after = fold(text[mention.end : mention.end + _AFTER_A_SPEAKER]).text
    if quoting.SPEAKS_AFTER.match(after) or quoting.SPEAKS_BEFORE.search(before):
        return True
    if mention.field == "title" and (
        (not before and quoting.SPEAKS_FIRST.match(after))
        or (not after and quoting.SPEAKS_LAST.search(before))
    ):
        return True
    return bool(quoting.SPEAKS_INVERTED.search(before) and quoting.CLAUSE_ENDS.match(after))


def _named(reading: Reading, piece: Evidence) -> Iterator[tuple[str, str]]:
    """The terms of the entities and acts that a piece of evidence names, with the words that do."""
    from monitor.core.lexicon import Lexicon
    from monitor.core.stories.concepts import concepts
    from monitor.core.text import fold

    lexicon = Lexicon.shipped()
    part_of_a_name = False
    for mention in _at(reading, piece):
        kind = lexicon.kind(mention.entity) if lexicon.family(mention.entity) else ""
        if kind not in _COMBINED:
            yield f"e:{mention.entity}", mention.text
        if kind in _SPEAKERS and mention.start <= piece.start and piece.end <= mention.end:
            part_of_a_name = True  # the council's name is no act
    if not part_of_a_name:
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
