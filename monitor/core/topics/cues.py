"""The words that say what goes on between two sides, by kind (``relation.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from monitor.core import data
from monitor.core.terms import Mode, Term, TermIndex
from monitor.core.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator


class Cues:
    """Terms of several kinds, found together."""

    def __init__(self, kinds: dict[str, dict[str, str]]) -> None:
        self._index = TermIndex(_terms(kinds))

    @staticmethod
    @cache
    def shipped() -> Cues:
        return Cues(data.document("monitor.core.topics", "relation.yaml"))

    def find(self, sentence: str) -> dict[str, list[str]]:
        """What stands in a sentence, by kind."""
        found: dict[str, list[str]] = {}
        folded = fold(sentence)
        for hit in self._index.find(folded):
            start, end = folded.span(hit.start, hit.end)
            found.setdefault(str(hit.key), []).append(sentence[start:end])
        return found


def _terms(kinds: dict[str, dict[str, str]]) -> Iterator[Term]:
    for kind, languages in kinds.items():
        for listed in languages.values():
            for name in map(str.strip, listed.split("|")):
                exact = name.startswith("=")
                yield Term(kind, name.removeprefix("="), Mode.EXACT if exact else Mode.INFLECTED)
