"""Documents that lie, break or attack, from a real server to the alerts: what is read of them."""

from __future__ import annotations

import time
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import pytest

from monitor.core.fetching import Outcome
from tests.faults import item, rss
from tests.servers import Answer, WebServer
from tests.shell.publisher import Publisher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Publisher]:
    with Publisher(tmp_path) as wire:
        yield wire


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>'


# --- XML ------------------------------------------------------------------------------------------

SECONDS = 5.0
"""Processor time that a document may take at most, whatever it is."""

FERRY = item("Ferry leaves Sokcho", extra="<guid>1</guid>")


class Document(NamedTuple):
    """A document, and the titles that are told of it; the first outcome of its check."""

    body: str | bytes
    told: tuple[str, ...] = ("Ferry leaves Sokcho",)
    outcome: Outcome = Outcome.NEW


def refused(body: str | bytes, outcome: Outcome) -> Document:
    return Document(body, (), outcome)


def doctype(subset: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE rss [{subset}]>'


LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
TITLE_OF_A_PAGE = (
    "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Name</form></body></html>"
)
DOCUMENTS = {
    "harmless doctype": Document(
        rss(FERRY, head='<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "rss.dtd">')
    ),
    "undeclared entity": Document(
        rss(item("Ferry&nbsp;leaves &laquo;Sokcho&raquo;")), ("Ferry leaves «Sokcho»",)
    ),
    "bare ampersand": Document(rss(item("Ferry & port & Q&A")), ("Ferry & port & Q&A",)),
    "escaped twice": Document(
        rss(item("Ferry &amp;amp; port &amp;laquo;A&amp;raquo;")), ("Ferry & port «A»",)
    ),
    "billion laughs": Document(rss(item("Ferry &l9;"), head=doctype(LAUGHS)), ("Ferry &l9;",)),
    "parameter entities": Document(rss(FERRY, head=doctype("<!ENTITY % a \"<!ENTITY b 'c'>\"> %a;"))),
    "deep nesting": refused(rss(item("Deep", extra="<a>" * 100_000 + "</a>" * 100_000)), Outcome.HOSTILE),
    "deep nesting without end": refused(rss(item("Deep", extra="<a>" * 100_000)), Outcome.HOSTILE),
    "many attributes": refused(
        rss("<item" + "".join(f' a{n}="b"' for n in range(200_000)) + "><title>Much</title></item>"),
        Outcome.HOSTILE,
    ),
    "many attributes without values": Document(
        rss("<item" + "".join(f" a{n}" for n in range(200_000)) + "><title>Much</title></item>"), ("Much",)
    ),
    "many namespaces": refused(
        rss("<item" + "".join(f' xmlns:a{n}="b"' for n in range(100_000)) + "></item>"), Outcome.HOSTILE
    ),
    "html": refused(TITLE_OF_A_PAGE, Outcome.NOT_A_FEED),
    "xhtml": refused(
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>', Outcome.NOT_A_FEED
    ),
    "json": refused('{"error": {"code": 13}}', Outcome.NOT_A_FEED),
    "words": refused("Service temporarily unavailable", Outcome.NOT_A_FEED),
    "bytes": refused(bytes(range(256)) * 200, Outcome.NOT_A_FEED),
    "zeros": refused(bytes(100_000), Outcome.NOT_A_FEED),
    "blanks": refused(" \r\n\t", Outcome.EMPTY),
    "nothing": refused("", Outcome.EMPTY),
    "only a mark": refused("\ufeff", Outcome.EMPTY),
    "control characters": Document(
        rss(item("Fer\x00ry\x07 leaves\x1b[31m Sok\x7fcho&#0;&#27;&#x8;")), ("Ferry leaves[31m Sokcho",)
    ),
    "mark and blanks before": Document("\ufeff\r\n \n" + rss(FERRY)),
    "complaints before": Document("<br />\n<b>Warning</b>: no zone in <b>a.php</b><br />\n" + rss(FERRY)),
    "ends without beginnings": Document(rss(FERRY).replace("</item>", "</image></media:player></item>")),
    "rubbish after": Document(rss(FERRY) + "\n<!-- 0.2 s --><script>track()</script>\x00\x00"),
    "cut in an item": Document(rss(FERRY)[:-30]),
    "cut before an item": refused(rss(FERRY)[:80], Outcome.CUT),
    "a feed without content": refused('<?xml version="1.0"?><rss version="2.0"/>', Outcome.UNCHANGED),
    "nothing in an item": Document(rss("<item></item>", item(""), FERRY)),
    "only a text": Document(rss("<item><description>Ferry leaves</description></item>"), ("",)),
    "only a guid": Document(rss("<item><guid>https://wire.example/7</guid></item>"), ("",)),
    "markup in a title": Document(
        rss(item("&lt;b&gt;Ferry&lt;/b&gt; &lt;img src=x onerror=alert(1)&gt;leaves")), ("Ferry leaves",)
    ),
}


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_is_read_or_refused_by_name(wire: Publisher, document: Document) -> None:
    wire.answers(document.body if isinstance(document.body, bytes) else document.body.encode())
    before = time.process_time()
    outcomes = wire.checked(2)
    assert time.process_time() - before < SECONDS
    assert outcomes[0] is document.outcome
    assert outcomes[1] is (Outcome.UNCHANGED if document.outcome is Outcome.NEW else document.outcome)
    assert tuple(wire.told) == document.told


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY x SYSTEM "{secret}">',
        '<!ENTITY x SYSTEM "{canary}">',
        '<!ENTITY % d SYSTEM "{canary}"> %d;',
        '<!ENTITY x PUBLIC "-//A//B" "{canary}">',
    ],
)
def test_no_entity_reads_a_file_or_an_address(wire: Publisher, tmp_path: Path, subset: str) -> None:
    (tmp_path / "secret.txt").write_text("hunter2")
    with WebServer() as canary:
        entity = subset.format(secret=(tmp_path / "secret.txt").as_uri(), canary=canary.url("/x.dtd"))
        outside = f'<!DOCTYPE rss SYSTEM "{canary.url("/rss.dtd")}" [{entity}]>'
        include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{canary.url("/")}"/>'
        style = f'<?xml-stylesheet href="{canary.url("/a.xsl")}" type="text/xsl"?>'
        wire.answers(style + rss(item("Ferry &x;", text=f"&x;{include}"), head=outside))
        wire.checked()
        assert wire.told == ["Ferry &x;"]
        assert canary.seen == []
    assert "hunter2" not in str([it.payload for it in wire.notifications])


