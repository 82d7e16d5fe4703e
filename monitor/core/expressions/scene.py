"""An article as conditions look at it: what was found in it, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from monitor.core.model import Evidence
from monitor.core.text import composed

if TYPE_CHECKING:
    from monitor.core.expressions.matching import Subject
    from monitor.core.text import Folded, Mapped

FIELDS = ("title", "text")
EVERYWHERE = (0, 1)
"""Both fields."""

Need = int | str | tuple[str, str]
"""What can be found in an article: a term or a regular expression by its number, an entity that an expression
names by its id, a property as (field, value in lower case)."""


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
    """One article with the places of what was found in it, in the folded fields.

    A property that holds has none, but for a citation. ``possible``: regular expressions that may match.
    """

    __slots__ = ("_composed", "_evidence", "fields", "places", "possible", "searched", "subject")

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.fields: tuple[Folded, Folded] = (subject.title, subject.text)
        self.places: dict[Need, list[Place]] = {}
        self.possible: set[int] = set()
        self.searched: dict[int, list[Place]] = {}
        self._composed: dict[int, Mapped] = {}
        self._evidence: dict[Place, Evidence] = {}

    def composed(self, number: int) -> Mapped:
        """A field in NFC, for regular expressions."""
        if number not in self._composed:
            self._composed[number] = composed(self.fields[number].original)
        return self._composed[number]

    def locate(self, field: str, start: int, end: int, term: str = "") -> Place:
        """A place of a field as given."""
        number = FIELDS.index(field)
        return Place(number, *self.fields[number].locate(start, end), term)

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
