"""OPML: what other readers write is read, and what we write they can read."""

from __future__ import annotations

import pytest

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.opml import Outline, read_opml, write_opml

FEEDS = (
    Outline(url="https://tass.example/rss?a=1&b=2", title="ТАСС <главное>", language="ru"),
    Outline(url="https://yonhap.example/rss", title="연합뉴스"),
)


def test_what_is_written_is_read_again() -> None:
    assert read_opml(write_opml(FEEDS, title="Tumen").encode()) == FEEDS


def test_folders_spellings_and_doubles() -> None:
    body = b"""<?xml version="1.0" encoding="windows-1251"?>
    <opml version="1.0"><head><title>\xcb\xe5\xed\xf2\xfb</title></head><body>
      <outline text="\xd0\xee\xf1\xf1\xe8\xff">
        <outline text="TASS" xmlurl="https://tass.example/rss" htmlUrl="https://tass.example/"/>
        <outline title="\xd2\xc0\xd1\xd1" text="again" type="rss" xmlUrl="https://tass.example/rss"/>
      </outline>
      <outline text="No feed"/><outline text="Bad" xmlUrl="javascript:alert(1)"/>
      <outline text="Vesti &mdash; 24" xmlUrl=" https://vesti.example/rss "/>
    </body></opml>"""
    assert read_opml(body) == (
        Outline(url="https://tass.example/rss", title="TASS"),
        Outline(url="https://vesti.example/rss", title="Vesti — 24"),
    )


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"<html><body>opml</body></html>", b"xmlUrl=http://a"])
def test_anything_else_is_no_opml(body: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_opml(body)
    assert caught.value.outcome is Outcome.NOT_A_FEED


def test_entities_do_not_expand_and_files_are_not_read() -> None:
    body = b"""<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">
      <!ENTITY file SYSTEM "file:///etc/hostname">]>
      <opml><body><outline text="&b;&file;x" xmlUrl="https://a.example/rss"/></body></opml>"""
    (outline,) = read_opml(body)
    assert "aaaa" not in outline.title


def test_a_hostile_list_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read_opml(b"<opml>" + b"<outline>" * 100_000)
    assert caught.value.outcome is Outcome.HOSTILE
