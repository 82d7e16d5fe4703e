"""Which facets of a relation an article is about.

Each partner gathers points for where it stands, most in the title. It takes part if it has a fair share of
them; or if it stands in one row with the hub and another partner, in a word for both at the head of the
article, or in a title that names the hub. What only looks like taking part counts for nothing: being named
beside a third party («US and South Korea», 트럼프 방한), or telling what the others do («Seoul suspects
that Moscow helps Pyongyang»).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor.core.topics.document import LEAD

if TYPE_CHECKING:
    from monitor.core.settings import FacetSettings
    from monitor.core.topics.scene import Presence, Scene
    from monitor.core.topics.sides import Sides

_IN_TITLE, _IN_LEAD, _LATER = 2.0, 1.0, 0.5
_AS_A_PAIR = 1.0
_FAIR_SHARE = 0.3


def facets_of(scene: Scene, sides: Sides, facets: tuple[FacetSettings, ...]) -> tuple[str, ...]:
    """The facets all of whose sides take part in the subject, in the order of the settings."""
    present = taking_part(scene, sides) | {sides.hub}
    return tuple(facet.id for facet in facets if present.issuperset(facet.sides))


def taking_part(scene: Scene, sides: Sides) -> frozenset[str]:
    """The partners that take part; the first one of the settings, if none is named for itself."""
    points = dict.fromkeys(sides.partners, 0.0)
    together: frozenset[str] = frozenset()
    named = frozenset(partner for one in scene.partners for partner in one.standing.partners)
    for row in scene.groups:
        partners = frozenset(partner for one in row for partner in one.standing.partners)
        if any(one.standing.thirds for one in row):
            continue
        if len(partners) > 1 or (row[0].standing.hub and row[0].sentence <= LEAD and len(row) == 1):
            together |= partners
    for one in scene.partners:
        if (
            not one.standing.partners
            or _beside_a_third(scene, one)
            or (len(named) > 1 and _speaks(scene, one))
        ):
            continue
        if one.sentence == 0 and scene.hub_in((0,)):
            together |= one.standing.partners
        worth = _IN_TITLE if one.sentence == 0 else _IN_LEAD if one.sentence <= LEAD else _LATER
        for partner in one.standing.partners:
            points[partner] += worth + (_AS_A_PAIR if one.standing.hub else 0.0)
    total = sum(points.values())
    if not total:
        return named or frozenset(sides.partners[:1])
    return together | frozenset(partner for partner, own in points.items() if own / total >= _FAIR_SHARE)


def _beside_a_third(scene: Scene, one: Presence) -> bool:
    if one.standing.thirds and not one.standing.hub:
        return True
    row = scene.row_of(one)
    return any(other.standing.thirds for other in row) and not any(other.standing.hub for other in row)


def _speaks(scene: Scene, one: Presence) -> bool:
    """The partner opens a sentence that only tells what it says, knows or suspects."""
    here = scene.by_sentence[one.sentence]
    if one.sentence == 0 and scene.only_speaks(one) and "demarche" not in scene.cues(0):
        return True
    if one is not here[0] and not (
        one is here[1] and here[0].standing.partners == one.standing.partners and not here[0].standing.hub
    ):
        return False
    cues = scene.cues(one.sentence)
    return not one.standing.hub and "speech" in cues and "demarche" not in cues
