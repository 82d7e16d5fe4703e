"""What the table in ``schema`` is made of: lists, maps, sections and their keys."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import TYPE_CHECKING, Any

from monitor.core.config.forms import Form

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a section.

    ``example`` is YAML. ``otherwise`` says in words what holds without the key, where the settings' own
    default does not say it. ``field`` is the name in the settings, where it differs. A ``fixed`` key says
    what the rest is, and so cannot wait for an environment variable.
    """

    name: str
    kind: Kind
    about: str
    example: str
    required: bool = False
    otherwise: str = ""
    field: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class ListOf:
    """Any number of values of one kind."""

    item: Kind


@dataclass(frozen=True, slots=True)
class MapOf:
    """Keys that the operator chooses, each with a value of one kind."""

    key: Form
    value: Kind


@dataclass(frozen=True, slots=True)
class Section:
    """A fixed set of keys; they become the fields of ``make`` where the settings have a value for it."""

    about: str
    keys: tuple[Key, ...]
    make: type[Any] | None = None

    def default(self, key: Key) -> Any:  # noqa: ANN401 - whatever the settings hold
        """What the settings hold if the key is left out; MISSING if that is for the reader to say."""
        if key.otherwise or self.make is None:
            return MISSING
        defaults = {field.name: field.default for field in fields(self.make)}
        return defaults.get(key.field or key.name, MISSING)


@dataclass(frozen=True, slots=True)
class Variants:
    """One of several sections, told apart by the word under the key ``tag``."""

    tag: str
    sections: Mapping[str, Section]


Kind = Form | ListOf | MapOf | Section | Variants
