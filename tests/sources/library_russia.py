"""Documents in the shapes of Russia's agencies, papers and institutions."""

from __future__ import annotations

from tests.core.reading import rss
from tests.sources.shapes import EN, EN_TEXT, GMT, MSK, RU, RU_TEXT, cdata, guid, item, plain, sample, sitemap

RUSSIAN = (
    sample(
        "tass",
        "en",
        "https://tass.com/rss/v2.xml",
        "https://tass.com/economy/2000001",
        lambda link: rss(item(f"{EN} — governor", link, MSK, EN_TEXT)),
        title=f"{EN} — governor",
    ),
    sample(
        "tass",
        "ru",
        "https://tass.ru/rss/yandex.xml",
        "https://tass.ru/ekonomika/20000001",
        lambda link: rss(
            item(
                RU,
                cdata(link),
                MSK,
                "Паром пришёл",
                '<enclosure url="https://cdn.example/1.jpg" type="image/jpeg"/>',
                "<yandex:full-text>&lt;p&gt;ВЛАДИВОСТОК, 2 марта. /ТАСС/. "
                f"{RU_TEXT}&lt;/p&gt;</yandex:full-text>",
            )
        ),
        dateline="ВЛАДИВОСТОК, 2 марта. /ТАСС/.",
    ),
    sample(
        "ria",
        "ru",
        "https://ria.ru/export/rss2/archive/index.xml",
        "https://ria.ru/20260302/parom-2077000001.html",
        lambda link: rss(item(RU, link, MSK, "", guid(link), '<enclosure url="https://cdn.example/1.jpg"/>')),
        text="",
    ),
    sample(
        "interfax",
        "ru",
        "https://www.interfax.ru/rss.asp",
        "https://www.interfax.ru/russia/1000001",
        lambda link: (
            rss(item(RU, link, MSK, cdata(f"Владивосток. 2 марта. INTERFAX.RU - {RU_TEXT}")))
            .replace("UTF-8", "windows-1251")
            .encode("cp1251")
        ),
    ),
    sample(
        "kommersant",
        "ru",
        "https://www.kommersant.ru/RSS/news.xml",
        "https://www.kommersant.ru/doc/8000001",
        lambda link: rss(item(RU, link, MSK, cdata(f"{RU_TEXT}<br/>"), guid("8000001", permanent=False))),
    ),
    sample(
        "kommersant",
        "ru",
        "https://www.kommersant.ru/sitemaps/sitemap_news.xml",
        "https://www.kommersant.ru/doc/8000002",
        lambda link: sitemap(link, RU, "2026-03-02T10:00:00+03:00", "ru"),
        text="",
    ),
    sample(
        "sputnik",
        "en",
        "https://sputnikglobe.com/export/rss2/archive/index.xml",
        "https://sputnikglobe.com/20260302/ferry-reaches-donghae-1121000001.html",
        plain(EN, EN_TEXT, "Mon, 02 Mar 2026 07:00:00 +0000"),
    ),
    sample(
        "rt",
        "en",
        "https://www.rt.com/rss/news/",
        "https://www.rt.com/news/700001-ferry-reaches-donghae/",
        lambda link: rss(
            item(
                EN,
                cdata(f"{link}?utm_source=rss&utm_medium=rss&utm_campaign=RSS"),
                GMT,
                cdata(f"<img src='https://cdn.example/1.jpg'/> It came <br/><a href='{link}'>Read on</a>"),
                guid(link),
                f"<content:encoded>{cdata(f'<p>{EN_TEXT}</p>')}</content:encoded>",
            )
        ),
        url="https://www.rt.com/news/700001-ferry-reaches-donghae/?utm_source=rss&utm_medium=rss&utm_campaign=RSS",
    ),
    sample(
        "moscow-times",
        "en",
        "https://www.themoscowtimes.com/rss/news",
        "https://www.themoscowtimes.com/2026/03/02/ferry-reaches-donghae-a90001",
        plain(EN, EN_TEXT, MSK),
    ),
    sample(
        "rg",
        "ru",
        "https://rg.ru/xml/index.xml",
        "https://rg.ru/2026/03/02/parom.html",
        plain(RU, RU_TEXT, MSK),
    ),
    sample(
        "izvestia",
        "ru",
        "https://iz.ru/xml/rss/all.xml",
        "https://iz.ru/2000001/2026-03-02/parom-pribyl",
        plain(RU, RU_TEXT, MSK),
    ),
    sample(
        "lenta",
        "ru",
        "https://lenta.ru/rss",
        "https://lenta.ru/news/2026/03/02/parom/",
        lambda link: rss(
            item(
                RU,
                link,
                MSK,
                f"\n      {cdata(RU_TEXT)}\n    ",
                guid(link),
                "<author>А. Автор</author><category>Мир</category>",
            )
        ),
    ),
    sample(
        "vedomosti",
        "ru",
        "https://www.vedomosti.ru/rss/news",
        "https://www.vedomosti.ru/business/news/2026/03/02/1100001-parom",
        lambda link: rss(
            item(RU, link, MSK, RU_TEXT, guid(link), "<pdalink>https://m.vedomosti.ru/x</pdalink>")
        ),
    ),
    sample(
        "rbc",
        "ru",
        "https://rssexport.rbc.ru/rbcnews/news/30/full.rss",
        "https://www.rbc.ru/rbcfreenews/69a500009a79470000000001",
        plain(RU, RU_TEXT, MSK),
    ),
    sample(
        "1tv",
        "ru",
        "https://www.1tv.ru/news.rss",
        "https://www.1tv.ru/news/2026-03-02/500001-parom_pribyl",
        plain(RU, f"<p>{RU_TEXT}</p>", MSK),
    ),
    sample(
        "zvezda",
        "ru",
        "https://tvzvezda.ru/export/rss.xml",
        "https://tvzvezda.ru/news/2026321000-AbCdE.html",
        lambda link: rss(item(cdata(RU), cdata(link), MSK, cdata(RU_TEXT), f"<guid>{cdata(link)}</guid>")),
    ),
    sample(
        "primamedia",
        "ru",
        "https://primamedia.ru/rss/",
        "https://primamedia.ru/news/2000001/",
        plain(RU, RU_TEXT, "Mon, 02 Mar 2026 17:00:00 +1000"),
    ),
    sample(
        "newsvl",
        "ru",
        "https://www.newsvl.ru/rss/",
        "https://www.newsvl.ru/city/2026/03/02/230001/",
        plain(RU, RU_TEXT, "Mon, 02 Mar 2026 17:00:00"),  # no zone: the city's
    ),
    sample(
        "eastrussia",
        "ru",
        "https://www.eastrussia.ru/rss/",
        "https://www.eastrussia.ru/news/parom-pribyl/",
        plain(RU, RU_TEXT, "02.03.2026 17:00:00"),
    ),
)

