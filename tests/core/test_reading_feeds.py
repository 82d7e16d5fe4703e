"""RSS, RDF and Atom: what is taken from them, what is mended, what is refused."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.errors import ReadError
from monitor.core.fetching import Outcome
from monitor.core.reading.mend import mend, root_of
from tests.core.reading import parts_of, read, rss

ITEM = (
    "<title>Ferry leaves Sokcho</title><link>https://news.example/view/1</link><guid>n1</guid>"
    "<pubDate>Mon, 02 Mar 2026 16:00:00 +0900</pubDate><description>It carries 120 people.</description>"
)


def outcome_of(body: str | bytes, **more: object) -> Outcome:
    with pytest.raises(ReadError) as raised:
        read(body, **more)
    return raised.value.outcome


# --- what is taken --------------------------------------------------------------------------------


def test_an_rss_item() -> None:
    document = read(rss(ITEM, head="<title>Ferry News</title><language>en-US</language>"))
    assert (document.kind, document.title, document.language) == ("rss20", "Ferry News", "en-US")
    (entry,) = document.entries
    assert entry.guid == "n1"
    assert entry.link == "https://news.example/view/1"
    assert entry.title == "Ferry leaves Sokcho"
    assert entry.summary == "It carries 120 people."
    assert entry.published == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert entry.published_raw == "Mon, 02 Mar 2026 16:00:00 +0900"
    assert len(entry.fingerprint) == 8


def test_an_atom_entry() -> None:
    document = read(
        """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>События</title>
        <entry><id>tag:kremlin,2026:1</id><title type="html">Встреча &amp;laquo;в порту&amp;raquo;</title>
        <link rel="enclosure" href="/a.mp3"/><link rel="alternate" type="text/html" href="/events/1"/>
        <published>2026-03-02T10:00:00+03:00</published><updated>2026-03-02T11:00:00+03:00</updated>
        <author><name>Пресс-служба</name></author><category term="a" label="Порты"/>
        <summary>Кратко</summary><content type="html">&lt;p&gt;Подробно&lt;/p&gt;</content></entry></feed>"""
    )
    (entry,) = document.entries
    assert document.kind == "atom10"
    assert (entry.guid, entry.link) == ("tag:kremlin,2026:1", "https://news.example/events/1")
    assert entry.title == "Встреча «в порту»"
    assert entry.published == datetime(2026, 3, 2, 7, tzinfo=UTC)
    assert entry.updated == datetime(2026, 3, 2, 8, tzinfo=UTC)
    assert (entry.summary, entry.content) == ("Кратко", "<p>Подробно</p>")
    assert (entry.authors, entry.categories, entry.language) == (("Пресс-служба",), ("Порты",), "ru")


def test_an_rdf_item() -> None:
    document = read(
        """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Ferry</title></channel>
        <item rdf:about="https://news.example/1"><title>Ferry</title><link>https://news.example/1</link>
        <dc:date>2026-03-02T09:00:00+09:00</dc:date></item></rdf:RDF>"""
    )
    assert document.kind == "rss10"
    assert document.entries[0].published == datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "full",
    [
        "<content:encoded><![CDATA[<p>The whole report.</p>]]></content:encoded>",
        "<yandex:full-text>&lt;p&gt;The whole report.&lt;/p&gt;</yandex:full-text>",
        "<yandex:full-text><![CDATA[<p>The whole report.</p>]]></yandex:full-text>",
        "<full-text>The whole report.</full-text>",
    ],
)
def test_the_whole_text_is_preferred_to_the_lead(full: str) -> None:
    (parts,) = parts_of(rss(f"<title>A</title><description>Lead.</description>{full}"))
    assert parts.text == "The whole report."


def test_a_lead_longer_than_the_content_is_kept() -> None:
    (parts,) = parts_of(rss("<description>A long lead.</description><content:encoded>x</content:encoded>"))
    assert parts.text == "A long lead."


def test_a_pictures_caption_does_not_overwrite_the_text() -> None:
    picture = "<media:content url='/1.jpg'><media:description>At sea</media:description></media:content>"
    (entry,) = read(rss(ITEM + picture)).entries
    assert entry.summary == "It carries 120 people."
    (entry,) = read(rss("<title>A video</title>" + picture)).entries
    assert entry.summary == "At sea"


@pytest.mark.parametrize(
    ("raw", "zone", "moment"),
    [
        ("20260302160000", "Asia/Seoul", "2026-03-02T07:00:00+00:00"),
        ("Mon, 02 Mar 2026 16:00:00", "Asia/Seoul", "2026-03-02T07:00:00+00:00"),
        ("Mon, 02 Mar 2026 16:00:00 KST", "UTC", "2026-03-02T07:00:00+00:00"),
        ("2026.03.02 16:00", "Asia/Seoul", "2026-03-02T07:00:00+00:00"),
        ("2026년 3월 2일 16:00", "Asia/Seoul", "2026-03-02T07:00:00+00:00"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "UTC", None),
        ("Mon, 30 Feb 2026 00:00:00 GMT", "UTC", None),
        ("", "UTC", None),
    ],
)
def test_dates_are_read_here_and_kept_as_written(raw: str, zone: str, moment: str | None) -> None:
    (entry,) = read(rss(f"<title>A</title><pubDate>{raw}</pubDate>"), timezone=zone).entries
    assert (entry.published.isoformat() if entry.published else None) == moment
    assert entry.published_raw == raw


def test_the_sources_zone_serves_a_feed_that_names_none() -> None:
    from monitor.sources import profile

    item = "<title>A</title><pubDate>20260302160000</pubDate>"
    (entry,) = read(rss(item), profile=profile("yonhap")).entries
    assert entry.published == datetime(2026, 3, 2, 7, tzinfo=UTC)
    (entry,) = read(rss(item), profile=profile("yonhap"), timezone="UTC").entries
    assert entry.published == datetime(2026, 3, 2, 16, tzinfo=UTC)


def test_relative_links_belong_to_the_site_not_to_the_feeds_host() -> None:
    head = "<title>A</title><link>https://www.news.example/en/</link>"
    text = "<description>&lt;a href='/about'&gt;more&lt;/a&gt;</description>"
    (entry,) = read(rss(f"<title>A</title><link>/view/1</link>{text}", head=head)).entries
    assert entry.link == "https://www.news.example/view/1"
    assert entry.summary == "<a href='https://www.news.example/about'>more</a>"


def test_a_guid_stands_in_for_a_missing_link_if_it_is_an_address() -> None:
    entries = read(
        rss("<title>A</title><guid>https://news.example/1</guid>", "<title>B</title><guid>7</guid>")
    ).entries
    assert [(entry.guid, entry.link) for entry in entries] == [
        ("https://news.example/1", "https://news.example/1"),
        ("7", None),
    ]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"])
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    (entry,) = read(rss(f"<title>A</title><link>{link}</link>")).entries
    assert entry.link is None


def test_a_bare_id_stays_what_it_is_wherever_the_feed_moves() -> None:
    first = read(rss("<id>ACK20260302001300881</id><title>A</title>"), url="https://a.example/rss/x.xml")
    second = read(rss("<id>ACK20260302001300881</id><title>A</title>"), url="https://b.example/y.xml")
    assert first.entries[0].guid == "ACK20260302001300881"
    assert first.entries[0].fingerprint == second.entries[0].fingerprint


def test_any_change_of_an_entry_changes_its_fingerprint() -> None:
    variants = [ITEM, ITEM.replace("120", "121"), ITEM.replace("Sokcho", "Busan"), ITEM.replace("n1", "n2")]
    variants.append(ITEM.replace("16:00:00", "16:00:01"))
    prints = {read(rss(item)).entries[0].fingerprint for item in variants}
    assert len(prints) == len(variants)
    assert read(rss(ITEM)).entries[0].fingerprint in prints


# --- what is mended -------------------------------------------------------------------------------

SOUND = rss("<title>Ferry &amp; bridge</title>")
NETSCAPE = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://x.example/rss.dtd">'
SLIGHTLY_BROKEN = {
    "blanks before it": "\n\n  " + SOUND,
    "a byte order mark": "\ufeff" + SOUND,
    "garbage after it": SOUND + "\n<script>analytics()</script> and more",
    "a bare ampersand": rss("<title>Ferry & bridge</title>"),
    "HTML's entities": rss("<title>Ferry&nbsp;&amp;&nbsp;bridge</title>"),
    "control characters": rss("<title>Ferry\x00 &#0;&#x1b;&amp;\x1b bridge\ufffe</title>"),
    "CDATA": rss("<title><![CDATA[Ferry & bridge]]></title>"),
    "tags in a title": rss("<title><![CDATA[<b>Ferry</b> &amp; bridge]]></title>"),
    "escaped twice": rss("<title>Ferry &amp;amp; bridge</title>"),
    "utf8 without hyphen": SOUND.replace("UTF-8", "utf8"),
    "a harmless DOCTYPE": SOUND.replace("<rss", f"{NETSCAPE}<rss"),
    "entities of its own": SOUND.replace("<rss", '<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]><rss'),
    "comments before it": SOUND.replace("<rss", "<!-- by hand --><?xml-stylesheet href='x'?><rss"),
    "an undeclared prefix": rss("<title>Ferry &amp; bridge</title><undeclared:tag>x</undeclared:tag>"),
    "no end": SOUND.removesuffix("</channel></rss>"),
    "a namespace of its own": SOUND.replace("<rss ", '<rss xmlns="http://backend.example/rss2" '),
}


@pytest.mark.parametrize("document", SLIGHTLY_BROKEN.values(), ids=SLIGHTLY_BROKEN)
def test_what_is_slightly_broken_is_read(document: str) -> None:
    assert [entry.title for entry in read(document).entries] == ["Ferry & bridge"]


def test_an_unknown_entity_stays_as_written() -> None:
    (entry,) = read(rss("<title>R&doesnotexist;D</title>")).entries
    assert entry.title == "R&doesnotexist;D"


@pytest.mark.parametrize("fault", ["</media:player>", "<image></width></image>", "<a:b:c/>"])
def test_over_no_fault_a_whole_feed_falls(fault: str) -> None:
    titles = [entry.title for entry in read(rss("<title>First</title>", f"<title>A</title>{fault}")).entries]
    assert titles[0] == "First"


def test_one_bad_item_is_counted_and_the_rest_is_read() -> None:
    document = read(rss("<title>One</title>", "<enclosure url='x'/>", "<title>Two</title>"))
    assert [entry.title for entry in document.entries] == ["One", "Two"]
    assert document.bad_entries == ("item 2: neither title, nor link, nor text",)


@pytest.mark.parametrize(
    "item",
    [
        "<title>Only a title</title>",
        "<link>https://news.example/1</link>",
        "<description>Only text</description>",
    ],
)
def test_an_item_that_says_anything_is_read(item: str) -> None:
    assert len(read(rss(item)).entries) == 1


def test_a_sound_feed_may_be_empty() -> None:
    assert read(rss()).entries == ()


# --- what is refused or cut -----------------------------------------------------------------------


def test_what_is_no_feed_is_said_to_be_none() -> None:
    assert outcome_of("<?xml version='1.0'?><note>A sound document</note>") is Outcome.NOT_A_FEED
    assert outcome_of("just words") is Outcome.NOT_A_FEED
    assert outcome_of(bytes(range(256)) * 20) is Outcome.NOT_A_FEED
    assert outcome_of("") is Outcome.EMPTY
    assert outcome_of(b"\n \t ") is Outcome.EMPTY


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(12))


@pytest.mark.parametrize(
    "doctype",
    [
        f"<!DOCTYPE rss [{BOMB}]>",
        f'<!DOCTYPE rss [<!ENTITY a11 "{"x" * 50_000}">]>',
        '<!DOCTYPE rss [<!ENTITY a11 SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss [<!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd"> %d; <!ENTITY a11 "x">]>',
    ],
    ids=["laughs", "quadratic", "file", "remote"],
)
def test_no_entity_is_expanded(doctype: str) -> None:
    body = rss(f"<title>{'&a11;' * 100}</title>").replace("<rss", f"{doctype}<rss")
    (entry,) = read(body).entries
    assert entry.title == "&a11;" * 100


@pytest.mark.parametrize(
    "document",
    [
        rss("<title " + " ".join(f"a{n}='1'" for n in range(5_000)) + ">A</title>"),
        rss("<title " + " ".join(f"a{n}='>'" for n in range(5_000)) + ">A</title>"),
        rss(("<title " + " ".join(f"a{n}='1'" for n in range(300)) + ">A</title>") * 100),
        rss("<title>A</title>" + "<b>" * 30_000 + "</b>" * 30_000),
        rss("<title>A</title>" + "<b/>" * 300_000),
        "<rss " + "a='b' " * 100_000,
    ],
    ids=[
        "attributes",
        "attributes of brackets",
        "many with many attributes",
        "nesting",
        "elements",
        "one endless tag",
    ],
)
def test_what_costs_too_much_is_refused(document: str) -> None:
    assert outcome_of(document) is Outcome.HOSTILE


def test_many_items_are_capped() -> None:
    document = read(rss(*(f"<title>Item {n}</title>" for n in range(50))), max_items=10)
    assert [entry.title for entry in document.entries] == [f"Item {n}" for n in range(10)]
    assert document.notes == ("40 items beyond the first 10 were not read",)


@pytest.mark.parametrize("root", ["feed", "a:feed"])
def test_capped_atom_stays_well_formed(root: str) -> None:
    prefix, _, _ = root.rpartition(":")
    entry = "<{0}entry><{0}title>A</{0}title></{0}entry>".format(f"{prefix}:" if prefix else "")
    xmlns = f"xmlns{':' + prefix if prefix else ''}='http://www.w3.org/2005/Atom'"
    assert len(read(f"<{root} {xmlns}>{entry * 30}</{root}>", max_items=7).entries) == 7


def test_long_fields_are_shortened_and_said_so() -> None:
    document = read(rss(f"<title>{'x' * 300_000}</title><description>{'word ' * 400_000}</description>"))
    (entry,) = document.entries
    assert len(entry.title) == 1_000
    assert entry.title.endswith("…")
    assert len(entry.summary) <= 800_000
    assert len(document.notes) == 2


def test_a_hundred_thousand_combining_marks_are_bounded() -> None:
    (entry,) = read(rss("<title>a" + "\u0301\u0316" * 50_000 + "</title>")).entries
    assert len(entry.title) < 100


# --- laws -----------------------------------------------------------------------------------------

PIECES = (
    "<rss> </rss> <item> </item> <title> </title> <![CDATA[ ]]> <!-- --> & &amp; &#0; <!DOCTYPE ]> <?xml?>"
    " x <a= ='c' > \x00 <feed> <channel> &nbsp; ["
)
SOUP = st.sampled_from(PIECES.split())


@settings(deadline=None)
@given(st.lists(SOUP, max_size=40).map("".join))
def test_soup_is_read_or_refused_by_name(text: str) -> None:
    with contextlib.suppress(ReadError):
        read(text)


@given(st.lists(SOUP, max_size=40).map("".join))
def test_mending_is_idempotent(text: str) -> None:
    once, _ = mend(text, max_items=100)
    twice, _ = mend(once, max_items=100)
    assert twice == once


def test_the_root_is_found_behind_whatever_stands_before_it() -> None:
    prolog = "\ufeff\n<?xml version='1.0'?><!-- <html> --><!DOCTYPE rss [<!ENTITY a '<feed>'>]>"
    assert root_of(f"{prolog}<RSS version='2.0'>") == "rss"
    assert root_of("<rdf:RDF xmlns='x'>") == "rdf"
    assert root_of("no markup") == ""
