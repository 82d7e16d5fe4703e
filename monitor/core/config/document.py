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
    from collections.abc import Iterator

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


class _Composer:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._anchors: dict[str, Node] = {}
        self._sizes: dict[int, int] = {}  # what each finished node expands to, by its id()
        self._written = 0

    def compose(self, text: str) -> Node:
        try:
            return self._compose(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line = mark.line if mark else 0
            self._refuse(line + 1, _explain(error, text.split("\n")[line : line + 1]))
        except yaml.reader.ReaderError as error:
            # The position counts characters in one loader and bytes in the other: find it ourselves.
            found = text.find(chr(error.character)) if isinstance(error.character, int) else -1
            self._refuse(text.count("\n", 0, max(found, 0)) + 1, "holds a control character")

    def _compose(self, text: str) -> Node:
        root: Node | None = None
        open_nodes: list[tuple[Sequence | Mapping, str | None, Node | None]] = []
        # The container being filled, its anchor, and a mapping's key that waits for its value.
        documents = 0
        for event, line in _events(text):
            node: Node
            anchor = getattr(event, "anchor", None)
            match event:
                case yaml.DocumentStartEvent():
                    documents += 1
                    if documents > 1:
                        self._refuse(line, "holds a second document; remove the line `---`")
                    continue
                case yaml.ScalarEvent():
                    self._check_tag(event, line)
                    node = Scalar(line, event.value, plain=event.style is None or event.style == "")
                    self._finish(node, 1, anchor)
                case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                    self._check_tag(event, line)
                    if len(open_nodes) == MAX_DEPTH:
                        self._refuse(line, f"is nested more than {MAX_DEPTH} levels deep")
                    container = (
                        Sequence(line) if isinstance(event, yaml.SequenceStartEvent) else Mapping(line)
                    )
                    open_nodes.append((container, anchor, None))
                    continue
                case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                    node, anchor, _ = open_nodes.pop()
                    self._finish(node, 1 + self._size_of_children(node), anchor)
                case yaml.AliasEvent():
                    node = self._resolve(event.anchor or "", line)
                case _:
                    continue
            if not open_nodes:
                root = node
                continue
            parent, parent_anchor, key = open_nodes[-1]
            if isinstance(parent, Sequence):
                parent.items.append(node)
            elif key is None:
                open_nodes[-1] = (parent, parent_anchor, node)
            else:
                parent.pairs.append((key, node))
                open_nodes[-1] = (parent, parent_anchor, None)
        if root is None:
            self._refuse(1, "is empty; begin it with `version: 1`")
        return root

    def _check_tag(self, event: yaml.Event, line: int) -> None:
        if getattr(event, "tag", None) is not None:
            self._refuse(line, "holds a tag (`!…`); remove it, every key knows its own type")

    def _finish(self, node: Node, size: int, anchor: str | None) -> None:
        self._written += 1
        if self._written > MAX_NODES:
            self._refuse(node.line, f"holds more than {MAX_NODES} values; this cannot be a configuration")
        self._sizes[id(node)] = size
        if size > self._written + MAX_EXPANDED:
            self._refuse(node.line, f"aliases here expand to more than {MAX_EXPANDED} nodes")
        if anchor is not None:
            self._anchors[anchor] = node

    def _size_of_children(self, node: Node) -> int:
        if isinstance(node, Sequence):
            return sum(self._sizes[id(item)] for item in node.items)
        if isinstance(node, Mapping):
            return sum(self._sizes[id(part)] for pair in node.pairs for part in pair)
        return 0

    def _resolve(self, anchor: str, line: int) -> Node:
        # An anchor counts from where its node ends, so that no node can contain itself.
        if (node := self._anchors.get(anchor)) is None:
            self._refuse(line, "an alias (`*…`) names no anchor that stands complete before it")
        return node

    def _refuse(self, line: int, message: str) -> NoReturn:
        self._problems.add(line, "file", message)
        raise self._problems.error() from None


def _events(text: str) -> Iterator[tuple[yaml.Event, int]]:
    for event in yaml.parse(text, Loader=_Loader):
        yield event, event.start_mark.line + 1 if event.start_mark else 1


def _explain(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    """The parser's own reason, with the repair where the cause is a known one. Quotes nothing of the file."""
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())] if lines else ""
    if "\t" in indent:
        return "is indented with a tab; YAML wants spaces"
    reason = ", ".join(part for part in (error.problem, error.context) if part)
    hint = next((repair for sign, repair in _REPAIRS.items() if sign in reason), "")
    return f"is not valid YAML: {reason}" + (f"; {hint}" if hint else "")