def test_a_crowd_is_capped_and_said_so(wire: Publisher) -> None:
    wire.tell_nothing()
    wire.answers(rss(*(item(f"소식 {n}", extra=f"<guid>{n}</guid>") for n in range(30_000))))
    record = wire.check("wire").record
    assert (record.entries, record.new) == (5_000, 5_000)
    assert "25,000 items beyond the first 5,000 were not read" in record.detail


def test_long_fields_are_shortened(wire: Publisher) -> None:
    wire.answers(rss(item("t" * 300_000, text="A word and another. " * 400_000)))
    record = wire.check("wire").record
    assert record.new == 1
    assert "shortened" in record.detail
    assert len(wire.told[0]) <= 1_000


def test_links_are_absolute_in_alerts(wire: Publisher) -> None:
    wire.answers(rss(item("Ferry", extra="<link>/view/1?a=b&amp;c=d</link>")))
    wire.checked()
    assert wire.notifications[0].payload["article"]["url"] == wire.server.url("/view/1?a=b&c=d")


# --- encodings ------------------------------------------------------------------------------------

RUSSIAN = "Паром «Восток» вышел — министр объяснил, ёлки"
KOREAN = "여객선 출항, 똠방각하도 펲시콜라도 탔다"


class Encoded(NamedTuple):
    title: str
    codec: str
    declared: str = ""
    charset: str = ""


