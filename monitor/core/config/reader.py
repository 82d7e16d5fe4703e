"""Reads a tree of nodes by the schema: values with their places, and every problem on the way.

What cannot be read is marked invalid and reported, and the rest is read on, so that one look finds all
mistakes. Variables are filled in here; one that the environment lacks is no problem of the file: the value
that needs it says so, and ``build`` decides what that stops.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.core.config.document import Mapping, Node, Scalar, Sequence
from monitor.core.config.forms import ID, Form, nearest, quote
from monitor.core.config.kinds import Key, Kind, ListOf, MapOf, Section, Variants
from monitor.core.config.variables import Filled, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Environment

    from monitor.core.config.problems import Problems

_SHOWABLE = re.compile("[A-Za-z0-9._-]{1,60}")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(slots=True)
class Value:
    """What stands at a place: for a section or map a dict of values, for a list a list of them.

    ``missing``: the variables that it, or a part of it, needs and the environment lacks; a scalar that
    misses one holds the text as written. So does an invalid one, if it is a text. ``filled``: something
    in it came from the environment, and is not to be shown.
    """

    line: int
    path: str
    content: Any = None
    valid: bool = True
    missing: list[str] = field(default_factory=list)
    filled: bool = False

    def get(self, key: str) -> Value | None:
        """The value under a key of a section; None if it is absent or could not be read."""
        found = self.content.get(key) if isinstance(self.content, dict) else None
        return found if found is not None and found.valid else None

    def each(self, key: str) -> list[Value]:
        """What could be read of the list under a key."""
        found = self.get(key)
        return [item for item in found.content if item.valid] if found else []


class Reader:
    """Reads by a schema, with one environment, into one list of problems."""

    def __init__(self, problems: Problems, env: Environment[str, str]) -> None:
        self._problems = problems
        self._env = env

    def read(self, kind: Kind, node: Node, path: str = "") -> Value:
        """What a node says that should be of this kind."""
        match kind:
            case Form():
                return self._scalar(kind, node, path)
            case ListOf():
                return self._list(kind, node, path)
            case MapOf():
                return self._map(kind, node, path)
            case Section():
                return self._section(kind, node, path)
            case Variants():
                return self._variant(kind, node, path)

    def _scalar(self, form: Form, node: Node, path: str) -> Value:
        value = Value(node.line, path)
        if not isinstance(node, Scalar):
            found = "a list" if isinstance(node, Sequence) else "a mapping"
            return self._refuse(value, f"is {found}, not {form.expects}")
        if node.plain and not node.text:
            return self._refuse(value, "has no value; give it one or remove the key")
        value.content = text = node.text.strip()
        try:
            filled = fill(text, self._env)
        except ValueError as error:
            return self._refuse(value, str(error))
        value.missing.extend(filled.missing)
        if filled.missing:
            return value
        value.filled = bool(filled.names)
        text = filled.text.strip()
        if _CONTROL.search(text):
            return self._refuse(value, "holds a control character")
        if form.pattern and not re.fullmatch(form.pattern, text):
            return self._refuse(value, _wrong(form, filled, ""))
        try:
            value.content = form.read(text)
        except ValueError as error:
            return self._refuse(value, _wrong(form, filled, str(error)))
        return value

    def _list(self, kind: ListOf, node: Node, path: str) -> Value:
        value = Value(node.line, path, [])
        if _is_nothing(node):
            return value
        if not isinstance(node, Sequence):
            return self._refuse(value, "must be a list, even of one: [value], or lines beginning with `- `")
        seen = set()
        for index, node_of_item in enumerate(node.items):
            item = self.read(kind.item, node_of_item, f"{path}[{index}]")
            if isinstance(kind.item, Form) and item.valid:
                if item.content in seen:
                    self._refuse(item, "stands in this list already")
                seen.add(item.content)
            value.content.append(item)
            value.missing.extend(item.missing)
        return value

    def _map(self, kind: MapOf, node: Node, path: str) -> Value:
        value = Value(node.line, path, {})
        for name, line, node_of_item in self._pairs(value, node):
            if not re.fullmatch(kind.key.pattern, name):
                shown = f"{quote(name)} " if _SHOWABLE.fullmatch(name) else ""
                self._problems.add(line, path, f"has a key {shown}that is not {kind.key.expects}")
                value.valid = False
                continue
            item = self.read(kind.value, node_of_item, f"{path}.{name}")
            value.content[name] = item
            value.missing.extend(item.missing)
        return value

    def _section(self, section: Section, node: Node, path: str) -> Value:
        value = Value(node.line, path, {})
        keys = {key.name: key for key in section.keys}
        for name, line, node_of_item in self._pairs(value, node):
            if (key := keys.get(name)) is None:
                self._unknown(name, line, path, keys)
                continue
            item = self._key(key, node_of_item, _join(path, name))
            value.content[name] = item
            value.missing.extend(item.missing)
        for key in section.keys if value.valid else ():
            if key.required and key.name not in value.content:
                self._problems.add(
                    value.line, _join(path, key.name), f"is missing, for example {key.example}"
                )
        return value

    def _key(self, key: Key, node: Node, path: str) -> Value:
        value = self.read(key.kind, node, path)
        if key.fixed and value.missing:
            return self._refuse(value, f"needs the environment variable {value.missing[0]}, which is not set")
        return value

    def _variant(self, kind: Variants, node: Node, path: str) -> Value:
        nodes: dict[str, Node] = {}
        for key, item in _flat(node) if isinstance(node, Mapping) else ():
            nodes.setdefault(_name_of(key), item)
        tag = nodes.get(kind.tag)
        section = kind.sections.get(tag.text.strip()) if isinstance(tag, Scalar) else None
        if section is not None or not isinstance(node, Mapping):
            return self._section(section or next(iter(kind.sections.values())), node, path)
        # Which keys belong here is not known; but others may refer to it by its id.
        value = Value(node.line, path, {}, valid=False)
        if "id" in nodes:
            value.content["id"] = self.read(ID, nodes["id"], _join(path, "id"))
        line = tag.line if tag is not None else node.line
        hint = nearest(tag.text, kind.sections) if isinstance(tag, Scalar) else ""
        self._problems.add(line, _join(path, kind.tag), f"must be one of {', '.join(kind.sections)}{hint}")
        return value

    def _pairs(self, value: Value, node: Node) -> Iterator[tuple[str, int, Node]]:
        """The keys of what should be a mapping, with their lines and nodes; each once."""
        if _is_nothing(node):
            return
        if not isinstance(node, Mapping):
            self._refuse(value, "must be a mapping: lines of `key: value`")
            return
        written: dict[str, int] = {}
        for key, _ in node.pairs:
            name = _name_of(key)
            if name in written and name != "<<":
                path = _join(value.path, name) if _SHOWABLE.fullmatch(name) else value.path or "file"
                self._problems.add(key.line, path, f"stands twice, first in line {written[name]}")
            written.setdefault(name, key.line)
        given: set[str] = set()
        for key, item in _flat(node):
            name = _name_of(key)
            if name == "<<":
                self._problems.add(key.line, value.path or "file", "`<<` wants an alias of a mapping")
            elif name not in given:
                given.add(name)
                yield name, key.line, item

    def _unknown(self, name: str, line: int, path: str, known: dict[str, Key]) -> None:
        if _SHOWABLE.fullmatch(name):
            self._problems.add(line, _join(path, name), f"is no key that Tumen knows{nearest(name, known)}")
        else:  # not shown: where a space was forgotten, the "key" holds the value too
            self._problems.add(line, path or "file", "holds something that is no `key: value`")

    def _refuse(self, value: Value, message: str) -> Value:
        self._problems.add(value.line, value.path or "file", message)
        value.valid = False
        return value


def _wrong(form: Form, filled: Filled, reason: str) -> str:
    """Why a text was refused, showing nothing of what came from the environment or may be a secret."""
    if filled.names:
        return f"is not {form.expects}, with {', '.join(filled.names)} filled in from the environment"
    if form.secret:
        return f"is not {form.expects}"
    return reason or f"{quote(filled.text)} is not {form.expects}"


def _is_nothing(node: Node) -> bool:
    """True for a list or section of which all is left out or commented out."""
    return isinstance(node, Scalar) and node.plain and node.text in ("", "~", "null")


def _name_of(key: Node) -> str:
    return key.text if isinstance(key, Scalar) else ""


def _flat(node: Mapping) -> Iterator[tuple[Node, Node]]:
    """A mapping's own pairs, then those it merges (``<<``), in the order in which they win.

    A ``<<`` that merges anything but mappings stays in, to be reported.
    """
    merges: list[Node] = []
    for key, item in node.pairs:
        merged = item.items if isinstance(item, Sequence) else [item]
        if _name_of(key) == "<<" and all(isinstance(part, Mapping) for part in merged):
            merges.extend(merged)
        else:
            yield key, item
    for part in merges:
        if isinstance(part, Mapping):
            yield from _flat(part)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
