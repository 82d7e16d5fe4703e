"""What a full-text index may be asked for to find every article that an expression can match.

The index holds ``monitor.core.text.search_terms``. The answer is a list of groups; an article that matches
has at least one term of each group. It may also have them and not match: the filter loses nothing, and what
comes through is verified by ``RuleBook`` or ``match_one``.
"""

from __future__ import annotations

from monitor.core.expressions.beginnings import stems_beginning
from monitor.core.expressions.syntax import (
    And,
    AtLeast,
    Entity,
    Exact,
    Expression,
    Filter,
    Near,
    Or,
    Phrase,
    Prefix,
    Within,
    Word,
    walk,
)
from monitor.core.model import Beginning
from monitor.core.terms import Mode
from monitor.core.text import fold, script_of, search_terms, word_spans
from monitor.core.words.phrases import cut

MOST_ALTERNATIVES = 400
"""Terms in a group at most; a group beyond is left out, which only widens the search."""

_PART_OF = {"topic": "verdicts", "facet": "verdicts", "cites": "cites"}

_LONGEST_PREFIX = 40
"""Of a longer one the index may hold but a part."""

Groups = list[list[str | Beginning]]


def search_groups(expression: Expression) -> Groups:
    """Groups of search terms of which each matching article has at least one a group.

    Empty if nothing in particular is necessary (a NOT, a filter, an entity, a regular expression): then every
    article is a candidate. A ``Beginning`` stands for all terms that begin so.
    """
    return [group for group in _groups(expression) if len(group) <= MOST_ALTERNATIVES]


def search_parts(expression: Expression) -> set[str]:
    """What of a reading an expression looks at beside its words: ``mentions``, ``cites``, ``verdicts``."""
    nodes = walk(expression)
    looked_at = {_PART_OF.get(node.field) for node in nodes if isinstance(node, Filter)}
    return {part for part in looked_at if part} | {"mentions" for node in nodes if isinstance(node, Entity)}


def _groups(node: Expression) -> Groups:
    match node:
        case Word(text) | Phrase(text):
            return _term(text, Mode.INFLECTED)
        case Exact(text):
            return _term(text, Mode.EXACT)
        case Prefix(text):
            return _term(text, Mode.PREFIX)
        case Within(_, inner):
            return _groups(inner)
        case Near(left, right):
            return _groups(left) + _groups(right)
        case And(parts):
            return [group for part in parts for group in _groups(part)]
        case Or(parts):
            return _either([_groups(part) for part in parts])
        case AtLeast(count, parts):
            choices = [_groups(part) for part in parts]
            return (
                [group for groups in choices for group in groups] if count == len(parts) else _either(choices)
            )
    return []


def _either(choices: list[Groups]) -> Groups:
    """One of several lists of groups holds: from each take its most telling group, and join these."""
    if not choices or not all(choices):
        return []
    best = [min(groups, key=lambda group: (len(group), -min(map(len, group)))) for groups in choices]
    return [list(dict.fromkeys(term for group in best for term in group))]


def _term(text: str, mode: Mode) -> Groups:
    if mode is Mode.EXACT:
        return _necessary(fold(text).text)
    ways = cut(text, prefix=mode is Mode.PREFIX)
    choices = []
    for way in ways:
        groups: Groups = []
        for index, part in enumerate(way.parts):
            is_open = mode is Mode.PREFIX and index == len(way.parts) - 1
            groups += _part(part.surfaces, is_open=is_open)
        choices.append(groups)
    return choices[0] if len(choices) == 1 else _either(choices)


def _part(surfaces: tuple[str, ...], *, is_open: bool) -> Groups:
    """The groups of one word: those common to all its surfaces, or one of each."""
    choices = [(_necessary_to_begin if is_open else _necessary)(surface) for surface in surfaces]
    common = [group for group in choices[0] if all(group in others for others in choices[1:])]
    return common or _either(choices)


def _necessary(surface: str) -> Groups:
    """The terms of every text with this surface in it; a lone syllable or character may be part of a pair."""
    return [
        [term] for term in search_terms(surface) if len(term) > 1 or script_of(term) not in ("hangul", "han")
    ]


def _necessary_to_begin(surface: str) -> Groups:
    """The groups of every text with a word in it that begins so."""
    if script_of(surface[-1]) in ("hangul", "han"):
        return _necessary(surface)
    start, end = (word_spans(surface) or [(0, 0)])[-1]
    if end < len(surface) or end - start > _LONGEST_PREFIX:
        return []
    # What stands before an apostrophe has a stem of its own.
    start = max(start, surface.rfind("'") + 1)
    return [*_necessary(surface[:start]), stems_beginning(surface[start:])]
