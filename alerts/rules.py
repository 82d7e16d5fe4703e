"""The operator's rules, compiled to be matched together; what a match leads to is ``alerts.notifications``'.

Pure. Made anew in each worker process from the settings, which pickle; the compiled form need not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.expressions import RuleBook, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.expressions import Subject
    from monitor.core.lexicon import Lexicon
    from monitor.core.model import Match
    from monitor.core.settings import RuleSettings


class RuleMatcher:
    """All rules that are switched on. Raises ``ExpressionError`` for a rule that cannot be read."""

    def __init__(self, rules: Iterable[RuleSettings], lexicon: Lexicon) -> None:
        enabled = [rule for rule in rules if rule.enabled]
        self._topics = {rule.id: rule.topic for rule in enabled if rule.topic}
        self._book = RuleBook({rule.id: parse(rule.when) for rule in enabled}, lexicon.family)

    def match(self, subject: Subject) -> tuple[Match, ...]:
        """The rules that the subject satisfies, with the words that did; a rule with a ``topic`` only for
        what that topic keeps.
        """
        return tuple(match for match in self._book.match(subject) if self._applies(match.rule, subject))

    def satisfied(self, subject: Subject) -> tuple[str, ...]:
        """The ids of the rules that ``match`` tells, without the words and so faster."""
        return tuple(rule for rule in self._book.holding(subject) if self._applies(rule, subject))

    def _applies(self, rule: str, subject: Subject) -> bool:
        topic = self._topics.get(rule)
        return topic is None or topic in subject.topics
