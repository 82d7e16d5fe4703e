"""Documents in the shapes of North Korea's media, of who watches them, and of other countries' agencies."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.core.reading import rss
from tests.sources.shapes import (
    EN,
    EN_TEXT,
    GMT,
    JA,
    JA_TEXT,
    KO,
    KO_TEXT,
    KST,
    ZH,
    ZH_TEXT,
    cdata,
    guid,
    item,
    plain,
    rdf,
    sample,
    wordpress,
)

NORTH_KOREA = (
    sample(
        "kcna",
        "en",
        "http://www.kcna.kp/en/category/articles/q/1ee9bdb7186944f765208f34ecfb5407.kcmsf",
        "http://www.kcna.kp/en/article/q/0123456789abcdef0123456789abcdef.kcmsf",
        lambda link: (
            f"""<html><body><ul class="article-link"><li>
        <a href="{link}">{EN}</a><span class="publish-time">[2026.03.02.]</span></li></ul></body></html>"""
        ),
        text="",
        published=datetime(2026, 3, 1, 15, tzinfo=UTC),  # a day, which begins in Pyongyang
    ),
    sample(
        "kcna-watch",
        "en",
        "https://kcnawatch.org/feed/",
        "https://kcnawatch.org/newstream/1772434800-100000001/ferry-reaches-donghae/",
        lambda link: wordpress(link, EN, EN_TEXT),
    ),
    sample(
        "nknews",
        "en",
        "https://www.nknews.org/feed/",
        "https://www.nknews.org/2026/03/ferry-reaches-donghae/",
        lambda link: wordpress(link, EN, EN_TEXT),
    ),
    sample(
        "dailynk",
        "ko",
        "https://www.dailynk.com/feed/",
        "https://www.dailynk.com/20260302-1/",
        lambda link: rss(
            item(
                KO,
                link,
                "Mon, 02 Mar 2026 07:00:00 +0000",
                cdata("여객선이 들어왔다. [&#8230;]"),
                guid("https://www.dailynk.com/?p=200001", permanent=False),
                f"<content:encoded>{cdata(f'<p>{KO_TEXT}</p>')}</content:encoded>",
            )
        ),
    ),
    sample(
        "38north",
        "en",
        "https://www.38north.org/feed/",
        "https://www.38north.org/2026/03/ferry/",
        lambda link: wordpress(link, EN, EN_TEXT),
    ),
    sample(
        "beyond-parallel",
        "en",
        "https://beyondparallel.csis.org/feed/",
        "https://beyondparallel.csis.org/ferry/",
        lambda link: wordpress(link, EN, EN_TEXT),
    ),
    sample(
        "rfa",
        "ko",
        "https://www.rfa.org/korean/rss2.xml",
        "https://www.rfa.org/korean/in_focus/ferry-03022026020000.html",
        lambda link: rss(item(KO, link, "Mon, 02 Mar 2026 02:00:00 -0500", cdata(f"<p>{KO_TEXT}</p>"))),
    ),
)

ELSEWHERE = (
    sample(
        "kyodo",
        "en",
        "https://english.kyodonews.net/rss/all.xml",
        "https://english.kyodonews.net/news/2026/03/0123456789ab-ferry-reaches-donghae.html",
        plain(EN, EN_TEXT, KST),
    ),
    sample(
        "jiji",
        "ja",
        "https://www.jiji.com/rss/ranking.rdf",
        "https://www.jiji.com/jc/article?k=2026030200001&g=int",
        lambda link: rdf(link.replace("&", "&amp;"), JA, "2026-03-02T16:00:00+09:00", JA_TEXT, "ja"),
    ),
    sample(
        "nhk",
        "ja",
        "https://www.nhk.or.jp/rss/news/cat6.xml",
        "http://www3.nhk.or.jp/news/html/20260302/k10015000001000.html",
        plain(JA, JA_TEXT, KST),
    ),
    sample(
        "xinhua",
        "zh",
        "http://www.news.cn/world/news_world.xml",
        "http://www.news.cn/world/20260302/0123456789abcdef0123456789abcdef/c.html",
        lambda link: rss(item(ZH, link, "2026-03-02 15:00:00", f"新华社首尔3月2日电 {ZH_TEXT}")),
        byline="",
    ),
    sample(
        "chinanews",
        "zh",
        "https://www.chinanews.com.cn/rss/world.xml",
        "https://www.chinanews.com.cn/gj/2026/03-02/10500001.shtml",
        lambda link: (
            rss(item(ZH, link, "2026-03-02 15:00:00", cdata(f"中新社首尔3月2日电 {ZH_TEXT}")))
            .replace("UTF-8", "gb2312")
            .encode("gb18030")
        ),
    ),
    sample(
        "cna",
        "zh",
        "https://feeds.feedburner.com/rsscna/intworld",
        "https://www.cna.com.tw/news/aopl/202603020001.aspx",
        lambda link: rss(item(ZH, link, "Mon, 02 Mar 2026 15:00:00 +0800", cdata(ZH_TEXT))),
    ),
    sample(
        "ukrinform",
        "en",
        "https://www.ukrinform.net/rss/block-lastnews",
        "https://www.ukrinform.net/rubric-economy/4100001-ferry-reaches-donghae.html",
        plain(EN, EN_TEXT, "Mon, 02 Mar 2026 09:00:00 +0200"),
    ),
    sample(
        "scmp",
        "en",
        "https://www.scmp.com/rss/3/feed",
        "https://www.scmp.com/news/asia/east-asia/article/3340001/ferry-reaches-donghae",
        plain(EN, EN_TEXT, "Mon, 02 Mar 2026 15:00:00 +0800"),
    ),
    sample(
        "taipei-times",
        "en",
        "https://www.taipeitimes.com/xml/world.rss",
        "https://www.taipeitimes.com/News/world/archives/2026/03/02/2003800001",
        plain(EN, EN_TEXT, "Mon, 02 Mar 2026 15:00:00 +0800"),
    ),
    sample(
        "bbc",
        "en",
        "https://feeds.bbci.co.uk/news/world/asia/rss.xml",
        "https://www.bbc.co.uk/news/articles/c0000000000o",
        lambda link: rss(
            item(
                cdata(EN),
                f"{link}?at_medium=RSS",
                GMT,
                cdata(EN_TEXT),
                guid(f"{link}#0", permanent=False),
                '<media:thumbnail width="240" height="134" url="https://cdn.example/1.jpg"/>',
            )
        ),
        url="https://www.bbc.co.uk/news/articles/c0000000000o?at_medium=RSS",
    ),
)
