"""Files that are no configuration at all: refused in one clear line, quickly, by nothing but ConfigError."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from monitor.configfile import shipped_path
from monitor.core.config import load
from monitor.core.errors import ConfigError

SHIPPED = shipped_path().read_bytes()


def refusal(data: bytes) -> str:
    started = time.process_time()
    with pytest.raises(ConfigError) as caught:
        load(data, file="f.yaml", env={})
    assert time.process_time() - started < 2
    assert len(caught.value.problems) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "f.yaml:1: file: is empty; begin it with `version: 1`"),
        (b"\n# nothing yet\n\n", "f.yaml:1: file: is empty; begin it with `version: 1`"),
        (b"\xef\xbb\xbf", "f.yaml:1: file: is empty; begin it with `version: 1`"),
        (b"---\n", "version: is missing, for example 1"),
        (b"version: 1\nweb: \0\n", "f.yaml:2: file: holds a NUL character; save it as UTF-8 text"),
        ("version: 1".encode("utf-16"), "f.yaml:1: file: is UTF-16; save it as UTF-8"),
        ("version: 1".encode("utf-16-le"), "f.yaml:1: file: holds a NUL character; save it as UTF-8 text"),
        ("version: 1\nname: Я".encode("cp1251"), "f.yaml:2: file: is not UTF-8 here; save it as UTF-8"),
        (b"version: 1\nweb:\n\tlisten: x\n", "f.yaml:3: file: is indented with a tab; YAML wants spaces"),
        (b"version: 1\n\x07", "f.yaml:2: file: holds a control character"),
        (b"just a sentence", "f.yaml:1: file: must be a mapping: lines of `key: value`"),
        (b"- version: 1", "f.yaml:1: file: must be a mapping: lines of `key: value`"),
        (b"version: 1\n---\nversion: 1", "f.yaml:2: file: holds a second document; remove the line `---`"),
        (b"!!python/object/apply:os.system [id]", "file: holds a tag (`!\N{HORIZONTAL ELLIPSIS}`)"),
        (b"version: 1\nweb: !!python/name:os.system\n", "f.yaml:2: file: holds a tag"),
        (b"version: !!int 1", "f.yaml:1: file: holds a tag"),
        (b"version: 1\nweb: *x\n", "f.yaml:2: file: an alias (`*\N{HORIZONTAL ELLIPSIS}`) names no anchor"),
        (b"version: 1\nweb: &x {listen: *x}\n", "f.yaml:2: file: an alias"),
        (b"version: 1\nfeeds: [{id: a", ": file: is not valid YAML: "),
        (b"version: 1\nrules:\n- id: a\n  when: @x", "; put a value that begins with @, ` or % in quotes"),
        (
            b"version: 1\nrules:\n- id: a\n  when: a: b",
            "; put a value that holds a colon and a space in quotes",
        ),
        (b"version: 1\nrules:\n- id: a\n  when: 'a' OR b", "and that quotes surround the whole value"),
        (b"x" * 50_000_000, "f.yaml:1: file: is larger than 5 MB; this cannot be a configuration"),
        (b"version: 1\nfeeds: " + b"[" * 200_000, "f.yaml:2: file: is nested more than 16 levels deep"),
        (b"- " * 200_000, "f.yaml:1: file: is nested more than 16 levels deep"),
        (b"{a: " * 200_000, "f.yaml:1: file: is nested more than 16 levels deep"),
    ],
    ids=range(26),
)
def test_refused_in_one_line(data: bytes, says: str):
    assert says in refusal(data)


def bomb(line: str, levels: int) -> bytes:
    """Lines that each name the one before, from a first one that holds nothing much."""
    return ("a0: &a0 {k: x}\n" + "".join(line.format(n=n, m=n - 1) for n in range(1, levels))).encode()


NINE = ", ".join(["*a{m}"] * 9)
BOMBS = {
    "lists": bomb("a{n}: &a{n} [" + NINE + "]\n", 40),
    "merges": bomb("a{n}: &a{n} {{<<: [" + NINE + "]}}\n", 40),
    "a long chain": bomb("a{n}: &a{n} {{<<: *a{m}, k{n}: x}}\n", 5_000),
    "one long mapping": b"f: &f {" + b"k: x, " * 20_000 + b"}\nfeeds: [" + b"*f, " * 20_000 + b"]\n",
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_what_aliases_expand_to_is_bounded(data: bytes):
    assert "expand to more than 100000 nodes" in refusal(data)


@pytest.mark.parametrize(
    "data",
    [
        b"version: 1\nfeeds: [" + b"a, " * 1_500_000 + b"]",
        b"version: 1\n" + b"key: x\n" * 600_000,
        b"version: 1\n? " + b"x" * 4_900_000,
        b"version: 1\n" + b"x" * 4_900_000 + b": 1",
        b"version: 1\nrules: [{id: a, when: " + b"(" * 4_000_000 + b"}]",
        b"version: 1\nrules:\n" + b"- {id: a, when: x, timezone: Europe/Moskow}\n" * 20_000,
    ],
    ids=["items", "keys", "one key", "one word", "one expression", "near misses"],
)
def test_size_alone_does_no_harm(data: bytes):
    started = time.process_time()
    with pytest.raises(ConfigError):
        load(data, file="f.yaml", env={})
    assert time.process_time() - started < 10


def test_ten_thousand_rules_are_no_attack():
    rules = "".join(f"- {{id: r{n}, when: '@north-korea NEAR/40 (troops OR x{n})'}}\n" for n in range(10_000))
    assert len(load(f"version: 1\nrules:\n{rules}".encode(), file="f.yaml", env={}).rules) == 10_000


# What YAML, and our own reading of it, gives a meaning to; separated by a sign that none of them holds.
SIGNS = (
    "\n~  ~\t~- ~: ~{~}~[~]~'~\"~&a ~*a~<<: ~!x ~#~|~>-~? ~\0~\\x00~\u2028~Корея~${~${X}~$$~null~no~0123~1e3"
)
PIECES = st.sampled_from([b"", b"\xff", b"id", b"feeds:", b"version: 1\n", *SIGNS.encode().split(b"~")])


@given(st.lists(st.tuples(st.integers(0, len(SHIPPED)), st.integers(0, 40), PIECES), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_raises_nothing_but_problems(damages: list[tuple[int, int, bytes]]):
    data = SHIPPED
    for start, length, piece in damages:
        data = data[:start] + piece + data[start + length :]
    with contextlib.suppress(ConfigError):
        load(data, file="f.yaml", env={"X": "x"})


@given(st.binary(max_size=200) | st.lists(PIECES, max_size=30).map(b"".join))
@example(b"<<: [*a]")
@example(b"version: &a 1\n*a : 2\n")
@example(b"version: 1\nfeeds: [{html: &a {item: *a}}]")
@settings(max_examples=300, deadline=None)
def test_any_bytes_raise_nothing_but_problems(data: bytes):
    with contextlib.suppress(ConfigError):
        load(data, file="f.yaml", env={})


@given(st.integers(0, len(SHIPPED)))
@settings(max_examples=60, deadline=None)
def test_the_first_part_of_a_file_never_says_more_than_the_whole(cut: int):
    whole = load(SHIPPED, file="f.yaml", env={})
    with contextlib.suppress(ConfigError):
        part = load(SHIPPED[:cut], file="f.yaml", env={})
        assert [feed.id for feed in part.feeds] == [feed.id for feed in whole.feeds[: len(part.feeds)]]
