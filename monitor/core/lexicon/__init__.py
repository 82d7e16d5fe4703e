"""The lexicon: who and what is named in an article, in every language, and what belongs under what.

Names are data (``data/*.yaml``, read by ``entities``); how words inflect is ``monitor.core.terms``'. What a
mention means for a topic is decided elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from monitor.core.lexicon.entities import Condition, Entity, shipped_entities, with_settings
from monitor.core.model import Mention
from monitor.core.terms import Mode, Term, TermIndex
from monitor.core.text import Folded, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from monitor.core.settings import EntitySettings

__all__ = ["NAMES", "Lexicon"]

NAMES = 20_000
"""Names of a field that are looked at: ten times those of the longest report."""


class _Found(NamedTuple):
    """A name found in a field's folded text; ``rank`` is its place in the data."""

    start: int
    end: int
    rank: int


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A name ready to be judged: whose it is, and when it counts (words folded)."""

    entity: Entity
    needs: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    without: re.Pattern[str] | None = None
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()

    @property
    def unconditional(self) -> bool:
        return not (self.needs or self.without)

    def fits(self, text: str, start: int, end: int, language: str) -> bool:
        """Whether language and neighbours allow it."""
        if self.only and language not in self.only:
            return False
        if self.before or self.not_before:
            follows = text[end : end + _NEIGHBOURHOOD].lstrip()
            if self.before and not follows.startswith(self.before):
                return False
            if self.not_before and follows.startswith(self.not_before):
                return False
        if self.after or self.not_after:
            precedes = text[max(0, start - _NEIGHBOURHOOD) : start].rstrip()
            if self.after and not precedes.endswith(self.after):
                return False
            if self.not_after and precedes.endswith(self.not_after):
                return False
        return True


_NEIGHBOURHOOD = 24  # code points beside a name that its condition looks at


class Lexicon:
    """Entities compiled to be found together. ``shipped`` is the one to use."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        """Compile; raises ``ValueError`` for a parent or a condition that names no entity."""
        self._entities = {entity.id: entity for entity in entities}
        self._ancestors = _closure({entity.id: entity.under for entity in self._entities.values()})
        families: dict[str, set[str]] = {identity: {identity} for identity in self._entities}
        for identity, above in self._ancestors.items():
            for parent in above:
                families[parent].add(identity)
        self._families = {identity: frozenset(family) for identity, family in families.items()}
        self._names: list[_Compiled] = []
        self._patterns: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        self._index = TermIndex(self._compile())

    @staticmethod
    def shipped(extra: tuple[EntitySettings, ...] = ()) -> Lexicon:
        """The built-in lexicon together with the operators' entities; compiled once for each of them."""
        return _shipped(extra)

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._entities)

    def kind(self, identity: str) -> str:
        """What an entity is (``state``, ``person``, ``agency`` …)."""
        return self._entities[identity].kind

    def family(self, identity: str) -> frozenset[str]:
        """The entity and all under it; empty for an id that is not in the lexicon."""
        return self._families.get(identity, frozenset())

    def ancestors(self, identity: str) -> frozenset[str]:
        """All above the entity, itself not among them; empty for an id that is not in the lexicon."""
        return self._ancestors.get(identity, frozenset())

    def mentions(self, title: Folded, text: Folded, language: str) -> tuple[Mention, ...]:
        """The entities named, title first, in order; of overlapping names the first, then the longest.

        Of a field with more than ``NAMES`` names only as many are looked at.
        Offsets count code points of the originals. Ambiguous names count where their conditions hold in
        title and text together.
        """
        fields = (("title", title), ("text", text))
        found = {field: list(islice(self._find(folded, language), NAMES)) for field, folded in fields}
        if not any(found.values()):
            return ()  # as in most articles
        sure = set()
        for hits in found.values():
            for hit in self._longest(hit for hit in hits if self._names[hit.rank].unconditional):
                sure.add(self._names[hit.rank].entity.id)
        known = sure.union(*(self._ancestors[identity] for identity in sure))
        mentions = []
        for field, folded in fields:
            counted = (hit for hit in found[field] if self._holds(self._names[hit.rank], known, title, text))
            for hit in self._longest(counted):
                entity = self._names[hit.rank].entity
                if entity.kind != "trap":
                    start, end = folded.span(hit.start, hit.end)
                    mentions.append(
                        Mention(
                            field=field,
                            start=start,
                            end=end,
                            text=folded.original[start:end],
                            entity=entity.id,
                        )
                    )
        return tuple(mentions)

    def agencies_in(self, text: str) -> tuple[tuple[str, int, int], ...]:
        """The agencies named in a line of furniture, with their places in it."""
        folded = fold(text)
        return tuple(
            (mention.entity, mention.start, mention.end)
            for mention in self.mentions(fold(""), folded, "")
            if self.kind(mention.entity) == "agency"
        )

    def _find(self, folded: Folded, language: str) -> Iterator[_Found]:
        text, names = folded.text, self._names
        for hit in self._index.find(folded):
            rank: int = hit.key  # type: ignore[assignment]  # our own terms carry their rank
            if names[rank].fits(text, hit.start, hit.end, language):
                yield _Found(hit.start, hit.end, rank)
        for pattern, rank in self._patterns.get(language, ()):
            for match in pattern.finditer(text):
                yield _Found(match.start(), match.end(), rank)

    def _holds(self, name: _Compiled, known: set[str], title: Folded, text: Folded) -> bool:
        if name.needs and name.needs.isdisjoint(known):
            return False
        return not (name.without and (name.without.search(title.text) or name.without.search(text.text)))

    def _longest(self, hits: Iterable[_Found]) -> Iterator[_Found]:
        """Hits without overlaps: the first of them, of those that begin together the longest, of equals the
        one whose condition holds, as it says more than a name that needs none.
        """
        done = 0
        for hit in sorted(
            hits, key=lambda hit: (hit.start, -hit.end, self._names[hit.rank].unconditional, hit.rank)
        ):
            if hit.start >= done:
                yield hit
                done = hit.end

    def _compile(self) -> Iterator[Term]:
        for entity in self._entities.values():
            for _, names in entity.names:
                for name in names:
                    rank = len(self._names)
                    self._names.append(self._compiled(entity, name.condition))
                    yield Term(rank, name.text, Mode.EXACT if name.exact else Mode.INFLECTED)
            for language, pattern in entity.patterns:
                self._patterns.setdefault(language, []).append(
                    (re.compile(leaping(fold(pattern).text)), len(self._names))
                )
                self._names.append(_Compiled(entity))

    def _compiled(self, entity: Entity, condition: Condition | None) -> _Compiled:
        if condition is None:
            return _Compiled(entity)
        unknown = condition.needs - self._entities.keys()
        if unknown:
            raise ValueError(f"{entity.id}: a condition names unknown entities: {', '.join(sorted(unknown))}")
        words = [re.escape(fold(word).text) for word in condition.without]
        return _Compiled(
            entity,
            needs=condition.needs,
            only=condition.only,
            without=re.compile(rf"(?<!\w)(?:{'|'.join(words)})") if words else None,
            before=_folded(condition.before),
            after=_folded(condition.after),
            not_before=_folded(condition.not_before),
            not_after=_folded(condition.not_after),
        )


_LOOK_BEHIND = re.compile(r"\(\?<([=!])(\[[^\]]*\]|[^\[(\\])\)(\w)(?![*+?{])")


def leaping(pattern: str) -> str:
    """The pattern with each look at the character before a letter moved behind the letter.

    It means the same, but a search leaps to a letter and tries a look behind everywhere.
    """
    return _LOOK_BEHIND.sub(r"\3(?<\1\2\3)", pattern)


def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(fold(word).text for word in words)


def _closure(under: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    ancestors: dict[str, frozenset[str]] = {}

    def above(identity: str, path: tuple[str, ...]) -> frozenset[str]:
        if identity in path:
            raise ValueError(f"{identity} stands under itself")
        if identity not in ancestors:
            found: set[str] = set()
            for parent in under[identity]:
                if parent not in under:
                    raise ValueError(f"{identity} stands under {parent!r}, which is no entity")
                found |= {parent} | above(parent, (*path, identity))
            ancestors[identity] = frozenset(found)
        return ancestors[identity]

    for identity in under:
        above(identity, ())
    return ancestors


@lru_cache(maxsize=8)
def _shipped(extra: tuple[EntitySettings, ...]) -> Lexicon:
    return Lexicon(with_settings(shipped_entities(), extra))
