"""From the bytes of a file to a tree of nodes with line numbers, or one clear reason why not.

Scalars stay the text that was written: what ``no`` or ``12:30`` is, the key decides that expects it
(``reader``). So YAML's own types, the tags that choose them and the constructors behind the tags play no
part. The tree is built from parser events, because PyYAML's own composer recurses in C: two hundred
thousand brackets end the process.

Aliases and merge keys (``<<: *defaults``) work; what they expand to is bounded before anybody walks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

import yaml

if TYPE_CHECKING:
    from monitor.core.config.problems import Problems

MAX_SIZE = 5_000_000
"""Bytes of a file; 10,000 rules take about 2,000,000."""
MAX_NODES = 400_000
"""Keys and values of a file; 10,000 rules have about 200,000."""
MAX_DEPTH = 16
"""Levels of nesting; the schema has 5."""
MAX_EXPANDED = 100_000
"""Nodes that aliases may add to those that are written."""

_REPAIRS = {
    "cannot start any token": "put a value that begins with @, ` or % in quotes",
    "mapping values are not allowed": "put a value that holds a colon and a space in quotes",
    "did not find expected key": "check the indentation, and that quotes surround the whole value",
    "expected <block end>": "check the indentation, and that quotes surround the whole value",
}

_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A text. ``plain``: written without quotes."""

    line: int
    text: str
    plain: bool


@dataclass(slots=True)
class Sequence:
    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values as written: keys may be of any kind and stand twice."""

    line: int
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


def parse(data: bytes, problems: Problems) -> Node:
    """The file's only document. Raises ConfigError if there is none."""
    return _Composer(problems).compose(_decode(data, problems))


def _decode(data: bytes, problems: Problems) -> str:
    def refuse(message: str, position: int = 0) -> NoReturn:
        problems.add(data.count(b"\n", 0, position) + 1, "file", message)
        raise problems.error()

    if len(data) > MAX_SIZE:
        refuse(f"is larger than {MAX_SIZE // 1_000_000} MB; this cannot be a configuration")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        refuse("is UTF-16; save it as UTF-8")
    if (nul := data.find(b"\0")) >= 0:
        refuse("holds a NUL character; save it as UTF-8 text", nul)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse("is not UTF-8 here; save it as UTF-8", error.start)
    return text


@dataclass(slots=True)
class _Open:
    """A container that is being filled; of a mapping the key that waits for its value."""

    node: Sequence | Mapping
    anchor: str | None
    key: Node | None = None


class _Composer:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._root: Node | None = None
        self._open: list[_Open] = []
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[int, int] = {}  # what each finished node expands to, by its id()
        self._written = 0

    def compose(self, text: str) -> Node:
        try:
            for event in yaml.parse(text, Loader=_Loader):
                self._take(event, event.start_mark.line + 1 if event.start_mark else 1)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line if mark else 0
            self._refuse(line + 1, _explain(error, text.split("\n")[line : line + 1]))
        except yaml.reader.ReaderError as error:
            # The position counts characters in one loader and bytes in the other: find it ourselves.
            found = text.find(chr(error.character)) if isinstance(error.character, int) else -1
            self._refuse(text.count("\n", 0, max(found, 0)) + 1, "holds a control character")
        if self._root is None:
            self._refuse(1, "is empty; begin it with `version: 1`")
        return self._root

    def _take(self, event: yaml.Event, line: int) -> None:
        match event:
            case yaml.DocumentStartEvent() if self._root is not None:
                self._refuse(line, "holds a second document; remove the line `---`")
            case yaml.ScalarEvent() | yaml.SequenceStartEvent() | yaml.MappingStartEvent() if event.tag:
                self._refuse(line, "holds a tag (`!…`); remove it, every key knows its own type")
            case yaml.ScalarEvent():
                self._finish(Scalar(line, event.value, plain=not event.style), 1, event.anchor)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                if len(self._open) == MAX_DEPTH:
                    self._refuse(line, f"is nested more than {MAX_DEPTH} levels deep")
                node = Sequence(line) if isinstance(event, yaml.SequenceStartEvent) else Mapping(line)
                self._open.append(_Open(node, event.anchor))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                full = self._open.pop()
                self._finish(full.node, 1 + self._size_of_children(full.node), full.anchor)
            case yaml.AliasEvent():
                # An anchor counts from where its node ends, so that no node can contain itself.
                if (known := self._anchors.get(event.anchor or "")) is None:
                    self._refuse(line, "an alias (`*…`) names no anchor that stands complete before it")
                self._place(known)

    def _finish(self, node: Node, size: int, anchor: str | None) -> None:
        """A node is complete, and what it expands to is known."""
        self._written += 1
        if self._written > MAX_NODES:
            self._refuse(node.line, f"holds more than {MAX_NODES} values; this cannot be a configuration")
        if size > self._written + MAX_EXPANDED:
            self._refuse(node.line, f"aliases here expand to more than {MAX_EXPANDED} nodes")
        self._sizes[id(node)] = size
        if anchor is not None:
            self._anchors[anchor] = node
        self._place(node)

    def _place(self, node: Node) -> None:
        """Put a complete node where it belongs."""
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        if isinstance(parent.node, Sequence):
            parent.node.items.append(node)
        elif parent.key is None:
            parent.key = node
        else:
            parent.node.pairs.append((parent.key, node))
            parent.key = None

    def _size_of_children(self, node: Node) -> int:
        if isinstance(node, Sequence):
            return sum(self._sizes[id(item)] for item in node.items)
        if isinstance(node, Mapping):
            return sum(self._sizes[id(part)] for pair in node.pairs for part in pair)
        return 0

    def _refuse(self, line: int, message: str) -> NoReturn:
        self._problems.add(line, "file", message)
        raise self._problems.error() from None


def _explain(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    """The parser's own reason, with the repair where the cause is a known one. Quotes nothing of the file."""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())] if lines else ""
    if "\t" in indent:
        return "is indented with a tab; YAML wants spaces"
    reason = ", ".join(part for part in (error.problem, error.context) if part)
    hint = next((repair for sign, repair in _REPAIRS.items() if sign in reason), "")
    return f"is not valid YAML: {reason}" + (f"; {hint}" if hint else "")
