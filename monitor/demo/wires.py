"""The publishers of the demo and the form each gives its news: addresses, ids, dates, furniture, markup.

Pure: from reports to documents. Modelled on what TASS, Yonhap and the Federation Council really serve:
RSS with dates in the publisher's own zone, serials that tell a later filing from the first, datelines,
trailers, and a list page without a feed. Serving them is left to ``monitor.demo.newswire``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from monitor.demo.sample import Item

MOSCOW = ZoneInfo("Europe/Moscow")
SEOUL = ZoneInfo("Asia/Seoul")

MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS_AP = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
MONTHS_RU = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An item on its wire. ``path`` is its page; ``title`` and ``text`` are those of its last edit."""

    item: Item
    path: str
    published: datetime
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A feed of the demo.

    ``path`` is the feed's own address. ``address`` forms a report's from ``day`` (of the start),
    ``serial``, ``filing`` and ``id``; the feed's links add ``query``. ``timezone`` is that of its dates.
    """

    id: str
    source: str
    name: str
    path: str
    content_type: str
    address: str
    document: Callable[[Wire, str, Sequence[Report]], str]
    language: str = ""
    timezone: ZoneInfo = MOSCOW
    furnished: Callable[[Report], str] = lambda report: report.text
    query: str = ""


# --- A report's text with its wire's furniture ------------------------------------------------------


def _tass_en(report: Report) -> str:
    day = report.published.astimezone(MOSCOW)
    dateline = f"{report.item.place.upper()}, {MONTHS_EN[day.month - 1]} {day.day}. /TASS/."
    return f"{dateline} {report.text}"


def _tass_ru(report: Report) -> str:
    day = report.published.astimezone(MOSCOW)
    dateline = f"{report.item.place.upper()}, {day.day} {MONTHS_RU[day.month - 1]}. /ТАСС/."
    return f"{dateline} {report.text}"


def _yonhap_en(report: Report) -> str:
    day = report.published.astimezone(SEOUL)
    dateline = f"{report.item.place.upper()}, {MONTHS_AP[day.month - 1]} {day.day} (Yonhap) --"
    return f"{dateline} {report.text}\n(END)"


def _yonhap_ko(report: Report) -> str:
    sent = report.published.astimezone(SEOUL).strftime("%Y/%m/%d %H:%M")
    rights = f"<저작권자(c) 연합뉴스, 무단 전재-재배포 금지> {sent} 송고"
    return f"({report.item.place}=연합뉴스) 한가람 기자 = {report.text}\n{rights}"


# --- Documents --------------------------------------------------------------------------------------


def _rss(wire: Wire, base: str, reports: Sequence[Report]) -> str:
    def description(report: Report) -> str:
        return "<br/>".join(escape(line) for line in wire.furnished(report).splitlines())

    items = "".join(
        f"""
  <item>
   <title>{escape(report.title)}</title>
   <link>{escape(base + report.path + wire.query)}</link>
   <guid>{escape(base + report.path)}</guid>
   <description>{escape(description(report))}</description>
   <pubDate>{format_datetime(report.published.astimezone(wire.timezone))}</pubDate>
  </item>"""
        for report in reports
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
 <channel>
  <title>{escape(wire.name)}</title>
  <link>{base}{wire.path}</link>
  <description>Invented news for the demonstration of Tumen</description>
  <language>{wire.language}</language>{items}
 </channel>
</rss>
"""


def _atom(wire: Wire, base: str, reports: Sequence[Report]) -> str:
    entries = "".join(
        f"""
 <entry xml:lang="{report.item.language}">
  <id>{base}{report.path}</id>
  <title>{escape(report.title)}</title>
  <link rel="alternate" href="{base}{report.path}"/>
  <published>{report.published.isoformat(timespec="seconds")}</published>
  <updated>{report.published.isoformat(timespec="seconds")}</updated>
  <content type="html">{escape(f"<p>{escape(report.text)}</p>")}</content>
 </entry>"""
        for report in reports
    )
    updated = max((report.published for report in reports), default=datetime.min.replace(tzinfo=UTC))
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
 <id>{base}{wire.path}</id>
 <title>{escape(wire.name)}</title>
 <updated>{updated.isoformat(timespec="seconds")}</updated>{entries}
