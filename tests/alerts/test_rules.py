"""The operator's rules as the reading processes apply them."""

from __future__ import annotations

import pickle

import pytest

from alerts.rules import RuleMatcher
from monitor.core.errors import ExpressionError
from monitor.core.expressions import Subject
from monitor.core.lexicon import Lexicon
from monitor.core.settings import RuleSettings
from monitor.core.text import fold


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.shipped()


def rule(name: str, when: str, **more: object) -> RuleSettings:
    return RuleSettings(id=name, name=name, when=when, **more)  # type: ignore[arg-type]


def subject(title: str, text: str = "", topics: frozenset[str] = frozenset()) -> Subject:
    return Subject(title=fold(title), text=fold(text), topics=topics)


def test_every_rule_that_matches_says_by_which_words(lexicon: Lexicon) -> None:
    matcher = RuleMatcher([rule("troops", "troops OR военные"), rule("ports", "port")], lexicon)
    (match,) = matcher.match(subject("A harbour", "Военных видели в порту; troops were seen."))
    assert match.rule == "troops"
    assert [(piece.field, piece.text) for piece in match.evidence] == [
        ("text", "Военных"),
        ("text", "troops"),
    ]


def test_a_rule_with_a_topic_sees_only_what_the_topic_keeps(lexicon: Lexicon) -> None:
    matcher = RuleMatcher([rule("troops", "troops", topic="korea-russia"), rule("all", "troops")], lexicon)
    dropped = matcher.match(subject("Troops in Peru"))
    kept = matcher.match(subject("Troops", topics=frozenset({"korea-russia"})))
    assert [match.rule for match in dropped] == ["all"]
    assert [match.rule for match in kept] == ["troops", "all"]


def test_which_rules_are_satisfied_can_be_asked_without_the_words(lexicon: Lexicon) -> None:
    matcher = RuleMatcher([rule("troops", "troops", topic="korea-russia"), rule("all", "troops")], lexicon)
    assert matcher.satisfied(subject("Troops in Peru")) == ("all",)
    assert matcher.satisfied(subject("Troops", topics=frozenset({"korea-russia"}))) == ("troops", "all")


def test_a_rule_that_is_switched_off_matches_nothing(lexicon: Lexicon) -> None:
    assert RuleMatcher([rule("off", "troops", enabled=False)], lexicon).match(subject("troops")) == ()


def test_what_it_is_made_of_travels_to_worker_processes(lexicon: Lexicon) -> None:
    rules = pickle.loads(pickle.dumps((rule("troops", "troops"),)))
    assert RuleMatcher(rules, lexicon).match(subject("troops"))


def test_a_rule_that_cannot_be_read_is_refused(lexicon: Lexicon) -> None:
    with pytest.raises(ExpressionError):
        RuleMatcher([rule("bad", "troops AND (")], lexicon)
