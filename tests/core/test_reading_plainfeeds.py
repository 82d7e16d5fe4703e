"""Plain feeds are read as feedparser reads them, or left to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.reading.feeds import read_any
from monitor.core.reading.mend import mend
from monitor.core.reading.plainfeeds import read_plain
from tests.core.reading import rss

DECLARED = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    ' xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"'
)

# --- documents made of what plain feeds have, and of what makes them unusual ------------------------

WORDS = [
    "",
    " ",
    "Ferry leaves Sokcho",
    " Паром\nвышел ",
    "선박 출항",
    "café\u00a0au lait",
    "caf\u00c3\u00a9",
    "\u0092tis",
    "E&amp;amp;S &amp;lt;b&amp;gt;",
    "&lt;p&gt;Text, &lt;a href='/a?b=1&amp;amp;c=2'&gt;more&lt;/a&gt;&lt;/p&gt;",
    "<![CDATA[<p>Whole]]> text<![CDATA[</p>]]>",
    "a<!-- not said -->b",
    "a &nbsp; b &mdash; c",
    "&#1055;&#x43f;",
    "<b>inside</b>",
    "http://news.example/1",
    "/view/2?a=1&amp;b=2",
    "http:///news.example/3",
    "urn:x:7",
    "Mon, 02 Mar 2026 16:00:00 +0900",
    "2026-03-02T16:00:00Z",
    "desk@news.example (Desk)",
    "&amp;b;",
]
ATTRIBUTES = [
    *([""] * 60),
    ' isPermaLink="false"',
    ' isPermaLink="true"',
    ' isPermaLink="FALSE"',
    ' domain="ports"',
    ' type="html"',
    ' type="text"',
    ' type="xhtml"',
    ' type="text/html"',
    ' type="application/x"',
    ' term="a" label="Ports"',
    ' term="b" scheme="s"',
    ' href="/a" rel="alternate"',
    ' href="/b"',
    ' href="/c" rel="self" type="application/rss+xml"',
    ' href="" rel="ALTERNATE" type="text/HTML"',
    ' href="/d" rel="alternate" type="audio/mpeg"',
    ' url="http://news.example/p.jpg" type="image/jpeg"',
    ' xml:lang="ko-KR"',
    ' xml:base="http://other.example/"',
]
words = st.sampled_from(WORDS)


def elements(names: str) -> st.SearchStrategy[str]:
    return st.builds(
        lambda name, attributes, text: f"<{name}{attributes}>{text}</{name}>",
        st.sampled_from(names.split()),
        st.sampled_from(ATTRIBUTES),
        words,
    )


def several(*parts: st.SearchStrategy[str], most: int = 6) -> st.SearchStrategy[str]:
    """Parts in any order, mostly each once: what is said twice is unusual."""
    once = st.lists(st.one_of(*parts), max_size=most, unique_by=lambda part: part.partition(">")[0])
    return st.one_of(once, once, once, st.lists(st.one_of(*parts), max_size=most)).map("\n ".join)


ITEM_PARTS = elements(
    "title title link link guid description content:encoded pubDate dc:date category author dc:creator"
    " enclosure comments media:thumbnail media:content media:title dc:title updated source unknown"
)
ENTRY_PARTS = elements("title link link id summary content published updated category rights source")
people = several(elements("name name email uri"), most=2).map(lambda parts: f"<author>{parts}</author>")
items = several(ITEM_PARTS, most=9).map(lambda parts: f"<item>{parts}</item>")
entries = several(ENTRY_PARTS, people, most=8).map(lambda parts: f"<entry>{parts}</entry>")
images = several(elements("title url link")).map(lambda parts: f"<image>{parts}</image>")
channels = several(
    elements("title link description language generator atom:link sy:updatePeriod category unknown"),
    images,
    items,
    items,
)
feeds = several(elements("title link link id subtitle updated generator logo"), people, entries, entries)
documents = st.one_of(
    st.builds("<rss version='2.0' {}><channel>{}</channel></rss>".format, st.just(DECLARED), channels),
    st.builds(
        "<feed xmlns='http://www.w3.org/2005/Atom'{}>{}</feed>".format,
        st.sampled_from(["", " xml:lang='ru'", " xml:lang='en_US'", " xml:lang=''"]),
        feeds,
    ),
)


@settings(deadline=None, max_examples=300)
@given(documents)
def test_what_is_read_without_feedparser_is_read_the_same(document: str) -> None:
    mended, _ = mend(document, max_items=100)
    plain = read_plain(mended)
    assert plain is None or plain == read_any(mended)


# --- what is plain, and what is not -----------------------------------------------------------------

FULL = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {DECLARED}><channel>
<title>Ferry News</title><atom:link href="http://news.example/rss" rel="self" type="application/rss+xml"/><link>http://news.example/</link>
<language>en-US</language><ttl>5</ttl>
<image><url>/i.png</url><title>Logo</title><link>http://x.example/</link></image>
<item><title>Ferry leaves Sokcho</title><link>http://news.example/1?a=1&amp;b=2</link><category>Ports</category>
<guid isPermaLink="false">n1</guid><pubDate>Mon, 02 Mar 2026 16:00:00 +0900</pubDate>
<dc:creator>A. Kim</dc:creator><description><![CDATA[It carries 120 people.]]></description>
<enclosure url="/1.jpg" type="image/jpeg" length="1"/><category domain="x">Ships</category>
<content:encoded>&lt;p&gt;It carries 120.&lt;/p&gt;</content:encoded></item>
<item><guid>http://news.example/2</guid><description>Only a lead</description></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko"><title type="text">항만</title>
<id>urn:f</id><link href="http://news.example/" rel="alternate"/><link href="/atom" rel="self"/>
<author><name>편집부</name></author><entry><id>urn:1</id><title type="html">선박 &amp;amp; 출항</title>
<link href="/1"/><updated>2026-03-02T16:00:00Z</updated>
<author><name>김</name><email>kim@news.example</email></author><category term="p" label="항만"/>
<content type="html">&lt;p&gt;속초&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("document", [FULL, ATOM, rss("<title>Only a title</title>"), rss()])
def test_usual_feeds_are_plain(document: str) -> None:
    mended, _ = mend(document, max_items=100)
    assert read_plain(mended) == read_any(mended)
    assert read_plain(mended) is not None


@pytest.mark.parametrize(
    "document",
    [
        FULL.replace("purl.org/dc/elements/1.1/", "other.example/"),
        FULL.replace("<rss ", '<rss xmlns:r="http://purl.org/rss/1.0/" '),
        FULL.replace("<item>", '<item xmlns:dc="http://purl.org/rss/1.0/modules/content/">', 1),
        FULL.replace("</channel>", ""),
        FULL.replace("<ttl>", "<title>Another</title><ttl>"),
        FULL.replace("<ttl>", "<atom:link href='http://news.example/'/><ttl>"),
        FULL.replace("<ttl>", "<?xml version='1.0'?><ttl>"),
        FULL.replace('version="2.0"', 'version="0.91"'),
        FULL.replace("<title>Ferry leaves Sokcho</title>", "<title>Ferry <b>leaves</b> Sokcho</title>"),
        ATOM.replace(' type="html"', ' type="xhtml"'),
        ATOM.replace("<entry>", '<entry xml:base="http://other.example/">'),
    ],
)
def test_whatever_is_unusual_is_left_to_feedparser(document: str) -> None:
    mended, _ = mend(document, max_items=100)
    assert read_plain(mended) is None
