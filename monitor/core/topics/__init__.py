"""Topics: named filters that keep articles, and say why.

``relation`` is the built-in model of what goes on between two sides (``monitor.core.topics.relation``);
``expression`` keeps what an operator's expression matches.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from monitor.core.expressions import match_one, parse
from monitor.core.model import Mention, ScorePart, Verdict
from monitor.core.topics.document import Document
from monitor.core.topics.relation import RelationModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.expressions import Subject
    from monitor.core.lexicon import Lexicon
    from monitor.core.settings import TopicSettings

__all__ = ["TopicBook"]


class _Model(Protocol):
    """A way of judging."""

    def judge(self, subject: Subject, document: Document) -> Verdict: ...


class TopicBook:
    """Topics compiled to judge articles."""

    def __init__(self, topics: Iterable[TopicSettings], lexicon: Lexicon) -> None:
        """Compile; raises ``ExpressionError`` for a bad expression, ``ValueError`` for facets or weights
        that make no sense.
        """
        self._models = [_model(topic, lexicon) for topic in topics]

    def judge(self, subject: Subject) -> tuple[Verdict, ...]:
        """One verdict a topic, in their order; a topic's expression sees the verdicts of those before it."""
        document = Document(subject.title, subject.text, subject.mentions)
        verdicts: list[Verdict] = []
        for model in self._models:
            verdict = model.judge(subject, document)
            verdicts.append(verdict)
            if verdict.keep:
                subject = subject._replace(
                    topics=subject.topics | {verdict.topic},
                    facets=subject.facets | set(verdict.facets),
                )
        return tuple(verdicts)


def _model(topic: TopicSettings, lexicon: Lexicon) -> _Model:
    return RelationModel(topic, lexicon) if topic.model == "relation" else _ExpressionModel(topic, lexicon)


class _ExpressionModel:
    """Keeps what an expression matches: its score is 1 or 0."""

    def __init__(self, topic: TopicSettings, lexicon: Lexicon) -> None:
        self._topic = topic
        self._lexicon = lexicon
        self._expression = parse(topic.when)

    def judge(self, subject: Subject, document: Document) -> Verdict:  # noqa: ARG002 - the relation's
        match = match_one(self._expression, subject, self._lexicon.family)
        if match is None:
            return Verdict(topic=self._topic.id, keep=False, score=0.0)
        terms = ", ".join(dict.fromkeys(evidence.term for evidence in match.evidence))
        # The words that matched are no entity's names, or need not be: their entity is left empty.
        return Verdict(
            topic=self._topic.id,
            keep=self._topic.threshold <= 1.0,
            score=1.0,
            evidence=tuple(
                Mention(field=one.field, start=one.start, end=one.end, text=one.text, entity="")
                for one in match.evidence
            ),
            parts=(ScorePart(name="expression", weight=1.0, detail=terms),),
        )
