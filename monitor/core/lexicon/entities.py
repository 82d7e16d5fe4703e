"""The form of the lexicon's data files: entities, their names, and what an ambiguous name needs.

``docs/lexicon.md`` describes the form for those who edit it. A file maps entity ids to ``kind``, ``under``
and names by language; names are separated by ``|``, ``=Name`` is found as written only, and brackets behind
a name say when it counts: ``РК [with south-korea; without Казахстан]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from monitor.core import data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from monitor.core.settings import EntitySettings

KINDS = frozenset(
    {
        "state",
        "place",
        "person",
        "body",
        "company",
        "agency",
        "outlet",
        "institution",
        "group",
        "treaty",
        "format",
        "pair",
        "conflict",
        "office",
        "event",
        "weapon",
        "alliance",
        "region",
        "forum",
        "diaspora",
        "analogy",
        "trap",
    }
)
"""What an entity can be. A ``trap`` swallows names that contain another's and is never mentioned itself."""

_CONDITIONS = re.compile(r"^(?P<name>.+?)\s*\[(?P<conditions>[^\]]*)\]$", re.DOTALL)
_WORDS = ("not before", "not after", "before", "after", "without", "with", "only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """When an ambiguous name counts; all that is said must hold.

    ``needs``: one of these entities (or one under them) is named unambiguously in the same item.
    ``without``: no word of the item begins so. ``before``, ``after``, ``not_before``, ``not_after``: how the
    text goes on or what it comes from, next to the name. ``only``: the item is in one of these languages.
    """

    needs: frozenset[str] = frozenset()
    without: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it stands in the data; ``exact``: found as written only."""

    text: str
    exact: bool = False
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """``under`` are the ids of its parents; ``patterns`` are regular expressions over the folded text."""

    id: str
    kind: str
    under: tuple[str, ...] = ()
    names: tuple[tuple[str, tuple[Name, ...]], ...] = ()
    patterns: tuple[tuple[str, str], ...] = ()


def read_name(source: str) -> Name:
    """Read one name; raises ``ValueError`` for conditions that are not understood."""
    text, condition = source.strip(), None
    match = _CONDITIONS.match(text)
    if match:
        text, condition = match["name"].strip(), _read_condition(match["conditions"])
    exact = text.startswith("=")
    text = text.removeprefix("=").strip()
    if not text:
        raise ValueError(f"a name is missing in {source!r}")
    return Name(text=text, exact=exact, condition=condition)


def _read_condition(source: str) -> Condition:
    said: dict[str, list[str]] = {}
    for clause in map(str.strip, source.split(";")):
        word = next((word for word in _WORDS if clause.startswith(word + " ")), None)
        if word is None:
            raise ValueError(f"a condition begins with one of {', '.join(_WORDS)}, not {clause!r}")
        rest = clause[len(word) :]
        said[word] = rest.split() if word in ("with", "only") else [part.strip() for part in rest.split(",")]
    return Condition(
        needs=frozenset(said.get("with", ())),
        only=frozenset(said.get("only", ())),
        without=tuple(said.get("without", ())),
        before=tuple(said.get("before", ())),
        after=tuple(said.get("after", ())),
        not_before=tuple(said.get("not before", ())),
        not_after=tuple(said.get("not after", ())),
    )


def read_entities(document: Mapping[str, Mapping[str, Any]]) -> list[Entity]:
    """Read one data file; raises ``ValueError`` naming the entity that is wrong."""
    return [_read_entity(identity, content) for identity, content in document.items()]


def _read_entity(identity: str, content: Mapping[str, Any]) -> Entity:
    fields = dict(content)
    kind = fields.pop("kind")
    if kind not in KINDS:
        raise ValueError(f"{identity}: unknown kind {kind!r}")
    under = tuple(fields.pop("under", "").split())
    patterns = tuple(fields.pop("patterns", {}).items())
    try:
        names = tuple(
            (language, tuple(read_name(name) for name in value.split("|")))
            for language, value in fields.items()
        )
    except ValueError as error:
        raise ValueError(f"{identity}: {error}") from error
    return Entity(id=identity, kind=kind, under=under, names=names, patterns=patterns)


@cache
def shipped_entities() -> tuple[Entity, ...]:
    """The entities of the data files, in their order."""
    folder = files("monitor.core.lexicon") / "data"
    themes = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    documents = (data.document("monitor.core.lexicon", "data", theme) for theme in themes)
    return tuple(entity for document in documents for entity in read_entities(document))


def with_settings(entities: Iterable[Entity], extra: Iterable[EntitySettings]) -> list[Entity]:
    """The entities together with the operators': new ones, and further names for those that exist."""
    merged = {entity.id: entity for entity in entities}
    for added in extra:
        names = tuple((language, tuple(read_name(name) for name in given)) for language, given in added.names)
        known = merged.get(added.id)
        if known is None:
            merged[added.id] = Entity(id=added.id, kind="group", under=added.under, names=names)
        else:
            merged[added.id] = Entity(
                id=known.id,
                kind=known.kind,
                under=tuple(dict.fromkeys((*known.under, *added.under))),
                names=(*known.names, *names),
                patterns=known.patterns,
            )
    return list(merged.values())
