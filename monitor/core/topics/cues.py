"""The words that say what goes on between two sides, by kind (``relation.yaml``)."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from monitor.core.terms import Mode, Term, TermIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.core.topics.document import Document


class Cues:
    """Terms of several kinds, found together."""

    def __init__(self, kinds: dict[str, dict[str, str]]) -> None:
        self._index = TermIndex(_terms(kinds))

    @staticmethod
    @cache
    def shipped() -> Cues:
        source = (files("monitor.core.topics") / "relation.yaml").read_text(encoding="utf-8")
        return Cues(yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506 - both are safe

    def find(self, document: Document) -> dict[int, dict[str, list[str]]]:
        """What stands in each sentence, by kind."""
        found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for field, folded in (("title", document.title), ("text", document.text)):
            for hit in self._index.find(folded):
                start, end = folded.span(hit.start, hit.end)
                place = document.place(field, start, end)
                if place:
                    found[place.sentence][str(hit.key)].append(folded.original[start:end])
        return found


def _terms(kinds: dict[str, dict[str, str]]) -> Iterator[Term]:
    for kind, languages in kinds.items():
        for listed in languages.values():
            for name in map(str.strip, listed.split("|")):
                exact = name.startswith("=")
                yield Term(kind, name.removeprefix("="), Mode.EXACT if exact else Mode.INFLECTED)
