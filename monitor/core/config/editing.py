"""The text of ``feeds.yaml`` with a feed more or less, and every other line as its writer left it.

A YAML library that writes files lays them out anew; an operator's file is theirs. So lines are put in or
taken out where the parser says that the list of feeds is, and what comes out is parsed to see that it says
what it should: anything unusual is refused, with nothing changed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from monitor.core.config import load
from monitor.core.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from monitor.core.settings import Settings

_BY_HAND = "the list of feeds is written in a way that this command does not edit; change it by hand"
_NO_CONTENT = re.compile(r"\s*(?:#.*)?\Z")
_ITEM_OUT_OF_USE = re.compile(r"\s*#\s*-\s")
_PLAIN = re.compile(r"[^\W_][\w./?&=%+~:-]*(?: [\w./?&=%+~-][\w./?&=%+~:-]*)*(?<!:)")

Fields = tuple[tuple[str, str], ...]
"""A feed's keys and values, in the order in which they are to stand."""


def with_feeds(data: bytes, feeds: Sequence[Fields], *, file: str, env: Mapping[str, str]) -> bytes:
    """The file with further feeds at the end of its list.

    Raises ``ConfigError`` if the file is wrong, or would be with them; ``UsageError`` if it cannot be edited.
    """
    before = load(data, file=file, env=env)
    edited = _encoded(_with_feeds(_decoded(data), feeds), data)
    after = _loaded(edited, file, env)
    added = [feed.id for feed in after.feeds[len(before.feeds) :]]
    if added != [dict(feed)["id"] for feed in feeds] or not _same(before, after, len(before.feeds)):
        raise UsageError(_BY_HAND)
    return edited


def without_feed(data: bytes, feed: str, *, file: str, env: Mapping[str, str]) -> bytes:
    """The file without a feed, and without the comment above it, unless others follow under that at once.

    Raises ``ConfigError`` if the file is wrong, ``UsageError`` if it has no such feed or cannot be edited.
    """
    before = load(data, file=file, env=env)
    ids = [known.id for known in before.feeds]
    if feed not in ids:
        raise UsageError(f"no feed is named {feed}; `tumen feeds list` shows them")
    text = _decoded(data)
    edited = _encoded(_without_feed(text, ids.index(feed)), data)
    after = _loaded(edited, file, env)
    rest = tuple(known for known in before.feeds if known.id != feed)
    if after.feeds != rest or not _same(replace(before, feeds=rest), after, len(rest)):
        raise UsageError(_BY_HAND)
    return edited


def _loaded(edited: bytes, file: str, env: Mapping[str, str]) -> Settings:
    try:
        return load(edited, file=file, env=env)
    except ConfigError as error:
        if any("YAML" in problem.message or problem.path == "file" for problem in error.problems):
            raise UsageError(_BY_HAND) from error
        raise


def _same(before: Settings, after: Settings, feeds: int) -> bool:
    """Do they say the same, but for the feeds after the first so many?"""
    return before.feeds[:feeds] == after.feeds[:feeds] and replace(
        before, feeds=(), checksum="", stopped=()
    ) == replace(after, feeds=(), checksum="", stopped=())


# --- Lines ----------------------------------------------------------------------------------------


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n")


def _encoded(text: str, like: bytes) -> bytes:
    """The text with the line ends and the mark that the file had."""
    mark = b"\xef\xbb\xbf" if like.startswith(b"\xef\xbb\xbf") else b""
    ends = b"\r\n" if b"\r\n" in like else b"\n"
    return mark + text.encode().replace(b"\n", ends)


def _with_feeds(text: str, new: Sequence[Fields]) -> str:
    key, feeds = _list_of_feeds(text)
    lines = text.split("\n")
    if lines[-1]:
        lines.append("")
    if key is None:
        return "\n".join([*lines[:-1], "", "feeds:", *_blocks(new, "  "), ""])
    if isinstance(feeds, yaml.SequenceNode) and feeds.flow_style and feeds.value:
        end = _offset(lines, feeds.end_mark) - 1
        text = "\n".join(lines)
        return f"{text[:end].rstrip()}, {', '.join(map(_flow, new))}{text[end:]}"
    if not isinstance(feeds, yaml.SequenceNode) or not feeds.value:  # a key without a value, or `feeds: []`
        line = key.end_mark.line
        if isinstance(feeds, yaml.SequenceNode):
            if feeds.end_mark.line != line:
                raise UsageError(_BY_HAND)
            written = lines[line]
            lines[line] = written[: feeds.start_mark.column].rstrip() + written[feeds.end_mark.column :]
        return "\n".join([*lines[: line + 1], *_blocks(new, "  "), *lines[line + 1 :]])
    starts, end = _items(feeds, lines)
    last = _last_line(lines, starts[-1], end)
    indent = " " * feeds.start_mark.column
    return "\n".join([*lines[: last + 1], *_blocks(new, indent), *lines[last + 1 :]])


