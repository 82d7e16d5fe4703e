"""The file's JSON Schema (draft 2020-12), for editors that complete and check while one types.

Generated from the table that ``reader`` reads by. It knows forms, not what refers to what; and it reads
YAML's own types, so that it is stricter than Tumen about quotes (``name: 38`` is a number to it).
"""

from __future__ import annotations

from dataclasses import MISSING
from typing import TYPE_CHECKING, Any

import yaml

from monitor.core.config.forms import Form
from monitor.core.config.kinds import Key, Kind, ListOf, MapOf, Section, Variants
from monitor.core.config.schema import ROOT

if TYPE_CHECKING:
    from monitor.core.model import JSON

_VARIABLE = {"type": "string", "pattern": r"\$\{[A-Za-z_][A-Za-z0-9_]*\}"}


def json_schema() -> JSON:
    """The schema of the whole file, ready for ``json.dumps``."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "feeds.yaml", **_kind(ROOT)}


def _kind(kind: Kind) -> JSON:
    match kind:
        case Form():
            return _form(kind)
        case ListOf():
            return {"type": ["array", "null"], "items": _kind(kind.item)}
        case MapOf():
            names = {"pattern": f"^({kind.key.pattern})$"}
            return {"type": "object", "propertyNames": names, "additionalProperties": _kind(kind.value)}
        case Section():
            return _section(kind)
        case Variants():
            return {"oneOf": [_variant(kind.tag, tag, section) for tag, section in kind.sections.items()]}


def _form(form: Form) -> JSON:
    if form.json is not None:
        return {"anyOf": [form.json, _VARIABLE]}
    if form.pattern:
        return {"anyOf": [{"type": "string", "pattern": f"^({form.pattern})$"}, _VARIABLE]}
    return {"type": "string", "minLength": 1}


def _section(section: Section) -> JSON:
    required = [key.name for key in section.keys if key.required]
    return {
        "type": "object" if required else ["object", "null"],
        "description": section.about,
        "properties": {key.name: _key(section, key) for key in section.keys},
        "required": required,
        "additionalProperties": False,
    }


def _variant(tag: str, word: str, section: Section) -> JSON:
    schema = _section(section)
    schema["properties"][tag] = {"const": word, "description": schema["properties"][tag]["description"]}
    return schema


def _key(section: Section, key: Key) -> JSON:
    schema: dict[str, Any] = {**_kind(key.kind), "description": key.about}
    default = section.default(key)
    if default is not MISSING and isinstance(key.kind, Form):
        schema["default"] = default if isinstance(default, bool | int | float) else key.kind.show(default)
    schema["examples"] = [yaml.safe_load(key.example)]
    return schema
