"""What is new in a match: words that an edit brought, facts that no earlier report of the story had.

A story told once goes on. What a rule with ``updates: true`` tells again is a development: another entity,
number or act among what the rule matches. Entities and acts mean the same in every language (the terms that
stories are linked by), so that the same news in another language is none. Pure.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from monitor.core.model import Article, Evidence, Match, Reading

MOST = 6
"""New facts told of at most; they show that there is news, the article tells it all."""

_REACH = 1_500
"""Characters on either side of a match in which its sentence begins and ends."""

_STOP = re.compile(r"[.!?。](?=\s|$|[^\d\s])|\n")


def new_words(match: Match, earlier: Iterable[Match]) -> tuple[str, ...] | None:
    """The words that a rule finds in an edited article and has not found in it before; None if it never
    found anything.
    """
    before = [other for other in earlier if other.rule == match.rule]
    if not before:
        return None
    known = {(piece.term, piece.text.casefold()) for other in before for piece in other.evidence}
    found = (piece.text for piece in match.evidence if (piece.term, piece.text.casefold()) not in known)
    return tuple(dict.fromkeys(found))


def new_facts(article: Article, match: Match, story: Sequence[Article]) -> tuple[str, ...]:
    """What a rule matches in a new article that no other article of its story has, as it is written there.

    Entities and acts that its words name, and the numbers in the same sentences; each once. A copy has none.
    """
    if article.copy_of:
        return ()
    known = {term for other in story if other.id != article.id for term in other.reading.features.terms}
    # Of the others only the beginning is known, so that a fact farther down may not be new at all.
    mine = set(article.reading.features.terms) - known
    written: dict[str, str] = {}
    for piece in match.evidence:
        for term, text in _facts(article.reading, piece):
            if term in mine:
                written.setdefault(term, text)
    return tuple(dict.fromkeys(written.values()))


def _facts(reading: Reading, piece: Evidence) -> Iterator[tuple[str, str]]:
    """The terms that a piece of evidence states, with the words that do."""
    # Their tables are large, and only rules with updates need them in the process that files.
    from monitor.core.features import numbers
    from monitor.core.stories.concepts import concepts
    from monitor.core.text import fold

    for mention in reading.mentions:
        if mention.field == piece.field and mention.start < piece.end and piece.start < mention.end:
            yield f"e:{mention.entity}", mention.text
    for concept, *_ in concepts(fold(piece.text)):
        yield f"c:{concept}", piece.text
    if piece.field in ("title", "text"):
        for number in numbers(fold(_sentence(getattr(reading, piece.field), piece)).text):
            yield number, f"{float(number.partition(':')[2]):,.15g}"


def _sentence(text: str, piece: Evidence) -> str:
    """The sentence that a piece of evidence stands in."""
    start = max(0, piece.start - _REACH)
    before = [match.end() for match in _STOP.finditer(text, start, piece.start)]
    after = _STOP.search(text, piece.end, piece.end + _REACH)
    return text[before[-1] if before else start : after.start() if after else piece.end + _REACH]