def _without_feed(text: str, number: int) -> str:
    key, feeds = _list_of_feeds(text)
    lines = text.split("\n")
    if key is None or not isinstance(feeds, yaml.SequenceNode):
        raise UsageError(_BY_HAND)
    if feeds.flow_style:
        items = [(_offset(lines, it.start_mark), _offset(lines, it.end_mark)) for it in feeds.value]
        start, end = items[number]
        if number + 1 < len(items):
            end = items[number + 1][0]
        elif number:
            start = items[number - 1][1]
        return text[:start] + text[end:]
    starts, end = _items(feeds, lines)
    following = starts[number + 1] if number + 1 < len(starts) else end
    last = _last_line(lines, starts[number], following)
    if len(starts) == 1:
        line = lines[key.end_mark.line]
        colon = line.index(":", key.end_mark.column) + 1
        lines[key.end_mark.line] = f"{line[:colon]} []{line[colon:]}"
    heads_others = following == last + 1 < end  # what the next item follows at once, it may share
    first = starts[number] if heads_others else _with_comment(lines, starts[number])
    if not any((lines[first - 1], *lines[last + 1 : last + 2])):
        first -= 1  # of the empty lines before and after it one is enough
    return "\n".join([*lines[:first], *lines[last + 1 :]])


def _list_of_feeds(text: str) -> tuple[yaml.Node | None, yaml.Node | None]:
    """The key and the value of ``feeds``, if it stands in the file."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:  # stricter than the parser by which Tumen reads the file
        raise UsageError(_BY_HAND) from error
    if not isinstance(root, yaml.MappingNode) or root.flow_style or root.start_mark.column:
        raise UsageError(_BY_HAND)
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode) and key.value == "feeds":
            return key, value
    return None, None


def _items(feeds: yaml.SequenceNode, lines: Sequence[str]) -> tuple[list[int], int]:
    """The lines that the items of a block begin on, and the line after its last one."""
    first, end = feeds.start_mark.line, feeds.end_mark.line
    end = end if feeds.end_mark.column == 0 else end + 1
    dash = re.compile(rf" {{{feeds.start_mark.column}}}-(?:\s|\Z)")
    starts = [number for number in range(first, min(end, len(lines))) if dash.match(lines[number])]
    if len(starts) != len(feeds.value):
        raise UsageError(_BY_HAND)
    return starts, end


def _with_comment(lines: Sequence[str], start: int) -> int:
    """The first line of the comment above an item; the item's own if it has none, or holds items itself."""
    above = start
    while lines[above - 1].lstrip().startswith("#"):
        above -= 1
    return start if any(map(_ITEM_OUT_OF_USE.match, lines[above:start])) else above


def _last_line(lines: Sequence[str], start: int, end: int) -> int:
    """The last line before ``end`` that is neither blank nor a comment, from ``start`` on."""
    with_content = (number for number in range(min(end, len(lines)) - 1, start, -1))
    return next((number for number in with_content if not _NO_CONTENT.match(lines[number])), start)


def _offset(lines: Sequence[str], mark: yaml.Mark) -> int:
    return sum(len(line) + 1 for line in lines[: mark.line]) + mark.column


def _blocks(feeds: Sequence[Fields], indent: str) -> Iterator[str]:
    for feed in feeds:
        for number, (key, value) in enumerate(feed):
            yield f"{indent}{'  ' if number else '- '}{key}: {_scalar(value)}"


def _flow(feed: Fields) -> str:
    return "{" + ", ".join(f"{key}: {_quoted(value)}" for key, value in feed) + "}"


def _scalar(value: str) -> str:
    """A text as YAML: plain where every reader takes it for the same text."""
    value = _escaped(value)
    plain = _PLAIN.fullmatch(value) and ": " not in value and yaml.safe_load(value) == value
    return value if plain else _quoted(value, escaped=True)


def _quoted(value: str, *, escaped: bool = False) -> str:
    value = value if escaped else _escaped(value)
    inside = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08X}" for char in inside) + '"'


def _escaped(value: str) -> str:
    """With dollar signs that stand for themselves."""
    return value.replace("$", "$$") if "$$" in value or "${" in value else value