STATE = (
    sample(
        "council",
        "ru",
        "http://council.gov.ru/events/news/",
        "http://council.gov.ru/events/news/200001/",
        lambda _: (
            f"""<!DOCTYPE html><html lang="ru"><body><ul><li class="h-entry hentry">
        <h4 class="hentry__title"><a class="u-url" href="/events/news/200001/">{RU}</a></h4>
        <time class="dt-published" datetime="2026-03-02T10:00:00+03:00">2 марта 2026</time></li></ul>
        </body></html>"""
        ),
        text="",
    ),
    sample(
        "prlib",
        "ru",
        "https://www.prlib.ru/news",
        "https://www.prlib.ru/news/2000001",
        lambda _: (
            f"""<html lang="ru"><body><div class="node node-news"><a href="/news/2000001" class="node-link">
        <span class="date-display-single" content="2026-03-02T10:00:00+03:00">2 марта</span>
        <h3 class="node-title"> {RU} </h3></a></div></body></html>"""
        ),
        text="",
    ),
    sample(
        "kremlin",
        "ru",
        "http://kremlin.ru/events/all/feed/",
        "http://kremlin.ru/events/president/news/80001",
        lambda link: (
            f"""<?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru-RU"><title>Президент</title>
        <entry><title>{RU}</title><id>{link}</id><link href="{link}" rel="alternate"/>
        <updated>2026-03-02T10:00:00+03:00</updated><published>2026-03-02T10:00:00+03:00</published>
        <summary type="html">Паром</summary>
        <content type="html">&lt;p&gt;{RU_TEXT}&lt;/p&gt;</content></entry>
        </feed>"""
        ),
    ),
    sample(
        "mid",
        "ru",
        "https://mid.ru/ru/rss.php",
        "https://mid.ru/ru/foreign_policy/news/2000001/",
        lambda link: rss(item(RU, link, MSK, cdata(f"<p>{RU_TEXT}</p><p>254-02-03-2026</p>"))),
    ),
    sample(
        "government",
        "ru",
        "http://government.ru/all/rss/",
        "http://government.ru/news/50001/",
        plain(RU, f"<p>{RU_TEXT}</p>", MSK),
    ),
)
