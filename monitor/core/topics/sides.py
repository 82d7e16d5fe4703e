"""Who stands where: the sides of a relation.

A relation has a *hub*, the side that all its facets share (Russia), and *partners* (South and North Korea).
What belongs to the partners without saying to which («Korea») is a partner without a name; every other state
is a third party.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.core.lexicon import Lexicon
    from monitor.core.settings import FacetSettings

_PARTIES = frozenset({"state", "alliance", "region"})
_WEAK = frozenset({"company", "weapon", "institution", "diaspora"})
_CONFLICT = "conflict"  # with somebody else; naming it names no side of ours


@dataclass(frozen=True, slots=True)
class Standing:
    """How an entity stands to a relation.

    ``partner`` also for what belongs to no partner in particular. ``thirds``: third parties it belongs to.
    ``weak``: what may be named for its own sake, a company or a weapon.
    """

    kind: str
    hub: bool = False
    partner: bool = False
    partners: frozenset[str] = frozenset()
    thirds: frozenset[str] = frozenset()

    @property
    def takes_part(self) -> bool:
        return self.hub or self.partner or bool(self.thirds)

    @property
    def weak(self) -> bool:
        return self.kind in _WEAK


class Sides:
    """The lexicon as one relation sees it."""

    def __init__(self, facets: Iterable[FacetSettings], lexicon: Lexicon) -> None:
        """The hub is the side that all facets have in common, the last named if there are several.

        Raises ``ValueError`` if they have none.
        """
        facets = tuple(facets)
        shared = frozenset.intersection(*(frozenset(facet.sides) for facet in facets))
        if not shared:
            raise ValueError("the facets of a relation must have a side in common")
        self.hub = next(side for side in reversed(facets[0].sides) if side in shared)
        self.partners = tuple(
            dict.fromkeys(side for facet in facets for side in facet.sides if side != self.hub)
        )
        hub = lexicon.family(self.hub)
        families = {partner: lexicon.family(partner) for partner in self.partners}
        above = [lexicon.family(one) for partner in self.partners for one in lexicon.ancestors(partner)]
        anyone = frozenset().union(*families.values(), *above)
        ours = hub | anyone
        self._standings = {
            identity: Standing(
                kind=lexicon.kind(identity),
                hub=identity in hub and lexicon.kind(identity) != _CONFLICT,
                partner=identity in anyone,
                partners=frozenset(partner for partner, family in families.items() if identity in family),
                thirds=frozenset(
                    one
                    for one in (identity, *lexicon.ancestors(identity))
                    if one not in ours and lexicon.kind(one) in _PARTIES
                ),
            )
            for identity in lexicon.ids
        }

    def are_both_in(self, entities: Iterable[str]) -> bool:
        """Whether entities name both sides, wherever that is; raises ``KeyError`` as ``of`` does."""
        standings = list(map(self.of, entities))
        return any(one.hub for one in standings) and any(one.partner for one in standings)

    def of(self, identity: str) -> Standing:
        """How an entity stands; raises ``KeyError`` if the lexicon does not have it."""
        return self._standings[identity]
