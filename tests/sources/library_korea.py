"""Documents in the shapes of South Korea's agencies, papers and ministries."""

from __future__ import annotations

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
)

KOREAN = (
    sample(
        "yonhap",
        "ko",
        "https://www.yna.co.kr/rss/news.xml",
        "https://www.yna.co.kr/view/AKR20260302001251062",
        lambda link: rss(
            item(
                cdata(f"[속보] {KO}(종합)"),
                link,
                KST,
                cdata(f"(동해=연합뉴스) 홍길동 기자 = {KO_TEXT}"),
                "<dc:creator>홍길동</dc:creator>",
            )
        ),
        markers=("urgent", "lead"),
        dateline="(동해=연합뉴스)",
        byline="홍길동 기자",
        chain="AKR202603020012",
    ),
    sample(
        "yonhap",
        "en",
        "https://en.yna.co.kr/RSS/news.xml",
        "https://en.yna.co.kr/view/AEN20260302000252315?section=news&input=rss",
        lambda link: rss(
            item(
                f"(2nd LD) {EN}",
                link.replace("&", "&amp;"),
                "Mon, 02 Mar 2026 16:00:00",
                f"DONGHAE, March 2 (Yonhap) -- {EN_TEXT}",
            )
        ),
        markers=("2nd-lead",),
        dateline="DONGHAE, March 2 (Yonhap) --",
    ),
    sample(
        "yonhap",
        "zh",
        "https://cn.yna.co.kr/RSS/news.xml",
        "https://cn.yna.co.kr/view/ACK20260302001300881?section=news&input=rss",
        lambda link: rss(
            f"<id>ACK20260302001300881</id><title>详讯：{ZH}</title><link>{link.replace('&', '&amp;')}</link>"
            f"<description>韩联社东海3月2日电 {ZH_TEXT}（完）</description><pubDate>20260302160000</pubDate>"
        ),
        markers=("full",),
        guid="ACK20260302001300881",
    ),
    sample(
        "yonhap",
        "ja",
        "https://jp.yna.co.kr/RSS/news.xml",
        "https://jp.yna.co.kr/view/AJP20260302001300882?section=news&input=rss",
        lambda link: rss(item(JA, link.replace("&", "&amp;"), "20260302160000", JA_TEXT)),
    ),
    sample(
        "newsis",
        "ko",
        "https://www.newsis.com/RSS/sokbo.xml",
        "https://www.newsis.com/view/NISX20260302_0003000001",
        lambda link: rss(
            item(
                cdata(KO), cdata(link), KST, cdata(f"[동해=뉴시스]홍길동 기자 = {KO_TEXT}"), guid(cdata(link))
            )
        ),
        dateline="[동해=뉴시스]",
        byline="홍길동 기자",
    ),
    sample(
        "news1",
        "ko",
        "https://www.news1.kr/rss/diplomacy.xml",
        "https://www.news1.kr/diplomacy/foreign-affairs/6000001",
        lambda link: rss(item(cdata(KO), link, KST, cdata(f"(동해=뉴스1) 홍길동 기자 = {KO_TEXT}"))),
        dateline="(동해=뉴스1)",
        byline="홍길동 기자",
    ),
    sample(
        "newspim",
        "ko",
        "http://rss.newspim.com/news/category/103",
        "https://www.newspim.com/news/view/20260302000001",
        lambda link: rss(item(cdata(KO), link, "2026-03-02 16:00:00", cdata(KO_TEXT))),
    ),
    sample(
        "korea-herald",
        "en",
        "https://www.koreaherald.com/rss/newsAll",
        "https://www.koreaherald.com/article/10700001",
        plain(EN, EN_TEXT, KST),
    ),
    sample(
        "korea-times",
        "en",
        "https://feed.koreatimes.co.kr/k/allnews.xml",
        "https://www.koreatimes.co.kr/foreignaffairs/20260302/ferry-reaches-donghae",
        lambda link: rss(item(cdata(EN), link, KST, cdata(EN_TEXT), "<author>A. Reporter</author>")),
    ),
    sample(
        "korea-joongang-daily",
        "en",
        "https://koreajoongangdaily.joins.com/xmls/joins",
        "https://koreajoongangdaily.joins.com/news/2026-03-02/national/diplomacy/Ferry/2500001",
        lambda link: rss(item(cdata(EN), link, "Mon, 2 Mar 2026 16:00 +0900", cdata(EN_TEXT))),
    ),
    sample(
        "kbs",
        "en",
        "http://world.kbs.co.kr/rss/rss_news.htm?lang=e",
        "http://world.kbs.co.kr/service/news_view.htm?lang=e&Seq_Code=200001",
        lambda link: rss(item(cdata(EN), cdata(link), KST, cdata(EN_TEXT))),
    ),
    sample(
        "chosun",
        "ko",
        "https://www.chosun.com/arc/outboundfeeds/rss/?outputType=xml",
        "https://www.chosun.com/national/2026/03/02/ABCDEFGHIJKLMNOPQRSTUVWXYZ/",
        lambda link: rss(
            item(
                cdata(KO),
                link,
                "Mon, 02 Mar 2026 07:00:00 +0000",
                "",
                guid(link),
                f"<dc:creator>{cdata('홍길동 기자')}</dc:creator>",
                f"<content:encoded>{cdata(f'<p>{KO_TEXT}</p>')}</content:encoded>",
                '<media:content url="https://cdn.example/1.jpg" type="image/jpeg"/>',
            )
        ),
    ),
    sample(
        "joongang",
        "ko",
        "https://rss.joongang.co.kr/news",
        "https://www.joongang.co.kr/article/25300001",
        plain(KO, KO_TEXT, "2026-03-02T16:00:00+09:00"),
    ),
    sample(
        "donga",
        "ko",
        "https://rss.donga.com/politics.xml",
        "https://www.donga.com/news/Politics/article/all/20260302/130000001/1",
        lambda link: rss(item(KO, link, KST, cdata(f"<a href='{link}'><img src='x.jpg'></a>{KO_TEXT}"))),
    ),
    sample(
        "hankyoreh",
        "ko",
        "https://www.hani.co.kr/rss/politics",
        "https://www.hani.co.kr/arti/politics/diplomacy/1200001.html",
        lambda link: rss(item(cdata(KO), link, KST, cdata(f"<table><tr><td>{KO_TEXT}</td></tr></table>"))),
    ),
    sample(
        "khan",
        "ko",
        "https://www.khan.co.kr/rss/rssdata/politic_news.xml",
        "https://www.khan.co.kr/article/202603021600001/?utm_source=khan_rss&utm_medium=rss",
        lambda link: rdf(link.replace("&", "&amp;"), KO, "2026-03-02T16:00:00+09:00", KO_TEXT, "ko"),
    ),
)

MINISTRIES = (
    sample(
        "korea-kr",
        "ko",
        "https://www.korea.kr/rss/policy.xml",
        "https://www.korea.kr/news/policyNewsView.do?newsId=148900001&call_from=rsslink",
        lambda link: rss(item(cdata(KO), cdata(link), GMT, cdata(f"<p>{KO_TEXT}</p>"), guid(cdata(link)))),
    ),
    sample(
        "unikorea",
        "ko",
        "https://www.korea.kr/rss/dept_unikorea.xml",
        "https://www.korea.kr/briefing/pressReleaseView.do?newsId=156600001",
        lambda link: rss(item(cdata(KO), cdata(link), GMT, cdata(f"<span>{KO_TEXT}</span>"))),
    ),
    sample(
        "mofa",
        "ko",
        "https://www.korea.kr/rss/dept_mofa.xml",
        "https://www.korea.kr/briefing/pressReleaseView.do?newsId=156600002",
        lambda link: rss(item(cdata(KO), cdata(link), "2026-03-02 16:00:00", cdata(KO_TEXT))),
    ),
)