</feed>
"""


def _json_feed(wire: Wire, base: str, reports: Sequence[Report]) -> str:
    items = [
        {
            "id": base + report.path,
            "url": base + report.path,
            "title": report.title,
            "content_text": report.text,
            "date_published": report.published.isoformat(timespec="seconds"),
        }
        for report in reports
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": wire.name, "language": wire.language}
    return json.dumps({**head, "items": items}, ensure_ascii=False)


def _council_list(wire: Wire, _base: str, reports: Sequence[Report]) -> str:
    """The latest report stands in a block of its own and once more in the list, as on the real page."""

    def block(report: Report, tag: str, css: str) -> str:
        day = report.published.astimezone(MOSCOW)
        return f"""
    <{tag} class="{css}">
      <h3 class="hentry__title"><a href="{report.path}">{escape(report.title)}</a></h3>
      <time class="dt-published" itemprop="datePublished" datetime="{day.isoformat(timespec="seconds")}">\
{day.day} {MONTHS_RU[day.month - 1]} {day.year}</time>
      <p class="hentry__summary">{escape(report.text)}</p>
    </{tag}>"""

    top = "".join(block(report, "div", "hentry hentry_med") for report in reports[:1])
    rows = "".join(block(report, "li", "h-entry hentry") for report in reports)
    return f"""<!DOCTYPE html>
<html lang="ru">
<head><meta charset="utf-8"><title>{escape(wire.name)}</title></head>
<body>
  <nav><a href="/council/structure/">Структура</a> <a href="/council/events/">События</a></nav>
  <div class="main-theme">{top}
  </div>
  <ul class="news-list">{rows}
  </ul>
  <footer><a href="/council/contacts/">Контакты</a></footer>
</body>
</html>
"""


def _challenge(_wire: Wire, _base: str, _reports: Sequence[Report]) -> str:
    """What a bot wall answers in a feed's place, with status 200."""
    return """<!DOCTYPE html>
<html><head><title>One moment</title>
<script src="/servicepipe/check.js"></script>
<script>document.cookie = "spid=1; path=/"; window.location.reload();</script>
</head><body><noscript>Enable JavaScript to go on.</noscript></body></html>
"""


def page(report: Report) -> str:
    """The article's own page, so that the links in alerts lead somewhere."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in report.text.splitlines())
    day = report.published.isoformat(timespec="seconds")
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{escape(report.title)}</title></head>
<body><article><h1>{escape(report.title)}</h1><time datetime="{day}">{day}</time>{paragraphs}</article>
</body></html>
"""


# --- The wires --------------------------------------------------------------------------------------

RSS = "application/rss+xml; charset=utf-8"
HTML = "text/html; charset=utf-8"

WIRES = {
    wire.id: wire
    for wire in (
        Wire(
            id="tass-en",
            source="tass",
            name="TASS",
            path="/tass.com/rss/v2.xml",
            content_type=RSS,
            language="en",
            address="/tass.com/politics/203{serial:04}",
            document=_rss,
            furnished=_tass_en,
        ),
        Wire(
            id="tass-ru",
            source="tass",
            name="ТАСС",
            path="/tass.ru/rss/v2.xml",
            content_type=RSS,
            language="ru",
            address="/tass.ru/politika/2818{serial:04}",
            document=_rss,
            furnished=_tass_ru,
        ),
        Wire(
            id="yonhap-en",
            source="yonhap",
            name="Yonhap",
            path="/en.yna.co.kr/RSS/news.xml",
            content_type=RSS,
            language="en",
            address="/en.yna.co.kr/view/AEN{day:%Y%m%d}{serial:04}{filing:02}315",
            document=_rss,
            timezone=SEOUL,
            furnished=_yonhap_en,
            query="?section=news&input=rss",
        ),
        Wire(
            id="yonhap-ko",
            source="yonhap",
            name="연합뉴스",
            path="/www.yna.co.kr/rss/news.xml",
            content_type=RSS,
            language="ko",
            address="/www.yna.co.kr/view/AKR{day:%Y%m%d}{serial:04}{filing:02}504",
            document=_rss,
            timezone=SEOUL,
            furnished=_yonhap_ko,
        ),
        Wire(
            id="council-ru",
            source="council",
            name="Совет Федерации",
            path="/council/events/news/",
            content_type=HTML,
            language="ru",
            address="/council/events/news/17{serial:04}/",
            document=_council_list,
        ),
        Wire(
            id="portside",
            source="portside",
            name="Portside Daily",
            path="/portside/feed.atom",
            content_type="application/atom+xml; charset=utf-8",
            address="/portside/{day:%Y/%m/%d}/{id}",
            document=_atom,
        ),
        Wire(
            id="amur-review",
            source="amur-review",
            name="Amur Review",
            path="/amur-review/feed.json",
            content_type="application/feed+json",
            language="en",
            address="/amur-review/articles/{id}",
            document=_json_feed,
        ),
        Wire(
            id="walled",
            source="walled",
            name="A site behind a bot wall",
            path="/walled/rss.xml",
            content_type=HTML,
            address="/walled/{id}",
            document=_challenge,
        ),
    )
}
"""The wires by id; each but the walled one has its reports in ``sample``."""
