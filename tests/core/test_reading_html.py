"""HTML from outside to plain text, titles to lines, links to addresses."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.reading import html
from monitor.core.reading.html import absolute_links, plain_line, plain_text, web_address
from monitor.core.text import LIMIT

BASE = "https://news.example/list/today.html"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<div>One</div><div>Two</div>", "One\n\nTwo"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("a <b>bold</b>, <a href='/x'>linked</a> word", "a bold, linked word"),
        ("<p>lines\nof   source</p>", "lines of source"),
        ("no markup\nkeeps its lines", "no markup\nkeeps its lines"),
        ("1 < 2 &amp; 3 > 2", "1 < 2 & 3 > 2"),
        ("R&amp;amp;D and E&amp;amp;S", "R&D and E&S"),
        ("&lt;p&gt;Escaped&lt;/p&gt;&lt;p&gt;twice&lt;/p&gt;", "Escaped\n\ntwice"),
        ("one&nbsp;two&#160;three", "one two three"),
        ("<script>alert(1)</script>Text<style>p{}</style>", "Text"),
        ("<figure><img src=x><figcaption>At the pier</figcaption></figure>Text", "Text"),
        ("Text<span style='display: none'>hidden</span><i hidden>too</i>", "Text"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<p>unclosed <b>tags", "unclosed tags"),
        ("<!-- a comment -->Text<?php x ?>", "Text"),
        ("", ""),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_deep_nesting_is_walked_without_recursion() -> None:
    assert plain_text("<div>" * 50_000 + "deep") in ("deep", "")


def test_long_texts_are_cut() -> None:
    assert len(plain_text("<p>" + "word " * LIMIT)) <= LIMIT


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("  A\n ferry\tleaves ", "A ferry leaves"),
        ("A <b>big</b> ferry", "A big ferry"),
        ("Ferries &amp; bridges", "Ferries & bridges"),
        ("Ferries &amp;amp; bridges", "Ferries & bridges"),
        ("&lt;i&gt;Ferry&lt;/i&gt; leaves", "Ferry leaves"),
        ("Tariffs below 5 &lt; 6", "Tariffs below 5 < 6"),
        ("a < b > c", "a < b > c"),
        ("A\x00 \x1bferry", "A ferry"),
        ("A \u202eyrref", "A yrref"),
        ("&quot;Ferry&quot;", '"Ferry"'),
    ],
)
def test_plain_line(title: str, line: str) -> None:
    assert plain_line(title) == line


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/view/1", "https://news.example/view/1"),
        ("2.html", "https://news.example/list/2.html"),
        ("//m.example/3", "https://m.example/3"),
        ("?page=2", "https://news.example/list/today.html?page=2"),
        (" https://x.example/a b ", "https://x.example/a%20b"),
        ("https://x.example/\nbroken", "https://x.example/broken"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
        ("mailto:a@x.example", None),
        ("http://[::1", None),
        ("http://x.example:port/", None),
        ("http:///nowhere", None),
        ("", None),
        (None, None),
    ],
)
def test_web_address(link: str | None, address: str | None) -> None:
    assert web_address(link, BASE) == address


def test_links_in_markup_are_made_absolute_or_inert() -> None:
    markup = (
        """<a href="/1">a</a> <img src='2.png'> """
        '<a href="javascript:x()">b</a> <a href="/3?a=1&amp;b=2">c</a>'
    )
    assert absolute_links(markup, BASE) == (
        '<a href="https://news.example/1">a</a> '
        "<img src='https://news.example/list/2.png'> "
        '<a href="#">b</a> <a href="https://news.example/3?a=1&amp;b=2">c</a>'
    )


@given(st.text(max_size=300))
def test_no_markup_raises(markup: str) -> None:
    plain_text(markup)
    plain_line(markup)
    absolute_links(markup, BASE)
    web_address(markup, BASE)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b", ">", "x ", "&lt;", "<!--", "-->", "&amp;", "<script>"]),
        max_size=40,
    )
)
def test_no_tag_soup_leaves_a_tag(parts: list[str]) -> None:
    assert "<script>" not in plain_text("".join(parts)).replace("<b<script>", "")


SIMPLE = (
    '<p> </p> <b> </b> <i> </i> <em> </em> <br> <br/> <a|href="/x?a=1&b=2"> <a> </a> <img|alt="x|y"/> Ferry'
    ' Паром| | | \n \t \u00a0 &amp; &lt; &nbsp; &laquo; amp; lt;b&gt; &lt;b&gt; é > < " &copy; <div>'
)
SIMPLE_PIECES = [piece.replace("|", " ") for piece in SIMPLE.split(" ")]
paragraphs = st.recursive(
    st.lists(st.sampled_from(SIMPLE_PIECES), max_size=4).map("".join),
    lambda inner: st.lists(
        st.one_of(inner, st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "p", "b", "em"]), inner)),
        max_size=3,
    ).map("".join),
    max_leaves=6,
)


@settings(max_examples=300)
@given(paragraphs)
def test_simple_markup_reads_the_same_without_the_parser(markup: str) -> None:
    simple = html._simple_words(markup)
    parsed = "".join(html._words(html._parsed(markup)))
    assert simple is None or plain_text(simple) == plain_text(parsed)


def test_usual_paragraphs_are_simple() -> None:
    assert html._simple_words('<p>A <b>ferry</b> &amp; <a href="/1">more</a>.</p><br/>') is not None
    assert html._simple_words("<p>One<div>Two</div></p>") is None
    assert html._simple_words("<b>One<p>Two</b>Three</p>") is None


@given(st.from_regex(html._WHOLE_ADDRESS, fullmatch=True))
def test_a_whole_address_is_the_same_everywhere(address: str) -> None:
    assert urljoin(BASE, address) == urljoin("https://other.example", address) == web_address(address, BASE)
