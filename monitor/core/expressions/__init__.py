"""The language in which rules, topics, searches and back-tests say what they want (docs/expressions.md).

``parse`` reads it into a frozen tree, ``RuleBook`` matches many of them against a ``Subject`` in one pass,
``match_one`` a single one, and ``search_groups`` says what a full-text index may be asked for to find
every candidate, ``search_parts`` what of the candidates is looked at. The tree itself is ``syntax``'s.
"""

from monitor.core.expressions.matching import RuleBook, Subject, match_one
from monitor.core.expressions.parser import Names, caret, parse
from monitor.core.expressions.search import search_groups, search_parts
from monitor.core.expressions.syntax import Expression

__all__ = [
    "Expression",
    "Names",
    "RuleBook",
    "Subject",
    "caret",
    "match_one",
    "parse",
    "search_groups",
    "search_parts",
]
