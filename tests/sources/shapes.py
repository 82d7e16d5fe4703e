"""The shapes of sources' documents, and the words that the library fills them with.

The words are ours: a ferry from Vladivostok, told of in five languages at seven o'clock UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.core.reading import rss

if TYPE_CHECKING:
    from collections.abc import Callable

SEVEN = datetime(2026, 3, 2, 7, tzinfo=UTC)

MSK = "Mon, 02 Mar 2026 10:00:00 +0300"
KST = "Mon, 02 Mar 2026 16:00:00 +0900"
GMT = "Mon, 02 Mar 2026 07:00:00 GMT"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """A source's document, and what must come out of its first entry.

    ``said`` are the fields of its reading that are not those of ``WORDS``.
    """

    source: str
    feed: str
    link: str
    body: str | bytes
    language: str
    said: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.source} {self.language} {urlsplit(self.feed).path}"


def sample(
    source: str, language: str, feed: str, link: str, body: Callable[[str], str | bytes], **said: Any
) -> Sample:
    return Sample(source=source, feed=feed, link=link, body=body(link), language=language, said=said)


def item(title: str, link: str, date: str, text: str = "", *more: str) -> str:
    described = f"<description>{text}</description>" if text else ""
    return f"<title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>{described}{''.join(more)}"


def guid(value: str, *, permanent: bool = True) -> str:
    return f"<guid isPermaLink='{str(permanent).lower()}'>{value}</guid>"


def cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def sitemap(link: str, title: str, date: str, language: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
      xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{link}</loc><news:news>
      <news:publication><news:name>N</news:name><news:language>{language}</news:language></news:publication>
      <news:publication_date>{date}</news:publication_date><news:title>{title}</news:title>
      </news:news></url></urlset>"""


def rdf(link: str, title: str, date: str, text: str, language: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
    <rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:dc="http://purl.org/dc/elements/1.1/" xml:lang="{language}"><channel rdf:about="{link}">
      <title>N</title><link>{link}</link><dc:language>{language}</dc:language>
      <items><rdf:Seq><rdf:li rdf:resource="{link}"/></rdf:Seq></items></channel>
      <item rdf:about="{link}"><title>{title}</title><link>{link}</link>
      <description>{text}</description><dc:date>{date}</dc:date></item></rdf:RDF>"""


RU = "Паром из Владивостока прибыл в порт Тонхэ"
RU_TEXT = "Паром с пассажирами и грузом пришёл в южнокорейский порт Тонхэ утром в понедельник."
EN = "Ferry from Vladivostok reaches Donghae"
EN_TEXT = "A ferry with passengers and cargo from Russia reached the South Korean port on Monday morning."
KO = "블라디보스토크 여객선 동해항 입항"
KO_TEXT = "러시아에서 승객과 화물을 싣고 온 여객선이 월요일 오전 동해항에 들어왔다."
ZH = "符拉迪沃斯托克渡轮抵达东海港"
ZH_TEXT = "一艘载有乘客和货物的俄罗斯渡轮周一上午抵达韩国东海港。"
JA = "ウラジオストクのフェリーが東海港に到着"
JA_TEXT = "ロシアから乗客と貨物を乗せたフェリーが月曜日の午前、韓国の東海港に入った。"
WORDS = {
    "ru": (RU, RU_TEXT),
    "en": (EN, EN_TEXT),
    "ko": (KO, KO_TEXT),
    "zh": (ZH, ZH_TEXT),
    "ja": (JA, JA_TEXT),
}


def wordpress(link: str, title: str, text: str, date: str = GMT) -> str:
    return rss(
        item(
            title,
            link,
            date,
            cdata(
                f"<p>{text}</p>\n"
                f"<p>The post <a href='{link}'>{title}</a> appeared first on <a href='x'>N</a>.</p>"
            ),
            guid("https://site.example/?p=20001", permanent=False),
            f"<dc:creator>{cdata('A. Reporter')}</dc:creator><category>{cdata('Korea')}</category>",
        )
    )


def plain(title: str, text: str, date: str) -> Callable[[str], str]:
    """The feed that most have: title, link, lead and date, the link again as the guid."""
    return lambda link: rss(item(title, link, date, cdata(text), guid(link)))
