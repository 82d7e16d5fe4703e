"""An article as conditions look at it: what was found in it, and where."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.model import Evidence
from monitor.core.text import composed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from monitor.core.expressions.matching import Subject
    from monitor.core.model import Citation, Mention
    from monitor.core.text import Folded, Mapped
    from monitor.core.words.runs import Found

FIELDS = ("title", "text")
EVERYWHERE = (0, 1)
"""Both fields."""

Need = int | str | tuple[str, str]
"""What can be found in an article: a term or a regular expression by its number, an entity that an expression
names by its id, a property as (field, value in lower case)."""

_new = tuple.__new__


class Place(NamedTuple):
    """Where something holds, in the folded field: a term of the expression, or several ``parts`` together."""

    field: int
    start: int
    end: int
    term: str = ""
    parts: tuple[Place, ...] = ()

    def leaves(self) -> tuple[Place, ...]:
        """The terms in it, each where it stands."""
        return self.parts or (self,)


class Scene:
    """One article, with what was ``found`` in it.

    Most of what is found decides nothing, so the places of a thing are made when they are asked for: of a
    term out of ``hits``, what the index found in each field; of an entity and of a citation out of the
    subject's. ``possible``: regular expressions that may match. ``written``: the terms by number;
    ``families``: the entities that those of the expressions stand for.
    """

    __slots__ = (
        "_composed",
        "_evidence",
        "_families",
        "_grouped",
        "_places",
        "_written",
        "fields",
        "found",
        "hits",
        "possible",
        "searched",
        "subject",
    )

    def __init__(
        self, subject: Subject, written: Sequence[str], families: Mapping[str, Collection[str]]
    ) -> None:
        self.subject = subject
        self.fields: tuple[Folded, Folded] = (subject.title, subject.text)
        self.hits: tuple[Sequence[Found], ...] = ()
        self.found: set[Need] = set()
        self.possible: set[int] = set()
        self.searched: dict[int, list[Place]] = {}
        self._written = written
        self._families = families
        self._grouped: list[Mapping[int, list[Found]]] | None = None
        self._places: dict[Need, list[Place]] = {}
        self._composed: dict[int, Mapped] = {}
        self._evidence: dict[Place, Evidence] = {}

    def places(self, need: Need) -> list[Place] | None:
        """Where something was found; None if it was not. Properties have no place, but for citations."""
        places = self._places.get(need)
        if places is None and need in self.found:
            if isinstance(need, int):
                places = self._places_of_term(need)
            elif isinstance(need, str):
                places = list(self._named(need))
            else:
                places = list(self._cited(need[1])) if need[0] == "cites" else []
            self._places[need] = places
        return places

    def _places_of_term(self, number: int) -> list[Place]:
        if self._grouped is None:
            self._grouped = [_by_term(hits) for hits in self.hits]
        written = self._written[number]
        # What Place() would make, in half the time.
        return [
            _new(Place, (field, start, end, written, ()))
            for field, grouped in enumerate(self._grouped)
            for _, start, end in grouped.get(number, ())
        ]

    def _named(self, wanted: str) -> Iterator[Place]:
        family = self._families[wanted]
        for mention in self.subject.mentions:
            if mention.entity in family:
                yield self._locate(mention, f"@{wanted}")

    def _cited(self, agency: str) -> Iterator[Place]:
        for citation in self.subject.cites:
            # A dateline that was cut off has no place in the article.
            if citation.agency.casefold() == agency and citation.field in FIELDS:
                yield self._locate(citation)

    def _locate(self, found: Mention | Citation, term: str = "") -> Place:
        number = FIELDS.index(found.field)
        return Place(number, *self.fields[number].locate(found.start, found.end), term)

    def composed(self, number: int) -> Mapped:
        """A field in NFC, for regular expressions."""
        if number not in self._composed:
            self._composed[number] = composed(self.fields[number].original)
        return self._composed[number]

    def evidence(self, place: Place) -> Evidence:
        """A place of a single term as it is shown."""
        evidence = self._evidence.get(place)
        if evidence is None:
            folded = self.fields[place.field]
            start, end = folded.span(place.start, place.end)
            text = folded.original[start:end]
            evidence = Evidence(field=FIELDS[place.field], start=start, end=end, text=text, term=place.term)
            self._evidence[place] = evidence
        return evidence


def _by_term(hits: Sequence[Found]) -> Mapping[int, list[Found]]:
    grouped: dict[int, list[Found]] = defaultdict(list)
    for hit in hits:
        number: int = hit[0]  # type: ignore[assignment]  # our keys are numbers
        grouped[number].append(hit)
    return grouped
