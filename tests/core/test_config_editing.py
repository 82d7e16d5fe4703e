"""Feeds put into and taken out of the file's text: every other line stays as it was."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.config import load
from monitor.core.config.editing import with_feeds, without_feed
from monitor.core.errors import ConfigError, UsageError

FILE = """\
# Our newsroom.
version: 1
fetch: {interval: 15m}   # patient

feeds:
  # The agency's own feed.
  - id: tass-en
    url: https://tass.example/rss/v2.xml     # all of it
    language: en

  # Two lines in one.
  - {id: vostok, url: "https://vostok.example/rss"}
  - id: council
    url: https://council.example/news/
    format: html
    html:
      item: .hentry
      link: >-
        .hentry a

# What is told of.
rules:
  - {id: troops, when: troops}
"""
NEW = (("id", "new"), ("url", "https://new.example/rss?a=1&b=2"), ("name", "Новости: Korea"))
ITEM = '{id: "new", url: "https://new.example/rss?a=1&b=2", name: "Новости: Korea"}'
LINES = """\
  - id: new
    url: https://new.example/rss?a=1&b=2
    name: "Новости: Korea"
"""


def add(text: str, *feeds: tuple[tuple[str, str], ...]) -> str:
    return with_feeds(text.encode(), feeds or (NEW,), file="feeds.yaml", env={}).decode()


def remove(text: str, feed: str) -> str:
    return without_feed(text.encode(), feed, file="feeds.yaml", env={}).decode()


def ids(text: str) -> list[str]:
    return [feed.id for feed in load(text.encode(), file="feeds.yaml", env={}).feeds]


def test_a_feed_is_put_after_the_last_and_nothing_else_changes() -> None:
    before = "        .hentry a\n"
    assert add(FILE) == FILE.replace(before, before + LINES)


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("version: 1\n", "version: 1\n\nfeeds:\n" + LINES),
        ("version: 1", "version: 1\n\nfeeds:\n" + LINES),
        ("feeds:\nversion: 1\n", "feeds:\n" + LINES + "version: 1\n"),
        ("feeds: # none yet\nversion: 1\n", "feeds: # none yet\n" + LINES + "version: 1\n"),
        (
            "version: 1\nfeeds:\n- id: a\n  url: http://a.example/\n# the end\n",
            "version: 1\nfeeds:\n- id: a\n  url: http://a.example/\n"
            + LINES.replace("  -", "-").replace("    ", "  ")
            + "# the end\n",
        ),
        (
            "version: 1\nfeeds:\n  - id: a\n    url: http://a.example/",
            "version: 1\nfeeds:\n  - id: a\n    url: http://a.example/\n" + LINES,
        ),
        (
            "feeds: []   # none yet\nversion: 1\n",
            "feeds:   # none yet\n" + LINES + "version: 1\n",
        ),
        (
            "version: 1\nfeeds: [{id: a, url: http://a.example/}]",
            f"version: 1\nfeeds: [{{id: a, url: http://a.example/}}, {ITEM}]\n",
        ),
    ],
    ids=["no list", "no line end", "no value", "comment", "not indented", "cut", "empty flow", "flow"],
)
def test_every_form_of_the_list_is_known(text: str, edited: str) -> None:
    assert add(text) == edited


def test_line_ends_and_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()
    edited = with_feeds(data, [NEW], file="feeds.yaml", env={})
    assert edited.startswith(b"\xef\xbb\xbf#")
    assert edited.count(b"\n") == edited.count(b"\r\n")
    assert without_feed(edited, "new", file="feeds.yaml", env={}) == data


@pytest.mark.parametrize("text", [FILE, "version: 1\n", "version: 1\nfeeds:\n", "version: 1\nfeeds: []\n"])
def test_several_feeds_come_in_their_order(text: str) -> None:
    other = (("id", "other"), ("url", "https://other.example/"))
    assert ids(add(text, NEW, other))[-2:] == ["new", "other"]


@pytest.mark.parametrize(
    ("feed", "comments"),
    [("tass-en", ["  # The agency's own feed."]), ("vostok", []), ("council", [])],
)
def test_a_feed_is_taken_out_with_its_lines_and_its_own_comment(feed: str, comments: list[str]) -> None:
    edited = remove(FILE, feed)
    assert feed not in ids(edited)
    assert len(ids(edited)) == 2
    starts = ("#", "  #", "rules", "version", "fetch")
    kept = [line for line in FILE.splitlines() if line.startswith(starts) and line not in comments]
    assert [line for line in edited.splitlines() if line.startswith(starts)] == kept


def listed(*lines: str) -> str:
    return "\n".join(("version: 1", "feeds:", *lines, ""))


A, B = "  - {id: a, url: http://a.example/}", "  - {id: b, url: http://b.example/}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("  # A's.", A, "", "  # B's.", B), ("", "  # B's.", B)),
        (("  # A's.", "  # More.", A, "  # B's.", B), ("  # B's.", B)),
        (("  # Both.", A, B), ("  # Both.", B)),
        (("  # Both.", B, A), ("  # Both.", B)),
        ((B, "", "  # A's.", A), (B,)),
        ((B, "", "  # A's.", A, "  # The end."), (B, "", "  # The end.")),
        (
            ("  # Not yet:", "  # - id: c", "  #   url: x", A, "", B),
            ("  # Not yet:", "  # - id: c", "  #   url: x", "", B),
        ),
    ],
    ids=["apart", "close", "headed", "headed, the last", "at the end", "before a comment", "out of use"],
)
def test_a_comment_goes_with_the_only_feed_under_it(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert remove(listed(*before), "a") == listed(*after)


def test_what_is_added_and_taken_out_leaves_the_file_as_it_was() -> None:
    assert remove(add(FILE), "new") == FILE


def test_the_last_feed_leaves_an_empty_list() -> None:
    text = "version: 1\nfeeds:   # ours\n  - id: a\n    url: http://a.example/\nrules: []\n"
    assert remove(text, "a") == "version: 1\nfeeds: []   # ours\nrules: []\n"


@pytest.mark.parametrize(("feed", "left"), [("a", "b, c"), ("b", "a, c"), ("c", "a, b")])
def test_a_feed_is_taken_out_of_a_list_in_one_line(feed: str, left: str) -> None:
    def in_one_line(names: str) -> str:
        items = ", ".join(f"{{id: {name}, url: http://{name}.example/}}" for name in names.split(", "))
        return f"version: 1\nfeeds: [{items}]\n"

    assert remove(in_one_line("a, b, c"), feed) == in_one_line(left)


def test_a_feed_that_others_build_upon_stays() -> None:
    text = (
        "version: 1\nfeeds:\n  - &first {id: a, url: http://a.example/}\n"
        "  - {<<: *first, id: b, url: http://b.example/}\n"
    )
    with pytest.raises((ConfigError, UsageError)):
        remove(text, "a")


@pytest.mark.parametrize(
    "text",
    [
        "{version: 1, feeds: []}\n",
        "version: 1\n...\n",
        " version: 1\n",
        "version: 1\nfeeds: &all\n  - {id: a, url: http://a.example/}\n",
        "version: 1\nfeeds:\n  - {id: &a a, url: http://a.example/}\n  - {id: &a b, url: http://b.example/}\n",
        "version: 1\nfeeds:\n  - id\t: a\n    url: http://a.example/\n",
    ],
    ids=["flow", "end mark", "indented", "anchor", "anchor twice", "tab"],
)
def test_an_unusual_file_is_left_to_its_writer(text: str) -> None:
    with pytest.raises(UsageError, match="by hand"):
        add(text)


def test_a_file_that_is_wrong_is_not_edited() -> None:
    with pytest.raises(ConfigError):
        add("version: 1\nfeeds: [{id: a}]\n")
    with pytest.raises(UsageError, match="no feed is named"):
        remove(FILE, "nowhere")


def test_a_feed_that_is_there_already_is_refused() -> None:
    with pytest.raises(ConfigError):
        add(FILE, (("id", "tass-en"), ("url", "https://new.example/rss")))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
@example("\U0002f800")  # an ideograph that NFC writes as another
def test_any_name_comes_out_as_it_went_in(name: str) -> None:
    wanted = unicodedata.normalize("NFC", " ".join(name.split()))
    try:
        text = add("version: 1\n", (("id", "a"), ("url", "http://a.example/"), ("name", wanted or "x")))
    except ConfigError:
        return  # a name that no feed can have
    (feed,) = load(text.encode(), file="feeds.yaml", env={}).feeds
    assert feed.name == (wanted or "x")