ENCODED = {
    "cp949 as euc-kr": Encoded(KOREAN, "cp949", "euc-kr"),
    "cp949 as euc-kr by header": Encoded(KOREAN, "cp949", "", "euc-kr"),
    "cp949 as ks_c_5601-1987": Encoded(KOREAN, "cp949", "ks_c_5601-1987"),
    "UTF-8 as euc-kr": Encoded(KOREAN, "utf-8", "euc-kr", "euc-kr"),
    "UTF-8 as windows-1251": Encoded(RUSSIAN, "utf-8", "windows-1251", "windows-1251"),
    "koi8-r": Encoded(RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"'), "koi8-r", "koi8-r"),
    "cp1251 by header": Encoded(RUSSIAN, "cp1251", "", "windows-1251"),
    "cp1251 as utf-8": Encoded(RUSSIAN, "cp1251", "utf-8"),
    "cp866": Encoded("Паром вышел из порта", "cp866", "ibm866"),
    "utf-16": Encoded(RUSSIAN, "utf-16", "utf-16"),
    "utf-16-be without a mark": Encoded(KOREAN, "utf-16-be", "utf-16"),
    "header says latin-1": Encoded(RUSSIAN, "utf-8", "utf-8", "iso-8859-1"),
    "xml says latin-1": Encoded(KOREAN, "utf-8", "iso-8859-1"),
    "text/xml without charset": Encoded(RUSSIAN, "utf-8"),
    "gb2312 with letters of gbk": Encoded("渡轮驶往符拉迪沃斯托克，朱镕基谈话", "gbk", "gb2312"),
    "shift_jis": Encoded("フェリー①号が出港した", "cp932", "shift_jis"),
    "euc-jp": Encoded("フェリーが出港した", "euc_jp", "euc-jp"),
    "iso-2022-kr": Encoded("여객선 출항", "iso2022_kr", "iso-2022-kr"),
    "big5": Encoded("渡輪駛往海參崴", "big5", "big5"),
}


@pytest.mark.parametrize("encoded", ENCODED.values(), ids=ENCODED)
def test_the_words_in_the_alert_are_the_publishers(wire: Publisher, encoded: Encoded) -> None:
    head = declared(encoded.declared) if encoded.declared else ""
    label = f"; charset={encoded.charset}" if encoded.charset else ""
    body = rss(item(encoded.title, text=encoded.title * 5), head=head).encode(encoded.codec)
    wire.answers(Answer(body, headers=(("Content-Type", f"text/xml{label}"),)))
    assert wire.checked() == [Outcome.NEW]
    assert wire.told == [encoded.title]


def test_one_bad_byte_leaves_the_other_items_whole(wire: Publisher) -> None:
    other = item("북러 회담 열려")
    body = rss(item(KOREAN), other).encode().replace("출항".encode(), "출항".encode()[:-1], 1)
    wire.answers(Answer(body, headers=(("Content-Type", "text/xml; charset=utf-8"),)))
    wire.checked()
    assert sorted(wire.told) == sorted([KOREAN.replace("출항", "출\ufffd"), "북러 회담 열려"])


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (unicodedata.normalize("NFD", "여객선 출항"), "여객선 출항"),
        ("\u202e정상\u202c 회담\u2066\u2069", "정상 회담"),
        ("&#x202e;Ferry&#x202c; leaves", "Ferry leaves"),
        ("\u200f\u061cFerry", "Ferry"),
    ],
)
def test_letters_are_composed_and_direction_overrides_taken_out(
    wire: Publisher, title: str, told: str
) -> None:
    wire.answers(rss(item(title)))
    wire.checked()
    assert wire.told == [told]


WORD_BREAK = "<![CDATA[<wbr>]]>"
INVISIBLE = ["\u200b", "&#8203;", "\u200d", "\u2060", "\ufeff", "\u00ad", "&shy;", WORD_BREAK]
HIDDEN = [("title", sign) for sign in INVISIBLE] + [("description", sign) for sign in ("&shy;", WORD_BREAK)]


