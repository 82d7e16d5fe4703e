"""The built-in topic, as tests and measurements use it."""

from __future__ import annotations

from monitor.core.settings import FacetSettings, Settings, TopicSettings
from monitor.core.understanding import Understanding

FACETS = (
    FacetSettings(id="rok-russia", sides=("south-korea", "russia")),
    FacetSettings(id="dprk-russia", sides=("north-korea", "russia")),
    FacetSettings(id="trilateral", sides=("south-korea", "north-korea", "russia")),
)


def relation_topic(**changes: object) -> TopicSettings:
    return TopicSettings(
        **{"id": "korea-russia", "name": "Relation", "model": "relation", "facets": FACETS} | changes
    )


def understanding(*topics: TopicSettings) -> Understanding:
    return Understanding.compile(Settings(checksum="", topics=topics or (relation_topic(),)))