@pytest.mark.parametrize(("where", "between"), HIDDEN, ids=ascii)
@pytest.mark.parametrize("words", ["Запустили ра{}кету", "북한 미{}사일 발사", "Several mis{}siles fired"])
def test_what_nobody_sees_hides_no_word(wire: Publisher, words: str, between: str, where: str) -> None:
    wire.tell_of("ракета OR 미사일 OR missile")
    wire.answers(rss(f"<item><guid>1</guid><{where}>{words.format(between)}</{where}></item>"))
    wire.checked()
    assert len(wire.told) == 1


# --- time -----------------------------------------------------------------------------------------

SHOWN = {
    # as published, and how far from the time of the check the shown time may be
    "in 2099": ("Thu, 01 Jan 2099 00:00:00 GMT", timedelta(days=1)),
    "none": ("", timedelta(days=1)),
    "impossible": ("Tue, 31 Feb 2026 25:61:00 GMT", timedelta(days=1)),
    "nonsense": ("some day soon", timedelta(days=1)),
    "the epoch": ("Thu, 01 Jan 1970 00:00:00 GMT", timedelta(days=1)),
    "zero": ("0", timedelta(days=1)),
    "the year one": ("0001-01-01T00:00:00Z", timedelta(days=1)),
    "the year 9999": ("9999-12-31T23:59:59-14:00", timedelta(days=1)),
    "digits without end": ("9" * 5_000, timedelta(days=1)),
    "Korean": ("2026년 3월 2일 오후 5시 30분", timedelta(hours=1)),
    "Russian": ("2 марта 2026 г., 11:30 МСК", timedelta(hours=1)),
    "KST": ("Mon, 02 Mar 2026 17:30:00 KST", timedelta(hours=1)),
    "MSK": ("Mon, 02 Mar 2026 11:30:00 MSK", timedelta(hours=1)),
    "without a zone": ("2026-03-02 17:30:00", timedelta(hours=1)),
    "leap day": ("Thu, 29 Feb 2024 12:00:00 GMT", timedelta(days=740)),
    "leap second": ("Mon, 02 Mar 2026 08:59:60 GMT", timedelta(hours=1)),
}


@pytest.mark.parametrize(("raw", "distance"), SHOWN.values(), ids=SHOWN)
def test_no_date_hides_or_pins_an_item(wire: Publisher, raw: str, distance: timedelta) -> None:
    dated = item("Dated so", extra=f"<guid>1</guid><pubDate>{raw}</pubDate>")
    later = item("A later item", extra="<guid>2</guid><pubDate>Mon, 02 Mar 2026 09:06:00 GMT</pubDate>")
    wire.answers(rss(dated), rss(dated, later), rss(later, dated))
    wire.checked(3)
    assert wire.told == ["Dated so", "A later item"]
    shown = wire.notifications[0].payload["article"]
    when = datetime.fromisoformat(shown["published"] or shown["first_seen"])
    assert abs(wire.notifications[0].created - when) <= distance


@pytest.mark.parametrize("hours", [-1, 1, -24, 24 * 30])
def test_a_clock_that_is_set_hides_and_repeats_nothing(wire: Publisher, hours: int) -> None:
    items = [
        item(
            f"Ferry {n} leaves", extra=f"<guid>{n}</guid><pubDate>Mon, 02 Mar 2026 09:{n:02}:00 GMT</pubDate>"
        )
        for n in range(1, 41)
    ]
    wire.answers(*(rss(*reversed(items[:n])) for n in (20, 25, 30, 35, 40)))
    wire.checked(2)
    wire.desk.now_is += timedelta(hours=hours)
    wire.checked(2)
    wire.desk.now_is -= timedelta(hours=hours)
    wire.checked()
    assert sorted(wire.told) == sorted(f"Ferry {n} leaves" for n in range(1, 41))
    state = wire.store.feed_state("wire")
    assert state is not None
    assert state.next_check is not None
    assert timedelta(0) < state.next_check - wire.desk.now_is <= timedelta(minutes=10)
